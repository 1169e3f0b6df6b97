/* SPDX-License-Identifier: MIT */
/* backtest.c - see backtest.h. */
#include "models/forecast/backtest.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "models/forecast/forecast.h"
#include "models/forecast/history.h"
#include "sim/engine/calendar.h"

enum { WEEK = 7, YEAR = 364, BEFORE_PEAK = 7, AFTER_PEAK = 2, LEAST_HISTORY = 120, QUANTILES = 11 };
static const double z80 = 1.2815515655446004, z95 = 1.959963984540054;
static const double quantiles[QUANTILES] = {0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975};

static bool in_peak(int64_t day, struct peak_days peak, int64_t largest) {
    int year, month, in_month;
    if (!peak.from)
        return day >= largest - BEFORE_PEAK && day <= largest + AFTER_PEAK;
    date_split((struct date){day}, &year, &month, &in_month);
    int at = month * 100 + in_month;
    return peak.from <= peak.to ? at >= peak.from && at <= peak.to : at >= peak.from || at <= peak.to;
}

/* The count so many days before, by whole periods back into the history; the nearest seen, or NaN. */
static double naive(const struct history_series *all, int64_t origin, int64_t day, int period) {
    int64_t d = day - all->first;
    while (d > origin - all->first)
        d -= period;
    for (; d >= 0; d -= period)
        if (all->state[d] == DAY_SEEN)
            return all->count[d];
    return NAN;
}

static double naive_error(const struct history_series *all, int64_t origin) {
    double sum = 0.0;
    int count = 0;
    for (int d = WEEK; d <= origin - all->first && d < all->days; d++)
        if (all->state[d] == DAY_SEEN && all->state[d - WEEK] == DAY_SEEN) {
            sum += fabs(all->count[d] - all->count[d - WEEK]);
            count++;
        }
    return count ? sum / count : NAN;
}

struct sums {
    double error, count, peak_error, peak_count, signed_error;
    int days;
};

static void add(struct sums *s, double forecast, double count, bool peak) {
    double away = fabs(forecast - count);
    if (isnan(away))
        return;
    s->error += away;
    s->signed_error += forecast - count;
    s->count += count;
    s->peak_error += peak ? away : 0.0;
    s->peak_count += peak ? count : 0.0;
    s->days++;
}

static double over(double a, double b) {
    return b > 0.0 ? a / b : NAN;
}

static int64_t largest_day(const struct history_series *all, int64_t from, int64_t to) {
    int64_t best = -1;
    for (int64_t day = from; day <= to && day < all->first + all->days; day++)
        if (all->state[day - all->first] == DAY_SEEN &&
            (best < 0 || all->count[day - all->first] > all->count[best - all->first]))
            best = day;
    return best;
}

static double pinball(const struct forecast_series *model, int h, double y) {
    double sum = 0.0;
    for (int i = 0; i < QUANTILES; i++) {
        double away = y - forecast_quantile(model, h, gsl_cdf_ugaussian_Pinv(quantiles[i]));
        sum += (away > 0.0 ? quantiles[i] * away : (quantiles[i] - 1.0) * away) / QUANTILES;
    }
    return sum;
}

static bool covers(const struct forecast_series *model, int h, double z, double y) {
    return y >= forecast_quantile(model, h, -z) && y <= forecast_quantile(model, h, z);
}

bool backtest_day(const struct history_series *all, int64_t origin, int h,
                  const struct forecast_series *model, double said[METHODS], double *count) {
    int64_t day = origin + 1 + h, d = day - all->first;
    if (d >= all->days || all->state[d] != DAY_SEEN)
        return false;
    *count = all->count[d];
    said[METHOD_FORECAST] = forecast_quantile(model, h, 0.0);
    said[METHOD_NAIVE_7] = naive(all, origin, day, WEEK);
    said[METHOD_NAIVE_364] = naive(all, origin, day, YEAR);
    return true;
}

bool backtest_score(const struct history_series *all, int64_t origin, int horizon,
                    const struct forecast_series *model, struct peak_days peak, struct backtest *b) {
    struct sums sums[METHODS] = {0};
    double in80 = 0.0, in95 = 0.0, peak80 = 0.0, peak95 = 0.0, loss = 0.0, scale = naive_error(all, origin);
    *b = (struct backtest){.origin = origin, .weight = model->weight, .peaks = model->peaks};
    b->largest_day = largest_day(all, origin + 1, origin + horizon);
    if (b->largest_day < 0)
        return false;
    for (int h = 0; h < horizon; h++) {
        int64_t day = origin + 1 + h;
        double y, said[METHODS];
        if (!backtest_day(all, origin, h, model, said, &y))
            continue;
        bool at_peak = in_peak(day, peak, b->largest_day);
        for (int m = 0; m < METHODS; m++) {
            add(&sums[m], said[m], y, at_peak);
            if (day == b->largest_day)
                b->accuracy[m].largest = y > 0.0 ? said[m] / y - 1.0 : NAN;
        }
        b->days++;
        b->peak_days += at_peak;
        in80 += covers(model, h, z80, y);
        in95 += covers(model, h, z95, y);
        peak80 += at_peak && covers(model, h, z80, y);
        peak95 += at_peak && covers(model, h, z95, y);
        loss += pinball(model, h, y);
    }
    for (int m = 0; m < METHODS; m++) {
        struct accuracy *a = &b->accuracy[m];
        a->wape = over(sums[m].error, sums[m].count);
        a->peak_wape = over(sums[m].peak_error, sums[m].peak_count);
        a->bias = over(sums[m].signed_error, sums[m].count);
        a->mase = sums[m].days ? over(sums[m].error / sums[m].days, scale) : NAN;
        a->days = sums[m].days;
    }
    b->pinball = over(loss, sums[0].count);
    b->cover80 = in80 / b->days;
    b->cover95 = in95 / b->days;
    b->peak_cover80 = b->peak_days ? peak80 / b->peak_days : NAN;
    b->peak_cover95 = b->peak_days ? peak95 / b->peak_days : NAN;
    return true;
}

int backtest_origins(const struct history_series *all, int horizon, int64_t *origins, int most) {
    int64_t end = all->first + all->days;
    int count = 0;
    for (int64_t to = end - 1; count < most && to - YEAR >= all->first - 1 + LEAST_HISTORY; to -= YEAR) {
        int64_t peak = largest_day(all, to - YEAR + 1, to);
        if (peak < 0)
            continue;
        int64_t origin = peak - (horizon * 3 + 3) / 4;
        if (origin > end - 1 - horizon)
            origin = end - 1 - horizon;
        if (origin - all->first + 1 >= LEAST_HISTORY && (!count || origin < origins[count - 1]))
            origins[count++] = origin;
    }
    for (int i = 0; i < count / 2; i++) {
        int64_t swap = origins[i];
        origins[i] = origins[count - 1 - i];
        origins[count - 1 - i] = swap;
    }
    return count;
}
