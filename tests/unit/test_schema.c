/* SPDX-License-Identifier: MIT */
/* test_schema.c - what comes from the tables besides reading: echo, hash, schema, manual, description, lint.
 */
#include <cjson/cJSON.h>
#include "tests/support/check.h"
#include "tests/unit/depot.h"

static const char base[] =
    "{\"title\": \"T\", \"pack_s\": {\"gamma\": {\"mean\": 30, \"cv\": 0.5}},\n"
    " \"method\": \"batch\",\n \"teams\": [{\"name\": \"a\", \"shifts\": [{\"people\": 1}]}]}";
static const char *const labels[] = {"title", NULL};

static bool same_hash(const char *a, const char *b) {
    struct depot_read one = depot_read(a, 0), other = depot_read(b, 0);
    CHECK_TEXT(one.problems, "");
    CHECK_TEXT(other.problems, "");
    struct hash x = config_hash(one.config, labels), y = config_hash(other.config, labels);
    depot_free(&one);
    depot_free(&other);
    return x.high == y.high && x.low == y.low;
}

static void the_hash_depends_on_meaning_not_on_spelling(void) {
    CHECK(same_hash("{\"pack_s\": 30, \"benches\": 4}",
                    "{\"benches\": 4,\n\n\"pack_s\": 3e1, \"$comment\": 5}"));
    CHECK(same_hash("{\"pack_s\": 30}", "{\"pack_s\": {\"constant\": {\"value\": 30}}, \"benches\": 4}"));
    CHECK(same_hash("{\"pack_s\": 30, \"title\": \"A\"}", "{\"pack_s\": 30, \"title\": \"B\"}"));
    CHECK(same_hash("{\"pack_s\": 30, \"days\": \"daily\"}", "{\"pack_s\": 30, \"days\": \"mon-sun\"}"));
    CHECK(same_hash("{\"pack_s\": 30, \"method\": \"batch\"}",
                    "{\"pack_s\": 30, \"method\": {\"batch\": {\"orders\": 8}}}"));
    CHECK(!same_hash("{\"pack_s\": 30}", "{\"pack_s\": 31}"));
    CHECK(!same_hash("{\"pack_s\": 30}", "{\"pack_s\": 30, \"returns\": {}}"));
    CHECK(!same_hash("{\"pack_s\": 30, \"method\": \"batch\"}", "{\"pack_s\": 30, \"method\": \"single\"}"));
}

static void the_echo_is_a_scenario_with_the_same_hash(void) {
    struct depot_read d = depot_read(base, 1, "dock.doors=5");
    struct text echo = {0};
    CHECK_TEXT(d.problems, "");
    config_resolved(d.config, &echo);
    struct depot_read again = depot_read(echo.data, 0);
    CHECK_TEXT(again.problems, "");
    struct hash x = config_hash(d.config, NULL), y = config_hash(again.config, NULL);
    CHECK(x.high == y.high && x.low == y.low);
    static const char *const lines[] = {
        "\"title\": \"t.json:1\"",
        "\"pack_s.gamma.cv\": \"t.json:1\"",
        "\"dock.doors\": \"--set\"",
        "\"benches\": \"default\"",
        "\"teams.a.shifts.0.people\": \"t.json:3\"",
        "\"method.batch.orders\": \"default\"",
        "\"benches\": 4",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!CHECK(strstr(echo.data, lines[i])))
            printf("%s is not in\n%s\n", lines[i], echo.data);
    text_free(&echo);
    depot_free(&again);
    depot_free(&d);
}

/* The value at a path of keys, or NULL. */
static const cJSON *at(const cJSON *json, const char *const *keys) {
    for (; json && *keys; keys++)
        json = cJSON_GetObjectItemCaseSensitive(json, *keys);
    return json;
}
#define AT(json, ...) at(json, (const char *const[]){__VA_ARGS__, NULL})

static void the_schema_has_types_limits_and_units(void) {
    struct text out = {0};
    schema_write(depot_fields, "Depot", &out);
    cJSON *schema = cJSON_Parse(out.data);
    CHECK(schema != NULL);
    CHECK_TEXT(cJSON_GetStringValue(AT(schema, "$schema")), "https://json-schema.org/draft/2020-12/schema");
    CHECK_TEXT(cJSON_GetStringValue(AT(schema, "properties", "benches", "type")), "integer");
    CHECK_NEAR(cJSON_GetNumberValue(AT(schema, "properties", "benches", "maximum")), 500, 0, "maximum");
    CHECK_NEAR(cJSON_GetNumberValue(AT(schema, "properties", "benches", "default")), 4, 0, "default");
    CHECK_TEXT(cJSON_GetStringValue(AT(schema, "properties", "pack_s", "x-unit")), "s");
    CHECK_TEXT(cJSON_GetStringValue(AT(schema, "properties", "pack_s", "$ref")), "#/$defs/distribution");
    CHECK(cJSON_IsFalse(AT(schema, "additionalProperties")));
    CHECK_TEXT(
        cJSON_GetStringValue(AT(schema, "properties", "teams", "items", "properties", "name", "pattern")),
        "^[A-Za-z][A-Za-z0-9_-]*$");
    CHECK_INT(cJSON_GetArraySize(AT(schema, "required")), 1);
    CHECK_INT(cJSON_GetArraySize(AT(schema, "properties", "method", "oneOf")), 4);
    CHECK(cJSON_GetArraySize(AT(schema, "$defs", "distribution", "oneOf")) >= 14);
    CHECK_INT(cJSON_GetArraySize(AT(schema, "properties")), 23);
    cJSON_Delete(schema);
    text_free(&out);
}

static void the_manual_has_a_row_per_key(void) {
    struct text out = {0};
    manual_write(depot_fields, "Depot", &out);
    CHECK(strstr(out.data,
                 "| `pack_s` | distribution | s | 1 ... 3600 | required | Time to pack one order. |\n"));
    CHECK(strstr(out.data, "\n## teams[].shifts[]\n"));
    CHECK(strstr(out.data, "\n## method.batch\n"));
    text_free(&out);
}

static void a_key_is_described_by_its_path(void) {
    struct arena *arena = arena_create();
    static const char *const paths[] = {"teams.shifts.people", "teams.*.shifts.0.people"};
    const char *nearest;
    for (int i = 0; i < 2; i++) {
        struct text out = {0};
        CHECK(describe_key(depot_fields, paths[i], arena, &out, &nearest));
        CHECK(out.data &&
              strstr(out.data, "People in the shift.\n  type     whole number\n  range    0 ... 1000\n"));
        text_free(&out);
    }
    struct text out = {0};
    CHECK(describe_key(depot_fields, "method.batch", arena, &out, &nearest));
    CHECK(strstr(out.data, "Orders in a batch."));
    CHECK(!describe_key(depot_fields, "method.batch.ordres", arena, &out, &nearest));
    CHECK_TEXT(nearest, "method.batch.orders");
    CHECK(!describe_key(depot_fields, "benchse", arena, &out, &nearest));
    CHECK_TEXT(nearest, "benches");
    CHECK(!describe_key(depot_fields, "", arena, &out, &nearest));
    text_free(&out);
    arena_destroy(arena);
}

static void note_path(void *self, const char *path, const struct field *field) {
    (void)field;
    text_format(self, "%s ", path);
}

static void the_walk_visits_every_path(void) {
    struct text out = {0};
    fields_walk(depot_fields, note_path, &out);
    CHECK(strstr(out.data,
                 " method method.batch.orders method.batch.wait_s dock dock.doors returns returns.share "
                 "teams teams.*.name teams.*.shifts teams.*.shifts.*.people teams.*.shifts.*.from skills "));
    text_free(&out);
}

static void lint_finds_nothing_wrong_with_good_tables(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text out = {0};
    text_add(&out, "");
    fields_lint(depot_fields, problems);
    problems_write(problems, &out);
    CHECK_TEXT(out.data, "");
    text_free(&out);
    arena_destroy(arena);
}

struct bad {
    int no_range, off, twice;
    double pack_s;
    struct date day;
    struct choice how;
};
static const struct field bad_fields[] = {
    {FIELD(struct bad, no_range), .doc = "A."},
    {FIELD(struct bad, off), .min = 1, .max = 2, .doc = "B."},
    {FIELD(struct bad, twice), .min = 0, .max = 2, .doc = "C."},
    {FIELD(struct bad, twice), .min = 0, .max = 2, .doc = "D"},
    {FIELD(struct bad, pack_s), .min = 0, .max = 2, .unit = "m", .doc = "E."},
    {FIELD(struct bad, day), .preset_json = "\"2026-13-01\"", .doc = "F."},
    {CHOICE(struct bad, how, methods), .preset_json = "\"bach\"", .doc = "G."},
    {0},
};

static void lint_finds_what_is_wrong_with_bad_tables(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text out = {0};
    fields_lint(bad_fields, problems);
    problems_write(problems, &out);
    CHECK_TEXT(
        out.data,
        "error: no_range: needs a range: .min and .max\n"
        "error: off: has a default outside its range\n"
        "error: twice: is in the table twice\n"
        "error: twice: needs a doc that ends with a full stop\n"
        "error: pack_s: needs the unit \"s\" that its name promises\n"
        "error: day: has a wrong default: must be a date such as \"2026-12-07\", but is \"2026-13-01\"\n"
        "error: how: has a wrong default: there is no choice \"bach\"\n");
    text_free(&out);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(the_hash_depends_on_meaning_not_on_spelling)},
                                            {TEST(the_echo_is_a_scenario_with_the_same_hash)},
                                            {TEST(the_schema_has_types_limits_and_units)},
                                            {TEST(the_manual_has_a_row_per_key)},
                                            {TEST(a_key_is_described_by_its_path)},
                                            {TEST(the_walk_visits_every_path)},
                                            {TEST(lint_finds_nothing_wrong_with_good_tables)},
                                            {TEST(lint_finds_what_is_wrong_with_bad_tables)},
                                            {0}});
}
