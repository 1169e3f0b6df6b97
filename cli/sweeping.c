/* SPDX-License-Identifier: MIT */
/* sweeping.c - see sweeping.h. */
#include "cli/sweeping.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include "cli/check_designs.h"
#include "cli/command.h"
#include "cli/engine.h"
#include "cli/made.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/scenario.h"
#include "cli/signals.h"
#include "cli/sweep_metrics.h"
#include "cli/target.h"
#include "output/prose.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/inputs.h"
#include "sim/study/ledger.h"

/* Reading */

static int take_seed(const struct options *options, struct study_config *study) {
    if (!options->seed_given)
        return EXIT_DONE;
    if (options->directory && options->seed > STUDY_MOST_SEED)
        return complain(EXIT_USAGE, "%s: --seed %" PRIu64 ": a study is kept with a seed of %d at most",
                        options->command->name, options->seed, STUDY_MOST_SEED);
    study->seed = options->seed > STUDY_MOST_SEED ? -1 : (int)options->seed;
    return EXIT_DONE;
}

static int read_words(const struct options *options, struct sweep *sweep) {
    struct text error = {0};
    int code = EXIT_DONE;
    sweep->study = arena_new(options->arena, struct study_config);
    if (!study_factors_from_words(options->arena, options->arguments[0], the_subject()->fields, options->vary,
                                  options->vary_count, options->zip, sweep->study, &error))
        code = sweep_refuse(options, sweep, error.data);
    text_free(&error);
    return code;
}

static int read_study(const struct options *options, struct sweep *sweep) {
    if (options->vary_count || !study_file_is(options->arena, options->arguments[0]))
        return read_words(options, sweep);
    if (options->zip)
        return complain(EXIT_USAGE,
                        "sweep: --zip pairs several --vary; in a study write \"design\": \"zip\"");
    sweep->problems = problems_create(options->arena);
    sweep->study =
        study_file_factors(options->arena, options->arguments[0], the_subject()->fields, sweep->problems);
    return problems_print(sweep->problems, EXIT_INVALID);
}

int sweep_refuse(const struct options *options, const struct sweep *sweep, const char *message) {
    if (!sweep->problems)
        return complain(EXIT_USAGE, "%s: %s", options->command->name, message);
    if (message)
        problem_of(sweep->problems, sweep->study->vary_count ? "vary" : "design", NULL, "%s", message);
    return problems_print(sweep->problems, EXIT_INVALID);
}

/* --set comes after the settings of the file. */
static void take_settings(const struct options *options, struct study_config *study) {
    struct arena *arena = options->arena;
    int count = study->set_count + options->setting_count;
    const char **set = arena_array(arena, const char *, count + 1);
    struct setting *settings = arena_array(arena, struct setting, count + 1);
    for (int i = 0; i < count; i++) {
        settings[i] = i < study->set_count ? study->settings[i]
                                           : setting_from(arena, the_subject()->fields,
                                                          options->settings[i - study->set_count], "");
        set[i] = settings[i].argument;
    }
    study->set = set;
    study->settings = settings;
    study->set_count = count;
}

/* --until replaces what the study says. */
static int take_until(const struct options *options, struct sweep *sweep) {
    struct study_config *study = sweep->study;
    struct text error = {0};
    int code = EXIT_DONE, count = options->until_count ? options->until_count : study->until_count;
    struct until *until = arena_array(options->arena, struct until, count + 1);
    const char **typed = arena_array(options->arena, const char *, count + 1);
    for (int i = 0; i < count && code == EXIT_DONE; i++) {
        typed[i] = options->until_count ? options->until[i].typed : study->until[i];
        if (!until_read(typed[i], the_subject(), options->arena, &until[i], &error))
            code = complain(EXIT_INVALID, "%s: %s", options->arguments[0], error.data);
    }
    text_free(&error);
    study->until = typed;
    study->until_count = sweep->until_count = count;
    sweep->until = until;
    if (code == EXIT_DONE && count && options->shards)
        return complain(EXIT_USAGE,
                        "%s: a precision is decided from all replications together, so a shard cannot; take "
                        "\"until\" out of the study",
                        options->command->name);
    return code;
}

int sweep_read_factors(const struct options *options, struct sweep *sweep) {
    struct arena *arena = options->arena;
    *sweep = (struct sweep){0};
    int code = read_study(options, sweep);
    if (code != EXIT_DONE)
        return code;
    struct study_config *study = sweep->study;
    code = take_seed(options, study);
    if (code == EXIT_DONE)
        code = take_until(options, sweep);
    if (code != EXIT_DONE)
        return code;
    study->scenario = absolute_path(arena, study->scenario); /* wherever the study is repeated from */
    study->designs.folder = absolute_path(arena, study->designs.folder);
    take_settings(options, study);
    struct options base = *options; /* the scenario as it stands */
    base.settings = study->settings;
    base.setting_count = study->set_count;
    struct scenario scenario = scenario_read(&base, study->scenario);
    scenario_print_problems(&scenario);
    if (!scenario.valid)
        return EXIT_INVALID;
    sweep->plan = scenario.plan;
    sweep->replications = options->reps         ? options->reps
                          : study->replications ? study->replications
                          : sweep->until_count  ? UNTIL_CAP
                                                : scenario.plan.replications;
    if (options->reps || !sweep->until_count)
        study->replications = sweep->replications;
    return sweep_take_metrics(options, sweep);
}

int sweep_accept(const struct options *options, struct sweep *sweep, int first) {
    struct study_config *study = sweep->study;
    sweep->variants = first + designs_variants(&study->designs, study->scenario, study->settings,
                                               study->set_count, options->arena);
    if ((double)study->designs.count * sweep->replications > 1e9)
        return complain(EXIT_USAGE, "%s: %d designs of %d replications are too many", options->command->name,
                        study->designs.count, sweep->replications);
    if (first)
        return EXIT_DONE;
    int code = designs_check(&study->designs, sweep->variants, options->arena);
    return code == EXIT_DONE ? sweep_check_metrics(options, sweep) : code;
}

int sweep_read(const struct options *options, struct sweep *sweep) {
    struct text error = {0};
    int code = sweep_read_factors(options, sweep);
    struct study_config *study = sweep->study;
    if (code == EXIT_DONE && (!study_designs(study, options->arena, &error) ||
                              !factors_check(&study->designs, study->settings, study->set_count, &error)))
        code = sweep_refuse(options, sweep, error.data);
    text_free(&error);
    return code == EXIT_DONE ? sweep_accept(options, sweep, 0) : code;
}

/* Running */

struct campaign sweep_campaign(const struct options *options, const struct sweep *sweep) {
    return (struct campaign){.subject = the_subject(),
                             .variants = sweep->variants,
                             .count = sweep->study->designs.count,
                             .seed_given = options->seed_given || sweep->study->seed >= 0,
                             .seed = options->seed_given ? options->seed : (uint64_t)sweep->study->seed,
                             .first = 1,
                             .replications = sweep->replications,
                             .jobs = options_jobs(options),
                             .until = sweep->until,
                             .until_count = sweep->until_count,
                             .engine = engine_version(),
                             .retry_failed = options->retry_failed,
                             .shard = options->shard,
                             .shards = options->shards};
}

static void keep_reason(void *self, const struct variant_end *end) {
    struct text *reason = self;
    if (end->state == STUDY_FAILED)
        text_add(reason, end->reason);
}

struct campaign_end sweep_try(struct campaign trial, struct arena *arena) {
    struct text reason = {0};
    trial.until_count = trial.shard = trial.shards = 0;
    trial.count = trial.replications = trial.jobs = 1;
    trial.done = keep_reason;
    trial.self = &reason;
    struct campaign_end end = campaign_run(&trial, arena);
    if (reason.length)
        complain(EXIT_DONE, "%s fails, so its time tells nothing of the others: %s", trial.variants->name,
                 reason.data);
    text_free(&reason);
    return end;
}

int sweep_foretell(const struct options *options, const struct sweep *sweep, double more) {
    struct campaign trial = sweep_campaign(options, sweep);
    double designs = trial.count + more, runs = designs * trial.replications;
    struct campaign_end end = sweep_try(trial, options->arena);
    double seconds = runs * end.run_s / options_jobs(options) / (options->shards ? options->shards : 1);
    struct text out = {0};
    if (options->json) {
        text_format(&out, "{\"dry_run\": true, \"designs\": %.0f, \"replications\": %d, \"runs\": %.0f",
                    designs, sweep->replications, runs);
        text_format(&out, ", \"jobs\": %d, \"seconds\": ", options_jobs(options));
        text_add_number(&out, seconds);
        text_add(&out, "}\n");
    } else {
        text_format(&out, "%s%.0f design%s x %s%d replication%s = %.0f runs, about ",
                    more > 0 ? "At most " : "", designs, designs == 1 ? "" : "s",
                    sweep->until_count ? "at most " : "", sweep->replications,
                    sweep->replications == 1 ? "" : "s", runs);
        prose_duration(&out, seconds);
        text_format(&out, " on %d thread%s (one run of %s took %.3g s).\n", options_jobs(options),
                    options_jobs(options) == 1 ? "" : "s", sweep->variants[0].name, end.run_s);
    }
    emit(&out);
    return EXIT_DONE;
}

struct sweeping {
    struct sweep_view view;
    struct sweep_files *files; /* NULL when none are written */
    struct arena *arena;
    int failed, unreached;
};

static void on_design_ended(void *self, const struct variant_end *end) {
    struct sweeping *sweeping = self;
    sweep_take(&sweeping->view, end, sweeping->arena);
    sweeping->failed += end->state == STUDY_FAILED;
    sweeping->unreached += end->state == STUDY_NOT_REACHED;
    if (sweeping->files)
        sweep_files_add(sweeping->files, end);
}

/* Results of another engine are of no use, and are kept. */
static void tell_of_engines(const struct options *options, const char *path, struct ledger *ledger) {
    struct ledger_engines engines = ledger_engines(ledger);
    if (options->quiet || engines.ours || !engines.others)
        return;
    complain(
        EXIT_DONE,
        "%s holds %ld replication%s of engine %s; this fcsim is engine %s and makes all anew (the others "
        "are kept; delete the file if nobody needs them)",
        path, engines.others, engines.others == 1 ? "" : "s", engines.other, engine_version());
}

int sweep_open_ledger(const struct options *options, struct ledger **ledger) {
    struct text error = {0};
    struct ledger_key key = {.engine = engine_version()}; /* of no scenario; every variant has its own */
    const char *path = arena_format(options->arena, "%s/study.sqlite", options->directory);
    if (options->resume && access(path, F_OK) != 0)
        return complain(EXIT_USAGE, "%s: there is no %s, so there is nothing to resume; leave --resume out",
                        options->command->name, path);
    int code = EXIT_DONE;
    if (!directory_create(options->directory, &error) ||
        !(*ledger = ledger_open(path, &key, the_subject(), &error)))
        code = complain(EXIT_ERROR, "%s", error.data);
    else if (options->remade)
        ledger_seal(*ledger);
    else
        tell_of_engines(options, path, *ledger);
    text_free(&error);
    return code;
}

static int show(const struct options *options, struct sweeping *sweeping) {
    struct text out = {0}, error = {0}, warnings = {0};
    if (sweeping->files && (!sweep_files_end(sweeping->files, &error) ||
                            !sweep_pictures(&sweeping->view, options->directory, &error, &warnings))) {
        int code = complain(EXIT_ERROR, "%s", error.data);
        text_free(&error);
        return code;
    }
    if (warnings.length)
        complain(EXIT_ERROR, "%s", warnings.data);
    text_free(&warnings);
    int code = made_keep_study(options, "sweep");
    if (code != EXIT_DONE)
        return code;
    if (options->json)
        sweep_json(&sweeping->view, &out);
    else if (!options->quiet)
        sweep_terminal(&sweeping->view, options->directory, !options->no_color && isatty(STDOUT_FILENO),
                       &out);
    emit(&out);
    return EXIT_DONE;
}

static int conclude(const struct options *options, const struct sweeping *sweeping) {
    int designs = sweeping->view.study->designs.count;
    if (sweeping->failed && !options->remade)
        return complain(EXIT_ERROR, "%d of %d design%s failed%s%s", sweeping->failed, designs,
                        designs == 1 ? "" : "s", options->directory ? "; designs.csv says why" : "",
                        options->retry_failed || !options->directory
                            ? ""
                            : "; --retry-failed runs what failed in an earlier try again");
    if (sweeping->unreached)
        return complain(EXIT_UNDECIDED, "%d of %d designs did not reach the precision", sweeping->unreached,
                        designs);
    return EXIT_DONE;
}

static int interrupted(const struct options *options, const struct campaign_end *end,
                       const struct ledger *ledger, int signal) {
    complain(EXIT_ERROR, "interrupted: %ld replication%s in all are done", end->run + end->recalled,
             end->run + end->recalled == 1 ? "" : "s");
    resume_print_command(options, ledger);
    return signal ? EXIT_SIGNAL + signal : EXIT_ERROR;
}

static int finish(const struct options *options, struct sweeping *sweeping, const struct campaign_end *end,
                  const struct ledger *ledger, int signal) {
    sweeping->view.complete = end->state == CAMPAIGN_COMPLETE;
    resume_tell(options, ledger, end->recalled, end->recalled + end->run);
    if (sweeping->view.complete && options->shards) {
        if (!options->quiet)
            complain(EXIT_DONE,
                     "shard %d of %d is done; join the directories of all with: fcsim merge DIR... -o DIR",
                     options->shard, options->shards);
        return EXIT_DONE;
    }
    if (sweeping->view.complete) {
        int code = show(options, sweeping);
        if (code != EXIT_DONE)
            resume_print_command(options, ledger);
        return code == EXIT_DONE ? conclude(options, sweeping) : code;
    }
    if (sweeping->files)
        sweep_files_drop(sweeping->files);
    if (end->state == CAMPAIGN_FAILED) {
        complain(EXIT_ERROR, "%s", end->reason);
        resume_print_command(options, ledger);
        return EXIT_ERROR;
    }
    return interrupted(options, end, ledger, signal);
}

static int run_campaign(const struct options *options, struct sweep *sweep, struct ledger *ledger,
                        struct sweeping *sweeping) {
    struct signals signals;
    struct progress progress = progress_begin(options->quiet, sweep->until_count > 0);
    struct campaign campaign = sweep_campaign(options, sweep);
    campaign.ledger = ledger;
    campaign.stop = &signals.stop;
    campaign.progress = progress_report;
    campaign.progress_self = &progress;
    campaign.done = options->shards ? NULL : on_design_ended;
    campaign.self = sweeping;
    signals_begin(&signals);
    struct campaign_end end = campaign_run(&campaign, options->arena);
    sweep->run_s = end.run_s;
    progress_end(&progress);
    int code = finish(options, sweeping, &end, ledger, atomic_load(&signals.received));
    signals_end(&signals);
    return code;
}

struct sweep_view sweep_view_of(const struct sweep *sweep, int designs, struct arena *arena) {
    struct sweep_view view = {.subject = the_subject(),
                              .study = sweep->study,
                              .title = sweep->plan.title,
                              .version = FCSIM_VERSION,
                              .metrics = sweep->metrics,
                              .metric_count = sweep->metric_count,
                              .units = arena_array(arena, const char *, sweep->metric_count + 1),
                              .confidence = sweep->plan.confidence,
                              .rows = arena_array(arena, struct sweep_row, designs + 1)};
    for (int m = 0; m < sweep->metric_count; m++)
        view.units[m] = "";
    return view;
}

int sweep_run(const struct options *options, struct sweep *sweep) {
    struct ledger *ledger = NULL;
    struct text error = {0};
    struct sweeping sweeping = {.view = sweep_view_of(sweep, sweep->study->designs.count, options->arena),
                                .arena = options->arena};
    int code = options->directory ? sweep_open_ledger(options, &ledger) : EXIT_DONE;
    if (code == EXIT_DONE && options->directory &&
        !sweep_write_study(options->directory, sweep->study, &error))
        code = complain(EXIT_ERROR, "%s", error.data);
    if (code == EXIT_DONE && options->directory && !options->shards &&
        !(sweeping.files = sweep_files_begin(options->directory, &sweeping.view, options->arena, &error)))
        code = complain(EXIT_ERROR, "%s", error.data);
    if (code == EXIT_DONE)
        code = run_campaign(options, sweep, ledger, &sweeping);
    ledger_close(ledger);
    text_free(&error);
    return code;
}
