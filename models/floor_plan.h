/* SPDX-License-Identifier: MIT */
/* floor_plan.h - the floor of a scenario to look at: racks with how often what they hold is asked for, its
 * dimensions, and tours past sampled orders by every routing policy. Needs no run; the same scenario always
 * gives the same plan, whatever its seed. */
#ifndef MODELS_FLOOR_PLAN_H
#define MODELS_FLOOR_PLAN_H

#include <stdbool.h>

struct arena;
struct recording;
struct text;

/* Records the plan of a scenario that was checked. False, with the reason, without a layout. */
bool floor_plan_draw(const void *scenario, struct arena *arena, struct recording *recording,
                     struct text *reason);

#endif
