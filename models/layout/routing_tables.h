/* SPDX-License-Identifier: MIT */
/* routing_tables.h - the states of a shortest tour that is built column by column, and the steps between
 * them.
 *
 * Ratliff and Rosenthal 1983, Operations Research 31(3), for one block; Roodbergen and de Koster 2001,
 * European Journal of Operational Research 133(1), for two. A closed tour is a set of edges (ways between
 * neighbouring crossings, and spurs into an aisle and back) in which every crossing has an even degree, which
 * hangs together, and which touches every stop and the depot. No edge is needed more than twice: dropping two
 * copies of three keeps degrees even and the tour in one piece.
 *
 * Sweep a line from left to right over the aisles. Of the edges to its left only this matters for what may
 * follow: for the crossing of the current aisle with each cross aisle, whether its degree so far is zero,
 * even or odd, and which of the touched crossings hang together on the left. These are the states. A state is
 * written with one character per cross aisle from the front: '.' untouched, else a letter for the part that
 * the crossing belongs to, capital where the degree is odd. A part has an even number of odd crossings, and
 * parts do not cross in the plane, which leaves 6 states for two cross aisles and 24 for three, with the
 * untouched one; the published 7 and 25 include "finished", which is not needed when both outermost columns
 * must be visited.
 *
 * Steps inside an aisle, one block after the other, with the cheapest walk that serves the stops there:
 *   THROUGH       once through the block: joins its two crossings, flips both parities
 *   TWICE         there and back: joins them, parities stay
 *   FRONT, BACK   from one end to the farthest stop and back: the crossing at that end becomes even if it was
 *                 untouched; nothing if there are no stops
 *   GAP           from both ends, leaving out the largest gap between neighbouring stops
 *   EITHER        the cheapest of FRONT, BACK and GAP, where both crossings are touched already
 *   FRONT_OR_GAP  the cheaper one, where only the back crossing is touched (FRONT touches the other one anew)
 *   BACK_OR_GAP   likewise, where only the front crossing is touched
 *   SKIP          nothing, when there are no stops
 * Steps to the next column, of 2, 4 or 6 walks: once along each cross aisle where the degree is odd, twice or
 * not at all where it is even. Every part must go on along some cross aisle, since nothing to the right could
 * join it otherwise. The step past the depot makes the front crossing touched. */
#ifndef MODELS_LAYOUT_ROUTING_TABLES_H
#define MODELS_LAYOUT_ROUTING_TABLES_H

#include <stdbool.h>

enum step { SKIP, THROUGH, TWICE, FRONT, BACK, GAP, EITHER, FRONT_OR_GAP, BACK_OR_GAP, STEPS };
enum step_along { ALONG_2, ALONG_4, ALONG_6, STEPS_ALONG };
enum { TOUR_STATES = 24, TOUR_CROSSES = 3 }; /* at most */

struct transition {
    unsigned char from, to, step;
};
struct transitions {
    const struct transition *items;
    int count;
};
struct tour_graph {
    int states, crosses;
    const char *const *names; /* of the states; 0 is the untouched one */
    const bool *closed;       /* in one piece, all degrees even: a tour */
    struct transitions block[TOUR_CROSSES - 1], along, depot;
};
extern const struct tour_graph tour_graph_one_block, tour_graph_two_blocks;

#endif
