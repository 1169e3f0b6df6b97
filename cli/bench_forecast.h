/* SPDX-License-Identifier: MIT */
/* bench_forecast.h - how long forecasts take: a fit, and paths from it. */
#ifndef CLI_BENCH_FORECAST_H
#define CLI_BENCH_FORECAST_H

struct bench_forecast {
    double fit_paths_s;  /* CPU seconds for 1,000 daily series: one fit and 1,000 paths of 46 days each */
    double calibrated_s; /* the same with rolling origins */
};

struct bench_forecast bench_forecast(void);

#endif
