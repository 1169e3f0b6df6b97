/* SPDX-License-Identifier: MIT */
/* routing_one_way.c - narrow aisles are walked in one direction only: aisles 0, 2, 4 ... from front to back,
 * aisles 1, 3, 5 ... from back to front; cross aisles in both. From left to right the stops of each visited
 * aisle are served in its direction, and between them the shortest way is taken that respects the directions,
 * if need be through aisles without stops.
 *
 * A visited aisle is entered on the last cross aisle before its first stop, in its direction, and left on the
 * first one after its last stop. This loses nothing against a choice among all cross aisles by a dynamic
 * programme, since the way from one visited aisle to the next is as long as they are apart in x and y: of two
 * neighbouring aisles one leads up and one down, and both lie on the way, so that there is no detour in x;
 * and with such ways neither entering earlier nor leaving later is shorter. The aisle itself serves for its
 * own direction, the one next to it on the right for the other.
 *
 * Only the depot may ask for a detour: when the first visited aisle leads down, or is left behind the front
 * by the last one that leads up. The aisle of the other direction is then used which makes the way along the
 * cross aisles shortest, the left one of two. A rack of a single aisle is walked both ways.
 *
 * Check values: tests/theory/test_routing_one_way.c. */
#include <math.h>

#include "models/layout/routing_walk.h"

static inline bool leads_up(int aisle) {
    return aisle % 2 == 0;
}

/* The cross aisle at or before y; at or behind it. */
static inline double cross_before_m(const struct rack *rack, double y_m) {
    int cross = rack->crosses - 1;
    while (cross > 0 && rack->cross_y_m[cross] > y_m)
        cross--;
    return rack->cross_y_m[cross];
}
static inline double cross_behind_m(const struct rack *rack, double y_m) {
    int cross = 0;
    while (cross < rack->crosses - 1 && rack->cross_y_m[cross] < y_m)
        cross++;
    return rack->cross_y_m[cross];
}

/* The aisle in the direction that makes the way from x to it and on to the other x shortest: the last one
 * before the left x, the first one behind it, or a single one that is neither. */
static int aisle_for(const struct rack *rack, bool up, double x_m, double to_x_m) {
    double left_m = x_m < to_x_m ? x_m : to_x_m, best_m = INFINITY;
    int at = (int)fmin(fmax(floor(left_m / rack->spacing_m), 0.0), rack->aisles - 1), best = 0;
    for (int aisle = at > 1 ? at - 2 : 0; aisle < rack->aisles && aisle <= at + 3; aisle++) {
        double aisle_m = aisle_x_m(rack, aisle), way_m = fabs(x_m - aisle_m) + fabs(aisle_m - to_x_m);
        if (leads_up(aisle) != up || way_m >= best_m - 1e-9)
            continue;
        best_m = way_m;
        best = aisle;
    }
    return best;
}

/* To a place on another cross aisle, through an aisle in the direction. */
static void change_cross_aisle(struct walk *walk, double x_m, double y_m) {
    if (y_m != walk->y_m) {
        int aisle = aisle_for(walk->rack, y_m > walk->y_m, walk->x_m, x_m);
        walk_to(walk, aisle_x_m(walk->rack, aisle), walk->y_m);
        walk_to(walk, walk->x_m, y_m);
    }
    walk_to(walk, x_m, y_m);
}

static void walk_one_way(struct walk *walk, int count) {
    const struct rack *rack = walk->rack;
    const struct stop *stops = walk->stops;
    for (int i = 0; i < count;) {
        int end = next_aisle(stops, i, count);
        double before_m = cross_before_m(rack, stops[i].y_m),
               behind_m = cross_behind_m(rack, stops[end - 1].y_m);
        bool up = leads_up(stops[i].aisle);
        change_cross_aisle(walk, aisle_x_m(rack, stops[i].aisle), up ? before_m : behind_m);
        walk_past(walk, up ? i : end, up ? end : i);
        walk_to(walk, walk->x_m, up ? behind_m : before_m);
        i = end;
    }
    change_cross_aisle(walk, rack->depot_x_m, 0.0);
    if (count == 0)
        walk_to_depot(walk);
}

/* The policy */

static double one_way_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (rack->aisles == 1)
        return routing_return.length_m(rack, stops, count);
    struct walk walk = walk_from_depot(rack, stops, NULL);
    walk_one_way(&walk, count);
    return walk.metres;
}

static int one_way_walk(const struct rack *rack, const struct stop *stops, int count,
                        struct waypoint *points) {
    if (rack->aisles == 1)
        return routing_return.walk(rack, stops, count, points);
    struct walk walk = walk_from_depot(rack, stops, points);
    walk_one_way(&walk, count);
    return walk.count;
}

const struct routing routing_one_way = {
    .option = {.name = "one_way",
               .doc = "From left to right through narrow aisles that lead to the back and to the front in "
                      "turn, each in its direction only."},
    .length_m = one_way_length_m,
    .walk = one_way_walk,
};
