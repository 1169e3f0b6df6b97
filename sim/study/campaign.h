/* SPDX-License-Identifier: MIT */
/* campaign.h - many variants of a scenario, each a study of its own, on one crew of threads.
 *
 * Replications of all variants are tasks in one order (variant by variant), so no thread waits for the end of
 * a variant. A variant is read when its first replication begins and forgotten when its last one is folded;
 * memory does not grow with their number. Replication r has the same streams in every variant: common random
 * numbers. A variant that cannot be read, or of which a replication fails, does not stop the others. */
#ifndef SIM_STUDY_CAMPAIGN_H
#define SIM_STUDY_CAMPAIGN_H

#include "sim/config/config.h"
#include "sim/study/study.h"

struct arena;
struct ledger;

struct variant {
    const char *name; /* "d0001" */
    const char *path; /* of the scenario */
    const struct setting *settings;
    int setting_count;
};

/* What became of a variant. */
struct variant_end {
    int variant;
    enum study_state state;
    const char *reason; /* why it failed, or which precision was not reached; NULL = complete */
    struct hash hash;   /* of its scenario; zero if it could not be read */
    /* NULL if it could not be read; all that study.h offers, until `done` returns. */
    const struct study *study;
};

struct campaign {
    const struct subject *subject;
    const struct variant *variants;
    int count;
    bool seed_given; /* else each variant's scenario says */
    uint64_t seed;
    int first, replications; /* of each variant; with --until, at most */
    const int *numbers;      /* of these replications; NULL = `first` and those that follow */
    int jobs;
    const struct until *until;
    int until_count;
    struct ledger *ledger; /* of any key; NULL = none */
    const char *engine;    /* version, for the ledger */
    bool retry_failed;     /* replications that failed before are run again; else they fail again */
    int shard, shards;     /* runs every `shards`-th task, from the `shard`-th on (counted from 1), and folds
                              nothing; 0 = all */
    const char *spool_directory;
    const atomic_int *stop;
    void (*progress)(void *self, int done, int wanted, double share, double elapsed_s);
    void *progress_self;
    /* In the order of variants, one at a time. */
    void (*done)(void *self, const struct variant_end *end);
    void *self;
};

enum campaign_state { CAMPAIGN_COMPLETE, CAMPAIGN_INTERRUPTED, CAMPAIGN_FAILED };
struct campaign_end {
    enum campaign_state state;
    const char *reason; /* of a failure of the whole, such as a full disk; in the arena that was given */
    long run, recalled; /* replications simulated now, and read from the ledger */
    double run_s;       /* processor time in simulation */
};

struct campaign_end campaign_run(const struct campaign *campaign, struct arena *arena);

#endif
