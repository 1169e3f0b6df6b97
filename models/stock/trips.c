/* SPDX-License-Identifier: MIT */
/* trips.c - see trips.h.
 *
 * Where the reserve is on the layout, a truck begins and ends at the position: it picks up there and puts
 * down at the face, in their aisles. Otherwise the reserve is somewhere behind the first depot: picking up
 * and what lifting takes longer is done there, and only the rest of the trip leads through aisles. */
#include "models/stock/trips.h"

#include <math.h>
#include "models/fulfil/walker.h"
#include "models/layout/routing.h"
#include "models/stock/replenishment.h"

struct trip trip_to(const struct replenishment_config *config, const struct layout *layout,
                    const struct stop *face, int position) {
    const struct reserve_config *reserve = &config->reserve;
    double metres, height_m;
    if (layout && layout->reserve_slots) {
        const struct stop *at = &layout->reserve[position];
        metres = layout_distance_m(layout, face, at) + layout_distance_m(layout, at, face);
        height_m = fabs(layout_level_m(layout, at) - layout_level_m(layout, face));
    } else {
        metres = 2.0 * reserve->way_m;
        if (layout)
            metres +=
                layout_from_depot_m(layout, FIRST_DEPOT, face) + layout_to_depot_m(layout, face, FIRST_DEPOT);
        height_m = position % reserve->levels * reserve->level_height_m;
    }
    double drive_s = metres / config->drive_m_per_s, lift_s = 2.0 * height_m / config->lift_m_per_s;
    return (struct trip){metres, fmax(drive_s, lift_s), fmax(lift_s - drive_s, 0.0)};
}

void trip_start(struct walkers *walkers, const struct replenishment_config *config,
                const struct layout *layout, const struct stop *face, int position, struct at_ends ends,
                struct task *task) {
    struct trip trip = trip_to(config, layout, face, position);
    struct tour_plan plan = {.task = task,
                             .m_per_s = config->drive_m_per_s,
                             .total_s = ends.pick_up_s + trip.seconds + ends.put_down_s};
    if (layout->reserve_slots) {
        struct stop stops[2] = {layout->reserve[position], *face};
        stops[0].seconds = ends.pick_up_s + 0.5 * trip.lift_s;
        stops[1].seconds = ends.put_down_s + 0.5 * trip.lift_s;
        plan.depot = NO_DEPOT;
        plan.stops = stops;
        plan.stop_count = 2;
        walkers_start(walkers, &plan);
        return;
    }
    struct stop stop = *face;
    stop.seconds = ends.put_down_s;
    plan.routing = &routing_nearest_neighbour; /* past one stop: the shortest way */
    plan.depot = FIRST_DEPOT;
    plan.before_s = ends.pick_up_s + config->reserve.way_m / config->drive_m_per_s + trip.lift_s;
    plan.stops = &stop;
    plan.stop_count = 1;
    walkers_start(walkers, &plan);
}
