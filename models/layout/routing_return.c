/* SPDX-License-Identifier: MIT */
/* routing_return.c - enter and leave every visited aisle from the front, as deep as its deepest pick.
 *
 * Cross aisles in the middle are not used: the literature knows no form for several blocks, and a rack with
 * several is walked as one.
 *
 * Source: Hall 1993, IIE Transactions 25(4). Check values: tests/theory/test_routing.c. */
#include "models/layout/routing.h"

static double return_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count == 0)
        return 0.0;
    double aisles_m = 0.0;
    for (int i = 0; i < count;) {
        i = next_aisle(stops, i, count);
        aisles_m += 2.0 * stops[i - 1].y_m;
    }
    return aisles_m + cross_aisle_m(rack, stops, count);
}

static int return_walk(const struct rack *rack, const struct stop *stops, int count,
                       struct waypoint *points) {
    int n = 0;
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    for (int i = 0; i < count;) {
        int end = next_aisle(stops, i, count);
        double x = aisle_x_m(rack, stops[i].aisle);
        points[n++] = (struct waypoint){x, 0.0};
        for (; i < end; i++)
            points[n++] = (struct waypoint){x, stops[i].y_m};
        points[n++] = (struct waypoint){x, 0.0};
    }
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    return n;
}

const struct routing routing_return = {
    .option = {.name = "return", .doc = "In and out from the front of each visited aisle."},
    .length_m = return_length_m,
    .walk = return_walk,
};
