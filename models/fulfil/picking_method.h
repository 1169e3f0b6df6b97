/* SPDX-License-Identifier: MIT */
/* picking_method.h - what picking.c and its methods share. A method is one file and one record: into which
 * parts the pieces of an order are cut, how a part begins, and what happens when it is picked. */
#ifndef MODELS_FULFIL_PICKING_METHOD_H
#define MODELS_FULFIL_PICKING_METHOD_H

#include "models/fulfil/picking.h"

struct pick_method {
    struct option option;
    bool batches;    /* its config begins with a struct batch_config */
    bool by_zone;    /* every zone of the layout has tours of its own */
    bool cart_waits; /* a tour ends when the put wall has taken all its parts */
    bool rides;      /* tours begin and end at a conveyor in their zone, not at packing */
    bool splits;     /* it may cut the pieces of an order into several parts */
    /* May be NULL: keys that have no effect. */
    void (*warn)(const void *config, struct problems *problems);
    /* May be NULL: makes what the method measures and remembers by itself (`own`). */
    void (*begin)(struct picking *picking);
    /* Makes the parts of the pieces of an order, which has some. */
    void (*cut)(struct picking *picking, struct order *order);
    /* A part sets out; NULL: it waits for a tour at once. */
    void (*start)(struct picking *picking, struct part *part);
    /* A part was picked; NULL: it goes to the rest of the order. */
    void (*picked)(struct picking *picking, struct part *part);
};
extern const struct pick_method method_single, method_batch, method_batch_then_sort, method_pick_and_pass,
    method_parallel_zones;
static inline const struct pick_method *pick_method_of(const struct choice *choice) {
    return (const struct pick_method *)(const void *)choice->is; /* the option is its first member */
}

struct picking {
    struct picking_settings set;
    const struct pick_method *method;
    struct stock *stock;
    struct order_door out;
    struct parts parts;
    struct cut cut;
    struct consolidation *consolidation; /* NULL where no order needs it */
    int zone_count;                      /* 1 without zones */
    struct tours **zone_tours;
    struct tour_measures *measures, total; /* by zone; all of them */
    struct tours *form_tours[FORMS];       /* of cases and pallets */
    uint64_t key;
    void *own; /* of the method */
};

/* Keys of methods whose config begins with a struct batch_config. */
#define BATCH_FIELDS(most_orders)                                                                            \
    {FIELD(struct batch_config, orders), .min = 1, .max = 1000, .preset = (most_orders),                     \
     .doc = "Orders of a tour at most."},                                                                    \
        {FIELD(struct batch_config, min_orders), .min = 1, .max = 1000, .preset = 1,                         \
         .doc = "Orders that a tour waits for."},                                                            \
        {FIELD(struct batch_config, max_wait_min),                                                           \
         .min = 0,                                                                                           \
         .max = 100000,                                                                                      \
         .preset = 20,                                                                                       \
         .unit = "min",                                                                                      \
         .doc = "Fewer than min_orders start when one of them has waited so long."},                         \
        {FIELD(struct batch_config, lines), .min = 1, .max = 1000000, .preset = 1000000,                     \
         .doc = "Lines of a tour at most; a single larger order still goes."},                               \
        {FIELD(struct batch_config, litres),                                                                 \
         .min = 0,                                                                                           \
         .max = 1e6,                                                                                         \
         .preset = 0,                                                                                        \
         .unit = "litres",                                                                                   \
         .doc = "Litres on a cart at most; a single larger order still goes. 0 = no limit."},                \
        {FIELD(struct batch_config, kilograms),                                                              \
         .min = 0,                                                                                           \
         .max = 1e6,                                                                                         \
         .preset = 0,                                                                                        \
         .unit = "kg",                                                                                       \
         .doc = "Weight on a cart at most; a single heavier order still goes. 0 = no limit."},               \
    {                                                                                                        \
        CHOICE(struct batch_config, batching, batching_options), .preset_json = "\"due_time\"",              \
                                                                 .doc = "Which waiting orders share a tour." \
    }

/* For methods */

/* A part of an order's pieces with its lines in a zone (ANY_ZONE: all), or NULL when there are none. */
struct part *picking_cut_part(struct picking *picking, struct order *order, enum form form, int zone);
/* The pieces of an order as one part. */
void picking_cut_whole(struct picking *picking, struct order *order);
/* The next zone from `zone` on that holds pieces of an order; zone_count when there is none. */
int picking_next_zone(const struct picking *picking, const struct order *order, int zone);
/* A part waits for a tour of its zone or form. */
void picking_ask(struct picking *picking, struct part *part);
/* A part is where the order comes together. */
void picking_part_done(struct picking *picking, struct part *part);
/* A part goes on to another zone, with its lines there. */
void picking_part_moves(struct picking *picking, struct part *part, int zone);
/* An order is whole: its units leave the shelves, and it leaves picking. */
void picking_order_done(struct picking *picking, struct order *order);
#endif
