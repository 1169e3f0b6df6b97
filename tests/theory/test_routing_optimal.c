/* SPDX-License-Identifier: MIT */
/* Tours of the routing policies against Monte Carlo means of an independent program, against the shortest
 * tour by brute force on small racks, and against instances with known shortest tours; and the drawn walk of
 * every tour, step by step. */
#include "tests/support/check.h"
#include "tests/support/mrg32k3a.h"
#include "tests/support/validate_instances.h"
#include "tests/support/validate_shortest.h"

static int below(struct mrg32k3a *g, int n) {
    return (int)(mrg32k3a_uniform(g) * n);
}
static const struct routing *policy(int k) {
    return (const struct routing *)(const void *)routing_options[k];
}

/* Mean tours */

/* n uniform picks over the aisles, depot in front of the first; mean length and its standard error. */
struct warehouse {
    int picks, aisles;
    double length_m, spacing_m;
    struct {
        const struct routing *routing;
        double mean_m, error_m;
    } means[4];
};
static const struct warehouse warehouses[] = {
    {10,
     10,
     10,
     2.4,
     {{&routing_return, 116.075, 0.026},
      {&routing_midpoint, 90.569, 0.015},
      {&routing_largest_gap, 89.318, 0.014},
      {&routing_combined, 93.146, 0.016}}},
    {20,
     10,
     30,
     5,
     {{&routing_return, 434.293, 0.078},
      {&routing_midpoint, 320.690, 0.052},
      {&routing_largest_gap, 307.949, 0.043},
      {&routing_combined, 318.064, 0.042}}},
    {30,
     10,
     45,
     5,
     {{&routing_return, 710.41, 0.10},
      {&routing_midpoint, 525.586, 0.080},
      {&routing_largest_gap, 493.217, 0.062},
      {&routing_combined, 488.481, 0.051}}},
};

static void random_stops(struct mrg32k3a *g, const struct rack *rack, struct stop *stops, int count) {
    for (int i = 0; i < count; i++) {
        stops[i] =
            (struct stop){.aisle = below(g, rack->aisles), .y_m = mrg32k3a_uniform(g) * rack->length_m};
    }
    stops_sort(stops, count);
}

static void mean_tours_agree_with_an_independent_program(void) {
    enum { TOURS = 200000, MOST_PICKS = 30 };
    for (size_t h = 0; h < sizeof warehouses / sizeof *warehouses; h++) {
        const struct warehouse *house = &warehouses[h];
        double cross_y_m[2] = {0.0, house->length_m}, sum[4] = {0.0}, squares[4] = {0.0};
        struct rack rack = {house->aisles, house->spacing_m, house->length_m, 2, cross_y_m, 0.0};
        struct mrg32k3a g = mrg32k3a_seeded(12345);
        for (int tour = 0; tour < TOURS; tour++) {
            struct stop stops[MOST_PICKS];
            random_stops(&g, &rack, stops, house->picks);
            for (int k = 0; k < 4; k++) {
                double metres =
                    house->means[k].routing->length_m(&rack, stops, house->picks) - house->means[k].mean_m;
                sum[k] += metres;
                squares[k] += metres * metres;
            }
        }
        for (int k = 0; k < 4; k++) {
            double off = sum[k] / TOURS, error = sqrt((squares[k] / TOURS - off * off) / TOURS);
            double z = off / hypot(error, house->means[k].error_m);
            const char *name = house->means[k].routing->option.name;
            printf("  %-12s %d picks in %d aisles: %9.4f +- %.4f, expected %9.4f +- %.3f, z %5.2f\n", name,
                   house->picks, house->aisles, house->means[k].mean_m + off, error, house->means[k].mean_m,
                   house->means[k].error_m, z);
            CHECK_NEAR(z, 0.0, 4.0, name);
            CHECK(1.96 * error <= 0.001 * house->means[k].mean_m);
        }
    }
}

/* Tours found by hand */

/* Aisles 10 m long and 2.5 m apart, depot in front of the first; picks as (aisle from 0, y). */
static void tours_have_the_lengths_found_by_hand(void) {
    const struct {
        int count;
        struct stop stops[5];
        double midpoint_m, largest_gap_m, combined_m, optimal_m, nearest_m;
    } rows[] = {
        {0, {{0}}, 0, 0, 0, 0, 0},
        {1, {{2, 4}}, 8 + 10, 8 + 10, 8 + 10, 8 + 10, 8 + 10},                       /* one aisle: a return */
        {2, {{0, 1}, {2, 1}}, 20 + 10, 20 + 10, 2 + 2 + 10, 2 + 2 + 10, 2 + 2 + 10}, /* traversing both is far
                                                                                        worse */
        /* Midpoint and largest gap: up 0, down 2, and 1 from an end to its middle. Shortest: up 0, 2 from the
           back, down 1. */
        {3, {{0, 9}, {1, 5}, {2, 9}}, 20 + 10 + 10, 20 + 10 + 10, 20 + 10 + 10, 20 + 2 + 10, 20 + 2 + 10},
        /* Aisle 1 by midpoint 4 deep from both ends; by largest gap (6 to 10) only from the front. Combined:
         * a traversal of 0 or 2 and of one more aisle, and the cheapest return (18) in the third. */
        {5,
         {{0, 9}, {1, 1}, {1, 4}, {1, 6}, {2, 9}},
         20 + 16 + 10,
         20 + 12 + 10,
         20 + 18 + 10,
         20 + 2 + 10,
         20 + 2 + 10},
    };
    const double cross_y_m[2] = {0.0, 10.0};
    struct rack rack = {5, 2.5, 10.0, 2, cross_y_m, 0.0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct stop *stops = rows[i].stops;
        CHECK_NEAR(routing_midpoint.length_m(&rack, stops, rows[i].count), rows[i].midpoint_m, 1e-9,
                   "midpoint");
        CHECK_NEAR(routing_largest_gap.length_m(&rack, stops, rows[i].count), rows[i].largest_gap_m, 1e-9,
                   "largest gap");
        CHECK_NEAR(routing_combined.length_m(&rack, stops, rows[i].count), rows[i].combined_m, 1e-9,
                   "combined");
        CHECK_NEAR(routing_optimal.length_m(&rack, stops, rows[i].count), rows[i].optimal_m, 1e-9, "optimal");
        CHECK_NEAR(routing_nearest_neighbour.length_m(&rack, stops, rows[i].count), rows[i].nearest_m, 1e-9,
                   "nearest");
    }
}

/* Small random racks */

enum { MOST_CROSSES = 5, MOST_PICKS = 60 };
struct small {
    struct rack rack;
    double cross_y_m[MOST_CROSSES];
    struct stop stops[MOST_PICKS];
    int count;
};

/* Moves the stops next to cross aisles, so that it pays to walk along these. */
static void draw_near_cross_aisles(struct mrg32k3a *g, struct small *to) {
    for (int i = 0; i < to->count; i++) {
        double cross_m = to->cross_y_m[below(g, to->rack.crosses)];
        to->stops[i].y_m = cross_m + 0.1 * (to->stops[i].y_m - cross_m);
    }
}

/* Coordinates are often whole numbers, so that stops coincide with each other, with the ends of aisles and
 * with cross aisles; the depot is in front of an aisle, between two, or beside the rack. */
static void small_random(struct mrg32k3a *g, int crosses, int most_aisles, int most_stops, struct small *to) {
    bool whole = below(g, 2);
    double length_m = 0.0;
    for (int c = 0; c < crosses; c++) {
        to->cross_y_m[c] = length_m;
        length_m += whole ? 1 + below(g, 15) : 0.5 + 6.0 * mrg32k3a_uniform(g);
    }
    length_m = to->cross_y_m[crosses - 1];
    int aisles = 1 + below(g, most_aisles);
    double spacing_m = whole ? 1 + below(g, 3) : 0.5 + 4.0 * mrg32k3a_uniform(g);
    double depot_x_m =
        spacing_m * (below(g, 3) ? below(g, aisles) : (aisles + 1) * mrg32k3a_uniform(g) - 1.0);
    to->rack = (struct rack){aisles, spacing_m, length_m, crosses, to->cross_y_m, depot_x_m};
    to->count = 1 + below(g, most_stops);
    random_stops(g, &to->rack, to->stops, to->count);
    for (int i = 0; i < to->count && whole; i++)
        to->stops[i].y_m = below(g, (int)length_m + 1);
    if (below(g, 4) == 0)
        draw_near_cross_aisles(g, to);
    stops_sort(to->stops, to->count);
}

static void print_small(const struct small *s) {
    printf("  %d aisles %g apart, depot at %g, cross aisles at", s->rack.aisles, s->rack.spacing_m,
           s->rack.depot_x_m);
    for (int c = 0; c < s->rack.crosses; c++)
        printf(" %.17g", s->cross_y_m[c]);
    printf("; stops");
    for (int i = 0; i < s->count; i++)
        printf(" %d:%.17g", s->stops[i].aisle, s->stops[i].y_m);
    printf("\n");
}

static void optimal_equals_brute_force(int crosses, int seed) {
    enum { RACKS = 10000, AISLES = 6 };
    struct mrg32k3a g = mrg32k3a_seeded(seed);
    for (int i = 0; i < RACKS; i++) {
        struct small s;
        small_random(&g, crosses, AISLES, SHORTEST_STOPS, &s);
        double shortest_m = shortest_by_force(&s.rack, s.stops, s.count);
        if (!CHECK_NEAR(routing_optimal.length_m(&s.rack, s.stops, s.count), shortest_m, 1e-9, "optimal")) {
            print_small(&s);
            return;
        }
    }
}
/* Two blocks of 10 m, aisles 1 m apart: between two of the aisles all three cross aisles are walked there and
 * back; no tour that avoids this is shorter than 52 m. */
static void the_shortest_tour_may_go_and_return_along_all_cross_aisles(void) {
    const double cross_y_m[3] = {0.0, 10.0, 20.0};
    const struct stop stops[7] = {{0, 11}, {1, 1}, {1, 19}, {2, 1}, {2, 14}, {3, 10}, {3, 20}};
    struct rack rack = {4, 1.0, 20.0, 3, cross_y_m, 2.0};
    CHECK_NEAR(shortest_by_force(&rack, stops, 7), 50.0, 1e-9, "brute force");
    CHECK_NEAR(routing_optimal.length_m(&rack, stops, 7), 50.0, 1e-9, "optimal");
}

static void optimal_in_one_block_equals_brute_force(void) {
    optimal_equals_brute_force(2, 101);
}
static void optimal_in_two_blocks_equals_brute_force(void) {
    optimal_equals_brute_force(3, 102);
}

static void no_policy_is_shorter_than_brute_force_in_up_to_four_blocks(void) {
    enum { RACKS = 6000, AISLES = 5 };
    struct mrg32k3a g = mrg32k3a_seeded(103);
    for (int i = 0; i < RACKS; i++) {
        struct small s;
        small_random(&g, 2 + i % (MOST_CROSSES - 1), AISLES, SHORTEST_STOPS, &s);
        double shortest_m = shortest_by_force(&s.rack, s.stops, s.count);
        for (int k = 0; routing_options[k]; k++)
            if (!CHECK(policy(k)->length_m(&s.rack, s.stops, s.count) >= shortest_m - 1e-9)) {
                printf("  %s\n", routing_options[k]->name);
                print_small(&s);
                return;
            }
    }
}

/* What can be walked without it can be walked with it. */
static void a_cross_aisle_in_the_middle_never_makes_the_shortest_tour_longer(void) {
    enum { RACKS = 5000, AISLES = 30 };
    struct mrg32k3a g = mrg32k3a_seeded(104);
    int shorter = 0;
    for (int i = 0; i < RACKS; i++) {
        struct small s;
        small_random(&g, 3, AISLES, MOST_PICKS, &s);
        double ends[2] = {0.0, s.rack.length_m};
        struct rack undivided = s.rack;
        undivided.crosses = 2;
        undivided.cross_y_m = ends;
        double two = routing_optimal.length_m(&s.rack, s.stops, s.count);
        double one = routing_optimal.length_m(&undivided, s.stops, s.count);
        if (!CHECK(two <= one + 1e-9))
            return;
        shorter += two < one - 1e-9;
    }
    CHECK(shorter > RACKS / 4);
}

/* Walks */

static bool near(double a, double b) {
    return fabs(a - b) <= 1e-9;
}

/* Every step is along an aisle or a cross aisle of the rack. */
static bool step_is_walkable(const struct rack *rack, struct waypoint from, struct waypoint to) {
    if (near(from.x_m, to.x_m) && near(from.y_m, to.y_m))
        return true;
    if (near(from.x_m, to.x_m)) {
        int aisle = (int)lround(from.x_m / rack->spacing_m);
        return aisle >= 0 && aisle < rack->aisles && near(aisle * rack->spacing_m, from.x_m);
    }
    for (int c = 0; c < rack->crosses; c++)
        if (near(from.y_m, rack->cross_y_m[c]) && near(to.y_m, rack->cross_y_m[c]))
            return true;
    return false;
}

static bool walk_is_sound(const struct routing *routing, const struct small *s) {
    struct waypoint points[11 * MOST_PICKS + 12];
    int n = routing->walk(&s->rack, s->stops, s->count, points);
    double walked_m = 0.0;
    bool sound = CHECK(n >= 2 && n <= waypoints_most(s->count));
    struct waypoint ends[2] = {points[0], points[n - 1]};
    for (int e = 0; e < 2; e++)
        sound &= CHECK_NEAR(ends[e].x_m, s->rack.depot_x_m, 1e-9, "x of an end of the walk") &&
                 CHECK_NEAR(ends[e].y_m, 0.0, 1e-9, "y of an end of the walk");
    for (int i = 1; i < n; i++) {
        walked_m += fabs(points[i].x_m - points[i - 1].x_m) + fabs(points[i].y_m - points[i - 1].y_m);
        sound &= CHECK(step_is_walkable(&s->rack, points[i - 1], points[i]));
    }
    for (int i = 0; i < s->count; i++) {
        int stops = 0, passed = 0; /* at this place; corners may lie there besides */
        for (int k = 0; k < s->count; k++)
            stops += s->stops[k].aisle == s->stops[i].aisle && s->stops[k].y_m == s->stops[i].y_m;
        for (int k = 0; k < n; k++)
            passed += near(points[k].x_m, s->stops[i].aisle * s->rack.spacing_m) &&
                      near(points[k].y_m, s->stops[i].y_m);
        sound &= CHECK(passed >= stops);
    }
    sound &= CHECK_NEAR(walked_m, routing->length_m(&s->rack, s->stops, s->count), 1e-9 * (1.0 + walked_m),
                        "length of the walk");
    if (!sound) {
        printf("  %s\n", routing->option.name);
        print_small(s);
    }
    return sound;
}

static void every_walk_is_as_long_as_its_tour_and_passes_every_stop(void) {
    enum { RACKS = 20000, AISLES = 12 };
    struct mrg32k3a g = mrg32k3a_seeded(105);
    for (int i = 0; i < RACKS; i++) {
        struct small s;
        small_random(&g, 2 + i % (MOST_CROSSES - 1), AISLES, i % 3 ? SHORTEST_STOPS : MOST_PICKS, &s);
        for (int k = 0; routing_options[k]; k++)
            if (!walk_is_sound(policy(k), &s))
                return;
    }
}

/* The largest rack, stops in every aisle: stack arrays are large enough (run with the address sanitizer). */
static void the_largest_rack_can_be_walked(void) {
    enum { COUNT = 3000 };
    const double cross_y_m[3] = {0.0, 60.0, 100.0};
    struct mrg32k3a g = mrg32k3a_seeded(106);
    struct stop *stops = malloc(sizeof *stops * COUNT);
    struct waypoint *points = malloc(sizeof *points * (size_t)waypoints_most(COUNT));
    for (int crosses = 2; crosses <= 3; crosses++)
        for (int count = 900; count <= COUNT; count += 700) {
            struct rack rack = {RACK_MOST_AISLES, 3.0,       crosses == 2 ? 60.0 : 100.0,
                                crosses,          cross_y_m, 200.0 * crosses};
            random_stops(&g, &rack, stops, count);
            for (int aisle = 0; aisle < RACK_MOST_AISLES; aisle++)
                stops[aisle].aisle = aisle;
            stops_sort(stops, count);
            double optimal_m = routing_optimal.length_m(&rack, stops, count);
            for (int k = 0; routing_options[k]; k++) {
                int n = policy(k)->walk(&rack, stops, count, points);
                double walked_m = 0.0;
                for (int i = 1; i < n; i++)
                    walked_m +=
                        fabs(points[i].x_m - points[i - 1].x_m) + fabs(points[i].y_m - points[i - 1].y_m);
                CHECK_NEAR(walked_m, policy(k)->length_m(&rack, stops, count), 1e-6,
                           routing_options[k]->name);
                CHECK(walked_m >= optimal_m - 1e-6);
            }
        }
    free(points);
    free(stops);
}

/* As many cross aisles as a scenario can have, and few stops: exactly as much room as is asked for (run with
 * the address sanitizer). */
static void a_hundred_blocks_can_be_walked(void) {
    enum { CROSSES = 102, COUNT = 4 };
    double cross_y_m[CROSSES];
    struct mrg32k3a g = mrg32k3a_seeded(107);
    for (int c = 0; c < CROSSES; c++)
        cross_y_m[c] = 2.0 * c;
    struct rack rack = {20, 3.0, 2.0 * (CROSSES - 1), CROSSES, cross_y_m, 30.0};
    for (int i = 0; i < 500; i++) {
        struct stop stops[COUNT];
        int count = i % (COUNT + 1);
        random_stops(&g, &rack, stops, count);
        for (int k = 0; routing_options[k]; k++) {
            struct waypoint *points = malloc(sizeof *points * (size_t)waypoints_most(count));
            int n = policy(k)->walk(&rack, stops, count, points);
            double walked_m = 0.0;
            for (int p = 1; p < n; p++)
                walked_m += fabs(points[p].x_m - points[p - 1].x_m) + fabs(points[p].y_m - points[p - 1].y_m);
            CHECK(n <= waypoints_most(count));
            CHECK_NEAR(walked_m, policy(k)->length_m(&rack, stops, count), 1e-9, routing_options[k]->name);
            free(points);
        }
    }
}

/* Known shortest tours */

struct known {
    int given[2], met[2];
    double single[2][2];
    double sum[4][2];
    int count[4][2];
};
static const struct {
    const char *name;
    double length[2];
} singles[2] = {{"m5_C30_a7_12", {94, 88}}, {"m10_C60_a15_0", {334, 276}}};
static const struct {
    int aisles, cells, picks;
    double mean[2];
} groups[4] = {{5, 30, 3, {79.12, 69.76}},
               {10, 60, 15, {408.56, 292.64}},
               {25, 180, 7, {804.32, 562.48}},
               {50, 30, 15, {494.60, 413.56}}};

static void solve(const struct instance *instance, void *self) {
    struct known *known = self;
    struct instance_rack *at = malloc(sizeof *at);
    for (int b = 0; b < 2; b++) {
        instance_lay_out(instance, b + 1, at);
        double metres = routing_optimal.length_m(&at->rack, at->stops, instance->picks);
        if (instance->optimum[b] >= 0.0) {
            known->given[b]++;
            known->met[b] += fabs(metres - instance->optimum[b]) <= 1e-6;
        }
        for (int k = 0; k < 2; k++) { /* names begin with the same word */
            const char *found = strstr(instance->name, singles[k].name);
            if (found && strcmp(found, singles[k].name) == 0)
                known->single[k][b] = metres;
        }
        for (int k = 0; k < 4; k++)
            if (instance->aisles == groups[k].aisles && instance->cells == groups[k].cells &&
                instance->picks == groups[k].picks) {
                known->sum[k][b] += metres;
                known->count[k][b]++;
            }
    }
    free(at);
}

static bool read_known(struct known *known) {
    const char *folder = getenv("FCSIM_DATA");
    char path[4096];
    snprintf(path, sizeof path, "%s/sprp/instances.csv", folder ? folder : "../shared/data");
    int wrong = instances_read(path, solve, known);
    CHECK(wrong <= 0);
    return wrong >= 0;
}

static void known_shortest_tours_are_found(void) {
    struct known known = {{0}};
    if (!read_known(&known))
        SKIP("no DATA: sprp/instances.csv is not there");
    CHECK_INT(known.given[0], 2400);
    CHECK_INT(known.met[0], known.given[0]);
    CHECK_INT(known.given[1], 1800);
    CHECK_INT(known.met[1], known.given[1]);
    for (int k = 0; k < 2; k++)
        for (int b = 0; b < 2; b++)
            CHECK_NEAR(known.single[k][b], singles[k].length[b], 1e-9, singles[k].name);
    for (int k = 0; k < 4; k++)
        for (int b = 0; b < 2; b++) {
            CHECK_INT(known.count[k][b], 50);
            CHECK_NEAR(known.sum[k][b] / known.count[k][b], groups[k].mean[b], 0.005,
                       "mean of 50 shortest tours");
        }
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(mean_tours_agree_with_an_independent_program)},
                              {TEST(tours_have_the_lengths_found_by_hand)},
                              {TEST(optimal_in_one_block_equals_brute_force)},
                              {TEST(optimal_in_two_blocks_equals_brute_force)},
                              {TEST(the_shortest_tour_may_go_and_return_along_all_cross_aisles)},
                              {TEST(no_policy_is_shorter_than_brute_force_in_up_to_four_blocks)},
                              {TEST(a_cross_aisle_in_the_middle_never_makes_the_shortest_tour_longer)},
                              {TEST(every_walk_is_as_long_as_its_tour_and_passes_every_stop)},
                              {TEST(the_largest_rack_can_be_walked)},
                              {TEST(a_hundred_blocks_can_be_walked)},
                              {TEST(known_shortest_tours_are_found)},
                              {0}});
}
