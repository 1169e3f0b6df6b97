/* SPDX-License-Identifier: MIT */
/* sim.c - the event queue: a binary heap of 16-byte integer keys over a slab of events.
 *
 * A key is time (64 bits), schedule number (40) and slot (24), compared as one 128-bit integer, so the order
 * is total and the child choice has no branch. The low half of a key is the event's ticket: it is stored in
 * the slot and names the event for cancelling. While a handler runs, the root is a hole; the first event it
 * schedules drops into it, which saves a pop and a push. Cancelled events stay as dead keys until they
 * surface or outnumber the living. */
#include "sim/engine/sim.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "sim/base/arena.h"

typedef unsigned __int128 sim_key;

enum { SLOT_BITS = 24, SLOT_MASK = (1 << SLOT_BITS) - 1, MAX_PENDING = SLOT_MASK - 1 };
enum { CHECK_EVERY = 4096 }; /* events between looks at limits and the stop flag */

struct event {
    sim_handler *fn;
    const char *name;
    void *self, *subject;
    uint64_t ticket; /* 0 = free or cancelled */
};

struct sim {
    usec now; /* first: sim_now reads it */
    sim_key *heap;
    int count, capacity, dead;
    bool hole; /* the root was taken by the running handler */
    struct event *events;
    int *free_slots;
    int free_count, slot_count, slot_capacity;
    uint64_t scheduled, handled, next_check, next_number;
    const char *running;
    const char *failure;
    struct sim_settings settings;
};

struct sim *sim_create(const struct sim_settings *settings) {
    struct sim *sim = arena_new(settings->arena, struct sim);
    sim->settings = *settings;
    sim->running = "start";
    sim->next_number = 1;
    sim->next_check = CHECK_EVERY;
    return sim;
}

void sim_destroy(struct sim *sim) {
    free(sim->heap);
    free(sim->events);
    free(sim->free_slots);
}

/* The heap. One key beyond the last is kept at the maximum, so a lone left child needs no special case. */

static inline void sift_down(sim_key *heap, int count, int hole, sim_key key) {
    int child;
    while ((child = 2 * hole + 1) < count) {
        child += heap[child + 1] < heap[child];
        if (key <= heap[child])
            break;
        heap[hole] = heap[child];
        hole = child;
    }
    heap[hole] = key;
}

static inline void sift_up(sim_key *heap, int hole, sim_key key) {
    while (hole > 0) {
        int parent = (hole - 1) / 2;
        if (heap[parent] <= key)
            break;
        heap[hole] = heap[parent];
        hole = parent;
    }
    heap[hole] = key;
}

static void remove_root(struct sim *sim) {
    sim_key last = sim->heap[--sim->count];
    sim->heap[sim->count] = ~(sim_key)0;
    if (sim->count)
        sift_down(sim->heap, sim->count, 0, last);
}

static inline int slot_of(sim_key key) {
    return (int)((uint64_t)key & SLOT_MASK);
}

/* Scheduling */

static void grow_heap(struct sim *sim) {
    int capacity = sim->capacity ? sim->capacity * 2 : 256;
    sim->heap = memory_resize(sim->heap, sizeof(sim_key) * (size_t)(capacity + 1));
    for (int i = sim->capacity; i <= capacity; i++)
        sim->heap[i] = ~(sim_key)0;
    sim->capacity = capacity;
}

static int new_slot(struct sim *sim) {
    if (sim->slot_count == sim->slot_capacity) {
        sim->slot_capacity = sim->slot_capacity ? sim->slot_capacity * 2 : 256;
        sim->events = memory_resize(sim->events, sizeof *sim->events * (size_t)sim->slot_capacity);
        sim->free_slots =
            memory_resize(sim->free_slots, sizeof *sim->free_slots * (size_t)sim->slot_capacity);
    }
    if (sim->slot_count == MAX_PENDING) {
        sim_fail(sim, "more than %d events are pending", MAX_PENDING);
        return sim->slot_count - 1; /* the run ends before this slot is looked at again */
    }
    return sim->slot_count++;
}

sim_event_id sim_schedule(struct sim *sim, usec time, sim_handler *fn, const char *name, void *self,
                          void *subject) {
    sim_assert(sim, time >= sim->now);
    int slot = sim->free_count ? sim->free_slots[--sim->free_count] : new_slot(sim);
    uint64_t ticket = ++sim->scheduled << SLOT_BITS | (uint64_t)slot;
    sim->events[slot] = (struct event){fn, name, self, subject, ticket};
    sim_key key = (sim_key)(uint64_t)time << 64 | ticket;
    if (sim->hole) {
        sim->hole = false;
        sift_down(sim->heap, sim->count, 0, key);
    } else {
        if (sim->count == sim->capacity)
            grow_heap(sim);
        sift_up(sim->heap, sim->count++, key);
    }
    return ticket;
}

/* Cancelling */

static void drop_dead_keys(struct sim *sim) {
    int kept = 0;
    if (sim->hole) {
        sim->hole = false;
        remove_root(sim);
    }
    for (int i = 0; i < sim->count; i++) {
        int slot = slot_of(sim->heap[i]);
        if (sim->events[slot].ticket)
            sim->heap[kept++] = sim->heap[i];
        else
            sim->free_slots[sim->free_count++] = slot;
    }
    for (int i = kept; i < sim->count; i++)
        sim->heap[i] = ~(sim_key)0;
    sim->count = kept;
    sim->dead = 0;
    for (int i = kept / 2 - 1; i >= 0; i--)
        sift_down(sim->heap, kept, i, sim->heap[i]);
}

bool sim_cancel(struct sim *sim, sim_event_id event) {
    int slot = (int)(event & SLOT_MASK);
    if (!event || slot >= sim->slot_count || sim->events[slot].ticket != event)
        return false;
    sim->events[slot].ticket = 0;
    sim->dead++;
    if (sim->dead > 64 && sim->dead > sim->count / 2)
        drop_dead_keys(sim);
    return true;
}

/* Running */

/* False when the run must end: a failure, a limit, or somebody's wish. */
static bool may_go_on(struct sim *sim) {
    const struct sim_settings *settings = &sim->settings;
    sim->next_check = sim->handled + CHECK_EVERY;
    if (settings->event_limit && sim->handled >= settings->event_limit)
        sim_fail(sim, "the limit of %llu events was reached", (unsigned long long)settings->event_limit);
    if (settings->memory_limit && arena_bytes(settings->arena) > settings->memory_limit)
        sim_fail(sim, "the limit of %zu MB of memory was reached", settings->memory_limit >> 20);
    return !sim->failure && !(settings->stop && atomic_load_explicit(settings->stop, memory_order_relaxed));
}

enum sim_outcome sim_run(struct sim *sim, usec until) {
    if (!may_go_on(sim))
        return sim->failure ? SIM_FAILED : SIM_STOPPED;
    const sim_key last = (sim_key)(uint64_t)until << 64 | UINT64_MAX;
    while (sim->count && sim->heap[0] <= last) {
        sim_key key = sim->heap[0];
        int slot = slot_of(key);
        struct event event = sim->events[slot];
        sim->free_slots[sim->free_count++] = slot;
        if (!event.ticket) {
            sim->dead--;
            remove_root(sim);
            continue;
        }
        sim->now = (usec)(key >> 64);
        sim->events[slot].ticket = 0;
        sim->running = event.name;
        sim->hole = true;
        if (sim->count > 2) { /* one of these is probably next; its event may be far away in memory */
            __builtin_prefetch(&sim->events[slot_of(sim->heap[1])]);
            __builtin_prefetch(&sim->events[slot_of(sim->heap[2])]);
        }
        if (__builtin_expect(sim->settings.trace != NULL, 0))
            sim->settings.trace(sim->settings.trace_self, sim->now, event.name,
                                event.subject ? ((struct entity *)event.subject)->number : 0);
        event.fn(sim, event.self, event.subject);
        if (sim->hole) {
            sim->hole = false;
            remove_root(sim);
        }
        if (++sim->handled >= sim->next_check && !may_go_on(sim))
            return sim->failure ? SIM_FAILED : SIM_STOPPED;
    }
    if (sim->failure)
        return SIM_FAILED;
    sim->now = until;
    sim->running = "end";
    return SIM_REACHED;
}

void sim_fail(struct sim *sim, const char *format, ...) {
    if (sim->failure)
        return;
    va_list arguments;
    va_start(arguments, format);
    sim->failure = arena_vformat(sim->settings.arena, format, arguments);
    va_end(arguments);
    sim->next_check = 0;
}

const char *sim_failure(const struct sim *sim) {
    return sim->failure;
}

/* What stages ask of a replication */

struct arena *sim_arena(const struct sim *sim) {
    return sim->settings.arena;
}

void *sim_alloc(struct sim *sim, size_t bytes) {
    return arena_alloc(sim->settings.arena, bytes);
}

struct results *sim_results(const struct sim *sim) {
    return sim->settings.results;
}

struct stream sim_stream(const struct sim *sim, const char *name) {
    return stream_named(sim->settings.seed, sim->settings.replication, name);
}

uint64_t sim_stream_key(const struct sim *sim, const char *name) {
    return stream_key(sim->settings.seed, sim->settings.replication, name);
}

uint64_t sim_seed(const struct sim *sim) {
    return sim->settings.seed;
}

int sim_replication(const struct sim *sim) {
    return sim->settings.replication;
}

uint64_t sim_events(const struct sim *sim) {
    return sim->handled;
}

uint64_t sim_next_number(struct sim *sim) {
    return sim->next_number++;
}

struct date sim_date(const struct sim *sim, usec time) {
    int64_t seconds = sim->settings.start.seconds + floor_divide(time, USEC_A_SECOND);
    return (struct date){floor_divide(seconds, SECONDS_A_DAY)};
}

usec sim_midnight(const struct sim *sim, struct date date) {
    return (date.day * SECONDS_A_DAY - sim->settings.start.seconds) * USEC_A_SECOND;
}

usec sim_of_moment(const struct sim *sim, struct moment moment) {
    return (moment.seconds - sim->settings.start.seconds) * USEC_A_SECOND;
}

_Noreturn void sim_assert_failed(const struct sim *sim, const char *condition, const char *file, int line) {
    fprintf(stderr, "fcsim: a mistake in the program: %s does not hold at %s:%d, clock %.6f s, event %s\n",
            condition, file, line, sim_seconds(sim->now), sim->running);
    abort();
}
