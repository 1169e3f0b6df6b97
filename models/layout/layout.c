/* SPDX-License-Identifier: MIT */
/* layout.c - the block, its slots, and which SKU lies where. */
#include "models/layout/layout.h"

#include <math.h>
#include <stdlib.h>
#include "models/demand/catalogue.h"
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

enum arrangement { WITHIN_AISLE, ACROSS_AISLE };
static const char *const arrangements[] = {"within_aisle", "across_aisle", NULL};
static const struct field slotting_abc_fields[] = {
    {ENUM(struct slotting_abc_config, arrangement, arrangements), .preset = WITHIN_AISLE,
     .doc = "Whole A aisles nearest the depot, or A at the front of every aisle."},
    {FIELD(struct slotting_abc_config, a_share), .min = 0, .max = 1, .preset = 0.2,
     .doc = "Share of the SKUs in class A."},
    {FIELD(struct slotting_abc_config, b_share), .min = 0, .max = 1, .preset = 0.3,
     .doc = "Share of the SKUs in class B."},
    {0},
};
static const struct option slotting_random = {"random", "SKUs lie anywhere.", NULL, 0};
static const struct option slotting_abc = {"abc",
                                           "Popular SKUs lie near the depot, at random within their class.",
                                           slotting_abc_fields, sizeof(struct slotting_abc_config)};
const struct option *const slotting_options[] = {&slotting_random, &slotting_abc, NULL};

/* Slots in the order in which classes fill them */

struct slot {
    struct stop stop;
    double distance; /* by which slots are filled */
    int number;
};

static int nearer(const void *a, const void *b) {
    const struct slot *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return x->number - y->number;
}

static double slot_distance(const struct layout *layout, const struct stop *stop,
                            const struct choice *slotting) {
    double along = fabs(stop->aisle * layout->rack.spacing_m - layout->rack.depot_x_m);
    if (slotting->is != &slotting_abc)
        return 0.0;
    const struct slotting_abc_config *abc = slotting->config;
    return abc->arrangement == WITHIN_AISLE ? along : stop->y_m;
}

static struct slot *make_slots(struct arena *arena, const struct layout *layout,
                               const struct choice *slotting) {
    const struct block_config *block = &layout->config->blocks[0];
    struct slot *slots = arena_array(arena, struct slot, layout->slots);
    int per_bay = 2 * block->levels * block->slots_per_bay_level, n = 0;
    for (int aisle = 0; aisle < block->aisles; aisle++)
        for (int bay = 0; bay < block->bays; bay++)
            for (int k = 0; k < per_bay; k++, n++) {
                struct stop stop = {aisle, (bay + 0.5) * block->bay_width_m};
                slots[n] = (struct slot){stop, slot_distance(layout, &stop, slotting), n};
            }
    qsort(slots, (size_t)n, sizeof *slots, nearer);
    return slots;
}

/* Gives SKUs first ... end-1 slots of the same range, in random order. The order is part of the scenario, not
 * of a replication, so its seed is fixed. */
static void fill_class(struct layout *layout, const struct slot *slots, int first, int end, int slots_end,
                       int *order, struct stream *stream) {
    for (int i = first; i < slots_end; i++)
        order[i - first] = i;
    for (int i = first; i < end; i++) {
        int k = i - first, pick = k + (int)stream_below(stream, (uint32_t)(slots_end - i));
        int slot = order[pick];
        order[pick] = order[k];
        layout->home[i] = slots[slot].stop;
    }
}

static void lay_out(struct arena *arena, struct layout *layout, const struct choice *slotting, int skus) {
    struct slot *slots = make_slots(arena, layout, slotting);
    int *order = arena_array(arena, int, layout->slots);
    struct stream stream = stream_named(0, 0, "layout/slotting");
    int a_end = 0, b_end = 0;
    if (slotting->is == &slotting_abc) {
        const struct slotting_abc_config *abc = slotting->config;
        a_end = (int)lround(abc->a_share * skus);
        b_end = (int)lround(fmin(1.0, abc->a_share + abc->b_share) * skus);
    }
    fill_class(layout, slots, 0, a_end, a_end, order, &stream);
    fill_class(layout, slots, a_end, b_end, b_end, order, &stream);
    fill_class(layout, slots, b_end, skus, layout->slots, order,
               &stream); /* the last class may lie anywhere that is left */
}

struct layout *layout_create(struct arena *arena, const struct layout_config *config,
                             const struct choice *slotting, const struct catalogue *catalogue,
                             struct problems *problems) {
    const struct block_config *block = &config->blocks[0];
    struct layout *layout = arena_new(arena, struct layout);
    int errors_before = problems->errors;
    double length_m = block->bays * block->bay_width_m, *cross_y_m = arena_array(arena, double, 2);
    cross_y_m[1] = length_m;
    *layout = (struct layout){.config = config,
                              .rack = {.aisles = block->aisles,
                                       .spacing_m = block->aisle_spacing_m,
                                       .length_m = length_m,
                                       .crosses = 2,
                                       .cross_y_m = cross_y_m,
                                       .depot_x_m = (config->depot_aisle - 1) * block->aisle_spacing_m}};
    double slots = 2.0 * block->aisles * block->bays * block->levels * block->slots_per_bay_level;
    if (config->depot_aisle > block->aisles)
        problem_of(problems, "layout.depot_aisle", NULL, "must be an aisle of the block (1 to %d); found %d",
                   block->aisles, config->depot_aisle);
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
    lay_out(arena, layout, slotting, catalogue->count);
    return layout;
}

double layout_area_m2(const struct layout *layout) {
    enum { CROSS_AISLES_M = 6 }; /* front and back, 3 m each */
    return layout->rack.aisles * layout->rack.spacing_m * (layout->rack.length_m + CROSS_AISLES_M);
}

void layout_record(const struct layout *layout, struct recording *recording) {
    float rack = (float)(layout->rack.spacing_m * 0.3), length = (float)layout->rack.length_m;
    for (int aisle = 0; aisle < layout->rack.aisles; aisle++) {
        float x = (float)(aisle * layout->rack.spacing_m), gap = (float)(layout->rack.spacing_m * 0.2);
        recording_shape(recording, (struct shape){SHAPE_RACK, "", x - gap - rack, 0.0f, rack, length});
        recording_shape(recording, (struct shape){SHAPE_RACK, "", x + gap, 0.0f, rack, length});
    }
    recording_shape(recording, (struct shape){SHAPE_DEPOT, "depot", (float)layout->rack.depot_x_m - 1.0f,
                                              -3.0f, 2.0f, 2.0f});
}
