/* SPDX-License-Identifier: MIT */
/* Cranes against Bozer and White (1984, IIE Transactions 16(4)), Hausman, Schwarz and Graves (1976,
 * Management Science 22(6)) and Pollaczek and Khinchine.
 *
 * The closed forms are of a continuous rack; a rack of 200 x 200 places on either side differs from it by
 * less than 0.01 %. With T the longer and Q the shorter time to its far end, b = Q / T. */
#include "models/demand/catalogue.h"
#include "models/fulfil/crane_rack.h"
#include "models/scenario.h"
#include "tests/theory/theory.h"

enum { SEED = 20260105, REPLICATIONS = 40 };

/* Cycles */

struct rack_row {
    const char *words;
    double length_m, along_m_per_s, height_m, up_m_per_s, handle_s;
    double single_s, dual_s; /* theory */
};

static double single_s(double t, double b) {
    return t * (1.0 + b * b / 3.0);
}
static double dual_s(double t, double b) {
    return t * (4.0 / 3.0 + b * b / 2.0 - b * b * b / 30.0);
}

/* The crane has always something to do. Without returns every cycle fetches a load; with them nearly every
 * one is dual. */
static struct estimate_of_mean measure_cycles(const struct rack_row *row, bool dual) {
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": 4, \"warmup_days\": 0.5, "
             "\"interval_min\": 100000, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": "
             "%.9f}]}, "
             "\"catalogue\": {\"skus\": 20000, \"popularity\": \"uniform\"}, "
             "\"cranes\": {\"rack\": {\"aisles\": 1, \"bays\": 200, \"levels\": 200, \"length_m\": %.9f, "
             "\"height_m\": %.9f}, \"along_m_per_s\": %.9f, \"up_m_per_s\": %.9f, \"handle_s\": %.9f, "
             "\"cycle\": \"%s\", \"loads_return\": %s, \"conveyor_s\": 1, \"item_s\": 1, \"stations\": 10}}",
             1.1 * SECONDS_A_DAY / (dual ? row->dual_s : row->single_s), row->length_m, row->height_m,
             row->along_m_per_s, row->up_m_per_s, row->handle_s, dual ? "dual" : "single",
             dual ? "true" : "false");
    struct sample sample = sample_create(REPLICATIONS, 1);
    const char *const names[] = {dual ? "cranes.dual_s.mean" : "cranes.single_s.mean", NULL};
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    struct estimate_of_mean got = estimate(&sample, 0, NULL, 0);
    sample_free(&sample);
    unload(&loaded);
    return got;
}

static void check_cycles(const struct rack_row *row) {
    printf("%s\n", row->words);
    CHECK_THEORY(measure_cycles(row, false), row->single_s, 0.01, "single command");
    CHECK_THEORY(measure_cycles(row, true), row->dual_s, 0.01, "dual command");
}

static void cycles_are_as_long_as_bozer_and_white_say(void) {
    const double foot_m = 0.3048;
    const struct rack_row rows[] = {
        {"b = 1", 100, 1, 100, 1, 0, 100 * 4.0 / 3.0, 100 * 1.8},
        {"b = 0.6", 100, 1, 60, 1, 0, 100 * 1.12000, 100 * 1.50613},
        {"348 ft x 88 ft, 356 and 100 ft/min, P/D 0.35 min", 348 * foot_m, 356 * foot_m / 60, 88 * foot_m,
         100 * foot_m / 60, 21, 60 * 1.941596, 60 * 3.075700},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_cycles(&rows[i]);
    CHECK_NEAR(single_s(100, 0.6), 112.000, 0.001, "the formula, single command at b = 0.6");
    CHECK_NEAR(dual_s(100, 0.6), 150.613, 0.001, "the formula, dual command at b = 0.6");
}

/* Storage policies. A rack that is square in time, of side 1, full of loads. The k-th busiest of n loads has
 * the turnover that the demand curve i^s and economic order quantities give it: the busiest share j of the
 * loads is asked for j^(2 s / (s + 1)) of the time. */

enum { SIDE = 400, LOADS = 2 * SIDE * SIDE };

static double skew_of(double items, double demand) {
    return log(demand) / log(items);
}

static struct catalogue *catalogue_of_loads(struct arena *arena, double s) {
    struct catalogue *catalogue = arena_new(arena, struct catalogue);
    catalogue->count = LOADS;
    catalogue->skus = arena_array(arena, struct sku, LOADS);
    double a = 2.0 * s / (s + 1.0);
    for (int k = 0; k < LOADS; k++)
        catalogue->skus[k].share = pow((k + 1.0) / LOADS, a) - pow((double)k / LOADS, a);
    return catalogue;
}

/* Through the field table, so that the policy is chosen as a user does. */
static double one_way(const char *storage, double s) {
    struct loaded loaded =
        load("{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, \"catalogue\": "
             "{\"skus\": "
             "1}, \"cranes\": {\"rack\": {\"aisles\": 1, \"bays\": %d, \"levels\": %d, \"length_m\": 1, "
             "\"height_m\": 1, \"storage\": %s}}}",
             SIDE, SIDE, storage);
    const struct scenario *scenario = loaded.values;
    const struct motion unit = {1, 0};
    struct problems *problems = problems_create(loaded.arena);
    struct catalogue *catalogue = catalogue_of_loads(loaded.arena, s);
    struct crane_rack *rack =
        crane_rack_create(loaded.arena, &scenario->centre.cranes->rack, unit, unit, catalogue, problems);
    double *mean = arena_array(loaded.arena, double, rack->zone_count), total = 0.0;
    for (int z = 0; z < rack->zone_count; z++)
        for (int p = rack->zones[z].first; p < rack->zones[z].end; p++)
            mean[z] += rack->places[p].travel_s / (rack->zones[z].end - rack->zones[z].first);
    for (int k = 0; k < LOADS; k++)
        total += catalogue->skus[k].share * mean[rack->loads[k].zone];
    unload(&loaded);
    return total;
}

/* One way to a class between two radii, and the best radii by trying them in steps. */
static double ring(double from, double to) {
    return 2.0 / 3.0 * (to * to * to - from * from * from) / (to * to - from * from);
}

static void best_radii(double s, int classes, double radius[2]) {
    const double step = 0.002, power = 4.0 * s / (s + 1.0);
    double best = INFINITY;
    for (double r1 = step; r1 < 1.0 - step; r1 += step)
        for (double r2 = classes == 2 ? 1.0 : r1 + step; r2 <= 1.0; r2 += step) {
            double a1 = pow(r1, power), a2 = r2 < 1.0 ? pow(r2, power) : 1.0;
            double mean = a1 * ring(0, r1) + (a2 - a1) * ring(r1, r2);
            if (r2 < 1.0)
                mean += (1.0 - a2) * ring(r2, 1.0);
            if (mean < best) {
                best = mean;
                radius[0] = r1;
                radius[1] = r2;
            }
        }
}

static double one_way_classes(double r1, double r2, double s) {
    char storage[200];
    if (r2 < 1.0)
        snprintf(storage, sizeof storage, "{\"classes\": {\"shares\": [%.9f, %.9f, %.9f]}}", r1 * r1,
                 r2 * r2 - r1 * r1, 1.0 - r2 * r2);
    else
        snprintf(storage, sizeof storage, "{\"classes\": {\"shares\": [%.9f, %.9f]}}", r1 * r1,
                 1.0 - r1 * r1);
    return one_way(storage, s);
}

static void storage_policies_save_what_hausman_schwarz_and_graves_say(void) {
    double s = skew_of(0.2, 0.8);    /* 0.1386 */
    const double tolerance = 0.0005; /* four digits are published; the rack is discrete */
    CHECK_NEAR(one_way("\"random\"", s), 0.6667, tolerance, "20/80, random");
    CHECK_NEAR(one_way("\"full_turnover\"", s), 0.3275, tolerance, "20/80, full turnover");
    CHECK_NEAR(one_way_classes(0.2845, 1.0, s), 0.4273, tolerance, "20/80, two classes");
    CHECK_NEAR(one_way_classes(0.1337, 0.4701, s), 0.3750, tolerance, "20/80, three classes");
    s = skew_of(0.2, 0.6);
    double radius[2];
    CHECK_NEAR(one_way("\"full_turnover\"", s), 0.4908, tolerance, "20/60, full turnover");
    best_radii(s, 2, radius);
    CHECK_NEAR(one_way_classes(radius[0], 1.0, s), 0.5459, tolerance, "20/60, two classes");
    best_radii(s, 3, radius);
    CHECK_NEAR(one_way_classes(radius[0], radius[1], s), 0.5176, tolerance, "20/60, three classes");
}

/* The same policies at work: loads by the root of demand, in a rack of their own size. The expected cycle is
 * summed up over loads and the places of their zones. */
static void cranes_find_loads_where_the_policy_puts_them(void) {
    const char *const storages[] = {"\"random\"", "{\"classes\": {\"shares\": [0.1, 0.9]}}",
                                    "\"full_turnover\""};
    for (int k = 0; k < 3; k++) {
        struct loaded loaded = load(
            "{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": 5, \"warmup_days\": 0.5, "
            "\"interval_min\": 100000, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": "
            "2000}]}, \"catalogue\": {\"skus\": 2000, \"popularity\": {\"zipf\": {\"exponent\": 0.6}}}, "
            "\"cranes\": {\"rack\": {\"aisles\": 1, \"bays\": 80, \"levels\": 40, \"length_m\": 40, "
            "\"height_m\": 20, \"loads\": 6000, \"loads_by\": \"root_of_demand\", \"storage\": %s}, "
            "\"along_m_per_s\": 4, \"up_m_per_s\": 2, \"handle_s\": 2, \"loads_return\": false, "
            "\"item_s\": 1, \"conveyor_s\": 0, \"stations\": 10}}",
            storages[k]);
        const struct scenario *scenario = loaded.values;
        const struct crane_rack *rack = scenario->crane_rack;
        double expected = 0.0;
        for (int i = 0; i < rack->load_count; i++) {
            const struct rack_load *it = &rack->loads[i];
            const struct rack_zone *zone = &rack->zones[it->zone];
            int loads = rack->first_load[it->sku + 1] - rack->first_load[it->sku];
            double mean = 0.0;
            for (int p = zone->first; p < zone->end; p++)
                mean += fmax(rack->places[p].x_m / 4, rack->places[p].y_m / 2) / (zone->end - zone->first);
            expected += scenario->sku_catalogue->skus[it->sku].share / loads * (2.0 * mean + 4.0);
        }
        struct sample sample = sample_create(REPLICATIONS, 1);
        const char *const names[] = {"cranes.single_s.mean", NULL};
        run_replications(&loaded, SEED, 1, names, NULL, &sample);
        CHECK_THEORY(estimate(&sample, 0, NULL, 0), expected, 0.01, storages[k]);
        sample_free(&sample);
        unload(&loaded);
    }
}

static void loads_follow_the_root_of_demand(void) {
    struct loaded loaded =
        load("{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, \"catalogue\": "
             "{\"skus\": "
             "100, \"popularity\": {\"zipf\": {\"exponent\": 1}}}, \"cranes\": {\"rack\": {\"aisles\": 3, "
             "\"bays\": 100, \"levels\": 20, \"loads\": 10100, \"loads_by\": \"root_of_demand\"}}}");
    const struct scenario *scenario = loaded.values;
    const struct crane_rack *rack = scenario->crane_rack;
    double roots = 0.0;
    for (int rank = 1; rank <= 100; rank++)
        roots += 1.0 / sqrt(rank);
    for (int rank = 1; rank <= 100; rank++) /* one each, and 10,000 by the root */
        CHECK_NEAR(rack->first_load[rank] - rack->first_load[rank - 1], 1 + 10000 / sqrt(rank) / roots, 1.0,
                   "loads of a SKU, rounded");
    CHECK_INT(rack->first_load[100], 10100);
    unload(&loaded);
}

/* One crane, Poisson calls, round trips: M/G/1. */

enum { WAIT, WORK, CREATED, COLUMNS };

static void one_crane_waits_like_pollaczek_and_khinchine(void) {
    enum { BAYS = 150, LEVELS = 100, LENGTH_M = 60, HEIGHT_M = 30 };
    const double along = 3.0, up = 1.0, handle_s = 5.0, load_share = 0.7, days = 40, warmup_days = 2;
    double first = 0.0, second = 0.0;
    for (int bay = 0; bay < BAYS; bay++)
        for (int level = 0; level < LEVELS; level++) {
            double s =
                2.0 * fmax((bay + 0.5) * LENGTH_M / BAYS / along, (level + 0.5) * HEIGHT_M / LEVELS / up) +
                2.0 * handle_s;
            first += s / (BAYS * LEVELS);
            second += s * s / (BAYS * LEVELS);
        }
    double rate = load_share / first, wait_s = rate * second / 2.0 / (1.0 - load_share);
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %.9f, \"warmup_days\": %.9f, "
             "\"interval_min\": 100000, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": "
             "%.9f}]}, "
             "\"catalogue\": {\"skus\": 25000, \"popularity\": \"uniform\"}, "
             "\"cranes\": {\"rack\": {\"aisles\": 1, \"bays\": %d, \"levels\": %d, \"length_m\": %d, "
             "\"height_m\": "
             "%d}, \"along_m_per_s\": %g, \"up_m_per_s\": %g, \"handle_s\": %g, \"loads_return\": false, "
             "\"item_s\": 1, \"stations\": 20}}",
             days + warmup_days, warmup_days, rate * SECONDS_A_DAY, BAYS, LEVELS, LENGTH_M, HEIGHT_M, along,
             up, handle_s);
    struct sample sample = sample_create(REPLICATIONS, COLUMNS);
    const char *const names[] = {"cranes.wait_s.mean", "cranes.work_s.mean", "orders.created", NULL};
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    const struct control controls[] = {{CREATED, rate * SECONDS_A_DAY * days}, {WORK, first}};
    CHECK_THEORY(estimate(&sample, WORK, NULL, 0), first, 0.01, "M/G/1 crane: mean cycle");
    CHECK_THEORY(estimate(&sample, WAIT, controls, 2), wait_s, 0.01, "M/G/1 crane: mean wait");
    sample_free(&sample);
    unload(&loaded);
}

/* By hand */

static void causes_add_up_and_a_lone_order_takes_the_way_of_its_load(void) {
    /* one place at (10 m, 4 m): 5 s along at 2 m/s, 8 s up at 0.5 m/s; twice that, two times 3 s, conveyor
     * 20 s, three units of 6 s */
    struct loaded loaded = load(
        "{\"start\": \"2026-01-05\", \"days\": 2, \"lead_in_days\": 0, \"demand\": {\"channels\": "
        "[{\"name\": "
        "\"shop\", \"orders_per_day\": 4, \"units\": 3}]}, \"catalogue\": {\"skus\": 1}, "
        "\"cranes\": {\"rack\": {\"aisles\": 1, \"bays\": 1, \"levels\": 1, \"length_m\": 20, \"height_m\": "
        "8}, "
        "\"along_m_per_s\": 2, \"up_m_per_s\": 0.5, \"handle_s\": 3, \"conveyor_s\": 20, \"item_s\": 6}}");
    struct sample sample = sample_create(1, 4);
    const char *const names[] = {"cycle_time_s.mean", "delay_s.travelling.mean", "delay_s.working.mean",
                                 "delay_s.equipment.mean", NULL};
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    CHECK_NEAR(*sample_at(&sample, 0, 0), 16 + 6 + 20 + 18, 1e-6, "cycle time");
    CHECK_NEAR(*sample_at(&sample, 0, 1), 16 + 6 + 20, 1e-6, "of it on the way, with handling");
    CHECK_NEAR(*sample_at(&sample, 0, 2), 18, 1e-6, "of it at work");
    CHECK_NEAR(*sample_at(&sample, 0, 3), 0, 1e-6, "of it waiting");
    sample_free(&sample);
    unload(&loaded);
}

static void busy_cranes_lose_no_order_and_no_second(void) {
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"days\": 2, \"lead_in_days\": 1, \"demand\": {\"channels\": "
             "[{\"name\": "
             "\"shop\", \"orders_per_day\": 3000, \"lines\": {\"uniform\": {\"min\": 1, \"max\": 4}}, "
             "\"cancel_share\": 0.3, \"cancel_after_min\": 3}]}, \"catalogue\": {\"skus\": 60}, "
             "\"cranes\": {\"rack\": {\"aisles\": 3, \"bays\": 6, \"levels\": 5, \"length_m\": 30, "
             "\"loads\": 90}, "
             "\"dwell\": \"stay\", \"stations\": 2, \"item_s\": 12}, \"packing\": {\"repick_share\": 0.1}, "
             "\"stock\": {}}");
    struct sample sample = sample_create(4, 10);
    const char *const names[] = {"cycle_time_s.mean",
                                 "delay_s.no_stock.mean",
                                 "delay_s.release.mean",
                                 "delay_s.people.mean",
                                 "delay_s.equipment.mean",
                                 "delay_s.working.mean",
                                 "delay_s.travelling.mean",
                                 "delay_s.departure.mean",
                                 "orders.cancelled",
                                 "cranes.lines_per_load",
                                 NULL};
    run_replications(&loaded, SEED, 1, names, NULL, &sample); /* fails where a claim is broken */
    for (int r = 0; r < 4; r++) {
        double sum = 0.0;
        for (int k = 1; k <= 7; k++)
            sum += *sample_at(&sample, r, k);
        CHECK_NEAR(sum, *sample_at(&sample, r, 0), 1e-6 * sum, "causes against the cycle time");
        CHECK(*sample_at(&sample, r, 8) > 0);
        CHECK(*sample_at(&sample, r, 9) > 1.0); /* lines share loads */
    }
    sample_free(&sample);
    unload(&loaded);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(cycles_are_as_long_as_bozer_and_white_say)},
                                            {TEST(storage_policies_save_what_hausman_schwarz_and_graves_say)},
                                            {TEST(cranes_find_loads_where_the_policy_puts_them)},
                                            {TEST(loads_follow_the_root_of_demand)},
                                            {TEST(one_crane_waits_like_pollaczek_and_khinchine)},
                                            {TEST(causes_add_up_and_a_lone_order_takes_the_way_of_its_load)},
                                            {TEST(busy_cranes_lose_no_order_and_no_second)},
                                            {0}});
}
