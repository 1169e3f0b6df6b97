/* SPDX-License-Identifier: MIT */
/* carriers.h - contracted carriers: departures by weekday, cut-offs, promises; loading and riding.
 *
 * One lane per carrier. An order is promised the first departure whose cut-off is not before its creation;
 * the promise is never revised. What is loaded rides the next departure of its lane with space, earliest due
 * first. */
#ifndef MODELS_OUTBOUND_CARRIERS_H
#define MODELS_OUTBOUND_CARRIERS_H

#include "models/demand/demand.h"
#include "models/order.h"
#include "sim/config/field.h"

struct orders;
struct problems;

struct departure_config {
    struct weekdays days;
    struct clock_time cutoff, leaves;
    int trailers, parcels;
};
struct carrier_config {
    const char *name;
    double share, price_per_parcel;
    const char **services;
    int services_count;
    struct departure_config *departures;
    int departures_count;
};
struct loading_config {
    struct distribution load_s;
    int stations;
    double seal_min;
    bool staffed;
};
extern const struct field carrier_fields[];
extern const struct field loading_fields[];
extern const struct metric loading_metrics[];

/* A cut-off must not be after its departure. */
void carriers_check(struct arena *arena, const struct carrier_config *carriers, int count,
                    struct problems *problems);

/* Read-only: who carries what. */
struct carrier_plan {
    const struct carrier_config *carriers;
    int count;
    const struct alias **draw; /* by service, the last one for orders without a service */
    const int **of;            /* carrier of each alias slot */
    int service_count;
    double *order_share; /* expected share of all orders, by carrier */
};
struct carrier_plan *carrier_plan_create(struct arena *arena, const struct carrier_config *carriers,
                                         int count, const struct demand_plan *demand,
                                         struct problems *problems);

struct carriers;
/* Departures are laid out from time 0 to two weeks after `end`. */
struct carriers *carriers_create(const struct carrier_plan *plan, struct sim *sim, struct orders *orders,
                                 usec end);
/* Chooses the carrier of a new order and promises a departure; `carriers` as void * for orders_set_doors. */
void carriers_promise(void *carriers, struct order *order);
/* The lanes' door: loaded parcels wait there for their departure. */
struct order_door carriers_door(struct carriers *carriers);

/* Loading before the lanes; `out` is carriers_door, or the exit of a scenario without carriers. */
struct order_door loading_create(const struct loading_config *config, struct dispatcher *people,
                                 struct sim *sim, struct order_door out);

#endif
