/* SPDX-License-Identifier: MIT */
/* picking_tours.c - see picking_tours.h.
 *
 * Tour time = set-up + travel + for each line a stop time and the units' times + drop-off. Travel follows the
 * routing policy. A tour forms when somebody is free to walk it; fewer than min_orders wait at most
 * max_wait_min. With exponential set-up times, no layout and single orders this is M/M/c. */
#include "models/fulfil/picking_tours.h"

#include <math.h>
#include <stdlib.h>
#include "models/fulfil/batching_policy.h"
#include "models/fulfil/walker.h"
#include "models/layout/heat.h"
#include "models/layout/routing.h"
#include "models/orders.h"
#include "sim/base/arena.h"
#include "sim/results/recording.h"

struct tours {
    struct tours_settings set;
    struct batcher *batcher;
    struct need *need;
    struct walkers *walkers; /* NULL where nobody is in the way */
    sim_event_id timer;
    usec timer_at;
    struct stop *stops; /* of the tour being planned */
    int stop_count, stop_capacity;
    struct waypoint *corners; /* only when it is drawn */
    struct leg *legs;
    int leg_capacity;
};

/* Waiting for enough parts: one timer, for the one that has waited longest or for the batcher */

static bool too_few(const struct tours *tours) {
    return need_waiting(tours->need) < tours->set.batch->min_orders;
}

static usec patience_ends(const struct tours *tours) {
    return need_oldest(tours->need) + sim_usec(tours->set.batch->max_wait_min * 60.0);
}

static bool ready(void *self, struct need *need) {
    const struct tours *tours = self;
    (void)need;
    return batcher_leader(tours->batcher) &&
           (!too_few(tours) || sim_now(tours->set.sim) >= patience_ends(tours));
}

static struct task *first(void *self) {
    return &part_of_item(batcher_leader(((struct tours *)self)->batcher))->task;
}

static void watch_patience(struct tours *tours);

static void on_waited_enough(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)subject;
    struct tours *tours = self;
    tours->timer = 0;
    need_wake(tours->need);
    watch_patience(tours);
}

static void watch_patience(struct tours *tours) {
    if (!need_waiting(tours->need))
        return;
    usec at = batcher_wakes_at(tours->batcher);
    if (too_few(tours) && patience_ends(tours) < at)
        at = patience_ends(tours);
    if (at == NEVER || at <= sim_now(tours->set.sim) || (tours->timer && tours->timer_at <= at))
        return;
    sim_cancel(tours->set.sim, tours->timer);
    tours->timer = sim_at(tours->set.sim, at, on_waited_enough, tours, NULL);
    tours->timer_at = at;
}

/* Parts come and go */

void tours_ask(struct tours *tours, struct part *part) {
    struct sim *sim = tours->set.sim;
    part->tours = tours;
    part->item.urgency = part->order->urgency;
    part->item.number = sim_next_number(sim);
    part->item.wave = part->order->wave;
    account_charge(&part->account, sim_now(sim), CAUSE_PEOPLE);
    batcher_add(tours->batcher, &part->item);
    task_ask(&part->task, tours->need, part->order->urgency);
    watch_patience(tours);
}

void tours_withdraw(struct part *part) {
    batcher_remove(part->tours->batcher, &part->item);
    task_withdraw(&part->task);
}

int tours_waiting(const struct tours *tours) {
    return need_waiting(tours->need);
}

/* Planning a tour */

static void add_stop(struct tours *tours, struct stop stop, double seconds) {
    if (tours->stop_count == tours->stop_capacity) {
        tours->stop_capacity = tours->stop_capacity ? tours->stop_capacity * 2 : 64;
        tours->stops = memory_resize(tours->stops, sizeof stop * (size_t)tours->stop_capacity);
    }
    stop.seconds = seconds;
    tours->stops[tours->stop_count++] = stop;
}

/* Adds a part to the tour; returns its time at the shelves. A line draws the same whatever lines are picked
 * with it. */
static double add_part(struct tours *tours, struct part *part) {
    const struct tours_settings *set = &tours->set;
    struct stream stream = stream_keyed(set->key, part_lines_key(part));
    double seconds = 0.0;
    for (const struct line *line = part->order->lines; line; line = line->next) {
        double stop_s = set->per_stop_s ? distribution_draw(set->per_stop_s, &stream) : 0.0;
        int handlings;
        if (!part_units(set->cut, part, line, &handlings))
            continue;
        stop_s += set->per_handling_s * handlings;
        if (set->homes) {
            struct stop home = home_of_line(set->homes, line->sku);
            stop_s += set->per_level_s * home.level * handlings;
            add_stop(tours, home, stop_s);
        }
        seconds += stop_s;
    }
    account_charge_wait(&part->account, &part->task, sim_now(set->sim));
    part->begun = true;
    orders_wait(set->orders, part->order, NULL, NULL);
    return seconds;
}

static double travel_m(const struct tours *tours) {
    const struct tours_settings *set = &tours->set;
    if (!tours->stop_count || set->speed_m_per_s <= 0.0)
        return 0.0;
    return layout_tour_m(set->layout, set->routing, set->depot, tours->stops, tours->stop_count) +
           set->extra_m;
}

static void measure(const struct tour_measures *measures, int parts, int lines, double metres,
                    double seconds) {
    if (!measures)
        return;
    ratio_add(measures->travel_line, metres, lines);
    ratio_add(measures->lines_hour, lines, seconds / SECONDS_AN_HOUR);
    ratio_add(measures->orders_tour, parts, 1.0);
}

static void record_tour(struct tours *tours, struct worker *worker, double seconds, double walk_m);
static void on_tour_brought(struct sim *sim, void *self, void *subject);

/* Where others are in the way, the end of a tour is known when it has come. */
static void walk_among_others(struct tours *tours, struct task *task, double set_up_s, double seconds) {
    const struct tours_settings *set = &tours->set;
    walkers_start(tours->walkers,
                  &(struct tour_plan){.task = task,
                                      .routing = set->routing,
                                      .depot = set->depot,
                                      .stops = tours->stops,
                                      .stop_count = tours->stop_count,
                                      .m_per_s = set->speed_m_per_s,
                                      .before_s = set_up_s + 0.5 * set->extra_m / set->speed_m_per_s,
                                      .total_s = seconds});
}

static void on_walked(void *self, struct task *task) {
    struct tours *tours = self;
    double blocked_h = task->blocked_s / SECONDS_AN_HOUR;
    if (tours->set.measures)
        ratio_add(tours->set.measures->lines_hour, 0.0, blocked_h);
    if (tours->set.total)
        ratio_add(tours->set.total->lines_hour, 0.0, blocked_h);
    if (tours->set.cart_waits)
        on_tour_brought(tours->set.sim, tours, task);
    else
        task_release(task);
}

static double walk_tour(void *self, struct task *task) {
    struct tours *tours = self;
    const struct tours_settings *set = &tours->set;
    struct part *leader = part_of_task(task);
    struct stream stream = stream_keyed(set->key, ~part_key(leader));
    double set_up_s = distribution_draw(set->set_up_s, &stream), seconds = set_up_s + set->drop_off_s;
    int parts = 0, lines = 0;
    tours->stop_count = 0;
    for (struct batch_item *item = batcher_next(tours->batcher), *next; item; item = next) {
        struct part *part = part_of_item(item);
        next = item->next;
        if (part != leader)
            task_take(&part->task, task);
        parts++;
        lines += item->lines;
        seconds += add_part(tours, part);
    }
    double metres = travel_m(tours);
    task->travel_s = metres > 0.0 ? metres / set->speed_m_per_s : 0.0;
    seconds += task->travel_s;
    measure(set->measures, parts, lines, metres, seconds);
    measure(set->total, parts, lines, metres, seconds);
    watch_patience(tours); /* those left behind may now be too few */
    if (tours->walkers && metres > 0.0) {
        walk_among_others(tours, task, set_up_s, seconds);
        return OPEN_ENDED;
    }
    if (set->heat && metres > 0.0)
        record_tour(tours, task->worker, seconds, metres);
    if (!set->cart_waits)
        return seconds;
    sim_after(set->sim, seconds, on_tour_brought, tours, task);
    return OPEN_ENDED;
}

/* Draws the tour: walking at speed between corners, the rest of the time at the stops. */
static void record_tour(struct tours *tours, struct worker *worker, double seconds, double walk_m) {
    const struct tours_settings *set = &tours->set;
    struct recording *recording = results_recording(sim_results(set->sim));
    int most = layout_legs_most(set->layout, tours->stop_count);
    if (most > tours->leg_capacity) {
        tours->leg_capacity = most * 2;
        tours->corners = memory_resize(tours->corners, sizeof *tours->corners * (size_t)most * 2);
        tours->legs = memory_resize(tours->legs, sizeof *tours->legs * (size_t)most * 2);
    }
    int legs = layout_tour_legs(set->layout, set->routing, set->depot, tours->stops, tours->stop_count,
                                tours->corners, tours->legs);
    heat_tour(set->heat, set->layout->depots[set->depot].at, tours->legs, legs);
    if (!worker)
        return;
    int actor = worker_actor(worker, recording);
    double at_stops_s = seconds - walk_m / set->speed_m_per_s;
    double stop_s = at_stops_s / (tours->stop_count + 1);
    usec time = sim_now(set->sim), end = time + sim_usec(seconds);
    struct waypoint from = set->layout->depots[set->depot].at;
    for (int i = 0; i < legs; i++) {
        const struct leg *to = &tours->legs[i];
        usec arrive = time + sim_usec(to->metres / set->speed_m_per_s);
        recording_track(recording, (struct track){actor, TRACK_WALK, time, arrive, (float)from.x_m,
                                                  (float)from.y_m, (float)to->x_m, (float)to->y_m});
        usec leave = i + 1 == legs ? end : to->stop == NO_STOP ? arrive : arrive + sim_usec(stop_s);
        if (leave > end)
            leave = end;
        if (leave > arrive)
            recording_track(recording, (struct track){actor, TRACK_WORK, arrive, leave, (float)to->x_m,
                                                      (float)to->y_m, (float)to->x_m, (float)to->y_m});
        time = leave;
        from = (struct waypoint){to->x_m, to->y_m};
    }
}

/* Picked */

static void pass_on(struct tours *tours, struct part *part, usec travel, usec blocked) {
    account_charge(&part->account, sim_now(tours->set.sim), CAUSE_WORKING);
    part->account.delay[CAUSE_WORKING] -= travel + blocked;
    part->account.delay[CAUSE_TRAVELLING] += travel;
    part->account.delay[CAUSE_BLOCKED] += blocked;
    tours->set.out.accept(tours->set.out.stage, part);
}

/* All parts of a tour leave the hands of who picked them. */
static void bring(struct tours *tours, struct task *task) {
    usec travel = sim_usec(task->travel_s), blocked = sim_usec(task->blocked_s);
    usec undisturbed = sim_now(tours->set.sim) - task->granted - blocked;
    travel = travel < undisturbed ? travel : undisturbed; /* rounding to microseconds */
    for (struct task *companion = task, *next; companion; companion = next) {
        next = companion->companion; /* the part may be gone after it is passed on */
        pass_on(tours, part_of_task(companion), travel, blocked);
    }
}

static void done(void *self, struct task *task) {
    struct tours *tours = self;
    if (tours->set.measures)
        counter_add(tours->set.measures->tours, 1);
    if (tours->set.total)
        counter_add(tours->set.total->tours, 1);
    if (!tours->set.cart_waits) {
        bring(tours, task);
        return;
    }
    for (struct task *companion = task, *next; companion; companion = next) {
        struct part *part = part_of_task(companion);
        next = companion->companion;
        part->cart = NULL;
        if (!part->order)
            parts_give(tours->set.parts, part);
    }
}

/* Carts that wait for a way out */

static bool leaves_the_cart(const struct tours *tours, const struct worker *worker) {
    for (int i = 0; worker && i < tours->set.leave_for_count; i++)
        if (worker_can(worker, tours->set.leave_for[i]))
            return true;
    return false;
}

static void on_tour_brought(struct sim *sim, void *self, void *subject) {
    struct tours *tours = self;
    struct part *leader = part_of_task(subject);
    leader->cart_arrived = sim_now(sim);
    leader->unplaced = 1; /* so that it stays until all parts were seen */
    for (struct task *companion = &leader->task; companion; companion = companion->companion)
        part_of_task(companion)->cart = leader;
    bring(tours, &leader->task);
    if (leader->unplaced > 1 && leaves_the_cart(tours, leader->task.worker))
        task_release_worker(&leader->task);
    if (--leader->unplaced == 0)
        tours_cart_is_empty(leader);
}

void tours_cart_is_empty(struct part *leader) {
    leader->task.blocked_s += sim_seconds(sim_now(leader->tours->set.sim) - leader->cart_arrived);
    task_release(&leader->task);
}

/* Start and end */

static void on_tours_finish(void *self, usec end) {
    (void)end;
    struct tours *tours = self;
    free(tours->stops);
    free(tours->corners);
    free(tours->legs);
}

static double limit(double most) {
    return most > 0.0 ? most : INFINITY;
}

struct tours *tours_create(const struct tours_settings *settings) {
    struct tours *tours = sim_alloc(settings->sim, sizeof *tours);
    const struct batch_config *batch = settings->batch;
    *tours = (struct tours){.set = *settings};
    tours->batcher = batcher_create(&(struct batcher_settings){
        .sim = settings->sim,
        .batching = &batch->batching,
        .limits = {batch->orders, batch->lines, limit(batch->litres), limit(batch->kilograms)},
        .layout = settings->layout,
        .routing = settings->routing,
        .depot = settings->depot});
    const struct batching *policy = (const struct batching *)(const void *)batch->batching.is;
    bool may_wait = batch->min_orders > 1 || (policy && policy->wakes_at);
    tours->need = need_create(settings->people, &(struct need_settings){.stage = settings->stage,
                                                                        .dimension = settings->dimension,
                                                                        .member = settings->member,
                                                                        .unit = "orders",
                                                                        .skill = settings->skill,
                                                                        .area = settings->area,
                                                                        .pools = {settings->carts},
                                                                        .self = tours,
                                                                        .work = walk_tour,
                                                                        .done = done,
                                                                        .ready = may_wait ? ready : NULL,
                                                                        .first = first});
    if (settings->traffic && settings->layout)
        tours->walkers = walkers_create(settings->sim, settings->layout, settings->traffic, settings->heat,
                                        on_walked, tours);
    results_at_finish(sim_results(settings->sim), on_tours_finish, tours);
    return tours;
}
