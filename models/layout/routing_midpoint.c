/* SPDX-License-Identifier: MIT */
/* routing_midpoint.c - nobody crosses the middle of an aisle: its front half is picked from the front, its
 * back half from the back; the first and the last visited aisle are traversed, a single one is a return.
 *
 * A stop in the very middle counts as front. Cross aisles in the middle are not used: the
 * literature knows no form for several blocks, and a rack with several is walked as one.
 *
 * Source: Hall 1993, IIE Transactions 25(4). Check values: tests/theory/test_routing_optimal.c. */
#include "models/layout/routing_two_sided.h"

static int at_midpoint(const struct stop *stops, int first, int end, double front_m, double back_m) {
    while (first < end && stops[first].y_m <= (front_m + back_m) / 2.0)
        first++;
    return first;
}

static double midpoint_length_m(const struct rack *rack, const struct stop *stops, int count) {
    return two_sided_length_m(rack, stops, count, at_midpoint);
}

static int midpoint_walk(const struct rack *rack, const struct stop *stops, int count,
                         struct waypoint *points) {
    return two_sided_walk(rack, stops, count, points, at_midpoint);
}

const struct routing routing_midpoint = {
    .option =
        {.name = "midpoint",
         .doc =
             "First and last visited aisle traversed, the others picked from both ends up to their middle."},
    .length_m = midpoint_length_m,
    .walk = midpoint_walk,
};
