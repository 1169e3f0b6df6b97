/* SPDX-License-Identifier: MIT */
/* compare.h - two designs, replication by replication, under common random numbers.
 *
 * A comparison is one metric of a design against the base: paired differences, replication by replication.
 * Comparisons that are asked together are a family: the verdicts are those of Holm (1979), so that the family
 * holds a false one with at most 1 - confidence; the intervals are Bonferroni's, which hold together. Holm
 * finds a little more than the intervals show. */
#ifndef SIM_STUDY_COMPARE_H
#define SIM_STUDY_COMPARE_H

#include <stdbool.h>
#include "sim/results/results.h"

enum comparison_verdict {
    NOT_DISTINGUISHABLE,
    BETTER,
    WORSE,
    HIGHER, /* of metrics without a direction */
    LOWER
};
const char *verdict_word(enum comparison_verdict verdict); /* "not distinguishable" */

struct paired {
    int n;                 /* replications in which both are defined */
    double mean_a, mean_b; /* over these */
    double difference;     /* mean of b - a; NaN without a pair */
    double sd;             /* of the differences; NaN below two */
    double p;              /* two-sided, of no difference; NaN below two */
    double skewness;       /* of the differences; NaN below three or without variance */
    double correlation;    /* of a and b over replications; NaN where one of them does not vary */
    /* from the family */
    double p_holm, low, high;
    enum comparison_verdict verdict;
    /* So many more replications would probably (with 80 %) decide, were the difference as large as it seems;
     * 0 = decided, or out of reach. */
    long more;
};
enum { MORE_MOST = 1000000 };

/* The first `count` replications of both; NaN where undefined. Where all differences are equal, and not 0, p
 * is that of the sign test. */
struct paired paired_of(const double *a, const double *b, int count);
/* Fills in what the family says. Comparisons without a pair do not count in it. */
void family_judge(struct paired *const *family, const enum direction *directions, int count,
                  double confidence);
/* Half-width of the difference's interval in a family of `size`. */
double paired_half_width(const struct paired *paired, double confidence, int size);

/* Which of k designs may be the best (screening of Nelson, Swann, Goldsman and Song 2001 with paired
 * differences, for any correlation): the best is among them with `confidence`. `values` by design, then
 * replication; those in which all are defined are used. Returns how many are left, all below two
 * replications. */
int subset_of_best(const double *const *values, int k, int count, enum direction direction, double confidence,
                   bool *in);

#endif
