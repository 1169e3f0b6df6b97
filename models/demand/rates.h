/* SPDX-License-Identifier: MIT */
/* rates.h - how the rate of orders changes: by hour, and through events. */
#ifndef MODELS_DEMAND_RATES_H
#define MODELS_DEMAND_RATES_H

#include "models/demand/demand.h"

enum { EVENT_STEP_S = 300 }; /* an event's rate changes in steps of five minutes */

/* How much an event multiplies the rate by, `since_s` after its start; 1 before and long after. */
double event_factor(const struct event_config *event, double peak_factor, double since_s);
/* Seconds from the start to the end of an event. */
double event_length_s(const struct event_config *event, double peak_factor);
/* Expected extra orders of an event between two times. */
double event_extra_orders(const struct event_config *event, const struct channel_config *channel,
                          const struct channel_paths *paths, struct moment from, struct moment to);

#endif
