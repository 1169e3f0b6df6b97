/* SPDX-License-Identifier: MIT */
/* putaway.c - received cartons are brought to their shelves on tours, oldest first, and are for sale.
 *
 * With replenishment a carton goes to a place in the reserve, or straight to its pick face. While there is no
 * place for it, it waits, and unloading stops. */
#include <stdlib.h>
#include "models/fulfil/walker.h"
#include "models/inbound/inbound.h"
#include "models/layout/routing.h"
#include "models/stock/replenishment.h"
#include "sim/base/arena.h"
#include "sim/results/queue.h"

enum { M_DOCK_TO_STOCK };
const struct metric inbound_metrics[] = {
    [M_DOCK_TO_STOCK] = {"dock_to_stock_s", METRIC_TALLY, "s",
                         "From the truck's arrival at the gate to its carton on the shelf.",
                         .keep_histogram = true, .better = LOWER_IS_BETTER},
    {0},
};

enum { M_BLOCKED, M_FULL };
const struct metric putaway_metrics[] = {
    [M_BLOCKED] = {"putaway.blocked", METRIC_LEVEL, "cartons",
                   "Cartons for which there is no place: storage is full, and unloading stands.",
                   .series = true, .better = LOWER_IS_BETTER},
    [M_FULL] = {"putaway.full_share", METRIC_VALUE, "share", "Share of the time in which any waits.",
                .better = LOWER_IS_BETTER},
    {0},
};

struct putaway {
    struct sim *sim;
    const struct putaway_config *config;
    const struct layout *layout;
    const struct homes *homes;
    const struct routing *routing;
    struct stock *stock;
    struct need *need;
    struct walkers *walkers; /* NULL where nobody is in the way */
    uint64_t key;
    struct stop *stops;
    int depot;
    struct waypoint *corners; /* with a truck that lifts */
    struct leg *legs;
    void (*recycle)(void *self, struct carton *carton);
    void *recycler;
    struct tally *dock_to_stock;
    /* With replenishment */
    struct places *places;
    double reserve_m; /* way between the depot and the reserve */
    struct carton *first_blocked, *last_blocked;
    int *blocked_of; /* cartons by SKU */
    struct queue blocked;
    struct level full; /* 0 or 1 */
    double *full_share;
    void (*brake)(void *self, bool stop);
    void *braked;
};

static void ask(struct putaway *putaway, struct carton *carton) {
    task_ask(&carton->task, putaway->need, carton->arrived);
}

/* Waiting for a place */

static void set_full(struct putaway *putaway, bool full) {
    level_set(&putaway->full, sim_now(putaway->sim), full);
    if (putaway->brake)
        putaway->brake(putaway->braked, full);
}

static void block(struct putaway *putaway, struct carton *carton) {
    carton->task.asked = sim_now(putaway->sim);
    carton->next_waiting = NULL;
    *(putaway->last_blocked ? &putaway->last_blocked->next_waiting : &putaway->first_blocked) = carton;
    putaway->last_blocked = carton;
    putaway->blocked_of[carton->sku]++;
    queue_enter(&putaway->blocked, sim_now(putaway->sim));
    if (!putaway->full.value)
        set_full(putaway, true);
}

/* Cartons that have waited get the room: of one SKU, or ANY_SKU. */
static void on_room(void *self, int sku) {
    struct putaway *putaway = self;
    if (!putaway->first_blocked || (sku != ANY_SKU && !putaway->blocked_of[sku]))
        return;
    struct carton *last = NULL;
    for (struct carton *carton = putaway->first_blocked, *next; carton; carton = next) {
        next = carton->next_waiting;
        bool asked = sku == ANY_SKU || carton->sku == sku;
        if (asked)
            carton->place = places_choose(putaway->places, carton->sku, carton->units);
        if (!asked || carton->place == NO_PLACE) {
            last = carton;
            continue;
        }
        *(last ? &last->next_waiting : &putaway->first_blocked) = next;
        putaway->blocked_of[carton->sku]--;
        queue_leave(&putaway->blocked, carton->task.asked, sim_now(putaway->sim));
        ask(putaway, carton);
    }
    putaway->last_blocked = last;
    if (!putaway->first_blocked)
        set_full(putaway, false);
}

static void accept(void *self, struct carton *carton) {
    struct putaway *putaway = self;
    if (putaway->places) {
        carton->place = places_choose(putaway->places, carton->sku, carton->units);
        if (carton->place == NO_PLACE) {
            block(putaway, carton);
            return;
        }
    }
    ask(putaway, carton);
}

/* Seconds of a tour past the stops, by somebody on foot or a truck that need not lift. */
static double walk_s(struct putaway *putaway, int count) {
    const struct layout *layout = putaway->layout;
    return (layout_tour_m(layout, putaway->routing, putaway->depot, putaway->stops, count) +
            layout->dock_m[putaway->depot]) /
           putaway->config->walk_m_per_s;
}

static double travel_s(struct putaway *putaway, int count) {
    const struct putaway_config *config = putaway->config;
    const struct layout *layout = putaway->layout;
    if (config->lift_m_per_s <= 0)
        return walk_s(putaway, count);
    int legs = layout_tour_legs(layout, putaway->routing, putaway->depot, putaway->stops, count,
                                putaway->corners, putaway->legs);
    return layout->dock_m[putaway->depot] / config->walk_m_per_s +
           layout_lift_tour_s(layout, putaway->legs, legs, putaway->stops, config->walk_m_per_s,
                              config->lift_m_per_s);
}

/* Where a carton goes; false where that is not on the layout. */
static bool find_stop(const struct putaway *putaway, const struct carton *carton, struct stop *stop) {
    bool to_reserve = putaway->places && carton->place != ON_FACE;
    const struct stop *position = to_reserve ? places_stop(putaway->places, carton->place) : NULL;
    if (!putaway->layout || (to_reserve && !position))
        return false;
    *stop = position ? *position : home_of(putaway->homes, carton->sku);
    return true;
}

/* Lifting is done at the stops, as far as it takes longer than walking to them; the way to a reserve that is
 * not on the layout comes last. */
static void walk_among_others(struct putaway *putaway, struct task *task, int stops, double set_up_s,
                              double total_s) {
    const struct putaway_config *config = putaway->config;
    double lift_s = travel_s(putaway, stops) - walk_s(putaway, stops);
    for (int i = 0; i < stops; i++)
        putaway->stops[i].seconds = config->place_s + lift_s / stops;
    double to_dock_s = 0.5 * putaway->layout->dock_m[putaway->depot] / config->walk_m_per_s;
    walkers_start(putaway->walkers, &(struct tour_plan){.task = task,
                                                        .routing = putaway->routing,
                                                        .depot = putaway->depot,
                                                        .stops = putaway->stops,
                                                        .stop_count = stops,
                                                        .m_per_s = config->walk_m_per_s,
                                                        .before_s = set_up_s + to_dock_s,
                                                        .total_s = total_s});
}

static void on_walked(void *self, struct task *task) {
    (void)self;
    task_release(task);
}

static double put_away_tour(void *self, struct task *task) {
    struct putaway *putaway = self;
    const struct putaway_config *config = putaway->config;
    struct stream stream = stream_keyed(putaway->key, heap_owner(task, struct carton, task)->key);
    int cartons = 0, stops = 0;
    bool elsewhere = false; /* in a reserve that is not on the layout */
    struct task *next = task;
    do {
        const struct carton *carton = heap_owner(next, struct carton, task);
        bool on_layout = find_stop(putaway, carton, &putaway->stops[stops]);
        stops += on_layout;
        elsewhere |= !on_layout && putaway->places && carton->place != ON_FACE;
        cartons++;
    } while (cartons < config->cartons_per_tour && (next = need_take(putaway->need, task)));
    task->travel_s = putaway->layout ? travel_s(putaway, stops) : 0.0;
    if (elsewhere)
        task->travel_s += 2.0 * putaway->reserve_m / config->walk_m_per_s;
    double set_up_s = distribution_draw(&config->set_up_s, &stream),
           total_s = set_up_s + task->travel_s + cartons * config->place_s;
    if (!putaway->walkers || !stops)
        return total_s;
    walk_among_others(putaway, task, stops, set_up_s, total_s);
    return OPEN_ENDED;
}

static void on_shelf(struct putaway *putaway, struct carton *carton) {
    tally_add(putaway->dock_to_stock, sim_seconds(sim_now(putaway->sim) - carton->arrived));
    if (putaway->stock)
        stock_put_away(putaway->stock, carton->sku, carton->units, carton->place, carton->expected);
    putaway->recycle(putaway->recycler, carton);
}

static void put_away(void *self, struct task *task) {
    struct putaway *putaway = self;
    for (struct task *companion = task, *next; companion; companion = next) {
        next = companion->companion;
        on_shelf(putaway, heap_owner(companion, struct carton, task));
    }
}

static void on_putaway_cut(void *self, usec now) {
    struct putaway *putaway = self;
    level_add(&putaway->full, now, 0);
    putaway->full.before = putaway->full.integral;
}

static void on_putaway_finish(void *self, usec end) {
    struct putaway *putaway = self;
    free(putaway->stops);
    free(putaway->corners);
    free(putaway->legs);
    if (!putaway->places)
        return;
    wide open = 0;
    for (const struct carton *carton = putaway->first_blocked; carton; carton = carton->next_waiting)
        open += queue_stay(&putaway->blocked, carton->task.asked, end);
    queue_close(&putaway->blocked, "putaway.blocked", open, end);
    *putaway->full_share = (double)level_integral(&putaway->full, end) /
                           (double)(end - results_start(sim_results(putaway->sim)));
}

/* Cartons go to places that may be full. */
static void use_places(struct putaway *putaway, struct replenishment *replenishment) {
    struct results *results = sim_results(putaway->sim);
    putaway->places = replenishment_places(replenishment);
    putaway->reserve_m = replenishment_reserve_way_m(replenishment);
    putaway->blocked_of =
        sim_alloc(putaway->sim, sizeof *putaway->blocked_of * (size_t)stock_skus(putaway->stock));
    queue_create(&putaway->blocked, results, &putaway_metrics[M_BLOCKED], (struct of){0});
    putaway->full_share = results_value(results, &putaway_metrics[M_FULL], (struct of){0});
    results_at_cut(results, on_putaway_cut, putaway);
    places_set_on_room(putaway->places, on_room, putaway);
}

struct putaway *putaway_create(const struct putaway_config *config, const struct ground *ground,
                               struct dispatcher *people, struct sim *sim, struct stock *stock,
                               struct replenishment *replenishment) {
    struct putaway *putaway = sim_alloc(sim, sizeof *putaway);
    const struct layout *layout = ground->layout;
    *putaway = (struct putaway){.sim = sim,
                                .config = config,
                                .layout = layout,
                                .homes = ground->homes,
                                .stock = stock,
                                .routing = routing_of(&config->routing),
                                .key = sim_stream_key(sim, "putaway")};
    putaway->stops = memory_resize(NULL, sizeof *putaway->stops * (size_t)config->cartons_per_tour);
    if (layout)
        putaway->depot = layout_depot_named(layout, config->depot, "", NULL);
    if (layout && config->lift_m_per_s > 0) {
        size_t most = (size_t)layout_legs_most(layout, config->cartons_per_tour);
        putaway->corners = memory_resize(NULL, sizeof *putaway->corners * most);
        putaway->legs = memory_resize(NULL, sizeof *putaway->legs * most);
    }
    putaway->dock_to_stock =
        results_tally(sim_results(sim), &inbound_metrics[M_DOCK_TO_STOCK], (struct of){0});
    putaway->need =
        need_create(people, &(struct need_settings){.stage = "putaway",
                                                    .unit = "cartons",
                                                    .skill = config->staffed ? SKILL_PUTAWAY : NO_SKILL,
                                                    .self = putaway,
                                                    .work = put_away_tour,
                                                    .done = put_away});
    if (ground->traffic)
        putaway->walkers = walkers_create(sim, layout, ground->traffic, NULL, on_walked, putaway);
    if (replenishment)
        use_places(putaway, replenishment);
    results_at_finish(sim_results(sim), on_putaway_finish, putaway);
    return putaway;
}

void putaway_set_brake(struct putaway *putaway, void (*brake)(void *self, bool stop), void *self) {
    putaway->brake = brake;
    putaway->braked = self;
}

struct carton_door putaway_door(struct putaway *putaway) {
    return (struct carton_door){accept, putaway};
}

void putaway_set_recycler(struct putaway *putaway, void (*recycle)(void *self, struct carton *carton),
                          void *self) {
    putaway->recycle = recycle;
    putaway->recycler = self;
}
