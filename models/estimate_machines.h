/* SPDX-License-Identifier: MIT */
/* estimate_machines.h - what an order costs where cranes or robots bring the goods. */
#ifndef MODELS_ESTIMATE_MACHINES_H
#define MODELS_ESTIMATE_MACHINES_H

#include <stdbool.h>

struct arena;
struct scenario;

struct machine_seconds { /* of the mean order */
    double people_s, machine_s;
    bool staffed;
};
struct machine_seconds estimate_machines(const struct scenario *scenario, struct arena *arena);

#endif
