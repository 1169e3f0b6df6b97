/* SPDX-License-Identifier: MIT */
/* Shift cover against all combinations of people, tried one by one. */
#include "models/labour/shift_cover.h"
#include "sim/base/arena.h"
#include "sim/engine/stream.h"
#include "tests/support/check.h"

enum { HOURS = 10, SHIFTS = 4, MOST = 5 };

struct instance {
    double need[HOURS], presence[SHIFTS][HOURS];
    struct cover_shift shifts[SHIFTS];
    struct cover cover;
};

static int draw(struct stream *stream, int least, int most) {
    return least + (int)(stream_uniform(stream) * (most - least + 1));
}

static void make(struct instance *instance, struct stream *stream) {
    double most[HOURS] = {0};
    for (int s = 0; s < SHIFTS; s++) {
        int first = draw(stream, 0, HOURS - 2), most_hours = HOURS - first;
        int count = draw(stream, 1, most_hours < 5 ? most_hours : 5);
        for (int i = 0; i < count; i++)
            most[first + i] += MOST * (instance->presence[s][i] = draw(stream, 1, 4) / 4.0);
        int least = draw(stream, 0, 3) ? 0 : 1;
        instance->shifts[s] = (struct cover_shift){
            first, count, instance->presence[s], 1.0 + draw(stream, 0, 8) / 4.0, least, MOST};
    }
    /* Mostly what can be, now and then a little more. */
    for (int h = 0; h < HOURS; h++)
        instance->need[h] = draw(stream, 0, 3) ? most[h] * draw(stream, 0, 21) / 20.0 : 0.0;
    instance->cover = (struct cover){HOURS, instance->need, SHIFTS, instance->shifts};
}

static bool covers(const struct cover *cover, const int *people) {
    for (int h = 0; h < cover->hours; h++) {
        double sum = 0.0;
        for (int s = 0; s < cover->shift_count; s++) {
            const struct cover_shift *shift = &cover->shifts[s];
            if (h >= shift->first && h < shift->first + shift->count)
                sum += shift->presence[h - shift->first] * people[s];
        }
        if (sum < cover->need[h] - 1e-9)
            return false;
    }
    return true;
}

static double cost_of(const struct cover *cover, const int *people) {
    double cost = 0.0;
    for (int s = 0; s < cover->shift_count; s++)
        cost += cover->shifts[s].cost * people[s];
    return cost;
}

/* INFINITY when nothing covers. */
static double least_cost(const struct cover *cover) {
    double least = INFINITY;
    for (int code = 0; code < (MOST + 1) * (MOST + 1) * (MOST + 1) * (MOST + 1); code++) {
        int people[SHIFTS], rest = code;
        bool allowed = true;
        for (int s = 0; s < SHIFTS; s++, rest /= MOST + 1) {
            people[s] = rest % (MOST + 1);
            allowed &= people[s] >= cover->shifts[s].least;
        }
        if (allowed && covers(cover, people))
            least = fmin(least, cost_of(cover, people));
    }
    return least;
}

static void it_costs_what_the_best_of_all_combinations_costs(void) {
    enum { INSTANCES = SANITIZED ? 40 : 200 };
    struct stream stream = stream_named(20261122, 1, "covers");
    struct instance instance;
    int possible = 0;
    for (int i = 0; i < INSTANCES; i++) {
        struct arena *arena = arena_create();
        int people[SHIFTS];
        make(&instance, &stream);
        struct cover_end end = shift_cover(&instance.cover, 10.0, people, arena);
        double least = least_cost(&instance.cover);
        if (isinf(least)) {
            CHECK_INT(end.state, COVER_IMPOSSIBLE);
        } else {
            possible++;
            CHECK_INT(end.state, COVER_CHEAPEST);
            CHECK(covers(&instance.cover, people));
            CHECK_NEAR(end.cost, least, 1e-9, "cost of the cover against the least of all combinations");
            CHECK_NEAR(cost_of(&instance.cover, people), least, 1e-9, "cost of its people");
        }
        arena_destroy(arena);
    }
    CHECK(possible >= INSTANCES / 4 && possible < INSTANCES);
}

static void an_hour_without_a_shift_is_named(void) {
    struct arena *arena = arena_create();
    const double need[] = {1, 2, 0, 3}, presence[] = {1, 1};
    const struct cover_shift shifts[] = {{0, 2, presence, 1, 0, 9}};
    struct cover cover = {4, need, 1, shifts};
    int people[1];
    struct cover_end end = shift_cover(&cover, 10.0, people, arena);
    CHECK_INT(end.state, COVER_IMPOSSIBLE);
    CHECK_INT(end.hour, 3);
    CHECK_NEAR(end.present, 0, 0, "nobody can be there");
    arena_destroy(arena);
}

static void an_hour_that_wants_more_than_the_most_is_named(void) {
    struct arena *arena = arena_create();
    const double need[] = {1, 5}, presence[] = {1, 0.5};
    const struct cover_shift shifts[] = {{0, 2, presence, 1, 0, 8}};
    struct cover cover = {2, need, 1, shifts};
    int people[1];
    struct cover_end end = shift_cover(&cover, 10.0, people, arena);
    CHECK_INT(end.state, COVER_IMPOSSIBLE);
    CHECK_INT(end.hour, 1);
    CHECK_NEAR(end.present, 4, 1e-12, "eight people for half of the hour");
    arena_destroy(arena);
}

/* Days of the year, three shifts each that overlap across midnight. */
static void a_year_is_covered_at_once_and_always_alike(void) {
    enum { DAYS = 364, A_DAY = 24, LENGTH = 9 };
    struct arena *arena = arena_create();
    static const double presence[LENGTH] = {1, 1, 1, 1, 0.5, 1, 1, 1, 1};
    static const int from[] = {6, 14, 22};
    double *need = arena_array(arena, double, DAYS *A_DAY + LENGTH);
    struct cover_shift *shifts = arena_array(arena, struct cover_shift, DAYS * 3);
    int *people = arena_array(arena, int, DAYS * 3), *again = arena_array(arena, int, DAYS * 3);
    struct stream stream = stream_named(7, 1, "year");
    for (int h = 6; h < DAYS * A_DAY; h++)
        need[h] = draw(&stream, 0, 40) / 2.0;
    for (int i = 0; i < DAYS * 3; i++)
        shifts[i] = (struct cover_shift){i / 3 * A_DAY + from[i % 3], LENGTH, presence,
                                         i % 3 == 2 ? 1.25 : 1,       0,      1000};
    struct cover cover = {DAYS * A_DAY + LENGTH, need, DAYS * 3, shifts};
    struct cover_end end = shift_cover(&cover, 60.0, people, arena);
    struct cover_end other = shift_cover(&cover, 60.0, again, arena);
    CHECK(end.state != COVER_IMPOSSIBLE);
    CHECK(covers(&cover, people));
    CHECK(end.cost == other.cost && memcmp(people, again, sizeof *people * DAYS * 3) == 0);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(it_costs_what_the_best_of_all_combinations_costs)},
                                            {TEST(an_hour_without_a_shift_is_named)},
                                            {TEST(an_hour_that_wants_more_than_the_most_is_named)},
                                            {TEST(a_year_is_covered_at_once_and_always_alike)},
                                            {0}});
}
