/* SPDX-License-Identifier: MIT */
/* frame.h - what explains a day: the columns of the regression, as sparse rows, over past and future days. */
#ifndef MODELS_FORECAST_FRAME_H
#define MODELS_FORECAST_FRAME_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct event_calendar;
struct history_series;

enum { YEARLY_FROM = 365 }; /* days of history from which on the year can be learnt */

/* Coefficients of a group share the variance of their prior, which is estimated. */
enum column_group {
    GROUP_LEVEL,
    GROUP_WEEKDAY,
    GROUP_SLOPE,
    GROUP_STEPS,       /* the level moves by a random step each STEP_DAYS */
    GROUP_YEAR,        /* Fourier terms of the year */
    GROUP_WEEK_SEASON, /* the week's shape changes with the season */
    GROUP_MONTH_DAY,   /* paydays */
    GROUP_DAY_EVENTS,  /* events of one to four days */
    GROUP_FLATTEN,     /* how much of the weekday's effect is left near an event */
    GROUP_EVENTS       /* from here on: one group for each longer event */
};

struct column {
    int group, number; /* within those of its group that are no events */
    int event, offset; /* of an event's day; event -1 = none */
    int past;          /* rows of the past in which it is not zero */
    double prior;      /* mean of its prior */
    double prior_var;  /* 0 = that of the group */
};

struct frame {
    int64_t first;
    int days, past; /* the first `past` days may teach */
    int column_count, group_count;
    struct column *columns;
    int *start; /* of each day's entries; days + 1 */
    int *index;
    double *value;
    double weekday[7]; /* mean log deviation of each weekday from its week, events left out */
    bool *event_day;   /* by day: an event acts */
    bool yearly; /* the year can be learnt; else its terms and the slope stay as uncertain as believed */
};

/* `yearly`: learnt even where the history is short, from another. `y` are logs of the past days where `seen`.
 */
struct frame *frame_create(struct arena *arena, const struct history_series *past, int horizon,
                           const struct event_calendar *calendar, bool yearly, const double *y,
                           const bool *seen);

#endif
