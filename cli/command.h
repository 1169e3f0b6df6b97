/* SPDX-License-Identifier: MIT */
/* command.h - what a command is: one file, one `const struct command`, one line in commands.c.
 *
 * Results go to stdout, everything else to stderr. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_ERROR = 1, /* a file that cannot be written, a run that failed */
    EXIT_USAGE = 2,
    EXIT_INVALID = 3,   /* scenario or data */
    EXIT_ASSERTION = 4, /* an --assert failed */
    EXIT_UNDECIDED = 5, /* finished, but a precision or target was not reached */
    EXIT_SIGNAL = 128   /* plus the signal's number */
};

#define FCSIM_VERSION "0.1.0"

struct problems;
struct subject;
struct text;

struct command {
    const char *name;
    const char *results;   /* of which command its results are; NULL = its own */
    const char *arguments; /* "SCENARIO" */
    const char *doc;       /* one sentence with a full stop */
    const char *details;   /* paragraphs for its help, or NULL */
    uint64_t flags;        /* FLAG(...) of those it takes */
    int least, most;       /* arguments */
    const char *no_shards; /* why --shard is not for a command that runs studies; NULL = nothing to say */
    int (*run)(const struct options *options);
};

extern const struct command *const commands[]; /* NULL at the end */
const struct command *command_find(const char *name);

extern const struct command command_run, command_check, command_schema, command_describe, command_init,
    command_plot, command_report, command_layout, command_sweep, command_sensitivity, command_compare,
    command_size, command_merge, command_forecast, command_backtest, command_bench, command_help,
    command_version;

/* What all commands simulate. */
const struct subject *the_subject(void);

/* Prints a text to stdout and frees it. */
void emit(struct text *text);
/* "fcsim: MESSAGE" on stderr; returns the code. */
int complain(enum exit_code code, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Problems on stderr; returns the code if there are errors among them, else EXIT_DONE. */
int problems_print(const struct problems *problems, enum exit_code code);
/* "fcsim: there is no WHAT "WORD"; did you mean NEAREST?" on stderr; EXIT_USAGE. */
int complain_unknown(const char *what, const char *word, const char *nearest);

#endif
