/* SPDX-License-Identifier: MIT */
/* test_tables.c - the tables of keys and of metrics are sound: they are what messages, manuals and completion
 * are made of. */
#include <ctype.h>
#include <string.h>
#include "models/fcsim.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "tests/support/check.h"

static void key_tables_pass_the_lint(void) {
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text out = {0};
    fields_lint(fcsim_subject.fields, problems);
    problems_write(problems, &out);
    CHECK_TEXT(out.data ? out.data : "", "");
    text_free(&out);
    arena_destroy(arena);
}

static void count_key(void *self, const char *path, const struct field *field) {
    (void)path;
    CHECK(field->doc && *field->doc);
    ++*(int *)self;
}

static void the_walk_sees_every_section(void) {
    int keys = 0;
    fields_walk(fcsim_subject.fields, count_key, &keys);
    CHECK(keys > 100);
}

static void metrics_have_a_unit_and_a_sentence(void) {
    for (const struct metric *const *table = fcsim_subject.metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++) {
            bool sound = metric->unit && *metric->unit && metric->doc &&
                         isupper((unsigned char)*metric->doc) && text_ends_with(metric->doc, ".");
            CHECK_TEXT(sound ? "" : metric->name, "");
        }
}

static void names_of_metrics_are_unique_and_in_lower_case(void) {
    for (const struct metric *const *table = fcsim_subject.metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++) {
            CHECK_INT(strspn(metric->name, "abcdefghijklmnopqrstuvwxyz0123456789_.{}"), strlen(metric->name));
            for (const struct metric *const *other = fcsim_subject.metrics; *other; other++)
                for (const struct metric *m = *other; m->name; m++)
                    if (m != metric && strcmp(m->name, metric->name) == 0)
                        CHECK_TEXT(m->name, "a name of its own");
        }
}

/* "wait_s" is in seconds, "paid_h" in hours. */
static void units_of_metrics_agree_with_their_names(void) {
    static const struct { const char *suffix, *unit; } suffixes[] = {{"_s", "s"}, {"_h", "h"}, {"_m", "m"}};
    for (const struct metric *const *table = fcsim_subject.metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++)
            for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
                if (text_ends_with(metric->name, suffixes[i].suffix))
                    CHECK_TEXT(metric->unit, suffixes[i].unit);
}

static void every_label_is_a_key_of_the_root(void) {
    for (const char *const *label = fcsim_subject.labels; *label; label++) {
        bool found = false;
        for (const struct field *field = fcsim_subject.fields; field->name; field++)
            found |= strcmp(field->name, *label) == 0;
        CHECK_TEXT(found ? "" : *label, "");
    }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(key_tables_pass_the_lint)},
                                            {TEST(the_walk_sees_every_section)},
                                            {TEST(metrics_have_a_unit_and_a_sentence)},
                                            {TEST(names_of_metrics_are_unique_and_in_lower_case)},
                                            {TEST(units_of_metrics_agree_with_their_names)},
                                            {TEST(every_label_is_a_key_of_the_root)},
                                            {0}});
}
