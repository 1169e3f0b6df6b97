/* SPDX-License-Identifier: MIT */
/* gather.h - the numbers of single replications of several variants, by metric, for statistics that look at
 * variants together. Memory grows with variants x metrics x replications. */
#ifndef SIM_STUDY_GATHER_H
#define SIM_STUDY_GATHER_H

#include "sim/study/campaign.h"

struct arena;

struct gathered_metric {
    const char *name, *unit;         /* as of the first variant that has it */
    const struct metric *definition; /* NULL = no variant has it */
    const char *other_unit;          /* of a variant that has it in another unit; NULL = there is none */
    int unit_in, other_unit_in;      /* variants */
    bool dimension;                  /* it is of one member, "on_time[carrier=north]" */
};

struct gather;
/* Of `variants` variants: the `count` named metrics, which come first, and all others too if `all`. Pooled
 * numbers are none of a replication and are left out. */
struct gather *gather_create(int variants, const char *const *names, int count, bool all);
void gather_free(struct gather *gather);
/* Takes in the replications of a variant, which may come in several campaigns. */
void gather_take(struct gather *gather, int variant, const struct study *study);

int gather_metrics(const struct gather *gather, const struct gathered_metric **metrics);
int gather_find(const struct gather *gather, const char *name); /* or -1 */
/* Replications 1 ... n of a variant that were taken in. */
int gather_replications(const struct gather *gather, int variant);
/* By replication, from 1; NaN where undefined; never NULL. */
const double *gather_values(struct gather *gather, int variant, int metric);

#endif
