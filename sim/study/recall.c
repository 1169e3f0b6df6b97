/* SPDX-License-Identifier: MIT */
/* recall.c - between a study and its ledger: replications that are stored are read, others are stored. */
#include "sim/base/arena.h"
#include "sim/study/ledger.h"
#include "sim/study/state.h"

static const char not_in_the_ledger[] =
    "is not in the ledger; the scenario, or a file that it names, was changed since";

/* What a sealed ledger does not hold fails. */
static bool refuse(const struct ledger *ledger, struct outcome *outcome) {
    if (!ledger_is_sealed(ledger))
        return false;
    outcome->ended = RUN_FAILED;
    outcome->missing = true;
    outcome->reason = not_in_the_ledger;
    return true;
}

bool recall_outcome(void *self, struct outcome *outcome) {
    struct study *study = self;
    struct ledger *ledger = study->options.ledger;
    struct bytes rows;
    bool with_rows = series_tap_keeps(outcome->tap);
    if (ledger_get(ledger, outcome, study->warmup_s, with_rows ? &rows : NULL) &&
        (!with_rows || series_tap_restore(outcome->tap, rows)))
        return true;
    return (!study->options.retry_failed && ledger_get_failure(ledger, outcome)) || refuse(ledger, outcome);
}

void refuse_warmup(struct study *study) {
    study->missing = true;
    study_fail(study, "the search for the warm-up %s", not_in_the_ledger);
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
