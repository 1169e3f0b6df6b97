/* SPDX-License-Identifier: MIT */
/* planning.c - see planning.h. */
#include "cli/planning.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/engine.h"
#include "cli/made.h"
#include "cli/named_metrics.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/scenario.h"
#include "cli/signals.h"
#include "cli/sizing.h"
#include "cli/sweeping.h"
#include "output/planning.h"
#include "output/prose.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/ledger.h"

/* The plans that are tried lie in a folder of their own until the end. */
struct tried {
    struct progress progress;
    struct arena *arena;
    char *folder;
    int count;
};

static const char *path_of(const struct tried *tried, int number) {
    return arena_format(tried->arena, "%s/plan_%d.csv", tried->folder, number + 1);
}

static const char *store(void *self, int number, const struct text *csv, struct text *error) {
    struct tried *tried = self;
    const char *path = path_of(tried, number);
    tried->count = number + 1;
    return file_write_atomically(path, csv->data, csv->length, error) ? path : NULL;
}

static void clear_away(const struct tried *tried) {
    for (int i = 0; i < tried->count; i++)
        unlink(path_of(tried, i));
    rmdir(tried->folder);
}

static void on_phase(void *self, const char *words) {
    struct tried *tried = self;
    progress_phase(&tried->progress, arena_copy(tried->arena, words));
}

static void on_progress(void *self, int done, int wanted, double share, double elapsed_s) {
    progress_report(&((struct tried *)self)->progress, done, wanted, share, elapsed_s);
}

static int show(const struct options *options, const struct planning_view *view) {
    struct text out = {0}, error = {0}, warnings = {0};
    int code = EXIT_DONE;
    if (options->directory && !planning_write(view, options->directory, &error, &warnings))
        code = complain(EXIT_ERROR, "%s", error.data ? error.data : "the results cannot be written");
    else
        code = made_keep(options);
    if (warnings.length)
        fprintf(stderr, "%s\n", warnings.data);
    if (code == EXIT_DONE && options->json)
        planning_json(view, &out);
    else if (code == EXIT_DONE && !options->quiet)
        planning_terminal(view, options->directory, &out);
    emit(&out);
    text_free(&error);
    text_free(&warnings);
    return code;
}

static int conclude(const struct options *options, const struct planning_view *view, int signal) {
    const struct planning_end *end = view->end;
    switch (end->state) {
    case PLANNING_INVALID:
        fprintf(stderr, "%s%s", end->reason, text_ends_with(end->reason, "\n") ? "" : "\n");
        return EXIT_INVALID;
    case PLANNING_UNKNOWN_METRIC:
        return complain(EXIT_USAGE, "size: %s", end->reason);
    case PLANNING_FAILED:
        complain(EXIT_ERROR, "%s", end->reason);
        resume_print_command(options, view->question->ledger);
        return EXIT_ERROR;
    case PLANNING_INTERRUPTED:
        complain(EXIT_ERROR, "interrupted: %ld replications in all are done", end->run + end->recalled);
        resume_print_command(options, view->question->ledger);
        return signal ? EXIT_SIGNAL + signal : EXIT_ERROR;
    default:
        break;
    }
    resume_tell(options, view->question->ledger, end->recalled, end->recalled + end->run);
    int code = show(options, view);
    if (code != EXIT_DONE || end->state == PLANNING_CONFIRMED)
        return code;
    return complain(EXIT_UNDECIDED,
                    end->state == PLANNING_UNDECIDED
                        ? "undecided: no plan could be confirmed"
                        : "no plan reaches the target; what is short may be no people but benches, carts, "
                          "trailers or the times of shifts: fcsim run --bottleneck tells");
}

static struct planning_question question_of(const struct options *options, const struct scenario *scenario) {
    return (struct planning_question){.subject = the_subject(),
                                      .scenario = options->arguments[0],
                                      .settings = options->settings,
                                      .setting_count = options->setting_count,
                                      .targets = options->targets,
                                      .target_count = options->target_count,
                                      .confidence = scenario->plan.confidence,
                                      .replications = options->reps,
                                      .seed_given = options->seed_given,
                                      .seed = options->seed,
                                      .jobs = options_jobs(options),
                                      .engine = engine_version(),
                                      .retry_failed = options->retry_failed,
                                      .store = store,
                                      .phase = on_phase,
                                      .progress = on_progress};
}

/* One replication of the scenario as it stands, to time it. */
static double time_of_one(const struct options *options, const struct variant *alone) {
    struct variant named = *alone;
    named.name = "the scenario as it stands";
    struct campaign trial = {.subject = the_subject(),
                             .variants = &named,
                             .seed_given = options->seed_given,
                             .seed = options->seed,
                             .first = 1,
                             .engine = engine_version()};
    return sweep_try(trial, options->arena).run_s;
}

static int foretell(const struct options *options, const struct scenario *scenario,
                    const struct variant *alone) {
    double run_s = time_of_one(options, alone), seconds = run_s / options_jobs(options);
    struct fresh fresh = sizing_fresh(options->targets, options->target_count, options->reps,
                                      confirm_level(1.0 - scenario->plan.confidence, 1));
    struct text out = {0};
    if (options->json) {
        text_format(&out, "{\"dry_run\": true, \"replications_per_plan\": %d, \"most_plans\": %d",
                    PLANNING_SEARCH, PLANNING_MOST);
        text_format(&out, ", \"confirmation_replications\": %d, \"confirmation_replications_if_equal\": %d",
                    fresh.usual, fresh.equal);
        text_format(&out, ", \"jobs\": %d, \"seconds_per_replication\": ", options_jobs(options));
        text_add_number(&out, run_s);
        text_add(&out, "}\n");
    } else {
        text_format(&out, "It would simulate at most %d plans with %d replications each, about ",
                    PLANNING_MOST, PLANNING_SEARCH);
        prose_duration(&out, PLANNING_SEARCH * seconds);
        text_add(&out, " a plan; to confirm one takes ");
        sizing_add_fresh(&fresh, seconds, &out);
        text_format(&out,
                    ". One replication of the scenario as it stands took %.3g s, and there %s %d thread%s.\n",
                    run_s, options_jobs(options) == 1 ? "is" : "are", options_jobs(options),
                    options_jobs(options) == 1 ? "" : "s");
    }
    emit(&out);
    return EXIT_DONE;
}

static int run(const struct options *options, const struct scenario *scenario, struct tried *tried) {
    struct ledger *ledger = NULL;
    int code = options->directory ? sweep_open_ledger(options, &ledger) : EXIT_DONE;
    if (code != EXIT_DONE)
        return code;
    struct signals signals;
    struct planning_question question = question_of(options, scenario);
    tried->progress = progress_begin(options->quiet, false);
    question.ledger = ledger;
    question.stop = &signals.stop;
    question.self = tried;
    signals_begin(&signals);
    struct planning_end end = planning_run(&question, options->arena);
    progress_end(&tried->progress);
    struct planning_view view = {.question = &question,
                                 .end = &end,
                                 .title = scenario->plan.title ? scenario->plan.title : "",
                                 .name = options_name_of(options->arguments[0], options->arena),
                                 .currency = scenario->plan.currency,
                                 .version = FCSIM_VERSION};
    code = conclude(options, &view, atomic_load(&signals.received));
    signals_end(&signals);
    ledger_close(ledger);
    return code;
}

int plan_staff(const struct options *options) {
    struct scenario scenario = scenario_read(options, options->arguments[0]);
    scenario_print_problems(&scenario);
    if (!scenario.valid)
        return EXIT_INVALID;
    struct named_metrics named = metrics_named(options);
    struct variant alone = {
        .path = scenario.path, .settings = options->settings, .setting_count = options->setting_count};
    int code = metrics_check(options, &named, &alone, 1);
    if (code != EXIT_DONE || options->dry_run)
        return code == EXIT_DONE ? foretell(options, &scenario, &alone) : code;
    const char *temporary = getenv("TMPDIR");
    struct tried tried = {.arena = options->arena};
    tried.folder =
        arena_format(options->arena, "%s/fcsim-plans-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(tried.folder))
        return complain(EXIT_ERROR, "%s cannot be made; set TMPDIR to a folder with space", tried.folder);
    code = run(options, &scenario, &tried);
    clear_away(&tried);
    return code;
}
