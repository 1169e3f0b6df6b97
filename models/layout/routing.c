/* SPDX-License-Identifier: MIT */
/* routing.c - the list of routing policies. */
#include "models/layout/routing.h"

#include <stdlib.h>

const struct option *const routing_options[] = {
    &routing_s_shape.option,           &routing_return.option,
    &routing_midpoint.option,          &routing_largest_gap.option,
    &routing_combined.option,          &routing_optimal.option,
    &routing_aisle_by_aisle.option,    &routing_one_way.option,
    &routing_nearest_neighbour.option, NULL};

static int before(const struct stop *a, const struct stop *b) {
    if (a->block != b->block)
        return a->block < b->block;
    return a->aisle != b->aisle ? a->aisle < b->aisle : a->y_m < b->y_m;
}

static int compare(const void *a, const void *b) {
    return before(b, a) - before(a, b);
}

void stops_sort(struct stop *stops, int count) {
    enum { FEW = 40 };
    if (count > FEW) {
        qsort(stops, (size_t)count, sizeof *stops, compare);
        return;
    }
    for (int i = 1; i < count; i++) {
        struct stop stop = stops[i];
        int k = i;
        for (; k > 0 && before(&stop, &stops[k - 1]); k--)
            stops[k] = stops[k - 1];
        stops[k] = stop;
    }
}
