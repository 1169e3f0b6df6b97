/* SPDX-License-Identifier: MIT */
/* target.h - what a study is to reach: a bound on the mean of a metric, or the share of replications in which
 * a condition holds.
 *
 *   on_time>=0.99               the mean over replications
 *   on_time[day=*]>=0.97        the mean of every member of the dimension
 *   P(on_time>=0.99)>=0.9       the share of replications in which the condition holds, of all members with *
 */
#ifndef SIM_STUDY_TARGET_H
#define SIM_STUDY_TARGET_H

#include <stdbool.h>

struct measure;

struct target {
    const char *typed; /* as typed */
    const char *metric;
    bool at_least; /* >= or >, else <= or < */
    bool strict;
    double value;
    bool risk;    /* P(...)>=share */
    bool turned;  /* it was P(...)<=share, and is about the opposite of what was typed */
    double share; /* above 0, below 1 */
};

/* How far on the right side a value is, in the metric's unit; NaN for NaN. */
static inline double target_margin(const struct target *target, double value) {
    return target->at_least ? value - target->value : target->value - value;
}
static inline bool target_holds(const struct target *target, double value) {
    double margin = target_margin(target, value);
    return target->strict ? margin > 0.0 : margin >= 0.0;
}
/* Of values that are replications. */
double target_share_holding(const struct target *target, const double *values, int n);
/* A share of replications, of the condition as it was typed. */
static inline double target_as_typed(const struct target *target, double share) {
    return target->turned ? 1.0 - share : share;
}
/* Whether it is about every member of a dimension: "on_time[day=*]". */
bool target_of_all(const struct target *target);
/* Whether a number is the metric of the target, or one of its members. */
bool target_matches(const struct target *target, const struct measure *measure);

/* One-sided confirmation from n independent values, n fixed before they were looked at.
 *
 * A mean by Student t; below five distinct values (none at all included) the t quantile means nothing, and
 * fewer than `confirm_fewest_equal` values decide nothing. So many equal values show that fewer than 5 % of
 * replications differ from them, with confidence 1 - level; they show nothing of a mean that rare ones would
 * move. A share by Clopper and Pearson 1934. */
enum confirmed {
    CONFIRM_HOLDS,
    CONFIRM_NOT_SHOWN, /* on the right side, but not with this confidence */
    CONFIRM_UNDECIDED, /* too few distinct values, or one that is not defined */
    CONFIRM_MISSES     /* on the wrong side */
};
enum { CONFIRM_FEWEST = 20, CONFIRM_DISTINCT = 5 };
struct confirmation {
    enum confirmed verdict;
    double estimate; /* the mean, or the share of a risk */
    double bound;    /* what it is at least (or at most) with confidence 1 - level */
    double level, sd, skewness;
    double worst; /* value, and its place among the values, from 0 */
    int worst_at, n, distinct, undefined;
};
struct confirmation confirm(const struct target *target, const double *values, int n, double level);
/* Nothing is missing but replications: too few distinct values in too few of them. */
static inline bool confirmation_lacks_values(const struct confirmation *confirmation) {
    return confirmation->verdict == CONFIRM_UNDECIDED && !confirmation->undefined;
}
/* Level of the candidate number `j`, from 1: they add up to alpha over all of them. */
double confirm_level(double alpha, int j);
/* The least n with 0.95^n <= level: 59 at 0.05, 72 at 0.025. */
int confirm_fewest_equal(double level);
/* Whether n more values such as these would probably have too few distinct ones: the most frequent value
 * counts once, each of the others is taken to be of its own. */
bool confirm_few_expected(const double *values, int count, int n);
/* What n values with this sd leave between their mean and its bound. */
double confirm_shift(double sd, int n, double level);
/* Values for a target of its kind: for a risk so many that a design halfway between the share and certainty
 * is confirmed at this level as often as not. */
int confirm_replications(const struct target *target, double level);
/* What a design with this mean and sd (or share) of its values would be told after n replications. */
bool confirm_expected(const struct target *target, double mean, double sd, double share, int n, double level);

#endif
