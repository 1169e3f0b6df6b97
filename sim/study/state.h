/* SPDX-License-Identifier: MIT */
/* state.h - what the files of this folder share: the study as it grows. */
#ifndef SIM_STUDY_STATE_H
#define SIM_STUDY_STATE_H

#include "sim/base/text.h"
#include "sim/study/cycles.h"
#include "sim/study/replicate.h"
#include "sim/study/series.h"
#include "sim/study/spool.h"
#include "sim/study/statistics.h"
#include "sim/study/study.h"

enum {
    PILOT_REPLICATIONS = 5,
    FEWEST_CYCLES = 20,
    WARNINGS_KEPT = 64,
    POOLED_SECTIONS = 10,
    POOLED_FEWEST = 30 /* replications for the interval of a pooled quantile */
};

/* Pooled numbers: what they are called, and what is kept of each replication until the end. */
struct pooled {
    struct measures measures;
    const int *sources;        /* by pooled measure: the number of a replication that it stands beside */
    struct summary *summaries; /* by pooled measure */
    int ratio_count;
    struct ratio *sums; /* by ratio: over the replications in which it is defined */
    struct spool spool; /* a row per replication: its ratios, where its histograms are; see pooled.c */
    struct spool histograms;
};

struct study {
    struct arena *arena;
    const struct subject *subject;
    const void *scenario;
    struct study_options options;
    struct study_plan plan;
    bool begun; /* nothing stands in the way of replications */
    int wanted; /* replications at most */
    bool until_met;
    bool missing; /* failed because a sealed ledger does not hold what is needed */
    double warmup_s;
    enum study_state state;
    const char *reason;
    bool failed_before; /* it failed by a replication that was recalled */

    int folded, recalled;     /* recalled: of these, from the ledger */
    struct measures measures; /* of a replication */
    struct measures all;      /* these, then the pooled ones */
    struct moments *moments;  /* by measure of a replication */
    int *until_measure;       /* by --until */
    struct spool values;      /* a row per replication: its number, then the values */
    double *value_row;
    struct series series;
    int histogram_count;
    const char **histogram_names;
    struct histogram **histograms;
    struct pooled pooled;
    struct recording *recording;
    struct arena *recording_arena;
    struct welch welch;
    struct batch_means long_run; /* of the orders open, one long steady run only */
    uint64_t events, entities;
    double seconds;
    double student; /* quantile for intervals over all replications; 0 before the end */

    const char *warnings[WARNINGS_KEPT];
    int warning_count;
    int pilot_done; /* replications of the pilot, for progress */
};

/* fold.c */
bool fold_outcome(void *study, struct outcome *outcome);
/* pooled.c: the first replication says what there is, each adds to it, at the end come the summaries. */
void pooled_close(struct study *study);
void pooled_begin(struct study *study);
bool pooled_add(struct study *study, const struct outcome *outcome);
int pooled_error(const struct study *study); /* errno, when a spool cannot be written */
void pooled_summarise(struct study *study);
/* recall.c: the hooks of a study with a ledger. */
bool recall_outcome(void *study, struct outcome *outcome);
void refuse_warmup(struct study *study);
void keep_outcome(void *study, struct outcome *outcome);
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
/* study.c: a study around its replications, for one that has others beside it (campaign.c). */
struct study *study_begin(const struct subject *subject, const void *values,
                          const struct study_options *options);
void study_end(struct study *study);
void *study_tap(void *study, int index, struct arena *arena);
/* Reports progress of a part of the study to the caller. */
void report_to_caller(void *study, int done, double share, double elapsed_s);

#endif
