/* SPDX-License-Identifier: MIT */
/* estimate_machines.c - see estimate_machines.h. */
#include "models/estimate_machines.h"

#include <math.h>
#include "models/scenario.h"

/* A load is fetched for every line. */
static struct machine_seconds of_cranes(const struct scenario *scenario) {
    const struct cranes_config *config = scenario->centre.cranes;
    const struct demand_plan *demand = scenario->demand_plan;
    double trip_s = cranes_trip_s(config, scenario->crane_rack, scenario->sku_catalogue);
    return (struct machine_seconds){.people_s = demand->lines_per_order * demand->units_per_line *
                                                config->item_s.mean,
                                    .machine_s = demand->lines_per_order * trip_s,
                                    .staffed = config->staffed};
}

/* All ports have all orders that they can take, so that a pod serves as many lines as it ever does; a robot
 * waits only while its pod is picked from. */
static struct machine_seconds of_robots(const struct scenario *scenario, struct arena *arena) {
    const struct goods_to_person_config *config = scenario->centre.goods_to_person;
    const struct demand_plan *demand = scenario->demand_plan;
    int waiting = (int)lround(config->ports.orders * demand->lines_per_order);
    double visits = demand->lines_per_order /
                    expected_lines_per_visit(scenario->pod_field, scenario->sku_catalogue, waiting, arena);
    double people_s = demand->lines_per_order * demand->units_per_line * config->ports.item_s.mean;
    return (struct machine_seconds){.people_s = people_s,
                                    .machine_s = people_s + visits * expected_trip_s(scenario->pod_field),
                                    .staffed = config->ports.staffed};
}

struct machine_seconds estimate_machines(const struct scenario *scenario, struct arena *arena) {
    return scenario->centre.cranes ? of_cranes(scenario) : of_robots(scenario, arena);
}
