/* SPDX-License-Identifier: MIT */
/* routing_walk.h - a picker who walks by a rule, and either draws or only measures the way. A policy that
 * states its rule once, as a walk, has its length and its corners from the same steps. */
#ifndef MODELS_LAYOUT_ROUTING_WALK_H
#define MODELS_LAYOUT_ROUTING_WALK_H

#include <math.h>
#include <stddef.h>
#include "models/layout/routing.h"

struct walk {
    const struct rack *rack;
    const struct stop *stops;
    double x_m, y_m; /* where the picker stands */
    double metres;
    struct waypoint *points; /* NULL: not drawn */
    int count;
};

static inline struct walk walk_from_depot(const struct rack *rack, const struct stop *stops,
                                          struct waypoint *points) {
    if (points)
        points[0] = (struct waypoint){rack->depot_x_m, 0.0};
    return (struct walk){rack, stops, rack->depot_x_m, 0.0, 0.0, points, 1};
}

static inline void walk_point(struct walk *walk, double x_m, double y_m) {
    walk->metres += fabs(x_m - walk->x_m) + fabs(y_m - walk->y_m);
    walk->x_m = x_m;
    walk->y_m = y_m;
    if (walk->points)
        walk->points[walk->count++] = (struct waypoint){x_m, y_m};
}

/* To a corner; straight along an aisle or a cross aisle. */
static inline void walk_to(struct walk *walk, double x_m, double y_m) {
    if (x_m != walk->x_m || y_m != walk->y_m)
        walk_point(walk, x_m, y_m);
}

/* Past the stops from ... to-1 of the aisle in their order, or, with from > to, from-1 ... to against it. */
static inline void walk_past(struct walk *walk, int from, int to) {
    double x_m = walk->x_m;
    if (walk->points) {
        for (; from < to; from++)
            walk_point(walk, x_m, walk->stops[from].y_m);
        for (; from > to; from--)
            walk_point(walk, x_m, walk->stops[from - 1].y_m);
    } else if (from != to) { /* on the way to the last one nothing but y changes */
        walk_point(walk, x_m, walk->stops[from < to ? from : from - 1].y_m);
        walk_point(walk, x_m, walk->stops[from < to ? to - 1 : to].y_m);
    }
}

static inline void walk_to_depot(struct walk *walk) {
    walk_to(walk, walk->x_m, 0.0);
    walk_point(walk, walk->rack->depot_x_m, 0.0);
}

#endif
