/* SPDX-License-Identifier: MIT */
/* Stages as queues: packing, docks, receiving and cancellation against Erlang, Pollaczek-Khinchine and
 * others.
 *
 * Time unit of the closed forms: the mean service, 60 s (6,000 s at the doors, so that whole seconds in the
 * plan of trucks do not matter). Values: Erlang C and B by recursion, M/D/c by Crommelin's series, M/G/1 by
 * Pollaczek and Khinchine, Erlang-A by its birth-death chain, priorities by Cobham (1954, Operations Research
 * 2(1)). */
#include "tests/support/mrg32k3a.h"
#include "tests/theory/theory.h"

enum { SEED = 20260105, REPLICATIONS = 40, SERVICE_S = 60, MINUTES_A_DAY = 1440 };

/* Waits of single orders: the share of those that waited, and means by service class.
 *
 * From the same arrivals and work it also computes the waits at one server that is `benches` times as fast,
 * by Lindley's recursion. Their mean is known (Pollaczek and Khinchine) and they rise and fall with the waits
 * at many benches, so that they make a strong control variate. */
enum { CLASSES = 3, WINDOW = 1 << 14 };
struct waits {
    double warmup_s;
    int benches;
    long count, waited;
    double sum[CLASSES];
    long number[CLASSES];
    struct {
        double created_s, work_s;
        uint64_t order;
    } input[WINDOW]; /* orders leave in another order than they came */
    uint64_t next;
    double arrived_s, fast_wait_s, fast_sum;
    long fast_count;
};

enum {
    ORDER_NUMBER,
    ORDER_CREATED,
    ORDER_SERVICE = 6,
    ORDER_OUTCOME = 10,
    ORDER_PEOPLE = 13,
    ORDER_EQUIPMENT,
    ORDER_WORKING
};

static struct waits *waits_create(double warmup_s, int benches) {
    struct waits *waits = calloc(1, sizeof *waits);
    waits->warmup_s = warmup_s;
    waits->benches = benches;
    return waits;
}

static void forget_waits(void *self) {
    struct waits *waits = self;
    double warmup_s = waits->warmup_s;
    int benches = waits->benches;
    memset(waits, 0, sizeof *waits);
    waits->warmup_s = warmup_s;
    waits->benches = benches;
    waits->next = 1;
}

static void pass_fast_server(struct waits *waits, double created_s, double work_s) {
    waits->fast_wait_s = fmax(0.0, waits->fast_wait_s - (created_s - waits->arrived_s));
    waits->arrived_s = created_s;
    if (created_s >= waits->warmup_s) {
        waits->fast_sum += waits->fast_wait_s;
        waits->fast_count++;
    }
    waits->fast_wait_s += work_s / waits->benches;
}

static void note_input(struct waits *waits, const double *values) {
    uint64_t order = (uint64_t)values[ORDER_NUMBER];
    if (order >= waits->next + WINDOW) {
        CHECK(order < waits->next + WINDOW);
        exit(1);
    }
    waits->input[order % WINDOW].created_s = values[ORDER_CREATED];
    waits->input[order % WINDOW].work_s = values[ORDER_WORKING];
    waits->input[order % WINDOW].order = order;
    for (; waits->input[waits->next % WINDOW].order == waits->next; waits->next++)
        pass_fast_server(waits, waits->input[waits->next % WINDOW].created_s,
                         waits->input[waits->next % WINDOW].work_s);
}

static void note_wait(void *self, const double *values, int count) {
    (void)count;
    struct waits *waits = self;
    double wait_s = values[ORDER_PEOPLE] + values[ORDER_EQUIPMENT];
    int service = (int)values[ORDER_SERVICE] + 1;
    if (values[ORDER_OUTCOME] == 0.0)
        return;
    if (waits->benches)
        note_input(waits, values);
    if (values[ORDER_CREATED] < waits->warmup_s)
        return;
    waits->count++;
    waits->waited += wait_s > 0.0;
    waits->sum[service] += wait_s;
    waits->number[service]++;
}

/* Packing benches */

struct benches {
    const char *words, *pack_s;
    double rate; /* orders per mean service */
    int benches;
    double orders;           /* measured in all, in millions */
    double wait, waits, p95; /* theory; 0 = not checked */
};

static struct loaded load_benches(const struct benches *row, double *measured_days) {
    double orders_per_day = row->rate * MINUTES_A_DAY;
    *measured_days = row->orders * 1e6 / REPLICATIONS / orders_per_day;
    double warmup_days = 0.04 * *measured_days;
    return load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %.9f, \"warmup_days\": %.9f, "
                "\"interval_min\": 100000, \"demand\": {\"channels\": [{\"name\": \"shop\", "
                "\"orders_per_day\": %.9f}]}, "
                "\"packing\": {\"benches\": %d, \"pack_s\": %s}}",
                *measured_days + warmup_days, warmup_days, orders_per_day, row->benches, row->pack_s);
}

enum { WAIT, WORK, CREATED, P95, WAITED, FAST, BENCH_COLUMNS };
static const char *const bench_names[] = {"packing.wait_s.mean", "packing.work_s.mean", "orders.created",
                                          "packing.wait_s.p95", NULL};

static void share_that_waited(void *self, const struct results *results, double *row) {
    (void)results;
    const struct waits *waits = self;
    row[WAITED] = (double)waits->waited / (double)waits->count;
    if (waits->benches)
        row[FAST] = waits->fast_sum / (double)waits->fast_count;
}

static void check_benches(const struct benches *row) {
    double days;
    struct loaded loaded = load_benches(row, &days);
    struct sample sample = sample_create(REPLICATIONS, BENCH_COLUMNS);
    bool constant = row->pack_s[0] != '{', many = row->benches > 1;
    struct waits *waits = waits_create(0.04 * days * SECONDS_A_DAY, row->benches);
    struct watch watch = {forget_waits, {note_wait, waits}, {0}, share_that_waited, waits};
    run_replications(&loaded, SEED, 1, bench_names, many ? &watch : NULL, &sample);
    double load = row->rate / row->benches;
    double fast = load / (1.0 - load) * SERVICE_S / row->benches * (constant ? 0.5 : 1.0);
    const struct control controls[] = {{CREATED, row->rate * MINUTES_A_DAY * days},
                                       {many ? FAST : WORK, many ? fast : SERVICE_S},
                                       {WORK, SERVICE_S}};
    const int used = 1 + many + !constant;
    CHECK_THEORY(estimate(&sample, WAIT, controls, used), row->wait * SERVICE_S, 0.01, row->words);
    if (row->waits > 0.0)
        CHECK_THEORY(estimate(&sample, WAITED, controls, used), row->waits, 0.01, "  share that waits");
    if (row->p95 > 0.0) /* the histogram may be off by 0.39 % */
        CHECK_MONTE_CARLO(estimate(&sample, P95, controls, used), row->p95 * SERVICE_S,
                          0.0039 / 3.0 * row->p95 * SERVICE_S, 0.01, "  95 % quantile of the wait");
    sample_free(&sample);
    free(waits);
    unload(&loaded);
}

static void check_all(const struct benches *rows) {
    for (; rows->words; rows++)
        check_benches(rows);
}

static const char exponential[] = "{\"exponential\": {\"mean\": 60}}";

static void benches_wait_as_erlang_c_says(void) {
    check_all((struct benches[]){
        {"M/M/5, 4.5", exponential, 4.5, 5, 1, 1.524986, 0.762493, 0},
        {"M/M/10, 9", exponential, 9, 10, 1.5, 0.668732, 0.668732, 0},
        {"M/M/20, 18", exponential, 18, 20, 7, 0.275385, 0.550769, 1.1996},
        {0},
    });
}

static void many_benches_wait_as_erlang_c_says(void) {
    check_all((struct benches[]){{"M/M/100, 95", exponential, 95, 100, 16, 0.101291, 0.506457, 0}, {0}});
}

static void machines_of_fixed_time_wait_as_m_d_c(void) {
    check_all((struct benches[]){
        {"M/D/1, 0.9", "60", 0.9, 1, 10, 4.5, 0, 0},
        {"M/D/2, 1.6", "60", 1.6, 2, 0.5, 0.90328, 0, 0},
        {"M/D/5, 4.5", "60", 4.5, 5, 0.7, 0.77670, 0, 0},
        {"M/D/10, 9", "60", 9, 10, 0.7, 0.34458, 0, 0},
        {0},
    });
}

static void general_times_wait_as_pollaczek_khinchine(void) {
    check_all((struct benches[]){
        {"M/G/1, 0.8, squared cv 0", "60", 0.8, 1, 2.5, 2.0, 0, 0},
        {"M/G/1, 0.8, squared cv 1/4", "{\"gamma\": {\"mean\": 60, \"cv\": 0.5}}", 0.8, 1, 4, 2.5, 0, 0},
        {"M/G/1, 0.8, squared cv 1", exponential, 0.8, 1, 5, 4.0, 0, 0},
        {"M/G/1, 0.8, squared cv 4", "{\"gamma\": {\"mean\": 60, \"cv\": 2}}", 0.8, 1, 8, 10.0, 0, 0},
        {0},
    });
}

/* Priorities: waits of express and standard orders. */

enum { EXPRESS = 2, STANDARD = 3 };

static void means_by_class(void *self, const struct results *results, double *row) {
    (void)results;
    const struct waits *waits = self;
    row[FAST] = waits->fast_sum / (double)waits->fast_count;
    row[EXPRESS] = waits->sum[1] / (double)waits->number[1];
    row[STANDARD] = waits->sum[2] / (double)waits->number[2];
}

static void check_priority(double express, double standard, int benches, double millions, double express_wait,
                           double standard_wait) {
    static const char *const names[] = {"orders.created", "packing.work_s.mean", NULL};
    double a_day = (express + standard) * MINUTES_A_DAY, days = millions * 1e6 / REPLICATIONS / a_day;
    double warmup_days = 0.04 * days;
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %.9f, \"warmup_days\": %.9f, "
             "\"interval_min\": 100000, "
             "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": %.9f, \"services\": "
             "[{\"name\": \"express\", \"share\": %.9f, \"priority\": 1}, {\"name\": \"standard\", "
             "\"share\": %.9f}]}]}, "
             "\"packing\": {\"benches\": %d, \"pack_s\": {\"exponential\": {\"mean\": 60}}}}",
             days + warmup_days, warmup_days, a_day, express / (express + standard),
             standard / (express + standard), benches);
    struct sample sample = sample_create(REPLICATIONS, FAST + 1);
    struct waits *waits = waits_create(warmup_days * SECONDS_A_DAY, benches);
    struct watch watch = {forget_waits, {note_wait, waits}, {0}, means_by_class, waits};
    run_replications(&loaded, SEED, 1, names, &watch, &sample);
    double load_of_all = (express + standard) / benches;
    const struct control controls[] = {
        {0, a_day * days}, {1, SERVICE_S}, {FAST, load_of_all / (1.0 - load_of_all) * SERVICE_S / benches}};
    CHECK_THEORY(estimate(&sample, EXPRESS, controls, 3), express_wait * SERVICE_S, 0.01,
                 "express before standard");
    CHECK_THEORY(estimate(&sample, STANDARD, controls, 3), standard_wait * SERVICE_S, 0.01,
                 "standard after express");
    sample_free(&sample);
    free(waits);
    unload(&loaded);
}

static void express_orders_wait_as_cobham_says(void) {
    check_priority(1.5, 3.0, 5, 2, 0.217855, 2.178552);
    check_priority(0.3, 0.5, 1, 1.5, 1.142857, 5.714286);
}

/* Cancelled while waiting */

static void impatient_customers_leave_as_in_erlang_a(void) {
    static const char *const names[] = {"orders.created", "orders.cancelled", "packing.queue.mean",
                                        "packing.work_s.mean", NULL};
    const double days = 20, per_day = 2400;
    struct loaded loaded = load(
        "{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": 21, \"warmup_days\": 1, "
        "\"interval_min\": 100000, "
        "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 2400, \"cancel_share\": 1, "
        "\"cancel_after_min\": {\"exponential\": {\"mean\": 12}}}]}, "
        "\"packing\": {\"benches\": 10, \"pack_s\": {\"exponential\": {\"mean\": 360}}}}");
    struct sample sample = sample_create(REPLICATIONS, 6);
    struct waits *waits = waits_create(SECONDS_A_DAY, 0);
    struct watch watch = {forget_waits, {note_wait, waits}, {0}, share_that_waited, waits};
    run_replications(&loaded, SEED, 1, names, &watch, &sample);
    for (int r = 0; r < REPLICATIONS; r++)
        *sample_at(&sample, r, 5) = *sample_at(&sample, r, 1) / *sample_at(&sample, r, 0);
    const struct control controls[] = {{0, per_day * days}, {3, 360}};
    CHECK_THEORY(estimate(&sample, 5, controls, 2), 0.103913, 0.01, "Erlang-A, share that abandons");
    CHECK_THEORY(estimate(&sample, 2, controls, 2), 2.078264, 0.01, "Erlang-A, queue");
    CHECK_THEORY(estimate(&sample, WAITED, controls, 2), 0.619655, 0.01, "Erlang-A, share that waits");
    sample_free(&sample);
    free(waits);
    unload(&loaded);
}

/* Trucks from a plan: the arrivals come from a generator of the test's own. */

enum { TRUCK_S = 6000, START_YEAR = 2026 };
#define WARMUP_SHARE 0.02
static const char plan_head[] = "truck,arrives,sku,units\n";

static void write_truck(FILE *file, long truck, double at_s, int units) {
    char text[DATE_TEXT_SIZE];
    struct moment start = {date_of(START_YEAR, 1, 5).day * SECONDS_A_DAY};
    start.seconds += (int64_t)at_s;
    fprintf(file, "%ld,%s,1,%d\n", truck, moment_text(text, start), units);
}

/* What came, as drawn: the controls. */
struct plan {
    char path[256];
    double trucks, units, days;
    double dispersion[2]; /* of cartons in spans of time: mean squared deviation over its expectation */
};

/* Cartons by span of 100 and of 400 mean services: compound Poisson, variance = rate of trucks x
 * E[cartons^2]. */
static const double span_services[2] = {100, 400};

struct span_count {
    double length_s, mean, variance, units, squares;
    long spans;
};

static void count_units(struct span_count *count, double at_s, int units) {
    for (; at_s >= (double)(count->spans + 1) * count->length_s; count->spans++) {
        count->squares += (count->units - count->mean) * (count->units - count->mean) / count->variance;
        count->units = 0.0;
    }
    count->units += units;
}

/* `units` = 1 or geometric with that mean. */
static struct plan write_plan(int seed, double mean_gap_s, double units, double days) {
    struct plan plan = {.days = days};
    struct mrg32k3a g = mrg32k3a_seeded(seed);
    struct span_count counts[2] = {{0}};
    for (int k = 0; k < 2; k++) {
        double length_s = span_services[k] * TRUCK_S, trucks = length_s / mean_gap_s;
        counts[k] = (struct span_count){length_s, trucks * units, trucks * units * (2 * units - 1), 0, 0, 0};
    }
    FILE *file = temporary_file(plan.path);
    fputs(plan_head, file);
    for (double at = mrg32k3a_exponential(&g, mean_gap_s); at < days * SECONDS_A_DAY;
         at += mrg32k3a_exponential(&g, mean_gap_s)) {
        int n = units > 1.0 ? mrg32k3a_geometric(&g, 1.0 / units) : 1;
        plan.trucks++;
        plan.units += n;
        for (int k = 0; k < 2; k++)
            count_units(&counts[k], at, n);
        write_truck(file, (long)plan.trucks, at, n);
    }
    fclose(file);
    for (int k = 0; k < 2; k++)
        plan.dispersion[k] = counts[k].squares / (double)counts[k].spans;
    return plan;
}

struct docks {
    int doors, spots, stations;
    double unload_s, receive_s; /* exponential; 0 = no time */
};

static struct loaded load_docks(const struct plan *plan, const struct docks *docks) {
    return load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %.9f, \"warmup_days\": %.9f, "
                "\"interval_min\": 100000, \"demand\": {\"channels\": [{\"name\": \"none\", "
                "\"orders_per_day\": 0}]}, "
                "\"catalogue\": {\"skus\": 1, \"units_per_case\": 1, \"cases_per_pallet\": 10000}, "
                "\"inbound\": {\"plan\": \"%s\", \"return_h\": 0, \"doors\": %d, \"yard_spots\": %d, "
                "\"unload_s\": {\"exponential\": {\"mean\": %g}}, \"receiving_stations\": %d, "
                "\"receive_carton_s\": {\"exponential\": {\"mean\": %g}}, \"receive_per_unit_s\": 0, "
                "\"putaway\": {\"set_up_s\": 0, \"place_s\": 0}}}",
                plan->days, WARMUP_SHARE * plan->days, plan->path, docks->doors, docks->spots,
                docks->unload_s, docks->stations, docks->receive_s);
}

/* One replication: a plan of its own, read and run. */
static void run_docks(const struct plan *plan, const struct docks *docks, int r, const char *const *names,
                      double *row, int columns) {
    struct loaded loaded = load_docks(plan, docks);
    struct sample one = {1, columns, row};
    run_replications(&loaded, SEED, r + 1, names, NULL, &one);
    unload(&loaded);
    unlink(plan->path);
}

struct yard {
    double rate;
    struct docks docks;
    int replications;
    double trucks, loss, level, time; /* trucks a replication; theory, time in mean services */
};

static void check_yard(const struct yard *yard) {
    enum { ARRIVALS, TURNED_AWAY, QUEUE, BUSY, WORK_S, TURN_S, LOSS, LEVEL, TRUCKS, COLUMNS };
    static const char *const names[] = {"yard.arrivals",
                                        "yard.turned_away",
                                        "doors.queue.mean",
                                        "doors.busy.mean",
                                        "unloading.work_s.mean",
                                        "truck_turn_s.mean",
                                        NULL};
    double days = yard->trucks / yard->rate * TRUCK_S / SECONDS_A_DAY;
    struct sample sample = sample_create(yard->replications, COLUMNS);
    for (int r = 0; r < yard->replications; r++) {
        struct plan plan = write_plan(1000 + r, TRUCK_S / yard->rate, 1, days);
        double *row = sample_at(&sample, r, 0);
        run_docks(&plan, &yard->docks, r, names, row, COLUMNS);
        row[LOSS] = row[TURNED_AWAY] / row[ARRIVALS];
        row[LEVEL] = row[QUEUE] + row[BUSY];
        row[TRUCKS] = plan.trucks;
    }
    const struct control controls[] = {{TRUCKS, yard->trucks}, {WORK_S, TRUCK_S}};
    CHECK_THEORY(estimate(&sample, LOSS, controls, 2), yard->loss, 0.01, "trucks turned away");
    if (yard->level > 0.0) {
        CHECK_THEORY(estimate(&sample, LEVEL, controls, 2), yard->level, 0.01,
                     "trucks at doors and in the yard");
        CHECK_THEORY(estimate(&sample, TURN_S, controls, 2), yard->time * TRUCK_S, 0.01,
                     "time of trucks on site");
    }
    sample_free(&sample);
}

static void a_full_yard_turns_trucks_away_as_m_m_c_k(void) {
    check_yard(&(struct yard){8, {8, 12, 0, TRUCK_S, 0}, 24, 100000, 0.061557, 12.309013, 1.639553});
    check_yard(&(struct yard){0.9, {1, 4, 0, TRUCK_S, 0}, 20, 40000, 0.126023, 0, 0});
}

/* Lines as batches: trucks bring a geometric number of cartons to one receiving station. */
static void cartons_of_trucks_queue_as_m_x_m_1(void) {
    enum { CARTON_REPLICATIONS = 30, LEVEL = 4, TRUCKS, CARTONS, SPANS, LONG_SPANS, COLUMNS };
    static const char *const names[] = {"receiving.done", "receiving.queue.mean", "receiving.busy.mean",
                                        "receiving.work_s.mean", NULL};
    const double trucks = 100000, per_truck = 4, rate = 0.2, days = trucks / rate * TRUCK_S / SECONDS_A_DAY;
    struct sample sample = sample_create(CARTON_REPLICATIONS, COLUMNS);
    for (int r = 0; r < CARTON_REPLICATIONS; r++) {
        struct plan plan = write_plan(5000 + r, TRUCK_S / rate, per_truck, days);
        double *row = sample_at(&sample, r, 0);
        run_docks(&plan, &(struct docks){1000, 100000, 1, 0, TRUCK_S}, r, names, row, COLUMNS);
        row[LEVEL] = row[1] + row[2];
        row[TRUCKS] = plan.trucks;
        row[CARTONS] = plan.units;
        row[SPANS] = plan.dispersion[0];
        row[LONG_SPANS] = plan.dispersion[1];
    }
    const struct control controls[] = {
        {CARTONS, trucks * per_truck}, {3, TRUCK_S}, {SPANS, 1}, {LONG_SPANS, 1}};
    CHECK_THEORY(estimate(&sample, LEVEL, controls, 4), 16.0, 0.01, "M^X/M/1, cartons waiting and in work");
    sample_free(&sample);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(benches_wait_as_erlang_c_says)},
                                            {TEST(many_benches_wait_as_erlang_c_says)},
                                            {TEST(machines_of_fixed_time_wait_as_m_d_c)},
                                            {TEST(general_times_wait_as_pollaczek_khinchine)},
                                            {TEST(express_orders_wait_as_cobham_says)},
                                            {TEST(impatient_customers_leave_as_in_erlang_a)},
                                            {TEST(a_full_yard_turns_trucks_away_as_m_m_c_k)},
                                            {TEST(cartons_of_trucks_queue_as_m_x_m_1)},
                                            {0}});
}
