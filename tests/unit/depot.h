/* SPDX-License-Identifier: MIT */
/* depot.h - a small scenario with a field of every kind, for the tests of sim/config. */
#ifndef TESTS_UNIT_DEPOT_H
#define TESTS_UNIT_DEPOT_H

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

static const char *const orders[] = {"first_come", "urgent", NULL};
static const double evening_weights[24] = {[17] = 1, 1, 1, 1, 1, 1};
static const struct named_profile profiles[] = {{"evening", "From 17 to 23 h.", 24, evening_weights}, {0}};

struct batch_config {
    int orders;
    double wait_s;
};
static const struct field batch_fields[] = {
    {FIELD(struct batch_config, orders), .min = 1, .max = 100, .preset = 8, .doc = "Orders in a batch."},
    {FIELD(struct batch_config, wait_s), .unit = "s", .min = 0, .max = 3600, .preset = 60,
     .doc = "Longest wait."},
    {0},
};
static const struct option single = {.name = "single", .doc = "One order a tour."};
static const struct option batch = {.name = "batch",
                                    .doc = "Several orders a tour.",
                                    .fields = batch_fields,
                                    .size = sizeof(struct batch_config)};
static const struct option *const methods[] = {&single, &batch, NULL};

struct dock_config {
    int doors;
};
static const struct field dock_fields[] = {
    {FIELD(struct dock_config, doors), .min = 1, .max = 200, .preset = 2, .doc = "Doors at the dock."},
    {0},
};

struct returns_config {
    double share;
};
static const struct field returns_fields[] = {
    {FIELD(struct returns_config, share), .min = 0, .max = 1, .preset = 0.1, .doc = "Orders that come back."},
    {0},
};

struct shift_config {
    int people;
    struct clock_time from;
};
static const struct field shift_fields[] = {
    {FIELD(struct shift_config, people), .required = true, .min = 0, .max = 1000,
     .doc = "People in the shift."},
    {FIELD(struct shift_config, from), .preset_json = "\"06:00\"", .doc = "Begin of the shift."},
    {0},
};

struct team_config {
    const char *name;
    struct shift_config *shifts;
    int shifts_count;
};
static const struct field team_fields[] = {
    {FIELD(struct team_config, name), .required = true, .doc = "Name of the team."},
    {LIST(struct team_config, shifts, shift_fields), .doc = "Shifts of a day."},
    {0},
};

struct sale_row {
    struct moment at;
    const char *sku;
    int quantity;
    double price;
};
static const struct field sale_fields[] = {
    {FIELD(struct sale_row, at), .required = true, .doc = "When it was ordered."},
    {FIELD(struct sale_row, sku), .required = true, .doc = "What was ordered."},
    {FIELD(struct sale_row, quantity), .min = 1, .max = 1000, .preset = 1, .doc = "How many."},
    {FIELD(struct sale_row, price), .min = 0, .max = 1e6, .preset = 0, .doc = "Price of all."},
    {0},
};

struct depot {
    const char *title;
    bool open;
    int benches;
    double speed_m_per_s;
    int order;
    struct distribution pack_s, check_s;
    struct clock_time start;
    struct date first_day;
    struct moment opening;
    struct weekdays days;
    struct profile hours;
    struct choice method;
    struct dock_config dock;
    struct returns_config *returns;
    struct team_config *teams;
    int teams_count;
    const char **skills;
    int skills_count;
    double *sizes;
    int sizes_count;
    int *ranks;
    int ranks_count;
    struct sale_row *sales;
    int sales_count;
};
static const struct field depot_fields[] = {
    {FIELD(struct depot, title), .doc = "Free title."},
    {FIELD(struct depot, open), .preset = true, .doc = "Whether it works at all."},
    {FIELD(struct depot, benches), .min = 1, .max = 500, .preset = 4, .doc = "Packing benches."},
    {FIELD(struct depot, speed_m_per_s), .unit = "m/s", .min = 0.1, .max = 10, .preset = 1,
     .doc = "Walking speed."},
    {ENUM(struct depot, order, orders), .doc = "Which order comes first."},
    {FIELD(struct depot, pack_s), .required = true, .unit = "s", .min = 1, .max = 3600,
     .doc = "Time to pack one order."},
    {FIELD(struct depot, check_s), .unit = "s", .min = 0, .max = 3600, .doc = "Time to check one order."},
    {FIELD(struct depot, start), .preset_json = "\"06:00\"", .doc = "Begin of work."},
    {FIELD(struct depot, first_day), .preset_json = "\"2026-01-01\"", .doc = "First day."},
    {FIELD(struct depot, opening), .preset_json = "\"2026-01-01T06:00\"", .doc = "When the depot opens."},
    {FIELD(struct depot, days), .preset_json = "\"daily\"", .doc = "Days of work."},
    {FIELD(struct depot, hours), .profiles = profiles, .preset_json = "\"evening\"",
     .doc = "Orders over the day."},
    {CHOICE(struct depot, method, methods), .preset_json = "\"single\"", .doc = "How orders are picked."},
    {OBJECT(struct depot, dock, dock_fields), .doc = "The dock."},
    {SECTION(struct depot, returns, returns_fields), .doc = "Orders that come back."},
    {LIST(struct depot, teams, team_fields), .doc = "Teams of people."},
    {SCALARS(struct depot, skills, FIELD_TEXT), .doc = "Skills that exist."},
    {SCALARS(struct depot, sizes, FIELD_REAL), .min = 0, .max = 10, .max_count = 3, .doc = "Sizes of boxes."},
    {SCALARS(struct depot, ranks, FIELD_ENUM), .choices = orders, .doc = "Orders of ranks."},
    {ROWS(struct depot, sales, sale_fields), .doc = "An order book."},
    {0},
};

/* A depot that was read; give it back with depot_free. */
struct depot_read {
    struct arena *arena;
    struct problems *collected;
    struct config *config;
    const struct depot *depot;
    struct text written;
    const char *problems; /* as they are printed */
    int errors;
};

/* Reads a text as the file t.json, with `settings` that many --set arguments following. */
__attribute__((unused)) static struct depot_read depot_read(const char *json, int settings, ...) {
    struct depot_read d = {.arena = arena_create()};
    struct setting given[8];
    va_list arguments;
    va_start(arguments, settings);
    for (int i = 0; i < settings; i++)
        given[i] = (struct setting){va_arg(arguments, const char *)};
    va_end(arguments);
    d.collected = problems_create(d.arena);
    d.config = config_read_text(d.arena, "t.json", json, strlen(json), given, settings, depot_fields,
                                sizeof(struct depot), d.collected);
    d.depot = config_values(d.config);
    problems_write(d.collected, &d.written);
    d.problems = d.written.data ? d.written.data : "";
    d.errors = d.collected->errors;
    return d;
}

__attribute__((unused)) static void depot_free(struct depot_read *d) {
    text_free(&d->written);
    arena_destroy(d->arena);
}

#endif
