/* SPDX-License-Identifier: MIT */
/* purchasing.h - when and how much to order from suppliers.
 *
 * The position of a SKU is on hand + on order - demanded and not yet shipped; policies look at nothing else.
 */
#ifndef MODELS_STOCK_PURCHASING_H
#define MODELS_STOCK_PURCHASING_H

#include "models/demand/demand.h"

struct problems;

struct order_up_to_config {
    double cover_days, review_days, service_level;
};
struct reorder_point_config {
    double reorder_units, quantity_units, reorder_days, quantity_days;
};

struct stock_config {
    struct choice policy;
    int on_stockout;
    struct distribution lead_time_d;
    double opening_days;
    double record_error, found_share;
    struct distribution count_s;
    bool count_staffed;
};
extern const struct field stock_fields[];
void stock_check(const struct stock_config *config, struct problems *problems);

/* The smallest stock that covers demand of this mean and standard deviation with the given probability:
 * Poisson where the variance is that of a Poisson variable or less, else normal. The newsvendor's quantity at
 * the critical ratio. */
double stock_level_for(double mean, double sd, double service_level);

/* What was ordered from suppliers at one review. */
struct purchase_line {
    struct entity entity;
    int sku;
    int64_t units;
    struct purchase_line *next;
};
struct purchase {
    struct purchase_line *lines;
};
struct supply_door {
    void (*accept)(void *stage, struct purchase *purchase, double lead_time_s);
    void *stage;
};

struct purchasing;
/* Purchases leave by `supply`; `by_truck` says that they come through inbound. */
struct purchasing *purchasing_create(const struct stock_config *config, const struct demand_plan *plan,
                                     struct sim *sim, bool by_truck, struct supply_door supply);
/* Units of a SKU that the policy aims at, and the most that it may open with. */
int64_t purchasing_target(const struct stock_config *config, const struct demand_plan *plan, int sku,
                          bool by_truck);
int64_t purchasing_opening_most(const struct stock_config *config, const struct demand_plan *plan, int sku,
                                bool by_truck);
/* Units on hand of a SKU at time 0. */
int64_t purchasing_opening(const struct purchasing *purchasing, int sku);
/* Units were demanded, or with a negative number are not wanted any more. */
void purchasing_demanded(struct purchasing *purchasing, int sku, int64_t units);
/* `expected` units are no longer on order; `came` of them (or others) are on hand. */
void purchasing_arrived(struct purchasing *purchasing, int sku, int64_t expected, int64_t came);

struct purchase_line *purchasing_new_line(struct purchasing *purchasing);
void purchasing_free_line(struct purchasing *purchasing, struct purchase_line *line);

#endif
