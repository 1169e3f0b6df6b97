/* SPDX-License-Identifier: MIT */
/* sizing_neighbours.c - why it is not one less, or one more: the designs at one step from the answer. */
#include "sim/base/arena.h"
#include "sim/study/sizing_state.h"

/* By factor: one level down and up, or all other words. */
static int around(struct sizing *sizing, const struct sizing_design *centre, struct sizing_design **designs) {
    int factors = sizing->question->factor_count, count = 0;
    int *levels = arena_array(sizing->arena, int, factors + 1);
    for (int f = 0; f < factors; f++)
        levels[f] = centre->levels[f];
    for (int f = 0; f < factors; f++) {
        int here = centre->levels[f], from = sizing->numeric[f] ? here - 1 : 0,
            to = sizing->numeric[f] ? here + 1 : sizing->level_count[f] - 1;
        for (levels[f] = from; levels[f] <= to; levels[f]++)
            if (levels[f] != here && levels[f] >= 0 && levels[f] < sizing->level_count[f] &&
                (designs[count] = sizing_design_at(sizing, levels)) != NULL)
                count++;
        levels[f] = here;
    }
    return count;
}

static int factor_between(const struct sizing *sizing, const struct sizing_design *a,
                          const struct sizing_design *b) {
    int factor = 0;
    while (factor < sizing->question->factor_count - 1 && a->levels[factor] == b->levels[factor])
        factor++;
    return factor;
}

/* Somebody asks why it is not this one. */
static bool tempts(const struct sizing *sizing, const struct sizing_design *design,
                   const struct sizing_design *centre, int factor) {
    bool more = design->levels[factor] > centre->levels[factor];
    if (!sizing->numeric[factor])
        return true;
    if (factor == sizing->objective_factor)
        return more == sizing->question->objective.maximise;
    return !more || sizing_cheaper(sizing, design, centre);
}

struct sizing_neighbour *sizing_neighbours(struct sizing *sizing, int chosen, int *count) {
    struct sizing_design *centre = sizing->designs[chosen];
    int room = 2 * sizing->question->factor_count;
    for (int f = 0; f < sizing->question->factor_count; f++)
        room += sizing->level_count[f];
    struct sizing_design **designs = arena_array(sizing->arena, struct sizing_design *, room + 1);
    struct sizing_neighbour *neighbours = arena_array(sizing->arena, struct sizing_neighbour, room + 1);
    int size = around(sizing, centre, designs);
    *count = 0;
    sizing->turn = 1; /* as the first candidate they would have been judged */
    sizing_say(sizing, "neighbours");
    if (!sizing_simulate(sizing, designs, size, SIZING_SCREEN, SIZING_TO_SEARCH) ||
        !sizing_look_at(sizing, designs, size, centre))
        return neighbours;
    for (int i = 0; i < size; i++) {
        int factor = factor_between(sizing, designs[i], centre);
        if (tempts(sizing, designs[i], centre, factor))
            neighbours[(*count)++] = (struct sizing_neighbour){factor, sizing_index(sizing, designs[i])};
    }
    return neighbours;
}
