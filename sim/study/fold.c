/* SPDX-License-Identifier: MIT */
/* fold.c - adds one replication to the study. Called in replication order, one at a time. */
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/encode.h"
#include "sim/study/measure_names.h"
#include "sim/study/state.h"

static bool resolve_until(struct study *study) {
    int count = study->options.until_count;
    study->until_measure = arena_array(study->arena, int, count + 1);
    for (int i = 0; i < count; i++) {
        const char *name = study->options.until[i].metric;
        study->until_measure[i] = study_find(study, name);
        if (study->until_measure[i] >= study->measures.count) {
            study_fail(study, "--until %s: a pooled number is made at the end only", name);
            return false;
        }
        if (study->until_measure[i] >= 0)
            continue;
        const char *nearest = measures_nearest(study->measures, name);
        study_fail(study, "--until %s: this scenario has no such metric%s%s%s", name,
                   nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
        return false;
    }
    return true;
}

static bool fold_first(struct study *study, const struct outcome *outcome) {
    study->measures = measures_copy(outcome->measures, study->arena);
    study->series.columns = measures_copy(outcome->series, study->arena);
    study->moments = arena_array(study->arena, struct moments, study->measures.count + 1);
    study->value_row = arena_array(study->arena, double, study->measures.count + 1);
    study->histogram_count = outcome->histogram_count;
    study->histogram_names = arena_array(study->arena, const char *, outcome->histogram_count + 1);
    study->histograms = arena_array(study->arena, struct histogram *, outcome->histogram_count + 1);
    for (int i = 0; i < outcome->histogram_count; i++) {
        study->histogram_names[i] = arena_copy(study->arena, outcome->histogram_names[i]);
        study->histograms[i] = histogram_create(study->arena);
    }
    pooled_begin(study);
    return resolve_until(study);
}

static bool same_shape(const struct study *study, const struct outcome *outcome) {
    return outcome->measures.count == study->measures.count &&
           outcome->series.count == study->series.columns.count &&
           outcome->histogram_count == study->histogram_count &&
           outcome->ratio_count == study->pooled.ratio_count;
}

static bool spool_values(struct study *study, const struct outcome *outcome) {
    int count = study->measures.count;
    study->value_row[0] = outcome->replication;
    memcpy(study->value_row + 1, outcome->values, sizeof(double) * (size_t)count);
    size_t bytes = sizeof(double) * (size_t)(count + 1);
    return spool_write(&study->values, (int64_t)study->folded * (int64_t)bytes, study->value_row, bytes);
}

static void add_numbers(struct study *study, const struct outcome *outcome) {
    for (int i = 0; i < study->measures.count; i++)
        moments_add(&study->moments[i], outcome->values[i]);
    add_histograms(outcome->histograms, study->histograms, study->histogram_count);
    series_add(&study->series, outcome->tap, study->arena);
    study->events += outcome->events;
    study->entities += outcome->entities;
    study->seconds += outcome->seconds;
}

static void take_recording(struct study *study, struct outcome *outcome) {
    if (!outcome->recording)
        return;
    study->recording = outcome->recording;
    study->recording_arena = outcome->recording_arena;
    outcome->recording = NULL;
    outcome->recording_arena = NULL;
}

bool fold_outcome(void *self, struct outcome *outcome) {
    struct study *study = self;
    if (study->options.ledger && !ledger_holds(study))
        return false;
    if (outcome->ended == RUN_FAILED) {
        study->missing = outcome->missing;
        study->failed_before = outcome->recalled && !outcome->missing;
        study_fail(study, "replication %d%s %s", outcome->replication, outcome->missing ? "" : ":",
                   outcome->reason ? outcome->reason : "failed without a reason");
        return false;
    }
    if (study->folded == 0 && !fold_first(study, outcome))
        return false;
    if (!same_shape(study, outcome)) {
        study_fail(study, "replication %d yields other metrics than the first one", outcome->replication);
        return false;
    }
    int error = 0;
    if (!spool_values(study, outcome))
        error = atomic_load(&study->values.error);
    else if (!pooled_add(study, outcome))
        error = pooled_error(study);
    else
        error = atomic_load(&study->series.spool.error);
    if (error) {
        study_fail(study, "cannot write a temporary file: %s (TMPDIR names the folder)", strerror(error));
        return false;
    }
    add_numbers(study, outcome);
    take_recording(study, outcome);
    study->folded++;
    study->recalled += outcome->recalled;
    study->until_met = study->options.until_count > 0 && until_holds(study);
    return !study->until_met;
}
