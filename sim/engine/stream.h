/* SPDX-License-Identifier: MIT */
/* stream.h - random numbers.
 *
 * Two kinds behind one interface. A sequential stream (arrivals, breakdowns) is xoshiro256++ (Blackman and
 * Vigna 2019), one per named purpose, its state made from (seed, replication, name). A keyed stream belongs
 * to one entity (an order's lines, a parcel's packing time): SplitMix64 (Steele, Lea and Flood 2014) started
 * at mix(key ^ mix(entity)), so that a change elsewhere leaves an entity's draws alone. Both are also a
 * gsl_rng_type, so that GSL's distributions work on them. */
#ifndef SIM_ENGINE_STREAM_H
#define SIM_ENGINE_STREAM_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

struct stream {
    uint64_t state[4]; /* a keyed stream uses state[0] only */
    bool keyed;
};

/* The sequential stream of a name in a replication. */
struct stream stream_named(uint64_t seed, int replication, const char *name);
/* The key of a family of entity streams in a replication; give it to stream_keyed. */
uint64_t stream_key(uint64_t seed, int replication, const char *name);

extern const gsl_rng_type *const stream_gsl_type;
/* A view of the stream for GSL: `gsl_rng rng = stream_gsl(&stream)`; it draws from the stream itself. */
static inline gsl_rng stream_gsl(struct stream *stream) {
    return (gsl_rng){.type = stream_gsl_type, .state = stream};
}

/* The finaliser of SplitMix64. */
static inline uint64_t stream_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The stream of one entity. Entities are numbered per source. */
static inline struct stream stream_keyed(uint64_t key, uint64_t entity) {
    return (struct stream){.state = {stream_mix(key ^ stream_mix(entity + UINT64_C(0x9e3779b97f4a7c15)))},
                           .keyed = true};
}

static inline uint64_t stream_rotate(uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
}

/* 64 random bits. */
static inline uint64_t stream_bits(struct stream *stream) {
    uint64_t *s = stream->state;
    if (stream->keyed)
        return stream_mix(s[0] += UINT64_C(0x9e3779b97f4a7c15));
    uint64_t result = stream_rotate(s[0] + s[3], 23) + s[0];
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = stream_rotate(s[3], 45);
    return result;
}

/* Uniform on [0, 1), 53 bits. */
static inline double stream_uniform(struct stream *stream) {
    return (double)(stream_bits(stream) >> 11) * 0x1.0p-53;
}

/* Uniform on 0 ... n-1 for n below 2^32 (bias below n / 2^64). */
static inline uint32_t stream_below(struct stream *stream, uint32_t n) {
    return (uint32_t)(((unsigned __int128)stream_bits(stream) * n) >> 64);
}

/* Exponential with mean 1, and standard normal: ziggurat (Marsaglia and Tsang 2000, 256 layers). */
double stream_exponential_tail(struct stream *stream, uint64_t bits);
double stream_normal(struct stream *stream);

extern const double ziggurat_exponential_x[257];

static inline double stream_exponential(struct stream *stream) {
    uint64_t bits = stream_bits(stream);
    int layer = bits & 255;
    double x = (double)(bits >> 11) * 0x1.0p-53 * ziggurat_exponential_x[layer];
    if (__builtin_expect(x < ziggurat_exponential_x[layer + 1], 1))
        return x;
    return stream_exponential_tail(stream, bits);
}

#endif
