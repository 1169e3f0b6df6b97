/* SPDX-License-Identifier: MIT */
/* walker.c - a tour, aisle by aisle.
 *
 * A walker's clock is that of the undisturbed tour (`planned_s`) and what was lost so far, in microseconds;
 * rounding therefore never adds up. */
#include "models/fulfil/walker.h"

#include <stdlib.h>
#include "models/layout/heat.h"
#include "models/layout/routing.h"
#include "models/layout/traffic.h"
#include "sim/base/arena.h"
#include "sim/results/recording.h"

struct walker {
    struct entity entity; /* of its task: it is the subject of events */
    struct visitor visitor;
    struct walkers *walkers;
    struct walker *next, *next_free;
    struct task *task;
    struct leg *legs;
    double *stop_s; /* of each leg, at its end */
    int leg_count, leg_capacity, at;
    double m_per_s, planned_s, total_s;
    double walked_s; /* in the aisle, without others */
    usec started, lost;
    struct waypoint place; /* only while recorded, with the time until which it is drawn */
    usec drawn_until;
};

struct walkers {
    struct sim *sim;
    const struct layout *layout;
    struct traffic *traffic;
    struct heat *heat;
    struct recording *recording;
    void (*done)(void *self, struct task *task);
    void *self;
    struct walker *all, *free;
    struct waypoint *corners;
    int corner_capacity;
};

/* Drawing */

static void draw(struct walker *walker, enum track_state state, usec length, struct waypoint to) {
    usec end = walker->drawn_until + length;
    if (walker->task->worker && length > 0)
        recording_track(walker->walkers->recording,
                        (struct track){worker_actor(walker->task->worker, walker->walkers->recording), state,
                                       walker->drawn_until, end, (float)walker->place.x_m,
                                       (float)walker->place.y_m, (float)to.x_m, (float)to.y_m});
    walker->drawn_until = end;
    walker->place = to;
}

static void draw_leg(struct walker *walker, const struct leg *leg, double stop_s, double slower) {
    struct heat *heat = walker->walkers->heat;
    struct waypoint to = {leg->x_m, leg->y_m};
    double walk_s = leg->metres / walker->m_per_s;
    if (heat) {
        heat_walked(heat, walker->place, to);
        heat_blocked(heat, walker->place, to, walk_s * (slower - 1.0));
        if (leg->stop != NO_STOP)
            heat_visited(heat, to);
    }
    draw(walker, TRACK_WALK, sim_usec(walk_s * slower), to);
    draw(walker, TRACK_WORK, sim_usec(stop_s), to);
}

static void draw_until_now(struct walker *walker, enum track_state state) {
    if (walker->walkers->recording)
        draw(walker, state, sim_now(walker->walkers->sim) - walker->drawn_until, walker->place);
}

/* On the way */

static void pass_leg(struct walker *walker, double slower) {
    const struct leg *leg = &walker->legs[walker->at];
    double stop_s = walker->stop_s[walker->at++];
    walker->planned_s += leg->metres / walker->m_per_s + stop_s;
    if (walker->walkers->recording)
        draw_leg(walker, leg, stop_s, slower);
}

static usec clock_of(const struct walker *walker, double planned_s) {
    return walker->started + sim_usec(planned_s) + walker->lost;
}

/* The plan's sum and that of the legs may round to different microseconds. */
static usec end_of(const struct walker *walker) {
    usec end = clock_of(walker, walker->total_s), now = sim_now(walker->walkers->sim);
    return end > now ? end : now;
}

static void on_came_to_aisle(struct sim *sim, void *self, void *subject);
static void on_tour_walked(struct sim *sim, void *self, void *subject);

/* On to the next aisle that matters, or to the end. */
static void walk_on(struct walker *walker) {
    struct walkers *walkers = walker->walkers;
    while (walker->at < walker->leg_count &&
           !traffic_watches(walkers->traffic, walker->legs[walker->at].aisle))
        pass_leg(walker, 1.0);
    if (walker->at < walker->leg_count)
        sim_at(walkers->sim, clock_of(walker, walker->planned_s), on_came_to_aisle, walkers, walker);
    else
        sim_at(walkers->sim, end_of(walker), on_tour_walked, walkers, walker);
}

static void on_left_aisle(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct walkers *walkers = self;
    struct walker *walker = subject;
    traffic_leave(walkers->traffic, &walker->visitor, walker->walked_s);
    walker->lost += walker->visitor.lost;
    walk_on(walker);
}

/* A further stop at the same place is a leg without length; it is still in the aisle. */
static void walk_through(struct walker *walker) {
    struct walkers *walkers = walker->walkers;
    const struct visitor *visitor = &walker->visitor;
    walker->walked_s = 0.0;
    while (walker->at < walker->leg_count &&
           (walker->legs[walker->at].aisle == visitor->aisle || walker->legs[walker->at].metres == 0.0)) {
        walker->walked_s += walker->legs[walker->at].metres / walker->m_per_s;
        pass_leg(walker, visitor->slower);
    }
    sim_at(walkers->sim,
           clock_of(walker, walker->planned_s) + visitor->lost + visitor_delay(visitor, walker->walked_s),
           on_left_aisle, walkers, walker);
}

static void on_came_to_aisle(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct walkers *walkers = self;
    struct walker *walker = subject;
    draw_until_now(walker, TRACK_WORK);
    if (traffic_enter(walkers->traffic, &walker->visitor, walker->legs[walker->at].aisle))
        walk_through(walker);
}

static void on_admitted(struct visitor *visitor) {
    struct walker *walker = heap_owner(visitor, struct walker, visitor);
    if (walker->walkers->heat)
        heat_blocked(walker->walkers->heat, walker->place, walker->place, sim_seconds(visitor->lost));
    draw_until_now(walker, TRACK_WAIT);
    walk_through(walker);
}

static void on_tour_walked(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct walkers *walkers = self;
    struct walker *walker = subject;
    draw_until_now(walker, TRACK_WORK);
    walker->task->blocked_s = sim_seconds(walker->lost);
    walker->next_free = walkers->free;
    walkers->free = walker;
    walkers->done(walkers->self, walker->task);
}

/* Setting out */

static struct walker *take_walker(struct walkers *walkers) {
    struct walker *walker = walkers->free;
    if (walker) {
        walkers->free = walker->next_free;
        return walker;
    }
    walker = sim_alloc(walkers->sim, sizeof *walker);
    walker->walkers = walkers;
    walker->visitor.admitted = on_admitted;
    walker->next = walkers->all;
    walkers->all = walker;
    return walker;
}

static void make_room(struct walkers *walkers, struct walker *walker, int needed) {
    if (needed > walkers->corner_capacity) {
        walkers->corner_capacity = needed * 2;
        walkers->corners =
            memory_resize(walkers->corners, sizeof *walkers->corners * (size_t)walkers->corner_capacity);
    }
    if (needed > walker->leg_capacity) {
        walker->leg_capacity = needed * 2;
        walker->legs = memory_resize(walker->legs, sizeof *walker->legs * (size_t)walker->leg_capacity);
        walker->stop_s = memory_resize(walker->stop_s, sizeof *walker->stop_s * (size_t)walker->leg_capacity);
    }
}

void walkers_start(struct walkers *walkers, const struct tour_plan *plan) {
    struct walker *walker = take_walker(walkers);
    make_room(walkers, walker, layout_legs_most(walkers->layout, plan->stop_count));
    if (plan->depot == NO_DEPOT)
        walker->leg_count =
            layout_shuttle_legs(walkers->layout, &plan->stops[0], &plan->stops[1], walker->legs);
    else
        walker->leg_count = layout_tour_legs(walkers->layout, plan->routing, plan->depot, plan->stops,
                                             plan->stop_count, walkers->corners, walker->legs);
    for (int i = 0; i < walker->leg_count; i++) {
        int stop = walker->legs[i].stop;
        walker->stop_s[i] = stop == NO_STOP ? 0.0 : plan->stops[stop].seconds;
    }
    walker->entity = plan->task->entity;
    walker->task = plan->task;
    walker->at = 0;
    walker->m_per_s = plan->m_per_s;
    walker->planned_s = plan->before_s;
    walker->total_s = plan->total_s;
    walker->started = walker->drawn_until = sim_now(walkers->sim);
    walker->lost = 0;
    walker->place = plan->depot == NO_DEPOT ? layout_place_of(walkers->layout, &plan->stops[0])
                                            : walkers->layout->depots[plan->depot].at;
    if (walkers->recording)
        draw(walker, TRACK_WORK, sim_usec(plan->before_s), walker->place);
    walk_on(walker);
}

static void on_walkers_finish(void *self, usec end) {
    (void)end;
    struct walkers *walkers = self;
    for (struct walker *walker = walkers->all; walker; walker = walker->next) {
        free(walker->legs);
        free(walker->stop_s);
    }
    free(walkers->corners);
}

struct walkers *walkers_create(struct sim *sim, const struct layout *layout, struct traffic *traffic,
                               struct heat *heat, void (*done)(void *self, struct task *task), void *self) {
    struct walkers *walkers = sim_alloc(sim, sizeof *walkers);
    *walkers = (struct walkers){.sim = sim,
                                .layout = layout,
                                .traffic = traffic,
                                .heat = heat,
                                .recording = results_recording(sim_results(sim)),
                                .done = done,
                                .self = self};
    results_at_finish(sim_results(sim), on_walkers_finish, walkers);
    return walkers;
}
