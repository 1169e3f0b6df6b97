/* SPDX-License-Identifier: MIT */
/* picking_tours.h - the tours of one place that picks: a centre, one of its zones, or its whole cases. Parts
 * wait there; who is free walks with a batch of them; picked parts go through a door. */
#ifndef MODELS_FULFIL_PICKING_TOURS_H
#define MODELS_FULFIL_PICKING_TOURS_H

#include "models/fulfil/part.h"
#include "models/layout/homes.h"

struct heat;
struct orders;
struct routing;
struct stock;
struct traffic;

/* Who shares a tour. */
struct batch_config {
    int orders, min_orders, lines;
    double max_wait_min, litres, kilograms; /* 0 = no limit */
    struct choice batching;
};

struct tour_measures {
    struct counter *tours;
    struct ratio *travel_line, *lines_hour, *orders_tour;
};

struct tours_settings {
    struct sim *sim;
    struct dispatcher *people;
    struct orders *orders;
    struct parts *parts;
    const struct cut *cut;
    const struct batch_config *batch;
    /* Travel; no layout or a speed of 0 = none. `extra_m` is added to every tour. */
    const struct layout *layout;
    const struct homes *homes; /* where SKUs lie when a tour starts; NULL without a layout */
    const struct routing *routing;
    int depot;
    double extra_m, speed_m_per_s;
    struct traffic *traffic; /* NULL: nobody is in the way */
    struct heat *heat;       /* NULL: not drawn */
    /* Times; `per_handling_s` for each unit, case or pallet */
    const struct distribution *set_up_s, *per_stop_s;
    double per_handling_s, per_level_s, drop_off_s; /* per_level_s: for each of them and each level */
    /* Its need */
    const char *stage, *dimension, *member;
    int skill, area;
    struct pool *carts;
    /* Whether a tour ends only when all its parts have left the cart. People who can do one of these skills,
     * on which the way out depends, do not wait with it but leave it standing. */
    bool cart_waits;
    const int *leave_for;
    int leave_for_count;
    uint64_t key;                                 /* of draws */
    const struct tour_measures *measures, *total; /* its own and all together; either may be NULL */
    struct part_door out;
};

struct tours *tours_create(const struct tours_settings *settings);
/* A part waits here, from now on charged to what it lacks. */
void tours_ask(struct tours *tours, struct part *part);
/* Takes back a part that waits. */
void tours_withdraw(struct part *part);
int tours_waiting(const struct tours *tours);
/* The last part has left the cart of a tour, which that part led. */
void tours_cart_is_empty(struct part *leader);

#endif
