/* SPDX-License-Identifier: MIT */
/* recall.c - between a study and its ledger: replications that are stored are read, others are stored. */
#include "sim/base/arena.h"
#include "sim/study/ledger.h"
#include "sim/study/state.h"

bool recall_outcome(void *self, struct outcome *outcome) {
    struct study *study = self;
    struct ledger *ledger = study->options.ledger;
    struct bytes rows;
    bool with_rows = series_tap_keeps(outcome->tap);
    if (ledger_get(ledger, outcome, study->warmup_s, with_rows ? &rows : NULL))
        return !with_rows || series_tap_restore(outcome->tap, rows);
    return !study->options.retry_failed && ledger_get_failure(ledger, outcome);
}

void keep_outcome(void *self, struct outcome *outcome) {
    struct study *study = self;
    struct bytes rows = {0};
    if (outcome->ended == RUN_DONE && series_tap_keeps(outcome->tap) &&
        !series_tap_read(outcome->tap, outcome->arena, &rows))
        rows = (struct bytes){0};
    ledger_put(study->options.ledger, outcome, study->warmup_s, rows);
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
