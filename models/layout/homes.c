/* SPDX-License-Identifier: MIT */
/* homes.c - see homes.h. */
#include "models/layout/homes.h"

#include <string.h>

struct homes *homes_create(struct sim *sim, const struct layout *layout, int skus, bool moving) {
    if (!layout)
        return NULL;
    struct homes *homes = sim_alloc(sim, sizeof *homes);
    homes->stops = layout->home;
    if (moving) {
        size_t bytes = sizeof *homes->stops * (size_t)skus;
        homes->stops = memcpy(sim_alloc(sim, bytes), layout->home, bytes);
        homes->picks = sim_alloc(sim, sizeof *homes->picks * (size_t)skus);
    }
    return homes;
}
