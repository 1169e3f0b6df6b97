/* SPDX-License-Identifier: MIT */
/* slotting_full_turnover.c - the more often a SKU is asked for, the nearer to the depot it lies.
 *
 * With one slot a SKU this is Heskett's cube-per-order index (1963), since every SKU takes the same space. */
#include "models/layout/slotting.h"

static double walk_m(const struct layout *layout, const struct stop *stop, const void *config) {
    (void)config;
    return slot_walk_m(layout, stop);
}

static void place_by_rank(struct placing *placing) {
    for (int i = 0; i < placing->sku_count; i++)
        placing->home[i] = placing->slots[i].stop;
}

const struct slotting slotting_full_turnover = {
    .option = {.name = "full_turnover",
               .doc = "SKUs lie in order of popularity, the most popular nearest the depot."},
    .distance_m = walk_m,
    .place = place_by_rank,
};
