/* SPDX-License-Identifier: MIT */
/* cmd_init.c - fcsim init [NAME] */
#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/wrap.h"
#include "cli/scenario.h"
#include "output/output.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { MOST_SCENARIOS = 200, MOST_FILES = 20, LONGEST_PATH = 4096 };

/* Scenarios are beside the binary in a checkout and one folder up where it is installed. */
const char *scenario_folder(struct arena *arena) {
    const char *given = getenv("FCSIM_SCENARIOS");
    if (given && *given)
        return given;
    char binary[LONGEST_PATH];
    ssize_t length = readlink("/proc/self/exe", binary, sizeof binary - 1);
    binary[length > 0 ? length : 0] = 0;
    char *slash = strrchr(binary, '/');
    if (slash)
        *slash = 0;
    static const char *const places[] = {"scenarios", "../scenarios", "../share/fcsim/scenarios",
                                         "../../scenarios"};
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
        const char *folder = arena_format(arena, "%s/%s", binary, places[i]);
        if (access(folder, R_OK | X_OK) == 0)
            return folder;
    }
#ifdef FCSIM_SCENARIO_FOLDER
    return FCSIM_SCENARIO_FOLDER;
#else
    return NULL;
#endif
}

static bool read_file(const char *path, struct text *out) {
    char buffer[4096];
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;)
        text_add_range(out, buffer, n);
    bool good = !ferror(file) && out->length > 0;
    fclose(file);
    return good;
}

static int in_order(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names without ".json", sorted. */
static int names_in(const char *folder, struct arena *arena, const char **names) {
    DIR *directory = opendir(folder);
    int count = 0;
    for (struct dirent *entry; directory && (entry = readdir(directory)) && count < MOST_SCENARIOS;)
        if (text_ends_with(entry->d_name, ".json"))
            names[count++] = arena_copy_range(arena, entry->d_name, strlen(entry->d_name) - strlen(".json"));
    if (directory)
        closedir(directory);
    qsort(names, (size_t)count, sizeof *names, in_order);
    return count;
}

static void add_list(struct text *plain, const char *folder, const char *const *names, int count,
                     struct arena *arena) {
    for (int i = 0; i < count; i++) {
        struct text content = {0};
        cJSON *root = NULL;
        if (read_file(arena_format(arena, "%s/%s.json", folder, names[i]), &content))
            root = cJSON_ParseWithLength(content.data, content.length);
        const char *description = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "description"));
        text_format(plain, "  %-14s  %s\n", names[i], description ? description : "");
        cJSON_Delete(root);
        text_free(&content);
    }
}

/* Whether what would be written is there, byte for byte. */
static bool is_there(const char *name, const struct text *content) {
    struct text present = {0};
    bool same = read_file(name, &present) && present.length == content->length &&
                memcmp(present.data, content->data, content->length) == 0;
    text_free(&present);
    return same;
}

/* The files of one call, as they are told of. */
struct writing {
    const struct options *options;
    const char *folder;
    const char *files[2 * MOST_FILES];
    int count;
};

static int write_file(struct writing *writing, const char *name, const struct text *content) {
    struct text error = {0};
    int code = EXIT_DONE;
    if (!writing->options->force && access(name, F_OK) == 0)
        return complain(EXIT_ERROR, "init: %s is there already; --force overwrites it", name);
    if (!file_write_atomically(name, content->data, content->length, &error))
        code = complain(EXIT_ERROR, "init: %s", error.data);
    text_free(&error);
    writing->files[writing->count++] = name;
    return code;
}

/* A scenario and the data files beside it, whose names begin with its own: NAME.json, NAME_*.csv. */
static int file_names(const char *folder, const char *name, struct arena *arena, const char **files) {
    const char *start = arena_format(arena, "%s_", name);
    DIR *directory = opendir(folder);
    int count = 0;
    for (struct dirent *entry; directory && (entry = readdir(directory)) && count < MOST_FILES - 1;)
        if (text_starts_with(entry->d_name, start) && !text_ends_with(entry->d_name, ".json"))
            files[count++] = arena_copy(arena, entry->d_name);
    if (directory)
        closedir(directory);
    qsort(files, (size_t)count, sizeof *files, in_order);
    files[count++] = arena_format(arena, "%s.json", name); /* last, when what it names is there */
    return count;
}

/* With `shared`, a file that is there as it was shipped is left alone. */
static int write_scenario(struct writing *writing, const char *name, bool shared) {
    struct arena *arena = writing->options->arena;
    const char *files[MOST_FILES];
    int count = file_names(writing->folder, name, arena, files), code = EXIT_DONE;
    for (int i = 0; i < count && code == EXIT_DONE; i++) {
        struct text content = {0};
        const char *source = arena_format(arena, "%s/%s", writing->folder, files[i]);
        if (!read_file(source, &content))
            code = complain(EXIT_ERROR, "init: cannot read %s", source);
        else if (!shared || !is_there(files[i], &content))
            code = write_file(writing, files[i], &content);
        text_free(&content);
    }
    return code;
}

/* The study as it is, but naming its scenario beside it. */
static bool read_study(const char *source, struct arena *arena, struct text *out, const char **scenario) {
    struct text content = {0};
    cJSON *root = read_file(source, &content) ? cJSON_ParseWithLength(content.data, content.length) : NULL;
    const char *path = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "scenario"));
    const char *found = path ? strstr(content.data, arena_format(arena, "\"%s\"", path)) : NULL;
    if (found) {
        *scenario = options_name_of(path, arena);
        text_add_range(out, content.data, (size_t)(found - content.data));
        text_format(out, "\"%s.json%s", *scenario, found + 1 + strlen(path));
    }
    cJSON_Delete(root);
    text_free(&content);
    return found != NULL;
}

static int write_study(struct writing *writing, const char *name) {
    struct arena *arena = writing->options->arena;
    const char *source = arena_format(arena, "%s/studies/%s.json", writing->folder, name), *scenario;
    struct text content = {0};
    int code = read_study(source, arena, &content, &scenario)
                   ? write_scenario(writing, scenario, true)
                   : complain(EXIT_ERROR, "init: cannot read %s", source);
    if (code == EXIT_DONE)
        code = write_file(writing, arena_format(arena, "%s.json", name), &content);
    text_free(&content);
    return code;
}

static void tell(const struct writing *writing, const char *name, bool study) {
    struct text out = {0};
    for (int i = 0; i < writing->count; i++)
        text_format(&out, "%s%s",
                    i == 0                    ? "wrote "
                    : i == writing->count - 1 ? " and "
                                              : ", ",
                    writing->files[i]);
    text_format(&out,
                study ? "; next: fcsim sweep %s.json --dry-run, then fcsim sweep %s.json -o results\n"
                      : "; next: fcsim check %s.json, then fcsim run %s.json -o results\n",
                name, name);
    emit(&out);
}

static bool is_among(const char *name, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static int list(const char *folder, const char *const *names, int scenarios, int studies,
                struct arena *arena) {
    struct text plain = {0}, out = {0};
    text_add(&plain, "Scenarios to start from ('fcsim init NAME' writes NAME.json):\n\n");
    add_list(&plain, folder, names, scenarios, arena);
    if (studies) {
        text_add(&plain,
                 "\nStudies for 'fcsim sweep' ('fcsim init NAME' writes NAME.json and its scenario):\n\n");
        add_list(&plain, arena_format(arena, "%s/studies", folder), names + scenarios, studies, arena);
    }
    wrap_lines(plain.data, &out);
    text_free(&plain);
    emit(&out);
    return EXIT_DONE;
}

static int run(const struct options *options) {
    struct arena *arena = options->arena;
    const char *folder = scenario_folder(arena);
    if (!folder)
        return complain(EXIT_ERROR, "init: the scenarios are not where they should be; name their folder in "
                                    "FCSIM_SCENARIOS");
    const char **names = arena_array(arena, const char *, 2 * MOST_SCENARIOS);
    int scenarios = names_in(folder, arena, names),
        studies = names_in(arena_format(arena, "%s/studies", folder), arena, names + scenarios);
    if (scenarios == 0)
        return complain(EXIT_ERROR, "init: there is no scenario in %s", folder);
    if (options->argument_count == 0)
        return list(folder, names, scenarios, studies, arena);
    const char *name = options->arguments[0];
    struct writing writing = {.options = options, .folder = folder};
    bool study = is_among(name, names + scenarios, studies);
    if (!study && !is_among(name, names, scenarios))
        return complain_unknown("scenario", name, text_nearest(name, names, scenarios + studies));
    int code = study ? write_study(&writing, name) : write_scenario(&writing, name, false);
    if (code == EXIT_DONE && !options->quiet)
        tell(&writing, name, study);
    return code;
}

const struct command command_init = {
    .name = "init",
    .arguments = "[NAME]",
    .doc = "Writes a scenario to start from, or a study with its scenario; lists all without NAME.",
    .flags = FLAG(FORCE) | FLAG(QUIET) | FLAG(HELP),
    .most = 1,
    .run = run,
};
