/* SPDX-License-Identifier: MIT */
/* outlook.c - see outlook.h. */
#include "models/forecast/outlook.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/forecast/events.h"
#include "models/forecast/frame.h"
#include "models/forecast/history.h"
#include "models/forecast/ridge.h"
#include "models/forecast/theta.h"
#include "sim/base/arena.h"
#include "sim/engine/calendar.h"

#define OFFSET 0.5  /* makes the logarithm of an empty day finite; without effect on hundreds */
#define MOST_SD 1.0 /* 95 % of days within a factor of 7: beyond, back-transforms explode */
#define LEAST_SD 0.005
#define MOST_UNLIKE 0.7    /* a day whose events weigh half or twice those of last year's is not like it */
#define CENTRES_DIFFER 0.1 /* standard deviation of log effects between like centres */
enum { LAST_YEAR = 364, LEAST_PAIRS = 28, GROWTH_HALF_LIFE = 14, THETA_PERIOD = 7 };

/* Logs of the counts; a day that is closed or unknown has none, a censored one a lower bound. */
static void take_logs(struct arena *arena, const struct history_series *past, struct outlook *o) {
    o->log_counts = arena_array(arena, double, past->days + 1);
    o->seen = arena_array(arena, bool, past->days + 1);
    o->censored = arena_array(arena, bool, past->days + 1);
    for (int d = 0; d < past->days; d++) {
        o->seen[d] = past->state[d] == DAY_SEEN;
        o->censored[d] = past->state[d] == DAY_CENSORED;
        o->log_counts[d] = o->seen[d] || o->censored[d] ? log(past->count[d] + OFFSET) : 0.0;
    }
}

/* An event's day that was in the history but never had trade is closed. */
static bool never_open(const struct history_series *past, const struct event *event, int offset) {
    int closed = 0, open = 0;
    for (int i = 0; i < event->count; i++) {
        int64_t d = event->dates[i] + offset - past->first;
        if (d < 0 || d >= past->days)
            continue;
        bool empty = past->state[d] == DAY_MISSING || past->state[d] == DAY_CLOSED;
        closed += empty;
        open += !empty;
    }
    return closed > 0 && open == 0;
}

static void find_closed_days(const struct history_series *past, const struct event_calendar *calendar,
                             struct outlook *o) {
    for (int h = 0; h < o->horizon; h++) {
        int64_t day = o->first + h;
        int offset;
        double size;
        o->closed[h] = past->closed_weekdays >> date_weekday((struct date){day}) & 1;
        for (int e = 0; e < calendar->count && !o->closed[h]; e++)
            o->closed[h] = event_acts(&calendar->events[e], day, &offset, &size) && size > 0.0 &&
                           never_open(past, &calendar->events[e], offset);
    }
}

/* The effects of an analogous centre become the prior, as uncertain as they are there and as centres differ.
 * The level is the centre's own. */
static void learn_from(const struct outlook *like, struct frame *f) {
    for (int c = 0; c < f->column_count; c++) {
        struct column *column = &f->columns[c];
        int from = -1;
        if (column->group == GROUP_LEVEL || column->group == GROUP_SLOPE || column->group == GROUP_STEPS)
            continue;
        for (int i = 0; i < like->frame->column_count && from < 0; i++) {
            const struct column *other = &like->frame->columns[i];
            bool same = column->event >= 0 ? other->event == column->event && other->offset == column->offset
                                           : other->event < 0 && other->group == column->group &&
                                                 other->number == column->number;
            from = same ? i : -1;
        }
        if (from < 0)
            continue;
        column->prior = like->fit->beta[from];
        column->prior_var = like->fit->variance[from] + CENTRES_DIFFER * CENTRES_DIFFER;
    }
}

static void view_ridge(struct arena *arena, const struct history_series *past,
                       const struct event_calendar *calendar, const struct outlook *like, struct outlook *o) {
    o->frame = frame_create(arena, past, o->horizon, calendar, like != NULL, o->log_counts, o->seen);
    if (like)
        learn_from(like, o->frame);
    o->fit = arena_new(arena, struct ridge);
    ridge_fit(arena, o->frame, o->log_counts, o->seen, o->censored, o->fit);
    for (int d = 0; d < past->days; d++)
        if (o->censored[d])
            o->log_counts[d] = ridge_value(o->fit, o->frame, d);
    int p = o->frame->column_count;
    o->rows = arena_array(arena, double, (size_t)o->horizon *(size_t)p);
    ridge_forecast(o->fit, o->frame, o->ridge, o->rows);
    ar_variances(o->fit->phi, o->fit->lags, o->fit->sigma, o->horizon, o->ridge_sd);
    for (int h = 0; h < o->horizon; h++) {
        double variance = o->ridge_sd[h];
        for (int k = 0; k < p; k++)
            variance +=
                o->rows[(size_t)h * (size_t)p + (size_t)k] * o->rows[(size_t)h * (size_t)p + (size_t)k];
        o->ridge_sd[h] = fmin(fmax(sqrt(variance), LEAST_SD), MOST_SD);
        o->event[h] = o->frame->event_day[past->days + h];
    }
}

/* Log effects of events on a day of the frame. Where only what moves is wanted, a recurring event counts in a
 * share: seen once, its effect cannot be told from that of the weekday it fell on, so last year's day keeps
 * it. */
static double event_effect(const struct event_calendar *calendar, const struct outlook *o, int day,
                           bool moving) {
    const struct frame *f = o->frame;
    double sum = 0.0;
    for (int i = f->start[day]; i < f->start[day + 1]; i++) {
        const struct column *column = &f->columns[f->index[i]];
        if (column->event < 0)
            continue;
        double share = 1.0;
        if (moving && calendar->events[column->event].kind == EVENT_RECURRING)
            share = column->past > 1 ? (column->past - 1.0) / column->past : 0.0;
        sum += share * f->value[i] * o->fit->beta[f->index[i]];
    }
    return sum;
}

/* Last year's log on the same weekday without what moves; false if it is not known. */
static bool last_year(const struct event_calendar *calendar, const struct outlook *o, int day,
                      double *log_count) {
    int from = day - LAST_YEAR;
    while (from >= o->frame->past)
        from -= LAST_YEAR;
    if (from < 0 || (!o->seen[from] && !o->censored[from]) ||
        fabs(event_effect(calendar, o, day, false) - event_effect(calendar, o, from, false)) > MOST_UNLIKE)
        return false;
    *log_count = o->log_counts[from] - event_effect(calendar, o, from, true);
    return true;
}

/* Growth over the year as of each day: a weighted mean of differences, young ones heavier. */
static int growth_by_day(const struct event_calendar *calendar, const struct outlook *o, double *growth,
                         double *away, bool *paired) {
    const struct frame *f = o->frame;
    double decay = exp2(-1.0 / GROWTH_HALF_LIFE), sum = 0.0, weight = 0.0;
    int pairs = 0;
    for (int d = 0; d < f->past; d++) {
        double before;
        growth[d] = weight > 0.0 ? sum / weight : NAN;
        sum *= decay;
        weight *= decay;
        paired[d] = (o->seen[d] || o->censored[d]) && last_year(calendar, o, d, &before);
        if (!paired[d])
            continue;
        away[d] = o->log_counts[d] - event_effect(calendar, o, d, true) - before;
        if (f->event_day[d] || f->event_day[d - LAST_YEAR])
            continue;
        sum += away[d];
        weight += 1.0;
        pairs++;
    }
    growth[f->past] = weight > 0.0 ? sum / weight : NAN;
    return pairs;
}

/* How far last year times growth was off, with growth as it was known half the horizon before. */
static double last_year_sd(const struct outlook *o, const double *growth, const double *away,
                           const bool *paired) {
    int ahead = o->horizon / 2 < LEAST_PAIRS ? o->horizon / 2 : LEAST_PAIRS, count = 0;
    double square = 0.0;
    for (int d = ahead; d < o->frame->past; d++)
        if (paired[d] && !isnan(growth[d - ahead])) {
            double e = fmin(fmax(away[d] - growth[d - ahead], -1.0), 1.0);
            square += e * e;
            count++;
        }
    return count >= LEAST_PAIRS ? sqrt(square / count) : NAN;
}

static bool view_last_year(struct arena *arena, const struct event_calendar *calendar, struct outlook *o) {
    int past = o->frame->past;
    double *growth = arena_array(arena, double, past + 1), *away = arena_array(arena, double, past + 1);
    bool *paired = arena_array(arena, bool, past + 1);
    if (past < LAST_YEAR + LEAST_PAIRS || growth_by_day(calendar, o, growth, away, paired) < LEAST_PAIRS)
        return false;
    double sd = last_year_sd(o, growth, away, paired);
    for (int h = 0; h < o->horizon; h++) {
        double before;
        int day = past + h;
        bool known = last_year(calendar, o, day, &before);
        int years = h / LAST_YEAR + 1;
        o->other[h] =
            known ? before + years * growth[past] + event_effect(calendar, o, day, true) : o->ridge[h];
        o->other_sd[h] = known && !isnan(sd) ? fmin(fmax(sd, LEAST_SD), MOST_SD) : o->ridge_sd[h];
    }
    o->view = VIEW_LAST_YEAR;
    return true;
}

/* Theta on counts, unseen days filled with what the regression expects; events on top. */
static bool view_theta(struct arena *arena, struct outlook *o) {
    int past = o->frame->past;
    double *x = arena_array(arena, double, past + 1), *mean = arena_array(arena, double, o->horizon);
    double *sd = arena_array(arena, double, o->horizon);
    for (int d = 0; d < past; d++) {
        double sum = 0.0, effect = 0.0;
        for (int i = o->frame->start[d]; i < o->frame->start[d + 1]; i++) {
            double part = o->frame->value[i] * o->fit->beta[o->frame->index[i]];
            sum += part;
            effect += o->frame->columns[o->frame->index[i]].event >= 0 ? part : 0.0;
        }
        x[d] = exp((o->seen[d] ? o->log_counts[d] : sum + o->fit->residual[d]) - effect);
    }
    if (past < 2 * THETA_PERIOD || !theta_forecast(arena, x, past, THETA_PERIOD, o->horizon, mean, sd))
        return false;
    for (int h = 0; h < o->horizon; h++) {
        double effect = 0.0;
        for (int i = o->frame->start[past + h]; i < o->frame->start[past + h + 1]; i++)
            if (o->frame->columns[o->frame->index[i]].event >= 0)
                effect += o->frame->value[i] * o->fit->beta[o->frame->index[i]];
        double level = fmax(mean[h], OFFSET);
        o->other[h] = log(level) + effect;
        o->other_sd[h] = fmin(fmax(fmax(sd[h] / level, o->ridge_sd[h]), LEAST_SD), MOST_SD);
    }
    o->view = VIEW_THETA;
    return true;
}

static void list_effects(struct arena *arena, struct outlook *o) {
    const struct frame *f = o->frame;
    o->effects = arena_array(arena, struct effect, f->column_count);
    for (int c = 0; c < f->column_count; c++) {
        const struct column *column = &f->columns[c];
        if (column->event >= 0)
            o->effects[o->effect_count++] = (struct effect){.event = column->event,
                                                            .offset = column->offset,
                                                            .log = o->fit->beta[c],
                                                            .sd = sqrt(o->fit->variance[c]),
                                                            .seen = column->past};
    }
}

struct outlook *outlook_create(struct arena *arena, const struct history_series *past, int horizon,
                               const struct event_calendar *calendar, const struct outlook *like) {
    struct outlook *o = arena_new(arena, struct outlook);
    o->first = past->first + past->days;
    o->horizon = horizon;
    o->offset = OFFSET;
    o->ridge = arena_array(arena, double, horizon);
    o->ridge_sd = arena_array(arena, double, horizon);
    o->other = arena_array(arena, double, horizon);
    o->other_sd = arena_array(arena, double, horizon);
    o->closed = arena_array(arena, bool, horizon);
    o->event = arena_array(arena, bool, horizon);
    take_logs(arena, past, o);
    find_closed_days(past, calendar, o);
    view_ridge(arena, past, calendar, like, o);
    if (!view_last_year(arena, calendar, o) && (like || !view_theta(arena, o))) {
        o->view = VIEW_NONE;
        memcpy(o->other, o->ridge, sizeof *o->other * (size_t)horizon);
        memcpy(o->other_sd, o->ridge_sd, sizeof *o->other_sd * (size_t)horizon);
    }
    list_effects(arena, o);
    return o;
}
