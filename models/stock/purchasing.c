/* SPDX-License-Identifier: MIT */
/* purchasing.c - order-up-to at reviews, or a reorder point watched continuously. */
#include "models/stock/purchasing.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/slab.h"

/* What the user can set */

static const struct field order_up_to_fields[] = {
    {FIELD(struct order_up_to_config, cover_days), .min = 0, .max = 3650, .preset = 14, .unit = "d",
     .doc = "The order-up-to level covers the expected demand of so many days."},
    {FIELD(struct order_up_to_config, review_days), .min = 0.01, .max = 365, .preset = 1, .unit = "d",
     .doc = "Days between reviews; the first is at time 0."},
    {FIELD(struct order_up_to_config, service_level), .min = 0, .max = 0.999999, .preset = 0.99,
     .doc = "The level is at least one case above the demand between a review and the delivery after the "
            "next one, at this "
            "probability."},
    {0},
};
static const struct field reorder_point_fields[] = {
    {FIELD(struct reorder_point_config, reorder_units), .min = 0, .max = 1e9, .preset = 0,
     .doc = "Reorder point in units, the same for every SKU; added to reorder_days."},
    {FIELD(struct reorder_point_config, quantity_units), .min = 0, .max = 1e9, .preset = 0,
     .doc = "Order quantity in units, the same for every SKU; added to quantity_days."},
    {FIELD(struct reorder_point_config, reorder_days), .min = 0, .max = 3650, .preset = 0, .unit = "d",
     .doc = "Reorder point in days of expected demand."},
    {FIELD(struct reorder_point_config, quantity_days), .min = 0, .max = 3650, .preset = 0, .unit = "d",
     .doc = "Order quantity in days of expected demand."},
    {0},
};
static const struct option order_up_to = {"order_up_to",
                                          "At each review order whole cases up to a level (R,S).",
                                          order_up_to_fields, sizeof(struct order_up_to_config)};
static const struct option reorder_point = {"reorder_point",
                                            "As soon as the position falls to r order Q (r,Q). With inbound, "
                                            "what was ordered during a day leaves at its end.",
                                            reorder_point_fields, sizeof(struct reorder_point_config)};
static const struct option *const policies[] = {&order_up_to, &reorder_point, NULL};
static const char *const stockouts[] = {"backorder", "cancel_line", NULL};

const struct field stock_fields[] = {
    {CHOICE(struct stock_config, policy, policies), .preset_json = "{\"order_up_to\": {}}",
     .doc = "When and how much is ordered from suppliers."},
    {ENUM(struct stock_config, on_stockout, stockouts), .preset = 0,
     .doc = "A line without enough stock waits (backorder), or is struck off its order whole (cancel_line)."},
    {FIELD(struct stock_config, lead_time_d), .min = 0, .max = 365, .preset_json = "1", .unit = "d",
     .doc = "From a purchase order to the truck's arrival, or to sellable stock where inbound is left out."},
    {FIELD(struct stock_config, opening_days), .min = -1, .max = 3650, .preset = -1, .unit = "d",
     .doc = "Opening stock in days of expected demand; -1 opens at the policy's target."},
    {FIELD(struct stock_config, record_error), .min = 0, .max = 0.5, .preset = 0,
     .doc = "Share of the lines picked that find less than the record says: the rest is picked again from "
            "other units, and the place is recounted."},
    {FIELD(struct stock_config, found_share), .min = 0, .max = 1, .preset = 0.5,
     .doc = "Share of recounts that find the missing units; the others write them off."},
    {FIELD(struct stock_config, count_s), .min = 0, .max = 864000, .preset_json = "120", .unit = "s",
     .doc = "Time to recount a place."},
    {FIELD(struct stock_config, count_staffed), .preset = 1,
     .doc = "Whether recounts need people where the scenario has teams."},
    {0},
};

void stock_check(const struct stock_config *config, struct problems *problems) {
    if (config->policy.is != &reorder_point)
        return;
    const struct reorder_point_config *policy = config->policy.config;
    if (policy->quantity_units <= 0 && policy->quantity_days <= 0)
        problem_of(problems, "stock.policy.reorder_point", "give quantity_units or quantity_days",
                   "orders no units");
}

/* What it remembers */

struct sku_purchasing {
    int64_t position;
    int level;    /* order up to, or reorder point */
    int quantity; /* of an order: a case, or Q */
};

struct purchasing {
    struct sim *sim;
    const struct stock_config *config;
    const struct catalogue *catalogue;
    struct sku_purchasing *skus;
    struct supply_door supply;
    struct slab lines;
    struct stream lead_times; /* sequential: one draw per purchase */
    uint64_t opening_key;
    struct purchase_line **collected; /* by merchant, of a reorder point */
    bool by_truck;
};

double stock_level_for(double mean, double sd, double service_level) {
    enum { LARGE_MEAN = 1000000 }; /* above it a Poisson variable is normal for all purposes */
    double normal = mean + sd * gsl_cdf_ugaussian_Pinv(service_level);
    if (sd * sd > mean * (1.0 + 1e-9) || mean > LARGE_MEAN)
        return normal;
    int level = (int)fmax(0.0, normal);
    while (level > 0 && gsl_cdf_poisson_P((unsigned)(level - 1), mean) >= service_level)
        level--;
    while (gsl_cdf_poisson_P((unsigned)level, mean) < service_level)
        level++;
    return level;
}

/* Reviews: every SKU that lacks whole cases; one purchase per merchant, whose suppliers deliver together. */

static void send(struct purchasing *purchasing, struct purchase_line *lines) {
    struct purchase purchase = {.lines = lines};
    double lead_time_s =
        distribution_draw(&purchasing->config->lead_time_d, &purchasing->lead_times) * SECONDS_A_DAY;
    purchasing->supply.accept(purchasing->supply.stage, &purchase, lead_time_s);
}

static struct purchase_line *order_line(struct purchasing *purchasing, int sku, int64_t units,
                                        struct purchase_line *next) {
    struct purchase_line *line = purchasing_new_line(purchasing);
    *line = (struct purchase_line){.entity = {(uint64_t)sku + 1}, .sku = sku, .units = units, .next = next};
    purchasing->skus[sku].position += units;
    return line;
}

static void on_review(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct purchasing *purchasing = self;
    const struct catalogue *catalogue = purchasing->catalogue;
    for (int merchant = 0; merchant < catalogue->merchant_count; merchant++) {
        struct purchase_line *lines = NULL;
        for (int k = 0; k < catalogue->merchant_skus[merchant]; k++) {
            int i = catalogue->sku_of[merchant][k];
            const struct sku_purchasing *sku = &purchasing->skus[i];
            int64_t cases = (sku->level - sku->position) / sku->quantity;
            if (cases > 0)
                lines = order_line(purchasing, i, cases * sku->quantity, lines);
        }
        if (lines)
            send(purchasing, lines);
    }
    const struct order_up_to_config *policy = purchasing->config->policy.config;
    sim_after(sim, policy->review_days * SECONDS_A_DAY, on_review, purchasing, NULL);
}

struct purchase_line *purchasing_new_line(struct purchasing *purchasing) {
    return slab_take(&purchasing->lines);
}

void purchasing_free_line(struct purchasing *purchasing, struct purchase_line *line) {
    slab_give(&purchasing->lines, line);
}

/* Where trucks bring them, the purchases of a day leave together at its end; else each at once. */

static void send_collected(struct purchasing *purchasing, int merchant) {
    struct purchase_line *lines = purchasing->collected[merchant];
    purchasing->collected[merchant] = NULL;
    if (lines)
        send(purchasing, lines);
}

static void on_day_ended(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct purchasing *purchasing = self;
    for (int merchant = 0; merchant < purchasing->catalogue->merchant_count; merchant++)
        send_collected(purchasing, merchant);
    sim_after(sim, SECONDS_A_DAY, on_day_ended, self, NULL);
}

/* Positions */

void purchasing_demanded(struct purchasing *purchasing, int i, int64_t units) {
    struct sku_purchasing *sku = &purchasing->skus[i];
    sku->position -= units;
    if (purchasing->config->policy.is != &reorder_point)
        return;
    int merchant = purchasing->catalogue->skus[i].merchant;
    if (sku->position > sku->level)
        return;
    int64_t orders = (sku->level - sku->position) / sku->quantity + 1;
    struct purchase_line **collected = &purchasing->collected[merchant];
    *collected = order_line(purchasing, i, orders * sku->quantity, *collected);
    if (!purchasing->by_truck)
        send_collected(purchasing, merchant);
}

void purchasing_arrived(struct purchasing *purchasing, int sku, int64_t expected, int64_t came) {
    purchasing->skus[sku].position += came - expected; /* what was expected already counts */
}

int64_t purchasing_opening(const struct purchasing *purchasing, int sku) {
    return purchasing->skus[sku].position;
}

/* Levels */

#define DOCK_DAYS 1.0 /* a delivery is expected to spend between gate and shelf */

static int order_up_to_level(const struct stock_config *config, const struct demand_plan *plan, int i,
                             double dock_days) {
    const struct order_up_to_config *policy = config->policy.config;
    double units_per_day = plan->sku_units_per_day[i];
    double exposed = units_per_day * (policy->review_days + config->lead_time_d.mean + dock_days);
    double safe = stock_level_for(exposed, sqrt(exposed), policy->service_level);
    double level =
        fmax(ceil(units_per_day * policy->cover_days), safe + plan->catalogue->skus[i].units_per_case);
    return (int)fmin(level, 1e9);
}

static int reorder_point_level(const struct stock_config *config, double units_per_day) {
    const struct reorder_point_config *policy = config->policy.config;
    return (int)fmin(policy->reorder_units + ceil(units_per_day * policy->reorder_days), 1e9);
}

static int reorder_quantity(const struct stock_config *config, double units_per_day) {
    const struct reorder_point_config *policy = config->policy.config;
    return (int)fmin(fmax(1.0, policy->quantity_units + ceil(units_per_day * policy->quantity_days)), 1e9);
}

static double dock_days(bool by_truck) {
    return by_truck ? DOCK_DAYS : 0.0;
}

int64_t purchasing_target(const struct stock_config *config, const struct demand_plan *plan, int sku,
                          bool by_truck) {
    double units_per_day = plan->sku_units_per_day[sku];
    if (config->policy.is == &reorder_point)
        return (int64_t)reorder_point_level(config, units_per_day) + reorder_quantity(config, units_per_day);
    return order_up_to_level(config, plan, sku, dock_days(by_truck));
}

/* Opening stock given in days of demand; below 0 where the policy's target counts. */
static int64_t opening_given(const struct stock_config *config, double units_per_day) {
    return config->opening_days < 0 ? -1 : (int64_t)fmin(ceil(units_per_day * config->opening_days), 1e9);
}

int64_t purchasing_opening_most(const struct stock_config *config, const struct demand_plan *plan, int sku,
                                bool by_truck) {
    int64_t given = opening_given(config, plan->sku_units_per_day[sku]);
    return given >= 0 ? given : purchasing_target(config, plan, sku, by_truck);
}

static void set_levels(struct purchasing *purchasing, const struct demand_plan *plan, int i) {
    struct sku_purchasing *sku = &purchasing->skus[i];
    const struct stock_config *config = purchasing->config;
    double units_per_day = plan->sku_units_per_day[i];
    if (config->policy.is == &reorder_point) {
        sku->level = reorder_point_level(config, units_per_day);
        sku->quantity = reorder_quantity(config, units_per_day);
        sku->position = sku->level + (int64_t)sku->quantity;
    } else {
        sku->level = order_up_to_level(config, plan, i, dock_days(purchasing->by_truck));
        sku->quantity = plan->catalogue->skus[i].units_per_case;
        /* As found on an arbitrary day: somewhere in the last case below the level. */
        struct stream stream = stream_keyed(purchasing->opening_key, (uint64_t)i);
        sku->position = sku->level - (int)stream_below(&stream, (uint32_t)sku->quantity);
    }
    int64_t given = opening_given(config, units_per_day);
    if (given >= 0)
        sku->position = given;
}

struct purchasing *purchasing_create(const struct stock_config *config, const struct demand_plan *plan,
                                     struct sim *sim, bool by_truck, struct supply_door supply) {
    struct purchasing *purchasing = sim_alloc(sim, sizeof *purchasing);
    *purchasing =
        (struct purchasing){.sim = sim, .config = config, .catalogue = plan->catalogue, .supply = supply};
    slab_init(&purchasing->lines, sim_arena(sim), sizeof(struct purchase_line));
    purchasing->skus = sim_alloc(sim, sizeof *purchasing->skus * (size_t)plan->catalogue->count);
    purchasing->lead_times = sim_stream(sim, "stock/lead_times");
    purchasing->opening_key = sim_stream_key(sim, "stock/opening");
    purchasing->by_truck = by_truck;
    for (int i = 0; i < plan->catalogue->count; i++)
        set_levels(purchasing, plan, i);
    purchasing->collected =
        sim_alloc(sim, sizeof *purchasing->collected * (size_t)plan->catalogue->merchant_count);
    if (config->policy.is == &order_up_to)
        sim_at(sim, 0, on_review, purchasing, NULL);
    else if (by_truck)
        sim_at(sim, sim_midnight(sim, (struct date){sim_date(sim, 0).day + 1}), on_day_ended, purchasing,
               NULL);
    return purchasing;
}
