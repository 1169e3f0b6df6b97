/* SPDX-License-Identifier: MIT */
/* slotting_random.c - SKUs lie anywhere. */
#include "models/layout/slotting.h"

static double no_distance_m(const struct layout *layout, const struct stop *stop, const void *config) {
    (void)layout;
    (void)stop;
    (void)config;
    return 0.0;
}

static void place_anywhere(struct placing *placing) {
    placing_shuffle(placing, 0, placing->sku_count, placing->slot_count);
}

const struct slotting slotting_random = {
    .option = {.name = "random", .doc = "SKUs lie anywhere."},
    .distance_m = no_distance_m,
    .place = place_anywhere,
};
