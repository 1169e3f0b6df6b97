/* SPDX-License-Identifier: MIT */
/* routing_two_sided.h - what midpoint and largest gap share: the first and the last visited aisle are
 * traversed, the others are entered from both ends, and nobody passes their middle part.
 *
 * The picker walks to the first (leftmost) visited aisle, up through it, along the back with detours into the
 * aisles on the way, down through the last one, and back along the front. Detours from the front are made on
 * whichever way along the front passes the aisle. A single visited aisle is a return from the front. */
#ifndef MODELS_LAYOUT_ROUTING_TWO_SIDED_H
#define MODELS_LAYOUT_ROUTING_TWO_SIDED_H

#include "models/layout/routing.h"

/* Of the stops first ... end-1 in one aisle from front to back, those before the answer are picked from the
 * front. */
typedef int split_fn(const struct stop *stops, int first, int end, double front_m, double back_m);

double two_sided_length_m(const struct rack *rack, const struct stop *stops, int count, split_fn *split);
int two_sided_walk(const struct rack *rack, const struct stop *stops, int count, struct waypoint *points,
                   split_fn *split);

#endif
