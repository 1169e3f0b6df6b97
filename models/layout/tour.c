/* SPDX-License-Identifier: MIT */
/* tour.c - the way from a depot past stops and back, as a length and as straight legs. */
#include <math.h>
#include "models/layout/layout.h"
#include "models/layout/routing.h"

double layout_tour_m(const struct layout *layout, const struct routing *routing, int depot,
                     struct stop *stops, int count) {
    (void)depot;
    stops_sort(stops, count);
    return routing->length_m(&layout->rack, stops, count);
}

int layout_legs_most(const struct layout *layout, int count) {
    (void)layout;
    return waypoints_most(count);
}

int layout_aisles(const struct layout *layout) {
    return layout->rack.aisles;
}

/* The aisle in whose length both points lie; NO_AISLE on a cross aisle. */
static int aisle_between(const struct rack *rack, const struct waypoint *from, const struct waypoint *to) {
    if (from->x_m != to->x_m || from->y_m == to->y_m)
        return NO_AISLE;
    return (int)lround(from->x_m / rack->spacing_m);
}

/* The stop that a point is, if no leg before serves it. */
static int stop_at(const struct rack *rack, const struct stop *stops, int count, const struct waypoint *point,
                   const struct leg *legs, int n) {
    for (int i = 0; i < count; i++) {
        if (stops[i].y_m != point->y_m || aisle_x_m(rack, stops[i].aisle) != point->x_m)
            continue;
        bool served = false;
        for (int k = n - 1; k >= 0 && !served; k--)
            served = legs[k].stop == i;
        if (!served)
            return i;
    }
    return NO_STOP;
}

int layout_tour_legs(const struct layout *layout, const struct routing *routing, int depot,
                     struct stop *stops, int count, struct waypoint *corners, struct leg *legs) {
    (void)depot;
    const struct rack *rack = &layout->rack;
    stops_sort(stops, count);
    int points = routing->walk(rack, stops, count, corners), n = 0;
    for (int i = 1; i < points; i++) {
        const struct waypoint *from = &corners[i - 1], *to = &corners[i];
        legs[n] = (struct leg){.x_m = to->x_m,
                               .y_m = to->y_m,
                               .metres = fabs(to->x_m - from->x_m) + fabs(to->y_m - from->y_m),
                               .aisle = aisle_between(rack, from, to),
                               .stop = stop_at(rack, stops, count, to, legs, n)};
        n++;
    }
    return n;
}
