/* SPDX-License-Identifier: MIT */
/* routing_nearest_neighbour.c - on to the nearest stop that is left, improved by 2-opt and Or-opt
 * (routing_order.h). For racks with any number of cross aisles.
 *
 * The way between two stops is the shortest one through the cross aisles: straight if they are in one aisle;
 * if a cross aisle lies between them, as far as they are apart in x and y; else around the nearer end of the
 * block that they share. Place 0 of the order is the depot, then come the stops, sorted. Beyond MOST_STOPS,
 * where a tour enters nearly every aisle anyway, it is walked as by `combined`.
 *
 * Check values: tests/theory/test_routing_optimal.c. */
#include <math.h>

#include "models/layout/routing.h"
#include "models/layout/routing_order.h"

enum { MOST_STOPS = ORDER_MOST - 1 };

struct place {
    double x_m, y_m;
    double front_m, back_m; /* the ends of its block */
};

/* The depot first, then the stops; and their order in the tour. */
struct places {
    struct place items[MOST_STOPS + 1];
    int order[MOST_STOPS + 1];
};

static struct place place_at(const struct rack *rack, double x_m, double y_m) {
    int block = 0;
    while (block < rack->crosses - 2 && y_m >= rack->cross_y_m[block + 1])
        block++;
    return (struct place){x_m, y_m, rack->cross_y_m[block], rack->cross_y_m[block + 1]};
}

static double way_m(const void *self, int from, int to) {
    const struct place *a = (const struct place *)self + from, *b = (const struct place *)self + to;
    double x = fabs(a->x_m - b->x_m), y = fabs(a->y_m - b->y_m), sum = a->y_m + b->y_m;
    double front = sum - 2.0 * a->front_m, back = 2.0 * a->back_m - sum;
    double around = front < back ? front : back;
    bool direct = (a->front_m != b->front_m) | (x == 0.0); /* no branches: they would be guessed wrong */
    return x + (direct ? y : around);
}

static double find_tour(struct places *places, const struct rack *rack, const struct stop *stops, int count) {
    places->items[0] = place_at(rack, rack->depot_x_m, 0.0);
    for (int i = 0; i < count; i++)
        places->items[i + 1] = place_at(rack, aisle_x_m(rack, stops[i].aisle), stops[i].y_m);
    return tour_order(count + 1, way_m, places->items, places->order);
}

static double nearest_neighbour_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count > MOST_STOPS)
        return routing_combined.length_m(rack, stops, count);
    struct places places;
    return find_tour(&places, rack, stops, count);
}

/* The y of the cross aisle on a shortest way between places in different aisles. */
static double crossing_m(const struct place *a, const struct place *b) {
    const struct place *front = a->y_m < b->y_m ? a : b;
    if (a->front_m !=
        b->front_m) /* the first one behind the front place, which may stand on it (the depot) */
        return front->y_m == front->front_m ? front->y_m : front->back_m;
    return a->y_m + b->y_m - 2.0 * a->front_m <= 2.0 * a->back_m - a->y_m - b->y_m ? a->front_m : a->back_m;
}

static int nearest_neighbour_walk(const struct rack *rack, const struct stop *stops, int count,
                                  struct waypoint *points) {
    if (count > MOST_STOPS)
        return routing_combined.walk(rack, stops, count, points);
    struct places places;
    find_tour(&places, rack, stops, count);
    int n = 0;
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    for (int i = 0; i <= count; i++) {
        const struct place *from = &places.items[places.order[i]],
                           *to = &places.items[i < count ? places.order[i + 1] : 0];
        if (from->x_m != to->x_m) {
            double y_m = crossing_m(from, to);
            points[n++] = (struct waypoint){from->x_m, y_m};
            points[n++] = (struct waypoint){to->x_m, y_m};
        }
        points[n++] = (struct waypoint){to->x_m, to->y_m};
    }
    return n;
}

const struct routing routing_nearest_neighbour = {
    .option = {.name = "nearest_neighbour",
               .doc = "On to the nearest stop through any cross aisle, improved by 2-opt and Or-opt."},
    .length_m = nearest_neighbour_length_m,
    .walk = nearest_neighbour_walk,
};
