/* SPDX-License-Identifier: MIT */
/* replenishment_triggers.h - the triggers that a scenario may choose; their tables are in
 * replenishment_config.c. */
#ifndef MODELS_STOCK_REPLENISHMENT_TRIGGERS_H
#define MODELS_STOCK_REPLENISHMENT_TRIGGERS_H

#include "sim/config/field.h"

extern const struct option trigger_min_max, trigger_demand, trigger_before_wave;

#endif
