/* SPDX-License-Identifier: MIT */
/* Mean lengths of picking tours: S-shape against its exact expectation, return against published-precision
 * Monte Carlo.
 *
 * n uniform picks over M aisles of length L at spacing w, depot in front of the first aisle. Through the real
 * stage: one order of n lines is one tour, SKUs of equal popularity lie at random in 2 x 1,000 slots an
 * aisle, so that a slot's middle stands for a point of the aisle. */
#include "models/layout/routing.h"
#include "tests/support/mrg32k3a.h"
#include "tests/theory/theory.h"

enum { SEED = 20260105, REPLICATIONS = 30, TOURS = 2000, BAYS = 1000 };

struct warehouse {
    int picks, aisles;
    double length_m, spacing_m, s_shape_m;
    double return_m, return_error_m; /* 0 = no value */
};
static const struct warehouse warehouses[] = {
    {3, 5, 10, 2.5, 40.60000, 0, 0},
    {10, 5, 10, 2.5, 65.72885, 0, 0},
    {10, 10, 10, 2.4, 106.78896, 116.075, 0.026},
    {20, 10, 30, 5, 356.97928, 434.293, 0.078},
    {30, 10, 45, 5, 527.27769, 710.41, 0.10},
    {5, 20, 20, 4, 219.86821, 0, 0},
    {0},
};

static struct estimate_of_mean tour_length(const struct warehouse *house, const char *routing) {
    static const char *const names[] = {"picking.travel_m_per_line", "picking.tours", NULL};
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"days\": 1, \"lead_in_days\": 0, \"interval_min\": 100000, "
             "\"catalogue\": {\"skus\": %d, \"popularity\": {\"zipf\": {\"exponent\": 0}}}, "
             "\"layout\": {\"blocks\": [{\"name\": \"shelves\", \"aisles\": %d, \"bays\": %d, "
             "\"bay_width_m\": %.9f, "
             "\"aisle_spacing_m\": %.9f, \"levels\": 1, \"slots_per_bay_level\": 1}]}, "
             "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": %d, \"lines\": %d}]}, "
             "\"picking\": {\"method\": \"single\", \"carts\": 0, \"routing\": \"%s\"}}",
             house->aisles * BAYS * 2, house->aisles, BAYS, house->length_m / BAYS, house->spacing_m, TOURS,
             house->picks, routing);
    struct sample sample = sample_create(REPLICATIONS, 2);
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    for (int r = 0; r < REPLICATIONS; r++)
        *sample_at(&sample, r, 0) *= house->picks;
    struct estimate_of_mean got = estimate(&sample, 0, NULL, 0);
    sample_free(&sample);
    unload(&loaded);
    return got;
}

static void s_shape_tours_have_their_exact_mean_length(void) {
    for (const struct warehouse *house = warehouses; house->picks; house++) {
        char words[64];
        snprintf(words, sizeof words, "S-shape, %d picks in %d aisles of %g m", house->picks, house->aisles,
                 house->length_m);
        CHECK_THEORY(tour_length(house, "s_shape"), house->s_shape_m, 0.01, words);
    }
}

static void return_tours_have_their_mean_length(void) {
    for (const struct warehouse *house = warehouses; house->picks; house++) {
        if (house->return_m <= 0.0)
            continue;
        char words[64];
        snprintf(words, sizeof words, "return, %d picks in %d aisles of %g m", house->picks, house->aisles,
                 house->length_m);
        CHECK_MONTE_CARLO(tour_length(house, "return"), house->return_m, house->return_error_m, 0.01, words);
    }
}

/* The same from picks of the test's own generator, anywhere in the aisles. */
static void policies_have_their_mean_length_on_free_points(void) {
    enum { BATCHES = 20, BATCH = 2000, MOST_PICKS = 30 };
    for (const struct warehouse *house = warehouses; house->picks; house++) {
        const double ends_m[] = {0, house->length_m};
        const struct rack rack = {.aisles = house->aisles,
                                  .spacing_m = house->spacing_m,
                                  .length_m = house->length_m,
                                  .crosses = 2,
                                  .cross_y_m = ends_m};
        struct mrg32k3a g = mrg32k3a_seeded(12345);
        struct sample sample = sample_create(BATCHES, 2);
        for (int tour = 0; tour < BATCHES * BATCH; tour++) {
            struct stop stops[MOST_PICKS];
            for (int i = 0; i < house->picks; i++) {
                stops[i] = (struct stop){.aisle = (int)(mrg32k3a_uniform(&g) * house->aisles),
                                         .y_m = mrg32k3a_uniform(&g) * house->length_m};
            }
            stops_sort(stops, house->picks);
            double *row = sample_at(&sample, tour / BATCH, 0);
            row[0] += routing_s_shape.length_m(&rack, stops, house->picks) / BATCH;
            row[1] += routing_return.length_m(&rack, stops, house->picks) / BATCH;
        }
        CHECK_THEORY(estimate(&sample, 0, NULL, 0), house->s_shape_m, 0.01, "S-shape on free points");
        if (house->return_m > 0.0)
            CHECK_MONTE_CARLO(estimate(&sample, 1, NULL, 0), house->return_m, house->return_error_m, 0.01,
                              "return on free points");
        sample_free(&sample);
    }
}

/* By hand: aisles 10 m long and 2.5 m apart, depot in front of the first; picks as (aisle from 0, y). */
static void tours_have_the_lengths_found_by_hand(void) {
    const struct {
        int count;
        struct stop stops[4];
        double s_shape_m, return_m;
    } rows[] = {
        {1, {{2, 4}}, 2 * 4 + 2 * 5, 2 * 4 + 2 * 5},
        {2, {{0, 1}, {0, 7}}, 2 * 7, 2 * 7},
        {2, {{1, 3}, {3, 9}}, 2 * 10 + 2 * 7.5, 2 * 3 + 2 * 9 + 2 * 7.5},
        {4, {{0, 2}, {1, 5}, {4, 1}, {4, 6}}, 2 * 10 + 2 * 6 + 2 * 10, 2 * 2 + 2 * 5 + 2 * 6 + 2 * 10},
        {0, {{0}}, 0, 0},
    };
    const double ends_m[] = {0, 10};
    const struct rack rack = {
        .aisles = 5, .spacing_m = 2.5, .length_m = 10, .crosses = 2, .cross_y_m = ends_m};
    for (int i = 0; i < 5; i++) {
        CHECK_NEAR(routing_s_shape.length_m(&rack, rows[i].stops, rows[i].count), rows[i].s_shape_m, 1e-9,
                   "S-shape");
        CHECK_NEAR(routing_return.length_m(&rack, rows[i].stops, rows[i].count), rows[i].return_m, 1e-9,
                   "return");
    }
}

/* The corners that are drawn make up the length that is walked. */
static void the_drawn_way_is_as_long_as_the_tour(void) {
    static const struct routing *const policies[] = {&routing_s_shape, &routing_return};
    enum { PICKS = 8 };
    const double ends_m[] = {0, 10};
    const struct rack rack = {
        .aisles = 7, .spacing_m = 2.5, .length_m = 10, .crosses = 2, .cross_y_m = ends_m, .depot_x_m = 5};
    struct mrg32k3a g = mrg32k3a_seeded(777);
    for (int tour = 0; tour < 2000; tour++) {
        struct stop stops[PICKS];
        struct waypoint points[4 * PICKS + 8];
        int count = 1 + (int)(mrg32k3a_uniform(&g) * PICKS);
        for (int i = 0; i < count; i++) {
            stops[i] = (struct stop){.aisle = (int)(mrg32k3a_uniform(&g) * rack.aisles),
                                     .y_m = mrg32k3a_uniform(&g) * rack.length_m};
        }
        stops_sort(stops, count);
        for (int p = 0; p < 2; p++) {
            int n = policies[p]->walk(&rack, stops, count, points);
            double walked_m = 0.0;
            for (int i = 1; i < n; i++)
                walked_m += fabs(points[i].x_m - points[i - 1].x_m) + fabs(points[i].y_m - points[i - 1].y_m);
            if (!CHECK_NEAR(walked_m, policies[p]->length_m(&rack, stops, count), 1e-9,
                            policies[p]->option.name))
                return;
        }
    }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(s_shape_tours_have_their_exact_mean_length)},
                                            {TEST(return_tours_have_their_mean_length)},
                                            {TEST(policies_have_their_mean_length_on_free_points)},
                                            {TEST(tours_have_the_lengths_found_by_hand)},
                                            {TEST(the_drawn_way_is_as_long_as_the_tour)},
                                            {0}});
}
