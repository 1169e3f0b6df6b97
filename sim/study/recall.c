/* SPDX-License-Identifier: MIT */
/* recall.c - between a study and its ledger: replications that are stored are read, others are stored. */
#include "sim/base/arena.h"
#include "sim/study/ledger.h"
#include "sim/study/state.h"

bool recall_outcome(void *self, struct outcome *outcome) {
    struct study *study = self;
    struct series_tap *tap = outcome->tap;
    struct series_rows rows = {0};
    struct ledger *ledger = study->options.ledger;
    bool with_rows = series_tap_keeps(tap);
    if (ledger_get(ledger, outcome, study->warmup_s, with_rows ? &rows : NULL))
        return !with_rows || series_tap_restore(tap, &rows);
    return !study->options.retry_failed && ledger_get_failure(ledger, outcome);
}

void keep_outcome(void *self, const struct outcome *outcome) {
    struct study *study = self;
    struct ledger *ledger = study->options.ledger;
    if (outcome->ended != RUN_DONE || !series_tap_keeps(outcome->tap)) {
        ledger_put(ledger, outcome, study->warmup_s, NULL);
        return;
    }
    struct arena *arena = arena_create();
    struct series_rows rows = {0};
    bool read = series_tap_read(outcome->tap, arena, &rows);
    ledger_put(ledger, outcome, study->warmup_s, read ? &rows : NULL);
    arena_destroy(arena);
}

void commit_if_due(void *self) {
    ledger_commit_if_due(((struct study *)self)->options.ledger);
}

bool ledger_holds(struct study *study) {
    const char *error = ledger_error(study->options.ledger);
    if (error)
        study_fail(study, "%s", error);
    return !error;
}
