/* SPDX-License-Identifier: MIT */
/* forecast_view.h - pictures and report of a forecast, from numbers alone. */
#ifndef OUTPUT_FORECAST_VIEW_H
#define OUTPUT_FORECAST_VIEW_H

#include <stdbool.h>
#include <stdint.h>

struct text;

enum { FORECAST_BANDS = 3, FORECAST_LEVELS = 3, FORECAST_PARTS = 5, FORECAST_METHODS = 3 };
extern const int forecast_bands[FORECAST_BANDS]; /* 50, 80, 95 % */

/* A series, or all together. Days are in the order of the calendar. */
struct forecast_line {
    const char *name;
    const double *past; /* the days before the first, NaN where nothing was seen */
    int past_days;
    const double *mean, *low[FORECAST_BANDS], *high[FORECAST_BANDS]; /* by day to come */
    double total[FORECAST_LEVELS], day[FORECAST_LEVELS],
        hour[FORECAST_LEVELS]; /* 5, 50, 95 %; NaN: not known */
    const double *chance;      /* by day: of being the largest */
    int likeliest;
    const char *calibration; /* NULL: of all together */
};

struct forecast_effect {
    const char *series, *event;
    int offset;              /* days from the date of the event */
    double share, low, high; /* orders more or less, as a share; 95 % */
    int seen;                /* times in the history */
};

struct forecast_view {
    const char *title;   /* the file of the history */
    const char *version; /* of fcsim */
    int64_t first;       /* the first day to come, since 1970-01-01 */
    int days;
    const struct forecast_line
        *lines; /* the first one is drawn: all together where there are several series */
    int line_count;
    const double *largest; /* largest day of that line in each path, ascending */
    int paths;
    uint64_t seed;
    const struct forecast_effect *effects;
    int effect_count;
    /* How the days of one series come about: level, and factors of week, year, events and the rest. */
    const char *parts_series;
    const double *parts[FORECAST_PARTS];
    int64_t parts_first;
    int parts_days;
    /* Sum of absolute errors over sum of orders by week ahead: forecast, last week, last year. */
    const double *accuracy[FORECAST_METHODS];
    int weeks, origins;
    const char *const *warnings;
    int warning_count;
};

/* Writes plots/ and report.html; what is wrong with pictures goes to `warnings`. */
bool forecast_view_write(const struct forecast_view *view, const char *directory, struct text *error,
                         struct text *warnings);

/* "Largest day: Fri 2025-11-28, 5,514 orders (80 %: 4,990 to 6,120)". */
void forecast_verdict(const struct forecast_view *view, struct text *out);

#endif
