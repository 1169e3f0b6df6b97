/* SPDX-License-Identifier: MIT */
/* routing_nearest_neighbour.c - on to the nearest stop that is left, improved by 2-opt: as long as turning a
 * stretch of the tour round makes it shorter, it is turned round. For racks with any number of cross aisles.
 *
 * The way between two stops is the shortest one through the cross aisles: straight if they are in one aisle;
 * if a cross aisle lies between them, as far as they are apart in x and y; else around the nearer end of the
 * block that they share. The search takes time proportional to the square of the number of stops: beyond
 * MOST_STOPS, where a tour enters nearly every aisle anyway, it is walked as by `combined`.
 *
 * Source: Croes 1958, Operations Research 6(6), for 2-opt. Check values: tests/theory/test_routing_optimal.c.
 */
#include <math.h>

#include "models/layout/routing.h"

enum { MOST_STOPS = 1000 };

struct place {
    double x_m, y_m;
    double front_m, back_m; /* the ends of its block */
};

/* The depot first, then the stops in the order of the tour. */
struct places {
    int count;
    struct place items[MOST_STOPS + 1];
};

static struct place place_at(const struct rack *rack, double x_m, double y_m) {
    int block = 0;
    while (block < rack->crosses - 2 && y_m >= rack->cross_y_m[block + 1])
        block++;
    return (struct place){x_m, y_m, rack->cross_y_m[block], rack->cross_y_m[block + 1]};
}

static inline double way_m(const struct place *a, const struct place *b) {
    double x = fabs(a->x_m - b->x_m), y = fabs(a->y_m - b->y_m), sum = a->y_m + b->y_m;
    if (a->front_m != b->front_m || x == 0.0)
        return x + y;
    double front = sum - 2.0 * a->front_m, back = 2.0 * a->back_m - sum;
    return x + (front < back ? front : back);
}

static void follow_nearest(struct places *places) {
    struct place *items = places->items;
    for (int i = 1; i < places->count - 1; i++) {
        int nearest = i;
        double nearest_m = INFINITY;
        for (int k = i; k < places->count; k++) {
            double metres = way_m(&items[i - 1], &items[k]);
            if (metres < nearest_m) {
                nearest_m = metres;
                nearest = k;
            }
        }
        struct place next = items[nearest];
        items[nearest] = items[i];
        items[i] = next;
    }
}

static void turn_round(struct place *items, int first, int last) {
    for (; first < last; first++, last--) {
        struct place place = items[first];
        items[first] = items[last];
        items[last] = place;
    }
}

static bool improve_once(struct places *places) {
    const double SHORTER_M = 1e-9; /* so that rounding cannot turn a stretch to and fro for ever */
    struct place *items = places->items;
    int count = places->count;
    bool improved = false;
    for (int i = 1; i < count - 1; i++) {
        double into_m = way_m(&items[i - 1], &items[i]);
        for (int k = i + 1; k < count; k++) {
            const struct place *after = &items[k + 1 < count ? k + 1 : 0];
            double other_m = way_m(&items[i - 1], &items[k]);
            if (other_m >= into_m + way_m(&items[k], after))
                continue;
            if (other_m + way_m(&items[i], after) < into_m + way_m(&items[k], after) - SHORTER_M) {
                turn_round(items, i, k);
                into_m = way_m(&items[i - 1], &items[i]);
                improved = true;
            }
        }
    }
    return improved;
}

static void find_tour(struct places *places, const struct rack *rack, const struct stop *stops, int count) {
    places->count = count + 1;
    places->items[0] = place_at(rack, rack->depot_x_m, 0.0);
    for (int i = 0; i < count; i++)
        places->items[i + 1] = place_at(rack, aisle_x_m(rack, stops[i].aisle), stops[i].y_m);
    follow_nearest(places);
    while (improve_once(places))
        ;
}

static double nearest_neighbour_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count > MOST_STOPS)
        return routing_combined.length_m(rack, stops, count);
    struct places places;
    find_tour(&places, rack, stops, count);
    double length_m = 0.0;
    for (int i = 0; i <= count; i++)
        length_m += way_m(&places.items[i], &places.items[i < count ? i + 1 : 0]);
    return length_m;
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
        const struct place *from = &places.items[i], *to = &places.items[i < count ? i + 1 : 0];
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
    .option =
        {.name = "nearest_neighbour",
         .doc =
             "On to the nearest stop through any cross aisle, improved by turning stretches round (2-opt)."},
    .length_m = nearest_neighbour_length_m,
    .walk = nearest_neighbour_walk,
};
