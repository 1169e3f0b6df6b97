/* SPDX-License-Identifier: MIT */
/* warmup.c - finds where a steady study may begin to measure.
 *
 * A pilot of five replications measures from time 0. The means over whole cycles (days or weeks) of the
 * orders open and of every queue are averaged over the pilot, MSER proposes a cut for each, and the largest
 * one wins. Whole cycles, because a cut within a day would take the time of day for the warm-up. What was
 * found is kept in the ledger, where there is one, and the pilot is not run again. */
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/ledger.h"
#include "sim/study/state.h"

struct pilot {
    struct study *study;
    struct arena *arena;
    struct measures columns;
    struct cycles *mean;                      /* over the replications */
    const double *single[PILOT_REPLICATIONS]; /* the same layout, of one replication */
    int folded;
};

static void *pilot_tap(void *self, int index, struct arena *arena) {
    (void)index;
    const struct study_plan *plan = &((struct pilot *)self)->study->plan;
    return cycles_create(arena, plan->cycle_s, 0.0, plan->horizon_s);
}

static void pilot_row(void *tap, usec from, usec to, const double *values, int count) {
    cycles_add(tap, (double)from / USEC_A_SECOND, (double)to / USEC_A_SECOND, values, count);
}

static void pilot_tap_end(void *tap) {
    (void)tap;
}

/* From replication 1, also when one is rerun alone: the cut must be the same. */
static bool pilot_task(void *self, int index, struct replicate_task *task) {
    const struct study *study = ((struct pilot *)self)->study;
    *task = (struct replicate_task){.values = study->scenario,
                                    .seed = study->options.seed,
                                    .replication = 1 + index,
                                    .index = index,
                                    .owner = self};
    return true;
}

static bool pilot_fold(void *self, int index, struct outcome *outcome) {
    (void)index;
    struct pilot *pilot = self;
    const struct cycles *cycles = outcome->tap;
    if (outcome->ended == RUN_FAILED) {
        study_fail(pilot->study, "replication %d of the pilot that looks for the warm-up: %s",
                   outcome->replication, outcome->reason ? outcome->reason : "failed without a reason");
        return false;
    }
    if (pilot->folded == 0) {
        pilot->columns = measures_copy(outcome->series, pilot->arena);
        pilot->mean->columns = outcome->series.count;
        pilot->mean->sums = arena_array(pilot->arena, double, cycles->count * outcome->series.count + 1);
    }
    int count = cycles->sums ? cycles->count * cycles->columns : 0;
    double *single = arena_array(pilot->arena, double, cycles->count * outcome->series.count + 1);
    for (int i = 0; i < count; i++) {
        single[i] = cycles->sums[i];
        pilot->mean->sums[i] += single[i] / PILOT_REPLICATIONS;
    }
    pilot->single[pilot->folded++] = single;
    return true;
}

static int run_pilot(struct pilot *pilot) {
    struct study *study = pilot->study;
    struct replicate job = {.subject = study->subject,
                            .task = pilot_task,
                            .count = PILOT_REPLICATIONS,
                            .jobs = study->options.jobs,
                            .stop = study->options.stop,
                            .tap = pilot_tap,
                            .row = pilot_row,
                            .tap_end = pilot_tap_end,
                            .fold = pilot_fold,
                            .self = pilot,
                            .progress = report_to_caller,
                            .progress_self = study};
    return replicate_run(&job);
}

static bool is_backlog(const struct measure *column) {
    return strcmp(column->base, "orders.open") == 0 || text_ends_with(column->base, ".queue");
}

static void keep_for_plot(struct study *study, const struct pilot *pilot) {
    int cycles = pilot->mean->count, kept = 0;
    double *values = arena_array(study->arena, double, cycles * pilot->columns.count + 1);
    const char **names = arena_array(study->arena, const char *, pilot->columns.count + 1);
    for (int i = 0; i < pilot->columns.count; i++) {
        if (!is_backlog(&pilot->columns.items[i]))
            continue;
        names[kept] = arena_copy(study->arena, pilot->columns.items[i].name);
        for (int cycle = 0; cycle < cycles; cycle++)
            values[kept * cycles + cycle] = cycles_mean(pilot->mean, cycle, i);
        kept++;
    }
    study->welch = (struct welch){
        .cycles = cycles, .columns = kept, .cycle_s = study->plan.cycle_s, .names = names, .values = values};
}

static bool majority_says_too_short(const struct pilot *pilot, int column) {
    int cycles = pilot->mean->count, columns = pilot->columns.count, votes = 0;
    struct arena *arena = arena_create();
    double *series = arena_array(arena, double, cycles);
    for (int r = 0; r < PILOT_REPLICATIONS; r++) {
        for (int cycle = 0; cycle < cycles; cycle++)
            series[cycle] = pilot->single[r][(size_t)cycle * (size_t)columns + (size_t)column];
        votes += mser_cut(series, cycles) < 0;
    }
    arena_destroy(arena);
    return 2 * votes > PILOT_REPLICATIONS;
}

static bool cut_at_largest(struct study *study, const struct pilot *pilot) {
    struct welch *welch = &study->welch;
    const double *series = welch->values;
    for (int i = 0; i < pilot->columns.count; i++) {
        if (!is_backlog(&pilot->columns.items[i]))
            continue;
        int cut = mser_cut(series, welch->cycles);
        if (cut < 0 && majority_says_too_short(pilot, i)) {
            study_fail(study,
                       "run too short to find the warm-up: %s still settles in the second half of %d cycles; "
                       "lengthen "
                       "the horizon, or give the warm-up yourself",
                       pilot->columns.items[i].name, welch->cycles);
            return false;
        }
        if (cut < 0)
            cut = mser_cut_within(series, welch->cycles, (welch->cycles - 1) / 2);
        welch->cut = cut > welch->cut ? cut : welch->cut;
        series += welch->cycles;
    }
    study->warmup_s = welch->cut * study->plan.cycle_s;
    return true;
}

/* A centre that gets more work than it can do never becomes steady. */
static bool has_a_steady_state(struct study *study) {
    struct estimate estimate = {0};
    if (study->subject->estimate)
        study->subject->estimate(study->scenario, study->arena, &estimate);
    for (int i = 0; i < estimate.count; i++) {
        const struct estimate_row *row = &estimate.rows[i];
        if (row->work > 0.0 && row->work >= row->capacity) {
            study_fail(
                study,
                "no steady state: %s: %.4g %s of work and %.4g of capacity; change %s, or make the study "
                "terminating",
                row->resource, row->work, row->unit, row->capacity, row->path);
            return false;
        }
    }
    return true;
}

/* A pilot counts as done, for progress. */
static bool recall_warmup(struct study *study) {
    if (!study->options.ledger || !ledger_get_warmup(study->options.ledger, study->arena, &study->welch))
        return false;
    study->pilot_done = PILOT_REPLICATIONS;
    study->warmup_s = study->welch.cut * study->plan.cycle_s;
    return true;
}

static bool is_long_enough(struct study *study, int cycles) {
    if (cycles >= FEWEST_CYCLES)
        return true;
    study_fail(study,
               "run too short to find the warm-up: the horizon holds %d whole cycles of %.4g days, %d are "
               "needed; lengthen the horizon, or give the warm-up yourself",
               cycles, study->plan.cycle_s / 86400.0, FEWEST_CYCLES);
    return false;
}

static bool search_warmup(struct study *study, struct pilot *pilot) {
    if (study->options.ledger && ledger_is_sealed(study->options.ledger)) {
        refuse_warmup(study);
        return false;
    }
    int folded = run_pilot(pilot);
    bool done = folded == PILOT_REPLICATIONS && study->state == STUDY_COMPLETE;
    if (folded < 0)
        study_fail(study, "the system refused to start a thread");
    else if (!done && study->state != STUDY_FAILED)
        study->state = STUDY_INTERRUPTED;
    if (!done)
        return false;
    study->pilot_done = PILOT_REPLICATIONS;
    keep_for_plot(study, pilot);
    if (!cut_at_largest(study, pilot))
        return false;
    if (study->options.ledger)
        ledger_put_warmup(study->options.ledger, &study->welch);
    return true;
}

bool find_warmup(struct study *study) {
    struct arena *arena = arena_create();
    struct pilot pilot = {.study = study, .arena = arena};
    pilot.mean = cycles_create(arena, study->plan.cycle_s, 0.0, study->plan.horizon_s);
    bool found = has_a_steady_state(study) && is_long_enough(study, pilot.mean->count) &&
                 (recall_warmup(study) || search_warmup(study, &pilot));
    arena_destroy(arena);
    return found;
}
