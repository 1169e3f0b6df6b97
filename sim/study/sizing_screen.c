/* SPDX-License-Identifier: MIT */
/* sizing_screen.c - how many replications of the search a design makes: as few as show that it is dearer or
 * cannot be confirmed, and all of them where that stays open.
 *
 * Beside a good design all others begin with one replication. Those that seem to hold are left to the search,
 * which goes on with the best of them; a design that neither holds nor is hopeless goes on until it is clear,
 * for it may be the better one. */
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/sizing_state.h"

static void tell(struct sizing *sizing, const struct sizing_design *best) {
    struct text words = {0};
    text_format(&words, "search, %d design%s", sizing->count, sizing->count == 1 ? "" : "s");
    if (best && sizing_promising(sizing, best))
        text_format(&words, ", best %s", best->name);
    sizing_say(sizing, words.data);
    text_free(&words);
}

static bool is_reference(const struct sizing *sizing, const struct sizing_design *design) {
    for (int i = 0; i < sizing->reference_count; i++)
        if (sizing->references[i] == design)
            return true;
    return false;
}

/* The first reference is one that holds, for kindness is measured by the references. */
static void refer_to_whole(struct sizing *sizing, struct sizing_design *design) {
    if (!design->reason && design->search.n == SIZING_POLISH && !is_reference(sizing, design) &&
        (sizing->reference_count || sizing_promising(sizing, design)))
        sizing_refer_to(sizing, design);
}

bool sizing_polish(struct sizing *sizing, struct sizing_design *design) {
    if (!sizing_simulate(sizing, &design, 1, SIZING_SEARCH, SIZING_TO_SEARCH))
        return false;
    if (!sizing_promising(sizing, design))
        return true;
    if (!sizing_simulate(sizing, &design, 1, SIZING_POLISH, SIZING_TO_SEARCH))
        return false;
    refer_to_whole(sizing, design);
    return true;
}

static bool may_be_better(const struct sizing *sizing, const struct sizing_design *design,
                          const struct sizing_design *best) {
    return sizing_cheaper(sizing, design, best) && !sizing_hopeless(sizing, design);
}

/* Keeps those that are open; their number. */
static int keep_open(const struct sizing *sizing, struct sizing_design **designs, int count,
                     const struct sizing_design *best) {
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (may_be_better(sizing, designs[i], best) && !sizing_promising(sizing, designs[i]))
            designs[kept++] = designs[i];
    return kept;
}

bool sizing_clear_up(struct sizing *sizing, struct sizing_design **designs, int count,
                     const struct sizing_design *best) {
    static const int stages[] = {SIZING_SEARCH, SIZING_HALF, SIZING_POLISH, 0};
    bool going = true;
    for (const int *stage = stages; *stage && going; stage++) {
        count = keep_open(sizing, designs, count, best);
        going = sizing_simulate(sizing, designs, count, *stage, SIZING_TO_SEARCH);
        for (int i = 0; i < count && going; i++)
            refer_to_whole(sizing, designs[i]);
    }
    return going;
}

bool sizing_look_at(struct sizing *sizing, struct sizing_design *const *designs, int count,
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
            if (good ? may_be_better(sizing, left[i], best) : !sizing_clearly_misses(sizing, left[i]))
                left[kept++] = left[i];
        size = kept;
    }
    going = going && (!good || sizing_clear_up(sizing, left, size, best));
    arena_destroy(own);
    return going;
}
