/* SPDX-License-Identifier: MIT */
/* test_config.c - reading scenarios: every kind of field, defaults, problems with their exact words and
 * places. */
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "tests/support/check.h"
#include "tests/unit/depot.h"

static void every_kind_is_read(void) {
    struct depot_read d =
        depot_read("{\"title\": \"T\", \"open\": false, \"benches\": 7, \"speed_m_per_s\": 1.25, \"order\": "
                   "\"urgent\",\n"
                   " \"pack_s\": {\"lognormal\": {\"mean\": 100, \"cv\": 0.4}}, \"start\": \"16:00\", "
                   "\"first_day\": \"2026-12-07\",\n"
                   " \"opening\": \"2026-12-07T18:00\", \"days\": \"mon-fri\", \"hours\": \"evening\",\n"
                   " \"method\": {\"batch\": {\"orders\": 12}}, \"dock\": {\"doors\": 3}, \"returns\": "
                   "{\"share\": 0.25},\n"
                   " \"teams\": [{\"name\": \"pickers\", \"shifts\": [{\"people\": 5}, {\"people\": 6, "
                   "\"from\": \"14:00\"}]}],\n"
                   " \"skills\": [\"pick\", \"pack\"], \"sizes\": [1, 2.5], \"ranks\": [\"urgent\"]}",
                   0);
    CHECK_TEXT(d.problems, "");
    CHECK_TEXT(d.depot->title, "T");
    CHECK(!d.depot->open);
    CHECK_INT(d.depot->benches, 7);
    CHECK_NEAR(d.depot->speed_m_per_s, 1.25, 0, "a real");
    CHECK_INT(d.depot->order, 1);
    CHECK_NEAR(d.depot->pack_s.mean, 100, 1e-9, "mean of the lognormal");
    CHECK_INT(d.depot->start.seconds, 57600);
    CHECK_INT(d.depot->first_day.day, 20794); /* date -d 2026-12-07 +%s / 86400 */
    CHECK_INT(d.depot->opening.seconds, 1796666400);
    CHECK_INT(d.depot->days.mask, 31);
    CHECK_INT(d.depot->hours.count, 24);
    CHECK_NEAR(d.depot->hours.weights[18], 24.0 / 6, 1e-12, "six equal hours of 24 scaled to a mean of 1");
    CHECK_TEXT(d.depot->method.is->name, "batch");
    CHECK_INT(((const struct batch_config *)d.depot->method.config)->orders, 12);
    CHECK_INT(((const struct batch_config *)d.depot->method.config)->wait_s, 60);
    CHECK_INT(d.depot->dock.doors, 3);
    CHECK(d.depot->returns && d.depot->returns->share == 0.25);
    CHECK_INT(d.depot->teams_count, 1);
    CHECK_INT(d.depot->teams[0].shifts_count, 2);
    CHECK_INT(d.depot->teams[0].shifts[1].people, 6);
    CHECK_INT(d.depot->teams[0].shifts[1].from.seconds, 50400);
    CHECK_INT(d.depot->skills_count, 2);
    CHECK_TEXT(d.depot->skills[1], "pack");
    CHECK_NEAR(d.depot->sizes[1], 2.5, 0, "a list of numbers");
    CHECK_INT(d.depot->ranks[0], 1);
    depot_free(&d);
}

static void what_is_left_out_has_its_default(void) {
    struct depot_read d = depot_read("{\"pack_s\": 30}", 0);
    CHECK_TEXT(d.problems, "");
    CHECK_TEXT(d.depot->title, "");
    CHECK(d.depot->open);
    CHECK_INT(d.depot->benches, 4);
    CHECK_INT(d.depot->order, 0);
    CHECK_INT(d.depot->start.seconds, 21600);
    CHECK_INT(d.depot->days.mask, 127);
    CHECK_TEXT(d.depot->method.is->name, "single");
    CHECK(d.depot->method.config == NULL);
    CHECK_INT(d.depot->dock.doors, 2);
    CHECK(d.depot->returns == NULL && d.depot->teams == NULL && d.depot->teams_count == 0);
    CHECK(!distribution_given(&d.depot->check_s));
    CHECK(config_given(d.config, "pack_s"));
    CHECK(!config_given(d.config, "benches"));
    CHECK(!config_given(d.config, "nothing.of.this"));
    depot_free(&d);
}

/* Each text is one line, so that its problem is in line 1. */
static void check_problem(const char *json, const char *expected) {
    struct depot_read d = depot_read(json, 0);
    CHECK_TEXT(d.problems, expected);
    depot_free(&d);
}

static void wrong_values_are_named_with_rule_and_range(void) {
    static const struct {
        const char *json, *problem;
    } cases[] = {
        {"{\"pack_s\": 30, \"benches\": 0}",
         "t.json:1:27: error: benches: must be between 1 and 500, but is 0\n"},
        {"{\"pack_s\": 30, \"benches\": 2.5}",
         "t.json:1:27: error: benches: must be a whole number, but is 2.5\n"},
        {"{\"pack_s\": 30, \"benches\": \"four\"}",
         "t.json:1:27: error: benches: must be a whole number, but is \"four\"\n"},
        {"{\"pack_s\": 30, \"open\": null}",
         "t.json:1:24: error: open: must be true or false, but is null\n"},
        {"{\"pack_s\": 30, \"order\": \"urgend\"}",
         "t.json:1:25: error: order: must be first_come or urgent, but is \"urgend\"\n"
         "    hint: did you mean \"urgent\"?\n"},
        {"{\"pack_s\": 30, \"start\": \"25:00\"}",
         "t.json:1:25: error: start: must be a time of day such as \"16:00\", but is \"25:00\"\n"},
        {"{\"pack_s\": 30, \"first_day\": \"2026-02-30\"}",
         "t.json:1:29: error: first_day: must be a date such as \"2026-12-07\", but is \"2026-02-30\"\n"},
        {"{\"pack_s\": 30, \"days\": \"someday\"}", "t.json:1:24: error: days: must be days of the week such "
                                                    "as \"mon-fri\", \"tue,thu\" or \"daily\", but is "
                                                    "\"someday\"\n"},
        {"{\"pack_s\": 30, \"hours\": \"evning\"}",
         "t.json:1:25: error: hours: there is no profile \"evning\"\n    hint: did you mean \"evening\"?\n"},
        {"{\"pack_s\": 30, \"hours\": [1, 2]}",
         "t.json:1:25: error: hours: must have 24 weights or a multiple of 24, but has 2\n"
         "    hint: 24 weights make a day, 168 a week from Monday\n"},
        {"{\"pack_s\": 30, \"dock\": 3}", "t.json:1:24: error: dock: must be an object, but is 3\n"},
        {"{\"pack_s\": 30, \"teams\": {}}", "t.json:1:25: error: teams: must be a list, but is an object\n"},
        {"{\"pack_s\": 30, \"sizes\": [1,2,3,4]}",
         "t.json:1:25: error: sizes: must have between 0 and 3 elements, but has 4\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_problem(cases[i].json, cases[i].problem);
}

static void unknown_keys_get_the_nearest_one(void) {
    check_problem("{\"pack_s\": 30, \"bencehs\": 3}",
                  "t.json:1:16: error: unknown key \"bencehs\"\n    hint: did you mean \"benches\"?\n");
    check_problem("{\"pack_s\": 30, \"dock\": {\"dors\": 3}}",
                  "t.json:1:25: error: dock: unknown key \"dors\"\n    hint: did you mean \"doors\"?\n");
    check_problem("{\"pack_s\": 30, \"$comment\": 1, \"dock\": {\"$comment\": [], \"doors\": 1}}", "");
}

static void missing_keys_are_placed_at_their_object(void) {
    check_problem("{}",
                  "t.json:1:1: error: pack_s: is required, but missing\n    hint: Time to pack one order.\n");
    check_problem("{\"pack_s\": 1, \"teams\":\n [{\"name\": \"a\", \"shifts\": [{}]}]}",
                  "t.json:2:28: error: teams.a.shifts.0.people: is required, but missing\n"
                  "    hint: People in the shift.\n");
}

static void names_are_names_and_unique(void) {
    check_problem("{\"pack_s\": 1, \"teams\": [{\"name\": \"a\"}, {\"name\": \"b\"}, {\"name\": \"a\"}]}",
                  "t.json:1:64: error: teams.a.name: the name \"a\" is already taken\n"
                  "    hint: give each element a name of its own\n");
    check_problem(
        "{\"pack_s\": 1, \"teams\": [{\"name\": \"a.b\"}]}",
        "t.json:1:34: error: teams.0.name: must be a letter followed by letters, digits, _ or -, but is "
        "\"a.b\"\n");
}

static void choices_take_one_name_with_its_parameters(void) {
    check_problem(
        "{\"pack_s\": 1, \"method\": \"bach\"}",
        "t.json:1:25: error: method: there is no choice \"bach\"\n    hint: did you mean \"batch\"?\n");
    check_problem(
        "{\"pack_s\": 1, \"method\": {\"batch\": {\"order\": 3}}}",
        "t.json:1:36: error: method.batch: unknown key \"order\"\n    hint: did you mean \"orders\"?\n");
    check_problem("{\"pack_s\": 1, \"method\": {\"batch\": {}, \"single\": {}}}",
                  "t.json:1:25: error: method: must be {\"NAME\": {parameters}} with one name\n");
    check_problem("{\"pack_s\": 1, \"method\": 3}",
                  "t.json:1:25: error: method: must be a name or {\"NAME\": {parameters}}, but is 3\n");
}

static void distributions_are_checked_against_the_range_of_their_key(void) {
    static const struct {
        const char *pack_s, *problem;
    } cases[] = {
        {"0.5", "t.json:1:12: error: pack_s: must be between 1 and 3600 s, but is 0.5\n"},
        {"{\"constant\": {\"value\": 4000}}",
         "t.json:1:35: error: pack_s.constant.value: must be between 1 and 3600 s, but is 4000\n"},
        {"{\"uniform\": {\"min\": 0, \"max\": 10}}",
         "t.json:1:32: error: pack_s.uniform.min: must be between 1 and 3600 s, but is 0\n"},
        {"{\"lognormal\": {\"mean\": 45}}", NULL},
        {"{\"lognormall\": {\"mean\": 45}}",
         "t.json:1:13: error: pack_s: there is no distribution \"lognormall\"\n"
         "    hint: did you mean \"lognormal\"?\n"},
        {"{\"empirical\": {\"values\": [10, 0, 20]}}",
         "t.json:1:42: error: pack_s.empirical.values.1: must be between 1 and 3600 s, but is 0\n"},
        {"{\"empirical\": {\"values\": [10], \"weights\": [0]}}",
         "t.json:1:54: error: pack_s.empirical.weights: must have a weight above 0\n"},
        {"{\"mixture\": [{\"weight\": 1}]}", "t.json:1:25: error: pack_s.mixture.0: must be {\"weight\": "
                                             "NUMBER, \"of\": DISTRIBUTION}, but is an object "
                                             "without one of them\n"},
        {"{\"sum\": [2000, 2000]}",
         "t.json:1:20: error: pack_s.sum: must have a mean between 1 and 3600 s, but it is 4000\n"},
        {"\"fast\"",
         "t.json:1:12: error: pack_s: must be a number or {\"KIND\": {parameters}}, but is \"fast\"\n"
         "    hint: for instance {\"lognormal\": {\"mean\": 45, \"cv\": 0.4}}\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[400];
        snprintf(json, sizeof json, "{\"pack_s\": %s}", cases[i].pack_s);
        struct depot_read d = depot_read(json, 0);
        if (cases[i].problem)
            CHECK_TEXT(d.problems, cases[i].problem);
        else
            CHECK(strstr(d.problems, "t.json:1:26: error: pack_s.lognormal.cv: is required, but missing\n"));
        depot_free(&d);
    }
}

static void sums_and_mixtures_have_the_moments_of_their_parts(void) {
    struct depot_read d =
        depot_read("{\"pack_s\": {\"sum\": [10, {\"exponential\": {\"mean\": 5}}]}, \"check_s\": "
                   "{\"mixture\": [{\"weight\": 1, \"of\": 10}, {\"weight\": 3, \"of\": 20}]}}",
                   0);
    CHECK_TEXT(d.problems, "");
    CHECK_NEAR(d.depot->pack_s.mean, 15, 1e-9, "10 + 5");
    CHECK_NEAR(d.depot->pack_s.variance, 25, 1e-9, "0 + 5^2");
    CHECK_NEAR(d.depot->check_s.mean, 17.5, 1e-9, "(10 + 3 * 20) / 4");
    depot_free(&d);
}

static void all_problems_come_at_once(void) {
    struct depot_read d =
        depot_read("{\n \"pack_s\": 0,\n \"benches\": 0,\n \"x\": 1,\n \"dock\": {\"doors\": -1}\n}", 0);
    CHECK_INT(d.errors, 4);
    CHECK(strncmp(d.problems, "t.json:2:12: ", 13) == 0);
    depot_free(&d);
}

static void later_checks_find_the_line_of_a_path(void) {
    struct depot_read d = depot_read("{\"pack_s\": 1,\n \"teams\": [\n  {\"name\": \"a\", \"shifts\": [\n"
                                     "   {\"people\": 5}]}]}",
                                     0);
    problem_of(d.collected, "teams.a.shifts.0.people", NULL, "too few");
    problem_of(d.collected, "teams.a.shifts.0.from", NULL, "too early");
    problem_of(d.collected, "teams.b", NULL, "unknown");
    struct text out = {0};
    problems_write(d.collected, &out);
    CHECK_TEXT(out.data, "t.json:2:11: error: teams.b: unknown\n"
                         "t.json:4:4: error: teams.a.shifts.0.from: too early\n"
                         "t.json:4:15: error: teams.a.shifts.0.people: too few\n");
    text_free(&out);
    depot_free(&d);
}

struct site {
    const char *name;
    struct dock_config *dock;
    int benches;
};
static const struct field site_fields[] = {
    {FIELD(struct site, name), .required = true, .doc = "Name."},
    {SECTION(struct site, dock, dock_fields), .doc = "Dock."},
    {FIELD(struct site, benches), .min = 1, .max = 9, .preset = 2, .doc = "Benches."},
    {0},
};
struct network {
    struct dock_config *dock;
    int benches;
    struct site *sites;
    int sites_count;
};
static const struct field network_fields[] = {
    {SECTION(struct network, dock, dock_fields), .doc = "Dock."},
    {FIELD(struct network, benches), .min = 1, .max = 9, .preset = 2, .doc = "Benches."},
    {LIST(struct network, sites, site_fields), .overlay = true, .doc = "Sites."},
    {0},
};

static void root_keys_are_defaults_of_an_overlay_list(void) {
    static const char json[] =
        "{\"benches\": 5, \"dock\": {\"doors\": 7},\n"
        " \"sites\": [{\"name\": \"a\"}, {\"name\": \"b\", \"benches\": 3, \"dock\": {}}]}";
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct setting setting = {"sites.b.dock.doors=9"};
    struct config *config = config_read_text(arena, "t.json", json, strlen(json), &setting, 1, network_fields,
                                             sizeof(struct network), problems);
    const struct network *network = config_values(config);
    CHECK_INT(problems->errors, 0);
    CHECK_INT(network->sites_count, 2);
    CHECK_INT(network->sites[0].benches, 5);
    CHECK_INT(network->sites[0].dock->doors, 7);
    CHECK_INT(network->sites[1].benches, 3);
    CHECK_INT(network->sites[1].dock->doors, 9);
    CHECK(network->dock == NULL); /* moved into the sites */
    problem_of(problems, "sites.a.dock.doors", NULL, "too many");
    CHECK_INT(problems->items[0].place.line, 1);
    arena_destroy(arena);
}

/* A key that holds a whole file, in a scenario of a folder of its own. */
struct letterbox {
    struct file_text letter;
    int copies;
};
static const struct field letterbox_fields[] = {
    {FIELD(struct letterbox, letter), .doc = "A file that the model reads itself."},
    {FIELD(struct letterbox, copies), .min = 1, .max = 9, .preset = 1, .doc = "Copies."},
    {0},
};

static const char *file_in(struct arena *arena, const char *folder, const char *name, const char *content) {
    const char *path = arena_format(arena, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (CHECK(file != NULL)) {
        fputs(content, file);
        fclose(file);
    }
    return path;
}

struct letter_read {
    struct arena *arena;
    const char *folder;
    struct config *config;
    const struct letterbox *box;
    struct text problems;
};

/* The scenario FOLDER/s.json, beside the file FOLDER/letter.txt; `setting` NULL = none. */
static struct letter_read read_letter(const char *scenario, const char *setting) {
    struct letter_read l = {.arena = arena_create()};
    struct problems *problems = problems_create(l.arena);
    const char *base = getenv("TMPDIR");
    char *folder = arena_format(l.arena, "%s/fcsim_letter_XXXXXX", base ? base : "/tmp");
    CHECK(mkdtemp(folder) != NULL);
    l.folder = folder;
    const char *letter = file_in(l.arena, folder, "letter.txt", "Dear centre,\nship it.\n");
    const char *path = file_in(l.arena, folder, "s.json", scenario);
    struct setting given = {setting};
    l.config = config_read(l.arena, path, &given, setting != NULL, letterbox_fields, sizeof(struct letterbox),
                           problems);
    l.box = config_values(l.config);
    problems_write(problems, &l.problems);
    unlink(letter);
    unlink(path);
    rmdir(folder);
    return l;
}

static void letter_free(struct letter_read *l) {
    text_free(&l->problems);
    arena_destroy(l->arena);
}

static void a_file_is_read_beside_its_scenario(void) {
    static const char *const ways[] = {"{\"letter\": \"letter.txt\"}",
                                       "{\"letter\": {\"file\": \"./letter.txt\"}}"};
    struct hash content[2];
    for (int i = 0; i < 2; i++) {
        struct letter_read l = read_letter(ways[i], NULL);
        CHECK(l.problems.length == 0);
        CHECK_TEXT(l.box->letter.text, "Dear centre,\nship it.\n");
        CHECK_INT(l.box->letter.length, 22);
        CHECK(l.box->letter.name && strncmp(l.box->letter.name, l.folder, strlen(l.folder)) == 0);
        content[i] = l.box->letter.content;
        letter_free(&l);
    }
    CHECK(content[0].high == content[1].high && content[0].low == content[1].low);
}

static void a_file_of_a_setting_is_read_from_the_working_directory(void) {
    struct letter_read l = read_letter("{\"letter\": \"no_such.txt\"}", "letter=LICENSE");
    CHECK(l.problems.length == 0);
    CHECK_TEXT(l.box->letter.name, "LICENSE");
    CHECK(l.box->letter.text && strncmp(l.box->letter.text, "MIT License", 11) == 0);
    letter_free(&l);
}

static void a_file_that_is_left_out_has_no_name(void) {
    struct letter_read l = read_letter("{}", NULL);
    CHECK(l.problems.length == 0);
    CHECK(l.box->letter.name == NULL && l.box->letter.text == NULL);
    letter_free(&l);
}

/* FOLDER stands for the scenario's folder. */
static void wrong_files_are_named_with_their_place(void) {
    static const struct {
        const char *json, *setting, *problem;
    } cases[] = {
        {"{\"letter\": \"lost.txt\"}", NULL,
         "FOLDER/s.json:1:12: error: letter: the file \"FOLDER/lost.txt\" does not exist\n"},
        {"{\"letter\": {\"file\": \"lost.txt\"}}", NULL,
         "FOLDER/s.json:1:21: error: letter: the file \"FOLDER/lost.txt\" does not exist\n"},
        {"{}", "letter=letter.txt",
         "--set letter=letter.txt: error: letter: the file \"letter.txt\" does not exist\n"},
        {"{\"letter\": \".\"}", NULL,
         "FOLDER/s.json:1:12: error: letter: the file \"FOLDER/.\" is not a regular file\n"},
        {"{\"letter\": \"\"}", NULL,
         "FOLDER/s.json:1:12: error: letter: must be the path of a file or {\"file\": PATH}, but is \"\"\n"},
        {"{\"letter\": 5}", NULL,
         "FOLDER/s.json:1:12: error: letter: must be the path of a file or {\"file\": PATH}, but is 5\n"},
        {"{\"letter\": {}}", NULL,
         "FOLDER/s.json:1:12: error: letter: must be the path of a file or {\"file\": PATH}, but is without "
         "\"file\"\n"},
        {"{\"letter\": {\"file\": \"letter.txt\", \"colour\": 1}}", NULL,
         "FOLDER/s.json:1:35: error: letter: unknown key \"colour\"\n    hint: only file\n"},
    };
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        struct letter_read l = read_letter(cases[i].json, cases[i].setting);
        struct text expected = {0};
        for (const char *at = cases[i].problem; *at;) {
            bool folder = strncmp(at, "FOLDER", 6) == 0;
            text_format(&expected, folder ? "%s" : "%.1s", folder ? l.folder : at);
            at += folder ? 6 : 1;
        }
        CHECK_TEXT(l.problems.data ? l.problems.data : "", expected.data);
        text_free(&expected);
        letter_free(&l);
    }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(every_kind_is_read)},
                                            {TEST(what_is_left_out_has_its_default)},
                                            {TEST(wrong_values_are_named_with_rule_and_range)},
                                            {TEST(unknown_keys_get_the_nearest_one)},
                                            {TEST(missing_keys_are_placed_at_their_object)},
                                            {TEST(names_are_names_and_unique)},
                                            {TEST(choices_take_one_name_with_its_parameters)},
                                            {TEST(distributions_are_checked_against_the_range_of_their_key)},
                                            {TEST(sums_and_mixtures_have_the_moments_of_their_parts)},
                                            {TEST(all_problems_come_at_once)},
                                            {TEST(later_checks_find_the_line_of_a_path)},
                                            {TEST(root_keys_are_defaults_of_an_overlay_list)},
                                            {TEST(a_file_is_read_beside_its_scenario)},
                                            {TEST(a_file_of_a_setting_is_read_from_the_working_directory)},
                                            {TEST(a_file_that_is_left_out_has_no_name)},
                                            {TEST(wrong_files_are_named_with_their_place)},
                                            {0}});
}
