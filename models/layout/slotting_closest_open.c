/* SPDX-License-Identifier: MIT */
/* slotting_closest_open.c - SKUs come in random order, and each takes the slot nearest the depot that is
 * still open. */
#include "models/layout/slotting.h"

static double walk_m(const struct layout *layout, const struct stop *stop, const void *config) {
    (void)config;
    return slot_walk_m(layout, stop);
}

/* In the end the nearest slots are taken, by whom is chance. */
static void place_as_they_come(struct placing *placing) {
    placing_shuffle(placing, 0, placing->sku_count, placing->sku_count);
}

const struct slotting slotting_closest_open = {
    .option = {.name = "closest_open",
               .doc = "SKUs lie in the slots nearest the depot, whatever their popularity."},
    .distance_m = walk_m,
    .place = place_as_they_come,
};
