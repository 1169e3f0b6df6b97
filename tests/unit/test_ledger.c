/* SPDX-License-Identifier: MIT */
/* The ledger: what is stored is not run again, whatever was stored and however; results are those of a study
 * without one. The toy counts how often it is run. */
#include <dirent.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/engine/stream.h"
#include "sim/study/encode.h"
#include "sim/study/ledger.h"
#include "tests/support/check.h"

struct toy {
    struct study_plan plan;
    int fails; /* this replication, 0 = none */
    atomic_int *runs;
};

static const struct metric toy_metrics[] = {
    {.name = "on_time", .kind = METRIC_VALUE, .unit = "share", .doc = "A share."},
    {.name = "size", .kind = METRIC_VALUE, .unit = "m", .doc = "NaN in every fifth replication."},
    {.name = "cycle_time_s", .kind = METRIC_TALLY, .unit = "s", .doc = "A tally.", .keep_histogram = true},
    {.name = "orders.open", .kind = METRIC_LEVEL, .unit = "orders", .doc = "A level.", .series = true},
    {.name = "fill", .kind = METRIC_RATIO, .unit = "share", .doc = "A ratio.", .pooled = true},
    {0},
};
static const struct metric *const toy_tables[] = {toy_metrics, NULL};

static void toy_plan(const void *values, struct study_plan *plan) {
    *plan = ((const struct toy *)values)->plan;
}

static struct run_report toy_run(const void *values, const struct run_request *request) {
    const struct toy *toy = values;
    struct results *results = results_create(request->arena);
    struct run_report report = {.results = results, .events = 10, .entities = (uint64_t)request->replication};
    double *on_time =
        results_value(results, &toy_metrics[0], (struct of){.dimension = "carrier", .member = "n"});
    double *size = results_value(results, &toy_metrics[1], (struct of){0});
    struct tally *cycle_time = results_tally(results, &toy_metrics[2], (struct of){0});
    struct level *open = results_level(results, &toy_metrics[3], (struct of){0});
    struct stream stream = stream_named(request->seed, request->replication, "toy");
    struct ratio *fill = results_ratio(results, &toy_metrics[4], (struct of){0}, true);
    atomic_fetch_add(toy->runs, 1);
    if (request->replication == toy->fails) {
        report.outcome = RUN_FAILED;
        report.reason = arena_copy(request->arena, "packing drowned");
        return report;
    }
    usec interval = (usec)(toy->plan.interval_s * USEC_A_SECOND);
    int intervals = (int)(toy->plan.horizon_s / toy->plan.interval_s);
    for (int i = 1; i <= intervals; i++) {
        if (request->warmup_s > 0.0 && (i - 1) * toy->plan.interval_s == request->warmup_s)
            results_cut(results, (i - 1) * interval);
        level_set(open, (i - 1) * interval, (int64_t)(100.0 * stream_uniform(&stream)) + (i <= 3 ? 1000 : 0));
        results_interval(results, i * interval, request->series);
    }
    for (int i = 0; i < 3000; i++) /* over many octaves, so that a row is large */
        tally_add(cycle_time, i % 10 ? exp(10.0 * stream_uniform(&stream)) : 0.0);
    *on_time = stream_uniform(&stream);
    double whole = request->replication % 7 ? 100.0 * stream_uniform(&stream) : 0.0;
    ratio_add(fill, whole * stream_uniform(&stream), whole);
    *size = request->replication % 5 ? 50.0 + 5.0 * stream_normal(&stream) : NAN;
    if (request->recording)
        recording_span(request->recording, (struct span){"door", "truck", 0, request->replication});
    results_finish(results, intervals * interval);
    return report;
}

static const struct subject toy_subject = {
    .name = "toy", .metrics = toy_tables, .plan = toy_plan, .run = toy_run};

static struct toy toy_of(atomic_int *runs) {
    atomic_init(runs, 0);
    return (struct toy){.plan = {.title = "Toy",
                                 .name = "toy",
                                 .confidence = 0.95,
                                 .horizon_s = 600,
                                 .interval_s = 60,
                                 .cycle_s = 60,
                                 .target_on_time = NAN,
                                 .currency = "EUR"},
                        .runs = runs};
}

/* A folder that is gone at the end of a test. */
struct folder {
    char name[256], path[300]; /* path: of the ledger */
};

static struct folder folder_create(void) {
    struct folder folder;
    const char *place = getenv("TMPDIR");
    snprintf(folder.name, sizeof folder.name, "%s/fcsim-ledger-XXXXXX", place && *place ? place : "/tmp");
    CHECK(mkdtemp(folder.name));
    snprintf(folder.path, sizeof folder.path, "%s/study.sqlite", folder.name);
    return folder;
}

static int folder_files(const struct folder *folder, bool remove) {
    DIR *directory = opendir(folder->name);
    int files = 0;
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] == '.')
            continue;
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder->name, entry->d_name);
        files++;
        if (remove)
            unlink(path);
    }
    closedir(directory);
    return files;
}

static void folder_remove(const struct folder *folder) {
    folder_files(folder, true);
    CHECK_INT(rmdir(folder->name), 0);
}

static void change_file(const struct folder *folder, const char *statement) {
    sqlite3 *file;
    CHECK_INT(sqlite3_open(folder->path, &file), SQLITE_OK);
    CHECK_INT(sqlite3_exec(file, statement, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(file);
}

static const struct ledger_key some_key = {.scenario = {1, 2}, .engine = "e1", .seed = 7};

static struct ledger *opened(const struct folder *folder, const struct ledger_key *key) {
    struct text error = {0};
    struct ledger *ledger = ledger_open(folder->path, key, &toy_subject, &error);
    if (!CHECK(ledger))
        printf("  %s\n", error.data);
    text_free(&error);
    return ledger;
}

static void add_row(void *self, const struct series_row *row) {
    text_format(self, "%a %a %a %a %a\n", row->from_s, row->to_s, row->mean[0], row->low[0], row->high[0]);
}

static void add_bucket(void *self, double upper, uint64_t count) {
    text_format(self, "%a:%llu ", upper, (unsigned long long)count);
}

/* Everything that can be asked of a study, to the last bit. */
static void write_down(const struct study *study, struct text *out) {
    struct measures measures = study_measures(study);
    double values[64];
    int replication;
    for (int i = 0; i < measures.count; i++) {
        struct summary s = study_summary(study, i);
        const struct measure *m = &measures.items[i];
        text_format(out, "%s %s %s %s %s %s %d %a %a %a %a %a %a\n", m->name, m->base, m->dimension,
                    m->member, m->unit, m->metric->name, s.n, s.mean, s.sd, s.low, s.high, s.min, s.max);
    }
    for (int i = 0; study_values(study, i, &replication, values); i++)
        for (int k = 0; k < measures.count; k++)
            text_format(out, "%d %a\n", replication, values[k]);
    text_format(out, "%s\n", study_series(study).items[0].name);
    study_each_interval(study, add_row, out);
    histogram_walk(study_histogram(study, "cycle_time_s"), add_bucket, out);
    text_format(out, "%llu %llu %d\n", (unsigned long long)study_events(study),
                (unsigned long long)study_entities(study), (int)study_state(study));
}

static struct study_options options_of(int replications, int jobs) {
    return (struct study_options){.seed = 7, .first = 1, .replications = replications, .jobs = jobs};
}

/* Runs with and without the ledger of `folder` and compares; so many are to be recalled. */
static void check_same(const struct folder *folder, const struct toy *toy, struct study_options options,
                       int recalled) {
    struct text plain = {0}, with = {0};
    struct study *study = study_run(&toy_subject, toy, &options);
    write_down(study, &plain);
    study_free(study);
    atomic_store(toy->runs, 0);
    options.ledger = opened(folder, &some_key);
    study = study_run(&toy_subject, toy, &options);
    write_down(study, &with);
    CHECK_INT(study_recalled(study), recalled);
    if (!options.until_count)
        CHECK_INT(atomic_load(toy->runs), options.replications - recalled);
    CHECK_TEXT(with.data, plain.data);
    study_free(study);
    ledger_close(options.ledger);
    text_free(&plain);
    text_free(&with);
}

static void the_same_study_again_runs_nothing(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    check_same(&folder, &toy, options_of(30, 2), 0);
    for (int jobs = 1; jobs <= 8; jobs *= 2)
        check_same(&folder, &toy, options_of(30, jobs), 30);
    folder_remove(&folder);
}

static void more_replications_run_the_difference_and_fewer_read_a_prefix(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    static const struct {
        int replications, recalled;
    } studies[] = {{12, 0}, {20, 12}, {5, 5}, {1, 1}, {40, 20}};
    for (size_t i = 0; i < sizeof studies / sizeof *studies; i++)
        check_same(&folder, &toy, options_of(studies[i].replications, 2), studies[i].recalled);
    folder_remove(&folder);
}

static void series_are_stored_for_the_first_two_hundred(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    check_same(&folder, &toy, options_of(210, 2), 0);
    check_same(&folder, &toy, options_of(210, 2), 210);
    struct study_options alone = options_of(1, 1);
    alone.first = 201; /* alone, its rows are wanted, and they were not kept */
    check_same(&folder, &toy, alone, 0);
    check_same(&folder, &toy, alone, 1);
    alone.first = 200;
    check_same(&folder, &toy, alone, 1);
    folder_remove(&folder);
}

static void until_stops_at_the_same_prefix_when_read(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    const struct until until = {.metric = "size", .abs = 2.0};
    struct study_options options = options_of(0, 2);
    options.until = &until;
    options.until_count = 1;
    struct study *study = study_run(&toy_subject, &toy, &options);
    int enough = study_replications(study);
    study_free(study);
    CHECK(enough > 12);
    check_same(&folder, &toy, options_of(12, 2), 0);
    check_same(&folder, &toy, options, 12);
    check_same(&folder, &toy, options, enough);
    folder_remove(&folder);
}

static void what_failed_is_run_again_only_when_asked(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    toy.fails = 5;
    struct study_options options = options_of(20, 1);
    options.ledger = opened(&folder, &some_key);
    struct study *study = study_run(&toy_subject, &toy, &options);
    CHECK_INT(study_state(study), STUDY_FAILED);
    CHECK_TEXT(study_reason(study), "replication 5: packing drowned");
    CHECK(!study_failed_before(study));
    study_free(study);
    ledger_close(options.ledger);
    struct ledger *ledger = opened(&folder, &some_key);
    CHECK_INT(ledger_census(ledger).replications, 4);
    CHECK_INT(ledger_census(ledger).failed, 1);
    CHECK_INT(ledger_census(ledger).last, 4);
    ledger_close(ledger);
    toy.fails = 0;
    options.ledger = opened(&folder, &some_key);
    study = study_run(&toy_subject, &toy, &options);
    CHECK_TEXT(study_reason(study), "replication 5: packing drowned");
    CHECK(study_failed_before(study));
    study_free(study);
    ledger_close(options.ledger);
    struct study_options again = options_of(20, 1);
    again.retry_failed = true;
    check_same(&folder, &toy, again, 4);
    check_same(&folder, &toy, options_of(20, 1), 20);
    folder_remove(&folder);
}

/* What a killed program may leave: the first in order were still running when later ones were stored. */
static void a_hole_at_the_start_is_filled(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    check_same(&folder, &toy, options_of(10, 2), 0);
    sqlite3 *file;
    CHECK_INT(sqlite3_open(folder.path, &file), SQLITE_OK);
    CHECK_INT(sqlite3_exec(file, "DELETE FROM names; DELETE FROM replication WHERE replication IN (1, 4)",
                           NULL, NULL, NULL),
              SQLITE_OK);
    sqlite3_close(file);
    check_same(&folder, &toy, options_of(10, 1), 8);
    check_same(&folder, &toy, options_of(10, 2), 10);
    folder_remove(&folder);
}

static void rows_of_other_keys_are_neither_used_nor_lost(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    const struct ledger_key others[] = {
        {.scenario = {1, 3}, .engine = "e1", .seed = 7},
        {.scenario = {1, 2}, .engine = "e2", .seed = 7},
        {.scenario = {1, 2}, .engine = "e1", .seed = UINT64_MAX},
    };
    for (int i = 0; i < 3; i++) {
        struct study_options options = options_of(4, 2);
        options.ledger = opened(&folder, &others[i]);
        CHECK_INT(ledger_others(options.ledger).replications, 4 * i);
        CHECK_INT(ledger_census(options.ledger).replications, 0);
        study_free(study_run(&toy_subject, &toy, &options));
        ledger_close(options.ledger);
    }
    check_same(&folder, &toy, options_of(6, 2), 0);
    for (int i = 0; i < 3; i++) {
        struct ledger *ledger = opened(&folder, &others[i]);
        CHECK_INT(ledger_census(ledger).replications, 4);
        CHECK_INT(ledger_others(ledger).replications, 14);
        ledger_close(ledger);
    }
    folder_remove(&folder);
}

static void what_is_drawn_is_the_only_one_run(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    check_same(&folder, &toy, options_of(8, 2), 0);
    struct study_options options = options_of(8, 2);
    options.record = true;
    options.ledger = opened(&folder, &some_key);
    atomic_store(&runs, 0);
    struct study *study = study_run(&toy_subject, &toy, &options);
    CHECK_INT(atomic_load(&runs), 1);
    CHECK_INT(study_recalled(study), 8);
    CHECK(study_recording(study) && study_recording(study)->span_count == 1);
    study_free(study);
    ledger_close(options.ledger);
    folder_remove(&folder);
}

/* Replications 1 to 8 are stored. */
static void a_sealed_ledger_is_read_and_nothing_is_run(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    check_same(&folder, &toy, options_of(8, 2), 0);
    const struct {
        int first, replications, folded;
        enum study_state state;
    } studies[] = {{1, 8, 8, STUDY_COMPLETE}, {1, 9, 8, STUDY_FAILED}, {9, 1, 0, STUDY_FAILED}};
    for (int i = 0; i < 3; i++) {
        struct study_options options = options_of(studies[i].replications, 2);
        options.first = studies[i].first;
        options.ledger = opened(&folder, &some_key);
        ledger_seal(options.ledger);
        atomic_store(&runs, 0);
        struct study *study = study_run(&toy_subject, &toy, &options);
        CHECK_INT(study_state(study), studies[i].state);
        CHECK_INT(study_replications(study), studies[i].folded);
        CHECK_INT(atomic_load(&runs), 0);
        if (studies[i].state == STUDY_FAILED)
            CHECK(strstr(study_reason(study), "replication 9 is not in the ledger"));
        study_free(study);
        ledger_close(options.ledger);
    }
    folder_remove(&folder);
}

static void another_warm_up_is_run_again(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    check_same(&folder, &toy, options_of(3, 1), 0);
    toy.plan.warmup_s = 60;
    check_same(&folder, &toy, options_of(3, 1), 0);
    check_same(&folder, &toy, options_of(3, 1), 3);
    folder_remove(&folder);
}

/* Everything, and what a Welch plot shows. */
static void write_down_warmup(const struct study *study, struct text *out) {
    struct welch welch = study_welch(study);
    write_down(study, out);
    text_format(out, "%a %d %d %d %a\n", study_warmup_s(study), welch.cycles, welch.columns, welch.cut,
                welch.cycle_s);
    for (int i = 0; i < welch.columns; i++)
        for (int cycle = 0; cycle < welch.cycles; cycle++)
            text_format(out, "%s %a\n", welch.names[i], welch.values[i * welch.cycles + cycle]);
}

static void a_warm_up_that_was_found_is_not_searched_for_again(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    toy.plan.kind = STUDY_STEADY;
    toy.plan.warmup_s = -1;
    toy.plan.horizon_s = 1800;
    static const struct {
        int replications;
        bool with_ledger;
        uint64_t seed;
        int runs; /* five of a pilot */
    } studies[] = {{4, false, 7, 5 + 4}, {4, true, 7, 5 + 4}, {4, true, 7, 0}, {6, true, 7, 2},
                   {4, true, 7, 0},      {4, true, 8, 5 + 4}, {4, true, 8, 0}};
    struct text first = {0};
    for (size_t i = 0; i < sizeof studies / sizeof *studies; i++) {
        const struct ledger_key key = {.scenario = {1, 2}, .engine = "e1", .seed = studies[i].seed};
        struct study_options options = options_of(studies[i].replications, 2);
        struct text text = {0};
        options.seed = studies[i].seed;
        options.ledger = studies[i].with_ledger ? opened(&folder, &key) : NULL;
        atomic_store(&runs, 0);
        struct study *study = study_run(&toy_subject, &toy, &options);
        CHECK_INT(study_state(study), STUDY_COMPLETE);
        CHECK_INT(atomic_load(&runs), studies[i].runs);
        CHECK_NEAR(study_warmup_s(study), 180.0, 0.0, "three cycles are high");
        write_down_warmup(study, i ? &text : &first);
        if (i && studies[i].seed == 7 && studies[i].replications == 4)
            CHECK_TEXT(text.data, first.data);
        text_free(&text);
        study_free(study);
        ledger_close(options.ledger);
    }
    text_free(&first);
    folder_remove(&folder);
}

static void a_warm_up_that_cannot_be_read_is_searched_for_again(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    toy.plan.kind = STUDY_STEADY;
    toy.plan.warmup_s = -1;
    toy.plan.horizon_s = 1800;
    static const struct {
        const char *change;
        int runs;
    } table[] = {
        {NULL, 5 + 3}, {"UPDATE warmup SET packed = x'14'", 5}, {NULL, 0}, {"DELETE FROM warmup", 5}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct study_options options = options_of(3, 2);
        if (table[i].change)
            change_file(&folder, table[i].change);
        options.ledger = opened(&folder, &some_key);
        atomic_store(&runs, 0);
        struct study *study = study_run(&toy_subject, &toy, &options);
        CHECK_INT(atomic_load(&runs), table[i].runs);
        CHECK_NEAR(study_warmup_s(study), 180.0, 0.0, "three cycles are high");
        study_free(study);
        ledger_close(options.ledger);
    }
    folder_remove(&folder);
}

static void a_clean_end_leaves_one_file(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    struct study_options options = options_of(100, 2);
    options.ledger = opened(&folder, &some_key);
    study_free(study_run(&toy_subject, &toy, &options));
    CHECK_INT(folder_files(&folder, false), 3); /* the file, its log and the index of the log */
    ledger_close(options.ledger);
    CHECK_INT(folder_files(&folder, false), 1);
    folder_remove(&folder);
}

static void check_refused(const struct folder *folder, const char *part) {
    struct text error = {0};
    struct ledger *ledger = ledger_open(folder->path, &some_key, &toy_subject, &error);
    CHECK(!ledger);
    if (!CHECK(error.data && strstr(error.data, part) && strstr(error.data, folder->path)))
        printf("  %s\n", error.data ? error.data : "no message");
    text_free(&error);
    ledger_close(ledger);
}

static void write_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static void what_is_no_ledger_is_refused_and_left_alone(void) {
    struct folder folder = folder_create();
    const char *poem =
        "Roses are red. This is a text of more than a hundred bytes, so that SQLite reads a header "
        "and does not take the file for one that is empty.\n";
    write_text(folder.path, poem);
    check_refused(&folder, "is not a ledger of fcsim: move it away");
    char read[256] = {0};
    FILE *file = fopen(folder.path, "r");
    CHECK(fread(read, 1, sizeof read - 1, file) > 0);
    fclose(file);
    CHECK_TEXT(read, poem);
    unlink(folder.path);
    change_file(&folder, "CREATE TABLE album (title TEXT)");
    check_refused(&folder, "is not a ledger of fcsim: move it away");
    CHECK_INT(folder_files(&folder, false), 1);
    folder_remove(&folder);
}

static void another_schema_is_refused(void) {
    struct folder folder = folder_create();
    ledger_close(opened(&folder, &some_key));
    change_file(&folder, "PRAGMA user_version = 1");
    check_refused(&folder, "is a ledger of schema 1 and this fcsim reads schema 3: name another directory");
    folder_remove(&folder);
}

static void a_place_that_cannot_be_written_is_named(void) {
    struct folder folder = folder_create(), missing = folder;
    snprintf(missing.path, sizeof missing.path, "%s/none/study.sqlite", folder.name);
    check_refused(&missing, "cannot be opened: unable to open database file, No such file or directory");
    folder_remove(&folder);
}

static void an_empty_file_is_a_new_ledger(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    write_text(folder.path, "");
    check_same(&folder, &toy, options_of(3, 1), 0);
    check_same(&folder, &toy, options_of(3, 1), 3);
    folder_remove(&folder);
}

/* A limit on the size of files stands in for a full disk. */
static void a_full_disk_ends_the_study_and_what_was_committed_stays(void) {
    struct folder folder = folder_create();
    atomic_int runs;
    struct toy toy = toy_of(&runs);
    check_same(&folder, &toy, options_of(20, 2), 0);
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 300 * 1000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    struct study_options options = options_of(190, 2);
    options.ledger = opened(&folder, &some_key);
    setrlimit(RLIMIT_FSIZE, &small);
    struct study *study = study_run(&toy_subject, &toy, &options);
    CHECK_INT(study_state(study), STUDY_FAILED);
    if (!CHECK(strstr(study_reason(study), folder.path) &&
               strstr(study_reason(study), "cannot be written: ")))
        printf("  %s\n", study_reason(study));
    study_free(study);
    ledger_close(options.ledger);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    struct ledger *ledger = opened(&folder, &some_key);
    int kept = (int)ledger_census(ledger).replications;
    CHECK(kept >= 20 && kept < 190);
    ledger_close(ledger);
    check_same(&folder, &toy, options_of(190, 2), kept);
    folder_remove(&folder);
}

/* Coding */

static struct histogram *some_histogram(struct arena *arena) {
    static const double values[] = {0.0, 1e-9, 1.0, 1.0, 1.004, 3.0, 1e6, 1e12, 1e30};
    struct histogram *histogram = histogram_create(arena);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        histogram_add(histogram, values[i]);
    for (int i = 0; i < 1000; i++)
        histogram_add(histogram, 200.0);
    return histogram;
}

static void histograms_come_back_bucket_by_bucket(void) {
    struct arena *arena = arena_create();
    struct histogram *given[] = {some_histogram(arena), histogram_create(arena)};
    struct histogram *read[] = {histogram_create(arena), histogram_create(arena)};
    struct text packed = {0}, before = {0}, after = {0};
    encode_histograms(given, 2, &packed);
    CHECK(packed.length < 50); /* of 1009 values in 9 places */
    struct bytes bytes = {packed.data, packed.length};
    CHECK_INT(count_histograms(bytes), 2);
    CHECK(add_histograms(bytes, read, 2));
    CHECK_INT(read[0]->count, 1009);
    CHECK_INT(read[1]->count, 0);
    histogram_walk(given[0], add_bucket, &before);
    histogram_walk(read[0], add_bucket, &after);
    CHECK_TEXT(after.data, before.data);
    CHECK(add_histograms(bytes, read, 2));
    CHECK_INT(read[0]->count, 2 * 1009);
    CHECK(!add_histograms(bytes, read, 1));
    for (size_t length = 0; length < packed.length; length++)
        CHECK_INT(count_histograms((struct bytes){packed.data, length}), -1);
    text_free(&packed);
    text_free(&before);
    text_free(&after);
    arena_destroy(arena);
}

static void the_search_for_the_warm_up_comes_back(void) {
    struct arena *arena = arena_create();
    static const double numbers[] = {1.0 / 3.0, -0.0, 1e300, 5.0, 6.0, 7.0};
    const struct welch given = {.cycles = 3,
                                .columns = 2,
                                .cut = 1,
                                .cycle_s = 86400.5,
                                .names = (const char *const[]){"orders.open", "packing.queue"},
                                .values = numbers};
    struct welch read = {0};
    struct text packed = {0};
    encode_welch(&given, &packed);
    CHECK(decode_welch((struct bytes){packed.data, packed.length}, arena, &read));
    CHECK_INT(read.cycles, 3);
    CHECK_INT(read.columns, 2);
    CHECK_INT(read.cut, 1);
    CHECK_NEAR(read.cycle_s, 86400.5, 0.0, "seconds of a cycle");
    CHECK_TEXT(read.names[0], "orders.open");
    CHECK_TEXT(read.names[1], "packing.queue");
    CHECK(memcmp(read.values, numbers, sizeof numbers) == 0);
    for (size_t length = 0; length < packed.length; length++)
        CHECK(!decode_welch((struct bytes){packed.data, length}, arena, &read));
    text_free(&packed);
    arena_destroy(arena);
}

static void rows_come_back_to_the_last_bit(void) {
    struct arena *arena = arena_create();
    static const double numbers[] = {0.0, 60.0, 1.0 / 3.0, 60.0, 120.0, -0.0, 120.0, 180.0, 1e300};
    struct series_rows given = {.count = 3, .width = 3, .numbers = numbers}, read = {0};
    struct text packed = {0};
    encode_rows(&given, &packed);
    struct bytes bytes = {packed.data, packed.length};
    CHECK(decode_rows(&bytes, arena, &read));
    CHECK_INT(bytes.length, 0);
    CHECK_INT(read.count, 3);
    CHECK_INT(read.width, 3);
    CHECK(memcmp(read.numbers, numbers, sizeof numbers) == 0);
    for (size_t length = 0; length < packed.length; length++)
        CHECK(!decode_rows(&(struct bytes){packed.data, length}, arena, &read));
    text_free(&packed);
    arena_destroy(arena);
}

static void many_rows_that_repeat_come_back(void) {
    enum { ROWS = 5000, WIDTH = 3 };
    struct arena *arena = arena_create();
    double *numbers = arena_array(arena, double, ROWS *WIDTH);
    for (int i = 0; i < ROWS; i++) {
        numbers[i * WIDTH] = i;
        numbers[i * WIDTH + 1] = i % 1777 ? 0.0 : NAN;
        numbers[i * WIDTH + 2] = i % 3 ? 1e17 : 0x1p52 - i;
    }
    struct series_rows given = {.count = ROWS, .width = WIDTH, .numbers = numbers}, read = {0};
    struct text packed = {0};
    encode_rows(&given, &packed);
    CHECK(decode_rows(&(struct bytes){packed.data, packed.length}, arena, &read));
    CHECK(memcmp(read.numbers, numbers, sizeof(double) * ROWS * WIDTH) == 0);
    static const char bomb[] = "\xff\xff\xff\xff\x07\x01\xa0\x1f";
    CHECK(!decode_rows(&(struct bytes){bomb, sizeof bomb - 1}, arena, &read));
    text_free(&packed);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(the_same_study_again_runs_nothing)},
                              {TEST(more_replications_run_the_difference_and_fewer_read_a_prefix)},
                              {TEST(series_are_stored_for_the_first_two_hundred)},
                              {TEST(until_stops_at_the_same_prefix_when_read)},
                              {TEST(what_failed_is_run_again_only_when_asked)},
                              {TEST(a_hole_at_the_start_is_filled)},
                              {TEST(rows_of_other_keys_are_neither_used_nor_lost)},
                              {TEST(what_is_drawn_is_the_only_one_run)},
                              {TEST(a_sealed_ledger_is_read_and_nothing_is_run)},
                              {TEST(another_warm_up_is_run_again)},
                              {TEST(a_warm_up_that_was_found_is_not_searched_for_again)},
                              {TEST(a_warm_up_that_cannot_be_read_is_searched_for_again)},
                              {TEST(a_clean_end_leaves_one_file)},
                              {TEST(what_is_no_ledger_is_refused_and_left_alone)},
                              {TEST(another_schema_is_refused)},
                              {TEST(a_place_that_cannot_be_written_is_named)},
                              {TEST(an_empty_file_is_a_new_ledger)},
                              {TEST(a_full_disk_ends_the_study_and_what_was_committed_stays)},
                              {TEST(histograms_come_back_bucket_by_bucket)},
                              {TEST(rows_come_back_to_the_last_bit)},
                              {TEST(many_rows_that_repeat_come_back)},
                              {TEST(the_search_for_the_warm_up_comes_back)},
                              {0}});
}
