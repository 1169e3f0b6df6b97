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
    int holding, undefined;     /* those in which the condition of a risk holds, or is not defined */
    double estimate, low, high; /* of the mean, or of the share of replications */
};

/* Of all members each must hold, and one that fails does so at a level shared by all of them (Bonferroni);
 * members that are nowhere defined are passed over. A risk by Clopper and Pearson 1934, where what is
 * not defined counts against either bound. One replication decides nothing, nor do equal
 * values in fewer than UNTIL_FEWEST_EQUAL. */
struct assertion assertion_judge(const struct target *target, const struct study *study, struct arena *arena);
/* By the bound of the interval, not by the mean: what holds, holds with confidence. */
enum verdict verdict_of_interval(const struct target *target, double low, double high);

#endif
