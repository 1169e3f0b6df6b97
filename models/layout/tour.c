/* SPDX-License-Identifier: MIT */
/* tour.c - the way from a depot past stops and back, as a length and as straight legs.
 *
 * Stops in the block in front of which the depot lies are the routing policy's alone. Otherwise blocks are
 * visited one after the other, in the order of the shortest closed tour over their entrances: the place on
 * their front nearest to the depot. In each the policy walks from an entrance and back to it: the place on
 * the front that makes the way from the block before to the block after shortest. With nearest_neighbour, and
 * on nodes and edges, a tour over not too many stops takes the shortest ways from stop to stop instead. */
#include <math.h>
#include "models/layout/layout_parts.h"
#include "models/layout/routing.h"
#include "models/layout/routing_order.h"
#include "models/layout/visit_order.h"

enum { MOST_SPOTS = 121, MOST_BLOCKS = 200, MOST_POINT_STOPS = 2000 };

/* Which kind of tour */

static bool is_in_front_block(const struct layout *layout, int depot, const struct stop *stops, int count) {
    return stops[0].block == stops[count - 1].block && stops[0].block == layout->depots[depot].block;
}

static bool goes_from_stop_to_stop(const struct layout *layout, const struct routing *routing, int count) {
    return layout->on_edges ||
           (routing == &routing_nearest_neighbour && count < (layout->one_way ? MOST_SPOTS : ORDER_MOST));
}

/* The rack with the entrance where the policy starts. */
static struct rack rack_from(const struct layout *layout, int block, double x_m) {
    struct rack rack = layout->racks[block];
    rack.depot_x_m = x_m;
    return rack;
}

/* From stop to stop */

static struct spot spot_at(const struct layout *layout, int depot, const struct stop *stops, int i) {
    return i ? (struct spot){.stop = &stops[i - 1]} : (struct spot){NULL, layout->depots[depot].node};
}

struct spots {
    const struct layout *layout;
    const struct stop *stops;
    int depot;
};

static double spot_way_m(const void *self, int a, int b) {
    const struct spots *spots = self;
    struct spot from = spot_at(spots->layout, spots->depot, spots->stops, a);
    struct spot to = spot_at(spots->layout, spots->depot, spots->stops, b);
    return a == b ? 0.0 : layout_way(spots->layout, &from, &to).metres;
}

/* 0 is the depot, i + 1 is stop i. A few are put into the best order, many into a good one; very many, or
 * many where ways lead one way only, stay as they are sorted. */
static void order_spots(const struct layout *layout, int depot, const struct stop *stops, int count,
                        int *order) {
    double metres[MOST_SPOTS * MOST_SPOTS];
    struct spots self = {layout, stops, depot};
    int spots = count + 1;
    for (int i = 0; i < spots; i++)
        order[i] = i;
    if (spots > VISIT_ORDER_EXACT && !layout->one_way && spots <= ORDER_MOST) {
        tour_order(spots, spot_way_m, &self, order);
        return;
    }
    if (spots > MOST_SPOTS)
        return;
    for (int i = 0; i < spots; i++)
        for (int k = 0; k < spots; k++)
            metres[i * spots + k] = spot_way_m(&self, i, k);
    visit_order(metres, spots, order);
}

/* Block by block */

struct visit {
    int block, first, end; /* its stops */
    int node;              /* of the entrance */
    double x_m;
};
struct visits {
    int count;
    struct visit items[MOST_BLOCKS];
};

/* The gate on the front of a block that lies best between two nodes. */
static double choose_entrance(const struct layout *layout, int from, int to, struct visit *visit) {
    const struct block *block = &layout->blocks[visit->block];
    double best = INFINITY;
    for (int g = 0; g < block->first_gate[1]; g++) {
        const struct gate *gate = &block->gates[g];
        double metres =
            network_m(layout->network, from, gate->node) + network_m(layout->network, gate->node, to);
        if (metres >= best)
            continue;
        best = metres;
        visit->node = gate->node;
        visit->x_m = gate->x_m;
    }
    return best;
}

static void order_visits(const struct layout *layout, int home, struct visits *visits) {
    double metres[(MOST_BLOCKS + 1) * (MOST_BLOCKS + 1)];
    int order[MOST_BLOCKS + 1], places = visits->count + 1;
    struct visits sorted = {.count = visits->count};
    metres[0] = 0.0;
    for (int i = 0; i < places; i++)
        for (int k = 0; k < places; k++)
            metres[i * places + k] = network_m(layout->network, i ? visits->items[i - 1].node : home,
                                               k ? visits->items[k - 1].node : home);
    visit_order(metres, places, order);
    for (int i = 1; i < places; i++)
        sorted.items[i - 1] = visits->items[order[i] - 1];
    *visits = sorted;
}

static void plan_visits(const struct layout *layout, int home, const struct stop *stops, int count,
                        struct visits *visits) {
    visits->count = 0;
    for (int i = 0; i < count;) {
        struct visit *visit = &visits->items[visits->count++];
        *visit = (struct visit){.block = stops[i].block, .first = i};
        while (i < count && stops[i].block == visit->block)
            i++;
        visit->end = i;
        choose_entrance(layout, home, home, visit);
    }
    if (visits->count == 1)
        return;
    if (visits->count > 2)
        order_visits(layout, home, visits);
    for (int i = 0; i < visits->count; i++)
        choose_entrance(layout, i ? visits->items[i - 1].node : home,
                        i + 1 < visits->count ? visits->items[i + 1].node : home, &visits->items[i]);
}

/* Metres */

static double from_stop_to_stop_m(const struct layout *layout, int depot, const struct stop *stops,
                                  int count) {
    int order[MOST_POINT_STOPS + 1];
    double metres = 0.0;
    for (int first = 0; first < count; first += MOST_POINT_STOPS) { /* a longer one is several tours */
        int part = count - first < MOST_POINT_STOPS ? count - first : MOST_POINT_STOPS;
        order_spots(layout, depot, stops + first, part, order);
        for (int i = 0; i <= part; i++) {
            struct spot from = spot_at(layout, depot, stops + first, order[i]);
            struct spot to = spot_at(layout, depot, stops + first, i < part ? order[i + 1] : 0);
            metres += layout_way(layout, &from, &to).metres;
        }
    }
    return metres;
}

static double block_by_block_m(const struct layout *layout, const struct routing *routing, int depot,
                               const struct stop *stops, int count) {
    struct visits visits;
    int home = layout->depots[depot].node, at = home;
    double metres = 0.0;
    plan_visits(layout, home, stops, count, &visits);
    for (int i = 0; i < visits.count; i++) {
        const struct visit *visit = &visits.items[i];
        struct rack rack = rack_from(layout, visit->block, visit->x_m);
        metres += network_m(layout->network, at, visit->node);
        metres += routing->length_m(&rack, stops + visit->first, visit->end - visit->first);
        at = visit->node;
    }
    return metres + network_m(layout->network, at, home);
}

double layout_tour_m(const struct layout *layout, const struct routing *routing, int depot,
                     struct stop *stops, int count) {
    stops_sort(stops, count);
    if (count == 0)
        return 0.0;
    if (is_in_front_block(layout, depot, stops, count)) {
        const struct rack *rack = &layout->racks[stops[0].block];
        if (depot == FIRST_DEPOT)
            return routing->length_m(rack, stops, count);
        struct rack other = rack_from(layout, stops[0].block, layout->depots[depot].x_m);
        return routing->length_m(&other, stops, count);
    }
    return goes_from_stop_to_stop(layout, routing, count)
               ? from_stop_to_stop_m(layout, depot, stops, count)
               : block_by_block_m(layout, routing, depot, stops, count);
}

/* Legs */

struct legs {
    const struct layout *layout;
    struct leg *items;
    int count;
    struct waypoint at; /* where the last one ends, in the coordinates of the block or on the plan */
};

static void add_leg(struct legs *legs, struct waypoint to, double metres, int aisle, int stop) {
    if (metres == 0.0 && stop == NO_STOP)
        return;
    legs->items[legs->count++] =
        (struct leg){.x_m = to.x_m, .y_m = to.y_m, .metres = metres, .aisle = aisle, .stop = stop};
}

/* Goes straight on inside a block; along an aisle if it is one. */
static void go_inside(struct legs *legs, int block, struct waypoint to, int aisle, int stop) {
    const struct block *in = &legs->layout->blocks[block];
    double along = fabs(to.y_m - legs->at.y_m), across = fabs(to.x_m - legs->at.x_m);
    bool in_aisle = across == 0.0 && along > 0.0 && aisle != NO_AISLE;
    add_leg(legs, to_plan(&in->at, to.x_m, to.y_m), along + across,
            in_aisle ? in->first_aisle + aisle : NO_AISLE, stop);
    legs->at = to;
}

/* Through a block from one of its gates to another. */
static void go_through(struct legs *legs, const struct link *link) {
    const struct layout *layout = legs->layout;
    const struct block *block = &layout->blocks[link->block];
    const struct waypoint *from = &layout->network->nodes[link->from],
                          *to = &layout->network->nodes[link->to];
    if (layout->on_edges) { /* from one end to the other, which may not be as the crow flies */
        add_leg(legs, *to, link->metres, block->first_aisle, NO_STOP);
        return;
    }
    struct waypoint begin = to_rack(&block->at, *from), end = to_rack(&block->at, *to);
    legs->at = begin;
    if (link->aisle != ALONG_CROSS_AISLE) {
        double x_m = aisle_x_m(&layout->racks[link->block], link->aisle);
        go_inside(legs, link->block, (struct waypoint){x_m, begin.y_m}, NO_AISLE, NO_STOP);
        go_inside(legs, link->block, (struct waypoint){x_m, end.y_m}, link->aisle, NO_STOP);
    }
    go_inside(legs, link->block, end, NO_AISLE, NO_STOP);
}

static void go_along_network(struct legs *legs, int from, int to) {
    const struct network *network = legs->layout->network;
    enum { SOME = 4096 };
    const struct link *links[SOME];
    if (network->most_links > SOME || from == to) {
        if (from != to)
            add_leg(legs, network->nodes[to], network_m(network, from, to), NO_AISLE, NO_STOP);
        return;
    }
    int count = network_way(network, from, to, links);
    for (int i = 0; i < count; i++)
        if (links[i]->block == OPEN_FLOOR)
            add_leg(legs, network->nodes[links[i]->to], links[i]->metres, NO_AISLE, NO_STOP);
        else
            go_through(legs, links[i]);
}

static void leave_block(struct legs *legs, const struct stop *stop, const struct way_out *out) {
    const struct rack *rack = &legs->layout->racks[stop->block];
    double x_m = aisle_x_m(rack, stop->aisle), y_m = rack->cross_y_m[out->cross];
    legs->at = (struct waypoint){x_m, stop->y_m};
    go_inside(legs, stop->block, (struct waypoint){x_m, y_m}, stop->aisle, NO_STOP);
    go_inside(legs, stop->block, (struct waypoint){out->x_m, y_m}, NO_AISLE, NO_STOP);
}

static void enter_block(struct legs *legs, const struct stop *stop, const struct way_out *in, int number) {
    const struct rack *rack = &legs->layout->racks[stop->block];
    double x_m = aisle_x_m(rack, stop->aisle), y_m = rack->cross_y_m[in->cross];
    legs->at = (struct waypoint){in->x_m, y_m};
    go_inside(legs, stop->block, (struct waypoint){x_m, y_m}, NO_AISLE, NO_STOP);
    go_inside(legs, stop->block, (struct waypoint){x_m, stop->y_m}, stop->aisle, number);
}

/* To another stop of the same block. */
static void stay_inside(struct legs *legs, const struct stop *from, const struct stop *to, int number) {
    const struct rack *rack = &legs->layout->racks[from->block];
    double x_m = aisle_x_m(rack, from->aisle), to_x_m = aisle_x_m(rack, to->aisle);
    legs->at = (struct waypoint){x_m, from->y_m};
    if (from->aisle != to->aisle) {
        double y_m = rack_cross_m(rack, from, to);
        go_inside(legs, from->block, (struct waypoint){x_m, y_m}, from->aisle, NO_STOP);
        go_inside(legs, from->block, (struct waypoint){to_x_m, y_m}, NO_AISLE, NO_STOP);
    }
    go_inside(legs, from->block, (struct waypoint){to_x_m, to->y_m}, to->aisle, number);
}

static void go_to_spot(struct legs *legs, const struct spot *from, const struct spot *to, int number) {
    struct spot_way way = layout_way(legs->layout, from, to);
    if (way.inside) {
        stay_inside(legs, from->stop, to->stop, number);
        return;
    }
    if (from->stop)
        leave_block(legs, from->stop, &way.leave);
    go_along_network(legs, way.leave.node, way.enter.node);
    if (to->stop)
        enter_block(legs, to->stop, &way.enter, number);
}

static void legs_from_stop_to_stop(struct legs *legs, int depot, const struct stop *stops, int count) {
    int order[MOST_POINT_STOPS + 1];
    for (int first = 0; first < count; first += MOST_POINT_STOPS) {
        int part = count - first < MOST_POINT_STOPS ? count - first : MOST_POINT_STOPS;
        order_spots(legs->layout, depot, stops + first, part, order);
        for (int i = 0; i <= part; i++) {
            int next = i < part ? order[i + 1] : 0;
            struct spot from = spot_at(legs->layout, depot, stops + first, order[i]);
            struct spot to = spot_at(legs->layout, depot, stops + first, next);
            go_to_spot(legs, &from, &to, next ? first + next - 1 : NO_STOP);
        }
    }
}

/* The walk of a policy inside a block */

/* The first of the sorted stops first ... end - 1 at a place that no leg serves yet. Those served are marked
 * by the complement of their block. */
static int stop_at(const struct rack *rack, struct stop *stops, int first, int end,
                   const struct waypoint *point) {
    int aisle = (int)lround(point->x_m / rack->spacing_m), low = first, high = end;
    if (aisle_x_m(rack, aisle) != point->x_m)
        return NO_STOP;
    while (low < high) {
        int middle = (low + high) / 2;
        const struct stop *stop = &stops[middle];
        if (stop->aisle < aisle || (stop->aisle == aisle && stop->y_m < point->y_m))
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < end && stops[low].aisle == aisle && stops[low].y_m == point->y_m; low++)
        if (stops[low].block >= 0) {
            stops[low].block = ~stops[low].block;
            return low;
        }
    return NO_STOP;
}

static void legs_in_block(struct legs *legs, const struct routing *routing, const struct rack *rack,
                          int block, struct stop *stops, int first, int end, struct waypoint *corners) {
    int points = routing->walk(rack, stops + first, end - first, corners);
    legs->at = corners[0];
    for (int i = 1; i < points; i++) {
        int stop = stop_at(rack, stops, first, end, &corners[i]);
        go_inside(legs, block, corners[i], (int)lround(corners[i].x_m / rack->spacing_m), stop);
    }
    for (int i = first; i < end; i++)
        stops[i].block = block;
}

static void legs_block_by_block(struct legs *legs, const struct routing *routing, int depot,
                                struct stop *stops, int count, struct waypoint *corners) {
    const struct layout *layout = legs->layout;
    struct visits visits;
    int home = layout->depots[depot].node, at = home;
    plan_visits(layout, home, stops, count, &visits);
    for (int i = 0; i < visits.count; i++) {
        const struct visit *visit = &visits.items[i];
        struct rack rack = rack_from(layout, visit->block, visit->x_m);
        go_along_network(legs, at, visit->node);
        legs_in_block(legs, routing, &rack, visit->block, stops, visit->first, visit->end, corners);
        at = visit->node;
    }
    go_along_network(legs, at, home);
}

int layout_legs_most(const struct layout *layout, int count) {
    enum { PIECES = 3, ENDS = 4 }; /* of a way through a block; of leaving and entering one */
    int blocks = count < layout->block_count ? count : layout->block_count;
    int ways =
        layout->on_edges || layout->block_count > 1 ? count + count / MOST_POINT_STOPS + 2 : blocks + 1;
    if (layout->block_count == 1 && layout->depot_count == 1 && layout->depots[0].block == 0)
        return waypoints_most(count);
    return waypoints_most(count) + 12 * blocks + ways * (PIECES * layout->network->most_links + ENDS);
}

int layout_tour_legs(const struct layout *layout, const struct routing *routing, int depot,
                     struct stop *stops, int count, struct waypoint *corners, struct leg *items) {
    struct legs legs = {.layout = layout, .items = items};
    stops_sort(stops, count);
    if (count == 0)
        return 0;
    if (is_in_front_block(layout, depot, stops, count)) {
        struct rack rack = rack_from(layout, stops[0].block, layout->depots[depot].x_m);
        legs_in_block(&legs, routing, &rack, stops[0].block, stops, 0, count, corners);
    } else if (goes_from_stop_to_stop(layout, routing, count))
        legs_from_stop_to_stop(&legs, depot, stops, count);
    else
        legs_block_by_block(&legs, routing, depot, stops, count, corners);
    return legs.count;
}

int layout_shuttle_legs(const struct layout *layout, const struct stop *from, const struct stop *to,
                        struct leg *items) {
    struct legs legs = {.layout = layout, .items = items};
    struct spot begin = {.stop = from}, end = {.stop = to};
    struct waypoint place = layout_place_of(layout, from);
    add_leg(&legs, place, 0.0, layout_aisle_of(layout, from), 0);
    go_to_spot(&legs, &begin, &end, 1);
    go_to_spot(&legs, &end, &begin, NO_STOP);
    return legs.count;
}

double layout_lift_tour_s(const struct layout *layout, const struct leg *legs, int leg_count,
                          const struct stop *stops, double drive_m_per_s, double lift_m_per_s) {
    double seconds = 0.0, metres = 0.0, height_m = 0.0;
    for (int i = 0; i < leg_count; i++) {
        metres += legs[i].metres;
        if (legs[i].stop == NO_STOP && i + 1 < leg_count)
            continue;
        double to_m = legs[i].stop == NO_STOP ? 0.0 : layout_level_m(layout, &stops[legs[i].stop]);
        seconds += fmax(metres / drive_m_per_s, fabs(to_m - height_m) / lift_m_per_s);
        metres = 0.0;
        height_m = to_m;
    }
    return seconds;
}

int layout_way_legs(const struct layout *layout, int from, int to, struct leg *items) {
    struct legs legs = {.layout = layout, .items = items};
    go_along_network(&legs, from, to);
    return legs.count;
}
