/* SPDX-License-Identifier: MIT */
/* pool.c - identical places or machines, and how full they are. */
#include "sim/base/arena.h"
#include "sim/engine/dispatch_int.h"

enum { POOL_BUSY, POOL_PLACES, POOL_UTILISATION };
const struct metric pool_metrics[] = {
    [POOL_BUSY] = {"equipment.{name}.busy", METRIC_LEVEL, "units", "Units in use.", .series = true},
    [POOL_PLACES] = {"equipment.{name}.size", METRIC_LEVEL, "units", "Units there are."},
    [POOL_UTILISATION] = {"equipment.{name}.utilisation", METRIC_VALUE, "share",
                          "Unit-hours in use over unit-hours there are."},
    {0},
};

static void on_pool_finish(void *self, usec end) {
    struct pool *pool = self;
    wide there = level_integral(pool->places, end), used = level_integral(pool->busy, end);
    *pool->utilisation = there > 0 ? (double)used / (double)there : NAN;
}

struct pool *pool_create(struct dispatcher *dispatcher, const char *name, int size) {
    struct sim *sim = dispatcher->sim;
    struct pool *pool = sim_alloc(sim, sizeof *pool);
    *pool = (struct pool){.dispatcher = dispatcher, .name = name, .size = size};
    struct results *results = sim_results(sim);
    struct of of = {.name = name};
    pool->busy = results_level(results, &pool_metrics[POOL_BUSY], of);
    pool->places = results_level(results, &pool_metrics[POOL_PLACES], of);
    pool->utilisation = results_value(results, &pool_metrics[POOL_UTILISATION], of);
    level_set(pool->places, sim_now(sim), size);
    results_at_finish(results, on_pool_finish, pool);
    return pool;
}

void pool_resize(struct pool *pool, int size) {
    pool->size = size;
    level_set(pool->places, sim_now(pool->dispatcher->sim), size);
    dispatch_pool(pool);
}

int pool_size(const struct pool *pool) {
    return pool->size;
}

int pool_in_use(const struct pool *pool) {
    return pool->in_use;
}

wide pool_capacity_us(const struct pool *pool, usec now) {
    return level_integral(pool->places, now);
}

wide pool_busy_us(const struct pool *pool, usec now) {
    return level_integral(pool->busy, now);
}

void pool_take(struct pool *pool) {
    pool->in_use++;
    level_add(pool->busy, sim_now(pool->dispatcher->sim), 1);
}

void pool_give(struct pool *pool) {
    pool->in_use--;
    level_add(pool->busy, sim_now(pool->dispatcher->sim), -1);
}
