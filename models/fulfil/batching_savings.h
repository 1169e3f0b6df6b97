/* SPDX-License-Identifier: MIT */
/* batching_savings.h - the pool of savings batching, and the plan made of it. */
#ifndef MODELS_FULFIL_BATCHING_SAVINGS_H
#define MODELS_FULFIL_BATCHING_SAVINGS_H

#include <math.h>
#include "models/fulfil/batching_policy.h"

struct savings_config {
    int pool;
    bool recalculated;
};

/* The pool is an array of places, some of them empty. The batcher's heap holds the items outside. */

struct pair {
    uint32_t saving;
    uint16_t a, b; /* places */
};
struct tour {
    struct batch_load load;
    int first, last;    /* places */
    struct stop *stops; /* sorted; only where savings are recalculated */
    int stop_count, stop_capacity;
    double metres;
    int best; /* the rank of the tour that it had best be merged with */
};
struct savings {
    int size, count, free_count;
    struct batch_item **at;        /* of a place; NULL = empty */
    uint32_t **saving;             /* of a place with every lower one; made when first used */
    double *alone_m;               /* of a place: the tour of its item */
    int *free;                     /* empty places */
    struct batch_item **by_number; /* the pool's items */
    struct batch_item *leader;     /* NULL = not known */
    bool planned;
    struct pair *pairs, *sorted;
    size_t pair_capacity;
    struct tour *tours; /* of the plan; as many as places */
    int *tour, *next;   /* of a place: its tour, the next place of that */
    uint32_t *joint;    /* of two tours by rank, where savings are recalculated */
    size_t joint_capacity;
};

/* 1 + the millimetres; 0 if it is a loss. */
static inline uint32_t saved(double metres) {
    return metres > -0.0005 ? 1 + (uint32_t)lround(fmin(metres, 4e6) * 1e3) : 0;
}

static inline uint32_t *saving_at(const struct savings *savings, int a, int b) {
    return a > b ? &savings->saving[a][b] : &savings->saving[b][a];
}

/* Makes tours of all items of the pool. */
void savings_plan(struct batcher *batcher);

#endif
