/* SPDX-License-Identifier: MIT */
/* release.h - when allocated orders may be picked: at once by urgency, in waves, or before their departure;
 * with replenishment, when their pick faces hold what they need. */
#ifndef MODELS_FULFIL_RELEASE_H
#define MODELS_FULFIL_RELEASE_H

#include "models/order.h"
#include "sim/config/field.h"

struct orders;
struct problems;
struct replenishment;

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
/* Whether orders are held for a wave. */
bool release_has_waves(const struct choice *config);
/* `replenishment` may be NULL: nothing is held for want of units on a pick face. */
struct order_door release_create(const struct choice *config, struct sim *sim, struct orders *orders,
                                 struct replenishment *replenishment, struct order_door out);

#endif
