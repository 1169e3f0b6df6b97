/* SPDX-License-Identifier: MIT */
/* warnings.c - what a reader of the numbers should know. */
#include <math.h>
#include <stdarg.h>
#include "sim/base/arena.h"
#include "sim/study/state.h"

enum { LONG_RUN_BATCHES = 20, FEWEST_BATCHES = 10 };
static const double doubtful_p_value = 0.05;
static const char *const main_metrics[] = {"on_time", "cycle_time_s.p95", "cost.per_order"};

void study_fail(struct study *study, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    study->state = STUDY_FAILED;
    study->reason = arena_vformat(study->arena, format, arguments);
    va_end(arguments);
}

void study_warn(struct study *study, const char *format, ...) {
    if (study->warning_count == WARNINGS_KEPT)
        return;
    va_list arguments;
    va_start(arguments, format);
    study->warnings[study->warning_count++] = arena_vformat(study->arena, format, arguments);
    va_end(arguments);
}

static void warn_of_few(struct study *study) {
    if (study->folded == 1)
        study_warn(study, "one replication: no intervals; give --reps 10 or more");
    else if (study->folded > 1 && study->folded < FEW_REPLICATIONS)
        study_warn(study, "%d replications: intervals from fewer than %d are rough; give --reps %d or more",
                   study->folded, FEW_REPLICATIONS, FEW_REPLICATIONS);
}

static void warn_of_skewness(struct study *study) {
    for (size_t i = 0; i < sizeof main_metrics / sizeof *main_metrics; i++) {
        int measure = study_find(study, main_metrics[i]);
        if (measure < 0 || study->moments[measure].n < FEW_REPLICATIONS)
            continue;
        double skewness = moments_skewness(&study->moments[measure]);
        if (skewness_is_strong(skewness))
            study_warn(
                study,
                "%s is skewed over replications (skewness %.2g): its interval covers less than it says; "
                "more replications help",
                main_metrics[i], skewness);
    }
}

static void add_to_cycles(void *self, const struct series_row *row) {
    struct cycles *cycles = self;
    cycles_add(cycles, row->from_s, row->to_s, row->mean, cycles->columns);
}

/* One long steady run has no replications to compare; its cycles stand in for them. */
static void judge_long_run(struct study *study) {
    int column = series_column(study->series.columns, "orders.open");
    struct arena *arena = arena_create();
    struct cycles *cycles = cycles_create(arena, study->plan.cycle_s, study->warmup_s, study->plan.horizon_s);
    cycles->columns = study->series.columns.count;
    cycles->sums = arena_array(arena, double, cycles->count * cycles->columns + 1);
    int batches = cycles->count < LONG_RUN_BATCHES ? cycles->count : LONG_RUN_BATCHES;
    if (column >= 0 && batches >= FEWEST_BATCHES) {
        series_each(&study->series, add_to_cycles, cycles);
        double *means = arena_array(arena, double, cycles->count);
        for (int i = 0; i < cycles->count; i++)
            means[i] = cycles_mean(cycles, i, column);
        study->long_run = batch_means_of(means, cycles->count, batches, study->plan.confidence);
        const struct batch_means *b = &study->long_run;
        study_warn(
            study,
            "one long run: orders.open is %.4g +- %.3g from %d batch means; lag-1 correlation %.2f (p = "
            "%.2g)%s",
            b->mean, b->half_width, b->batches, b->lag1, b->p_value,
            b->p_value < doubtful_p_value ? ": the batches are not independent, lengthen the run" : "");
    } else if (column >= 0) {
        study_warn(study,
                   "one long run of %d cycles after the warm-up is too short for batch means (%d or more)",
                   cycles->count, FEWEST_BATCHES);
    }
    arena_destroy(arena);
}

void collect_warnings(struct study *study) {
    warn_of_few(study);
    if (study->folded > 0)
        warn_of_skewness(study);
    if (study->folded == 1 && study->plan.kind == STUDY_STEADY)
        judge_long_run(study);
}
