/* SPDX-License-Identifier: MIT */
/* Inventory: (r,Q), base stock and newsvendor against their formulas (Zipkin 2000, Foundations of Inventory
 * Management).
 *
 * One SKU, Poisson demand of 10 units a day one at a time, lead time 2 days, backorders. Picking takes no
 * time, so that a unit leaves the shelf when it is sold. */
#include "models/stock/stock.h"
#include "tests/theory/theory.h"

enum { SEED = 20260105, REPLICATIONS = 40, WARM_UP_DAYS = 30 };

static const char *const names[] = {"stock.fill_rate", "stock.backorders.mean", "stock.on_hand.mean",
                                    "orders.created", NULL};

static struct sample run_stock(int reorder, int quantity, int days) {
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %d, \"warmup_days\": %d, "
             "\"interval_min\": 100000, "
             "\"catalogue\": {\"skus\": 1}, \"demand\": {\"channels\": [{\"name\": \"shop\", "
             "\"orders_per_day\": 10}]}, "
             "\"stock\": {\"lead_time_d\": 2, \"on_stockout\": \"backorder\", "
             "\"policy\": {\"reorder_point\": {\"reorder_units\": %d, \"quantity_units\": %d}}}, "
             "\"picking\": {\"method\": \"single\", \"set_up_s\": 0, \"per_stop_s\": 0, \"per_unit_s\": 0}}",
             days + WARM_UP_DAYS, WARM_UP_DAYS, reorder, quantity);
    struct sample sample = sample_create(REPLICATIONS, 4);
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    unload(&loaded);
    return sample;
}

static void check_stock(int reorder, int quantity, int days, double fill_rate, double backorders,
                        double on_hand) {
    struct sample sample = run_stock(reorder, quantity, days);
    const struct control controls[] = {{3, 10.0 * days}};
    CHECK_THEORY(estimate(&sample, 0, controls, 1), fill_rate, 0.01, "fill rate");
    CHECK_THEORY(estimate(&sample, 1, controls, 1), backorders, 0.01, "backorders");
    CHECK_THEORY(estimate(&sample, 2, controls, 1), on_hand, 0.01, "on hand");
    sample_free(&sample);
}

static void a_reorder_point_gives_the_fill_rate_of_the_formula(void) {
    check_stock(22, 30, 36000, 0.967350, 0.069793, 17.569793);
}

/* Base stock 25: as soon as the position falls to 24, one unit is ordered. */
static void base_stock_gives_the_fill_rate_of_the_formula(void) {
    check_stock(24, 1, 20000, 0.843227, 0.330828, 5.330828);
}

static void levels_are_newsvendor_quantities(void) {
    CHECK_NEAR(stock_level_for(100, 20, 6.0 / 8.0), 113.4898, 5e-5, "normal(100, 20), under 6, over 2");
    CHECK_NEAR(stock_level_for(20, sqrt(20), 0.9), 26, 0, "Poisson(20) at .9");
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(a_reorder_point_gives_the_fill_rate_of_the_formula)},
                                            {TEST(base_stock_gives_the_fill_rate_of_the_formula)},
                                            {TEST(levels_are_newsvendor_quantities)},
                                            {0}});
}
