/* SPDX-License-Identifier: MIT */
/* routing_s_shape.c - every visited aisle is traversed; with an odd number of them the last one is entered
 * and left from the front, as deep as its deepest pick.
 *
 * In several blocks (routing_blocks.h): every subaisle with stops left is traversed, in the order of the
 * visits; the last one of a block is entered and left from the front if the picker stands at the front then.
 *
 * Source: Hall 1993, IIE Transactions 25(4) ("traversal"); Roodbergen and de Koster 2001, International
 * Journal of Production Research 39(9), for several blocks. Check values: tests/theory/test_routing.c and
 * test_routing_blocks.c. */
#include "models/layout/routing_blocks.h"

static void s_shape_block(struct walk *walk, const struct block_visits *visits) {
    bool at_front = walk->y_m == visits->front_m;
    for (int i = 0; i < visits->count; i++) {
        const struct visit *visit = &visits->items[i];
        walk_to(walk, visit_x_m(walk, visit), walk->y_m);
        walk_past(walk, at_front ? visit->first : visit->end, at_front ? visit->end : visit->first);
        at_front = !at_front || i == visits->count - 1;
        walk_to(walk, walk->x_m, at_front ? visits->front_m : visits->back_m);
    }
}

static double one_block_m(const struct rack *rack, const struct stop *stops, int count) {
    int visited = 0;
    for (int i = 0; i < count; i = next_aisle(stops, i, count))
        visited++;
    double aisles_m = (visited - visited % 2) * rack->length_m;
    if (visited % 2)
        aisles_m += 2.0 * stops[count - 1].y_m;
    return aisles_m + cross_aisle_m(rack, stops, count);
}

static double s_shape_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count == 0)
        return 0.0;
    if (!only_front_block(rack, stops, count))
        return blocks_length_m(rack, stops, count, s_shape_block);
    struct rack front = front_block(rack);
    return one_block_m(&front, stops, count);
}

static int s_shape_walk(const struct rack *rack, const struct stop *stops, int count,
                        struct waypoint *points) {
    return blocks_walk(rack, stops, count, points, s_shape_block);
}

const struct routing routing_s_shape = {
    .option = {.name = "s_shape",
               .doc = "Through every visited aisle; the last of an odd number from the front. Block by block "
                      "from the back where there are cross aisles between."},
    .length_m = s_shape_length_m,
    .walk = s_shape_walk,
};
