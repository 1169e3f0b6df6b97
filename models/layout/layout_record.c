/* SPDX-License-Identifier: MIT */
/* layout_record.c - the racks and depots of a layout in a recording. */
#include <math.h>
#include "models/layout/layout_parts.h"
#include "sim/results/recording.h"

/* A rectangle of a block, given in the coordinates of its rack, as it lies on the plan. */
void layout_record_in_block(const struct layout *layout, int b, struct shape shape,
                            struct recording *recording) {
    const struct transform *at = &layout->blocks[b].at;
    struct waypoint p = to_plan(at, shape.x_m, shape.y_m);
    if (fmin(fabs(at->right_x), fabs(at->right_y)) > 1e-9) { /* an edge that slants */
        shape.turn = (float)atan2(at->right_y, at->right_x);
        shape.height_m *= (float)hypot(at->in_x, at->in_y);
        shape.x_m = (float)p.x_m;
        shape.y_m = (float)p.y_m;
        recording_shape(recording, shape);
        return;
    }
    struct waypoint q = to_plan(at, (double)shape.x_m + shape.width_m, (double)shape.y_m + shape.height_m);
    shape.x_m = (float)fmin(p.x_m, q.x_m);
    shape.y_m = (float)fmin(p.y_m, q.y_m);
    shape.width_m = (float)fabs(p.x_m - q.x_m);
    shape.height_m = (float)fabs(p.y_m - q.y_m);
    recording_shape(recording, shape);
}

/* The racks on both sides of an aisle, section by section. */
static void record_aisle(const struct layout *layout, int b, int aisle, struct recording *recording) {
    const struct block_config *block = layout->blocks[b].config;
    const struct rack *rack = &layout->racks[b];
    float depth = (float)(rack->spacing_m * 0.3), gap = (float)(rack->spacing_m * 0.2);
    float x = (float)aisle_x_m(rack, aisle);
    for (int section = 0, bay = 0; section <= block->cross_aisles;
         bay = block_section_end(block, section++)) {
        float y = (float)(bay * block->bay_width_m + section * block->cross_aisle_width_m);
        float length = (float)((block_section_end(block, section) - bay) * block->bay_width_m);
        layout_record_in_block(layout, b, (struct shape){SHAPE_RACK, "", x - gap - depth, y, depth, length},
                               recording);
        layout_record_in_block(layout, b, (struct shape){SHAPE_RACK, "", x + gap, y, depth, length},
                               recording);
    }
}

void layout_record(const struct layout *layout, struct recording *recording) {
    for (int b = 0; b < layout->block_count; b++)
        for (int aisle = 0; aisle < layout->racks[b].aisles; aisle++)
            record_aisle(layout, b, aisle, recording);
    for (int d = 0; d < layout->depot_count; d++)
        layout_record_depot(layout, d, recording);
}

/* In front of an aisle it lies before it, not in it. */
void layout_record_depot(const struct layout *layout, int d, struct recording *recording) {
    const struct depot *depot = &layout->depots[d];
    struct shape shape = {SHAPE_DEPOT, depot->name, (float)depot->x_m - 1.0f, -3.0f, 2.0f, 2.0f};
    if (depot->block != NO_BLOCK) {
        layout_record_in_block(layout, depot->block, shape, recording);
        return;
    }
    shape.x_m = (float)depot->at.x_m - 1.0f;
    shape.y_m = (float)depot->at.y_m - 1.0f;
    recording_shape(recording, shape);
}
