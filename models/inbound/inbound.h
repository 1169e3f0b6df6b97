/* SPDX-License-Identifier: MIT */
/* inbound.h - trucks come by appointment, wait in the yard for a door, are unloaded, received and put away.
 */
#ifndef MODELS_INBOUND_INBOUND_H
#define MODELS_INBOUND_INBOUND_H

#include "models/demand/catalogue.h"
#include "models/layout/ground.h"
#include "models/order.h"
#include "models/stock/stock.h"
#include "sim/config/field.h"

struct problems;
struct replenishment;

struct putaway_config {
    int cartons_per_tour;
    struct distribution set_up_s;
    double place_s, walk_m_per_s, lift_m_per_s;
    struct choice routing;
    const char *depot;
    bool staffed;
};
struct appointments_config {
    struct weekdays days;
    struct clock_time from, to;
    double per_door_per_h;
};
struct plan_row { /* of an inbound plan (ASN) */
    const char *truck, *sku;
    struct moment arrives;
    int units;
};

struct inbound_config {
    int doors, yard_spots, crew_per_door, pallets_per_truck, receiving_stations;
    double return_h;
    struct appointments_config appointments;
    struct distribution lateness_min, unload_s, receive_carton_s;
    double receive_per_unit_s;
    struct putaway_config putaway;
    struct plan_row *plan;
    int plan_count;
    bool unload_staffed, receive_staffed;
};
extern const struct field inbound_fields[];
extern const struct metric yard_metrics[];
extern const struct metric inbound_metrics[];
void inbound_check(const struct inbound_config *config, const struct catalogue *catalogue,
                   struct problems *problems);

/* Goods on their way in */

struct truck {
    struct entity entity;
    uint64_t
        key; /* of its source and order number: starts the streams of the truck, its pallets and cartons */
    struct task docking; /* holds a door while it is unloaded */
    struct purchase_line *lines;
    bool expected; /* ordered by the stock policy */
    int64_t cartons, cartons_left;
    int pallets_left, unloading;
    uint64_t pallets_begun, cartons_sent;
    usec arrived;
    const char *name;
    int door; /* for the drawing */
};

struct carton {
    struct entity entity;
    struct task task;
    uint64_t key; /* starts its streams */
    int sku, units;
    bool expected;
    int place;                   /* where it goes, with replenishment (models/stock/places.h) */
    usec arrived;                /* of its truck at the gate */
    struct carton *next_waiting; /* for a place */
};

struct carton_door {
    void (*accept)(void *stage, struct carton *carton);
    void *stage;
};

struct inbound; /* yard, doors and unloading */
struct inbound *inbound_create(const struct inbound_config *config, const struct catalogue *catalogue,
                               struct dispatcher *people, struct sim *sim, struct stock *stock, usec end,
                               struct carton_door out);
/* While storage is full, no pallet is begun and trucks keep their doors. */
void inbound_stop_unloading(void *inbound, bool stop);
/* Purchases come by truck. */
struct supply_door inbound_supply(struct inbound *inbound);

struct carton_door receiving_create(const struct inbound_config *config, struct dispatcher *people,
                                    struct sim *sim, struct carton_door out);
/* `stock` and `replenishment` may be NULL. Cartons end here; `recycle` takes them back. */
struct putaway;
struct putaway *putaway_create(const struct putaway_config *config, const struct ground *ground,
                               struct dispatcher *people, struct sim *sim, struct stock *stock,
                               struct replenishment *replenishment);
struct carton_door putaway_door(struct putaway *putaway);
void putaway_set_recycler(struct putaway *putaway, void (*recycle)(void *self, struct carton *carton),
                          void *self);
/* `brake` is called when cartons begin or cease to wait for a place. */
void putaway_set_brake(struct putaway *putaway, void (*brake)(void *self, bool stop), void *self);
extern const struct metric putaway_metrics[];
void inbound_recycle_carton(void *inbound, struct carton *carton);

#endif
