/* SPDX-License-Identifier: MIT */
/* cost.c - see cost.h. Paid hours cost their wage whether worked or idle. */
#include "models/cost/cost.h"

#include "models/orders.h"
#include "sim/base/arena.h"

#define DAYS_A_MONTH (365.25 / 12)

const struct field cost_fields[] = {
    {FIELD(struct cost_config, space_per_m2_month), .min = 0, .max = 1e6, .preset = 0,
     .unit = "currency/m2/month", .doc = "Rent and running costs of space."},
    {FIELD(struct cost_config, area_m2), .min = 0, .max = 1e8, .preset = 0, .unit = "m2",
     .doc = "Area of the building; 0 takes that of the storage block with its cross aisles."},
    {FIELD(struct cost_config, late_order), .min = 0, .max = 1e6, .preset = 0, .unit = "currency",
     .doc = "Penalty for an order that leaves late."},
    {FIELD(struct cost_config, cancelled_order), .min = 0, .max = 1e6, .preset = 0, .unit = "currency",
     .doc = "Loss on a cancelled order."},
    {FIELD(struct cost_config, packaging_per_order), .min = 0, .max = 1e6, .preset = 0, .unit = "currency",
     .doc = "Packaging of an order."},
    {FIELD(struct cost_config, fixed_per_day), .min = 0, .max = 1e9, .preset = 0, .unit = "currency/day",
     .doc = "Everything else, per day."},
    {0},
};

enum {
    M_TOTAL,
    M_WAGES,
    M_SPACE,
    M_LATE,
    M_CANCELLED,
    M_CARRIERS,
    M_PACKAGING,
    M_FIXED,
    M_PER_ORDER,
    M_PER_LINE,
    M_PER_UNIT,
    M_PER_DAY,
    COSTS
};
const struct metric cost_metrics[] = {
    [M_TOTAL] = {"cost.total", METRIC_VALUE, "currency", "Cost in the window.", .better = LOWER_IS_BETTER},
    [M_WAGES] = {"cost.wages", METRIC_VALUE, "currency", "Wages of paid hours, overtime premium included.",
                 .better = LOWER_IS_BETTER},
    [M_SPACE] = {"cost.space", METRIC_VALUE, "currency", "Cost of space in the window.",
                 .better = LOWER_IS_BETTER},
    [M_LATE] = {"cost.late", METRIC_VALUE, "currency", "Penalties for orders that left late.",
                .better = LOWER_IS_BETTER},
    [M_CANCELLED] = {"cost.cancelled", METRIC_VALUE, "currency", "Losses on cancelled orders.",
                     .better = LOWER_IS_BETTER},
    [M_CARRIERS] = {"cost.carriers", METRIC_VALUE, "currency", "Carriers' prices of departed parcels.",
                    .better = LOWER_IS_BETTER},
    [M_PACKAGING] = {"cost.packaging", METRIC_VALUE, "currency", "Packaging of departed orders.",
                     .better = LOWER_IS_BETTER},
    [M_FIXED] = {"cost.fixed", METRIC_VALUE, "currency", "Fixed costs of the window's days.",
                 .better = LOWER_IS_BETTER},
    [M_PER_ORDER] = {"cost.per_order", METRIC_VALUE, "currency/order",
                     "Cost in the window over orders departed in it.", .better = LOWER_IS_BETTER},
    [M_PER_LINE] = {"cost.per_line", METRIC_VALUE, "currency/line",
                    "Cost in the window over lines departed in it.", .better = LOWER_IS_BETTER},
    [M_PER_UNIT] = {"cost.per_unit", METRIC_VALUE, "currency/unit",
                    "Cost in the window over units departed in it.", .better = LOWER_IS_BETTER},
    [M_PER_DAY] = {"cost.per_day", METRIC_VALUE, "currency/day", "Cost in the window over its days.",
                   .better = LOWER_IS_BETTER},
    {0},
};

struct cost {
    struct sim *sim;
    const struct cost_config *config;
    const struct orders *orders;
    const struct labour *labour;
    const struct carrier_plan *carriers;
    double area_m2;
    double *values[COSTS];
};

static double carriers_price(const struct cost *cost) {
    double price = 0.0;
    for (int c = 0; cost->carriers && c < cost->carriers->count; c++)
        price += cost->carriers->carriers[c].price_per_parcel *
                 (double)orders_departed_of_carrier(cost->orders, c);
    return price;
}

static double per(double cost, int64_t count) {
    return count > 0 ? cost / (double)count : NAN;
}

static void on_cost_finish(void *self, usec end) {
    struct cost *cost = self;
    const struct cost_config *config = cost->config;
    struct order_totals totals = orders_totals(cost->orders);
    double days = sim_seconds(end - results_start(sim_results(cost->sim))) / SECONDS_A_DAY;
    double area_m2 = config->area_m2 > 0 ? config->area_m2 : cost->area_m2;
    double part[COSTS] = {0};
    part[M_WAGES] = cost->labour ? labour_wages(cost->labour, end) : 0.0;
    part[M_SPACE] = config->space_per_m2_month * area_m2 * days / DAYS_A_MONTH;
    part[M_LATE] = config->late_order * (double)totals.late;
    part[M_CANCELLED] = config->cancelled_order * (double)totals.cancelled;
    part[M_CARRIERS] = carriers_price(cost);
    part[M_PACKAGING] = config->packaging_per_order * (double)totals.departed;
    part[M_FIXED] = config->fixed_per_day * days;
    for (int i = M_WAGES; i <= M_FIXED; i++)
        part[M_TOTAL] += part[i];
    part[M_PER_ORDER] = per(part[M_TOTAL], totals.departed);
    part[M_PER_LINE] = per(part[M_TOTAL], totals.departed_lines);
    part[M_PER_UNIT] = per(part[M_TOTAL], totals.departed_units);
    part[M_PER_DAY] = days > 0 ? part[M_TOTAL] / days : NAN;
    for (int i = 0; i < COSTS; i++)
        *cost->values[i] = part[i];
}

/* Whether anything has a price; else there are no cost metrics. */
static bool anything_costs(const struct cost *cost) {
    const struct cost_config *config = cost->config;
    bool carriers_cost = false;
    for (int c = 0; cost->carriers && c < cost->carriers->count; c++)
        carriers_cost |= cost->carriers->carriers[c].price_per_parcel > 0;
    return cost->labour || carriers_cost || config->space_per_m2_month > 0 || config->late_order > 0 ||
           config->cancelled_order > 0 || config->packaging_per_order > 0 || config->fixed_per_day > 0;
}

void cost_create(const struct cost_config *config, struct sim *sim, const struct orders *orders,
                 const struct labour *labour, const struct carrier_plan *carriers, double area_m2,
                 const char *currency) {
    struct cost *cost = sim_alloc(sim, sizeof *cost);
    *cost = (struct cost){.sim = sim,
                          .config = config,
                          .orders = orders,
                          .labour = labour,
                          .carriers = carriers,
                          .area_m2 = area_m2};
    if (!anything_costs(cost))
        return;
    const size_t word = sizeof "currency" - 1; /* in the definition's unit, before what it is per */
    for (int i = 0; i < COSTS; i++) {
        const char *unit = arena_format(sim_arena(sim), "%s%s", currency, cost_metrics[i].unit + word);
        cost->values[i] = results_value(sim_results(sim), &cost_metrics[i], (struct of){.unit = unit});
    }
    results_at_finish(sim_results(sim), on_cost_finish, cost);
}
