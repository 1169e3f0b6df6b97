/* SPDX-License-Identifier: MIT */
/* theta.h - the theta method (Assimakopoulos and Nikolopoulos 2000, International Journal of Forecasting
 * 16(4)) in the form of Hyndman and Billah 2003: simple exponential smoothing with half the trend's slope as
 * drift, after a classical multiplicative seasonal adjustment where the seasonal autocorrelation is
 * significant. Conventions are those of R's forecast::thetaf. */
#ifndef MODELS_FORECAST_THETA_H
#define MODELS_FORECAST_THETA_H

#include <stdbool.h>

struct arena;

struct smoothing {
    double alpha, level; /* of the first day */
    double last;         /* level after the last */
    double sigma2;       /* of one-step errors, n - 2 degrees of freedom */
    double likelihood;   /* n log(sum of squares): what is minimised */
};

/* Alpha and first level that minimise the one-step errors; `fixed` = take those in `s`. */
void smoothing_fit(const double *x, int n, bool fixed, struct smoothing *s);

/* False if the series is constant or has less than 3 values. */
bool theta_forecast(struct arena *arena, const double *x, int n, int period, int horizon, double *mean,
                    double *sd);
/* The same with alpha and first level given, to compare with other programs. */
bool theta_with(struct arena *arena, const double *x, int n, int period, const struct smoothing *given,
                int horizon, double *mean, double *sd);

#endif
