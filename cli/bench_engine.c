/* SPDX-License-Identifier: MIT */
/* bench_engine.c - see bench_engine.h. */
#include "cli/bench_engine.h"

#include "sim/base/arena.h"
#include "sim/engine/sim.h"

static const struct metric mm1_metrics[] = {
    {"mm1.wait_s", METRIC_MEAN, "s", "Wait of a customer."},
    {"mm1.queue", METRIC_LEVEL, "customers", "Customers waiting."},
    {"mm1.wait_full_s", METRIC_TALLY, "s", "Wait of a customer, with its distribution."},
    {0},
};

enum { RING = 1 << 16 };
#define MEAN_ARRIVAL_S (1.0 / 0.9)
#define PATIENCE_S 1e6 /* never reached: the event is always cancelled */

struct customer {
    usec arrived;
    sim_event_id impatience;
    uint64_t number;
};

struct mm1 {
    struct stream arrivals, services;
    uint64_t key;
    struct tally *wait;
    struct level *queue;
    struct customer *waiting;
    unsigned long head, tail;
    bool busy, full;
};

static struct sim *new_sim(struct arena *arena) {
    return sim_create(&(struct sim_settings){
        .arena = arena, .results = results_create(arena), .seed = 1, .replication = 1});
}

/* M/M/1, with and without all there is */

static void on_served(struct sim *sim, void *self, void *subject);

static void on_impatient(struct sim *sim, void *self, void *subject) {
    (void)self;
    (void)subject;
    sim_fail(sim, "a customer lost patience");
}

static void serve(struct sim *sim, struct mm1 *mm1) {
    struct customer *customer = &mm1->waiting[mm1->head++ % RING];
    double service_s;
    mm1->busy = true;
    level_add(mm1->queue, sim_now(sim), -1);
    tally_add(mm1->wait, sim_seconds(sim_now(sim) - customer->arrived));
    if (mm1->full) {
        struct stream stream = stream_keyed(mm1->key, customer->number);
        sim_cancel(sim, customer->impatience);
        service_s = stream_exponential(&stream);
    } else {
        service_s = stream_exponential(&mm1->services);
    }
    sim_after(sim, service_s, on_served, mm1, NULL);
}

static void on_served(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct mm1 *mm1 = self;
    mm1->busy = false;
    if (mm1->tail > mm1->head)
        serve(sim, mm1);
}

static void on_arrived(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct mm1 *mm1 = self;
    sim_after(sim, stream_exponential(&mm1->arrivals) * MEAN_ARRIVAL_S, on_arrived, mm1, NULL);
    struct customer *customer = &mm1->waiting[mm1->tail % RING];
    customer->arrived = sim_now(sim);
    customer->number = mm1->tail++;
    level_add(mm1->queue, sim_now(sim), 1);
    if (mm1->full)
        customer->impatience = sim_after(sim, PATIENCE_S, on_impatient, mm1, NULL);
    if (!mm1->busy)
        serve(sim, mm1);
}

double bench_mm1(long events, bool full, long *handled) {
    struct arena *arena = arena_create();
    struct sim *sim = new_sim(arena);
    struct results *results = sim_results(sim);
    struct mm1 mm1 = {
        .arrivals = sim_stream(sim, "arrivals"), .services = sim_stream(sim, "services"), .full = full};
    mm1.key = sim_stream_key(sim, "services");
    mm1.wait = results_tally(results, &mm1_metrics[full ? 2 : 0], (struct of){0});
    mm1.queue = results_level(results, &mm1_metrics[1], (struct of){0});
    mm1.waiting = arena_array(arena, struct customer, RING);
    sim_after(sim, stream_exponential(&mm1.arrivals) * MEAN_ARRIVAL_S, on_arrived, &mm1, NULL);
    sim_run(sim, sim_usec((double)events / 2.0 * MEAN_ARRIVAL_S));
    *handled = (long)sim_events(sim);
    double wait_s = tally_mean(mm1.wait);
    sim_destroy(sim);
    arena_destroy(arena);
    return wait_s;
}

/* Hold */

struct hold {
    struct stream times;
    long left;
};

static void on_held(struct sim *sim, void *self, void *subject) {
    struct hold *hold = self;
    if (hold->left-- > 0)
        sim_after(sim, stream_exponential(&hold->times), on_held, hold, subject);
}

double bench_hold(int pending, long steps) {
    struct arena *arena = arena_create();
    struct sim *sim = new_sim(arena);
    struct hold hold = {.times = sim_stream(sim, "times"), .left = steps};
    for (int i = 0; i < pending; i++)
        sim_after(sim, stream_exponential(&hold.times), on_held, &hold, NULL);
    sim_run(sim, sim_usec((double)steps / pending)); /* the rate is `pending` events a second */
    double now_s = sim_seconds(sim_now(sim));
    sim_destroy(sim);
    arena_destroy(arena);
    return now_s;
}
