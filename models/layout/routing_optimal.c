/* SPDX-License-Identifier: MIT */
/* routing_optimal.c - the shortest tour, for a rack of one block or of two with a cross aisle between.
 *
 * A dynamic programme from the leftmost to the rightmost column over the states of routing_tables.h, which
 * says how they come about; its time is proportional to the number of visited aisles. Columns are the visited
 * aisles and the depot's place.
 *
 * Aisles without stops are never needed. Slide the passes through such an aisle to the left or to the right:
 * the ways along the cross aisles grow on one side and shrink on the other, so that in one of the directions
 * the tour does not become longer, until the passes lie on a visited aisle; there they are taken together
 * with its own, and two of three or four can be left out. Only the depot could be in the way, where the tour
 * leaves it through its own aisle alone, up and back. Then one of these two passes slides to the left and the
 * other to the right, and one way along the front replaces one along the cross aisle that they lead to.
 *
 * With more cross aisles the states become too many. Then the answer is the shorter one of the best tour that
 * does not use the cross aisles in the middle and of the nearest-neighbour tour, which does: good, not
 * optimal.
 *
 * Check values: tests/theory/test_routing_optimal.c. */
#include <math.h>

#include "models/layout/routing_tour.h"

/* The columns */

struct columns {
    int count;
    struct column items[TOUR_COLUMNS];
};

static void find_columns(struct columns *columns, const struct rack *rack, const struct stop *stops,
                         int count) {
    const struct column depot = {.x_m = rack->depot_x_m, .depot = true};
    bool passed = false;
    columns->count = 0;
    for (int i = 0; i < count;) {
        int end = next_aisle(stops, i, count);
        double x_m = aisle_x_m(rack, stops[i].aisle);
        if (!passed && x_m > depot.x_m) {
            columns->items[columns->count++] = depot;
            passed = true;
        }
        columns->items[columns->count++] = (struct column){x_m, i, end, false};
        i = end;
    }
    if (!passed)
        columns->items[columns->count++] = depot;
}

/* The steps */

static inline double least(double a, double b) {
    return a < b ? a : b;
}

static inline void step_costs(const struct stop *stops, const struct block_stops *block, double cost[STEPS]) {
    double block_m = block->back_m - block->front_m;
    int first = block->first, end = block->end;
    cost[THROUGH] = block_m;
    cost[TWICE] = 2.0 * block_m;
    if (first == end) {
        cost[SKIP] = cost[FRONT] = cost[BACK] = cost[EITHER] = 0.0;
        cost[GAP] = cost[FRONT_OR_GAP] = cost[BACK_OR_GAP] = INFINITY;
        return;
    }
    double gap_m = 0.0;
    for (int i = first + 1; i < end; i++)
        gap_m = least(gap_m, stops[i - 1].y_m - stops[i].y_m);
    cost[SKIP] = INFINITY;
    cost[FRONT] = 2.0 * (stops[end - 1].y_m - block->front_m);
    cost[BACK] = 2.0 * (block->back_m - stops[first].y_m);
    cost[GAP] = end - first > 1 ? 2.0 * (block_m + gap_m) : INFINITY;
    cost[FRONT_OR_GAP] = least(cost[FRONT], cost[GAP]);
    cost[BACK_OR_GAP] = least(cost[BACK], cost[GAP]);
    cost[EITHER] = least(cost[FRONT], cost[BACK_OR_GAP]);
}

/* The walk that a step of several possible ones stands for. */
static enum step walked(enum step step, const double cost[STEPS]) {
    if (step != EITHER && step != FRONT_OR_GAP && step != BACK_OR_GAP)
        return step;
    return cost[GAP] == cost[step] ? GAP : step != BACK_OR_GAP && cost[FRONT] == cost[step] ? FRONT : BACK;
}

/* The sweep */

/* For each column, its two blocks (or past the depot) and the way on: the transition into each state. */
enum { WAY_ON = TOUR_CROSSES - 1 };
struct record {
    unsigned char chosen[TOUR_COLUMNS][TOUR_CROSSES][TOUR_STATES];
};

static inline void take_steps(const struct transitions *steps, const double *cost, int states,
                              double length_m[TOUR_STATES], unsigned char *chosen) {
    double before[TOUR_STATES];
    for (int k = 0; k < states; k++) {
        before[k] = length_m[k];
        length_m[k] = INFINITY;
    }
    for (int i = 0; i < steps->count; i++) {
        const struct transition *t = &steps->items[i];
        double reached = before[t->from] + cost[t->step], *best = &length_m[t->to];
        if (chosen && reached < *best)
            chosen[t->to] = (unsigned char)i;
        *best = least(reached, *best);
    }
}

static inline void along_costs(const struct column *column, double cost[STEPS_ALONG]) {
    double way_m = column[1].x_m - column[0].x_m;
    cost[ALONG_2] = 2.0 * way_m;
    cost[ALONG_4] = 4.0 * way_m;
    cost[ALONG_6] = 6.0 * way_m;
}

static const double nothing[STEPS] = {0.0};

/* Lengths of the shortest partial tours by state after the last column. */
static inline void sweep(const struct rack *rack, const struct tour_graph *graph, const struct stop *stops,
                         const struct columns *columns, double length_m[TOUR_STATES], struct record *record) {
    int states = graph->states;
    length_m[0] = 0.0;
    for (int k = 1; k < states; k++)
        length_m[k] = INFINITY;
    for (int c = 0; c < columns->count; c++) {
        const struct column *column = &columns->items[c];
        if (column->depot)
            take_steps(&graph->depot, nothing, states, length_m, record ? record->chosen[c][0] : NULL);
        for (int b = 0; !column->depot && b < graph->crosses - 1; b++) {
            double cost[STEPS];
            struct block_stops block = block_stops(rack, stops, column, b);
            step_costs(stops, &block, cost);
            take_steps(&graph->block[b], cost, states, length_m, record ? record->chosen[c][b] : NULL);
        }
        if (c + 1 < columns->count) {
            double cost[STEPS_ALONG];
            along_costs(column, cost);
            take_steps(&graph->along, cost, states, length_m, record ? record->chosen[c][WAY_ON] : NULL);
        }
    }
}

static int shortest(const struct tour_graph *graph, const double length_m[TOUR_STATES]) {
    int best = -1;
    for (int k = 0; k < graph->states; k++)
        if (graph->closed[k] && (best < 0 || length_m[k] < length_m[best]))
            best = k;
    return best;
}

/* From the last column back to the first. */
static void trace_back(const struct rack *rack, const struct tour_graph *graph, const struct stop *stops,
                       const struct columns *columns, const struct record *record, int state,
                       struct column_edges edges[TOUR_COLUMNS]) {
    for (int c = columns->count - 1; c >= 0; c--) {
        const struct column *column = &columns->items[c];
        edges[c] = (struct column_edges){{0}, {0}};
        if (c + 1 < columns->count) {
            for (int k = 0; k < graph->crosses; k++) {
                char end = graph->names[state][k];
                edges[c].along[k] = end == '.' ? 0 : end >= 'a' ? 2 : 1;
            }
            state = graph->along.items[record->chosen[c][WAY_ON][state]].from;
        }
        if (column->depot)
            state = graph->depot.items[record->chosen[c][0][state]].from;
        for (int b = graph->crosses - 2; !column->depot && b >= 0; b--) {
            const struct transition *t = &graph->block[b].items[record->chosen[c][b][state]];
            double cost[STEPS];
            struct block_stops block = block_stops(rack, stops, column, b);
            step_costs(stops, &block, cost);
            edges[c].step[b] = (unsigned char)walked((enum step)t->step, cost);
            state = t->from;
        }
    }
}

/* The policy */

static double shortest_m(const struct rack *rack, const struct tour_graph *graph, const struct stop *stops,
                         int count) {
    struct columns columns;
    double length_m[TOUR_STATES];
    find_columns(&columns, rack, stops, count);
    sweep(rack, graph, stops, &columns, length_m, NULL);
    return length_m[shortest(graph, length_m)];
}

static int walk_shortest(const struct rack *rack, const struct tour_graph *graph, const struct stop *stops,
                         int count, struct waypoint *points) {
    struct columns columns;
    struct record record;
    struct column_edges edges[TOUR_COLUMNS];
    double length_m[TOUR_STATES];
    find_columns(&columns, rack, stops, count);
    sweep(rack, graph, stops, &columns, length_m, &record);
    trace_back(rack, graph, stops, &columns, &record, shortest(graph, length_m), edges);
    return tour_walk(rack, stops, columns.items, columns.count, edges, points);
}

/* The rack without the cross aisles in its middle; `ends` holds the two that are left. */
static struct rack undivided(const struct rack *rack, double ends[2]) {
    struct rack one = *rack;
    ends[0] = 0.0;
    ends[1] = rack->length_m;
    one.crosses = 2;
    one.cross_y_m = ends;
    return one;
}

static double optimal_length_m(const struct rack *rack, const struct stop *stops, int count) {
    if (count == 0)
        return 0.0;
    if (rack->crosses == 3)
        return shortest_m(rack, &tour_graph_two_blocks, stops, count);
    double ends[2];
    struct rack one = undivided(rack, ends);
    double one_block_m = shortest_m(&one, &tour_graph_one_block, stops, count);
    return rack->crosses == 2 ? one_block_m
                              : least(one_block_m, routing_nearest_neighbour.length_m(rack, stops, count));
}

static int optimal_walk(const struct rack *rack, const struct stop *stops, int count,
                        struct waypoint *points) {
    if (count == 0)
        return routing_return.walk(rack, stops, count, points);
    if (rack->crosses == 3)
        return walk_shortest(rack, &tour_graph_two_blocks, stops, count, points);
    double ends[2];
    struct rack one = undivided(rack, ends);
    if (rack->crosses > 3 && routing_nearest_neighbour.length_m(rack, stops, count) <
                                 shortest_m(&one, &tour_graph_one_block, stops, count))
        return routing_nearest_neighbour.walk(rack, stops, count, points);
    return walk_shortest(&one, &tour_graph_one_block, stops, count, points);
}

const struct routing routing_optimal = {
    .option = {.name = "optimal",
               .doc = "The shortest tour, exact in one and two blocks (Ratliff and Rosenthal)."},
    .length_m = optimal_length_m,
    .walk = optimal_walk,
};
