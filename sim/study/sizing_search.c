/* SPDX-License-Identifier: MIT */
/* sizing_search.c - integer pattern search (Hooke and Jeeves 1961) on the grid of the factors.
 *
 * From the best design so far each factor is changed by its step, down and up; the changes that were better
 * are also tried together. When nothing is better the steps are halved; at step 1 the search ends after all
 * neighbours were looked at, and exchanges of one or two levels of a factor for one of another. Every design
 * is dropped as soon as its replications allow. */
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

static void tell(const struct sizing *sizing, const struct sizing_design *best) {
    struct text words = {0};
    text_format(&words, "search, %d design%s", sizing->count, sizing->count == 1 ? "" : "s");
    if (best && sizing_promising(sizing, best))
        text_format(&words, ", best %s", best->name);
    sizing_say((struct sizing *)(void *)sizing, words.data);
    text_free(&words);
}

/* Screens designs: beside a good one those that are dearer or cannot be confirmed are dropped. */
static bool look_at(struct sizing *sizing, struct sizing_design *const *designs, int count,
                    const struct sizing_design *best) {
    bool good = best && sizing_promising(sizing, best), going = true;
    static const int beside_good[] = {1, 2, SIZING_SCREEN, 0}, first[] = {SIZING_SCREEN, SIZING_SEARCH, 0};
    struct arena *own = arena_create();
    struct sizing_design **left = arena_array(own, struct sizing_design *, count + 1);
    int size = 0;
    tell(sizing, best);
    for (int i = 0; i < count; i++)
        if (designs[i])
            left[size++] = designs[i];
    for (const int *stage = good ? beside_good : first; *stage && going; stage++) {
        int kept = 0;
        going = sizing_simulate(sizing, left, size, *stage, SIZING_TO_SEARCH);
        for (int i = 0; i < size && going; i++)
            if (good ? sizing_cheaper(sizing, left[i], best) && !sizing_hopeless(sizing, left[i])
                     : !sizing_clearly_misses(sizing, left[i]))
                left[kept++] = left[i];
        size = kept;
    }
    arena_destroy(own);
    return going;
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

/* What seems better after few replications makes some more. */
static bool take_best(struct search *search) {
    struct sizing_design *before = search->best;
    for (;;) {
        struct sizing_design *best = before;
        for (int i = 0; i < search->count; i++)
            if (sizing_better(search->sizing, search->polled[i], best))
                best = search->polled[i];
        search->best = best;
        if (best == before || best->reason || best->search.n >= SIZING_SEARCH ||
            !sizing_simulate(search->sizing, &best, 1, SIZING_SEARCH, SIZING_TO_SEARCH))
            return best != before;
    }
}

/* Looks at what was polled and at all better changes together; whether the best design is another one. */
static bool move(struct search *search) {
    if (!look_at(search->sizing, search->polled, search->count, search->best))
        return false;
    struct sizing_design *sum = together(search);
    if (sum) {
        if (!look_at(search->sizing, &sum, 1, search->best))
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

/* Some levels less of a factor for one more of another. */
static void poll_exchange(struct search *search, int less, int more, int levels) {
    struct sizing *sizing = search->sizing;
    int down = search->best->levels[less] - levels, up = search->best->levels[more] + 1;
    if (down < 0 || up > last_level(sizing, more))
        return;
    memcpy(search->levels, search->best->levels,
           sizeof *search->levels * (size_t)sizing->question->factor_count);
    search->levels[less] = down;
    search->levels[more] = up;
    struct sizing_design *design = sizing_design_at(sizing, search->levels);
    if (design)
        search->polled[search->count++] = design;
}

/* With the fewest levels that save something. */
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
                poll_exchange(search, less, more, levels);
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

struct sizing_design *sizing_descend(struct sizing *sizing, struct sizing_design *from) {
    struct arena *own = arena_create();
    struct search search = search_of(sizing, own);
    search.best = from;
    for (int f = 0; f < sizing->question->factor_count; f++)
        search.steps[f] = 1;
    search_around(&search);
    arena_destroy(own);
    return search.best;
}

/* One more of each, so that it is known whether more is better. */
static void look_above(struct search *search) {
    struct sizing *sizing = search->sizing;
    for (int f = 0; f < sizing->question->factor_count; f++)
        if (sizing->numeric[f])
            poll(search, f, clamped(sizing, f, search->best->levels[f] + 1));
    sizing_simulate(sizing, search->polled, search->count, SIZING_SCREEN, SIZING_TO_SEARCH);
    search->count = 0;
}

int sizing_neighbours(struct sizing *sizing, const struct sizing_design *design,
                      struct sizing_design ***neighbours) {
    struct search search = search_of(sizing, sizing->arena);
    search.best = sizing_design_at(sizing, design->levels);
    look_above(&search);
    for (int f = 0; f < sizing->question->factor_count; f++)
        if (sizing->numeric[f])
            poll(&search, f, clamped(sizing, f, design->levels[f] - 1));
        else
            for (int level = 0; level <= last_level(sizing, f); level++)
                poll(&search, f, level);
    *neighbours = search.polled;
    return search.count;
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
        if (!design || !look_at(sizing, &design, 1, NULL))
            break;
        best = !best || sizing_better(sizing, design, best) ? design : best;
        if (!sizing_polish(sizing, best))
            break;
    }
    return best;
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
    arena_destroy(own);
    return search.best;
}
