/* SPDX-License-Identifier: MIT */
/* stream.c - where streams start, the slow ends of the ziggurats, and the streams as GSL sees them. */
#include "sim/engine/stream.h"

#include <limits.h>
#include <math.h>
#include "sim/base/hash.h"
#include "sim/engine/ziggurat.h"

_Static_assert(ULONG_MAX == UINT64_MAX,
               "GSL hands out random bits as unsigned long, which must have 64 of them");

static const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15); /* SplitMix64's increment, 2^64 / golden ratio */
/* So that a keyed family is unrelated to the sequential stream of the same name. */
static const uint64_t family = UINT64_C(0x6b657965645f6661);

/* One word from the three; each step is a bijection of the word before, so seeds, replications or name hashes
 * that alone differ never give the same word. */
static uint64_t seed_word(uint64_t seed, int replication, const char *name) {
    uint64_t word = stream_mix(seed + golden);
    word = stream_mix(word ^ stream_mix((uint64_t)replication + 2 * golden));
    return stream_mix(word ^ hash_word(name));
}

/* Four words of SplitMix64, as the authors of xoshiro advise; at most one of them can be 0, and all being 0
 * is the one state xoshiro cannot leave. */
static struct stream sequential_from(uint64_t word) {
    struct stream stream = {.keyed = false};
    for (int i = 0; i < 4; i++)
        stream.state[i] = stream_mix(word += golden);
    return stream;
}

struct stream stream_named(uint64_t seed, int replication, const char *name) {
    return sequential_from(seed_word(seed, replication, name));
}

uint64_t stream_key(uint64_t seed, int replication, const char *name) {
    return stream_mix(seed_word(seed, replication, name) ^ family);
}

/* The rare rest of stream_exponential: `bits` fell outside the part of its layer that lies under the curve.
 */
double stream_exponential_tail(struct stream *stream, uint64_t bits) {
    for (;;) {
        int layer = bits & 255;
        double x = (double)(bits >> 11) * 0x1.0p-53 * ziggurat_exponential_x[layer];
        if (x < ziggurat_exponential_x[layer + 1])
            return x;
        if (layer == 0) /* without memory: what lies beyond r is r and a fresh one */
            return ziggurat_exponential_x[1] + stream_exponential(stream);
        double bottom = ziggurat_exponential_f[layer], top = ziggurat_exponential_f[layer + 1];
        if (bottom + stream_uniform(stream) * (top - bottom) < exp(-x))
            return x;
        bits = stream_bits(stream);
    }
}

/* Beyond r: Marsaglia 1964, from two exponentials. */
static double normal_tail(struct stream *stream) {
    double r = ziggurat_normal_x[1], x, y;
    do {
        x = stream_exponential(stream) / r;
        y = stream_exponential(stream);
    } while (y + y < x * x);
    return r + x;
}

double stream_normal(struct stream *stream) {
    for (;;) {
        uint64_t bits = stream_bits(stream);
        int layer = bits & 255;
        double sign = bits & 256 ? -1 : 1;
        double x = (double)(bits >> 11) * 0x1.0p-53 * ziggurat_normal_x[layer];
        if (__builtin_expect(x < ziggurat_normal_x[layer + 1], 1))
            return sign * x;
        if (layer == 0)
            return sign * normal_tail(stream);
        double bottom = ziggurat_normal_f[layer], top = ziggurat_normal_f[layer + 1];
        if (bottom + stream_uniform(stream) * (top - bottom) < exp(-0.5 * x * x))
            return sign * x;
    }
}

static void gsl_set(void *state, unsigned long seed) {
    *(struct stream *)state = sequential_from(stream_mix(seed + golden));
}

static unsigned long gsl_get(void *state) {
    return stream_bits(state);
}

static double gsl_get_double(void *state) {
    return stream_uniform(state);
}

static const gsl_rng_type type = {.name = "fcsim stream",
                                  .max = ULONG_MAX,
                                  .min = 0,
                                  .size = sizeof(struct stream),
                                  .set = gsl_set,
                                  .get = gsl_get,
                                  .get_double = gsl_get_double};
const gsl_rng_type *const stream_gsl_type = &type;
