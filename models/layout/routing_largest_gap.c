/* SPDX-License-Identifier: MIT */
/* routing_largest_gap.c - an aisle is picked from both ends and its largest gap is not walked: the one
 * between two neighbouring stops, or between an end and the stop next to it; the first and the last visited
 * aisle are traversed, a single one is a return.
 *
 * Cross aisles in the middle are not used.
 *
 * Source: Hall 1993, IIE Transactions 25(4). Check values: tests/theory/test_routing_optimal.c. */
#include "models/layout/routing_two_sided.h"

static int at_largest_gap(const struct rack *rack, const struct stop *stops, int first, int end) {
    int split = first;
    double before = 0.0, largest = -1.0;
    for (int i = first; i <= end; i++) {
        double y = i < end ? stops[i].y_m : rack->length_m;
        if (y - before > largest) {
            largest = y - before;
            split = i;
        }
        before = y;
    }
    return split;
}

static double largest_gap_length_m(const struct rack *rack, const struct stop *stops, int count) {
    return two_sided_length_m(rack, stops, count, at_largest_gap);
}

static int largest_gap_walk(const struct rack *rack, const struct stop *stops, int count,
                            struct waypoint *points) {
    return two_sided_walk(rack, stops, count, points, at_largest_gap);
}

const struct routing routing_largest_gap = {
    .option = {.name = "largest_gap",
               .doc = "First and last visited aisle traversed, the others picked from both ends up to their "
                      "largest gap."},
    .length_m = largest_gap_length_m,
    .walk = largest_gap_walk,
};
