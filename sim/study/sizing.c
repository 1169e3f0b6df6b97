/* SPDX-License-Identifier: MIT */
/* sizing.c - see sizing.h: start, search, confirmation, neighbours. */
#include "sim/study/sizing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/sizing_state.h"
#include "sim/study/statistics.h"

/* Levels of words have no order; those of numbers are taken as they stand. */
static bool is_numeric(const struct factor *factor) {
    for (int i = 0; i < factor->value_count; i++)
        if (isnan(factor_number(factor->values[i])))
            return false;
    return true;
}

static struct sizing prepare(const struct sizing_question *question, struct arena *arena) {
    int factors = question->factor_count;
    struct sizing sizing = {.question = question,
                            .arena = arena,
                            .level_count = arena_array(arena, int, factors + 1),
                            .numeric = arena_array(arena, bool, factors + 1),
                            .better = arena_array(arena, int, factors + 1),
                            .objective_factor = -1,
                            .most_designs =
                                question->most_designs ? question->most_designs : SIZING_MOST_DESIGNS,
                            .known = map_create(arena),
                            .objective_unit = "",
                            .worth = -1.0, /* not known yet */
                            .plan_replications = CONFIRM_FEWEST};
    struct text ignored = {0};
    sizing.designs = arena_array(arena, struct sizing_design *, sizing.most_designs + 1);
    for (int f = 0; f < factors; f++) {
        sizing.level_count[f] = factor_levels(&question->factors[f], &ignored);
        sizing.numeric[f] = is_numeric(&question->factors[f]);
        if (strcmp(question->factors[f].name, question->objective.name) == 0)
            sizing.objective_factor = f;
    }
    text_free(&ignored);
    return sizing;
}

bool sizing_begin_at(const struct sizing_question *question, struct arena *arena, int *levels) {
    struct sizing sizing = prepare(question, arena);
    return sizing_start(&sizing, levels);
}

/* Makes the other replications of the search as long as they may yet hold what the first ones promise. */
static bool polish(struct sizing *sizing, struct sizing_design *design) {
    if (!sizing_simulate(sizing, &design, 1, SIZING_SEARCH, false))
        return false;
    if (sizing_promising(sizing, design) && !sizing_simulate(sizing, &design, 1, SIZING_POLISH, false))
        return false;
    if (sizing_promising(sizing, design))
        sizing_refer_to(sizing, design);
    return true;
}

/* Until the best design keeps its place with more replications and no neighbour of it is better. */
static struct sizing_design *settle(struct sizing *sizing, struct sizing_design *best) {
    enum { MOST_DESCENTS = 3 };
    const struct sizing_design *around = best; /* all of its neighbours were looked at */
    int descents = 0;
    while (best && !sizing->over && sizing_promising(sizing, best)) {
        if (best->search.n < SIZING_POLISH) {
            if (!polish(sizing, best))
                return best;
        } else if (best != around && descents++ < MOST_DESCENTS) {
            around = best = sizing_descend(sizing, best);
        } else {
            return best;
        }
        for (int i = 0; i < sizing->count; i++)
            if (sizing_better(sizing, sizing->designs[i], best))
                best = sizing->designs[i];
    }
    return best;
}

/* Confirmation */

/* A design that keeps its promise with all replications of the search. */
static bool deserves_a_turn(struct sizing *sizing, struct sizing_design *design, bool narrow) {
    if (narrow)
        return sizing_holds(sizing, design);
    return sizing_promising(sizing, design) && polish(sizing, design) && sizing_promising(sizing, design);
}

static void say_candidate(struct sizing *sizing, const struct sizing_design *design, int n) {
    struct text words = {0};
    text_format(&words, "confirmation of %s, %d fresh replications", design->name, n);
    sizing_say(sizing, words.data);
    text_free(&words);
}

static bool confirmed(struct sizing *sizing, struct sizing_design *design, int j) {
    int n = sizing_needed(sizing, design);
    double level = confirm_level(1.0 - sizing->question->confidence, j);
    say_candidate(sizing, design, n);
    if (!sizing_simulate(sizing, &design, 1, n, true) || design->reason)
        return false;
    bool all = true;
    int asked = 0;
    design->candidate = j;
    design->confirmation = arena_array(sizing->arena, struct confirmation, sizing->test_count + 1);
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = &sizing->question->targets[sizing->tests[t].target];
        design->confirmation[t] = confirm(target, design->fresh.values[t], n, level);
        /* A day without departures asks nothing, where other days do. */
        if (target_of_all(target) && !target->risk && design->confirmation[t].undefined == n)
            continue;
        asked++;
        all &= design->confirmation[t].verdict == CONFIRM_HOLDS;
    }
    return all && asked > 0;
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

static int index_of(const struct sizing *sizing, const struct sizing_design *design) {
    for (int i = 0; i < sizing->count; i++)
        if (sizing->designs[i] == design)
            return i;
    return -1;
}

/* First those that promise to be confirmed; only where there are none, those that hold narrowly. */
static int confirm_in_order(struct sizing *sizing, int *tried) {
    struct sizing_design **order = by_cost(sizing);
    int count = sizing->count;
    for (int narrow = 0; narrow < 2 && !*tried; narrow++)
        for (int i = 0; i < count && *tried < SIZING_CANDIDATES && !sizing->over; i++) {
            if (!deserves_a_turn(sizing, order[i], narrow) || sizing->over)
                continue;
            if (confirmed(sizing, order[i], ++*tried))
                return index_of(sizing, order[i]);
        }
    return -1;
}

/* Neighbours */

static struct sizing_neighbour *look_at_neighbours(struct sizing *sizing, int chosen, int *count) {
    struct sizing_design **designs;
    const struct sizing_design *centre = sizing->designs[chosen];
    *count = sizing_neighbours(sizing, centre, &designs);
    struct sizing_neighbour *neighbours = arena_array(sizing->arena, struct sizing_neighbour, *count + 1);
    sizing_say(sizing, "neighbours");
    sizing_simulate(sizing, designs, *count, SIZING_SCREEN, false);
    for (int i = 0; i < *count; i++) {
        neighbours[i].design = index_of(sizing, designs[i]);
        for (int f = 0; f < sizing->question->factor_count; f++)
            if (designs[i]->levels[f] != centre->levels[f])
                neighbours[i].factor = f;
    }
    return neighbours;
}

/* Every design failed: the reason of the first is that of the whole. */
static const char *reason_of_all(const struct sizing *sizing) {
    for (int i = 0; i < sizing->count; i++)
        if (!sizing->designs[i]->reason)
            return NULL;
    return sizing->count ? sizing->designs[0]->reason : "there is no design";
}

static void conclude(struct sizing *sizing, struct sizing_design *best, struct sizing_end *end) {
    if (!sizing->over && reason_of_all(sizing)) {
        sizing->state = SIZING_FAILED;
        sizing->reason = reason_of_all(sizing);
    } else if (!sizing->over) {
        end->chosen = confirm_in_order(sizing, &end->candidates);
        if (sizing->over) /* interrupted or failed on the way */
            return;
        sizing->state = end->chosen >= 0  ? SIZING_CONFIRMED
                        : end->candidates ? SIZING_UNDECIDED
                                          : SIZING_NOT_REACHED;
        if (end->chosen < 0)
            end->chosen = index_of(sizing, best);
        end->neighbours = look_at_neighbours(sizing, end->chosen, &end->neighbour_count);
    }
}

struct sizing_end sizing_run(const struct sizing_question *question, struct arena *arena) {
    struct sizing sizing = prepare(question, arena);
    struct sizing_end end = {.chosen = -1, .alpha = 1.0 - question->confidence};
    sizing.state = SIZING_NOT_REACHED;
    struct sizing_design *best = settle(&sizing, sizing_search(&sizing));
    enum sizing_state before = sizing.state;
    bool over = sizing.over;
    conclude(&sizing, best, &end);
    if (over)
        sizing.state = before;
    if (sizing.state <= SIZING_NOT_REACHED) {
        sizing_label(&sizing, end.chosen);
        end.notes = sizing_notes(&sizing);
    }
    end.state = sizing.state;
    end.reason = sizing.reason;
    end.count = sizing.count;
    end.designs = sizing.designs;
    end.test_count = sizing.test_count;
    end.tests = sizing.tests;
    end.objective_unit = sizing.objective_unit;
    end.exhausted = sizing.exhausted;
    end.run = sizing.run;
    end.recalled = sizing.recalled;
    end.run_s = sizing.run_s;
    return end;
}

int sizing_replications(const struct sizing_design *design) {
    return design->fresh.n ? design->fresh.n : design->search.n;
}
