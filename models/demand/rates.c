/* SPDX-License-Identifier: MIT */
/* rates.c - see rates.h. */
#include "models/demand/rates.h"
#include "models/demand/paths.h"

#include <math.h>

#define EVENT_END_FACTOR                                                                                     \
    0.01 /* an event is over when its extra rate is below this share of the normal one                       \
          */

double event_factor(const struct event_config *event, double peak_factor, double since_s) {
    double ramp_s = event->ramp_min * 60.0, hold_s = event->hold_min * 60.0;
    if (since_s < 0.0)
        return 1.0;
    if (since_s < ramp_s)
        return 1.0 + (peak_factor - 1.0) * since_s / ramp_s;
    if (since_s < ramp_s + hold_s)
        return peak_factor;
    if (event->half_life_h <= 0.0)
        return 1.0;
    return 1.0 +
           (peak_factor - 1.0) * exp2(-(since_s - ramp_s - hold_s) / (event->half_life_h * SECONDS_AN_HOUR));
}

double event_length_s(const struct event_config *event, double peak_factor) {
    double decay_s = 0.0;
    if (event->half_life_h > 0.0 && peak_factor > 1.0 + EVENT_END_FACTOR)
        decay_s = event->half_life_h * SECONDS_AN_HOUR * log2((peak_factor - 1.0) / EVENT_END_FACTOR);
    return (event->ramp_min + event->hold_min) * 60.0 + decay_s;
}

double event_extra_orders(const struct event_config *event, const struct channel_config *channel,
                          const struct channel_paths *paths, struct moment from, struct moment to) {
    double peak_factor = event->peak_factor.mean, length_s = event_length_s(event, peak_factor), orders = 0.0;
    for (double since_s = EVENT_STEP_S / 2.0; since_s < length_s; since_s += EVENT_STEP_S) {
        int64_t at = event->start.seconds + (int64_t)(event->start_spread_h / 2 * SECONDS_AN_HOUR + since_s);
        if (at < from.seconds || at >= to.seconds)
            continue;
        struct date day = moment_date((struct moment){at});
        int64_t second = at - day.day * SECONDS_A_DAY;
        double rate = paths->model ? paths_mean(paths, day.day) *
                                         paths_weight(paths, NULL, &channel->profile, day.day, second)
                                   : channel_orders_on(channel, day) *
                                         profile_weight(&channel->profile, date_weekday(day), second);
        orders += rate / SECONDS_A_DAY * (event_factor(event, peak_factor, since_s) - 1.0) * EVENT_STEP_S;
    }
    return orders;
}
