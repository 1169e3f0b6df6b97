/* SPDX-License-Identifier: MIT */
/* picking.c - a free picker takes the most urgent orders that fit a tour, walks it, and brings them to
 * packing.
 *
 * Tour time = set-up + travel + for each line a stop time and the units' times + drop-off. Travel follows the
 * routing policy. A tour forms when somebody is free to walk it; fewer than min_orders wait at most
 * max_wait_min. Orders of different waves are never mixed. With exponential set-up times, no layout and
 * single orders this is M/M/c. */
#include "models/fulfil/picking.h"

#include <math.h>
#include <stdlib.h>
#include "models/layout/routing.h"
#include "models/orders.h"
#include "models/stock/stock.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/results/recording.h"

/* What the user can set */

static const struct field batch_fields[] = {
    {FIELD(struct batch_config, orders), .min = 1, .max = 1000, .preset = 10,
     .doc = "Orders of a tour at most."},
    {FIELD(struct batch_config, min_orders), .min = 1, .max = 1000, .preset = 1,
     .doc = "Orders that a tour waits for."},
    {FIELD(struct batch_config, max_wait_min), .min = 0, .max = 100000, .preset = 20, .unit = "min",
     .doc = "Fewer than min_orders start when one of them has waited so long."},
    {FIELD(struct batch_config, lines), .min = 1, .max = 1000000, .preset = 1000000,
     .doc = "Lines of a tour at most; a single larger order still goes."},
    {0},
};
static const struct option method_single = {"single", "One order a tour.", NULL, 0};
static const struct option method_batch = {"batch", "Several orders a tour, sorted while picking.",
                                           batch_fields, sizeof(struct batch_config)};
static const struct option *const methods[] = {&method_single, &method_batch, NULL};

const struct field picking_fields[] = {
    {CHOICE(struct picking_config, method, methods), .preset_json = "\"single\"",
     .doc = "How orders are put together to tours."},
    {CHOICE(struct picking_config, routing, routing_options), .preset_json = "\"s_shape\"",
     .doc = "How a tour walks through the aisles."},
    {FIELD(struct picking_config, depot), .preset_json = "\"\"",
     .doc = "Depot where tours start and end; the first one if empty."},
    {FIELD(struct picking_config, walk_m_per_s), .min = 0.05, .max = 20, .preset = 1.0, .unit = "m/s",
     .doc = "Walking speed (1.0 m/s: Erasmus RSM batching example)."},
    {FIELD(struct picking_config, set_up_s), .min = 0, .max = 86400, .preset_json = "60", .unit = "s",
     .doc = "Time of a tour before the first step: list, cart, totes."},
    {FIELD(struct picking_config, per_stop_s), .min = 0, .max = 86400, .preset_json = "8", .unit = "s",
     .doc = "Time at the shelf for each line: find, confirm."},
    {FIELD(struct picking_config, per_unit_s), .min = 0, .max = 86400, .preset = 4, .unit = "s",
     .doc = "Time for each unit taken."},
    {FIELD(struct picking_config, drop_off_s), .min = 0, .max = 86400, .preset = 0, .unit = "s",
     .doc = "Time to hand the tour over at packing."},
    {FIELD(struct picking_config, carts), .min = 0, .max = 100000, .preset = 0,
     .doc = "Carts (or pick stations); every tour takes one. 0 = no limit."},
    {FIELD(struct picking_config, staffed), .preset = 1,
     .doc = "Whether tours need people where the scenario has teams."},
    {0},
};

void picking_check(const struct picking_config *config, struct problems *problems) {
    if (config->method.is != &method_batch)
        return;
    const struct batch_config *batch = config->method.config;
    if (batch->min_orders > batch->orders)
        problem_of(problems, "picking.method.batch.min_orders", NULL,
                   "must not exceed \"orders\" (%d); found %d", batch->orders, batch->min_orders);
}

bool picking_waits_for_orders(const struct picking_config *config) {
    return config->method.is == &method_batch &&
           ((const struct batch_config *)config->method.config)->min_orders > 1;
}

int picking_tour_orders(const struct picking_config *config) {
    return config->method.is == &method_batch ? ((const struct batch_config *)config->method.config)->orders
                                              : 1;
}

/* What it measures, beside its needs */

enum { M_TOURS, M_TRAVEL_LINE, M_LINES_HOUR, M_ORDERS_TOUR };
const struct metric picking_metrics[] = {
    [M_TOURS] = {"picking.tours", METRIC_COUNT, "tours", "Tours finished."},
    [M_TRAVEL_LINE] = {"picking.travel_m_per_line", METRIC_RATIO, "m",
                       "Metres walked on tours over lines picked."},
    [M_LINES_HOUR] = {"picking.lines_per_hour", METRIC_RATIO, "lines/h", "Lines picked over hours of tours."},
    [M_ORDERS_TOUR] = {"picking.orders_per_tour", METRIC_RATIO, "orders", "Orders picked over tours."},
    {0},
};

/* What it remembers */

struct picking {
    struct sim *sim;
    const struct picking_config *config;
    const struct batch_config *batch; /* NULL for single orders */
    const struct layout *layout;
    const struct homes *homes;
    const struct routing *routing;
    int depot;
    struct orders *orders;
    struct stock *stock;
    struct need *need;
    struct order_door out;
    uint64_t key;
    sim_event_id timer;
    struct stop *stops; /* of the tour being planned */
    int stop_count, stop_capacity;
    struct waypoint *corners; /* only when it is drawn */
    struct leg *legs;
    int leg_capacity;
    struct counter *tours;
    struct ratio *travel_line, *lines_hour, *orders_tour;
};

/* Waiting for enough orders: one timer, for the order that has waited longest */

static usec most_patience(const struct picking *picking) {
    return sim_usec(picking->batch->max_wait_min * 60.0);
}

static bool ready(void *self, struct need *need) {
    const struct picking *picking = self;
    return need_waiting(need) >= picking->batch->min_orders ||
           sim_now(picking->sim) - need_oldest(need) >= most_patience(picking);
}

static void watch_patience(struct picking *picking);

static void on_waited_enough(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)subject;
    struct picking *picking = self;
    picking->timer = 0;
    need_wake(picking->need);
    watch_patience(picking);
}

static void watch_patience(struct picking *picking) {
    int waiting = need_waiting(picking->need);
    if (picking->timer || !picking->batch || waiting == 0 || waiting >= picking->batch->min_orders)
        return;
    usec at = need_oldest(picking->need) + most_patience(picking);
    if (at > sim_now(picking->sim))
        picking->timer = sim_at(picking->sim, at, on_waited_enough, picking, NULL);
}

/* Planning a tour */

static void add_stop(struct picking *picking, struct stop stop) {
    if (picking->stop_count == picking->stop_capacity) {
        picking->stop_capacity = picking->stop_capacity ? picking->stop_capacity * 2 : 64;
        picking->stops = memory_resize(picking->stops, sizeof stop * (size_t)picking->stop_capacity);
    }
    picking->stops[picking->stop_count++] = stop;
}

/* Adds an order's lines to the tour; returns their time at the shelf. */
static double add_order(struct picking *picking, struct order *order) {
    struct stream stream = stream_keyed(picking->key, order->key + (uint64_t)order->attempt);
    double seconds = 0.0;
    for (const struct line *line = order->lines; line; line = line->next) {
        seconds += distribution_draw(&picking->config->per_stop_s, &stream) +
                   picking->config->per_unit_s * line->units;
        if (picking->layout)
            add_stop(picking, home_of_line(picking->homes, line->sku));
    }
    order_charge_wait(order, sim_now(picking->sim));
    orders_wait(picking->orders, order, NULL, NULL);
    return seconds;
}

static bool fits(const struct picking *picking, const struct order *leader, int orders, int lines) {
    struct task *head = need_head(picking->need);
    if (!picking->batch || !head || orders >= picking->batch->orders)
        return false;
    const struct order *next = order_of_task(head);
    return next->wave == leader->wave && lines + next->line_count <= picking->batch->lines;
}

static double travel_m(const struct picking *picking) {
    if (!picking->stop_count)
        return 0.0;
    return layout_tour_m(picking->layout, picking->routing, picking->depot, picking->stops,
                         picking->stop_count) +
           picking->layout->packing_m[picking->depot];
}

static void record_tour(struct picking *picking, struct worker *worker, double seconds, double walk_m);

static double pick_tour(void *self, struct task *task) {
    struct picking *picking = self;
    const struct picking_config *config = picking->config;
    struct order *leader = order_of_task(task);
    struct stream stream = stream_keyed(picking->key, ~(leader->key + (uint64_t)leader->attempt));
    picking->stop_count = 0;
    int orders = 1, lines = leader->line_count;
    double seconds =
        distribution_draw(&config->set_up_s, &stream) + config->drop_off_s + add_order(picking, leader);
    for (; fits(picking, leader, orders, lines); orders++) {
        struct order *order = order_of_task(need_take(picking->need, task));
        lines += order->line_count;
        seconds += add_order(picking, order);
    }
    double metres = travel_m(picking);
    task->travel_s = metres / config->walk_m_per_s;
    seconds += task->travel_s;
    ratio_add(picking->travel_line, metres, lines);
    ratio_add(picking->lines_hour, lines, seconds / SECONDS_AN_HOUR);
    ratio_add(picking->orders_tour, orders, 1.0);
    watch_patience(picking); /* those left behind may now be too few */
    if (results_recording(sim_results(picking->sim)) && task->worker && picking->layout)
        record_tour(picking, task->worker, seconds, metres);
    return seconds;
}

/* Draws the tour: walking at speed between corners, the rest of the time at the stops. */
static void record_tour(struct picking *picking, struct worker *worker, double seconds, double walk_m) {
    struct recording *recording = results_recording(sim_results(picking->sim));
    int needed = layout_legs_most(picking->layout, picking->stop_count);
    if (needed > picking->leg_capacity) {
        picking->leg_capacity = needed * 2;
        picking->corners =
            memory_resize(picking->corners, sizeof *picking->corners * (size_t)picking->leg_capacity);
        picking->legs = memory_resize(picking->legs, sizeof *picking->legs * (size_t)picking->leg_capacity);
    }
    int n = layout_tour_legs(picking->layout, picking->routing, picking->depot, picking->stops,
                             picking->stop_count, picking->corners, picking->legs);
    int actor = worker_actor(worker, recording);
    double at_stops_s = seconds - walk_m / picking->config->walk_m_per_s;
    double stop_s = at_stops_s / (picking->stop_count + 1);
    usec time = sim_now(picking->sim), end = time + sim_usec(seconds);
    struct waypoint from = picking->layout->depots[picking->depot].at;
    for (int i = 0; i < n; i++) {
        const struct leg *to = &picking->legs[i];
        usec arrive = time + sim_usec(to->metres / picking->config->walk_m_per_s);
        recording_track(recording, (struct track){actor, TRACK_WALK, time, arrive, (float)from.x_m,
                                                  (float)from.y_m, (float)to->x_m, (float)to->y_m});
        usec leave = i + 1 == n ? end : to->stop == NO_STOP ? arrive : arrive + sim_usec(stop_s);
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

static void pass_on(struct picking *picking, struct order *order, usec travel) {
    order_charge(order, sim_now(picking->sim), CAUSE_WORKING);
    order->delay[CAUSE_WORKING] -= travel;
    order->delay[CAUSE_TRAVELLING] += travel;
    if (order->attempt == 0)
        stock_picked(picking->stock, order);
    orders_lines_picked(picking->orders, order);
    door_pass(picking->out, order);
}

static void picked(void *self, struct task *task) {
    struct picking *picking = self;
    usec travel = sim_usec(task->travel_s), elapsed = sim_now(picking->sim) - task->granted;
    travel = travel < elapsed ? travel : elapsed; /* rounding to microseconds */
    counter_add(picking->tours, 1);
    for (struct task *companion = task, *next; companion; companion = next) {
        next = companion->companion; /* the order may be gone after it is passed on */
        pass_on(picking, order_of_task(companion), travel);
    }
}

/* Waiting for a tour */

static void withdraw(void *self, struct order *order) {
    (void)self;
    task_withdraw(&order->task);
}

static void accept(void *self, struct order *order) {
    struct picking *picking = self;
    order_charge(order, sim_now(picking->sim), CAUSE_PEOPLE);
    task_ask(&order->task, picking->need, order->urgency);
    if (task_is_waiting(&order->task) && orders_wait(picking->orders, order, withdraw, picking))
        return;
    watch_patience(picking);
}

static void on_picking_finish(void *self, usec end) {
    (void)end;
    struct picking *picking = self;
    free(picking->stops);
    free(picking->corners);
    free(picking->legs);
}

struct picking *picking_create(const struct picking_config *config, const struct layout *layout,
                               struct dispatcher *people, struct sim *sim, struct orders *orders) {
    struct picking *picking = sim_alloc(sim, sizeof *picking);
    struct results *results = sim_results(sim);
    *picking = (struct picking){.sim = sim,
                                .config = config,
                                .layout = layout,
                                .orders = orders,
                                .routing = routing_of(&config->routing),
                                .key = sim_stream_key(sim, "picking")};
    if (layout)
        picking->depot = layout_depot_named(layout, config->depot, "", NULL);
    if (config->method.is == &method_batch)
        picking->batch = config->method.config;
    picking->need = need_create(
        people,
        &(struct need_settings){.stage = "picking",
                                .unit = "orders",
                                .skill = config->staffed ? SKILL_PICK : NO_SKILL,
                                .pools = {config->carts ? pool_create(people, "carts", config->carts) : NULL},
                                .self = picking,
                                .work = pick_tour,
                                .done = picked,
                                .ready = picking->batch && picking->batch->min_orders > 1 ? ready : NULL});
    picking->tours = results_counter(results, &picking_metrics[M_TOURS], (struct of){0});
    picking->travel_line = results_ratio(results, &picking_metrics[M_TRAVEL_LINE], (struct of){0}, false);
    picking->lines_hour = results_ratio(results, &picking_metrics[M_LINES_HOUR], (struct of){0}, false);
    picking->orders_tour = results_ratio(results, &picking_metrics[M_ORDERS_TOUR], (struct of){0}, false);
    results_at_finish(results, on_picking_finish, picking);
    return picking;
}

struct order_door picking_door(struct picking *picking) {
    return (struct order_door){accept, picking};
}

void picking_set_out(struct picking *picking, struct order_door out) {
    picking->out = out;
}

void picking_set_stock(struct picking *picking, struct stock *stock) {
    picking->stock = stock;
}

void picking_set_homes(struct picking *picking, const struct homes *homes) {
    picking->homes = homes;
}
