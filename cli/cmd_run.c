/* SPDX-License-Identifier: MIT */
/* cmd_run.c - fcsim run SCENARIO [-o DIR] */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/engine.h"
#include "cli/made.h"
#include "cli/named_metrics.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/scenario.h"
#include "cli/signals.h"
#include "cli/sinks.h"
#include "output/file.h"
#include "output/output.h"
#include "output/prose.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/study/assertion.h"
#include "sim/study/gains.h"
#include "sim/study/ledger.h"

static int check_combination(const struct options *options) {
    if (options->replication && options->reps)
        return complain(EXIT_USAGE, "run: --replication reruns one alone; leave --reps out");
    if (options->replication && options->until_count)
        return complain(EXIT_USAGE, "run: --replication reruns one alone; leave --until out");
    if (options->trace && !options->replication)
        return complain(EXIT_USAGE, "run: --trace writes one replication; name it with --replication K");
    if (options->orders && !options->replication)
        return complain(EXIT_USAGE, "run: --orders writes one replication; name it with --replication K");
    if (options->orders && !options->directory)
        return complain(EXIT_USAGE, "run: --orders writes orders.csv into a directory; name it with -o DIR");
    if (options->replication && options->bottleneck)
        return complain(EXIT_USAGE, "run: --bottleneck compares replications; leave --replication out");
    if (options->resume && !options->directory)
        return complain(EXIT_USAGE, "run: --resume goes on in a directory; name it with -o DIR");
    return EXIT_DONE;
}

static struct study_options study_options_of(const struct options *options, const struct study_plan *plan) {
    int kept;
    struct study_options study = {.name = options_name_of(options->arguments[0], options->arena),
                                  .seed = options->seed_given ? options->seed : plan->seed,
                                  .first = options->replication ? options->replication : 1,
                                  .replications = options->reps ? options->reps : plan->replications,
                                  .jobs = options_jobs(options),
                                  .until = options->until,
                                  .until_count = options->until_count,
                                  .until_cap = options->reps,
                                  .record = options->directory != NULL};
    if (options->replication)
        study.replications = 1;
    if (options->remade && (kept = made_run_read(options->remade, options->arena).replications))
        study.replications = study.until_cap = kept;
    if (study.replications < 1)
        study.replications = 1;
    return study;
}

/* What has more work than capacity is worth knowing before the run. */
static void warn_of_overload(const struct scenario *scenario) {
    for (int i = 0; i < scenario->estimate.count; i++) {
        const struct estimate_row *row = &scenario->estimate.rows[i];
        if (row->work > row->capacity)
            fprintf(stderr, "warning: %s: %.4g %s of work and %.4g of capacity over the horizon; see %s\n",
                    row->resource, row->work, row->unit, row->capacity, row->path);
    }
}

static int dry_run(const struct options *options, const struct scenario *scenario) {
    struct study_options study = study_options_of(options, &scenario->plan);
    const char *kind = scenario->plan.kind == STUDY_STEADY ? "steady" : "terminating";
    int most = study.until_count ? study.until_cap ? study.until_cap : UNTIL_CAP : study.replications;
    char hash[HASH_TEXT_SIZE];
    hash_text(hash, config_hash(scenario->config, the_subject()->labels));
    struct text out = {0};
    if (options->json) {
        text_format(&out, "{\"dry_run\": true, \"study\": \"%s\", \"seed\": %" PRIu64, kind, study.seed);
        text_format(&out, ", \"first_replication\": %d, \"replications\": %d, \"jobs\": %d", study.first,
                    most, study.jobs);
        text_add(&out, ", \"horizon_s\": ");
        text_add_number(&out, scenario->plan.horizon_s);
        text_format(&out, ", \"scenario_hash\": \"%s\"}\n", hash);
    } else {
        text_format(&out, "%s is valid (%s). It would run%s %d replication%s", scenario->path, hash,
                    study.until_count ? " at most" : "", most, most == 1 ? "" : "s");
        if (options->replication)
            text_format(&out, " (number %d)", study.first);
        text_format(&out, " of a %s study of %.4g days, seed %" PRIu64 ", on %d thread%s.\n", kind,
                    scenario->plan.horizon_s / SECONDS_A_DAY, study.seed, study.jobs,
                    study.jobs == 1 ? "" : "s");
        if (options->directory)
            text_format(&out, "Results would be written to %s.\n", options->directory);
    }
    emit(&out);
    return EXIT_DONE;
}

/* " (it holds in 18 of 20 replications: ...)", of the condition as it was typed. */
static void add_share(const struct target *target, const struct assertion *found, double confidence,
                      struct text *out) {
    int holding = target->turned ? found->n - found->holding - found->undefined : found->holding;
    double low = target->turned ? 1.0 - found->high : found->low,
           high = target->turned ? 1.0 - found->low : found->high;
    text_format(out, " (it holds in %d of %d replications", holding, found->n);
    if (found->undefined)
        text_format(out, " and is not defined in %d", found->undefined);
    text_format(out, ": in %.3g to %.3g %% of all, with %g %% confidence)", 100 * low, 100 * high,
                100 * confidence);
}

/* What was found of what is not the metric as typed, or why nothing is decided. */
static void add_finding(const struct target *target, const struct assertion *found, const struct study *study,
                        struct text *out) {
    if (!found->n) {
        text_add(out, " (it is not defined in any replication)");
    } else if (found->n == 1) {
        text_add(out, target->risk ? " (one replication shows no share of replications; give --reps N)"
                                   : " (one replication has no interval; give --reps N)");
    } else if (target->risk) {
        add_share(target, found, study_plan(study)->confidence, out);
    } else if (found->verdict == TARGET_UNDECIDED && found->fewest) {
        text_format(out,
                    " (%s has the same value in all %d replications, which proves nothing before %d of them; "
                    "give --reps %d)",
                    found->metric, found->n, found->fewest, found->fewest);
    } else if (target_of_all(target)) {
        struct summary summary = {.mean = found->estimate, .low = found->low, .high = found->high};
        text_format(out, " (%s: ", found->metric);
        prose_estimate(out, &summary, metric_of(the_subject(), found->metric)->unit, "+-");
        text_add(out, ")");
    } else if (found->verdict == TARGET_UNDECIDED) {
        text_add(out, " (the interval lies on both sides, or there is none)");
    }
}

/* Says how each --assert ended; 4 goes before 5. */
static int judge_targets(const struct options *options, const struct study *study) {
    int code = EXIT_DONE;
    for (int i = 0; i < options->target_count; i++) {
        const struct target *target = &options->targets[i];
        struct assertion found = assertion_judge(target, study, options->arena);
        if (found.verdict == TARGET_UNKNOWN)
            return complain(EXIT_USAGE, "--assert %s: this scenario has no metric \"%s\"", target->typed,
                            target->metric);
        if (found.verdict == TARGET_HOLDS)
            continue;
        int own = found.verdict == TARGET_FAILS ? EXIT_ASSERTION : EXIT_UNDECIDED;
        struct text finding = {0};
        add_finding(target, &found, study, &finding);
        complain(own, "assertion %s: %s%s", own == EXIT_ASSERTION ? "failed" : "undecided", target->typed,
                 finding.data ? finding.data : "");
        text_free(&finding);
        code = code == EXIT_ASSERTION ? code : own;
    }
    return code;
}

static void print_warnings(struct text *warnings) {
    if (warnings->length) {
        fwrite(warnings->data, 1, warnings->length, stderr);
        if (warnings->data[warnings->length - 1] != '\n')
            fputc('\n', stderr);
    }
    text_free(warnings);
}

static int write_results(const struct options *options, const struct run_view *view) {
    struct text error = {0}, warnings = {0};
    int code = EXIT_DONE;
    if (options->directory && !write_directory(view, options->directory, &error, &warnings))
        code = complain(EXIT_ERROR, "%s", error.data ? error.data : "the results cannot be written");
    else
        code = made_keep(options);
    print_warnings(&warnings);
    text_free(&error);
    if (code != EXIT_DONE)
        return code;
    struct text out = {0};
    if (options->json)
        summary_json(view, &out);
    else if (!options->quiet)
        terminal_summary(view, options->directory, !options->no_color && isatty(STDOUT_FILENO), &out);
    emit(&out);
    return EXIT_DONE;
}

static const char *resolved_path(const struct options *options) {
    return arena_format(options->arena, "%s/scenario.resolved.json", options->remade);
}

/* It says where each value came from, which reading it back does not. */
static void resolve(const struct options *options, const struct scenario *scenario, struct text *resolved) {
    enum { MOST_BYTES = 1 << 28 };
    struct text error = {0};
    if (!options->remade || !file_read(resolved_path(options), MOST_BYTES, resolved, &error))
        config_resolved(scenario->config, resolved);
    text_free(&error);
}

static int show(const struct options *options, const struct scenario *scenario, const struct study *study,
                const struct gains *gains) {
    struct text resolved = {0};
    resolve(options, scenario, &resolved);
    struct run_view view = {.subject = the_subject(),
                            .study = study,
                            .scenario_hash = config_hash(scenario->config, the_subject()->labels),
                            .version = FCSIM_VERSION,
                            .resolved = resolved.data,
                            .changes = scenario_changes(resolved.data, options->arena),
                            .estimate = &scenario->estimate,
                            .gains = gains,
                            .partial =
                                study_state(study) == STUDY_INTERRUPTED ||
                                (options->remade && made_run_read(options->remade, options->arena).partial)};
    int code = study_replications(study) > 0 ? write_results(options, &view) : EXIT_DONE;
    text_free(&resolved);
    return code;
}

/* What the study's end means for the exit code. */
static int conclude(const struct options *options, const struct study *study, int signal) {
    int n = study_replications(study);
    switch (study_state(study)) {
    case STUDY_FAILED:
        return complain(EXIT_ERROR, "%s%s", study_reason(study),
                        study_failed_before(study) ? FAILED_BEFORE : "");
    case STUDY_INTERRUPTED:
        return complain(signal ? EXIT_SIGNAL + signal : EXIT_ERROR, "interrupted: %d replication%s complete",
                        n, n == 1 ? " is" : "s are");
    case STUDY_NOT_REACHED: {
        int code = judge_targets(options, study);
        complain(EXIT_UNDECIDED, "%s", study_reason(study));
        return code == EXIT_DONE ? EXIT_UNDECIDED : code;
    }
    case STUDY_COMPLETE:
        break;
    }
    return judge_targets(options, study);
}

/* --bottleneck; false when it was interrupted or failed, which `code` then says. */
static bool measure_gains(const struct options *options, const struct scenario *scenario,
                          const struct study *study, const struct study_options *how, struct gains *gains,
                          int *code) {
    static const char *const metrics[] = {"on_time", "cycle_time_s.p95", "cost.per_order",
                                          "throughput.orders_per_day"};
    struct campaign_end end;
    struct gains_question question = {.estimate = &scenario->estimate,
                                      .scenario = scenario->path,
                                      .settings = options->settings,
                                      .setting_count = options->setting_count,
                                      .base = study,
                                      .metrics = metrics,
                                      .metric_count = sizeof metrics / sizeof *metrics,
                                      .campaign = {.subject = the_subject(),
                                                   .seed_given = true,
                                                   .seed = study_seed(study),
                                                   .jobs = how->jobs,
                                                   .ledger = how->ledger,
                                                   .engine = engine_version(),
                                                   .retry_failed = options->retry_failed,
                                                   .stop = how->stop,
                                                   .progress = how->progress,
                                                   .progress_self = how->progress_self}};
    if (gains_measure(&question, gains, &end, options->arena))
        return true;
    *code = end.state == CAMPAIGN_FAILED
                ? complain(EXIT_ERROR, "%s", end.reason)
                : complain(EXIT_ERROR,
                           "interrupted before all gains were measured; the results are without them");
    return false;
}

static int simulate(const struct options *options, const struct scenario *scenario, struct sinks *sinks,
                    struct ledger *ledger) {
    struct signals signals;
    struct progress progress = progress_begin(options->quiet, options->until_count > 0);
    struct study_options how = study_options_of(options, &scenario->plan);
    how.trace = options->trace ? &sinks->trace : NULL;
    how.orders = options->orders ? &sinks->orders : NULL;
    how.ledger = ledger;
    how.retry_failed = options->retry_failed;
    how.stop = &signals.stop;
    how.progress = progress_report;
    how.progress_self = &progress;
    signals_begin(&signals);
    struct study *study = study_run(the_subject(), scenario->values, &how);
    struct gains gains;
    int gained = EXIT_DONE;
    bool measured = options->bottleneck &&
                    (study_state(study) == STUDY_COMPLETE || study_state(study) == STUDY_NOT_REACHED) &&
                    measure_gains(options, scenario, study, &how, &gains, &gained);
    progress_end(&progress);
    resume_tell(options, how.ledger, study_recalled(study), study_replications(study));

    struct text error = {0};
    int written = EXIT_DONE;
    if (!sinks_close(sinks, study_replications(study) > 0, &error))
        written = complain(EXIT_ERROR, "%s", error.data);
    text_free(&error);
    /* A study with a failed replication has no summary. */
    if (written == EXIT_DONE && study_state(study) != STUDY_FAILED)
        written = show(options, scenario, study, measured ? &gains : NULL);
    int received = atomic_load(&signals.received), code = conclude(options, study, received);
    if (gained != EXIT_DONE)
        code = received ? EXIT_SIGNAL + received : gained;
    bool unwritten = written != EXIT_DONE || (ledger && ledger_error(ledger));
    if (study_state(study) == STUDY_INTERRUPTED || gained != EXIT_DONE || unwritten)
        resume_print_command(options, ledger);
    signals_end(&signals);
    study_free(study);
    return written == EXIT_DONE ? code : written;
}

static int simulate_into_files(const struct options *options, const struct scenario *scenario,
                               struct ledger *ledger) {
    struct text error = {0};
    struct sinks sinks = {0};
    const char *orders =
        options->orders ? arena_format(options->arena, "%s/orders.csv", options->directory) : NULL;
    int code;
    if (!sinks_open(&sinks, options->trace, orders, the_subject(), scenario->values, options->arena,
                    &error)) {
        code = complain(EXIT_ERROR, "%s", error.data);
        sinks_close(&sinks, false, &error);
    } else {
        code = simulate(options, scenario, &sinks, ledger);
    }
    text_free(&error);
    return code;
}

static int prepare_and_simulate(const struct options *options, const struct scenario *scenario) {
    struct text error = {0};
    struct ledger *ledger = NULL;
    int code = EXIT_DONE;
    if (options->directory && !options->resume && !directory_create(options->directory, &error))
        code = complain(EXIT_ERROR, "%s", error.data);
    if (code == EXIT_DONE)
        code = resume_open(options, scenario, study_options_of(options, &scenario->plan).seed, &ledger);
    if (code == EXIT_DONE)
        code = simulate_into_files(options, scenario, ledger);
    ledger_close(ledger);
    text_free(&error);
    return code;
}

/* The scenario as it was understood, whatever became of its file since. */
static int run_again(const struct options *options) {
    struct options own = *options;
    own.setting_count = 0;
    struct scenario scenario = scenario_read(&own, resolved_path(options));
    if (scenario.valid)
        return prepare_and_simulate(&own, &scenario);
    scenario_print_problems(&scenario);
    return EXIT_INVALID;
}

static int run(const struct options *options) {
    int code = check_combination(options);
    if (code != EXIT_DONE)
        return code;
    if (options->remade)
        return run_again(options);
    struct scenario scenario = scenario_read(options, options->arguments[0]);
    scenario_print_problems(&scenario);
    if (!scenario.valid)
        return EXIT_INVALID;
    struct named_metrics named = metrics_named(options);
    struct variant alone = {
        .path = scenario.path, .settings = options->settings, .setting_count = options->setting_count};
    code = metrics_check(options, &named, &alone, 1);
    if (code != EXIT_DONE)
        return code;
    if (!options->quiet)
        warn_of_overload(&scenario);
    return options->dry_run ? dry_run(options, &scenario) : prepare_and_simulate(options, &scenario);
}

const struct command command_run = {
    .name = "run",
    .arguments = "SCENARIO",
    .doc = "Simulates a scenario and summarises its replications.",
    .details =
        "The summary is printed; with -o everything else is written as well, and DIR/study.sqlite keeps "
        "every replication, so that none is run twice: the same command again only reads, a larger --reps "
        "runs the rest, and one that failed is run again with --retry-failed. --bottleneck runs the scenario "
        "again with one more unit of each resource and says "
        "what that would bring. --assert judges by the bound of the confidence interval; values may have "
        "units: 'on_time>=99%', 'cycle_time_s.p95<=4h'. It takes 'on_time[day=*]>=97%' (every day must hold "
        "it) and 'P(on_time>=99%)>=90%' (in so many of all replications) as well.",
    .flags = FLAG(SET) | FLAG(SEED) | FLAG(REPS) | FLAG(UNTIL) | FLAG(JOBS) | FLAG(REPLICATION) |
             FLAG(DIRECTORY) | FLAG(RESUME) | FLAG(RETRY_FAILED) | FLAG(BOTTLENECK) | FLAG(ASSERT) |
             FLAG(TRACE) | FLAG(ORDERS) | FLAG(DRY_RUN) | FLAG(JSON) | FLAG(QUIET) | FLAG(NO_COLOR) |
             FLAG(HELP),
    .least = 1,
    .most = 1,
    .run = run,
};
