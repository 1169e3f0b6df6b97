/* SPDX-License-Identifier: MIT */
/* homes.h - where SKUs lie in a replication. While nothing moves these are the layout's own homes, shared by
 * all threads; with re-slotting a replication has its own, and counts what is picked. */
#ifndef MODELS_LAYOUT_HOMES_H
#define MODELS_LAYOUT_HOMES_H

#include "models/layout/layout.h"
#include "sim/engine/sim.h"

struct homes {
    struct stop *stops; /* of each SKU */
    int64_t *picks;     /* lines of each SKU; NULL while nobody counts them */
};

/* `moving`: SKUs may get other homes. NULL without a layout. */
struct homes *homes_create(struct sim *sim, const struct layout *layout, int skus, bool moving);

static inline struct stop home_of(const struct homes *homes, int sku) {
    return homes->stops[sku];
}
/* The home of a SKU to which a picker goes for a line. */
static inline struct stop home_of_line(const struct homes *homes, int sku) {
    if (homes->picks)
        homes->picks[sku]++;
    return homes->stops[sku];
}

#endif
