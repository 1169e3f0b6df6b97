/* SPDX-License-Identifier: MIT */
/* routing_tour.h - a tour as a set of edges on the columns of a rack, and the walk through all of them. */
#ifndef MODELS_LAYOUT_ROUTING_TOUR_H
#define MODELS_LAYOUT_ROUTING_TOUR_H

#include "models/layout/routing.h"
#include "models/layout/routing_tables.h"

enum { TOUR_COLUMNS = RACK_MOST_AISLES + 1 };

/* An aisle, or the depot's place on the front cross aisle. */
struct column {
    double x_m;
    int first, end; /* its stops */
    bool depot;
};

/* What a tour does in a column and on the way to the next one. */
struct column_edges {
    unsigned char step[TOUR_CROSSES - 1]; /* SKIP, THROUGH, TWICE, FRONT, BACK or GAP, in each block */
    unsigned char along[TOUR_CROSSES];    /* walks along each cross aisle */
};

/* The stops of a column between two cross aisles; those on the cross aisle between belong to the front block.
 */
struct block_stops {
    double front_m, back_m; /* y of its ends */
    int first, end;
};
static inline struct block_stops block_stops(const struct rack *rack, const struct stop *stops,
                                             const struct column *column, int block) {
    int first = column->first, end = column->end, crosses = rack->crosses;
    while (block > 0 && first < end && stops[first].y_m <= rack->cross_y_m[block])
        first++;
    while (block < crosses - 2 && end > first && stops[end - 1].y_m > rack->cross_y_m[block + 1])
        end--;
    return (struct block_stops){rack->cross_y_m[block], rack->cross_y_m[block + 1], first, end};
}

/* The corners of one closed walk over all edges from the depot, and every stop once. */
int tour_walk(const struct rack *rack, const struct stop *stops, const struct column *columns, int count,
              struct column_edges *edges, struct waypoint *points);

#endif
