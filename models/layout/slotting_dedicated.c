/* SPDX-License-Identifier: MIT */
/* slotting_dedicated.c - every SKU has a fixed place by its number in the list of the assortment, whatever
 * its turnover: merchant by merchant, and aisle by aisle from the first.
 *
 * It is what de Koster, Le-Duc and Roodbergen (2007, EJOR 182(2)) call dedicated storage in the order of
 * product numbers: pickers learn where things are, and goods of one owner lie together. */
#include "models/demand/catalogue.h"
#include "models/layout/slotting.h"

static void place_by_list(struct placing *placing) {
    for (int i = 0; i < placing->sku_count; i++) {
        const struct sku *sku = &placing->catalogue->skus[i];
        placing->turns[i] = (struct turn){.group = sku->merchant, .rank = sku->listed, .sku = i};
    }
    placing_take_turns(placing);
}

const struct slotting slotting_dedicated = {
    .option =
        {.name = "dedicated",
         .doc = "SKUs lie merchant by merchant in the order of the catalogue's file (without one, in any), "
                "aisle by aisle, whatever their popularity."},
    .distance_m = by_number_m,
    .place = place_by_list,
};
