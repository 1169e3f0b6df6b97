/* SPDX-License-Identifier: MIT */
/* walker.h - people on tours through aisles where others are in their way.
 *
 * A walker follows the legs of a tour: time at the depot, walking, time at each stop, time at the end. At
 * each visit of an aisle that traffic watches there are two events, coming and leaving; all else is
 * arithmetic. Without anybody in the way a tour takes exactly the time that was planned, to the microsecond.
 * Where the walk is recorded it is drawn as it goes, waiting included. It knows nothing of who walks or why.
 */
#ifndef MODELS_FULFIL_WALKER_H
#define MODELS_FULFIL_WALKER_H

#include "models/layout/layout.h"
#include "sim/engine/dispatch.h"

struct heat;
struct routing;
struct traffic;
struct walkers;

enum { NO_DEPOT = -1 };
struct tour_plan {
    struct task *task; /* open-ended; its worker is drawn */
    const struct routing *routing;
    int depot;          /* NO_DEPOT: from the first of two stops to the second and back, the shortest way */
    struct stop *stops; /* sorted in place where there is a depot; with their `seconds` */
    int stop_count;
    double m_per_s;
    double before_s; /* from the start to the first step from the depot */
    double total_s;  /* if nobody is in the way; what follows the last step is the rest */
};

/* `done` is called at the end of a tour, whose task then has its blocked_s; it releases the task. `heat` may
 * be NULL. */
struct walkers *walkers_create(struct sim *sim, const struct layout *layout, struct traffic *traffic,
                               struct heat *heat, void (*done)(void *self, struct task *task), void *self);
void walkers_start(struct walkers *walkers, const struct tour_plan *plan);

#endif
