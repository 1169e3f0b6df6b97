/* SPDX-License-Identifier: MIT */
/* named_metrics.c - see named_metrics.h. */
#include "cli/named_metrics.h"

#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/study/measure_names.h"
#include "sim/study/target.h"

struct named_metrics metrics_named(const struct options *options) {
    struct arena *arena = options->arena;
    struct named_metrics named = {.arena = arena};
    const char *option = flags[options->command->flags & FLAG(TARGET) ? FLAG_TARGET : FLAG_ASSERT].name;
    for (int i = 0; i < options->metric_count; i++)
        metrics_add(&named, options->metrics[i], arena_format(arena, "--metric %s", options->metrics[i]),
                    EXIT_USAGE);
    for (int i = 0; i < options->until_count; i++)
        metrics_add(&named, options->until[i].metric,
                    arena_format(arena, "--until %s", options->until[i].typed), EXIT_USAGE);
    for (int i = 0; i < options->target_count; i++)
        metrics_add(&named, options->targets[i].metric,
                    arena_format(arena, "%s %s", option, options->targets[i].typed), EXIT_USAGE);
    if (options->select)
        metrics_add(&named, options->select->metric,
                    arena_format(arena, "--select %s", options->select->typed), EXIT_USAGE);
    return named;
}

void metrics_add(struct named_metrics *named, const char *metric, const char *said, enum exit_code code) {
    struct named_metric *items = arena_array(named->arena, struct named_metric, named->count + 1);
    for (int i = 0; i < named->count; i++)
        items[i] = named->items[i];
    items[named->count++] = (struct named_metric){metric, said, code};
    named->items = items;
}

struct looking {
    const struct named_metrics *named;
    bool *found;          /* by name */
    const char **nearest; /* by name: in the first variant that has one */
    int left;
};

static void look(struct looking *looking, struct measures measures) {
    const struct named_metrics *named = looking->named;
    for (int i = 0; i < named->count; i++) {
        if (looking->found[i])
            continue;
        looking->found[i] = measures_have(measures, named->items[i].metric);
        looking->left -= looking->found[i];
        const char *nearest = looking->nearest[i] ? NULL : measures_nearest(measures, named->items[i].metric);
        if (nearest)
            looking->nearest[i] = arena_copy(named->arena, nearest);
    }
}

/* A variant that cannot be read has no metrics; why is said when it is its turn. */
static void look_in(struct looking *looking, const struct variant *variant) {
    const struct subject *subject = the_subject();
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct config *config = config_read(arena, variant->path, variant->settings, variant->setting_count,
                                        subject->fields, subject->size, problems);
    if (!problems->errors)
        subject->check(config_values(config), arena, problems);
    if (!problems->errors)
        look(looking, measures_foretold(subject, config_values(config), arena));
    arena_destroy(arena);
}

static int refuse(const struct options *options, const struct named_metric *named, int designs,
                  const char *nearest) {
    return complain(named->code, "%s: %s: %s metric \"%s\"%s%s%s", options->command->name, named->said,
                    designs == 1 ? "this scenario has no" : "none of the designs has a", named->metric,
                    nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

int metrics_check(const struct options *options, const struct named_metrics *named,
                  const struct variant *variants, int count) {
    int code = EXIT_DONE;
    struct looking looking = {.named = named,
                              .found = arena_array(named->arena, bool, named->count + 1),
                              .nearest = arena_array(named->arena, const char *, named->count + 1),
                              .left = options->remade ? 0 : named->count};
    for (int i = 0; i < count && looking.left; i++)
        look_in(&looking, &variants[i]);
    for (int i = 0; i < named->count && looking.left; i++)
        if (!looking.found[i])
            code = refuse(options, &named->items[i], count, looking.nearest[i]);
    return code;
}
