/* SPDX-License-Identifier: MIT */
/* stock.c - units are reserved, picked, ordered and put away; the balance holds for every SKU. */
#include "models/stock/stock.h"

#include "models/orders.h"
#include "models/stock/recount.h"
#include "models/stock/replenishment.h"
#include "sim/base/arena.h"

/* What it measures */

enum { M_ON_HAND, M_BACKORDERS, M_FILL_RATE, M_RECEIVED, M_ORDERED };
const struct metric stock_metrics[] = {
    [M_ON_HAND] = {"stock.on_hand", METRIC_LEVEL, "units", "Units on the shelves, reserved ones included.",
                   .series = true},
    [M_BACKORDERS] = {"stock.backorders", METRIC_LEVEL, "units", "Units that orders wait for.",
                      .series = true, .better = LOWER_IS_BETTER},
    [M_FILL_RATE] = {"stock.fill_rate", METRIC_RATIO, "share",
                     "Units that were there when ordered over units ordered.", .pooled = true,
                     .better = HIGHER_IS_BETTER},
    [M_RECEIVED] = {"stock.received", METRIC_COUNT, "units", "Units put away.", .series = true},
    [M_ORDERED] = {"stock.ordered", METRIC_COUNT, "units", "Units ordered from suppliers."},
    {0},
};

/* What it remembers */

enum stockout { BACKORDER, CANCEL_LINE };

struct sku_stock {
    int64_t on_hand, reserved;
    int64_t initial;
    int64_t put_away, picked;
    int64_t missing, found; /* by short picks, by recounts */
    struct line_queue waiting;
};

struct stock {
    struct sim *sim;
    const struct stock_config *config;
    struct orders *orders;
    struct order_door out;
    int count;
    struct sku_stock *skus;
    struct purchasing *purchasing;
    struct replenishment *replenishment; /* NULL: one place for all, and no account of places */
    struct places *places;
    struct recount *recount; /* NULL where no pick falls short */
    struct level *on_hand, *backorders;
    struct ratio *fill_rate;
    struct counter *received, *ordered;
    struct supply_door supply;
    bool ships_at_once;
};

/* Reservation */

static int64_t free_units(const struct sku_stock *sku) {
    return sku->on_hand - sku->reserved;
}

static void reserve(struct stock *stock, struct line *line, int units) {
    stock->skus[line->sku].reserved += units;
    line->reserved += units;
}

static void pass_on(struct stock *stock, struct order *order) {
    order_charge(order, sim_now(stock->sim), CAUSE_RELEASE);
    if (stock->ships_at_once)
        stock_picked(stock, order);
    door_pass(stock->out, order);
}

/* Gives free units to those who wait. */
static void serve_waiting(struct stock *stock, struct sku_stock *sku) {
    struct line *line;
    while ((line = sku->waiting.first) && free_units(sku) > 0) {
        int64_t free = free_units(sku);
        int missing = line_missing(line), units = free < missing ? (int)free : missing;
        reserve(stock, line, units);
        level_add(stock->backorders, sim_now(stock->sim), -units);
        if (units < missing)
            return;
        line_queue_leave(&sku->waiting, line);
        struct order *order = line->order;
        if (--order->lines_missing == 0) {
            orders_wait(stock->orders, order, NULL, NULL);
            pass_on(stock, order);
        }
    }
}

static void serve(struct stock *stock, int sku) {
    serve_waiting(stock, &stock->skus[sku]);
    if (stock->replenishment)
        replenishment_look(stock->replenishment, sku);
}

/* Takes an order out of the queues for stock; what it holds is given back when it is cancelled. */
static void withdraw(void *self, struct order *order) {
    struct stock *stock = self;
    for (struct line *line = order->lines; line; line = line->next) {
        if (!line_missing(line))
            continue;
        line_queue_leave(&stock->skus[line->sku].waiting, line);
        level_add(stock->backorders, sim_now(stock->sim), -line_missing(line));
    }
}

/* Reserves of what a line lacks what is there; true if it now lacks nothing. */
static bool reserve_line(struct stock *stock, struct line *line) {
    struct sku_stock *sku = &stock->skus[line->sku];
    int64_t free = sku->waiting.first ? 0 : free_units(sku); /* nobody overtakes */
    int missing = line_missing(line), units = free < missing ? (free > 0 ? (int)free : 0) : missing;
    if (!line->order->partial)
        ratio_add(stock->fill_rate, units, missing);
    if (units < missing && stock->config->on_stockout == CANCEL_LINE)
        return false;
    reserve(stock, line, units);
    return units == missing;
}

/* The line waits for what it still lacks. */
static void wait_for_units(struct stock *stock, struct line *line) {
    line->order->lines_missing++;
    line_queue_join(&stock->skus[line->sku].waiting, line);
    level_add(stock->backorders, sim_now(stock->sim), line_missing(line));
}

static void hold(struct stock *stock, struct order *order) {
    order_charge(order, sim_now(stock->sim), CAUSE_NO_STOCK);
    orders_wait(stock->orders, order, withdraw, stock);
}

static void accept(void *self, struct order *order) {
    struct stock *stock = self;
    for (struct line *line = order->lines, *next; line; line = next) {
        next = line->next;
        if (reserve_line(stock, line)) {
            purchasing_demanded(stock->purchasing, line->sku, line->units);
        } else if (stock->config->on_stockout == CANCEL_LINE) {
            orders_strike_line(stock->orders, order, line);
        } else {
            wait_for_units(stock, line);
            purchasing_demanded(stock->purchasing, line->sku, line->units);
        }
    }
    if (!order->line_count) {
        orders_cancelled(stock->orders, order);
    } else if (order->lines_missing) {
        orders_backordered(stock->orders);
        hold(stock, order);
    } else {
        pass_on(stock, order);
    }
}

/* Movements */

static void add_received(struct stock *stock, int sku, int64_t units, bool expected) {
    stock->skus[sku].on_hand += units;
    stock->skus[sku].put_away += units;
    level_add(stock->on_hand, sim_now(stock->sim), units);
    counter_add(stock->received, units);
    purchasing_arrived(stock->purchasing, sku, expected ? units : 0, units);
}

void stock_put_away(struct stock *stock, int sku, int64_t units, int place, bool expected) {
    add_received(stock, sku, units, expected);
    if (stock->places)
        places_arrived(stock->places, sku, units, place);
    serve(stock, sku);
}

void stock_lost(struct stock *stock, int sku, int64_t units) {
    purchasing_arrived(stock->purchasing, sku, units, 0);
}

/* All reserved units leave their place: `found` of them with the order, the others were not there. */
static void take(struct stock *stock, struct line *line, int found) {
    struct sku_stock *sku = &stock->skus[line->sku];
    int units = line->reserved;
    sku->on_hand -= units;
    sku->reserved -= units;
    sku->picked += found;
    sku->missing += units - found;
    line->taken += found;
    line->reserved = 0;
    level_add(stock->on_hand, sim_now(stock->sim), -units);
    if (stock->replenishment)
        replenishment_picked(stock->replenishment, line, units);
}

static void put_back(struct stock *stock, int sku, int64_t units) {
    stock->skus[sku].on_hand += units;
    level_add(stock->on_hand, sim_now(stock->sim), units);
    if (stock->places)
        places_put(stock->places, sku, units);
}

/* Reserved units are free again, and taken ones go back on the shelf. */
static void free_line(struct stock *stock, struct line *line) {
    struct sku_stock *sku = &stock->skus[line->sku];
    if (stock->replenishment)
        replenishment_give_up(stock->replenishment, line);
    sku->reserved -= line->reserved;
    line->reserved = 0;
    if (line->taken) {
        sku->picked -= line->taken;
        put_back(stock, line->sku, line->taken);
        line->taken = 0;
    }
    purchasing_demanded(stock->purchasing, line->sku, -line->units);
}

void stock_units_back(void *self, struct order *order) {
    struct stock *stock = self;
    for (struct line *line = order->lines; line; line = line->next)
        free_line(stock, line);
    for (struct line *line = order->lines; line; line = line->next)
        serve(stock, line->sku);
}

/* Short picks: the record is corrected at once, and a recount looks for what is missing. The line reserves
 * again from what else there is; where there is nothing, the rule for lines without stock holds. */

static void on_found(void *self, int sku, int units) {
    struct stock *stock = self;
    stock->skus[sku].found += units;
    purchasing_arrived(stock->purchasing, sku, 0, units);
    put_back(stock, sku, units);
    serve(stock, sku);
}

static void strike(struct stock *stock, struct order *order, struct line *line) {
    int sku = line->sku;
    free_line(stock, line);
    orders_strike_line(stock->orders, order, line);
    serve(stock, sku);
}

/* True if nothing is left to pick: every short line was struck off. */
static bool reserve_again(struct stock *stock, struct order *order) {
    bool to_pick = false;
    order->attempt++;
    order->partial = true;
    for (struct line *line = order->lines, *next; line; line = next) {
        next = line->next;
        if (!line_missing(line))
            continue;
        bool complete = reserve_line(stock, line);
        to_pick |= complete;
        if (!complete && stock->config->on_stockout == CANCEL_LINE)
            strike(stock, order, line);
        else if (!complete)
            wait_for_units(stock, line);
    }
    if (!order->line_count) {
        orders_cancelled(stock->orders, order);
        return false;
    }
    if (!order->lines_missing && !to_pick)
        return true;
    orders_wait(stock->orders, order, NULL, NULL); /* what it has waits beside the wall, not in a cell */
    if (order->lines_missing)
        hold(stock, order);
    else
        pass_on(stock, order);
    return false;
}

bool stock_picked(struct stock *stock, struct order *order) {
    bool complete = true;
    if (!stock)
        return true;
    struct stream stream = stock->recount ? recount_stream(stock->recount, order) : (struct stream){0};
    for (struct line *line = order->lines; line; line = line->next) {
        if (!line->reserved)
            continue;
        int units = line->reserved,
            found = stock->recount ? recount_found(&stream, stock->config, units) : units;
        take(stock, line, found);
        if (found == units)
            continue;
        complete = false;
        purchasing_arrived(stock->purchasing, line->sku, 0, found - units);
        recount_ask(stock->recount, line->sku, units - found);
    }
    if (!complete && !reserve_again(stock, order))
        return false;
    order->partial = false;
    return true;
}

/* Supply */

struct purchase_line *stock_new_line(struct stock *stock) {
    return purchasing_new_line(stock->purchasing);
}

void stock_free_line(struct stock *stock, struct purchase_line *line) {
    purchasing_free_line(stock->purchasing, line);
}

static void on_delivered(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct stock *stock = self;
    struct purchase_line *line = subject;
    int sku = line->sku;
    int64_t units = line->units;
    stock_free_line(stock, line);
    add_received(stock, sku, units, true);
    if (stock->places)
        places_put(stock->places, sku, units);
    serve(stock, sku);
}

/* Without an inbound section every line arrives put away after its lead time. */
static void deliver_directly(void *self, struct purchase *purchase, double lead_time_s) {
    struct stock *stock = self;
    for (struct purchase_line *line = purchase->lines, *next; line; line = next) {
        next = line->next;
        sim_after(stock->sim, lead_time_s, on_delivered, stock, line);
    }
}

static void send_purchase(void *self, struct purchase *purchase, double lead_time_s) {
    struct stock *stock = self;
    for (struct purchase_line *line = purchase->lines; line; line = line->next)
        counter_add(stock->ordered, line->units);
    stock->supply.accept(stock->supply.stage, purchase, lead_time_s);
}

/* Start and end */

static void on_stock_finish(void *self, usec end) {
    (void)end;
    struct stock *stock = self;
    for (int i = 0; i < stock->count; i++) {
        const struct sku_stock *sku = &stock->skus[i];
        results_claim(sim_results(stock->sim),
                      sku->initial + sku->put_away + sku->found == sku->picked + sku->missing + sku->on_hand,
                      "SKU %d: initial %lld, put away %lld and found %lld units, but picked %lld, missing "
                      "%lld and on hand %lld",
                      i + 1, (long long)sku->initial, (long long)sku->put_away, (long long)sku->found,
                      (long long)sku->picked, (long long)sku->missing, (long long)sku->on_hand);
        if (stock->places)
            results_claim(sim_results(stock->sim), places_units(stock->places, i) == sku->on_hand,
                          "SKU %d: %lld units in all places, but %lld on hand", i + 1,
                          (long long)places_units(stock->places, i), (long long)sku->on_hand);
        results_claim(sim_results(stock->sim), sku->reserved >= 0 && sku->reserved <= sku->on_hand,
                      "SKU %d: %lld units reserved of %lld on hand", i + 1, (long long)sku->reserved,
                      (long long)sku->on_hand);
    }
}

static void open_stock(struct stock *stock) {
    int64_t total = 0;
    for (int i = 0; i < stock->count; i++) {
        struct sku_stock *sku = &stock->skus[i];
        total += sku->initial = sku->on_hand = purchasing_opening(stock->purchasing, i);
        if (stock->places)
            places_put(stock->places, i, sku->on_hand);
        if (stock->replenishment)
            replenishment_look(stock->replenishment, i);
    }
    level_set(stock->on_hand, 0, total);
}

struct stock *stock_create(const struct stock_config *config, const struct demand_plan *plan, struct sim *sim,
                           struct orders *orders, bool by_truck, struct replenishment *replenishment,
                           struct order_door out) {
    struct stock *stock = sim_alloc(sim, sizeof *stock);
    struct results *results = sim_results(sim);
    *stock = (struct stock){
        .sim = sim, .config = config, .orders = orders, .out = out, .count = plan->catalogue->count};
    stock->skus = sim_alloc(sim, sizeof *stock->skus * (size_t)stock->count);
    stock->on_hand = results_level(results, &stock_metrics[M_ON_HAND], (struct of){0});
    stock->backorders = results_level(results, &stock_metrics[M_BACKORDERS], (struct of){0});
    stock->fill_rate = results_ratio(results, &stock_metrics[M_FILL_RATE], (struct of){0}, false);
    stock->received = results_counter(results, &stock_metrics[M_RECEIVED], (struct of){0});
    stock->ordered = results_counter(results, &stock_metrics[M_ORDERED], (struct of){0});
    stock->supply = (struct supply_door){deliver_directly, stock};
    stock->purchasing =
        purchasing_create(config, plan, sim, by_truck, (struct supply_door){send_purchase, stock});
    stock->replenishment = replenishment;
    stock->places = replenishment ? replenishment_places(replenishment) : NULL;
    open_stock(stock);
    results_at_finish(results, on_stock_finish, stock);
    return stock;
}

void stock_recount(struct stock *stock, struct dispatcher *people) {
    if (stock->config->record_error > 0)
        stock->recount = recount_create(stock->config, people, stock->sim, on_found, stock);
}

struct order_door stock_door(struct stock *stock) {
    return (struct order_door){accept, stock};
}

int stock_skus(const struct stock *stock) {
    return stock->count;
}

void stock_ships_at_once(struct stock *stock) {
    stock->ships_at_once = true;
}

void stock_set_supply(struct stock *stock, struct supply_door door) {
    stock->supply = door;
}
