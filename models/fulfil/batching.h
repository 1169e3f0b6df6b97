/* SPDX-License-Identifier: MIT */
/* batching.h - which waiting orders share a tour; one file and one record per policy.
 *
 * A batcher holds the open items of one place that picks (a centre, or a zone of it). Items come and go; when
 * somebody is free to walk, `batcher_next` answers with the items of the next tour. Items of different waves
 * are never mixed. An item that exceeds a limit alone goes alone. The answer depends on the items that wait,
 * not on the order in which others left. */
#ifndef MODELS_FULFIL_BATCHING_H
#define MODELS_FULFIL_BATCHING_H

#include "models/layout/layout.h"
#include "sim/config/field.h"
#include "sim/engine/sim.h"

struct routing;

/* Limits of one tour; INFINITY = none. */
struct batch_limits {
    int orders, lines;
    double litres, kg;
};

/* What waits: an order, or the part of it that is picked here. Embedded in its owner, which leaves it
 * unchanged while it waits. */
struct batch_item {
    const struct stop *stops; /* by stops_sort; NULL without a layout */
    int stop_count, lines;
    double litres, kg;
    int64_t urgency; /* lower first */
    uint64_t number; /* unique in the batcher; ties go to the lower one */
    int64_t wave;
    usec since;              /* when it was added */
    struct batch_item *next; /* of the batch that `batcher_next` answered */
    /* Of the batcher. */
    int64_t key, group;
    int index, place;
};

struct batcher;

struct batcher_settings {
    struct sim *sim;
    const struct choice *batching; /* of batching_options; NULL or empty = the first */
    struct batch_limits limits;
    const struct layout *layout; /* NULL: every distance is 0, and the most urgent go together */
    const struct routing *routing;
    int depot;
};

extern const struct option *const batching_options[]; /* NULL at the end; the first is the default */

struct batcher *batcher_create(const struct batcher_settings *settings);
/* Sets `since`. */
void batcher_add(struct batcher *batcher, struct batch_item *item);
void batcher_remove(struct batcher *batcher, struct batch_item *item);
/* The items of the next tour, taken out of the batcher: its leader first, the others by urgency. NULL when it
 * is empty or waits for more. */
struct batch_item *batcher_next(struct batcher *batcher);
/* The item that would lead the next tour, or NULL; changes nothing. */
struct batch_item *batcher_leader(struct batcher *batcher);
/* When a tour may start without any new item (a time window closes); NEVER = not by time. */
usec batcher_wakes_at(struct batcher *batcher);

#endif
