/* SPDX-License-Identifier: MIT */
/* routing_s_shape.c - every visited aisle is traversed; with an odd number of them the last one is entered
 * and left from the front, as deep as its deepest pick.
 *
 * Cross aisles in the middle are not used: a rack with several blocks is walked as one.
 *
 * Source: Hall 1993, IIE Transactions 25(4) ("traversal"). Check values: tests/theory/test_routing.c. */
#include "models/layout/routing.h"

static double s_shape_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count == 0)
        return 0.0;
    int visited = 0;
    for (int i = 0; i < count; i = next_aisle(stops, i, count))
        visited++;
    double aisles_m = (visited - visited % 2) * rack->length_m;
    if (visited % 2)
        aisles_m += 2.0 * stops[count - 1].y_m;
    return aisles_m + cross_aisle_m(rack, stops, count);
}

static int s_shape_walk(const struct rack *rack, const struct stop *stops, int count,
                        struct waypoint *points) {
    int n = 0, visited = 0;
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    for (int i = 0; i < count; visited++) {
        int end = next_aisle(stops, i, count);
        double x = aisle_x_m(rack, stops[i].aisle);
        bool last_from_front = end == count && visited % 2 == 0, upwards = visited % 2 == 0;
        points[n++] = (struct waypoint){x, upwards ? 0.0 : rack->length_m};
        for (int k = 0; k < end - i; k++)
            points[n++] = (struct waypoint){x, stops[upwards ? i + k : end - 1 - k].y_m};
        points[n++] = (struct waypoint){x, last_from_front || !upwards ? 0.0 : rack->length_m};
        i = end;
    }
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    return n;
}

const struct routing routing_s_shape = {
    .option = {.name = "s_shape",
               .doc = "Through every visited aisle; the last of an odd number from the front."},
    .length_m = s_shape_length_m,
    .walk = s_shape_walk,
};
