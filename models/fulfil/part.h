/* SPDX-License-Identifier: MIT */
/* part.h - what of an order is picked together: all of it, its lines in a zone, its whole cases.
 *
 * While an order is picked it consists of parts. Each part keeps an account of its own that begins where the
 * order's ends; when the last part is where the order is whole again, its account is the order's: at each
 * instant the order is charged to the part that finishes last. */
#ifndef MODELS_FULFIL_PART_H
#define MODELS_FULFIL_PART_H

#include "models/fulfil/batching.h"
#include "models/order.h"

struct assembly;
struct sku;
struct tours;

enum form { FORM_PIECES, FORM_CASES, FORM_PALLETS, FORMS };
enum { ANY_ZONE = -1 };

struct part {
    struct task task; /* first: a part is the subject of events */
    struct batch_item item;
    struct order *order;
    struct part *next; /* of the order */
    enum form form;
    int zone;            /* of the layout; ANY_ZONE */
    struct tours *tours; /* on which it is picked */
    int handlings;       /* units, cases or pallets to take */
    struct account account;
    bool begun;    /* its tour started */
    bool finished; /* its account is closed */
    struct stop *stops;
    int stop_capacity;
    /* From its tour to the rest of the order (consolidation.h) */
    struct task put;
    struct assembly *assembly;
    bool waits_for_cell;
    struct part *cart; /* that it came on: the part that led the tour, until the cart is free again */
    int unplaced;      /* of the leader: parts of its tour that have no cell */
    usec cart_arrived; /* of the leader */
};

static inline struct part *part_of_task(struct task *task) {
    return heap_owner(task, struct part, task);
}
static inline struct part *part_of_item(struct batch_item *item) {
    return heap_owner(item, struct part, item);
}

/* How orders are cut. */
struct cut {
    const struct layout *layout; /* NULL where zones are not told apart */
    const struct sku *skus;
    bool cases, pallets; /* whether whole ones are picked as such */
};
/* Units of a line that the next tour picks in a form: whole pallets, then whole cases, then pieces. */
int cut_units(const struct cut *cut, const struct line *line, enum form form);
/* Units of a line that belong to a part; 0 = none. `handlings` (may be NULL) as they are taken. */
int part_units(const struct cut *cut, const struct part *part, const struct line *line, int *handlings);

/* For keyed draws: the order and attempt, told apart by form; the lines' own draws, whatever the zone. */
#define PART_KEY_STEP UINT64_C(0x9e3779b97f4a7c15)
static inline uint64_t part_lines_key(const struct part *part) {
    return part->order->key + (uint64_t)part->order->attempt + PART_KEY_STEP * 1024 * (uint64_t)part->form;
}
/* Told apart by zone too. */
static inline uint64_t part_key(const struct part *part) {
    return part_lines_key(part) + PART_KEY_STEP * (uint64_t)(part->zone + 1);
}

/* Parts are recycled with their room for stops. */
struct parts {
    struct arena *arena;
    struct part *free;
};
/* A new part of an order; its account begins now. */
struct part *parts_new(struct parts *parts, struct order *order, usec now);
void parts_give(struct parts *parts, struct part *part);
/* All parts of an order; those still on a cart stay, without their order. */
void parts_give_all(struct parts *parts, struct order *order);
void part_add_stop(struct parts *parts, struct part *part, struct stop stop);

/* The order goes on where a part ends: takes over its account. */
void part_is_last(struct part *part, struct order *order);
/* At the end of a run, a part that is still open speaks for its order. */
void part_speaks(struct order *order);

/* Where parts go. */
struct part_door {
    void (*accept)(void *stage, struct part *part);
    void *stage;
};

#endif
