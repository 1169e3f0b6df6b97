/* SPDX-License-Identifier: MIT */
/* mrg32k3a.h - L'Ecuyer's combined multiple recursive generator (1999, Operations Research 47(1)), for tests
 * that must not draw from the generators they test. */
#ifndef TESTS_SUPPORT_MRG32K3A_H
#define TESTS_SUPPORT_MRG32K3A_H

#include <math.h>
#include <stdint.h>

struct mrg32k3a {
    int64_t a[3], b[3]; /* x(n-3), x(n-2), x(n-1) of the two parts */
};

/* All six words of the state equal to `seed`, as in the published example with 12345. */
static inline struct mrg32k3a mrg32k3a_seeded(int64_t seed) {
    return (struct mrg32k3a){{seed, seed, seed}, {seed, seed, seed}};
}

/* Uniform on (0, 1). */
static inline double mrg32k3a_uniform(struct mrg32k3a *g) {
    const int64_t m1 = INT64_C(4294967087), m2 = INT64_C(4294944443);
    int64_t x = (1403580 * g->a[1] - 810728 * g->a[0]) % m1;
    int64_t y = (527612 * g->b[2] - 1370589 * g->b[0]) % m2;
    x += x < 0 ? m1 : 0;
    y += y < 0 ? m2 : 0;
    g->a[0] = g->a[1], g->a[1] = g->a[2], g->a[2] = x;
    g->b[0] = g->b[1], g->b[1] = g->b[2], g->b[2] = y;
    return (double)(x > y ? x - y : x - y + m1) * 2.328306549295728e-10;
}

static inline double mrg32k3a_exponential(struct mrg32k3a *g, double mean) {
    return -mean * log(mrg32k3a_uniform(g));
}

/* Number of trials up to the first success; its mean is 1 / p. */
static inline int mrg32k3a_geometric(struct mrg32k3a *g, double p) {
    return 1 + (int)(log(mrg32k3a_uniform(g)) / log1p(-p));
}

#endif
