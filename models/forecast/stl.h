/* SPDX-License-Identifier: MIT */
/* stl.h - a series as trend + season + rest by loess (Cleveland, Cleveland, McRae and Terpenning 1990,
 * Journal of Official Statistics 6(1)). Conventions are those of R's stl. */
#ifndef MODELS_FORECAST_STL_H
#define MODELS_FORECAST_STL_H

#include <stdbool.h>

struct arena;

struct stl {
    double *season, *trend, *rest, *weight; /* by day; robustness weights, 1 where not robust */
};

/* `seasonal_window` 0 = the same season every period. The series must have more than two periods. */
void stl_decompose(struct arena *arena, const double *y, int n, int period, int seasonal_window, bool robust,
                   struct stl *parts);

#endif
