/* SPDX-License-Identifier: MIT */
/* slotting.h - which SKU lies where; one file and one record per policy.
 *
 * Slots are sorted by the policy's distance, equally far ones by number; then the policy gives every SKU a
 * slot of its own. The order of chance is part of the scenario, not of a replication, so its seed is fixed.
 */
#ifndef MODELS_LAYOUT_SLOTTING_H
#define MODELS_LAYOUT_SLOTTING_H

#include "models/layout/layout.h"

struct slot {
    struct stop stop;
    double distance_m; /* by which slots are filled */
    int number;        /* block by block, aisle by aisle, bay by bay, level by level, place by place */
    int bay, place;    /* place: on its level of the bay, both sides of the aisle counted through */
};

/* A SKU in the order in which a policy places it: by key, group, rank. */
struct turn {
    double key;
    int group, rank, sku;
};

struct placing {
    const void *config; /* of the policy */
    const struct layout *layout;
    const struct catalogue *catalogue;
    struct problems *problems;
    const struct slot *slots;
    int slot_count, sku_count; /* slots >= SKUs */
    const int *ranked;         /* SKUs, the most popular first */
    const double *demand;      /* of each SKU, in any unit */
    const int *lies;           /* the slot of each SKU until now; NULL at first */
    int *place;                /* the slot of each SKU, an index of slots: the result */
    int *order;                /* room for slot_count numbers */
    struct turn *turns;        /* room for sku_count of them */
    struct stream stream;
};

struct slotting {
    struct option option;
    bool follows_demand; /* so that re-slotting can improve on it */
    /* Metres by which the policy judges a slot. */
    double (*distance_m)(const struct layout *layout, const struct stop *stop, const void *config);
    void (*place)(struct placing *placing);
};
extern const struct slotting slotting_random, slotting_closest_open, slotting_dedicated,
    slotting_full_turnover, slotting_abc, slotting_families, slotting_file;
extern const struct option *const slotting_options[]; /* NULL at the end; the first is the default */

/* What came of it: slots in the policy's order, and the slot of each SKU. */
struct placement {
    const struct slotting *policy;
    const void *config;
    const struct slot *slots;
    int slot_count;
    int *slot_of;
};
/* Fills layout->home as well. */
struct placement *slotting_run(struct arena *arena, const struct choice *slotting,
                               const struct layout *layout, const struct catalogue *catalogue,
                               struct slot *slots, int slot_count, struct problems *problems);

/* For policies. Ranks first ... end - 1 take slots first ... slots_end - 1 in random order; who lies in one
 * of these already, stays. */
void placing_shuffle(struct placing *placing, int first, int end, int slots_end);
/* Sorts the turns and gives slots to SKUs, one after the other. */
void placing_take_turns(struct placing *placing);
/* Metres from the depot to the front of a slot's aisle, and on to the slot. */
double slot_aisle_m(const struct layout *layout, const struct stop *stop);
double slot_walk_m(const struct layout *layout, const struct stop *stop);
/* For policies that fill one aisle after the other: the way to its front, or none at all. */
double by_aisle_m(const struct layout *layout, const struct stop *stop, const void *config);
double by_number_m(const struct layout *layout, const struct stop *stop, const void *config);

struct abc_config { /* of slotting_abc */
    int arrangement;
    double a_share, b_share;
};

#endif
