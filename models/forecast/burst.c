/* SPDX-License-Identifier: MIT */
/* burst.c - see burst.h. Defaults are planning values, to be replaced by what was seen: a show of two hours
 * with an afterglow of some hours; a post that is shared for days (half-lives of posts by platform: Graffius
 * 2024, Lifespan (Half-Life) of Social Media Posts: hours on most, a day and more on video platforms). */
#include "models/forecast/burst.h"

#include <math.h>
#include <stddef.h>

enum { STEPS_AN_HOUR = 4, DAY_H = 24 };

const char *const burst_names[BURST_SHAPES + 1] = {"", "livestream", "viral", NULL};
const struct burst bursts[BURST_SHAPES] = {
    [BURST_LIVESTREAM] = {.peak_factor = 6.0,
                          .peak_spread = 0.5,
                          .ramp_h = 0.5,
                          .hold_h = 2.0,
                          .half_life_h = 2.0,
                          .dip = 0.05,
                          .dip_h = 48.0},
    [BURST_VIRAL] = {.peak_factor = 3.0,
                     .peak_spread = 0.7,
                     .ramp_h = 12.0,
                     .hold_h = 0.0,
                     .half_life_h = 30.0,
                     .dip = 0.1,
                     .dip_h = 168.0},
};

double burst_factor(const struct burst *burst, double peak_factor, double since_h) {
    double gain = peak_factor - 1.0;
    if (since_h < 0.0)
        return 1.0;
    if (since_h < burst->ramp_h)
        return 1.0 + gain * since_h / burst->ramp_h;
    since_h -= burst->ramp_h;
    if (since_h < burst->hold_h)
        return peak_factor;
    since_h -= burst->hold_h;
    double factor = 1.0 + gain * exp2(-since_h / burst->half_life_h);
    /* The dip sets in as the gain fades, so that the two never fight. */
    double faded = 1.0 - exp2(-since_h / burst->half_life_h);
    return since_h < burst->dip_h ? factor - burst->dip * faded : factor;
}

double burst_day(const struct burst *burst, double peak_factor, int start_hour, int offset,
                 const double *usual, double *weights) {
    double all = 0.0, before = 0.0;
    for (int h = 0; h < DAY_H; h++) {
        double mean = 0.0, weight = usual ? usual[h] : 1.0;
        for (int step = 0; step < STEPS_AN_HOUR; step++)
            mean += burst_factor(burst, peak_factor,
                                 offset * DAY_H + h - start_hour + (step + 0.5) / STEPS_AN_HOUR) /
                    STEPS_AN_HOUR;
        all += weights[h] = weight * mean;
        before += weight;
    }
    for (int h = 0; h < DAY_H; h++)
        weights[h] *= DAY_H / all;
    return all / before;
}
