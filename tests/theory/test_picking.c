/* SPDX-License-Identifier: MIT */
/* Picking through the real stages against closed forms: single-order tours of one picker as M/G/1 with the
 * moments of an S-shape tour, the mean S-shape tour, zones that meet at consolidation as a fork-join queue,
 * and pick and pass as queues in series. */
#include "tests/theory/theory.h"

enum { SEED = 20260105, REPLICATIONS = 40, UNIT_S = 1000 };

/* The length of an S-shape tour: n picks, each in any bay of M aisles with B bays of width b, spacing w,
 * depot at the front of the first aisle. With the last visited aisle j, k visited aisles and m picks in aisle
 * j:
 *
 *     length = 2 w j + k L for even k, 2 w j + (k - 1) L + 2 depth for odd k
 *     P(j, k, m) = C(n, m) C(j, k - 1) Surj(n - m, k - 1) / M^n
 *
 * where Surj(a, b) counts the ways to spread a picks over exactly b aisles and the depth is that of the
 * deepest of m picks: P(deepest bay <= d) = (d / B)^m. Everything is enumerated, nothing approximated. */
struct tour_moments {
    double mean, second;
};

static double choose(int n, int k) {
    double c = k <= n;
    for (int i = 0; i < k; i++)
        c = c * (n - i) / (i + 1);
    return c;
}

/* Inclusion and exclusion, divided by m^picks so that nothing overflows. */
static double share_of_surjections(int picks, int onto, int aisles) {
    double sum = 0.0;
    for (int i = 0; i <= onto; i++)
        sum += (i % 2 ? -1.0 : 1.0) * choose(onto, i) * pow((double)(onto - i) / aisles, picks);
    return sum;
}

static void add_tours(struct tour_moments *moments, double p, int odd, double length_m, int picks, int bays,
                      double bay_m) {
    for (int d = 1; d <= bays && odd; d++) {
        double q = pow((double)d / bays, picks) - pow((double)(d - 1) / bays, picks);
        double with_depth_m = length_m + 2.0 * (d - 0.5) * bay_m;
        moments->mean += p * q * with_depth_m;
        moments->second += p * q * with_depth_m * with_depth_m;
    }
    if (!odd) {
        moments->mean += p * length_m;
        moments->second += p * length_m * length_m;
    }
}

static struct tour_moments s_shape_moments(int n, int aisles, int bays, double bay_m, double spacing_m) {
    struct tour_moments moments = {0};
    double total = 0.0, aisle_m = bays * bay_m;
    for (int j = 0; j < aisles; j++)
        for (int k = 1; k <= j + 1 && k <= n; k++)
            for (int m = 1; m <= n; m++) {
                double p = choose(n, m) * pow(1.0 / aisles, m) * choose(j, k - 1) *
                           share_of_surjections(n - m, k - 1, aisles);
                add_tours(&moments, p, k % 2, 2.0 * spacing_m * j + (k - k % 2) * aisle_m, m, bays, bay_m);
                total += p;
            }
    CHECK_NEAR(total, 1.0, 1e-9, "the tours are all there");
    return moments;
}

/* Orders of `lines` lines over all bays alike, picked one by one; 0 carts = as many as there are orders. */
static struct loaded load_block(int lines, int aisles, int bays, double bay_m, double spacing_m, int carts,
                                double orders_per_day, double days) {
    return load(
        "{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %.17g, \"warmup_days\": %.17g, "
        "\"interval_min\": 100000, \"catalogue\": {\"skus\": %d, \"popularity\": \"uniform\"}, "
        "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": %.17g, \"lines\": %d}]}, "
        "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": %d, \"bays\": %d, \"bay_width_m\": "
        "%.17g, \"aisle_spacing_m\": %.17g, \"levels\": 1, \"slots_per_bay_level\": 1}]}, "
        "\"picking\": {\"method\": \"single\", \"routing\": \"s_shape\", \"carts\": %d, "
        "\"set_up_s\": 30, \"per_stop_s\": 5, \"per_unit_s\": 1}}",
        1.04 * days, 0.04 * days, aisles * bays * 2, orders_per_day, lines, aisles, bays, bay_m, spacing_m,
        carts);
}

static void one_picker_waits_as_in_m_g_1(void) {
    enum { WAIT, WORK, TRAVEL, ORDERS, COLUMNS };
    static const char *const names[] = {"picking.wait_s.mean", "picking.work_s.mean",
                                        "picking.travel_m_per_line", "orders.created", NULL};
    const struct {
        int lines, aisles, bays;
        double load, orders;
    } rows[] = {{3, 6, 20, 0.5, 1e6}, {1, 10, 40, 0.7, 2e6}, {8, 5, 30, 0.7, 2e6}};
    for (int i = 0; i < 3; i++) {
        int n = rows[i].lines;
        struct tour_moments metres = s_shape_moments(n, rows[i].aisles, rows[i].bays, 1.0, 3.0);
        double fixed_s = 30 + n * (5 + 1), mean_s = fixed_s + metres.mean; /* 1 m/s */
        double second_s2 = fixed_s * fixed_s + 2 * fixed_s * metres.mean + metres.second;
        double rate = rows[i].load / mean_s;
        double wait_s = rate * second_s2 / (2 * (1 - rows[i].load)); /* Pollaczek and Khinchine */
        double days = rows[i].orders / REPLICATIONS / (rate * 86400);
        struct loaded loaded = load_block(n, rows[i].aisles, rows[i].bays, 1.0, 3.0, 1, rate * 86400, days);
        struct sample sample = sample_create(REPLICATIONS, COLUMNS);
        run_replications(&loaded, SEED, 1, names, NULL, &sample);
        const struct control controls[] = {{ORDERS, rate * 86400 * days}, {WORK, mean_s}};
        CHECK_THEORY(estimate(&sample, WAIT, controls, 2), wait_s, 0.01, "wait for the picker");
        CHECK_THEORY(estimate(&sample, WORK, NULL, 0), mean_s, 0.01, "  duration of a tour");
        CHECK_THEORY(estimate(&sample, TRAVEL, NULL, 0), metres.mean / n, 0.01, "  metres per line");
        sample_free(&sample);
        unload(&loaded);
    }
}

/* Mean S-shape tours of picks anywhere along the aisles. Bays are so narrow (a 400th of an aisle) that the
 * mean depth of the deepest pick differs by less than 1e-5 of an aisle. */
static void tours_walk_as_far_as_s_shape_does_on_average(void) {
    const struct {
        int picks, aisles;
        double length_m, spacing_m, tour_m;
    } rows[] = {{3, 5, 10, 2.5, 40.60000},  {10, 5, 10, 2.5, 65.72885}, {10, 10, 10, 2.4, 106.78896},
                {20, 10, 30, 5, 356.97928}, {30, 10, 45, 5, 527.27769}, {5, 20, 20, 4, 219.86821}};
    static const char *const names[] = {"picking.travel_m_per_line", NULL};
    enum { BAYS = 400, ORDERS = 4000 };
    for (int i = 0; i < 6; i++) {
        struct loaded loaded = load_block(rows[i].picks, rows[i].aisles, BAYS, rows[i].length_m / BAYS,
                                          rows[i].spacing_m, 0, ORDERS, 1);
        struct sample sample = sample_create(REPLICATIONS, 1);
        run_replications(&loaded, SEED, 1, names, NULL, &sample);
        CHECK_THEORY(estimate(&sample, 0, NULL, 0), rows[i].tour_m / rows[i].picks, 0.01, "metres per line");
        sample_free(&sample);
        unload(&loaded);
    }
}

/* Two zones with one picker each and exponential tours of one order. Twenty lines over four SKUs, two of them
 * in each zone, make the share of orders that one zone holds 2 in a million. */
static struct loaded load_zones(const char *method, double rate, double orders) {
    double days = orders / rate * UNIT_S / 86400;
    return load(
        "{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %.17g, \"warmup_days\": %.17g, "
        "\"interval_min\": 100000, \"catalogue\": {\"skus\": 4, \"popularity\": \"uniform\"}, "
        "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": %.17g, \"lines\": 20}]}, "
        "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": 2, \"bays\": 1, \"bay_width_m\": 0.01, "
        "\"aisle_spacing_m\": 0.01, \"levels\": 1, \"slots_per_bay_level\": 1}], "
        "\"zones\": [{\"name\": \"A\", \"parts\": [{\"block\": \"b\", \"to_aisle\": 1}]}, "
        "{\"name\": \"B\", \"parts\": [{\"block\": \"b\", \"from_aisle\": 2}]}]}, "
        "\"picking\": {\"method\": %s, \"walk_m_per_s\": 20, \"per_stop_s\": 0, \"per_unit_s\": 0, "
        "\"set_up_s\": {\"exponential\": {\"mean\": %d}}}, "
        "\"teams\": [{\"name\": \"a\", \"skills\": [\"pick\"], \"zones\": [\"A\"], \"shifts\": [{\"from\": "
        "\"00:00\", \"to\": \"24:00\", \"people\": 1}]}, "
        "{\"name\": \"b\", \"skills\": [\"pick\"], \"zones\": [\"B\"], \"shifts\": [{\"from\": \"00:00\", "
        "\"to\": \"24:00\", \"people\": 1}]}]}",
        1.05 * days, 0.05 * days, rate * 86400 / UNIT_S, method, UNIT_S);
}

enum { CYCLE, WORK_A, WORK_B, WAIT_A, WAIT_B, DONE_A, ZONE_COLUMNS };
static const char *const zone_names[] = {"cycle_time_s.mean",
                                         "picking.work_s.mean[zone=A]",
                                         "picking.work_s.mean[zone=B]",
                                         "picking.wait_s.mean[zone=A]",
                                         "picking.wait_s.mean[zone=B]",
                                         "picking.done[zone=A]",
                                         NULL};

/* T = (12 - rho) / (8 (mu - lambda)) for two M/M/1 with common arrivals (Flatto and Hahn; Nelson and Tantawi
 * 1988). Each zone by itself is M/M/1, whose known wait makes a control variate. */
static void two_zones_that_meet_again_take_as_long_as_fork_join(void) {
    const struct {
        double rate, orders, time;
    } rows[] = {{0.5, 4e5, 2.875}, {0.8, 6e5, 7.0}, {0.9, 1.5e6, 13.875}};
    for (int i = 0; i < 3; i++) {
        struct loaded loaded =
            load_zones("{\"parallel_zones\": {\"orders\": 1}}", rows[i].rate, rows[i].orders / REPLICATIONS);
        struct sample sample = sample_create(REPLICATIONS, ZONE_COLUMNS);
        run_replications(&loaded, SEED, 1, zone_names, NULL, &sample);
        double wait_s = rows[i].rate / (1 - rows[i].rate) * UNIT_S;
        const struct control controls[] = {
            {WORK_A, UNIT_S}, {WORK_B, UNIT_S}, {WAIT_A, wait_s}, {WAIT_B, wait_s}};
        CHECK_THEORY(estimate(&sample, CYCLE, controls, 4), rows[i].time * UNIT_S, 0.01,
                     "time until both parts are there");
        CHECK_THEORY(estimate(&sample, WAIT_A, controls, 2), wait_s, 0.05, "  wait in zone A (M/M/1)");
        sample_free(&sample);
        unload(&loaded);
    }
}

/* Tandem queues: by Burke's theorem the second zone sees Poisson arrivals too, and each is M/M/1. The
 * conveyor carries the tote twice: to the second zone, and on to packing. */
static void totes_pass_zones_as_queues_in_series(void) {
    const double rate = 0.7, pass_s = 120;
    struct loaded loaded = load_zones("{\"pick_and_pass\": {\"pass_s\": 120}}", rate, 2e6 / REPLICATIONS);
    struct sample sample = sample_create(REPLICATIONS, ZONE_COLUMNS);
    run_replications(&loaded, SEED, 1, zone_names, NULL, &sample);
    double wait_s = rate / (1 - rate) * UNIT_S;
    const struct control controls[] = {{WORK_A, UNIT_S}, {WORK_B, UNIT_S}};
    CHECK_THEORY(estimate(&sample, CYCLE, controls, 2), 2 * UNIT_S / (1 - rate) + 2 * pass_s, 0.01,
                 "time through both zones");
    CHECK_THEORY(estimate(&sample, WAIT_B, controls, 2), wait_s, 0.02, "  wait in the second zone");
    sample_free(&sample);
    unload(&loaded);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(one_picker_waits_as_in_m_g_1)},
                                            {TEST(tours_walk_as_far_as_s_shape_does_on_average)},
                                            {TEST(two_zones_that_meet_again_take_as_long_as_fork_join)},
                                            {TEST(totes_pass_zones_as_queues_in_series)},
                                            {0}});
}
