/* SPDX-License-Identifier: MIT */
/* routing_combined.c - from left to right every visited aisle is either traversed or left by the end at which
 * it was entered, whichever makes the whole tour shortest.
 *
 * A dynamic programme over the visited aisles with two states: the picker stands at the front or at the back
 * of the aisle when it is done. The way along the cross aisles is the same for all choices, since the picker
 * always goes to the first visited aisle, on to the last, and back to the depot along the front. Cross aisles
 * in the middle are not used.
 *
 * Source: Roodbergen and de Koster 2001, International Journal of Production Research 39(9), for one block.
 * Check values: tests/theory/test_routing_optimal.c. */
#include <math.h>

#include "models/layout/routing.h"

/* Metres so far in the aisles, by the end at which the picker stands. */
struct ends {
    double front_m, back_m;
};

/* How an aisle was begun, given the end at which it was finished. */
struct begun {
    bool front_from_front, back_from_front;
};

static inline struct ends done(const struct rack *rack, const struct stop *stops, int first, int end,
                               struct ends at, struct begun *begun) {
    double return_front = at.front_m + 2.0 * stops[end - 1].y_m, down = at.back_m + rack->length_m;
    double return_back = at.back_m + 2.0 * (rack->length_m - stops[first].y_m),
           up = at.front_m + rack->length_m;
    *begun = (struct begun){.front_from_front = return_front <= down, .back_from_front = up <= return_back};
    return (struct ends){begun->front_from_front ? return_front : down,
                         begun->back_from_front ? up : return_back};
}

static double combined_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count == 0)
        return 0.0;
    struct ends at = {0.0, INFINITY};
    for (int i = 0; i < count;) {
        int end = next_aisle(stops, i, count);
        struct begun begun;
        at = done(rack, stops, i, end, at, &begun);
        i = end;
    }
    return at.front_m + cross_aisle_m(rack, stops, count);
}

/* Fills where each visited aisle is entered; the walk ends at the front. */
static void entrances(const struct rack *rack, const struct stop *stops, int count,
                      bool enter_front[RACK_MOST_AISLES]) {
    struct begun begun[RACK_MOST_AISLES];
    struct ends at = {0.0, INFINITY};
    int visited = 0;
    for (int i = 0; i < count; visited++) {
        int end = next_aisle(stops, i, count);
        at = done(rack, stops, i, end, at, &begun[visited]);
        i = end;
    }
    bool front = true;
    while (visited-- > 0)
        front = enter_front[visited] =
            front ? begun[visited].front_from_front : begun[visited].back_from_front;
}

static int combined_walk(const struct rack *rack, const struct stop *stops, int count,
                         struct waypoint *points) {
    bool enter_front[RACK_MOST_AISLES];
    entrances(rack, stops, count, enter_front);
    int n = 0, visited = 0;
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    for (int i = 0; i < count; visited++) {
        int end = next_aisle(stops, i, count);
        double x = aisle_x_m(rack, stops[i].aisle);
        bool enter = enter_front[visited], leave = end == count || enter_front[visited + 1];
        points[n++] = (struct waypoint){x, enter ? 0.0 : rack->length_m};
        for (int k = 0; k < end - i; k++)
            points[n++] = (struct waypoint){x, stops[enter ? i + k : end - 1 - k].y_m};
        points[n++] = (struct waypoint){x, leave ? 0.0 : rack->length_m};
        i = end;
    }
    points[n++] = (struct waypoint){rack->depot_x_m, 0.0};
    return n;
}

const struct routing routing_combined = {
    .option =
        {.name = "combined",
         .doc = "Each visited aisle traversed or left where it was entered, the best combination of both."},
    .length_m = combined_length_m,
    .walk = combined_walk,
};
