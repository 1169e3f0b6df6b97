/* SPDX-License-Identifier: MIT */
/* day_states.h - what days without a count are taken for. */
#ifndef MODELS_FORECAST_DAY_STATES_H
#define MODELS_FORECAST_DAY_STATES_H

struct history_series;
struct problems;
struct sales_history;

/* Of so many orders expected, none comes by chance less than once in a thousand times (Poisson: exp(-7)). */
#define SURE_ORDERS 7.0

/* A weekday without a sale in the last 13 weeks, while others had some, is closed; not where so few are sold
 * that it may be chance. */
void day_states_find_closed_weekdays(struct history_series *series);
/* Settles gaps, closures and days sold out, and tells of all series together, a line for each kind of day. */
void day_states_settle(struct sales_history *history, struct problems *problems);

#endif
