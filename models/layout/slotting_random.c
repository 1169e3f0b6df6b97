/* SPDX-License-Identifier: MIT */
/* slotting_random.c - SKUs lie anywhere. */
#include "models/layout/slotting.h"

static void place_anywhere(struct placing *placing) {
    placing_shuffle(placing, 0, placing->sku_count, placing->slot_count);
}

const struct slotting slotting_random = {
    .option = {.name = "random", .doc = "SKUs lie anywhere."},
    .distance_m = by_number_m,
    .place = place_anywhere,
};
