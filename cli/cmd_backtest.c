/* SPDX-License-Identifier: MIT */
/* cmd_backtest.c - fcsim backtest HISTORY --calendar CAL --origin DATE... --horizon DAYS [--peak FROM:TO]
 * [--json] */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "cli/command.h"
#include "cli/forecasting.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/engine/calendar.h"

enum { DEFAULT_HORIZON = 46, MOST_ORIGINS = 200, DEFAULT_ORIGINS = 3 };

static const char *const method_names[METHODS] = {"forecast", "naive 7", "naive 364"};
static const char *const method_keys[METHODS] = {"forecast", "naive_7", "naive_364"};

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool read_peak(const char *text, struct peak_days *peak) {
    int from_month, from_day, to_month, to_day, used = 0;
    if (sscanf(text, "%2d-%2d:%2d-%2d%n", &from_month, &from_day, &to_month, &to_day, &used) != 4 ||
        text[used] || from_month < 1 || from_month > 12 || to_month < 1 || to_month > 12)
        return false;
    peak->from = from_month * 100 + from_day;
    peak->to = to_month * 100 + to_day;
    return true;
}

static void add_percent(struct text *out, double share, int width) {
    if (isnan(share))
        text_format(out, "%*s", width, "n/a");
    else
        text_format(out, "%*.1f", width, 100.0 * share);
}

static void as_text(const struct backtest *b, const char *series, double seconds, struct text *out) {
    char date[DATE_TEXT_SIZE];
    text_format(out, "%s%sorigin %s, %d days, %d of them peak", series, *series ? ", " : "",
                date_text(date, (struct date){b->origin}), b->days, b->peak_days);
    text_format(out, "; largest %s\n", date_text(date, (struct date){b->largest_day}));
    text_add(out, "  %                WAPE  peak  largest day   bias   MASE\n");
    for (int m = 0; m < METHODS; m++) {
        const struct accuracy *a = &b->accuracy[m];
        text_format(out, "  %-14s", method_names[m]);
        add_percent(out, a->wape, 7);
        add_percent(out, a->peak_wape, 6);
        add_percent(out, a->largest, 13);
        add_percent(out, a->bias, 7);
        text_format(out, isnan(a->mase) ? "    n/a" : "%7.2f", a->mase);
        if (a->days < b->days)
            text_format(out, "  on %d of %d days: the history has none to repeat for the others", a->days,
                        b->days);
        text_add(out, "\n");
    }
    text_add(out, "  coverage at 80 / 95:");
    add_percent(out, b->cover80, 6);
    text_add(out, " /");
    add_percent(out, b->cover95, 5);
    text_add(out, "  at the peak:");
    add_percent(out, b->peak_cover80, 6);
    text_add(out, " /");
    add_percent(out, b->peak_cover95, 5);
    text_add(out, "  pinball ");
    if (isnan(b->pinball))
        text_add(out, "n/a");
    else
        text_format(out, "%.2f %%", 100.0 * b->pinball);
    text_format(out, "  weight %.2f  %.2f CPU s\n", b->weight, seconds);
}

static void member(struct text *out, const char *name, double value) {
    text_format(out, "\"%s\": ", name);
    if (isnan(value))
        text_add(out, "null");
    else
        text_add_number(out, value);
}

static void as_json(const struct backtest *b, const char *series, double seconds, struct text *out) {
    char date[DATE_TEXT_SIZE];
    text_add(out, "{\"series\": ");
    text_add_json_string(out, series);
    text_format(out, ", \"origin\": \"%s\", \"days\": %d, \"peak_days\": %d",
                date_text(date, (struct date){b->origin}), b->days, b->peak_days);
    text_format(out, ", \"largest_day\": \"%s\"", date_text(date, (struct date){b->largest_day}));
    for (int m = 0; m < METHODS; m++) {
        const struct accuracy *a = &b->accuracy[m];
        const char *const names[] = {"wape", "peak_wape", "largest_day_error", "bias", "mase"};
        const double values[] = {a->wape, a->peak_wape, a->largest, a->bias, a->mase};
        text_format(out, ", \"%s\": {", method_keys[m]);
        for (int i = 0; i < 5; i++) {
            text_add(out, i ? ", " : "");
            member(out, names[i], values[i]);
        }
        text_format(out, ", \"days\": %d}", a->days);
    }
    const char *const names[] = {"pinball",          "coverage_80", "coverage_95", "peak_coverage_80",
                                 "peak_coverage_95", "weight",      "cpu_s"};
    const double values[] = {b->pinball,      b->cover80, b->cover95, b->peak_cover80,
                             b->peak_cover95, b->weight,  seconds};
    for (int i = 0; i < 7; i++) {
        text_add(out, ", ");
        member(out, names[i], values[i]);
    }
    text_add(out, "}");
}

static int find_origins(const struct options *options, const struct forecasting *f, int horizon,
                        int64_t *origins) {
    int count = 0;
    if (!options->origin_count)
        return backtest_origins(&f->history->series[0], horizon, origins, DEFAULT_ORIGINS);
    for (int i = 0; i < options->origin_count && i < MOST_ORIGINS; i++)
        if (!day_of_option(options->origins[i], &origins[count++])) {
            complain(EXIT_USAGE, "--origin %s: write a date like 2025-11-15", options->origins[i]);
            return -1;
        }
    return count;
}

static int one_origin(const struct options *options, const struct forecasting *f, int64_t origin, int horizon,
                      struct peak_days peak, struct text *out) {
    int scored = 0;
    double began = cpu_seconds();
    struct fit fit = forecasting_fit(f, origin, origin + horizon);
    const struct forecast_model *model = fit.model;
    double seconds = cpu_seconds() - began;
    for (int s = 0; model && s < model->series_count; s++) {
        struct backtest b;
        const struct history_series *all = &f->history->series[fit.series_of[s]];
        if (!backtest_score(all, origin, horizon, &model->series[s], peak, &b))
            continue;
        if (options->json) {
            text_add(out, out->length > 2 ? ",\n " : "");
            as_json(&b, all->name, seconds / model->series_count, out);
        } else {
            as_text(&b, all->name, seconds / model->series_count, out);
        }
        scored++;
    }
    forecasting_free(&fit);
    return scored;
}

static int run(const struct options *options) {
    struct forecasting f;
    struct peak_days peak = {0};
    int horizon = options->horizon ? options->horizon : DEFAULT_HORIZON, scored = 0;
    int64_t origins[MOST_ORIGINS];
    if (options->peak && !read_peak(options->peak, &peak))
        return complain(EXIT_USAGE, "--peak %s: write MM-DD:MM-DD, like 12-15:12-24", options->peak);
    int code = forecasting_read(options, &f);
    if (code != EXIT_DONE)
        return code;
    int count = find_origins(options, &f, horizon, origins);
    if (count < 0)
        return EXIT_USAGE;
    struct text out = {0};
    text_add(&out, options->json ? "[" : "");
    for (int i = 0; i < count; i++)
        scored += one_origin(options, &f, origins[i], horizon, peak, &out);
    text_add(&out, options->json ? "]\n" : "");
    if (!scored) {
        text_free(&out);
        return complain(EXIT_INVALID,
                        "backtest: no origin has a history before it and counts after it; the history "
                        "must be longer than %d days, or --origin earlier",
                        horizon);
    }
    emit(&out);
    return EXIT_DONE;
}

const struct command command_backtest = {
    .name = "backtest",
    .arguments = "HISTORY",
    .doc = "Forecasts from past days and compares with what came.",
    .details = "HISTORY is a CSV file of counts by day or hour, or with one row an order. At each --origin "
               "the forecast "
               "knows the past only; its errors stand beside those of two naive forecasts, the same weekday "
               "of last week "
               "and of last year. Without --origin it goes back to before the largest day of each of the "
               "last years. "
               "Errors are those of the median, in percent of the orders; coverage is the share of days "
               "inside the 80 and "
               "95 % intervals.",
    .flags = FLAG(CALENDAR) | FLAG(COLUMNS) | FLAG(ORIGIN) | FLAG(HORIZON) | FLAG(PEAK) | FLAG(LIKE) |
             FLAG(GROWTH) | FLAG(JOBS) | FLAG(JSON) | FLAG(HELP),
    .least = 1,
    .most = 1,
    .run = run,
};
