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

void recording_free(struct recording *recording) {
    if (!recording)
        return;
    free(recording->spans);
    free(recording->tracks);
    free(recording->actors);
    free(recording->shapes);
    recording->spans = NULL;
    recording->tracks = NULL;
    recording->actors = NULL;
    recording->shapes = NULL;
    recording->span_count = recording->track_count = recording->actor_count = recording->shape_count = 0;
    recording->span_capacity = recording->track_capacity = recording->actor_capacity =
        recording->shape_capacity = 0;
}
