/* SPDX-License-Identifier: MIT */
/* Studies of a toy whose numbers are known: same answer on any number of threads, --until, interruption,
 * failure, warm-up. */
#include <gsl/gsl_cdf.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "sim/base/arena.h"
#include "sim/base/hash.h"
#include "sim/base/text.h"
#include "sim/engine/stream.h"
#include "sim/study/spool.h"
#include "sim/study/study.h"
#include "tests/support/check.h"

enum toy_backlog { BACKLOG_IS_REPLICATION, BACKLOG_SETTLES, BACKLOG_GROWS, BACKLOG_IS_NOISE };

struct toy {
    struct study_plan plan;
    bool constant;
    int fails, stops; /* this replication, 0 = none */
    enum toy_backlog backlog;
    atomic_int *stop;
    double capacity_h;
};

static const struct metric toy_metrics[] = {
    {.name = "on_time", .kind = METRIC_VALUE, .unit = "share", .doc = "A share."},
    {.name = "size", .kind = METRIC_VALUE, .unit = "m", .doc = "A normal value."},
    {.name = "cycle_time_s", .kind = METRIC_TALLY, .unit = "s", .doc = "A tally.", .keep_histogram = true},
    {.name = "orders.open", .kind = METRIC_LEVEL, .unit = "orders", .doc = "A level.", .series = true},
    {.name = "{stage}.done", .kind = METRIC_COUNT, .unit = "orders", .doc = "A counter.", .series = true},
    {.name = "fill", .kind = METRIC_RATIO, .unit = "share", .doc = "A ratio.", .pooled = true},
    {0},
};
static const struct metric *const toy_tables[] = {toy_metrics, NULL};

static void toy_plan(const void *values, struct study_plan *plan) {
    *plan = ((const struct toy *)values)->plan;
}

static void toy_estimate(const void *values, struct arena *arena, struct estimate *estimate) {
    struct estimate_row *row = arena_new(arena, struct estimate_row);
    *row = (struct estimate_row){"hands", "hands.count", 8.0, ((const struct toy *)values)->capacity_h, "h"};
    *estimate = (struct estimate){1, row, "hands"};
}

static int64_t toy_backlog_at(const struct toy *toy, int replication, int interval) {
    struct stream noise = stream_keyed(stream_key(toy->plan.seed, replication, "noise"), (uint64_t)interval);
    switch (toy->backlog) {
    case BACKLOG_IS_NOISE:
        return 1000 + (int64_t)(100.0 * stream_normal(&noise));
    case BACKLOG_SETTLES: /* 3 cycles of two intervals high, then 0 and 2 take turns by cycle */
        return interval < 6 ? 1000 : 2 * (interval / 2 % 2);
    case BACKLOG_GROWS:
        return interval;
    case BACKLOG_IS_REPLICATION:
        break;
    }
    return replication;
}

/* Part and whole vary together; in every eleventh replication there is nothing. */
static struct ratio toy_fill(int replication) {
    struct stream stream = stream_keyed(stream_key(7, replication, "fill"), 0);
    double whole = replication % 11 ? 100.0 + floor(400.0 * stream_uniform(&stream)) : 0.0;
    return (struct ratio){.part = floor(whole * (0.9 - whole / 1000.0 * stream_uniform(&stream))),
                          .whole = whole};
}

/* Threads finish in another order than they start. */
static void dawdle(int replication) {
    nanosleep(&(struct timespec){.tv_nsec = replication * 7919 % 5 * 100000}, NULL);
}

static struct run_report toy_run(const void *values, const struct run_request *request) {
    const struct toy *toy = values;
    struct results *results = results_create(request->arena);
    struct run_report report = {.results = results, .events = 10, .entities = (uint64_t)request->replication};
    double *on_time = results_value(results, &toy_metrics[0], (struct of){0});
    double *size = results_value(results, &toy_metrics[1], (struct of){0});
    struct tally *cycle_time = results_tally(results, &toy_metrics[2], (struct of){0});
    struct level *open = results_level(results, &toy_metrics[3], (struct of){0});
    struct counter *done = results_counter(results, &toy_metrics[4], (struct of){.name = "packing"});
    struct ratio *fill = results_ratio(results, &toy_metrics[5], (struct of){0}, true);
    struct stream stream = stream_named(request->seed, request->replication, "toy");

    dawdle(request->replication);
    if (request->replication == toy->fails) {
        report.outcome = RUN_FAILED;
        report.reason = arena_copy(request->arena, "packing drowned");
        return report;
    }
    if (request->replication == toy->stops) {
        atomic_store(toy->stop, 1);
        while (!atomic_load(request->stop))
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        report.outcome = RUN_STOPPED;
        return report;
    }
    usec interval = (usec)(toy->plan.interval_s * USEC_A_SECOND),
         end = (usec)(toy->plan.horizon_s * USEC_A_SECOND);
    int index = 0;
    level_set(open, 0, toy_backlog_at(toy, request->replication, 0));
    for (usec now = interval; now <= end; now += interval) {
        counter_add(done, 3);
        tally_add(cycle_time, 100.0 + 10.0 * stream_normal(&stream));
        results_interval(results, now, request->series);
        level_set(open, now, toy_backlog_at(toy, request->replication, ++index));
        if (request->warmup_s > 0 && now == (usec)(request->warmup_s * USEC_A_SECOND))
            results_cut(results, now);
    }
    *on_time = toy->constant ? 0.75 : stream_uniform(&stream);
    *size = 50.0 + 5.0 * stream_normal(&stream);
    *fill = toy_fill(request->replication);
    if (request->recording)
        recording_span(request->recording, (struct span){"door", "truck", 0, request->replication});
    results_finish(results, end);
    return report;
}

static const struct subject toy_subject = {
    .name = "toy", .metrics = toy_tables, .plan = toy_plan, .estimate = toy_estimate, .run = toy_run};

static struct toy toy_of(enum study_kind kind) {
    return (struct toy){.plan = {.title = "Toy",
                                 .name = "toy",
                                 .kind = kind,
                                 .confidence = 0.95,
                                 .horizon_s = 600,
                                 .interval_s = 60,
                                 .cycle_s = 120,
                                 .target_on_time = NAN,
                                 .currency = "EUR"},
                        .capacity_h = 10.0};
}

static struct study *study_of(const struct toy *toy, int replications, int jobs) {
    return study_run(
        &toy_subject, toy,
        &(struct study_options){.seed = 7, .first = 1, .replications = replications, .jobs = jobs});
}

static void add_row(void *self, const struct series_row *row) {
    struct text *out = self;
    text_format(out, "%a %a %a %a %a %a\n", row->from_s, row->to_s, row->mean[0], row->low[0], row->high[0],
                row->mean[1]);
}

/* Everything a study can be asked, as text. */
static void write_down(const struct study *study, struct text *out) {
    struct measures measures = study_measures(study);
    double values[64];
    int replication;
    text_format(out, "%d %d %s\n", study_state(study), study_replications(study),
                study_reason(study) ? study_reason(study) : "");
    for (int i = 0; i < measures.count; i++) {
        struct summary s = study_summary(study, i);
        text_format(out, "%s %d %a %a %a %a %a\n", measures.items[i].name, s.n, s.mean, s.sd, s.low, s.high,
                    s.max);
    }
    for (int i = 0; study_values(study, i, &replication, values); i++) {
        text_format(out, "%d", replication);
        for (int k = 0; k < measures.count; k++)
            text_format(out, " %a", values[k]);
        text_add_char(out, '\n');
    }
    study_each_interval(study, add_row, out);
    if (study_histogram(study, "cycle_time_s"))
        text_format(out, "p95 %a\n", histogram_quantile(study_histogram(study, "cycle_time_s"), 0.95));
    const char *const *texts;
    int count = study_warnings(study, &texts);
    for (int i = 0; i < count; i++)
        text_format(out, "%s\n", texts[i]);
    text_format(out, "%llu events\n", (unsigned long long)study_events(study));
}

static void check_same_on_threads(const struct toy *toy, const struct study_options *options) {
    struct text alone = {0};
    static const int jobs[] = {1, 2, 8};
    for (int i = 0; i < 3; i++) {
        struct study_options with = *options;
        with.jobs = jobs[i];
        struct study *study = study_run(&toy_subject, toy, &with);
        struct text text = {0};
        write_down(study, i == 0 ? &alone : &text);
        if (i > 0)
            CHECK_TEXT(text.data, alone.data);
        text_free(&text);
        study_free(study);
    }
    text_free(&alone);
}

static void the_answer_does_not_depend_on_threads(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    check_same_on_threads(&toy, &(struct study_options){.seed = 7, .first = 1, .replications = 60});
}

static void until_does_not_depend_on_threads(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    const struct until until[] = {{.metric = "size", .rel = 0.03}, {.metric = "on_time", .abs = 0.09}};
    check_same_on_threads(
        &toy,
        &(struct study_options){.seed = 7, .first = 1, .until = until, .until_count = 2, .until_cap = 400});
}

/* The same rule, looked up in the values of a longer study, with a plain two-pass standard deviation. */
static int first_precise_prefix(const struct study *study, const char *metric, double half_width) {
    double values[64], x[400], sum = 0.0;
    int replication, measure = study_find(study, metric);
    for (int n = 1; study_values(study, n - 1, &replication, values); n++) {
        x[n - 1] = values[measure];
        sum += x[n - 1];
        double squares = 0.0;
        for (int i = 0; i < n; i++)
            squares += (x[i] - sum / n) * (x[i] - sum / n);
        if (n >= 10 && gsl_cdf_tdist_Pinv(0.975, n - 1) * sqrt(squares / (n - 1) / n) <= half_width)
            return n;
    }
    return -1;
}

static void until_stops_at_the_first_precise_prefix(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct study *all = study_of(&toy, 400, 2);
    static const double half_widths[] = {1.0, 2.0, 100.0};
    for (int i = 0; i < 3; i++) {
        struct until until = {.metric = "size", .abs = half_widths[i]};
        struct study *study = study_run(
            &toy_subject, &toy,
            &(struct study_options){.seed = 7, .first = 1, .jobs = 2, .until = &until, .until_count = 1});
        CHECK_INT(study_state(study), STUDY_COMPLETE);
        CHECK_INT(study_replications(study), first_precise_prefix(all, "size", half_widths[i]));
        if (half_widths[i] == 100.0)
            CHECK_INT(study_replications(study), 10);
        study_free(study);
    }
    study_free(all);
}

static void equal_values_prove_nothing_before_thirty(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    toy.constant = true;
    struct until until = {.metric = "on_time", .abs = 0.01};
    struct study_options options = {.seed = 7, .first = 1, .jobs = 2, .until = &until, .until_count = 1};
    struct study *study = study_run(&toy_subject, &toy, &options);
    CHECK_INT(study_replications(study), 30);
    study_free(study);
    options.until_cap = 29;
    study = study_run(&toy_subject, &toy, &options);
    CHECK_INT(study_state(study), STUDY_NOT_REACHED);
    study_free(study);
}

static void a_cap_ends_with_not_reached(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct until until = {.metric = "size", .abs = 0.001};
    struct study *study =
        study_run(&toy_subject, &toy,
                  &(struct study_options){
                      .seed = 7, .first = 1, .jobs = 2, .until = &until, .until_count = 1, .until_cap = 20});
    CHECK_INT(study_state(study), STUDY_NOT_REACHED);
    CHECK_INT(study_replications(study), 20);
    CHECK(study_reason(study) && strstr(study_reason(study), "size is not as precise as asked after 20"));
    study_free(study);
}

static void an_unknown_metric_fails_with_the_nearest(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct until until = {.metric = "packin.done", .abs = 1};
    struct study *study = study_run(
        &toy_subject, &toy,
        &(struct study_options){.seed = 7, .first = 1, .jobs = 1, .until = &until, .until_count = 1});
    CHECK_INT(study_state(study), STUDY_FAILED);
    CHECK_TEXT(study_reason(study),
               "--until packin.done: this scenario has no such metric; did you mean packing.done?");
    study_free(study);
}

static void until_refuses_what_means_nothing(void) {
    const struct {
        struct until until;
        const char *part; /* NULL = accepted */
    } table[] = {
        {{.metric = "on_time", .rel = 0.01}, "on_time:abs=0.005"},
        {{.metric = "on_time[carrier=north]", .rel = 0.01}, "absolute"},
        {{.metric = "on_time", .abs = 0.01}, NULL},
        {{.metric = "size", .rel = 0.01}, NULL},
        {{.metric = "packing.done", .rel = 0.01}, NULL},
        {{.metric = "cycle_time_s.p95", .abs = 60}, NULL},
        {{.metric = "cycle_time_s.p94", .abs = 60}, "no such metric"},
        {{.metric = "cycle_time_s", .abs = 60}, "no such metric"},
        {{.metric = "a.b.done", .abs = 60}, "no such metric"},
        {{.metric = "cycle_time_s.p95_pooled", .abs = 60},
         "made at the end, of all replications; wait for cycle_time_s.p95 instead"},
        {{.metric = "fill_pooled", .abs = 0.1}, "wait for fill instead"},
        {{.metric = "fill_pooled[carrier=north]", .abs = 0.1}, "no such metric"},
        {{.metric = "on_time_pooled", .abs = 0.1}, "no such metric"}, /* this one is no ratio */
        {{.metric = "size"}, "one precision above 0"},
        {{.metric = "size", .abs = NAN}, "one precision above 0"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct text message = {0};
        bool accepted = until_check(&toy_subject, &table[i].until, &message);
        CHECK_INT(accepted, table[i].part == NULL);
        if (table[i].part && !accepted && !CHECK(strstr(message.data, table[i].part)))
            printf("  in: %s\n", message.data);
        text_free(&message);
    }
}

static void an_interrupted_study_keeps_its_prefix(void) {
    for (int jobs = 1; jobs <= 2; jobs++) {
        atomic_int stop = 0;
        struct toy toy = toy_of(STUDY_TERMINATING);
        struct study *all = study_of(&toy, 7, 1);
        toy.stops = 8;
        toy.stop = &stop;
        struct study *study = study_run(
            &toy_subject, &toy,
            &(struct study_options){.seed = 7, .first = 1, .replications = 100, .jobs = jobs, .stop = &stop});
        CHECK_INT(study_state(study), STUDY_INTERRUPTED);
        CHECK(study_replications(study) <= 7);
        if (jobs == 1 && CHECK_INT(study_replications(study), 7))
            CHECK_NEAR(study_summary(study, 1).mean, study_summary(all, 1).mean, 0.0, "mean of the prefix");
        study_free(study);
        study_free(all);
    }
}

static void a_study_stopped_before_it_starts_is_empty(void) {
    atomic_int stop = 1;
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct study *study = study_run(
        &toy_subject, &toy,
        &(struct study_options){.seed = 7, .first = 1, .replications = 3, .jobs = 2, .stop = &stop});
    CHECK_INT(study_state(study), STUDY_INTERRUPTED);
    CHECK_INT(study_replications(study), 0);
    CHECK_INT(study_measures(study).count, 0);
    study_free(study);
}

static void a_failed_replication_is_named(void) {
    for (int jobs = 1; jobs <= 8; jobs *= 2) {
        struct toy toy = toy_of(STUDY_TERMINATING);
        toy.fails = 5;
        struct study *study = study_of(&toy, 40, jobs);
        CHECK_INT(study_state(study), STUDY_FAILED);
        CHECK_INT(study_replications(study), 4);
        CHECK_TEXT(study_reason(study), "replication 5: packing drowned");
        study_free(study);
    }
}

static void a_replication_can_be_rerun_alone(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct study *all = study_of(&toy, 12, 2);
    struct study *alone =
        study_run(&toy_subject, &toy,
                  &(struct study_options){.seed = 7, .first = 9, .replications = 1, .record = true});
    double expected[64], actual[64];
    int replication = 0;
    CHECK(study_values(all, 8, &replication, expected));
    CHECK(study_values(alone, 0, &replication, actual));
    CHECK_INT(replication, 9);
    for (int i = 0; i < study_measures(all).count; i++)
        if (study_measures(all).items[i].pooled)
            CHECK(isnan(actual[i]) && isnan(expected[i]));
        else
            CHECK_NEAR(actual[i], expected[i], 0.0, study_measures(all).items[i].name);
    CHECK(isnan(study_summary(alone, 0).low));
    if (CHECK(study_recording(alone)))
        CHECK_INT(study_recording(alone)->spans[0].end_us, 9);
    study_free(alone);
    study_free(all);
}

/* Pooled numbers */

static struct summary summary_named(const struct study *study, const char *name) {
    int measure = study_find(study, name);
    if (!CHECK(measure >= 0))
        return (struct summary){0};
    CHECK(study_measures(study).items[measure].pooled);
    CHECK_TEXT(study_measures(study).items[measure].name, name);
    return study_summary(study, measure);
}

/* Of replications 1 ... n without one of them; 0 leaves none out. */
static double fill_without(int left_out, int n) {
    double part = 0.0, whole = 0.0;
    for (int r = 1; r <= n; r++) {
        struct ratio fill = toy_fill(r);
        part += r == left_out ? 0.0 : fill.part;
        whole += r == left_out ? 0.0 : fill.whole;
    }
    return part / whole;
}

/* The definition: the ratio anew without each replication in turn, and a plain two-pass variance. */
static double jackknife_by_definition(int n, int *defined) {
    double without[80], mean = 0.0, squares = 0.0;
    *defined = 0;
    for (int r = 1; r <= n; r++)
        if (toy_fill(r).whole > 0.0)
            without[(*defined)++] = fill_without(r, n);
    for (int i = 0; i < *defined; i++)
        mean += without[i] / *defined;
    for (int i = 0; i < *defined; i++)
        squares += (without[i] - mean) * (without[i] - mean);
    return gsl_cdf_tdist_Pinv(0.975, *defined - 1) * sqrt(squares * (*defined - 1) / *defined);
}

static void pooled_ratios_have_a_jackknife_interval(void) {
    static const struct { int replications, defined; } table[] = {{2, 2}, {10, 10}, {25, 23}, {80, 73}};
    for (int t = 0; t < 4; t++) {
        struct toy toy = toy_of(STUDY_TERMINATING);
        struct study *study = study_of(&toy, table[t].replications, 2);
        struct summary summary = summary_named(study, "fill_pooled");
        int defined;
        double ratio = fill_without(0, table[t].replications);
        double half_width = jackknife_by_definition(table[t].replications, &defined);
        CHECK_INT(defined, table[t].defined);
        CHECK_INT(summary.n, table[t].defined);
        CHECK_NEAR(summary.mean, ratio, 1e-14, "ratio of sums");
        CHECK_NEAR(summary.low, ratio - half_width, 1e-12, "lower end of the jackknife interval");
        CHECK_NEAR(summary.high, ratio + half_width, 1e-12, "upper end of the jackknife interval");
        CHECK(half_width > 1e-3);
        CHECK(isnan(summary.sd) && isnan(summary.min) && isnan(summary.max));
        study_free(study);
    }
}

/* What the toy tallied in replications first ... last. */
static double toy_quantile(int first, int last, double q) {
    struct arena *arena = arena_create();
    struct histogram *histogram = histogram_create(arena);
    for (int r = first; r <= last; r++) {
        struct stream stream = stream_named(7, r, "toy");
        for (int i = 0; i < 10; i++)
            histogram_add(histogram, 100.0 + 10.0 * stream_normal(&stream));
    }
    double quantile = histogram_quantile(histogram, q);
    arena_destroy(arena);
    return quantile;
}

static void pooled_quantiles_have_an_interval_by_sections(void) {
    static const struct {
        const char *name;
        double q;
    } quantiles[] = {{"cycle_time_s.p50_pooled", 0.5},
                     {"cycle_time_s.p90_pooled", 0.9},
                     {"cycle_time_s.p95_pooled", 0.95},
                     {"cycle_time_s.p99_pooled", 0.99}};
    static const int ends[][11] = {{0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30},
                                   {0, 3, 7, 11, 14, 18, 22, 25, 29, 33, 37}};
    for (int t = 0; t < 2; t++) {
        int n = ends[t][10];
        struct toy toy = toy_of(STUDY_TERMINATING);
        struct study *study = study_of(&toy, n, 2);
        for (int k = 0; k < 4; k++) {
            struct summary summary = summary_named(study, quantiles[k].name);
            double whole = toy_quantile(1, n, quantiles[k].q), squares = 0.0;
            for (int s = 0; s < 10; s++)
                squares += pow(toy_quantile(ends[t][s] + 1, ends[t][s + 1], quantiles[k].q) - whole, 2.0);
            double half_width = 2.262157163 * sqrt(squares / 9.0 / 10.0); /* t(9) */
            CHECK_INT(summary.n, n);
            CHECK_NEAR(summary.mean, whole, 0.0, quantiles[k].name);
            CHECK_NEAR(summary.high - summary.mean, half_width, 1e-8, quantiles[k].name);
            CHECK_NEAR(summary.mean - summary.low, half_width, 1e-8, quantiles[k].name);
            CHECK(half_width > 0.1);
        }
        study_free(study);
    }
}

static void pooled_quantiles_have_no_interval_below_thirty(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    static const int replications[] = {1, 29};
    for (int i = 0; i < 2; i++) {
        struct study *study = study_of(&toy, replications[i], 2);
        struct summary summary = summary_named(study, "cycle_time_s.p95_pooled");
        CHECK_NEAR(summary.mean, toy_quantile(1, replications[i], 0.95), 0.0, "quantile of all values");
        CHECK(isnan(summary.low) && isnan(summary.high));
        CHECK_INT(isnan(summary_named(study, "fill_pooled").low), replications[i] == 1);
        study_free(study);
    }
}

static void pooled_numbers_follow_those_of_a_replication(void) {
    static const char *const names[] = {"on_time",
                                        "size",
                                        "cycle_time_s.mean",
                                        "cycle_time_s.p50",
                                        "cycle_time_s.p90",
                                        "cycle_time_s.p95",
                                        "cycle_time_s.p99",
                                        "cycle_time_s.max",
                                        "orders.open.mean",
                                        "orders.open.max",
                                        "packing.done",
                                        "fill",
                                        "cycle_time_s.p50_pooled",
                                        "cycle_time_s.p90_pooled",
                                        "cycle_time_s.p95_pooled",
                                        "cycle_time_s.p99_pooled",
                                        "fill_pooled"};
    enum { NAMES = sizeof names / sizeof *names, FIRST_POOLED = 12 };
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct study *study = study_of(&toy, 3, 2);
    struct measures measures = study_measures(study);
    if (CHECK_INT(measures.count, NAMES))
        for (int i = 0; i < NAMES; i++) {
            const struct measure *measure = &measures.items[i];
            CHECK_TEXT(measure->name, names[i]);
            CHECK_INT(measure->pooled, i >= FIRST_POOLED);
            CHECK_INT(study_find(study, names[i]), i);
            CHECK(metric_of(&toy_subject, names[i]) == measure->metric);
        }
    CHECK_TEXT(measures.items[FIRST_POOLED].unit, "s");
    CHECK_TEXT(measures.items[NAMES - 1].unit, "share");
    study_free(study);
}

static void a_study_does_not_wait_for_a_pooled_number(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct until until = {.metric = "fill_pooled", .abs = 1};
    struct study *study = study_run(
        &toy_subject, &toy,
        &(struct study_options){.seed = 7, .first = 1, .jobs = 1, .until = &until, .until_count = 1});
    CHECK_INT(study_state(study), STUDY_FAILED);
    CHECK_TEXT(study_reason(study), "--until fill_pooled: a pooled number is made at the end only");
    study_free(study);
}

/* Exponential times of mean 1, so that the p95 is -ln .05. */
static struct run_report exponential_run(const void *values, const struct run_request *request) {
    (void)values;
    struct results *results = results_create(request->arena);
    struct tally *times = results_tally(results, &toy_metrics[2], (struct of){0});
    struct stream stream = stream_named(request->seed, request->replication, "exponential");
    for (int i = 0; i < 50; i++)
        tally_add(times, -log(stream_uniform(&stream)));
    results_finish(results, USEC_A_SECOND);
    return (struct run_report){.results = results};
}

/* Of 300 intervals at 95 %, 285 +- 11 (three standard deviations) should cover. Sections of 200 values are
 * small, so 85 % are enough; 298 would say that the intervals are too wide. */
static void the_interval_of_a_pooled_p95_covers_it(void) {
    static const struct subject exponential = {
        .name = "exponential", .metrics = toy_tables, .plan = toy_plan, .run = exponential_run};
    struct toy toy = toy_of(STUDY_TERMINATING);
    int covered = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct study *study =
            study_run(&exponential, &toy,
                      &(struct study_options){.seed = seed, .first = 1, .replications = 40, .jobs = 1});
        struct summary summary = study_summary(study, study_find(study, "cycle_time_s.p95_pooled"));
        covered += summary.low <= -log(0.05) && -log(0.05) <= summary.high;
        study_free(study);
    }
    if (!CHECK(covered >= 255 && covered <= 297))
        printf("  %d of 300 cover\n", covered);
}

struct seen_row {
    int rows;
    double mean, low, high, from_s, to_s;
};
static void see_row(void *self, const struct series_row *row) {
    struct seen_row *seen = self;
    *seen =
        (struct seen_row){seen->rows + 1, row->mean[0], row->low[0], row->high[0], row->from_s, row->to_s};
}

/* The level is the replication's number: of 1 ... 11 the mean is 6 and the deciles are 2 and 10; only the
 * first 200 of 230 replications count, with a mean of 100.5. */
static void ribbons_are_deciles_over_replications(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    struct study *study = study_of(&toy, 11, 2);
    struct seen_row seen = {0};
    study_each_interval(study, see_row, &seen);
    CHECK_INT(seen.rows, 10);
    CHECK_NEAR(seen.from_s, 540.0, 0.0, "start of the last row");
    CHECK_NEAR(seen.to_s, 600.0, 0.0, "end of the last row");
    CHECK_NEAR(seen.mean, 6.0, 1e-12, "mean of 1 ... 11");
    CHECK_NEAR(seen.low, 2.0, 1e-12, "lower decile of 1 ... 11");
    CHECK_NEAR(seen.high, 10.0, 1e-12, "upper decile of 1 ... 11");
    study_free(study);
    study = study_of(&toy, 230, 2);
    seen = (struct seen_row){0};
    study_each_interval(study, see_row, &seen);
    CHECK_NEAR(seen.mean, 100.5, 1e-9, "mean of 1 ... 200");
    study_free(study);
}

static void warmup_is_cut_at_a_whole_cycle(void) {
    for (int jobs = 1; jobs <= 2; jobs++) {
        struct toy toy = toy_of(STUDY_STEADY);
        toy.plan.horizon_s = 40 * 60;
        toy.plan.warmup_s = -1;
        toy.backlog = BACKLOG_SETTLES;
        struct study *study = study_of(&toy, 10, jobs);
        CHECK_INT(study_state(study), STUDY_COMPLETE);
        CHECK_NEAR(study_warmup_s(study), 3 * 120.0, 0.0, "three cycles of two minutes");
        struct welch welch = study_welch(study);
        CHECK_INT(welch.cycles, 20);
        CHECK_INT(welch.columns, 1);
        CHECK_NEAR(welch.values[2], 1000.0, 1e-9, "last cycle of the warm-up");
        CHECK_NEAR(welch.values[3], 2.0, 1e-9, "first cycle after it");
        int done = study_find(study, "packing.done");
        CHECK_NEAR(study_summary(study, done).mean, 3.0 * 34, 0.0, "34 intervals are measured");
        study_free(study);
    }
}

/* MSER alone would refuse 11 of 100 such studies. */
static void noise_is_no_warmup(void) {
    int refused = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct toy toy = toy_of(STUDY_STEADY);
        toy.plan.seed = seed;
        toy.plan.horizon_s = 40 * 60;
        toy.plan.warmup_s = -1;
        toy.backlog = BACKLOG_IS_NOISE;
        struct study *study = study_of(&toy, 1, 2);
        refused += study_state(study) != STUDY_COMPLETE;
        study_free(study);
    }
    CHECK(refused <= 2);
}

static void check_fails_with(const struct toy *toy, const char *part) {
    struct study *study = study_of(toy, 10, 2);
    CHECK_INT(study_state(study), STUDY_FAILED);
    CHECK_INT(study_replications(study), 0);
    if (!CHECK(study_reason(study) && strstr(study_reason(study), part)))
        printf("  reason: %s\n", study_reason(study) ? study_reason(study) : "none");
    study_free(study);
}

static void warmup_that_cannot_be_found_is_an_error(void) {
    struct toy toy = toy_of(STUDY_STEADY);
    toy.plan.horizon_s = 40 * 60;
    toy.plan.warmup_s = -1;
    toy.backlog = BACKLOG_GROWS;
    check_fails_with(&toy, "run too short to find the warm-up: orders.open");
    toy.backlog = BACKLOG_SETTLES;
    toy.plan.horizon_s = 39 * 60;
    check_fails_with(&toy, "holds 19 whole cycles");
    toy.plan.horizon_s = 40 * 60;
    toy.capacity_h = 8.0;
    check_fails_with(&toy, "no steady state: hands: 8 h of work and 8 of capacity; change hands.count");
}

static void check_warns(const struct toy *toy, int replications, const char *part) {
    struct study *study = study_of(toy, replications, 1);
    const char *const *texts;
    bool found = false;
    int count = study_warnings(study, &texts);
    for (int i = 0; i < count; i++)
        found = found || strstr(texts[i], part);
    if (!CHECK(found))
        printf("  no warning with: %s\n", part);
    study_free(study);
}

static void readers_are_warned(void) {
    struct toy toy = toy_of(STUDY_TERMINATING);
    check_warns(&toy, 1, "no intervals");
    check_warns(&toy, 9, "fewer than 10");
    toy = toy_of(STUDY_STEADY);
    toy.plan.horizon_s = 46 * 60;
    toy.plan.warmup_s = 360;
    toy.backlog = BACKLOG_SETTLES; /* 0 and 2 take turns: mean 1 */
    check_warns(&toy, 1, "orders.open is 1 +- 0.48 from 20 batch means; lag-1 correlation -0.95");
    toy.backlog = BACKLOG_GROWS;
    check_warns(&toy, 1, "not independent");
}

/* Appended by two threads: blocks in memory, across its end and behind it. */

enum { BLOCK = 1000, BLOCKS = SPOOL_IN_MEMORY / BLOCK };

struct appending {
    struct spool *spool;
    char mark;
    struct spooled places[BLOCKS];
};

static void *append_blocks(void *argument) {
    struct appending *appending = argument;
    char block[BLOCK];
    for (int i = 0; i < BLOCKS; i++) {
        memset(block, appending->mark + i % 50, sizeof block);
        CHECK(spool_append(appending->spool, block, sizeof block, &appending->places[i]));
    }
    return NULL;
}

static void a_spool_that_outgrows_memory_is_read_back(void) {
    struct spool spool;
    spool_open(&spool, NULL);
    static struct appending appending[2];
    pthread_t threads[2];
    for (int t = 0; t < 2; t++) {
        appending[t] = (struct appending){.spool = &spool, .mark = (char)(1 + 60 * t)};
        CHECK_INT(pthread_create(&threads[t], NULL, append_blocks, &appending[t]), 0);
    }
    for (int t = 0; t < 2; t++)
        pthread_join(threads[t], NULL);
    CHECK(atomic_load(&spool.descriptor) >= 0);
    char read[BLOCK], expected[BLOCK];
    int wrong = 0;
    for (int i = 0; i < 2 * BLOCKS; i++) {
        const struct appending *from = &appending[i % 2];
        const struct spooled *place = &from->places[i / 2];
        memset(expected, from->mark + i / 2 % 50, sizeof expected);
        wrong += place->length != BLOCK || !spool_read(&spool, place->offset, read, sizeof read) ||
                 memcmp(read, expected, sizeof read) != 0;
    }
    CHECK_INT(wrong, 0);
    spool_close(&spool);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(the_answer_does_not_depend_on_threads)},
                                            {TEST(until_does_not_depend_on_threads)},
                                            {TEST(until_stops_at_the_first_precise_prefix)},
                                            {TEST(equal_values_prove_nothing_before_thirty)},
                                            {TEST(a_cap_ends_with_not_reached)},
                                            {TEST(an_unknown_metric_fails_with_the_nearest)},
                                            {TEST(until_refuses_what_means_nothing)},
                                            {TEST(an_interrupted_study_keeps_its_prefix)},
                                            {TEST(a_study_stopped_before_it_starts_is_empty)},
                                            {TEST(a_failed_replication_is_named)},
                                            {TEST(a_replication_can_be_rerun_alone)},
                                            {TEST(pooled_ratios_have_a_jackknife_interval)},
                                            {TEST(pooled_quantiles_have_an_interval_by_sections)},
                                            {TEST(pooled_quantiles_have_no_interval_below_thirty)},
                                            {TEST(pooled_numbers_follow_those_of_a_replication)},
                                            {TEST(a_study_does_not_wait_for_a_pooled_number)},
                                            {TEST(the_interval_of_a_pooled_p95_covers_it)},
                                            {TEST(ribbons_are_deciles_over_replications)},
                                            {TEST(warmup_is_cut_at_a_whole_cycle)},
                                            {TEST(noise_is_no_warmup)},
                                            {TEST(warmup_that_cannot_be_found_is_an_error)},
                                            {TEST(readers_are_warned)},
                                            {TEST(a_spool_that_outgrows_memory_is_read_back)},
                                            {0}});
}
