/* SPDX-License-Identifier: MIT */
/* forecast_report.c - see forecast_report.h. */
#include "cli/forecast_report.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "cli/command.h"
#include "models/forecast/frame.h"
#include "models/forecast/model_file.h"
#include "models/forecast/outlook.h"
#include "output/forecast_view.h"
#include "output/output.h"
#include "sim/base/arena.h"

enum { PATHS = 1000, INNER_HORIZON = 46, WEEK = 7, MOST_WEEKS = 7, MOST_ORIGINS = 3 };
static const int levels_shown[FORECAST_LEVELS] = {0, 2, PEAK_LEVELS - 1};

struct drawing {
    const struct forecasting *f;
    const struct fit *fit;
    const struct peak_view *peaks;
    struct arena *arena;
    double *totals;  /* all series together: days x paths */
    double *largest; /* by path */
};

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Paths of all series together: each day's totals in ascending order, and the largest day of each path. */
static void draw_paths(struct drawing *d, uint64_t seed) {
    const struct forecast_model *model = d->fit->model;
    int n = model->horizon;
    double *days = arena_array(d->arena, double, (size_t)model->series_count *(size_t)n);
    d->totals = arena_array(d->arena, double, (size_t)n *PATHS);
    d->largest = arena_array(d->arena, double, PATHS);
    for (int r = 0; r < PATHS; r++) {
        forecast_path(model, seed, r, days);
        for (int h = 0; h < n; h++) {
            double *total = &d->totals[(size_t)h * PATHS + (size_t)r];
            for (int s = 0; s < model->series_count; s++)
                *total += days[s * n + h];
            d->largest[r] = fmax(d->largest[r], *total);
        }
    }
    for (int h = 0; h < n; h++)
        qsort(d->totals + (size_t)h * PATHS, PATHS, sizeof *d->totals, by_size);
    qsort(d->largest, PATHS, sizeof *d->largest, by_size);
}

static const struct history_series *past_of(const struct drawing *d, int series) {
    return &d->f->history->series[d->fit->series_of[series]];
}

/* Counts of the days before the forecast, of series from ... to - 1 together; NaN where one was not seen. */
static void fill_past(const struct drawing *d, int from, int to, struct forecast_line *line) {
    int64_t first = past_of(d, from)->first, end = d->fit->model->first;
    for (int s = from; s < to; s++)
        first = past_of(d, s)->first < first ? past_of(d, s)->first : first;
    double *past = arena_array(d->arena, double, end - first + 1);
    for (int64_t day = first; day < end; day++)
        for (int s = from; s < to; s++) {
            const struct history_series *own = past_of(d, s);
            int64_t at = day - own->first;
            bool there = at >= 0 && at < own->days, closed = there && own->state[at] == DAY_CLOSED;
            past[day - first] += there && own->state[at] == DAY_SEEN ? own->count[at]
                                 : at < 0 || closed                  ? 0.0
                                                                     : NAN;
        }
    line->past = past;
    line->past_days = (int)(end - first);
}

static void fill_peak(const struct peak_view *peak, struct forecast_line *line) {
    for (int i = 0; i < FORECAST_LEVELS; i++) {
        line->total[i] = peak->total[levels_shown[i]];
        line->day[i] = peak->day[levels_shown[i]];
        line->hour[i] = peak->hour[levels_shown[i]];
    }
    line->chance = peak->chance;
    line->likeliest = peak->likeliest;
}

/* A series; -1: all together, whose quantiles are those of the paths. */
static struct forecast_line line_of(const struct drawing *d, int series) {
    const struct forecast_model *model = d->fit->model;
    int n = model->horizon, from = series < 0 ? 0 : series,
        to = series < 0 ? model->series_count : series + 1;
    struct forecast_line line = {.name = series < 0 ? "all series together" : model->series[series].name};
    double *mean = arena_array(d->arena, double, n);
    for (int h = 0; h < n; h++)
        for (int s = from; s < to; s++)
            mean[h] += forecast_mean(&model->series[s], h);
    line.mean = mean;
    for (int b = 0; b < FORECAST_BANDS; b++) {
        double *low = arena_array(d->arena, double, n), *high = arena_array(d->arena, double, n);
        double level = 0.5 + forecast_bands[b] / 200.0, z = gsl_cdf_ugaussian_Pinv(level);
        int at = (int)lround(level * (PATHS - 1));
        for (int h = 0; h < n; h++) {
            const double *totals = &d->totals[(size_t)h * PATHS];
            low[h] = series < 0 ? totals[PATHS - 1 - at] : forecast_quantile(&model->series[series], h, -z);
            high[h] = series < 0 ? totals[at] : forecast_quantile(&model->series[series], h, z);
        }
        line.low[b] = low;
        line.high[b] = high;
    }
    fill_past(d, from, to, &line);
    fill_peak(&d->peaks[series < 0 ? model->series_count : series], &line);
    line.calibration = series < 0 ? NULL : forecast_label(d->arena, model, series);
    return line;
}

static void fill_lines(const struct drawing *d, struct forecast_view *view) {
    int n = d->fit->model->series_count, count = 0;
    struct forecast_line *lines = arena_array(d->arena, struct forecast_line, n + 1);
    if (n > 1)
        lines[count++] = line_of(d, -1);
    for (int s = 0; s < n; s++)
        lines[count++] = line_of(d, s);
    view->lines = lines;
    view->line_count = count;
}

static void fill_effects(const struct drawing *d, struct forecast_view *view) {
    const struct forecast_model *model = d->fit->model;
    int count = 0;
    for (int s = 0; s < model->series_count; s++)
        count += model->series[s].last->effect_count;
    struct forecast_effect *effects = arena_array(d->arena, struct forecast_effect, count + 1);
    for (int s = 0; s < model->series_count; s++)
        for (int i = 0; i < model->series[s].last->effect_count; i++) {
            const struct effect *e = &model->series[s].last->effects[i];
            double reach = gsl_cdf_ugaussian_Pinv(0.975) * e->sd;
            effects[view->effect_count++] = (struct forecast_effect){model->series[s].name,
                                                                     d->f->calendar->events[e->event].name,
                                                                     e->offset,
                                                                     expm1(e->log),
                                                                     expm1(e->log - reach),
                                                                     expm1(e->log + reach),
                                                                     e->seen};
        }
    view->effects = effects;
}

/* Of the series with the most orders to come. */
static void fill_parts(const struct drawing *d, struct forecast_view *view) {
    const struct forecast_model *model = d->fit->model;
    int best = 0;
    for (int s = 1; s < model->series_count; s++)
        best = d->peaks[s].total[PEAK_LEVELS / 2] > d->peaks[best].total[PEAK_LEVELS / 2] ? s : best;
    const struct outlook *o = model->series[best].last;
    double *parts[FORECAST_PARTS];
    for (int p = 0; p < FORECAST_PARTS; p++)
        view->parts[p] = parts[p] = arena_array(d->arena, double, o->frame->days);
    for (int day = 0; day < o->frame->days; day++) {
        struct decomposition all = forecast_decompose(o, day);
        const double values[FORECAST_PARTS] = {all.level, all.week, all.year * all.month_day, all.event,
                                               all.rest};
        for (int p = 0; p < FORECAST_PARTS; p++)
            parts[p][day] = values[p];
    }
    view->parts_series = model->series[best].name;
    view->parts_first = o->frame->first;
    view->parts_days = o->frame->days;
}

struct errors {
    double error[METHODS][MOST_WEEKS], count[METHODS][MOST_WEEKS];
};

static void add_errors(const struct drawing *d, int64_t origin, struct errors *sums) {
    struct forecasting plain = *d->f;
    plain.wanted.growth = 1.0;
    plain.wanted.growth_sd = 0.0;
    struct fit fit = forecasting_fit(&plain, origin, origin + INNER_HORIZON);
    for (int s = 0; fit.model && s < fit.model->series_count; s++)
        for (int h = 0; h < INNER_HORIZON; h++) {
            double said[METHODS], count;
            if (!backtest_day(&d->f->history->series[fit.series_of[s]], origin, h, &fit.model->series[s],
                              said, &count))
                continue;
            for (int m = 0; m < METHODS; m++)
                if (!isnan(said[m])) {
                    sums->error[m][h / WEEK] += fabs(said[m] - count);
                    sums->count[m][h / WEEK] += count;
                }
        }
    forecasting_free(&fit);
}

static void fill_accuracy(const struct drawing *d, struct forecast_view *view) {
    int64_t origins[MOST_ORIGINS];
    struct errors *sums = arena_new(d->arena, struct errors);
    view->origins = backtest_origins(&d->f->history->series[0], INNER_HORIZON, origins, MOST_ORIGINS);
    for (int i = 0; i < view->origins; i++)
        add_errors(d, origins[i], sums);
    for (int m = 0; m < METHODS; m++) {
        double *shares = arena_array(d->arena, double, MOST_WEEKS);
        for (int w = 0; w < MOST_WEEKS; w++)
            shares[w] = sums->count[m][w] > 0.0 ? sums->error[m][w] / sums->count[m][w] : NAN;
        view->accuracy[m] = shares;
    }
    view->weeks = MOST_WEEKS;
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool forecast_report_write(const struct forecasting *f, const struct fit *fit, const struct peak_view *peaks,
                           uint64_t seed, const char *directory, struct text *error, struct text *warnings) {
    struct drawing d = {.f = f, .fit = fit, .peaks = peaks, .arena = arena_create()};
    struct forecast_view view = {.title = file_name(f->history->file),
                                 .version = FCSIM_VERSION,
                                 .first = fit->model->first,
                                 .days = fit->model->horizon,
                                 .paths = PATHS,
                                 .seed = seed,
                                 .warnings = f->warnings,
                                 .warning_count = f->warning_count};
    draw_paths(&d, seed);
    view.largest = d.largest;
    fill_lines(&d, &view);
    fill_effects(&d, &view);
    fill_parts(&d, &view);
    fill_accuracy(&d, &view);
    bool written = forecast_view_write(&view, directory, error, warnings);
    arena_destroy(d.arena);
    return written;
}
