/* SPDX-License-Identifier: MIT */
/* burst.h - the shape of an event that has no history: a livestream, a viral post.
 *
 * The rate of orders climbs to its peak factor, decays with a half-life, and dips below the usual afterwards.
 * Integrated over the days that follow, this is the expected uplift by day. */
#ifndef MODELS_FORECAST_BURST_H
#define MODELS_FORECAST_BURST_H

enum burst_shape { BURST_NONE, BURST_LIVESTREAM, BURST_VIRAL, BURST_SHAPES };
extern const char *const burst_names[BURST_SHAPES + 1]; /* NULL at the end */

struct burst {
    double peak_factor; /* median of the rate's greatest factor */
    double peak_spread; /* standard deviation of its logarithm */
    double ramp_h, hold_h, half_life_h;
    double dip; /* share by which the rate falls short afterwards */
    double dip_h;
};
extern const struct burst bursts[BURST_SHAPES];

/* How much the rate is multiplied `since_h` hours after the start. */
double burst_factor(const struct burst *burst, double peak_factor, double since_h);
/* Weights of the 24 hours of the day `offset` days after the start, which is at `start_hour`, over weights
 * `usual` (mean 1, NULL = flat); the return value is the uplift of that day. */
double burst_day(const struct burst *burst, double peak_factor, int start_hour, int offset,
                 const double *usual, double *weights);

#endif
