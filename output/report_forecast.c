/* SPDX-License-Identifier: MIT */
/* report_forecast.c - pictures and report.html of a forecast. */
#include <inttypes.h>
#include <math.h>
#include "output/forecast_view.h"
#include "output/html.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/report_parts.h"
#include "sim/engine/calendar.h"

enum { MOST_EFFECTS = 300 };
const int forecast_bands[FORECAST_BANDS] = {50, 80, 95};

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static void add_day(struct text *out, int64_t day) {
    char name[DATE_TEXT_SIZE];
    struct date date = {day};
    text_format(out, "%s %s", weekdays[date_weekday(date)], date_text(name, date));
}

static void add_count(struct text *out, double value) {
    prose_number(out, value, 1);
}

static double path_quantile(const struct forecast_view *view, double level) {
    return view->largest[(int)(level * (view->paths - 1) + 0.5)];
}

void forecast_verdict(const struct forecast_view *view, struct text *out) {
    text_add(out, "Largest day: ");
    add_day(out, view->first + view->lines[0].likeliest);
    text_add(out, ", ");
    add_count(out, path_quantile(view, 0.5));
    text_add(out, " orders (80 %: ");
    add_count(out, path_quantile(view, 0.1));
    text_add(out, " to ");
    add_count(out, path_quantile(view, 0.9));
    text_add(out, ")");
}

static void add_paths(const struct forecast_view *view, struct text *out) {
    add_count(out, view->paths);
    text_format(out, " paths, seed %" PRIu64, view->seed);
}

static void add_header(const struct forecast_view *view, struct text *html) {
    struct text sentence = {0};
    text_add(html, "<header>\n<h1>Forecast of ");
    html_text(html, view->title);
    text_add(html, "</h1>\n<p class=\"verdict plain\">");
    forecast_verdict(view, &sentence);
    html_text(html, sentence.data);
    text_clear(&sentence);
    text_format(&sentence, "%d days, ", view->days);
    add_day(&sentence, view->first);
    text_add(&sentence, " to ");
    add_day(&sentence, view->first + view->days - 1);
    text_format(&sentence, "; the day named is the largest in %.0f %% of ",
                100.0 * view->lines[0].chance[view->lines[0].likeliest]);
    add_paths(view, &sentence);
    text_add_char(&sentence, '.');
    text_add(html, "</p>\n<p class=\"quiet\">");
    html_text(html, sentence.data);
    text_add(html, "</p>\n</header>\n<main>\n");
    text_free(&sentence);
}

static void add_warnings(const struct forecast_view *view, struct text *html) {
    if (!view->warning_count)
        return;
    text_add(html, "<section id=\"notes\" class=\"notes\">\n<h2>What to keep in mind</h2>\n<ul>\n");
    for (int i = 0; i < view->warning_count; i++) {
        text_add(html, "<li>");
        html_text(html, view->warnings[i]);
        text_add(html, "</li>\n");
    }
    text_add(html, "</ul>\n</section>\n");
}

static void cell_levels(struct text *html, const double *levels) {
    struct text cell = {0};
    if (isnan(levels[1])) {
        text_add(&cell, "n/a");
    } else {
        add_count(&cell, levels[1]);
        text_add(&cell, " (");
        add_count(&cell, levels[0]);
        text_add(&cell, " to ");
        add_count(&cell, levels[2]);
        text_add(&cell, ")");
    }
    text_format(html, "<td class=\"number\">%s</td>", cell.data);
    text_free(&cell);
}

static void add_peaks(const struct forecast_view *view, struct text *html) {
    table_open(html, "peaks", "Peaks",
               "Medians of paths, and what lies between their 5 % and 95 % quantiles. An interval of the "
               "whole centre is "
               "narrower than the sum of those of its series.",
               (const char *const[]){"<Orders of", "All days", "Largest day", "Largest hour",
                                     "<Most likely on", "<Intervals at the peak", NULL});
    for (int i = 0; i < view->line_count; i++) {
        const struct forecast_line *line = &view->lines[i];
        struct text day = {0};
        add_day(&day, view->first + line->likeliest);
        text_add(html, "<tr>");
        text_add(html, "<th scope=\"row\">");
        html_text(html, *line->name ? line->name : "the series");
        text_add(html, "</th>");
        cell_levels(html, line->total);
        cell_levels(html, line->day);
        cell_levels(html, line->hour);
        cell_text(html, day.data);
        cell_text(html, line->calibration ? line->calibration : "");
        text_add(html, "</tr>\n");
        text_free(&day);
    }
    table_close(html);
}

static void cell_share(struct text *html, double share) {
    text_format(html, "<td class=\"number\">%+.0f %%</td>", 100.0 * share);
}

static void add_effects(const struct forecast_view *view, struct text *html) {
    if (!view->effect_count)
        return;
    table_open(
        html, "effects", "Effects of events",
        view->effect_count > MOST_EFFECTS ? "The first 300; all are in effects.csv."
                                          : "Orders more or less than on the same day without the event.",
        (const char *const[]){"<Event", "<Series", "Day", "Effect", "2.5 %", "97.5 %", "Times seen", NULL});
    for (int i = 0; i < view->effect_count && i < MOST_EFFECTS; i++) {
        const struct forecast_effect *e = &view->effects[i];
        text_add(html, "<tr>");
        cell_name(html, e->event);
        cell_text(html, e->series);
        text_format(html, "<td class=\"number\">%+d</td>", e->offset);
        cell_share(html, e->share);
        cell_share(html, e->low);
        cell_share(html, e->high);
        text_format(html, "<td class=\"number\">%d</td></tr>\n", e->seen);
    }
    table_close(html);
}

static void add_method(const struct forecast_view *view, struct text *html) {
    text_add(html, "<section id=\"method\" class=\"method\">\n<h2>How this was made</h2>\n"
                   "<p>Two views are averaged by quantile, with a weight that rolling origins chose: a ridge "
                   "regression of the "
                   "logarithm of orders on weekday, season, trend and the days around each event, with "
                   "autoregressive residuals; "
                   "and the same weekday of last year times growth, freed of events that moved (for a short "
                   "history, the theta "
                   "method). Intervals are stretched by what forecasts from past days missed. Paths draw "
                   "coefficients, effects of "
                   "events and residuals, the series together; a simulation takes path r in replication r, "
                   "so that the spread of "
                   "the forecast reaches its answer.</p>\n"
                   "<p>forecast.json feeds a scenario: <code>\"demand\": {\"channels\": [{\"name\": \"web\", "
                   "\"forecast\": "
                   "\"forecast.json\"}]}</code>. forecast.csv, effects.csv, decomposition.csv, backtest.csv "
                   "and peak.csv hold the "
                   "numbers behind the pictures.</p>\n<p class=\"quiet\">fcsim ");
    html_text(html, view->version);
    text_add(html, "</p>\n</section>\n");
}

static bool write_report(const struct forecast_view *view, const char *directory, struct text *error) {
    struct text html = {0};
    report_begin("Forecast", &html);
    add_header(view, &html);
    add_warnings(view, &html);
    report_plots(plots_of_forecasts, directory, &html);
    add_peaks(view, &html);
    add_effects(view, &html);
    add_method(view, &html);
    text_add(&html, "</main>\n");
    report_end(&html);
    bool written = report_save(&html, directory, error);
    text_free(&html);
    return written;
}

bool forecast_view_write(const struct forecast_view *view, const char *directory, struct text *error,
                         struct text *warnings) {
    struct text caption = {0};
    add_paths(view, &caption);
    struct plot_source source = {.forecast = view, .subtitle = view->title, .caption = caption.data};
    bool written = plots_write(plots_of_forecasts, &source, directory, error, warnings) &&
                   write_report(view, directory, error);
    text_free(&caption);
    return written;
}
