/* SPDX-License-Identifier: MIT */
/* made.h - DIR/command.json: the command that made a directory of results, so that its report can be made
 * again.
 *
 *     {"command": "run", "words": ["demo.json", "--reps", "20"], "folder": "/home/me/plans"}
 *
 * Options that change no result are left out. Without a folder, the words count from DIR. */
#ifndef CLI_MADE_H
#define CLI_MADE_H

#include "cli/options.h"

struct cJSON;

/* Refuses a directory of -o that holds the results of another command: two kinds of tables would lie side by
 * side, and readers would take both for one. An exit code. */
int made_refuse_other(const struct options *options);
/* Writes it into the directory of -o, if there is one; an exit code. */
int made_keep(const struct options *options);
/* Of a study that DIR/study.json says completely. */
int made_keep_study(const struct options *options, const char *command);

struct made {
    const struct command *command;
    char **words; /* with -o DIR */
    int word_count;
    const char *folder;
};
/* False, with what is wrong. */
bool made_read(const char *directory, struct arena *arena, struct made *made, struct text *error);

/* A JSON file of a directory; NULL if it cannot be read. To be deleted by the caller. */
struct cJSON *made_json(const char *directory, const char *name, struct arena *arena);

/* What a run left in summary.json. */
struct made_run {
    int replications; /* 0 = there is no summary */
    bool partial;     /* it was interrupted */
};
struct made_run made_run_read(const char *directory, struct arena *arena);

#endif
