/* SPDX-License-Identifier: MIT */
/* tornado.h - one factor at a time at its low and its high end, all others as they stand, against the base:
 * differences paired by replication, which see the same random numbers. */
#ifndef SIM_STUDY_TORNADO_H
#define SIM_STUDY_TORNADO_H

#include "sim/study/morris.h"

struct tornado_bar {
    double base, low, high;           /* means of the response */
    struct bounds low_change;         /* low - base, Student t over replications */
    struct bounds high_change, swing; /* high - base, high - low */
};

/* `low`, `base` and `high` are responses by replication; pairs with a NaN are left out. */
struct tornado_bar tornado_bar_of(const double *base, const double *low, const double *high, int replications,
                                  double confidence);
/* Share of the variance of the means of designs that is noise of the simulation: the residual of a two-way
 * table, designs by replications, as a mean of `replications`, against the variance between designs. What
 * moves all designs alike, the luck of a replication, is no noise when designs are compared. `values` by
 * design, then replication; designs with a NaN are left out. NaN below two of either, or without variance. */
double noise_share(const double *values, int designs, int replications);

#endif
