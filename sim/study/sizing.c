/* SPDX-License-Identifier: MIT */
/* sizing.c - see sizing.h: search, confirmation and selection, neighbours. */
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
                            .alpha = 1.0 - question->confidence,
                            .turn = 1,
                            .plan_replications = CONFIRM_FEWEST};
    struct text ignored = {0};
    sizing.designs = arena_array(arena, struct sizing_design *, sizing.most_designs + 1);
    sizing.references = arena_array(arena, struct sizing_design *, sizing.most_designs + 1);
    for (int f = 0; f < factors; f++) {
        sizing.level_count[f] = factor_levels(&question->factors[f], &ignored);
        sizing.numeric[f] = is_numeric(&question->factors[f]);
        if (strcmp(question->factors[f].name, question->objective.name) == 0)
            sizing.objective_factor = f;
    }
    text_free(&ignored);
    return sizing;
}

double sizing_grid(const struct sizing_question *question) {
    struct text ignored = {0};
    double size = 1.0;
    for (int f = 0; f < question->factor_count; f++)
        size *= factor_levels(&question->factors[f], &ignored);
    text_free(&ignored);
    return size;
}

bool sizing_begin_at(const struct sizing_question *question, struct arena *arena, int *levels) {
    struct sizing sizing = prepare(question, arena);
    return sizing_start(&sizing, levels);
}

/* Every design failed: the reason of the first is that of the whole. */
static const char *reason_of_all(const struct sizing *sizing) {
    for (int i = 0; i < sizing->count; i++)
        if (!sizing->designs[i]->reason)
            return NULL;
    return sizing->count ? sizing->designs[0]->reason : "there is no design";
}

/* A design that holds and of which nobody can say what it costs; NULL if there is none. */
static const struct sizing_design *without_objective(struct sizing *sizing) {
    for (int i = 0; i < sizing->count; i++)
        if (sizing_holds(sizing, sizing->designs[i]) && !isfinite(sizing_cost(sizing, sizing->designs[i])))
            return sizing->designs[i];
    return NULL;
}

static void conclude(struct sizing *sizing, struct sizing_design *best, struct sizing_end *end) {
    if (!sizing->over && reason_of_all(sizing)) {
        sizing->state = SIZING_FAILED;
        sizing->reason = reason_of_all(sizing);
    } else if (!sizing->over) {
        end->chosen = sizing_confirm(sizing);
        end->candidates = sizing->candidates;
        end->selection = sizing->selection;
        if (sizing->over) /* interrupted or failed on the way */
            return;
        const struct sizing_design *unknown = end->candidates ? NULL : without_objective(sizing);
        if (unknown) {
            sizing->state = SIZING_UNKNOWN_METRIC;
            sizing->reason = arena_format(sizing->arena,
                                          "%s is not defined for %s, which holds the target, so it cannot be "
                                          "gone by; name another metric",
                                          sizing->question->objective.name, unknown->name);
            return;
        }
        sizing->state = end->chosen >= 0  ? SIZING_CONFIRMED
                        : end->candidates ? SIZING_UNDECIDED
                                          : SIZING_NOT_REACHED;
        if (end->chosen < 0)
            end->chosen = sizing_index(sizing, best);
        end->neighbours = sizing_neighbours(sizing, end->chosen, &end->neighbour_count);
    }
}

struct sizing_end sizing_run(const struct sizing_question *question, struct arena *arena) {
    struct sizing sizing = prepare(question, arena);
    struct sizing_end end = {.chosen = -1};
    sizing.state = SIZING_NOT_REACHED;
    struct sizing_design *best = sizing_search(&sizing);
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
    end.worth = fmax(0.0, sizing.worth);
    end.alpha = sizing.alpha;
    end.reason = sizing.reason;
    end.count = sizing.count;
    end.grid = sizing_grid(question);
    end.designs = sizing.designs;
    end.test_count = sizing.test_count;
    end.tests = sizing.tests;
    end.defined = sizing.defined;
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
