/* SPDX-License-Identifier: MIT */
/* cost.h - what the window cost, and what that makes per order, line, unit and day. */
#ifndef MODELS_COST_COST_H
#define MODELS_COST_COST_H

#include "models/labour/labour.h"
#include "models/outbound/carriers.h"
#include "sim/config/field.h"

struct orders;

struct cost_config {
    double space_per_m2_month, area_m2, late_order, cancelled_order, packaging_per_order, fixed_per_day;
};
extern const struct field cost_fields[];
extern const struct metric cost_metrics[];

/* `labour` and `carriers` may be NULL. `area_m2` is that of the layout, used unless the config gives one. */
void cost_create(const struct cost_config *config, struct sim *sim, const struct orders *orders,
                 const struct labour *labour, const struct carrier_plan *carriers, double area_m2,
                 const char *currency);

#endif
