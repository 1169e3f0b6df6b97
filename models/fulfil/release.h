/* SPDX-License-Identifier: MIT */
/* release.h - when allocated orders may be picked: at once by urgency, in waves, or before their departure.
 */
#ifndef MODELS_FULFIL_RELEASE_H
#define MODELS_FULFIL_RELEASE_H

#include "models/order.h"
#include "sim/config/field.h"

struct orders;
struct problems;

struct continuous_config {
    int by;
};
struct waves_config {
    struct clock_time *at;
    int at_count;
    double horizon_h;
};
struct before_departure_config {
    double hours;
};
extern const struct option *const release_options[];
extern const struct metric release_metrics[];

/* Without a choice: continuous by due time. `carriers` says whether orders have departures. */
void release_check(const struct choice *config, bool carriers, struct problems *problems);
struct order_door release_create(const struct choice *config, struct sim *sim, struct orders *orders,
                                 struct order_door out);

#endif
