/* SPDX-License-Identifier: MIT */
/* layout_ways.c - the travel network of a layout, and ways between stops, depots and points.
 *
 * Blocks are obstacles except along their aisles and cross aisles. Where a line of the open floor meets the
 * front or the back of a block, or a middle cross aisle ends at its side, is a gate; between its gates a
 * block is walked through. Where there are several blocks, the ends of all aisles are gates as well. From a
 * stop one leaves its block at the front, at the back or by one of the two cross aisles next to it, through
 * the nearest gate on either side. */
#include <math.h>
#include <string.h>
#include "models/layout/layout_parts.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

static const double NEAR_M = 1e-6;

/* Inside a block */

double rack_cross_m(const struct rack *rack, const struct stop *from, const struct stop *to) {
    const struct stop *front = from->y_m < to->y_m ? from : to, *back = front == from ? to : from;
    int section = rack_section(rack, front->y_m);
    double begin = rack->cross_y_m[section], end = rack->cross_y_m[section + 1];
    if (back->y_m >= end)
        return end;
    return front->y_m + back->y_m - 2.0 * begin <= 2.0 * end - front->y_m - back->y_m ? begin : end;
}

double rack_way_m(const struct rack *rack, const struct stop *from, const struct stop *to) {
    if (from->aisle == to->aisle)
        return fabs(from->y_m - to->y_m);
    double cross_m = rack_cross_m(rack, from, to);
    return fabs(from->y_m - cross_m) + fabs(to->y_m - cross_m) +
           fabs(aisle_x_m(rack, from->aisle) - aisle_x_m(rack, to->aisle));
}

/* The aisle through which the way between two places on different cross aisles is shortest. */
static int aisle_between(const struct rack *rack, double x1_m, double x2_m) {
    double low = fmin(x1_m, x2_m), high = fmax(x1_m, x2_m);
    int after = (int)ceil(low / rack->spacing_m - NEAR_M),
        before = (int)floor(high / rack->spacing_m + NEAR_M);
    after = after < 0 ? 0 : after >= rack->aisles ? rack->aisles - 1 : after;
    before = before < 0 ? 0 : before >= rack->aisles ? rack->aisles - 1 : before;
    double x_after = aisle_x_m(rack, after), x_before = aisle_x_m(rack, before);
    return fabs(x_after - low) + fabs(high - x_after) <= fabs(x_before - low) + fabs(high - x_before)
               ? after
               : before;
}

static double through_m(const struct rack *rack, double x1_m, double x2_m, double y_m, int *aisle) {
    *aisle = aisle_between(rack, x1_m, x2_m);
    double x_m = aisle_x_m(rack, *aisle);
    return fabs(x1_m - x_m) + fabs(x2_m - x_m) + y_m;
}

/* Gates */

static int add_gate(struct gate *gates, int count, struct gate gate) {
    int i = count;
    for (; i > 0 && gates[i - 1].x_m > gate.x_m; i--)
        gates[i] = gates[i - 1];
    gates[i] = gate;
    return count + 1;
}

/* Nodes on the cross aisle at y, or for a middle one its two ends. */
static int find_gates(const struct layout *layout, int b, int cross, struct gate *gates) {
    const struct rack *rack = &layout->racks[b];
    double left = -rack->spacing_m / 2.0, right = (rack->aisles - 0.5) * rack->spacing_m;
    bool middle = cross > 0 && cross < rack->crosses - 1;
    int count = 0;
    for (int n = 0; n < layout->network->node_count; n++) {
        struct waypoint at = to_rack(&layout->blocks[b].at, layout->network->nodes[n]);
        if (fabs(at.y_m - rack->cross_y_m[cross]) > NEAR_M || at.x_m < left - NEAR_M ||
            at.x_m > right + NEAR_M)
            continue;
        if (middle && fabs(at.x_m - left) > NEAR_M && fabs(at.x_m - right) > NEAR_M)
            continue;
        double aisle_m = aisle_x_m(rack, (int)lround(at.x_m / rack->spacing_m)); /* without rounding */
        count = add_gate(gates, count, (struct gate){n, fabs(aisle_m - at.x_m) <= NEAR_M ? aisle_m : at.x_m});
    }
    return count;
}

static void make_gates(struct layout *layout, int b, struct arena *arena, struct gate *room) {
    struct block *block = &layout->blocks[b];
    const struct rack *rack = &layout->racks[b];
    int count = 0;
    block->first_gate = arena_array(arena, int, rack->crosses + 1);
    for (int c = 0; c < rack->crosses; c++) {
        block->first_gate[c] = count;
        count += find_gates(layout, b, c, &room[count]);
    }
    block->first_gate[rack->crosses] = count;
    block->gates = arena_array(arena, struct gate, count + 1);
    memcpy(block->gates, room, sizeof *room * (size_t)count);
}

/* Whether two gates of a block are joined by a link through it. Where every aisle has gates, a way through it
 * needs only the link between those; the rest of the way leads along the cross aisles. */
static bool is_joined(const struct layout *layout, int b, int cross, int other, bool same) {
    int last = layout->racks[b].crosses - 1;
    bool outer = cross == 0 || cross == last, other_outer = other == 0 || other == last;
    if (cross == other)
        return !outer && !same;
    return !layout->doors_every || !outer || !other_outer;
}

static void link_through(struct layout *layout, int b) {
    const struct block *block = &layout->blocks[b];
    const struct rack *rack = &layout->racks[b];
    for (int c = 0; c < rack->crosses; c++)
        for (int d = 0; d < rack->crosses; d++)
            for (int i = block->first_gate[c]; i < block->first_gate[c + 1]; i++)
                for (int k = block->first_gate[d]; k < block->first_gate[d + 1]; k++) {
                    const struct gate *from = &block->gates[i], *to = &block->gates[k];
                    int aisle = ALONG_CROSS_AISLE;
                    double y_m = fabs(rack->cross_y_m[c] - rack->cross_y_m[d]);
                    double metres =
                        c == d ? fabs(from->x_m - to->x_m) : through_m(rack, from->x_m, to->x_m, y_m, &aisle);
                    bool in_aisle = c != d && from->x_m == to->x_m && aisle_x_m(rack, aisle) == to->x_m;
                    if (in_aisle || is_joined(layout, b, c, d, i == k))
                        network_link(layout->network, (struct link){from->node, to->node, metres, b, aisle});
                }
}

/* The open floor */

static void add_places_of_block(const struct layout *layout, int b, struct floor *floor) {
    const struct rack *rack = &layout->racks[b];
    double left = -rack->spacing_m / 2.0, right = (rack->aisles - 0.5) * rack->spacing_m;
    floor->obstacles[floor->obstacle_count++] = block_rectangle(layout, b);
    for (int c = 1; c < rack->crosses - 1; c++) {
        floor->places[floor->place_count++] = to_plan(&layout->blocks[b].at, left, rack->cross_y_m[c]);
        floor->places[floor->place_count++] = to_plan(&layout->blocks[b].at, right, rack->cross_y_m[c]);
    }
}

/* Ends of aisles as doors: all, or with very many aisles every so many of a block. */
static void add_doors(struct layout *layout, struct floor *floor) {
    enum { MOST_DOORS = 2400 };
    if (layout->block_count == 1)
        return;
    layout->doors_every = 1 + 2 * layout->aisle_count / MOST_DOORS;
    for (int b = 0; b < layout->block_count; b++)
        for (int aisle = layout->doors_every / 2; aisle < layout->racks[b].aisles;
             aisle += layout->doors_every) {
            double x_m = aisle_x_m(&layout->racks[b], aisle);
            floor->places[floor->place_count++] = to_plan(&layout->blocks[b].at, x_m, 0.0);
            floor->places[floor->place_count++] =
                to_plan(&layout->blocks[b].at, x_m, layout->racks[b].length_m);
            floor->door_count += 2;
        }
}

static struct floor make_floor(struct layout *layout, struct arena *arena) {
    const struct layout_config *config = layout->config;
    int places = layout->depot_count + config->points_count + 2 * layout->aisle_count;
    for (int b = 0; b < layout->block_count; b++)
        places += 2 * (layout->racks[b].crosses - 2);
    struct floor floor = {
        .obstacles = arena_array(arena, struct rectangle, layout->block_count + config->areas_count + 1),
        .places = arena_array(arena, struct waypoint, places + 1),
        .node = arena_array(arena, int, places + 1)};
    for (int d = 0; d < layout->depot_count; d++)
        floor.places[floor.place_count++] = layout->depots[d].at;
    for (int p = 0; p < config->points_count; p++)
        floor.places[floor.place_count++] = (struct waypoint){config->points[p].x_m, config->points[p].y_m};
    for (int b = 0; b < layout->block_count; b++)
        add_places_of_block(layout, b, &floor);
    for (int a = 0; a < config->areas_count; a++) {
        const struct area_config *area = &config->areas[a];
        if (!area->walkable)
            floor.obstacles[floor.obstacle_count++] = (struct rectangle){
                area->x_m, area->y_m, area->x_m + area->width_m, area->y_m + area->depth_m};
    }
    add_doors(layout, &floor);
    return floor;
}

static bool build_on_floor(struct layout *layout, struct arena *arena) {
    struct floor floor = make_floor(layout, arena);
    if (!network_add_floor(layout->network, &floor))
        return false;
    for (int d = 0; d < layout->depot_count; d++)
        layout->depots[d].node = floor.node[d];
    for (int p = 0; p < layout->config->points_count; p++)
        layout->point_node[p] = floor.node[layout->depot_count + p];
    struct gate *room = arena_array(arena, struct gate, 2 * layout->network->node_count + 1);
    for (int b = 0; b < layout->block_count; b++)
        make_gates(layout, b, arena, room);
    for (int b = 0; b < layout->block_count; b++)
        link_through(layout, b);
    return true;
}

/* Nodes and edges */

static void add_edge(struct layout *layout, struct arena *arena, const struct edge_config *edge, int *block) {
    const struct layout_config *config = layout->config;
    int from = layout_node_named(config, edge->from), to = layout_node_named(config, edge->to);
    int b = edge->bays ? (*block)++ : OPEN_FLOOR, aisle = edge->bays ? 0 : ALONG_CROSS_AISLE;
    double metres = edge->bays ? layout->racks[b].length_m : edge_length_m(config, edge) / edge->speed_factor;
    network_link(layout->network, (struct link){from, to, metres, b, aisle});
    if (!edge->one_way)
        network_link(layout->network, (struct link){to, from, metres, b, aisle});
    if (!edge->bays)
        return;
    layout->blocks[b].gates = arena_array(arena, struct gate, 2);
    layout->blocks[b].gates[0].node = from;
    layout->blocks[b].gates[1].node = to;
    layout->blocks[b].first_gate = arena_array(arena, int, 3);
    layout->blocks[b].first_gate[1] = 1;
    layout->blocks[b].first_gate[2] = 2;
}

static void build_on_edges(struct layout *layout, struct arena *arena) {
    const struct layout_config *config = layout->config;
    int block = 0;
    for (int n = 0; n < config->nodes_count; n++)
        network_add(layout->network, (struct waypoint){config->nodes[n].x_m, config->nodes[n].y_m});
    for (int i = 0; i < config->edges_count; i++)
        add_edge(layout, arena, &config->edges[i], &block);
    for (int d = 0; d < config->depots_count; d++)
        layout->depots[d].node = layout_node_named(config, config->depots[d].node);
    for (int p = 0; p < config->points_count; p++)
        layout->point_node[p] = layout_node_named(config, config->points[p].node);
}

/* Both */

static int node_of_place(const struct layout *layout, const char *name) {
    const struct layout_config *config = layout->config;
    for (int d = 0; d < layout->depot_count; d++)
        if (strcmp(layout->depots[d].name, name) == 0)
            return layout->depots[d].node;
    for (int p = 0; p < config->points_count; p++)
        if (strcmp(config->points[p].name, name) == 0)
            return layout->point_node[p];
    return layout_node_named(config, name);
}

static void add_paths(struct layout *layout) {
    const struct layout_config *config = layout->config;
    for (int i = 0; i < config->paths_count; i++) {
        const struct path_config *path = &config->paths[i];
        int from = node_of_place(layout, path->from), to = node_of_place(layout, path->to);
        const struct waypoint *a = &layout->network->nodes[from], *b = &layout->network->nodes[to];
        double metres = path->length_m > 0 ? path->length_m : hypot(a->x_m - b->x_m, a->y_m - b->y_m);
        metres /= path->speed_factor;
        network_link(layout->network, (struct link){from, to, metres, OPEN_FLOOR, ALONG_CROSS_AISLE});
        if (!path->one_way)
            network_link(layout->network, (struct link){to, from, metres, OPEN_FLOOR, ALONG_CROSS_AISLE});
    }
}

static bool has_one_way(const struct layout_config *config) {
    for (int i = 0; i < config->paths_count; i++)
        if (config->paths[i].one_way)
            return true;
    for (int i = 0; i < config->edges_count; i++)
        if (config->edges[i].one_way)
            return true;
    return false;
}

bool layout_make_network(struct layout *layout, struct arena *arena, struct problems *problems) {
    layout->one_way = has_one_way(layout->config);
    struct network *network = layout->network = network_create(arena);
    layout->point_node = arena_array(arena, int, layout->config->points_count + 1);
    bool fits = true;
    if (layout->on_edges)
        build_on_edges(layout, arena);
    else
        fits = build_on_floor(layout, arena);
    add_paths(layout);
    bool *is_key = arena_array(arena, bool, network->node_count + 1);
    for (int d = 0; d < layout->depot_count; d++)
        is_key[layout->depots[d].node] = true;
    for (int p = 0; p < layout->config->points_count; p++)
        is_key[layout->point_node[p]] = true;
    for (int b = 0; b < layout->block_count && fits; b++)
        for (int g = 0; g < layout->blocks[b].first_gate[layout->racks[b].crosses]; g++)
            is_key[layout->blocks[b].gates[g].node] = true;
    fits = fits && network_solve(network, is_key);
    if (!fits)
        problem_of(problems, "layout", "line up blocks, areas and points, or take fewer of them",
                   "has too many different places (%d) to know all ways between them", network->node_count);
    return fits;
}

/* Shortest ways */

enum { WAYS_OUT = 8 };

/* The nearest gates left and right of a stop on the two cross aisles next to it, at the front and at the
 * back. One-way edges are left at their back and entered at their front. */
static int ways_out(const struct layout *layout, const struct stop *stop, bool leaving, struct way_out *out) {
    const struct block *block = &layout->blocks[stop->block];
    const struct rack *rack = &layout->racks[stop->block];
    int section = rack_section(rack, stop->y_m), count = 0;
    double x_m = aisle_x_m(rack, stop->aisle);
    for (int cross = 0; cross < rack->crosses; cross++) {
        bool outer = cross == 0 || cross == rack->crosses - 1;
        if (!outer && cross != section && cross != section + 1)
            continue;
        if (block->one_way && leaving != (cross > 0))
            continue;
        double y_m = fabs(stop->y_m - rack->cross_y_m[cross]);
        int first = block->first_gate[cross], end = block->first_gate[cross + 1], right = first;
        while (right < end && block->gates[right].x_m < x_m)
            right++;
        bool here = right < end && block->gates[right].x_m == x_m;
        for (int g = right - (here ? 0 : 1); g <= right; g++)
            if (g >= first && g < end)
                out[count++] = (struct way_out){block->gates[g].node, cross, block->gates[g].x_m,
                                                y_m + fabs(block->gates[g].x_m - x_m)};
    }
    return count;
}

static int ways_out_of(const struct layout *layout, const struct spot *spot, bool leaving,
                       struct way_out *out) {
    if (spot->stop)
        return ways_out(layout, spot->stop, leaving, out);
    out[0] = (struct way_out){.node = spot->node};
    return 1;
}

struct spot_way layout_way(const struct layout *layout, const struct spot *from, const struct spot *to) {
    struct spot_way way = {.metres = INFINITY};
    struct way_out leave[WAYS_OUT], enter[WAYS_OUT];
    if (from->stop && to->stop && from->stop->block == to->stop->block) {
        const struct block *block = &layout->blocks[from->stop->block];
        if (!block->one_way || from->stop->y_m <= to->stop->y_m)
            way = (struct spot_way){rack_way_m(&layout->racks[from->stop->block], from->stop, to->stop), true,
                                    .leave = {0}};
        if (!layout->on_edges)
            return way;
    }
    int leaves = ways_out_of(layout, from, true, leave), enters = ways_out_of(layout, to, false, enter);
    for (int i = 0; i < leaves; i++)
        for (int k = 0; k < enters; k++) {
            double metres =
                leave[i].metres + network_m(layout->network, leave[i].node, enter[k].node) + enter[k].metres;
            if (metres < way.metres)
                way = (struct spot_way){metres, false, leave[i], enter[k]};
        }
    return way;
}

double layout_distance_m(const struct layout *layout, const struct stop *from, const struct stop *to) {
    return layout_way(layout, &(struct spot){.stop = from}, &(struct spot){.stop = to}).metres;
}

double layout_from_depot_m(const struct layout *layout, int depot, const struct stop *to) {
    return layout_way(layout, &(struct spot){NULL, layout->depots[depot].node}, &(struct spot){.stop = to})
        .metres;
}

double layout_to_depot_m(const struct layout *layout, const struct stop *from, int depot) {
    return layout_way(layout, &(struct spot){.stop = from}, &(struct spot){NULL, layout->depots[depot].node})
        .metres;
}

double layout_points_m(const struct layout *layout, int from, int to) {
    return network_m(layout->network, layout->point_node[from], layout->point_node[to]);
}

struct waypoint layout_place_of(const struct layout *layout, const struct stop *stop) {
    return to_plan(&layout->blocks[stop->block].at, aisle_x_m(&layout->racks[stop->block], stop->aisle),
                   stop->y_m);
}
