/* SPDX-License-Identifier: MIT */
/* putaway.c - received cartons are brought to their shelves on tours, oldest first, and are for sale. */
#include <stdlib.h>
#include "models/inbound/inbound.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"

enum { M_DOCK_TO_STOCK };
const struct metric inbound_metrics[] = {
    [M_DOCK_TO_STOCK] = {"dock_to_stock_s", METRIC_TALLY, "s",
                         "From the truck's arrival at the gate to its carton on the shelf.",
                         .keep_histogram = true, .better = LOWER_IS_BETTER},
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
    uint64_t key;
    struct stop *stops;
    int depot;
    struct waypoint *corners; /* with a truck that lifts */
    struct leg *legs;
    void (*recycle)(void *self, struct carton *carton);
    void *recycler;
    struct tally *dock_to_stock;
};

static void accept(void *self, struct carton *carton) {
    struct putaway *putaway = self;
    task_ask(&carton->task, putaway->need, carton->arrived);
}

/* Seconds of a tour past the stops. */
static double travel_s(struct putaway *putaway, int count) {
    const struct putaway_config *config = putaway->config;
    const struct layout *layout = putaway->layout;
    double to_dock_s = layout->dock_m[putaway->depot] / config->walk_m_per_s;
    if (config->lift_m_per_s > 0) {
        int legs = layout_tour_legs(layout, putaway->routing, putaway->depot, putaway->stops, count,
                                    putaway->corners, putaway->legs);
        return to_dock_s + layout_lift_tour_s(layout, putaway->legs, legs, putaway->stops,
                                              config->walk_m_per_s, config->lift_m_per_s);
    }
    return (layout_tour_m(layout, putaway->routing, putaway->depot, putaway->stops, count) +
            layout->dock_m[putaway->depot]) /
           config->walk_m_per_s;
}

static double put_away_tour(void *self, struct task *task) {
    struct putaway *putaway = self;
    const struct putaway_config *config = putaway->config;
    struct stream stream = stream_keyed(putaway->key, heap_owner(task, struct carton, task)->key);
    int cartons = 0;
    struct task *next = task;
    do {
        if (putaway->layout)
            putaway->stops[cartons] = home_of(putaway->homes, heap_owner(next, struct carton, task)->sku);
        cartons++;
    } while (cartons < config->cartons_per_tour && (next = need_take(putaway->need, task)));
    task->travel_s = putaway->layout ? travel_s(putaway, cartons) : 0.0;
    return distribution_draw(&config->set_up_s, &stream) + task->travel_s + cartons * config->place_s;
}

static void on_shelf(struct putaway *putaway, struct carton *carton) {
    tally_add(putaway->dock_to_stock, sim_seconds(sim_now(putaway->sim) - carton->arrived));
    if (putaway->stock)
        stock_put_away(putaway->stock, carton->sku, carton->units, carton->expected);
    putaway->recycle(putaway->recycler, carton);
}

static void put_away(void *self, struct task *task) {
    struct putaway *putaway = self;
    for (struct task *companion = task, *next; companion; companion = next) {
        next = companion->companion;
        on_shelf(putaway, heap_owner(companion, struct carton, task));
    }
}

static void on_putaway_finish(void *self, usec end) {
    (void)end;
    struct putaway *putaway = self;
    free(putaway->stops);
    free(putaway->corners);
    free(putaway->legs);
}

struct putaway *putaway_create(const struct putaway_config *config, const struct layout *layout,
                               struct dispatcher *people, struct sim *sim, struct stock *stock) {
    struct putaway *putaway = sim_alloc(sim, sizeof *putaway);
    *putaway = (struct putaway){.sim = sim,
                                .config = config,
                                .layout = layout,
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
    results_at_finish(sim_results(sim), on_putaway_finish, putaway);
    return putaway;
}

struct carton_door putaway_door(struct putaway *putaway) {
    return (struct carton_door){accept, putaway};
}

void putaway_set_recycler(struct putaway *putaway, void (*recycle)(void *self, struct carton *carton),
                          void *self) {
    putaway->recycle = recycle;
    putaway->recycler = self;
}

void putaway_set_homes(struct putaway *putaway, const struct homes *homes) {
    putaway->homes = homes;
}
