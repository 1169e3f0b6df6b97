/* SPDX-License-Identifier: MIT */
/* slotting_abc.c - popular SKUs lie near the depot, at random within their class.
 *
 * Within-aisle gives class A whole aisles nearest the depot; across-aisle gives it the front of every aisle
 * (Petersen and Schmenner 1999, Decision Sciences 30(2)). */
#include "models/layout/slotting.h"

#include <math.h>

enum arrangement { WITHIN_AISLE, ACROSS_AISLE };
static const char *const arrangements[] = {"within_aisle", "across_aisle", NULL};

static const struct field abc_fields[] = {
    {ENUM(struct abc_config, arrangement, arrangements), .preset = WITHIN_AISLE,
     .doc = "Whole A aisles nearest the depot, or A at the front of every aisle."},
    {FIELD(struct abc_config, a_share), .min = 0, .max = 1, .preset = 0.2,
     .doc = "Share of the SKUs in class A."},
    {FIELD(struct abc_config, b_share), .min = 0, .max = 1, .preset = 0.3,
     .doc = "Share of the SKUs in class B."},
    {0},
};

static double abc_distance_m(const struct layout *layout, const struct stop *stop, const void *config) {
    const struct abc_config *abc = config;
    return abc->arrangement == WITHIN_AISLE ? slot_aisle_m(layout, stop) : stop->y_m;
}

/* The last class may lie anywhere that is left. */
static void place_by_class(struct placing *placing) {
    const struct abc_config *abc = placing->config;
    int a_end = (int)lround(abc->a_share * placing->sku_count);
    int b_end = (int)lround(fmin(1.0, abc->a_share + abc->b_share) * placing->sku_count);
    placing_shuffle(placing, 0, a_end, a_end);
    placing_shuffle(placing, a_end, b_end, b_end);
    placing_shuffle(placing, b_end, placing->sku_count, placing->slot_count);
}

const struct slotting slotting_abc = {
    .option = {.name = "abc",
               .doc = "Popular SKUs lie near the depot, at random within their class.",
               .fields = abc_fields,
               .size = sizeof(struct abc_config)},
    .follows_demand = true,
    .distance_m = abc_distance_m,
    .place = place_by_class,
};
