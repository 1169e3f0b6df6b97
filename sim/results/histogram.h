/* SPDX-License-Identifier: MIT */
/* histogram.h - a mergeable log-linear histogram: every power of two is cut into 128 equal buckets.
 *
 * A quantile is the midpoint of its bucket, at most 1/256 = 0.39 % away from the order statistic, for values
 * from 2^-20 (a microsecond, in seconds) to 2^44; smaller values count as 0. Merging adds counts, so the
 * result does not depend on the order. Octaves are taken from the arena when first touched. */
#ifndef SIM_RESULTS_HISTOGRAM_H
#define SIM_RESULTS_HISTOGRAM_H

#include <stdint.h>
#include <string.h>

struct arena;

enum { HISTOGRAM_BUCKETS = 128, HISTOGRAM_OCTAVES = 64, HISTOGRAM_LOWEST = -20 };

struct histogram {
    struct arena *arena;
    uint64_t count, zeros;
    uint64_t *octaves[HISTOGRAM_OCTAVES];
};

struct histogram *histogram_create(struct arena *arena);
uint64_t *histogram_octave(struct histogram *histogram, int octave);

static inline void histogram_add(struct histogram *histogram, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int octave =
        (int)(bits >> 52) - 1023 - HISTOGRAM_LOWEST; /* the sign bit makes negatives large: see below */
    histogram->count++;
    if (octave < 0 || value < 0) {
        histogram->zeros++;
        return;
    }
    if (octave >= HISTOGRAM_OCTAVES)
        octave = HISTOGRAM_OCTAVES - 1;
    uint64_t *buckets = histogram->octaves[octave];
    if (__builtin_expect(!buckets, 0))
        buckets = histogram_octave(histogram, octave);
    buckets[bits >> 45 & (HISTOGRAM_BUCKETS - 1)]++;
}

void histogram_merge(struct histogram *into, const struct histogram *from);
void histogram_clear(struct histogram *histogram);
/* The value of rank ceil(q * count); NaN when empty. 0 <= q <= 1. */
double histogram_quantile(const struct histogram *histogram, double q);
/* The share of values at or below `value`, bucket by bucket; NaN when empty. */
double histogram_share_below(const struct histogram *histogram, double value);
/* Calls `visit` for every non-empty bucket in ascending order with its upper edge and count (zeros first,
 * edge 0). */
void histogram_walk(const struct histogram *histogram,
                    void (*visit)(void *self, double upper, uint64_t count), void *self);

#endif
