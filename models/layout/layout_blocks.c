/* SPDX-License-Identifier: MIT */
/* layout_blocks.c - blocks on the plan, their racks and slots. */
#include <math.h>
#include <string.h>
#include "models/layout/layout_parts.h"
#include "sim/base/arena.h"

/* Middle cross aisles cut the bays of an aisle into sections as equal as can be. */
int block_section_end(const struct block_config *block, int section) {
    return (int)lround((double)(section + 1) * block->bays / (block->cross_aisles + 1));
}

static struct rack make_rack(struct arena *arena, const struct block_config *block) {
    double *cross_y_m = arena_array(arena, double, block->cross_aisles + 2);
    for (int k = 0; k < block->cross_aisles; k++)
        cross_y_m[k + 1] =
            block_section_end(block, k) * block->bay_width_m + (k + 0.5) * block->cross_aisle_width_m;
    double length_m = block->bays * block->bay_width_m + block->cross_aisles * block->cross_aisle_width_m;
    cross_y_m[block->cross_aisles + 1] = length_m;
    return (struct rack){.aisles = block->aisles,
                         .spacing_m = block->aisle_spacing_m,
                         .length_m = length_m,
                         .crosses = block->cross_aisles + 2,
                         .cross_y_m = cross_y_m};
}

/* The lower left corner of the racks is given; the first aisle lies half a spacing from the left, as seen
 * from the front. */
static struct transform turn(const struct block_config *block, const struct rack *rack) {
    double x = block->x_m, y = block->y_m, half = rack->spacing_m / 2.0;
    double last = rack->aisles * rack->spacing_m - half, length = rack->length_m;
    switch (block->orientation) {
    case EAST:
        return (struct transform){x, y + last, 0, -1, 1, 0};
    case SOUTH:
        return (struct transform){x + last, y + length, -1, 0, 0, -1};
    case WEST:
        return (struct transform){x + length, y + half, 0, 1, -1, 0};
    default:
        return (struct transform){x + half, y, 1, 0, 0, 1};
    }
}

struct rectangle block_rectangle(const struct layout *layout, int block) {
    const struct block_config *config = layout->blocks[block].config;
    const struct rack *rack = &layout->racks[block];
    bool upright = config->orientation == NORTH || config->orientation == SOUTH;
    double across = rack->aisles * rack->spacing_m;
    return (struct rectangle){config->x_m, config->y_m, config->x_m + (upright ? across : rack->length_m),
                              config->y_m + (upright ? rack->length_m : across)};
}

/* An edge with bays is a block of one aisle from one node to the other. Metres that are walked more slowly
 * count for more, so its rack is as long as it takes. */
static const struct block_config *edge_block(struct arena *arena, const struct edge_config *edge,
                                             double length_m) {
    struct block_config *block = arena_new(arena, struct block_config);
    *block = (struct block_config){.name = edge->name,
                                   .aisles = 1,
                                   .bays = edge->bays,
                                   .levels = edge->levels,
                                   .slots_per_bay_level = edge->slots_per_bay_level,
                                   .bay_width_m = length_m / edge->speed_factor / edge->bays,
                                   .aisle_spacing_m = edge->width_m,
                                   .level_height_m = edge->level_height_m,
                                   .zone = edge->zone,
                                   .congestion = edge->congestion};
    return block;
}

static struct transform along_edge(const struct node_config *from, const struct node_config *to,
                                   double length_m) {
    double x = to->x_m - from->x_m, y = to->y_m - from->y_m, metres = hypot(x, y);
    double sine = metres > 0 ? y / metres : 1.0, cosine = metres > 0 ? x / metres : 0.0;
    return (struct transform){from->x_m, from->y_m, sine, -cosine, x / length_m, y / length_m};
}

static void add_block(struct layout *layout, struct arena *arena, const struct block_config *config) {
    int b = layout->block_count++;
    layout->blocks[b] = (struct block){.config = config, .first_aisle = layout->aisle_count};
    layout->racks[b] = make_rack(arena, config);
    layout->blocks[b].at = turn(config, &layout->racks[b]);
    layout->aisle_count += config->aisles;
    *(config->storage == STORAGE_RESERVE ? &layout->reserve_slots : &layout->slots) +=
        2 * config->aisles * config->bays * config->levels * config->slots_per_bay_level;
}

double edge_length_m(const struct layout_config *config, const struct edge_config *edge) {
    const struct node_config *from = &config->nodes[layout_node_named(config, edge->from)];
    const struct node_config *to = &config->nodes[layout_node_named(config, edge->to)];
    return edge->length_m > 0 ? edge->length_m : hypot(to->x_m - from->x_m, to->y_m - from->y_m);
}

void layout_make_blocks(struct layout *layout, struct arena *arena) {
    const struct layout_config *config = layout->config;
    int most = config->blocks_count + config->edges_count;
    layout->racks = arena_array(arena, struct rack, most);
    layout->blocks = arena_array(arena, struct block, most);
    for (int i = 0; i < config->blocks_count; i++)
        add_block(layout, arena, &config->blocks[i]);
    for (int i = 0; i < config->edges_count; i++) {
        const struct edge_config *edge = &config->edges[i];
        if (!edge->bays)
            continue;
        add_block(layout, arena, edge_block(arena, edge, edge_length_m(config, edge)));
        struct block *block = &layout->blocks[layout->block_count - 1];
        block->one_way = edge->one_way;
        block->at = along_edge(&config->nodes[layout_node_named(config, edge->from)],
                               &config->nodes[layout_node_named(config, edge->to)],
                               layout->racks[layout->block_count - 1].length_m);
    }
}

struct slot *layout_make_slots(const struct layout *layout, struct arena *arena, bool reserve) {
    struct slot *slots = arena_array(arena, struct slot, reserve ? layout->reserve_slots : layout->slots);
    int n = 0;
    for (int b = 0; b < layout->block_count; b++) {
        const struct block_config *block = layout->blocks[b].config;
        if ((block->storage == STORAGE_RESERVE) != reserve)
            continue;
        int per_level = 2 * block->slots_per_bay_level;
        if (block->storage == STORAGE_RESERVE)
            continue;
        for (int aisle = 0; aisle < block->aisles; aisle++)
            for (int bay = 0, section = 0; bay < block->bays; bay++) {
                section += bay == block_section_end(block, section);
                double y_m = (bay + 0.5) * block->bay_width_m + section * block->cross_aisle_width_m;
                for (int k = 0; k < block->levels * per_level; k++, n++)
                    slots[n] = (struct slot){.stop = {aisle, y_m, .block = b, .level = k / per_level},
                                             .number = n,
                                             .bay = bay,
                                             .place = k % per_level};
            }
    }
    return slots;
}
