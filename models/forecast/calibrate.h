/* SPDX-License-Identifier: MIT */
/* calibrate.h - what would have been said at earlier days, and how far off it was: the weight of the two
 * views and the stretch of intervals. */
#ifndef MODELS_FORECAST_CALIBRATE_H
#define MODELS_FORECAST_CALIBRATE_H

#include "models/forecast/forecast.h"

/* Normal scores that bound 80 and 95 %. */
extern const double calibrated_scores[KNOTS];

/* The average of two log-normal quantiles at the same normal score. */
double blend_views(double weight, double c0, double s0, double c1, double s1, double z);
/* Repeats the forecast as of inner origins; sets weight, stretch, peaks and scores. */
void calibrate_series(struct arena *arena, const struct history_series *past,
                      const struct event_calendar *calendar, int horizon, struct fitted_series *fitted);
/* Sorts the scores; their conformal quantiles over the normal's, drawn towards 1. */
void calibrate_stretch(struct scores *scores, double stretch[KNOTS]);

#endif
