/* SPDX-License-Identifier: MIT */
/* slotting.c - the list of slotting policies, and what they share. */
#include "models/layout/slotting.h"

#include <stdlib.h>
#include "sim/base/arena.h"

const struct option *const slotting_options[] = {&slotting_random.option, &slotting_closest_open.option,
                                                 &slotting_full_turnover.option, &slotting_abc.option, NULL};

double slot_aisle_m(const struct layout *layout, const struct stop *stop) {
    return layout->front_m[layout_aisle_of(layout, stop)];
}

double slot_walk_m(const struct layout *layout, const struct stop *stop) {
    return slot_aisle_m(layout, stop) + stop->y_m;
}

void placing_shuffle(struct placing *placing, int first, int end, int slots_end) {
    int *order = placing->order;
    for (int i = first; i < slots_end; i++)
        order[i - first] = i;
    for (int i = first; i < end; i++) {
        int k = i - first, pick = k + (int)stream_below(&placing->stream, (uint32_t)(slots_end - i));
        int slot = order[pick];
        order[pick] = order[k];
        placing->home[i] = placing->slots[slot].stop;
    }
}

static int nearer(const void *a, const void *b) {
    const struct slot *x = a, *y = b;
    if (x->distance_m != y->distance_m)
        return x->distance_m < y->distance_m ? -1 : 1;
    return x->number - y->number;
}

void slotting_run(struct arena *arena, const struct choice *slotting, const struct layout *layout,
                  struct slot *slots, int slot_count, struct stop *home, int sku_count) {
    const struct slotting *policy = (const struct slotting *)(const void *)slotting->is;
    for (int i = 0; i < slot_count; i++)
        slots[i].distance_m = policy->distance_m(layout, &slots[i].stop, slotting->config);
    qsort(slots, (size_t)slot_count, sizeof *slots, nearer);
    struct placing placing = {.config = slotting->config,
                              .slots = slots,
                              .slot_count = slot_count,
                              .sku_count = sku_count,
                              .home = home,
                              .order = arena_array(arena, int, slot_count),
                              .stream = stream_named(0, 0, "layout/slotting")};
    policy->place(&placing);
}
