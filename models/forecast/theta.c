/* SPDX-License-Identifier: MIT */
/* theta.c - see theta.h. */
#include "models/forecast/theta.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_min.h>
#include <math.h>
#include <stddef.h>
#include "sim/base/arena.h"

#define LEAST_ALPHA 1e-4
#define MOST_ALPHA 0.9999
enum { GRID = 40, STEPS = 100 };

struct errors {
    const double *x;
    int n;
};

/* One-step errors are linear in the first level: e_t = e_t(0) - (1 - alpha)^(t-1) level; so the best level
 * for an alpha follows by least squares. */
static double squares_of(const struct errors *data, double alpha, double *level, double *last, bool fixed) {
    double m = 0.0, power = 1.0, cross = 0.0, own = 0.0, sum = 0.0;
    for (int t = 0; t < data->n; t++) {
        cross += (data->x[t] - m) * power;
        own += power * power;
        m += alpha * (data->x[t] - m);
        power *= 1.0 - alpha;
    }
    if (!fixed)
        *level = cross / own;
    double at = *level;
    for (int t = 0; t < data->n; t++) {
        double e = data->x[t] - at;
        sum += e * e;
        at += alpha * e;
    }
    *last = at;
    return sum;
}

static double squares(double alpha, void *data) {
    double level, last;
    return squares_of(data, alpha, &level, &last, false);
}

/* The least of a grid, refined by Brent's method between its neighbours. */
static double best_alpha(struct errors *data) {
    double best = LEAST_ALPHA, least = INFINITY, step = (MOST_ALPHA - LEAST_ALPHA) / GRID;
    for (int i = 0; i <= GRID; i++) {
        double value = squares(LEAST_ALPHA + i * step, data);
        if (value < least)
            least = value, best = LEAST_ALPHA + i * step;
    }
    double low = fmax(best - step, LEAST_ALPHA), high = fmin(best + step, MOST_ALPHA);
    if (!(squares(low, data) > least && squares(high, data) > least))
        return best;
    gsl_function f = {.function = squares, .params = data};
    gsl_min_fminimizer *brent = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    gsl_min_fminimizer_set(brent, &f, best, low, high);
    for (int i = 0; i < STEPS && high - low > 1e-9; i++) {
        gsl_min_fminimizer_iterate(brent);
        low = gsl_min_fminimizer_x_lower(brent);
        high = gsl_min_fminimizer_x_upper(brent);
    }
    best = gsl_min_fminimizer_x_minimum(brent);
    gsl_min_fminimizer_free(brent);
    return best;
}

void smoothing_fit(const double *x, int n, bool fixed, struct smoothing *s) {
    struct errors data = {x, n};
    if (!fixed)
        s->alpha = best_alpha(&data);
    double sum = squares_of(&data, s->alpha, &s->level, &s->last, fixed);
    s->sigma2 = n > 2 ? sum / (n - 2) : sum;
    s->likelihood = n * log(sum);
}

/* Autocorrelation at the period against its standard error (as in forecast::thetaf). */
static bool is_seasonal(const double *x, int n, int period) {
    double mean = 0.0, own = 0.0, squares_before = 0.0, at_period = 0.0;
    if (period < 2 || n <= 2 * period)
        return false;
    for (int t = 0; t < n; t++)
        mean += x[t] / n;
    for (int t = 0; t < n; t++)
        own += (x[t] - mean) * (x[t] - mean);
    if (own <= 0.0)
        return false;
    for (int k = 1; k <= period; k++) {
        double r = 0.0;
        for (int t = k; t < n; t++)
            r += (x[t] - mean) * (x[t - k] - mean) / own;
        if (k < period)
            squares_before += r * r;
        at_period = r;
    }
    return fabs(at_period) / sqrt((1.0 + 2.0 * squares_before) / n) > gsl_cdf_ugaussian_Pinv(0.95);
}

/* Classical multiplicative factors, mean 1, by place in the period; false where a factor vanishes. */
static bool seasonal_factors(struct arena *arena, const double *x, int n, int period, double *factor) {
    int half = period / 2;
    double *sum = arena_array(arena, double, period), all = 0.0;
    int *count = arena_array(arena, int, period);
    for (int t = half; t < n - half; t++) {
        double mean = 0.0;
        for (int i = -half; i <= half; i++)
            mean += x[t + i] * (period % 2 == 0 && (i == -half || i == half) ? 0.5 : 1.0) / period;
        sum[t % period] += x[t] / mean;
        count[t % period]++;
    }
    for (int i = 0; i < period; i++)
        all += (factor[i] = sum[i] / count[i]) / period;
    bool sound = isfinite(all) && all > 0.0;
    for (int i = 0; i < period; i++) {
        factor[i] /= all;
        sound = sound && fabs(factor[i]) >= 1e-4;
    }
    return sound;
}

bool theta_with(struct arena *arena, const double *x, int n, int period, const struct smoothing *given,
                int horizon, double *mean, double *sd) {
    double *adjusted = arena_array(arena, double, n + 1), *time = arena_array(arena, double, n + 1);
    double *factor = arena_array(arena, double, period > 0 ? period : 1), start, slope, c00, c01, c11, rest;
    bool seasonal = is_seasonal(x, n, period) && seasonal_factors(arena, x, n, period, factor),
         varies = false;
    for (int t = 0; t < n; t++) {
        adjusted[t] = seasonal ? x[t] / factor[t % period] : x[t];
        time[t] = t;
        varies = varies || adjusted[t] != adjusted[0];
    }
    if (n < 3 || !varies)
        return false;
    struct smoothing s = given ? *given : (struct smoothing){0};
    smoothing_fit(adjusted, n, given != NULL, &s);
    gsl_fit_linear(time, 1, adjusted, 1, (size_t)n, &start, &slope, &c00, &c01, &c11, &rest);
    double drift = slope / 2.0, alpha = fmax(1e-10, s.alpha);
    for (int h = 0; h < horizon; h++) {
        double season = seasonal ? factor[(n + h) % period] : 1.0;
        mean[h] = (s.last + drift * (h + (1.0 - pow(1.0 - alpha, n)) / alpha)) * season;
        sd[h] = sqrt(s.sigma2 * (h * alpha * alpha + 1.0)) * fabs(season);
    }
    return true;
}

bool theta_forecast(struct arena *arena, const double *x, int n, int period, int horizon, double *mean,
                    double *sd) {
    return theta_with(arena, x, n, period, NULL, horizon, mean, sd);
}
