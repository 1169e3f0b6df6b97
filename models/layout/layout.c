/* SPDX-License-Identifier: MIT */
/* layout.c - the block, its slots, and which SKU lies where. */
#include "models/layout/layout.h"

#include <math.h>
#include "models/demand/catalogue.h"
#include "models/layout/slotting.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/results/recording.h"

/* What the user can set */

static const struct field block_fields[] = {
    {FIELD(struct block_config, name), .required = true, .doc = "Name of the storage block."},
    {FIELD(struct block_config, aisles), .min = 1, .max = 500, .required = true,
     .doc = "Parallel picking aisles."},
    {FIELD(struct block_config, bays), .min = 1, .max = 1000, .required = true,
     .doc = "Bays on each side of an aisle."},
    {FIELD(struct block_config, bay_width_m), .min = 0.01, .max = 50, .preset = 1.2, .unit = "m",
     .doc = "Width of a bay along the aisle."},
    {FIELD(struct block_config, aisle_spacing_m), .min = 0.01, .max = 100, .preset = 3.4, .unit = "m",
     .doc = "Distance between the centre lines of neighbouring aisles."},
    {FIELD(struct block_config, cross_aisles), .min = 0, .max = 100, .preset = 0,
     .doc = "Cross aisles between front and back, evenly spread; only optimal and nearest_neighbour routing "
            "use them."},
    {FIELD(struct block_config, cross_aisle_width_m), .min = 0, .max = 50, .preset = 3, .unit = "m",
     .doc = "Width of a cross aisle between front and back."},
    {FIELD(struct block_config, levels), .min = 1, .max = 100, .preset = 5, .doc = "Shelf levels of a bay."},
    {FIELD(struct block_config, slots_per_bay_level), .min = 1, .max = 1000, .preset = 2,
     .doc = "Slots on one level of a bay; one SKU each."},
    {0},
};

const struct field layout_fields[] = {
    {LIST(struct layout_config, blocks, block_fields), .required = true, .min_count = 1, .max_count = 1,
     .doc = "The storage block."},
    {FIELD(struct layout_config, depot_aisle), .min = 1, .max = 500, .preset = 1,
     .doc = "Aisle in front of which tours start and end."},
    {FIELD(struct layout_config, packing_m), .min = 0, .max = 10000, .preset = 0, .unit = "m",
     .doc = "Way from the depot to packing; every picking tour walks it there and back."},
    {FIELD(struct layout_config, dock_m), .min = 0, .max = 10000, .preset = 0, .unit = "m",
     .doc = "Way from receiving to the depot; every putaway tour walks it there and back."},
    {0},
};

/* Middle cross aisles cut the bays of an aisle into sections as equal as can be. */

static int section_end(const struct block_config *block, int section) {
    return (int)lround((double)(section + 1) * block->bays / (block->cross_aisles + 1));
}

static struct rack make_rack(struct arena *arena, const struct layout_config *config) {
    const struct block_config *block = &config->blocks[0];
    double *cross_y_m = arena_array(arena, double, block->cross_aisles + 2);
    for (int k = 0; k < block->cross_aisles; k++)
        cross_y_m[k + 1] =
            section_end(block, k) * block->bay_width_m + (k + 0.5) * block->cross_aisle_width_m;
    double length_m = block->bays * block->bay_width_m + block->cross_aisles * block->cross_aisle_width_m;
    cross_y_m[block->cross_aisles + 1] = length_m;
    return (struct rack){.aisles = block->aisles,
                         .spacing_m = block->aisle_spacing_m,
                         .length_m = length_m,
                         .crosses = block->cross_aisles + 2,
                         .cross_y_m = cross_y_m,
                         .depot_x_m = (config->depot_aisle - 1) * block->aisle_spacing_m};
}

static struct slot *make_slots(struct arena *arena, const struct block_config *block, int count) {
    struct slot *slots = arena_array(arena, struct slot, count);
    int per_bay = 2 * block->levels * block->slots_per_bay_level, n = 0;
    for (int aisle = 0; aisle < block->aisles; aisle++)
        for (int bay = 0, section = 0; bay < block->bays; bay++) {
            section += bay == section_end(block, section);
            double y_m = (bay + 0.5) * block->bay_width_m + section * block->cross_aisle_width_m;
            for (int k = 0; k < per_bay; k++, n++)
                slots[n] = (struct slot){.stop = {aisle, y_m}, .number = n};
        }
    return slots;
}

struct layout *layout_create(struct arena *arena, const struct layout_config *config,
                             const struct choice *slotting, const struct catalogue *catalogue,
                             struct problems *problems) {
    const struct block_config *block = &config->blocks[0];
    struct layout *layout = arena_new(arena, struct layout);
    int errors_before = problems->errors;
    *layout = (struct layout){.config = config, .rack = make_rack(arena, config)};
    double slots = 2.0 * block->aisles * block->bays * block->levels * block->slots_per_bay_level;
    if (config->depot_aisle > block->aisles)
        problem_of(problems, "layout.depot_aisle", NULL, "must be an aisle of the block (1 to %d); found %d",
                   block->aisles, config->depot_aisle);
    if (block->cross_aisles >= block->bays)
        problem_of(problems, arena_format(arena, "layout.blocks.%s.cross_aisles", block->name), NULL,
                   "must be below the number of bays (%d); found %d", block->bays, block->cross_aisles);
    if (slots < catalogue->count)
        problem_of(problems, arena_format(arena, "layout.blocks.%s", block->name),
                   "add aisles, bays, levels or slots_per_bay_level, or reduce catalogue.skus",
                   "has %.0f slots for %d SKUs", slots, catalogue->count);
    if (slots > 20e6)
        problem_of(problems, arena_format(arena, "layout.blocks.%s", block->name), NULL,
                   "has %.0f slots; at most 20,000,000 are supported", slots);
    if (problems->errors > errors_before)
        return layout;
    layout->slots = (int)slots;
    layout->home = arena_array(arena, struct stop, catalogue->count);
    slotting_run(arena, slotting, &layout->rack, make_slots(arena, block, layout->slots), layout->slots,
                 layout->home, catalogue->count);
    return layout;
}

double layout_area_m2(const struct layout *layout) {
    enum { CROSS_AISLES_M = 6 }; /* front and back, 3 m each */
    return layout->rack.aisles * layout->rack.spacing_m * (layout->rack.length_m + CROSS_AISLES_M);
}

/* The racks on both sides of an aisle, section by section. */
static void record_aisle(const struct layout *layout, int aisle, struct recording *recording) {
    const struct block_config *block = &layout->config->blocks[0];
    float depth = (float)(layout->rack.spacing_m * 0.3), gap = (float)(layout->rack.spacing_m * 0.2);
    float x = (float)aisle_x_m(&layout->rack, aisle);
    for (int section = 0, bay = 0; section <= block->cross_aisles; bay = section_end(block, section++)) {
        float y = (float)(bay * block->bay_width_m + section * block->cross_aisle_width_m);
        float length = (float)((section_end(block, section) - bay) * block->bay_width_m);
        recording_shape(recording, (struct shape){SHAPE_RACK, "", x - gap - depth, y, depth, length});
        recording_shape(recording, (struct shape){SHAPE_RACK, "", x + gap, y, depth, length});
    }
}

void layout_record(const struct layout *layout, struct recording *recording) {
    for (int aisle = 0; aisle < layout->rack.aisles; aisle++)
        record_aisle(layout, aisle, recording);
    recording_shape(recording, (struct shape){SHAPE_DEPOT, "depot", (float)layout->rack.depot_x_m - 1.0f,
                                              -3.0f, 2.0f, 2.0f});
}
