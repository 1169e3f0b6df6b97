/* SPDX-License-Identifier: MIT */
/* routing_order.c - nearest neighbour, 2-opt and Or-opt; see routing_order.h. */
#include "models/layout/routing_order.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MATRIX_PLACES = 92, SEGMENT = 3 };
static const double SHORTER_M = 1e-9; /* so that rounding cannot change a tour to and fro for ever */

struct tour {
    int count;
    way_fn *way_m;
    const void *self;
    int *order;                                   /* place by position */
    short at[ORDER_MOST];                         /* position by place */
    short nearest[ORDER_MOST][ORDER_NEIGHBOURS];  /* nearest first */
    int neighbours;                               /* of each place */
    double matrix[MATRIX_PLACES * MATRIX_PLACES]; /* all ways, if there are few places */
};

static inline double way(const struct tour *tour, int a, int b) {
    return tour->count <= MATRIX_PLACES ? tour->matrix[a * tour->count + b] : tour->way_m(tour->self, a, b);
}

static void fill_matrix(struct tour *tour) {
    int count = tour->count;
    for (int a = 0; a < count; a++) {
        tour->matrix[a * count + a] = 0.0;
        for (int b = 0; b < a; b++)
            tour->matrix[a * count + b] = tour->matrix[b * count + a] = tour->way_m(tour->self, a, b);
    }
}

static void find_neighbours(struct tour *tour, int place) {
    double metres[ORDER_NEIGHBOURS];
    short *nearest = tour->nearest[place];
    int most = tour->neighbours, count = 0;
    for (int other = 0; other < tour->count; other++) {
        double m = way(tour, place, other);
        if (other == place || (count == most && m >= metres[most - 1]))
            continue;
        int k = count < most ? count++ : most - 1;
        for (; k > 0 && metres[k - 1] > m; k--) {
            metres[k] = metres[k - 1];
            nearest[k] = nearest[k - 1];
        }
        metres[k] = m;
        nearest[k] = (short)other;
    }
}

/* Nearest neighbour: positions from `i` on hold the places that are left. */
static int position_of_nearest(const struct tour *tour, int i) {
    int from = tour->order[i - 1], best = i;
    for (int k = 0; k < tour->neighbours; k++)
        if (tour->at[tour->nearest[from][k]] >= i)
            return tour->at[tour->nearest[from][k]];
    double best_m = INFINITY;
    for (int k = i; k < tour->count; k++) {
        double m = way(tour, from, tour->order[k]);
        if (m < best_m || (m == best_m && tour->order[k] < tour->order[best])) {
            best_m = m;
            best = k;
        }
    }
    return best;
}

static inline void put(struct tour *tour, int position, int place) {
    tour->order[position] = place;
    tour->at[place] = (short)position;
}

static void follow_nearest(struct tour *tour) {
    for (int i = 0; i < tour->count; i++)
        put(tour, i, i);
    for (int i = 1; i < tour->count; i++) {
        int k = position_of_nearest(tour, i), place = tour->order[k];
        put(tour, k, tour->order[i]);
        put(tour, i, place);
    }
}

static inline int after(const struct tour *tour, int position) {
    return position + 1 < tour->count ? position + 1 : 0;
}
static inline int before(const struct tour *tour, int position) {
    return position > 0 ? position - 1 : tour->count - 1;
}

/* The edge that leaves a place forwards or backwards, by the position of its first end. */
static inline int edge_of(const struct tour *tour, int place, bool forwards) {
    return forwards ? tour->at[place] : before(tour, tour->at[place]);
}
static inline int other_end(const struct tour *tour, int place, bool forwards) {
    int position = tour->at[place];
    return tour->order[forwards ? after(tour, position) : before(tour, position)];
}

static void turn_round(struct tour *tour, int first, int last) {
    for (; first < last; first++, last--) {
        int place = tour->order[first];
        put(tour, first, tour->order[last]);
        put(tour, last, place);
    }
}

/* Joins the place to a near one in exchange for the edge that leaves it in that direction. */
static bool two_opt(struct tour *tour, int place, bool forwards) {
    int next = other_end(tour, place, forwards);
    double edge_m = way(tour, place, next);
    for (int k = 0; k < tour->neighbours; k++) {
        int near = tour->nearest[place][k], beyond = other_end(tour, near, forwards);
        double gain_m = edge_m - way(tour, place, near);
        if (gain_m <= SHORTER_M)
            return false;
        if (gain_m + way(tour, near, beyond) - way(tour, next, beyond) <= SHORTER_M)
            continue;
        int a = edge_of(tour, place, forwards), b = edge_of(tour, near, forwards);
        turn_round(tour, (a < b ? a : b) + 1, a < b ? b : a);
        return true;
    }
    return false;
}

/* Moves the places at first ... last to between the two ends of an edge; `head` comes first in the tour. */
static void move_segment(struct tour *tour, int first, int last, int edge, int head) {
    int segment[SEGMENT], length = last - first + 1;
    memcpy(segment, tour->order + first, sizeof *segment * (size_t)length);
    bool kept = segment[0] == head;
    int to = edge > last ? edge - length + 1 : edge + 1;
    for (int i = first; i < to; i++)
        put(tour, i, tour->order[i + length]);
    for (int i = last; i >= to + length; i--)
        put(tour, i, tour->order[i - length]);
    for (int i = 0; i < length; i++)
        put(tour, to + i, segment[kept ? i : length - 1 - i]);
}

/* The segment begins at the place and goes on to `length` places in that direction; its other end is `tail`.
 * The place is joined to a near one, the tail to the place next to that. */
static bool or_opt(struct tour *tour, int place, int length, bool forwards) {
    int first = tour->at[place] - (forwards ? 0 : length - 1), last = first + length - 1;
    if (first < 1 || last >= tour->count)
        return false;
    int tail = tour->order[forwards ? last : first];
    int left = tour->order[first - 1], right = tour->order[after(tour, last)];
    double freed_m =
        way(tour, left, tour->order[first]) + way(tour, tour->order[last], right) - way(tour, left, right);
    for (int k = 0; k < tour->neighbours; k++) {
        int near = tour->nearest[place][k], at = tour->at[near];
        double gain_m = freed_m - way(tour, place, near);
        if (gain_m <= SHORTER_M)
            return false;
        for (int side = 0; side < 2 && (at < first || at > last); side++) {
            int edge = edge_of(tour, near, side), beyond = other_end(tour, near, side);
            if (edge == first - 1 || edge == last ||
                gain_m + way(tour, near, beyond) - way(tour, tail, beyond) <= SHORTER_M)
                continue;
            move_segment(tour, first, last, edge, side ? place : tail);
            return true;
        }
    }
    return false;
}

static bool improve_at(struct tour *tour, int place) {
    for (int forwards = 0; forwards < 2; forwards++)
        if (two_opt(tour, place, forwards))
            return true;
    for (int length = 1; length <= SEGMENT; length++)
        for (int forwards = 0; forwards < (length == 1 ? 1 : 2); forwards++)
            if (or_opt(tour, place, length, forwards))
                return true;
    return false;
}

static void improve(struct tour *tour) {
    for (bool changed = true; changed;) {
        changed = false;
        for (int place = 0; place < tour->count; place++)
            while (improve_at(tour, place))
                changed = true;
    }
}

double tour_order(int count, way_fn *way_m, const void *self, int order[]) {
    struct tour tour;
    tour.count = count;
    tour.way_m = way_m;
    tour.self = self;
    tour.order = order;
    tour.neighbours = count - 1 < ORDER_NEIGHBOURS ? count - 1 : ORDER_NEIGHBOURS;
    if (count <= MATRIX_PLACES)
        fill_matrix(&tour);
    for (int place = 0; place < count; place++)
        find_neighbours(&tour, place);
    follow_nearest(&tour);
    improve(&tour);
    double length_m = 0.0;
    for (int i = 0; i < count; i++)
        length_m += way(&tour, order[i], order[after(&tour, i)]);
    return length_m;
}
