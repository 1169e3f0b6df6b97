/* SPDX-License-Identifier: MIT */
/* outcome.c - what is kept of a replication when its arena goes. */
#include "sim/study/outcome.h"

#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/encode.h"

struct measures measures_copy(struct measures measures, struct arena *arena) {
    struct measure *items = arena_array(arena, struct measure, measures.count ? measures.count : 1);
    for (int i = 0; i < measures.count; i++) {
        const struct measure *from = &measures.items[i];
        items[i] = (struct measure){.name = arena_copy(arena, from->name),
                                    .base = arena_copy(arena, from->base),
                                    .dimension = arena_copy(arena, from->dimension),
                                    .member = arena_copy(arena, from->member),
                                    .unit = arena_copy(arena, from->unit),
                                    .metric = from->metric,
                                    .pooled = from->pooled};
    }
    return (struct measures){.count = measures.count, .items = items};
}

static void keep_histograms(struct outcome *outcome, const struct results *results) {
    const char *const *names;
    struct histogram *const *histograms;
    struct text packed = {0};
    int count = results_histograms(results, &names, &histograms);
    encode_histograms(histograms, count, &packed);
    outcome->histograms =
        (struct bytes){arena_copy_range(outcome->arena, packed.data, packed.length), packed.length};
    text_free(&packed);
    outcome->histogram_count = count;
    if (outcome->index > 0)
        return;
    const char **copied_names = arena_array(outcome->arena, const char *, count + 1);
    for (int i = 0; i < count; i++)
        copied_names[i] = arena_copy(outcome->arena, names[i]);
    outcome->histogram_names = copied_names;
}

static void keep_ratios(struct outcome *outcome, const struct results *results) {
    const struct ratio *ratios;
    int count = results_ratios(results, &ratios);
    struct ratio *copies = arena_array(outcome->arena, struct ratio, count + 1);
    for (int i = 0; i < count; i++)
        copies[i] = ratios[i];
    outcome->ratio_count = count;
    outcome->ratios = copies;
}

static void keep_values(struct outcome *outcome, const struct results *results) {
    struct measures measures = results_measures(results), series = results_series(results);
    double *values = arena_array(outcome->arena, double, measures.count ? measures.count : 1);
    if (measures.count)
        memcpy(values, results_values(results), sizeof *values * (size_t)measures.count);
    outcome->values = values;
    outcome->measures.count = measures.count;
    outcome->series.count = series.count;
    if (outcome->index == 0) {
        outcome->measures = measures_copy(measures, outcome->arena);
        outcome->series = measures_copy(series, outcome->arena);
    }
}

void outcome_keep(struct outcome *outcome, const struct run_report *report) {
    const char *const *broken = NULL;
    outcome->ended = report->outcome;
    outcome->events = report->events;
    outcome->entities = report->entities;
    if (report->reason)
        outcome->reason = arena_copy(outcome->arena, report->reason);
    if (outcome->ended != RUN_DONE)
        return;
    if (results_broken(report->results, &broken) > 0) {
        outcome->ended = RUN_FAILED;
        outcome->reason = arena_copy(outcome->arena, broken[0]);
        return;
    }
    keep_values(outcome, report->results);
    keep_histograms(outcome, report->results);
    keep_ratios(outcome, report->results);
}

struct outcome *outcome_create(int index, int replication) {
    struct arena *arena = arena_create();
    struct outcome *outcome = arena_new(arena, struct outcome);
    outcome->arena = arena;
    outcome->index = index;
    outcome->replication = replication;
    return outcome;
}

void outcome_destroy(struct outcome *outcome) {
    if (!outcome)
        return;
    if (outcome->recording)
        recording_free(outcome->recording);
    arena_destroy(outcome->recording_arena);
    arena_destroy(outcome->arena);
}
