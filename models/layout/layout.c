/* SPDX-License-Identifier: MIT */
/* layout.c - what the user can set, and how a layout is put together: blocks, network, zones, slots. */
#include "models/layout/layout.h"

#include <math.h>
#include <string.h>
#include "models/demand/catalogue.h"
#include "models/layout/layout_parts.h"
#include "models/layout/slotting.h"
#include "models/layout/traffic.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/results/recording.h"

/* What the user can set */

static const char *const orientations[] = {"north", "east", "south", "west", NULL};
static const char *const storages[] = {"both", "forward", "reserve", NULL};
const char *const place_kinds[] = {"dock_door", "yard",     "staging", "quality_check",
                                   "packing",   "put_wall", "returns", "carrier_lane",
                                   "charging",  "other",    NULL};

enum { FAR = 100000 }; /* metres */

static const struct field block_fields[] = {
    {FIELD(struct block_config, name), .required = true, .doc = "Name of the storage block."},
    {FIELD(struct block_config, aisles), .min = 1, .max = 500, .required = true,
     .doc = "Parallel picking aisles."},
    {FIELD(struct block_config, bays), .min = 1, .max = 1000, .required = true,
     .doc = "Bays on each side of an aisle."},
    {FIELD(struct block_config, bay_width_m), .min = 0.01, .max = 50, .preset = 1.2, .unit = "m",
     .doc = "Width of a bay along the aisle."},
    {FIELD(struct block_config, aisle_spacing_m), .min = 0.01, .max = 100, .preset = 3.4, .unit = "m",
     .doc = "Distance between the centre lines of neighbouring aisles."},
    {FIELD(struct block_config, cross_aisles), .min = 0, .max = 100, .preset = 0,
     .doc = "Cross aisles between front and back, evenly spread; every routing but return and midpoint "
            "uses them."},
    {FIELD(struct block_config, cross_aisle_width_m), .min = 0, .max = 50, .preset = 3, .unit = "m",
     .doc = "Width of a cross aisle between front and back."},
    {FIELD(struct block_config, levels), .min = 1, .max = 100, .preset = 5, .doc = "Shelf levels of a bay."},
    {FIELD(struct block_config, slots_per_bay_level), .min = 1, .max = 1000, .preset = 2,
     .doc = "Slots on one level of a bay; one SKU each."},
    {FIELD(struct block_config, x_m), .min = -FAR, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Left edge of the racks on the plan."},
    {FIELD(struct block_config, y_m), .min = -FAR, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Lower edge of the racks on the plan."},
    {ENUM(struct block_config, orientation, orientations), .preset = NORTH,
     .doc = "Where the aisles lead from the front cross aisle; north is up on the plan."},
    {FIELD(struct block_config, level_height_m), .min = 0, .max = 20, .preset = 0.4, .unit = "m",
     .doc = "Height of a level, for trucks that lift (inbound.putaway.lift_m_per_s)."},
    {ENUM(struct block_config, storage, storages), .preset = STORAGE_BOTH,
     .doc = "Pick faces (forward), reserve, or both; SKUs have no pick face in reserve."},
    {FIELD(struct block_config, zone), .preset_json = "\"\"",
     .doc = "Zone of all its aisles that no part of a zone names."},
    {CHOICE(struct block_config, congestion, congestion_options), .preset_json = "\"none\"",
     .doc = "How people in its aisles get in each other's way."},
    {0},
};

static const struct field part_fields[] = {
    {FIELD(struct zone_part_config, block), .required = true, .doc = "Name of the block."},
    {FIELD(struct zone_part_config, from_aisle), .min = 1, .max = 500, .preset = 1, .doc = "First aisle."},
    {FIELD(struct zone_part_config, to_aisle), .min = 0, .max = 500, .preset = 0,
     .doc = "Last aisle; 0 = the last one of the block."},
    {0},
};
static const struct field zone_fields[] = {
    {FIELD(struct zone_config, name), .required = true, .doc = "Name of the zone."},
    {LIST(struct zone_config, parts, part_fields), .max_count = 1000, .doc = "Aisles that belong to it."},
    {0},
};

static const struct field depot_fields[] = {
    {FIELD(struct depot_config, name), .required = true, .doc = "Name of the depot."},
    {FIELD(struct depot_config, block), .preset_json = "\"\"", .doc = "Block in front of which it lies."},
    {FIELD(struct depot_config, aisle), .min = 1, .max = 500, .preset = 1,
     .doc = "Aisle of that block in front of which it lies."},
    {FIELD(struct depot_config, node), .preset_json = "\"\"",
     .doc = "Node where it lies, with layout.nodes."},
    {FIELD(struct depot_config, x_m), .min = -FAR, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Where it lies on the plan, without a block or node."},
    {FIELD(struct depot_config, y_m), .min = -FAR, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Where it lies on the plan, without a block or node."},
    {0},
};

static const struct field point_fields[] = {
    {FIELD(struct point_config, name), .required = true, .doc = "Name of the point."},
    {ENUM(struct point_config, kind, place_kinds), .preset = PLACE_OTHER,
     .doc = "What is there; packing and dock doors say how far tours come and go."},
    {FIELD(struct point_config, node), .preset_json = "\"\"",
     .doc = "Node where it lies, with layout.nodes."},
    {FIELD(struct point_config, x_m), .min = -FAR, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Where it lies on the plan."},
    {FIELD(struct point_config, y_m), .min = -FAR, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Where it lies on the plan."},
    {0},
};

static const struct field area_fields[] = {
    {FIELD(struct area_config, name), .required = true, .doc = "Name of the area."},
    {ENUM(struct area_config, kind, place_kinds), .preset = PLACE_OTHER, .doc = "What it is for."},
    {FIELD(struct area_config, x_m), .min = -FAR, .max = FAR, .required = true, .unit = "m",
     .doc = "Left edge on the plan."},
    {FIELD(struct area_config, y_m), .min = -FAR, .max = FAR, .required = true, .unit = "m",
     .doc = "Lower edge on the plan."},
    {FIELD(struct area_config, width_m), .min = 0.01, .max = FAR, .required = true, .unit = "m",
     .doc = "Size from left to right."},
    {FIELD(struct area_config, depth_m), .min = 0.01, .max = FAR, .required = true, .unit = "m",
     .doc = "Size from bottom to top."},
    {FIELD(struct area_config, walkable), .preset = 1, .doc = "Whether people can walk through it."},
    {0},
};

static const struct field path_fields[] = {
    {FIELD(struct path_config, from), .required = true, .doc = "Name of a depot, point or node."},
    {FIELD(struct path_config, to), .required = true, .doc = "Name of a depot, point or node."},
    {FIELD(struct path_config, length_m), .min = 0, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Length; 0 = the straight distance."},
    {FIELD(struct path_config, one_way), .preset = 0, .doc = "Whether it leads only one way."},
    {FIELD(struct path_config, speed_factor), .min = 0.01, .max = 100, .preset = 1,
     .doc = "Speed on it relative to elsewhere; a metre at half the speed counts as two."},
    {0},
};

static const struct field node_fields[] = {
    {FIELD(struct node_config, name), .required = true, .doc = "Name of the node."},
    {FIELD(struct node_config, x_m), .min = -FAR, .max = FAR, .required = true, .unit = "m",
     .doc = "Where it lies on the plan."},
    {FIELD(struct node_config, y_m), .min = -FAR, .max = FAR, .required = true, .unit = "m",
     .doc = "Where it lies on the plan."},
    {0},
};
static const struct field edge_fields[] = {
    {FIELD(struct edge_config, name), .required = true, .doc = "Name of the edge."},
    {FIELD(struct edge_config, from), .required = true, .doc = "Name of the node where it begins."},
    {FIELD(struct edge_config, to), .required = true, .doc = "Name of the node where it ends."},
    {FIELD(struct edge_config, length_m), .min = 0, .max = FAR, .preset = 0, .unit = "m",
     .doc = "Length; 0 = the distance of its nodes."},
    {FIELD(struct edge_config, one_way), .preset = 0, .doc = "Whether it leads only one way."},
    {FIELD(struct edge_config, speed_factor), .min = 0.01, .max = 100, .preset = 1,
     .doc = "Speed on it relative to elsewhere; a metre at half the speed counts as two."},
    {FIELD(struct edge_config, width_m), .min = 0.01, .max = 100, .preset = 3.4, .unit = "m",
     .doc = "Width, with the racks on both sides where it has bays; counts as floor space."},
    {FIELD(struct edge_config, bays), .min = 0, .max = 1000, .preset = 0,
     .doc = "Bays on each side; 0 = a way without slots."},
    {FIELD(struct edge_config, levels), .min = 1, .max = 100, .preset = 5, .doc = "Shelf levels of a bay."},
    {FIELD(struct edge_config, slots_per_bay_level), .min = 1, .max = 1000, .preset = 2,
     .doc = "Slots on one level of a bay; one SKU each."},
    {FIELD(struct edge_config, level_height_m), .min = 0, .max = 20, .preset = 0.4, .unit = "m",
     .doc = "Height of a level, for trucks that lift (inbound.putaway.lift_m_per_s)."},
    {FIELD(struct edge_config, zone), .preset_json = "\"\"", .doc = "Zone to which its slots belong."},
    {CHOICE(struct edge_config, congestion, congestion_options), .preset_json = "\"none\"",
     .doc = "How people get in each other's way, where it has bays."},
    {0},
};

const struct field layout_fields[] = {
    {LIST(struct layout_config, blocks, block_fields), .max_count = 200, .doc = "Storage blocks."},
    {LIST(struct layout_config, zones, zone_fields), .max_count = 200,
     .doc = "Zones: aisles of one or more blocks under a name."},
    {LIST(struct layout_config, depots, depot_fields), .max_count = 100,
     .doc = "Where tours start and end; the first one unless another is named. Instead of depot_aisle."},
    {FIELD(struct layout_config, depot_aisle), .min = 1, .max = 500, .preset = 1,
     .doc = "Aisle of the first block in front of which tours start and end."},
    {LIST(struct layout_config, points, point_fields), .max_count = 500,
     .doc = "Doors, benches and other places on the plan."},
    {LIST(struct layout_config, areas, area_fields), .max_count = 200,
     .doc = "Rectangles on the plan, to walk through or around."},
    {LIST(struct layout_config, paths, path_fields), .max_count = 1000,
     .doc = "Ways that are not found by walking around blocks: conveyors' bridges, ramps, gates."},
    {LIST(struct layout_config, nodes, node_fields), .max_count = 2000,
     .doc = "Instead of blocks: places that edges join."},
    {LIST(struct layout_config, edges, edge_fields), .max_count = 4000,
     .doc = "Instead of blocks: ways between nodes; one with bays is an aisle with slots on both sides."},
    {FIELD(struct layout_config, packing_m), .min = 0, .max = 10000, .preset = 0, .unit = "m",
     .doc = "Way from the depot to packing, without points of that kind; every picking tour walks it there "
            "and back."},
    {FIELD(struct layout_config, dock_m), .min = 0, .max = 10000, .preset = 0, .unit = "m",
     .doc = "Way from receiving to the depot, without dock doors or staging among the points; every putaway "
            "tour walks it there and back."},
    {0},
};

/* Depots and zones */

static void make_depots(struct layout *layout, struct arena *arena) {
    static const struct depot_config in_front = {.name = "depot"};
    const struct layout_config *config = layout->config;
    layout->depot_count = config->depots_count ? config->depots_count : 1;
    layout->depots = arena_array(arena, struct depot, layout->depot_count);
    for (int d = 0; d < layout->depot_count; d++) {
        const struct depot_config *from = config->depots_count ? &config->depots[d] : &in_front;
        struct depot *depot = &layout->depots[d];
        *depot = (struct depot){.name = from->name, .block = NO_BLOCK, .at = {from->x_m, from->y_m}};
        int aisle = config->depots_count ? from->aisle : config->depot_aisle;
        if (layout->on_edges) {
            const struct node_config *node = &config->nodes[layout_node_named(config, from->node)];
            depot->at = (struct waypoint){node->x_m, node->y_m};
        } else if (!config->depots_count || *from->block) {
            depot->block = config->depots_count ? layout_block_named(config, from->block) : 0;
            depot->x_m = (aisle - 1) * layout->racks[depot->block].spacing_m;
            depot->at = to_plan(&layout->blocks[depot->block].at, depot->x_m, 0.0);
        }
    }
    if (layout->depots[FIRST_DEPOT].block != NO_BLOCK)
        layout->racks[layout->depots[FIRST_DEPOT].block].depot_x_m = layout->depots[FIRST_DEPOT].x_m;
}

static int zone_named(struct layout *layout, const char *name) {
    if (!name || !*name)
        return NO_ZONE;
    for (int z = 0; z < layout->zone_count; z++)
        if (strcmp(layout->zones[z], name) == 0)
            return z;
    layout->zones[layout->zone_count] = name;
    return layout->zone_count++;
}

static void make_zones(struct layout *layout, struct arena *arena) {
    const struct layout_config *config = layout->config;
    layout->zones = arena_array(arena, const char *, config->zones_count + layout->block_count + 1);
    layout->zone_of_aisle = arena_array(arena, int, layout->aisle_count + 1);
    for (int z = 0; z < config->zones_count; z++)
        zone_named(layout, config->zones[z].name);
    for (int b = 0; b < layout->block_count; b++) {
        const struct block *block = &layout->blocks[b];
        int zone = zone_named(layout, block->config->zone);
        for (int aisle = 0; aisle < block->config->aisles; aisle++)
            layout->zone_of_aisle[block->first_aisle + aisle] = zone;
    }
    for (int z = 0; z < config->zones_count; z++)
        for (int i = 0; i < config->zones[z].parts_count; i++) {
            const struct zone_part_config *part = &config->zones[z].parts[i];
            const struct block *block = &layout->blocks[layout_block_named(config, part->block)];
            int end = part->to_aisle ? part->to_aisle : block->config->aisles;
            for (int aisle = part->from_aisle - 1; aisle < end; aisle++)
                layout->zone_of_aisle[block->first_aisle + aisle] = z;
        }
}

/* Ways that every tour walks */

/* The mean of the ways there and back to all points of a kind; with `nearest`, the shortest. 0 without one.
 */
static double round_trip_m(const struct layout *layout, int depot, int kind, bool nearest) {
    const struct layout_config *config = layout->config;
    double sum = 0.0, least = INFINITY;
    int count = 0, home = layout->depots[depot].node;
    for (int p = 0; p < config->points_count; p++) {
        if (config->points[p].kind != kind)
            continue;
        double metres = network_m(layout->network, home, layout->point_node[p]) +
                        network_m(layout->network, layout->point_node[p], home);
        sum += metres;
        least = fmin(least, metres);
        count++;
    }
    return count == 0 ? 0.0 : nearest ? least : sum / count;
}

static bool has_point(const struct layout_config *config, int kind) {
    for (int p = 0; p < config->points_count; p++)
        if (config->points[p].kind == kind)
            return true;
    return false;
}

static int depot_nearest_to_zone(const struct layout *layout, int zone) {
    int nearest = FIRST_DEPOT;
    double least_m = INFINITY;
    for (int d = 0; d < layout->depot_count; d++) {
        double metres = 0.0;
        for (int b = 0; b < layout->block_count; b++)
            for (int aisle = 0; aisle < layout->racks[b].aisles; aisle++) {
                struct stop middle = {.aisle = aisle, .block = b, .y_m = layout->racks[b].length_m / 2.0};
                if (layout_zone_of(layout, &middle) == zone)
                    metres += layout_from_depot_m(layout, d, &middle);
            }
        if (metres < least_m) {
            least_m = metres;
            nearest = d;
        }
    }
    return nearest;
}

static void choose_depots(struct layout *layout, struct tours_from from, struct arena *arena) {
    layout->tour_depot = layout_depot_named(layout, from.depot, "", NULL);
    layout->zone_depot = arena_array(arena, int, layout->zone_count + 1);
    for (int z = 0; z < layout->zone_count; z++)
        layout->zone_depot[z] =
            from.by_zone && !*from.depot ? depot_nearest_to_zone(layout, z) : layout->tour_depot;
}

static double front_m(const struct layout *layout, int block, int aisle) {
    struct stop front = {.aisle = aisle, .block = block};
    int depot = layout_tour_depot(layout, layout_zone_of(layout, &front));
    return layout->depots[depot].block == block
               ? fabs(aisle_x_m(&layout->racks[block], aisle) - layout->depots[depot].x_m)
               : layout_from_depot_m(layout, depot, &front);
}

/* Tours are packed at the nearest benches; goods come from staging, or else from any door. */
static void measure_ways(struct layout *layout, struct arena *arena) {
    const struct layout_config *config = layout->config;
    bool staging = has_point(config, PLACE_STAGING);
    layout->packing_m = arena_array(arena, double, layout->depot_count);
    layout->dock_m = arena_array(arena, double, layout->depot_count);
    layout->front_m = arena_array(arena, double, layout->aisle_count + 1);
    for (int d = 0; d < layout->depot_count; d++) {
        layout->packing_m[d] = has_point(config, PLACE_PACKING) ? round_trip_m(layout, d, PLACE_PACKING, true)
                                                                : 2.0 * config->packing_m;
        layout->dock_m[d] = staging ? round_trip_m(layout, d, PLACE_STAGING, true)
                            : has_point(config, PLACE_DOCK_DOOR)
                                ? round_trip_m(layout, d, PLACE_DOCK_DOOR, false)
                                : 2.0 * config->dock_m;
    }
    for (int b = 0; b < layout->block_count; b++)
        for (int aisle = 0; aisle < layout->racks[b].aisles; aisle++)
            layout->front_m[layout->blocks[b].first_aisle + aisle] = front_m(layout, b, aisle);
}

static int nearer_slot(const void *a, const void *b) {
    const struct slot *x = a, *y = b;
    if (x->distance_m != y->distance_m)
        return x->distance_m < y->distance_m ? -1 : 1;
    return x->number - y->number;
}

static void make_reserve(struct layout *layout, struct arena *arena) {
    struct slot *slots = layout_make_slots(layout, arena, true);
    for (int i = 0; i < layout->reserve_slots; i++)
        slots[i].distance_m = layout_from_depot_m(layout, FIRST_DEPOT, &slots[i].stop);
    qsort(slots, (size_t)layout->reserve_slots, sizeof *slots, nearer_slot);
    layout->reserve = arena_array(arena, struct stop, layout->reserve_slots);
    for (int i = 0; i < layout->reserve_slots; i++)
        layout->reserve[i] = slots[i].stop;
}

struct layout *layout_create(struct arena *arena, const struct layout_config *config,
                             const struct choice *slotting, struct tours_from from,
                             const struct catalogue *catalogue, struct problems *problems) {
    struct layout *layout = arena_new(arena, struct layout);
    *layout = (struct layout){.config = config, .on_edges = config->edges_count > 0};
    if (!layout_check(config, arena, problems))
        return layout;
    layout_make_blocks(layout, arena);
    make_zones(layout, arena);
    make_depots(layout, arena);
    if (layout->slots < catalogue->count)
        problem_of(problems,
                   config->blocks_count == 1 ? arena_format(arena, "layout.blocks.%s", config->blocks[0].name)
                   : layout->on_edges        ? "layout.edges"
                                             : "layout.blocks",
                   "add aisles, bays, levels or slots_per_bay_level, or reduce catalogue.skus",
                   "%s %d slots for %d SKUs", config->blocks_count == 1 ? "has" : "have", layout->slots,
                   catalogue->count);
    if (!layout_make_network(layout, arena, problems))
        return layout;
    int errors_before = problems->errors;
    layout_check_ways(layout, arena, problems);
    if (problems->errors > errors_before || layout->slots < catalogue->count)
        return layout;
    choose_depots(layout, from, arena);
    measure_ways(layout, arena);
    layout->home = arena_array(arena, struct stop, catalogue->count);
    layout->placement = slotting_run(arena, slotting, layout, catalogue,
                                     layout_make_slots(layout, arena, false), layout->slots, problems);
    make_reserve(layout, arena);
    return layout;
}

int layout_depot_named(const struct layout *layout, const char *name, const char *path,
                       struct problems *problems) {
    if (!*name || !layout->depot_count) /* not built where the layout has problems */
        return FIRST_DEPOT;
    for (int d = 0; d < layout->depot_count; d++)
        if (strcmp(layout->depots[d].name, name) == 0)
            return d;
    if (problems)
        problem_of(problems, path, "name one of layout.depots", "there is no depot \"%s\"", name);
    return FIRST_DEPOT;
}

void layout_check_routing(const struct layout *layout, const struct choice *routing, const char *path,
                          struct problems *problems) {
    if (layout->on_edges && routing->is && routing_of(routing) != &routing_nearest_neighbour)
        problem_of(problems, path, "write \"nearest_neighbour\"",
                   "is a policy for blocks of parallel aisles; on layout.edges tours follow the edges");
}

/* Space */

static double edges_area_m2(const struct layout *layout) {
    double area_m2 = 0.0;
    for (int i = 0; i < layout->config->edges_count; i++)
        area_m2 +=
            edge_length_m(layout->config, &layout->config->edges[i]) * layout->config->edges[i].width_m;
    return area_m2;
}

/* Blocks with their front and back cross aisles, and areas; what they share counts once. */
double layout_area_m2(const struct layout *layout) {
    const struct layout_config *config = layout->config;
    if (layout->on_edges)
        return edges_area_m2(layout);
    if (layout->block_count == 1 && !config->areas_count)
        return layout->racks[0].aisles * layout->racks[0].spacing_m *
               (layout->racks[0].length_m + 2 * CROSS_AISLE_M);
    struct rectangle rectangles[400]; /* 200 blocks and 200 areas at most */
    int count = 0;
    for (int b = 0; b < layout->block_count; b++) {
        struct rectangle r = block_rectangle(layout, b);
        bool upright = layout->blocks[b].at.in_x == 0.0;
        double x = upright ? 0 : CROSS_AISLE_M, y = upright ? CROSS_AISLE_M : 0;
        rectangles[count++] = (struct rectangle){r.left - x, r.bottom - y, r.right + x, r.top + y};
    }
    for (int a = 0; a < config->areas_count; a++) {
        const struct area_config *area = &config->areas[a];
        rectangles[count++] =
            (struct rectangle){area->x_m, area->y_m, area->x_m + area->width_m, area->y_m + area->depth_m};
    }
    return rectangles_area_m2(rectangles, count);
}
