/* SPDX-License-Identifier: MIT */
/* beside.c - see beside.h. */
#include "cli/beside.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>
#include "cli/command.h"
#include "cli/made.h"
#include "cli/scenario.h"
#include "output/side_by_side.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

/* What is read of a directory. */
struct files {
    cJSON *summary, *resolved;
};

static double number_in(const cJSON *object, const char *key) {
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsNumber(number) ? number->valuedouble : NAN;
}

static const char *text_in(const cJSON *object, const char *key) {
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return string ? string : "";
}

static struct side_run run_of(const char *directory, const cJSON *summary) {
    const cJSON *metrics = cJSON_GetObjectItemCaseSensitive(summary, "metrics");
    struct side_run run = {.directory = directory,
                           .scenario = text_in(summary, "scenario"),
                           .seed = number_in(summary, "seed"),
                           .replications = (int)fmax(0.0, number_in(summary, "replications")),
                           .partial = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(summary, "partial"))};
    for (int m = 0; m < SIDE_METRICS; m++) {
        const cJSON *metric = cJSON_GetObjectItemCaseSensitive(metrics, side_metrics[m]);
        run.units[m] = text_in(metric, "unit");
        run.numbers[m] = (struct summary){.n = run.replications,
                                          .mean = number_in(metric, "mean"),
                                          .low = number_in(metric, "low"),
                                          .high = number_in(metric, "high")};
    }
    return run;
}

/* Titles and other labels change no result. */
static bool is_label(const char *path) {
    for (const char *const *label = the_subject()->labels; *label; label++)
        if (strcmp(path, *label) == 0)
            return true;
    return false;
}

static const char *value_of(const cJSON *resolved, const char *path, struct arena *arena) {
    const cJSON *value = scenario_value(resolved, path);
    char *printed = value ? cJSON_PrintUnformatted(value) : NULL;
    const char *copy = arena_copy(arena, printed ? printed : "");
    cJSON_free(printed);
    return copy;
}

/* Fills in the values of all runs; false if they are the same. */
static bool differs(const struct files *files, int count, const char *path, struct arena *arena,
                    struct side_setting *setting) {
    const char **values = arena_array(arena, const char *, count);
    bool same = true;
    for (int i = 0; i < count; i++) {
        values[i] = value_of(files[i].resolved, path, arena);
        same &= strcmp(values[i], values[0]) == 0;
    }
    *setting = (struct side_setting){path, values};
    return !same;
}

static bool was_seen(const struct files *files, int before, const char *path) {
    for (int i = 0; i < before; i++)
        if (cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(files[i].resolved, "$sources"),
                                             path))
            return true;
    return false;
}

static void take_settings(const struct files *files, struct side_view *view, struct arena *arena) {
    int most = 0;
    for (int i = 0; i < view->run_count; i++)
        most += cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(files[i].resolved, "$sources"));
    struct side_setting *settings = arena_array(arena, struct side_setting, most + 1);
    for (int i = 0; i < view->run_count; i++) {
        const cJSON *source;
        cJSON_ArrayForEach(source, cJSON_GetObjectItemCaseSensitive(files[i].resolved, "$sources")) {
            if (!is_label(source->string) && !was_seen(files, i, source->string))
                view->setting_count +=
                    differs(files, view->run_count, source->string, arena, &settings[view->setting_count]);
        }
    }
    view->settings = settings;
}

static int read_run(const struct options *options, int i, struct files *files) {
    const char *directory = options->arguments[i];
    files->summary = made_json(directory, "summary.json", options->arena);
    files->resolved = made_json(directory, "scenario.resolved.json", options->arena);
    if (files->summary && files->resolved)
        return EXIT_DONE;
    return complain(
        EXIT_USAGE,
        "report: -o %s sets runs side by side, and %s holds no results of fcsim run; leave -o out",
        options->file, directory);
}

int beside_write(const struct options *options) {
    int count = options->argument_count, code = EXIT_DONE;
    struct files *files = arena_array(options->arena, struct files, count);
    struct side_run *runs = arena_array(options->arena, struct side_run, count);
    struct side_view view = {.version = FCSIM_VERSION, .run_count = count, .runs = runs};
    struct text error = {0};
    for (int i = 0; i < count && code == EXIT_DONE; i++)
        code = read_run(options, i, &files[i]);
    for (int i = 0; i < count && code == EXIT_DONE; i++)
        runs[i] = run_of(options->arguments[i], files[i].summary);
    if (code == EXIT_DONE) {
        view.confidence = number_in(files[0].summary, "confidence");
        take_settings(files, &view, options->arena);
        if (!side_by_side_write(&view, options->file, &error))
            code = complain(EXIT_ERROR, "%s", error.data);
    }
    for (int i = 0; i < count; i++) {
        cJSON_Delete(files[i].summary);
        cJSON_Delete(files[i].resolved);
    }
    text_free(&error);
    return code;
}
