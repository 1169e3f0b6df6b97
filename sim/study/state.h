/* SPDX-License-Identifier: MIT */
/* state.h - what the files of this folder share: the study as it grows. */
#ifndef SIM_STUDY_STATE_H
#define SIM_STUDY_STATE_H

#include "sim/study/cycles.h"
#include "sim/study/replicate.h"
#include "sim/study/series.h"
#include "sim/study/spool.h"
#include "sim/study/statistics.h"
#include "sim/study/study.h"

enum { PILOT_REPLICATIONS = 5, FEWEST_CYCLES = 20, WARNINGS_KEPT = 64 };

struct study {
    struct arena *arena;
    const struct subject *subject;
    const void *scenario;
    struct study_options options;
    struct study_plan plan;
    int wanted; /* replications at most */
    bool until_met;
    double warmup_s;
    enum study_state state;
    const char *reason;

    int folded, recalled; /* recalled: of these, from the ledger */
    struct measures measures;
    struct moments *moments; /* by measure */
    int *until_measure;      /* by --until */
    struct spool values;     /* a row per replication: its number, then the values */
    double *value_row;
    struct series series;
    int histogram_count;
    const char **histogram_names;
    struct histogram **histograms;
    struct recording *recording;
    struct arena *recording_arena;
    struct welch welch;
    struct batch_means long_run; /* of the orders open, one long steady run only */
    uint64_t events, entities;
    double seconds;

    const char *warnings[WARNINGS_KEPT];
    int warning_count;
    int pilot_done; /* replications of the pilot, for progress */
};

/* fold.c */
bool fold_outcome(void *study, struct outcome *outcome);
/* recall.c: the hooks of a study with a ledger. */
bool recall_outcome(void *study, struct outcome *outcome);
void keep_outcome(void *study, const struct outcome *outcome);
void commit_if_due(void *study);
bool ledger_holds(struct study *study); /* false, and the study failed, when it cannot be written or read */
/* until.c: true when every --until holds for the prefix folded so far. */
bool until_holds(const struct study *study);
const char *until_not_reached(const struct study *study); /* what is missing, as a sentence */
/* warmup.c: sets warmup_s, or fails the study. */
bool find_warmup(struct study *study);
/* warnings.c */
void collect_warnings(struct study *study);
void study_fail(struct study *study, const char *format, ...) __attribute__((format(printf, 2, 3)));
void study_warn(struct study *study, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* study.c: reports progress of a part of the study to the caller. */
void report_to_caller(void *study, int done, double share, double elapsed_s);

#endif
