/* SPDX-License-Identifier: MIT */
/* bench_tours.c - see bench_tours.h. There are many tours, so that the processor knows none by heart. */
#include "cli/bench_tours.h"

#include "models/layout/routing.h"
#include "sim/base/arena.h"
#include "sim/engine/stream.h"
#include "tests/bench/reference.h"

#define LENGTH_M 45.0
#define SPACING_M 5.0

struct bench_tours {
    struct stop stops[BENCH_TOURS][BENCH_PICKS];
    double x_m[BENCH_TOURS][BENCH_PICKS + 1], y_m[BENCH_TOURS][BENCH_PICKS + 1]; /* the depot first */
};

struct bench_tours *bench_tours_draw(struct arena *arena) {
    struct bench_tours *tours = arena_new(arena, struct bench_tours);
    struct stream stream = stream_named(0, 0, "bench/tours");
    for (int t = 0; t < BENCH_TOURS; t++) {
        struct stop *stops = tours->stops[t];
        for (int i = 0; i < BENCH_PICKS; i++) {
            int aisle = (int)stream_below(&stream, BENCH_AISLES);
            stops[i] = (struct stop){.aisle = aisle, .y_m = stream_uniform(&stream) * LENGTH_M};
        }
        stops_sort(stops, BENCH_PICKS);
        tours->x_m[t][0] = tours->y_m[t][0] = 0.0;
        for (int i = 0; i < BENCH_PICKS; i++) {
            tours->x_m[t][i + 1] = stops[i].aisle * SPACING_M;
            tours->y_m[t][i + 1] = stops[i].y_m;
        }
    }
    return tours;
}

double bench_tours_m(const struct bench_tours *tours, const struct routing *routing, int blocks) {
    const double one_m[] = {0.0, LENGTH_M}, two_m[] = {0.0, LENGTH_M / 2.0, LENGTH_M};
    const struct rack rack = {.aisles = BENCH_AISLES,
                              .spacing_m = SPACING_M,
                              .length_m = LENGTH_M,
                              .crosses = blocks + 1,
                              .cross_y_m = blocks == 1 ? one_m : two_m};
    double metres = 0.0;
    for (int t = 0; t < BENCH_TOURS; t++)
        metres += routing->length_m(&rack, tours->stops[t], BENCH_PICKS);
    return metres;
}

double bench_tours_reference_m(const struct bench_tours *tours) {
    double metres = 0.0;
    for (int t = 0; t < BENCH_TOURS; t++)
        metres += reference_tour(tours->x_m[t], tours->y_m[t], BENCH_PICKS + 1);
    return metres;
}
