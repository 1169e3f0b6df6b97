/* SPDX-License-Identifier: MIT */
/* forecast.c - see forecast.h. */
#include "models/forecast/forecast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/forecast/burst.h"
#include "models/forecast/events.h"
#include "models/forecast/frame.h"
#include "models/forecast/history.h"
#include "models/forecast/outlook.h"
#include "sim/base/arena.h"
#include "sim/engine/calendar.h"
#include "sim/engine/stream.h"

#define MOST_Z 4.0
#define FACTOR_REST 1e-4   /* share of the variance that factors may leave out */
#define MIX_SHRINK 0.95    /* of correlations between series */
#define DEPENDENT_DAYS 4.0 /* days of an origin that count as one score */
#define OWN_WORTH 10.0     /* scores that the model's own interval is worth */
#define MOST_STRETCH 3.0
#define WEIGHT_WORTH 0.25 /* how much loss, as a share, moving the weight by one must save */
enum { YEAR = 364, MOST_ORIGINS = 6, RECENT_ORIGINS = 3, LEAST_TRAINED = 56, YEARLY_TRAINED = 392 };
enum { WEIGHT_STEPS = 20, FEW_PEAKS = 10, MEAN_POINTS = 64, MOST_ORIGIN_DAYS = 92 };

static const double knots[KNOTS] = {1.2815515655446004, 1.959963984540054};
static const double levels[KNOTS] = {0.80, 0.95};

/* The quantile function of a day */

/* Monotone through (knot, knot x stretch), straight between and beyond. */
static double stretched(const double stretch[KNOTS], double z) {
    double size = fmin(fabs(z), MOST_Z), y;
    double y0 = knots[0] * stretch[0], y1 = fmax(knots[1] * stretch[1], y0);
    if (size <= knots[0])
        y = stretch[0] * size;
    else if (size <= knots[1])
        y = y0 + (size - knots[0]) * (y1 - y0) / (knots[1] - knots[0]);
    else
        y = y1 * size / knots[1];
    return z < 0.0 ? -y : y;
}

static double blend(double weight, double c0, double s0, double c1, double s1, double z) {
    return weight * exp(c0 + s0 * z) + (1.0 - weight) * exp(c1 + s1 * z);
}

double forecast_quantile(const struct forecast_series *s, int day, double z) {
    if (s->closed[day])
        return 0.0;
    double y = stretched(s->stretch[s->event[day] ? EVENT_DAY : ORDINARY_DAY], z);
    double value = blend(s->weight, s->centre[0][day], s->sd[0][day], s->centre[1][day], s->sd[1][day], y);
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

/* Inner origins: what would have been said before, and how far off it was */

struct trial { /* one day seen from an inner origin */
    double y, c[VIEWS], s[VIEWS];
    bool event;
};

struct trials {
    struct trial *items;
    int count, origins, peaks;
};

static int choose_origins(const struct history_series *past, int horizon, int64_t *last) {
    int count = 0, step = horizon < MOST_ORIGIN_DAYS ? horizon : MOST_ORIGIN_DAYS;
    for (int years = 1; years <= MOST_ORIGINS - RECENT_ORIGINS; years++)
        if (past->days - years * YEAR >= YEARLY_TRAINED)
            last[count++] = past->first + past->days - 1 - years * YEAR;
    int least = past->days / 2 > LEAST_TRAINED ? past->days / 2 : LEAST_TRAINED;
    for (int i = 1; i <= RECENT_ORIGINS && past->days - i * step >= least; i++)
        last[count++] = past->first + past->days - 1 - i * step;
    return count;
}

static int peaks_between(const struct event_calendar *calendar, int64_t from, int64_t to) {
    int count = 0;
    for (int e = 0; e < calendar->count; e++)
        count += event_dates_between(&calendar->events[e], from, to);
    return count;
}

static void try_origin(const struct history_series *past, int64_t last, int horizon,
                       const struct event_calendar *calendar, struct trials *trials) {
    struct arena *arena = arena_create();
    struct history_series known = history_until(past, last);
    int days = horizon < MOST_ORIGIN_DAYS ? horizon : MOST_ORIGIN_DAYS; /* of the inner forecast */
    struct outlook *o = outlook_create(arena, &known, days, calendar, NULL);
    for (int h = 0; h < days; h++) {
        int64_t d = last + 1 + h - past->first;
        if (d >= past->days || past->state[d] != DAY_SEEN || o->closed[h])
            continue;
        trials->items[trials->count++] = (struct trial){.y = log(past->count[d] + o->offset),
                                                        .c = {o->ridge[h], o->other[h]},
                                                        .s = {o->ridge_sd[h], o->other_sd[h]},
                                                        .event = o->event[h]};
    }
    trials->peaks += peaks_between(calendar, last + 1, last + days);
    trials->origins++;
    arena_destroy(arena);
}

/* The weight with the least absolute error, drawn towards one half. */
static double best_weight(const struct trials *trials) {
    double best = 0.5, least = INFINITY, half = 0.0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i <= WEIGHT_STEPS; i++) {
            double weight = pass ? (double)i / WEIGHT_STEPS : 0.5, loss = 0.0;
            for (int t = 0; t < trials->count; t++) {
                const struct trial *trial = &trials->items[t];
                loss += fabs(blend(weight, trial->c[0], 0.0, trial->c[1], 0.0, 0.0) - exp(trial->y));
            }
            if (!pass) {
                half = fmax(loss, 1e-9);
                break;
            }
            loss = loss / half + WEIGHT_WORTH * pow(weight - 0.5, 2.0) * 4.0;
            if (loss < least)
                least = loss, best = weight;
        }
    return trials->count ? best : 0.5;
}

/* The normal score at which the blend gives y; the blend grows with z, so bisection finds it. */
static double score_of(const struct trial *t, double weight) {
    double low = -60.0, high = 60.0, y = exp(t->y);
    for (int i = 0; i < 60; i++) {
        double z = 0.5 * (low + high);
        if (blend(weight, t->c[0], t->s[0], t->c[1], t->s[1], z) < y)
            low = z;
        else
            high = z;
    }
    return 0.5 * (low + high);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The conformal quantile of scores (rank ceil((n+1) level)) over the normal's, drawn towards 1. */
static void stretch_of(const struct scores *scores, double stretch[KNOTS]) {
    int n = scores->count;
    for (int k = 0; k < KNOTS; k++) {
        stretch[k] = 1.0;
        if (!n)
            continue;
        int rank = (int)ceil((n + 1) * levels[k]);
        double ratio = scores->size[(rank < n ? rank : n) - 1] / knots[k], worth = n / DEPENDENT_DAYS;
        stretch[k] = exp(worth * log(fmax(ratio, 0.2)) / (worth + OWN_WORTH));
        stretch[k] = fmin(stretch[k], MOST_STRETCH);
    }
    stretch[1] = fmax(stretch[1], stretch[0] * knots[0] / knots[1]);
}

static void keep_scores(struct arena *arena, const struct trials *trials, struct fitted_series *fitted) {
    for (int kind = 0; kind < DAY_KINDS; kind++) {
        struct scores *scores = &fitted->scores[kind];
        scores->size = arena_array(arena, double, trials->count + 1);
        for (int t = 0; t < trials->count; t++)
            if (trials->items[t].event == (kind == EVENT_DAY))
                scores->size[scores->count++] = fabs(score_of(&trials->items[t], fitted->series.weight));
        scores->peaks = kind == EVENT_DAY ? trials->peaks : 0;
        qsort(scores->size, (size_t)scores->count, sizeof *scores->size, by_size);
        stretch_of(scores, fitted->series.stretch[kind]);
    }
}

static void calibrate(struct arena *arena, const struct history_series *past,
                      const struct event_calendar *calendar, int horizon, struct fitted_series *fitted) {
    int64_t last[MOST_ORIGINS];
    int origins = choose_origins(past, horizon, last);
    struct trials trials = {.items = arena_array(arena, struct trial, MOST_ORIGINS * MOST_ORIGIN_DAYS)};
    for (int i = 0; i < origins; i++)
        try_origin(past, last[i], horizon, calendar, &trials);
    fitted->series.weight = best_weight(&trials);
    fitted->series.origins = trials.origins;
    fitted->series.peaks = trials.peaks;
    keep_scores(arena, &trials, fitted);
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
                                  .last = o};
    if (options->calibrate && !options->like)
        calibrate(arena, past, calendar, horizon, fitted);
    take_latent(arena, o, s);
    profile_fit(past, calendar, &s->profile);
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
    qsort(all.size, (size_t)all.count, sizeof *all.size, by_size);
    for (int s = 0; s < count; s++) {
        struct forecast_series *series = &fitted[s].series;
        if (count < 2 || series->peaks >= FEW_PEAKS)
            continue;
        stretch_of(&all, series->stretch[EVENT_DAY]);
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
