/* SPDX-License-Identifier: MIT */
/* What always holds where people get in each other's way: first come first served, nobody lost, one account
 * of lost time by aisle, person and order, and no tour shorter for it. */
#include "models/layout/traffic.h"
#include "models/scenario.h"
#include "sim/base/heap.h"
#include "sim/results/recording.h"
#include "tests/theory/theory.h"

enum { SEED = 11, ORDERS = 400 };

/* One order every 20 seconds, of 1 to 4 lines; the stop times are continuous, so that no two things happen at
 * the same time by chance. */
static void write_book(char path[static 256]) {
    FILE *file = temporary_file(path);
    uint32_t state = 4711;
    fprintf(file, "order_id,created,sku,quantity\n");
    for (int i = 0; i < ORDERS; i++)
        for (int k = 1 + (int)((state = state * 1664525u + 1013904223u) >> 24) % 4; k > 0; k--)
            fprintf(file, "o%d,2026-03-02T%02d:%02d:%02d,%d,1\n", i, i * 20 / 3600, i * 20 / 60 % 60,
                    i * 20 % 60, 1 + (int)((state = state * 1664525u + 1013904223u) >> 16) % 120);
    fclose(file);
}

static struct loaded load_floor(const char *book, int aisles, const char *congestion, const char *picking,
                                const char *rest) {
    return load("{\"start\": \"2026-03-02\", \"days\": 6, \"lead_in_days\": 0, "
                "\"demand\": {\"replay\": {\"file\": \"%s\"}}, \"layout\": {\"packing_m\": 10, \"blocks\": "
                "[{\"name\": \"b\", \"aisles\": %d, \"bays\": 12, \"congestion\": %s}]}, "
                "\"picking\": {%s, \"set_up_s\": {\"lognormal\": {\"mean\": 30, \"cv\": 0.5}}, "
                "\"per_stop_s\": {\"lognormal\": {\"mean\": 12, \"cv\": 0.5}}}%s}",
                book, aisles, congestion, picking, rest);
}

static const char people[] =
    ", \"teams\": [{\"name\": \"p\", \"skills\": [\"pick\"], \"shifts\": [{\"from\": \"00:00\", \"to\": "
    "\"24:00\", \"people\": 9, \"breaks_min\": [30]}]}]";
static const char in_batches[] = "\"method\": {\"batch\": {\"orders\": 4}}",
                  alone[] = "\"method\": \"single\"";
static const char *const ways_to_be_in_the_way[] = {"{\"narrow\": {\"capacity\": 1}}",
                                                    "{\"narrow\": {\"capacity\": 2}}",
                                                    "{\"wide\": {\"slowdown\": 0.3}}", NULL};

/* The traffic alone: five people who come to one aisle for two. */

enum { VISITORS = 5 };
struct person { /* a visitor who is the subject of events */
    struct entity entity;
    struct visitor visitor;
    struct crowd *crowd;
};
struct crowd {
    struct traffic *traffic;
    struct person people[VISITORS];
    int admitted[VISITORS], count;
};

static void on_admitted(struct visitor *visitor) {
    struct person *person = heap_owner(visitor, struct person, visitor);
    person->crowd->admitted[person->crowd->count++] = (int)(person - person->crowd->people);
}

static void on_came(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct crowd *crowd = self;
    struct person *person = subject;
    person->crowd = crowd;
    person->visitor.admitted = on_admitted;
    if (traffic_enter(crowd->traffic, &person->visitor, 0))
        on_admitted(&person->visitor);
}

static void on_left(struct sim *sim, void *self, void *subject) {
    (void)sim;
    traffic_leave(((struct crowd *)self)->traffic, &((struct person *)subject)->visitor, 0.0);
}

static void who_waits_goes_in_as_he_came_when_somebody_leaves(void) {
    struct loaded loaded = load("{\"start\": \"2026-03-02\", \"catalogue\": {\"skus\": 1}, \"demand\": "
                                "{\"channels\": [{\"name\": \"s\", "
                                "\"orders_per_day\": 1}]}, \"picking\": {}, \"layout\": {\"blocks\": "
                                "[{\"name\": \"b\", \"aisles\": 1, "
                                "\"bays\": 1, \"congestion\": {\"narrow\": {\"capacity\": 2}}}]}}");
    const struct scenario *scenario = loaded.values;
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct sim *sim = sim_create(&(struct sim_settings){.arena = arena, .results = results, .seed = 1});
    struct crowd crowd = {.traffic = traffic_create(scenario->floor, sim)};
    const double came_s[VISITORS] = {1, 2, 3, 4, 5}, left_s[VISITORS] = {20, 10, 30, 31, 40};
    const double lost_s[VISITORS] = {0, 0, 10 - 3, 20 - 4, 30 - 5};
    for (int i = 0; i < VISITORS; i++) {
        sim_after(sim, came_s[i], on_came, &crowd, &crowd.people[i]);
        sim_after(sim, left_s[i], on_left, &crowd, &crowd.people[i]);
    }
    sim_run(sim, sim_usec(25));
    CHECK_INT(crowd.count, 4);
    sim_run(sim, sim_usec(100));
    CHECK_INT(crowd.count, VISITORS);
    double sum_s = 0.0;
    for (int i = 0; i < VISITORS; i++) {
        CHECK_INT(crowd.admitted[i], i);
        CHECK_NEAR(sim_seconds(crowd.people[i].visitor.lost), lost_s[i], 0.0,
                   "seconds that a visitor waited");
        sum_s += lost_s[i];
    }
    results_finish(results, sim_now(sim));
    const char *const *broken;
    CHECK_INT(results_broken(results, &broken), 0);
    CHECK_NEAR(number_of(results, "aisles.blocked_h[aisle=b-1]") * 3600.0, sum_s, 1e-9,
               "seconds lost by all");
    CHECK_NEAR(number_of(results, "aisles.visits[aisle=b-1]"), VISITORS, 0.0, "visits");
    CHECK_NEAR(number_of(results, "aisles.people.max[aisle=b-1]"), 2, 0.0, "people inside at most");
    sim_destroy(sim);
    arena_destroy(arena);
    unload(&loaded);
}

/* Whole floors */

static void lost_time_is_the_same_by_aisle_and_by_person(void) {
    static const char *const names[] = {"aisles.blocked_h",
                                        "teams.p.blocked_h",
                                        "teams.p.work_h",
                                        "teams.p.travel_h",
                                        "teams.p.waiting_h",
                                        "teams.p.attended.mean",
                                        "orders.departed",
                                        "aisles.blocked_h[aisle=b-1]",
                                        "aisles.blocked_h[aisle=b-2]",
                                        "aisles.blocked_h[aisle=b-3]",
                                        "aisles.blocked_h[aisle=b-4]",
                                        NULL};
    char book[256];
    write_book(book);
    for (const char *const *way = ways_to_be_in_the_way; *way; way++) {
        struct loaded loaded = load_floor(book, 4, *way, in_batches, people);
        struct sample sample = sample_create(1, 11);
        run_replications(&loaded, SEED, 1, names, NULL, &sample);
        const double *row = sample_at(&sample, 0, 0);
        CHECK_NEAR(row[6], ORDERS, 0.0, "all orders are picked");
        CHECK(row[0] > 0.1);
        CHECK_NEAR(row[1], row[0], 1e-9, "hours lost by people and in aisles");
        CHECK_NEAR(row[7] + row[8] + row[9] + row[10], row[0], 1e-9,
                   "hours lost in single aisles and in all");
        CHECK_NEAR(row[1] + row[2] + row[3] + row[4], row[5] * 6 * 24, 1e-6, "parts of the attended hours");
        sample_free(&sample);
        unload(&loaded);
    }
    unlink(book);
}

/* Of single orders, when they left. */
struct times {
    double departed_s[ORDERS + 1], worst_s, blocked_s;
};

enum { ORDER_NUMBER, ORDER_CREATED, ORDER_DEPARTED = 3, FIRST_CAUSE = 11, ORDER_BLOCKED = 17 };

static void note_times(void *self, const double *values, int count) {
    struct times *times = self;
    double sum_s = 0.0;
    for (int c = FIRST_CAUSE; c < count; c++) {
        CHECK(values[c] >= 0.0);
        sum_s += values[c];
    }
    times->departed_s[(int)values[ORDER_NUMBER]] = values[ORDER_DEPARTED];
    times->blocked_s += values[ORDER_BLOCKED];
    times->worst_s = fmax(times->worst_s, fabs(sum_s - (values[ORDER_DEPARTED] - values[ORDER_CREATED])));
}

static struct times times_of(const char *book, int aisles, const char *congestion, const char *picking,
                             const char *rest) {
    struct loaded loaded = load_floor(book, aisles, congestion, picking, rest);
    struct times times = {.worst_s = 0.0};
    struct sample sample = sample_create(1, 1);
    struct watch watch = {.orders = {note_times, &times}};
    run_replications(&loaded, SEED, 1, NULL, &watch, &sample);
    CHECK_NEAR(times.worst_s, 0.0, 1e-5, "causes add up to the cycle time of every order");
    sample_free(&sample);
    unload(&loaded);
    return times;
}

/* One aisle, a tour for each order, as many people as it takes: the waits are those of a first come first
 * served queue, where more servers hurt nobody (Kiefer and Wolfowitz 1955). */
static void in_a_single_aisle_being_in_the_way_only_costs_time(void) {
    char book[256];
    write_book(book);
    struct times none = times_of(book, 1, "\"none\"", alone, "");
    struct times two = times_of(book, 1, "{\"narrow\": {\"capacity\": 2}}", alone, "");
    struct times one = times_of(book, 1, "{\"narrow\": {\"capacity\": 1}}", alone, "");
    struct times slow = times_of(book, 1, "{\"wide\": {\"slowdown\": 0.5}}", alone, "");
    CHECK(none.blocked_s == 0.0 && two.blocked_s > 0.0 && one.blocked_s > two.blocked_s &&
          slow.blocked_s > 0.0);
    for (int i = 1; i <= ORDERS; i++) {
        CHECK(none.departed_s[i] > 0.0);
        CHECK(none.departed_s[i] <= two.departed_s[i]);
        CHECK(two.departed_s[i] <= one.departed_s[i]);
        CHECK(none.departed_s[i] <= slow.departed_s[i]);
    }
    unlink(book);
}

static void room_for_everybody_changes_nothing(void) {
    static const char *const harmless[] = {"{\"narrow\": {\"capacity\": 9}}", "{\"wide\": {\"slowdown\": 0}}",
                                           NULL};
    char book[256];
    write_book(book);
    struct times none = times_of(book, 4, "\"none\"", in_batches, people);
    for (const char *const *way = harmless; *way; way++) {
        struct times same = times_of(book, 4, *way, in_batches, people);
        CHECK(same.blocked_s == 0.0);
        for (int i = 1; i <= ORDERS; i++)
            CHECK(same.departed_s[i] == none.departed_s[i]);
    }
    unlink(book);
}

/* What is drawn of a replication says the same as its numbers. */
static void pictures_of_the_floor_add_up_to_its_numbers(void) {
    char book[256];
    write_book(book);
    for (const char *const *way = ways_to_be_in_the_way; *way; way++) {
        struct loaded loaded = load_floor(book, 4, *way, in_batches, people);
        struct arena *arena = arena_create();
        struct recording *recording = recording_create(arena);
        struct run_request request = {.seed = SEED, .replication = 1, .arena = arena, .recording = recording};
        struct run_report report = fcsim_subject.run(loaded.values, &request);
        double visits = 0.0, blocked_s = 0.0, drawn_s = 0.0;
        for (int i = 0; i < recording->heat_count; i++) {
            visits += recording->heat_cells[i].visits;
            blocked_s += recording->heat_cells[i].blocked_s;
        }
        for (int i = 0; i < recording->track_count; i++)
            if (recording->tracks[i].state == TRACK_WAIT)
                drawn_s += sim_seconds(recording->tracks[i].end_us - recording->tracks[i].start_us);
        double lost_s = number_of(report.results, "aisles.blocked_h") * 3600.0;
        CHECK_NEAR(visits, number_of(report.results, "lines.picked"), 0.0, "stops in the picture and lines");
        CHECK_NEAR(blocked_s, lost_s, 1e-4 * lost_s, "seconds lost in the picture and in the numbers");
        CHECK_NEAR(drawn_s, strstr(*way, "narrow") ? lost_s : 0.0, 1e-2, "waits in the playback");
        recording_free(recording);
        arena_destroy(arena);
        unload(&loaded);
    }
    unlink(book);
}

static void every_picking_method_ends_in_narrow_aisles(void) {
    static const char *const methods[] = {"\"method\": {\"batch_then_sort\": {\"orders\": 6}}, \"carts\": 3",
                                          "\"method\": \"pick_and_pass\"",
                                          "\"method\": {\"parallel_zones\": {\"orders\": 4}}", NULL};
    static const char zones[] =
        ", \"consolidation\": {\"cells\": 8}, \"teams\": [{\"name\": \"p\", \"skills\": "
        "[\"pick\", \"put\"], \"shifts\": [{\"from\": \"00:00\", \"to\": \"24:00\", "
        "\"people\": 9}]}]";
    char book[256];
    write_book(book);
    for (const char *const *method = methods; *method; method++) {
        struct loaded loaded = load(
            "{\"start\": \"2026-03-02\", \"days\": 6, \"lead_in_days\": 0, \"demand\": {\"replay\": "
            "{\"file\": \"%s\"}}, "
            "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": 4, \"bays\": 12, \"congestion\": "
            "{\"narrow\": {}}}], "
            "\"zones\": [{\"name\": \"A\", \"parts\": [{\"block\": \"b\", \"to_aisle\": 2}]}, "
            "{\"name\": \"B\", \"parts\": [{\"block\": \"b\", \"from_aisle\": 3}]}]}, \"picking\": {%s}%s}",
            book, *method, zones);
        struct times times = {.worst_s = 0.0};
        struct sample sample = sample_create(1, 1);
        struct watch watch = {.orders = {note_times, &times}};
        run_replications(&loaded, SEED, 1, (const char *const[]){"orders.departed", NULL}, &watch, &sample);
        CHECK_NEAR(*sample_at(&sample, 0, 0), ORDERS, 0.0, *method);
        CHECK_NEAR(times.worst_s, 0.0, 1e-5, "causes add up to the cycle time of every order");
        CHECK(times.blocked_s > 0.0);
        sample_free(&sample);
        unload(&loaded);
    }
    unlink(book);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(who_waits_goes_in_as_he_came_when_somebody_leaves)},
                                            {TEST(lost_time_is_the_same_by_aisle_and_by_person)},
                                            {TEST(in_a_single_aisle_being_in_the_way_only_costs_time)},
                                            {TEST(room_for_everybody_changes_nothing)},
                                            {TEST(pictures_of_the_floor_add_up_to_its_numbers)},
                                            {TEST(every_picking_method_ends_in_narrow_aisles)},
                                            {0}});
}
