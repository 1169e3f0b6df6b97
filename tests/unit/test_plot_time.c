/* SPDX-License-Identifier: MIT */
/* test_plot_time.c - what the plots over time count, which part of a long run they show, and their axis. */
#include "tests/support/check.h"

#include <stdlib.h>
#include "output/plot.h"
#include "output/prose.h"

/* Seventy days from Monday 2026-12-07, of which two are lead-in: 10 orders are created an hour and 230 depart
 * a day, at noon. Ten pickers are present from 06:00 to 14:00; three of them work, but six in the fourth week
 * (2026-12-28 to 2027-01-03). */
enum { DAYS = 70, HOURS = 24 * DAYS, LEAD_IN_DAYS = 2, BUSY_FROM = 21, BUSY_TO = 28 };

static const struct metric created = {"orders.created", METRIC_COUNT, "orders", "Created.", .series = true};
static const struct metric departed = {"orders.departed", METRIC_COUNT, "orders", "Departed.",
                                       .series = true};
static const struct metric attended = {"teams.{name}.attended", METRIC_LEVEL, "people", "Present.",
                                       .series = true};
static const struct metric working = {"teams.{name}.working", METRIC_LEVEL, "people", "At work.",
                                      .series = true};

static void season_plan(const void *values, struct study_plan *plan) {
    (void)values;
    *plan = (struct study_plan){.title = "Season",
                                .name = "season",
                                .kind = STUDY_TERMINATING,
                                .seed = 1,
                                .replications = 1,
                                .confidence = 0.95,
                                .horizon_s = HOURS * 3600.0,
                                .warmup_s = LEAD_IN_DAYS * 86400.0,
                                .cycle_s = 86400,
                                .interval_s = 3600,
                                .start_s = 1796601600, /* date -u -d @1796601600: Mon 2026-12-07 */
                                .target_on_time = NAN,
                                .currency = "EUR"};
}

static struct run_report season_run(const void *values, const struct run_request *request) {
    (void)values;
    struct results *results = results_create(request->arena);
    struct counter *in = results_counter(results, &created, (struct of){0});
    struct counter *out = results_counter(results, &departed, (struct of){0});
    struct level *present = results_level(results, &attended, (struct of){.name = "pickers"});
    struct level *at_work = results_level(results, &working, (struct of){.name = "pickers"});
    for (int hour = 0; hour < HOURS; hour++) {
        bool shift = hour % 24 >= 6 && hour % 24 < 14, busy = hour / 24 >= BUSY_FROM && hour / 24 < BUSY_TO;
        usec begin = (usec)hour * 3600 * USEC_A_SECOND;
        level_set(present, begin, shift ? 10 : 0);
        level_set(at_work, begin, !shift ? 0 : busy ? 6 : 3);
        counter_add(in, 10);
        counter_add(out, hour % 24 == 12 ? 230 : 0);
        results_interval(results, begin + (usec)3600 * USEC_A_SECOND, request->series);
    }
    results_finish(results, (usec)HOURS * 3600 * USEC_A_SECOND);
    return (struct run_report){RUN_DONE, results, NULL, 1, 1};
}

static const char *const none[] = {NULL};
static const struct metric *const metrics[] = {&created, NULL};
static const struct subject season = {.name = "season",
                                      .metrics = metrics,
                                      .order_columns = none,
                                      .labels = none,
                                      .plan = season_plan,
                                      .run = season_run};

/* Draws one plot of the season into memory. */
struct drawing {
    struct text csv, script;
    struct plot_job job;
};

static bool draw_season(const struct plot *plot, struct drawing *drawing) {
    struct study_options options = {.seed = 1, .first = 1, .replications = 1, .jobs = 1};
    struct study *study = study_run(&season, &season, &options);
    struct run_view view = {.subject = &season, .study = study};
    struct history history;
    history_load(study, &history);
    *drawing = (struct drawing){0};
    drawing->job = (struct plot_job){
        .view = &view, .history = &history, .csv = &drawing->csv, .script = &drawing->script, .height = 440};
    bool drawn = plot->draw(&drawing->job);
    history_free(&history);
    study_free(study);
    return drawn;
}

static void drawing_free(struct drawing *drawing) {
    text_free(&drawing->csv);
    text_free(&drawing->script);
    text_free(&drawing->job.note);
    text_free(&drawing->job.subtitle);
}

static int lines_of(const char *text) {
    int count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void beyond_two_months_orders_are_counted_by_day(void) {
    struct drawing drawing;
    CHECK(draw_season(&plot_throughput, &drawing));
    CHECK(strstr(drawing.csv.data, "time,orders.created,orders.departed\r\n"));
    CHECK(strstr(drawing.csv.data, "\r\n2026-12-07T00:00:00,240,230\r\n"));
    CHECK(strstr(drawing.csv.data, "\r\n2027-02-14T00:00:00,240,230\r\n"));
    CHECK_INT(lines_of(drawing.csv.data), 1 + DAYS);
    CHECK(strstr(drawing.script.data, "'orders per day'"));
    drawing_free(&drawing);
}

static void the_axis_fits_what_is_drawn(void) {
    struct drawing drawing;
    CHECK(draw_season(&plot_throughput, &drawing));
    /* the largest point is 240 orders a day: the top lies above it, by 6 % at most */
    const char *range = strstr(drawing.script.data, "set yrange [0:");
    double top = range ? strtod(range + strlen("set yrange [0:"), NULL) : NAN;
    CHECK(top >= 240 * 1.02 && top <= 240 * 1.06 + 1e-9);
    drawing_free(&drawing);
}

static void the_lead_in_is_shaded_and_named_once(void) {
    struct drawing drawing;
    CHECK(draw_season(&plot_throughput, &drawing));
    CHECK(strstr(drawing.script.data,
                 "rectangle from '2026-12-07T00:00:00', graph 0 to '2026-12-09T00:00:00'"));
    const char *label = strstr(drawing.script.data, "lead-in, not measured");
    CHECK(label && !strstr(label + 1, "lead-in, not measured"));
    drawing_free(&drawing);
}

static void long_runs_show_the_staff_of_the_busiest_week_by_hour(void) {
    struct drawing drawing;
    CHECK(draw_season(&plot_staffing, &drawing));
    CHECK_INT(lines_of(drawing.csv.data), 1 + 2 * 24 * 7);                     /* a step has two points */
    CHECK(strstr(drawing.csv.data, "working\r\n2026-12-28T00:00:00,0,0\r\n")); /* 21 days after the start */
    CHECK(strstr(drawing.csv.data, "\r\n2026-12-28T06:00:00,10,6\r\n"));
    CHECK(strstr(drawing.job.note.data, "seven days"));
    drawing_free(&drawing);
}

static void ticks_are_round_in_the_calendar(void) {
    static const struct {
        double days;
        const char *expected; /* the first two ticks after Wednesday 2026-12-09 */
    } cases[] = {
        {0.05, "(\"00:00\\nWed 09 Dec\" '2026-12-09T00:00:00', \"00:15\\nWed 09 Dec\" '2026-12-09T00:15:00'"},
        {7, "(\"Wed\\n09 Dec\" '2026-12-09T00:00:00', \"Thu\\n10 Dec\" '2026-12-10T00:00:00'"},
        {40, "(\"Mon\\n14 Dec\" '2026-12-14T00:00:00', \"Mon\\n21 Dec\" '2026-12-21T00:00:00'"},
        {200, "(\"Jan\\n2027\" '2027-01-01T00:00:00', \"Feb\\n2027\" '2027-02-01T00:00:00'"},
        {374, "(\"Jan\\n2027\" '2027-01-01T00:00:00', \"Mar\\n2027\" '2027-03-01T00:00:00'"},
        {2000, "(\"Jan\\n2027\" '2027-01-01T00:00:00', \"Jan\\n2028\" '2028-01-01T00:00:00'"},
    };
    const double from = 1796601600 + 2 * 86400.0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text script = {0};
        struct plot_job job = {.script = &script};
        plot_time_axis(&job, from, from + cases[i].days * 86400, true);
        if (!strstr(script.data, cases[i].expected))
            CHECK_TEXT(script.data, cases[i].expected);
        text_free(&script);
    }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(beyond_two_months_orders_are_counted_by_day)},
                                            {TEST(the_axis_fits_what_is_drawn)},
                                            {TEST(the_lead_in_is_shaded_and_named_once)},
                                            {TEST(long_runs_show_the_staff_of_the_busiest_week_by_hour)},
                                            {TEST(ticks_are_round_in_the_calendar)},
                                            {0}});
}
