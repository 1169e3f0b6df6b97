/* SPDX-License-Identifier: MIT */
/* stock.h - inventory by SKU: reservation at creation, backorders first come, and purchasing.
 *
 * One pool of units per SKU. Units are reserved when an order is created; inbound units count only once they
 * are put away. A scenario without stock passes orders through: everything is always there. */
#ifndef MODELS_STOCK_STOCK_H
#define MODELS_STOCK_STOCK_H

#include "models/order.h"
#include "models/stock/purchasing.h"

struct stock;
struct orders;

extern const struct metric stock_metrics[];

/* `by_truck`: deliveries come through inbound. */
struct stock *stock_create(const struct stock_config *config, const struct demand_plan *plan, struct sim *sim,
                           struct orders *orders, bool by_truck, struct order_door out);
struct order_door stock_door(struct stock *stock);
/* No picking takes units off the shelves: they leave when an order is complete. */
void stock_ships_at_once(struct stock *stock);
/* Deliveries go this way; without a door they arrive put away after the lead time. */
void stock_set_supply(struct stock *stock, struct supply_door door);
/* Units that inbound has put away are for sale; `expected` says whether they had been ordered. */
void stock_put_away(struct stock *stock, int sku, int64_t units, bool expected);
/* Ordered units that will never come. */
void stock_lost(struct stock *stock, int sku, int64_t units);
/* The units of a picked order leave the shelves. */
void stock_picked(struct stock *stock, struct order *order);
/* An order was cancelled: its reserved units are free, its picked ones go back. */
void stock_units_back(void *stock, struct order *order);

/* Lines of deliveries that nobody ordered here (an inbound plan), and the end of every line. */
struct purchase_line *stock_new_line(struct stock *stock);
void stock_free_line(struct stock *stock, struct purchase_line *line);

#endif
