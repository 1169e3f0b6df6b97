/* SPDX-License-Identifier: MIT */
/* planner.c - what a scenario offers to fcsim size --plan: a staffing plan of its teams. */
#include "models/labour/roster.h"
#include "models/planner.h"
#include "models/scenario.h"
#include "sim/base/arena.h"

static void *begin(const void *values, struct arena *arena, struct problems *problems) {
    const struct scenario *scenario = values;
    struct estimate estimate;
    struct study_plan plan;
    scenario_estimate(values, arena, &estimate);
    scenario_plan(values, &plan);
    int teams = scenario->staffing.team_count;
    double *work_h = arena_array(arena, double, teams + 1);
    for (int t = 0; t < teams; t++) /* teams come first */
        work_h[t] = estimate.rows[t].work;
    double measured_s = plan.start_s + (plan.warmup_s > 0 ? plan.warmup_s : 0.0);
    return roster_create(&scenario->staffing, work_h, plan.start_s, measured_s, plan.horizon_s, problems,
                         arena);
}

/* Needs are by hour, so that is how it is looked at. */
static const char *const settings[] = {"interval_min=60", NULL};

const struct planner scenario_planner = {
    .key = "staffing_plan",
    .settings = settings,
    .begin = begin,
    .days = roster_days,
    .ample = roster_ample,
    .observe = roster_observe,
    .learn = roster_learn,
    .raise = roster_raise,
    .parts = roster_parts,
    .lower = roster_lower,
    .copy = roster_copy,
    .make = roster_make,
    .cost = roster_cost,
    .write = roster_write,
    .table = roster_table,
};
