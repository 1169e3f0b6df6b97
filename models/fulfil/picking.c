/* SPDX-License-Identifier: MIT */
/* picking.c - an order is cut into parts, they are picked on tours, and the order leaves when it is whole.
 *
 * The method says how pieces are cut and where they go (picking_method.h); whole cases and pallets are parts
 * of their own where the scenario tells them apart. Orders in several parts meet at consolidation and take
 * their cell there before the first part is picked. */
#include "models/fulfil/picking.h"

#include <math.h>
#include "models/demand/catalogue.h"
#include "models/fulfil/picking_method.h"
#include "models/layout/routing.h"
#include "models/orders.h"
#include "models/stock/stock.h"
#include "sim/base/arena.h"

/* What the user can set */

static const struct option *const methods[] = {&method_single.option,          &method_batch.option,
                                               &method_batch_then_sort.option, &method_pick_and_pass.option,
                                               &method_parallel_zones.option,  NULL};

#define FORM_FIELDS(each_key, each_preset, each_doc, trucks_doc)                                             \
    {                                                                                                        \
        {FIELD(struct form_config, set_up_s),                                                                \
         .min = 0,                                                                                           \
         .max = 86400,                                                                                       \
         .preset_json = "0",                                                                                 \
         .unit = "s",                                                                                        \
         .doc = "Time of a trip before the first step."},                                                    \
            {.name = (each_key),                                                                             \
             .kind = FIELD_REAL,                                                                             \
             .offset = offsetof(struct form_config, each_s),                                                 \
             .min = 0,                                                                                       \
             .max = 86400,                                                                                   \
             .preset = (each_preset),                                                                        \
             .unit = "s",                                                                                    \
             .doc = (each_doc)},                                                                             \
            {FIELD(struct form_config, drive_m_per_s),                                                       \
             .min = 0,                                                                                       \
             .max = 20,                                                                                      \
             .preset = 0,                                                                                    \
             .unit = "m/s",                                                                                  \
             .doc = "Driving speed on the way of a trip through the aisles; 0 = it is in the other times."}, \
            {FIELD(struct form_config, trucks), .min = 0, .max = 100000, .preset = 0, .doc = (trucks_doc)},  \
            {0},                                                                                             \
    }
static const struct field case_fields[] =
    FORM_FIELDS("per_case_s", 27,
                "Time for each case, travel included unless a speed is given (134 cases an hour, man-up "
                "truck: Carter & Burgess, cisco-eagle.com).",
                "Order-picking trucks; every trip takes one. 0 = no limit.");
static const struct field pallet_fields[] =
    FORM_FIELDS("per_pallet_s", 124,
                "Time for each pallet, travel included unless a speed is given (29 an hour by lift truck: "
                "Carter & Burgess, cisco-eagle.com).",
                "Lift trucks; every trip takes one. 0 = no limit.");

const struct field picking_fields[] = {
    {CHOICE(struct picking_config, method, methods), .preset_json = "\"single\"",
     .doc = "How orders are put together to tours."},
    {CHOICE(struct picking_config, routing, routing_options), .preset_json = "\"s_shape\"",
     .doc = "How a tour walks through the aisles."},
    {FIELD(struct picking_config, depot), .preset_json = "\"\"",
     .doc =
         "Depot where tours start and end, and near which slotting lays SKUs; if empty the first one, or the "
         "nearest to each zone."},
    {FIELD(struct picking_config, walk_m_per_s), .min = 0.05, .max = 20, .preset = 1.0, .unit = "m/s",
     .doc = "Walking speed (1.0 m/s: Erasmus RSM batching example)."},
    {FIELD(struct picking_config, set_up_s), .min = 0, .max = 86400, .preset_json = "60", .unit = "s",
     .doc = "Time of a tour before the first step: list, cart, totes."},
    {FIELD(struct picking_config, per_stop_s), .min = 0, .max = 86400, .preset_json = "8", .unit = "s",
     .doc = "Time at the shelf for each line: find, confirm."},
    {FIELD(struct picking_config, per_unit_s), .min = 0, .max = 86400, .preset = 4, .unit = "s",
     .doc = "Time for each unit taken."},
    {FIELD(struct picking_config, per_level_s), .min = 0, .max = 3600, .preset = 0, .unit = "s",
     .doc = "Added for each unit and each level of the shelf above the lowest one."},
    {FIELD(struct picking_config, drop_off_s), .min = 0, .max = 86400, .preset = 0, .unit = "s",
     .doc = "Time to hand the tour over at packing."},
    {FIELD(struct picking_config, carts), .min = 0, .max = 100000, .preset = 0,
     .doc = "Carts (or pick stations); every tour takes one. 0 = no limit."},
    {SECTION(struct picking_config, full_case, case_fields),
     .doc = "Whole cases of a line are picked as such, on trips of their own; without it as pieces."},
    {SECTION(struct picking_config, full_pallet, pallet_fields),
     .doc = "Whole pallets of a line are picked as such, on trips of their own; without it as pieces."},
    {FIELD(struct picking_config, staffed), .preset = 1,
     .doc = "Whether tours need people where the scenario has teams."},
    {0},
};

const struct batch_config *picking_batch(const struct picking_config *config) {
    static const struct batch_config alone = {.orders = 1, .min_orders = 1, .lines = 1000000};
    return pick_method_of(&config->method)->batches ? config->method.config : &alone;
}

int picking_tour_orders(const struct picking_config *config) {
    return picking_batch(config)->orders;
}

bool picking_by_zone(const struct picking_config *config) {
    return pick_method_of(&config->method)->by_zone;
}

bool picking_splits(const struct picking_config *config) {
    return pick_method_of(&config->method)->splits;
}

bool picking_sorts(const struct picking_config *config) {
    return pick_method_of(&config->method)->cart_waits;
}

bool picking_rides(const struct picking_config *config) {
    return pick_method_of(&config->method)->rides;
}

bool picking_consolidates(const struct picking_config *config) {
    return picking_splits(config) || picking_sorts(config) || config->full_case || config->full_pallet;
}

/* What it measures, beside its needs */

enum { M_TOURS, M_TRAVEL_LINE, M_LINES_HOUR, M_ORDERS_TOUR };
const struct metric picking_metrics[] = {
    [M_TOURS] = {"picking.tours", METRIC_COUNT, "tours", "Tours finished."},
    [M_TRAVEL_LINE] = {"picking.travel_m_per_line", METRIC_RATIO, "m",
                       "Metres walked on tours over lines picked.", .better = LOWER_IS_BETTER},
    [M_LINES_HOUR] = {"picking.lines_per_hour", METRIC_RATIO, "lines/h", "Lines picked over hours of tours.",
                      .better = HIGHER_IS_BETTER},
    [M_ORDERS_TOUR] = {"picking.orders_per_tour", METRIC_RATIO, "orders", "Orders picked over tours."},
    {0},
};

static struct tour_measures create_measures(struct picking *picking, struct of of) {
    struct results *results = sim_results(picking->set.sim);
    return (struct tour_measures){
        results_counter(results, &picking_metrics[M_TOURS], of),
        results_ratio(results, &picking_metrics[M_TRAVEL_LINE], of, false),
        results_ratio(results, &picking_metrics[M_LINES_HOUR], of, false),
        results_ratio(results, &picking_metrics[M_ORDERS_TOUR], of, false),
    };
}

/* Cutting orders */

static void fill_part(struct picking *picking, struct part *part) {
    part->item.stop_count = part->item.lines = part->handlings = 0;
    part->item.litres = part->item.kg = 0.0;
    for (const struct line *line = part->order->lines; line; line = line->next) {
        const struct sku *sku = &picking->cut.skus[line->sku];
        int handlings, units = part_units(&picking->cut, part, line, &handlings);
        if (!units)
            continue;
        part->item.lines++;
        part->handlings += handlings;
        part->item.litres += units * sku->litres;
        part->item.kg += units * sku->kilograms;
        if (picking->set.layout)
            part_add_stop(&picking->parts, part, home_of(picking->set.homes, line->sku));
    }
    stops_sort(part->stops, part->item.stop_count);
}

static bool zone_has_units(const struct picking *picking, const struct order *order, enum form form,
                           int zone) {
    const struct part part = {.form = form, .zone = zone};
    for (const struct line *line = order->lines; line; line = line->next)
        if (part_units(&picking->cut, &part, line, NULL))
            return true;
    return false;
}

struct part *picking_cut_part(struct picking *picking, struct order *order, enum form form, int zone) {
    if (!zone_has_units(picking, order, form, zone))
        return NULL;
    struct part *part = parts_new(&picking->parts, order, sim_now(picking->set.sim));
    part->form = form;
    part->zone = zone;
    fill_part(picking, part);
    return part;
}

void picking_cut_whole(struct picking *picking, struct order *order) {
    picking_cut_part(picking, order, FORM_PIECES, ANY_ZONE);
}

int picking_next_zone(const struct picking *picking, const struct order *order, int zone) {
    while (zone < picking->zone_count && !zone_has_units(picking, order, FORM_PIECES, zone))
        zone++;
    return zone;
}

void picking_part_moves(struct picking *picking, struct part *part, int zone) {
    part->zone = zone;
    fill_part(picking, part);
}

/* An order comes in, and its parts set out */

static void withdraw(void *self, struct order *order) {
    struct picking *picking = self;
    for (struct part *part = order->parts; part; part = part->next)
        if (task_is_waiting(&part->task))
            tours_withdraw(part);
    if (order->parts->assembly)
        consolidation_withdraw(picking->consolidation, order);
    part_is_last(order->parts, order);
    parts_give_all(&picking->parts, order);
}

static bool all_wait(const struct order *order) {
    for (const struct part *part = order->parts; part; part = part->next)
        if (part->begun || !task_is_waiting(&part->task))
            return false;
    return true;
}

void picking_ask(struct picking *picking, struct part *part) {
    struct order *order = part->order;
    tours_ask(part->form == FORM_PIECES ? picking->zone_tours[part->zone == ANY_ZONE ? 0 : part->zone]
                                        : picking->form_tours[part->form],
              part);
    if (all_wait(order))
        orders_wait(picking->set.orders, order, withdraw, picking);
}

static void set_out(void *self, struct order *order) {
    struct picking *picking = self;
    orders_wait(picking->set.orders, order, NULL, NULL);
    for (struct part *part = order->parts, *next; part; part = next) {
        next = part->next;
        if (picking->method->start && part->form == FORM_PIECES)
            picking->method->start(picking, part);
        else
            picking_ask(picking, part);
    }
}

static void accept(void *self, struct order *order) {
    struct picking *picking = self;
    usec now = sim_now(picking->set.sim);
    order_charge(order, now, CAUSE_PEOPLE);
    if (zone_has_units(picking, order, FORM_PIECES, ANY_ZONE))
        picking->method->cut(picking, order);
    for (enum form form = FORM_CASES; form < FORMS; form++)
        if (picking->form_tours[form])
            picking_cut_part(picking, order, form, ANY_ZONE);
    bool claims = order->parts->next && !picking->method->cart_waits;
    if (!claims ||
        consolidation_claim(picking->consolidation, order, (struct order_door){set_out, picking})) {
        set_out(picking, order);
        return;
    }
    for (struct part *part = order->parts; part; part = part->next)
        account_charge(&part->account, now, CAUSE_BLOCKED);
    orders_wait(picking->set.orders, order, withdraw, picking);
}

/* Picked */

void picking_order_done(struct picking *picking, struct order *order) {
    if (!order->picked && !stock_picked(picking->stock, order))
        return; /* a pick fell short */
    orders_lines_picked(picking->set.orders, order);
    door_pass(picking->out, order);
}

static void consolidated(void *self, struct order *order) {
    picking_order_done(self, order);
}

void picking_part_done(struct picking *picking, struct part *part) {
    struct order *order = part->order;
    if (order->parts->next) {
        consolidation_accept(picking->consolidation, part);
        return;
    }
    part_is_last(part, order);
    parts_give_all(&picking->parts, order);
    picking_order_done(picking, order);
}

static void part_picked(void *self, struct part *part) {
    struct picking *picking = self;
    if (picking->method->picked)
        picking->method->picked(picking, part);
    else
        picking_part_done(picking, part);
}

/* Start */

static struct tours_settings tours_of(struct picking *picking) {
    const struct picking_settings *set = &picking->set;
    return (struct tours_settings){.sim = set->sim,
                                   .people = set->people,
                                   .orders = set->orders,
                                   .parts = &picking->parts,
                                   .cut = &picking->cut,
                                   .batch = picking_batch(set->config),
                                   .layout = set->layout,
                                   .homes = set->homes,
                                   .traffic = set->traffic,
                                   .heat = set->heat,
                                   .routing = routing_of(&set->config->routing),
                                   .depot =
                                       set->layout ? layout_tour_depot(set->layout, ANY_ZONE) : FIRST_DEPOT,
                                   .skill = set->config->staffed ? SKILL_PICK : NO_SKILL,
                                   .key = picking->key,
                                   .out = {part_picked, picking}};
}

/* People who can do one of these do not wait with a cart: the way out may depend on them. */
static const int way_out_skills[] = {SKILL_PUT, SKILL_PACK, SKILL_PICK};

static void create_piece_tours(struct picking *picking) {
    const struct picking_settings *set = &picking->set;
    const struct picking_config *config = set->config;
    const struct pick_method *method = picking->method;
    struct tours_settings tours = tours_of(picking);
    tours.extra_m = set->layout && !method->rides ? set->layout->packing_m[tours.depot] : 0.0;
    tours.speed_m_per_s = config->walk_m_per_s;
    tours.set_up_s = &config->set_up_s;
    tours.per_stop_s = &config->per_stop_s;
    tours.per_handling_s = config->per_unit_s;
    tours.per_level_s = config->per_level_s;
    tours.drop_off_s = config->drop_off_s;
    tours.stage = "picking";
    tours.carts = config->carts ? pool_create(set->people, "carts", config->carts) : NULL;
    tours.cart_waits = method->cart_waits;
    tours.leave_for = way_out_skills;
    tours.leave_for_count = config->full_case || config->full_pallet ? 3 : 2;
    tours.total = &picking->total;
    picking->zone_count = method->by_zone ? set->layout->zone_count : 1;
    picking->zone_tours = arena_array(sim_arena(set->sim), struct tours *, picking->zone_count);
    picking->measures = arena_array(sim_arena(set->sim), struct tour_measures, picking->zone_count);
    for (int z = 0; z < picking->zone_count; z++) {
        if (method->by_zone) {
            tours.depot = layout_tour_depot(set->layout, z);
            tours.extra_m = method->rides ? 0.0 : set->layout->packing_m[tours.depot];
            tours.dimension = "zone";
            tours.member = set->layout->zones[z];
            tours.area = z + 1;
            tours.measures = &picking->measures[z];
        }
        picking->zone_tours[z] = tours_create(&tours);
    }
    picking->total = create_measures(picking, (struct of){0});
    for (int z = 0; z < picking->zone_count && method->by_zone; z++)
        picking->measures[z] =
            create_measures(picking, (struct of){.dimension = "zone", .member = set->layout->zones[z]});
}

static void create_form_tours(struct picking *picking, const struct form_config *form, enum form which,
                              const char *stage, const char *pool) {
    static const struct batch_config alone = {.orders = 1, .min_orders = 1, .lines = 1000000};
    if (!form)
        return;
    struct tours_settings tours = tours_of(picking);
    tours.batch = &alone;
    tours.speed_m_per_s = picking->set.layout ? form->drive_m_per_s : 0.0;
    tours.set_up_s = &form->set_up_s;
    tours.per_handling_s = form->each_s;
    tours.stage = stage;
    tours.carts = form->trucks ? pool_create(picking->set.people, pool, form->trucks) : NULL;
    picking->form_tours[which] = tours_create(&tours);
}

struct picking *picking_create(const struct picking_settings *settings) {
    struct picking *picking = sim_alloc(settings->sim, sizeof *picking);
    const struct picking_config *config = settings->config;
    const struct pick_method *method = pick_method_of(&config->method);
    *picking = (struct picking){.set = *settings,
                                .method = method,
                                .parts = {.arena = sim_arena(settings->sim)},
                                .cut = {settings->layout, settings->catalogue->skus,
                                        config->full_case != NULL, config->full_pallet != NULL},
                                .key = sim_stream_key(settings->sim, "picking")};
    create_piece_tours(picking);
    create_form_tours(picking, config->full_case, FORM_CASES, "case_picking", "case_trucks");
    create_form_tours(picking, config->full_pallet, FORM_PALLETS, "pallet_picking", "lift_trucks");
    if (method->begin)
        method->begin(picking);
    if (picking_consolidates(config)) {
        picking->consolidation = consolidation_create(settings->consolidation, settings->people,
                                                      settings->sim, &picking->parts, settings->packing);
        consolidation_set_out(picking->consolidation, (struct order_door){consolidated, picking});
    }
    return picking;
}

struct order_door picking_door(struct picking *picking) {
    return (struct order_door){accept, picking};
}

void picking_set_out(struct picking *picking, struct order_door out) {
    picking->out = out;
}

void picking_set_stock(struct picking *picking, struct stock *stock) {
    picking->stock = stock;
}
