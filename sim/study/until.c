/* SPDX-License-Identifier: MIT */
/* until.c - when enough replications were made.
 *
 * Looked at after each replication in order, so the answer does not depend on threads. Looking again and
 * again makes the interval a little optimistic; starting at ten keeps that small. Equal values prove nothing
 * before thirty. */
#include <math.h>
#include "sim/base/arena.h"
#include "sim/study/state.h"

static bool one_holds(const struct until *until, const struct moments *moments, double confidence) {
    if (moments->n < UNTIL_FEWEST)
        return false;
    if (!(moments->m2 > 0.0))
        return moments->n >= UNTIL_FEWEST_EQUAL;
    double half_width = moments_half_width(moments, confidence);
    if (until->rel > 0.0 && half_width > until->rel * fabs(moments->mean))
        return false;
    return !(until->abs > 0.0 && half_width > until->abs);
}

bool until_holds(const struct study *study) {
    for (int i = 0; i < study->options.until_count; i++)
        if (!one_holds(&study->options.until[i], &study->moments[study->until_measure[i]],
                       study->plan.confidence))
            return false;
    return true;
}

const char *until_not_reached(const struct study *study) {
    for (int i = 0; i < study->options.until_count; i++) {
        const struct until *until = &study->options.until[i];
        const struct moments *moments = &study->moments[study->until_measure[i]];
        if (one_holds(until, moments, study->plan.confidence))
            continue;
        if (moments->n > 1 && !(moments->m2 > 0.0))
            return arena_format(
                study->arena,
                "%s has the same value in all %d replications, which proves nothing before %d of them",
                until->metric, study->folded, UNTIL_FEWEST_EQUAL);
        if (moments->n < UNTIL_FEWEST)
            return arena_format(study->arena,
                                "%s is defined in %ld replication%s, and no precision is taken to be reached "
                                "before %d of them",
                                until->metric, moments->n, moments->n == 1 ? "" : "s", UNTIL_FEWEST);
        double half_width = moments_half_width(moments, study->plan.confidence);
        const char *unit = study->measures.items[study->until_measure[i]].unit;
        double wanted = until->rel > 0.0 ? until->rel * fabs(moments->mean) : until->abs;
        return arena_format(
            study->arena,
            "%s is not as precise as asked after %d replications: half-width %.4g%s%s, asked for "
            "%.4g%s%s",
            until->metric, study->folded, half_width, *unit ? " " : "", unit, wanted, *unit ? " " : "", unit);
    }
    return NULL;
}
