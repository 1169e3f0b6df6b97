/* SPDX-License-Identifier: MIT */
/* scenario.h - the root of a scenario: what a user writes, and what is derived from it once. */
#ifndef MODELS_SCENARIO_H
#define MODELS_SCENARIO_H

#include "models/cost/cost.h"
#include "models/demand/demand.h"
#include "models/fulfil/crane.h"
#include "models/fulfil/goods_to_person.h"
#include "models/fulfil/consolidation.h"
#include "models/fulfil/packing.h"
#include "models/fulfil/picking.h"
#include "models/fulfil/release.h"
#include "models/inbound/inbound.h"
#include "models/labour/labour.h"
#include "models/layout/layout.h"
#include "models/layout/reslotting.h"
#include "models/outbound/carriers.h"
#include "models/stock/replenishment.h"
#include "models/stock/stock.h"
#include "sim/config/field.h"
#include "sim/study/study.h"

/* The sections of one centre. A section left out is NULL (or empty) and passed through in no time. */
struct centre_config {
    struct catalogue_config catalogue;
    struct merchant_config *merchants;
    int merchants_count;
    struct layout_config *layout;
    struct choice slotting;
    struct reslotting_config *reslotting;
    struct inbound_config *inbound;
    struct stock_config *stock;
    struct replenishment_config *replenishment;
    struct choice release;
    struct picking_config *picking;
    struct cranes_config *cranes;                   /* picks instead of picking */
    struct goods_to_person_config *goods_to_person; /* the same */
    struct consolidation_config *consolidation;
    struct packing_config *packing;
    struct loading_config *loading;
    struct carrier_config *carriers;
    int carriers_count;
    struct team_config *teams;
    int teams_count;
    struct staffing_row *staffing_plan;
    int staffing_plan_count;
    double patience_min;
    struct cost_config costs;
};

struct scenario {
    const char *title, *description;
    struct date start;
    double days;
    int study;
    double lead_in_days, warmup_days;
    int seed, replications;
    double confidence, interval_min, on_time_target;
    const char *currency;
    struct demand_config demand;
    struct centre_config centre; /* its fields stand at the top level */
    double memory_limit_mb;
    int event_limit_millions;

    /* Derived by scenario_check */
    struct catalogue *sku_catalogue;
    struct demand_plan *demand_plan;
    struct layout *floor;              /* NULL without a layout */
    struct crane_rack *crane_rack;     /* NULL without cranes */
    struct field_plan *pod_field;      /* NULL without goods_to_person */
    struct carrier_plan *carrier_plan; /* NULL without carriers */
    struct staffing staffing;
};

extern const struct field scenario_fields[];
extern const char *const scenario_labels[];

/* Rules across sections, and what is derived. */
void scenario_check(void *scenario, struct arena *arena, struct problems *problems);
/* Days simulated before the window opens: lead-in, or a given warm-up; -1 where it is to be found. */
double scenario_warmup_days(const struct scenario *scenario);
double scenario_horizon_days(const struct scenario *scenario);
/* Calendar time of time 0: the start less the lead-in. */
struct moment scenario_start(const struct scenario *scenario);
void scenario_plan(const void *scenario, struct study_plan *plan);
void scenario_estimate(const void *scenario, struct arena *arena, struct estimate *estimate);

#endif
