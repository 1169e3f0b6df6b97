/* SPDX-License-Identifier: MIT */
/* forecasting.h - what fcsim forecast and fcsim backtest share: reading, options, fitting on threads. */
#ifndef CLI_FORECASTING_H
#define CLI_FORECASTING_H

#include <stdint.h>
#include "models/forecast/backtest.h"
#include "models/forecast/events.h"
#include "models/forecast/forecast.h"
#include "models/forecast/history.h"
#include "sim/base/problems.h"

struct options;

struct forecasting {
    struct arena *arena;
    struct problems *problems;
    struct sales_history *history;
    struct event_calendar *calendar;
    struct forecast_options wanted;
    int jobs;
    const char **warnings; /* sentences that were printed, for the report */
    int warning_count;
};

/* Reads history, calendar, --growth and --like; an exit code. Problems are printed. */
int forecasting_read(const struct options *options, struct forecasting *f);
/* Prints what was collected and empties it; true if something was wrong. */
bool forecasting_print_problems(struct forecasting *f);
bool day_of_option(const char *text, int64_t *day);
struct fit {
    struct forecast_model *model; /* NULL if no series could be fitted */
    int *series_of;               /* number in the history of each of its series */
    struct arena *arena, **arenas;
    int arena_count;
};
/* Fits every series as it was known on day `last`. */
struct fit forecasting_fit(const struct forecasting *f, int64_t last, int64_t until);
void forecasting_free(struct fit *fit);

#endif
