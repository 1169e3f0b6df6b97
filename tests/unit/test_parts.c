/* SPDX-License-Identifier: MIT */
/* Keys of the streams that parts of orders draw from. */
#include "models/fulfil/part.h"
#include "tests/support/check.h"

/* Orders are picked anew some times; the keys of orders lie far apart (stream_mix). */
static void no_two_forms_and_attempts_share_a_stream(void) {
    enum { ATTEMPTS = 20 };
    uint64_t lines[ATTEMPTS * FORMS], whole[ATTEMPTS * FORMS];
    int count = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++)
        for (int form = 0; form < FORMS; form++) {
            struct order order = {.key = 12345, .attempt = attempt};
            struct part part = {.order = &order, .form = (enum form)form, .zone = ANY_ZONE};
            lines[count] = part_lines_key(&part);
            whole[count++] = part_key(&part);
        }
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++) {
            CHECK(lines[i] != lines[j]);
            CHECK(whole[i] != whole[j]);
        }
}

/* A line draws the same whatever is picked with it. */
static void the_lines_of_a_part_draw_the_same_in_all_zones(void) {
    struct order order = {.key = 12345};
    struct part here = {.order = &order, .zone = 1}, there = {.order = &order, .zone = 2};
    CHECK(part_lines_key(&here) == part_lines_key(&there));
    CHECK(part_key(&here) != part_key(&there));
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(no_two_forms_and_attempts_share_a_stream)},
                                            {TEST(the_lines_of_a_part_draw_the_same_in_all_zones)},
                                            {0}});
}
