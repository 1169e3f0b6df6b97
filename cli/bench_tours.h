/* SPDX-License-Identifier: MIT */
/* bench_tours.h - random tours whose lengths the benchmark asks of each routing policy. */
#ifndef CLI_BENCH_TOURS_H
#define CLI_BENCH_TOURS_H

struct arena;
struct bench_tours;
struct routing;

enum { BENCH_TOURS = 1000, BENCH_PICKS = 30, BENCH_AISLES = 25, BENCH_BLOCKS = 2 };

/* 30 picks each, uniform over 25 aisles of 45 m that are 5 m apart, the depot in front of the first one. */
struct bench_tours *bench_tours_draw(struct arena *arena);
/* The metres of all of them, in one block or in two equal ones; the stops are already sorted. */
double bench_tours_m(const struct bench_tours *tours, const struct routing *routing, int blocks);
/* The same work for the reference: the picks as places in the plane. */
double bench_tours_reference_m(const struct bench_tours *tours);

#endif
