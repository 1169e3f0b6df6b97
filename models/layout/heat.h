/* SPDX-License-Identifier: MIT */
/* heat.h - where on the floor people stop, walk and lose time, for pictures of the replication that is drawn.
 *
 * The plan is divided into cells as wide as an aisle with its racks (of the first block) and a few bays long,
 * so that an aisle is one row of cells. What happens before the window is forgotten. */
#ifndef MODELS_LAYOUT_HEAT_H
#define MODELS_LAYOUT_HEAT_H

#include "models/layout/layout.h"

struct heat;
struct sim;
struct waypoint;

/* NULL when nothing is recorded. The cells go into the recording at the end; its shapes, the racks, say how
 * large the floor is. */
struct heat *heat_create(const struct layout *layout, struct sim *sim);
void heat_visited(struct heat *heat, struct waypoint at);
void heat_walked(struct heat *heat, struct waypoint from, struct waypoint to);
/* A whole tour that nobody is in the way of. */
void heat_tour(struct heat *heat, struct waypoint from, const struct leg *legs, int count);
/* Spread evenly over a way; or at a place, when both are the same. */
void heat_blocked(struct heat *heat, struct waypoint from, struct waypoint to, double seconds);

#endif
