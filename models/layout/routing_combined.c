/* SPDX-License-Identifier: MIT */
/* routing_combined.c - from left to right every visited aisle is either traversed or left by the end at which
 * it was entered, whichever makes the whole tour shortest.
 *
 * A dynamic programme over the visited aisles with two states: the picker stands at the front or at the back
 * of the aisle when it is done. The way along the cross aisles is the same for all choices, since the picker
 * always goes to the first visited aisle, on to the last, and back to the depot along the front.
 *
 * In several blocks (routing_blocks.h): the same in every block over the subaisles in the order of the
 * visits, from where the picker stands to the front. Of two equally short ways into an aisle that is left at
 * an end, entering it from the front is taken.
 *
 * Source: Roodbergen and de Koster 2001, International Journal of Production Research 39(9), without the
 * additions of "combined+". Check values: tests/theory/test_routing_optimal.c and test_routing_blocks.c. */
#include <math.h>

#include "models/layout/routing_blocks.h"

/* Metres so far in the aisles, by the end at which the picker stands. */
struct ends {
    double front_m, back_m;
};

/* How an aisle was begun, given the end at which it was finished. */
struct begun {
    bool front_from_front, back_from_front;
};

static inline struct ends done(const struct block_visits *block, const struct stop *stops,
                               const struct visit *visit, struct ends at, struct begun *begun) {
    double through_m = block->back_m - block->front_m;
    double return_front = at.front_m + 2.0 * (stops[visit->end - 1].y_m - block->front_m),
           down = at.back_m + through_m;
    double return_back = at.back_m + 2.0 * (block->back_m - stops[visit->first].y_m),
           up = at.front_m + through_m;
    *begun = (struct begun){.front_from_front = return_front <= down, .back_from_front = up <= return_back};
    return (struct ends){begun->front_from_front ? return_front : down,
                         begun->back_from_front ? up : return_back};
}

static void combined_block(struct walk *walk, const struct block_visits *visits) {
    struct begun begun[RACK_MOST_AISLES];
    bool enter_front[RACK_MOST_AISLES + 1];
    struct ends at = {INFINITY, 0.0};
    if (walk->y_m == visits->front_m)
        at = (struct ends){0.0, INFINITY};
    int count = visits->count;
    for (int i = 0; i < count; i++)
        at = done(visits, walk->stops, &visits->items[i], at, &begun[i]);
    enter_front[count] = true; /* the block is left at the front */
    for (int i = count - 1; i >= 0; i--)
        enter_front[i] = enter_front[i + 1] ? begun[i].front_from_front : begun[i].back_from_front;
    for (int i = 0; i < count; i++) {
        const struct visit *visit = &visits->items[i];
        walk_to(walk, visit_x_m(walk, visit), walk->y_m);
        walk_past(walk, enter_front[i] ? visit->first : visit->end,
                  enter_front[i] ? visit->end : visit->first);
        walk_to(walk, walk->x_m, enter_front[i + 1] ? visits->front_m : visits->back_m);
    }
}

static double one_block_m(const struct rack *rack, const struct stop *stops, int count) {
    const struct block_visits block = {.front_m = 0.0, .back_m = rack->cross_y_m[1]};
    struct ends at = {0.0, INFINITY};
    for (int i = 0; i < count;) {
        struct visit visit = {i, next_aisle(stops, i, count)};
        struct begun begun;
        at = done(&block, stops, &visit, at, &begun);
        i = visit.end;
    }
    return at.front_m + cross_aisle_m(rack, stops, count);
}

static double combined_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count == 0)
        return 0.0;
    return only_front_block(rack, stops, count) ? one_block_m(rack, stops, count)
                                                : blocks_length_m(rack, stops, count, combined_block);
}

static int combined_walk(const struct rack *rack, const struct stop *stops, int count,
                         struct waypoint *points) {
    return blocks_walk(rack, stops, count, points, combined_block);
}

const struct routing routing_combined = {
    .option = {.name = "combined",
               .doc =
                   "Each visited aisle traversed or left where it was entered, the best combination of both. "
                   "Block by block from the back where there are cross aisles between."},
    .length_m = combined_length_m,
    .walk = combined_walk,
};
