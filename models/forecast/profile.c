/* SPDX-License-Identifier: MIT */
/* profile.c - see profile.h. */
#include "models/forecast/profile.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include "models/forecast/events.h"
#include "models/forecast/history.h"
#include "sim/engine/calendar.h"
#include "sim/engine/stream.h"

/* Weekdays lean on the mean of all days by so many days; young days count more. */
#define LEAN_DAYS 4.0
#define SMALLEST_SHARE 1e-9 /* below, an hour has no orders that could drift */
enum { RECENT_DAYS = 182, LEAST_EVENT_DAYS = 3 };

bool profile_event_day(const struct event_calendar *calendar, int64_t day) {
    int offset;
    double size;
    for (int e = 0; e < calendar->count; e++)
        if (event_acts(&calendar->events[e], day, &offset, &size))
            return true;
    return false;
}

int profile_first_day(int days) {
    return days > RECENT_DAYS ? days - RECENT_DAYS : 0;
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

void profile_fit(const struct history_series *past, const struct event_calendar *calendar,
                 struct profile_set *profile) {
    double all[PROFILE_HOURS] = {0};
    int from = profile_first_day(past->days), seen = 0;
    *profile = (struct profile_set){.dispersion = 1.0, .dispersion_p = NAN};
    if (!past->hourly)
        return;
    for (int d = 0; d < past->days; d++) {
        if (past->state[d] != DAY_SEEN || past->count[d] <= 0.0)
            continue;
        if (profile_event_day(calendar, past->first + d)) {
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
}

const double *profile_of(const struct profile_set *profile, int weekday, bool event) {
    return event && profile->own_event ? profile->event : profile->week[weekday];
}

static double mean_share(const struct profile_set *profile, int hour) {
    double sum = 0.0;
    for (int w = 0; w < PROFILE_DAYS; w++)
        sum += profile->week[w][hour];
    return sum / PROFILE_DAYS;
}

void profile_draw_drift(const struct profile_set *profile, struct stream *stream,
                        double factor[PROFILE_HOURS]) {
    gsl_rng rng = stream_gsl(stream);
    double total = 0.0, concentration = profile->drift > 0.0 ? 1.0 / profile->drift - 1.0 : 0.0;
    for (int h = 0; h < PROFILE_HOURS && concentration > 0.0; h++) {
        double share = mean_share(profile, h);
        factor[h] = share > SMALLEST_SHARE ? gsl_ran_gamma(&rng, concentration * share, 1.0) : 0.0;
        total += factor[h];
    }
    for (int h = 0; h < PROFILE_HOURS; h++) {
        double share = mean_share(profile, h);
        factor[h] = total > 0.0 && share > SMALLEST_SHARE ? factor[h] / total / share : 1.0;
    }
}

double profile_busiest_move(const struct profile_set *profile) {
    double largest = 0.0;
    for (int h = 0; h < PROFILE_HOURS; h++)
        largest = fmax(largest, mean_share(profile, h));
    return largest > 0.0 ? sqrt(profile->drift * (1.0 - largest) / largest) : 0.0;
}

void profile_drifted(const double *share, const double *factor, double drifted[PROFILE_HOURS]) {
    double sum = 0.0;
    for (int h = 0; h < PROFILE_HOURS; h++)
        sum += drifted[h] = share[h] * factor[h];
    for (int h = 0; h < PROFILE_HOURS; h++)
        drifted[h] = sum > 0.0 ? drifted[h] / sum : share[h];
}
