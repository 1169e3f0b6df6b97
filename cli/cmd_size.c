/* SPDX-License-Identifier: MIT */
/* cmd_size.c - fcsim size SCENARIO --vary PATH=LO:HI ... --target 'METRIC>=VALUE' */
#include "cli/command.h"
#include "cli/planning.h"
#include "cli/sizing.h"

static int check_combination(const struct options *options) {
    if (options->plan && (options->vary_count || options->minimise || options->maximise))
        return complain(EXIT_USAGE,
                        "size: --plan makes a staffing plan at least wages; leave --vary, --minimise "
                        "and --maximise out");
    if (!options->vary_count && !options->plan)
        return complain(
            EXIT_USAGE,
            "size: nothing is varied: name a key and its range, as in --vary packing.benches=20:40");
    if (!options->target_count)
        return complain(EXIT_USAGE, "size: there is no target: give one, as in --target 'on_time>=0.99'");
    if (options->minimise && options->maximise)
        return complain(EXIT_USAGE, "size: --minimise and --maximise exclude each other");
    if (options->reps && options->reps < CONFIRM_FEWEST)
        return complain(EXIT_USAGE, "size: --reps %d: a confirmation takes %d replications at least",
                        options->reps, CONFIRM_FEWEST);
    if (options->resume && !options->directory)
        return complain(EXIT_USAGE, "size: --resume goes on in a directory; name it with -o DIR");
    return EXIT_DONE;
}

static int run(const struct options *options) {
    struct sizing_task task;
    int code = check_combination(options);
    if (code == EXIT_DONE && options->plan)
        return plan_staff(options);
    if (code == EXIT_DONE)
        code = sizing_task_read(options, &task);
    if (code == EXIT_DONE)
        code = options->dry_run ? sizing_foretell(options, &task) : sizing_answer(options, &task);
    return code;
}

const struct command command_size = {
    .name = "size",
    .arguments = "SCENARIO",
    .doc = "Finds the cheapest design that holds its targets with confidence.",
    .details =
        "A search over the grid of --vary proposes designs; fresh replications (--reps of them, 20 or more) "
        "confirm one. A --target is about the mean of a metric ('on_time>=99%', 'cycle_time_s.p95<=4h'), "
        "about every member of a dimension ('on_time[day=*]>=0.97'), or about the share of replications in "
        "which something holds ('P(on_time>=0.99)>=0.9'); all of them must hold. With --maximise "
        "demand.scale it finds the largest load that a design carries. --plan instead of --vary makes a "
        "staffing "
        "plan at least wages from the shifts of the teams. It exits with 5 if no design reaches "
        "the targets or none could be confirmed. With -o nothing is run twice.",
    .flags = FLAG(SET) | FLAG(VARY) | FLAG(PLAN) | FLAG(TARGET) | FLAG(MINIMISE) | FLAG(MAXIMISE) |
             FLAG(SEED) | FLAG(REPS) | FLAG(JOBS) | FLAG(DIRECTORY) | FLAG(RESUME) | FLAG(RETRY_FAILED) |
             FLAG(DRY_RUN) | FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR) | FLAG(HELP),
    .least = 1,
    .most = 1,
    .no_shards = "which design is looked at next depends on those before, so shards cannot be run apart",
    .run = run,
};
