/* SPDX-License-Identifier: MIT */
/* test_json_scan.c - what RFC 8259 allows passes, what it forbids is reported at its line and column. */
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/json_scan.h"
#include "sim/config/node.h"
#include "tests/support/check.h"

/* The problems of a text as they are printed; "" for none. Give back with free. */
static char *problems_in(const char *json, size_t length) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text out = {0};
    json_read(arena, "t.json", json, length, ORIGIN_FILE, problems);
    text_add(&out, "");
    problems_write(problems, &out);
    arena_destroy(arena);
    return out.data;
}

static void check_problems(const char *json, const char *expected) {
    char *found = problems_in(json, strlen(json));
    CHECK_TEXT(found, expected);
    free(found);
}

static void what_the_standard_allows_passes(void) {
    static const char *const texts[] = {
        "{}",
        "[]",
        " null ",
        "0",
        "-0.5e-3",
        "1E+2",
        "\"\\u00e9\\n\\/\"",
        "\"\xC3\xA9\xF0\x9F\x9A\x9A\"",
        "\"\\ud83d\\ude9a\"",
        "[1, [2, {\"a\": true}]]",
        "\xEF\xBB\xBF{\"a\": 1}",
        "\t\r\n[false]\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_problems(texts[i], "");
}

static void what_it_forbids_is_reported_where_it_stands(void) {
    static const struct {
        const char *json, *problem;
    } cases[] = {
        {"", "t.json:1:1: error: the text is empty\n"},
        {"[007]", "t.json:1:2: error: a number may not begin with a zero before other digits\n"},
        {"[1.]", "t.json:1:2: error: a number must have a digit after its point\n"},
        {"[.5]", "t.json:1:2: error: a number must begin with a digit or a minus sign and a digit\n"},
        {"[1e]", "t.json:1:2: error: a number must have a digit in its exponent\n"},
        {"[1e999]", "t.json:1:2: error: a number is too large\n"},
        {"[\"\\u0000\"]", "t.json:1:3: error: a text may not contain \\u0000\n"},
        {"[\"\\ud800\"]", "t.json:1:3: error: \\u gives half of a surrogate pair\n"},
        {"[\"\\udc00\"]", "t.json:1:3: error: \\u gives half of a surrogate pair\n"},
        {"[\"\\u12g4\"]", "t.json:1:3: error: \\u must be followed by four hexadecimal digits\n"},
        {"[\"\xC3\"]", "t.json:1:3: error: a text is not valid UTF-8\n    hint: save the file as UTF-8\n"},
        {"[\"\xED\xA0\x80\"]",
         "t.json:1:3: error: a text is not valid UTF-8\n    hint: save the file as UTF-8\n"},
        {"[\"\xC0\x80\"]",
         "t.json:1:3: error: a text is not valid UTF-8\n    hint: save the file as UTF-8\n"},
        {"[\"a\tb\"]",
         "t.json:1:4: error: a text contains a control character\n    hint: write \\t for a tab\n"},
        {"{\"a\": 1,}", "t.json:1:8: error: a comma must be followed by another value\n"
                        "    hint: take the comma away\n"},
        {"{\"a\": 1\n \"b\": 2}", "t.json:2:2: error: expected , or } after a value\n"
                                  "    hint: put a comma between the two\n"},
        {"{a: 1}", "t.json:1:2: error: expected a key\n    hint: keys stand in double quotes\n"},
        {"{\"a\" 1}", "t.json:1:6: error: expected : after a key\n"},
        {"[1, 2", "t.json:1:1: error: a list is not closed by ]\n"},
        {"[1] 2", "t.json:1:5: error: the text must end after the first value\n"},
        {"{\"a\": 1, \"b\": 2,\n \"a\": 3}", "t.json:2:2: error: key \"a\" was already given in line 1\n"
                                             "    hint: keep one of the two\n"},
        {"{\"a\": 1, // one\n \"b\": 2}", "t.json:1:10: error: JSON has no comments\n"
                                          "    hint: put the remark into a \"$comment\" key\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_problems(cases[i].json, cases[i].problem);
}

static void several_errors_are_seen_at_once(void) {
    check_problems("[007,\n 1e999,\n \"\\x\"]",
                   "t.json:1:2: error: a number may not begin with a zero before other digits\n"
                   "t.json:2:2: error: a number is too large\n"
                   "t.json:3:3: error: a text has an escape that JSON does not know\n"
                   "    hint: write \\\\ for a backslash\n");
}

static void keys_that_differ_only_in_case_are_two_keys(void) {
    check_problems("{\"a\": 1, \"A\": 2}", "");
}

static void nesting_ends_at_64(void) {
    char text[2 * 65 + 1] = {0};
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    check_problems(text, "");
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    check_problems(text, "t.json:1:65: error: lists and objects may not be nested more than 64 deep\n");
}

static void columns_count_characters(void) {
    check_problems("[\"\xC3\xA9\xC3\xA9\", 01]",
                   "t.json:1:8: error: a number may not begin with a zero before other digits\n");
}

static void a_zero_byte_is_no_end(void) {
    char *found = problems_in("[1]\0[2]", 7);
    CHECK_TEXT(found, "t.json:1:4: error: the text must end after the first value\n");
    free(found);
}

static void positions_come_in_the_order_of_values(void) {
    struct arena *arena = arena_create();
    struct json_positions positions = {0};
    CHECK(json_scan("t", "{\"a\": [1,\n  2]}", 15, &positions, problems_create(arena)));
    static const int expected[][4] = {{1, 1, 0, 0}, {1, 7, 1, 2}, {1, 8, 0, 0}, {2, 3, 0, 0}};
    CHECK_INT(positions.count, 4);
    for (int i = 0; i < positions.count && i < 4; i++) {
        CHECK_INT(positions.items[i].line, expected[i][0]);
        CHECK_INT(positions.items[i].column, expected[i][1]);
        CHECK_INT(positions.items[i].key_line, expected[i][2]);
        CHECK_INT(positions.items[i].key_column, expected[i][3]);
    }
    json_positions_free(&positions);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(what_the_standard_allows_passes)},
                                            {TEST(what_it_forbids_is_reported_where_it_stands)},
                                            {TEST(several_errors_are_seen_at_once)},
                                            {TEST(keys_that_differ_only_in_case_are_two_keys)},
                                            {TEST(nesting_ends_at_64)},
                                            {TEST(columns_count_characters)},
                                            {TEST(a_zero_byte_is_no_end)},
                                            {TEST(positions_come_in_the_order_of_values)},
                                            {0}});
}
