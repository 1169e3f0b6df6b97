/* SPDX-License-Identifier: MIT */
/* What one replication shows: lists that keep their order, grow, and stop at their limit. */
#include "sim/results/recording.h"

#include "sim/base/arena.h"
#include "tests/support/check.h"

static void things_are_kept_in_the_order_given(void) {
    struct arena *arena = arena_create();
    struct recording *recording = recording_create(arena);
    recording_span(recording, (struct span){"door 1", "truck 7", 10, 20});
    recording_span(recording, (struct span){"door 2", "truck 8", 15, 40});
    CHECK_INT(recording_actor(recording, (struct actor){"pickers 1", "pickers"}), 0);
    CHECK_INT(recording_actor(recording, (struct actor){"pickers 2", "pickers"}), 1);
    recording_track(recording, (struct track){1, TRACK_WALK, 5, 9, 1.0f, 2.0f, 3.0f, 4.0f});
    recording_shape(recording, (struct shape){SHAPE_RACK, "A", 1.0f, 2.0f, 3.0f, 4.0f});
    CHECK_INT(recording->span_count, 2);
    CHECK_TEXT(recording->spans[0].lane, "door 1");
    CHECK_TEXT(recording->spans[1].label, "truck 8");
    CHECK_INT(recording->spans[1].end_us, 40);
    CHECK_INT(recording->actor_count, 2);
    CHECK_TEXT(recording->actors[1].name, "pickers 2");
    CHECK_TEXT(recording->actors[1].group, "pickers");
    CHECK_INT(recording->track_count, 1);
    CHECK_INT(recording->tracks[0].actor, 1);
    CHECK_NEAR(recording->tracks[0].to_y_m, 4.0, 0, "end of the track");
    CHECK_INT(recording->shape_count, 1);
    CHECK_NEAR(recording->shapes[0].width_m, 3.0, 0, "width of the rack");
    CHECK(!recording->truncated);
    recording_free(recording);
    arena_destroy(arena);
}

static void lists_grow_and_keep_what_they_had(void) {
    enum { MANY = 5000 };
    struct arena *arena = arena_create();
    struct recording *recording = recording_create(arena);
    for (int i = 0; i < MANY; i++) {
        recording_span(recording, (struct span){"lane", "label", i, i + 1});
        recording_track(recording, (struct track){.actor = i, .start_us = 2 * i});
    }
    CHECK_INT(recording->span_count, MANY);
    for (int i = 0; i < MANY; i += 499) {
        CHECK_INT(recording->spans[i].start_us, i);
        CHECK_INT(recording->tracks[i].start_us, 2 * i);
    }
    recording_free(recording);
    arena_destroy(arena);
}

static void a_list_stops_at_its_limit_and_says_so(void) {
    struct arena *arena = arena_create();
    struct recording *recording = recording_create(arena);
    for (int i = 0; i < RECORDING_LIMIT; i++)
        recording_track(recording, (struct track){.start_us = i});
    CHECK_INT(recording->track_count, RECORDING_LIMIT);
    CHECK(!recording->truncated);
    recording_track(recording, (struct track){.start_us = -1});
    CHECK_INT(recording->track_count, RECORDING_LIMIT);
    CHECK(recording->truncated);
    CHECK_INT(recording->tracks[RECORDING_LIMIT - 1].start_us, RECORDING_LIMIT - 1);
    recording_span(recording, (struct span){"lane", "label", 1, 2}); /* the other lists go on */
    CHECK_INT(recording->span_count, 1);
    recording_free(recording);
    arena_destroy(arena);
}

static void a_freed_recording_is_empty_and_can_be_freed_again(void) {
    struct arena *arena = arena_create();
    struct recording *recording = recording_create(arena);
    recording_span(recording, (struct span){"lane", "label", 1, 2});
    recording_free(recording);
    CHECK_INT(recording->span_count, 0);
    CHECK(!recording->spans);
    recording_free(recording);
    recording_free(NULL);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(things_are_kept_in_the_order_given)},
                                            {TEST(lists_grow_and_keep_what_they_had)},
                                            {TEST(a_list_stops_at_its_limit_and_says_so)},
                                            {TEST(a_freed_recording_is_empty_and_can_be_freed_again)},
                                            {0}});
}
