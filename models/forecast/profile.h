/* SPDX-License-Identifier: MIT */
/* profile.h - how a day's orders spread over its hours, and how much hours scatter about that. */
#ifndef MODELS_FORECAST_PROFILE_H
#define MODELS_FORECAST_PROFILE_H

#include <stdbool.h>

struct arena;
struct event_calendar;
struct history_series;

enum { PROFILE_HOURS = 24, PROFILE_DAYS = 7 };

struct profile_set {
    bool known;                               /* the history has hours */
    double week[PROFILE_DAYS][PROFILE_HOURS]; /* shares of the day, Monday first; each day sums to 1 */
    double event[PROFILE_HOURS];              /* of days on which an event acts */
    bool own_event;                           /* enough such days were seen; else the weekday's */
    int event_days;
    double dispersion;   /* variance over mean of hourly counts given the day's total; 1 = multinomial */
    double dispersion_p; /* chi-squared test of dispersion 1: probability of such counts */
};

void profile_fit(const struct history_series *past, const struct event_calendar *calendar,
                 struct profile_set *profile);
/* The greatest hour's share of such a day. */
const double *profile_of(const struct profile_set *profile, int weekday, bool event);

#endif
