/* SPDX-License-Identifier: MIT */
/* routing_largest_gap.c - an aisle is picked from both ends and its largest gap is not walked: the one
 * between two neighbouring stops, or between an end and the stop next to it (of equal ones the one nearest
 * the front); the first and the last visited aisle are traversed, a single one is a return.
 *
 * In several blocks (routing_blocks.h): in the farthest block a single subaisle is a return from the front;
 * else the first one is traversed to the back. In every block the picker then goes along the back past the
 * other subaisles but the last, into each that has stops behind its largest gap; traverses the last one to
 * the front; and comes back along the front, into each that has stops before its largest gap, no farther
 * than to the last such.
 *
 * Source: Hall 1993, IIE Transactions 25(4); Roodbergen and de Koster 2001, International Journal of
 * Production Research 39(9), for several blocks. Check values: tests/theory/test_routing_optimal.c and
 * test_routing_blocks.c. */
#include "models/layout/routing_blocks.h"
#include "models/layout/routing_two_sided.h"

/* In one block */

static int at_largest_gap(const struct stop *stops, int first, int end, double front_m, double back_m) {
    int split = first;
    double before = front_m, largest = -1.0;
    for (int i = first; i <= end; i++) {
        double y = i < end ? stops[i].y_m : back_m;
        if (y - before > largest) {
            largest = y - before;
            split = i;
        }
        before = y;
    }
    return split;
}

/* In several blocks */

/* Into the subaisle from the cross aisle at y to stops in the order from ... to, and out again. */
static void walk_detour(struct walk *walk, double x_m, double y_m, int from, int to) {
    if (from == to)
        return;
    walk_to(walk, x_m, y_m);
    walk_past(walk, from, to);
    walk_to(walk, x_m, y_m);
}

static void largest_gap_block(struct walk *walk, const struct block_visits *visits) {
    int split[RACK_MOST_AISLES], inner = 0, last = visits->count - 1;
    double front_m = visits->front_m, back_m = visits->back_m;
    const struct visit *items = visits->items;
    if (walk->y_m == front_m) {
        walk_to(walk, visit_x_m(walk, &items[0]), front_m);
        walk_past(walk, items[0].first, items[0].end);
        walk_to(walk, walk->x_m, last == 0 ? front_m : back_m);
        if (last == 0)
            return;
        inner = 1;
    }
    for (int i = inner; i < last; i++) {
        split[i] = at_largest_gap(walk->stops, items[i].first, items[i].end, front_m, back_m);
        walk_detour(walk, visit_x_m(walk, &items[i]), back_m, items[i].end, split[i]);
    }
    walk_to(walk, visit_x_m(walk, &items[last]), back_m);
    walk_past(walk, items[last].end, items[last].first);
    walk_to(walk, walk->x_m, front_m);
    for (int i = last - 1; i >= inner; i--)
        walk_detour(walk, visit_x_m(walk, &items[i]), front_m, items[i].first, split[i]);
}

/* The policy */

static double largest_gap_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (!only_front_block(rack, stops, count))
        return blocks_length_m(rack, stops, count, largest_gap_block);
    struct rack front = front_block(rack);
    return two_sided_length_m(&front, stops, count, at_largest_gap);
}

static int largest_gap_walk(const struct rack *rack, const struct stop *stops, int count,
                            struct waypoint *points) {
    if (!only_front_block(rack, stops, count))
        return blocks_walk(rack, stops, count, points, largest_gap_block);
    struct rack front = front_block(rack);
    return two_sided_walk(&front, stops, count, points, at_largest_gap);
}

const struct routing routing_largest_gap = {
    .option = {.name = "largest_gap",
               .doc = "First and last visited aisle traversed, the others picked from both ends up to their "
                      "largest gap. Block by block from the back where there are cross aisles between."},
    .length_m = largest_gap_length_m,
    .walk = largest_gap_walk,
};
