/* SPDX-License-Identifier: MIT */
/* paths.h - channels whose days come from a forecast: replication r takes path r of the model.
 *
 * A value of a path is the number of orders that come on that day, not an expectation: they are placed within
 * the day and not drawn again, so that the spread of the forecast reaches the results once. Channels that
 * name series of one file take them from the same path. */
#ifndef MODELS_DEMAND_PATHS_H
#define MODELS_DEMAND_PATHS_H

#include "models/demand/demand.h"

struct forecast_model;
struct stream;

struct channel_paths {
    const struct forecast_model *model; /* NULL: the channel has no forecast */
    int number;                         /* of the model among those of the scenario */
    int series;
    double orders_per_day; /* mean over the run, without scale and events */
};

/* By channel. Problems: keys beside a forecast, no such series, days outside the forecast. */
const struct channel_paths *paths_plan(struct arena *arena, const struct demand_config *config,
                                       struct moment start, double days, struct problems *problems);
/* What a replication takes of a model, series after series: day totals, and by hour how far shares drift. */
struct drawn_path {
    double *days, *drift;
};
/* By number of the model. */
const struct drawn_path *paths_draw(const struct channel_paths *channels, int count, struct sim *sim);

/* Orders of a day; 0 outside the forecast. */
double paths_orders(const struct channel_paths *channel, const struct drawn_path *drawn, int64_t day);
double paths_mean(const struct channel_paths *channel, int64_t day);
/* Weight (mean 1) of a time of a day: of the forecast's hours, or of the profile where the history had none.
 * `drawn` NULL: without drift, as expected. */
double paths_weight(const struct channel_paths *channel, const struct drawn_path *drawn,
                    const struct profile *profile, int64_t day, int64_t second_of_day);
/* The forecast knows hours and how they scatter. */
bool paths_know_hours(const struct channel_paths *channel);
/* Variance over mean of an hour's orders given the day's; 1 where the history had no hours. */
double paths_dispersion(const struct channel_paths *channel);

/* Spreads `orders` over segments of these weights (which are used up). With a dispersion above 1 they are
 * independent negative binomial counts given their sum: gamma shares of shape orders x weight / (dispersion -
 * 1), then multinomial, which makes the variance orders x dispersion / (orders + dispersion - 1) times that
 * of a multinomial. */
void paths_place(double *weights, int segments, int64_t orders, double dispersion, struct stream *stream,
                 int64_t *counts);

#endif
