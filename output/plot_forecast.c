/* SPDX-License-Identifier: MIT */
/* plot_forecast.c - pictures of a forecast: the days to come with their bands, the largest day, how a day
 * comes about, and what past forecasts were worth. */
#include <math.h>
#include "output/csv_out.h"
#include "output/forecast_view.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/engine/calendar.h"

enum {
    TAIL_DAYS = 70,
    MOST_BINS = 30,
    MOST_DATES = 8,
    PARTS_DAYS = 420,
    PANEL = 92,
    PANEL_GAP = 34,
    LABEL_ROOM = 16
};

#define LEAST_CHANCE 0.005 /* below it would be shown as 0 % */

static double seconds_of(int64_t day) {
    return (double)day * SECONDS_A_DAY;
}

static void csv_day(struct text *csv, int64_t day) {
    char time[PROSE_SIZE];
    csv_text(csv, iso_moment(time, seconds_of(day)));
}

static void label(const struct plot_job *job, const char *what, struct area area) {
    plot_text(job, what, area.left, area.top - 11, "left", "font bold.',11' tc rgb '#333333'");
}

/* The days to come */

static double fan_rows(const struct forecast_view *view, const struct forecast_line *line, int tail,
                       struct text *csv) {
    double largest = 0;
    csv_header(csv, (const char *const[]){"date", "orders", "mean", "low_50", "high_50", "low_80", "high_80",
                                          "low_95", "high_95", NULL});
    for (int d = line->past_days - tail; d < line->past_days; d++) {
        csv_day(csv, view->first - line->past_days + d);
        csv_number(csv, line->past[d]);
        for (int i = 0; i < 7; i++)
            csv_number(csv, NAN);
        csv_end(csv);
        largest = fmax(largest, line->past[d]);
    }
    for (int d = 0; d < view->days; d++) {
        csv_day(csv, view->first + d);
        csv_number(csv, NAN);
        csv_number(csv, line->mean[d]);
        for (int b = 0; b < FORECAST_BANDS; b++) {
            csv_number(csv, line->low[b][d]);
            csv_number(csv, line->high[b][d]);
        }
        csv_end(csv);
        largest = fmax(largest, line->high[FORECAST_BANDS - 1][d]);
    }
    return largest;
}

static void note_series(struct plot_job *job, const struct forecast_view *view) {
    struct text note = {0};
    text_format(&note, "%d series together", view->line_count - 1);
    if (view->line_count > 1)
        plot_note(job, note.data);
    text_free(&note);
}

static bool draw_fan(struct plot_job *job) {
    const struct forecast_view *view = job->source->forecast;
    if (!view)
        return false;
    const struct forecast_line *line = &view->lines[0];
    int tail = line->past_days < TAIL_DAYS ? line->past_days : TAIL_DAYS;
    double largest = fan_rows(view, line, tail, job->csv);
    struct area area = plot_area(job, true);
    area.top += LABEL_ROOM;
    plot_margins(job, area);
    plot_legend(job, area.top);
    label(job, "orders per day", area);
    note_series(job, view);
    plot_time_axis(job, seconds_of(view->first - tail), seconds_of(view->first + view->days - 1), true);
    plot_value_axis(job, largest, 6);
    text_add(job->script, "plot data using 1:8:9 with filledcurves lc rgb '#D6E6F2' title '95 %', \\\n"
                          "     data using 1:6:7 with filledcurves lc rgb '#A6CBE5' title '80 %', \\\n"
                          "     data using 1:4:5 with filledcurves lc rgb '#6AA9D4' title '50 %', \\\n"
                          "     data using 1:3 with lines lw 1.6 lc rgb '#0072B2' title 'mean', \\\n"
                          "     data using 1:2 with lines lw 1.3 lc rgb '#333333' title 'history'\n");
    return true;
}

const struct plot plot_fan = {
    .name = "fan",
    .title = "Orders by day: history and forecast",
    .doc =
        "The last days of the history, then the mean and the bands that hold 50, 80 and 95 % of the paths.",
    .draw = draw_fan,
};

/* The largest day */

static int bins_of(const struct forecast_view *view) {
    return view->paths < 4 * MOST_BINS ? view->paths / 4 + 1 : MOST_BINS;
}

static void peak_bins(const struct forecast_view *view, struct text *csv, double *width, double *most) {
    double low = view->largest[0], high = view->largest[view->paths - 1];
    int counts[MOST_BINS] = {0}, bins = bins_of(view);
    *width = fmax(high - low, 1.0) / bins;
    *most = 0;
    for (int i = 0; i < view->paths; i++)
        counts[(int)fmin((view->largest[i] - low) / *width, bins - 1)]++;
    csv_header(csv, (const char *const[]){"kind", "at", "share", "date", NULL});
    for (int b = 0; b < bins; b++) {
        csv_text(csv, "size");
        csv_number(csv, low + (b + 0.5) * *width);
        csv_number(csv, 100.0 * counts[b] / view->paths);
        csv_text(csv, "");
        csv_end(csv);
        *most = fmax(*most, 100.0 * counts[b] / view->paths);
    }
}

/* The likeliest dates, in the order of the calendar. */
static int peak_dates(const struct forecast_view *view, struct text *csv, double *most) {
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const double *chance = view->lines[0].chance;
    char name[DATE_TEXT_SIZE];
    int row = 0;
    *most = 0;
    for (int d = 0; d < view->days; d++) {
        int better = 0;
        for (int i = 0; i < view->days; i++)
            better += chance[i] > chance[d];
        if (better >= MOST_DATES || chance[d] < LEAST_CHANCE || row == MOST_DATES)
            continue;
        struct date date = {view->first + d};
        struct text shown = {0};
        text_format(&shown, "%s %s", weekdays[date_weekday(date)], date_text(name, date));
        csv_text(csv, "date");
        csv_number(csv, row++);
        csv_number(csv, 100.0 * chance[d]);
        csv_text(csv, shown.data);
        csv_end(csv);
        text_free(&shown);
        *most = fmax(*most, 100.0 * chance[d]);
    }
    return row;
}

static void mark(const struct plot_job *job, const struct forecast_view *view, double level) {
    double at = view->largest[(int)(level * (view->paths - 1) + 0.5)];
    text_format(job->script,
                "set arrow from first %.9g, graph 0 to first %.9g, graph 1 nohead dt 2 lc rgb '#D55E00'\n",
                at, at);
    text_format(job->script,
                "set label '%.0f %%' at first %.9g, graph 1 center offset 0,0.5 font ',9' tc rgb '#D55E00'\n",
                100 * level, at);
}

static bool draw_peak(struct plot_job *job) {
    const struct forecast_view *view = job->source->forecast;
    double width, most, likeliest;
    if (!view || view->paths < 2)
        return false;
    peak_bins(view, job->csv, &width, &most);
    int rows = peak_dates(view, job->csv, &likeliest);
    struct area area = plot_area(job, false), right = area;
    area.top = right.top += 22;
    note_series(job, view);
    area.right = 470;
    right.left = 640;
    text_add(job->script, "set multiplot\n");
    plot_margins(job, area);
    label(job, "orders of the largest day (% of paths)", (struct area){area.left, 0, area.top - 12, 0});
    plot_value_axis(job, most, 5);
    plot_range_axis(job, "x", view->largest[0], view->largest[view->paths - 1], 6, true);
    text_format(job->script, "set boxwidth %.9g\n", 0.92 * width);
    mark(job, view, 0.1);
    mark(job, view, 0.5);
    mark(job, view, 0.9);
    text_format(job->script,
                "plot data using (strcol(1) eq 'size' ? $2 : NaN):3 with boxes lc rgb '%s'\nunset arrow; "
                "unset label\n",
                plot_colour(0));
    plot_margins(job, right);
    label(job, "chance of being the largest day (%)", (struct area){right.left - 120, 0, right.top - 12, 0});
    text_format(job->script,
                "unset xtics; set yrange [%d.6:-0.6]; set xrange [0:%.9g]; unset grid; unset ytics; set "
                "ytics scale 0 tc rgb '#333333'\n",
                rows - 1, likeliest * 1.25);
    text_add(job->script, "set border 2\n");
    text_format(job->script,
                "plot data using (strcol(1) eq 'date' ? $3/2 : NaN):2:($3/2):(0.36):ytic(strcol(1) eq 'date' "
                "? strcol(4) : "
                "'') every ::%d with boxxyerror lc rgb '%s', \\\n"
                "     data using 3:2:(sprintf('%%.0f %%%%', $3)) every ::%d with labels left offset 0.5,0 "
                "font ',10'\n"
                "unset multiplot\n",
                bins_of(view), plot_colour(0), bins_of(view));
    return true;
}

const struct plot plot_peak = {
    .name = "peak",
    .title = "The largest day",
    .doc = "How large the largest day of a path is, and which day it is.",
    .draw = draw_peak,
};

/* How a day comes about */

static const char *const part_names[FORECAST_PARTS] = {"level: orders per day", "week: times", "year: times",
                                                       "events: times", "rest: times"};

static void part_rows(const struct forecast_view *view, int from, struct text *csv) {
    csv_header(csv, (const char *const[]){"date", "level", "week", "year", "events", "rest", NULL});
    for (int d = from; d < view->parts_days; d++) {
        csv_day(csv, view->parts_first + d);
        for (int p = 0; p < FORECAST_PARTS; p++)
            csv_number(csv, view->parts[p][d]);
        csv_end(csv);
    }
}

static void factor_axis(const struct plot_job *job, const double *values, int from, int to) {
    double low = 1, high = 1;
    for (int d = from; d < to; d++)
        if (isfinite(values[d])) {
            low = fmin(low, values[d]);
            high = fmax(high, values[d]);
        }
    double margin = 0.08 * fmax(high - low, 0.02);
    text_format(job->script, "set yrange [%.6g:%.6g]; set ytics autofreq (%.3g, 1, %.3g)\n", low - margin,
                high + margin, low, high);
}

static bool draw_parts(struct plot_job *job) {
    const struct forecast_view *view = job->source->forecast;
    if (!view || !view->parts_days)
        return false;
    int from = view->parts_days > PARTS_DAYS ? view->parts_days - PARTS_DAYS : 0;
    struct text note = {0};
    char moment[PROSE_SIZE];
    double largest = 0;
    part_rows(view, from, job->csv);
    for (int d = from; d < view->parts_days; d++)
        largest = fmax(largest, view->parts[0][d]);
    job->height =
        PLOT_TOP + LABEL_ROOM + PLOT_BOTTOM + FORECAST_PARTS * PANEL + (FORECAST_PARTS - 1) * PANEL_GAP;
    text_add(job->script, "set multiplot\n");
    for (int p = 0; p < FORECAST_PARTS; p++) {
        struct area area = plot_area(job, false);
        area.top = PLOT_TOP + LABEL_ROOM + p * (PANEL + PANEL_GAP);
        area.bottom = area.top + PANEL;
        plot_margins(job, area);
        label(job, part_names[p], area);
        plot_time_axis(job, seconds_of(view->parts_first + from),
                       seconds_of(view->parts_first + view->parts_days - 1), p == FORECAST_PARTS - 1);
        text_format(job->script, "set object 1 rectangle from '%s', graph 0 to ",
                    iso_moment(moment, seconds_of(view->first)));
        text_format(job->script, "'%s', graph 1 behind fc rgb '#eef4f9' fs solid 1 noborder\n",
                    iso_moment(moment, seconds_of(view->first + view->days)));
        if (p)
            factor_axis(job, view->parts[p], from, view->parts_days);
        else
            plot_value_axis(job, largest, 3);
        text_format(job->script, "plot data using 1:%d with lines lw 1 lc rgb '%s'\nunset label\n", p + 2,
                    plot_colour(p));
    }
    text_add(job->script, "unset multiplot\n");
    text_format(&note, "%s%sA day is the product of its parts; the days to come are shaded",
                *view->parts_series ? view->parts_series : "", *view->parts_series ? " alone. " : "");
    plot_note(job, note.data);
    text_free(&note);
    return true;
}

const struct plot plot_decomposition = {
    .name = "decomposition",
    .title = "How a day comes about",
    .doc = "Level, week, year, events and what is left, as factors of a day's orders.",
    .draw = draw_parts,
};

/* What past forecasts were worth */

static bool draw_accuracy(struct plot_job *job) {
    const struct forecast_view *view = job->source->forecast;
    if (!view || !view->origins || !view->weeks)
        return false;
    double largest = 0;
    csv_header(job->csv, (const char *const[]){"week", "forecast", "last_week", "last_year", NULL});
    for (int w = 0; w < view->weeks; w++) {
        csv_integer(job->csv, w + 1);
        for (int m = 0; m < FORECAST_METHODS; m++) {
            csv_number(job->csv, 100.0 * view->accuracy[m][w]);
            if (isfinite(view->accuracy[m][w]))
                largest = fmax(largest, 100.0 * view->accuracy[m][w]);
        }
        csv_end(job->csv);
    }
    struct area area = plot_area(job, true);
    area.top += LABEL_ROOM;
    plot_margins(job, area);
    plot_legend(job, area.top);
    label(job, "absolute errors over orders (%)", area);
    plot_value_axis(job, largest, 6);
    text_format(job->script, "set xrange [0.6:%d.4]; set xtics 1; set xlabel 'weeks ahead'\n", view->weeks);
    text_format(
        job->script,
        "plot data using 1:3 with linespoints lw 1.2 pt 7 ps 0.5 lc rgb '#888888' title 'as last week', \\\n"
        "     data using 1:4 with linespoints lw 1.2 pt 7 ps 0.5 lc rgb '%s' title 'as last year', \\\n"
        "     data using 1:2 with linespoints lw 2 pt 7 ps 0.6 lc rgb '%s' title 'forecast'\n",
        plot_colour(1), plot_colour(0));
    struct text note = {0};
    text_format(&note, "Forecasts made on %d past day%s and compared with what came", view->origins,
                view->origins == 1 ? "" : "s");
    plot_note(job, note.data);
    text_free(&note);
    return true;
}

const struct plot plot_accuracy = {
    .name = "accuracy",
    .title = "What past forecasts were worth",
    .doc = "Error of the median by weeks ahead, beside those of two naive forecasts.",
    .draw = draw_accuracy,
};
