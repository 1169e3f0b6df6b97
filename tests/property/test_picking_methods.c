/* SPDX-License-Identifier: MIT */
/* Every picking method with an order book that ends: all orders leave, nothing is lost, nobody waits for
 * each other for ever, and what always holds (Little's law, causes, people's time) holds. */
#include "tests/theory/theory.h"

enum { SEED = 7, ORDERS = 400, SKUS = 60, REPLICATIONS = 2 };

/* Orders of 1 to 5 lines of 1 to 40 units, one every 40 seconds. */
static void write_book(char path[static 256], int *lines, int *units) {
    FILE *file = temporary_file(path);
    uint32_t state = 12345;
    fprintf(file, "order_id,created,sku,quantity\n");
    *lines = *units = 0;
    for (int i = 0; i < ORDERS; i++) {
        int count = 1 + (int)((state = state * 1664525u + 1013904223u) >> 24) % 5;
        int first = (int)((state = state * 1664525u + 1013904223u) >> 16) % SKUS;
        int seconds = i * 40;
        for (int k = 0; k < count; k++) {
            int quantity = 1 + (int)((state = state * 1664525u + 1013904223u) >> 20) % 40;
            fprintf(file, "o%d,2026-03-02T%02d:%02d:%02d,%d,%d\n", i, seconds / 3600, seconds / 60 % 60,
                    seconds % 60, 1 + (first + k * 7) % SKUS, quantity);
            *units += quantity;
        }
        *lines += count;
    }
    fclose(file);
}

struct way {
    const char *words, *picking, *consolidation, *teams;
};

#define EVERYBODY(name, skills, people)                                                                      \
    "{\"name\": \"" name "\", \"skills\": [" skills                                                          \
    "], \"shifts\": [{\"from\": \"00:00\", \"to\": \"24:00\", \"people\": " #people "}]}"
#define THREE_TEAMS                                                                                          \
    EVERYBODY("pickers", "\"pick\"", 12)                                                                     \
    "," EVERYBODY("putters", "\"put\"", 4) "," EVERYBODY("packers", "\"pack\"", 8)
#define ONE_TEAM EVERYBODY("all", "\"pick\", \"put\", \"pack\"", 14)

static const struct way ways[] = {
    {"single orders", "\"method\": \"single\"", NULL, THREE_TEAMS},
    {"batches", "\"method\": {\"batch\": {\"orders\": 6}}", NULL, THREE_TEAMS},
    {"put wall", "\"method\": {\"batch_then_sort\": {\"orders\": 6, \"min_orders\": 3}}", "{\"cells\": 8}",
     THREE_TEAMS},
    {"put wall with one cell", "\"method\": {\"batch_then_sort\": {\"orders\": 6}}", "{\"cells\": 1}",
     THREE_TEAMS},
    {"put wall with one cell and people who do everything",
     "\"method\": {\"batch_then_sort\": {\"orders\": 6}}, \"carts\": 3", "{\"cells\": 1}", ONE_TEAM},
    {"put wall and whole cases with two cells",
     "\"method\": {\"batch_then_sort\": {\"orders\": 6}}, \"carts\": 3, \"full_case\": {}", "{\"cells\": 2}",
     THREE_TEAMS},
    {"pick and pass", "\"method\": \"pick_and_pass\"", NULL, THREE_TEAMS},
    {"pick and pass with small buffers",
     "\"method\": {\"pick_and_pass\": {\"orders\": 2, \"buffer\": 1, \"loop_s\": 60}}", NULL, THREE_TEAMS},
    {"pick and pass beside whole cases", "\"method\": \"pick_and_pass\", \"full_case\": {\"trucks\": 2}",
     "{\"cells\": 3}", ONE_TEAM},
    {"parallel zones", "\"method\": {\"parallel_zones\": {\"orders\": 4}}", NULL, THREE_TEAMS},
    {"parallel zones in time windows",
     "\"method\": {\"parallel_zones\": {\"orders\": 4, \"batching\": {\"time_window\": {\"window_min\": "
     "10}}}}",
     NULL, THREE_TEAMS},
    {"put wall and savings", "\"method\": {\"batch_then_sort\": {\"orders\": 6, \"batching\": \"savings\"}}",
     "{\"cells\": 5}", ONE_TEAM},
    {"batches by seed", "\"method\": {\"batch\": {\"orders\": 6, \"min_orders\": 4, \"batching\": \"seed\"}}",
     NULL, THREE_TEAMS},
    {"parallel zones with one cell", "\"method\": {\"parallel_zones\": {\"orders\": 4}}, \"carts\": 2",
     "{\"cells\": 1, \"put_s\": 1}", ONE_TEAM},
    {"parallel zones, whole cases and pallets",
     "\"method\": {\"parallel_zones\": {\"orders\": 4}}, \"full_case\": {\"drive_m_per_s\": 1.5}, "
     "\"full_pallet\": {\"trucks\": 1}",
     "{\"cells\": 20, \"stations\": 3}", THREE_TEAMS},
    {0},
};

static struct loaded load_way(const struct way *way, const char *book) {
    return load(
        "{\"start\": \"2026-03-02\", \"days\": 6, \"lead_in_days\": 0, "
        "\"catalogue\": {\"units_per_case\": 6, \"cases_per_pallet\": 3}, "
        "\"demand\": {\"replay\": {\"file\": \"%s\"}}, "
        "\"layout\": {\"packing_m\": 10, \"blocks\": [{\"name\": \"b\", \"aisles\": 3, \"bays\": 10}], "
        "\"zones\": [{\"name\": \"A\", \"parts\": [{\"block\": \"b\", \"to_aisle\": 1}]}, "
        "{\"name\": \"B\", \"parts\": [{\"block\": \"b\", \"from_aisle\": 2, \"to_aisle\": 2}]}, "
        "{\"name\": \"C\", \"parts\": [{\"block\": \"b\", \"from_aisle\": 3}]}]}, "
        "\"picking\": {%s, \"per_unit_s\": 1}, %s%s%s \"packing\": {\"benches\": 8, \"pack_s\": 60, "
        "\"repick_share\": 0.1}, \"teams\": [%s]}",
        book, way->picking, way->consolidation ? "\"consolidation\": " : "",
        way->consolidation ? way->consolidation : "", way->consolidation ? "," : "", way->teams);
}

static void all_orders_leave_whatever_the_method(void) {
    enum { CREATED, DEPARTED, OPEN, LINES, UNITS, COLUMNS };
    static const char *const names[] = {"orders.created", "orders.departed", "orders.in_progress",
                                        "lines.picked",   "units.picked",    NULL};
    char book[256];
    int lines, units;
    write_book(book, &lines, &units);
    for (const struct way *way = ways; way->words; way++) {
        struct loaded loaded = load_way(way, book);
        struct sample sample = sample_create(REPLICATIONS, COLUMNS);
        run_replications(&loaded, SEED, 1, names, NULL, &sample);
        for (int r = 0; r < REPLICATIONS; r++) {
            const double *row = sample_at(&sample, r, 0);
            CHECK_NEAR(row[CREATED], ORDERS, 0, way->words);
            CHECK_NEAR(row[DEPARTED], ORDERS, 0, way->words);
            CHECK_NEAR(row[OPEN], 0, 0, way->words);
            CHECK_NEAR(row[LINES], lines, 0, way->words);
            CHECK_NEAR(row[UNITS], units, 0, way->words);
        }
        sample_free(&sample);
        unload(&loaded);
    }
    unlink(book);
}

/* With cells for two orders, carts stand at the wall: pickers with them, unless they can do what empties
 * cells. Nobody picks more carts than there are. */
static void a_full_wall_blocks_pickers_who_can_do_nothing_about_it(void) {
    enum { BLOCKED_H, WAIT_S, CELLS, CARTS, COLUMNS };
    static const char *const apart[] = {"teams.pickers.blocked_h", "consolidation.blocked_s.mean",
                                        "consolidation.cells.max", "equipment.carts.busy.max", NULL},
                             *const together[] = {"teams.all.blocked_h", "consolidation.blocked_s.mean",
                                                  "consolidation.cells.max", "equipment.carts.busy.max",
                                                  NULL};
    const struct way way = {"", "\"method\": {\"batch_then_sort\": {\"orders\": 6}}, \"carts\": 3",
                            "{\"cells\": 2, \"put_s\": 20}", THREE_TEAMS};
    char book[256];
    int lines, units;
    write_book(book, &lines, &units);
    for (int one_team = 0; one_team < 2; one_team++) {
        struct way tried = way;
        if (one_team)
            tried.teams = ONE_TEAM;
        struct loaded loaded = load_way(&tried, book);
        struct sample sample = sample_create(1, COLUMNS);
        run_replications(&loaded, SEED, 1, one_team ? together : apart, NULL, &sample);
        const double *row = sample_at(&sample, 0, 0);
        CHECK(one_team ? row[BLOCKED_H] == 0.0 : row[BLOCKED_H] > 1.0);
        CHECK(row[WAIT_S] > 0.0);
        CHECK_NEAR(row[CELLS], 2, 0, "cells taken at most");
        CHECK_NEAR(row[CARTS], 3, 0, "carts under way or at the wall at most");
        sample_free(&sample);
        unload(&loaded);
    }
    unlink(book);
}

/* Causes of single orders */

struct causes {
    long orders;
    double worst_s;
    double sums[32];
};

static void note_causes(void *self, const double *values, int count) {
    struct causes *causes = self;
    double sum_s = 0.0, created_s = values[1], departed_s = values[3];
    for (int c = 11; c < count; c++) {
        sum_s += values[c];
        causes->sums[c] += values[c];
        CHECK(values[c] >= 0.0);
    }
    causes->orders++;
    causes->worst_s = fmax(causes->worst_s, fabs(sum_s - (departed_s - created_s)));
}

static void causes_add_up_to_the_cycle_time_of_every_order(void) {
    char book[256];
    int lines, units;
    write_book(book, &lines, &units);
    for (const struct way *way = ways; way->words; way++) {
        struct loaded loaded = load_way(way, book);
        struct causes causes = {0};
        struct sample sample = sample_create(1, 1);
        struct watch watch = {.orders = {.row = note_causes, .self = &causes}};
        watch.self = &causes;
        run_replications(&loaded, SEED, 1, NULL, &watch, &sample);
        CHECK_INT(causes.orders, ORDERS);
        CHECK_NEAR(causes.worst_s, 0.0, 1e-5, way->words);
        sample_free(&sample);
        unload(&loaded);
    }
    unlink(book);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(all_orders_leave_whatever_the_method)},
                                            {TEST(a_full_wall_blocks_pickers_who_can_do_nothing_about_it)},
                                            {TEST(causes_add_up_to_the_cycle_time_of_every_order)},
                                            {0}});
}
