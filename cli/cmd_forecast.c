/* SPDX-License-Identifier: MIT */
/* cmd_forecast.c - fcsim forecast HISTORY --calendar CAL --until DATE -o DIR */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "cli/command.h"
#include "cli/forecast_files.h"
#include "cli/forecast_report.h"
#include "cli/made.h"
#include "models/forecast/model_file.h"
#include "output/file.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/engine/calendar.h"

#define SMALLEST_MOVE 0.005 /* would round to 0 % */
enum { PATHS = 1000, LOW = 0, MIDDLE = 2, HIGH = PEAK_LEVELS - 1 };

static int64_t last_day_of(const struct sales_history *history) {
    int64_t last = INT64_MIN;
    for (int s = 0; s < history->series_count; s++)
        if (history->series[s].days && history->series[s].first + history->series[s].days - 1 > last)
            last = history->series[s].first + history->series[s].days - 1;
    return last;
}

/* "12,345" */
static void add_count(struct text *out, double count) {
    char digits[32];
    struct text plain = {0};
    text_format(&plain, "%.0f", count);
    size_t length = plain.length < sizeof digits ? plain.length : sizeof digits - 1;
    memcpy(digits, plain.data, length);
    for (size_t i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            text_add_char(out, ',');
        text_add_char(out, digits[i]);
    }
    text_free(&plain);
}

static void add_range(struct text *out, const char *what, const double *levels) {
    text_format(out, "  %-12s ", what);
    if (isnan(levels[MIDDLE])) {
        text_add(out, "n/a: the history has no hours\n");
        return;
    }
    add_count(out, levels[MIDDLE]);
    text_add(out, " orders; 90 % between ");
    add_count(out, levels[LOW]);
    text_add(out, " and ");
    add_count(out, levels[HIGH]);
    text_add(out, "\n");
}

static void add_scatter(struct text *out, const struct profile_set *profile) {
    double move = profile_busiest_move(profile);
    text_format(out, "  hours scatter %.2f times as much as orders that come on their own (p = %.2g)\n",
                profile->dispersion, profile->dispersion_p);
    if (move >= SMALLEST_MOVE)
        text_format(out, "  for weeks, the share of the busiest hour moves by %.0f %%\n", 100.0 * move);
}

static void as_text(const struct forecasting *f, const struct forecast_model *model,
                    const struct peak_view *peaks, const char *directory, struct text *out) {
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], peak[DATE_TEXT_SIZE];
    bool several = model->series_count > 1;
    text_format(out, "%d days, %s to %s\n", model->horizon, date_text(from, (struct date){model->first}),
                date_text(to, (struct date){model->first + model->horizon - 1}));
    for (int s = several ? -1 : 0; s < model->series_count; s++) {
        const struct peak_view *view = &peaks[s < 0 ? model->series_count : s];
        text_format(out, "%s%s", s < 0 ? "all series together" : model->series[s].name,
                    s < 0 || *model->series[s].name ? "\n" : "");
        add_range(out, "all days", view->total);
        add_range(out, "largest day", view->day);
        add_range(out, "largest hour", view->hour);
        text_format(out, "  most likely the largest day: %s (%.0f %%)\n",
                    date_text(peak, (struct date){model->first + view->likeliest}),
                    100.0 * view->chance[view->likeliest]);
        if (s >= 0 && model->series[s].profile.known)
            add_scatter(out, &model->series[s].profile);
        if (s >= 0)
            text_format(out, "  intervals at the peak: %s\n", forecast_label(f->arena, model, s));
    }
    if (directory)
        text_format(out, "The forecast: %s/forecast.json\n", directory);
}

static void levels_json(struct text *out, const char *name, const double *levels) {
    text_format(out, "\"%s\": {", name);
    for (int i = 0; i < PEAK_LEVELS; i++) {
        text_format(out, "%s\"p%02.0f\": ", i ? ", " : "", 100.0 * peak_levels[i]);
        if (isnan(levels[i]))
            text_add(out, "null");
        else
            text_add_number(out, levels[i]);
    }
    text_add(out, "}");
}

static void as_json(const struct forecasting *f, const struct forecast_model *model,
                    const struct peak_view *peaks, struct text *out) {
    char date[DATE_TEXT_SIZE];
    text_format(out, "{\"first\": \"%s\", \"days\": %d, \"series\": [",
                date_text(date, (struct date){model->first}), model->horizon);
    for (int s = 0; s <= model->series_count; s++) {
        bool all = s == model->series_count;
        text_add(out, all ? "], \"all\": {" : s ? ", {" : "{");
        if (!all) {
            text_add(out, "\"name\": ");
            text_add_json_string(out, model->series[s].name);
            text_add(out, ", \"calibration\": ");
            text_add_json_string(out, forecast_label(f->arena, model, s));
            text_add(out, ", ");
        }
        levels_json(out, "total", peaks[s].total);
        text_add(out, ", ");
        levels_json(out, "largest_day", peaks[s].day);
        text_add(out, ", ");
        levels_json(out, "largest_hour", peaks[s].hour);
        text_format(out, ", \"likeliest_day\": \"%s\"}",
                    date_text(date, (struct date){model->first + peaks[s].likeliest}));
    }
    text_add(out, "}\n");
}

/* A report that is made again is of the forecast that is there. */
static int check_unchanged(const struct options *options, const struct forecast_model *model) {
    enum { MOST_BYTES = 1 << 28 };
    if (!options->remade)
        return EXIT_DONE;
    struct text now = {0}, then = {0}, error = {0};
    const char *path = arena_format(options->arena, "%s/forecast.json", options->remade);
    int code = EXIT_DONE;
    forecast_write(model, &now);
    if (!file_read(path, MOST_BYTES, &then, &error))
        code = complain(EXIT_ERROR, "report: %s", error.data);
    else if (strcmp(now.data, then.data) != 0)
        code = complain(EXIT_ERROR,
                        "report: %s is another forecast than the one that its command makes now: a file that "
                        "it reads was changed since, or it was made by another fcsim",
                        path);
    text_free(&now);
    text_free(&then);
    text_free(&error);
    return code;
}

static int show(const struct options *options, const struct forecasting *f, const struct fit *fit) {
    const struct forecast_model *model = fit->model;
    int n = model->series_count;
    uint64_t seed = options->seed_given ? options->seed : 1;
    struct peak_view *peaks = arena_array(f->arena, struct peak_view, n + 1);
    for (int s = 0; s <= n; s++)
        forecast_peak(f->arena, model, s < n ? s : -1, seed, PATHS, &peaks[s]);
    struct text out = {0}, error = {0}, warnings = {0};
    int code = check_unchanged(options, model);
    if (code != EXIT_DONE)
        return code;
    bool written = !options->directory ||
                   (forecast_files_write(f, model, peaks, options->directory, &error) &&
                    forecast_report_write(f, fit, peaks, seed, options->directory, &error, &warnings));
    if (warnings.length)
        fprintf(stderr, "%s", warnings.data);
    if (!written)
        code = complain(EXIT_ERROR, "forecast: %s", error.data);
    else
        code = made_keep(options);
    if (code == EXIT_DONE && options->json)
        as_json(f, model, peaks, &out);
    else if (code == EXIT_DONE && !options->quiet)
        as_text(f, model, peaks, options->directory, &out);
    text_free(&error);
    text_free(&warnings);
    emit(&out);
    return code;
}

static int run(const struct options *options) {
    struct forecasting f;
    int64_t until;
    char date[DATE_TEXT_SIZE];
    if (!options->last_day)
        return complain(EXIT_USAGE, "forecast: say up to which day: --until 2026-12-31");
    if (!day_of_option(options->last_day, &until))
        return complain(EXIT_USAGE, "--until %s: write a date like 2026-12-31", options->last_day);
    if (!options->directory && !options->json)
        return complain(EXIT_USAGE,
                        "forecast: name the directory of the forecast with -o DIR, or take --json");
    int code = forecasting_read(options, &f);
    if (code != EXIT_DONE)
        return code;
    int64_t last = last_day_of(f.history);
    if (until <= last || until > last + MOST_HORIZON)
        return complain(EXIT_INVALID,
                        "--until %s: the history ends on %s; at most %d days after it are forecast",
                        options->last_day, date_text(date, (struct date){last}), MOST_HORIZON);
    forecast_warn(f.history, f.calendar, last, until, f.problems);
    if (forecasting_print_problems(&f))
        return EXIT_INVALID;
    struct fit fit = forecasting_fit(&f, last, until);
    if (fit.model)
        forecast_warn_of_outliers(fit.model, f.problems);
    forecasting_print_problems(&f);
    code = fit.model ? show(options, &f, &fit)
                     : complain(EXIT_INVALID, "%s: no series has a day to learn from", options->arguments[0]);
    forecasting_free(&fit);
    return code;
}

const struct command command_forecast = {
    .name = "forecast",
    .arguments = "HISTORY",
    .doc = "Forecasts daily orders up to a day, as paths that a scenario can draw from.",
    .details = "HISTORY is a CSV file of counts by day or hour, or with one row an order. The calendar has "
               "the columns name, "
               "date, lead, lag, kind (recurring, one-off, moved) and, where known, uplift, spread, size, "
               "shape (livestream, "
               "viral) and start; a date is a day, 12-25 for every year, or a rule like black-friday or "
               "easter-2. -o writes "
               "forecast.json, and as CSV the quantiles by day, the effects of events, a decomposition, a "
               "backtest and the "
               "chances of each day to be the largest. --seed chooses the paths behind what is printed.",
    .flags = FLAG(CALENDAR) | FLAG(COLUMNS) | FLAG(LAST_DAY) | FLAG(GROWTH) | FLAG(LIKE) | FLAG(SEED) |
             FLAG(JOBS) | FLAG(DIRECTORY) | FLAG(JSON) | FLAG(QUIET) | FLAG(HELP),
    .least = 1,
    .most = 1,
    .run = run,
};
