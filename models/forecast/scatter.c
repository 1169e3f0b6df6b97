/* SPDX-License-Identifier: MIT */
/* scatter.c - see scatter.h. */
#include "models/forecast/scatter.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>
#include "models/forecast/history.h"
#include "models/forecast/profile.h"
#include "sim/engine/calendar.h"

#define LEAST_EXPECTED 5.0 /* orders of a class (Cochran 1954, Biometrics 10(4)) */
enum { BLOCK_DAYS = 28, MOST_BLOCKS = 13, LEAST_TRAINED = 56 };

struct pearson {
    double chi;
    int freedom;
};

struct moments { /* reach: orders x freedom, by which drift adds to chi */
    double day_chi, day_freedom, day_reach;
    double block_chi, block_freedom, block_reach;
};

/* Pearson's statistic given the sum: an hour of few orders is one class with those after it, the last ones
 * with those before. */
static struct pearson pearson_of(const double *counts, const double *expected) {
    struct pearson of = {0.0, -1};
    double count = 0.0, mean = 0.0, last_count = 0.0, last_mean = 0.0;
    for (int h = 0; h < PROFILE_HOURS; h++) {
        count += counts[h];
        mean += expected[h];
        if (mean < LEAST_EXPECTED)
            continue;
        if (last_mean > 0.0)
            of.chi += pow(last_count - last_mean, 2.0) / last_mean;
        of.freedom++;
        last_count = count;
        last_mean = mean;
        count = mean = 0.0;
    }
    if (of.freedom < 1)
        return (struct pearson){0};
    last_count += count;
    last_mean += mean;
    of.chi += pow(last_count - last_mean, 2.0) / last_mean;
    return of;
}

/* An event's day without a profile of its own says nothing of others. */
static const double *share_of(const struct history_series *past, const struct event_calendar *calendar, int d,
                              const struct profile_set *profile) {
    bool event = profile_event_day(calendar, past->first + d);
    if (past->state[d] != DAY_SEEN || past->count[d] <= 0.0 || (event && !profile->own_event))
        return NULL;
    return profile_of(profile, date_weekday((struct date){past->first + d}), event);
}

static void add_block(const struct history_series *past, const struct event_calendar *calendar, int from,
                      int to, const struct profile_set *profile, struct moments *m) {
    double counts[PROFILE_HOURS] = {0}, expected[PROFILE_HOURS] = {0}, orders = 0.0;
    for (int d = from; d < to; d++) {
        const double *share = share_of(past, calendar, d, profile), *own = past->hourly + d * PROFILE_HOURS;
        double own_expected[PROFILE_HOURS];
        for (int h = 0; share && h < PROFILE_HOURS; h++) {
            own_expected[h] = share[h] * past->count[d];
            expected[h] += own_expected[h];
            counts[h] += own[h];
        }
        if (!share)
            continue;
        struct pearson day = pearson_of(own, own_expected);
        m->day_chi += day.chi;
        m->day_freedom += day.freedom;
        m->day_reach += day.freedom * past->count[d];
        orders += past->count[d];
    }
    struct pearson block = pearson_of(counts, expected);
    m->block_chi += block.chi;
    m->block_freedom += block.freedom;
    m->block_reach += block.freedom * orders;
}

void scatter_measure(const struct history_series *past, const struct event_calendar *calendar,
                     struct profile_set *profile) {
    struct moments m = {0};
    int to = past->days;
    if (!profile->known)
        return;
    profile->blocks = 0;
    for (; profile->blocks < MOST_BLOCKS && to >= LEAST_TRAINED + BLOCK_DAYS; to -= BLOCK_DAYS) {
        struct profile_set known;
        struct history_series before = history_until(past, past->first + to - BLOCK_DAYS - 1);
        profile_fit(&before, calendar, &known);
        if (!known.known)
            continue;
        add_block(past, calendar, to - BLOCK_DAYS, to, &known, &m);
        profile->blocks++;
    }
    if (!profile->blocks) { /* too short to look back: drift cannot be told from the profile */
        add_block(past, calendar, profile_first_day(past->days), past->days, profile, &m);
        m.block_chi = 0.0;
    }
    profile->dispersion = 1.0;
    profile->dispersion_p = NAN;
    profile->drift = 0.0;
    if (m.day_freedom <= 0.0)
        return;
    double per = m.block_freedom / m.day_freedom, reach = m.block_reach - m.day_reach * per;
    if (reach > 0.0)
        profile->drift = fmin(fmax((m.block_chi - m.day_chi * per) / reach, 0.0), MOST_DRIFT);
    profile->dispersion = fmax((m.day_chi - profile->drift * m.day_reach) / m.day_freedom, 1.0);
    profile->dispersion_p = gsl_cdf_chisq_Q(m.day_chi, m.day_freedom);
}
