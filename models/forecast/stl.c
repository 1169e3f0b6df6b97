/* SPDX-License-Identifier: MIT */
/* stl.c - see stl.h. Places in series count from 1 here, as in the paper. */
#include "models/forecast/stl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"

enum { INNER = 2, ROBUST_INNER = 1, ROBUST_OUTER = 15 };

struct loess {
    int window, degree, jump;
};

struct places {
    int left, right;
};

/* The local fit at x to y(1..n), from places left to right; false where all weights vanish. */
static bool fit_at(const double *y, int n, const struct loess *l, double x, struct places in, double *w,
                   const double *robust, double *value) {
    double h = fmax(x - in.left, in.right - x), all = 0.0;
    if (l->window > n)
        h += (l->window - n) / 2;
    for (int j = in.left; j <= in.right; j++) {
        double r = fabs(j - x);
        w[j] = 0.0;
        if (r <= 0.999 * h) {
            double cube = r / h * (r / h) * (r / h);
            w[j] = r <= 0.001 * h ? 1.0 : (1.0 - cube) * (1.0 - cube) * (1.0 - cube);
            w[j] *= robust ? robust[j] : 1.0;
        }
        all += w[j];
    }
    if (all <= 0.0)
        return false;
    double centre = 0.0, spread = 0.0;
    for (int j = in.left; j <= in.right; j++) {
        w[j] /= all;
        centre += w[j] * j;
    }
    if (h > 0.0 && l->degree > 0) {
        for (int j = in.left; j <= in.right; j++)
            spread += w[j] * (j - centre) * (j - centre);
        for (int j = in.left; sqrt(spread) > 0.001 * (n - 1) && j <= in.right; j++)
            w[j] *= (x - centre) / spread * (j - centre) + 1.0;
    }
    *value = 0.0;
    for (int j = in.left; j <= in.right; j++)
        *value += w[j] * y[j];
    return true;
}

/* Which places a fit at place i uses: a window about it, moved inside at the ends. */
static struct places window_at(int i, int n, int window, int jump) {
    int half = (window + 1) / 2;
    if (window >= n)
        return (struct places){1, n};
    if (i < half || (jump == 1 && i <= half))
        return (struct places){1, window};
    int left = i - half + 1;
    if (left + window - 1 > n || (jump > 1 && i >= n - half + 1))
        left = n - window + 1;
    return (struct places){left, left + window - 1};
}

static void join(double *ys, int from, int to) {
    for (int j = from + 1; j < to; j++)
        ys[j] = ys[from] + (ys[to] - ys[from]) / (to - from) * (j - from);
}

/* Loess at every jump-th place, straight between. */
static void smooth(const double *y, int n, const struct loess *l, const double *robust, double *w,
                   double *ys) {
    int jump = l->jump < n - 1 ? l->jump : n - 1, last = 1;
    struct places in = {1, n};
    if (n < 2) {
        ys[1] = y[1];
        return;
    }
    for (int i = 1; i <= n; i += jump) {
        in = window_at(i, n, l->window, jump);
        if (!fit_at(y, n, l, i, in, w, robust, &ys[i]))
            ys[i] = y[i];
        if (i > 1)
            join(ys, i - jump, i);
        last = i;
    }
    if (last == n)
        return;
    if (!fit_at(y, n, l, n, in, w, robust, &ys[n]))
        ys[n] = y[n];
    join(ys, last, n);
}

/* Each place of the period on its own, extended by one period at both ends: n + 2 period values. */
static void smooth_cycles(const double *y, int n, int period, const struct loess *l, const double *robust,
                          double *season, double *scratch) {
    int most = n / period + 4;
    double *sub = scratch, *weights = scratch + most, *out = scratch + 2 * most, *w = scratch + 3 * most;
    for (int j = 1; j <= period; j++) {
        int k = (n - j) / period + 1;
        for (int i = 1; i <= k; i++) {
            sub[i] = y[(i - 1) * period + j];
            weights[i] = robust ? robust[(i - 1) * period + j] : 1.0;
        }
        const double *own = robust ? weights : NULL;
        smooth(sub, k, l, own, w, out + 1);
        struct places first = {1, l->window < k ? l->window : k},
                      end = {k - l->window + 1 > 1 ? k - l->window + 1 : 1, k};
        if (!fit_at(sub, k, l, 0, first, w, own, &out[1]))
            out[1] = out[2];
        if (!fit_at(sub, k, l, k + 1, end, w, own, &out[k + 2]))
            out[k + 2] = out[k + 1];
        for (int m = 1; m <= k + 2; m++)
            season[(m - 1) * period + j] = out[m];
    }
}

static int moving_average(const double *x, int n, int length, double *out) {
    double sum = 0.0;
    for (int i = 1; i <= length; i++)
        sum += x[i];
    out[1] = sum / length;
    for (int i = 2; i <= n - length + 1; i++) {
        sum += x[i + length - 1] - x[i - 1];
        out[i] = sum / length;
    }
    return n - length + 1;
}

struct work {
    int n, period;
    struct loess season, trend, low;
    double *a, *b, *c, *w, *cycles, *scratch;
};

static void inner_loop(struct work *k, const double *y, const double *robust, double *season, double *trend) {
    int n = k->n, longer = n + 2 * k->period;
    for (int i = 1; i <= n; i++)
        k->a[i] = y[i] - trend[i];
    smooth_cycles(k->a, n, k->period, &k->season, robust, k->cycles, k->scratch);
    int length = moving_average(k->cycles, longer, k->period, k->b);
    length = moving_average(k->b, length, k->period, k->c);
    moving_average(k->c, length, 3, k->b);
    smooth(k->b, n, &k->low, NULL, k->w, k->a);
    for (int i = 1; i <= n; i++) {
        season[i] = k->cycles[k->period + i] - k->a[i];
        k->c[i] = y[i] - season[i];
    }
    smooth(k->c, n, &k->trend, robust, k->w, trend);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Bisquare weights of the rest, zero beyond six medians. */
static void robust_weights(const double *y, int n, const double *season, const double *trend, double *sorted,
                           double *weight) {
    for (int i = 1; i <= n; i++)
        sorted[i] = weight[i] = fabs(y[i] - season[i] - trend[i]);
    qsort(sorted + 1, (size_t)n, sizeof *sorted, ascending);
    double limit = 3.0 * (sorted[n / 2 + 1] + sorted[n - n / 2]);
    for (int i = 1; i <= n; i++) {
        double r = weight[i], part = limit > 0.0 ? r / limit : 0.0;
        weight[i] = r <= 0.001 * limit   ? 1.0
                    : r <= 0.999 * limit ? (1.0 - part * part) * (1.0 - part * part)
                                         : 0.0;
    }
}

static int next_odd(double x) {
    int whole = (int)nearbyint(x);
    return whole % 2 ? whole : whole + 1;
}

static struct loess loess_of(int window, int degree) {
    int odd = window < 3 ? 3 : window % 2 ? window : window + 1;
    return (struct loess){odd, degree, (window + 9) / 10};
}

/* The same season every period: the mean of each of its places. */
static void make_periodic(int n, int period, double *season) {
    for (int j = 1; j <= period; j++) {
        double sum = 0.0;
        int count = 0;
        for (int i = j; i <= n; i += period, count++)
            sum += season[i];
        for (int i = j; i <= n; i += period)
            season[i] = sum / count;
    }
}

void stl_decompose(struct arena *arena, const double *y, int n, int period, int seasonal_window, bool robust,
                   struct stl *parts) {
    int window = seasonal_window ? seasonal_window : 10 * n + 1, size = n + 2 * period + 2;
    struct work k = {.n = n, .period = period, .season = loess_of(window, 0)};
    k.trend = loess_of(next_odd(ceil(1.5 * period / (1.0 - 1.5 / window))), 1);
    k.low = loess_of(next_odd(period), 1);
    double **const buffers[] = {&k.a, &k.b, &k.c, &k.w, &k.cycles};
    for (int i = 0; i < 5; i++)
        *buffers[i] = arena_array(arena, double, size);
    k.scratch = arena_array(arena, double, 4 * (n / period + 8));
    double *season = arena_array(arena, double, n + 1), *trend = arena_array(arena, double, n + 1);
    double *weight = arena_array(arena, double, n + 1);
    for (int outer = 0; outer <= (robust ? ROBUST_OUTER : 0); outer++) {
        if (outer)
            robust_weights(y - 1, n, season, trend, k.a, weight);
        for (int i = 0; i < (robust ? ROBUST_INNER : INNER); i++)
            inner_loop(&k, y - 1, outer ? weight : NULL, season, trend);
    }
    if (robust)
        robust_weights(y - 1, n, season, trend, k.a, weight);
    if (!seasonal_window)
        make_periodic(n, period, season);
    *parts = (struct stl){season + 1, trend + 1, arena_array(arena, double, n), weight + 1};
    for (int i = 0; i < n; i++) {
        parts->rest[i] = y[i] - season[i + 1] - trend[i + 1];
        parts->weight[i] = robust ? parts->weight[i] : 1.0;
    }
}
