/* SPDX-License-Identifier: MIT */
/* slotting_full_turnover.c - the lower the cube-per-order index of a SKU, the nearer to the depot it lies.
 *
 * The index is the space that a SKU needs over how often it is asked for (Heskett 1963, Transportation and
 * Distribution Management 3(4)). Space is in proportion to the litres of a unit; where all SKUs are equally
 * large, the order is that of popularity. */
#include <math.h>
#include "models/demand/catalogue.h"
#include "models/layout/slotting.h"

enum { BY_CUBE_PER_ORDER, BY_POPULARITY };
static const char *const measures[] = {"cube_per_order", "popularity", NULL};

struct full_turnover_config {
    int by;
};

static const struct field full_turnover_fields[] = {
    {ENUM(struct full_turnover_config, by, measures), .preset = BY_CUBE_PER_ORDER,
     .doc = "Litres over lines, the least nearest the depot, or lines alone."},
    {0},
};

static double walk_m(const struct layout *layout, const struct stop *stop, const void *config) {
    (void)config;
    return slot_walk_m(layout, stop);
}

static void place_by_index(struct placing *placing) {
    const struct full_turnover_config *config = placing->config;
    for (int i = 0; i < placing->sku_count; i++) {
        int sku = placing->ranked[i];
        double litres = config->by == BY_POPULARITY ? 1.0 : placing->catalogue->skus[sku].litres;
        placing->turns[i] =
            (struct turn){.key = placing->demand[sku] > 0 ? litres / placing->demand[sku] : INFINITY,
                          .rank = i,
                          .sku = sku};
    }
    placing_take_turns(placing);
}

const struct slotting slotting_full_turnover = {
    .option = {.name = "full_turnover",
               .doc =
                   "SKUs lie in order of their cube-per-order index, the lowest nearest the depot; equally "
                   "large ones by popularity.",
               .fields = full_turnover_fields,
               .size = sizeof(struct full_turnover_config)},
    .follows_demand = true,
    .distance_m = walk_m,
    .place = place_by_index,
};
