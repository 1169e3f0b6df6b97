/* SPDX-License-Identifier: MIT */
/* recording.h - what one replication shows rather than counts: spans (who occupied what, when: Gantt), tracks
 * (who moved where: playback) and shapes (the floor in metres). Made only for the replication that is drawn;
 * models test the pointer and record nothing without one. Each list stops at its limit and says so in
 * `truncated`.
 *
 * A plan of the floor is recorded without a run: shapes with their heat, dimensions, ways through the floor
 * (routes) and facts. */
#ifndef SIM_RESULTS_RECORDING_H
#define SIM_RESULTS_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

enum { RECORDING_LIMIT = 400000 };

struct span { /* `lane` (a door) was held by `label` (a truck) */
    const char *lane, *label;
    int64_t start_us, end_us;
};

enum track_state { TRACK_WALK, TRACK_WORK, TRACK_WAIT, TRACK_BREAK };

struct track { /* `actor` moved in a straight line and at constant speed */
    int actor; /* index into `actors` */
    enum track_state state;
    int64_t start_us, end_us;
    float from_x_m, from_y_m, to_x_m, to_y_m;
};

struct actor {
    const char *name, *group; /* "pickers 3", "pickers" */
};

enum shape_kind {
    SHAPE_RACK,
    SHAPE_AISLE,
    SHAPE_AREA, /* a cross aisle */
    SHAPE_DOOR,
    SHAPE_DEPOT,
    SHAPE_BLOCK, /* around racks; its label names them */
    SHAPE_ZONE,
    SHAPE_ROOM,   /* to walk through */
    SHAPE_CLOSED, /* to walk around */
    SHAPE_POINT,  /* without size, as the next one */
    SHAPE_NUMBER  /* of an aisle, at its end */
};

struct shape { /* a rectangle */
    enum shape_kind kind;
    const char *label; /* "" for none */
    float x_m, y_m, width_m, height_m;
    float heat; /* of a plan, in recording.heat_unit; 0 = none */
    float turn; /* about its corner at x and y, radians counterclockwise */
};

struct heat_cell { /* what happened in a rectangle of the floor in the measured time */
    float x_m, y_m, width_m, height_m;
    float aisle_m; /* how much of an aisle lies in it */
    float visits, passes, blocked_s; /* passes: metres walked over its length in that direction */
};

struct position {
    float x_m, y_m;
};

enum dimension_side { BELOW_PLAN, ABOVE_PLAN, LEFT_OF_PLAN, RIGHT_OF_PLAN };

struct dimension { /* a distance to be shown with a line beside the plan */
    const char *name;
    enum dimension_side side;
    double from_m, to_m; /* x below and above the plan, y beside it */
};

struct route { /* one way past a sample of stops; all routes of a plan share the sample */
    const char *name;
    bool chosen; /* it is the one in use */
    double sample_m;
    double expected_m, standard_error_m; /* mean of many samples */
    const struct position *corners, *stops;
    int corner_count, stop_count;
};

struct flow { /* goods or people go this way */
    const char *name;
    const struct position *corners;
    int corner_count;
};

struct fact {                   /* a number about the plan */
    const char *group, *member; /* NULL = of the plan as a whole; of one object; of a member of a list */
    const char *name;           /* with its unit as a suffix, as in a scenario */
    const char *words;          /* for people; NULL where only programs are told */
    double value;
    const char *unit;
};

struct recording {
    struct arena *arena;
    struct span *spans;
    int span_count, span_capacity;
    struct track *tracks;
    int track_count, track_capacity;
    struct actor *actors;
    int actor_count, actor_capacity;
    struct shape *shapes;
    int shape_count, shape_capacity;
    struct heat_cell *heat_cells;
    int heat_count, heat_capacity;
    struct dimension *dimensions;
    int dimension_count, dimension_capacity;
    struct route *routes;
    int route_count, route_capacity;
    struct flow *flows;
    int flow_count, flow_capacity;
    struct fact *facts;
    int fact_count, fact_capacity;
    const char *heat_unit, *route_note; /* of a plan: what heat counts; what the sample of the routes is */
    bool truncated;
};

struct recording *recording_create(struct arena *arena); /* texts given must live as long */
void recording_span(struct recording *recording, struct span span);
int recording_actor(struct recording *recording, struct actor actor); /* its index */
void recording_track(struct recording *recording, struct track track);
void recording_shape(struct recording *recording, struct shape shape);
void recording_heat(struct recording *recording, struct heat_cell cell);
void recording_dimension(struct recording *recording, struct dimension dimension);
void recording_route(struct recording *recording, struct route route);
void recording_flow(struct recording *recording, struct flow flow);
void recording_fact(struct recording *recording, struct fact fact);
void recording_free(struct recording *recording); /* the lists; the arena is the caller's */

#endif
