/* SPDX-License-Identifier: MIT */
/* gains.h - what one more unit of each resource would bring, measured with common random numbers.
 *
 * Each row of the workload estimate that says how to get one more is a variant; its replications are paired
 * with those of the scenario as it stands. Intervals are of one difference each, at the plan's confidence:
 * they rank resources and are no family of tests (compare.h). */
#ifndef SIM_STUDY_GAINS_H
#define SIM_STUDY_GAINS_H

#include "sim/study/campaign.h"
#include "sim/study/compare.h"

struct arena;

struct gain {
    const char *resource, *path;
    const struct paired *differences; /* by metric; n = 0 where it has none */
    const char *reason;               /* why there are none, or NULL */
};
struct gains {
    double confidence;
    int replications, metric_count, count;
    const char *const *metrics; /* those that the scenario has */
    const char *const *units;
    const struct gain *rows; /* those that bring most first: by the first metric, then by the next */
};

struct gains_question {
    const struct estimate *estimate;
    const char *scenario;
    const struct setting *settings;
    int setting_count;
    const struct study *base; /* replications from 1 on */
    const char *const *metrics;
    int metric_count;
    /* Of the runs, as everywhere; variants and what follows from them are filled in. */
    struct campaign campaign;
};

/* False when it was interrupted or failed; then `end` says why. */
bool gains_measure(const struct gains_question *question, struct gains *gains, struct campaign_end *end,
                   struct arena *arena);

#endif
