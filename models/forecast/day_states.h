/* SPDX-License-Identifier: MIT */
/* day_states.h - what days without a count are taken for. */
#ifndef MODELS_FORECAST_DAY_STATES_H
#define MODELS_FORECAST_DAY_STATES_H

struct arena;
struct history_series;
struct problems;

/* A weekday without a sale in the last 13 weeks, while others had some, is closed. */
void day_states_find_closed_weekdays(struct history_series *series);
/* Settles gaps, closures and days sold out, and tells. */
void day_states_settle(struct arena *arena, const char *file, struct history_series *series,
                       struct problems *problems);

#endif
