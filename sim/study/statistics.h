/* SPDX-License-Identifier: MIT */
/* statistics.h - output analysis: moments, Student intervals, MSER, batch means. */
#ifndef SIM_STUDY_STATISTICS_H
#define SIM_STUDY_STATISTICS_H

#include <stdbool.h>

/* Running moments in the order given (Welford 1962; Terriberry for the third). Zero-initialise. */
struct moments {
    long n;
    double mean, m2, m3, min, max;
};
void moments_add(struct moments *moments, double value); /* NaN is passed over */
struct moments moments_of(const double *values, int n);
double moments_sd(const struct moments *moments); /* sample sd; NaN below two values */
/* g1 = m3 / m2^1.5 of the values themselves, without a correction for small samples; NaN below three values
 * or without variance. */
double moments_skewness(const struct moments *moments);
/* Intervals from fewer replications than this are rough; those of values that are skewed strongly, beyond 1
 * to either side, cover less than they say. */
enum { FEW_REPLICATIONS = 10 };
bool skewness_is_strong(double skewness); /* false for NaN */
/* Half-width of the two-sided Student t interval for the mean; NaN below two values. */
double moments_half_width(const struct moments *moments, double confidence);
/* The same with a quantile that is already known, for many intervals of one size of sample. */
double moments_half_width_of(const struct moments *moments, double quantile);
double student_quantile(double confidence, double freedom); /* two-sided */
/* What a share is at least, one-sided, when `holding` of n show it, and its two-sided interval (Clopper and
 * Pearson 1934). */
double share_bound(int holding, int n, double level);
void share_interval(int holding, int n, double confidence, double *low, double *high);

/* Half-width of the two-sided Student t interval from the delete-one jackknife (Tukey 1958): `without` holds
 * the n values that the statistic takes when one observation is left out. NaN below two values. */
double jackknife_half_width(const struct moments *without, double confidence);
/* Half-width by sectioning (Asmussen and Glynn 2007, III.5a): the statistic of the whole sample and of
 * `count` sections of equal size, with deviations from the whole. NaN below two sections or where one is NaN.
 */
double sectioning_half_width(double whole, const double *sections, int count, double confidence);

/* MSER (White 1997) on `count` observations that are already means of whole cycles: the number to delete, 0
 * ... count/2; -1 when the minimum lies in the second half ("run too short"). */
int mser_cut(const double *observations, int count);
/* The same among cuts of 0 ... most. */
int mser_cut_within(const double *observations, int count, int most);

/* Mean of one long steady run from batch means, with a test of their correlation (von Neumann ratio).
 * Observations that do not fill a batch are left out at the start. */
struct batch_means {
    int batches;
    double mean, half_width;
    double lag1;    /* lag-1 correlation of the batch means */
    double p_value; /* of no positive correlation */
};
struct batch_means batch_means_of(const double *observations, int count, int batches, double confidence);

#endif
