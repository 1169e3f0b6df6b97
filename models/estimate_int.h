/* SPDX-License-Identifier: MIT */
/* estimate_int.h - what the files of the workload estimate share. */
#ifndef MODELS_ESTIMATE_INT_H
#define MODELS_ESTIMATE_INT_H

#include "models/fulfil/part.h"
#include "models/scenario.h"

/* How tours of a stage are made: to SKUs of a zone (ANY_ZONE: all); lift 0 = on foot. */
struct travel {
    const struct choice *routing;
    int zone, depot;
    double extra_m, walk_m_per_s, lift_m_per_s;
};
/* Seconds on the way of a full tour with so many stops, by sampling SKUs as orders ask for them: so many
 * lines an order, of which those after the first may come from the family of the first. */
double estimate_travel_s(const struct scenario *scenario, const struct travel *travel, int stops,
                         int order_lines, struct arena *arena);
/* Seconds of work that an average order makes: picking by form, since carts and trucks go with one form each,
 * and putting at the wall. */
struct picking_seconds {
    double pick_s[FORMS], put_s;
};
struct picking_seconds estimate_picking(const struct scenario *scenario, struct arena *arena);

#endif
