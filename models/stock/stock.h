/* SPDX-License-Identifier: MIT */
/* stock.h - inventory by SKU: reservation at creation, backorders first come, and purchasing.
 *
 * One pool of units per SKU. Units are reserved when an order is created; inbound units count only once they are put away.
 * A scenario without stock passes orders through: everything is always there. */
#ifndef MODELS_STOCK_STOCK_H
#define MODELS_STOCK_STOCK_H

#include "models/demand/demand.h"
#include "models/order.h"

struct stock;
struct orders;
struct problems;

struct order_up_to_config {
    double cover_days, review_days, service_level;
};
struct reorder_point_config {
    double reorder_units, quantity_units, reorder_days, quantity_days;
};

struct stock_config {
    struct choice policy;
    int on_stockout;
    struct distribution lead_time_d;
    double opening_days;
};
extern const struct field stock_fields[];
extern const struct metric stock_metrics[];
void stock_check(const struct stock_config *config, struct problems *problems);

/* The smallest stock that covers demand of this mean and standard deviation with the given probability: Poisson where the
 * variance is that of a Poisson variable or less, else normal. The newsvendor's quantity at the critical ratio. */
double stock_level_for(double mean, double sd, double service_level);

/* What was ordered from suppliers at one review. */
struct purchase_line {
    struct entity entity;
    int sku, units;
    struct purchase_line *next;
};
struct purchase {
    struct purchase_line *lines;
    int merchant; /* whose supplier delivers */
};
struct supply_door {
    void (*accept)(void *stage, struct purchase *purchase, double lead_time_s);
    void *stage;
};

/* `dock_days` is the time that a delivery is expected to spend at the dock. NULL config: orders pass. */
struct stock *stock_create(const struct stock_config *config, const struct demand_plan *plan, struct sim *sim,
                           struct orders *orders, double dock_days, struct order_door out);
struct order_door stock_door(struct stock *stock);
/* Deliveries go this way; without a door they arrive put away after the lead time. */
void stock_set_supply(struct stock *stock, struct supply_door door);
/* Units that inbound has put away are for sale; `expected` says whether they had been ordered. */
void stock_put_away(struct stock *stock, int sku, int units, bool expected);
/* Ordered units that will never come. */
void stock_lost(struct stock *stock, int sku, int units);
/* The units of a picked order leave the shelves. */
void stock_picked(struct stock *stock, struct order *order);
/* An order was cancelled: its reserved units are free, its picked ones go back. */
void stock_units_back(void *stock, struct order *order);

struct purchase_line *stock_new_line(struct stock *stock);
void stock_free_line(struct stock *stock, struct purchase_line *line);

#endif
