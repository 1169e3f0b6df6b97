/* SPDX-License-Identifier: MIT */
/* routing_blocks.h - tours that visit a rack of several blocks one block after the other, from the back to
 * the front: what S-shape, largest gap and combined share.
 *
 * A block lies between two neighbouring cross aisles; a stop on a cross aisle belongs to the block in front
 * of it. A subaisle is the part of an aisle within a block. Let the left aisle be the leftmost one with
 * stops, wherever the depot lies on the front, and the farthest block the rearmost one with stops.
 *
 *   1. From the depot along the front to the left aisle, and up it to the front cross aisle of the farthest
 *      block; its stops on the way are served and count no longer.
 *   2. The farthest block is visited by the rule of the policy, from its front to its front.
 *   3. Then block by block towards the front: without stops left the picker goes straight on in the aisle he
 *      is in; else he comes down that aisle to the back of the block, and visits it by the rule of the policy
 *      from its back to its front. `visits` are in the order in which they are passed: beginning with the
 *      outermost subaisle that is nearer, the left one if both are equally near.
 *   4. Along the front to the depot.
 *
 * With all stops in the front block the tour is that of a rack of this block alone.
 *
 * Source: Roodbergen and de Koster 2001, International Journal of Production Research 39(9),
 * for the order of blocks. Check values: tests/theory/test_routing_blocks.c. */
#ifndef MODELS_LAYOUT_ROUTING_BLOCKS_H
#define MODELS_LAYOUT_ROUTING_BLOCKS_H

#include "models/layout/routing_walk.h"

/* The subaisles of a block with stops left. */
struct visit {
    int first, end; /* stops */
};
struct block_visits {
    double front_m, back_m; /* y of the cross aisles */
    int count;
    struct visit items[RACK_MOST_AISLES];
};

static inline double visit_x_m(const struct walk *walk, const struct visit *visit) {
    return aisle_x_m(walk->rack, walk->stops[visit->first].aisle);
}

/* Visits the block from where the picker stands, at its front or its back, and ends at its front. */
typedef void block_rule(struct walk *walk, const struct block_visits *visits);

void walk_blocks(struct walk *walk, int count, block_rule *rule);
double blocks_length_m(const struct rack *rack, const struct stop *stops, int count, block_rule *rule);
int blocks_walk(const struct rack *rack, const struct stop *stops, int count, struct waypoint *points,
                block_rule *rule);

/* The subaisles of a block, from left to right, without stops before `from`. */
void find_visits(struct block_visits *visits, const struct rack *rack, const struct stop *stops, int from,
                 int count, int block);

/* Whether a rack has one block, or no stops behind the front one; and that block alone. */
bool only_front_block(const struct rack *rack, const struct stop *stops, int count);
static inline struct rack front_block(const struct rack *rack) {
    struct rack front = *rack;
    front.crosses = 2;
    front.length_m = rack->cross_y_m[1];
    return front;
}

#endif
