/* SPDX-License-Identifier: MIT */
/* made.c - see made.h. */
#include "cli/made.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "output/output.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/inputs.h"

static const char *path_of(struct arena *arena, const char *directory, const char *name) {
    return arena_format(arena, "%s/%s", directory, name);
}

int made_refuse_other(const struct options *options) {
    if (!options->directory || !(options->command->flags & FLAG(DIRECTORY)))
        return EXIT_DONE;
    cJSON *root = made_json(options->directory, "command.json", options->arena);
    const char *there = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "command"));
    const char *here = options->command->results ? options->command->results : options->command->name;
    int code = EXIT_DONE;
    if (there && strcmp(there, here) != 0)
        code = complain(EXIT_USAGE,
                        "%s: %s holds the results of fcsim %s; name another directory with -o, or remove it",
                        options->command->name, options->directory, there);
    cJSON_Delete(root);
    return code;
}

/* Keeping */

static int keep(const struct options *options, const char *command, const char *const *words, int count,
                const char *folder) {
    if (!options->directory || options->remade)
        return EXIT_DONE;
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "command", command);
    cJSON *list = cJSON_AddArrayToObject(root, "words");
    for (int i = 0; i < count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(words[i]));
    if (folder)
        cJSON_AddStringToObject(root, "folder", folder);
    char *json = cJSON_Print(root);
    struct text content = {0}, error = {0};
    text_format(&content, "%s\n", json);
    cJSON_free(json);
    cJSON_Delete(root);
    const char *path = path_of(options->arena, options->directory, "command.json");
    int code = file_write_atomically(path, content.data, content.length, &error)
                   ? EXIT_DONE
                   : complain(EXIT_ERROR, "%s", error.data);
    text_free(&content);
    text_free(&error);
    return code;
}

int made_keep(const struct options *options) {
    char folder[4096];
    return keep(options, options->command->name, options->kept, options->kept_count,
                getcwd(folder, sizeof folder) ? folder : "/");
}

int made_keep_study(const struct options *options, const char *command) {
    return keep(options, command, &(const char *){"study.json"}, 1, NULL);
}

/* Reading */

cJSON *made_json(const char *directory, const char *name, struct arena *arena) {
    size_t length;
    const char *fault;
    char *content = file_content(arena, path_of(arena, directory, name), &length, &fault);
    cJSON *root = content ? cJSON_ParseWithLength(content, length) : NULL;
    free(content);
    return root;
}

static bool take_words(const cJSON *list, const char *directory, struct arena *arena, struct made *made) {
    const cJSON *word;
    made->words = arena_array(arena, char *, cJSON_GetArraySize(list) + 2);
    made->words[made->word_count++] = "-o"; /* before a word "--" */
    made->words[made->word_count++] = arena_copy(arena, directory);
    cJSON_ArrayForEach(word, list) {
        if (!cJSON_IsString(word))
            return false;
        made->words[made->word_count++] = arena_copy(arena, word->valuestring);
    }
    return cJSON_IsArray(list);
}

static bool take(const cJSON *root, const char *directory, struct arena *arena, struct made *made) {
    const char *command = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "command")),
               *folder = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "folder"));
    *made = (struct made){.command = command ? command_find(command) : NULL,
                          .folder = arena_copy(arena, folder ? folder : directory)};
    return made->command && made->command->flags & FLAG(DIRECTORY) &&
           take_words(cJSON_GetObjectItemCaseSensitive(root, "words"), directory, arena, made);
}

/* Why there is no command. */
static void explain(const char *directory, struct arena *arena, struct text *error) {
    if (access(directory, F_OK) != 0)
        text_format(error, "there is no directory %s", directory);
    else if (access(path_of(arena, directory, "summary.json"), F_OK) == 0 ||
             access(path_of(arena, directory, "report.html"), F_OK) == 0)
        text_format(error,
                    "%s holds results, but not command.json with the command that made them; run that "
                    "command again with -o %s: what is in study.sqlite is not run again",
                    directory, directory);
    else if (access(path_of(arena, directory, "study.sqlite"), F_OK) == 0)
        text_format(error,
                    "%s holds a study that has no results yet: a shard, which fcsim merge joins with the "
                    "others, or one that was interrupted, which the same command with -o %s completes",
                    directory, directory);
    else
        text_format(error, "%s holds no results of fcsim: there is neither command.json nor study.sqlite",
                    directory);
}

bool made_read(const char *directory, struct arena *arena, struct made *made, struct text *error) {
    const char *path = path_of(arena, directory, "command.json");
    if (access(path, F_OK) != 0) {
        explain(directory, arena, error);
        return false;
    }
    cJSON *root = made_json(directory, "command.json", arena);
    bool taken = take(root, directory, arena, made);
    if (!taken)
        text_format(error, "%s is damaged: it names no command of fcsim that writes results", path);
    cJSON_Delete(root);
    return taken;
}

struct made_run made_run_read(const char *directory, struct arena *arena) {
    cJSON *root = made_json(directory, "summary.json", arena);
    const cJSON *replications = cJSON_GetObjectItemCaseSensitive(root, "replications");
    struct made_run run = {.replications = cJSON_IsNumber(replications) && replications->valueint > 0
                                               ? replications->valueint
                                               : 0,
                           .partial = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(root, "partial"))};
    cJSON_Delete(root);
    return run;
}
