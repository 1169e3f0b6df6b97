/* SPDX-License-Identifier: MIT */
/* picking_zones.c - the lines of an order are picked in all their zones at the same time and meet at
 * consolidation. */
#include "models/fulfil/picking_method.h"

static const struct field zones_fields[] = {BATCH_FIELDS(10), {0}};

static void cut(struct picking *picking, struct order *order) {
    for (int zone = 0; zone < picking->zone_count; zone++)
        picking_cut_part(picking, order, FORM_PIECES, zone);
}

const struct pick_method method_parallel_zones = {
    .option =
        {"parallel_zones",
         "All zones that hold lines of an order pick them at the same time; they meet at consolidation.",
         zones_fields, sizeof(struct batch_config)},
    .batches = true,
    .by_zone = true,
    .splits = true,
    .cut = cut,
};
