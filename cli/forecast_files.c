/* SPDX-License-Identifier: MIT */
/* forecast_files.c - see forecast_files.h. */
#include "cli/forecast_files.h"

#include <math.h>
#include <string.h>
#include "models/forecast/frame.h"
#include "models/forecast/model_file.h"
#include "models/forecast/outlook.h"
#include "models/forecast/stl.h"
#include "output/csv_out.h"
#include "output/output.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/engine/calendar.h"

enum { QUANTILES = 7, WEEK = 7, LEAST_WEEKS = 3, INNER_HORIZON = 46, MOST_ORIGINS = 3 };
static const double scores[QUANTILES] = {-1.959963984540054, -1.2815515655446004, -0.6744897501960817, 0.0,
                                         0.6744897501960817, 1.2815515655446004,  1.959963984540054};

static void csv_date(struct text *out, int64_t day) {
    char date[DATE_TEXT_SIZE];
    csv_text(out, date_text(date, (struct date){day}));
}

static void forecast_csv(const struct forecast_model *model, struct text *out) {
    csv_header(out, (const char *const[]){"series", "date", "mean", "q025", "q10", "q25", "q50", "q75", "q90",
                                          "q975", "event", "closed", NULL});
    for (int s = 0; s < model->series_count; s++)
        for (int h = 0; h < model->horizon; h++) {
            const struct forecast_series *series = &model->series[s];
            csv_text(out, series->name);
            csv_date(out, model->first + h);
            csv_number(out, forecast_mean(series, h));
            for (int i = 0; i < QUANTILES; i++)
                csv_number(out, forecast_quantile(series, h, scores[i]));
            csv_integer(out, series->event[h]);
            csv_integer(out, series->closed[h]);
            csv_end(out);
        }
}

static double percent(double log_effect) {
    return 100.0 * expm1(log_effect);
}

static void effects_csv(const struct forecasting *f, const struct forecast_model *model, struct text *out) {
    csv_header(out, (const char *const[]){"series", "event", "offset_days", "effect_percent", "low_percent",
                                          "high_percent", "times_seen", NULL});
    for (int s = 0; s < model->series_count; s++) {
        const struct outlook *o = model->series[s].last;
        for (int i = 0; i < o->effect_count; i++) {
            const struct effect *e = &o->effects[i];
            csv_text(out, model->series[s].name);
            csv_text(out, f->calendar->events[e->event].name);
            csv_integer(out, e->offset);
            csv_number(out, percent(e->log));
            csv_number(out, percent(e->log - scores[QUANTILES - 1] * e->sd));
            csv_number(out, percent(e->log + scores[QUANTILES - 1] * e->sd));
            csv_integer(out, e->seen);
            csv_end(out);
        }
    }
}

/* Robust STL of the logs; a day that was not seen stands for what the regression expects. */
static bool clean(struct arena *arena, const struct outlook *o, struct stl *parts) {
    int past = o->frame->past;
    double *y = arena_array(arena, double, past + 1);
    for (int d = 0; d < past; d++) {
        struct decomposition p = forecast_decompose(o, d);
        y[d] = o->seen[d] ? o->log_counts[d]
                          : log(p.level * p.week * p.year * p.month_day * p.event) + o->fit->residual[d];
    }
    if (past < LEAST_WEEKS * WEEK)
        return false;
    stl_decompose(arena, y, past, WEEK, 13, true, parts);
    return true;
}

static void decomposition_csv(const struct forecast_model *model, struct text *out) {
    csv_header(out,
               (const char *const[]){"series", "date", "count", "level", "week", "year", "month_day", "event",
                                     "rest", "stl_trend", "stl_season", "stl_rest", "stl_weight", NULL});
    for (int s = 0; s < model->series_count; s++) {
        struct arena *arena = arena_create();
        const struct outlook *o = model->series[s].last;
        struct stl stl;
        bool cleaned = clean(arena, o, &stl);
        for (int d = 0; d < o->frame->days; d++) {
            struct decomposition p = forecast_decompose(o, d);
            bool seen = d < o->frame->past && o->seen[d], in_stl = cleaned && d < o->frame->past;
            const double values[] = {seen ? nearbyint(1e6 * (exp(o->log_counts[d]) - o->offset)) / 1e6 : NAN,
                                     p.level,
                                     p.week,
                                     p.year,
                                     p.month_day,
                                     p.event,
                                     p.rest,
                                     in_stl ? exp(stl.trend[d]) : NAN,
                                     in_stl ? exp(stl.season[d]) : NAN,
                                     in_stl ? exp(stl.rest[d]) : NAN,
                                     in_stl ? stl.weight[d] : NAN};
            csv_text(out, model->series[s].name);
            csv_date(out, o->frame->first + d);
            for (int i = 0; i < (int)(sizeof values / sizeof *values); i++)
                csv_number(out, values[i]);
            csv_end(out);
        }
        arena_destroy(arena);
    }
}

static void backtest_row(const struct history_series *all, const struct forecast_series *series,
                         int64_t origin, int horizon, struct text *out) {
    static const char *const methods[METHODS] = {"forecast", "naive_7", "naive_364"};
    struct backtest b;
    if (!backtest_score(all, origin, horizon, series, (struct peak_days){0}, &b))
        return;
    for (int m = 0; m < METHODS; m++) {
        const struct accuracy *a = &b.accuracy[m];
        bool own = m == METHOD_FORECAST;
        const double values[] = {a->wape,
                                 a->peak_wape,
                                 a->largest,
                                 a->bias,
                                 a->mase,
                                 own ? b.pinball : NAN,
                                 own ? b.cover80 : NAN,
                                 own ? b.cover95 : NAN,
                                 own ? b.peak_cover80 : NAN,
                                 own ? b.peak_cover95 : NAN};
        csv_text(out, series->name);
        csv_date(out, origin);
        csv_integer(out, a->days);
        csv_text(out, methods[m]);
        for (int i = 0; i < (int)(sizeof values / sizeof *values); i++)
            csv_number(out, values[i]);
        csv_end(out);
    }
}

static void backtest_csv(const struct forecasting *f, struct text *out) {
    int64_t origins[MOST_ORIGINS];
    int count = backtest_origins(&f->history->series[0], INNER_HORIZON, origins, MOST_ORIGINS);
    csv_header(out, (const char *const[]){"series", "origin", "days", "method", "wape", "peak_wape",
                                          "largest_day_error", "bias", "mase", "pinball", "coverage_80",
                                          "coverage_95", "peak_coverage_80", "peak_coverage_95", NULL});
    for (int i = 0; i < count; i++) {
        struct forecasting plain = *f;
        plain.wanted.growth = 1.0;
        plain.wanted.growth_sd = 0.0;
        struct fit fit = forecasting_fit(&plain, origins[i], origins[i] + INNER_HORIZON);
        for (int s = 0; fit.model && s < fit.model->series_count; s++)
            backtest_row(&f->history->series[fit.series_of[s]], &fit.model->series[s], origins[i],
                         INNER_HORIZON, out);
        forecasting_free(&fit);
    }
}

static void peak_csv(const struct forecast_model *model, const struct peak_view *peaks, struct text *out) {
    csv_header(out, (const char *const[]){"series", "date", "chance_of_largest_day", NULL});
    for (int s = 0; s <= model->series_count; s++)
        for (int h = 0; h < model->horizon; h++) {
            if (peaks[s].chance[h] == 0.0)
                continue;
            csv_text(out, s < model->series_count ? model->series[s].name : "(all)");
            csv_date(out, model->first + h);
            csv_number(out, peaks[s].chance[h]);
            csv_end(out);
        }
}

static bool write_file(const char *directory, const char *name, struct text *content, struct text *error) {
    struct text path = {0};
    text_format(&path, "%s/%s", directory, name);
    bool written =
        file_write_atomically(path.data, content->data ? content->data : "", content->length, error);
    text_free(&path);
    text_free(content);
    return written;
}

bool forecast_files_write(const struct forecasting *f, const struct forecast_model *model,
                          const struct peak_view *peaks, const char *directory, struct text *error) {
    struct text files[6] = {{0}};
    static const char *const names[] = {"forecast.json",     "forecast.csv", "effects.csv",
                                        "decomposition.csv", "backtest.csv", "peak.csv"};
    forecast_write(model, &files[0]);
    forecast_csv(model, &files[1]);
    effects_csv(f, model, &files[2]);
    decomposition_csv(model, &files[3]);
    backtest_csv(f, &files[4]);
    peak_csv(model, peaks, &files[5]);
    bool written = directory_create(directory, error);
    for (int i = 0; i < 6; i++)
        if (written)
            written = write_file(directory, names[i], &files[i], error);
        else
            text_free(&files[i]);
    return written;
}
