/* SPDX-License-Identifier: MIT */
/* sim.h - the clock and the event queue of one replication.
 *
 * An event is a function, the object that scheduled it and a subject. Events run in order of time; events of
 * the same time run in the order in which they were scheduled. Time is in integer microseconds from 0;
 * durations are given in seconds. A handler is called as fn(sim, self, subject). A subject is NULL or begins
 * with its number (struct entity), which traces show.
 *
 * All state of a replication hangs on its struct sim; two of them never share anything that changes. */
#ifndef SIM_ENGINE_SIM_H
#define SIM_ENGINE_SIM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "sim/engine/calendar.h"
#include "sim/engine/stream.h"
#include "sim/results/results.h"

struct arena;
struct sim;

typedef void sim_handler(struct sim *sim, void *self, void *subject);
typedef uint64_t sim_event_id; /* 0 = none */

struct entity { /* the first member of what may be the subject of an event */
    uint64_t number;
};

struct sim_settings {
    struct arena *arena;     /* of the replication */
    struct results *results; /* may be NULL for a bare engine */
    uint64_t seed;
    int replication;
    struct moment start;    /* calendar time of time 0 */
    uint64_t event_limit;   /* 0 = none */
    size_t memory_limit;    /* bytes of the arena; 0 = none */
    const atomic_int *stop; /* may be NULL */
    /* Sees every event before it runs; may be NULL. */
    void (*trace)(void *self, usec time, const char *handler, uint64_t entity);
    void *trace_self;
};

struct sim *sim_create(const struct sim_settings *settings);
void sim_destroy(struct sim *sim); /* the queue's memory; the arena is the caller's */

/* Schedules fn(sim, self, subject) after a delay in seconds (>= 0) or at a time (>= now); `fn` also names the
 * event. */
#define sim_after(sim, delay_s, fn, self, subject)                                                           \
    sim_schedule((sim), sim_now(sim) + sim_usec(delay_s), (fn), #fn, (self), (subject))
#define sim_at(sim, time, fn, self, subject) sim_schedule((sim), (time), (fn), #fn, (self), (subject))
sim_event_id sim_schedule(struct sim *sim, usec time, sim_handler *fn, const char *name, void *self,
                          void *subject);
/* Takes an event back; false if it already ran or was taken back. */
bool sim_cancel(struct sim *sim, sim_event_id event);

enum sim_outcome { SIM_REACHED, SIM_STOPPED, SIM_FAILED };
/* Runs all events up to and including `until` and leaves the clock there. */
enum sim_outcome sim_run(struct sim *sim, usec until);
/* Ends the run with a reason; the first one is kept. */
void sim_fail(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *sim_failure(const struct sim *sim);

struct arena *sim_arena(const struct sim *sim);
void *sim_alloc(struct sim *sim, size_t bytes);
struct results *sim_results(const struct sim *sim);
struct stream sim_stream(const struct sim *sim, const char *name); /* sequential, by name */
uint64_t sim_stream_key(const struct sim *sim, const char *name);  /* for stream_keyed */
uint64_t sim_seed(const struct sim *sim);
int sim_replication(const struct sim *sim);
uint64_t sim_events(const struct sim *sim);                        /* handled so far */
uint64_t sim_next_number(struct sim *sim);                         /* unique in the replication, from 1 */

/* Calendar */
struct date sim_date(const struct sim *sim, usec time);     /* the day of a time */
usec sim_midnight(const struct sim *sim, struct date date); /* may be negative */
usec sim_of_moment(const struct sim *sim, struct moment moment);

static inline usec sim_usec(double seconds) {
    return (usec)(seconds * 1e6 + 0.5);
}
static inline double sim_seconds(usec time) {
    return (double)time / 1e6; /* a division, so that 119.2 s is written as such */
}
/* The clock; the first member of struct sim. */
static inline usec sim_now(const struct sim *sim) {
    return *(const usec *)(const void *)sim;
}

/* A mistake of ours: prints clock, event, file:line and aborts; on in all builds but the benchmark's. */
#ifdef SIM_NO_ASSERT
#define sim_assert(sim, condition) ((void)0)
#else
#define sim_assert(sim, condition)                                                                           \
    ((condition) ? (void)0 : sim_assert_failed((sim), #condition, __FILE__, __LINE__))
#endif
_Noreturn void sim_assert_failed(const struct sim *sim, const char *condition, const char *file, int line);

#endif
