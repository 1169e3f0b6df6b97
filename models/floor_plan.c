/* SPDX-License-Identifier: MIT */
/* floor_plan.c - see floor_plan.h.
 *
 * Coordinates are those of rack.h. How far racks reach into the aisle is not modelled; they are drawn three
 * tenths of the aisle spacing deep on both sides, as in a playback. */
#include "models/floor_plan.h"

#include <math.h>
#include <stdlib.h>
#include "models/layout/routing.h"
#include "models/scenario.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/results/recording.h"

/* Racks */

enum { MOST_CELLS = 12000 }; /* on both sides together; more bays are drawn several at a time */

static const struct block_config *block_of(const struct scenario *scenario) {
    return &scenario->floor->config->blocks[0];
}

/* The bays between two cross aisles. */
struct section {
    double from_m;
    int first_bay, bays;
};

static struct section section_at(const struct layout *layout, int index) {
    const struct block_config *block = &layout->config->blocks[0];
    const double *cross_y_m = layout->rack.cross_y_m;
    double gap_m = block->cross_aisle_width_m;
    double from_m = index ? cross_y_m[index] + gap_m / 2.0 : 0.0;
    double to_m = index == block->cross_aisles ? layout->rack.length_m : cross_y_m[index + 1] - gap_m / 2.0;
    return (struct section){from_m, (int)lround((from_m - index * gap_m) / block->bay_width_m),
                            (int)lround((to_m - from_m) / block->bay_width_m)};
}

/* The share of all order lines that a bay serves, both sides together, by aisle and bay. */
static double *bay_shares(const struct scenario *scenario, struct arena *arena) {
    const struct layout *layout = scenario->floor;
    const struct block_config *block = block_of(scenario);
    const struct catalogue *catalogue = scenario->sku_catalogue;
    double *shares = arena_array(arena, double, block->aisles * block->bays);
    for (int sku = 0; sku < catalogue->count; sku++) {
        struct stop home = layout->home[sku];
        int section = 0;
        while (section < block->cross_aisles && home.y_m > layout->rack.cross_y_m[section + 1])
            section++;
        int bay = (int)((home.y_m - section * block->cross_aisle_width_m) / block->bay_width_m);
        shares[home.aisle * block->bays + bay] += catalogue->skus[sku].share;
    }
    return shares;
}

/* Both racks of some bays. */
static void record_cell(const struct layout *layout, int aisle, double y_m, double length_m, double share,
                        struct recording *recording) {
    double spacing_m = layout->rack.spacing_m, x_m = aisle_x_m(&layout->rack, aisle);
    struct shape rack = {.kind = SHAPE_RACK,
                         .label = "",
                         .x_m = (float)(x_m - 0.5 * spacing_m),
                         .y_m = (float)y_m,
                         .width_m = (float)(0.3 * spacing_m),
                         .height_m = (float)length_m,
                         .heat = (float)(100.0 * share / length_m)};
    recording_shape(recording, rack);
    rack.x_m = (float)(x_m + 0.2 * spacing_m);
    recording_shape(recording, rack);
}

static void record_racks(const struct scenario *scenario, struct arena *arena, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    const struct block_config *block = block_of(scenario);
    const double *shares = bay_shares(scenario, arena);
    int together = (2 * block->aisles * block->bays + MOST_CELLS - 1) / MOST_CELLS;
    recording->heat_unit = "% of order lines per metre of aisle";
    for (int aisle = 0; aisle < block->aisles; aisle++)
        for (int s = 0; s <= block->cross_aisles; s++) {
            struct section section = section_at(layout, s);
            for (int bay = 0; bay < section.bays; bay += together) {
                int end = bay + together < section.bays ? bay + together : section.bays;
                double share = 0.0;
                for (int i = bay; i < end; i++)
                    share += shares[aisle * block->bays + section.first_bay + i];
                record_cell(layout, aisle, section.from_m + bay * block->bay_width_m,
                            (end - bay) * block->bay_width_m, share, recording);
            }
        }
}

/* Ways between the racks */

static double left_m(const struct layout *layout) {
    return -0.5 * layout->rack.spacing_m;
}

static double width_m(const struct layout *layout) {
    return layout->rack.aisles * layout->rack.spacing_m;
}

/* Of the cross aisle at the front and of the one at the back. */
static double outer_cross_aisle_m(const struct layout *layout) {
    return (layout_area_m2(layout) / width_m(layout) - layout->rack.length_m) / 2.0;
}

static void record_cross_aisle(const struct layout *layout, double from_m, double height_m, const char *label,
                               struct recording *recording) {
    recording_shape(recording, (struct shape){.kind = SHAPE_AREA,
                                              .label = label,
                                              .x_m = (float)left_m(layout),
                                              .y_m = (float)from_m,
                                              .width_m = (float)width_m(layout),
                                              .height_m = (float)height_m});
}

static void record_ways(const struct scenario *scenario, struct arena *arena, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    const struct rack *rack = &layout->rack;
    double outer_m = outer_cross_aisle_m(layout), inner_m = block_of(scenario)->cross_aisle_width_m;
    record_cross_aisle(layout, -outer_m, outer_m, "front", recording);
    for (int k = 1; k + 1 < rack->crosses; k++)
        record_cross_aisle(layout, rack->cross_y_m[k] - inner_m / 2.0, inner_m, "middle", recording);
    record_cross_aisle(layout, rack->length_m, outer_m, "back", recording);
    for (int aisle = 0; aisle < rack->aisles; aisle++)
        recording_shape(recording,
                        (struct shape){.kind = SHAPE_AISLE,
                                       .label = arena_format(arena, "%d", aisle + 1),
                                       .x_m = (float)(aisle_x_m(rack, aisle) - 0.2 * rack->spacing_m),
                                       .width_m = (float)(0.4 * rack->spacing_m),
                                       .height_m = (float)rack->length_m});
    recording_shape(recording, (struct shape){.kind = SHAPE_DEPOT,
                                              .label = "depot",
                                              .x_m = (float)rack->depot_x_m - 1.0f,
                                              .y_m = -2.5f,
                                              .width_m = 2.0f,
                                              .height_m = 2.0f});
}

static void record_dimensions(const struct scenario *scenario, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    const struct rack *rack = &layout->rack;
    double left = left_m(layout), outer_m = outer_cross_aisle_m(layout), length = rack->length_m;
    double inner_m = block_of(scenario)->cross_aisle_width_m;
    recording_dimension(recording, (struct dimension){"width", BELOW_PLAN, left, left + width_m(layout)});
    recording_dimension(recording, (struct dimension){"aisle length", LEFT_OF_PLAN, 0.0, length});
    recording_dimension(recording, (struct dimension){"depth", LEFT_OF_PLAN, -outer_m, length + outer_m});
    if (rack->aisles > 1)
        recording_dimension(recording, (struct dimension){"aisle spacing", ABOVE_PLAN, aisle_x_m(rack, 0),
                                                          aisle_x_m(rack, 1)});
    recording_dimension(recording,
                        (struct dimension){"back cross aisle", RIGHT_OF_PLAN, length, length + outer_m});
    if (rack->crosses > 2) {
        double from_m = rack->cross_y_m[rack->crosses - 2] - inner_m / 2.0;
        recording_dimension(recording,
                            (struct dimension){"cross aisle", RIGHT_OF_PLAN, from_m, from_m + inner_m});
    }
    recording_dimension(recording, (struct dimension){"front cross aisle", RIGHT_OF_PLAN, -outer_m, 0.0});
}

static void record_facts(const struct scenario *scenario, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    const struct layout_config *config = layout->config;
    const struct block_config *block = block_of(scenario);
    const struct fact facts[] = {
        {NULL, NULL, "width_m", "width", width_m(layout), "m"},
        {NULL, NULL, "depth_m", "depth", layout->rack.length_m + 2.0 * outer_cross_aisle_m(layout), "m"},
        {NULL, NULL, "aisle_length_m", "aisle length", layout->rack.length_m, "m"},
        {NULL, NULL, "area_m2", "area", layout_area_m2(layout), "m²"},
        {NULL, NULL, "slots", "slots", layout->slots, ""},
        {NULL, NULL, "skus", "SKUs", scenario->sku_catalogue->count, ""},
        {NULL, NULL, "depot_aisle", "aisle of the depot", config->depot_aisle, ""},
        {NULL, NULL, "packing_m", config->packing_m > 0 ? "way to packing" : NULL, config->packing_m, "m"},
        {"blocks", block->name, "aisles", "aisles", block->aisles, ""},
        {"blocks", block->name, "bays", "bays on a side", block->bays, ""},
        {"blocks", block->name, "levels", "levels", block->levels, ""},
        {"blocks", block->name, "slots_per_bay_level", "slots on a level of a bay",
         block->slots_per_bay_level, ""},
        {"blocks", block->name, "bay_width_m", "bay width", block->bay_width_m, "m"},
        {"blocks", block->name, "aisle_spacing_m", "aisle spacing", block->aisle_spacing_m, "m"},
        {"blocks", block->name, "cross_aisles", "cross aisles between", block->cross_aisles, ""},
        {"blocks", block->name, "cross_aisle_width_m", block->cross_aisles ? "their width" : NULL,
         block->cross_aisle_width_m, "m"},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        recording_fact(recording, facts[i]);
}

/* Sampled tours */

enum {
    SAMPLE_TOURS = 1000,
    FEWEST_TOURS = 30, /* of tours so long that a thousand would take minutes */
    MANY_STOPS = 250,  /* a thousand tours of more stops are too many; the effort grows with their square */
    MOST_STOPS = 20000,
    ROUTES = 16
};

struct sampler {
    const struct scenario *scenario;
    struct stream stream;
    const double *upto; /* by channel: share of the orders of it and those before; NULL with a replay */
    struct stop *stops;
    int count, capacity, orders;
};

/* By expected orders a day; a table by date counts with the mean of its days. */
static const double *channel_shares(const struct demand_config *demand, struct arena *arena) {
    double *upto = arena_array(arena, double, demand->channels_count + 1), total = 0.0;
    for (int c = 0; c < demand->channels_count; c++) {
        const struct channel_config *channel = &demand->channels[c];
        double orders = channel->orders_per_day;
        for (int i = 0; i < channel->orders_by_date_count; i++)
            orders +=
                (channel->orders_by_date[i].orders - channel->orders_per_day) / channel->orders_by_date_count;
        upto[c] = total += orders;
    }
    for (int c = 0; c < demand->channels_count && total > 0; c++)
        upto[c] /= total;
    return upto;
}

static void add_stop(struct sampler *sampler, int sku) {
    if (sampler->count == sampler->capacity) {
        sampler->capacity = sampler->capacity ? 2 * sampler->capacity : 64;
        sampler->stops = memory_resize(sampler->stops, sizeof *sampler->stops * (size_t)sampler->capacity);
    }
    sampler->stops[sampler->count++] = sampler->scenario->floor->home[sku];
}

static void draw_order(struct sampler *sampler) {
    const struct demand_plan *plan = sampler->scenario->demand_plan;
    const struct demand_config *demand = plan->config;
    const struct catalogue *catalogue = plan->catalogue;
    struct stream *stream = &sampler->stream;
    if (plan->book) {
        const struct book *book = plan->book;
        const struct book_order *order = &book->orders[stream_below(stream, (uint32_t)book->order_count)];
        for (int i = 0; i < order->line_count && i < MOST_STOPS; i++)
            add_stop(sampler, book->lines[order->first_line + i].sku);
        return;
    }
    double u = stream_uniform(stream);
    int channel = 0;
    while (channel + 1 < demand->channels_count && u >= sampler->upto[channel])
        channel++;
    int merchant = catalogue->merchant_count > 1 ? alias_draw(catalogue->merchant_draw, stream) : 0;
    int lines = distribution_draw_count(&demand->channels[channel].lines, stream);
    for (int i = 0; i < lines && i < MOST_STOPS; i++)
        add_stop(sampler, catalogue->sku_of[merchant][alias_draw(catalogue->sku_draw[merchant], stream)]);
}

/* Lines of a tour at most; a single order may have more. */
static int most_lines(const struct picking_config *picking) {
    if (!picking || picking_tour_orders(picking) == 1)
        return MOST_STOPS;
    const struct batch_config *batch = picking->method.config; /* only batches have several orders */
    return batch->lines < MOST_STOPS ? batch->lines : MOST_STOPS;
}

/* A full tour: orders until the next one would be one too many. */
static void draw_tour(struct sampler *sampler) {
    const struct picking_config *picking = sampler->scenario->centre.picking;
    int most_orders = picking ? picking_tour_orders(picking) : 1;
    sampler->count = 0;
    for (sampler->orders = 0; sampler->orders < most_orders; sampler->orders++) {
        int before = sampler->count;
        draw_order(sampler);
        if (sampler->orders && sampler->count > most_lines(picking)) {
            sampler->count = before;
            break;
        }
    }
    stops_sort(sampler->stops, sampler->count);
}

static struct position position_of(struct waypoint point) {
    return (struct position){(float)point.x_m, (float)point.y_m};
}

static const struct position *positions_of_stops(const struct sampler *sampler, struct arena *arena) {
    const struct rack *rack = &sampler->scenario->floor->rack;
    struct position *stops = arena_array(arena, struct position, sampler->count + 1);
    for (int i = 0; i < sampler->count; i++)
        stops[i] =
            position_of((struct waypoint){aisle_x_m(rack, sampler->stops[i].aisle), sampler->stops[i].y_m});
    return stops;
}

static struct route walk(const struct sampler *sampler, const struct routing *routing,
                         const struct position *stops, struct arena *arena) {
    const struct rack *rack = &sampler->scenario->floor->rack;
    const struct picking_config *picking = sampler->scenario->centre.picking;
    struct waypoint *points = arena_array(arena, struct waypoint, waypoints_most(sampler->count));
    int count = routing->walk(rack, sampler->stops, sampler->count, points);
    struct position *corners = arena_array(arena, struct position, count + 1);
    for (int i = 0; i < count; i++)
        corners[i] = position_of(points[i]);
    return (struct route){.name = routing->option.name,
                          .chosen = picking && routing_of(&picking->routing) == routing,
                          .sample_m = routing->length_m(rack, sampler->stops, sampler->count),
                          .corners = corners,
                          .stops = stops,
                          .corner_count = count,
                          .stop_count = sampler->count};
}

static int tours_to_sample(int stops) {
    double share = (double)MANY_STOPS / (stops > MANY_STOPS ? stops : MANY_STOPS);
    int tours = (int)(SAMPLE_TOURS * share * share);
    return tours > FEWEST_TOURS ? tours : FEWEST_TOURS;
}

/* Mean and standard error over many tours, of which the sample is the first. */
static void expect_lengths(struct sampler *sampler, struct route *routes, int count, int tours) {
    const struct rack *rack = &sampler->scenario->floor->rack;
    double mean[ROUTES] = {0}, squares[ROUTES] = {0};
    for (int t = 1; t <= tours; t++) {
        for (int r = 0; r < count; r++) {
            const struct routing *routing = (const struct routing *)(const void *)routing_options[r];
            double step = routing->length_m(rack, sampler->stops, sampler->count) - mean[r];
            mean[r] += step / t;
            squares[r] += step * step * (t - 1) / t; /* Welford */
        }
        draw_tour(sampler);
    }
    for (int r = 0; r < count; r++) {
        routes[r].expected_m = mean[r];
        routes[r].standard_error_m = sqrt(squares[r] / (tours - 1) / tours);
    }
}

static void record_routes(const struct scenario *scenario, struct arena *arena, struct recording *recording) {
    struct sampler sampler = {.scenario = scenario,
                              .stream = stream_named(0, 0, "floor_plan/tours"),
                              .upto = channel_shares(&scenario->demand, arena)};
    struct route routes[ROUTES];
    draw_tour(&sampler);
    int count = 0, tours = tours_to_sample(sampler.count);
    const struct position *stops = positions_of_stops(&sampler, arena);
    for (; routing_options[count] && count < ROUTES; count++)
        routes[count] =
            walk(&sampler, (const struct routing *)(const void *)routing_options[count], stops, arena);
    recording->route_note =
        arena_format(arena, "One full tour of %d order%s with %d line%s", sampler.orders,
                     sampler.orders == 1 ? "" : "s", sampler.count, sampler.count == 1 ? "" : "s");
    recording_fact(recording, (struct fact){"sample", NULL, "orders", NULL, sampler.orders, ""});
    recording_fact(recording, (struct fact){"sample", NULL, "lines", NULL, sampler.count, ""});
    recording_fact(recording, (struct fact){"sample", NULL, "tours", NULL, tours, ""});
    expect_lengths(&sampler, routes, count, tours);
    for (int r = 0; r < count; r++)
        recording_route(recording, routes[r]);
    free(sampler.stops);
}

bool floor_plan_draw(const void *values, struct arena *arena, struct recording *recording,
                     struct text *reason) {
    const struct scenario *scenario = values;
    if (!scenario->floor) {
        text_add(reason,
                 "the scenario has no \"layout\", so there is nothing to draw; add the section, or see "
                 "\"fcsim describe layout\"");
        return false;
    }
    record_ways(scenario, arena, recording);
    record_racks(scenario, arena, recording);
    record_dimensions(scenario, recording);
    record_facts(scenario, recording);
    record_routes(scenario, arena, recording);
    return true;
}
