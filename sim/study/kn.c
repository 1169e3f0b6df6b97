/* SPDX-License-Identifier: MIT */
/* kn.c - see kn.h. */
#include "sim/study/kn.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include "sim/base/arena.h"

double kn_eta(int k, int first_stage, double alpha) {
    return 0.5 * (pow(2.0 * alpha / (k - 1.0), -2.0 / (first_stage - 1.0)) - 1.0);
}

double kn_squared_h(int k, int first_stage, double alpha) {
    return 2.0 * kn_eta(k, first_stage, alpha) * (first_stage - 1.0);
}

struct kn *kn_create(struct arena *arena, int k, int first_stage, double alpha, double delta) {
    struct kn *kn = arena_new(arena, struct kn);
    *kn = (struct kn){.k = k, .first_stage = first_stage, .alpha = alpha, .delta = delta, .left = k};
    kn->squared_h = k > 1 ? kn_squared_h(k, first_stage, alpha) : 0.0;
    kn->in = arena_array(arena, bool, k);
    kn->observed = arena_array(arena, int, k);
    kn->sums = arena_array(arena, double, k);
    kn->values = arena_array(arena, double, (long)k *first_stage);
    kn->variances = arena_array(arena, double, (long)k *k);
    for (int i = 0; i < k; i++)
        kn->in[i] = true;
    return kn;
}

/* Of the differences of two designs in the first stage. */
static double variance_between(const struct kn *kn, int i, int l) {
    const double *a = kn->values + (long)i * kn->first_stage, *b = kn->values + (long)l * kn->first_stage;
    double n = kn->first_stage, mean = (kn->sums[i] - kn->sums[l]) / n, squares = 0.0;
    for (int r = 0; r < kn->first_stage; r++)
        squares += (a[r] - b[r] - mean) * (a[r] - b[r] - mean);
    return squares / (n - 1.0);
}

static void end_first_stage(struct kn *kn) {
    for (int i = 0; i < kn->k; i++)
        for (int l = 0; l < i; l++)
            kn->variances[(long)i * kn->k + l] = kn->variances[(long)l * kn->k + i] =
                variance_between(kn, i, l);
}

/* How far a design may lie behind another and stay. */
static double leeway(const struct kn *kn, int i, int l) {
    double variance = kn->variances[(long)i * kn->k + l];
    return fmax(0.0,
                kn->delta / (2.0 * kn->n) * (kn->squared_h * variance / (kn->delta * kn->delta) - kn->n));
}

/* Against all that were in before this round. */
static bool survives(const struct kn *kn, int i, const bool *before) {
    for (int l = 0; l < kn->k; l++)
        if (l != i && before[l] && kn->sums[i] / kn->n < kn->sums[l] / kn->n - leeway(kn, i, l))
            return false;
    return true;
}

double kn_most(const struct kn *kn) {
    double most = kn->first_stage;
    for (int i = 0; i < kn->k; i++)
        for (int l = 0; l < i && kn->in[i]; l++)
            if (kn->in[l])
                most = fmax(most, floor(kn->squared_h * kn->variances[(long)i * kn->k + l] /
                                        (kn->delta * kn->delta)) +
                                      1.0);
    return most;
}

int kn_best(const struct kn *kn) {
    int best = -1;
    for (int i = 0; i < kn->k; i++)
        if (kn->in[i] && (best < 0 || kn->sums[i] > kn->sums[best]))
            best = i;
    return best;
}

static void eliminate(struct kn *kn) {
    struct arena *arena = arena_create();
    bool *before = arena_array(arena, bool, kn->k);
    int best = kn_best(kn);
    bool last = kn->n >= kn_most(kn);
    for (int i = 0; i < kn->k; i++)
        before[i] = kn->in[i];
    kn->left = 0;
    for (int i = 0; i < kn->k; i++) {
        kn->in[i] = before[i] && (last ? i == best : survives(kn, i, before));
        kn->left += kn->in[i];
    }
    arena_destroy(arena);
}

void kn_add(struct kn *kn, const double *values) {
    for (int i = 0; i < kn->k; i++) {
        if (!kn->in[i])
            continue;
        kn->sums[i] += values[i];
        kn->observed[i]++;
        if (kn->n < kn->first_stage)
            kn->values[(long)i * kn->first_stage + kn->n] = values[i];
    }
    kn->n++;
    if (kn->n == kn->first_stage)
        end_first_stage(kn);
    if (kn->n >= kn->first_stage)
        eliminate(kn);
}

/* Rinott's constant */

enum { NODES = 200 };

/* Probability of correct selection: the integral over y of [integral over x of Phi(h / sqrt(freedom (1/x +
 * 1/y)))]^(k-1), both by the chi-square distribution, taken as its quantiles at Gauss-Legendre nodes. */
static double selection_probability(int k, double freedom, double h, const double *chi,
                                    const double *weights) {
    double total = 0.0;
    for (int j = 0; j < NODES; j++) {
        double inner = 0.0;
        for (int i = 0; i < NODES; i++)
            inner += weights[i] * gsl_cdf_ugaussian_P(h / sqrt(freedom * (1.0 / chi[i] + 1.0 / chi[j])));
        total += weights[j] * pow(inner, k - 1.0);
    }
    return total;
}

double rinott_h(int k, double probability, double freedom) {
    double chi[NODES], weights[NODES], low = 0.0, high = 1.0;
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(NODES);
    for (int i = 0; i < NODES; i++) {
        double u;
        gsl_integration_glfixed_point(0.0, 1.0, (size_t)i, &u, &weights[i], table);
        chi[i] = gsl_cdf_chisq_Pinv(u, freedom);
    }
    gsl_integration_glfixed_table_free(table);
    while (selection_probability(k, freedom, high, chi, weights) < probability && high < 1e6)
        high *= 2.0;
    while (high - low > 1e-7 * high) {
        double middle = (low + high) / 2.0;
        if (selection_probability(k, freedom, middle, chi, weights) < probability)
            low = middle;
        else
            high = middle;
    }
    return high;
}
