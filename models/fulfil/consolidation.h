/* SPDX-License-Identifier: MIT */
/* consolidation.h - where the parts of orders meet, and carts are sorted into orders: cells of a put wall, or
 * places of a buffer lane. */
#ifndef MODELS_FULFIL_CONSOLIDATION_H
#define MODELS_FULFIL_CONSOLIDATION_H

#include "models/fulfil/part.h"
#include "sim/config/field.h"

struct orders;

struct consolidation_config {
    int cells, stations;
    struct distribution put_s;
    double per_unit_s;
    bool staffed;
};
extern const struct field consolidation_fields[];
extern const struct metric consolidation_metrics[];

struct consolidation;
/* Without a config (NULL) there is room for all, and no time passes. `until_packed`: an order keeps its cell
 * until packing begins to work on it. */
struct consolidation *consolidation_create(const struct consolidation_config *config,
                                           struct dispatcher *people, struct sim *sim, struct parts *parts,
                                           bool until_packed);
void consolidation_set_out(struct consolidation *consolidation, struct order_door out);

/* An order asks for its cell before its parts are picked; true if it has one now, else `granted` is called
 * when it does. */
bool consolidation_claim(struct consolidation *consolidation, struct order *order, struct order_door granted);
/* Its parts will not come. */
void consolidation_withdraw(struct consolidation *consolidation, struct order *order);
/* A picked part comes. Where its order has no cell yet it waits for one, first come first served, and on its
 * cart if it has one: the cart's `unplaced` says how many do. */
void consolidation_accept(struct consolidation *consolidation, struct part *part);

#endif
