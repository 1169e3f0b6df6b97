/* SPDX-License-Identifier: MIT */
/* layout_parts.h - what the files of the layout share: blocks on the plan, how to leave and enter them. */
#ifndef MODELS_LAYOUT_LAYOUT_PARTS_H
#define MODELS_LAYOUT_LAYOUT_PARTS_H

#include "models/layout/layout.h"
#include "models/layout/slotting.h"

struct problems;

/* Blocks (layout_blocks.c) */
int block_section_end(const struct block_config *block, int section); /* in bays */
double edge_length_m(const struct layout_config *config, const struct edge_config *edge);
void layout_make_blocks(struct layout *layout, struct arena *arena);
/* Slots of the blocks where SKUs have their home, or of those of the reserve. */
struct slot *layout_make_slots(const struct layout *layout, struct arena *arena, bool reserve);
struct rectangle block_rectangle(const struct layout *layout, int block); /* its racks on the plan */

static inline struct waypoint to_plan(const struct transform *at, double x_m, double y_m) {
    return (struct waypoint){at->x_m + x_m * at->right_x + y_m * at->in_x,
                             at->y_m + x_m * at->right_y + y_m * at->in_y};
}
/* Only of blocks, whose axes have unit length. */
static inline struct waypoint to_rack(const struct transform *at, struct waypoint place) {
    double x = place.x_m - at->x_m, y = place.y_m - at->y_m;
    return (struct waypoint){x * at->right_x + y * at->right_y, x * at->in_x + y * at->in_y};
}

/* Rules (layout_check.c); false if nothing can be built on it. */
bool layout_check(const struct layout_config *config, struct arena *arena, struct problems *problems);
void layout_check_ways(const struct layout *layout, struct arena *arena, struct problems *problems);
int layout_block_named(const struct layout_config *config, const char *name); /* NO_BLOCK */
int layout_node_named(const struct layout_config *config, const char *name);

/* Drawing (layout_record.c) */
struct shape;
void layout_record_in_block(const struct layout *layout, int b, struct shape shape,
                            struct recording *recording);
void layout_record_depot(const struct layout *layout, int depot, struct recording *recording);

/* Ways (layout_ways.c) */
bool layout_make_network(struct layout *layout, struct arena *arena, struct problems *problems);

/* A place of a tour: a stop, or a node of the network. */
struct spot {
    const struct stop *stop; /* NULL = the node */
    int node;
};
struct way_out { /* a gate of a stop's block, and the metres between */
    int node, cross;
    double x_m, metres; /* x in the rack */
};
struct spot_way {
    double metres;
    bool inside; /* of the stops' block */
    struct way_out leave, enter;
};
struct spot_way layout_way(const struct layout *layout, const struct spot *from, const struct spot *to);
double rack_way_m(const struct rack *rack, const struct stop *from, const struct stop *to);
/* Between the cross aisles of two stops in different aisles of a rack: the y of the one to walk along. */
double rack_cross_m(const struct rack *rack, const struct stop *from, const struct stop *to);
/* Section of a rack, between cross aisles, in which y lies. */
static inline int rack_section(const struct rack *rack, double y_m) {
    int section = 0;
    while (section < rack->crosses - 2 && y_m > rack->cross_y_m[section + 1])
        section++;
    return section;
}

#endif
