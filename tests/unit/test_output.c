/* SPDX-License-Identifier: MIT */
/* test_output.c - files, tables, JSON, prose and plots of a small study whose numbers are known. */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "output/csv_out.h"
#include "output/file.h"
#include "output/gnuplot.h"
#include "output/html.h"
#include "output/lookup.h"
#include "output/output.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/svg.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

/* A subject that runs 14 days of hourly counts without any model. */

enum { DAYS = 14, HOURS = 24 * DAYS, STAGES = 4 };
static const char hostile_title[] =
    "A `touch PWNED` 'b' \"c\" <script>alert(1)</script>\n!touch PWNED } $(d) %s";

static const struct metric done = {"{stage}.done", METRIC_COUNT, "orders", "Orders finished.",
                                   .series = true};
static const struct metric queue = {"{stage}.queue", METRIC_LEVEL, "orders", "Orders waiting.",
                                    .series = true};
static const struct metric open_orders = {"orders.open", METRIC_LEVEL, "orders", "Orders inside.",
                                          .series = true};
static const struct metric attended = {"teams.{name}.attended", METRIC_LEVEL, "people", "Present.",
                                       .series = true};
static const struct metric working = {"teams.{name}.working", METRIC_LEVEL, "people", "At work.",
                                      .series = true};
static const struct metric team_use = {"teams.{name}.utilisation", METRIC_VALUE, "share", "Busy share."};
static const struct metric on_time = {"on_time", METRIC_RATIO, "share", "Left as promised, \"on time\"."};
static const struct metric cycle = {"cycle_time_s", METRIC_TALLY, "s", "Time inside.",
                                    .keep_histogram = true};
static const struct metric undefined = {"stock.fill_rate", METRIC_RATIO, "share", "Never asked."};
static const struct metric cost = {"cost.per_order", METRIC_VALUE, "EUR/order", "Money."};

static void toy_plan(const void *values, struct study_plan *plan) {
    (void)values;
    *plan = (struct study_plan){.title = hostile_title,
                                .name = "toy",
                                .kind = STUDY_TERMINATING,
                                .seed = 1,
                                .replications = 3,
                                .confidence = 0.95,
                                .horizon_s = HOURS * 3600.0,
                                .cycle_s = 86400,
                                .interval_s = 3600,
                                .start_s = 1796601600, /* Monday, 2026-12-07 */
                                .target_on_time = 0.99,
                                .currency = "EUR"};
}

/* Replication r has on_time (980 + r) / 1000 and costs 2 + r / 100. */
static struct run_report toy_run(const void *values, const struct run_request *request) {
    (void)values;
    static const char *const stages[STAGES] = {"receiving", "picking", "packing", "loading"};
    struct results *results = results_create(request->arena);
    struct counter *counters[STAGES];
    struct level *queues[STAGES];
    for (int i = 0; i < STAGES; i++) {
        counters[i] = results_counter(results, &done, (struct of){.name = stages[i]});
        queues[i] = results_level(results, &queue, (struct of){.name = stages[i]});
    }
    struct level *inside = results_level(results, &open_orders, (struct of){0});
    struct level *present = results_level(results, &attended, (struct of){.name = "pickers"});
    struct level *at_work = results_level(results, &working, (struct of){.name = "pickers"});
    *results_value(results, &team_use, (struct of){.name = "pickers"}) = 0.9;
    *results_value(results, &cost, (struct of){0}) = 2 + request->replication / 100.0;
    ratio_add(results_ratio(results, &on_time, (struct of){0}, false), 980 + request->replication, 1000);
    ratio_add(results_ratio(results, &on_time, (struct of){.dimension = "carrier", .member = "north"}, false),
              97, 100);
    results_ratio(results, &undefined, (struct of){0}, false);
    struct tally *times = results_tally(results, &cycle, (struct of){0});
    for (int hour = 0; hour < HOURS; hour++) {
        usec middle = ((usec)hour * 3600 + 1800) * USEC_A_SECOND;
        for (int i = 0; i < STAGES; i++) {
            counter_add(counters[i], 100 + (hour * 37 + i * 11) % 60);
            level_set(queues[i], middle, (hour * 13 + i * 7) % 90);
        }
        level_set(inside, middle, 500 + hour % 24 * 10);
        level_set(present, middle, hour % 24 > 6 ? 20 : 0);
        level_set(at_work, middle, hour % 24 > 6 ? 15 : 0);
        tally_add(times, 3600.0 * (1 + hour % 10));
        results_interval(results, middle + 1800 * (usec)USEC_A_SECOND, request->series);
    }
    results_finish(results, (usec)HOURS * 3600 * USEC_A_SECOND);
    return (struct run_report){RUN_DONE, results, NULL, 1000, 500};
}

struct toy {
    struct subject subject;
    struct study *study;
    struct run_view view;
};

static void toy_create(struct toy *toy) {
    static const struct metric *const metrics[] = {&done, &on_time, NULL};
    static const char *const none[] = {NULL};
    toy->subject = (struct subject){.name = "toy",
                                    .metrics = metrics,
                                    .order_columns = none,
                                    .labels = none,
                                    .plan = toy_plan,
                                    .run = toy_run};
    struct study_options options = {.seed = 1, .first = 1, .replications = 3, .jobs = 1};
    toy->study = study_run(&toy->subject, toy, &options);
    toy->view = (struct run_view){.subject = &toy->subject,
                                  .study = toy->study,
                                  .scenario_hash = {1, 2},
                                  .version = "1.2.3",
                                  .resolved = "{}\n"};
}

static char *new_directory(void) {
    const char *base = getenv("TMPDIR");
    struct text path = {0};
    text_format(&path, "%s/fcsim-XXXXXX", base && *base ? base : ".");
    if (!mkdtemp(path.data))
        path.data[0] = '\0';
    return path.data;
}

static void remove_tree(const char *path) {
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        struct text name = {0};
        struct stat status;
        text_format(&name, "%s/%s", path, entry->d_name);
        bool dots = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!dots && lstat(name.data, &status) == 0 && S_ISDIR(status.st_mode))
            remove_tree(name.data);
        else if (!dots)
            unlink(name.data);
        text_free(&name);
    }
    if (directory)
        closedir(directory);
    rmdir(path);
}

static int entries_of(const char *path) {
    int count = 0;
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory && (entry = readdir(directory));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (directory)
        closedir(directory);
    return count;
}

static struct text content_of(const char *directory, const char *name) {
    struct text path = {0}, content = {0}, error = {0};
    text_format(&path, "%s/%s", directory, name);
    text_add(&content, "");
    file_read(path.data, 1 << 24, &content, &error);
    text_free(&path);
    text_free(&error);
    return content;
}

static bool gnuplot_exists(void) {
    struct text printed = {0}, complaints = {0};
    bool exists = gnuplot_run("exit\n", &printed, &complaints);
    text_free(&printed);
    text_free(&complaints);
    return exists;
}

static void a_written_file_has_its_content_and_leaves_nothing_else(void) {
    char *directory = new_directory();
    struct text path = {0}, error = {0};
    text_format(&path, "%s/a.txt", directory);
    CHECK(file_write_atomically(path.data, "old", 3, &error));
    CHECK(file_write_atomically(path.data, "new text", 8, &error));
    struct text content = content_of(directory, "a.txt");
    CHECK_TEXT(content.data, "new text");
    CHECK_INT(entries_of(directory), 1);
    remove_tree(directory);
    text_free(&content);
    text_free(&path);
    text_free(&error);
    free(directory);
}

static void a_missing_directory_gives_path_and_reason(void) {
    char *directory = new_directory();
    struct text path = {0}, error = {0}, expected = {0};
    text_format(&path, "%s/missing/a.txt", directory);
    text_format(&expected, "cannot write %s: No such file or directory", path.data);
    CHECK(!file_write_atomically(path.data, "x", 1, &error));
    CHECK_TEXT(error.data, expected.data);
    remove_tree(directory);
    text_free(&path);
    text_free(&error);
    text_free(&expected);
    free(directory);
}

static void a_full_device_gives_path_and_reason(void) {
    if (access("/dev/full", W_OK) != 0)
        SKIP("there is no /dev/full here");
    struct text error = {0};
    CHECK(!file_write_atomically("/dev/full", "x", 1, &error));
    CHECK_TEXT(error.data, "cannot write /dev/full: No space left on device");
    text_free(&error);
}

static void a_file_cannot_replace_a_directory_and_leaves_no_rest(void) {
    char *directory = new_directory();
    struct text path = {0}, error = {0};
    text_format(&path, "%s/sub/deeper", directory);
    CHECK(directory_create(path.data, &error));
    CHECK(directory_create(path.data, &error));
    CHECK(!file_write_atomically(path.data, "x", 1, &error));
    CHECK(error.data && strstr(error.data, "cannot write"));
    text_clear(&path);
    text_format(&path, "%s/sub", directory);
    CHECK_INT(entries_of(path.data), 1); /* `deeper` alone: no temporary file */
    remove_tree(directory);
    text_free(&path);
    text_free(&error);
    free(directory);
}

static void csv_fields_are_quoted_as_rfc_4180_says(void) {
    struct text out = {0};
    csv_header(&out, (const char *const[]){"plain", "a,b", "say \"hi\"", "two\nlines", "", NULL});
    csv_integer(&out, -7);
    csv_number(&out, 0.1);
    csv_number(&out, NAN);
    csv_end(&out);
    CHECK_TEXT(out.data, "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n-7,0.1,\r\n");
    text_free(&out);
}

static void prose_rounds_to_what_the_interval_supports(void) {
    static const struct {
        double mean, half;
        const char *unit, *expected;
    } cases[] = {
        {0.98712, 0.0031, "share", "98.7 % +- 0.3"},
        {41203.4, 210.2, "orders/day", "41,203 +- 210 orders/day"},
        {2.3142, 0.0234, "EUR/order", "EUR 2.31 +- 0.02"},
        {11520, 95, "s", "3:12 h +- 95 s"},
        {90.04, 1.234, "s", "90.0 s +- 1.2 s"},
        {0.5, NAN, "share", "50.0 %"},
        {NAN, NAN, "s", "n/a"},
        {172800, NAN, "s", "2 days"},
        {86400, NAN, "s", "1 day"},
        {0.9998, NAN, "share", "99.98 %"}, /* not all */
        {1, NAN, "share", "100.0 %"},
        {0.0004, NAN, "share", "0.04 %"}, /* not nothing */
        {1, NAN, "orders", "1 order"},
        {0.9758, 0.0412, "share", "97.6 % +- 4.1"},
        {0.99999, 0.00001, "share", "99.999 % +- 0.001"},
        {1234567, NAN, "lines", "1,234,567 lines"},
        {-0.934, 0.13, "EUR/order", "-EUR 0.93 +- 0.13"},
        {-152.82, NAN, "EUR/day", "-EUR 152.82"},
        {-0.001, NAN, "EUR", "EUR 0.00"},
        {1.96, 2.12, "EUR/order", "EUR 1.96 +- 2.12"},
        {-256.2, 1440, "s", "-4 min +- 24 min"},
        {400.8, 30, "s", "6.68 min +- 30 s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text out = {0};
        double mean = cases[i].mean, half = cases[i].half;
        struct summary summary = {10, mean, NAN, mean - half, mean + half, NAN, NAN};
        prose_estimate(&out, &summary, cases[i].unit, "+-");
        CHECK_TEXT(out.data, cases[i].expected);
        text_free(&out);
    }
}

static void moments_are_dates_without_daylight_saving(void) {
    char buffer[PROSE_SIZE];
    CHECK_TEXT(iso_moment(buffer, 1796601600), "2026-12-07T00:00:00"); /* date -u -d @1796601600 */
    CHECK_TEXT(prose_moment(buffer, 951827696), "2000-02-29 12:34");   /* date -u -d @951827696 */
    CHECK_TEXT(iso_moment(buffer, -1), "1969-12-31T23:59:59");
}

static void free_text_cannot_leave_a_gnuplot_string(void) {
    struct text out = {0};
    gnuplot_quote(&out, "it's `id`\n!touch x\t\"$(y)\"\x7f");
    CHECK_TEXT(out.data, "'it''s `id` !touch x \"$(y)\" '");
    text_free(&out);
}

static void base64_and_sha256_give_the_published_values(void) {
    struct text out = {0};
    base64(&out, "foobar", 6); /* RFC 4648, section 10 */
    base64(&out, "fooba", 5);
    base64(&out, "foob", 4);
    CHECK_TEXT(out.data, "Zm9vYmFyZm9vYmE=Zm9vYg==");
    text_clear(&out);
    sha256_base64(&out, "abc", 3); /* FIPS 180-4 example: ba7816bf 8f01cfea ... f20015ad */
    CHECK_TEXT(out.data, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    text_clear(&out);
    sha256_base64(&out, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                  56); /* 248d6a61 ... 19db06c1 */
    CHECK_TEXT(out.data, "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
    text_free(&out);
}

static void summary_json_parses_and_undefined_is_null(void) {
    struct toy toy;
    struct text out = {0};
    toy_create(&toy);
    summary_json(&toy.view, &out);
    cJSON *json = cJSON_Parse(out.data);
    CHECK(json != NULL);
    CHECK(!strchr(out.data, '<'));
    CHECK_TEXT(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "title")), hostile_title);
    CHECK_TEXT(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "study")), "terminating");
    CHECK(!cJSON_HasObjectItem(json, "partial"));
    cJSON *metrics = cJSON_GetObjectItemCaseSensitive(json, "metrics");
    cJSON *share = cJSON_GetObjectItemCaseSensitive(metrics, "on_time");
    /* 0.981, 0.982, 0.983: sd 0.001; t(0.975, 2) = 4.302653, half-width 0.001 * 4.302653 / sqrt(3) =
     * 0.00248414 */
    CHECK_NEAR(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(share, "mean")), 0.982, 1e-12, "mean");
    CHECK_NEAR(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(share, "low")), 0.97951586, 1e-7, "low");
    CHECK_NEAR(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(share, "high")), 0.98448414, 1e-7,
               "high");
    cJSON *never = cJSON_GetObjectItemCaseSensitive(metrics, "stock.fill_rate");
    CHECK(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(never, "mean")));
    CHECK_INT(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(never, "n")), 0);
    cJSON_Delete(json);
    text_free(&out);
    study_free(toy.study);
}

static void an_interrupted_study_is_marked(void) {
    struct toy toy;
    struct text out = {0}, terminal = {0};
    toy_create(&toy);
    toy.view.partial = true;
    summary_json(&toy.view, &out);
    cJSON *json = cJSON_Parse(out.data);
    CHECK(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "partial")));
    terminal_summary(&toy.view, NULL, false, &terminal);
    CHECK(strstr(terminal.data, "Interrupted") != NULL);
    CHECK(!strstr(terminal.data, "report:"));
    cJSON_Delete(json);
    text_free(&out);
    text_free(&terminal);
    study_free(toy.study);
}

static void the_terminal_shows_verdict_and_colours_only_when_asked(void) {
    struct toy toy;
    struct text plain = {0}, coloured = {0};
    toy_create(&toy);
    terminal_summary(&toy.view, "out", false, &plain);
    terminal_summary(&toy.view, "out", true, &coloured);
    CHECK(strstr(plain.data,
                 "98.2 % +- 0.2 of orders left with their promised departure; target 99 %: missed.\n"));
    CHECK(strstr(plain.data, "pickers 90.0 % busy"));
    CHECK(strstr(plain.data, "report: out/report.html"));
    CHECK(!strchr(plain.data, '\033'));
    CHECK(strstr(coloured.data, "\033[31m") != NULL);
    text_free(&plain);
    text_free(&coloured);
    study_free(toy.study);
}

static int lines_of(const struct text *text) {
    int count = 0;
    for (const char *c = text->data; (c = strchr(c, '\n')); c++)
        count++;
    return count;
}

static void the_directory_holds_every_table_with_its_rows(void) {
    struct toy toy;
    struct text error = {0}, warnings = {0};
    toy_create(&toy);
    char *directory = new_directory();
    CHECK(write_directory(&toy.view, directory, &error, &warnings));
    int measures = study_measures(toy.study).count, series = study_series(toy.study).count;
    struct text results = content_of(directory, "results.csv"),
                summary = content_of(directory, "summary.csv");
    struct text times = content_of(directory, "timeseries.csv"),
                words = content_of(directory, "dictionary.csv");
    int pooled = 0; /* numbers of all replications together have no rows here */
    for (int i = 0; i < measures; i++)
        pooled += study_measures(toy.study).items[i].pooled;
    CHECK_INT(lines_of(&results), 1 + 3 * (measures - pooled));
    CHECK_INT(lines_of(&summary), 1 + measures);
    CHECK_INT(lines_of(&times), 1 + HOURS * series);
    CHECK(strstr(results.data, "\r\n2,on_time,,,share,0.982\r\n"));
    CHECK(strstr(results.data, "\r\n1,on_time,carrier,north,share,0.97\r\n"));
    CHECK(strstr(results.data, "\r\n1,stock.fill_rate,,,share,\r\n"));
    CHECK(strstr(times.data, "2026-12-07T01:00:00,3600,7200,receiving.done,orders,137,")); /* 100 + 37 */
    CHECK(strstr(words.data, "metric,on_time,share,\"Left as promised, \"\"on time\"\".\"\r\n"));
    struct text resolved = content_of(directory, "scenario.resolved.json");
    CHECK_TEXT(resolved.data, "{}\n");
    text_free(&resolved);
    text_free(&results);
    text_free(&summary);
    text_free(&times);
    text_free(&words);
    text_free(&error);
    text_free(&warnings);
    remove_tree(directory);
    free(directory);
    study_free(toy.study);
}

static void plots_are_drawn_small_and_run_nothing_that_a_title_says(void) {
    if (!gnuplot_exists())
        SKIP("gnuplot is not installed");
    struct toy toy;
    struct text error = {0}, warnings = {0};
    toy_create(&toy);
    char *directory = new_directory();
    CHECK(write_directory(&toy.view, directory, &error, &warnings));
    CHECK_TEXT(warnings.data ? warnings.data : "", "");
    static const char *const drawn[] = {"on_time", "throughput", "backlog", "cycle_time", "staffing"};
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        struct text svg_name = {0}, png_name = {0};
        text_format(&svg_name, "plots/%s.svg", drawn[i]);
        text_format(&png_name, "plots/%s.png", drawn[i]);
        struct text svg = content_of(directory, svg_name.data), png = content_of(directory, png_name.data);
        CHECK(strstr(svg.data, "</svg>") && svg.length < 60000);
        CHECK(strstr(svg.data, "&lt;script") && !strstr(svg.data, "<script"));
        CHECK(png.length > 5000 && memcmp(png.data, "\x89PNG", 4) == 0);
        text_free(&svg_name);
        text_free(&png_name);
        text_free(&svg);
        text_free(&png);
    }
    struct text plots = {0};
    text_format(&plots, "%s/plots", directory);
    CHECK_INT(entries_of(plots.data), 4 * 5); /* csv gp svg png; no PWNED, no .part- */
    text_free(&plots);
    text_free(&error);
    text_free(&warnings);
    remove_tree(directory);
    free(directory);
    study_free(toy.study);
}

static void a_plot_can_be_drawn_again_as_text(void) {
    if (!gnuplot_exists())
        SKIP("gnuplot is not installed");
    struct toy toy;
    struct text error = {0}, warnings = {0}, out = {0};
    toy_create(&toy);
    char *directory = new_directory();
    CHECK(write_directory(&toy.view, directory, &error, &warnings));
    CHECK(plot_again(directory, "cycle_time", "dumb", &out, &error));
    CHECK(out.data && strstr(out.data, "Cycle time of orders") && lines_of(&out) > 20);
    struct text before = content_of(directory, "plots/cycle_time.svg");
    CHECK(plot_again(directory, "cycle_time", "svg", &out, &error));
    struct text after = content_of(directory, "plots/cycle_time.svg");
    CHECK_TEXT(after.data, before.data);
    CHECK(!plot_again(directory, "cycel_time", "svg", &out, &error));
    CHECK(strstr(error.data, "there is no plot \"cycel_time\"; there are on_time, throughput"));
    text_clear(&error);
    CHECK(!plot_again(directory, "cost", "svg", &out, &error));
    CHECK(strstr(error.data, "is not there"));
    text_free(&before);
    text_free(&after);
    text_free(&error);
    text_free(&warnings);
    text_free(&out);
    remove_tree(directory);
    free(directory);
    study_free(toy.study);
}

static void without_gnuplot_data_and_scripts_are_written_with_a_warning(void) {
    struct toy toy;
    struct text error = {0}, warnings = {0}, old_path = {0};
    toy_create(&toy);
    char *directory = new_directory();
    text_add(&old_path, getenv("PATH") ? getenv("PATH") : "");
    setenv("PATH", directory, 1);
    CHECK(write_directory(&toy.view, directory, &error, &warnings));
    setenv("PATH", old_path.data, 1);
    CHECK(warnings.data && strstr(warnings.data, "gnuplot was not found"));
    struct text script = content_of(directory, "plots/backlog.gp"),
                data = content_of(directory, "plots/backlog.csv");
    struct text svg = content_of(directory, "plots/backlog.svg");
    CHECK(script.length > 500 && data.length > 500);
    CHECK_INT(svg.length, 0);
    text_free(&script);
    text_free(&data);
    text_free(&svg);
    text_free(&old_path);
    text_free(&error);
    text_free(&warnings);
    remove_tree(directory);
    free(directory);
    study_free(toy.study);
}

static void the_same_study_gives_the_same_bytes(void) {
    struct toy toy;
    struct text error = {0}, warnings = {0};
    toy_create(&toy);
    char *first = new_directory(), *second = new_directory();
    CHECK(write_directory(&toy.view, first, &error, &warnings));
    CHECK(write_directory(&toy.view, second, &error, &warnings));
    static const char *const names[] = {"summary.json",   "results.csv", "timeseries.csv",
                                        "dictionary.csv", "report.html", "plots/backlog.gp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text a = content_of(first, names[i]), b = content_of(second, names[i]);
        CHECK(a.length > 0 && a.length == b.length && memcmp(a.data, b.data, a.length) == 0);
        text_free(&a);
        text_free(&b);
    }
    text_free(&error);
    text_free(&warnings);
    remove_tree(first);
    remove_tree(second);
    free(first);
    free(second);
    study_free(toy.study);
}

static void svg_groups_with_the_same_pen_are_joined(void) {
    struct text svg = {0}, out = {0};
    text_add(
        &svg,
        "<g fill=\"none\" a>\n</g>\n<g fill=\"none\" b>\n\t<path d='1'/></g>\n<g fill=\"none\" a>\n</g>\n"
        "<g fill=\"none\" b>\n\t<path d='2'/></g>\n</svg>\n");
    svg_compact(&svg, &out);
    CHECK_TEXT(out.data, "<g fill=\"none\" b>\n\t<path d='1'/>\n\t<path d='2'/></g>\n</svg>\n");
    text_free(&svg);
    text_free(&out);
}

static void svg_curves_become_relative_and_lose_points_on_level_lines(void) {
    static const struct {
        const char *given, *expected;
    } cases[] = {
        /* down by 1, level for 20 in two steps, up by 2.5 */
        {"<path d='M10.00,20.00 L10.04,21.00 L20.00,21.00 L30.00,21.00 L31.00,18.50  '/>",
         "<path d='M10 20l0 1 20 0 1-2.5'/>"},
        {"<path d='M1.00,2.00 L2.00,2.00 M5.00,2.00 L5.00,-3.00 '/>", "<path d='M1 2l1 0M5 2l0-5'/>"},
        {"<polygon fill = 'red' points = '0.00,0.00 0.50,0.00 0.50,7.00 '/>",
         "<path fill = 'red' d='M0 0l.5 0 0 7z'/>"},
        /* back and forth on a level line is no straight way */
        {"<path d='M0.00,0.00 L9.00,0.00 L4.00,0.00'/>", "<path d='M0 0l9 0-5 0'/>"},
        {"<path d='M-1,0 h2'/>", "<path d='M-1,0 h2'/>"},
        {"<defs><path d='M0.00,1.33 L2.00,2.00'/></defs>", "<defs><path d='M0.00,1.33 L2.00,2.00'/></defs>"},
        {"<g id=\"a\" ><title>x</title>\n</g>", "<g id=\"a\" >\n</g>"},
        {"<g transform=\"t\" fill=\"f\">\n\t\t<text></text>\n\t</g>\n<b/>", "<b/>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text svg = {0}, out = {0};
        text_add(&svg, cases[i].given);
        svg_compact(&svg, &out);
        CHECK_TEXT(out.data, cases[i].expected);
        text_free(&svg);
        text_free(&out);
    }
}

/* The largest mean of two hours of receiving, from the rule of the toy. */
static double largest_pair(void) {
    double largest = 0;
    for (int hour = 0; hour < HOURS; hour += 2) {
        double pair = 100 + hour * 37 % 60 + 100 + (hour + 1) * 37 % 60;
        largest = pair / 2 > largest ? pair / 2 : largest;
    }
    return largest;
}

static void long_series_are_thinned_to_their_mean(void) {
    struct toy toy;
    struct history history;
    toy_create(&toy);
    history_load(toy.study, &history);
    CHECK_INT(history.rows, HOURS);
    int column = history_column(&history, "receiving.done");
    CHECK_NEAR(history_mean(history.mean, &history, column, 0, 2), (100 + 137) / 2.0, 1e-9, "orders an hour");
    CHECK_NEAR(history_peak(history.mean, &history, column, 2), largest_pair(), 1e-9, "orders an hour");
    CHECK_NEAR(history_hours(&history, HOURS - 1, 2), 1, 1e-9, "h: a last group cut short");
    CHECK_INT(history_day(&history), 24);
    CHECK_INT(history_group(&history, 6, HOURS * 6), 1);
    CHECK_INT(history_group(&history, 6, HOURS * 6 - 1), 2);
    history_free(&history);
    study_free(toy.study);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(a_written_file_has_its_content_and_leaves_nothing_else)},
                              {TEST(a_missing_directory_gives_path_and_reason)},
                              {TEST(a_full_device_gives_path_and_reason)},
                              {TEST(a_file_cannot_replace_a_directory_and_leaves_no_rest)},
                              {TEST(csv_fields_are_quoted_as_rfc_4180_says)},
                              {TEST(prose_rounds_to_what_the_interval_supports)},
                              {TEST(moments_are_dates_without_daylight_saving)},
                              {TEST(free_text_cannot_leave_a_gnuplot_string)},
                              {TEST(base64_and_sha256_give_the_published_values)},
                              {TEST(summary_json_parses_and_undefined_is_null)},
                              {TEST(an_interrupted_study_is_marked)},
                              {TEST(the_terminal_shows_verdict_and_colours_only_when_asked)},
                              {TEST(the_directory_holds_every_table_with_its_rows)},
                              {TEST(plots_are_drawn_small_and_run_nothing_that_a_title_says)},
                              {TEST(a_plot_can_be_drawn_again_as_text)},
                              {TEST(without_gnuplot_data_and_scripts_are_written_with_a_warning)},
                              {TEST(the_same_study_gives_the_same_bytes)},
                              {TEST(svg_groups_with_the_same_pen_are_joined)},
                              {TEST(svg_curves_become_relative_and_lose_points_on_level_lines)},
                              {TEST(long_series_are_thinned_to_their_mean)},
                              {0}});
}
