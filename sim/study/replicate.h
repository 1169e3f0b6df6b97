/* SPDX-License-Identifier: MIT */
/* replicate.h - runs replications on threads and hands their outcomes over in replication order.
 *
 * Threads take replication numbers in order from a counter. Each replication has an arena of its own, which
 * is gone when it ends; what is kept of it waits in a bounded buffer until every earlier one was folded. */
#ifndef SIM_STUDY_REPLICATE_H
#define SIM_STUDY_REPLICATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include "sim/study/outcome.h"
#include "sim/study/study.h"

/* One replication to be run: of which scenario, and for whom. */
struct replicate_task {
    const void *values;
    uint64_t seed;
    int replication;
    double warmup_s;
    bool looked_at; /* it is recorded, traced, listed as the job says, also when it is recalled */
    int index;      /* among those of its owner, from 0; names are kept of the first */
    void *owner;    /* given to the hooks */
};

struct replicate {
    const struct subject *subject;
    int count, jobs;
    bool record;
    const struct trace_sink *trace;
    const struct order_sink *orders;
    const atomic_int *stop;
    void *self;

    /* Says what number `index` (from 0) is, on the thread that runs it; false: nothing, it is passed over. */
    bool (*task)(void *self, int index, struct replicate_task *task);
    /* The rows of the interval series: `tap` makes a receiver for one replication, on its thread. */
    void *(*tap)(void *owner, int index, struct arena *arena);
    void (*row)(void *tap, usec from, usec to, const double *values, int count);
    void (*tap_end)(void *tap);
    /* Both may be NULL, both are called on the replication's thread. `recall` fills an outcome that is known
     * and need not be run (only to trace or draw it), `keep` sees one that was run. */
    bool (*recall)(void *owner, struct outcome *outcome);
    void (*keep)(void *owner, struct outcome *outcome);
    /* In order, one at a time, NULL for what was passed over; false ends it all. May take the recording by
     * setting it to NULL. */
    bool (*fold)(void *self, int index, struct outcome *outcome);

    void (*tick)(void *self); /* now and then, on the calling thread; may be NULL */
    void (*progress)(void *self, int done, double share, double elapsed_s); /* share of `count` */
    void *progress_self;
};

/* The number of replications folded; fewer than `count` if fold said so or if it was stopped. -1: no thread
 * could be started. */
int replicate_run(const struct replicate *job);

#endif
