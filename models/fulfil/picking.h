/* SPDX-License-Identifier: MIT */
/* picking.h - orders are picked on tours through the aisles, one by one or in batches. */
#ifndef MODELS_FULFIL_PICKING_H
#define MODELS_FULFIL_PICKING_H

#include "models/layout/homes.h"
#include "models/order.h"
#include "sim/config/field.h"

struct orders;
struct problems;
struct stock;

struct batch_config {
    int orders, min_orders, lines;
    double max_wait_min;
};

struct picking_config {
    struct choice method, routing;
    const char *depot;
    double walk_m_per_s;
    struct distribution set_up_s, per_stop_s;
    double per_unit_s, drop_off_s;
    int carts;
    bool staffed;
};
extern const struct field picking_fields[];
extern const struct metric picking_metrics[];
void picking_check(const struct picking_config *config, struct problems *problems);
/* Whether a tour may wait for more orders. */
bool picking_waits_for_orders(const struct picking_config *config);
/* Orders of a full tour, for the workload estimate. */
int picking_tour_orders(const struct picking_config *config);

struct picking;
/* `layout` may be NULL: no travel. */
struct picking *picking_create(const struct picking_config *config, const struct layout *layout,
                               struct dispatcher *people, struct sim *sim, struct orders *orders);
void picking_set_stock(struct picking *picking, struct stock *stock); /* picked units leave it; NULL = none */
void picking_set_homes(struct picking *picking, const struct homes *homes);
struct order_door picking_door(struct picking *picking);
void picking_set_out(struct picking *picking, struct order_door out);

#endif
