/* SPDX-License-Identifier: MIT */
/* floor_plan_parts.h - the parts of a floor plan. */
#ifndef MODELS_FLOOR_PLAN_PARTS_H
#define MODELS_FLOOR_PLAN_PARTS_H

#include "models/floor_plan.h"
#include "models/scenario.h"

void floor_plan_record_routes(const struct scenario *scenario, struct arena *arena,
                              struct recording *recording);

#endif
