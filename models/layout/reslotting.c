/* SPDX-License-Identifier: MIT */
/* reslotting.c - on given days SKUs are ranked by the lines picked since the last time, the slotting policy
 * says where they should lie, and the exchanges that save most walking become tasks. Homes change when the
 * work is done.
 *
 * What an exchange saves is judged by the way from the depot to the slot: (lines of the one less lines of the
 * other) x (metres that the one comes nearer). Exchanges that were not begun by the next planning are
 * dropped. */
#include "models/layout/reslotting.h"

#include <stdlib.h>
#include "models/demand/catalogue.h"
#include "models/layout/routing.h"
#include "models/layout/slotting.h"
#include "models/order.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

/* What the user can set */

const struct field reslotting_fields[] = {
    {FIELD(struct reslotting_config, days), .preset_json = "\"sun\"",
     .doc = "Weekdays on which it is planned."},
    {FIELD(struct reslotting_config, at), .preset_json = "\"06:00\"", .doc = "When its tasks are given out."},
    {FIELD(struct reslotting_config, moves), .min = 1, .max = 100000, .preset = 20,
     .doc = "Exchanges planned at a time at most, those first that save most walking."},
    {FIELD(struct reslotting_config, per_move_s), .min = 0, .max = 86400, .preset_json = "120", .unit = "s",
     .doc = "Time to take the goods of a SKU out and to put them into another slot; an exchange takes two."},
    {FIELD(struct reslotting_config, walk_m_per_s), .min = 0.05, .max = 20, .preset = 1.0, .unit = "m/s",
     .doc = "Walking speed; every move is a tour past both slots."},
    {CHOICE(struct reslotting_config, routing, routing_options), .preset_json = "\"s_shape\"",
     .doc = "How a tour walks through the aisles."},
    {FIELD(struct reslotting_config, staffed), .preset = 1,
     .doc = "Whether it needs people with the skill putaway where the scenario has teams."},
    {0},
};

void reslotting_check(const struct choice *slotting, bool layout, bool counted, struct problems *problems) {
    const struct slotting *policy = (const struct slotting *)(const void *)slotting->is;
    if (!layout)
        problem_of(problems, "reslotting", "add a layout", "there is no layout in which SKUs could move");
    else if (!counted)
        problem_of(problems, "reslotting", "add \"picking\"", "nobody picks, so no demand is measured");
    else if (policy && !policy->follows_demand)
        problem_of(problems, "reslotting", "choose slotting by full_turnover or abc, or leave reslotting out",
                   "the slotting policy %s does not follow demand", policy->option.name);
}

/* What it measures, beside its need */

enum { M_MOVED, M_DROPPED };
const struct metric reslotting_metrics[] = {
    [M_MOVED] = {"reslotting.skus_moved", METRIC_COUNT, "SKUs", "SKUs that got another slot."},
    [M_DROPPED] = {"reslotting.dropped", METRIC_COUNT, "exchanges",
                   "Exchanges that nobody had begun by the next planning."},
    {0},
};

/* What it remembers */

enum { NOBODY = -1 };

struct exchange {
    struct task task;
    int from, to; /* slots; `to` may be open */
    bool planned; /* and not done yet */
};

struct candidate {
    int64_t number; /* of the SKU, for equal savings */
    double saved_m;
    int from, to;
};

struct reslotting {
    struct sim *sim;
    const struct reslotting_config *config;
    const struct layout *layout;
    const struct catalogue *catalogue;
    struct homes *homes;
    struct need *need;
    uint64_t key, move_key, plans, moves;
    int *lies;   /* slot of each SKU */
    int *sku_in; /* of each slot, NOBODY */
    bool *held;  /* slots of an exchange that is not done */
    struct exchange *exchanges;
    /* Room for planning */
    int *ranked, *place, *order;
    double *demand;
    struct turn *turns;
    struct candidate *candidates;
    struct counter *moved, *dropped;
};

/* Planning */

static void drop_waiting(struct reslotting *reslotting) {
    for (int i = 0; i < reslotting->config->moves; i++) {
        struct exchange *exchange = &reslotting->exchanges[i];
        if (!task_is_waiting(&exchange->task))
            continue;
        task_withdraw(&exchange->task);
        exchange->planned = reslotting->held[exchange->from] = reslotting->held[exchange->to] = false;
        counter_add(reslotting->dropped, 1);
    }
}

static int by_demand(const void *a, const void *b) {
    const struct turn *x = a, *y = b;
    if (x->key != y->key)
        return x->key > y->key ? -1 : 1;
    return x->rank - y->rank;
}

/* By lines since the last time; equals keep the order in which they lie, so that nothing moves for nothing.
 */
static void rank_skus(struct reslotting *reslotting) {
    int count = reslotting->catalogue->count;
    for (int i = 0; i < count; i++) {
        reslotting->demand[i] = (double)reslotting->homes->picks[i];
        reslotting->turns[i] =
            (struct turn){.key = reslotting->demand[i], .rank = reslotting->lies[i], .sku = i};
        reslotting->homes->picks[i] = 0;
    }
    qsort(reslotting->turns, (size_t)count, sizeof *reslotting->turns, by_demand);
    for (int i = 0; i < count; i++)
        reslotting->ranked[i] = reslotting->turns[i].sku;
}

static void ask_policy(struct reslotting *reslotting) {
    const struct placement *placement = reslotting->layout->placement;
    placement->policy->place(&(struct placing){.config = placement->config,
                                               .layout = reslotting->layout,
                                               .catalogue = reslotting->catalogue,
                                               .slots = placement->slots,
                                               .slot_count = placement->slot_count,
                                               .sku_count = reslotting->catalogue->count,
                                               .ranked = reslotting->ranked,
                                               .demand = reslotting->demand,
                                               .lies = reslotting->lies,
                                               .place = reslotting->place,
                                               .order = reslotting->order,
                                               .turns = reslotting->turns,
                                               .stream = stream_keyed(reslotting->key, ++reslotting->plans)});
}

static double way_m(const struct reslotting *reslotting, int slot) {
    return slot_walk_m(reslotting->layout, &reslotting->layout->placement->slots[slot].stop);
}

static int by_saving(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    if (x->saved_m != y->saved_m)
        return x->saved_m > y->saved_m ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

/* Exchanges towards the policy's slots that save walking, the best first. */
static int find_candidates(struct reslotting *reslotting) {
    int count = 0;
    for (int sku = 0; sku < reslotting->catalogue->count; sku++) {
        int from = reslotting->lies[sku], to = reslotting->place[sku], other = reslotting->sku_in[to];
        if (from == to)
            continue;
        double lines = reslotting->demand[sku] - (other == NOBODY ? 0.0 : reslotting->demand[other]);
        double saved_m = lines * (way_m(reslotting, from) - way_m(reslotting, to));
        if (saved_m > 0.0)
            reslotting->candidates[count++] = (struct candidate){sku, saved_m, from, to};
    }
    qsort(reslotting->candidates, (size_t)count, sizeof *reslotting->candidates, by_saving);
    return count;
}

static void ask_for(struct reslotting *reslotting, struct exchange *exchange,
                    const struct candidate *candidate) {
    usec day = (usec)SECONDS_A_DAY * USEC_A_SECOND; /* ages as an order without a due time */
    exchange->from = candidate->from;
    exchange->to = candidate->to;
    exchange->planned = reslotting->held[exchange->from] = reslotting->held[exchange->to] = true;
    task_ask(&exchange->task, reslotting->need, sim_now(reslotting->sim) + day);
}

static void plan(struct reslotting *reslotting) {
    rank_skus(reslotting);
    ask_policy(reslotting);
    int count = find_candidates(reslotting);
    for (int k = 0, i = 0; k < count; k++) {
        const struct candidate *candidate = &reslotting->candidates[k];
        if (reslotting->held[candidate->from] || reslotting->held[candidate->to])
            continue;
        while (i < reslotting->config->moves && reslotting->exchanges[i].planned)
            i++;
        if (i == reslotting->config->moves)
            return;
        ask_for(reslotting, &reslotting->exchanges[i], candidate);
    }
}

static void schedule_next(struct reslotting *reslotting);

static void on_reslotting_day(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)subject;
    struct reslotting *reslotting = self;
    drop_waiting(reslotting);
    plan(reslotting);
    schedule_next(reslotting);
}

static void schedule_next(struct reslotting *reslotting) {
    struct sim *sim = reslotting->sim;
    const struct reslotting_config *config = reslotting->config;
    struct date today = sim_date(sim, sim_now(sim));
    for (int d = 0; d <= DAYS_A_WEEK; d++) {
        struct date date = {today.day + d};
        usec time = sim_midnight(sim, date) + (usec)config->at.seconds * USEC_A_SECOND;
        if (time <= sim_now(sim) || !weekdays_have(config->days, date_weekday(date)))
            continue;
        sim_at(sim, time, on_reslotting_day, reslotting, NULL);
        return;
    }
}

/* Moving */

static double move(void *self, struct task *task) {
    struct reslotting *reslotting = self;
    const struct reslotting_config *config = reslotting->config;
    const struct exchange *exchange = heap_owner(task, struct exchange, task);
    const struct slot *slots = reslotting->layout->placement->slots;
    struct stop stops[] = {slots[exchange->from].stop, slots[exchange->to].stop};
    double tour_m = layout_tour_m(reslotting->layout, routing_of(&config->routing), FIRST_DEPOT, stops, 2);
    int moves = reslotting->sku_in[exchange->to] == NOBODY ? 1 : MOVES_OF_EXCHANGE;
    double seconds = task->travel_s = moves * tour_m / config->walk_m_per_s;
    struct stream stream = stream_keyed(reslotting->move_key, ++reslotting->moves);
    for (int i = 0; i < moves; i++)
        seconds += distribution_draw(&config->per_move_s, &stream);
    return seconds;
}

static void settle(struct reslotting *reslotting, int sku, int slot) {
    reslotting->sku_in[slot] = sku;
    if (sku == NOBODY)
        return;
    reslotting->lies[sku] = slot;
    reslotting->homes->stops[sku] = reslotting->layout->placement->slots[slot].stop;
    counter_add(reslotting->moved, 1);
}

static void moved(void *self, struct task *task) {
    struct reslotting *reslotting = self;
    struct exchange *exchange = heap_owner(task, struct exchange, task);
    int sku = reslotting->sku_in[exchange->from], other = reslotting->sku_in[exchange->to];
    settle(reslotting, sku, exchange->to);
    settle(reslotting, other, exchange->from);
    exchange->planned = reslotting->held[exchange->from] = reslotting->held[exchange->to] = false;
}

static void on_reslotting_finish(void *self, usec end) {
    (void)end;
    const struct reslotting *reslotting = self;
    bool in_place = true;
    for (int sku = 0; sku < reslotting->catalogue->count; sku++)
        in_place &= reslotting->sku_in[reslotting->lies[sku]] == sku;
    results_claim(sim_results(reslotting->sim), in_place, "after re-slotting two SKUs lie in one slot");
}

/* Creation */

static void take_homes(struct reslotting *reslotting) {
    const struct placement *placement = reslotting->layout->placement;
    for (int slot = 0; slot < placement->slot_count; slot++)
        reslotting->sku_in[slot] = NOBODY;
    for (int sku = 0; sku < reslotting->catalogue->count; sku++) {
        reslotting->lies[sku] = placement->slot_of[sku];
        reslotting->sku_in[placement->slot_of[sku]] = sku;
    }
}

static struct reslotting *create_state(const struct layout *layout, int skus, int exchanges,
                                       struct sim *sim) {
    struct arena *arena = sim_arena(sim);
    int slots = layout->placement->slot_count;
    struct reslotting *reslotting = sim_alloc(sim, sizeof *reslotting);
    *reslotting = (struct reslotting){.sim = sim,
                                      .layout = layout,
                                      .key = sim_stream_key(sim, "reslotting/plans"),
                                      .move_key = sim_stream_key(sim, "reslotting/moves"),
                                      .lies = arena_array(arena, int, skus),
                                      .sku_in = arena_array(arena, int, slots),
                                      .held = arena_array(arena, bool, slots),
                                      .exchanges = arena_array(arena, struct exchange, exchanges),
                                      .ranked = arena_array(arena, int, skus),
                                      .place = arena_array(arena, int, skus),
                                      .order = arena_array(arena, int, slots),
                                      .demand = arena_array(arena, double, skus),
                                      .turns = arena_array(arena, struct turn, skus),
                                      .candidates = arena_array(arena, struct candidate, skus)};
    for (int i = 0; i < exchanges; i++)
        reslotting->exchanges[i].task.entity.number = (uint64_t)i + 1;
    return reslotting;
}

void reslotting_create(const struct reslotting_config *config, const struct layout *layout,
                       const struct catalogue *catalogue, struct homes *homes, struct dispatcher *people,
                       struct sim *sim) {
    struct reslotting *reslotting = create_state(layout, catalogue->count, config->moves, sim);
    struct results *results = sim_results(sim);
    reslotting->config = config;
    reslotting->catalogue = catalogue;
    reslotting->homes = homes;
    take_homes(reslotting);
    reslotting->need =
        need_create(people, &(struct need_settings){.stage = "reslotting",
                                                    .unit = "exchanges",
                                                    .skill = config->staffed ? SKILL_PUTAWAY : NO_SKILL,
                                                    .self = reslotting,
                                                    .work = move,
                                                    .done = moved});
    reslotting->moved = results_counter(results, &reslotting_metrics[M_MOVED], (struct of){0});
    reslotting->dropped = results_counter(results, &reslotting_metrics[M_DROPPED], (struct of){0});
    results_at_finish(results, on_reslotting_finish, reslotting);
    schedule_next(reslotting);
}
