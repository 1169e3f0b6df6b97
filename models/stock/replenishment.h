/* SPDX-License-Identifier: MIT */
/* replenishment.h - lift trucks bring units from the reserve to the pick faces.
 *
 * It stands between release and picking: an order claims its units on the faces, and is held, not released,
 * while a face is short of them. */
#ifndef MODELS_STOCK_REPLENISHMENT_H
#define MODELS_STOCK_REPLENISHMENT_H

#include "models/layout/ground.h"
#include "models/stock/places.h"

struct orders;
struct problems;

struct min_max_config {
    double min_share, max_share;
};
struct on_demand_config {
    double max_share;
};
struct before_wave_config {
    double hours, max_share;
};

struct replenishment_config {
    struct choice trigger;
    struct face_config face;
    struct reserve_config reserve;
    int trucks, cases_per_task;
    double drive_m_per_s, lift_m_per_s;
    struct distribution pick_up_s, put_down_s;
    bool staffed;
};
extern const struct field replenishment_fields[];
extern const struct metric replenishment_metrics[];

/* `stocked` units of each SKU must find a place at the start, `target` when all is well stocked. */
struct storage_need {
    const int64_t *stocked, *target;
};
void replenishment_check(const struct replenishment_config *config, const struct demand_plan *plan,
                         const struct layout *layout, const struct storage_need *need,
                         struct problems *problems);
bool replenishment_looks_ahead(const struct replenishment_config *config); /* before waves */
/* Positions that so many units of each SKU take beside full faces. */
double replenishment_positions(const struct replenishment_config *config, const struct demand_plan *plan,
                               const int64_t *units);
/* Units that a task brings, as far as the trigger tells. */
double replenishment_task_units(const struct replenishment_config *config, const struct sku *sku,
                                double units_per_day);

struct replenishment;
struct replenishment *replenishment_create(const struct replenishment_config *config,
                                           const struct demand_plan *plan, const struct ground *ground,
                                           struct dispatcher *people, struct sim *sim, struct orders *orders);
/* Released orders come in here and leave by `out` when their faces have all they need. */
struct order_door replenishment_door(struct replenishment *replenishment);
void replenishment_set_out(struct replenishment *replenishment, struct order_door out);
struct places *replenishment_places(struct replenishment *replenishment);
double replenishment_reserve_way_m(const struct replenishment *replenishment);

/* How long before a wave its orders are planned for; below 0 without such planning. */
double replenishment_plans_ahead_s(const struct replenishment *replenishment);
void replenishment_plan_order(struct replenishment *replenishment, struct order *order);
/* A planned order will not come. */
void replenishment_forget_order(struct replenishment *replenishment, struct order *order);

/* Something has changed for a SKU: units have come, or have left. */
void replenishment_look(struct replenishment *replenishment, int sku);
/* Units that a line had claimed were picked or found missing. */
void replenishment_picked(struct replenishment *replenishment, struct line *line, int units);
/* A line gives its claims up. */
void replenishment_give_up(struct replenishment *replenishment, struct line *line);

#endif
