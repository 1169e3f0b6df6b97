/* SPDX-License-Identifier: MIT */
/* batching_exact.h - the best possible batching of few items, by dynamic programming over subsets.
 *
 * best(S) = the least total length of tours that serve exactly S. Each state is left by every feasible batch
 * that holds its first unserved item; batches are enumerated, so no property of the routing policy is
 * assumed. */
#ifndef TESTS_SUPPORT_BATCHING_EXACT_H
#define TESTS_SUPPORT_BATCHING_EXACT_H

#include "tests/support/batching_world.h"

enum { EXACT_MOST_ITEMS = 20 };

struct exact {
    const struct batch_limits *limits;
    const struct layout *layout;
    const struct routing *routing;
    struct batch_item *items;
    int count;
    double *best, *length_m; /* of a subset; of a batch, NaN = not known */
};

static inline double exact_length_m(struct exact *exact, unsigned batch) {
    if (isnan(exact->length_m[batch])) {
        struct batch_item *first = NULL;
        for (int i = 0; i < exact->count; i++)
            if (batch >> i & 1) {
                exact->items[i].next = first;
                first = &exact->items[i];
            }
        exact->length_m[batch] = batch_length_m(exact->layout, exact->routing, first);
    }
    return exact->length_m[batch];
}

/* Leaves `served` by the batch, and by all that add items from `from` on. */
static inline void exact_extend(struct exact *exact, unsigned served, unsigned batch, int from,
                                struct batch_limits left) {
    double metres = exact->best[served] + exact_length_m(exact, batch);
    if (metres < exact->best[served | batch])
        exact->best[served | batch] = metres;
    for (int i = from; i < exact->count; i++) {
        const struct batch_item *item = &exact->items[i];
        if (!(served >> i & 1) && left.orders >= 1 && left.lines >= item->lines &&
            left.litres >= item->litres && left.kg >= item->kg)
            exact_extend(exact, served, batch | 1u << i, i + 1,
                         (struct batch_limits){left.orders - 1, left.lines - item->lines,
                                               left.litres - item->litres, left.kg - item->kg});
    }
}

/* Metres of the best batching of at most EXACT_MOST_ITEMS items of one wave; an item that exceeds a limit
 * goes alone. */
static inline double exact_batching_m(struct batch_limits limits, const struct layout *layout,
                                      const struct routing *routing, struct batch_item *items, int count) {
    size_t subsets = (size_t)1 << count;
    struct exact exact = {&limits, layout, routing, items, count, NULL, NULL};
    exact.best = malloc(sizeof(double) * subsets);
    exact.length_m = malloc(sizeof(double) * subsets);
    for (size_t s = 0; s < subsets; s++)
        exact.best[s] = INFINITY, exact.length_m[s] = NAN;
    exact.best[0] = 0.0;
    for (unsigned served = 0; served + 1 < subsets; served++) {
        if (isinf(exact.best[served]))
            continue;
        int first = 0;
        while (served >> first & 1)
            first++;
        exact_extend(&exact, served, 1u << first, first + 1,
                     (struct batch_limits){limits.orders - 1, limits.lines - items[first].lines,
                                           limits.litres - items[first].litres, limits.kg - items[first].kg});
    }
    double best = exact.best[subsets - 1];
    free(exact.best);
    free(exact.length_m);
    return best;
}

#endif
