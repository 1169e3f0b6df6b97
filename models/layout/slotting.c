/* SPDX-License-Identifier: MIT */
/* slotting.c - the list of slotting policies, and what they share. */
#include "models/layout/slotting.h"

#include <stdlib.h>
#include "models/demand/catalogue.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

const struct option *const slotting_options[] = {&slotting_random.option,    &slotting_closest_open.option,
                                                 &slotting_dedicated.option, &slotting_full_turnover.option,
                                                 &slotting_abc.option,       &slotting_families.option,
                                                 &slotting_file.option,      NULL};

/* How far */

double slot_aisle_m(const struct layout *layout, const struct stop *stop) {
    return layout->front_m[layout_aisle_of(layout, stop)];
}

double slot_walk_m(const struct layout *layout, const struct stop *stop) {
    return slot_aisle_m(layout, stop) + stop->y_m;
}

double by_aisle_m(const struct layout *layout, const struct stop *stop, const void *config) {
    (void)config;
    return slot_aisle_m(layout, stop);
}

double by_number_m(const struct layout *layout, const struct stop *stop, const void *config) {
    (void)layout;
    (void)stop;
    (void)config;
    return 0.0;
}

/* Who takes which */

enum { NO_SLOT = -1 };

void placing_shuffle(struct placing *placing, int first, int end, int slots_end) {
    int *order = placing->order, open = 0, next = 0;
    for (int i = first; i < slots_end; i++)
        order[i - first] = i;
    for (int i = first; i < end; i++) {
        int sku = placing->ranked[i], slot = placing->lies ? placing->lies[sku] : NO_SLOT;
        bool stays = slot >= first && slot < slots_end;
        placing->place[sku] = stays ? slot : NO_SLOT;
        if (stays)
            order[slot - first] = NO_SLOT;
    }
    for (int i = 0; i < slots_end - first; i++)
        if (order[i] != NO_SLOT)
            order[open++] = order[i];
    for (int i = first; i < end; i++) {
        int *place = &placing->place[placing->ranked[i]];
        if (*place != NO_SLOT)
            continue;
        int pick = next + (int)stream_below(&placing->stream, (uint32_t)(open - next));
        *place = order[pick];
        order[pick] = order[next++];
    }
}

static int earlier(const void *a, const void *b) {
    const struct turn *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->rank - y->rank;
}

void placing_take_turns(struct placing *placing) {
    qsort(placing->turns, (size_t)placing->sku_count, sizeof *placing->turns, earlier);
    for (int i = 0; i < placing->sku_count; i++)
        placing->place[placing->turns[i].sku] = i;
}

/* The placement of a scenario */

static int nearer(const void *a, const void *b) {
    const struct slot *x = a, *y = b;
    if (x->distance_m != y->distance_m)
        return x->distance_m < y->distance_m ? -1 : 1;
    return x->number - y->number;
}

/* Above it goods get in each other's way: putaway looks for space, slots hold two SKUs. WERC, docs/model.md.
 */
#define USABLE_OCCUPANCY 0.85

static void warn_of_occupancy(const struct placement *placement, int sku_count, struct problems *problems) {
    double occupancy = (double)sku_count / placement->slot_count;
    if (occupancy > USABLE_OCCUPANCY)
        warning_of(problems, "layout", "add slots, or reduce the number of SKUs",
                   "%.0f %% of the slots are taken; above %.0f %% a rack is hard to work with",
                   100.0 * occupancy, 100.0 * USABLE_OCCUPANCY);
}

struct placement *slotting_run(struct arena *arena, const struct choice *slotting,
                               const struct layout *layout, const struct catalogue *catalogue,
                               struct slot *slots, int slot_count, struct problems *problems) {
    struct placement *placement = arena_new(arena, struct placement);
    *placement = (struct placement){.policy = (const struct slotting *)(const void *)slotting->is,
                                    .config = slotting->config,
                                    .slots = slots,
                                    .slot_count = slot_count,
                                    .slot_of = arena_array(arena, int, catalogue->count)};
    for (int i = 0; i < slot_count; i++)
        slots[i].distance_m = placement->policy->distance_m(layout, &slots[i].stop, slotting->config);
    qsort(slots, (size_t)slot_count, sizeof *slots, nearer);
    int *ranked = arena_array(arena, int, catalogue->count);
    double *demand = arena_array(arena, double, catalogue->count);
    for (int i = 0; i < catalogue->count; i++) {
        ranked[i] = i;
        demand[i] = catalogue->skus[i].share;
    }
    placement->policy->place(&(struct placing){.config = slotting->config,
                                               .layout = layout,
                                               .catalogue = catalogue,
                                               .problems = problems,
                                               .slots = slots,
                                               .slot_count = slot_count,
                                               .sku_count = catalogue->count,
                                               .ranked = ranked,
                                               .demand = demand,
                                               .place = placement->slot_of,
                                               .order = arena_array(arena, int, slot_count),
                                               .turns = arena_array(arena, struct turn, catalogue->count),
                                               .stream = stream_named(0, 0, "layout/slotting")});
    for (int i = 0; i < catalogue->count; i++)
        layout->home[i] = slots[placement->slot_of[i]].stop;
    warn_of_occupancy(placement, catalogue->count, problems);
    return placement;
}
