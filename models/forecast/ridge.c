/* SPDX-License-Identifier: MIT */
/* ridge.c - see ridge.h. */
#include "models/forecast/ridge.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/forecast/frame.h"
#include "models/forecast/tobit.h"
#include "sim/base/arena.h"

#define HUBER 2.5
#define SMALLEST_SIGMA 1e-4
enum { PASSES = 3, CENSORED_PASSES = 3, STEPS = 3 };

/* Where the EM starts, and how many coefficients this belief is worth. That of the year is an assumption: its
 * ten harmonics, falling as 1/k, make the effect of a day of the year vary by 0.1 sqrt(sum 1/k^2) = 0.12; the
 * slope's is a growth of 10 % a year. Less than a year of history has nothing better. */
struct belief {
    double deviation, worth;
};
static const struct belief beliefs[] = {
    [GROUP_LEVEL] = {10.0, 1e9},     [GROUP_WEEKDAY] = {0.3, 2.0},     [GROUP_SLOPE] = {0.1, 4.0},
    [GROUP_STEPS] = {0.04, 4.0},     [GROUP_YEAR] = {0.1, 4.0},        [GROUP_WEEK_SEASON] = {0.02, 8.0},
    [GROUP_MONTH_DAY] = {0.02, 8.0}, [GROUP_DAY_EVENTS] = {0.15, 4.0}, [GROUP_FLATTEN] = {0.5, 1e9},
    [GROUP_EVENTS] = {0.2, 4.0},
};

struct normal {
    int p;
    double *a, *b; /* X'WX (lower triangle), X'Wy */
    double yy;
    double rows;
};

struct work {
    struct arena *arena;
    const struct frame *frame;
    const double *y;
    const bool *seen, *censored;
    bool *used;     /* by day: in the regression */
    double *target; /* what a day is compared with: y, where censored the response of Newton's step */
    double *value;  /* what later days see of it: y, where censored its expectation */
    double *weight, *rows, *dense;
    int *touched;
    struct normal normal;
    double *l;
};

static const struct belief *belief_of(int group) {
    return &beliefs[group < GROUP_EVENTS ? group : GROUP_EVENTS];
}

/* Adds day d less phi times the days before it to the dense row; the columns that are not zero, ascending,
 * and their number. */
static int whitened_row(struct work *w, const struct ridge *fit, int d, double *y) {
    const struct frame *f = w->frame;
    int touched = 0;
    *y = w->target[d];
    for (int lag = 0; lag <= fit->lags && lag <= d; lag++) {
        double factor = lag ? -fit->phi[lag - 1] : 1.0;
        if (!w->used[d - lag])
            continue;
        if (lag)
            *y += factor * w->value[d - lag];
        for (int i = f->start[d - lag]; i < f->start[d - lag + 1]; i++)
            w->dense[f->index[i]] += factor * f->value[i];
    }
    for (int column = 0; column < f->column_count; column++)
        if (w->dense[column] != 0.0)
            w->touched[touched++] = column;
    return touched;
}

static void gather(struct work *w, const struct ridge *fit) {
    struct normal *n = &w->normal;
    int p = n->p;
    memset(n->a, 0, sizeof *n->a * (size_t)p * (size_t)p);
    memset(n->b, 0, sizeof *n->b * (size_t)p);
    n->yy = n->rows = 0.0;
    for (int d = 0; d < w->frame->past; d++) {
        if (!w->used[d])
            continue;
        double y, weight = w->weight[d];
        int touched = whitened_row(w, fit, d, &y);
        for (int i = 0; i < touched; i++) {
            int row = w->touched[i];
            double scaled = weight * w->dense[row], *a = n->a + (size_t)row * (size_t)p;
            for (int j = 0; j <= i; j++)
                a[w->touched[j]] += scaled * w->dense[w->touched[j]];
            n->b[row] += scaled * y;
        }
        for (int i = 0; i < touched; i++)
            w->dense[w->touched[i]] = 0.0;
        n->yy += weight * y * y;
        n->rows += w->rows[d];
    }
}

static double column_var(const struct ridge *fit, const struct column *column) {
    return column->prior_var > 0.0 ? column->prior_var : fit->tau2[column->group];
}

/* L with L L' = A / sigma^2 + D, and its inverse. */
static void factorise(struct work *w, struct ridge *fit) {
    int p = fit->columns;
    double per = 1.0 / (fit->sigma * fit->sigma), *l = w->l, *inverse = fit->inverse;
    for (int i = 0; i < p; i++) {
        const double *a = w->normal.a + (size_t)i * (size_t)p;
        double *row = l + (size_t)i * (size_t)p;
        for (int j = 0; j <= i; j++)
            row[j] = a[j] * per;
        row[i] += 1.0 / column_var(fit, &w->frame->columns[i]);
    }
    gsl_matrix_view view = gsl_matrix_view_array(l, (size_t)p, (size_t)p);
    gsl_linalg_cholesky_decomp1(&view.matrix);
    memset(inverse, 0, sizeof *inverse * (size_t)p * (size_t)p);
    for (int i = 0; i < p; i++) {
        const double *row = l + (size_t)i * (size_t)p;
        double *to = inverse + (size_t)i * (size_t)p, diagonal = 1.0 / row[i];
        for (int k = 0; k < i; k++) {
            double factor = row[k];
            const double *from = inverse + (size_t)k * (size_t)p;
            if (factor != 0.0)
                for (int j = 0; j <= k; j++)
                    to[j] -= factor * from[j];
        }
        for (int j = 0; j < i; j++)
            to[j] *= diagonal;
        to[i] = diagonal;
    }
}

/* beta and its variances under the present variances of priors. */
static void solve(struct work *w, struct ridge *fit) {
    int p = fit->columns;
    double per = 1.0 / (fit->sigma * fit->sigma), *half = w->dense;
    factorise(w, fit);
    memset(fit->beta, 0, sizeof *fit->beta * (size_t)p);
    memset(fit->variance, 0, sizeof *fit->variance * (size_t)p);
    double *right = arena_array(w->arena, double, p);
    for (int i = 0; i < p; i++) {
        const struct column *column = &w->frame->columns[i];
        right[i] = w->normal.b[i] * per + column->prior / column_var(fit, column);
    }
    for (int i = 0; i < p; i++) {
        const double *row = fit->inverse + (size_t)i * (size_t)p;
        double sum = 0.0;
        for (int j = 0; j <= i; j++)
            sum += row[j] * right[j];
        half[i] = sum;
    }
    for (int i = 0; i < p; i++) {
        const double *row = fit->inverse + (size_t)i * (size_t)p;
        for (int j = 0; j <= i; j++) {
            fit->beta[j] += row[j] * half[i];
            fit->variance[j] += row[j] * row[j];
        }
    }
    memset(half, 0, sizeof *half * (size_t)p);
}

/* One step of EM: the variances of groups and of the residuals. */
static void expect(struct work *w, struct ridge *fit) {
    const struct frame *f = w->frame;
    int p = fit->columns;
    double *sum = arena_array(w->arena, double, f->group_count),
           *count = arena_array(w->arena, double, f->group_count);
    double square = w->normal.yy, used = 0.0;
    for (int i = 0; i < p; i++) {
        const struct column *column = &f->columns[i];
        const double *a = w->normal.a + (size_t)i * (size_t)p;
        double cross = 0.0;
        for (int j = 0; j < i; j++)
            cross += a[j] * fit->beta[j];
        square += fit->beta[i] * (2.0 * cross + a[i] * fit->beta[i] - 2.0 * w->normal.b[i]);
        used += 1.0 - fit->variance[i] / column_var(fit, column);
        if (column->prior_var > 0.0 || !column->past)
            continue;
        double away = fit->beta[i] - column->prior;
        sum[column->group] += away * away + fit->variance[i];
        count[column->group] += 1.0;
    }
    for (int g = 0; g < f->group_count; g++) {
        const struct belief *belief = belief_of(g);
        double start = belief->deviation * belief->deviation;
        if (!f->yearly && (g == GROUP_YEAR || g == GROUP_SLOPE))
            continue; /* the days of one season say nothing of how strong seasons are */
        fit->tau2[g] = (belief->worth * start + sum[g]) / (belief->worth + count[g]);
    }
    double variance =
        (fmax(square, 0.0) + fit->sigma * fit->sigma * fmax(used, 0.0)) / fmax(w->normal.rows, 1.0);
    fit->sigma = fmax(sqrt(variance), SMALLEST_SIGMA);
}

static double fitted(const struct frame *f, const double *beta, int d) {
    double sum = 0.0;
    for (int i = f->start[d]; i < f->start[d + 1]; i++)
        sum += f->value[i] * beta[f->index[i]];
    return sum;
}

/* Where a lower bound lies, in standard deviations from what the days before make of the day. */
static double bound_of(const struct work *w, const struct ridge *fit, int d, double expected) {
    return (w->y[d] - fitted(w->frame, fit->beta, d) - expected) / fit->sigma;
}

/* Residuals of all days; an unseen one is what the autoregression expects, a censored one what it expects
 * given the bound. */
static void find_residuals(struct work *w, struct ridge *fit) {
    for (int d = 0; d < w->frame->past; d++) {
        double expected = 0.0;
        for (int lag = 1; lag <= fit->lags && lag <= d; lag++)
            expected += fit->phi[lag - 1] * fit->residual[d - lag];
        if (w->censored[d])
            expected += fit->sigma * tobit_of(bound_of(w, fit, d, expected)).mean;
        fit->residual[d] = w->seen[d] ? w->y[d] - fitted(w->frame, fit->beta, d) : expected;
    }
}

/* Days sold out enter as a step of Newton on their likelihood. */
static void use_bounds(struct work *w, const struct ridge *fit) {
    for (int d = 0; d < w->frame->past; d++) {
        if (!w->censored[d])
            continue;
        double expected = 0.0, usual = fitted(w->frame, fit->beta, d);
        for (int lag = 1; lag <= fit->lags && lag <= d; lag++)
            if (w->used[d - lag])
                expected += fit->phi[lag - 1] * fit->residual[d - lag];
        struct tobit tobit = tobit_of(bound_of(w, fit, d, expected));
        w->used[d] = true;
        w->value[d] = usual + fit->residual[d];
        w->target[d] = usual + expected + fit->sigma * tobit.response;
        w->weight[d] = tobit.weight * fmin(1.0, HUBER / tobit.response);
        w->rows[d] = tobit.rows;
    }
}

static double innovation(const struct ridge *fit, int d) {
    double e = fit->residual[d];
    for (int lag = 1; lag <= fit->lags && lag <= d; lag++)
        e -= fit->phi[lag - 1] * fit->residual[d - lag];
    return e;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Huber's weights about a scale of 1.4826 times the median absolute innovation. */
static void weigh(struct work *w, struct ridge *fit) {
    double *size = arena_array(w->arena, double, w->frame->past + 1);
    int count = 0;
    for (int d = 0; d < w->frame->past; d++)
        if (w->seen[d])
            size[count++] = fabs(innovation(fit, d));
    qsort(size, (size_t)count, sizeof *size, by_size);
    double limit = HUBER * fmax(1.4826 * (count ? size[count / 2] : 0.0), SMALLEST_SIGMA);
    fit->downweighted = 0;
    fit->first_outlier = -1;
    for (int d = 0; d < w->frame->past; d++) {
        if (!w->seen[d])
            continue;
        double away = fabs(innovation(fit, d));
        w->weight[d] = away > limit ? limit / away : 1.0;
        if (w->weight[d] < 0.5 && !fit->downweighted++)
            fit->first_outlier = d;
    }
}

double levinson(const double *autocovariance, int lags, double *phi) {
    double variance = autocovariance[0], old[MOST_LAGS];
    for (int k = 1; k <= lags && variance > 0.0; k++) {
        double sum = autocovariance[k];
        for (int j = 1; j < k; j++)
            sum -= phi[j - 1] * autocovariance[k - j];
        double reflection = sum / variance;
        memcpy(old, phi, sizeof *phi * (size_t)(k - 1));
        for (int j = 1; j < k; j++)
            phi[j - 1] = old[j - 1] - reflection * old[k - j - 1];
        phi[k - 1] = reflection;
        variance *= 1.0 - reflection * reflection;
    }
    return variance;
}

/* Phi of the residuals, large ones clipped; the order with the least AIC. */
static void fit_ar(struct work *w, struct ridge *fit) {
    double covariance[MOST_LAGS + 1] = {0}, limit = 3.0 * fit->sigma, best = INFINITY;
    int n = 0, past = w->frame->past, most = past < 40 * MOST_LAGS ? past / 40 : MOST_LAGS;
    for (int d = 0; d < past; d++) {
        n += w->seen[d];
        for (int k = 0; k <= MOST_LAGS && k <= d; k++)
            if (w->seen[d] && w->seen[d - k])
                covariance[k] += fmin(fmax(fit->residual[d], -limit), limit) *
                                 fmin(fmax(fit->residual[d - k], -limit), limit);
    }
    fit->lags = 0;
    for (int k = 0; k <= most && covariance[0] > 0.0; k++) {
        double phi[MOST_LAGS] = {0}, variance = levinson(covariance, k, phi);
        double aic = n * log(fmax(variance / n, 1e-12)) + 2.0 * k;
        if (aic >= best)
            continue;
        best = aic;
        fit->lags = k;
        memcpy(fit->phi, phi, sizeof phi);
    }
}

static struct work work_create(struct arena *scratch, const struct frame *frame, const double *y,
                               const bool *seen, const bool *censored) {
    int past = frame->past, p = frame->column_count;
    size_t cells = (size_t)p * (size_t)p;
    struct work w = {.arena = scratch, .frame = frame, .y = y, .seen = seen, .censored = censored};
    w.normal = (struct normal){
        .p = p, .a = arena_array(scratch, double, cells), .b = arena_array(scratch, double, p)};
    w.l = arena_array(scratch, double, cells);
    w.dense = arena_array(scratch, double, p + 1);
    w.touched = arena_array(scratch, int, p + 1);
    w.used = arena_array(scratch, bool, past + 1);
    w.target = arena_array(scratch, double, past + 1);
    w.value = arena_array(scratch, double, past + 1);
    w.weight = arena_array(scratch, double, past + 1);
    w.rows = arena_array(scratch, double, past + 1);
    for (int d = 0; d < past; d++) {
        w.used[d] = seen[d];
        w.target[d] = w.value[d] = y[d];
        w.weight[d] = w.rows[d] = 1.0;
    }
    return w;
}

void ridge_fit(struct arena *arena, const struct frame *frame, const double *y, const bool *seen,
               const bool *censored, struct ridge *fit) {
    int p = frame->column_count, passes = PASSES;
    *fit = (struct ridge){.columns = p, .sigma = 0.2, .first_outlier = -1};
    fit->beta = arena_array(arena, double, p);
    fit->variance = arena_array(arena, double, p);
    fit->inverse = arena_array(arena, double, (size_t)p *(size_t)p);
    fit->tau2 = arena_array(arena, double, frame->group_count);
    fit->residual = arena_array(arena, double, frame->past + 1);
    struct arena *scratch = arena_create();
    struct work w = work_create(scratch, frame, y, seen, censored);
    for (int d = 0; d < frame->past && passes == PASSES; d++)
        passes += censored[d] ? CENSORED_PASSES : 0;
    for (int g = 0; g < frame->group_count; g++)
        fit->tau2[g] = pow(belief_of(g)->deviation, 2.0);
    for (int pass = 0; pass < passes; pass++) {
        gather(&w, fit);
        for (int step = 0; step < STEPS; step++) {
            solve(&w, fit);
            expect(&w, fit);
        }
        find_residuals(&w, fit);
        if (pass == 0) {
            fit_ar(&w, fit);
            find_residuals(&w, fit);
        }
        if (pass + 1 < passes) {
            weigh(&w, fit);
            use_bounds(&w, fit);
        }
    }
    arena_destroy(scratch);
}

double ridge_value(const struct ridge *fit, const struct frame *frame, int day) {
    return fitted(frame, fit->beta, day) + fit->residual[day];
}

void ridge_forecast(const struct ridge *fit, const struct frame *frame, double *mean, double *factor) {
    int p = fit->columns, horizon = frame->days - frame->past;
    double before[MOST_LAGS] = {0}; /* residuals, the latest first */
    for (int lag = 0; lag < fit->lags && lag < frame->past; lag++)
        before[lag] = fit->residual[frame->past - 1 - lag];
    for (int h = 0; h < horizon; h++) {
        int d = frame->past + h;
        double expected = 0.0;
        for (int lag = 0; lag < fit->lags; lag++)
            expected += fit->phi[lag] * before[lag];
        memmove(before + 1, before, sizeof *before * (MOST_LAGS - 1));
        before[0] = expected;
        mean[h] = fitted(frame, fit->beta, d) + expected;
        double *row = factor + (size_t)h * (size_t)p;
        memset(row, 0, sizeof *row * (size_t)p);
        for (int i = frame->start[d]; i < frame->start[d + 1]; i++) {
            int column = frame->index[i];
            for (int k = column; k < p; k++)
                row[k] += fit->inverse[(size_t)k * (size_t)p + (size_t)column] * frame->value[i];
        }
    }
}

void ar_variances(const double *phi, int lags, double sigma, int horizon, double *variance) {
    double psi[MOST_LAGS + 1] = {0}, sum = 0.0; /* the latest first */
    for (int h = 0; h < horizon; h++) {
        double next = h == 0 ? 1.0 : 0.0;
        for (int lag = 0; lag < lags && h > 0; lag++)
            next += phi[lag] * psi[lag];
        memmove(psi + 1, psi, sizeof *psi * MOST_LAGS);
        psi[0] = next;
        sum += next * next;
        variance[h] = sum * sigma * sigma;
    }
}
