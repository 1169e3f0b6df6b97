/* SPDX-License-Identifier: MIT */
/* options.h - the options of all commands, in one table, from which parsing, help and completion come. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include "sim/config/config.h"
#include "sim/study/study.h"

struct command;
struct text;

enum flag_id {
    FLAG_SET,
    FLAG_SEED,
    FLAG_REPS,
    FLAG_UNTIL,
    FLAG_SELECT,
    FLAG_LAST_DAY,
    FLAG_CALENDAR,
    FLAG_COLUMNS,
    FLAG_ORIGIN,
    FLAG_HORIZON,
    FLAG_PEAK,
    FLAG_GROWTH,
    FLAG_LIKE,
    FLAG_VARY,
    FLAG_ZIP,
    FLAG_METRIC,
    FLAG_SHARD,
    FLAG_RETRY_FAILED,
    FLAG_JOBS,
    FLAG_REPLICATION,
    FLAG_DIRECTORY,
    FLAG_FILE,
    FLAG_PAGE,
    FLAG_RESUME,
    FLAG_ASSERT,
    FLAG_ASSERT_DIFFERENCE,
    FLAG_TARGET,
    FLAG_MINIMISE,
    FLAG_MAXIMISE,
    FLAG_PLAN,
    FLAG_BOTTLENECK,
    FLAG_TRACE,
    FLAG_ORDERS,
    FLAG_PLOT,
    FLAG_TERM,
    FLAG_FORCE,
    FLAG_DRY_RUN,
    FLAG_MARKDOWN,
    FLAG_JSON,
    FLAG_QUIET,
    FLAG_NO_COLOR,
    FLAG_HELP,
    FLAG_COUNT
};
#define FLAG(name) (UINT64_C(1) << FLAG_##name)

struct flag {
    const char *name;  /* "--set" */
    char letter;       /* 'o' for -o; 0 = none */
    const char *value; /* "PATH=VALUE"; NULL for a switch */
    const char *doc;   /* one sentence with a full stop */
    const char *also;  /* another spelling, or NULL */
};
extern const struct flag flags[FLAG_COUNT]; /* by flag_id */

struct target;

struct options {
    struct arena *arena; /* of everything here */
    const struct command *command;
    const char *program; /* as it was called */
    uint64_t given;      /* FLAG(...) of the options that were typed */
    char **words;        /* as they were typed, without program and command */
    int word_count;
    const char **kept; /* of these, arguments and what changes the results: for command.json */
    int kept_count;
    const char **arguments;
    int argument_count;
    struct setting *settings;
    int setting_count;
    bool seed_given;
    uint64_t seed;
    int reps, jobs, replication; /* 0 = not given */
    struct until *until;
    int until_count;
    struct until *select;   /* of --select: metric and abs, the indifference zone; NULL = not given */
    struct target *targets; /* of --assert or --target */
    int target_count;
    const char **vary, **metrics; /* as typed */
    int vary_count, metric_count;
    const char **origins; /* as typed */
    int origin_count;
    int horizon; /* days; 0 = not given */
    const char *last_day, *calendar, *columns, *peak, *growth, *like;
    int shard, shards;                                  /* of --shard I/N; 0 = not given */
    const char *minimise, *maximise;                    /* NULL = not given */
    const char *directory, *file, *trace, *plot, *term; /* NULL = not given */
    const char *remade; /* directory of which results are made again from what is there; NULL = not so */
    bool resume, retry_failed, zip, orders, force, dry_run, plan, bottleneck, markdown, json, quiet, no_color,
        help;
};

/* --jobs, or the number of processors. */
int options_jobs(const struct options *options);
/* "scenarios/demo.json" is "demo". */
const char *options_name_of(const char *path, struct arena *arena);
/* Reads what follows the command's name. False, with what is wrong, on a usage error. */
bool options_read(struct options *options, const struct command *command, int count, char **words,
                  struct text *error);

#endif
