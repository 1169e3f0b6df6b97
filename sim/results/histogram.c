/* SPDX-License-Identifier: MIT */
/* histogram.c - see histogram.h. */
#include "sim/results/histogram.h"

#include <math.h>
#include "sim/base/arena.h"

struct histogram *histogram_create(struct arena *arena) {
    struct histogram *histogram = arena_new(arena, struct histogram);
    histogram->arena = arena;
    return histogram;
}

uint64_t *histogram_octave(struct histogram *histogram, int octave) {
    if (!histogram->octaves[octave])
        histogram->octaves[octave] = arena_array(histogram->arena, uint64_t, HISTOGRAM_BUCKETS);
    return histogram->octaves[octave];
}

void histogram_merge(struct histogram *into, const struct histogram *from) {
    into->count += from->count;
    into->zeros += from->zeros;
    for (int octave = 0; octave < HISTOGRAM_OCTAVES; octave++) {
        if (!from->octaves[octave])
            continue;
        uint64_t *buckets = histogram_octave(into, octave);
        for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
            buckets[i] += from->octaves[octave][i];
    }
}

void histogram_clear(struct histogram *histogram) {
    histogram->count = histogram->zeros = 0;
    for (int octave = 0; octave < HISTOGRAM_OCTAVES; octave++)
        if (histogram->octaves[octave])
            memset(histogram->octaves[octave], 0, sizeof(uint64_t) * HISTOGRAM_BUCKETS);
}

static double lower_edge(int octave, int bucket) {
    return ldexp(1.0 + (double)bucket / HISTOGRAM_BUCKETS, octave + HISTOGRAM_LOWEST);
}

static double upper_edge(int octave, int bucket) {
    return ldexp(1.0 + (double)(bucket + 1) / HISTOGRAM_BUCKETS, octave + HISTOGRAM_LOWEST);
}

double histogram_quantile(const struct histogram *histogram, double q) {
    if (!histogram->count)
        return NAN;
    uint64_t rank = (uint64_t)ceil(q * (double)histogram->count);
    uint64_t seen = histogram->zeros;
    if (rank <= seen)
        return 0.0;
    for (int octave = 0; octave < HISTOGRAM_OCTAVES; octave++) {
        if (!histogram->octaves[octave])
            continue;
        for (int i = 0; i < HISTOGRAM_BUCKETS; i++) {
            seen += histogram->octaves[octave][i];
            if (seen >= rank)
                return (lower_edge(octave, i) + upper_edge(octave, i)) / 2.0;
        }
    }
    return NAN; /* unreachable: the buckets hold `count` values */
}

struct share_query {
    double value;
    uint64_t below;
};

static void add_if_below(void *self, double upper, uint64_t count) {
    struct share_query *query = self;
    if (upper <= query->value || upper == 0.0)
        query->below += count;
}

double histogram_share_below(const struct histogram *histogram, double value) {
    if (!histogram->count)
        return NAN;
    struct share_query query = {.value = value};
    histogram_walk(histogram, add_if_below, &query);
    return (double)query.below / (double)histogram->count;
}

void histogram_walk(const struct histogram *histogram,
                    void (*visit)(void *self, double upper, uint64_t count), void *self) {
    if (histogram->zeros)
        visit(self, 0.0, histogram->zeros);
    for (int octave = 0; octave < HISTOGRAM_OCTAVES; octave++) {
        if (!histogram->octaves[octave])
            continue;
        for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
            if (histogram->octaves[octave][i])
                visit(self, upper_edge(octave, i), histogram->octaves[octave][i]);
    }
}
