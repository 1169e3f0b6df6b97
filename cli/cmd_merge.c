/* SPDX-License-Identifier: MIT */
/* cmd_merge.c - fcsim merge DIR... -o DIR
 *
 * The ledgers of all shards become one; then the sweep is folded from it as if one machine had run it. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/sweeping.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/inputs.h"
#include "sim/study/ledger.h"

/* Checking */

static const char *in_directory(const struct options *options, int i, const char *name) {
    return arena_format(options->arena, "%s/%s", options->arguments[i], name);
}

/* Folders may differ: every machine has its own. */
static bool same_text(const char *a, const char *b) {
    size_t head_a = strcspn(a, "/"), head_b = strcspn(b, "/");
    const char *tail_a = strrchr(a, '/'), *tail_b = strrchr(b, '/');
    return strcmp(a, b) == 0 ||
           (head_a == head_b && memcmp(a, b, head_a) == 0 && tail_a && tail_b && strcmp(tail_a, tail_b) == 0);
}

static bool same_item(const cJSON *a, const cJSON *b) {
    if (cJSON_IsString(a) && cJSON_IsString(b))
        return same_text(a->valuestring, b->valuestring);
    if (!a || !b || !a->child || !b->child)
        return (!a && !b) || cJSON_Compare(a, b, true);
    const cJSON *x = a->child, *y = b->child;
    for (; x && y; x = x->next, y = y->next)
        if ((x->string && y->string && strcmp(x->string, y->string) != 0) || !same_item(x, y))
            return false;
    return !x && !y;
}

/* The key in which two studies differ, of those that make other replications; NULL = they are the same. */
static const char *difference(const cJSON *a, const cJSON *b) {
    static const char *const keys[] = {"scenario", "set", "vary", "design", "replications", "until", "seed", NULL};
    for (const char *const *key = keys; *key; key++)
        if (!same_item(cJSON_GetObjectItemCaseSensitive(a, *key), cJSON_GetObjectItemCaseSensitive(b, *key)))
            return *key;
    return NULL;
}

static cJSON *study_in(const struct options *options, int i) {
    size_t length;
    const char *fault;
    char *content = file_content(options->arena, in_directory(options, i, "study.json"), &length, &fault);
    cJSON *root = content ? cJSON_ParseWithLength(content, length) : NULL;
    free(content);
    return root;
}

static int check_directory(const struct options *options, int i, const cJSON *first) {
    const char *ledger = in_directory(options, i, "study.sqlite");
    if (access(in_directory(options, i, "study.json"), F_OK) != 0 &&
        access(in_directory(options, i, "scenario.resolved.json"), F_OK) == 0)
        return complain(EXIT_ERROR, "merge: %s is of fcsim run, not a shard of a sweep",
                        options->arguments[i]);
    if (access(ledger, F_OK) != 0)
        return complain(EXIT_ERROR,
                        "merge: there is no %s: run its shard, or leave it out and the merge runs what "
                        "is missing",
                        ledger);
    cJSON *own = study_in(options, i);
    const char *differs = difference(first, own);
    int code = EXIT_DONE;
    if (!own)
        code = complain(EXIT_ERROR, "merge: %s cannot be read, so %s is no shard of a sweep",
                        in_directory(options, i, "study.json"), options->arguments[i]);
    else if (differs)
        code = complain(EXIT_ERROR, "merge: %s is of another study than %s: \"%s\" differs in study.json",
                        options->arguments[i], options->arguments[0], differs);
    cJSON_Delete(own);
    return code;
}

static int check_directories(const struct options *options) {
    cJSON *first = study_in(options, 0);
    int code = EXIT_DONE;
    for (int i = 0; i < options->argument_count && code == EXIT_DONE; i++)
        code = check_directory(options, i, first);
    cJSON_Delete(first);
    return code;
}

/* Joining */

static int join(const struct options *options) {
    struct ledger *ledger = NULL;
    struct text error = {0};
    int code = sweep_open_ledger(options, &ledger);
    for (int i = 0; i < options->argument_count && code == EXIT_DONE; i++)
        if (!ledger_take_over(ledger, in_directory(options, i, "study.sqlite"), &error))
            code = complain(EXIT_ERROR, "merge: %s", error.data);
    ledger_close(ledger);
    text_free(&error);
    return code;
}

/* The study of the first shard, as it was written there; its missing replications are run here. */
static int run(const struct options *options) {
    if (!options->directory)
        return complain(EXIT_USAGE, "merge: name the directory for the whole with -o DIR");
    struct sweep sweep;
    struct options as_sweep = *options;
    const char *study = in_directory(options, 0, "study.json");
    as_sweep.arguments = &study;
    as_sweep.argument_count = 1;
    int code = check_directories(options);
    if (code == EXIT_DONE)
        code = sweep_read(&as_sweep, &sweep);
    if (code == EXIT_DONE)
        code = join(options);
    return code == EXIT_DONE ? sweep_run(&as_sweep, &sweep) : code;
}

const struct command command_merge = {
    .name = "merge",
    .results = "sweep",
    .arguments = "DIR...",
    .doc = "Joins the shards of a sweep.",
    .details =
        "DIR... are what fcsim sweep --shard I/N wrote. The directory of -o then holds what one machine "
        "would have written. A shard merged twice counts once; replications that no shard has are run.",
    .flags = FLAG(METRIC) | FLAG(JOBS) | FLAG(DIRECTORY) | FLAG(RETRY_FAILED) | FLAG(JSON) | FLAG(QUIET) |
             FLAG(NO_COLOR) | FLAG(HELP),
    .least = 1,
    .most = 100000,
    .run = run,
};
