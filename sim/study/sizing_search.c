/* SPDX-License-Identifier: MIT */
/* sizing_search.c - integer pattern search (Hooke and Jeeves 1961) on the grid of the factors.
 *
 * From the best design so far each factor is changed by its step, down and up; the changes that were better
 * are also tried together. When nothing is better the steps are halved; at step 1 the search ends after all
 * neighbours were looked at, and exchanges of one or two levels of a factor for one of another. Around what
 * seems the best then, one level more or less of two factors at once is tried too. */
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/sizing_state.h"

enum { FIRST_STEPS = 8 /* across the range */ };

struct search {
    struct sizing *sizing;
    struct arena *arena;
    struct sizing_design *best;
    int *steps;
    int *levels;  /* to write on */
    bool *dearer; /* by factor, down and up: it was so when last looked at */
    struct sizing_design **polled;
    int count;
};

static int last_level(const struct sizing *sizing, int factor) {
    return sizing->level_count[factor] - 1;
}

static int clamped(const struct sizing *sizing, int factor, int level) {
    return level < 0 ? 0 : level > last_level(sizing, factor) ? last_level(sizing, factor) : level;
}

static void poll(struct search *search, int factor, int level) {
    if (level == search->best->levels[factor])
        return;
    memcpy(search->levels, search->best->levels,
           sizeof *search->levels * (size_t)search->sizing->question->factor_count);
    search->levels[factor] = level;
    struct sizing_design *design = sizing_design_at(search->sizing, search->levels);
    if (design)
        search->polled[search->count++] = design;
}

/* The design that takes every change that was better alone. */
static struct sizing_design *together(struct search *search) {
    struct sizing *sizing = search->sizing;
    int factors = sizing->question->factor_count, changes = 0;
    int *levels = arena_array(search->arena, int, factors + 1);
    memcpy(levels, search->best->levels, sizeof *levels * (size_t)factors);
    for (int f = 0; f < factors; f++) {
        const struct sizing_design *most = NULL;
        for (int i = 0; i < search->count; i++)
            if (search->polled[i]->levels[f] != search->best->levels[f] &&
                sizing_better(sizing, search->polled[i], search->best) &&
                (!most || sizing_better(sizing, search->polled[i], most)))
                most = search->polled[i];
        if (most)
            levels[f] = most->levels[f];
        changes += most != NULL;
    }
    return changes > 1 ? sizing_design_at(sizing, levels) : NULL;
}

/* What seems better after few replications makes some more, and all of them if these leave it open. */
static bool take_best(struct search *search) {
    struct sizing *sizing = search->sizing;
    struct sizing_design *before = search->best;
    for (;;) {
        struct sizing_design *best = before;
        for (int i = 0; i < search->count; i++)
            if (sizing_better(sizing, search->polled[i], best))
                best = search->polled[i];
        search->best = best;
        if (best == before || best->reason || best->search.n >= SIZING_SEARCH ||
            !sizing_simulate(sizing, &best, 1, SIZING_SEARCH, SIZING_TO_SEARCH) ||
            (sizing_promising(sizing, before) && !sizing_clear_up(sizing, &best, 1, before)))
            return best != before;
    }
}

/* Looks at what was polled and at all better changes together; whether the best design is another one. */
static bool move(struct search *search) {
    if (!sizing_look_at(search->sizing, search->polled, search->count, search->best))
        return false;
    struct sizing_design *sum = together(search);
    if (sum) {
        if (!sizing_look_at(search->sizing, &sum, 1, search->best))
            return false;
        search->polled[search->count++] = sum;
    }
    return take_best(search);
}

/* While a good design is known, a direction that was dearer before is left for the last look around. */
static bool worth_a_look(const struct search *search, int factor, bool up, bool all) {
    return all || !search->dearer[2 * factor + up] || !sizing_promising(search->sizing, search->best);
}

static void learn_directions(struct search *search, const struct sizing_design *centre, int polled) {
    for (int i = 0; i < polled; i++)
        for (int f = 0; f < search->sizing->question->factor_count; f++) {
            const struct sizing_design *design = search->polled[i];
            if (design->levels[f] != centre->levels[f] && design->search.n)
                search->dearer[2 * f + (design->levels[f] > centre->levels[f])] =
                    !sizing_cheaper(search->sizing, design, centre);
        }
}

static bool poll_around(struct search *search, bool all) {
    struct sizing *sizing = search->sizing;
    search->count = 0;
    for (int f = 0; f < sizing->question->factor_count; f++) {
        int here = search->best->levels[f], step = search->steps[f];
        if (!sizing->numeric[f]) {
            for (int level = 0; level <= last_level(sizing, f); level++)
                poll(search, f, level);
            continue;
        }
        if (worth_a_look(search, f, false, all))
            poll(search, f, clamped(sizing, f, here - step));
        if (worth_a_look(search, f, true, all))
            poll(search, f, clamped(sizing, f, here + step));
    }
    const struct sizing_design *centre = search->best;
    int polled = search->count;
    bool moved = move(search);
    learn_directions(search, centre, polled);
    return moved;
}

static bool differ_only_in(const struct sizing *sizing, const struct sizing_design *a,
                           const struct sizing_design *b, int factor) {
    for (int f = 0; f < sizing->question->factor_count; f++)
        if (f != factor && a->levels[f] != b->levels[f])
            return false;
    return a->levels[factor] != b->levels[factor];
}

/* By factor: what a level of it costs, which is the most that one less of it has saved. Near the target one
 * less saves little, for what comes late costs too. */
static void learn_prices(const struct search *search, double *prices) {
    struct sizing *sizing = search->sizing;
    double *costs = arena_array(search->arena, double, sizing->count);
    for (int i = 0; i < sizing->count; i++)
        costs[i] = sizing_cost(sizing, sizing->designs[i]);
    for (int f = 0; f < sizing->question->factor_count; f++) {
        prices[f] = NAN;
        for (int i = 0; i < sizing->count; i++)
            for (int k = 0; k < i; k++) {
                const struct sizing_design *a = sizing->designs[i], *b = sizing->designs[k];
                if (differ_only_in(sizing, a, b, f) && isfinite(costs[i]) && isfinite(costs[k]))
                    prices[f] = fmax(prices[f], (costs[i] - costs[k]) / (a->levels[f] - b->levels[f]));
            }
    }
}

/* The best design with two factors changed by so many levels, if it lies on the grid. */
static void poll_two(struct search *search, int one, int by, int other, int other_by) {
    struct sizing *sizing = search->sizing;
    int level = search->best->levels[one] + by, other_level = search->best->levels[other] + other_by;
    if (level != clamped(sizing, one, level) || other_level != clamped(sizing, other, other_level))
        return;
    memcpy(search->levels, search->best->levels,
           sizeof *search->levels * (size_t)sizing->question->factor_count);
    search->levels[one] = level;
    search->levels[other] = other_level;
    struct sizing_design *design = sizing_design_at(sizing, search->levels);
    if (design)
        search->polled[search->count++] = design;
}

/* Some levels less of a factor for one more of another: the fewest that save something. */
static bool poll_exchanges(struct search *search) {
    enum { MOST_LEVELS = 2 };
    struct sizing *sizing = search->sizing;
    int factors = sizing->question->factor_count;
    double *prices = arena_array(search->arena, double, factors + 1);
    learn_prices(search, prices);
    search->count = 0;
    for (int less = 0; less < factors; less++)
        for (int more = 0; more < factors; more++) {
            if (less == more || !sizing->numeric[less] || !sizing->numeric[more])
                continue;
            int levels = 1;
            while (levels < MOST_LEVELS && !(levels * prices[less] - prices[more] > sizing->worth / 2))
                levels++;
            if (levels * prices[less] - prices[more] > sizing->worth / 2)
                poll_two(search, less, -levels, more, 1);
        }
    return search->count && move(search);
}

/* Whether the best design with one level less of a factor is known to be too little. */
static bool one_less_fails(const struct search *search, int factor) {
    struct sizing *sizing = search->sizing;
    for (int i = 0; i < sizing->count; i++) {
        const struct sizing_design *design = sizing->designs[i];
        if (design->levels[factor] == search->best->levels[factor] - 1 &&
            differ_only_in(sizing, design, search->best, factor))
            return sizing_hopeless(sizing, design);
    }
    return false;
}

/* Two may help only together, as people do and the benches they stand at. */
static bool poll_pairs(struct search *search) {
    struct sizing *sizing = search->sizing;
    search->count = 0;
    for (int f = 0; f < sizing->question->factor_count; f++)
        for (int g = 0; g < f; g++) {
            if (!sizing->numeric[f] || !sizing->numeric[g])
                continue;
            poll_two(search, f, 1, g, 1);
            if (!one_less_fails(search, f) && !one_less_fails(search, g))
                poll_two(search, f, -1, g, -1);
        }
    return search->count && move(search);
}

static bool halve(struct search *search) {
    bool any = false;
    for (int f = 0; f < search->sizing->question->factor_count; f++) {
        any |= search->steps[f] > 1;
        search->steps[f] = search->steps[f] > 1 ? search->steps[f] / 2 : 1;
    }
    return any;
}

static void search_around(struct search *search) {
    while (!search->sizing->over) {
        if (poll_around(search, false) || search->sizing->over)
            continue;
        if (halve(search))
            continue;
        if (poll_around(search, true) || search->sizing->over)
            continue;
        if (!sizing_promising(search->sizing, search->best) || !poll_exchanges(search))
            return;
    }
}

static int room_for_polls(const struct sizing *sizing) {
    int factors = sizing->question->factor_count, room = factors * factors + 2 * factors + 2;
    for (int f = 0; f < factors; f++)
        room += sizing->numeric[f] ? 0 : sizing->level_count[f];
    return room;
}

static struct search search_of(struct sizing *sizing, struct arena *arena) {
    int factors = sizing->question->factor_count;
    return (struct search){.sizing = sizing,
                           .arena = arena,
                           .steps = arena_array(arena, int, factors + 1),
                           .levels = arena_array(arena, int, factors + 1),
                           .dearer = arena_array(arena, bool, 2 * factors + 1),
                           .polled = arena_array(arena, struct sizing_design *, room_for_polls(sizing))};
}

static struct sizing_design *search_from(struct sizing *sizing, struct sizing_design *from, bool pairs) {
    struct arena *own = arena_create();
    struct search search = search_of(sizing, own);
    search.best = from;
    for (int f = 0; f < sizing->question->factor_count; f++)
        search.steps[f] = 1;
    while (pairs && !sizing->over && poll_pairs(&search))
        ;
    if (!pairs)
        search_around(&search);
    arena_destroy(own);
    return search.best;
}

struct sizing_design *sizing_descend(struct sizing *sizing, struct sizing_design *from) {
    return search_from(sizing, from, false);
}

struct sizing_design *sizing_settle(struct sizing *sizing, struct sizing_design *best) {
    enum { MOST_DESCENTS = 3, MOST_PAIRS = 2 };
    const struct sizing_design *around = NULL,
                               *paired = NULL; /* all of its neighbours, pairs were looked at */
    int descents = 0, pairs = 0;
    while (best && !sizing->over && sizing_promising(sizing, best)) {
        if (best->search.n < SIZING_POLISH) {
            if (!sizing_polish(sizing, best))
                return best;
        } else if (best != around && descents++ < MOST_DESCENTS) {
            around = best = search_from(sizing, best, false);
        } else if (best != paired && pairs++ < MOST_PAIRS) {
            paired = best;
            best = search_from(sizing, best, true);
        } else {
            return best;
        }
        struct sizing_design *preferred = sizing_preferred(sizing);
        best = preferred ? preferred : best;
    }
    return best;
}

/* From the start towards most room, until a design holds: an eighth of the way, a quarter, half, all. */
static struct sizing_design *climb(struct search *search, const int *start) {
    static const double ways[] = {0.0, 0.125, 0.25, 0.5, 1.0};
    enum { WAYS = sizeof ways / sizeof *ways };
    struct sizing *sizing = search->sizing;
    struct sizing_design *best = NULL;
    for (int i = 0; i < WAYS && !(best && sizing_promising(sizing, best)); i++) {
        for (int f = 0; f < sizing->question->factor_count; f++)
            search->levels[f] =
                start[f] + (sizing->numeric[f] ? (int)lround(ways[i] * (sizing->better[f] - start[f])) : 0);
        struct sizing_design *design = sizing_design_at(sizing, search->levels);
        if (!design || !sizing_look_at(sizing, &design, 1, NULL))
            break;
        best = !best || sizing_better(sizing, design, best) ? design : best;
        if (!sizing_polish(sizing, best))
            break;
    }
    return best;
}

/* All that is left of a small grid, with one replication each; what seems no worse than the best design is
 * looked at more closely. Whether that changes the best design. */
static bool look_everywhere(struct search *search) {
    struct sizing *sizing = search->sizing;
    if (sizing_grid(sizing->question) > SIZING_GRID)
        return false;
    int before = sizing->count, left = 0;
    for (int i = 0; i < (int)sizing_grid(sizing->question); i++) {
        for (int f = 0, rest = i; f < sizing->question->factor_count; f++) {
            search->levels[f] = rest % sizing->level_count[f];
            rest /= sizing->level_count[f];
        }
        sizing_design_at(sizing, search->levels);
    }
    sizing_say(sizing, "search, the rest of the grid");
    struct sizing_design **rest = sizing->designs + before;
    if (!sizing_simulate(sizing, rest, sizing->count - before, 1, SIZING_TO_SEARCH))
        return false;
    search->polled = arena_array(search->arena, struct sizing_design *, sizing->count - before + 1);
    for (int i = before; i < sizing->count; i++)
        if (sizing_better(sizing, sizing->designs[i], search->best))
            search->polled[left++] = sizing->designs[i];
    search->count = left;
    return left && sizing_look_at(sizing, search->polled, left, NULL) && take_best(search);
}

/* Before it is said that none holds, the nearest makes all replications unless it clearly misses. */
static bool holds_after_all(struct search *search) {
    struct sizing *sizing = search->sizing;
    if (!sizing_promising(sizing, search->best) && !sizing_clearly_misses(sizing, search->best))
        sizing_simulate(sizing, &search->best, 1, SIZING_POLISH, SIZING_TO_SEARCH);
    return sizing_promising(sizing, search->best);
}

struct sizing_design *sizing_search(struct sizing *sizing) {
    int factors = sizing->question->factor_count;
    struct arena *own = arena_create();
    struct search search = search_of(sizing, own);
    int *start = arena_array(own, int, factors + 1);
    sizing_start(sizing, start);
    search.best = climb(&search, start);
    for (int f = 0; f < factors; f++) {
        search.steps[f] = last_level(sizing, f) / FIRST_STEPS;
        search.steps[f] = search.steps[f] < 1 ? 1 : search.steps[f];
    }
    if (search.best)
        search_around(&search);
    if (search.best && !sizing->over && !holds_after_all(&search) && look_everywhere(&search))
        search_around(&search);
    arena_destroy(own);
    return sizing_settle(sizing, search.best);
}
