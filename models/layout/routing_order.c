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
    bool tried[ORDER_MOST];                       /* without success, and nothing has changed there since */
    double matrix[MATRIX_PLACES * MATRIX_PLACES]; /* all ways, if there are few places */
    double row[ORDER_MOST];                       /* else the ways from one place */
};

static void fill_matrix(struct tour *tour) {
    int count = tour->count;
    for (int a = 0; a < count; a++) {
        tour->matrix[a * count + a] = 0.0;
        for (int b = 0; b < a; b++)
            tour->matrix[a * count + b] = tour->matrix[b * count + a] = tour->way_m(tour->self, a, b);
    }
}

static inline double way(const struct tour *tour, int a, int b) {
    return tour->count <= MATRIX_PLACES ? tour->matrix[a * tour->count + b] : tour->way_m(tour->self, a, b);
}

static const double *ways_from(struct tour *tour, int place) {
    if (tour->count <= MATRIX_PLACES)
        return tour->matrix + place * tour->count;
    for (int other = 0; other < tour->count; other++)
        tour->row[other] = tour->way_m(tour->self, place, other);
    return tour->row;
}

static inline void put(struct tour *tour, int position, int place) {
    tour->order[position] = place;
    tour->at[place] = (short)position;
}

/* Nearest neighbour: positions from i on hold the places that are left. */
static void follow_nearest(struct tour *tour) {
    for (int i = 0; i < tour->count; i++)
        tour->order[i] = i;
    for (int i = 1; i < tour->count; i++) {
        const double *ways = ways_from(tour, tour->order[i - 1]);
        int nearest = i;
        for (int k = i + 1; k < tour->count; k++)
            if (ways[tour->order[k]] < ways[tour->order[nearest]])
                nearest = k;
        int place = tour->order[nearest];
        tour->order[nearest] = tour->order[i];
        tour->order[i] = place;
    }
    for (int i = 0; i < tour->count; i++)
        tour->at[tour->order[i]] = (short)i;
}

/* Changes of the tour */

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

/* A stretch of the tour that begins at a place and may be joined to another one with that end. Without
 * length: all that lies behind the place in that direction. */
struct stretch {
    int first, last; /* positions */
    int length, tail;
    double freed_m; /* left out when it is taken out of the tour */
    bool forwards;
};

/* The changes of the tour that join a place to another one: nothing is gained beyond the longest way freed.
 */
enum { STRETCHES = 2 + 2 * SEGMENT };
struct stretches {
    int count;
    double longest_m;
    struct stretch items[STRETCHES];
};

static inline void add_stretch(struct stretches *to, struct stretch stretch) {
    if (stretch.freed_m > to->longest_m)
        to->longest_m = stretch.freed_m;
    to->items[to->count++] = stretch;
}

static void find_stretches(const struct tour *tour, int place, const double *ways, struct stretches *to) {
    int at = tour->at[place];
    to->count = 0;
    to->longest_m = 0.0;
    for (int forwards = 0; forwards < 2; forwards++) {
        int next = other_end(tour, place, forwards);
        add_stretch(to, (struct stretch){.tail = next, .freed_m = ways[next], .forwards = forwards});
    }
    for (int forwards = 0; forwards < 2; forwards++)
        for (int length = 1 + !forwards; length <= SEGMENT; length++) {
            int first = forwards ? at : at - length + 1, last = first + length - 1;
            if (first < 1 || last >= tour->count)
                break;
            int head = tour->order[first], end = tour->order[last];
            int left = tour->order[first - 1], right = tour->order[after(tour, last)];
            double freed_m = way(tour, left, head) + way(tour, end, right) - way(tour, left, right);
            add_stretch(to, (struct stretch){first, last, length, forwards ? end : head, freed_m, forwards});
        }
}

/* A place that the stretch is joined to; with a length, on the side before or after it. */
struct change {
    double gain_m;
    struct stretch stretch;
    int near;
    bool after_near;
};

static inline void consider(const struct tour *tour, const struct stretch *stretch, int near, bool after_near,
                            double joined_m, struct change *best) {
    int beyond = other_end(tour, near, after_near);
    double gain_m = stretch->freed_m - joined_m + way(tour, near, beyond) - way(tour, stretch->tail, beyond);
    if (gain_m > best->gain_m)
        *best = (struct change){gain_m, *stretch, near, after_near};
}

static inline void consider_both_sides(const struct tour *tour, const struct stretch *stretch, int near,
                                       double joined_m, struct change *best) {
    int at = tour->at[near];
    if (at >= stretch->first && at <= stretch->last)
        return;
    for (int side = 0; side < 2; side++) {
        int edge = edge_of(tour, near, side);
        if (edge != stretch->first - 1 && edge != stretch->last)
            consider(tour, stretch, near, side, joined_m, best);
    }
}

static struct change best_change(struct tour *tour, int place) {
    const double *ways = ways_from(tour, place);
    struct change best = {.gain_m = SHORTER_M};
    struct stretches stretches;
    find_stretches(tour, place, ways, &stretches);
    for (int near = 0; near < tour->count; near++) {
        if (ways[near] >= stretches.longest_m || near == place)
            continue;
        for (int k = 0; k < stretches.count; k++) {
            const struct stretch *stretch = &stretches.items[k];
            if (ways[near] >= stretch->freed_m)
                continue;
            if (stretch->length)
                consider_both_sides(tour, stretch, near, ways[near], &best);
            else
                consider(tour, stretch, near, stretch->forwards, ways[near], &best);
        }
    }
    return best;
}

static void turn_round(struct tour *tour, int edge, int other_edge) {
    int first = (edge < other_edge ? edge : other_edge) + 1, last = edge < other_edge ? other_edge : edge;
    for (; first < last; first++, last--) {
        int place = tour->order[first];
        put(tour, first, tour->order[last]);
        put(tour, last, place);
    }
}

/* Moves the places of the stretch to between the two ends of an edge, `head` first. */
static void move(struct tour *tour, const struct stretch *stretch, int edge, int head) {
    int moved[SEGMENT], first = stretch->first, last = stretch->last, length = stretch->length;
    memcpy(moved, tour->order + first, sizeof *moved * (size_t)length);
    bool kept = moved[0] == head;
    int to = edge > last ? edge - length + 1 : edge + 1;
    for (int i = first; i < to; i++)
        put(tour, i, tour->order[i + length]);
    for (int i = last; i >= to + length; i--)
        put(tour, i, tour->order[i - length]);
    for (int i = 0; i < length; i++)
        put(tour, to + i, moved[kept ? i : length - 1 - i]);
}

static void try_again_around(struct tour *tour, int place) {
    tour->tried[place] = tour->tried[other_end(tour, place, false)] =
        tour->tried[other_end(tour, place, true)] = false;
}

static bool improve_at(struct tour *tour, int place) {
    struct change best = best_change(tour, place);
    if (best.gain_m <= SHORTER_M)
        return false;
    int edge = edge_of(tour, best.near, best.after_near), tail = best.stretch.tail;
    try_again_around(tour, place);
    try_again_around(tour, best.near);
    try_again_around(tour, tail);
    if (best.stretch.length)
        move(tour, &best.stretch, edge, best.after_near ? place : tail);
    else
        turn_round(tour, edge_of(tour, place, best.stretch.forwards), edge);
    return true;
}

static void improve(struct tour *tour) {
    memset(tour->tried, 0, sizeof *tour->tried * (size_t)tour->count);
    for (bool changed = true; changed;) {
        changed = false;
        for (int place = 0; place < tour->count; place++) {
            if (tour->tried[place])
                continue;
            while (improve_at(tour, place))
                changed = true;
            tour->tried[place] = true;
        }
    }
}

double tour_order(int count, way_fn *way_m, const void *self, int order[]) {
    struct tour tour;
    tour.count = count;
    tour.way_m = way_m;
    tour.self = self;
    tour.order = order;
    if (count <= MATRIX_PLACES)
        fill_matrix(&tour);
    follow_nearest(&tour);
    improve(&tour);
    double length_m = 0.0;
    for (int i = 0; i < count; i++)
        length_m += way(&tour, order[i], order[after(&tour, i)]);
    return length_m;
}
