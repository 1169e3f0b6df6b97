/* SPDX-License-Identifier: MIT */
/* test_report.c - the report is one safe file: structure, policy, escaping, and a floor that can be played.
 */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <unistd.h>
#include "output/file.h"
#include "output/html.h"
#include "output/report.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

static const char hostile[] = "</title><script>alert('x')</script>\"&`";

static const struct metric on_time = {"on_time", METRIC_RATIO, "share", "On time."};
static const struct metric busy = {"equipment.{name}.utilisation", METRIC_VALUE, "share", "In use."};

static void toy_plan(const void *values, struct study_plan *plan) {
    (void)values;
    *plan = (struct study_plan){.title = hostile,
                                .name = "toy",
                                .kind = STUDY_TERMINATING,
                                .seed = 1,
                                .replications = 2,
                                .confidence = 0.95,
                                .horizon_s = 7200,
                                .interval_s = 3600,
                                .cycle_s = 86400,
                                .start_s = 1796601600,
                                .target_on_time = 0.99,
                                .currency = "EUR"};
}

/* One picker walks 30 m to the east in 20 s, then works for 7,000 s: longer than one record holds. */
static void record(struct recording *recording) {
    recording_shape(recording, (struct shape){SHAPE_RACK, hostile, 0, 0, 40, 20});
    int picker = recording_actor(recording, (struct actor){hostile, "pickers"});
    recording_track(recording, (struct track){picker, TRACK_WALK, 0, 20000000, 5, 5, 35, 5});
    recording_track(recording, (struct track){picker, TRACK_WORK, 20000000, 7020000000, 35, 5, 35, 5});
}

static struct run_report toy_run(const void *values, const struct run_request *request) {
    (void)values;
    struct results *results = results_create(request->arena);
    ratio_add(results_ratio(results, &on_time, (struct of){0}, false), 995 + request->replication, 1000);
    *results_value(results, &busy, (struct of){.name = "benches"}) = 0.5;
    if (request->recording)
        record(request->recording);
    results_interval(results, (usec)3600 * USEC_A_SECOND, request->series);
    results_interval(results, (usec)7200 * USEC_A_SECOND, request->series);
    results_finish(results, (usec)7200 * USEC_A_SECOND);
    return (struct run_report){RUN_DONE, results, NULL, 10, 5};
}

/* The report of the toy as text; `floor` records it. */
static struct text report_of(bool floor) {
    static const struct metric *const metrics[] = {&on_time, NULL};
    static const char *const none[] = {NULL};
    static const char *const changes[] = {hostile, "picking.routing = \"s_shape (fast)\" (centre.json:14)",
                                          "picking.walk_m_per_s = 1 (centre.json:15)",
                                          "packing.benches = 31 (--set)", NULL};
    struct subject subject = {.name = "toy",
                              .metrics = metrics,
                              .order_columns = none,
                              .labels = none,
                              .plan = toy_plan,
                              .run = toy_run};
    struct study_options options = {.seed = 1, .first = 1, .replications = 2, .jobs = 1, .record = floor};
    struct study *study = study_run(&subject, &subject, &options);
    struct estimate_row row = {hostile, "packing.benches", 90, 100, "h"};
    struct estimate estimate = {1, &row, hostile};
    struct run_view view = {.subject = &subject,
                            .study = study,
                            .scenario_hash = {1, 2},
                            .version = "1.2.3",
                            .changes = changes,
                            .estimate = &estimate};
    const char *base = getenv("TMPDIR");
    struct text directory = {0}, path = {0}, error = {0}, html = {0};
    text_format(&directory, "%s/fcsim-XXXXXX", base && *base ? base : ".");
    text_add(&html, "");
    if (mkdtemp(directory.data)) {
        text_format(&path, "%s/report.html", directory.data);
        CHECK(report_write(&view, directory.data, &error));
        CHECK(file_read(path.data, 1 << 24, &html, &error));
        unlink(path.data);
        rmdir(directory.data);
    }
    study_free(study);
    text_free(&directory);
    text_free(&path);
    text_free(&error);
    return html;
}

static int count_of(const char *haystack, const char *needle) {
    int count = 0;
    for (; (haystack = strstr(haystack, needle)); haystack += strlen(needle))
        count++;
    return count;
}

/* The text between the first `before` and the next `after`; to be freed. */
static struct text between(const char *html, const char *before, const char *after) {
    struct text part = {0};
    const char *start = strstr(html, before), *end = start ? strstr(start + strlen(before), after) : NULL;
    text_add(&part, "");
    if (end)
        text_add_range(&part, start + strlen(before), (size_t)(end - start) - strlen(before));
    return part;
}

static void the_page_has_every_section_once(void) {
    struct text html = report_of(true);
    static const char *const parts[] = {"<!DOCTYPE html>",     "</html>",        "class=\"verdict met\"",
                                        "id=\"key-figures\"",  "id=\"changes\"", "id=\"bottlenecks\"",
                                        "id=\"workload\"",     "id=\"plots\"",   "id=\"floor\"",
                                        "id=\"replications\"", "id=\"method\"",  "id=\"results\""};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (count_of(html.data, parts[i]) != 1)
            CHECK_TEXT("once", parts[i]);
    CHECK(html.length < 5000000);
    CHECK_INT(count_of(html.data, "<section"), count_of(html.data, "</section>"));
    CHECK_INT(count_of(html.data, "<tr>"), count_of(html.data, "</tr>"));
    text_free(&html);
}

static void the_page_loads_nothing_and_its_policy_names_style_and_script(void) {
    struct text html = report_of(true), hash = {0};
    static const char *const outside[] = {"http:", "https:",    "src=\"/", "@import",
                                          "url(",  " style=\"", " onclick"};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        CHECK_INT(count_of(html.data, outside[i]), 0);
    CHECK(strstr(html.data, "default-src 'none'") && !strstr(html.data, "unsafe"));
    struct text script = between(html.data, "<script>", "</script>"),
                style = between(html.data, "<style>", "</style>");
    CHECK(script.length > 1000 && style.length > 1000);
    text_add(&hash, "script-src 'sha256-");
    sha256_base64(&hash, script.data, script.length);
    CHECK(strstr(html.data, hash.data) != NULL);
    text_clear(&hash);
    text_add(&hash, "style-src 'sha256-");
    sha256_base64(&hash, style.data, style.length);
    CHECK(strstr(html.data, hash.data) != NULL);
    text_free(&html);
    text_free(&hash);
    text_free(&script);
    text_free(&style);
}

static void hostile_names_stay_text(void) {
    struct text html = report_of(true);
    CHECK_INT(count_of(html.data, "alert('x')</script>"), 0);
    CHECK_INT(count_of(html.data, "<script>alert"), 0);
    CHECK_INT(count_of(html.data, "</title>"), 1);
    CHECK(count_of(html.data, "&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;`") >=
          4);
    CHECK_INT(count_of(html.data, "</script>"), 3); /* floor data, results, the script */
    text_free(&html);
}

static void the_embedded_results_are_json(void) {
    struct text html = report_of(false);
    struct text data = between(html.data, "id=\"results\">", "</script>");
    cJSON *json = cJSON_Parse(data.data);
    cJSON *metrics = cJSON_GetObjectItemCaseSensitive(json, "metrics");
    cJSON *share = cJSON_GetObjectItemCaseSensitive(metrics, "on_time");
    CHECK_NEAR(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(share, "mean")), 0.9965, 1e-12,
               "mean of .996, .997");
    cJSON_Delete(json);
    text_free(&data);
    text_free(&html);
}

static void settings_of_the_command_line_come_first_and_the_file_is_folded_away(void) {
    struct text html = report_of(false);
    struct text shown = between(html.data, "id=\"changes\"", "<details>"),
                folded = between(html.data, "<details>", "</details>");
    CHECK(strstr(shown.data, "<code>packing.benches</code></th><td><code>31</code>") != NULL);
    CHECK(!strstr(shown.data, "walk_m_per_s"));
    CHECK(strstr(folded.data, "3 settings of the file") != NULL);
    CHECK_INT(count_of(folded.data, ">picking</th>"), 1); /* one heading for its two settings */
    CHECK(strstr(folded.data, "<code>routing</code></th><td><code>&quot;s_shape (fast)&quot;</code></td>") &&
          strstr(folded.data, ">centre.json:14</td>"));
    CHECK(!strstr(folded.data, "benches"));
    text_free(&shown);
    text_free(&folded);
    text_free(&html);
}

static int sextet(char c) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : 0;
}

static size_t decode(const char *text, unsigned char *bytes, size_t room) {
    size_t count = 0;
    for (; text[0] && text[1] && text[2] && text[3] && count + 3 <= room; text += 4) {
        unsigned value = (unsigned)(sextet(text[0]) << 18 | sextet(text[1]) << 12 | sextet(text[2]) << 6 |
                                    sextet(text[3]));
        bytes[count++] = (unsigned char)(value >> 16);
        if (text[2] != '=')
            bytes[count++] = (unsigned char)(value >> 8);
        if (text[3] != '=')
            bytes[count++] = (unsigned char)value;
    }
    return count;
}

static unsigned word(const unsigned char *bytes) {
    return bytes[0] | (unsigned)bytes[1] << 8;
}

static void the_floor_is_kept_in_sixteen_byte_records(void) {
    struct text html = report_of(true);
    struct text data = between(html.data, "id=\"floor-data\">", "</script>");
    cJSON *json = cJSON_Parse(data.data);
    CHECK(json != NULL);
    CHECK_NEAR(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json, "width")), 40, 1e-6, "width, m");
    CHECK_NEAR(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json, "length")), 7020, 1e-6,
               "length, s");
    double scale = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json, "scale"));
    const char *moves = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "moves"));
    unsigned char bytes[64] = {0};
    CHECK_INT(moves ? decode(moves, bytes, sizeof bytes) : 0, 48); /* walk, work, rest of the work */
    CHECK_INT(word(bytes + 4), 200);                               /* 20 s in tenths */
    CHECK_NEAR(word(bytes + 8) * scale, 5, 0.001, "from x, m");
    CHECK_NEAR(word(bytes + 12) * scale, 35, 0.001, "to x, m");
    CHECK_INT(word(bytes + 16), 200); /* work starts when the walk ends */
    CHECK_INT(word(bytes + 20), 65535);
    CHECK_INT(word(bytes + 22) >> 14, TRACK_WORK);
    CHECK_INT(word(bytes + 36), 70000 - 65535);
    cJSON_Delete(json);
    text_free(&data);
    text_free(&html);
}

static void a_study_without_recording_has_no_floor(void) {
    struct text html = report_of(false);
    CHECK_INT(count_of(html.data, "<canvas"), 0);
    CHECK_INT(count_of(html.data, "id=\"floor-data\""), 0);
    text_free(&html);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(the_page_has_every_section_once)},
                              {TEST(the_page_loads_nothing_and_its_policy_names_style_and_script)},
                              {TEST(hostile_names_stay_text)},
                              {TEST(the_embedded_results_are_json)},
                              {TEST(settings_of_the_command_line_come_first_and_the_file_is_folded_away)},
                              {TEST(the_floor_is_kept_in_sixteen_byte_records)},
                              {TEST(a_study_without_recording_has_no_floor)},
                              {0}});
}
