/* SPDX-License-Identifier: MIT */
/* Tours through one-way aisles, against the shortest way by brute force on the graph of crossings. */
#include <stdlib.h>
#include "tests/support/check.h"
#include "tests/support/mrg32k3a.h"
#include "models/layout/routing.h"

enum { AISLES = 7, CROSSES = 5, PICKS = 12, NODES = AISLES * CROSSES + 1, DEPOT = NODES - 1 };

struct house {
    struct rack rack;
    double cross_y_m[CROSSES];
    struct stop stops[PICKS];
    int count;
};

static int below(struct mrg32k3a *g, int n) {
    return (int)(mrg32k3a_uniform(g) * n);
}

/* Some stops lie on cross aisles; the depot is in front of an aisle, between two, or beside the rack. */
static void draw_house(struct mrg32k3a *g, struct house *house) {
    int crosses = 2 + below(g, CROSSES - 1), aisles = 2 + below(g, AISLES - 1);
    house->cross_y_m[0] = 0.0;
    for (int c = 1; c < crosses; c++)
        house->cross_y_m[c] = house->cross_y_m[c - 1] + 1 + below(g, 9);
    double length_m = house->cross_y_m[crosses - 1], spacing_m = 1 + below(g, 5);
    double depot_x_m =
        below(g, 2) ? spacing_m * below(g, aisles) : spacing_m * ((aisles + 1) * mrg32k3a_uniform(g) - 1.0);
    house->rack = (struct rack){aisles, spacing_m, length_m, crosses, house->cross_y_m, depot_x_m};
    house->count = 1 + below(g, PICKS);
    for (int i = 0; i < house->count; i++)
        house->stops[i] =
            (struct stop){.aisle = below(g, aisles), .y_m = below(g, (int)(2 * length_m) + 1) / 2.0};
    stops_sort(house->stops, house->count);
}

/* One way from crossing to crossing or the depot; INFINITY if there is none. */
static double edge_m(const struct rack *rack, int a, int b) {
    if (a == DEPOT || b == DEPOT) {
        int other = a == DEPOT ? b : a;
        if (other == DEPOT)
            return 0.0;
        return other % CROSSES ? INFINITY : fabs(rack->depot_x_m - other / CROSSES * rack->spacing_m);
    }
    int aisle = a / CROSSES, from = a % CROSSES, to = b % CROSSES;
    if (from == to)
        return abs(aisle - b / CROSSES) * rack->spacing_m;
    bool right_direction = aisle % 2 == 0 ? to > from : to < from;
    return aisle == b / CROSSES && right_direction ? fabs(rack->cross_y_m[to] - rack->cross_y_m[from])
                                                   : INFINITY;
}

static bool exists(const struct rack *rack, int node) {
    return node == DEPOT || (node / CROSSES < rack->aisles && node % CROSSES < rack->crosses);
}

/* Bellman and Ford. */
static void go_anywhere(const struct rack *rack, double metres[NODES]) {
    for (bool changed = true; changed;) {
        changed = false;
        for (int a = 0; a < NODES; a++)
            for (int b = 0; b < NODES; b++)
                if (exists(rack, a) && exists(rack, b) && metres[a] + edge_m(rack, a, b) < metres[b] - 1e-9) {
                    metres[b] = metres[a] + edge_m(rack, a, b);
                    changed = true;
                }
    }
}

/* Layer by layer: an aisle is served by passing all its stops in its direction. */
static double shortest_by_force(const struct house *house) {
    const struct rack *rack = &house->rack;
    double metres[NODES];
    for (int node = 0; node < NODES; node++)
        metres[node] = node == DEPOT ? 0.0 : INFINITY;
    for (int i = 0; i < house->count;) {
        int end = next_aisle(house->stops, i, house->count), aisle = house->stops[i].aisle;
        double low = house->stops[i].y_m, high = house->stops[end - 1].y_m, served[NODES];
        go_anywhere(rack, metres);
        for (int node = 0; node < NODES; node++)
            served[node] = INFINITY;
        for (int h = 0; h < rack->crosses; h++)
            for (int k = h; k < rack->crosses; k++) {
                if (rack->cross_y_m[h] > low || rack->cross_y_m[k] < high)
                    continue;
                int from = aisle * CROSSES + (aisle % 2 ? k : h), to = aisle * CROSSES + (aisle % 2 ? h : k);
                served[to] = fmin(served[to], metres[from] + rack->cross_y_m[k] - rack->cross_y_m[h]);
            }
        memcpy(metres, served, sizeof metres);
        i = end;
    }
    go_anywhere(rack, metres);
    return metres[DEPOT];
}

static void a_one_way_tour_is_the_shortest_that_respects_the_directions(void) {
    enum { HOUSES = 4000 };
    struct mrg32k3a g = mrg32k3a_seeded(401);
    for (int i = 0; i < HOUSES; i++) {
        struct house house;
        draw_house(&g, &house);
        if (!CHECK_NEAR(routing_one_way.length_m(&house.rack, house.stops, house.count),
                        shortest_by_force(&house), 1e-9, "one way"))
            return;
    }
}

static void every_step_in_an_aisle_is_in_its_direction(void) {
    struct mrg32k3a g = mrg32k3a_seeded(402);
    for (int i = 0; i < 20000; i++) {
        struct house house;
        struct waypoint points[11 * PICKS + 12];
        draw_house(&g, &house);
        int n = routing_one_way.walk(&house.rack, house.stops, house.count, points);
        for (int k = 1; k < n; k++) {
            double up_m = points[k].y_m - points[k - 1].y_m;
            int aisle = (int)lround(points[k].x_m / house.rack.spacing_m);
            if (up_m != 0.0 && !CHECK((up_m > 0.0) == (aisle % 2 == 0)))
                return;
        }
    }
}

/* Aisles of 10 m, 5 m apart, depot in front of aisle 0. */
static void one_way_tours_have_the_lengths_found_by_hand(void) {
    const double cross_y_m[] = {0, 10};
    const struct rack rack = {
        .aisles = 5, .spacing_m = 5, .length_m = 10, .crosses = 2, .cross_y_m = cross_y_m};
    const struct {
        struct stop stops[2];
        int count;
        double metres;
    } rows[] = {
        {{{.aisle = 0, .y_m = 3}}, 1, 10 + 5 + 10 + 5},                         /* down aisle 1 */
        {{{.aisle = 1, .y_m = 3}}, 1, 10 + 5 + 10 + 5},                         /* up aisle 0 */
        {{{.aisle = 4, .y_m = 3}}, 1, 20 + 10 + 5 + 10 + 15},                   /* down aisle 3 */
        {{{.aisle = 0, .y_m = 3}, {.aisle = 2, .y_m = 9}}, 2, 4 * 10 + 2 * 10}, /* down 1 twice */
        {{{.aisle = 2, .y_m = 3}, {.aisle = 3, .y_m = 9}}, 2, 2 * 10 + 2 * 15},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_NEAR(routing_one_way.length_m(&rack, rows[i].stops, rows[i].count), rows[i].metres, 1e-9,
                   "one way");
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(a_one_way_tour_is_the_shortest_that_respects_the_directions)},
                              {TEST(every_step_in_an_aisle_is_in_its_direction)},
                              {TEST(one_way_tours_have_the_lengths_found_by_hand)},
                              {0}});
}
