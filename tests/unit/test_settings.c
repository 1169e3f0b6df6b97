/* SPDX-License-Identifier: MIT */
/* test_settings.c - what --set PATH=VALUE changes, and what it refuses in which words. */
#include "tests/support/check.h"
#include "tests/unit/depot.h"

static const char base[] =
    "{\"pack_s\": 30, \"method\": {\"batch\": {\"orders\": 20, \"wait_s\": 5}},\n"
    " \"teams\": [{\"name\": \"a\", \"shifts\": [{\"people\": 1}, {\"people\": 2}]}, {\"name\": \"b\"}]}";

static const struct batch_config *batch_of(const struct depot_read *d) {
    return d->depot->method.config;
}

static void a_setting_replaces_a_value(void) {
    struct depot_read d = depot_read(base, 4, "benches=9", "pack_s={\"uniform\": {\"min\": 10, \"max\": 30}}",
                                     "start=07:30", "title=2026");
    CHECK_TEXT(d.problems, "");
    CHECK_INT(d.depot->benches, 9);
    CHECK_NEAR(d.depot->pack_s.mean, 20, 1e-12, "(10 + 30) / 2");
    CHECK_INT(d.depot->start.seconds, 27000);
    CHECK_TEXT(d.depot->title, "2026");
    CHECK(config_given(d.config, "benches"));
    depot_free(&d);
}

static void elements_are_addressed_by_name_and_index(void) {
    struct depot_read d =
        depot_read(base, 2, "teams.a.shifts.1.people=7", "teams.1.shifts=[{\"people\": 3}]");
    CHECK_TEXT(d.problems, "");
    CHECK_INT(d.depot->teams[0].shifts[0].people, 1);
    CHECK_INT(d.depot->teams[0].shifts[1].people, 7);
    CHECK_INT(d.depot->teams[1].shifts_count, 1);
    CHECK_INT(d.depot->teams[1].shifts[0].people, 3);
    depot_free(&d);
}

static void a_list_is_replaced_whole(void) {
    struct depot_read d = depot_read(base, 2, "teams=[{\"name\": \"c\"}]", "sizes=[1,2]");
    CHECK_TEXT(d.problems, "");
    CHECK_INT(d.depot->teams_count, 1);
    CHECK_TEXT(d.depot->teams[0].name, "c");
    CHECK_INT(d.depot->sizes_count, 2);
    depot_free(&d);
}

static void going_into_the_same_choice_keeps_its_other_parameters(void) {
    struct depot_read d = depot_read(base, 1, "method.batch.orders=12");
    CHECK_TEXT(d.problems, "");
    CHECK_INT(batch_of(&d)->orders, 12);
    CHECK_NEAR(batch_of(&d)->wait_s, 5, 0, "as in the file");
    depot_free(&d);
}

static void going_into_another_choice_selects_it_with_its_defaults(void) {
    struct depot_read d = depot_read("{\"pack_s\": 1, \"method\": \"single\"}", 1, "method.batch.orders=12");
    CHECK_TEXT(d.problems, "");
    CHECK_TEXT(d.depot->method.is->name, "batch");
    CHECK_INT(batch_of(&d)->orders, 12);
    CHECK_NEAR(batch_of(&d)->wait_s, 60, 0, "the default");
    depot_free(&d);
    d = depot_read(base, 1, "method=single");
    CHECK_TEXT(d.problems, "");
    CHECK_TEXT(d.depot->method.is->name, "single");
    depot_free(&d);
}

static void sections_and_distributions_are_made_on_the_way(void) {
    struct depot_read d =
        depot_read(base, 3, "returns.share=0.5", "check_s.lognormal.mean=40", "check_s.lognormal.cv=0.5");
    CHECK_TEXT(d.problems, "");
    CHECK(d.depot->returns && d.depot->returns->share == 0.5);
    CHECK_NEAR(d.depot->check_s.mean, 40, 1e-9, "mean of the lognormal");
    depot_free(&d);
    d = depot_read("{\"pack_s\": 1, \"returns\": {}}", 1, "returns=null");
    CHECK_TEXT(d.problems, "");
    CHECK(d.depot->returns == NULL);
    depot_free(&d);
}

static void wrong_settings_are_refused_with_the_nearest_path(void) {
    static const struct {
        const char *setting, *problem;
    } cases[] = {
        {"bencehs=3", "--set bencehs=3: error: bencehs: there is no key \"bencehs\"\n    hint: did you mean "
                      "\"benches\"?\n"},
        {"dock.dors=3", "--set dock.dors=3: error: dock.dors: there is no key \"dors\"\n    hint: did you "
                        "mean \"dock.doors\"?\n"},
        {"teams.c.shifts=[]", "--set teams.c.shifts=[]: error: teams.c.shifts: there is no element \"c\"\n   "
                              " hint: one of a, b\n"},
        {"teams.a.shifts.2.people=1", "--set teams.a.shifts.2.people=1: error: teams.a.shifts.2.people: "
                                      "there is no element 2: the list has 2, counted from 0\n"
                                      "    hint: PATH=[...] replaces the list\n"},
        {"method.bach.orders=1", "--set method.bach.orders=1: error: method.bach.orders: there is no choice "
                                 "\"bach\"\n    hint: did you "
                                 "mean \"method.batch\"?\n"},
        {"benches.x=1", "--set benches.x=1: error: benches.x: \"benches\" has no keys inside\n"},
        {"benches", "error: a setting must be PATH=VALUE, but is \"benches\"\n"
                    "    hint: for instance --set packing.benches=12\n"},
        {"sizes=[1,",
         "--set sizes=[1,: error: sizes: the value is no valid JSON: expected a value, but the text ends\n"},
        {"benches=0", "--set benches=0: error: benches: must be between 1 and 500, but is 0\n"},
        {"benches=many", "--set benches=many: error: benches: must be a whole number, but is \"many\"\n"},
        {"pack_s.lognormal.men=3", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct depot_read d = depot_read(base, 1, cases[i].setting);
        if (cases[i].problem)
            CHECK_TEXT(d.problems, cases[i].problem);
        else
            CHECK(strstr(d.problems, "did you mean \"pack_s.lognormal.mean\"?"));
        depot_free(&d);
    }
}

/* Each setting beside what it says when relative names start at /data. */
static void names_of_files_become_absolute_by_the_table_of_their_key(void) {
    static const char *const cases[][2] = {
        {"sales=book.csv", "sales=/data/book.csv"},
        {"sales=2026", "sales=/data/2026"},
        {"sales=\"book.csv\"", "sales=/data/book.csv"},
        {"sales.file=a/book.csv", "sales.file=/data/a/book.csv"},
        {"sales={\"file\":\"book.csv\",\"columns\":{\"sku\":\"file\"}}",
         "sales={\"file\":\"/data/book.csv\",\"columns\":{\"sku\":\"file\"}}"},
        {"pack_s.empirical.file=times.csv", "pack_s.empirical.file=/data/times.csv"},
        {"pack_s={\"mixture\":[{\"empirical\":{\"file\":\"times.csv\"}}]}",
         "pack_s={\"mixture\":[{\"empirical\":{\"file\":\"/data/times.csv\"}}]}"},
        {"sales=/book.csv", "sales=/book.csv"},
        {"sales.columns.sku=book.csv", "sales.columns.sku=book.csv"},
        {"title=book.csv", "title=book.csv"},
        {"method.batch.orders=12", "method.batch.orders=12"},
        {"teams.a.shifts=[ {\"people\": 3} ]", "teams.a.shifts=[ {\"people\": 3} ]"},
        {"nonsense=book.csv", "nonsense=book.csv"},
        {"sales={\"file\":", "sales=/data/{\"file\":"},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct setting given = {cases[i][0], {"somewhere", 3, 4}},
                       settled = setting_from(arena, depot_fields, given, "/data");
        CHECK_TEXT(settled.argument, cases[i][1]);
        CHECK_INT(settled.origin.line, 3);
    }
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(a_setting_replaces_a_value)},
                                            {TEST(elements_are_addressed_by_name_and_index)},
                                            {TEST(a_list_is_replaced_whole)},
                                            {TEST(going_into_the_same_choice_keeps_its_other_parameters)},
                                            {TEST(going_into_another_choice_selects_it_with_its_defaults)},
                                            {TEST(sections_and_distributions_are_made_on_the_way)},
                                            {TEST(wrong_settings_are_refused_with_the_nearest_path)},
                                            {TEST(names_of_files_become_absolute_by_the_table_of_their_key)},
                                            {0}});
}
