/* SPDX-License-Identifier: MIT */
/* assertion.h - what a finished study says about a target, by intervals at the study's confidence: it holds
 * when the interval lies on the right side, it fails when it lies on the other one. */
#ifndef SIM_STUDY_ASSERTION_H
#define SIM_STUDY_ASSERTION_H

#include "sim/study/study.h"
#include "sim/study/target.h"

struct arena;

enum verdict { TARGET_HOLDS, TARGET_FAILS, TARGET_UNDECIDED, TARGET_UNKNOWN /* no such metric here */ };

struct assertion {
    enum verdict verdict;
    const char *metric;         /* the member that lies worst, of a target of all members */
    int n;                      /* replications */
    int fewest;                 /* so many equal values decide; 0 = they are not equal */
    int holding, undefined;     /* those in which the condition of a risk holds, or is not defined */
    double estimate, low, high; /* of the mean, or of the share of replications */
};

/* Of all members each must hold, and one that fails does so at a level shared by all of them (Bonferroni);
 * members that are nowhere defined are passed over. A risk by Clopper and Pearson 1934, where what is
 * not defined counts against either bound. One replication decides nothing. */
struct assertion assertion_judge(const struct target *target, const struct study *study, struct arena *arena);
/* By the bound of the interval, not by the mean: what holds, holds with confidence. `level` is that of the
 * interval, 0.05 for 95 %; too few equal values decide nothing. */
enum verdict verdict_of_summary(const struct target *target, const struct summary *summary, double level);
/* Equal values have an interval without width, which says nothing of how sure it is. */
bool verdict_of_equal(const struct summary *summary);
/* How many of them decide. That a target holds takes as many as a precision does: rare replications could
 * move the mean. One that fails in all of them is shown to fail in most by the sign test, as a difference is
 * (compare.h). */
int verdict_fewest_equal(const struct target *target, double value, double level);

#endif
