/* SPDX-License-Identifier: MIT */
/* centre.c - one fulfilment centre: makes the stages and joins them.
 *
 * Goods:   suppliers -> yard -> doors -> unloading -> receiving -> putaway -> stock
 * Orders:  demand -> stock (allocate) -> release -> picking -> (consolidation) -> packing -> loading ->
 *          departure
 * Inside:  reserve -> replenishment -> pick faces, which release waits for
 *
 * Made back to front, so that each stage is given its way out when it is made; read upwards, it is the way of
 * an order. A section that the scenario leaves out is no stage at all: its way in is its way out. */
#include "models/centre.h"

#include "models/layout/heat.h"
#include "models/layout/traffic.h"
#include "sim/results/recording.h"

static struct ground create_ground(const struct scenario *scenario, struct sim *sim) {
    const struct layout *floor = scenario->floor;
    return (struct ground){
        floor, homes_create(sim, floor, scenario->sku_catalogue->count, scenario->centre.reslotting),
        floor ? traffic_create(floor, sim) : NULL};
}

static void create_goods_flow(const struct scenario *scenario, struct dispatcher *people, struct sim *sim,
                              const struct ground *ground, struct stock *stock,
                              struct replenishment *replenishment, usec end) {
    const struct inbound_config *config = scenario->centre.inbound;
    struct putaway *putaway = putaway_create(&config->putaway, ground, people, sim, stock, replenishment);
    struct carton_door receiving = receiving_create(config, people, sim, putaway_door(putaway));
    struct inbound *inbound =
        inbound_create(config, scenario->sku_catalogue, people, sim, stock, end, receiving);
    putaway_set_recycler(putaway, inbound_recycle_carton, inbound);
    if (replenishment)
        putaway_set_brake(putaway, inbound_stop_unloading, inbound);
}

/* Who picks the orders: people on tours, or those to whom machines bring the goods. */
struct picker {
    struct order_door in; /* accept NULL = nobody */
    struct picking *picking;
    struct cranes *cranes;
    struct goods_to_person *robots;
};

/* Left of the floor, if there is one. */
static double machines_x_m(const struct layout *floor, double width_m) {
    enum { GAP_M = 10 };
    return floor ? -(width_m + GAP_M) : 0.0;
}

static struct picker create_picker(const struct scenario *scenario, const struct ground *ground,
                                   struct dispatcher *people, struct sim *sim, struct orders *orders) {
    const struct centre_config *config = &scenario->centre;
    const struct layout *floor = scenario->floor;
    struct picker picker = {0};
    if (config->picking) {
        picker.picking =
            picking_create(&(struct picking_settings){.config = config->picking,
                                                      .consolidation = config->consolidation,
                                                      .layout = floor,
                                                      .traffic = ground->traffic,
                                                      .heat = floor ? heat_create(floor, sim) : NULL,
                                                      .homes = ground->homes,
                                                      .catalogue = scenario->sku_catalogue,
                                                      .sim = sim,
                                                      .people = people,
                                                      .orders = orders,
                                                      .packing = config->packing != NULL});
        picker.in = picking_door(picker.picking);
    } else if (config->cranes) {
        double x_m = machines_x_m(scenario->floor, config->cranes->rack.length_m);
        picker.cranes = cranes_create(config->cranes, scenario->crane_rack, x_m, people, sim, orders);
        picker.in = cranes_door(picker.cranes);
    } else if (config->goods_to_person) {
        double x_m = machines_x_m(scenario->floor, scenario->pod_field->port_x_m);
        picker.robots = goods_to_person_create(scenario->pod_field, x_m, people, sim, orders);
        picker.in = goods_to_person_door(picker.robots);
    }
    return picker;
}

static void set_out(const struct picker *picker, struct order_door out) {
    if (picker->picking)
        picking_set_out(picker->picking, out);
    if (picker->cranes)
        cranes_set_out(picker->cranes, out);
    if (picker->robots)
        goods_to_person_set_out(picker->robots, out);
}

static void set_stock(const struct picker *picker, struct stock *stock) {
    if (picker->picking)
        picking_set_stock(picker->picking, stock);
    if (picker->cranes)
        cranes_set_stock(picker->cranes, stock);
    if (picker->robots)
        goods_to_person_set_stock(picker->robots, stock);
}

void centre_create(const struct scenario *scenario, struct sim *sim, struct orders *orders, usec end) {
    const struct centre_config *config = &scenario->centre;
    struct dispatcher *people = dispatcher_create(sim, config->patience_min * 60.0);
    struct labour *labour =
        config->teams_count ? labour_create(&scenario->staffing, people, sim, scenario->currency) : NULL;
    struct carriers *carriers =
        scenario->carrier_plan ? carriers_create(scenario->carrier_plan, sim, orders, end) : NULL;
    struct ground ground = create_ground(scenario, sim);
    struct stock *stock = NULL; /* picking takes units from it; it is made last, at the head of the flow */

    struct order_door way = carriers ? carriers_door(carriers) : orders_exit(orders);
    if (config->loading)
        way = loading_create(config->loading, people, sim, way);
    struct picker picker = create_picker(scenario, &ground, people, sim, orders);
    if (config->packing)
        way = packing_create(config->packing, people, sim, orders, picker.in, way);
    if (picker.in.accept) {
        set_out(&picker, way);
        way = picker.in;
    }
    struct replenishment *replenishment =
        config->replenishment
            ? replenishment_create(config->replenishment, scenario->demand_plan, &ground, people, sim, orders)
            : NULL;
    way = release_create(&config->release, sim, orders, replenishment, way);
    if (config->stock) {
        stock = stock_create(config->stock, scenario->demand_plan, sim, orders, config->inbound != NULL,
                             replenishment, way);
        if (config->picking)
            stock_recount(stock, people);
        way = stock_door(stock);
    }
    set_stock(&picker, stock);
    if (!picker.in.accept && stock)
        stock_ships_at_once(stock);
    if (config->inbound)
        create_goods_flow(scenario, people, sim, &ground, stock, replenishment, end);
    if (config->reslotting)
        reslotting_create(config->reslotting, scenario->floor, scenario->sku_catalogue, ground.homes, people,
                          sim);
    orders_set_doors(orders, way, carriers ? carriers_promise : NULL, carriers,
                     stock ? stock_units_back : NULL, stock);
    cost_create(&config->costs, sim, orders, labour, scenario->carrier_plan,
                scenario->floor ? layout_area_m2(scenario->floor) : 0.0, scenario->currency);
    if (results_recording(sim_results(sim)) && scenario->floor)
        layout_record(scenario->floor, results_recording(sim_results(sim)));
}
