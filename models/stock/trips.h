/* SPDX-License-Identifier: MIT */
/* trips.h - the way of a lift truck between a pick face and a position of the reserve, there and back. */
#ifndef MODELS_STOCK_TRIPS_H
#define MODELS_STOCK_TRIPS_H

#include "models/layout/layout.h"

struct replenishment_config;
struct task;
struct walkers;

struct trip {
    double metres, seconds;
    double lift_s; /* of the seconds: what lifting takes longer than driving */
};
/* A truck lifts while it drives, so that each way takes the longer of both times. `layout` may be NULL; then
 * `face` is nowhere. */
struct trip trip_to(const struct replenishment_config *config, const struct layout *layout,
                    const struct stop *face, int position);

/* The same trip among others in the aisles: `task` is open-ended. */
struct at_ends { /* seconds */
    double pick_up_s, put_down_s;
};
void trip_start(struct walkers *walkers, const struct replenishment_config *config,
                const struct layout *layout, const struct stop *face, int position, struct at_ends ends,
                struct task *task);

#endif
