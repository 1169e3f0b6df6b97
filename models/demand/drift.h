/* SPDX-License-Identifier: MIT */
/* drift.h - how popularity moves between SKUs in the course of a replication.
 *
 * Every so many days a share of each merchant's SKUs, drawn at random, exchange their popularity among
 * themselves. The assortment as a whole keeps its popularity curve, SKUs keep their families, and the draws
 * of orders stay the same: they are draws of a popularity rank, and the drift says whose it is. */
#ifndef MODELS_DEMAND_DRIFT_H
#define MODELS_DEMAND_DRIFT_H

#include "models/demand/catalogue.h"
#include "sim/engine/sim.h"

struct drift {
    struct sim *sim;
    const struct catalogue *catalogue;
    uint64_t key;
    uint64_t rounds;
    int *now;     /* by SKU of the catalogue: the SKU that has its popularity now */
    int *was;     /* the other way round */
    double *upto; /* of the families, by popularity now */
    int *chosen;  /* room */
};

/* NULL when popularity stays. */
struct drift *drift_create(const struct catalogue *catalogue, struct sim *sim);

#endif
