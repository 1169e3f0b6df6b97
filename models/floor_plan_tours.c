/* SPDX-License-Identifier: MIT */
/* floor_plan_tours.c - tours past sampled orders, walked by every routing policy. */
#include <math.h>
#include <stdlib.h>
#include "models/demand/paths.h"
#include "models/floor_plan_parts.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"
#include "sim/results/recording.h"

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
    int count, capacity, orders, depot;
};

/* By expected orders a day; a table by date counts with the mean of its days. */
static const double *channel_shares(const struct demand_plan *plan, struct arena *arena) {
    const struct demand_config *demand = plan->config;
    double *upto = arena_array(arena, double, demand->channels_count + 1), total = 0.0;
    for (int c = 0; c < demand->channels_count; c++) {
        const struct channel_config *channel = &demand->channels[c];
        const struct channel_paths *paths = &plan->paths[c];
        double orders = paths->model ? paths->orders_per_day : channel->orders_per_day;
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
    for (int i = 0, first = -1; i < lines && i < MOST_STOPS; i++) {
        int sku = catalogue->sku_of[merchant][alias_draw(catalogue->sku_draw[merchant], stream)];
        int relative = i ? families_draw(catalogue, catalogue->families.upto, first, stream) : -1;
        first = i ? first : sku;
        add_stop(sampler, relative >= 0 ? relative : sku);
    }
}

/* Lines of a tour at most; a single order may have more. */
static int most_lines(const struct picking_config *picking) {
    if (!picking)
        return MOST_STOPS;
    const struct batch_config *batch = picking_batch(picking);
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
    struct position *stops = arena_array(arena, struct position, sampler->count + 1);
    for (int i = 0; i < sampler->count; i++)
        stops[i] = position_of(layout_place_of(sampler->scenario->floor, &sampler->stops[i]));
    return stops;
}

static struct route walk(const struct sampler *sampler, const struct routing *routing,
                         const struct position *stops, struct arena *arena) {
    const struct layout *layout = sampler->scenario->floor;
    const struct picking_config *picking = sampler->scenario->centre.picking;
    int most = layout_legs_most(layout, sampler->count);
    struct waypoint *points = arena_array(arena, struct waypoint, most);
    struct leg *legs = arena_array(arena, struct leg, most);
    int count =
        layout_tour_legs(layout, routing, sampler->depot, sampler->stops, sampler->count, points, legs);
    struct position *corners = arena_array(arena, struct position, count + 1);
    corners[0] = position_of(layout->depots[sampler->depot].at);
    for (int i = 0; i < count; i++)
        corners[i + 1] = (struct position){(float)legs[i].x_m, (float)legs[i].y_m};
    return (struct route){.name = routing->option.name,
                          .chosen = picking && routing_of(&picking->routing) == routing,
                          .sample_m =
                              layout_tour_m(layout, routing, sampler->depot, sampler->stops, sampler->count),
                          .corners = corners,
                          .stops = stops,
                          .corner_count = count ? count + 1 : 0,
                          .stop_count = sampler->count};
}

static int tours_to_sample(int stops) {
    double share = (double)MANY_STOPS / (stops > MANY_STOPS ? stops : MANY_STOPS);
    int tours = (int)(SAMPLE_TOURS * share * share);
    return tours > FEWEST_TOURS ? tours : FEWEST_TOURS;
}

/* Mean and standard error over many tours, of which the sample is the first. */
static void expect_lengths(struct sampler *sampler, const struct routing *const *routings,
                           struct route *routes, int count, int tours) {
    const struct layout *layout = sampler->scenario->floor;
    double mean[ROUTES] = {0}, squares[ROUTES] = {0};
    for (int t = 1; t <= tours; t++) {
        for (int r = 0; r < count; r++) {
            double step =
                layout_tour_m(layout, routings[r], sampler->depot, sampler->stops, sampler->count) - mean[r];
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

/* Every policy, or on nodes and edges the only one. */
static const struct routing *next_routing(const struct layout *layout, int *option) {
    while (routing_options[*option]) {
        const struct routing *routing = (const struct routing *)(const void *)routing_options[(*option)++];
        if (!layout->on_edges || routing == &routing_nearest_neighbour)
            return routing;
    }
    return NULL;
}

void floor_plan_record_routes(const struct scenario *scenario, struct arena *arena,
                              struct recording *recording) {
    struct sampler sampler = {.scenario = scenario,
                              .stream = stream_named(0, 0, "floor_plan/tours"),
                              .depot = layout_tour_depot(scenario->floor, NO_ZONE),
                              .upto = channel_shares(scenario->demand_plan, arena)};
    struct route routes[ROUTES];
    const struct routing *routings[ROUTES], *routing;
    draw_tour(&sampler);
    int count = 0, tours = tours_to_sample(sampler.count);
    const struct position *stops = positions_of_stops(&sampler, arena);
    for (int option = 0; count < ROUTES && (routing = next_routing(scenario->floor, &option)); count++) {
        routings[count] = routing;
        routes[count] = walk(&sampler, routing, stops, arena);
    }
    recording->route_note =
        arena_format(arena, "One full tour of %d order%s with %d line%s", sampler.orders,
                     sampler.orders == 1 ? "" : "s", sampler.count, sampler.count == 1 ? "" : "s");
    recording_fact(recording, (struct fact){"sample", NULL, "orders", NULL, sampler.orders, ""});
    recording_fact(recording, (struct fact){"sample", NULL, "lines", NULL, sampler.count, ""});
    recording_fact(recording, (struct fact){"sample", NULL, "tours", NULL, tours, ""});
    expect_lengths(&sampler, routings, routes, count, tours);
    for (int r = 0; r < count; r++)
        recording_route(recording, routes[r]);
    free(sampler.stops);
}
