/* SPDX-License-Identifier: MIT */
/* forecast.c - see forecast.h. */
#include "models/forecast/forecast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>
#include "models/forecast/burst.h"
#include "models/forecast/calibrate.h"
#include "models/forecast/events.h"
#include "models/forecast/frame.h"
#include "models/forecast/history.h"
#include "models/forecast/outlook.h"
#include "models/forecast/scatter.h"
#include "sim/base/arena.h"
#include "sim/engine/calendar.h"
#include "sim/engine/stream.h"

#define MOST_Z 4.0
#define FACTOR_REST 1e-4 /* share of the variance that factors may leave out */
#define MIX_SHRINK 0.95  /* of correlations between series */
enum { FEW_PEAKS = 10, MEAN_POINTS = 64 };

/* The quantile function of a day */

/* Monotone through (knot, knot x stretch), straight between and beyond. */
static double stretched(const double stretch[KNOTS], double z) {
    double size = fmin(fabs(z), MOST_Z), y;
    double y0 = calibrated_scores[0] * stretch[0], y1 = fmax(calibrated_scores[1] * stretch[1], y0);
    if (size <= calibrated_scores[0])
        y = stretch[0] * size;
    else if (size <= calibrated_scores[1])
        y = y0 + (size - calibrated_scores[0]) * (y1 - y0) / (calibrated_scores[1] - calibrated_scores[0]);
    else
        y = y1 * size / calibrated_scores[1];
    return z < 0.0 ? -y : y;
}

double forecast_quantile(const struct forecast_series *s, int day, double z) {
    if (s->closed[day])
        return 0.0;
    double y = stretched(s->stretch[s->event[day] ? EVENT_DAY : ORDINARY_DAY], z);
    double value =
        blend_views(s->weight, s->centre[0][day], s->sd[0][day], s->centre[1][day], s->sd[1][day], y);
    return fmax(value - s->offset, 0.0);
}

double forecast_mean(const struct forecast_series *s, int day) {
    double sum = 0.0;
    for (int i = 0; i < MEAN_POINTS; i++)
        sum += forecast_quantile(s, day, gsl_cdf_ugaussian_Pinv((i + 0.5) / MEAN_POINTS));
    return sum / MEAN_POINTS;
}

/* Paths */

static void latent_path(const struct forecast_series *s, int horizon, struct stream *stream, double *z) {
    double draw[MOST_FACTORS], before[MOST_LAGS] = {0};
    for (int k = 0; k < s->factors; k++)
        draw[k] = stream_normal(stream);
    for (int h = 0; h < horizon; h++) {
        double a = s->sigma * stream_normal(stream), sum = 0.0;
        for (int lag = 0; lag < s->lags; lag++)
            a += s->phi[lag] * before[lag];
        memmove(before + 1, before, sizeof *before * (MOST_LAGS - 1));
        before[0] = a;
        for (int k = 0; k < s->factors; k++)
            sum += s->factor[h * s->factors + k] * draw[k];
        z[h] = (sum + a) / s->latent_sd[h];
    }
}

void forecast_path(const struct forecast_model *model, uint64_t seed, int path, double *days) {
    int horizon = model->horizon, n = model->series_count;
    uint64_t key = stream_key(seed, path, "forecast");
    for (int s = 0; s < n; s++) {
        struct stream stream = stream_keyed(key, (uint64_t)s);
        latent_path(&model->series[s], horizon, &stream, days + (size_t)s * (size_t)horizon);
    }
    for (int s = n - 1; s >= 0; s--) {
        double *own = days + (size_t)s * (size_t)horizon;
        const double *mix = model->mix + (size_t)s * (size_t)n;
        for (int h = 0; h < horizon; h++) {
            double z = mix[s] * own[h];
            for (int j = 0; j < s; j++)
                z += mix[j] * days[(size_t)j * (size_t)horizon + (size_t)h];
            own[h] = forecast_quantile(&model->series[s], h, z);
        }
    }
}

void forecast_path_drift(const struct forecast_model *model, uint64_t seed, int path, double *factor) {
    uint64_t key = stream_key(seed, path, "forecast drift");
    for (int s = 0; s < model->series_count; s++) {
        struct stream stream = stream_keyed(key, (uint64_t)s);
        profile_draw_drift(&model->series[s].profile, &stream, factor + s * PROFILE_HOURS);
    }
}

/* Factors: a pivoted Cholesky decomposition of the covariance that coefficients bring */

static void find_factors(struct arena *arena, const struct outlook *o, struct forecast_series *s) {
    int horizon = o->horizon, p = o->frame->column_count;
    double *rest = arena_array(arena, double, horizon), all = 0.0;
    double *factor = arena_array(arena, double, (size_t)horizon *MOST_FACTORS);
    for (int h = 0; h < horizon; h++) {
        const double *row = o->rows + (size_t)h * (size_t)p;
        for (int c = 0; c < p; c++)
            rest[h] += row[c] * row[c];
        all += rest[h];
    }
    double limit = FACTOR_REST * fmax(all, 1e-12) / horizon;
    for (s->factors = 0; s->factors < MOST_FACTORS; s->factors++) {
        int pivot = 0, k = s->factors;
        for (int h = 1; h < horizon; h++)
            pivot = rest[h] > rest[pivot] ? h : pivot;
        if (rest[pivot] <= limit)
            break;
        double root = sqrt(rest[pivot]);
        const double *own = o->rows + (size_t)pivot * (size_t)p;
        for (int h = 0; h < horizon; h++) {
            const double *row = o->rows + (size_t)h * (size_t)p;
            double dot = 0.0;
            for (int c = 0; c < p; c++)
                dot += row[c] * own[c];
            for (int j = 0; j < k; j++)
                dot -= factor[h * MOST_FACTORS + j] * factor[pivot * MOST_FACTORS + j];
            factor[h * MOST_FACTORS + k] = dot / root;
        }
        for (int h = 0; h < horizon; h++)
            rest[h] = fmax(rest[h] - pow(factor[h * MOST_FACTORS + k], 2.0), 0.0);
        rest[pivot] = 0.0;
    }
    s->factor = arena_array(arena, double, horizon *(s->factors + 1));
    for (int h = 0; h < horizon; h++)
        memcpy(s->factor + h * s->factors, factor + h * MOST_FACTORS, sizeof *factor * (size_t)s->factors);
}

static void take_latent(struct arena *arena, const struct outlook *o, struct forecast_series *s) {
    find_factors(arena, o, s);
    s->lags = o->fit->lags;
    memcpy(s->phi, o->fit->phi, sizeof s->phi);
    s->sigma = o->fit->sigma;
    s->latent_sd = arena_array(arena, double, o->horizon);
    ar_variances(s->phi, s->lags, s->sigma, o->horizon, s->latent_sd);
    for (int h = 0; h < o->horizon; h++) {
        double variance = s->latent_sd[h];
        for (int k = 0; k < s->factors; k++)
            variance += pow(s->factor[h * s->factors + k], 2.0);
        s->latent_sd[h] = sqrt(variance);
    }
}

/* A series */

static void keep_innovations(struct arena *arena, const struct outlook *o, struct fitted_series *fitted) {
    fitted->days = o->frame->past;
    fitted->first_past = o->frame->first;
    fitted->innovation = arena_array(arena, double, fitted->days + 1);
    for (int d = 0; d < fitted->days; d++) {
        double e = o->fit->residual[d];
        for (int lag = 1; lag <= o->fit->lags && lag <= d; lag++)
            e -= o->fit->phi[lag - 1] * o->fit->residual[d - lag];
        fitted->innovation[d] = o->seen[d] ? e : NAN;
    }
}

/* Days under a livestream or a viral post that was never seen have hours of its shape. */
static void shape_hours(struct arena *arena, const struct event_calendar *calendar, const struct outlook *o,
                        struct forecast_series *s) {
    s->hours = arena_array(arena, double *, o->horizon);
    for (int e = 0; e < calendar->count; e++) {
        const struct event *event = &calendar->events[e];
        const struct burst *burst = &bursts[event->shape];
        for (int h = 0; h < o->horizon && event->shape != BURST_NONE && s->profile.known; h++) {
            int offset;
            double size, usual[HOURS_A_DAY];
            if (!event_acts(event, o->first + h, &offset, &size) || offset < 0)
                continue;
            const double *share = profile_of(&s->profile, date_weekday((struct date){o->first + h}), false);
            for (int i = 0; i < HOURS_A_DAY; i++)
                usual[i] = share[i] * HOURS_A_DAY;
            s->hours[h] = arena_array(arena, double, HOURS_A_DAY);
            burst_day(burst, isnan(event->uplift) ? burst->peak_factor : event->uplift, event->start_hour,
                      offset, usual, s->hours[h]);
            for (int i = 0; i < HOURS_A_DAY; i++)
                s->hours[h][i] /= HOURS_A_DAY;
        }
    }
}

static const char *const view_names[] = {"last_year", "theta", "none"};

static void widen(double *sd, int horizon, double by) {
    for (int h = 0; h < horizon; h++)
        sd[h] = sqrt(sd[h] * sd[h] + by * by);
}

bool forecast_fit(struct arena *arena, const struct history_series *past,
                  const struct event_calendar *calendar, const struct forecast_options *options,
                  struct fitted_series *fitted) {
    int horizon = (int)(options->until - (past->first + past->days) + 1), seen = 0;
    *fitted = (struct fitted_series){0};
    for (int d = 0; d < past->days; d++)
        seen += past->state[d] == DAY_SEEN;
    if (!seen || horizon < 1 || horizon > MOST_HORIZON)
        return false;
    struct outlook *o = outlook_create(arena, past, horizon, calendar, options->like);
    struct forecast_series *s = &fitted->series;
    *s = (struct forecast_series){.name = past->name,
                                  .offset = o->offset,
                                  .weight = 0.5,
                                  .centre = {o->ridge, o->other},
                                  .sd = {o->ridge_sd, o->other_sd},
                                  .closed = o->closed,
                                  .event = o->event,
                                  .stretch = {{1.0, 1.0}, {1.0, 1.0}},
                                  .view = view_names[o->view],
                                  .like = options->like != NULL,
                                  .last = o};
    if (options->calibrate && !options->like)
        calibrate_series(arena, past, calendar, horizon, fitted);
    take_latent(arena, o, s);
    profile_fit(past, calendar, &s->profile);
    scatter_measure(past, calendar, &s->profile);
    shape_hours(arena, calendar, o, s);
    keep_innovations(arena, o, fitted);
    for (int v = 0; v < VIEWS; v++) {
        for (int h = 0; h < horizon; h++)
            s->centre[v][h] += log(options->growth);
        widen(s->sd[v], horizon, options->growth_sd);
    }
    return true;
}

/* All series together */

/* Few past peaks of one series: those of all series stand in. */
static void pool_peaks(struct arena *arena, struct fitted_series *fitted, int count) {
    struct scores all = {0};
    for (int s = 0; s < count; s++)
        all.count += fitted[s].scores[EVENT_DAY].count;
    all.size = arena_array(arena, double, all.count + 1);
    all.count = 0;
    for (int s = 0; s < count; s++) {
        const struct scores *own = &fitted[s].scores[EVENT_DAY];
        if (own->count)
            memcpy(all.size + all.count, own->size, sizeof *own->size * (size_t)own->count);
        all.count += own->count;
        all.peaks += own->peaks;
    }
    for (int s = 0; s < count; s++) {
        struct forecast_series *series = &fitted[s].series;
        if (count < 2 || series->peaks >= FEW_PEAKS)
            continue;
        calibrate_stretch(&all, series->stretch[EVENT_DAY]);
        series->peaks = all.peaks;
        series->pooled = true;
    }
}

static double correlation(const struct fitted_series *a, const struct fitted_series *b) {
    int64_t from = a->first_past > b->first_past ? a->first_past : b->first_past;
    int64_t a_end = a->first_past + a->days, b_end = b->first_past + b->days,
            to = a_end < b_end ? a_end : b_end;
    double cross = 0.0, own_a = 0.0, own_b = 0.0;
    for (int64_t day = from; day < to; day++) {
        double x = a->innovation[day - a->first_past], y = b->innovation[day - b->first_past];
        double limit_a = 4.0 * a->series.sigma, limit_b = 4.0 * b->series.sigma;
        if (isnan(x) || isnan(y))
            continue;
        x = fmin(fmax(x, -limit_a), limit_a);
        y = fmin(fmax(y, -limit_b), limit_b);
        cross += x * y;
        own_a += x * x;
        own_b += y * y;
    }
    return own_a > 0.0 && own_b > 0.0 ? MIX_SHRINK * cross / sqrt(own_a * own_b) : 0.0;
}

/* Lower factor of the correlation matrix; where pairs disagree, the rest is the series' own. */
static void correlate(const struct fitted_series *fitted, int n, double *mix) {
    for (int i = 0; i < n; i++) {
        double *row = mix + (size_t)i * (size_t)n, rest = 1.0;
        for (int j = 0; j < i; j++) {
            const double *other = mix + (size_t)j * (size_t)n;
            double dot = correlation(&fitted[i], &fitted[j]);
            for (int k = 0; k < j; k++)
                dot -= row[k] * other[k];
            double most = sqrt(rest) * 0.999;
            row[j] = fmin(fmax(other[j] > 1e-6 ? dot / other[j] : 0.0, -most), most);
            rest -= row[j] * row[j];
        }
        row[i] = sqrt(rest);
    }
}

struct forecast_model *forecast_finish(struct arena *arena, struct fitted_series *fitted, int count,
                                       int64_t first, int horizon) {
    struct forecast_model *model = arena_new(arena, struct forecast_model);
    pool_peaks(arena, fitted, count);
    *model = (struct forecast_model){.first = first, .horizon = horizon, .series_count = count};
    model->series = arena_array(arena, struct forecast_series, count);
    model->mix = arena_array(arena, double, (size_t)count *(size_t)count);
    for (int s = 0; s < count; s++)
        model->series[s] = fitted[s].series;
    correlate(fitted, count, model->mix);
    return model;
}
