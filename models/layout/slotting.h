/* SPDX-License-Identifier: MIT */
/* slotting.h - which SKU lies where; one file and one record per policy.
 *
 * Slots are sorted by the policy's distance; then the policy places SKUs, which are numbered by popularity,
 * into them. The order of chance is part of the scenario, not of a replication, so its seed is fixed. */
#ifndef MODELS_LAYOUT_SLOTTING_H
#define MODELS_LAYOUT_SLOTTING_H

#include "models/layout/layout.h"

struct slot {
    struct stop stop;
    double distance_m; /* by which slots are filled */
    int number;
};

struct placing {
    const void *config; /* of the policy */
    const struct slot *slots;
    int slot_count, sku_count; /* slots >= SKUs */
    struct stop *home;         /* of each SKU: the result */
    int *order;                /* room for slot_count numbers */
    struct stream stream;
};

struct slotting {
    struct option option;
    /* Metres by which the policy judges a slot. */
    double (*distance_m)(const struct layout *layout, const struct stop *stop, const void *config);
    void (*place)(struct placing *placing);
};
extern const struct slotting slotting_random, slotting_closest_open, slotting_full_turnover, slotting_abc;
extern const struct option *const slotting_options[]; /* NULL at the end; the first is the default */

/* Fills home[0 ... sku_count - 1] from all slots of the layout. */
void slotting_run(struct arena *arena, const struct choice *slotting, const struct layout *layout,
                  struct slot *slots, int slot_count, struct stop *home, int sku_count);

/* For policies: SKUs first ... end - 1 take slots first ... slots_end - 1 in random order. */
void placing_shuffle(struct placing *placing, int first, int end, int slots_end);
/* Metres from the depot to the front of a slot's aisle, and on to the slot. */
double slot_aisle_m(const struct layout *layout, const struct stop *stop);
double slot_walk_m(const struct layout *layout, const struct stop *stop);

#endif
