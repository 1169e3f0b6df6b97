/* SPDX-License-Identifier: MIT */
/* routing_aisle_by_aisle.c - from left to right every visited aisle is entered once and left once, its stops
 * all served in between, and the cross aisle on which the picker goes on to the next one is chosen so that
 * the whole tour is shortest. In one block this is `combined`.
 *
 * From the depot the picker goes along the front to the first visited aisle, and from the last one along the
 * front to the depot, wherever that lies. An aisle with stops from y = a to y = b that is entered at h and
 * left at k is served by going to one of its ends first, then to the other one:
 *   min(|h - a| + |b - k|, |h - b| + |a - k|) + b - a.
 * So a dynamic programme needs only the least metres with which the picker comes to a and to b first, over
 * the cross aisles h; its time is proportional to visited aisles times cross aisles. Of equally short ways
 * the cross aisle nearest the front is taken, and the stop nearest the front is served first.
 *
 * Source: Vaughan and Petersen 1999, International Journal of Production Research 37(4). Check values:
 * tests/theory/test_routing_blocks.c. */
#include <math.h>

#include "models/layout/routing_walk.h"

/* Metres in the aisles so far when the picker comes to an end of the stops first, and the cross aisle on
 * which he came. */
struct arrival {
    double metres;
    int cross;
};
struct aisle {
    int first, end;
    double low_m, high_m; /* y of the stops */
    struct arrival low, high;
};

/* Metres when the aisle is left at y. */
static inline double left_m(const struct aisle *aisle, double y_m, bool *low_first) {
    double low = aisle->low.metres + fabs(aisle->high_m - y_m),
           high = aisle->high.metres + fabs(aisle->low_m - y_m);
    *low_first = low <= high;
    return (*low_first ? low : high) + aisle->high_m - aisle->low_m;
}

static inline void arrive(struct arrival *arrival, double metres, int cross) {
    if (metres < arrival->metres)
        *arrival = (struct arrival){metres, cross};
}

/* `before` is the visited aisle on the left, or NULL: the picker comes along the front. */
static inline struct aisle next(const struct rack *rack, const struct stop *stops, int first, int count,
                                const struct aisle *before) {
    int end = next_aisle(stops, first, count);
    struct aisle aisle = {first, end, stops[first].y_m, stops[end - 1].y_m, {INFINITY, 0}, {INFINITY, 0}};
    bool low_first;
    for (int cross = 0; cross < (before ? rack->crosses : 1); cross++) {
        double y_m = rack->cross_y_m[cross], metres = before ? left_m(before, y_m, &low_first) : 0.0;
        arrive(&aisle.low, metres + fabs(aisle.low_m - y_m), cross);
        arrive(&aisle.high, metres + fabs(aisle.high_m - y_m), cross);
    }
    return aisle;
}

static double aisle_by_aisle_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count == 0)
        return 0.0;
    struct aisle aisle = next(rack, stops, 0, count, NULL);
    while (aisle.end < count)
        aisle = next(rack, stops, aisle.end, count, &aisle);
    bool low_first;
    return left_m(&aisle, 0.0, &low_first) + cross_aisle_m(rack, stops, count);
}

static int aisle_by_aisle_walk(const struct rack *rack, const struct stop *stops, int count,
                               struct waypoint *points) {
    struct aisle aisles[RACK_MOST_AISLES];
    int leave[RACK_MOST_AISLES], visited = 0; /* on which cross aisle */
    bool low_first[RACK_MOST_AISLES];
    for (int i = 0; i < count; i = aisles[visited++].end)
        aisles[visited] = next(rack, stops, i, count, visited ? &aisles[visited - 1] : NULL);
    for (int i = visited - 1, cross = 0; i >= 0; i--) {
        leave[i] = cross;
        left_m(&aisles[i], rack->cross_y_m[cross], &low_first[i]);
        cross = low_first[i] ? aisles[i].low.cross : aisles[i].high.cross;
    }
    struct walk walk = walk_from_depot(rack, stops, points);
    for (int i = 0; i < visited; i++) {
        const struct aisle *aisle = &aisles[i];
        walk_to(&walk, aisle_x_m(rack, stops[aisle->first].aisle), walk.y_m);
        walk_past(&walk, low_first[i] ? aisle->first : aisle->end, low_first[i] ? aisle->end : aisle->first);
        walk_to(&walk, walk.x_m, rack->cross_y_m[leave[i]]);
    }
    walk_to_depot(&walk);
    return walk.count;
}

const struct routing routing_aisle_by_aisle = {
    .option = {.name = "aisle_by_aisle",
               .doc = "Each visited aisle once, from left to right, over the best cross aisles between."},
    .length_m = aisle_by_aisle_length_m,
    .walk = aisle_by_aisle_walk,
};
