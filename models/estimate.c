/* SPDX-License-Identifier: MIT */
/* estimate.c - hours of work against hours of capacity, before anything is simulated.
 *
 * Work is expected volume times mean time over the whole horizon; tours are full, and their travel is the
 * mean of routes through randomly drawn stops; cranes and robots go for every line, or for as many lines as
 * a pod serves at full ports. Work that several teams can do is
 * shared out so that the busiest team is as little busy as possible. */
#include <math.h>
#include "models/estimate_machines.h"
#include "models/labour/duty.h"
#include "models/layout/routing.h"
#include "models/stock/trips.h"
#include "models/estimate_int.h"
#include "sim/base/arena.h"

enum { SAMPLE_TOURS = 200, MOST_STOPS = 2000, PLACE_ROWS = 13 };

struct work { /* expected hours by skill over the horizon, and of places */
    double skill_h[SKILLS];
    bool staffed[SKILLS];
    double form_h[FORMS]; /* of picking with carts or trucks, which go with one form each */
    double machine_h;     /* of cranes or robots */
};

static double horizon_h(const struct scenario *scenario) {
    return scenario_horizon_days(scenario) * HOURS_A_DAY;
}

static int draw_sku(const struct catalogue *catalogue, struct stream *stream) {
    int merchant = alias_draw(catalogue->merchant_draw, stream);
    return catalogue->sku_of[merchant][alias_draw(catalogue->sku_draw[merchant], stream)];
}

double estimate_travel_s(const struct scenario *scenario, const struct travel *travel, int stops,
                         int order_lines, struct arena *arena) {
    const struct layout *layout = scenario->floor;
    stops = stops < 1 ? 1 : stops > MOST_STOPS ? MOST_STOPS : stops;
    struct stop *tour = arena_array(arena, struct stop, stops);
    struct stream stream = stream_named(0, 0, "estimate/tours");
    const struct catalogue *catalogue = scenario->sku_catalogue;
    double total_m = 0.0, lifting_s = 0.0;
    int most = travel->lift_m_per_s > 0 ? layout_legs_most(layout, stops) : 0;
    struct waypoint *corners = arena_array(arena, struct waypoint, most);
    struct leg *legs = arena_array(arena, struct leg, most);
    for (int t = 0; t < SAMPLE_TOURS; t++) {
        for (int i = 0, first = -1; i < stops; i++) {
            do {
                int sku = draw_sku(catalogue, &stream);
                bool later = i % order_lines > 0;
                int relative =
                    later ? families_draw(catalogue, catalogue->families.upto, first, &stream) : -1;
                first = later ? first : sku;
                tour[i] = layout->home[relative >= 0 ? relative : sku];
            } while (travel->zone != ANY_ZONE && layout_zone_of(layout, &tour[i]) != travel->zone);
        }
        double metres = layout_tour_m(layout, routing_of(travel->routing), travel->depot, tour, stops);
        total_m += metres;
        if (travel->lift_m_per_s > 0) {
            int n = layout_tour_legs(layout, routing_of(travel->routing), travel->depot, tour, stops, corners,
                                     legs);
            lifting_s +=
                layout_lift_tour_s(layout, legs, n, tour, travel->walk_m_per_s, travel->lift_m_per_s) -
                metres / travel->walk_m_per_s;
        }
    }
    return (total_m / SAMPLE_TOURS + travel->extra_m) / travel->walk_m_per_s + lifting_s / SAMPLE_TOURS;
}

static double orders_in(const struct scenario *scenario) {
    return scenario->demand_plan->orders_per_day * scenario_horizon_days(scenario);
}

/* Orders that are picked, those that packing sends back counted again. */
static double picked_orders(const struct scenario *scenario) {
    double again = scenario->centre.packing ? scenario->centre.packing->repick_share : 0.0;
    return orders_in(scenario) / (1.0 - again);
}

static void picking_hours(const struct scenario *scenario, struct work *work, struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    double orders = picked_orders(scenario);
    struct picking_seconds order = estimate_picking(scenario, arena);
    for (enum form form = FORM_PIECES; form < FORMS; form++) {
        work->form_h[form] = orders * order.pick_s[form] / SECONDS_AN_HOUR;
        work->skill_h[SKILL_PICK] += work->form_h[form];
    }
    work->skill_h[SKILL_PUT] = orders * order.put_s / SECONDS_AN_HOUR;
    work->staffed[SKILL_PICK] = centre->picking->staffed;
    work->staffed[SKILL_PUT] = centre->consolidation && centre->consolidation->staffed;
}

static void machine_hours(const struct scenario *scenario, struct work *work, struct arena *arena) {
    const struct machine_seconds order = estimate_machines(scenario, arena);
    double orders = picked_orders(scenario);
    work->skill_h[SKILL_PICK] = orders * order.people_s / SECONDS_AN_HOUR;
    work->staffed[SKILL_PICK] = order.staffed;
    work->machine_h = orders * order.machine_s / SECONDS_AN_HOUR;
}

static double packing_hours(const struct scenario *scenario) {
    const struct packing_config *config = scenario->centre.packing;
    const struct demand_plan *demand = scenario->demand_plan;
    double pack_s =
        config->pack_s.mean + config->per_unit_s * demand->lines_per_order * demand->units_per_line;
    return orders_in(scenario) / (1.0 - config->repick_share) * pack_s / SECONDS_AN_HOUR;
}

/* Units that come in: what is sold when the stock policy replaces it, and what the plan announces. */
static double units_in(const struct scenario *scenario) {
    const struct demand_plan *demand = scenario->demand_plan;
    double units = 0.0;
    if (scenario->centre.stock)
        units += orders_in(scenario) * demand->lines_per_order * demand->units_per_line;
    for (int i = 0; i < scenario->centre.inbound->plan_count; i++)
        units += scenario->centre.inbound->plan[i].units;
    return units;
}

static void inbound_hours(const struct scenario *scenario, struct work *work, struct arena *arena) {
    const struct inbound_config *config = scenario->centre.inbound;
    const struct catalogue_config *catalogue = &scenario->centre.catalogue;
    double units = units_in(scenario), cartons = units / catalogue->units_per_case,
           pallets = cartons / catalogue->cases_per_pallet;
    double tours = cartons / config->putaway.cartons_per_tour;
    double travel_s = 0.0;
    if (scenario->floor) {
        const struct putaway_config *putaway = &config->putaway;
        int depot = layout_depot_named(scenario->floor, putaway->depot, "", NULL);
        struct travel travel = {
            &putaway->routing,    ANY_ZONE, depot, scenario->floor->dock_m[depot], putaway->walk_m_per_s,
            putaway->lift_m_per_s};
        travel_s = estimate_travel_s(scenario, &travel, putaway->cartons_per_tour, 1, arena);
    }
    if (scenario->centre.replenishment &&
        !(scenario->floor && scenario->floor->reserve_slots)) /* most tours go to the reserve too */
        travel_s += 2.0 * scenario->centre.replenishment->reserve.way_m / config->putaway.walk_m_per_s;
    work->skill_h[SKILL_UNLOAD] += pallets * config->unload_s.mean / SECONDS_AN_HOUR;
    work->skill_h[SKILL_RECEIVE] +=
        (cartons * config->receive_carton_s.mean + units * config->receive_per_unit_s) / SECONDS_AN_HOUR;
    work->skill_h[SKILL_PUTAWAY] +=
        (tours * (config->putaway.set_up_s.mean + travel_s) + cartons * config->putaway.place_s) /
        SECONDS_AN_HOUR;
}

static int days_of(const struct scenario *scenario, struct weekdays days) {
    int64_t first = moment_date(scenario_start(scenario)).day;
    int count = 0;
    for (int d = 0; d < (int)ceil(scenario_horizon_days(scenario)); d++)
        count += weekdays_have(days, date_weekday((struct date){first + d}));
    return count;
}

/* As much as may be planned. */
static double reslotting_hours(const struct scenario *scenario, struct arena *arena) {
    const struct reslotting_config *config = scenario->centre.reslotting;
    struct travel travel = {&config->routing, ANY_ZONE, FIRST_DEPOT, 0.0, config->walk_m_per_s, 0.0};
    double move_s = config->per_move_s.mean + estimate_travel_s(scenario, &travel, 2, 1, arena);
    return days_of(scenario, config->days) * config->moves * MOVES_OF_EXCHANGE * move_s / SECONDS_AN_HOUR;
}

static int64_t *stock_targets(const struct scenario *scenario, struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    int64_t *targets = arena_array(arena, int64_t, scenario->sku_catalogue->count);
    for (int i = 0; i < scenario->sku_catalogue->count; i++)
        targets[i] = purchasing_target(centre->stock, scenario->demand_plan, i, centre->inbound != NULL);
    return targets;
}

/* Every unit of a SKU goes through the reserve, unless its whole stock fits on the face. */
static double replenishing_hours(const struct scenario *scenario, struct arena *arena) {
    const struct replenishment_config *config = scenario->centre.replenishment;
    const struct demand_plan *demand = scenario->demand_plan;
    const int64_t *targets = stock_targets(scenario, arena);
    double seconds = 0.0;
    int positions = reserve_positions(&config->reserve, scenario->floor);
    for (int i = 0; i < demand->catalogue->count; i++) {
        const struct sku *sku = &demand->catalogue->skus[i];
        double units_per_day = demand->sku_units_per_day[i];
        int64_t behind = targets[i] - face_capacity(&config->face, sku, units_per_day);
        if (behind <= 0)
            continue;
        double units = fmin(replenishment_task_units(config, sku, units_per_day),
                            fmax((double)behind, sku->units_per_case));
        int position = (int)((int64_t)i * 7919 % positions); /* anywhere */
        seconds +=
            units_per_day / units *
            (config->pick_up_s.mean + config->put_down_s.mean +
             trip_to(config, scenario->floor, scenario->floor ? &scenario->floor->home[i] : NULL, position)
                 .seconds);
    }
    return seconds * scenario_horizon_days(scenario) / SECONDS_AN_HOUR;
}

static void stock_hours(const struct scenario *scenario, struct work *work, struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    if (centre->replenishment) {
        work->skill_h[SKILL_REPLENISH] = replenishing_hours(scenario, arena);
        work->staffed[SKILL_REPLENISH] = centre->replenishment->staffed;
    }
    if (centre->stock && centre->picking && centre->stock->record_error > 0) {
        double lines = orders_in(scenario) * scenario->demand_plan->lines_per_order;
        work->skill_h[SKILL_COUNT] =
            lines * centre->stock->record_error * centre->stock->count_s.mean / SECONDS_AN_HOUR;
        work->staffed[SKILL_COUNT] = centre->stock->count_staffed;
    }
}

static struct work expected_work(const struct scenario *scenario, struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    struct work work = {0};
    if (centre->picking)
        picking_hours(scenario, &work, arena);
    if (centre->cranes || centre->goods_to_person)
        machine_hours(scenario, &work, arena);
    stock_hours(scenario, &work, arena);
    if (centre->packing) {
        work.skill_h[SKILL_PACK] = packing_hours(scenario);
        work.staffed[SKILL_PACK] = centre->packing->staffed;
    }
    if (centre->loading) {
        work.skill_h[SKILL_LOAD] = orders_in(scenario) * centre->loading->load_s.mean / SECONDS_AN_HOUR;
        work.staffed[SKILL_LOAD] = centre->loading->staffed;
    }
    if (centre->inbound) {
        inbound_hours(scenario, &work, arena);
        work.staffed[SKILL_UNLOAD] = centre->inbound->unload_staffed;
        work.staffed[SKILL_RECEIVE] = centre->inbound->receive_staffed;
        work.staffed[SKILL_PUTAWAY] = centre->inbound->putaway.staffed;
    }
    if (centre->reslotting && centre->reslotting->staffed) {
        if (!work.staffed[SKILL_PUTAWAY])
            work.skill_h[SKILL_PUTAWAY] = 0.0; /* putaway without people */
        work.skill_h[SKILL_PUTAWAY] += reslotting_hours(scenario, arena);
        work.staffed[SKILL_PUTAWAY] = true;
    }
    return work;
}

static void add_row(struct estimate *estimate, struct estimate_row row) {
    estimate->rows[estimate->count++] = row;
}

static bool team_has(const struct team_config *team, int skill) {
    for (int i = 0; i < team->skills_count; i++)
        if (team->skills[i] == skill)
            return true;
    return false;
}

/* Gives the work of one skill to the teams that have it so that they end up equally busy, beside what they do
 * already
 * (`other` hours): fills the least busy first, up to a common level. */
static void share_out(const struct centre_config *centre, int skill, double work_h, const double *hours,
                      const double *other, double *part) {
    double low = 0.0, high = 0.0;
    for (int t = 0; t < centre->teams_count; t++) {
        part[t] = 0.0;
        if (team_has(&centre->teams[t], skill) && hours[t] > 0)
            high = fmax(high, (other[t] + work_h) / hours[t]);
    }
    if (high == 0.0 && work_h > 0) { /* nobody with the skill ever comes */
        for (int t = 0; t < centre->teams_count; t++)
            part[t] = team_has(&centre->teams[t], skill) ? work_h : 0.0;
        return;
    }
    enum { HALVINGS = 60 };
    for (int k = 0; k < HALVINGS; k++) {
        double level = (low + high) / 2, filled = 0.0;
        for (int t = 0; t < centre->teams_count; t++)
            if (team_has(&centre->teams[t], skill))
                filled += part[t] = fmax(0.0, level * hours[t] - other[t]);
        *(filled < work_h ? &low : &high) = level;
    }
}

/* Skill by skill, again and again: what one gives to a team the others take into account. */
static void share_among_teams(const struct scenario *scenario, const struct work *work, const double *hours,
                              double *load, struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    int teams = centre->teams_count;
    double *parts = arena_array(arena, double, teams *SKILLS), *other = arena_array(arena, double, teams);
    enum { ROUNDS = 50 };
    for (int round = 0; round < ROUNDS; round++)
        for (int skill = 0; skill < SKILLS; skill++) {
            if (!work->staffed[skill])
                continue;
            for (int t = 0; t < teams; t++)
                other[t] = load[t] - parts[skill * teams + t];
            share_out(centre, skill, work->skill_h[skill], hours, other, &parts[skill * teams]);
            for (int t = 0; t < teams; t++)
                load[t] = other[t] + parts[skill * teams + t];
        }
}

/* In each of its shifts; a staffing plan is no key. */
static const char *const *one_more_of(const struct scenario *scenario, int t, struct arena *arena) {
    const struct team_config *team = &scenario->centre.teams[t];
    const char **more = arena_array(arena, const char *, team->shifts_count + 1);
    if (!team->shifts_count || labour_planned(&scenario->staffing, team->name))
        return NULL;
    for (int i = 0; i < team->shifts_count; i++)
        more[i] =
            arena_format(arena, "teams.%s.shifts.%d.people=%d", team->name, i, team->shifts[i].people + 1);
    return more;
}

static void add_teams(const struct scenario *scenario, const struct work *work, struct estimate *estimate,
                      struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    struct date first = moment_date(scenario_start(scenario));
    int days = (int)ceil(scenario_horizon_days(scenario));
    double *hours = arena_array(arena, double, centre->teams_count + 1);
    double *load = arena_array(arena, double, centre->teams_count + 1);
    for (int t = 0; t < centre->teams_count; t++)
        hours[t] = labour_hours(&scenario->staffing, t, first, days);
    share_among_teams(scenario, work, hours, load, arena);
    for (int t = 0; t < centre->teams_count; t++)
        add_row(estimate,
                (struct estimate_row){arena_format(arena, "team %s", centre->teams[t].name),
                                      arena_format(arena, "teams.%s.shifts.0.people", centre->teams[t].name),
                                      load[t], hours[t], "h", one_more_of(scenario, t, arena)});
}

static const char *const *one_more_trailer(const struct carrier_config *carrier, struct arena *arena) {
    const char **more = arena_array(arena, const char *, carrier->departures_count + 1);
    for (int i = 0; i < carrier->departures_count; i++)
        more[i] = arena_format(arena, "carriers.%s.departures.%d.trailers=%d", carrier->name, i,
                               carrier->departures[i].trailers + 1);
    return more;
}

/* Places on the departures that leave within the horizon, against the orders that the carrier gets. */
static void add_trailers(const struct scenario *scenario, struct estimate *estimate, struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    int64_t first = moment_date(scenario_start(scenario)).day;
    int days = (int)ceil(scenario_horizon_days(scenario));
    for (int c = 0; c < centre->carriers_count; c++) {
        const struct carrier_config *carrier = &centre->carriers[c];
        double places = 0.0;
        for (int d = 0; d < days; d++)
            for (int i = 0; i < carrier->departures_count; i++)
                if (weekdays_have(carrier->departures[i].days, date_weekday((struct date){first + d})))
                    places += (double)carrier->departures[i].trailers * carrier->departures[i].parcels;
        add_row(estimate,
                (struct estimate_row){arena_format(arena, "trailers of %s", carrier->name),
                                      arena_format(arena, "carriers.%s.departures.0.trailers", carrier->name),
                                      orders_in(scenario) * scenario->carrier_plan->order_share[c], places,
                                      "parcels", one_more_trailer(carrier, arena)});
    }
}

/* A number of places or machines that are there at all hours. */
static void add_units(struct estimate *estimate, const char *resource, const char *path, int number,
                      double work_h, double hours, struct arena *arena) {
    const char **more = arena_array(arena, const char *, 2);
    more[0] = arena_format(arena, "%s=%d", path, number + 1);
    add_row(estimate, (struct estimate_row){resource, path, work_h, number * hours, "h", more});
}

static void add_machines(const struct scenario *scenario, const struct work *work, struct estimate *estimate,
                         struct arena *arena) {
    const struct cranes_config *cranes = scenario->centre.cranes;
    const struct goods_to_person_config *robots = scenario->centre.goods_to_person;
    double h = horizon_h(scenario), picking_h = work->skill_h[SKILL_PICK];
    if (cranes) {
        add_units(estimate, "cranes", "cranes.rack.aisles", cranes->rack.aisles, work->machine_h, h, arena);
        add_units(estimate, "pick stations", "cranes.stations", cranes->stations, picking_h, h, arena);
    }
    if (robots) {
        add_units(estimate, "robots", "goods_to_person.robots.number", robots->robots.number, work->machine_h,
                  h, arena);
        add_units(estimate, "ports", "goods_to_person.ports.number", robots->ports.number, picking_h, h,
                  arena);
    }
}

static void add_reserve(const struct scenario *scenario, const struct work *work, struct estimate *estimate,
                        struct arena *arena) {
    const struct replenishment_config *config = scenario->centre.replenishment;
    add_units(estimate, "lift trucks", "replenishment.trucks", config->trucks, work->skill_h[SKILL_REPLENISH],
              horizon_h(scenario), arena);
    add_row(estimate,
            (struct estimate_row){
                "reserve positions", "replenishment.reserve.positions",
                replenishment_positions(config, scenario->demand_plan, stock_targets(scenario, arena)),
                reserve_positions(&config->reserve, scenario->floor), "positions"});
}

/* Those without limit are never short. */
static void add_vehicles(const struct picking_config *picking, const struct work *work, double hours,
                         struct estimate *estimate, struct arena *arena) {
    const struct form_config *cases = picking->full_case, *pallets = picking->full_pallet;
    if (picking->carts)
        add_units(estimate, "carts", "picking.carts", picking->carts, work->form_h[FORM_PIECES], hours,
                  arena);
    if (cases && cases->trucks)
        add_units(estimate, "case-picking trucks", "picking.full_case.trucks", cases->trucks,
                  work->form_h[FORM_CASES], hours, arena);
    if (pallets && pallets->trucks)
        add_units(estimate, "pallet-picking trucks", "picking.full_pallet.trucks", pallets->trucks,
                  work->form_h[FORM_PALLETS], hours, arena);
}

static void add_places(const struct scenario *scenario, const struct work *work, struct estimate *estimate,
                       struct arena *arena) {
    const struct centre_config *centre = &scenario->centre;
    const struct inbound_config *inbound = centre->inbound;
    const double *work_h = work->skill_h;
    double h = horizon_h(scenario);
    if (centre->packing)
        add_units(estimate, "packing benches", "packing.benches", centre->packing->benches,
                  work_h[SKILL_PACK], h, arena);
    if (centre->picking)
        add_vehicles(centre->picking, work, h, estimate, arena);
    if (centre->consolidation && centre->consolidation->stations && work_h[SKILL_PUT] > 0)
        add_units(estimate, "put stations", "consolidation.stations", centre->consolidation->stations,
                  work_h[SKILL_PUT], h, arena);
    if (centre->loading && centre->loading->stations)
        add_units(estimate, "loading stations", "loading.stations", centre->loading->stations,
                  work_h[SKILL_LOAD], h, arena);
    if (inbound)
        add_units(estimate, "doors", "inbound.doors", inbound->doors,
                  work_h[SKILL_UNLOAD] / inbound->crew_per_door, h, arena);
    if (inbound && inbound->receiving_stations)
        add_units(estimate, "receiving stations", "inbound.receiving_stations", inbound->receiving_stations,
                  work_h[SKILL_RECEIVE], h, arena);
}

void scenario_estimate(const void *values, struct arena *arena, struct estimate *estimate) {
    const struct scenario *scenario = values;
    *estimate = (struct estimate){
        .rows = arena_array(arena, struct estimate_row,
                            scenario->centre.teams_count + scenario->centre.carriers_count + PLACE_ROWS)};
    struct work work = expected_work(scenario, arena);
    add_teams(scenario, &work, estimate, arena);
    add_machines(scenario, &work, estimate, arena);
    add_places(scenario, &work, estimate, arena);
    if (scenario->centre.replenishment)
        add_reserve(scenario, &work, estimate, arena);
    add_trailers(scenario, estimate, arena);
    double highest = 0.0;
    for (int i = 0; i < estimate->count; i++) {
        const struct estimate_row *row = &estimate->rows[i];
        double ratio = row->capacity > 0 ? row->work / row->capacity : row->work > 0 ? INFINITY : 0.0;
        if (ratio > highest) {
            highest = ratio;
            estimate->bottleneck = row->resource;
        }
    }
}
