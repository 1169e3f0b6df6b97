/* SPDX-License-Identifier: MIT */
/* purchasing.h - when and how much to order from suppliers.
 *
 * The position of a SKU is on hand + on order - demanded and not yet shipped; policies look at nothing else. */
#ifndef MODELS_STOCK_PURCHASING_H
#define MODELS_STOCK_PURCHASING_H

#include "models/stock/stock.h"

struct purchasing;

struct purchasing *purchasing_create(const struct stock_config *config, const struct demand_plan *plan, struct sim *sim,
                                     double dock_days, struct stock *stock,
                                     void (*send)(void *stock, struct purchase *purchase, double lead_time_s));
/* Units on hand of a SKU at time 0. */
int purchasing_opening(const struct purchasing *purchasing, int sku);
/* Units were demanded, or with a negative number are not wanted any more. */
void purchasing_demanded(struct purchasing *purchasing, int sku, int units);
/* `expected` units are no longer on order; `came` of them (or others) are on hand. */
void purchasing_arrived(struct purchasing *purchasing, int sku, int expected, int came);

#endif
