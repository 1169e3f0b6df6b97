/* SPDX-License-Identifier: MIT */
/* orders.h - the life of orders from creation to departure, and what is measured of the whole flow. */
#ifndef MODELS_ORDERS_H
#define MODELS_ORDERS_H

#include "models/order.h"
#include "sim/study/study.h"

struct orders;

/* By what orders are told apart in results. */
enum { BY_CHANNEL, BY_MERCHANT, BY_SERVICE, BY_CARRIER, ORDER_DIMENSIONS };
extern const char *const order_dimension_names[ORDER_DIMENSIONS];
struct order_dimension {
    const char *const *names;
    int count;
};
/* The index of an order's member of a dimension; below 0 = of none. */
static inline int order_member(const struct order *order, int dimension) {
    const int members[ORDER_DIMENSIONS] = {order->channel, order->merchant, order->service, order->carrier};
    return members[dimension];
}

struct orders_settings {
    struct order_dimension dimensions[ORDER_DIMENSIONS];
    usec window_start, window_end; /* in which due orders are judged */
    bool by_day;                   /* on_time[day=...] */
    const struct order_sink *sink; /* may be NULL */
};

extern const struct metric order_metrics[];
/* Columns of orders.csv that hold an index of a name. */
enum { ORDER_CHANNEL = 4, ORDER_MERCHANT, ORDER_SERVICE, ORDER_CARRIER, ORDER_OUTCOME = 10 };
extern const char *const order_columns[];

struct orders *orders_create(struct sim *sim, const struct orders_settings *settings);

/* Where new orders go, and who lets them go when cancelled after picking or without stock: units flow back.
 */
void orders_set_doors(struct orders *orders, struct order_door entrance,
                      void (*promise)(void *self, struct order *order), void *promiser,
                      void (*units_back)(void *self, struct order *order), void *units_to);

/* A new order without lines; add them, then open it. */
struct order *orders_new(struct orders *orders);
struct line *orders_add_line(struct orders *orders, struct order *order, int sku, int units);
/* The order is created now: promised, counted, sent in. A cancellation after `cancel_after_s` (>= 0) is
 * tried. */
void orders_open(struct orders *orders, struct order *order, double cancel_after_s);
/* A line without stock is struck off; the order goes on without it. */
void orders_strike_line(struct orders *orders, struct order *order, struct line *line);
/* The last unit of the order was picked. */
void orders_lines_picked(struct orders *orders, struct order *order);
void orders_backordered(struct orders *orders);
/* Ends: the order is measured and recycled. */
void orders_departed(struct orders *orders, struct order *order);
void orders_cancelled(struct orders *orders, struct order *order);
/* The last door of a flow without carriers. */
struct order_door orders_exit(struct orders *orders);

/* The stage now waits with it, or works on it (withdraw NULL). A cancellation that came during work takes
 * effect when the next wait begins. True if the order was cancelled and is gone. */
bool orders_wait(struct orders *orders, struct order *order,
                 void (*withdraw)(void *stage, struct order *order), void *stage);

/* Window totals for the cost model. */
struct order_totals {
    int64_t created, departed, cancelled, departed_lines, departed_units, late;
};
struct order_totals orders_totals(const struct orders *orders);
int64_t orders_departed_of_carrier(const struct orders *orders, int carrier);
uint64_t orders_created_ever(const struct orders *orders);

#endif
