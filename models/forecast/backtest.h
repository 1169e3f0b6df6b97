/* SPDX-License-Identifier: MIT */
/* backtest.h - how a forecast made at a past day compares with what came, and with two naive ones.
 *
 * Only days that were seen are scored. Errors are of the median; shares of the sum of counts. */
#ifndef MODELS_FORECAST_BACKTEST_H
#define MODELS_FORECAST_BACKTEST_H

#include <stdbool.h>
#include <stdint.h>

struct forecast_series;
struct history_series;

enum method { METHOD_FORECAST, METHOD_NAIVE_7, METHOD_NAIVE_364, METHODS };

struct accuracy {
    double wape, peak_wape; /* sum of absolute errors over sum of counts */
    double largest;         /* forecast over count on the largest day, less 1 */
    double bias;            /* sum of errors over sum of counts */
    double mase;            /* mean absolute error over that of the seasonal naive (7) within the history */
    int days;               /* scored: those the method says something of */
};

struct backtest {
    int64_t origin; /* the last day known */
    int days, peak_days;
    int64_t largest_day;
    struct accuracy accuracy[METHODS];
    double pinball;                                      /* mean over 11 quantiles, over the mean count */
    double cover80, cover95, peak_cover80, peak_cover95; /* NaN without days */
    double weight;
    int peaks;
};

/* Month x 100 + day; 0 = the ten days around the largest (seven before, two after). */
struct peak_days {
    int from, to;
};

/* `all` is the whole history, `model` was fitted to it up to `origin`. False without a day to score. */
bool backtest_score(const struct history_series *all, int64_t origin, int horizon,
                    const struct forecast_series *model, struct peak_days peak, struct backtest *result);
/* What each method said of day `h` (from 0) after the origin; false where nothing was seen on it. */
bool backtest_day(const struct history_series *all, int64_t origin, int h,
                  const struct forecast_series *model, double said[METHODS], double *count);
/* Days to go back to where none are named: some weeks before the largest day of each year; ascending. */
int backtest_origins(const struct history_series *all, int horizon, int64_t *origins, int most);

#endif
