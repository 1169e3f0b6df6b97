/* SPDX-License-Identifier: MIT */
/* study.c - a study from its plan to its answer, and what it is asked afterwards. */
#include "sim/study/study.h"

#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/study/ledger.h"
#include "sim/study/state.h"

static void take_plan(struct study *study) {
    struct study_plan *plan = &study->plan;
    study->subject->plan(study->scenario, plan);
    plan->title = arena_copy(study->arena, plan->title ? plan->title : "");
    plan->name = arena_copy(study->arena, study->options.name ? study->options.name : "");
    plan->currency = arena_copy(study->arena, plan->currency ? plan->currency : "");
    study->warmup_s = plan->warmup_s > 0.0 ? plan->warmup_s : 0.0;
    study->wanted = study->options.replications;
    if (study->options.until_count > 0)
        study->wanted = study->options.until_cap > 0 ? study->options.until_cap : UNTIL_CAP;
}

static bool searches_warmup(const struct study *study) {
    return study->plan.kind == STUDY_STEADY && study->plan.warmup_s < 0.0;
}

void report_to_caller(void *self, int done, double share, double elapsed_s) {
    struct study *study = self;
    const struct study_options *options = &study->options;
    if (!options->progress)
        return;
    int pilot = searches_warmup(study) ? PILOT_REPLICATIONS : 0;
    bool in_pilot = study->pilot_done < pilot;
    double parts = study->wanted + pilot;
    double all = (share * (in_pilot ? pilot : study->wanted) + study->pilot_done) / parts;
    options->progress(options->progress_self, in_pilot ? 0 : done, study->wanted, all, elapsed_s);
}

static bool task_of(void *self, int index, struct replicate_task *task) {
    const struct study *study = self;
    *task = (struct replicate_task){.values = study->scenario,
                                    .seed = study->options.seed,
                                    .replication = study->options.first + index,
                                    .warmup_s = study->warmup_s,
                                    .looked_at = index == 0,
                                    .index = index,
                                    .owner = self};
    return true;
}

static bool fold_next(void *self, int index, struct outcome *outcome) {
    (void)index;
    return fold_outcome(self, outcome);
}

void *study_tap(void *self, int index, struct arena *arena) {
    return series_tap_create(&((struct study *)self)->series, index, arena);
}

static void open_spools(struct study *study) {
    const char *directory = study->options.spool_directory;
    spool_open(&study->values, directory);
    spool_open(&study->pooled.spool, directory);
    spool_open(&study->pooled.histograms, directory);
    spool_open(&study->series.spool, directory);
}

static void run_replications(struct study *study) {
    const struct study_options *options = &study->options;
    struct replicate job = {.subject = study->subject,
                            .count = study->wanted,
                            .jobs = options->jobs,
                            .task = task_of,
                            .record = options->record,
                            .trace = options->trace,
                            .orders = options->orders,
                            .stop = options->stop,
                            .tap = study_tap,
                            .row = series_tap_row,
                            .tap_end = series_tap_end,
                            .recall = options->ledger ? recall_outcome : NULL,
                            .keep = options->ledger ? keep_outcome : NULL,
                            .tick = options->ledger ? commit_if_due : NULL,
                            .fold = fold_next,
                            .self = study,
                            .progress = report_to_caller,
                            .progress_self = study};
    int folded = replicate_run(&job);
    if (options->ledger) {
        ledger_commit(options->ledger);
        if (study->state != STUDY_FAILED && !ledger_holds(study))
            return;
    }
    if (folded < 0) {
        study_fail(study, "the system refused to start a thread");
    } else if (study->state == STUDY_FAILED || study->until_met) {
        return;
    } else if (study->folded < study->wanted) {
        study->state = STUDY_INTERRUPTED;
    } else if (options->until_count > 0) {
        study->state = STUDY_NOT_REACHED;
        study->reason = until_not_reached(study);
    }
}

struct study *study_begin(const struct subject *subject, const void *values,
                          const struct study_options *options) {
    struct arena *arena = arena_create();
    struct study *study = arena_new(arena, struct study);
    study->arena = arena;
    study->subject = subject;
    study->scenario = values;
    study->options = *options;
    study->long_run = (struct batch_means){.mean = NAN, .half_width = NAN, .lag1 = NAN, .p_value = NAN};
    take_plan(study);
    open_spools(study);
    study->begun = !searches_warmup(study) || find_warmup(study);
    return study;
}

void study_end(struct study *study) {
    if (study->folded > 1)
        study->student = student_quantile(study->plan.confidence, study->folded - 1.0);
    if (study->folded > 0)
        pooled_summarise(study);
    collect_warnings(study);
}

struct study *study_run(const struct subject *subject, const void *values,
                        const struct study_options *options) {
    struct study *study = study_begin(subject, values, options);
    if (study->begun)
        run_replications(study);
    study_end(study);
    return study;
}

void study_free(struct study *study) {
    if (!study)
        return;
    spool_close(&study->values);
    pooled_close(study);
    spool_close(&study->series.spool);
    if (study->recording)
        recording_free(study->recording);
    arena_destroy(study->recording_arena);
    arena_destroy(study->arena);
}

enum study_state study_state(const struct study *study) {
    return study->state;
}

const char *study_reason(const struct study *study) {
    return study->reason;
}

const struct study_plan *study_plan(const struct study *study) {
    return &study->plan;
}

uint64_t study_seed(const struct study *study) {
    return study->options.seed;
}

int study_replications(const struct study *study) {
    return study->folded;
}

int study_recalled(const struct study *study) {
    return study->recalled;
}

bool study_failed_before(const struct study *study) {
    return study->failed_before;
}

int study_first(const struct study *study) {
    return study->options.first;
}

double study_warmup_s(const struct study *study) {
    return study->warmup_s;
}

struct measures study_measures(const struct study *study) {
    return study->all;
}

struct summary study_summary(const struct study *study, int measure) {
    if (measure >= study->measures.count)
        return study->pooled.summaries[measure - study->measures.count];
    const struct moments *moments = &study->moments[measure];
    if (moments->n == 0)
        return (struct summary){.mean = NAN, .sd = NAN, .low = NAN, .high = NAN, .min = NAN, .max = NAN};
    double half_width = study->student > 0.0 && moments->n == study->folded
                            ? moments_half_width_of(moments, study->student)
                            : moments_half_width(moments, study->plan.confidence);
    return (struct summary){.n = (int)moments->n,
                            .mean = moments->mean,
                            .sd = moments_sd(moments),
                            .low = moments->mean - half_width,
                            .high = moments->mean + half_width,
                            .min = moments->min,
                            .max = moments->max};
}

int study_find(const struct study *study, const char *name) {
    for (int i = 0; i < study->all.count; i++)
        if (strcmp(study->all.items[i].name, name) == 0)
            return i;
    return -1;
}

int study_warnings(const struct study *study, const char *const **texts) {
    *texts = study->warnings;
    return study->warning_count;
}

bool study_values(const struct study *study, int index, int *replication, double *values) {
    if (index < 0 || index >= study->folded)
        return false;
    size_t count = (size_t)study->measures.count;
    int64_t offset = (int64_t)index * (int64_t)(sizeof(double) * (count + 1));
    double number;
    if (!spool_read(&study->values, offset, &number, sizeof number) ||
        !spool_read(&study->values, offset + (int64_t)sizeof number, values, sizeof(double) * count))
        return false;
    *replication = (int)number;
    for (int i = study->measures.count; i < study->all.count; i++)
        values[i] = NAN;
    return true;
}

struct measures study_series(const struct study *study) {
    return study->series.columns;
}

void study_each_interval(const struct study *study, void (*row)(void *self, const struct series_row *row),
                         void *self) {
    series_each(&study->series, row, self);
}

const struct histogram *study_histogram(const struct study *study, const char *name) {
    for (int i = 0; i < study->histogram_count; i++)
        if (strcmp(study->histogram_names[i], name) == 0)
            return study->histograms[i];
    return NULL;
}

const struct recording *study_recording(const struct study *study) {
    return study->recording;
}

struct welch study_welch(const struct study *study) {
    return study->welch;
}

uint64_t study_events(const struct study *study) {
    return study->events;
}

uint64_t study_entities(const struct study *study) {
    return study->entities;
}

double study_run_seconds(const struct study *study) {
    return study->seconds;
}
