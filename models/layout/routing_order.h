/* SPDX-License-Identifier: MIT */
/* routing_order.h - a short closed tour past places of which only the ways between them are known: nearest
 * neighbour, then 2-opt and Or-opt. For several blocks and for layouts of any shape.
 *
 * Place 0 is where the tour starts and ends. From each place the tour goes on to the nearest one that is
 * left. Then, place by place and round after round as long as it becomes shorter, the best of these changes
 * is made that join the place to another one: a stretch of the tour is turned round (2-opt), or up to three
 * places in a row, this one at their end, move to between two others (Or-opt). Only ways are tried that are
 * shorter than what the change leaves out at the place itself.
 *
 * Sources: Croes 1958, Operations Research 6(6), for 2-opt; Or 1976, dissertation, Northwestern University,
 * for Or-opt; Bentley 1992, ORSA Journal on Computing 4(4), for both in this manner. Check values:
 * tests/theory/test_routing_order.c. */
#ifndef MODELS_LAYOUT_ROUTING_ORDER_H
#define MODELS_LAYOUT_ROUTING_ORDER_H

enum { ORDER_MOST = 1001 };

/* Metres from place a to place b: as long as from b to a, and 0 from a place to itself. For up to about 90
 * places it is called once for each pair; beyond that a few times as often. */
typedef double way_fn(const void *self, int a, int b);

/* Fills order[0] = 0, order[1] ... order[count - 1] with the places in the order of the tour; the way back
 * to place 0 is understood. Returns the metres of the closed tour. 1 <= count <= ORDER_MOST. No memory is
 * allocated (about 100 kB of stack); the same ways give the same order. */
double tour_order(int count, way_fn *way_m, const void *self, int order[]);

#endif
