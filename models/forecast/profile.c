/* SPDX-License-Identifier: MIT */
/* profile.c - see profile.h. */
#include "models/forecast/profile.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>
#include "models/forecast/events.h"
#include "models/forecast/history.h"
#include "sim/engine/calendar.h"

/* Weekdays lean on the mean of all days by so many days; young days count more. */
#define LEAN_DAYS 4.0
#define LEAST_EXPECTED 1.0 /* hours with less do not enter the test of dispersion */
enum { RECENT_DAYS = 182, LEAST_EVENT_DAYS = 3 };

static bool acts(const struct event_calendar *calendar, int64_t day) {
    int offset;
    double size;
    for (int e = 0; e < calendar->count; e++)
        if (event_acts(&calendar->events[e], day, &offset, &size))
            return true;
    return false;
}

static void add_day(double *shares, const struct history_series *past, int d) {
    for (int h = 0; h < PROFILE_HOURS; h++)
        shares[h] += past->hourly[d * PROFILE_HOURS + h] / past->count[d];
}

static void scale(double *shares) {
    double sum = 0.0;
    for (int h = 0; h < PROFILE_HOURS; h++)
        sum += shares[h];
    for (int h = 0; h < PROFILE_HOURS; h++)
        shares[h] = sum > 0.0 ? shares[h] / sum : 1.0 / PROFILE_HOURS;
}

/* Pearson's statistic over its degrees of freedom: of hours given the totals of their days. */
static void test_dispersion(const struct history_series *past, const struct event_calendar *calendar,
                            int from, struct profile_set *profile) {
    double chi = 0.0, freedom = 0.0;
    for (int d = from; d < past->days; d++) {
        if (past->state[d] != DAY_SEEN || past->count[d] <= 0.0)
            continue;
        const double *share = profile_of(profile, date_weekday((struct date){past->first + d}),
                                         acts(calendar, past->first + d));
        int cells = 0;
        for (int h = 0; h < PROFILE_HOURS; h++) {
            double expected = share[h] * past->count[d];
            if (expected < LEAST_EXPECTED)
                continue;
            double away = past->hourly[d * PROFILE_HOURS + h] - expected;
            chi += away * away / expected;
            cells++;
        }
        freedom += cells > 1 ? cells - 1 : 0;
    }
    profile->dispersion = freedom > 0.0 ? fmax(chi / freedom, 1.0) : 1.0;
    profile->dispersion_p = freedom > 0.0 ? gsl_cdf_chisq_Q(chi, freedom) : NAN;
}

void profile_fit(const struct history_series *past, const struct event_calendar *calendar,
                 struct profile_set *profile) {
    double all[PROFILE_HOURS] = {0};
    int from = past->days > RECENT_DAYS ? past->days - RECENT_DAYS : 0, seen = 0;
    *profile = (struct profile_set){.dispersion = 1.0, .dispersion_p = NAN};
    if (!past->hourly)
        return;
    for (int d = 0; d < past->days; d++) {
        if (past->state[d] != DAY_SEEN || past->count[d] <= 0.0)
            continue;
        if (acts(calendar, past->first + d)) {
            add_day(profile->event, past, d);
            profile->event_days++;
        } else if (d >= from) {
            add_day(all, past, d);
            add_day(profile->week[date_weekday((struct date){past->first + d})], past, d);
            seen++;
        }
    }
    profile->known = seen > 0;
    if (!profile->known)
        return;
    scale(all);
    for (int w = 0; w < PROFILE_DAYS; w++) {
        for (int h = 0; h < PROFILE_HOURS; h++)
            profile->week[w][h] += LEAN_DAYS * all[h];
        scale(profile->week[w]);
    }
    profile->own_event = profile->event_days >= LEAST_EVENT_DAYS;
    for (int h = 0; h < PROFILE_HOURS; h++)
        profile->event[h] += LEAN_DAYS * all[h];
    scale(profile->event);
    test_dispersion(past, calendar, from, profile);
}

const double *profile_of(const struct profile_set *profile, int weekday, bool event) {
    return event && profile->own_event ? profile->event : profile->week[weekday];
}
