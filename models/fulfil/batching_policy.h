/* SPDX-License-Identifier: MIT */
/* batching_policy.h - what a batching policy is made of. */
#ifndef MODELS_FULFIL_BATCHING_POLICY_H
#define MODELS_FULFIL_BATCHING_POLICY_H

#include "models/fulfil/batching.h"

/* Items by group, then key, then urgency, the lowest first. A binary heap that knows where each item is. */
struct batch_heap {
    struct batch_item **items;
    int count, capacity;
};
void batch_heap_push(struct batch_heap *heap, struct batch_item *item);
void batch_heap_remove(struct batch_heap *heap, struct batch_item *item);
static inline struct batch_item *batch_heap_first(const struct batch_heap *heap) {
    return heap->count ? heap->items[0] : NULL;
}

/* What a tour carries. */
struct batch_load {
    int orders, lines;
    double litres, kg;
};
static inline struct batch_load batch_load_of(const struct batch_item *item) {
    return (struct batch_load){1, item->lines, item->litres, item->kg};
}
static inline void batch_load_add(struct batch_load *load, const struct batch_load *more) {
    load->orders += more->orders;
    load->lines += more->lines;
    load->litres += more->litres;
    load->kg += more->kg;
}
#define BATCH_ROUNDING (1.0 + 1e-12) /* ten times 0.1 litres fit a litre */
static inline bool batch_loads_fit(const struct batch_limits *limits, const struct batch_load *a,
                                   const struct batch_load *b) {
    return a->orders + b->orders <= limits->orders && a->lines + b->lines <= limits->lines &&
           a->litres + b->litres <= limits->litres * BATCH_ROUNDING &&
           a->kg + b->kg <= limits->kg * BATCH_ROUNDING;
}

/* A batch that is being put together: its leader first, the others by urgency. */
struct batch {
    struct batch_item *first, *last;
    struct batch_load load;
};
void batch_join(struct batch *batch, struct batch_item *item);
/* Whether the item may still join: same wave and group, all limits kept. */
bool batch_takes(const struct batch_limits *limits, const struct batch *batch, const struct batch_item *item);

struct batcher {
    struct batcher_settings settings;
    const struct batching *policy;
    const void *config;
    void *state;             /* of the policy */
    struct batch_heap items; /* that wait */
    struct stop *stops;      /* of the tour that is being measured */
    int stop_capacity;
};

/* A policy either gives a key and lets the batcher keep the items, or keeps them itself. */
struct batching {
    struct option option;
    void (*create)(struct batcher *batcher); /* may be NULL */
    int64_t (*key)(struct batcher *batcher, const struct batch_item *item);
    bool by_distance;   /* of no use without a layout: the most urgent then go together */
    bool waves_in_turn; /* items of an earlier wave lead, whatever their key */
    struct batch_item *(*next)(struct batcher *batcher); /* never called when it is empty */
    /* Only of a policy that keeps the items itself. */
    void (*add)(struct batcher *batcher, struct batch_item *item);
    void (*remove)(struct batcher *batcher, struct batch_item *item);
    struct batch_item *(*leader)(struct batcher *batcher);
    usec (*wakes_at)(struct batcher *batcher); /* may be NULL */
    void (*finish)(struct batcher *batcher);   /* may be NULL */
};
extern const struct batching batching_due_time, batching_first_come, batching_seed, batching_savings,
    batching_time_window;

/* As batcher_add, for an item whose `since` and `group` are set. Groups are never mixed; the lower one leads.
 */
void batch_admit(struct batcher *batcher, struct batch_item *item);
/* From the first item on, in order, up to the first one that may not join. */
struct batch_item *batch_in_order(struct batcher *batcher);

static inline bool batch_more_urgent(const struct batch_item *a, const struct batch_item *b) {
    return a->urgency != b->urgency ? a->urgency < b->urgency : a->number < b->number;
}

/* Metres of a tour past the stops of both, either of which may be NULL; 0 without a layout. */
double batch_tour_m(struct batcher *batcher, const struct batch_item *a, const struct batch_item *b);
/* Metres of a tour past so many stops, which are copied. */
double batch_stops_m(struct batcher *batcher, const struct stop *stops, int count);

#endif
