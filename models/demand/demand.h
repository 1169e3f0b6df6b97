/* SPDX-License-Identifier: MIT */
/* demand.h - where orders come from: channels that draw them, events that multiply them, or an order book. */
#ifndef MODELS_DEMAND_DEMAND_H
#define MODELS_DEMAND_DEMAND_H

#include "models/demand/catalogue.h"
#include "models/order.h"
#include "sim/config/field.h"

struct channel_paths;
struct orders;

struct service_config {
    const char *name;
    double share;
    int priority;
};

struct day_orders_row { /* of a table by date */
    struct date date;
    double orders;
};

struct channel_config {
    const char *name;
    struct file_text forecast;
    const char *forecast_series;
    double orders_per_day;
    struct day_orders_row *orders_by_date;
    int orders_by_date_count;
    double *weekdays; /* weights from Monday */
    int weekdays_count;
    struct profile profile;
    double day_cv, hour_cv;
    struct distribution lines, units;
    struct service_config *services;
    int services_count;
    double cancel_share;
    struct distribution cancel_after_min;
};

struct event_config { /* promotion, livestream, viral post */
    const char *name, *channel;
    struct moment start;
    double start_spread_h;
    struct distribution peak_factor;
    double ramp_min, hold_min, half_life_h;
    double sku_share;
    int *skus; /* by rank, from 1 */
    int skus_count;
    double dip, dip_h;
};

struct order_book_row {
    const char *order_id, *sku, *merchant, *service;
    struct moment created;
    int quantity;
};

struct replay_config {
    struct order_book_row *file;
    int file_count;
    double shift_days, scale;
    struct date from, to;
};

struct demand_config {
    double scale;
    struct channel_config *channels;
    int channels_count;
    struct event_config *events;
    int events_count;
    struct replay_config *replay;
};
extern const struct field demand_fields[];
extern const struct field service_fields[];
extern const struct named_profile demand_profiles[];

/* An order book made ready once per scenario: orders in time order, lines by SKU index. */
struct book_line {
    int sku, units;
};
struct book_order {
    struct moment created;
    int first_line, line_count;
    int merchant, service; /* -1 = not named */
};
struct book {
    struct book_order *orders;
    struct book_line *lines;
    int order_count, line_count;
    double days; /* between the first and the last order, at least 1 */
};

/* What is derived from the configuration once and shared by all replications. */
struct demand_plan {
    const struct demand_config *config;
    const struct catalogue *catalogue;
    const struct book *book;           /* NULL without replay */
    const struct channel_paths *paths; /* by channel */
    /* Services over all channels, by first mention; channel_services[c][k] is the index of its k-th. */
    int service_count;
    const char **service_names;
    int **channel_services;
    double *service_share; /* of all orders, by service; the last one of orders without a service */
    const struct alias **service_draw;                      /* by channel; NULL without services */
    double *sku_units_per_day;                              /* expected, for the stock policy */
    double orders_per_day, lines_per_order, units_per_line; /* expected */
};

/* SKUs of a replay by number of lines, for the catalogue; count by pointer. */
struct sku_use *replay_skus(struct arena *arena, const struct replay_config *config, int *count);
struct book *book_create(struct arena *arena, const struct replay_config *config,
                         const struct catalogue *catalogue, struct demand_plan *plan,
                         struct problems *problems);
/* Orders expected on a day, of a channel without a forecast: as its table says, or else as on that weekday.
 */
double channel_orders_on(const struct channel_config *channel, struct date day);
/* Whether no weekday has more orders than another, or others at other hours. */
bool channel_same_every_day(const struct channel_config *channel);
/* Weight (mean 1) of a time of the week. */
static inline double profile_weight(const struct profile *profile, int weekday, int64_t second_of_day) {
    if (profile->count == HOURS_A_WEEK)
        return profile->weights[weekday * HOURS_A_DAY + second_of_day / SECONDS_AN_HOUR];
    return profile->weights[second_of_day * profile->count / SECONDS_A_DAY];
}

void demand_check(const struct demand_config *config, struct problems *problems, struct arena *arena);
struct demand_plan *demand_plan_create(struct arena *arena, const struct demand_config *config,
                                       const struct catalogue *catalogue, struct moment start, double days,
                                       struct problems *problems);

/* Starts the sources of a replication; orders go to the door. */
void demand_create(const struct demand_plan *plan, struct sim *sim, struct orders *orders, usec end);
void replay_create(const struct demand_plan *plan, struct sim *sim, struct orders *orders, usec end);

#endif
