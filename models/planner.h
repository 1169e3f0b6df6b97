/* SPDX-License-Identifier: MIT */
/* planner.h - what a scenario offers to fcsim size --plan. */
#ifndef MODELS_PLANNER_H
#define MODELS_PLANNER_H

#include "sim/study/planning.h"

extern const struct planner scenario_planner;

#endif
