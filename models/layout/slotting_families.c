/* SPDX-License-Identifier: MIT */
/* slotting_families.c - SKUs that are bought together lie next to each other.
 *
 * Families come in order of popularity per slot, and within a family its SKUs by popularity; aisles are
 * filled one after the other, the nearest first, so that a family keeps together. Correlated assignment:
 * Frazelle and Sharp 1989, Industrial Engineering 21(4). A SKU without a family is a family of its own. */
#include "models/demand/catalogue.h"
#include "models/layout/slotting.h"
#include "sim/base/problems.h"

static double popularity_per_slot(const struct placing *placing, int family) {
    const struct families *families = &placing->catalogue->families;
    double sum = 0.0;
    for (int k = families->first[family]; k < families->first[family + 1]; k++)
        sum += placing->demand[families->skus[k]];
    return sum / (families->first[family + 1] - families->first[family]);
}

static void place_by_family(struct placing *placing) {
    const struct families *families = &placing->catalogue->families;
    if (!families->count)
        problem_of(placing->problems, "slotting", "add catalogue.families, or a family column in its file",
                   "there are no families that could lie together");
    for (int i = 0; i < placing->sku_count; i++) {
        int sku = placing->ranked[i], family = placing->catalogue->skus[sku].family;
        bool alone = family == NO_FAMILY;
        placing->turns[i] =
            (struct turn){.key = -(alone ? placing->demand[sku] : popularity_per_slot(placing, family)),
                          .group = alone ? families->count + sku : family,
                          .rank = i,
                          .sku = sku};
    }
    placing_take_turns(placing);
}

const struct slotting slotting_families = {
    .option = {.name = "families",
               .doc =
                   "SKUs of a family lie next to each other, the most popular families nearest the depot."},
    .distance_m = by_aisle_m,
    .place = place_by_family,
};
