/* SPDX-License-Identifier: MIT */
/* check_designs.c - see check_designs.h. */
#include "cli/check_designs.h"

#include <math.h>
#include <string.h>
#include "cli/command.h"
#include "sim/base/arena.h"
#include "sim/base/map.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"

static const char *option_of(const char *label) {
    return strcmp(label, "seed") == 0           ? "; --seed sets it for all designs"
           : strcmp(label, "replications") == 0 ? "; --reps sets them for all designs"
                                                : "";
}

static bool check_path(const char *path, const struct setting *settings, int count, struct text *error) {
    size_t length = strlen(path);
    for (const char *const *label = the_subject()->labels; *label; label++)
        if (strcmp(path, *label) == 0) {
            text_format(error, "%s does not tell designs apart, so it cannot be varied%s", path,
                        option_of(path));
            return false;
        }
    for (int i = 0; i < count; i++)
        if (strncmp(settings[i].argument, path, length) == 0 && settings[i].argument[length] == '=') {
            text_format(error, "%s is varied, so %s %s would have no effect", path,
                        settings[i].origin.file ? "\"set\":" : "--set", settings[i].argument);
            return false;
        }
    return true;
}

bool factors_check(const struct designs *designs, const struct setting *settings, int count,
                   struct text *error) {
    for (int f = 0; f < designs->factor_count; f++)
        for (int p = 0; p < designs->factors[f].path_count; p++)
            if (!check_path(designs->factors[f].paths[p], settings, count, error))
                return false;
    return true;
}

/* What stands in a design and nowhere before: a text, or a number beyond all earlier ones. */
struct reach {
    double low, high;
    struct map texts;
};

static bool extends(struct reach *reach, const char *value) {
    double number = factor_number(value);
    if (isnan(number)) {
        int *seen = map_at(&reach->texts, value);
        bool news = *seen < 0;
        *seen = 1;
        return news;
    }
    bool beyond = !(number >= reach->low && number <= reach->high);
    reach->low = fmin(reach->low, number);
    reach->high = fmax(reach->high, number);
    return beyond;
}

/* Designs with the smallest and largest number of each factor first, so that few extend the reach. */
static int *by_extremes(const struct designs *designs, struct arena *arena) {
    int *order = arena_array(arena, int, designs->count + 2 * designs->factor_count + 1), n = 0;
    for (int f = 0; f < designs->factor_count; f++) {
        int least = 0, most = 0;
        for (int d = 1; d < designs->count; d++) {
            double number = factor_number(design_value(designs, d, f));
            least = number < factor_number(design_value(designs, least, f)) ? d : least;
            most = number > factor_number(design_value(designs, most, f)) ? d : most;
        }
        order[n++] = least;
        order[n++] = most;
    }
    for (int d = 0; d < designs->count; d++)
        order[n++] = d;
    return order;
}

/* Adds what is wrong with a variant. Two variants with the same fault have the same problem, said once. */
static void check_variant(const struct variant *variant, struct problems *said) {
    const struct subject *subject = the_subject();
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct config *config = config_read(arena, variant->path, variant->settings, variant->setting_count,
                                        subject->fields, subject->size, problems);
    if (!problems->errors)
        subject->check(config_values(config), arena, problems);
    if (problems->errors)
        problems_join(said, problems);
    arena_destroy(arena);
}

int designs_check(const struct designs *designs, const struct variant *variants, struct arena *arena) {
    struct reach *reach = arena_array(arena, struct reach, designs->factor_count + 1);
    const int *order = by_extremes(designs, arena);
    struct problems *said = problems_create(arena);
    for (int f = 0; f < designs->factor_count; f++)
        reach[f] = (struct reach){INFINITY, -INFINITY, map_create(arena)};
    for (int i = 0; i < designs->count + 2 * designs->factor_count; i++) {
        bool news = false;
        for (int f = 0; f < designs->factor_count; f++)
            news |= extends(&reach[f], design_value(designs, order[i], f));
        if (news)
            check_variant(&variants[order[i]], said);
    }
    return problems_print(said, EXIT_INVALID);
}
