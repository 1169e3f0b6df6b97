/* SPDX-License-Identifier: MIT */
/* outlook.h - what one series' history says about the days after it, before calibration: two views.
 *
 * The first is the regression (ridge.h). The second is the same weekday last year times growth, freed of
 * moved events; where the history is shorter than a year and a month, the theta method (theta.h). Both give a
 * median and a standard deviation of the logarithm of count + offset. */
#ifndef MODELS_FORECAST_OUTLOOK_H
#define MODELS_FORECAST_OUTLOOK_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct event_calendar;
struct frame;
struct history_series;
struct ridge;

enum second_view { VIEW_LAST_YEAR, VIEW_THETA, VIEW_NONE };

struct effect { /* of an event's day, by which counts are multiplied */
    int event, offset;
    double log, sd;
    int seen; /* times in the history */
};

struct outlook {
    int64_t first; /* the first day to come */
    int horizon;
    double offset;                               /* counts are seen as log(count + offset) */
    double *ridge, *ridge_sd, *other, *other_sd; /* by day */
    enum second_view view;
    bool *closed; /* no trade: the forecast is 0 */
    bool *event;  /* an event acts */
    double *rows; /* horizon x columns: coefficients' part of the covariance (ridge_forecast) */
    struct frame *frame;
    struct ridge *fit;
    double *log_counts; /* of the past, where seen; where censored, as expected given the count */
    bool *seen, *censored;
    struct effect *effects;
    int effect_count;
};

/* `like` (NULL = none): an analogous series, whose effects are the prior. */
struct outlook *outlook_create(struct arena *arena, const struct history_series *past, int horizon,
                               const struct event_calendar *calendar, const struct outlook *like);

#endif
