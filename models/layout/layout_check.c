/* SPDX-License-Identifier: MIT */
/* layout_check.c - what a layout must obey before anything is built on it: names, places, room. */
#include <math.h>
#include <string.h>
#include "models/layout/layout_parts.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

enum { MOST_SLOTS = 20000000 };

struct check {
    const struct layout_config *config;
    struct arena *arena;
    struct problems *problems;
    struct layout drawn; /* blocks only */
};

int layout_block_named(const struct layout_config *config, const char *name) {
    for (int b = 0; b < config->blocks_count; b++)
        if (strcmp(config->blocks[b].name, name) == 0)
            return b;
    return NO_BLOCK;
}

int layout_node_named(const struct layout_config *config, const char *name) {
    for (int n = 0; n < config->nodes_count; n++)
        if (strcmp(config->nodes[n].name, name) == 0)
            return n;
    return -1;
}

static bool is_given(const struct check *check, const char *path) {
    return problems_given(check->problems, path);
}

/* Blocks or edges */

static void check_form(const struct check *check) {
    const struct layout_config *config = check->config;
    bool nodes = config->nodes_count > 0, edges = config->edges_count > 0;
    if (!config->blocks_count && !nodes && !edges)
        problem_of(check->problems, "layout.blocks", "add a block, or layout.nodes and layout.edges",
                   "there is nowhere to store anything");
    if (nodes != edges)
        problem_of(check->problems, nodes ? "layout.nodes" : "layout.edges", NULL,
                   "needs layout.%s beside it", nodes ? "edges" : "nodes");
    if (edges && (config->blocks_count || config->areas_count || config->zones_count || config->paths_count))
        problem_of(check->problems, "layout.edges", "describe everything by nodes and edges, or nothing",
                   "stands instead of blocks, zones, areas and paths; found %s",
                   config->blocks_count  ? "blocks"
                   : config->areas_count ? "areas"
                   : config->zones_count ? "zones"
                                         : "paths");
    for (int i = 0; edges && i < config->edges_count; i++)
        if (config->edges[i].bays)
            return;
    if (edges)
        problem_of(check->problems, "layout.edges", "give an edge \"bays\"", "no edge has slots");
}

static void check_slots(const struct check *check) {
    const struct layout_config *config = check->config;
    double slots = 0.0;
    for (int b = 0; b < config->blocks_count; b++) {
        const struct block_config *block = &config->blocks[b];
        slots += 2.0 * block->aisles * block->bays * block->levels * block->slots_per_bay_level;
        if (block->cross_aisles >= block->bays)
            problem_of(check->problems,
                       arena_format(check->arena, "layout.blocks.%s.cross_aisles", block->name), NULL,
                       "must be below the number of bays (%d); found %d", block->bays, block->cross_aisles);
    }
    for (int i = 0; i < config->edges_count; i++) {
        const struct edge_config *edge = &config->edges[i];
        slots += 2.0 * edge->bays * edge->levels * edge->slots_per_bay_level;
    }
    if (slots > MOST_SLOTS)
        problem_of(check->problems, config->blocks_count ? "layout.blocks" : "layout.edges", NULL,
                   "has %.0f slots; at most 20,000,000 are supported", slots);
}

/* What lies where */

static struct rectangle area_rectangle(const struct area_config *area) {
    return (struct rectangle){area->x_m, area->y_m, area->x_m + area->width_m, area->y_m + area->depth_m};
}

/* The floor at the ends of the aisles, where people turn from one into the next. */
static struct rectangle cross_aisle(const struct layout *layout, int b, bool front) {
    const double least_m = 1.0;
    const struct rack *rack = &layout->racks[b];
    double left = -rack->spacing_m / 2.0, right = (rack->aisles - 0.5) * rack->spacing_m;
    double from = front ? -least_m : rack->length_m, to = front ? 0.0 : rack->length_m + least_m;
    struct waypoint p = to_plan(&layout->blocks[b].at, left, from),
                    q = to_plan(&layout->blocks[b].at, right, to);
    return (struct rectangle){fmin(p.x_m, q.x_m), fmin(p.y_m, q.y_m), fmax(p.x_m, q.x_m), fmax(p.y_m, q.y_m)};
}

static bool overlap(const struct rectangle *a, const struct rectangle *b) {
    const double NEAR_M = 1e-6; /* rounding is no overlap */
    struct rectangle smaller = {a->left + NEAR_M, a->bottom + NEAR_M, a->right - NEAR_M, a->top - NEAR_M};
    return rectangles_overlap(&smaller, b);
}

static void check_overlap(const struct check *check, int b, struct rectangle other, const char *what,
                          const char *name, bool closed) {
    const char *path = arena_format(check->arena, "layout.blocks.%s", check->config->blocks[b].name);
    struct rectangle own = block_rectangle(&check->drawn, b);
    if (overlap(&own, &other)) {
        problem_of(check->problems, path, "move one of them: x_m and y_m are the lower left corner",
                   "covers x %g to %g m, y %g to %g m and overlaps %s %s (x %g to %g m, y %g to %g m)",
                   own.left, own.right, own.bottom, own.top, what, name, other.left, other.right,
                   other.bottom, other.top);
        return;
    }
    for (int front = 1; front >= 0 && closed; front--) {
        struct rectangle strip = cross_aisle(&check->drawn, b, front);
        if (overlap(&strip, &other))
            problem_of(check->problems, path, "leave room for the cross aisle",
                       "its %s has less than 1 m before %s %s (x %g to %g m, y %g to %g m)",
                       front ? "front" : "back", what, name, strip.left, strip.right, strip.bottom,
                       strip.top);
    }
}

static void check_room(const struct check *check) {
    const struct layout_config *config = check->config;
    for (int b = 0; b < config->blocks_count; b++) {
        for (int other = 0; other < config->blocks_count; other++) {
            struct rectangle r = block_rectangle(&check->drawn, other),
                             own = block_rectangle(&check->drawn, b);
            if (other != b && (other < b || !overlap(&own, &r)))
                check_overlap(check, b, r, "block", config->blocks[other].name, true);
        }
        for (int a = 0; a < config->areas_count; a++)
            check_overlap(check, b, area_rectangle(&config->areas[a]), "area", config->areas[a].name,
                          !config->areas[a].walkable);
    }
}

static void check_place(const struct check *check, const char *path, double x_m, double y_m) {
    const struct layout_config *config = check->config;
    for (int b = 0; b < config->blocks_count; b++) {
        struct rectangle r = block_rectangle(&check->drawn, b);
        if (rectangle_holds(&r, x_m, y_m))
            problem_of(check->problems, path, "move it out of the racks",
                       "(%g, %g) lies inside block %s (x %g to %g m, y %g to %g m)", x_m, y_m,
                       config->blocks[b].name, r.left, r.right, r.bottom, r.top);
    }
    for (int a = 0; a < config->areas_count; a++) {
        struct rectangle r = area_rectangle(&config->areas[a]);
        if (!config->areas[a].walkable && rectangle_holds(&r, x_m, y_m))
            problem_of(check->problems, path, "move it, or say that the area is \"walkable\"",
                       "(%g, %g) lies inside the closed area %s (x %g to %g m, y %g to %g m)", x_m, y_m,
                       config->areas[a].name, r.left, r.right, r.bottom, r.top);
    }
}

/* Depots and points */

static void check_node(const struct check *check, const char *path, const char *node) {
    if (!*node)
        problem_of(check->problems, path, "write \"node\": NAME", "lies at no node");
    else if (layout_node_named(check->config, node) < 0)
        problem_of(check->problems, arena_format(check->arena, "%s.node", path), "name one of layout.nodes",
                   "there is no node \"%s\"", node);
}

static void check_given_twice(const struct check *check, const char *path, const char *instead) {
    static const char *const keys[] = {"x_m", "y_m"};
    for (int k = 0; k < 2; k++) {
        const char *key = arena_format(check->arena, "%s.%s", path, keys[k]);
        if (is_given(check, key))
            problem_of(check->problems, key, "give one of the two",
                       "stands beside \"%s\", which says where it is", instead);
    }
}

static void check_depot(const struct check *check, const struct depot_config *depot) {
    const struct layout_config *config = check->config;
    const char *path = arena_format(check->arena, "layout.depots.%s", depot->name);
    int b = layout_block_named(config, depot->block);
    if (config->edges_count) {
        check_node(check, path, depot->node);
        check_given_twice(check, path, "node");
        return;
    }
    if (*depot->node)
        problem_of(check->problems, arena_format(check->arena, "%s.node", path), NULL, "there are no nodes");
    if (!*depot->block) {
        check_place(check, path, depot->x_m, depot->y_m);
        return;
    }
    check_given_twice(check, path, "block");
    if (b == NO_BLOCK)
        problem_of(check->problems, arena_format(check->arena, "%s.block", path), "name one of layout.blocks",
                   "there is no block \"%s\"", depot->block);
    else if (depot->aisle > config->blocks[b].aisles)
        problem_of(check->problems, arena_format(check->arena, "%s.aisle", path), NULL,
                   "must be an aisle of block %s (1 to %d); found %d", depot->block, config->blocks[b].aisles,
                   depot->aisle);
}

static void check_depots(const struct check *check) {
    const struct layout_config *config = check->config;
    for (int d = 0; d < config->depots_count; d++)
        check_depot(check, &config->depots[d]);
    if (config->edges_count && !config->depots_count)
        problem_of(check->problems, "layout.depots", "add one with \"node\": NAME",
                   "is missing: on nodes and edges tours have nowhere to start");
    if (config->depots_count && is_given(check, "layout.depot_aisle"))
        problem_of(check->problems, "layout.depot_aisle", "give one of the two",
                   "stands beside layout.depots");
    if (config->blocks_count && !config->depots_count && config->depot_aisle > config->blocks[0].aisles)
        problem_of(check->problems, "layout.depot_aisle", NULL,
                   "must be an aisle of the %sblock (1 to %d); found %d",
                   config->blocks_count > 1 ? "first " : "", config->blocks[0].aisles, config->depot_aisle);
}

static void check_points(const struct check *check) {
    const struct layout_config *config = check->config;
    for (int p = 0; p < config->points_count; p++) {
        const struct point_config *point = &config->points[p];
        const char *path = arena_format(check->arena, "layout.points.%s", point->name);
        if (config->edges_count) {
            check_node(check, path, point->node);
            check_given_twice(check, path, "node");
            continue;
        }
        if (*point->node)
            problem_of(check->problems, arena_format(check->arena, "%s.node", path), NULL,
                       "there are no nodes");
        check_place(check, path, point->x_m, point->y_m);
        for (int other = 0; other < p; other++)
            if (config->points[other].x_m == point->x_m && config->points[other].y_m == point->y_m)
                problem_of(check->problems, path, "move one of them", "lies at (%g, %g), where %s is",
                           point->x_m, point->y_m, config->points[other].name);
    }
}

/* A distance that is given and measured is given twice. */
static void check_measured(const struct check *check, const char *path, int kind) {
    for (int p = 0; p < check->config->points_count; p++)
        if (check->config->points[p].kind == kind && is_given(check, path)) {
            problem_of(check->problems, path, "give one of the two",
                       "stands beside layout.points.%s, from which the way is measured",
                       check->config->points[p].name);
            return;
        }
}

/* Zones, paths, edges */

static void check_zones(const struct check *check) {
    const struct layout_config *config = check->config;
    const char **owner[200] = {0}; /* by block and aisle */
    for (int z = 0; z < config->zones_count; z++)
        for (int i = 0; i < config->zones[z].parts_count; i++) {
            const struct zone_part_config *part = &config->zones[z].parts[i];
            const char *name = config->zones[z].name;
            const char *path = arena_format(check->arena, "layout.zones.%s.parts.%d", name, i);
            int b = layout_block_named(config, part->block);
            if (b == NO_BLOCK) {
                problem_of(check->problems, arena_format(check->arena, "%s.block", path),
                           "name one of layout.blocks", "there is no block \"%s\"", part->block);
                continue;
            }
            int aisles = config->blocks[b].aisles, to = part->to_aisle ? part->to_aisle : aisles;
            if (to > aisles || part->from_aisle > to) {
                problem_of(check->problems, path, NULL,
                           "aisles %d to %d are not among those of block %s (1 to %d)", part->from_aisle, to,
                           part->block, aisles);
                continue;
            }
            if (!owner[b])
                owner[b] = arena_array(check->arena, const char *, aisles);
            for (int aisle = part->from_aisle - 1; aisle < to; aisle++) {
                if (owner[b][aisle]) {
                    problem_of(check->problems, path, "an aisle belongs to one zone",
                               "aisle %d of block %s already belongs to zone %s", aisle + 1, part->block,
                               owner[b][aisle]);
                    break;
                }
                owner[b][aisle] = name;
            }
        }
}

static bool is_place(const struct layout_config *config, const char *name) {
    bool found = !config->depots_count && strcmp(name, "depot") == 0;
    for (int d = 0; d < config->depots_count && !found; d++)
        found = strcmp(config->depots[d].name, name) == 0;
    for (int p = 0; p < config->points_count && !found; p++)
        found = strcmp(config->points[p].name, name) == 0;
    return found;
}

static void check_paths(const struct check *check) {
    const struct layout_config *config = check->config;
    for (int i = 0; i < config->paths_count; i++) {
        const char *ends[] = {config->paths[i].from, config->paths[i].to};
        static const char *const keys[] = {"from", "to"};
        for (int k = 0; k < 2; k++)
            if (!is_place(config, ends[k]))
                problem_of(check->problems, arena_format(check->arena, "layout.paths.%d.%s", i, keys[k]),
                           "name a depot or one of layout.points", "there is no place \"%s\"", ends[k]);
        if (strcmp(ends[0], ends[1]) == 0)
            problem_of(check->problems, arena_format(check->arena, "layout.paths.%d", i), NULL,
                       "leads from \"%s\" to itself", ends[0]);
    }
}

static void check_edges(const struct check *check) {
    const struct layout_config *config = check->config;
    for (int i = 0; i < config->edges_count; i++) {
        const struct edge_config *edge = &config->edges[i];
        const char *path = arena_format(check->arena, "layout.edges.%s", edge->name);
        int from = layout_node_named(config, edge->from), to = layout_node_named(config, edge->to);
        if (from < 0)
            problem_of(check->problems, arena_format(check->arena, "%s.from", path),
                       "name one of layout.nodes", "there is no node \"%s\"", edge->from);
        if (to < 0)
            problem_of(check->problems, arena_format(check->arena, "%s.to", path), "name one of layout.nodes",
                       "there is no node \"%s\"", edge->to);
        if (from >= 0 && from == to)
            problem_of(check->problems, path, NULL, "leads from node \"%s\" to itself", edge->from);
    }
    for (int n = 0; n < config->nodes_count; n++)
        for (int other = 0; other < n; other++)
            if (config->nodes[n].x_m == config->nodes[other].x_m &&
                config->nodes[n].y_m == config->nodes[other].y_m)
                problem_of(check->problems,
                           arena_format(check->arena, "layout.nodes.%s", config->nodes[n].name),
                           "move one of them", "lies at (%g, %g), where %s is", config->nodes[n].x_m,
                           config->nodes[n].y_m, config->nodes[other].name);
}

bool layout_check(const struct layout_config *config, struct arena *arena, struct problems *problems) {
    int errors_before = problems->errors;
    struct check check = {config, arena, problems, .drawn = {.config = config}};
    check_form(&check);
    check_slots(&check);
    check_edges(&check);
    if (problems->errors > errors_before)
        return false;
    layout_make_blocks(&check.drawn, arena);
    check_room(&check);
    check_depots(&check);
    check_points(&check);
    check_measured(&check, "layout.packing_m", PLACE_PACKING);
    check_measured(&check, "layout.dock_m", PLACE_STAGING);
    check_measured(&check, "layout.dock_m", PLACE_DOCK_DOOR);
    check_zones(&check);
    check_paths(&check);
    return problems->errors == errors_before;
}

/* Ways, once they are known */

static void check_both_ways(const struct layout *layout, const char *path, int depot, int node,
                            struct problems *problems) {
    const struct waypoint *at = &layout->network->nodes[node];
    const char *name = layout->depots[depot].name;
    int home = layout->depots[depot].node;
    bool there = isfinite(network_m(layout->network, home, node));
    bool back = isfinite(network_m(layout->network, node, home));
    if (!there)
        problem_of(problems, path, "open an area, or add a path or an edge",
                   "cannot be reached from depot \"%s\" (at %g, %g): no way leads to (%g, %g)", name,
                   layout->depots[depot].at.x_m, layout->depots[depot].at.y_m, at->x_m, at->y_m);
    else if (!back)
        problem_of(problems, path, "open a way back: one of them is \"one_way\"",
                   "cannot be left: no way leads from (%g, %g) back to depot \"%s\" (at %g, %g)", at->x_m,
                   at->y_m, name, layout->depots[depot].at.x_m, layout->depots[depot].at.y_m);
}

void layout_check_ways(const struct layout *layout, struct arena *arena, struct problems *problems) {
    const struct layout_config *config = layout->config;
    for (int d = 0; d < layout->depot_count; d++) {
        for (int b = 0; b < layout->block_count; b++) {
            const char *path = arena_format(arena, "layout.%s.%s", layout->on_edges ? "edges" : "blocks",
                                            layout->blocks[b].config->name);
            check_both_ways(layout, path, d, layout->blocks[b].gates[0].node, problems);
        }
        for (int p = 0; p < config->points_count; p++)
            check_both_ways(layout, arena_format(arena, "layout.points.%s", config->points[p].name), d,
                            layout->point_node[p], problems);
    }
}
