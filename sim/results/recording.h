/* SPDX-License-Identifier: MIT */
/* recording.h - what one replication shows rather than counts: spans (who occupied what, when: Gantt), tracks
 * (who moved where: playback) and shapes (the floor in metres). Made only for the replication that is drawn;
 * models test the pointer and record nothing without one. Each list stops at its limit and says so in
 * `truncated`. */
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

enum shape_kind { SHAPE_RACK, SHAPE_AISLE, SHAPE_AREA, SHAPE_DOOR, SHAPE_DEPOT };

struct shape { /* a rectangle */
    enum shape_kind kind;
    const char *label; /* "" for none */
    float x_m, y_m, width_m, height_m;
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
    bool truncated;
};

struct recording *recording_create(struct arena *arena); /* texts given must live as long */
void recording_span(struct recording *recording, struct span span);
int recording_actor(struct recording *recording, struct actor actor); /* its index */
void recording_track(struct recording *recording, struct track track);
void recording_shape(struct recording *recording, struct shape shape);
void recording_free(struct recording *recording); /* the lists; the arena is the caller's */

#endif
