/* SPDX-License-Identifier: MIT */
/* stock.h - inventory by SKU: reservation at creation, backorders first come, and purchasing.
 *
 * One pool of units per SKU, whose places replenishment knows where there is any. Units are reserved when an
 * order is created; inbound units count only once they are put away. A scenario without stock passes orders
 * through: everything is always there. */
#ifndef MODELS_STOCK_STOCK_H
#define MODELS_STOCK_STOCK_H

#include "models/order.h"
#include "models/stock/purchasing.h"

struct replenishment;
struct stock;
struct orders;

extern const struct metric stock_metrics[];

/* `by_truck`: deliveries come through inbound. `replenishment` may be NULL: there is one place for all. */
struct stock *stock_create(const struct stock_config *config, const struct demand_plan *plan, struct sim *sim,
                           struct orders *orders, bool by_truck, struct replenishment *replenishment,
                           struct order_door out);
/* Picks may fall short, as far as the configuration says so. */
void stock_recount(struct stock *stock, struct dispatcher *people);
struct order_door stock_door(struct stock *stock);
int stock_skus(const struct stock *stock);
/* No picking takes units off the shelves: they leave when an order is complete. */
void stock_ships_at_once(struct stock *stock);
/* Deliveries go this way; without a door they arrive put away after the lead time. */
void stock_set_supply(struct stock *stock, struct supply_door door);
/* Units that inbound has put away at a place (places.h) are for sale; `expected` says whether they had been
 * ordered. */
void stock_put_away(struct stock *stock, int sku, int64_t units, int place, bool expected);
/* Ordered units that will never come. */
void stock_lost(struct stock *stock, int sku, int64_t units);
/* The units of a picked order leave the shelves. False if picks fell short: the order is not complete, and
 * goes on from here. */
bool stock_picked(struct stock *stock, struct order *order);
/* An order was cancelled: its reserved units are free, its picked ones go back. */
void stock_units_back(void *stock, struct order *order);

/* Lines of deliveries that nobody ordered here (an inbound plan), and the end of every line. */
struct purchase_line *stock_new_line(struct stock *stock);
void stock_free_line(struct stock *stock, struct purchase_line *line);

#endif
