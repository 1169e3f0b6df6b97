/* SPDX-License-Identifier: MIT */
/* floor_plan.c - see floor_plan.h.
 *
 * How far racks reach into the aisle is not modelled; they are drawn three tenths of the aisle spacing deep
 * on both sides, as in a playback. */
#include "models/floor_plan.h"

#include <math.h>
#include "models/floor_plan_parts.h"
#include "models/layout/layout_parts.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/results/recording.h"

/* Racks */

enum { MOST_CELLS = 12000 }; /* on both sides together; more bays are drawn several at a time */

/* The bays between two cross aisles. */
struct section {
    double from_m;
    int first_bay, bays;
};

static struct section section_at(const struct block_config *block, int index) {
    int first = index ? block_section_end(block, index - 1) : 0;
    return (struct section){first * block->bay_width_m + index * block->cross_aisle_width_m, first,
                            block_section_end(block, index) - first};
}

/* The share of all order lines that each bay serves, both sides together; by block, aisle and bay. */
static double **bay_shares(const struct scenario *scenario, struct arena *arena) {
    const struct layout *layout = scenario->floor;
    const struct catalogue *catalogue = scenario->sku_catalogue;
    double **shares = arena_array(arena, double *, layout->block_count);
    for (int b = 0; b < layout->block_count; b++)
        shares[b] =
            arena_array(arena, double, layout->blocks[b].config->aisles * layout->blocks[b].config->bays);
    for (int sku = 0; sku < catalogue->count; sku++) {
        struct stop home = layout->home[sku];
        const struct block_config *block = layout->blocks[home.block].config;
        int section = rack_section(&layout->racks[home.block], home.y_m);
        int bay = (int)((home.y_m - section * block->cross_aisle_width_m) / block->bay_width_m);
        shares[home.block][home.aisle * block->bays + bay] += catalogue->skus[sku].share;
    }
    return shares;
}

/* Both racks of some bays. */
static void record_cell(const struct layout *layout, int b, int aisle, double y_m, double length_m,
                        double share, struct recording *recording) {
    double spacing_m = layout->racks[b].spacing_m, x_m = aisle_x_m(&layout->racks[b], aisle);
    struct shape rack = {.kind = SHAPE_RACK,
                         .label = "",
                         .x_m = (float)(x_m - 0.5 * spacing_m),
                         .y_m = (float)y_m,
                         .width_m = (float)(0.3 * spacing_m),
                         .height_m = (float)length_m,
                         .heat = (float)(100.0 * share / length_m)};
    layout_record_in_block(layout, b, rack, recording);
    rack.x_m = (float)(x_m + 0.2 * spacing_m);
    layout_record_in_block(layout, b, rack, recording);
}

static void record_racks_of(const struct layout *layout, int b, const double *shares, int together,
                            struct recording *recording) {
    const struct block_config *block = layout->blocks[b].config;
    for (int aisle = 0; aisle < block->aisles; aisle++)
        for (int s = 0; s <= block->cross_aisles; s++) {
            struct section section = section_at(block, s);
            for (int bay = 0; bay < section.bays; bay += together) {
                int end = bay + together < section.bays ? bay + together : section.bays;
                double share = 0.0;
                for (int i = bay; i < end; i++)
                    share += shares[aisle * block->bays + section.first_bay + i];
                record_cell(layout, b, aisle, section.from_m + bay * block->bay_width_m,
                            (end - bay) * block->bay_width_m, share, recording);
            }
        }
}

static void record_racks(const struct scenario *scenario, struct arena *arena, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    double **shares = bay_shares(scenario, arena);
    int cells = 0;
    for (int b = 0; b < layout->block_count; b++)
        cells += 2 * layout->blocks[b].config->aisles * layout->blocks[b].config->bays;
    recording->heat_unit = "% of order lines per metre of aisle";
    for (int b = 0; b < layout->block_count; b++)
        record_racks_of(layout, b, shares[b], (cells + MOST_CELLS - 1) / MOST_CELLS, recording);
}

/* Ways between the racks */

static double width_m(const struct rack *rack) {
    return rack->aisles * rack->spacing_m;
}

static void record_cross_aisle(const struct layout *layout, int b, double from_m, double height_m,
                               const char *label, struct recording *recording) {
    const struct rack *rack = &layout->racks[b];
    layout_record_in_block(layout, b,
                           (struct shape){.kind = SHAPE_AREA,
                                          .label = label,
                                          .x_m = (float)(-0.5 * rack->spacing_m),
                                          .y_m = (float)from_m,
                                          .width_m = (float)width_m(rack),
                                          .height_m = (float)height_m},
                           recording);
}

/* The numbers of several blocks' aisles stand at their back; those of one block above the plan. */
static void record_numbers(const struct layout *layout, int b, struct arena *arena,
                           struct recording *recording) {
    const struct rack *rack = &layout->racks[b];
    for (int aisle = 0; aisle < rack->aisles && layout->block_count > 1; aisle++)
        layout_record_in_block(layout, b,
                               (struct shape){.kind = SHAPE_NUMBER,
                                              .label = arena_format(arena, "%d", aisle + 1),
                                              .x_m = (float)aisle_x_m(rack, aisle),
                                              .y_m = (float)(rack->length_m + 0.5 * CROSS_AISLE_M)},
                               recording);
}

static void record_ways_of(const struct layout *layout, int b, struct arena *arena,
                           struct recording *recording) {
    const struct rack *rack = &layout->racks[b];
    double inner_m = layout->blocks[b].config->cross_aisle_width_m;
    if (!layout->on_edges) {
        record_cross_aisle(layout, b, -CROSS_AISLE_M, CROSS_AISLE_M, "front", recording);
        for (int k = 1; k + 1 < rack->crosses; k++)
            record_cross_aisle(layout, b, rack->cross_y_m[k] - inner_m / 2.0, inner_m, "middle", recording);
        record_cross_aisle(layout, b, rack->length_m, CROSS_AISLE_M, "back", recording);
        record_numbers(layout, b, arena, recording);
    }
    for (int aisle = 0; aisle < rack->aisles; aisle++)
        layout_record_in_block(layout, b,
                               (struct shape){.kind = SHAPE_AISLE,
                                              .label = layout->block_count > 1 || layout->on_edges
                                                           ? ""
                                                           : arena_format(arena, "%d", aisle + 1),
                                              .x_m = (float)(aisle_x_m(rack, aisle) - 0.2 * rack->spacing_m),
                                              .width_m = (float)(0.4 * rack->spacing_m),
                                              .height_m = (float)rack->length_m},
                               recording);
}

/* Edges without bays. */
static void record_ways_between(const struct layout *layout, struct recording *recording) {
    const struct layout_config *config = layout->config;
    for (int i = 0; i < config->edges_count; i++) {
        const struct edge_config *edge = &config->edges[i];
        const struct node_config *from = &config->nodes[layout_node_named(config, edge->from)];
        const struct node_config *to = &config->nodes[layout_node_named(config, edge->to)];
        double x = to->x_m - from->x_m, y = to->y_m - from->y_m, wide_m = 0.4 * edge->width_m;
        double metres = hypot(x, y), turn = atan2(y, x) - acos(0.0); /* its length is the shape's height */
        if (edge->bays || metres <= 0)
            continue;
        recording_shape(recording, (struct shape){.kind = SHAPE_AISLE,
                                                  .label = "",
                                                  .x_m = (float)(from->x_m - cos(turn) * wide_m / 2),
                                                  .y_m = (float)(from->y_m - sin(turn) * wide_m / 2),
                                                  .width_m = (float)wide_m,
                                                  .height_m = (float)metres,
                                                  .turn = (float)turn});
    }
}

/* Zones, areas, points */

static void record_zone_part(const struct layout *layout, int b, int first, int end, int zone,
                             struct recording *recording) {
    const double beyond_m = 0.3 * CROSS_AISLE_M; /* of the racks, so that its colour shows at both ends */
    const struct rack *rack = &layout->racks[b];
    layout_record_in_block(
        layout, b,
        (struct shape){.kind = SHAPE_ZONE,
                       .label = layout->zones[zone],
                       .x_m = (float)((first - 0.5) * rack->spacing_m),
                       .y_m = (float)(layout->on_edges ? 0 : -beyond_m),
                       .width_m = (float)((end - first) * rack->spacing_m),
                       .height_m = (float)(rack->length_m + (layout->on_edges ? 0 : 2 * beyond_m))},
        recording);
}

static void record_zones(const struct layout *layout, struct recording *recording) {
    for (int b = 0; b < layout->block_count; b++)
        for (int aisle = 0, end; aisle < layout->racks[b].aisles; aisle = end) {
            const int *zones = &layout->zone_of_aisle[layout->blocks[b].first_aisle];
            for (end = aisle + 1; end < layout->racks[b].aisles && zones[end] == zones[aisle];)
                end++;
            if (zones[aisle] != NO_ZONE)
                record_zone_part(layout, b, aisle, end, zones[aisle], recording);
        }
}

static void record_blocks(const struct layout *layout, struct recording *recording) {
    for (int b = 0; b < layout->block_count && !layout->on_edges; b++)
        layout_record_in_block(layout, b,
                               (struct shape){.kind = SHAPE_BLOCK,
                                              .label = layout->blocks[b].config->name,
                                              .x_m = (float)(-0.5 * layout->racks[b].spacing_m),
                                              .width_m = (float)width_m(&layout->racks[b]),
                                              .height_m = (float)layout->racks[b].length_m},
                               recording);
}

static void record_places(const struct layout *layout, struct recording *recording) {
    const struct layout_config *config = layout->config;
    for (int a = 0; a < config->areas_count; a++) {
        const struct area_config *area = &config->areas[a];
        recording_shape(recording, (struct shape){.kind = area->walkable ? SHAPE_ROOM : SHAPE_CLOSED,
                                                  .label = area->name,
                                                  .x_m = (float)area->x_m,
                                                  .y_m = (float)area->y_m,
                                                  .width_m = (float)area->width_m,
                                                  .height_m = (float)area->depth_m});
    }
    for (int p = 0; p < config->points_count; p++) {
        struct waypoint at = layout->network->nodes[layout->point_node[p]];
        bool door = config->points[p].kind == PLACE_DOCK_DOOR || config->points[p].kind == PLACE_CARRIER_LANE;
        recording_shape(recording, (struct shape){.kind = door ? SHAPE_DOOR : SHAPE_POINT,
                                                  .label = config->points[p].name,
                                                  .x_m = (float)at.x_m,
                                                  .y_m = (float)at.y_m});
    }
    for (int d = 0; d < layout->depot_count; d++)
        layout_record_depot(layout, d, recording);
}

static void record_ways(const struct layout *layout, struct arena *arena, struct recording *recording) {
    for (int b = 0; b < layout->block_count; b++)
        record_ways_of(layout, b, arena, recording);
    record_ways_between(layout, recording);
    record_zones(layout, recording);
    if (layout->block_count > 1)
        record_blocks(layout, recording);
    record_places(layout, recording);
}

/* What blocks with their outer cross aisles, edges, areas, points and depots cover. */
static struct rectangle extent_of(const struct recording *recording) {
    struct rectangle all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < recording->shape_count; i++) {
        const struct shape *s = &recording->shapes[i];
        double c = cos(s->turn), d = sin(s->turn);
        for (int corner = 0; corner < 4; corner++) {
            double x = corner & 1 ? s->width_m : 0, y = corner & 2 ? s->height_m : 0;
            all.left = fmin(all.left, s->x_m + c * x - d * y);
            all.right = fmax(all.right, s->x_m + c * x - d * y);
            all.bottom = fmin(all.bottom, s->y_m + d * x + c * y);
            all.top = fmax(all.top, s->y_m + d * x + c * y);
        }
    }
    return all;
}

static bool
is_plain(const struct layout *layout) { /* one block, drawn as it is described, and nothing else */
    return layout->block_count == 1 && !layout->on_edges && layout->config->blocks[0].orientation == NORTH;
}

/* Of the only block; of several the plan as a whole. */
static void record_dimensions(const struct layout *layout, struct recording *recording) {
    struct rectangle all = extent_of(recording);
    if (!is_plain(layout)) {
        recording_dimension(recording, (struct dimension){"width", BELOW_PLAN, all.left, all.right});
        recording_dimension(recording, (struct dimension){"depth", LEFT_OF_PLAN, all.bottom, all.top});
        return;
    }
    const struct rack *rack = &layout->racks[0];
    double length = rack->length_m, inner_m = layout->blocks[0].config->cross_aisle_width_m;
    double x = layout->config->blocks[0].x_m, y = layout->config->blocks[0].y_m, half = 0.5 * rack->spacing_m;
    recording_dimension(recording, (struct dimension){"width", BELOW_PLAN, x, x + width_m(rack)});
    recording_dimension(recording, (struct dimension){"aisle length", LEFT_OF_PLAN, y, y + length});
    recording_dimension(
        recording, (struct dimension){"depth", LEFT_OF_PLAN, y - CROSS_AISLE_M, y + length + CROSS_AISLE_M});
    if (rack->aisles > 1)
        recording_dimension(
            recording, (struct dimension){"aisle spacing", ABOVE_PLAN, x + half, x + half + rack->spacing_m});
    recording_dimension(recording, (struct dimension){"back cross aisle", RIGHT_OF_PLAN, y + length,
                                                      y + length + CROSS_AISLE_M});
    if (rack->crosses > 2) {
        double from_m = rack->cross_y_m[rack->crosses - 2] - inner_m / 2.0;
        recording_dimension(
            recording, (struct dimension){"cross aisle", RIGHT_OF_PLAN, y + from_m, y + from_m + inner_m});
    }
    recording_dimension(recording,
                        (struct dimension){"front cross aisle", RIGHT_OF_PLAN, y - CROSS_AISLE_M, y});
}

static void record_block_facts(const struct layout *layout, int b, struct recording *recording) {
    const struct block_config *block = layout->blocks[b].config;
    const char *group = layout->on_edges ? "edges" : "blocks";
    bool only = layout->block_count == 1; /* of several, sizes stand on the plan */
    const struct fact facts[] = {
        {group, block->name, "aisles", only ? "aisles" : NULL, block->aisles, ""},
        {group, block->name, "bays", only ? "bays on a side" : NULL, block->bays, ""},
        {group, block->name, "levels", only ? "levels" : NULL, block->levels, ""},
        {group, block->name, "slots_per_bay_level", only ? "slots on a level of a bay" : NULL,
         block->slots_per_bay_level, ""},
        {group, block->name, "bay_width_m", only ? "bay width" : NULL, block->bay_width_m, "m"},
        {group, block->name, "aisle_spacing_m", only ? "aisle spacing" : NULL, block->aisle_spacing_m, "m"},
        {group, block->name, "cross_aisles", only ? "cross aisles between" : NULL, block->cross_aisles, ""},
        {group, block->name, "cross_aisle_width_m", only && block->cross_aisles ? "their width" : NULL,
         block->cross_aisle_width_m, "m"},
        {group, block->name, "x_m", NULL, block->x_m, "m"},
        {group, block->name, "y_m", NULL, block->y_m, "m"},
        {group, block->name, "length_m", NULL, layout->racks[b].length_m, "m"},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        recording_fact(recording, facts[i]);
}

/* What a plan of several blocks is as a whole. */
static void record_sums(const struct layout *layout, struct recording *recording) {
    double bays = 0.0;
    for (int b = 0; b < layout->block_count; b++)
        bays += 2.0 * layout->blocks[b].config->aisles * layout->blocks[b].config->bays;
    const struct fact facts[] = {
        {NULL, NULL, "block_count", layout->on_edges ? NULL : "blocks", layout->block_count, ""},
        {NULL, NULL, "aisle_count", "aisles", layout->aisle_count, ""},
        {NULL, NULL, "bay_count", "bays", bays, ""},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        recording_fact(recording, facts[i]);
}

static void record_facts(const struct scenario *scenario, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    const struct rack *rack = &layout->racks[0];
    const struct depot *depot = &layout->depots[FIRST_DEPOT];
    struct rectangle all = extent_of(recording);
    bool plain = is_plain(layout), in_front = depot->block != NO_BLOCK;
    double aisle = in_front ? rint(depot->x_m / layout->racks[depot->block].spacing_m) : 0.0;
    const struct fact facts[] = {
        {NULL, NULL, "width_m", "width", plain ? width_m(rack) : all.right - all.left, "m"},
        {NULL, NULL, "depth_m", "depth", plain ? rack->length_m + 2.0 * CROSS_AISLE_M : all.top - all.bottom,
         "m"},
        {NULL, NULL, "aisle_length_m", plain ? "aisle length" : NULL, plain ? rack->length_m : NAN, "m"},
        {NULL, NULL, "area_m2", "area", layout_area_m2(layout), "m²"},
        {NULL, NULL, "slots", "slots", layout->slots, ""},
        {NULL, NULL, "skus", "SKUs", scenario->sku_catalogue->count, ""},
        {NULL, NULL, "occupancy", "slots taken",
         100.0 * scenario->sku_catalogue->count / layout->placement->slot_count, "%"},
        {NULL, NULL, "depot_aisle", plain && in_front ? "aisle of the depot" : NULL,
         in_front ? aisle + 1 : NAN, ""},
        {NULL, NULL, "packing_m", layout->packing_m[0] > 0 ? "way to packing" : NULL,
         layout->packing_m[0] / 2.0, "m"},
        {NULL, NULL, "dock_m", layout->dock_m[0] > 0 ? "way to receiving" : NULL, layout->dock_m[0] / 2.0,
         "m"},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        recording_fact(recording, facts[i]);
    if (!plain)
        record_sums(layout, recording);
    for (int b = 0; b < layout->block_count; b++)
        record_block_facts(layout, b, recording);
}

/* Flows: doors to staging and on to the depot; depot to packing; packing to the carriers */

static int nearest_point(const struct layout *layout, int node, int kind) {
    const struct layout_config *config = layout->config;
    int nearest = -1;
    for (int p = 0; p < config->points_count; p++)
        if (config->points[p].kind == kind &&
            (nearest < 0 || network_m(layout->network, node, layout->point_node[p]) <
                                network_m(layout->network, node, layout->point_node[nearest])))
            nearest = p;
    return nearest < 0 ? -1 : layout->point_node[nearest];
}

static void record_flow(const struct layout *layout, const char *name, int from, int to, struct arena *arena,
                        struct recording *recording) {
    if (from < 0 || to < 0 || from == to)
        return;
    int most = 3 * layout->network->most_links + 4;
    struct leg *legs = arena_array(arena, struct leg, most);
    struct position *corners = arena_array(arena, struct position, most + 1);
    int count = layout_way_legs(layout, from, to, legs);
    struct waypoint at = layout->network->nodes[from];
    corners[0] = (struct position){(float)at.x_m, (float)at.y_m};
    for (int i = 0; i < count; i++)
        corners[i + 1] = (struct position){(float)legs[i].x_m, (float)legs[i].y_m};
    recording_flow(recording, (struct flow){name, corners, count + 1});
}

static void record_flows(const struct layout *layout, struct arena *arena, struct recording *recording) {
    int depot = layout->depots[FIRST_DEPOT].node;
    int staging = nearest_point(layout, depot, PLACE_STAGING),
        packing = nearest_point(layout, depot, PLACE_PACKING);
    int door = nearest_point(layout, staging >= 0 ? staging : depot, PLACE_DOCK_DOOR);
    int lane = packing >= 0 ? nearest_point(layout, packing, PLACE_CARRIER_LANE) : -1;
    record_flow(layout, "inbound", door, staging >= 0 ? staging : depot, arena, recording);
    record_flow(layout, "inbound", staging, depot, arena, recording);
    record_flow(layout, "picked", depot, packing, arena, recording);
    record_flow(layout, "outbound", packing, lane, arena, recording);
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
    record_ways(scenario->floor, arena, recording);
    record_racks(scenario, arena, recording);
    record_dimensions(scenario->floor, recording);
    record_flows(scenario->floor, arena, recording);
    record_facts(scenario, recording);
    floor_plan_record_routes(scenario, arena, recording);
    return true;
}
