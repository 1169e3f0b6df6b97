/* SPDX-License-Identifier: MIT */
/* cmd_sweep.c - fcsim sweep STUDY.json, fcsim sweep SCENARIO --vary PATH=LO:HI[:STEP] ... */
#include "cli/command.h"
#include "cli/sweeping.h"
#include "sim/base/text.h"

static int check_combination(const struct options *options) {
    if (options->shards && !options->directory)
        return complain(EXIT_USAGE,
                        "sweep: --shard keeps its replications in a directory; name it with -o DIR");
    if (options->shards && options->until_count)
        return complain(
            EXIT_USAGE,
            "sweep: --until decides from all replications together, so a shard cannot; take --reps");
    if (options->resume && !options->directory)
        return complain(EXIT_USAGE, "sweep: --resume goes on in a directory; name it with -o DIR");
    return EXIT_DONE;
}

static int run(const struct options *options) {
    struct sweep sweep;
    int code = check_combination(options);
    if (code == EXIT_DONE)
        code = sweep_read(options, &sweep);
    if (code == EXIT_DONE)
        code = options->dry_run ? sweep_foretell(options, &sweep, 0) : sweep_run(options, &sweep);
    return code;
}

const struct command command_sweep = {
    .name = "sweep",
    .arguments = "STUDY|SCENARIO",
    .doc = "Runs a scenario with many combinations of values.",
    .details =
        "A STUDY is a JSON file with a scenario and what is varied; for a SCENARIO, --vary says it. Several "
        "--vary are crossed, or paired with --zip; PATH=a,b,c lists values, PATH=[\"16:00\",\"17:00\"] those "
        "with "
        "colons, A+B=10:40 moves two keys together. All designs see the same random numbers. With -o "
        "nothing is run twice: DIR/study.sqlite keeps every replication. --shard 2/10 runs a tenth, on any "
        "machine; fcsim merge joins the directories.",
    .flags = FLAG(SET) | FLAG(VARY) | FLAG(ZIP) | FLAG(SEED) | FLAG(REPS) | FLAG(UNTIL) | FLAG(METRIC) |
             FLAG(JOBS) | FLAG(DIRECTORY) | FLAG(RESUME) | FLAG(RETRY_FAILED) | FLAG(SHARD) | FLAG(DRY_RUN) |
             FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR) | FLAG(HELP),
    .least = 1,
    .most = 1,
    .run = run,
};
