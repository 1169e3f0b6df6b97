/* SPDX-License-Identifier: MIT */
/* Replenishment: a pick face is an inventory of its own, whose supplier is a lift truck; lift trucks are a
 * queue.
 *
 * One SKU with plenty of reserve. Picking takes no time, so that a unit leaves the face when it is claimed;
 * an order that is held for a unit is a backorder at the face. */
#include "tests/theory/theory.h"

enum { SEED = 20260105, REPLICATIONS = 40, WARM_UP_DAYS = 30 };

static const char *const face_names[] = {"replenishment.face_fill_rate", "replenishment.short_units.mean",
                                         "storage.forward.mean", "orders.created", NULL};
static const char *const truck_names[] = {
    "replenishment.wait_s.mean", "equipment.replenishment_trucks.utilisation", "orders.created", NULL};

/* Poisson demand; `trigger`, `face`, `trucks` and `pick_up_s` are of the replenishment section. */
static struct sample run_face(double orders_per_day, int units_per_case, const char *trigger, int face_units,
                              int trucks, const char *pick_up_s, int days, const char *const *names,
                              int columns) {
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %d, \"warmup_days\": %d, "
             "\"interval_min\": 100000, \"catalogue\": {\"skus\": 1, \"units_per_case\": %d}, "
             "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": %g}]}, "
             "\"stock\": {\"lead_time_d\": 0, \"policy\": {\"order_up_to\": {\"cover_days\": 200}}}, "
             "\"replenishment\": {\"trigger\": {\"min_max\": %s}, \"face\": {\"cases\": 0, \"units\": %d}, "
             "\"reserve\": {\"positions\": 10, \"cases_per_position\": 100000, \"way_m\": 0, "
             "\"level_height_m\": 0}, \"trucks\": %d, \"pick_up_s\": %s, \"put_down_s\": 0}, "
             "\"picking\": {\"method\": \"single\", \"set_up_s\": 0, \"per_stop_s\": 0, \"per_unit_s\": 0}}",
             days + WARM_UP_DAYS, WARM_UP_DAYS, units_per_case, orders_per_day, trigger, face_units, trucks,
             pick_up_s);
    struct sample sample = sample_create(REPLICATIONS, columns);
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    unload(&loaded);
    return sample;
}

/* (r,Q) with Poisson demand of 10 a day and a lead time of 2 days, r = 22 and Q = 30 (Zipkin 2000,
 * Foundations of Inventory Management): the face of 200 units is replenished at 22 of them by a case of 30,
 * which fills the position up to 52; a truck takes 2 days for it, and there is always one. */
static void a_face_with_a_minimum_is_an_r_q_inventory(void) {
    enum { DAYS = 36000 };
    struct sample sample = run_face(10, 30, "{\"min_share\": 0.11, \"max_share\": 0.26}", 200, 1000, "172800",
                                    DAYS, face_names, 4);
    const struct control controls[] = {{3, 10.0 * DAYS}};
    CHECK_THEORY(estimate(&sample, 0, controls, 1), 0.967350, 0.01, "units there when the order is released");
    CHECK_THEORY(estimate(&sample, 1, controls, 1), 0.069793, 0.01, "units that held orders wait for");
    CHECK_THEORY(estimate(&sample, 2, controls, 1), 17.569793, 0.01, "units on the face");
    sample_free(&sample);
}

/* Base stock 25: every unit taken is replaced by a case of one. */
static void a_face_that_is_always_topped_up_is_a_base_stock(void) {
    enum { DAYS = 20000 };
    struct sample sample = run_face(10, 1, "{\"min_share\": 0.24, \"max_share\": 0.25}", 100, 1000, "172800",
                                    DAYS, face_names, 4);
    const struct control controls[] = {{3, 10.0 * DAYS}};
    CHECK_THEORY(estimate(&sample, 0, controls, 1), 0.843227, 0.01, "units there when the order is released");
    CHECK_THEORY(estimate(&sample, 1, controls, 1), 0.330828, 0.01, "units that held orders wait for");
    CHECK_THEORY(estimate(&sample, 2, controls, 1), 5.330828, 0.01, "units on the face");
    sample_free(&sample);
}

/* One truck that brings every single unit: Poisson arrivals of tasks at rate .7 / 60 s. Pollaczek-Khinchine:
 * mean wait = rho s (1 + cv^2) / (2 (1 - rho)). */
static void check_truck(const char *pick_up_s, double squared_cv, const char *words) {
    enum { DAYS = 80, MEAN_S = 60 };
    const double rho = 0.7, orders_per_day = rho * SECONDS_A_DAY / MEAN_S;
    struct sample sample = run_face(orders_per_day, 1, "{\"min_share\": 0.999, \"max_share\": 1}", 1000, 1,
                                    pick_up_s, DAYS, truck_names, 3);
    const struct control controls[] = {{2, orders_per_day * DAYS}};
    CHECK_THEORY(estimate(&sample, 0, controls, 1), rho * MEAN_S * (1 + squared_cv) / (2 * (1 - rho)), 0.01,
                 words);
    CHECK_THEORY(estimate(&sample, 1, controls, 1), rho, 0.01, "utilisation of the truck");
    sample_free(&sample);
}

static void one_truck_with_constant_times_is_m_d_1(void) {
    check_truck("60", 0.0, "wait for the truck, constant");
}

static void one_truck_with_exponential_times_is_m_m_1(void) {
    check_truck("{\"exponential\": {\"mean\": 60}}", 1.0, "wait for the truck, exponential");
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(a_face_with_a_minimum_is_an_r_q_inventory)},
                                            {TEST(a_face_that_is_always_topped_up_is_a_base_stock)},
                                            {TEST(one_truck_with_constant_times_is_m_d_1)},
                                            {TEST(one_truck_with_exponential_times_is_m_m_1)},
                                            {0}});
}
