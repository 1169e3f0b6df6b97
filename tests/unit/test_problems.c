/* SPDX-License-Identifier: MIT */
/* test_problems.c - problems are collected, ordered and printed once (sim/base/problems.c). */
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "tests/support/check.h"

static void check_written(const struct problems *problems, const char *expected) {
    struct text out = {0};
    problems_write(problems, &out);
    CHECK_TEXT(out.data ? out.data : "", expected);
    text_free(&out);
}

static void a_problem_says_where_which_rule_and_what_to_do(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    problem_at(problems, (struct place){"a.json", 3, 14}, "packing.benches", "use 1 ... 500",
               "must be at most %d, is %d", 500, 501);
    CHECK_INT(problems->errors, 1);
    check_written(problems, "a.json:3:14: error: packing.benches: must be at most 500, is 501\n"
                            "    hint: use 1 ... 500\n");
    arena_destroy(arena);
}

static void unknown_parts_of_a_place_are_left_out(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    problem_at(problems, (struct place){NULL, 3, 4}, "teams", NULL, "is missing");
    problem_at(problems, (struct place){"b.json", 0, 0}, "", NULL, "cannot be read");
    problem_at(problems, (struct place){"b.json", 7, 0}, "sku", NULL, "is unknown");
    check_written(problems, "error: teams: is missing\n"
                            "b.json: error: cannot be read\n"
                            "b.json:7: error: sku: is unknown\n");
    arena_destroy(arena);
}

static void problems_are_in_order_of_place_then_as_found(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    problem_at(problems, (struct place){"b.json", 1, 1}, "", NULL, "fifth");
    problem_at(problems, (struct place){"a.json", 10, 2}, "", NULL, "third");
    problem_at(problems, (struct place){"a.json", 10, 2}, "", NULL, "fourth");
    problem_at(problems, (struct place){"a.json", 9, 5}, "", NULL, "second");
    problem_at(problems, (struct place){"a.json", 9, 4}, "", NULL, "first");
    check_written(problems, "a.json:9:4: error: first\na.json:9:5: error: second\na.json:10:2: error: third\n"
                            "a.json:10:2: error: fourth\nb.json:1:1: error: fifth\n");
    arena_destroy(arena);
}

static void identical_problems_are_printed_once(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct place here = {"a.json", 1, 1}, there = {"a.json", 2, 1};
    problem_at(problems, here, "x", NULL, "is wrong");
    problem_at(problems, here, "y", NULL, "is wrong");
    problem_at(problems, here, "x", NULL, "is wrong");
    problem_at(problems, there, "x", NULL, "is wrong");
    check_written(problems, "a.json:1:1: error: x: is wrong\na.json:1:1: error: y: is wrong\n"
                            "a.json:2:1: error: x: is wrong\n");
    arena_destroy(arena);
}

/* Finds only "teams", at line 5, column 3. */
static struct place locate_teams(void *index, const char *path) {
    return strcmp(path, "teams") == 0 ? (struct place){index, 5, 3} : (struct place){index, 0, 0};
}

static void paths_are_located_and_warnings_are_no_errors(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    problem_of(problems, "seed", NULL, "is odd");
    char file[] = "s.json";
    problems->locate = locate_teams;
    problems->index = file;
    warning_of(problems, "teams", "give one more", "are %s", "small");
    problem_of(problems, "doors", NULL, "are missing");
    file[0] = 'x'; /* texts were copied */
    CHECK_INT(problems->count, 3);
    CHECK_INT(problems->errors, 2);
    check_written(problems, "error: seed: is odd\ns.json: error: doors: are missing\n"
                            "s.json:5:3: warning: teams: are small\n    hint: give one more\n");
    arena_destroy(arena);
}

static void control_bytes_do_not_reach_the_terminal(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    problem_of(problems, "a\x1b[2J", NULL, "found \"%s\"", "x\ny\x7f\xc3\xb6");
    check_written(problems, "error: a?[2J: found \"x?y?\xc3\xb6\"\n");
    arena_destroy(arena);
}

static void many_problems_are_all_kept(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text expected = {0};
    check_written(problems, "");
    for (int i = 1000; i >= 1; i--)
        problem_at(problems, (struct place){"a.csv", i, 1}, "", NULL, "row %d", i);
    for (int i = 1; i <= 1000; i++)
        text_format(&expected, "a.csv:%d:1: error: row %d\n", i, i);
    CHECK_INT(problems->errors, 1000);
    check_written(problems, expected.data);
    text_free(&expected);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(a_problem_says_where_which_rule_and_what_to_do)},
                                            {TEST(unknown_parts_of_a_place_are_left_out)},
                                            {TEST(problems_are_in_order_of_place_then_as_found)},
                                            {TEST(identical_problems_are_printed_once)},
                                            {TEST(paths_are_located_and_warnings_are_no_errors)},
                                            {TEST(control_bytes_do_not_reach_the_terminal)},
                                            {TEST(many_problems_are_all_kept)},
                                            {0}});
}
