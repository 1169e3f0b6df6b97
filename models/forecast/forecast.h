/* SPDX-License-Identifier: MIT */
/* forecast.h - daily orders to come, as a distribution from which whole paths are drawn.
 *
 * Of each series a latent path z (autoregressive, with the uncertainty of coefficients as common factors,
 * each day standard normal, series correlated) says at which rank of its distribution each day lies; the
 * day's quantile function averages those of two views (outlook.h) and is stretched by what rolling origins
 * showed. Path r follows from (seed, r) alone, so there is no end of paths. */
#ifndef MODELS_FORECAST_FORECAST_H
#define MODELS_FORECAST_FORECAST_H

#include <stdbool.h>
#include <stdint.h>
#include "models/forecast/profile.h"
#include "models/forecast/ridge.h"

struct arena;
struct event_calendar;
struct sales_history;
struct history_series;
struct outlook;
struct problems;

enum { VIEWS = 2, KNOTS = 2, DAY_KINDS = 2, MOST_FACTORS = 40, MOST_HORIZON = 800 };
enum { ORDINARY_DAY, EVENT_DAY };

/* Scores of one kind of day at inner origins. */
struct scores {
    double *size; /* |z| */
    int count;
    int peaks; /* events x years they come from */
};

struct forecast_series {
    const char *name;
    double offset;
    double weight;                     /* of the first view; the second has the rest */
    double *centre[VIEWS], *sd[VIEWS]; /* by day, of log(count + offset) */
    bool *closed, *event;
    int factors;
    double *factor;    /* days x factors */
    double *latent_sd; /* of the sum of factors and autoregression, by day */
    int lags;
    double phi[MOST_LAGS], sigma;
    double stretch[DAY_KINDS][KNOTS]; /* of the normal quantiles that bound 80 and 95 % */
    int peaks;                        /* past peaks behind the stretch of event days */
    bool pooled;                      /* ... over all series */
    int origins;                      /* of the calibration; 0 = none */
    bool like; /* effects began as those of another centre, whose past is not gone back to */
    struct profile_set profile;
    double **hours; /* by day: shares of its 24 hours where an event without history shapes them; else NULL */
    const char *view;           /* what the second view is: "last_year", "theta", "none" */
    const struct outlook *last; /* for explanations; NULL in a model read from a file */
};

struct forecast_model {
    int64_t first;
    int horizon, series_count;
    struct forecast_series *series;
    double *mix; /* lower factor of the correlation of series, series_count squared */
};

struct forecast_options {
    int64_t until;              /* the last day to forecast */
    double growth;              /* by which the forecast is multiplied; 1 */
    double growth_sd;           /* of its logarithm; 0 */
    const struct outlook *like; /* an analogous centre whose effects are the prior; NULL */
    bool calibrate;
};

/* One series; it shares nothing with others, so that series may be fitted on threads. NULL where there is
 * nothing to learn from (no day seen). `scores` are kept for forecast_finish. */
struct fitted_series {
    struct forecast_series series;
    struct scores scores[DAY_KINDS];
    double *innovation; /* by day of history */
    int64_t first_past;
    int days;
};
bool forecast_fit(struct arena *arena, const struct history_series *past,
                  const struct event_calendar *calendar, const struct forecast_options *options,
                  struct fitted_series *fitted);
/* Pools scores, correlates series. */
struct forecast_model *forecast_finish(struct arena *arena, struct fitted_series *fitted, int count,
                                       int64_t first, int horizon);

/* Realised day totals of path `path`: series x horizon into `days`. The same for the same model, seed and
 * path. */
void forecast_path(const struct forecast_model *model, uint64_t seed, int path, double *days);
/* Of the same path: by how much the share of each hour moves, series x 24 factors; 1 where nothing drifts. */
void forecast_path_drift(const struct forecast_model *model, uint64_t seed, int path, double *factor);
/* Of one series' day: the quantile at normal score z, and the mean. */
double forecast_quantile(const struct forecast_series *series, int day, double z);
double forecast_mean(const struct forecast_series *series, int day);
/* Shares of the hours of a day, NULL where the history has no hours. */
const double *forecast_hours(const struct forecast_model *model, int series, int day);

/* What paths say about the peak, of one series or (series -1) of all together. */
enum { PEAK_LEVELS = 5 };
extern const double peak_levels[PEAK_LEVELS]; /* 0.05, 0.25, 0.5, 0.75, 0.95 */
struct peak_view {
    double total[PEAK_LEVELS]; /* of all days */
    double day[PEAK_LEVELS];   /* of the largest day */
    double hour[PEAK_LEVELS];  /* of the largest hour; NaN without a profile */
    double *chance;            /* by day: of being the largest */
    int likeliest;             /* day */
};
void forecast_peak(struct arena *arena, const struct forecast_model *model, int series, uint64_t seed,
                   int paths, struct peak_view *view);

/* How a day of the past or the future comes about, as factors. */
struct decomposition {
    double level, week, year, month_day, event, rest; /* rest: NaN where nothing was seen */
};
struct decomposition forecast_decompose(const struct outlook *outlook, int day);

/* Warnings that name consequences: no future date, seen fewer than twice, shorter than a year, ... */
void forecast_warn(const struct sales_history *history, const struct event_calendar *calendar, int64_t last,
                   int64_t until, struct problems *problems);
/* Days that no part of the model explains and that therefore weigh less. */
void forecast_warn_of_outliers(const struct forecast_model *model, struct problems *problems);

#endif
