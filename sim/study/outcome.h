/* SPDX-License-Identifier: MIT */
/* outcome.h - what is kept of one replication until it is folded. */
#ifndef SIM_STUDY_OUTCOME_H
#define SIM_STUDY_OUTCOME_H

#include <stddef.h>
#include "sim/study/study.h"

struct bytes {
    const void *data;
    size_t length;
};

/* What is kept of one replication until its turn. */
struct outcome {
    struct arena *arena; /* of everything here */
    int index;           /* counted from 0 */
    int replication;     /* its number */
    enum run_outcome ended;
    const char *reason;               /* of a failure */
    struct measures measures, series; /* names only of index 0, counts of all */
    const double *values;
    int histogram_count;
    const char *const *histogram_names; /* of index 0 */
    struct bytes histograms;            /* packed; see encode.h */
    int ratio_count;
    const struct ratio *ratios;  /* of those that are pooled */
    struct recording *recording; /* or NULL; with the arena its texts live in */
    struct arena *recording_arena;
    void *owner; /* for whom it is made */
    void *tap;
    uint64_t events, entities;
    double seconds; /* of processor time */
    bool recalled;  /* it comes from the ledger and was not run */
    bool missing;   /* failed because a sealed ledger does not hold it */
};

struct outcome *outcome_create(int index, int replication);
/* Copies numbers out of the report and packs histograms. A broken invariant turns a run that was done into a
 * failed one. */
void outcome_keep(struct outcome *outcome, const struct run_report *report);
void outcome_destroy(struct outcome *outcome); /* NULL is allowed */

struct measures measures_copy(struct measures measures, struct arena *arena);

#endif
