/* SPDX-License-Identifier: MIT */
/* cmd_merge.c - fcsim merge DIR... -o DIR
 *
 * The ledgers of all shards become one; then the sweep is folded from it as if one machine had run it. */
#include <unistd.h>
#include "cli/command.h"
#include "cli/sweeping.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/ledger.h"

static int take_over(const struct options *options, struct ledger *ledger) {
    struct text error = {0};
    int code = EXIT_DONE;
    for (int i = 0; i < options->argument_count && code == EXIT_DONE; i++) {
        const char *path = arena_format(options->arena, "%s/study.sqlite", options->arguments[i]);
        if (access(path, F_OK) != 0)
            code = complain(EXIT_ERROR,
                            "merge: there is no %s: run its shard, or leave it out and the merge runs what "
                            "is missing",
                            path);
        else if (!ledger_take_over(ledger, path, &error))
            code = complain(EXIT_ERROR, "merge: %s", error.data);
    }
    text_free(&error);
    return code;
}

static int join(const struct options *options) {
    struct ledger *ledger = NULL;
    int code = sweep_open_ledger(options, &ledger);
    if (code == EXIT_DONE)
        code = take_over(options, ledger);
    ledger_close(ledger);
    return code;
}

/* The study of the first shard, as it was written there; its missing replications are run here. */
static int fold(const struct options *options) {
    struct sweep sweep;
    struct options as_sweep = *options;
    const char *study = arena_format(options->arena, "%s/study.json", options->arguments[0]);
    as_sweep.arguments = &study;
    as_sweep.argument_count = 1;
    int code = sweep_read(&as_sweep, &sweep);
    return code == EXIT_DONE ? sweep_run(&as_sweep, &sweep) : code;
}

static int run(const struct options *options) {
    if (!options->directory)
        return complain(EXIT_USAGE, "merge: name the directory for the whole with -o DIR");
    int code = join(options);
    return code == EXIT_DONE ? fold(options) : code;
}

const struct command command_merge = {
    .name = "merge",
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
