/* SPDX-License-Identifier: MIT */
/* layout.h - where things are and how far it is: blocks of parallel aisles, depots and points on a plan, and
 * the travel network between them. Or, instead of blocks, named nodes and edges with slots along them.
 *
 * The plan is in metres, x to the east (right), y to the north (up). A block is a rack in its own coordinates
 * (rack.h) and a turn onto the plan; an edge with bays is a block with one aisle. Inside a block ways follow
 * from a formula; between blocks, depots and points they come from one pass of shortest ways when the layout
 * is loaded (network.h). Built once per scenario; read-only. */
#ifndef MODELS_LAYOUT_LAYOUT_H
#define MODELS_LAYOUT_LAYOUT_H

#include "models/layout/network.h"
#include "models/layout/rack.h"
#include "sim/config/field.h"
#include "sim/engine/stream.h"

struct catalogue;
struct problems;
struct recording;

/* What the user can set */

enum orientation { NORTH, EAST, SOUTH, WEST }; /* where aisles lead, from the front of a block to its back */
enum storage { STORAGE_BOTH, STORAGE_FORWARD, STORAGE_RESERVE };
enum place_kind {
    PLACE_DOCK_DOOR,
    PLACE_YARD,
    PLACE_STAGING,
    PLACE_QUALITY_CHECK,
    PLACE_PACKING,
    PLACE_PUT_WALL,
    PLACE_RETURNS,
    PLACE_CARRIER_LANE,
    PLACE_CHARGING,
    PLACE_OTHER
};

struct block_config {
    const char *name;
    int aisles, bays, cross_aisles, levels, slots_per_bay_level;
    double bay_width_m, aisle_spacing_m, cross_aisle_width_m, level_height_m;
    double x_m, y_m; /* lower left corner of its racks on the plan, whatever the orientation */
    int orientation, storage;
    const char *zone;
    struct choice congestion; /* traffic.h */
};
struct zone_part_config {
    const char *block;
    int from_aisle, to_aisle; /* 0 = the last one */
};
struct zone_config {
    const char *name;
    struct zone_part_config *parts;
    int parts_count;
};
struct depot_config {
    const char *name, *block, *node;
    int aisle;
    double x_m, y_m;
};
struct point_config {
    const char *name, *node;
    int kind;
    double x_m, y_m;
};
struct area_config {
    const char *name;
    int kind;
    double x_m, y_m, width_m, depth_m;
    bool walkable;
};
struct path_config {
    const char *from, *to;
    double length_m; /* 0 = their distance */
    bool one_way;
    double speed_factor;
};
struct node_config {
    const char *name;
    double x_m, y_m;
};
struct edge_config {
    const char *name, *from, *to;
    double length_m;
    bool one_way;
    double speed_factor, width_m, level_height_m;
    int bays, levels, slots_per_bay_level;
    const char *zone;
    struct choice congestion;
};
struct layout_config {
    struct block_config *blocks;
    struct zone_config *zones;
    struct depot_config *depots;
    struct point_config *points;
    struct area_config *areas;
    struct path_config *paths;
    struct node_config *nodes;
    struct edge_config *edges;
    int blocks_count, zones_count, depots_count, points_count, areas_count, paths_count, nodes_count,
        edges_count;
    int depot_aisle;
    double packing_m, dock_m;
};
extern const struct field layout_fields[];
extern const char *const place_kinds[];

/* What is derived */

struct transform {           /* from the coordinates of a rack to the plan */
    double x_m, y_m;         /* of the front of its first aisle */
    double right_x, right_y; /* a metre along the front cross aisle */
    double in_x, in_y;       /* a metre into the aisles */
};
/* A place on a cross aisle of a block where ways from outside come in. */
struct gate {
    int node;
    double x_m; /* in the coordinates of the rack */
};
struct block {
    const struct block_config *config;
    struct transform at;
    int first_aisle; /* counted over all blocks */
    struct gate *gates;
    int *first_gate; /* of each cross aisle, in order of x; and the end */
    bool one_way;    /* from its front to its back only (an edge) */
};
struct depot {
    const char *name;
    struct waypoint at;
    int node;
    int block;  /* on whose front it is, NO_BLOCK */
    double x_m; /* there */
};

struct placement;

struct layout {
    const struct layout_config *config;
    struct rack *racks; /* of each block; depot_x_m is that of the first depot where it is in front */
    struct block *blocks;
    int block_count, aisle_count;
    int slots, reserve_slots; /* where SKUs may have their home; of blocks that are reserve only */
    bool on_edges;            /* nodes and edges instead of blocks */
    bool one_way;             /* some way is not as long back as there */
    struct network *network;
    int doors_every; /* so many aisles of a block begin and end with a gate; 0 = those where ways come in */
    struct depot *depots;
    int depot_count;
    int *point_node;    /* of each point */
    const char **zones; /* names */
    int zone_count;
    int *zone_of_aisle;                /* counted over all blocks; NO_ZONE */
    int tour_depot, *zone_depot;       /* where picking tours start: all of them, or those of each zone */
    double *front_m;                   /* from there to the front of each aisle */
    double *packing_m, *dock_m;        /* from each depot to packing, to receiving, and back */
    struct stop *home;                 /* of each SKU */
    struct stop *reserve;              /* its slots, nearest to the first depot first */
    const struct placement *placement; /* slotting.h */
};

/* Where picking tours start: at a depot by name, else ("") at the first one, or in each zone at the one
 * nearest to the middles of its aisles. */
struct tours_from {
    const char *depot;
    bool by_zone;
};
/* Lays SKUs (by popularity) into slots, near where tours start. `slotting` may be empty: random. Problems may
 * leave parts of it out. */
struct layout *layout_create(struct arena *arena, const struct layout_config *config,
                             const struct choice *slotting, struct tours_from from,
                             const struct catalogue *catalogue, struct problems *problems);

enum { NO_AISLE = -1, NO_STOP = -1, NO_BLOCK = -1, NO_ZONE = -1, FIRST_DEPOT = 0 };

static inline int layout_aisle_of(const struct layout *layout, const struct stop *stop) {
    return layout->blocks[stop->block].first_aisle + stop->aisle;
}
static inline int layout_zone_of(const struct layout *layout, const struct stop *stop) {
    return layout->zone_of_aisle[layout_aisle_of(layout, stop)];
}
/* Where picking tours of a zone (NO_ZONE: of all) start and end. */
static inline int layout_tour_depot(const struct layout *layout, int zone) {
    return zone == NO_ZONE ? layout->tour_depot : layout->zone_depot[zone];
}
static inline int layout_storage_of(const struct layout *layout, const struct stop *stop) {
    return layout->blocks[stop->block].config->storage;
}
/* Height of a stop above the floor. */
static inline double layout_level_m(const struct layout *layout, const struct stop *stop) {
    return stop->level * layout->blocks[stop->block].config->level_height_m;
}
static inline int layout_aisles(const struct layout *layout) { /* over all blocks */
    return layout->aisle_count;
}
struct waypoint layout_place_of(const struct layout *layout, const struct stop *stop); /* on the plan */
/* The depot of a name; "" is the first one. Problem and FIRST_DEPOT if there is none. */
int layout_depot_named(const struct layout *layout, const char *name, const char *path,
                       struct problems *problems);
/* On nodes and edges there is one routing policy. */
void layout_check_routing(const struct layout *layout, const struct choice *routing, const char *path,
                          struct problems *problems);

/* Shortest ways */
double layout_distance_m(const struct layout *layout, const struct stop *from, const struct stop *to);
double layout_from_depot_m(const struct layout *layout, int depot, const struct stop *to);
double layout_to_depot_m(const struct layout *layout, const struct stop *from, int depot);
double layout_points_m(const struct layout *layout, int from, int to); /* between points */

/* Tours (tour.c). They start and end at a depot and may pass stops of several blocks. Stops are sorted in
 * place. */
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
/* The shortest way from one stop (0) to another (1) and back, with room as for a tour past both. The first
 * leg is in the aisle and has no length. */
int layout_shuttle_legs(const struct layout *layout, const struct stop *from, const struct stop *to,
                        struct leg *legs);

enum { CROSS_AISLE_M = 3 }; /* width of the cross aisles at the front and at the back of a block */
/* The shortest way between two key nodes of the network, in at most 3 * most_links + 4 legs. */
int layout_way_legs(const struct layout *layout, int from, int to, struct leg *legs);
/* The same tour with a truck that lifts while it drives: from stop to stop the longer of both times. */
double layout_lift_tour_s(const struct layout *layout, const struct leg *legs, int leg_count,
                          const struct stop *stops, double drive_m_per_s, double lift_m_per_s);

double layout_area_m2(const struct layout *layout);
/* Draws the racks into a recording. */
void layout_record(const struct layout *layout, struct recording *recording);

#endif
