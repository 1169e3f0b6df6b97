/* SPDX-License-Identifier: MIT */
/* routing_tour.c - from the edges of a tour to the walk: Hierholzer's algorithm, which walks until it is back
 * where it began and inserts a further round wherever edges are left. Spurs into an aisle are walked when its
 * crossing is passed first; stops between two crossings when the way between them is walked first. */
#include "models/layout/routing_tour.h"

#include <string.h>

enum {
    NODES = TOUR_COLUMNS * TOUR_CROSSES,
    EDGES = TOUR_COLUMNS * (2 * TOUR_CROSSES + 2 * (TOUR_CROSSES - 1)), /* walks, at most */
};

/* Nodes are numbered column by column, from the front. */
struct path {
    int length;
    short nodes[EDGES + 1];
};

enum heading { RIGHT, BACKWARDS, LEFT, FORWARDS, HEADINGS }; /* backwards: towards the back */

struct unwalked {
    int crosses;
    unsigned char along[NODES], up[NODES]; /* walks left, to the right and towards the back */
};

/* Takes one walk from the node in that direction; the node it leads to, or -1. */
static int take(struct unwalked *left, int node, enum heading heading) {
    int crosses = left->crosses, cross = node % crosses;
    int to = heading == RIGHT       ? node + crosses
             : heading == LEFT      ? node - crosses
             : heading == BACKWARDS ? node + 1
                                    : node - 1;
    if (to < 0 || (heading == FORWARDS && cross == 0))
        return -1;
    unsigned char *walks = heading == RIGHT || heading == LEFT ? left->along : left->up;
    unsigned char *edge = &walks[heading == RIGHT || heading == BACKWARDS ? node : to];
    if (!*edge)
        return -1;
    --*edge;
    return to;
}

static int take_any(struct unwalked *left, int node, unsigned char *heading) {
    for (int turn = 0; turn < HEADINGS; turn++) { /* straight on if possible: fewer corners */
        int tried = (*heading + turn) % HEADINGS, to = take(left, node, (enum heading)tried);
        if (to >= 0) {
            *heading = (unsigned char)tried;
            return to;
        }
    }
    return -1;
}

static void find_path(struct unwalked *left, int start, struct path *path) {
    short open[EDGES + 1];
    unsigned char headings[EDGES + 1];
    int depth = 0;
    path->length = 0;
    open[0] = (short)start;
    headings[0] = RIGHT;
    while (depth >= 0) {
        unsigned char heading = headings[depth];
        int to = take_any(left, open[depth], &heading);
        if (to < 0) {
            path->nodes[path->length++] = open[depth--];
            continue;
        }
        depth++;
        open[depth] = (short)to;
        headings[depth] = heading;
    }
}

/* The points of the walk; a crossing that is passed straight on is left out. */
struct trail {
    struct waypoint *points;
    int count;
    bool passing; /* the last point is a crossing */
};

static bool straight(struct waypoint a, struct waypoint b, struct waypoint c) {
    return (a.x_m == b.x_m && b.x_m == c.x_m && (a.y_m < b.y_m) == (b.y_m < c.y_m)) ||
           (a.y_m == b.y_m && b.y_m == c.y_m && (a.x_m < b.x_m) == (b.x_m < c.x_m));
}

static void trail_add(struct trail *trail, double x_m, double y_m, bool passing) {
    struct waypoint point = {x_m, y_m}, *end = trail->points + trail->count;
    if (trail->count > 0 && passing && end[-1].x_m == x_m && end[-1].y_m == y_m)
        return;
    if (trail->count > 1 && trail->passing && straight(end[-2], end[-1], point))
        trail->count--;
    trail->points[trail->count++] = point;
    trail->passing = passing;
}

/* Stops from ... to in their order or against it. */
static void pass_stops(struct trail *trail, const struct stop *stops, double x_m, int from, int to) {
    for (; from < to; from++)
        trail_add(trail, x_m, stops[from].y_m, false);
    for (; from > to; from--)
        trail_add(trail, x_m, stops[from - 1].y_m, false);
}

/* With GAP, the first stop beyond the largest gap; else all stops are on one side. */
static int spur_split(const struct stop *stops, const struct block_stops *block, enum step step) {
    if (step != GAP)
        return step == FRONT ? block->end : block->first;
    int split = block->first + 1;
    for (int i = split + 1; i < block->end; i++)
        if (stops[i].y_m - stops[i - 1].y_m > stops[split].y_m - stops[split - 1].y_m)
            split = i;
    return split;
}

/* Into the block on the back side of the crossing or on its front side, and back. */
static void walk_spur(struct trail *trail, const struct rack *rack, const struct stop *stops,
                      const struct column *column, enum step step, int cross, bool back_side) {
    struct block_stops block = block_stops(rack, stops, column, back_side ? cross : cross - 1);
    if (block.first == block.end || (step != FRONT && step != BACK && step != GAP))
        return;
    int from = back_side ? block.first : block.end, split = spur_split(stops, &block, step);
    if (from == split)
        return;
    pass_stops(trail, stops, column->x_m, from, split);
    trail_add(trail, column->x_m, rack->cross_y_m[cross], true);
}

static void walk_spurs(struct trail *trail, const struct rack *rack, const struct stop *stops,
                       const struct column *column, const struct column_edges *edges, int cross) {
    if (cross < rack->crosses - 1)
        walk_spur(trail, rack, stops, column, (enum step)edges->step[cross], cross, true);
    if (cross > 0)
        walk_spur(trail, rack, stops, column, (enum step)edges->step[cross - 1], cross, false);
}

static void walk_through(struct trail *trail, const struct rack *rack, const struct stop *stops,
                         const struct column *column, int from, int to) {
    struct block_stops block = block_stops(rack, stops, column, from < to ? from : to);
    pass_stops(trail, stops, column->x_m, from < to ? block.first : block.end,
               from < to ? block.end : block.first);
}

static int unwalked_from(struct unwalked *left, const struct rack *rack, const struct column *columns,
                         int count, const struct column_edges *edges) {
    int crosses = rack->crosses, start = 0;
    left->crosses = crosses;
    memset(left->along, 0, (size_t)(count * crosses));
    memset(left->up, 0, (size_t)(count * crosses));
    for (int c = 0; c < count; c++) {
        if (columns[c].depot)
            start = c * crosses;
        for (int k = 0; k < crosses; k++)
            left->along[c * crosses + k] = edges[c].along[k];
        for (int k = 0; k < crosses - 1; k++) {
            int step = edges[c].step[k];
            left->up[c * crosses + k] = step == THROUGH ? 1 : step == TWICE ? 2 : 0;
        }
    }
    return start;
}

int tour_walk(const struct rack *rack, const struct stop *stops, const struct column *columns, int count,
              struct column_edges *edges, struct waypoint *points) {
    struct unwalked left;
    struct path path;
    bool passed[NODES] = {false}, through[NODES] = {false};
    int crosses = rack->crosses;
    find_path(&left, unwalked_from(&left, rack, columns, count, edges), &path);
    struct trail trail = {points, 0, false};
    for (int i = 0; i < path.length; i++) {
        int node = path.nodes[i], c = node / crosses, cross = node % crosses;
        trail_add(&trail, columns[c].x_m, rack->cross_y_m[cross], i > 0);
        if (!passed[node])
            walk_spurs(&trail, rack, stops, &columns[c], &edges[c], cross);
        passed[node] = true;
        if (i + 1 == path.length || path.nodes[i + 1] / crosses != c)
            continue;
        int to = path.nodes[i + 1] % crosses, low = c * crosses + (cross < to ? cross : to);
        if (!through[low])
            walk_through(&trail, rack, stops, &columns[c], cross, to);
        through[low] = true;
    }
    return trail.count;
}
