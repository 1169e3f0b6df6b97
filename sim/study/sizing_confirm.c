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

/* With n fresh replications; those that were made for it before are among them. */
static bool tested(struct sizing *sizing, struct sizing_design *design, int n, double level) {
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

/* Nothing speaks against it but that its values are too few to be so equal. */
static bool lacks_replications(const struct sizing *sizing, const struct sizing_design *design) {
    bool lacks = false;
    for (int t = 0; t < sizing->test_count; t++) {
        const struct confirmation *test = &design->confirmation[t];
        if (test->verdict == CONFIRM_HOLDS ||
            (sizing_passes_over(sizing, design, t) && test->undefined == test->n))
            continue;
        if (!confirmation_lacks_values(test))
            return false;
        lacks = true;
    }
    return lacks;
}

/* Where the values are too equal for their number, it is made larger: a second test, whose level is of what
 * the levels of SIZING_CANDIDATES candidates leave of alpha. */
static bool confirmed(struct sizing *sizing, struct sizing_design *design) {
    int n = sizing_needed(sizing, design);
    sizing->candidates++;
    bool holds = tested(sizing, design, n, confirm_level(sizing->alpha, sizing->turn++));
    if (holds || sizing->over || design->reason || sizing->question->replications ||
        !lacks_replications(sizing, design))
        return holds;
    double level = sizing_second_level(sizing);
    return tested(sizing, design, confirm_fewest_equal(level), level);
}

/* Selection */

/* It may be cheaper by more than what counts. A larger design of equal cost, which is not preferred, is none
 * where the difference is known as well as that. */
static bool is_rival(const struct sizing *sizing, const struct sizing_design *design,
                     const struct sizing_design *first) {
    struct moments dearer = sizing_difference(design, first, SIZING_OBJECTIVE);
    double sd = moments_sd(&dearer);
    return sd > 0.0 && sizing->worth > 0.0 &&
           fmax(dearer.mean, 0.0) - moments_half_width(&dearer, 1.0 - 2.0 * rival_level) < -sizing->worth;
}

/* More replications of the search may tell the two apart after all. */
static bool stays_rival(struct sizing *sizing, struct sizing_design *design,
                        const struct sizing_design *first) {
    static const int stages[] = {SIZING_SEARCH, SIZING_HALF, 0};
    for (const int *stage = stages; *stage; stage++)
        if (!is_rival(sizing, design, first) ||
            !sizing_simulate(sizing, &design, 1, *stage, SIZING_TO_SEARCH))
            return false;
    return is_rival(sizing, design, first) && deserves_a_turn(sizing, design) &&
           is_rival(sizing, design, first);
}

/* The preferred design that keeps its promise; NULL = there is none. */
static struct sizing_design *next_promising(struct sizing *sizing) {
    struct sizing_design *next = sizing_preferred(sizing);
    while (next && !sizing->over && !deserves_a_turn(sizing, next))
        next = sizing_preferred(sizing);
    return sizing->over ? NULL : next;
}

/* The first that deserves a turn, and its rivals. */
static int shortlist(struct sizing *sizing, struct sizing_design **list) {
    int size = 0, looked_at = 0;
    if ((list[0] = next_promising(sizing)) == NULL)
        return 0;
    struct sizing_design **order = by_cost(sizing);
    size = 1;
    for (int i = 0; i < sizing->count && size < SIZING_RIVALS && !sizing->over; i++) {
        if (order[i] == list[0] || !sizing_promising(sizing, order[i]) ||
            looked_at++ >= SIZING_RIVALS_LOOKED_AT)
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

/* After `failed`: from the cheapest that has more room, or from where it failed, the search goes on. */
static struct sizing_design *next_candidate(struct sizing *sizing, struct sizing_design *failed) {
    struct sizing_design *next = next_promising(sizing);
    if (sizing->over || !(next ? sizing_settle(sizing, next) : sizing_descend(sizing, failed)))
        return NULL;
    return next_promising(sizing);
}

/* The cheapest that holds, however narrowly. */
static struct sizing_design *next_narrow(struct sizing *sizing) {
    struct sizing_design **order = by_cost(sizing);
    for (int i = 0; i < sizing->count && !sizing->over; i++)
        if (!order[i]->candidate && sizing_holds(sizing, order[i]) && isfinite(sizing_cost(sizing, order[i])))
            return order[i];
    return NULL;
}

/* More of something would not help a candidate that lacks nothing but replications. */
static bool goes_on(const struct sizing *sizing, const struct sizing_design *failed) {
    return !sizing->over && sizing->candidates < SIZING_CANDIDATES &&
           (!failed || !failed->confirmation || !lacks_replications(sizing, failed));
}

int sizing_confirm(struct sizing *sizing) {
    struct sizing_design *list[SIZING_RIVALS], *holding[SIZING_RIVALS], *chosen = NULL, *next = NULL;
    int size = shortlist(sizing, list), held = 0;
    if (size > 1)
        sizing->alpha /= 2.0;
    for (int i = 0; i < size && !sizing->over; i++)
        if (confirmed(sizing, next = list[i]))
            holding[held++] = list[i];
    if (!sizing->over && held)
        chosen = held > 1 ? cheapest(sizing, holding, held) : holding[0];
    /* Only where none promises to be confirmed, those that hold narrowly. */
    while (!chosen && goes_on(sizing, next) &&
           (next = size ? next_candidate(sizing, next) : next_narrow(sizing)) != NULL)
        chosen = confirmed(sizing, next) ? next : NULL;
    return sizing->over ? -1 : sizing_index(sizing, chosen);
}
