/* SPDX-License-Identifier: MIT */
/* stock.c - units are reserved, picked, ordered and put away; the balance holds for every SKU. */
#include "models/stock/stock.h"

#include "models/orders.h"
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
    struct line *first_waiting, *last_waiting; /* first come, first served */
};

struct stock {
    struct sim *sim;
    const struct stock_config *config;
    struct orders *orders;
    struct order_door out;
    int count;
    struct sku_stock *skus;
    struct purchasing *purchasing;
    struct level *on_hand, *backorders;
    struct ratio *fill_rate;
    struct counter *received, *ordered;
    struct supply_door supply;
    bool ships_at_once;
};

/* Reservation */

static void reserve(struct stock *stock, struct line *line, int units) {
    stock->skus[line->sku].reserved += units;
    line->reserved += units;
}

static void join_waiting(struct sku_stock *sku, struct line *line) {
    line->next_waiting = NULL;
    *(sku->last_waiting ? &sku->last_waiting->next_waiting : &sku->first_waiting) = line;
    sku->last_waiting = line;
}

static void leave_waiting(struct sku_stock *sku, struct line *line) {
    struct line *before = NULL, *at = sku->first_waiting;
    while (at && at != line) {
        before = at;
        at = at->next_waiting;
    }
    if (!at)
        return;
    *(before ? &before->next_waiting : &sku->first_waiting) = line->next_waiting;
    if (sku->last_waiting == line)
        sku->last_waiting = before;
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
    while ((line = sku->first_waiting) && sku->on_hand > sku->reserved) {
        int64_t free = sku->on_hand - sku->reserved;
        int missing = line->units - line->reserved, units = free < missing ? (int)free : missing;
        reserve(stock, line, units);
        level_add(stock->backorders, sim_now(stock->sim), -units);
        if (line->reserved < line->units)
            return;
        leave_waiting(sku, line);
        struct order *order = line->order;
        if (--order->lines_missing == 0) {
            orders_wait(stock->orders, order, NULL, NULL);
            pass_on(stock, order);
        }
    }
}

/* Takes an order out of the queues for stock; what it holds is given back when it is cancelled. */
static void withdraw(void *self, struct order *order) {
    struct stock *stock = self;
    for (struct line *line = order->lines; line; line = line->next) {
        if (line->reserved == line->units)
            continue;
        leave_waiting(&stock->skus[line->sku], line);
        level_add(stock->backorders, sim_now(stock->sim), line->reserved - line->units);
    }
}

/* Reserves what is there; true if the line is complete. */
static bool reserve_line(struct stock *stock, struct line *line) {
    struct sku_stock *sku = &stock->skus[line->sku];
    int64_t free = sku->first_waiting ? 0 : sku->on_hand - sku->reserved; /* nobody overtakes */
    int units = free < line->units ? (free > 0 ? (int)free : 0) : line->units;
    ratio_add(stock->fill_rate, units, line->units);
    if (units < line->units && stock->config->on_stockout == CANCEL_LINE)
        return false;
    reserve(stock, line, units);
    return units == line->units;
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
            order->lines_missing++;
            join_waiting(&stock->skus[line->sku], line);
            level_add(stock->backorders, sim_now(stock->sim), line->units - line->reserved);
            purchasing_demanded(stock->purchasing, line->sku, line->units);
        }
    }
    if (!order->line_count) {
        orders_cancelled(stock->orders, order);
    } else if (order->lines_missing) {
        orders_backordered(stock->orders);
        order_charge(order, sim_now(stock->sim), CAUSE_NO_STOCK);
        orders_wait(stock->orders, order, withdraw, stock);
    } else {
        pass_on(stock, order);
    }
}

/* Movements */

void stock_put_away(struct stock *stock, int sku, int64_t units, bool expected) {
    struct sku_stock *at = &stock->skus[sku];
    at->on_hand += units;
    at->put_away += units;
    level_add(stock->on_hand, sim_now(stock->sim), units);
    counter_add(stock->received, units);
    purchasing_arrived(stock->purchasing, sku, expected ? units : 0, units);
    serve_waiting(stock, at);
}

void stock_lost(struct stock *stock, int sku, int64_t units) {
    purchasing_arrived(stock->purchasing, sku, units, 0);
}

void stock_picked(struct stock *stock, struct order *order) {
    if (!stock)
        return;
    for (struct line *line = order->lines; line; line = line->next) {
        struct sku_stock *sku = &stock->skus[line->sku];
        sku->on_hand -= line->reserved;
        sku->reserved -= line->reserved;
        sku->picked += line->reserved;
        level_add(stock->on_hand, sim_now(stock->sim), -line->reserved);
        line->reserved = 0;
    }
}

/* Reserved units are free again; picked ones (nothing reserved any more, nothing missing) go back on the
 * shelf. */
void stock_units_back(void *self, struct order *order) {
    struct stock *stock = self;
    for (struct line *line = order->lines; line; line = line->next) {
        struct sku_stock *sku = &stock->skus[line->sku];
        bool picked = line->reserved == 0 && order->lines_missing == 0;
        sku->reserved -= line->reserved;
        if (picked) {
            sku->on_hand += line->units;
            sku->picked -= line->units;
            level_add(stock->on_hand, sim_now(stock->sim), line->units);
        }
        purchasing_demanded(stock->purchasing, line->sku, -line->units);
        line->reserved = 0;
    }
    for (struct line *line = order->lines; line; line = line->next)
        serve_waiting(stock, &stock->skus[line->sku]);
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
    stock_put_away(stock, sku, units, true);
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
        results_claim(sim_results(stock->sim), sku->initial + sku->put_away == sku->picked + sku->on_hand,
                      "SKU %d: initial %lld and put away %lld units, but picked %lld and on hand %lld", i + 1,
                      (long long)sku->initial, (long long)sku->put_away, (long long)sku->picked,
                      (long long)sku->on_hand);
        results_claim(sim_results(stock->sim), sku->reserved >= 0 && sku->reserved <= sku->on_hand,
                      "SKU %d: %lld units reserved of %lld on hand", i + 1, (long long)sku->reserved,
                      (long long)sku->on_hand);
    }
}

struct stock *stock_create(const struct stock_config *config, const struct demand_plan *plan, struct sim *sim,
                           struct orders *orders, bool by_truck, struct order_door out) {
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
    int64_t total = 0;
    for (int i = 0; i < stock->count; i++)
        total += stock->skus[i].initial = stock->skus[i].on_hand = purchasing_opening(stock->purchasing, i);
    level_set(stock->on_hand, 0, total);
    results_at_finish(results, on_stock_finish, stock);
    return stock;
}

struct order_door stock_door(struct stock *stock) {
    return (struct order_door){accept, stock};
}

void stock_ships_at_once(struct stock *stock) {
    stock->ships_at_once = true;
}

void stock_set_supply(struct stock *stock, struct supply_door door) {
    stock->supply = door;
}
