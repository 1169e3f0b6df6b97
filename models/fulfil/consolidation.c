/* SPDX-License-Identifier: MIT */
/* consolidation.c - an order takes a cell, its parts are put there as they come, and the whole order goes on
 * to packing, which empties the cell.
 *
 * Orders that are picked in several parts take their cell before the first part is picked, so that no part
 * ever waits for a cell that waits for another part. Carts that bring whole orders to be sorted take cells
 * when they arrive; a full wall keeps them. Two zones that are M/M/1 each, without time here, are the
 * fork-join queue of tests/theory/test_picking.c. */
#include "models/fulfil/consolidation.h"

#include "models/fulfil/picking_tours.h"
#include "models/orders.h"
#include "sim/base/slab.h"
#include "sim/results/queue.h"

/* What the user can set */

const struct field consolidation_fields[] = {
    {FIELD(struct consolidation_config, cells), .min = 0, .max = 1000000, .preset = 60,
     .doc =
         "Cells of the put wall, or places of the buffer, of one order each (a module of a put wall has 40 "
         "to 80: dcvelocity.com); 0 = no limit."},
    {FIELD(struct consolidation_config, put_s), .min = 0, .max = 86400, .preset_json = "6", .unit = "s",
     .doc = "Time to put a line of an order to its cell: scan, walk along the wall (an assumption)."},
    {FIELD(struct consolidation_config, per_unit_s), .min = 0, .max = 86400, .preset = 2, .unit = "s",
     .doc = "Added for each unit, case or pallet put (an assumption)."},
    {FIELD(struct consolidation_config, stations), .min = 0, .max = 100000, .preset = 0,
     .doc = "Places where people can put at the same time; 0 = no limit."},
    {FIELD(struct consolidation_config, staffed), .preset = 1,
     .doc = "Whether putting needs people where the scenario has teams."},
    {0},
};

/* What it measures, beside its need */

enum { M_ORDERS, M_CELLS, M_BLOCKED, M_BLOCKED_S, M_GATHERING, M_GATHER_S };
const struct metric consolidation_metrics[] = {
    [M_ORDERS] = {"consolidation.orders", METRIC_COUNT, "orders",
                  "Orders that became whole: sorted from a cart, or with their last part."},
    [M_CELLS] = {"consolidation.cells", METRIC_LEVEL, "cells",
                 "Cells taken: from the claim until packing begins.", .series = true},
    [M_BLOCKED] = {"consolidation.blocked", METRIC_LEVEL, "orders", "Orders waiting for a free cell.",
                   .series = true, .better = LOWER_IS_BETTER},
    [M_BLOCKED_S] = {"consolidation.blocked_s", METRIC_TALLY, "s",
                     "Wait of an order for a free cell, of those that got one in the window.",
                     .better = LOWER_IS_BETTER},
    [M_GATHERING] = {"consolidation.gathering", METRIC_LEVEL, "orders",
                     "Orders of which some parts are here and others are not.", .series = true},
    [M_GATHER_S] = {"consolidation.gather_s", METRIC_TALLY, "s",
                    "From the first part's arrival to the last one's, of orders in several parts.",
                    .better = LOWER_IS_BETTER},
    {0},
};

/* What it remembers */

struct assembly { /* of an order, from its claim or first part until its cell is empty again */
    struct consolidation *consolidation;
    struct order *order;
    struct heap_node claim;
    struct order_door granted;
    bool claims, has_cell;
    int parts, arrived, put;
    usec claimed, first_arrival;
    struct assembly *next, *previous; /* of those that gather */
};

struct consolidation {
    struct sim *sim;
    const struct consolidation_config *config;
    struct parts *part_store;
    bool until_packed;
    struct order_door out;
    struct need *need; /* NULL when no time passes */
    uint64_t key;
    struct slab assemblies;
    int64_t cells_taken;
    struct heap claims;
    struct assembly *gathering;
    struct counter *orders;
    struct level *cells;
    struct queue blocked, gather;
    struct tally *blocked_s, *gather_s;
};

/* Cells */

static bool cell_is_free(const struct consolidation *consolidation) {
    const struct consolidation_config *config = consolidation->config;
    return !config || !config->cells || consolidation->cells_taken < config->cells;
}

static void take_cell(struct assembly *assembly) {
    struct consolidation *consolidation = assembly->consolidation;
    usec now = sim_now(consolidation->sim);
    assembly->has_cell = true;
    consolidation->cells_taken++;
    level_add(consolidation->cells, now, 1);
    tally_add(consolidation->blocked_s, sim_seconds(now - assembly->claimed));
}

static void put_waiting_parts(struct assembly *assembly);

static void grant_cells(struct consolidation *consolidation) {
    while (consolidation->claims.live && cell_is_free(consolidation)) {
        struct assembly *assembly = heap_owner(heap_pop(&consolidation->claims), struct assembly, claim);
        queue_leave(&consolidation->blocked, assembly->claimed, sim_now(consolidation->sim));
        take_cell(assembly);
        if (assembly->granted.accept)
            door_pass(assembly->granted, assembly->order);
        else
            put_waiting_parts(assembly);
    }
}

static void empty_cell(void *place) {
    struct assembly *assembly = place;
    struct consolidation *consolidation = assembly->consolidation;
    consolidation->cells_taken--;
    level_add(consolidation->cells, sim_now(consolidation->sim), -1);
    slab_give(&consolidation->assemblies, assembly);
    grant_cells(consolidation);
}

/* Claims */

static struct assembly *assemble(struct consolidation *consolidation, struct order *order,
                                 struct order_door granted) {
    struct assembly *assembly = slab_take(&consolidation->assemblies);
    *assembly = (struct assembly){.consolidation = consolidation, .order = order, .granted = granted};
    for (struct part *part = order->parts; part; part = part->next) {
        part->assembly = assembly;
        assembly->parts++;
    }
    return assembly;
}

static void claim(struct assembly *assembly, int64_t urgency) {
    struct consolidation *consolidation = assembly->consolidation;
    usec now = sim_now(consolidation->sim);
    assembly->claims = true;
    assembly->claimed = now;
    if (cell_is_free(consolidation)) {
        take_cell(assembly);
    } else {
        heap_push(&consolidation->claims, &assembly->claim, urgency, sim_next_number(consolidation->sim));
        queue_enter(&consolidation->blocked, now);
    }
}

bool consolidation_claim(struct consolidation *consolidation, struct order *order,
                         struct order_door granted) {
    struct assembly *assembly = assemble(consolidation, order, granted);
    claim(assembly, order->urgency);
    return assembly->has_cell;
}

void consolidation_withdraw(struct consolidation *consolidation, struct order *order) {
    struct assembly *assembly = order->parts->assembly;
    if (assembly->has_cell) {
        empty_cell(assembly);
        return;
    }
    heap_withdraw(&consolidation->claims, &assembly->claim);
    queue_leave(&consolidation->blocked, assembly->claimed, sim_now(consolidation->sim));
    slab_give(&consolidation->assemblies, assembly);
}

/* Orders gather from the arrival of their first part to that of the last. */

static void arrive(struct assembly *assembly) {
    struct consolidation *consolidation = assembly->consolidation;
    usec now = sim_now(consolidation->sim);
    assembly->arrived++;
    if (assembly->parts == 1)
        return;
    if (assembly->arrived == 1) {
        assembly->first_arrival = now;
        assembly->next = consolidation->gathering;
        if (assembly->next)
            assembly->next->previous = assembly;
        consolidation->gathering = assembly;
        queue_enter(&consolidation->gather, now);
    } else if (assembly->arrived == assembly->parts) {
        *(assembly->previous ? &assembly->previous->next : &consolidation->gathering) = assembly->next;
        if (assembly->next)
            assembly->next->previous = assembly->previous;
        queue_leave(&consolidation->gather, assembly->first_arrival, now);
        tally_add(consolidation->gather_s, sim_seconds(now - assembly->first_arrival));
    }
}

/* Puts */

static void on_whole(struct assembly *assembly, struct part *last) {
    struct consolidation *consolidation = assembly->consolidation;
    struct order *order = assembly->order;
    part_is_last(last, order);
    parts_give_all(consolidation->part_store, order);
    counter_add(consolidation->orders, 1);
    if (consolidation->until_packed) {
        order->vacate = empty_cell;
        order->place = assembly;
    } else {
        empty_cell(assembly);
    }
    door_pass(consolidation->out, order);
}

static void on_put(struct part *part) {
    struct assembly *assembly = part->assembly;
    account_charge(&part->account, sim_now(assembly->consolidation->sim), CAUSE_CONSOLIDATION);
    part->finished = true;
    if (++assembly->put == assembly->parts)
        on_whole(assembly, part);
}

static void put_part(struct part *part) {
    struct consolidation *consolidation = part->assembly->consolidation;
    account_charge(&part->account, sim_now(consolidation->sim), CAUSE_CONSOLIDATION);
    if (consolidation->need)
        task_ask(&part->put, consolidation->need, part->order->urgency);
    else
        on_put(part);
}

static double put(void *self, struct task *task) {
    struct consolidation *consolidation = self;
    const struct part *part = heap_owner(task, struct part, put);
    struct stream stream = stream_keyed(consolidation->key, part_key(part));
    account_charge(&heap_owner(task, struct part, put)->account, sim_now(consolidation->sim), CAUSE_WORKING);
    double seconds = consolidation->config->per_unit_s * part->handlings;
    for (int i = 0; i < part->item.lines; i++)
        seconds += distribution_draw(&consolidation->config->put_s, &stream);
    return seconds;
}

static void put_done(void *self, struct task *task) {
    (void)self;
    on_put(heap_owner(task, struct part, put));
}

static void put_waiting_parts(struct assembly *assembly) {
    for (struct part *part = assembly->order->parts, *next; part; part = next) {
        next = part->next;
        if (!part->waits_for_cell)
            continue;
        struct part *cart = part->cart;
        part->waits_for_cell = false;
        put_part(part);
        if (cart && --cart->unplaced == 0)
            tours_cart_is_empty(cart);
    }
}

/* Whole cases do not take the cell before the cart with the order's pieces: that cart might wait for one
 * which stands here for a cell. */
static bool cart_is_to_come(const struct part *arrived) {
    if (arrived->form == FORM_PIECES)
        return false;
    for (const struct part *part = arrived->order->parts; part; part = part->next)
        if (part->form == FORM_PIECES)
            return true;
    return false;
}

void consolidation_accept(struct consolidation *consolidation, struct part *part) {
    struct assembly *assembly = part->assembly;
    if (!assembly)
        assembly = assemble(consolidation, part->order, (struct order_door){0});
    arrive(assembly);
    if (!assembly->claims && !cart_is_to_come(part))
        claim(assembly, 0);
    if (assembly->has_cell) {
        put_waiting_parts(assembly);
        put_part(part);
        return;
    }
    account_charge(&part->account, sim_now(consolidation->sim), CAUSE_BLOCKED);
    part->waits_for_cell = true;
    if (part->cart)
        part->cart->unplaced++;
}

/* Start and end */

static void on_consolidation_finish(void *self, usec end) {
    struct consolidation *consolidation = self;
    wide blocked = 0, gathering = 0;
    for (int i = 0; i < consolidation->claims.count; i++) {
        const struct heap_entry *entry = &consolidation->claims.entries[i];
        if (heap_holds(entry))
            blocked += queue_stay(&consolidation->blocked,
                                  heap_owner(entry->node, struct assembly, claim)->claimed, end);
    }
    for (const struct assembly *assembly = consolidation->gathering; assembly; assembly = assembly->next)
        gathering += queue_stay(&consolidation->gather, assembly->first_arrival, end);
    queue_close(&consolidation->blocked, "consolidation.blocked", blocked, end);
    queue_close(&consolidation->gather, "consolidation.gathering", gathering, end);
    heap_free(&consolidation->claims);
}

static void create_need(struct consolidation *consolidation, struct dispatcher *people) {
    const struct consolidation_config *config = consolidation->config;
    consolidation->need = need_create(
        people,
        &(struct need_settings){
            .stage = "consolidation",
            .unit = "parts",
            .skill = config->staffed ? SKILL_PUT : NO_SKILL,
            .pools = {config->stations ? pool_create(people, "put_stations", config->stations) : NULL},
            .self = consolidation,
            .work = put,
            .done = put_done});
}

struct consolidation *consolidation_create(const struct consolidation_config *config,
                                           struct dispatcher *people, struct sim *sim, struct parts *parts,
                                           bool until_packed) {
    struct consolidation *consolidation = sim_alloc(sim, sizeof *consolidation);
    struct results *results = sim_results(sim);
    *consolidation = (struct consolidation){.sim = sim,
                                            .config = config,
                                            .part_store = parts,
                                            .until_packed = until_packed,
                                            .key = sim_stream_key(sim, "consolidation")};
    slab_init(&consolidation->assemblies, sim_arena(sim), sizeof(struct assembly));
    if (config)
        create_need(consolidation, people);
    consolidation->orders = results_counter(results, &consolidation_metrics[M_ORDERS], (struct of){0});
    consolidation->cells = results_level(results, &consolidation_metrics[M_CELLS], (struct of){0});
    queue_create(&consolidation->blocked, results, &consolidation_metrics[M_BLOCKED], (struct of){0});
    consolidation->blocked_s = results_tally(results, &consolidation_metrics[M_BLOCKED_S], (struct of){0});
    queue_create(&consolidation->gather, results, &consolidation_metrics[M_GATHERING], (struct of){0});
    consolidation->gather_s = results_tally(results, &consolidation_metrics[M_GATHER_S], (struct of){0});
    results_at_finish(results, on_consolidation_finish, consolidation);
    return consolidation;
}

void consolidation_set_out(struct consolidation *consolidation, struct order_door out) {
    consolidation->out = out;
}
