/* SPDX-License-Identifier: MIT */
/* rack.h - a storage block as tours see it: parallel aisles between cross aisles.
 *
 * Metres in the plane of the block: x along the front cross aisle, aisle 0 at x = 0; y into the aisles from 0
 * at the front to `length_m` at the back. Cross aisles lie at cross_y_m[0] = 0 < ... < cross_y_m[crosses - 1]
 * = length_m; with two of them the block is undivided. Picks lie on the centre line of their aisle. Tours
 * start and end at the depot on the front. */
#ifndef MODELS_LAYOUT_RACK_H
#define MODELS_LAYOUT_RACK_H

enum { RACK_MOST_AISLES = 500 };

struct rack {
    int aisles; /* at most RACK_MOST_AISLES */
    double spacing_m, length_m;
    int crosses;
    const double *cross_y_m;
    double depot_x_m;
};

/* A stop of a tour: a place on the centre line of an aisle. Policies look at one block only. */
struct stop {
    int aisle;
    double y_m;
    int block, level; /* of the layout; level 0 is the lowest */
    double seconds;   /* that somebody on a tour spends there */
};

static inline double aisle_x_m(const struct rack *rack, int aisle) {
    return aisle * rack->spacing_m;
}

#endif
