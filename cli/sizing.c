/* SPDX-License-Identifier: MIT */
/* sizing.c - see sizing.h. */
#include "cli/sizing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/check_designs.h"
#include "cli/command.h"
#include "cli/engine.h"
#include "cli/made.h"
#include "cli/named_metrics.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/scenario.h"
#include "cli/signals.h"
#include "cli/sweeping.h"
#include "cli/target.h"
#include "output/prose.h"
#include "output/sizing.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/ledger.h"

/* Reading */

/* The confidence of a sizing is one for all its designs. */
static bool varies_confidence(const struct designs *designs) {
    for (int f = 0; f < designs->factor_count; f++)
        for (int p = 0; p < designs->factors[f].path_count; p++)
            if (strcmp(designs->factors[f].paths[p], "confidence") == 0)
                return true;
    return false;
}

static int read_factors(const struct options *options, struct sizing_question *question) {
    struct factor *factors = arena_array(options->arena, struct factor, options->vary_count + 1);
    struct text error = {0};
    int code = EXIT_DONE;
    for (int i = 0; i < options->vary_count; i++, text_clear(&error))
        if (!factor_read(options->vary[i], factor_option(options->vary[i], options->arena), options->arena,
                         &factors[i], &error) ||
            !factor_levels(&factors[i], &error))
            code = complain(EXIT_USAGE, "size: %s", error.data);
    struct designs designs = {.factor_count = options->vary_count, .factors = factors};
    if (code == EXIT_DONE && (!designs_check_factors(factors, options->vary_count, options->arena, &error) ||
                              !factors_check(&designs, options->settings, options->setting_count, &error)))
        code = complain(EXIT_USAGE, "size: %s", error.data);
    if (code == EXIT_DONE && varies_confidence(&designs))
        code = complain(EXIT_USAGE, "size: confidence does not tell designs apart, so it cannot be varied; "
                                    "--set confidence=X sets it for all designs");
    text_free(&error);
    question->factors = factors;
    question->factor_count = options->vary_count;
    return code;
}

static bool is_varied(const struct sizing_question *question, const char *name) {
    for (int f = 0; f < question->factor_count; f++)
        if (strcmp(question->factors[f].name, name) == 0)
            return true;
    return false;
}

static bool has_texts(const struct sizing_question *question, const char *name) {
    for (int f = 0; f < question->factor_count; f++)
        for (int i = 0; i < question->factors[f].value_count; i++)
            if (strcmp(question->factors[f].name, name) == 0 &&
                isnan(factor_number(question->factors[f].values[i])))
                return true;
    return false;
}

static int read_objective(const struct options *options, struct sizing_question *question) {
    const char *name = options->maximise   ? options->maximise
                       : options->minimise ? options->minimise
                                           : "cost.per_day";
    const char *option = options->maximise ? "--maximise" : "--minimise";
    struct until zone = {.metric = name};
    struct text error = {0};
    if (strchr(name, ':') && !select_read(option, name, the_subject(), options->arena, &zone, &error)) {
        int code = complain(EXIT_USAGE, "size: %s", error.data);
        text_free(&error);
        return code;
    }
    name = zone.metric;
    if (text_ends_with(name, "_pooled"))
        return complain(EXIT_USAGE, "size: %s %s: a pooled number is none of a single replication", option,
                        name);
    question->objective = (struct objective){name, options->maximise != NULL, zone.abs};
    if (has_texts(question, name))
        return complain(EXIT_USAGE, "size: %s %s: its values are texts, so none of them is the %s", option,
                        name, options->maximise ? "most" : "least");
    if (is_varied(question, name) || metric_of(the_subject(), name))
        return EXIT_DONE;
    return complain(EXIT_USAGE,
                    "size: %s %s: this is neither a metric (\"fcsim describe metrics\" lists them) nor a key "
                    "that is varied (--vary %s=LO:HI:STEP)",
                    option, name, name);
}

static int check_metrics(const struct options *options, const struct sizing_question *question,
                         const struct variant *variants, int count) {
    const char *objective = question->objective.name;
    struct named_metrics named = metrics_named(options);
    if ((options->minimise || options->maximise) && !is_varied(question, objective))
        metrics_add(
            &named, objective,
            arena_format(options->arena, "%s %s", options->maximise ? "--maximise" : "--minimise", objective),
            EXIT_USAGE);
    return metrics_check(options, &named, variants, count);
}

/* Both ends of every range and every text, the other factors at their first level. */
static int check_values(const struct options *options, const struct sizing_question *question) {
    struct arena *arena = options->arena;
    int factors = question->factor_count, count = 0;
    struct text ignored = {0};
    for (int f = 0; f < factors; f++)
        count += question->factors[f].range ? 2 : question->factors[f].value_count;
    struct designs designs = {
        .factor_count = factors, .count = count, .factors = question->factors, .folder = ""};
    designs.values = arena_array(arena, const char *, (size_t)count *(size_t)factors + 1);
    int design = 0;
    for (int f = 0; f < factors; f++) {
        int levels = factor_levels(&question->factors[f], &ignored),
            shown = question->factors[f].range ? 2 : levels;
        for (int i = 0; i < shown; i++, design++)
            for (int k = 0; k < factors; k++) {
                int level = k != f ? 0 : question->factors[f].range && i ? levels - 1 : i;
                designs.values[design * factors + k] = factor_level(&question->factors[k], level, arena);
            }
    }
    text_free(&ignored);
    struct variant *variants =
        designs_variants(&designs, question->scenario, question->settings, question->setting_count, arena);
    int code = designs_check(&designs, variants, arena);
    return code == EXIT_DONE ? check_metrics(options, question, variants, count) : code;
}

int sizing_task_read(const struct options *options, struct sizing_task *task) {
    *task = (struct sizing_task){0};
    struct sizing_question *question = &task->question;
    int code = read_factors(options, question);
    if (code == EXIT_DONE)
        code = read_objective(options, question);
    if (code != EXIT_DONE)
        return code;
    struct scenario scenario = scenario_read(options, options->arguments[0]);
    scenario_print_problems(&scenario);
    if (!scenario.valid)
        return EXIT_INVALID;
    task->plan = scenario.plan;
    question->subject = the_subject();
    question->scenario = options->arguments[0];
    question->settings = options->settings;
    question->setting_count = options->setting_count;
    question->targets = options->targets;
    question->target_count = options->target_count;
    question->confidence = scenario.plan.confidence;
    question->replications = options->reps;
    question->seed_given = options->seed_given;
    question->seed = options->seed;
    question->jobs = options_jobs(options);
    question->engine = engine_version();
    question->retry_failed = options->retry_failed;
    return check_values(options, question);
}

/* Foretelling */

struct fresh sizing_fresh(const struct target *targets, int count, int given, double level) {
    struct fresh fresh = {given, given};
    for (int t = 0; t < count && !given; t++) {
        int n = confirm_replications(&targets[t], level),
            equal = targets[t].risk ? n : confirm_fewest_equal(level);
        fresh.usual = n > fresh.usual ? n : fresh.usual;
        fresh.equal = equal > fresh.equal ? equal : fresh.equal;
    }
    fresh.equal = fresh.usual > fresh.equal ? fresh.usual : fresh.equal;
    return fresh;
}

void sizing_add_fresh(const struct fresh *fresh, double seconds, struct text *out) {
    text_format(out, "%d fresh ones, about ", fresh->usual);
    prose_duration(out, fresh->usual * seconds);
    if (fresh->equal == fresh->usual)
        return;
    text_format(out, " (%d, about ", fresh->equal);
    prose_duration(out, fresh->equal * seconds);
    text_format(out, ", where they take fewer than %d different values)", CONFIRM_DISTINCT);
}

static struct fresh fresh_of(const struct sizing_question *question) {
    return sizing_fresh(question->targets, question->target_count, question->replications,
                        confirm_level(1.0 - question->confidence, 1));
}

static struct campaign_end run_once(const struct options *options, const struct sizing_question *question,
                                    const struct variant *variant) {
    struct variant start = *variant;
    start.name = "the design where the search begins";
    struct campaign trial = {.subject = question->subject,
                             .variants = &start,
                             .seed_given = question->seed_given,
                             .seed = question->seed,
                             .first = 1,
                             .engine = question->engine};
    return sweep_try(trial, options->arena);
}

static void foretell_json(const struct sizing_question *question, const char *const *start,
                          const struct campaign_end *trial, struct text *out) {
    struct fresh fresh = fresh_of(question);
    text_format(out, "{\"dry_run\": true, \"grid\": %.0f, \"start\": {", sizing_grid(question));
    for (int f = 0; f < question->factor_count; f++) {
        text_add(out, f ? ", " : "");
        text_add_json_string(out, question->factors[f].name);
        text_add(out, ": ");
        if (isnan(factor_number(start[f])))
            text_add_json_string(out, start[f]);
        else
            text_add(out, start[f]);
    }
    text_format(out, "}, \"search_replications\": %d, \"most_search_replications\": %d", SIZING_SEARCH,
                SIZING_POLISH);
    text_format(out, ", \"confirmation_replications\": %d, \"confirmation_replications_if_equal\": %d",
                fresh.usual, fresh.equal);
    text_format(out, ", \"jobs\": %d", question->jobs);
    text_add(out, ", \"seconds_per_replication\": ");
    text_add_number(out, trial->run_s);
    text_add(out, "}\n");
}

static void foretell_words(const struct sizing_question *question, const char *const *start,
                           const struct campaign_end *trial, struct text *out) {
    text_format(out, "%.0f designs on the grid; the search begins at", sizing_grid(question));
    for (int f = 0; f < question->factor_count; f++)
        text_format(out, "%s %s = %s", f ? "," : "", question->factors[f].name, start[f]);
    struct fresh fresh = fresh_of(question);
    double seconds = trial->run_s / question->jobs;
    text_format(out, ".\nA design takes %d to %d replications in the search, about ", SIZING_SCREEN,
                SIZING_POLISH);
    prose_duration(out, SIZING_POLISH * seconds);
    text_add(out, " at most; to confirm one takes ");
    sizing_add_fresh(&fresh, seconds, out);
    text_format(out, ". One replication there took %.3g s, and there %s %d thread%s.\n", trial->run_s,
                question->jobs == 1 ? "is" : "are", question->jobs, question->jobs == 1 ? "" : "s");
}

int sizing_foretell(const struct options *options, const struct sizing_task *task) {
    const struct sizing_question *question = &task->question;
    int *levels = arena_array(options->arena, int, question->factor_count + 1);
    sizing_begin_at(question, options->arena, levels);
    struct designs start = {.factor_count = question->factor_count,
                            .count = 1,
                            .factors = question->factors,
                            .values = arena_array(options->arena, const char *, question->factor_count + 1),
                            .folder = ""};
    for (int f = 0; f < question->factor_count; f++)
        start.values[f] = factor_level(&question->factors[f], levels[f], options->arena);
    const struct variant *variant = designs_variants(&start, question->scenario, question->settings,
                                                     question->setting_count, options->arena);
    struct campaign_end trial = run_once(options, question, variant);
    struct text out = {0};
    if (options->json)
        foretell_json(question, start.values, &trial, &out);
    else
        foretell_words(question, start.values, &trial, &out);
    emit(&out);
    return EXIT_DONE;
}

/* Answering */

struct telling {
    struct progress progress;
    struct arena *arena;
    bool quiet;
};

static void on_phase(void *self, const char *words) {
    struct telling *telling = self;
    progress_phase(&telling->progress, arena_copy(telling->arena, words));
}

static void on_progress(void *self, int done, int wanted, double share, double elapsed_s) {
    progress_report(&((struct telling *)self)->progress, done, wanted, share, elapsed_s);
}

static int write_files(const struct options *options, const struct sizing_view *view) {
    struct text error = {0}, warnings = {0};
    int code = EXIT_DONE;
    if (options->directory && !sizing_write(view, options->directory, &error, &warnings))
        code = complain(EXIT_ERROR, "%s", error.data ? error.data : "the results cannot be written");
    else
        code = made_keep(options);
    if (warnings.length)
        fprintf(stderr, "%s\n", warnings.data);
    text_free(&warnings);
    text_free(&error);
    return code;
}

static int show(const struct options *options, const struct sizing_task *task, const struct sizing_end *end) {
    struct sizing_view view = {.question = &task->question,
                               .end = end,
                               .title = task->plan.title ? task->plan.title : "",
                               .name = options_name_of(options->arguments[0], options->arena),
                               .version = FCSIM_VERSION};
    int code = write_files(options, &view);
    if (code != EXIT_DONE)
        return code;
    struct text out = {0};
    if (options->json)
        sizing_json(&view, &out);
    else if (!options->quiet)
        sizing_terminal(&view, options->directory, !options->no_color && isatty(STDOUT_FILENO), &out);
    emit(&out);
    return EXIT_DONE;
}

static int stopped(const struct options *options, const struct sizing_task *task,
                   const struct sizing_end *end, int signal) {
    if (end->state == SIZING_UNKNOWN_METRIC)
        return complain(EXIT_USAGE, "size: %s", end->reason);
    if (end->state == SIZING_FAILED)
        complain(EXIT_ERROR, "%s", end->reason);
    else
        complain(EXIT_ERROR, "interrupted: %ld replication%s in all are done", end->run + end->recalled,
                 end->run + end->recalled == 1 ? "" : "s");
    resume_print_command(options, task->question.ledger);
    return end->state == SIZING_INTERRUPTED && signal ? EXIT_SIGNAL + signal : EXIT_ERROR;
}

static int conclude(const struct options *options, const struct sizing_task *task,
                    const struct sizing_end *end, int signal) {
    resume_tell(options, task->question.ledger, end->recalled, end->recalled + end->run);
    if (end->state > SIZING_NOT_REACHED)
        return stopped(options, task, end, signal);
    int code = show(options, task, end);
    if (code == EXIT_DONE && end->selection && !end->selection->decided)
        return complain(EXIT_UNDECIDED,
                        "undecided: which of the confirmed designs is the %s; try a larger :delta=",
                        task->question.objective.maximise ? "largest" : "cheapest");
    if (code != EXIT_DONE || end->state == SIZING_CONFIRMED)
        return code;
    return complain(EXIT_UNDECIDED, end->state == SIZING_UNDECIDED
                                        ? "undecided: no design could be confirmed"
                                        : "no design that was looked at reaches the target");
}

int sizing_answer(const struct options *options, const struct sizing_task *task) {
    struct sizing_task asked = *task;
    struct ledger *ledger = NULL;
    int code = options->directory ? sweep_open_ledger(options, &ledger) : EXIT_DONE;
    if (code != EXIT_DONE)
        return code;
    struct signals signals;
    struct telling telling = {progress_begin(options->quiet, false), options->arena, options->quiet};
    asked.question.ledger = ledger;
    asked.question.stop = &signals.stop;
    asked.question.phase = on_phase;
    asked.question.progress = on_progress;
    asked.question.self = &telling;
    signals_begin(&signals);
    struct sizing_end end = sizing_run(&asked.question, options->arena);
    progress_end(&telling.progress);
    code = conclude(options, &asked, &end, atomic_load(&signals.received));
    signals_end(&signals);
    ledger_close(ledger);
    return code;
}
