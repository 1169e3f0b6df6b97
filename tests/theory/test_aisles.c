/* SPDX-License-Identifier: MIT */
/* Aisles in which people get in each other's way, against closed forms.
 *
 * Orders of one line come as a Poisson stream to one aisle with one stop near its mouth, picked by as many
 * people as it takes. A narrow aisle is then a queue: M/G/1 for one person (Pollaczek and Khinchine), M/M/c
 * for c (Erlang C); the walk inside then takes 0.5 ms and is part of the work. In a wide aisle walking takes
 * w (1 + a n) for who finds n inside. By Little's law the mean number inside is L = rate (w (1 + a N) + s)
 * with s at the stop and N the mean number found, which is L, since Poisson arrivals see time averages
 * (Wolff 1982, Operations Research 30(2)). So L = rate (w + s) / (1 - rate w a), whatever the times are
 * distributed like, and a visit loses w a L. */
#include "tests/theory/theory.h"

enum { SEED = 20260302, REPLICATIONS = 40, SERVICE_S = 60 };

static const char exponential[] = "{\"exponential\": {\"mean\": 60}}";

enum { LOST, PEOPLE, CREATED, COLUMNS };
static const char *const names[] = {"aisles.blocked_s.mean", "aisles.people.mean[aisle=a-1]",
                                    "orders.created", NULL};

struct aisle {
    const char *words, *congestion, *stop_s;
    double bay_m;  /* the way in and out of its middle; at 1 m/s, or 20 m/s where it shall not count */
    double rate;   /* orders per mean time at the stop */
    double orders; /* measured in all, in millions */
    double lost_s, people;
};

static void check_aisle(const struct aisle *row) {
    double orders_per_day = row->rate * SECONDS_A_DAY / SERVICE_S;
    double days = row->orders * 1e6 / REPLICATIONS / orders_per_day, warmup_days = 0.04 * days;
    struct loaded loaded = load(
        "{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %.9f, \"warmup_days\": %.9f, "
        "\"interval_min\": 100000, \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": "
        "%.9f}]}, "
        "\"catalogue\": {\"skus\": 1}, \"layout\": {\"blocks\": [{\"name\": \"a\", \"aisles\": 1, \"bays\": "
        "1, "
        "\"bay_width_m\": %g, \"congestion\": %s}]}, \"picking\": {\"walk_m_per_s\": %g, \"set_up_s\": 0, "
        "\"per_unit_s\": 0, \"per_stop_s\": %s}}",
        days + warmup_days, warmup_days, orders_per_day, row->bay_m, row->congestion,
        row->bay_m < 1.0 ? 20.0 : 1.0, row->stop_s);
    struct sample sample = sample_create(REPLICATIONS, COLUMNS);
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    const struct control created = {CREATED, orders_per_day * days};
    CHECK_THEORY(estimate(&sample, LOST, &created, 1), row->lost_s, 0.01, row->words);
    if (row->people > 0.0)
        CHECK_THEORY(estimate(&sample, PEOPLE, &created, 1), row->people, 0.01, "  people inside");
    sample_free(&sample);
    unload(&loaded);
}

/* Mean wait of M/G/1 over the mean service: rate (1 + cv^2) / (2 (1 - rate)). */
static void a_narrow_aisle_for_one_waits_as_pollaczek_khinchine(void) {
    const char narrow[] = "{\"narrow\": {\"capacity\": 1}}";
    check_aisle(&(struct aisle){"M/D/1, 0.7", narrow, "60", 0.01, 0.7, 1.2, 0.7 / 0.6 * SERVICE_S, 0.7});
    check_aisle(&(struct aisle){"M/M/1, 0.7", narrow, exponential, 0.01, 0.7, 3.2, 0.7 / 0.3 * SERVICE_S, 0.7});
    check_aisle(&(struct aisle){"M/G/1, 0.7, squared cv 1/4", narrow,
                                "{\"gamma\": {\"mean\": 60, \"cv\": 0.5}}", 0.01, 0.7, 1.8,
                                0.7 * 1.25 / 0.6 * SERVICE_S, 0.7});
}

/* A walk of 6 s and 60 s at the stop: service 66 s. */
static void walking_inside_is_part_of_the_visit(void) {
    check_aisle(&(struct aisle){"M/D/1 with a walk, 0.66", "{\"narrow\": {\"capacity\": 1}}", "60", 6, 0.6, 1,
                                0.66 * 66.0 / (2.0 * 0.34), 0.66});
}

/* Erlang C by recursion of Erlang B. */
static double erlang_wait(double load, int servers) {
    double blocked = 1.0;
    for (int c = 1; c <= servers; c++)
        blocked = load * blocked / (c + load * blocked);
    double waits = blocked / (1.0 - load / servers * (1.0 - blocked));
    return waits / (servers - load);
}

static void a_narrow_aisle_for_several_waits_as_erlang_c_says(void) {
    check_aisle(&(struct aisle){"M/M/2, 1.4", "{\"narrow\": {\"capacity\": 2}}", exponential, 0.01, 1.4, 3.6,
                                erlang_wait(1.4, 2) * SERVICE_S, 1.4});
    check_aisle(&(struct aisle){"M/M/5, 4", "{\"narrow\": {\"capacity\": 5}}", exponential, 0.01, 4.0, 6,
                                erlang_wait(4.0, 5) * SERVICE_S, 4.0});
}

/* Walking 30 s in and out, 60 s at the stop. */
static void check_wide(const char *words, const char *congestion, const char *stop_s, double slowdown,
                       double rate) {
    const double walk_s = 30.0, per_s = rate / SERVICE_S;
    double people = per_s * (walk_s + SERVICE_S) / (1.0 - per_s * walk_s * slowdown);
    check_aisle(
        &(struct aisle){words, congestion, stop_s, walk_s, rate, 0.4, walk_s * slowdown * people, people});
}

static void in_a_wide_aisle_those_found_inside_slow_the_walk(void) {
    check_wide("wide, slowdown 0.1, fixed times", "{\"wide\": {\"slowdown\": 0.1}}", "60", 0.1, 2.0);
    check_wide("wide, slowdown 0.2, exponential times", "{\"wide\": {\"slowdown\": 0.2}}", exponential, 0.2,
               3.0);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(a_narrow_aisle_for_one_waits_as_pollaczek_khinchine)},
                                            {TEST(walking_inside_is_part_of_the_visit)},
                                            {TEST(a_narrow_aisle_for_several_waits_as_erlang_c_says)},
                                            {TEST(in_a_wide_aisle_those_found_inside_slow_the_walk)},
                                            {0}});
}
