/* SPDX-License-Identifier: MIT */
/* scenario.c - see scenario.h. */
#include "cli/scenario.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include "cli/command.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/study/study_file.h"

struct scenario scenario_read(const struct options *options, const char *path) {
    const struct subject *subject = the_subject();
    struct scenario scenario = {.path = path, .problems = problems_create(options->arena)};
    if (study_file_is(options->arena, path)) {
        problem_at(scenario.problems, (struct place){.file = path}, "",
                   arena_format(options->arena,
                                "fcsim sweep %s runs it, without --vary; --dry-run only checks it", path),
                   "is a study: it names a scenario and what is varied in it");
        return scenario;
    }
    scenario.config = config_read(options->arena, path, options->settings, options->setting_count,
                                  subject->fields, subject->size, scenario.problems);
    scenario.values = config_values(scenario.config);
    if (!scenario.problems->errors)
        subject->check(scenario.values, options->arena, scenario.problems);
    scenario.valid = scenario.problems->errors == 0;
    if (!scenario.valid)
        return scenario;
    subject->plan(scenario.values, &scenario.plan);
    subject->estimate(scenario.values, options->arena, &scenario.estimate);
    return scenario;
}

void scenario_print_problems(const struct scenario *scenario) {
    problems_print(scenario->problems, EXIT_INVALID);
}

/* One step of a path: a key, the name of a list's element, or its index. */
static const cJSON *step(const cJSON *node, const char *key, size_t length) {
    char *end;
    long index = strtol(key, &end, 10);
    long position = 0;
    const cJSON *child;
    cJSON_ArrayForEach(child, node) {
        const char *name = child->string;
        if (cJSON_IsArray(node))
            name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(child, "name"));
        if (name ? strlen(name) == length && memcmp(name, key, length) == 0
                 : end == key + length && position == index)
            return child;
        position++;
    }
    return NULL;
}

const cJSON *scenario_value(const cJSON *root, const char *path) {
    const cJSON *node = root;
    while (node && *path) {
        size_t length = strcspn(path, ".");
        node = step(node, path, length);
        path += length + (path[length] == '.');
    }
    return node;
}

const char *const *scenario_changes(const char *resolved, struct arena *arena) {
    cJSON *root = cJSON_Parse(resolved);
    const cJSON *sources = cJSON_GetObjectItemCaseSensitive(root, "$sources"), *source;
    const char **changes = arena_array(arena, const char *, cJSON_GetArraySize(sources) + 1);
    int count = 0;
    cJSON_ArrayForEach(source, sources) {
        const char *origin = cJSON_GetStringValue(source);
        if (!origin || strcmp(origin, "default") == 0)
            continue;
        char *value = cJSON_PrintUnformatted(scenario_value(root, source->string));
        changes[count++] = arena_format(arena, "%s = %s (%s)", source->string, value ? value : "?", origin);
        cJSON_free(value);
    }
    cJSON_Delete(root);
    return changes;
}
