/* SPDX-License-Identifier: MIT */
/* sizing_confirm.c - fresh replications decide: candidates in order of cost, and among those that hold the
 * cheapest.
 *
 * What is tried, in which order, and whether there is a selection is settled by the search alone. Where a
 * later candidate may be cheaper than the first by more than what counts as a difference, it is a rival:
 * it is tried too, and those that hold go into a selection by elimination (Kim and Nelson 2001) with
 * replications of their own. Alpha is then split in halves between confirmation and selection. */
#include <math.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/kn.h"
#include "sim/study/sizing_state.h"

/* One-sided, of the difference of two costs in the search. */
static const double rival_level = 0.05;

bool sizing_polish(struct sizing *sizing, struct sizing_design *design) {
    if (!sizing_simulate(sizing, &design, 1, SIZING_SEARCH, SIZING_TO_SEARCH))
        return false;
    if (!sizing_promising(sizing, design) || design->search.n == SIZING_POLISH)
        return true;
    if (!sizing_simulate(sizing, &design, 1, SIZING_POLISH, SIZING_TO_SEARCH))
        return false;
    if (!design->reason)
        sizing_refer_to(sizing, design);
    return true;
}

int sizing_index(const struct sizing *sizing, const struct sizing_design *design) {
    for (int i = 0; i < sizing->count; i++)
        if (sizing->designs[i] == design)
            return i;
    return -1;
}

static struct sizing_design **by_cost(struct sizing *sizing) {
    struct sizing_design **order = arena_array(sizing->arena, struct sizing_design *, sizing->count + 1);
    for (int i = 0; i < sizing->count; i++) {
        int k = i;
        for (; k > 0 && sizing_order(sizing, order[k - 1], sizing->designs[i]) > 0; k--)
            order[k] = order[k - 1];
        order[k] = sizing->designs[i];
    }
    return order;
}

/* It keeps its promise with all replications of the search. */
static bool deserves_a_turn(struct sizing *sizing, struct sizing_design *design) {
    return sizing_promising(sizing, design) && sizing_polish(sizing, design) &&
           sizing_promising(sizing, design);
}

/* Confirmation */

static void say_trial(struct sizing *sizing, const char *what, const struct sizing_design *design, int n) {
    struct text words = {0};
    text_format(&words, "%s of %s, %d fresh replications", what, design->name, n);
    sizing_say(sizing, words.data);
    text_free(&words);
}

static bool confirmed(struct sizing *sizing, struct sizing_design *design) {
    int n = sizing_needed(sizing, design);
    double level = confirm_level(sizing->alpha, sizing->turn++);
    sizing->candidates++;
    say_trial(sizing, "confirmation", design, n);
    if (!sizing_simulate(sizing, &design, 1, n, SIZING_TO_CONFIRM) || design->reason)
        return false;
    int asked = 0;
    design->holds = true;
    design->candidate = sizing->candidates;
    design->confirmation = arena_array(sizing->arena, struct confirmation, sizing->test_count + 1);
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = sizing_target(sizing, t);
        design->confirmation[t] = confirm(target, design->fresh.values[t], n, level);
        if (!target->risk && sizing_passes_over(sizing, design, t) && design->confirmation[t].undefined == n)
            continue;
        asked++;
        design->holds &= design->confirmation[t].verdict == CONFIRM_HOLDS;
    }
    design->holds &= asked > 0;
    return design->holds;
}

/* Selection */

static bool is_rival(const struct sizing *sizing, const struct sizing_design *design,
                     const struct sizing_design *first) {
    struct moments dearer = sizing_difference(design, first, SIZING_OBJECTIVE);
    double sd = moments_sd(&dearer);
    return sd > 0.0 && sizing->worth > 0.0 &&
           dearer.mean - moments_half_width(&dearer, 1.0 - 2.0 * rival_level) < -sizing->worth;
}

/* More replications of the search may tell the two apart after all. */
static bool stays_rival(struct sizing *sizing, struct sizing_design *design,
                        const struct sizing_design *first) {
    return is_rival(sizing, design, first) &&
           sizing_simulate(sizing, &design, 1, SIZING_SEARCH, SIZING_TO_SEARCH) &&
           is_rival(sizing, design, first) && deserves_a_turn(sizing, design) &&
           is_rival(sizing, design, first);
}

/* The first that deserves a turn, and its rivals among those that follow. */
static int shortlist(struct sizing *sizing, struct sizing_design **order, struct sizing_design **list) {
    int size = 0, looked_at = 0, i = 0, count = sizing->count;
    for (; i < count && !size && !sizing->over; i++)
        if (deserves_a_turn(sizing, order[i]))
            list[size++] = order[i];
    for (; i < count && size && size < SIZING_RIVALS && !sizing->over; i++) {
        if (!sizing_promising(sizing, order[i]) || looked_at++ >= SIZING_RIVALS_LOOKED_AT)
            continue;
        if (stays_rival(sizing, order[i], list[0]))
            list[size++] = order[i];
    }
    return size;
}

/* Gives a replication of each to the procedure, from `from` to `to`. */
static void feed(struct kn *kn, struct sizing_design **designs, int from, int to, double *row) {
    for (int r = from; r < to && !kn_decided(kn); r++) {
        for (int i = 0; i < kn->k; i++) {
            const struct sample *sample = &designs[i]->selected;
            bool made = sample->n && sample->made[r] && !isnan(sample->objective[r]);
            row[i] = made ? -sample->objective[r] : -INFINITY; /* what failed does not win */
        }
        kn_add(kn, row);
    }
}

static void report_selection(struct sizing *sizing, struct sizing_design **designs, const struct kn *kn) {
    struct sizing_selection *selection = arena_new(sizing->arena, struct sizing_selection);
    *selection = (struct sizing_selection){.count = kn->k,
                                           .designs = arena_array(sizing->arena, int, kn->k),
                                           .replications = arena_array(sizing->arena, int, kn->k),
                                           .means = arena_array(sizing->arena, double, kn->k),
                                           .delta = kn->delta,
                                           .alpha = kn->alpha,
                                           .decided = kn_decided(kn)};
    double sign = sizing->question->objective.maximise ? 1.0 : -1.0;
    for (int i = 0; i < kn->k; i++) {
        selection->designs[i] = sizing_index(sizing, designs[i]);
        selection->replications[i] = kn->observed[i];
        selection->means[i] = sign * kn->sums[i] / kn->observed[i];
    }
    sizing->selection = selection;
}

static struct sizing_design *cheapest(struct sizing *sizing, struct sizing_design **designs, int count) {
    enum { ROUND = 10 };
    struct arena *own = arena_create();
    struct kn *kn = kn_create(own, count, ROUND, sizing->alpha, /* the other half */ sizing->worth);
    struct sizing_design **in = arena_array(own, struct sizing_design *, count);
    double *row = arena_array(own, double, count);
    for (int n = ROUND; n <= SIZING_SELECT_MOST && !kn_decided(kn); n += ROUND) {
        for (int i = 0; i < count; i++)
            in[i] = kn->in[i] ? designs[i] : NULL;
        say_trial(sizing, "selection", designs[kn_best(kn)], n);
        if (!sizing_simulate(sizing, in, count, n, SIZING_TO_SELECT))
            break;
        feed(kn, designs, n - ROUND, n, row);
    }
    int best = kn_best(kn);
    if (!sizing->over)
        report_selection(sizing, designs, kn);
    arena_destroy(own);
    return designs[best];
}

/* Both */

static struct sizing_design *next_in(struct sizing *sizing, struct sizing_design **order, int count,
                                     bool narrow) {
    for (int i = 0; i < count && !sizing->over; i++)
        if (!order[i]->candidate && !order[i]->reason &&
            (narrow ? sizing_holds(sizing, order[i]) && isfinite(sizing_cost(sizing, order[i]))
                    : deserves_a_turn(sizing, order[i])))
            return sizing->over ? NULL : order[i];
    return NULL;
}

/* After `failed`: the cheapest that has more room, of those that were looked at or may yet be found. */
static struct sizing_design *next_candidate(struct sizing *sizing, struct sizing_design *failed) {
    struct sizing_design *next = next_in(sizing, by_cost(sizing), sizing->count, false);
    if (!next && failed && !sizing->over && sizing_descend(sizing, failed) && !sizing->over)
        next = next_in(sizing, by_cost(sizing), sizing->count, false);
    return next;
}

int sizing_confirm(struct sizing *sizing) {
    struct sizing_design *list[SIZING_RIVALS], *holding[SIZING_RIVALS], *chosen = NULL, *next = NULL;
    int size = shortlist(sizing, by_cost(sizing), list), held = 0;
    if (size > 1)
        sizing->alpha /= 2.0;
    for (int i = 0; i < size && !sizing->over; i++)
        if (confirmed(sizing, next = list[i]))
            holding[held++] = list[i];
    if (!sizing->over && held)
        chosen = held > 1 ? cheapest(sizing, holding, held) : holding[0];
    while (!chosen && size && sizing->candidates < SIZING_CANDIDATES &&
           (next = next_candidate(sizing, next)) != NULL)
        chosen = confirmed(sizing, next) ? next : NULL;
    /* Only where none promises to be confirmed, those that hold narrowly. */
    struct sizing_design **order = by_cost(sizing);
    while (!chosen && !size && sizing->candidates < SIZING_CANDIDATES &&
           (next = next_in(sizing, order, sizing->count, true)) != NULL)
        chosen = confirmed(sizing, next) ? next : NULL;
    return sizing->over ? -1 : sizing_index(sizing, chosen);
}
