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
double layout_area_m2(const struct layout *layout);
/* Draws the racks into a recording. */
void layout_record(const struct layout *layout, struct recording *recording);

#endif
