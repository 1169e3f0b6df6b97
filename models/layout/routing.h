/* SPDX-License-Identifier: MIT */
/* routing.h - how a picker walks through the aisles; one file and one record per policy.
 *
 * Stops are of one block and sorted by aisle, then by y. A tour starts and ends at the depot on the front
 * cross aisle, which may lie anywhere along it. No policy allocates memory. Only `return` and `midpoint` do
 * not use cross aisles between the front and the back; they walk as if there were none.
 */
#ifndef MODELS_LAYOUT_ROUTING_H
#define MODELS_LAYOUT_ROUTING_H

#include "models/layout/rack.h"
#include "sim/config/field.h"

struct waypoint {
    double x_m, y_m;
};

struct routing {
    struct option option;
    /* Metres of the closed tour; 0 without stops. */
    double (*length_m)(const struct rack *rack, const struct stop *stops, int count);
    /* The corners of the same tour and every stop once, depot first and last; returns their number, at most
     * waypoints_most(count). */
    int (*walk)(const struct rack *rack, const struct stop *stops, int count, struct waypoint *points);
};
extern const struct routing routing_s_shape, routing_return, routing_midpoint, routing_largest_gap,
    routing_combined, routing_optimal, routing_aisle_by_aisle, routing_one_way, routing_nearest_neighbour;
extern const struct option *const routing_options[]; /* NULL at the end */

static inline const struct routing *routing_of(const struct choice *choice) {
    return (const struct routing *)(const void *)choice->is; /* the option is the record's first member */
}

/* Room for the points of any walk past `count` stops. Most policies need 3 * count + 2; an optimal tour walks
 * up to ten edges to each of at most count + 1 columns. */
static inline int waypoints_most(int count) {
    return 11 * count + 12;
}

/* Helpers shared by policies: the first stop of the next aisle, and metres along the front cross aisle. */
static inline int next_aisle(const struct stop *stops, int i, int count) {
    int aisle = stops[i].aisle;
    while (i < count && stops[i].aisle == aisle)
        i++;
    return i;
}
static inline double cross_aisle_m(const struct rack *rack, const struct stop *stops, int count) {
    double first = aisle_x_m(rack, stops[0].aisle), last = aisle_x_m(rack, stops[count - 1].aisle);
    double left = first < rack->depot_x_m ? first : rack->depot_x_m;
    double right = last > rack->depot_x_m ? last : rack->depot_x_m;
    return 2.0 * (right - left);
}
/* By block, aisle and y. */
void stops_sort(struct stop *stops, int count);

#endif
