/* SPDX-License-Identifier: MIT */
/* compare.c - see compare.h. */
#include "sim/study/compare.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/study/statistics.h"

static const double power = 0.8;      /* of the replications that would probably decide */
static const double rounding = 1e-12; /* differences that vary less than this share of the values are equal */

const char *verdict_word(enum comparison_verdict verdict) {
    static const char *const words[] = {[NOT_DISTINGUISHABLE] = "not distinguishable",
                                        [BETTER] = "better",
                                        [WORSE] = "worse",
                                        [HIGHER] = "higher",
                                        [LOWER] = "lower"};
    return words[verdict];
}

/* Pairs */

static double correlation_of(const double *a, const double *b, int count, const struct moments *of_a,
                             const struct moments *of_b) {
    double products = 0.0;
    if (!(of_a->m2 > 0.0) || !(of_b->m2 > 0.0))
        return NAN;
    for (int i = 0; i < count; i++)
        if (!isnan(a[i]) && !isnan(b[i]))
            products += (a[i] - of_a->mean) * (b[i] - of_b->mean);
    return fmin(1.0, fmax(-1.0, products / sqrt(of_a->m2 * of_b->m2)));
}

static double p_of(const struct paired *paired) {
    if (paired->n < 2)
        return NAN;
    if (paired->sd > 0.0)
        return 2.0 * gsl_cdf_tdist_Q(fabs(paired->difference) * sqrt((double)paired->n) / paired->sd,
                                     paired->n - 1.0);
    return paired->difference != 0.0 ? ldexp(1.0, 1 - paired->n) : 1.0;
}

struct paired paired_of(const double *a, const double *b, int count) {
    struct moments of_a = {0}, of_b = {0}, of_both = {0};
    for (int i = 0; i < count; i++) {
        if (isnan(a[i]) || isnan(b[i]))
            continue;
        moments_add(&of_a, a[i]);
        moments_add(&of_b, b[i]);
        moments_add(&of_both, b[i] - a[i]);
    }
    struct paired paired = {.n = (int)of_both.n,
                            .mean_a = of_a.n ? of_a.mean : NAN,
                            .mean_b = of_b.n ? of_b.mean : NAN,
                            .difference = of_both.n ? of_both.mean : NAN,
                            .sd = moments_sd(&of_both),
                            .skewness = moments_skewness(&of_both),
                            .correlation = correlation_of(a, b, count, &of_a, &of_b)};
    double scale = rounding * fmax(fabs(paired.mean_a), fabs(paired.mean_b));
    if (paired.sd <= scale) {
        paired.sd = 0.0;
        paired.skewness = NAN;
        paired.difference = fabs(paired.difference) <= scale ? 0.0 : paired.difference;
    }
    paired.p = p_of(&paired);
    return paired;
}

double paired_half_width(const struct paired *paired, double confidence, int size) {
    if (paired->n < 2)
        return NAN;
    double tail = (1.0 - confidence) / (2.0 * size);
    return paired->sd > 0.0 ? gsl_cdf_tdist_Qinv(tail, paired->n - 1.0) * paired->sd / sqrt((double)paired->n)
                            : 0.0;
}

/* Whether n pairs reject at level `alpha`, two-sided, with the power above. */
static bool would_decide(const struct paired *paired, double n, double alpha) {
    if (!(paired->sd > 0.0))
        return pow(2.0, 1.0 - n) <= alpha;
    double quantiles = gsl_cdf_tdist_Qinv(alpha / 2.0, n - 1.0) + gsl_cdf_tdist_Pinv(power, n - 1.0);
    return quantiles * paired->sd <= fabs(paired->difference) * sqrt(n);
}

static long more_pairs(const struct paired *paired, double alpha) {
    long low = paired->n, high = low + MORE_MOST;
    if (paired->n < 2 || paired->difference == 0.0 || !would_decide(paired, (double)high, alpha))
        return 0;
    while (high - low > 1) {
        long middle = low + (high - low) / 2;
        if (would_decide(paired, (double)middle, alpha))
            high = middle;
        else
            low = middle;
    }
    return high - paired->n;
}

/* Families */

static enum comparison_verdict verdict_of(double difference, enum direction direction) {
    if (direction == NO_DIRECTION)
        return difference > 0.0 ? HIGHER : LOWER;
    return (difference > 0.0) == (direction == HIGHER_IS_BETTER) ? BETTER : WORSE;
}

static int by_p(const void *a, const void *b) {
    const struct paired *left = *(const struct paired *const *)a, *right = *(const struct paired *const *)b;
    return (left->p > right->p) - (left->p < right->p);
}

/* Holm 1979: the i-th smallest of m is multiplied by m - i + 1; none falls below an earlier one. A comparison
 * without p counts and is never distinguished. */
static void adjust(struct paired **family, int size) {
    struct paired **sorted = memory_resize(NULL, sizeof *sorted * (size_t)(size + 1));
    double largest = 0.0;
    int count = 0;
    for (int i = 0; i < size; i++)
        if (isnan(family[i]->p))
            family[i]->p_holm = NAN;
        else
            sorted[count++] = family[i];
    qsort(sorted, (size_t)count, sizeof *sorted, by_p);
    for (int i = 0; i < count; i++) {
        largest = fmax(largest, fmin(1.0, (size - i) * sorted[i]->p));
        sorted[i]->p_holm = largest;
    }
    free(sorted);
}

void family_judge(struct paired *const *family, const enum direction *directions, int count,
                  double confidence) {
    struct paired **counted = memory_resize(NULL, sizeof *counted * (size_t)(count + 1));
    double alpha = 1.0 - confidence;
    int size = 0;
    for (int i = 0; i < count; i++) {
        family[i]->p_holm = family[i]->low = family[i]->high = NAN;
        if (family[i]->n)
            counted[size++] = family[i];
    }
    adjust(counted, size);
    free(counted);
    for (int i = 0; i < count; i++) {
        struct paired *paired = family[i];
        if (!paired->n)
            continue;
        double half = paired_half_width(paired, confidence, size);
        bool decided = paired->p_holm <= alpha;
        paired->low = paired->difference - half;
        paired->high = paired->difference + half;
        paired->verdict = decided ? verdict_of(paired->difference, directions[i]) : NOT_DISTINGUISHABLE;
        paired->more = decided ? 0 : more_pairs(paired, alpha / size);
    }
}

/* Screening */

/* Mean and sd of better - worse over the replications in which all are defined. */
static struct moments margin_of(const double *left, const double *right, const bool *defined, int count) {
    struct moments margin = {0};
    for (int r = 0; r < count; r++)
        if (defined[r])
            moments_add(&margin, left[r] - right[r]);
    return margin;
}

int subset_of_best(const double *const *values, int k, int count, enum direction direction, double confidence,
                   bool *in) {
    bool *defined = memory_resize(NULL, sizeof *defined * (size_t)(count + 1));
    int n = 0, left = 0;
    for (int r = 0; r < count; r++) {
        defined[r] = true;
        for (int i = 0; i < k; i++)
            defined[r] &= !isnan(values[i][r]);
        n += defined[r];
    }
    double sign = direction == LOWER_IS_BETTER ? -1.0 : 1.0;
    double quantile = n > 1 && k > 1 ? gsl_cdf_tdist_Qinv((1.0 - confidence) / (k - 1.0), n - 1.0) : NAN;
    for (int i = 0; i < k; i++) {
        in[i] = true;
        for (int j = 0; j < k && in[i] && n > 1; j++) {
            struct moments margin = margin_of(values[j], values[i], defined, count);
            in[i] = i == j || sign * margin.mean <= quantile * moments_sd(&margin) / sqrt((double)n);
        }
        left += in[i];
    }
    free(defined);
    return left;
}
