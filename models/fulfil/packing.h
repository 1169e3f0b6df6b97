/* SPDX-License-Identifier: MIT */
/* packing.h - orders wait for a free bench, are packed, and leave for loading. */
#ifndef MODELS_FULFIL_PACKING_H
#define MODELS_FULFIL_PACKING_H

#include "models/order.h"
#include "sim/config/field.h"

struct orders;

struct packing_config {
    int benches;
    struct distribution pack_s;
    double per_unit_s, repick_share;
    bool staffed;
};
extern const struct field packing_fields[];

/* `again` takes orders in which packing finds a mistake: they are picked again. */
struct order_door packing_create(const struct packing_config *config, struct dispatcher *people,
                                 struct sim *sim, struct orders *orders, struct order_door again,
                                 struct order_door out);

#endif
