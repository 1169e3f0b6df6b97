/* SPDX-License-Identifier: MIT */
/* floor_plan.c - see floor_plan.h.
 *
 * How far racks reach into the aisle is not modelled; they are drawn three tenths of the aisle spacing deep
 * on both sides, as in a playback. */
#include "models/floor_plan.h"

#include <math.h>
#include "models/floor_plan_parts.h"
#include "models/layout/layout_parts.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/results/recording.h"

/* Racks */

enum { MOST_CELLS = 12000 }; /* on both sides together; more bays are drawn several at a time */

/* The bays between two cross aisles. */
struct section {
    double from_m;
    int first_bay, bays;
};

static struct section section_at(const struct block_config *block, int index) {
    int first = index ? block_section_end(block, index - 1) : 0;
    return (struct section){first * block->bay_width_m + index * block->cross_aisle_width_m, first,
                            block_section_end(block, index) - first};
}

/* The share of all order lines that each bay serves, both sides together; by block, aisle and bay. */
static double **bay_shares(const struct scenario *scenario, struct arena *arena) {
    const struct layout *layout = scenario->floor;
    const struct catalogue *catalogue = scenario->sku_catalogue;
    double **shares = arena_array(arena, double *, layout->block_count);
    for (int b = 0; b < layout->block_count; b++)
        shares[b] =
            arena_array(arena, double, layout->blocks[b].config->aisles * layout->blocks[b].config->bays);
    for (int sku = 0; sku < catalogue->count; sku++) {
        struct stop home = layout->home[sku];
        const struct block_config *block = layout->blocks[home.block].config;
        int section = rack_section(&layout->racks[home.block], home.y_m);
        int bay = (int)((home.y_m - section * block->cross_aisle_width_m) / block->bay_width_m);
        shares[home.block][home.aisle * block->bays + bay] += catalogue->skus[sku].share;
    }
    return shares;
}

/* Both racks of some bays. */
static void record_cell(const struct layout *layout, int b, int aisle, double y_m, double length_m,
                        double share, struct recording *recording) {
    double spacing_m = layout->racks[b].spacing_m, x_m = aisle_x_m(&layout->racks[b], aisle);
    struct shape rack = {.kind = SHAPE_RACK,
                         .label = "",
                         .x_m = (float)(x_m - 0.5 * spacing_m),
                         .y_m = (float)y_m,
                         .width_m = (float)(0.3 * spacing_m),
                         .height_m = (float)length_m,
                         .heat = (float)(100.0 * share / length_m)};
    layout_record_in_block(layout, b, rack, recording);
    rack.x_m = (float)(x_m + 0.2 * spacing_m);
    layout_record_in_block(layout, b, rack, recording);
}

static void record_racks_of(const struct layout *layout, int b, const double *shares, int together,
                            struct recording *recording) {
    const struct block_config *block = layout->blocks[b].config;
    for (int aisle = 0; aisle < block->aisles; aisle++)
        for (int s = 0; s <= block->cross_aisles; s++) {
            struct section section = section_at(block, s);
            for (int bay = 0; bay < section.bays; bay += together) {
                int end = bay + together < section.bays ? bay + together : section.bays;
                double share = 0.0;
                for (int i = bay; i < end; i++)
                    share += shares[aisle * block->bays + section.first_bay + i];
                record_cell(layout, b, aisle, section.from_m + bay * block->bay_width_m,
                            (end - bay) * block->bay_width_m, share, recording);
            }
        }
}

static void record_racks(const struct scenario *scenario, struct arena *arena, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    double **shares = bay_shares(scenario, arena);
    int cells = 0;
    for (int b = 0; b < layout->block_count; b++)
        cells += 2 * layout->blocks[b].config->aisles * layout->blocks[b].config->bays;
    recording->heat_unit = "% of order lines per metre of aisle";
    for (int b = 0; b < layout->block_count; b++)
        record_racks_of(layout, b, shares[b], (cells + MOST_CELLS - 1) / MOST_CELLS, recording);
}

/* Ways between the racks */

static double width_m(const struct rack *rack) {
    return rack->aisles * rack->spacing_m;
}

static void record_cross_aisle(const struct layout *layout, int b, double from_m, double height_m,
                               const char *label, struct recording *recording) {
    const struct rack *rack = &layout->racks[b];
    layout_record_in_block(layout, b,
                           (struct shape){.kind = SHAPE_AREA,
                                          .label = label,
                                          .x_m = (float)(-0.5 * rack->spacing_m),
                                          .y_m = (float)from_m,
                                          .width_m = (float)width_m(rack),
                                          .height_m = (float)height_m},
                           recording);
}

static void record_ways_of(const struct layout *layout, int b, struct arena *arena,
                           struct recording *recording) {
    const struct rack *rack = &layout->racks[b];
    double inner_m = layout->blocks[b].config->cross_aisle_width_m;
    if (!layout->on_edges) {
        record_cross_aisle(layout, b, -CROSS_AISLE_M, CROSS_AISLE_M, "front", recording);
        for (int k = 1; k + 1 < rack->crosses; k++)
            record_cross_aisle(layout, b, rack->cross_y_m[k] - inner_m / 2.0, inner_m, "middle", recording);
        record_cross_aisle(layout, b, rack->length_m, CROSS_AISLE_M, "back", recording);
    }
    for (int aisle = 0; aisle < rack->aisles; aisle++)
        layout_record_in_block(layout, b,
                               (struct shape){.kind = SHAPE_AISLE,
                                              .label = arena_format(arena, "%d", aisle + 1),
                                              .x_m = (float)(aisle_x_m(rack, aisle) - 0.2 * rack->spacing_m),
                                              .width_m = (float)(0.4 * rack->spacing_m),
                                              .height_m = (float)rack->length_m},
                               recording);
}

static void record_ways(const struct layout *layout, struct arena *arena, struct recording *recording) {
    for (int b = 0; b < layout->block_count; b++)
        record_ways_of(layout, b, arena, recording);
    for (int d = 0; d < layout->depot_count; d++)
        layout_record_depot(layout, d, recording);
}

/* Of the only block; of several the plan as a whole. */
static void record_dimensions(const struct layout *layout, struct recording *recording) {
    const struct rack *rack = &layout->racks[0];
    double length = rack->length_m, inner_m = layout->blocks[0].config->cross_aisle_width_m;
    if (layout->block_count > 1 || layout->on_edges)
        return;
    recording_dimension(recording, (struct dimension){"width", BELOW_PLAN, 0.0, width_m(rack)});
    recording_dimension(recording, (struct dimension){"aisle length", LEFT_OF_PLAN, 0.0, length});
    recording_dimension(recording,
                        (struct dimension){"depth", LEFT_OF_PLAN, -CROSS_AISLE_M, length + CROSS_AISLE_M});
    if (rack->aisles > 1)
        recording_dimension(recording, (struct dimension){"aisle spacing", ABOVE_PLAN, 0.5 * rack->spacing_m,
                                                          1.5 * rack->spacing_m});
    recording_dimension(
        recording, (struct dimension){"back cross aisle", RIGHT_OF_PLAN, length, length + CROSS_AISLE_M});
    if (rack->crosses > 2) {
        double from_m = rack->cross_y_m[rack->crosses - 2] - inner_m / 2.0;
        recording_dimension(recording,
                            (struct dimension){"cross aisle", RIGHT_OF_PLAN, from_m, from_m + inner_m});
    }
    recording_dimension(recording,
                        (struct dimension){"front cross aisle", RIGHT_OF_PLAN, -CROSS_AISLE_M, 0.0});
}

static void record_block_facts(const struct layout *layout, int b, struct recording *recording) {
    const struct block_config *block = layout->blocks[b].config;
    const struct fact facts[] = {
        {"blocks", block->name, "aisles", "aisles", block->aisles, ""},
        {"blocks", block->name, "bays", "bays on a side", block->bays, ""},
        {"blocks", block->name, "levels", "levels", block->levels, ""},
        {"blocks", block->name, "slots_per_bay_level", "slots on a level of a bay",
         block->slots_per_bay_level, ""},
        {"blocks", block->name, "bay_width_m", "bay width", block->bay_width_m, "m"},
        {"blocks", block->name, "aisle_spacing_m", "aisle spacing", block->aisle_spacing_m, "m"},
        {"blocks", block->name, "cross_aisles", "cross aisles between", block->cross_aisles, ""},
        {"blocks", block->name, "cross_aisle_width_m", block->cross_aisles ? "their width" : NULL,
         block->cross_aisle_width_m, "m"},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        recording_fact(recording, facts[i]);
}

static void record_facts(const struct scenario *scenario, struct recording *recording) {
    const struct layout *layout = scenario->floor;
    const struct layout_config *config = layout->config;
    const struct fact facts[] = {
        {NULL, NULL, "width_m", "width", width_m(&layout->racks[0]), "m"},
        {NULL, NULL, "depth_m", "depth", layout->racks[0].length_m + 2.0 * CROSS_AISLE_M, "m"},
        {NULL, NULL, "aisle_length_m", "aisle length", layout->racks[0].length_m, "m"},
        {NULL, NULL, "area_m2", "area", layout_area_m2(layout), "m²"},
        {NULL, NULL, "slots", "slots", layout->slots, ""},
        {NULL, NULL, "skus", "SKUs", scenario->sku_catalogue->count, ""},
        {NULL, NULL, "depot_aisle", "aisle of the depot", config->depot_aisle, ""},
        {NULL, NULL, "packing_m", config->packing_m > 0 ? "way to packing" : NULL, config->packing_m, "m"},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        recording_fact(recording, facts[i]);
    for (int b = 0; b < layout->block_count; b++)
        record_block_facts(layout, b, recording);
}

bool floor_plan_draw(const void *values, struct arena *arena, struct recording *recording,
                     struct text *reason) {
    const struct scenario *scenario = values;
    if (!scenario->floor) {
        text_add(reason,
                 "the scenario has no \"layout\", so there is nothing to draw; add the section, or see "
                 "\"fcsim describe layout\"");
        return false;
    }
    record_ways(scenario->floor, arena, recording);
    record_racks(scenario, arena, recording);
    record_dimensions(scenario->floor, recording);
    record_facts(scenario, recording);
    floor_plan_record_routes(scenario, arena, recording);
    return true;
}
