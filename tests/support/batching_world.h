/* SPDX-License-Identifier: MIT */
/* batching_world.h - a batcher on a floor of one block, for tests and validation. */
#ifndef TESTS_SUPPORT_BATCHING_WORLD_H
#define TESTS_SUPPORT_BATCHING_WORLD_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "models/fulfil/batching.h"
#include "models/layout/routing.h"
#include "models/order.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/config/config.h"

/* An undivided block with the depot at the front of an aisle. */
struct floor_of_one_block {
    double cross_y_m[2];
    struct rack rack;
    struct block block;
    struct depot depot;
    struct layout layout;
};
static inline void floor_lay_out(struct floor_of_one_block *floor, int aisles, double length_m,
                                 double spacing_m, int depot_aisle) {
    *floor = (struct floor_of_one_block){.cross_y_m = {0.0, length_m}};
        floor->rack = (struct rack){.aisles = aisles,
                                       .spacing_m = spacing_m,
                                       .length_m = length_m,
                                       .crosses = 2,
                                       .cross_y_m = floor->cross_y_m,
                                       .depot_x_m = depot_aisle * spacing_m};
    floor->layout = (struct layout){.racks = &floor->rack,
                                    .blocks = &floor->block,
                                    .depots = &floor->depot,
                                    .block_count = 1,
                                    .depot_count = 1,
                                    .aisle_count = aisles};
}

static const struct batch_limits NO_LIMITS = {1000000, 1000000, INFINITY, INFINITY};

struct batching_world {
    struct arena *arena;
    struct results *results;
    struct sim *sim;
    struct batcher *batcher;
};
struct batching_key {
    struct choice batching;
};

/* `policy` as in a scenario: "\"savings\"", "{\"seed\": {...}}". `layout` may be NULL. */
static inline void batching_open(struct batching_world *world, const char *policy, struct batch_limits limits,
                                 const struct layout *layout, const struct routing *routing) {
    static const struct field fields[] = {{CHOICE(struct batching_key, batching, batching_options),
                                           .preset_json = "\"due_time\"", .doc = "Orders that share a tour."},
                                          {0}};
    *world = (struct batching_world){.arena = arena_create()};
    world->results = results_create(world->arena);
    world->sim =
        sim_create(&(struct sim_settings){.arena = world->arena, .results = world->results, .seed = 1});
    struct problems *problems = problems_create(world->arena);
    const char *text = arena_format(world->arena, "{\"batching\": %s}", policy);
    struct config *config = config_read_text(world->arena, "batching.json", text, strlen(text), NULL, 0,
                                             fields, sizeof(struct batching_key), problems);
    if (problems->errors) {
        fprintf(stderr, "not a policy: %s: %s\n", policy, problems->items[0].rule);
        exit(2);
    }
    const struct batching_key *key = config_values(config);
    world->batcher = batcher_create(&(struct batcher_settings){.sim = world->sim,
                                                               .batching = &key->batching,
                                                               .limits = limits,
                                                               .layout = layout,
                                                               .routing = routing});
}

static inline void batching_close(struct batching_world *world) {
    results_finish(world->results, sim_now(world->sim));
    sim_destroy(world->sim);
    arena_destroy(world->arena);
}

/* Metres of one tour past all stops of a batch. */
static inline double batch_length_m(const struct layout *layout, const struct routing *routing,
                                    const struct batch_item *batch) {
    int count = 0, n = 0;
    for (const struct batch_item *item = batch; item; item = item->next)
        count += item->stop_count;
    struct stop *stops = malloc(sizeof *stops * (size_t)(count + 1));
    for (const struct batch_item *item = batch; item; item = item->next)
        for (int i = 0; i < item->stop_count; i++)
            stops[n++] = item->stops[i];
    double metres = layout_tour_m(layout, routing, FIRST_DEPOT, stops, count);
    free(stops);
    return metres;
}

/* The total length of the tours that a policy makes of items that are all there at once, in the order of the
 * array; with a time window, when it has closed. Returns NaN if an item was lost or went twice. */
static inline double batched_m(const char *policy, struct batch_limits limits, const struct layout *layout,
                               const struct routing *routing, struct batch_item *items, int count) {
    struct batching_world world;
    batching_open(&world, policy, limits, layout, routing);
    for (int i = 0; i < count; i++)
        batcher_add(world.batcher, &items[i]);
    double metres = 0.0;
    int gone = 0;
    if (batcher_wakes_at(world.batcher) != NEVER)
        sim_run(world.sim, batcher_wakes_at(world.batcher));
    for (struct batch_item *batch; (batch = batcher_next(world.batcher));) {
        metres += batch_length_m(layout, routing, batch);
        for (; batch; batch = batch->next)
            gone++;
    }
    batching_close(&world);
    return gone == count ? metres : NAN;
}

#endif
