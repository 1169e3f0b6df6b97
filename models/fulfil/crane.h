/* SPDX-License-Identifier: MIT */
/* crane.h - cranes bring loads from their racks to pick stations and put them back (AS/RS). */
#ifndef MODELS_FULFIL_CRANE_H
#define MODELS_FULFIL_CRANE_H

#include "models/fulfil/crane_rack.h"
#include "models/order.h"

struct orders;
struct stock;

struct cranes_config {
    struct crane_rack_config rack;
    double along_m_per_s, along_m_per_s2, up_m_per_s, up_m_per_s2, handle_s;
    int cycle, dwell, next;
    double conveyor_s;
    int stations, loads_per_station;
    struct distribution item_s;
    bool loads_return, staffed;
};
extern const struct field cranes_fields[];
extern const struct metric crane_metrics[];

struct crane_rack *cranes_plan(struct arena *arena, const struct cranes_config *config,
                               const struct catalogue *catalogue, struct problems *problems);
/* Mean crane seconds for fetching a load and putting it back, as in a full day. */
double cranes_trip_s(const struct cranes_config *config, const struct crane_rack *rack,
                     const struct catalogue *catalogue);
bool cranes_interleave(const struct cranes_config *config);

struct cranes;
struct cranes *cranes_create(const struct cranes_config *config, const struct crane_rack *rack,
                             double drawn_at_x_m, struct dispatcher *people, struct sim *sim,
                             struct orders *orders);
struct order_door cranes_door(struct cranes *cranes);
void cranes_set_out(struct cranes *cranes, struct order_door out);
void cranes_set_stock(struct cranes *cranes, struct stock *stock); /* picked units leave it; NULL = none */

#endif
