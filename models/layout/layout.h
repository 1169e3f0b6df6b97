/* SPDX-License-Identifier: MIT */
/* layout.h - where SKUs lie and how far it is: one block of parallel aisles between a front and a back cross
 * aisle, with any number of cross aisles between them. Coordinates: rack.h. Built once per scenario;
 * read-only. */
#ifndef MODELS_LAYOUT_LAYOUT_H
#define MODELS_LAYOUT_LAYOUT_H

#include "models/layout/rack.h"
#include "sim/config/field.h"
#include "sim/engine/stream.h"

struct catalogue;
struct problems;
struct recording;

struct block_config {
    const char *name;
    int aisles, bays, cross_aisles, levels, slots_per_bay_level;
    double bay_width_m, aisle_spacing_m, cross_aisle_width_m;
};
struct layout_config {
    struct block_config *blocks;
    int blocks_count;
    int depot_aisle;
    double packing_m, dock_m;
};
extern const struct field layout_fields[];

struct routing;
struct waypoint;

struct layout {
    const struct layout_config *config;
    struct rack rack;
    int slots;
    struct stop *home; /* of each SKU */
};

/* Lays SKUs (by popularity) into slots. `slotting` may be empty: random. NULL when there is no layout. */
struct layout *layout_create(struct arena *arena, const struct layout_config *config,
                             const struct choice *slotting, const struct catalogue *catalogue,
                             struct problems *problems);

/* Tours (tour.c). They start and end at a depot and may pass stops of several blocks. Stops are sorted in
 * place. */
enum { NO_AISLE = -1, NO_STOP = -1, FIRST_DEPOT = 0 };
double layout_tour_m(const struct layout *layout, const struct routing *routing, int depot,
                     struct stop *stops, int count);
/* The same tour in straight pieces; their metres add up to its length, and every stop ends one of them. */
struct leg {
    double x_m, y_m; /* where it ends, on the plan */
    double metres;
    int aisle; /* in which it lies, counted over all blocks; NO_AISLE on a cross aisle and elsewhere */
    int stop;  /* of the sorted stops, which it ends at; NO_STOP */
};
/* Room for the corners, and for the legs, of any tour past `count` stops. */
int layout_legs_most(const struct layout *layout, int count);
int layout_tour_legs(const struct layout *layout, const struct routing *routing, int depot,
                     struct stop *stops, int count, struct waypoint *corners, struct leg *legs);
int layout_aisles(const struct layout *layout); /* over all blocks */

double layout_area_m2(const struct layout *layout);
/* Draws the racks into a recording. */
void layout_record(const struct layout *layout, struct recording *recording);

#endif
