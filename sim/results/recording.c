/* SPDX-License-Identifier: MIT */
/* recording.c - see recording.h. */
#include "sim/results/recording.h"

#include <stdlib.h>
#include "sim/base/arena.h"

struct recording *recording_create(struct arena *arena) {
    struct recording *recording = arena_new(arena, struct recording);
    recording->arena = arena;
    return recording;
}

/* Room for one more element; false when the list is at its limit. */
static bool make_room(struct recording *recording, void **items, int count, int *capacity, size_t size) {
    if (count >= RECORDING_LIMIT) {
        recording->truncated = true;
        return false;
    }
    if (count == *capacity) {
        *capacity = *capacity ? *capacity * 2 : 256;
        *items = memory_resize(*items, size * (size_t)*capacity);
    }
    return true;
}

void recording_span(struct recording *recording, struct span span) {
    void *items = recording->spans;
    if (!make_room(recording, &items, recording->span_count, &recording->span_capacity, sizeof span))
        return;
    recording->spans = items;
    recording->spans[recording->span_count++] = span;
}

int recording_actor(struct recording *recording, struct actor actor) {
    void *items = recording->actors;
    if (!make_room(recording, &items, recording->actor_count, &recording->actor_capacity, sizeof actor))
        return 0;
    recording->actors = items;
    recording->actors[recording->actor_count] = actor;
    return recording->actor_count++;
}

void recording_track(struct recording *recording, struct track track) {
    void *items = recording->tracks;
    if (!make_room(recording, &items, recording->track_count, &recording->track_capacity, sizeof track))
        return;
    recording->tracks = items;
    recording->tracks[recording->track_count++] = track;
}

void recording_shape(struct recording *recording, struct shape shape) {
    void *items = recording->shapes;
    if (!make_room(recording, &items, recording->shape_count, &recording->shape_capacity, sizeof shape))
        return;
    recording->shapes = items;
    recording->shapes[recording->shape_count++] = shape;
}

void recording_heat(struct recording *recording, struct heat_cell cell) {
    void *items = recording->heat_cells;
    if (!make_room(recording, &items, recording->heat_count, &recording->heat_capacity, sizeof cell))
        return;
    recording->heat_cells = items;
    recording->heat_cells[recording->heat_count++] = cell;
}

void recording_dimension(struct recording *recording, struct dimension dimension) {
    void *items = recording->dimensions;
    if (!make_room(recording, &items, recording->dimension_count, &recording->dimension_capacity,
                   sizeof dimension))
        return;
    recording->dimensions = items;
    recording->dimensions[recording->dimension_count++] = dimension;
}

void recording_route(struct recording *recording, struct route route) {
    void *items = recording->routes;
    if (!make_room(recording, &items, recording->route_count, &recording->route_capacity, sizeof route))
        return;
    recording->routes = items;
    recording->routes[recording->route_count++] = route;
}

void recording_flow(struct recording *recording, struct flow flow) {
    void *items = recording->flows;
    if (!make_room(recording, &items, recording->flow_count, &recording->flow_capacity, sizeof flow))
        return;
    recording->flows = items;
    recording->flows[recording->flow_count++] = flow;
}

void recording_fact(struct recording *recording, struct fact fact) {
    void *items = recording->facts;
    if (!make_room(recording, &items, recording->fact_count, &recording->fact_capacity, sizeof fact))
        return;
    recording->facts = items;
    recording->facts[recording->fact_count++] = fact;
}

void recording_free(struct recording *recording) {
    if (!recording)
        return;
    free(recording->spans);
    free(recording->tracks);
    free(recording->actors);
    free(recording->shapes);
    free(recording->heat_cells);
    free(recording->dimensions);
    free(recording->routes);
    free(recording->flows);
    free(recording->facts);
    recording->spans = NULL;
    recording->tracks = NULL;
    recording->actors = NULL;
    recording->shapes = NULL;
    recording->heat_cells = NULL;
    recording->dimensions = NULL;
    recording->routes = NULL;
    recording->facts = NULL;
    recording->span_count = recording->track_count = recording->actor_count = recording->shape_count = 0;
    recording->span_capacity = recording->track_capacity = recording->actor_capacity =
        recording->shape_capacity = 0;
    recording->heat_count = recording->heat_capacity = 0;
    recording->dimension_count = recording->route_count = recording->fact_count = 0;
    recording->dimension_capacity = recording->route_capacity = recording->fact_capacity = 0;
}
