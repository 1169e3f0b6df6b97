/* SPDX-License-Identifier: MIT */
/* bench_batching.c - 1,000 open orders of one to four lines in 20 aisles of 45 m, ten a tour, S-shape
 * routing; medians over rounds. */
#include "cli/bench_batching.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "models/fulfil/batching.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/config/config.h"

enum { OPEN = 1000, RELEASED = 100, MOST_LINES = 4, AISLES = 20, ROUNDS = 5 };
static const double LENGTH_M = 45.0;

struct orders {
    struct batch_item items[OPEN + RELEASED];
    struct stop stops[OPEN + RELEASED][MOST_LINES];
};

static double ms_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static void draw_orders(struct orders *orders) {
    struct stream stream = stream_named(1, 1, "bench");
    for (int i = 0; i < OPEN + RELEASED; i++) {
        int lines = 1 + (int)stream_below(&stream, MOST_LINES);
        for (int k = 0; k < lines; k++)
            orders->stops[i][k] = (struct stop){.aisle = (int)stream_below(&stream, AISLES),
                                                .y_m = LENGTH_M * stream_uniform(&stream)};
        stops_sort(orders->stops[i], lines);
        orders->items[i] = (struct batch_item){.stops = orders->stops[i],
                                               .stop_count = lines,
                                               .lines = lines,
                                               .urgency = i,
                                               .number = (uint64_t)i + 1};
    }
}

static const struct choice *savings_of_all(struct arena *arena) {
    struct key {
        struct choice batching;
    };
    static const struct field fields[] = {
        {CHOICE(struct key, batching, batching_options), .doc = "Orders that share a tour."}, {0}};
    static const char text[] = "{\"batching\": {\"savings\": {\"pool\": 1100}}}";
    struct config *config = config_read_text(arena, "bench", text, strlen(text), NULL, 0, fields,
                                             sizeof(struct key), problems_create(arena));
    return &((const struct key *)config_values(config))->batching;
}

static struct bench_batching time_once(struct orders *orders) {
    const double cross_y_m[] = {0.0, LENGTH_M};
    struct rack rack = {
        .aisles = AISLES, .spacing_m = 3.0, .length_m = LENGTH_M, .crosses = 2, .cross_y_m = cross_y_m};
    struct depot depot = {.name = "depot"}; /* in front of the only block */
    const struct layout layout = {
        .racks = &rack, .depots = &depot, .block_count = 1, .depot_count = 1, .aisle_count = AISLES};
    struct arena *arena = arena_create();
    struct results *results = results_create(arena);
    struct sim *sim = sim_create(&(struct sim_settings){.arena = arena, .results = results});
    struct batcher *batcher =
        batcher_create(&(struct batcher_settings){.sim = sim,
                                                  .batching = savings_of_all(arena),
                                                  .limits = {10, 1000000, INFINITY, INFINITY},
                                                  .layout = &layout,
                                                  .routing = &routing_s_shape});
    draw_orders(orders);
    double start = ms_now();
    for (int i = 0; i < OPEN; i++)
        batcher_add(batcher, &orders->items[i]);
    batcher_next(batcher);
    double planned = ms_now();
    for (int i = OPEN; i < OPEN + RELEASED; i++)
        batcher_add(batcher, &orders->items[i]);
    double released = ms_now();
    batcher_next(batcher);
    double again = ms_now();
    results_finish(results, 0);
    sim_destroy(sim);
    arena_destroy(arena);
    return (struct bench_batching){planned - start, again - released, (released - planned) / RELEASED};
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values) {
    qsort(values, ROUNDS, sizeof *values, ascending);
    return values[ROUNDS / 2];
}

struct bench_batching bench_savings(void) {
    struct orders *orders = malloc(sizeof *orders);
    double scratch[ROUNDS], plan[ROUNDS], release[ROUNDS];
    if (!orders)
        return (struct bench_batching){NAN, NAN, NAN};
    for (int r = 0; r < ROUNDS; r++) {
        struct bench_batching once = time_once(orders);
        scratch[r] = once.scratch_ms;
        plan[r] = once.plan_ms;
        release[r] = once.release_ms;
    }
    free(orders);
    return (struct bench_batching){median(scratch), median(plan), median(release)};
}
