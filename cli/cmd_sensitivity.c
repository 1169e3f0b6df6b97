/* SPDX-License-Identifier: MIT */
/* cmd_sensitivity.c - fcsim sensitivity STUDY.json, fcsim sensitivity SCENARIO --vary PATH=LO:HI ...
 *
 * Two campaigns on one ledger: one factor at a time and the screening, then Sobol indices of what screening
 * kept. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/check_designs.h"
#include "cli/command.h"
#include "cli/made.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/signals.h"
#include "cli/sweeping.h"
#include "output/sensitivity.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/ledger.h"

struct sensing {
    const struct options *options;
    struct sweep sweep;
    struct sensitivity found;
    struct sweep_view view;
    struct sweep_files *files; /* NULL when none are written */
    struct ledger *ledger;
    int first; /* design of the campaign that runs */
    int failed;
    long run, recalled; /* replications */
};

/* Reading */

static int check_combination(const struct options *options) {
    if (options->resume && !options->directory)
        return complain(EXIT_USAGE, "sensitivity: --resume goes on in a directory; name it with -o DIR");
    return EXIT_DONE;
}

static int check_study(const struct sweep *sweep) {
    if (sweep->until_count)
        return complain(EXIT_INVALID, "sensitivity: every design has the same number of replications; write "
                                      "\"replications\" rather than \"until\"");
    for (int m = 0; m < sweep->metric_count; m++)
        if (text_ends_with(sweep->metrics[m], "_pooled"))
            return complain(EXIT_INVALID,
                            "sensitivity: %s is pooled over replications, so it has no value in one; take "
                            "another metric",
                            sweep->metrics[m]);
    return EXIT_DONE;
}

static int begin(struct sensing *sensing) {
    const struct options *options = sensing->options;
    struct sweep *sweep = &sensing->sweep;
    struct text error = {0};
    int code = sweep_read_factors(options, sweep);
    if (code == EXIT_DONE)
        code = check_study(sweep);
    if (code == EXIT_DONE && /* --set of a factor is what it is while others vary */
        (!factors_check(&sweep->study->designs, NULL, 0, &error) ||
         !sensitivity_begin(&sensing->found, sweep->study, sweep->metrics, sweep->metric_count,
                            sweep->replications, sweep->plan.confidence, options->arena, &error)))
        code = sweep_refuse(options, sweep, error.data);
    text_free(&error);
    return code == EXIT_DONE ? sweep_accept(options, sweep, 0) : code;
}

/* Running */

static void on_design_ended(void *self, const struct variant_end *end) {
    struct sensing *sensing = self;
    struct variant_end counted = *end;
    counted.variant += sensing->first;
    sweep_take(&sensing->view, &counted, sensing->options->arena);
    sensitivity_take(&sensing->found, counted.variant, end);
    sensing->failed += end->state == STUDY_FAILED;
    if (sensing->files)
        sweep_files_add(sensing->files, &counted);
}

static int stopped(const struct sensing *sensing, const struct campaign_end *end, int signal) {
    if (end->state == CAMPAIGN_FAILED)
        complain(EXIT_ERROR, "%s", end->reason);
    else
        complain(EXIT_ERROR, "interrupted: %ld replications in all are done",
                 sensing->run + sensing->recalled);
    resume_print_command(sensing->options, sensing->ledger);
    return end->state != CAMPAIGN_FAILED && signal ? EXIT_SIGNAL + signal : EXIT_ERROR;
}

/* Runs the designs from `first` on. */
static int run_stage(struct sensing *sensing, int first) {
    const struct options *options = sensing->options;
    struct signals signals;
    struct progress progress = progress_begin(options->quiet, false);
    struct campaign campaign = sweep_campaign(options, &sensing->sweep);
    sensing->first = first;
    campaign.count -= first;
    campaign.ledger = sensing->ledger;
    campaign.stop = &signals.stop;
    campaign.progress = progress_report;
    campaign.progress_self = &progress;
    campaign.done = on_design_ended;
    campaign.self = sensing;
    signals_begin(&signals);
    struct campaign_end end = campaign_run(&campaign, options->arena);
    progress_end(&progress);
    sensing->run += end.run;
    sensing->recalled += end.recalled;
    int code =
        end.state == CAMPAIGN_COMPLETE ? EXIT_DONE : stopped(sensing, &end, atomic_load(&signals.received));
    signals_end(&signals);
    return code;
}

static int run_both(struct sensing *sensing) {
    struct text error = {0};
    int code = run_stage(sensing, 0), first = sensing->sweep.study->designs.count;
    if (code == EXIT_DONE && !sensitivity_screen(&sensing->found, &error))
        code = sweep_refuse(sensing->options, &sensing->sweep, error.data);
    if (code == EXIT_DONE && sensing->sweep.study->designs.count > first)
        code = sweep_accept(sensing->options, &sensing->sweep, first);
    if (code == EXIT_DONE && sensing->sweep.study->designs.count > first)
        code = run_stage(sensing, first);
    if (code == EXIT_DONE)
        sensitivity_finish(&sensing->found);
    text_free(&error);
    return code;
}

/* Files */

static int begin_files(struct sensing *sensing) {
    const struct options *options = sensing->options;
    struct text error = {0};
    if (!options->directory)
        return EXIT_DONE;
    int code = sweep_open_ledger(options, &sensing->ledger);
    if (code == EXIT_DONE &&
        (!sweep_write_study(options->directory, sensing->sweep.study, &error) ||
         !(sensing->files = sweep_files_begin(options->directory, &sensing->view, options->arena, &error))))
        code = complain(EXIT_ERROR, "%s", error.data);
    text_free(&error);
    return code;
}

static int end_files(struct sensing *sensing) {
    const struct options *options = sensing->options;
    struct text error = {0}, warnings = {0};
    int code = EXIT_DONE;
    if (!sweep_files_end(sensing->files, &error) ||
        !sensitivity_tables(&sensing->found, options->directory, &error) ||
        !sweep_pictures(&sensing->view, options->directory, &error, &warnings))
        code = complain(EXIT_ERROR, "%s", error.data);
    else
        code = made_keep_study(options, "sensitivity");
    if (warnings.length)
        complain(EXIT_ERROR, "%s", warnings.data);
    text_free(&error);
    text_free(&warnings);
    return code;
}

static int show(struct sensing *sensing) {
    const struct options *options = sensing->options;
    struct text out = {0};
    sensing->view.complete = true;
    sensing->view.sensitivity = &sensing->found;
    int code = sensing->files ? end_files(sensing) : EXIT_DONE;
    if (code != EXIT_DONE)
        return code;
    resume_tell(options, sensing->ledger, sensing->recalled, sensing->recalled + sensing->run);
    if (options->json)
        sensitivity_json(&sensing->view, &sensing->found, &out);
    else if (!options->quiet)
        sensitivity_terminal(&sensing->view, &sensing->found, options->directory,
                             !options->no_color && isatty(STDOUT_FILENO), &out);
    emit(&out);
    if (sensing->failed && !options->remade)
        return complain(EXIT_ERROR, "%d of %d designs failed and are left out%s", sensing->failed,
                        sensing->sweep.study->designs.count,
                        options->directory ? "; designs.csv says why" : "");
    return EXIT_DONE;
}

static int sense(struct sensing *sensing) {
    sensing->view = sweep_view_of(&sensing->sweep, sensing->found.most_designs, sensing->options->arena);
    int code = begin_files(sensing);
    if (code == EXIT_DONE)
        code = run_both(sensing);
    if (code != EXIT_DONE && sensing->files)
        sweep_files_drop(sensing->files);
    else if (code == EXIT_DONE)
        code = show(sensing);
    ledger_close(sensing->ledger);
    return code;
}

static int run(const struct options *options) {
    struct sensing sensing = {.options = options};
    int code = check_combination(options);
    if (code == EXIT_DONE)
        code = begin(&sensing);
    if (code == EXIT_DONE && options->dry_run)
        return sweep_foretell(options, &sensing.sweep, sensitivity_most_sobol(&sensing.found));
    return code == EXIT_DONE ? sense(&sensing) : code;
}

const struct command command_sensitivity = {
    .name = "sensitivity",
    .arguments = "STUDY|SCENARIO",
    .doc = "Says which keys move the metrics, and how much.",
    .details =
        "Every factor of a STUDY, or of --vary, is set to its low and high end while the others stay as they "
        "are (tornado); then elementary effects on random trajectories screen the factors (Morris), and the "
        "variance is shared out among those that screening keeps (Sobol indices, first order and total). How "
        "many trajectories and samples, and whether all factors have indices, is in the study's "
        "\"sensitivity\". Values of a list count as evenly spaced levels in the order given. All designs see "
        "the same random numbers. With -o nothing is run twice: DIR/study.sqlite keeps every replication.",
    .flags = FLAG(SET) | FLAG(VARY) | FLAG(SEED) | FLAG(REPS) | FLAG(METRIC) | FLAG(JOBS) | FLAG(DIRECTORY) |
             FLAG(RESUME) | FLAG(RETRY_FAILED) | FLAG(DRY_RUN) | FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR) |
             FLAG(HELP),
    .least = 1,
    .most = 1,
    .no_shards = "the second stage depends on all results of the first, so shards cannot be run apart",
    .run = run,
};
