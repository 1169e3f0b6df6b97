/* SPDX-License-Identifier: MIT */
/* demand.c - what a user can say about demand, and what follows from it once per scenario. */
#include "models/demand/demand.h"
#include "models/demand/paths.h"
#include "models/demand/rates.h"

#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"

/* Profiles by hour of day. Sources: docs/model.md, "Demand". */

static const double flat_weights[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
static const double evening_weights[] = {2.4, 1.3, 0.8, 0.5, 0.4, 0.6, 1.2, 2.4, 3.8, 4.8, 5.4, 5.6,
                                         5.5, 5.2, 5.1, 5.1, 5.2, 5.5, 6.0, 6.9, 7.8, 7.9, 6.4, 4.2};
static const double office_weights[] = {0,    0,    0,    0,    0,   0,   0.2, 0.5, 4.6, 8.5, 11.0, 12.0,
                                        16.2, 14.0, 11.8, 10.0, 5.6, 2.7, 1.3, 0.9, 0.5, 0.2, 0,    0};

const struct named_profile demand_profiles[] = {
    {"flat", "The same all day.", 24, flat_weights},
    {"evening", "Consumer web shop: a plateau by day and a peak from 19 to 22 h.", 24, evening_weights},
    {"office", "Business hours: most orders from 9 to 17 h, noon the busiest hour.", 24, office_weights},
    {0},
};

/* What the user can set */

const struct field service_fields[] = {
    {FIELD(struct service_config, name), .required = true, .doc = "Name of the service, such as express."},
    {FIELD(struct service_config, share), .min = 0, .max = 1, .required = true,
     .doc = "Share of the channel's orders; shares are scaled to add up to 1."},
    {FIELD(struct service_config, priority), .min = -100, .max = 100, .preset = 0,
     .doc = "Orders of a higher priority are always more urgent."},
    {0},
};

static const struct field day_orders_fields[] = {
    {FIELD(struct day_orders_row, date), .required = true, .doc = "The day."},
    {FIELD(struct day_orders_row, orders), .min = 0, .max = 1e9, .required = true,
     .doc = "Orders expected on that day."},
    {0},
};

static const struct field channel_fields[] = {
    {FIELD(struct channel_config, name), .required = true, .doc = "Name of the channel."},
    {FIELD(struct channel_config, forecast),
     .doc = "forecast.json of fcsim forecast: replication r has the orders of path r, day by day."},
    {FIELD(struct channel_config, forecast_series), .preset_json = "\"\"",
     .doc = "Series of the forecast; empty takes the only one, or the one of the channel's name."},
    {FIELD(struct channel_config, orders_per_day), .min = 0, .max = 1e8, .preset = 0, .unit = "orders/day",
     .doc = "Expected orders a day, averaged over the profile."},
    {ROWS(struct channel_config, orders_by_date, day_orders_fields),
     .doc = "CSV file with the expected orders of single days; other days keep orders_per_day."},
    {SCALARS(struct channel_config, weekdays, FIELD_REAL), .min = 0, .max = 1e6, .min_count = DAYS_A_WEEK,
     .max_count = DAYS_A_WEEK, .preset_json = "[1, 1, 1, 1, 1, 1, 1]",
     .doc = "Seven weights, from Monday: how the orders of a week divide among its days."},
    {FIELD(struct channel_config, profile), .profiles = demand_profiles, .min = 0, .max = 1e9,
     .preset_json = "\"flat\"",
     .doc =
         "Weights by hour of the day (24, or a multiple for finer steps) or of the week from Monday (168)."},
    {FIELD(struct channel_config, day_cv), .min = 0, .max = 3, .preset = 0,
     .doc =
         "Coefficient of variation of a gamma factor on each day's rate (0.2 was measured on a web shop)."},
    {FIELD(struct channel_config, hour_cv), .min = 0, .max = 3, .preset = 0,
     .doc = "Coefficient of variation of a gamma factor on each hour's rate."},
    {FIELD(struct channel_config, lines), .min = 0, .max = 10000, .preset_json = "1", .unit = "lines",
     .doc = "Lines of an order, rounded to a whole number of at least 1."},
    {FIELD(struct channel_config, units), .min = 0, .max = 1e6, .preset_json = "1", .unit = "units",
     .doc = "Units of a line, rounded to a whole number of at least 1."},
    {LIST(struct channel_config, services, service_fields),
     .doc = "Classes of service that customers choose."},
    {FIELD(struct channel_config, cancel_share), .min = 0, .max = 1, .preset = 0,
     .doc =
         "Share of orders that the customer wants to cancel; it works while the order waits before packing."},
    {FIELD(struct channel_config, cancel_after_min), .min = 0, .max = 1e6,
     .preset_json = "{\"exponential\": {\"mean\": 60}}", .unit = "min",
     .doc = "Time from creation to the wish to cancel."},
    {0},
};

static const struct field event_fields[] = {
    {FIELD(struct event_config, name), .required = true,
     .doc = "Name of the promotion, livestream or viral event."},
    {FIELD(struct event_config, channel), .required = true, .doc = "Channel whose rate it multiplies."},
    {FIELD(struct event_config, start), .required = true, .doc = "When it begins."},
    {FIELD(struct event_config, start_spread_h), .min = 0, .max = 8760, .preset = 0, .unit = "h",
     .doc = "The start is later by a uniform random time up to this."},
    {FIELD(struct event_config, peak_factor), .min = 1, .max = 1000, .preset_json = "10",
     .doc = "Multiplies the channel's rate at the peak (10 to 100 for a livestream)."},
    {FIELD(struct event_config, ramp_min), .min = 0, .max = 100000, .preset = 15, .unit = "min",
     .doc = "Linear rise to the peak."},
    {FIELD(struct event_config, hold_min), .min = 0, .max = 100000, .preset = 60, .unit = "min",
     .doc = "Time at the peak."},
    {FIELD(struct event_config, half_life_h), .min = 0, .max = 8760, .preset = 3, .unit = "h",
     .doc = "Half-life of the decay after the peak; 0 ends at once."},
    {FIELD(struct event_config, sku_share), .min = 0, .max = 1, .preset = 0.8,
     .doc = "Share of the extra orders whose first line is one of the SKUs hit."},
    {SCALARS(struct event_config, skus, FIELD_INT), .min = 1, .max = 2000000, .preset_json = "[1]",
     .min_count = 1, .doc = "The SKUs hit, by rank of popularity."},
    {FIELD(struct event_config, dip), .min = 0, .max = 1, .preset = 0,
     .doc = "Share of the channel's normal orders that is missing after the event (demand pulled forward)."},
    {FIELD(struct event_config, dip_h), .min = 0, .max = 8760, .preset = 24, .unit = "h",
     .doc = "How long the dip lasts."},
    {0},
};

static const struct field order_book_fields[] = {
    {FIELD(struct order_book_row, order_id), .required = true,
     .doc = "Lines with the same text make one order."},
    {FIELD(struct order_book_row, created), .required = true,
     .doc = "When the order came in; rows are in time order."},
    {FIELD(struct order_book_row, sku), .required = true, .doc = "Code of the SKU."},
    {FIELD(struct order_book_row, quantity), .min = 1, .max = 1e8, .required = true,
     .doc = "Units of the line."},
    {FIELD(struct order_book_row, merchant), .preset_json = "\"\"",
     .doc = "Merchant; empty takes the SKU's."},
    {FIELD(struct order_book_row, service), .preset_json = "\"\"", .doc = "Service class; empty for none."},
    {0},
};

static const struct field replay_fields[] = {
    {ROWS(struct replay_config, file, order_book_fields), .required = true,
     .doc = "CSV file (also gzipped) with a row per order line."},
    {FIELD(struct replay_config, shift_days), .min = -100000, .max = 100000, .preset = 0, .unit = "d",
     .doc = "Days added to every time (whole weeks keep weekdays)."},
    {FIELD(struct replay_config, scale), .min = 0, .max = 1000, .preset = 1,
     .doc = "Volume: below 1 each order stays with this probability, above 1 independent copies within the "
            "hour are added."},
    {FIELD(struct replay_config, from), .preset_json = "\"0001-01-01\"",
     .doc = "First day of the file that is used."},
    {FIELD(struct replay_config, to), .preset_json = "\"9999-12-31\"",
     .doc = "Last day of the file that is used."},
    {0},
};

const struct field demand_fields[] = {
    {FIELD(struct demand_config, scale), .min = 0, .max = 1000, .preset = 1,
     .doc = "Multiplies all demand: the rate of every channel, or the volume of a replay."},
    {LIST(struct demand_config, channels, channel_fields), .doc = "Where orders are drawn."},
    {LIST(struct demand_config, events, event_fields), .doc = "Promotions, livestreams and viral events."},
    {SECTION(struct demand_config, replay, replay_fields),
     .doc = "Replays an order book instead of drawing orders."},
    {0},
};

/* Rules across fields */

static int find_channel(const struct demand_config *config, const char *name) {
    for (int c = 0; c < config->channels_count; c++)
        if (strcmp(config->channels[c].name, name) == 0)
            return c;
    return -1;
}

static void check_service_shares(const struct channel_config *channel, struct problems *problems,
                                 struct arena *arena) {
    double sum = 0.0;
    for (int k = 0; k < channel->services_count; k++)
        sum += channel->services[k].share;
    if (channel->services_count && !(sum > 0))
        problem_of(problems, arena_format(arena, "demand.channels.%s.services", channel->name), NULL,
                   "shares must not all be 0");
}

static double sum_of_week(const struct channel_config *channel) {
    double sum = 0.0;
    for (int d = 0; d < channel->weekdays_count; d++)
        sum += channel->weekdays[d];
    return sum;
}

static void check_weekdays(const struct channel_config *channel, struct problems *problems,
                           struct arena *arena) {
    if (!(sum_of_week(channel) > 0.0))
        problem_of(problems, arena_format(arena, "demand.channels.%s.weekdays", channel->name), NULL,
                   "must have a weight above 0");
}

void demand_check(const struct demand_config *config, struct problems *problems, struct arena *arena) {
    if (config->replay && config->channels_count)
        problem_of(problems, "demand.replay", "keep one of the two",
                   "an order book and channels exclude each other");
    if (!config->replay && !config->channels_count)
        problem_of(problems, "demand", "add \"channels\": [...] or \"replay\": {...}", "has no orders");
    if (config->replay && config->replay->from.day > config->replay->to.day)
        problem_of(problems, "demand.replay.to", NULL, "must not be before \"from\"");
    for (int c = 0; c < config->channels_count; c++)
        check_weekdays(&config->channels[c], problems, arena);
    for (int c = 0; c < config->channels_count; c++) {
        int weights = config->channels[c].profile.count;
        if (weights != HOURS_A_WEEK && (weights == 0 || SECONDS_A_DAY % weights != 0))
            problem_of(problems, arena_format(arena, "demand.channels.%s.profile", config->channels[c].name),
                       NULL, "must have 168 weights for a week, or 24, 48, 96, 288 ... for a day; found %d",
                       weights);
    }
    for (int c = 0; c < config->channels_count; c++)
        check_service_shares(&config->channels[c], problems, arena);
    for (int e = 0; e < config->events_count; e++) {
        const struct event_config *event = &config->events[e];
        if (!config->replay && find_channel(config, event->channel) < 0)
            problem_of(problems, arena_format(arena, "demand.events.%s.channel", event->name),
                       "give the name of one of demand.channels", "there is no channel \"%s\"",
                       event->channel);
        if (config->replay)
            problem_of(problems, arena_format(arena, "demand.events.%s", event->name), NULL,
                       "an event needs a channel, and an order book has none");
    }
}

/* What follows from it */

static int service_index(struct demand_plan *plan, const char *name) {
    for (int s = 0; s < plan->service_count; s++)
        if (strcmp(plan->service_names[s], name) == 0)
            return s;
    plan->service_names[plan->service_count] = name;
    return plan->service_count++;
}

static void plan_services(struct arena *arena, struct demand_plan *plan) {
    const struct demand_config *config = plan->config;
    int most = 0;
    for (int c = 0; c < config->channels_count; c++)
        most += config->channels[c].services_count;
    plan->service_names = arena_array(arena, const char *, most + 1);
    plan->channel_services = arena_array(arena, int *, config->channels_count + 1);
    plan->service_draw = arena_array(arena, const struct alias *, config->channels_count + 1);
    for (int c = 0; c < config->channels_count; c++) {
        const struct channel_config *channel = &config->channels[c];
        double *shares = arena_array(arena, double, channel->services_count);
        plan->channel_services[c] = arena_array(arena, int, channel->services_count);
        for (int k = 0; k < channel->services_count; k++) {
            plan->channel_services[c][k] = service_index(plan, channel->services[k].name);
            shares[k] = channel->services[k].share;
        }
        if (channel->services_count)
            plan->service_draw[c] = alias_create(arena, shares, channel->services_count);
    }
}

double channel_orders_on(const struct channel_config *channel, struct date day) {
    for (int i = channel->orders_by_date_count - 1; i >= 0; i--)
        if (channel->orders_by_date[i].date.day == day.day)
            return channel->orders_by_date[i].orders;
    return channel->orders_per_day * channel->weekdays[date_weekday(day)] * DAYS_A_WEEK /
           sum_of_week(channel);
}

bool channel_same_every_day(const struct channel_config *channel) {
    bool same = channel->profile.count != HOURS_A_WEEK;
    for (int d = MONDAY; d < DAYS_A_WEEK; d++)
        same &= channel->weekdays[d] == channel->weekdays[MONDAY];
    return same;
}

/* Those expected from one moment to another; within a day evenly. */
static double orders_between(const struct channel_config *channel, struct moment from, struct moment to) {
    double orders = 0.0;
    for (struct date day = moment_date(from); day.day * SECONDS_A_DAY < to.seconds; day.day++) {
        int64_t midnight = day.day * SECONDS_A_DAY, next = midnight + SECONDS_A_DAY;
        int64_t first = from.seconds > midnight ? from.seconds : midnight,
                last = to.seconds < next ? to.seconds : next;
        orders += channel_orders_on(channel, day) * (double)(last - first) / SECONDS_A_DAY;
    }
    return orders;
}

/* Orders a day averaged over the horizon, for the stock policy and the workload estimate. */
static double mean_orders_per_day(const struct demand_plan *plan, int c, struct moment start, double days) {
    const struct demand_config *config = plan->config;
    const struct channel_config *channel = &config->channels[c];
    const struct channel_paths *paths = &plan->paths[c];
    struct moment end = {start.seconds + (int64_t)(days * SECONDS_A_DAY)};
    double total = paths->model ? paths->orders_per_day * days : orders_between(channel, start, end);
    for (int e = 0; e < config->events_count; e++)
        if (strcmp(config->events[e].channel, channel->name) == 0)
            total += event_extra_orders(&config->events[e], channel, paths, start, end);
    return total / days;
}

static double at_least_one(double mean) {
    return mean > 1.0 ? mean : 1.0;
}

/* A channel without expected orders may still get some (a sweep, another horizon): its services must have
 * carriers. */
#define TINY_DEMAND 1e-9

static void expect_services(struct demand_plan *plan, int c, double orders) {
    const struct channel_config *channel = &plan->config->channels[c];
    double shares = 0.0;
    for (int k = 0; k < channel->services_count; k++)
        shares += channel->services[k].share;
    for (int k = 0; k < channel->services_count; k++)
        plan->service_share[plan->channel_services[c][k]] +=
            (orders > 0 ? orders : TINY_DEMAND) * channel->services[k].share / shares;
    if (!channel->services_count)
        plan->service_share[plan->service_count] += orders > 0 ? orders : TINY_DEMAND;
}

static void expect_channels(struct demand_plan *plan, struct moment start, double days) {
    double lines = 0, units = 0;
    for (int c = 0; c < plan->config->channels_count; c++) {
        const struct channel_config *channel = &plan->config->channels[c];
        double orders = mean_orders_per_day(plan, c, start, days) * plan->config->scale;
        plan->orders_per_day += orders;
        expect_services(plan, c, orders);
        lines += orders * at_least_one(channel->lines.mean);
        units += orders * at_least_one(channel->lines.mean) * at_least_one(channel->units.mean);
    }
    plan->lines_per_order = plan->orders_per_day > 0 ? lines / plan->orders_per_day : 1.0;
    plan->units_per_line = lines > 0 ? units / lines : 1.0;
    for (int i = 0; i < plan->catalogue->count; i++)
        plan->sku_units_per_day[i] = plan->catalogue->skus[i].share * units;
}

static void expect_book(struct demand_plan *plan) {
    const struct book *book = plan->book;
    double scale = plan->config->replay->scale * plan->config->scale, units = 0;
    for (int i = 0; i < book->line_count; i++) {
        plan->sku_units_per_day[book->lines[i].sku] += book->lines[i].units * scale / book->days;
        units += book->lines[i].units;
    }
    for (int k = 0; k < book->order_count; k++)
        plan->service_share[book->orders[k].service >= 0 ? book->orders[k].service : plan->service_count] +=
            1.0;
    plan->orders_per_day = book->order_count * scale / book->days;
    plan->lines_per_order = book->order_count ? (double)book->line_count / book->order_count : 1.0;
    plan->units_per_line = book->line_count ? units / book->line_count : 1.0;
}

struct demand_plan *demand_plan_create(struct arena *arena, const struct demand_config *config,
                                       const struct catalogue *catalogue, struct moment start, double days,
                                       struct problems *problems) {
    struct demand_plan *plan = arena_new(arena, struct demand_plan);
    plan->config = config;
    plan->catalogue = catalogue;
    plan_services(arena, plan);
    plan->paths = paths_plan(arena, config, start, days, problems);
    plan->sku_units_per_day = arena_array(arena, double, catalogue->count);
    for (int e = 0; e < config->events_count; e++)
        for (int k = 0; k < config->events[e].skus_count; k++)
            if (config->events[e].skus[k] > catalogue->count)
                problem_of(problems, arena_format(arena, "demand.events.%s.skus", config->events[e].name),
                           "give ranks of popularity, 1 for the most popular",
                           "names rank %d, but there are %d SKUs", config->events[e].skus[k],
                           catalogue->count);
    if (config->replay) {
        plan->book = book_create(arena, config->replay, catalogue, plan, problems);
        plan->service_share = arena_array(arena, double, plan->service_count + 1);
        expect_book(plan);
    } else {
        plan->service_share = arena_array(arena, double, plan->service_count + 1);
        expect_channels(plan, start, days);
    }
    double orders = 0.0;
    for (int s = 0; s <= plan->service_count; s++)
        orders += plan->service_share[s];
    for (int s = 0; s <= plan->service_count && orders > 0; s++)
        plan->service_share[s] /= orders;
    return plan;
}
