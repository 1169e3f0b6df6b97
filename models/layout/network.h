/* SPDX-License-Identifier: MIT */
/* network.h - places on the plan, the links between them, and the shortest ways from each key place to every
 * other: one pass when the layout is loaded, read-only afterwards.
 *
 * On an open floor people walk along the axes, around the inside of obstacles. Then a shortest way exists
 * whose straight pieces all lie on lines drawn from a corner of an obstacle or from a place, in the four
 * directions, until an obstacle stops them: a piece in the middle of a way can be pushed aside until it
 * touches a corner. The crossings of these lines are the nodes (the track graph of Wu, Widmayer, Schlag and
 * Wong 1987, IEEE Transactions on Computers 36(3)). Doors are places on the edge of an obstacle through which
 * one may come straight to another obstacle's; lines from them are drawn only where they lead to one. */
#ifndef MODELS_LAYOUT_NETWORK_H
#define MODELS_LAYOUT_NETWORK_H

#include <stdbool.h>
#include "models/layout/routing.h"

struct arena;

struct rectangle {
    double left, bottom, right, top;
};
static inline bool rectangles_overlap(const struct rectangle *a, const struct rectangle *b) {
    return a->left < b->right && b->left < a->right && a->bottom < b->top && b->bottom < a->top;
}
static inline bool rectangle_holds(const struct rectangle *r, double x_m,
                                   double y_m) { /* inside, not on its edge */
    return r->left < x_m && x_m < r->right && r->bottom < y_m && y_m < r->top;
}

/* Where a link leads through the inside of a block, it does so in one of its aisles. */
enum { OPEN_FLOOR = -1, ALONG_CROSS_AISLE = -1 };
struct link {
    int from, to;
    double metres;
    int block, aisle;
};
struct network {
    struct arena *arena;
    struct waypoint *nodes;
    struct link *links;
    int node_count, node_capacity, link_count, link_capacity;
    int *key; /* of each node: its row and column in `metres`, NO_KEY */
    int *node_of_key;
    int key_count;
    double *metres; /* from key to key; INFINITY where no way leads */
    int *arrival;   /* from a key to a node: the last link of the way, NO_LINK */
    int most_links; /* of any shortest way between keys */
};
enum { NO_KEY = -1, NO_LINK = -1, MOST_NODES = 200000, MOST_ROOM = 60000000 };

struct network *network_create(struct arena *arena);
int network_add(struct network *network, struct waypoint place); /* its node */
void network_link(struct network *network, struct link link);    /* one way */
/* The shortest ways between the nodes that `is_key` marks. False if that would take too much room. */
bool network_solve(struct network *network, const bool *is_key);
static inline double network_m(const struct network *network, int from, int to) {
    return network->metres[(long)network->key[from] * network->key_count + network->key[to]];
}
/* The links of the shortest way between two key nodes, at most most_links; returns how many, 0 where none
 * leads. */
int network_way(const struct network *network, int from, int to, const struct link **links);

/* What ways must go round, and where they may begin and end: places, of which the last are doors. All must
 * lie outside or on the edge of obstacles. */
struct floor {
    struct rectangle *obstacles;
    struct waypoint *places;
    int *node; /* of each place: filled */
    int obstacle_count, place_count, door_count;
};
/* Adds the open floor as nodes and links both ways. False if there are too many different coordinates. */
bool network_add_floor(struct network *network, struct floor *floor);
/* Square metres that rectangles cover together. */
double rectangles_area_m2(const struct rectangle *rectangles, int count);

#endif
