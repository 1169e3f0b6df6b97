/* SPDX-License-Identifier: MIT */
/* comparing.c - runs alternatives by common random numbers and compares them, or selects the best.
 *
 * Replications are made in campaigns of a few, from the next number on, where it is not known beforehand how
 * many are needed. What is decided is decided replication by replication, so it depends on neither threads
 * nor the size of a campaign. */
#include "cli/comparing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/engine.h"
#include "cli/made.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/signals.h"
#include "cli/sweeping.h"
#include "cli/target.h"
#include "output/output.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/assertion.h"
#include "sim/study/kn.h"
#include "sim/study/ledger.h"
#include "sim/study/study_file.h"

enum {
    ROUND = 10,         /* replications of a campaign, where it is not known how many are needed */
    MOST_VALUES = 20000 /* alternatives x replications of which all metrics are kept */
};

struct comparing {
    const struct options *options;
    const struct alternatives *alternatives;
    struct comparison_view view;
    struct ledger *ledger;
    struct signals signals;
    struct progress progress;
    const int *running; /* alternatives of the campaign, by its variants */
    const char *failure;
    long run, recalled;
    bool undecided; /* a precision or a decision was not reached */
};

const char *const *compared_metrics(const struct options *options, int *count) {
    *count = options->metric_count ? options->metric_count : USUAL_METRICS;
    return options->metric_count ? options->metrics : usual_metrics;
}

/* Running */

static void on_alternative_ended(void *self, const struct variant_end *end) {
    struct comparing *comparing = self;
    int number = comparing->running[end->variant];
    struct alternative *alternative = &comparing->view.alternatives[number];
    alternative->hash = end->hash;
    if (!end->study || end->state == STUDY_FAILED) {
        if (!comparing->failure)
            comparing->failure =
                arena_format(comparing->options->arena, "%s: %s%s", alternative->name,
                             end->reason ? end->reason : "failed without a reason",
                             end->study && study_failed_before(end->study) ? FAILED_BEFORE : "");
        return;
    }
    gather_take(comparing->view.gather, number, end->study);
    alternative->replications = gather_replications(comparing->view.gather, number);
}

/* Replications first ... first + count - 1 of those that are `in` (NULL = of all). */
static int run_round(struct comparing *comparing, int first, int count, const bool *in) {
    const struct options *options = comparing->options;
    const struct alternatives *alternatives = comparing->alternatives;
    struct arena *arena = arena_create();
    int *running = arena_array(arena, int, alternatives->count), n = 0;
    struct variant *variants = arena_array(arena, struct variant, alternatives->count);
    for (int i = 0; i < alternatives->count; i++)
        if (!in || in[i]) {
            variants[n] = alternatives->variants[i];
            running[n++] = i;
        }
    comparing->running = running;
    struct campaign campaign = {.subject = the_subject(),
                                .variants = variants,
                                .count = n,
                                .seed_given = true,
                                .seed = alternatives->seed,
                                .first = first,
                                .replications = count,
                                .jobs = options_jobs(options),
                                .ledger = comparing->ledger,
                                .engine = engine_version(),
                                .retry_failed = options->retry_failed,
                                .stop = &comparing->signals.stop,
                                .progress = progress_report,
                                .progress_self = &comparing->progress,
                                .done = on_alternative_ended,
                                .self = comparing};
    struct campaign_end end = campaign_run(&campaign, options->arena);
    arena_destroy(arena);
    comparing->run += end.run;
    comparing->recalled += end.recalled;
    if (end.state == CAMPAIGN_INTERRUPTED) {
        int signal = atomic_load(&comparing->signals.received);
        return signal ? EXIT_SIGNAL + signal : EXIT_ERROR;
    }
    if (end.state == CAMPAIGN_FAILED)
        comparing->failure = end.reason;
    return comparing->failure ? EXIT_ERROR : EXIT_DONE;
}

/* Comparing */

static const double *values_of(struct comparing *comparing, int alternative, const char *metric) {
    int index = gather_find(comparing->view.gather, metric);
    return gather_values(comparing->view.gather, alternative, index);
}

static int family_size(struct comparing *comparing, const char *const *metrics, int count, int replications) {
    int size = 0;
    for (int m = 0; m < count; m++)
        for (int i = 1; i < comparing->view.count; i++)
            size += paired_of(values_of(comparing, 0, metrics[m]), values_of(comparing, i, metrics[m]),
                              replications)
                        .n > 0;
    return size;
}

/* Whether every difference of a metric is known as precisely as asked after so many replications. */
static bool is_precise(struct comparing *comparing, const struct until *until, int replications, int size) {
    for (int i = 1; i < comparing->view.count; i++) {
        struct paired paired = paired_of(values_of(comparing, 0, until->metric),
                                         values_of(comparing, i, until->metric), replications);
        bool equal = paired.sd == 0.0;
        if (paired.n < (equal ? UNTIL_FEWEST_EQUAL : UNTIL_FEWEST) ||
            !(paired_half_width(&paired, comparing->view.confidence, size) <= until->abs))
            return false;
    }
    return true;
}

static bool are_precise(struct comparing *comparing, const char *const *metrics, int count,
                        int replications) {
    int size = family_size(comparing, metrics, count, replications);
    for (int u = 0; u < comparing->options->until_count; u++)
        if (!is_precise(comparing, &comparing->options->until[u], replications, size))
            return false;
    return true;
}

/* Until the prefix is long enough; `view.replications` is what counts. */
static int run_until_precise(struct comparing *comparing, const char *const *metrics, int count) {
    int most = comparing->alternatives->replications, code = EXIT_DONE;
    for (int done = 0; done < most && code == EXIT_DONE;) {
        int more = most - done < ROUND ? most - done : ROUND;
        code = run_round(comparing, done + 1, more, NULL);
        done += more;
        for (int n = done - more + 1; n <= done && code == EXIT_DONE; n++) {
            comparing->view.replications = n;
            if (n >= UNTIL_FEWEST && are_precise(comparing, metrics, count, n))
                return EXIT_DONE;
        }
    }
    comparing->undecided = true;
    return code;
}

static int compare(struct comparing *comparing) {
    const struct options *options = comparing->options;
    int count, code;
    const char *const *metrics = compared_metrics(options, &count);
    comparing->view.replications = comparing->alternatives->replications;
    if (options->until_count)
        code = run_until_precise(comparing, metrics, count);
    else
        code = run_round(comparing, 1, comparing->view.replications, NULL);
    if (code == EXIT_DONE && !comparison_fill(&comparing->view, metrics, count, options->arena))
        code = complain(EXIT_USAGE,
                        "compare: none of the alternatives has any of the metrics; name some with --metric");
    return code;
}

/* Selecting */

/* Gives replications first ... last to the procedure, one by one. False where one is not defined. */
static bool feed(struct comparing *comparing, struct kn *kn, struct selection *selection, int first,
                 int last) {
    struct comparison_view *view = &comparing->view;
    double sign = selection->better == LOWER_IS_BETTER ? -1.0 : 1.0;
    struct arena *arena = arena_create();
    double *row = arena_array(arena, double, view->count);
    bool *before = arena_array(arena, bool, view->count), defined = true;
    for (int r = first; r <= last && defined && !kn_decided(kn); r++) {
        for (int i = 0; i < view->count; i++) {
            before[i] = kn->in[i];
            row[i] = kn->in[i] ? sign * values_of(comparing, i, selection->metric)[r - 1] : 0.0;
            defined &= isfinite(row[i]);
        }
        if (!defined) {
            comparing->failure =
                arena_format(comparing->options->arena,
                             "%s is undefined in replication %d of some alternative, so none can "
                             "be selected by it",
                             selection->metric, r);
            break;
        }
        kn_add(kn, row);
        for (int i = 0; i < view->count; i++)
            view->alternatives[i].dropped_after =
                before[i] && !kn->in[i] ? r : view->alternatives[i].dropped_after;
    }
    arena_destroy(arena);
    return defined;
}

/* What Rinott's procedure, which knows nothing of pairs, would take after the same first stage. */
static double two_stage_runs(struct comparing *comparing, const struct selection *selection) {
    struct comparison_view *view = &comparing->view;
    double h = rinott_h(view->count, view->confidence, selection->first_stage - 1.0), total = 0.0;
    for (int i = 0; i < view->count; i++) {
        struct moments moments = {0};
        const double *values = values_of(comparing, i, selection->metric);
        for (int r = 0; r < selection->first_stage; r++)
            moments_add(&moments, values[r]);
        double wanted = h * moments_sd(&moments) / selection->delta;
        total += fmax(selection->first_stage, ceil(wanted * wanted));
    }
    return total;
}

static void conclude_selection(struct comparing *comparing, const struct kn *kn,
                               struct selection *selection) {
    struct comparison_view *view = &comparing->view;
    const struct gathered_metric *metrics;
    gather_metrics(view->gather, &metrics);
    selection->unit = metrics[gather_find(view->gather, selection->metric)].unit;
    selection->best = kn_best(kn);
    selection->left = kn->left;
    selection->latest = kn->n >= selection->first_stage ? kn_most(kn) : NAN;
    selection->rinott_runs = kn->n >= selection->first_stage ? two_stage_runs(comparing, selection) : NAN;
    view->replications = kn->n;
    view->selection = selection;
    comparing->undecided = !kn_decided(kn);
    for (int i = 0; i < view->count; i++) {
        double sign = selection->better == LOWER_IS_BETTER ? -1.0 : 1.0;
        view->alternatives[i].replications = kn->observed[i];
        view->alternatives[i].mean = kn->observed[i] ? sign * kn->sums[i] / kn->observed[i] : NAN;
    }
}

static int select_best(struct comparing *comparing, struct selection *selection) {
    int most = comparing->alternatives->replications, code = EXIT_DONE;
    struct kn *kn = kn_create(comparing->options->arena, comparing->view.count, ROUND,
                              1.0 - comparing->view.confidence, selection->delta);
    selection->first_stage = ROUND;
    for (int done = 0; done < most && !kn_decided(kn) && code == EXIT_DONE;) {
        int more = most - done < ROUND ? most - done : ROUND;
        code = run_round(comparing, done + 1, more, kn->in);
        if (code == EXIT_DONE && !feed(comparing, kn, selection, done + 1, done + more))
            code = EXIT_ERROR;
        done += more;
    }
    if (code == EXIT_DONE)
        conclude_selection(comparing, kn, selection);
    return code;
}

/* Concluding */

static int write_results(struct comparing *comparing) {
    const struct options *options = comparing->options;
    struct text error = {0}, warnings = {0}, out = {0};
    int code = EXIT_DONE;
    if (options->directory && !comparison_write(&comparing->view, options->directory, &error, &warnings))
        code = complain(EXIT_ERROR, "%s", error.data ? error.data : "the results cannot be written");
    else
        code = made_keep(options);
    if (warnings.length)
        fwrite(warnings.data, 1, warnings.length, stderr);
    text_free(&error);
    text_free(&warnings);
    if (code != EXIT_DONE)
        return code;
    if (options->json)
        comparison_json(&comparing->view, &out);
    else if (!options->quiet)
        comparison_terminal(&comparing->view, options->directory, !options->no_color && isatty(STDOUT_FILENO),
                            &out);
    emit(&out);
    return EXIT_DONE;
}

/* Of one alternative; what does not hold is said. */
static int judge_target(const struct comparing *comparing, const struct target *target,
                        const struct compared *row) {
    const struct comparison_view *view = &comparing->view;
    const struct paired *paired = &row->paired;
    const struct summary difference = {
        .n = paired->n, .mean = paired->difference, .low = paired->low, .high = paired->high};
    double level = (1.0 - view->confidence) / view->family_count;
    enum verdict verdict = verdict_of_summary(target, &difference, level);
    if (verdict == TARGET_HOLDS)
        return EXIT_DONE;
    int code = verdict == TARGET_FAILS ? EXIT_ASSERTION : EXIT_UNDECIDED;
    const char *why = "";
    if (!paired->n)
        why = " (it is not defined in any pair of replications)";
    else if (verdict == TARGET_UNDECIDED && verdict_of_equal(&difference)) {
        int fewest = verdict_fewest_equal(target, difference.mean, level);
        why = arena_format(comparing->options->arena,
                           " (the difference is the same in all %d replications, which proves nothing before "
                           "%d of them; give --reps %d)",
                           paired->n, fewest, fewest);
    }
    return complain(code, "assertion %s: %s of %s%s", code == EXIT_ASSERTION ? "failed" : "undecided",
                    target->typed, view->alternatives[row->alternative].name, why);
}

/* Every alternative must hold every --assert. */
static int judge_targets(const struct comparing *comparing) {
    const struct options *options = comparing->options;
    const struct comparison_view *view = &comparing->view;
    int code = EXIT_DONE;
    for (int t = 0; t < options->target_count; t++)
        for (int i = 0; i < view->family_count; i++) {
            const struct compared *row = &view->rows[i];
            if (strcmp(row->metric, options->targets[t].metric) != 0)
                continue;
            int own = judge_target(comparing, &options->targets[t], row);
            code = code == EXIT_ASSERTION || own == EXIT_DONE ? code : own;
        }
    return code;
}

static int conclude(struct comparing *comparing) {
    const struct options *options = comparing->options;
    if (!options->quiet && comparing->recalled)
        complain(EXIT_DONE, "%ld of %ld replications were known and not run again", comparing->recalled,
                 comparing->recalled + comparing->run);
    int code = write_results(comparing);
    if (code != EXIT_DONE)
        return code;
    code = judge_targets(comparing);
    if (comparing->undecided)
        complain(EXIT_UNDECIDED, "%s after %d replications",
                 options->select ? "the selection is not decided" : "a difference is not as precise as asked",
                 comparing->view.replications);
    return code == EXIT_DONE && comparing->undecided ? EXIT_UNDECIDED : code;
}

static int stopped(const struct comparing *comparing, int code) {
    if (comparing->failure)
        complain(code, "%s", comparing->failure);
    else if (code > EXIT_SIGNAL)
        complain(code, "interrupted: %ld replications in all are done", comparing->run + comparing->recalled);
    else
        return code;
    resume_print_command(comparing->options, comparing->ledger);
    return code;
}

static void begin_view(struct comparing *comparing) {
    const struct alternatives *alternatives = comparing->alternatives;
    const struct options *options = comparing->options;
    struct comparison_view *view = &comparing->view;
    bool many = (double)alternatives->count * alternatives->replications > MOST_VALUES;
    int count;
    const char *const *names = compared_metrics(options, &count);
    *view = (struct comparison_view){
        .version = FCSIM_VERSION,
        .title =
            alternatives->plan.title && *alternatives->plan.title ? alternatives->plan.title : "Comparison",
        .confidence = alternatives->plan.confidence,
        .seed = alternatives->seed,
        .family_only = many,
        .count = alternatives->count,
        .alternatives = arena_array(options->arena, struct alternative, alternatives->count),
        .warnings = alternatives->unlike,
        .warning_count = alternatives->unlike_count};
    view->gather = options->select ? gather_create(view->count, &options->select->metric, 1, false)
                                   : gather_create(view->count, names, count, !many);
    for (int i = 0; i < view->count; i++)
        view->alternatives[i] = (struct alternative){.name = alternatives->variants[i].name,
                                                     .variant = &alternatives->variants[i]};
}

static int run_in(struct comparing *comparing) {
    const struct options *options = comparing->options;
    struct selection selection = {0};
    begin_view(comparing);
    comparing->progress = progress_begin(options->quiet, options->until_count > 0 || options->select);
    signals_begin(&comparing->signals);
    if (options->select)
        selection = (struct selection){.metric = options->select->metric,
                                       .better = metric_of(the_subject(), options->select->metric)->better,
                                       .delta = options->select->abs};
    int code = options->select ? select_best(comparing, &selection) : compare(comparing);
    progress_end(&comparing->progress);
    code = code == EXIT_DONE ? conclude(comparing) : stopped(comparing, code);
    signals_end(&comparing->signals);
    gather_free(comparing->view.gather);
    return code;
}

static int take_over(struct comparing *comparing) {
    struct text error = {0};
    int code = EXIT_DONE;
    int count = comparing->options->remade ? 0 : comparing->alternatives->ledger_count;
    for (int i = 0; i < count && code == EXIT_DONE; i++)
        if (!ledger_take_over(comparing->ledger, comparing->alternatives->ledgers[i], &error))
            code = complain(EXIT_ERROR, "compare: %s", error.data);
    text_free(&error);
    return code;
}

/* Without -o the ledger, which keeps warm-ups and takes in earlier results, is gone at the end. */
static int in_temporary_directory(struct comparing *comparing, int (*run)(struct comparing *comparing)) {
    const char *folder = getenv("TMPDIR");
    char *path =
        arena_format(comparing->options->arena, "%s/fcsim-XXXXXX", folder && *folder ? folder : "/tmp");
    if (!mkdtemp(path))
        return complain(EXIT_ERROR, "cannot make a temporary directory %s (TMPDIR names the folder)", path);
    struct options own = *comparing->options;
    own.directory = path;
    own.resume = false;
    int code = sweep_open_ledger(&own, &comparing->ledger);
    if (code == EXIT_DONE)
        code = run(comparing);
    ledger_close(comparing->ledger);
    unlink(arena_format(own.arena, "%s/study.sqlite", path));
    rmdir(path);
    return code;
}

static int with_ledger(struct comparing *comparing) {
    int code = take_over(comparing);
    return code == EXIT_DONE ? run_in(comparing) : code;
}

int alternatives_compare(const struct options *options, const struct alternatives *alternatives) {
    struct comparing comparing = {.options = options, .alternatives = alternatives};
    if (!options->directory)
        return in_temporary_directory(&comparing, with_ledger);
    int code = sweep_open_ledger(options, &comparing.ledger);
    if (code == EXIT_DONE)
        code = with_ledger(&comparing);
    ledger_close(comparing.ledger);
    return code;
}
