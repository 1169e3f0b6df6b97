/* SPDX-License-Identifier: MIT */
/* picking.h - orders are picked: how is the method's affair. */
#ifndef MODELS_FULFIL_PICKING_H
#define MODELS_FULFIL_PICKING_H

#include "models/fulfil/consolidation.h"
#include "models/fulfil/picking_tours.h"
#include "models/layout/homes.h"
#include "models/order.h"
#include "sim/config/field.h"

struct catalogue;
struct demand_plan;
struct heat;
struct orders;
struct problems;
struct staffing;
struct stock;
struct traffic;

struct form_config { /* of whole cases or pallets */
    struct distribution set_up_s;
    double each_s, drive_m_per_s;
    int trucks;
};
struct picking_config {
    struct choice method, routing;
    const char *depot;
    double walk_m_per_s;
    struct distribution set_up_s, per_stop_s;
    double per_unit_s, per_level_s, drop_off_s;
    int carts;
    struct form_config *full_case, *full_pallet; /* NULL: picked as pieces */
    bool staffed;
};
extern const struct field picking_fields[];
extern const struct metric picking_metrics[], pass_metrics[];

/* How the section's tours are formed; a single order a tour where the method has no batches. */
const struct batch_config *picking_batch(const struct picking_config *config);
/* Orders of a full tour. */
int picking_tour_orders(const struct picking_config *config);
/* Whether tours keep to zones of the layout. */
bool picking_by_zone(const struct picking_config *config);
/* Whether the pieces of an order may be several parts; are sorted at a put wall; ride a conveyor. */
bool picking_splits(const struct picking_config *config);
bool picking_sorts(const struct picking_config *config);
bool picking_rides(const struct picking_config *config);
/* Whether some orders go through consolidation. */
bool picking_consolidates(const struct picking_config *config);
void picking_check(const struct picking_config *config, bool consolidation, struct arena *arena,
                   struct problems *problems);
/* Once layout and people are known. */
void picking_check_zones(const struct picking_config *config, const struct layout *layout, int skus,
                         const struct staffing *staffing, struct problems *problems);
/* Keys that have no effect, and tours that are too small for the orders. `demand` may be NULL. */
void picking_warn(const struct picking_config *config, bool layout, const struct demand_plan *demand,
                  const struct staffing *staffing, struct arena *arena, struct problems *problems);

struct picking;
struct picking_settings {
    const struct picking_config *config;
    const struct consolidation_config *consolidation; /* NULL: room for all, no time */
    const struct layout *layout;                      /* NULL: no travel */
    const struct homes *homes;
    struct traffic *traffic; /* in its aisles; NULL: nobody is in the way */
    struct heat *heat;       /* NULL: not drawn */
    const struct catalogue *catalogue;
    struct sim *sim;
    struct dispatcher *people;
    struct orders *orders;
    bool packing; /* whether it follows, and empties cells */
};
struct picking *picking_create(const struct picking_settings *settings);
void picking_set_stock(struct picking *picking, struct stock *stock); /* picked units leave it; NULL = none */
struct order_door picking_door(struct picking *picking);
void picking_set_out(struct picking *picking, struct order_door out);

#endif
