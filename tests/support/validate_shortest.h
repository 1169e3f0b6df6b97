/* SPDX-License-Identifier: MIT */
/* validate_shortest.h - the shortest tour by brute force: the rack as a graph of crossings, stops and the
 * depot, all shortest ways in it (Floyd and Warshall), and the best order of the stops over all subsets (Held
 * and Karp). For a few stops only; shares nothing with the routing policies. */
#ifndef TESTS_SUPPORT_VALIDATE_SHORTEST_H
#define TESTS_SUPPORT_VALIDATE_SHORTEST_H

#include <math.h>
#include "models/layout/rack.h"

enum { SHORTEST_STOPS = 8, SHORTEST_NODES = 64 };

struct walkways {
    int nodes;
    double x[SHORTEST_NODES], y[SHORTEST_NODES], way[SHORTEST_NODES][SHORTEST_NODES];
};

/* Two places are joined directly when they lie in one aisle or on one cross aisle. */
static inline void walkways_add(struct walkways *w, double x, double y, int in_aisle, int on_cross,
                                int *aisles, int *crosses) {
    int n = w->nodes++;
    w->x[n] = x;
    w->y[n] = y;
    aisles[n] = in_aisle;
    crosses[n] = on_cross;
    for (int k = 0; k < n; k++) {
        int joined = (in_aisle >= 0 && aisles[k] == in_aisle) || (on_cross >= 0 && crosses[k] == on_cross);
        w->way[n][k] = w->way[k][n] = joined ? fabs(x - w->x[k]) + fabs(y - w->y[k]) : INFINITY;
    }
    w->way[n][n] = 0.0;
}

/* Node 0 is the depot, 1 ... count the stops. */
static inline void walkways_of(struct walkways *w, const struct rack *rack, const struct stop *stops,
                               int count) {
    int aisles[SHORTEST_NODES], crosses[SHORTEST_NODES];
    w->nodes = 0;
    walkways_add(w, rack->depot_x_m, 0.0, -1, 0, aisles, crosses);
    for (int i = 0; i < count; i++)
        walkways_add(w, stops[i].aisle * rack->spacing_m, stops[i].y_m, stops[i].aisle, -1, aisles, crosses);
    for (int aisle = 0; aisle < rack->aisles; aisle++)
        for (int cross = 0; cross < rack->crosses; cross++)
            walkways_add(w, aisle * rack->spacing_m, rack->cross_y_m[cross], aisle, cross, aisles, crosses);
    for (int over = 0; over < w->nodes; over++)
        for (int a = 0; a < w->nodes; a++)
            for (int b = 0; b < w->nodes; b++)
                w->way[a][b] = fmin(w->way[a][b], w->way[a][over] + w->way[over][b]);
}

static inline double shortest_by_force(const struct rack *rack, const struct stop *stops, int count) {
    struct walkways w;
    double best[1 << SHORTEST_STOPS]
               [SHORTEST_STOPS]; /* from the depot past a set of stops, ending at one of them */
    walkways_of(&w, rack, stops, count);
    for (int set = 1; set < 1 << count; set++)
        for (int last = 0; last < count; last++) {
            best[set][last] = INFINITY;
            if (!(set >> last & 1))
                continue;
            int before = set & ~(1 << last);
            if (!before)
                best[set][last] = w.way[0][last + 1];
            for (int k = 0; k < count; k++)
                if (before >> k & 1)
                    best[set][last] = fmin(best[set][last], best[before][k] + w.way[k + 1][last + 1]);
        }
    double shortest = INFINITY;
    for (int last = 0; last < count; last++)
        shortest = fmin(shortest, best[(1 << count) - 1][last] + w.way[last + 1][0]);
    return count ? shortest : 0.0;
}

#endif
