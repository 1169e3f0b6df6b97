/* SPDX-License-Identifier: MIT */
/* planning_judge.h - what a study of a plan says about its targets. */
#ifndef SIM_STUDY_PLANNING_JUDGE_H
#define SIM_STUDY_PLANNING_JUDGE_H

#include "sim/study/planning.h"

/* Values by test and replication, and which days are to blame. */
struct judgement {
    int n;
    double **values;  /* by test */
    double *means;    /* by test: of a risk, the share of replications */
    bool holds;       /* as a confirmation of `wanted` replications would probably see it */
    bool *missed;     /* by day; only where it does not hold */
    double shortfall; /* how far the targets are missed, each in parts of its value; infinite where one is not
                         defined */
    int wanted;       /* replications of a confirmation */
};

/* `level` is that of the next candidate. A test is asked unless it is about a member of a dimension that no
 * run defines; those of the runs before are marked in `asked`, to which this one adds. */
struct judgement planning_judge(const struct planning_question *question, const struct target_test *tests,
                                int count, bool *asked, double level, const struct study *study,
                                const char *const *days, int day_count, struct arena *arena);

#endif
