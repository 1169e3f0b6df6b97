/* SPDX-License-Identifier: MIT */
/* events.h - the calendar of a forecast: holidays, promotions, livestreams, by date or by rule.
 *
 *     name,date,lead,lag,kind,uplift,spread,size
 *     christmas,12-25,12,7,recurring,,,
 *     black_friday,black-friday,1,3,moved,,,
 *     opening_show,2026-11-20,0,2,one-off,1.8,0.3,
 *
 * An event acts on the days from `lead` before to `lag` after its date. All dates of a recurring or moved
 * event share its effect; each date of a one-off has its own. A moved event does not keep its place among the
 * weekdays of the year, so the same weekday of last year is freed of it before it is used. */
#ifndef MODELS_FORECAST_EVENTS_H
#define MODELS_FORECAST_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct problems;

enum event_kind { EVENT_RECURRING, EVENT_ONE_OFF, EVENT_MOVED };
enum { MOST_LEAD = 60, MOST_EVENTS = 400 };

struct event {
    const char *name;
    enum event_kind kind;
    int lead, lag;
    double uplift; /* expected factor on the day itself, NAN = not given */
    double spread; /* standard deviation of its logarithm */
    int shape;     /* enum burst_shape (burst.h) */
    int start_hour;
    int line;
    int64_t *dates; /* ascending */
    double *sizes;  /* planned size of each relative to the usual; 1 */
    int count;
};

struct event_calendar {
    const char *file;
    struct event *events;
    int count;
};

/* NULL after a problem. An empty calendar has no events. */
struct event_calendar *events_read(struct arena *arena, const char *path, struct problems *problems);
struct event_calendar *events_read_text(struct arena *arena, const char *name, const char *text, long length,
                                        struct problems *problems);
/* The date of the event that acts on `day`, and the days since it, or false. */
bool event_acts(const struct event *event, int64_t day, int *offset, double *size);
/* The dates in [from, to]. */
int event_dates_between(const struct event *event, int64_t from, int64_t to);

#endif
