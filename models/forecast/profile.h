/* SPDX-License-Identifier: MIT */
/* profile.h - how a day's orders spread over its hours, and how much hours scatter about that.
 *
 * Two things keep an hour from having its share: orders of a day come in bunches (dispersion, anew each day),
 * and the shares themselves move for weeks (drift, once a path). Both are measured on days that come after
 * those the profile was fitted to (scatter.h). */
#ifndef MODELS_FORECAST_PROFILE_H
#define MODELS_FORECAST_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

struct event_calendar;
struct history_series;
struct stream;

enum { PROFILE_HOURS = 24, PROFILE_DAYS = 7 };
#define MOST_DRIFT 0.5

struct profile_set {
    bool known;                               /* the history has hours */
    double week[PROFILE_DAYS][PROFILE_HOURS]; /* shares of the day, Monday first; each day sums to 1 */
    double event[PROFILE_HOURS];              /* of days on which an event acts */
    bool own_event;                           /* enough such days were seen; else the weekday's */
    int event_days;
    double dispersion;   /* variance over mean of hourly counts given the day's total; 1 = multinomial */
    double dispersion_p; /* chi-squared test of dispersion 1 and drift 0: probability of such counts */
    double drift;        /* a share p of the weeks to come has the variance drift x p (1 - p) */
    int blocks;          /* of four weeks, on which both were measured; 0: on the days of the fit */
};

/* Shares; hours scatter like orders that come on their own, until scatter_measure has looked. */
void profile_fit(const struct history_series *past, const struct event_calendar *calendar,
                 struct profile_set *profile);
/* Shares of such a day. */
const double *profile_of(const struct profile_set *profile, int weekday, bool event);
/* Is the day one on which an event acts? */
bool profile_event_day(const struct event_calendar *calendar, int64_t day);
/* The first day whose hours enter the profile of a history of so many days; of events all days do. */
int profile_first_day(int days);
/* By hour: the factor by which its share has moved on one path, drawn from a Dirichlet distribution about the
 * mean of the week. */
void profile_draw_drift(const struct profile_set *profile, struct stream *stream,
                        double factor[PROFILE_HOURS]);
/* Standard deviation of the factor of the hour with the largest mean share. */
double profile_busiest_move(const struct profile_set *profile);
/* Shares times factors; the sum is 1. */
void profile_drifted(const double *share, const double *factor, double drifted[PROFILE_HOURS]);

#endif
