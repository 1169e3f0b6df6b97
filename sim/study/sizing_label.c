/* SPDX-License-Identifier: MIT */
/* sizing_label.c - what is said of the designs at the end: verdicts, means, the frontier, and where more was
 * worse. */
#include <math.h>
#include "sim/base/arena.h"
#include "sim/study/sizing_state.h"
#include "sim/study/statistics.h"

/* At the end */

static enum design_verdict verdict_of(const struct sizing *sizing, const struct sizing_design *design,
                                      const struct sizing_design *chosen) {
    if (design->reason)
        return DESIGN_FAILED;
    if (design->candidate)
        return design->holds ? DESIGN_CONFIRMED : DESIGN_NOT_CONFIRMED;
    if (!sizing_holds(sizing, design))
        return DESIGN_MISSES;
    bool promising = sizing_promising(sizing, design);
    if (chosen && (promising || design->search.n < SIZING_SCREEN) && !sizing_cheaper(sizing, design, chosen))
        return DESIGN_DEARER;
    return promising ? DESIGN_PROMISING : DESIGN_NARROW;
}

static double mean_of(const double *values, int n) {
    struct moments moments = moments_of(values, n);
    return moments.n ? moments.mean : NAN;
}

static void show_values(const struct sizing *sizing, struct sizing_design *design,
                        const struct sizing_design *chosen) {
    double whole[SIZING_POLISH];
    const struct sample *fresh = &design->fresh;
    int n = fresh->n ? fresh->n : sizing_whole(sizing, design, SIZING_OBJECTIVE, false, whole);
    double objective = mean_of(fresh->n ? fresh->objective : whole, n);
    double dearer = chosen ? sizing_cost(sizing, design) - sizing_cost(sizing, chosen) : NAN;
    design->objective = sizing->question->objective.maximise ? -objective : objective;
    design->dearer = sizing->question->objective.maximise ? -dearer : dearer;
    design->values = arena_array(sizing->arena, double, sizing->test_count + 1);
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = sizing_target(sizing, t);
        const double *values = fresh->n ? fresh->values[t] : whole;
        if (!fresh->n)
            sizing_whole(sizing, design, t, false, whole);
        design->values[t] = !n             ? NAN
                            : target->risk ? target_share_holding(target, values, n)
                                           : mean_of(values, n);
    }
}

/* Those that no other beats on both cost and service. */
static void label_frontier(struct sizing *sizing) {
    double *cost = arena_array(sizing->arena, double, sizing->count + 1),
           *good = arena_array(sizing->arena, double, sizing->count + 1);
    for (int i = 0; i < sizing->count; i++) {
        cost[i] = sizing_cost(sizing, sizing->designs[i]);
        good[i] = sizing_first_margin(sizing, sizing->designs[i]);
    }
    for (int i = 0; i < sizing->count; i++) {
        bool alone = sizing->designs[i]->search.n && !sizing->designs[i]->reason;
        for (int k = 0; k < sizing->count && alone; k++)
            alone = sizing->designs[k]->reason || !(cost[k] <= cost[i] && good[k] >= good[i]) ||
                    !(cost[k] < cost[i] || good[k] > good[i]);
        sizing->designs[i]->frontier = alone;
    }
}

void sizing_label(struct sizing *sizing, int chosen) {
    const struct sizing_design *nearest = chosen >= 0 ? sizing->designs[chosen] : NULL,
                               *winner = sizing->state == SIZING_CONFIRMED ? nearest : NULL;
    sizing->turn = 1; /* "promising" is said of the first */
    for (int i = 0; i < sizing->count; i++) {
        sizing->designs[i]->verdict = verdict_of(sizing, sizing->designs[i], winner);
        show_values(sizing, sizing->designs[i], nearest);
    }
    label_frontier(sizing);
}

/* Monotonicity is looked at, not assumed */

/* Whether they differ by one level of one factor; which. */
static int only_difference(const struct sizing *sizing, const struct sizing_design *less,
                           const struct sizing_design *more) {
    int found = -1;
    for (int f = 0; f < sizing->question->factor_count; f++) {
        if (less->levels[f] == more->levels[f])
            continue;
        if (found >= 0 || !sizing->numeric[f] || more->levels[f] != less->levels[f] + 1)
            return -1;
        found = f;
    }
    return found;
}

/* Less is the better side of a target that asks for little. */
static double gain_of(const struct target *target, double difference) {
    return target->at_least ? difference : -difference;
}

/* How many pairs can be compared; each has its share of the level. */
static int pairs_of(const struct sizing *sizing) {
    int pairs = 0;
    for (int i = 0; i < sizing->count; i++)
        for (int k = 0; k < sizing->count; k++)
            pairs += sizing->designs[i]->search.n && sizing->designs[k]->search.n &&
                     only_difference(sizing, sizing->designs[i], sizing->designs[k]) >= 0;
    return pairs;
}

static const char *note_of(const struct sizing *sizing, const struct sizing_design *less,
                           const struct sizing_design *more, int factor, double level) {
    struct moments moments = sizing_difference(more, less, 0);
    double half = moments_half_width(&moments, 1.0 - 2.0 * level);
    if (moments.n < SIZING_SCREEN || !(gain_of(sizing_target(sizing, 0), moments.mean) + half < 0.0))
        return NULL;
    return arena_format(sizing->arena,
                        "%s is worse with %s=%s than with %s: a difference of %.3g +- %.3g (%s and %s, %ld "
                        "replications with the same random numbers)",
                        sizing->tests[0].metric, sizing->question->factors[factor].name, more->words[factor],
                        less->words[factor], moments.mean, half, more->name, less->name, moments.n);
}

/* Per factor the first pair in which more of it made the first target worse. */
const char *const *sizing_notes(struct sizing *sizing) {
    static const double all_pairs_together = 0.05; /* one-sided */
    int factors = sizing->question->factor_count, count = 0, pairs = pairs_of(sizing);
    const char **notes = arena_array(sizing->arena, const char *, factors + 1);
    bool *said = arena_array(sizing->arena, bool, factors + 1);
    for (int i = 0; i < sizing->count && sizing->test_count; i++)
        for (int k = 0; k < sizing->count; k++) {
            const struct sizing_design *less = sizing->designs[i], *more = sizing->designs[k];
            int f = less->search.n && more->search.n ? only_difference(sizing, less, more) : -1;
            if (f < 0 || said[f] || f == sizing->objective_factor)
                continue;
            const char *note = note_of(sizing, less, more, f, all_pairs_together / pairs);
            if (note)
                notes[count++] = note;
            said[f] = note != NULL;
        }
    return notes;
}
