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
static int scenario_names(const char *folder, struct arena *arena, const char **names) {
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

static void list(const char *folder, const char *const *names, int count, struct arena *arena) {
    struct text plain = {0}, out = {0};
    text_add(&plain, "Scenarios to start from ('fcsim init NAME' writes NAME.json):\n\n");
    for (int i = 0; i < count; i++) {
        struct text content = {0};
        cJSON *root = NULL;
        if (read_file(arena_format(arena, "%s/%s.json", folder, names[i]), &content))
            root = cJSON_ParseWithLength(content.data, content.length);
        const char *description = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "description"));
        text_format(&plain, "  %-14s  %s\n", names[i], description ? description : "");
        cJSON_Delete(root);
        text_free(&content);
    }
    wrap_lines(plain.data, &out);
    text_free(&plain);
    emit(&out);
}

static int copy_file(const struct options *options, const char *folder, const char *name) {
    if (!options->force && access(name, F_OK) == 0)
        return complain(EXIT_ERROR, "init: %s is there already; --force overwrites it", name);
    struct text content = {0}, error = {0};
    const char *source = arena_format(options->arena, "%s/%s", folder, name);
    int code = EXIT_DONE;
    if (!read_file(source, &content))
        code = complain(EXIT_ERROR, "init: cannot read %s", source);
    else if (!file_write_atomically(name, content.data, content.length, &error))
        code = complain(EXIT_ERROR, "init: %s", error.data);
    text_free(&content);
    text_free(&error);
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

static int write_copy(const struct options *options, const char *folder, const char *name) {
    const char *files[MOST_FILES];
    int count = file_names(folder, name, options->arena, files), code = EXIT_DONE;
    for (int i = 0; i < count && code == EXIT_DONE; i++)
        code = copy_file(options, folder, files[i]);
    if (code != EXIT_DONE || options->quiet)
        return code;
    struct text out = {0};
    for (int i = 0; i < count; i++)
        text_format(&out, "%s%s", i == 0 ? "wrote " : i == count - 1 ? " and " : ", ", files[i]);
    text_format(&out, "; next: fcsim check %s.json, then fcsim run %s.json -o results\n", name, name);
    emit(&out);
    return code;
}

static int run(const struct options *options) {
    const char *folder = scenario_folder(options->arena);
    if (!folder)
        return complain(EXIT_ERROR, "init: the scenarios are not where they should be; name their folder in "
                                    "FCSIM_SCENARIOS");
    const char **names = arena_array(options->arena, const char *, MOST_SCENARIOS);
    int count = scenario_names(folder, options->arena, names);
    if (count == 0)
        return complain(EXIT_ERROR, "init: there is no scenario in %s", folder);
    if (options->argument_count == 0) {
        list(folder, names, count, options->arena);
        return EXIT_DONE;
    }
    const char *name = options->arguments[0];
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return write_copy(options, folder, name);
    return complain_unknown("scenario", name, text_nearest(name, names, count));
}

const struct command command_init = {
    .name = "init",
    .arguments = "[NAME]",
    .doc = "Writes a scenario to start from, with its data files; lists all without NAME.",
    .flags = FLAG(FORCE) | FLAG(QUIET) | FLAG(HELP),
    .most = 1,
    .run = run,
};
