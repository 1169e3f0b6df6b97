/* SPDX-License-Identifier: MIT */
/* calibrate.c - see calibrate.h. */
#include "models/forecast/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include "models/forecast/events.h"
#include "models/forecast/frame.h"
#include "models/forecast/history.h"
#include "models/forecast/outlook.h"
#include "sim/base/arena.h"

#define DEPENDENT_DAYS 4.0 /* days of an origin that count as one score */
#define OWN_WORTH 10.0     /* scores that the model's own interval is worth */
#define MOST_STRETCH 3.0
#define WEIGHT_WORTH 0.25 /* how much loss, as a share, moving the weight by one must save */
enum { YEAR = 364, MOST_ORIGINS = 6, RECENT_ORIGINS = 3, LEAST_TRAINED = 56, YEARLY_TRAINED = 392 };
enum { WEIGHT_STEPS = 20, MOST_ORIGIN_DAYS = 92 };

const double calibrated_scores[KNOTS] = {1.2815515655446004, 1.959963984540054};
static const double levels[KNOTS] = {0.80, 0.95};

double blend_views(double weight, double c0, double s0, double c1, double s1, double z) {
    return weight * exp(c0 + s0 * z) + (1.0 - weight) * exp(c1 + s1 * z);
}

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
    if (past->days >= YEARLY_FROM && least < YEARLY_FROM)
        least = YEARLY_FROM; /* intervals of a season unknown then say nothing of those of a known one */
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
                loss += fabs(blend_views(weight, trial->c[0], 0.0, trial->c[1], 0.0, 0.0) - exp(trial->y));
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
        if (blend_views(weight, t->c[0], t->s[0], t->c[1], t->s[1], z) < y)
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
void calibrate_stretch(struct scores *scores, double stretch[KNOTS]) {
    int n = scores->count;
    qsort(scores->size, (size_t)n, sizeof *scores->size, by_size);
    for (int k = 0; k < KNOTS; k++) {
        stretch[k] = 1.0;
        if (!n)
            continue;
        int rank = (int)ceil((n + 1) * levels[k]);
        double ratio = scores->size[(rank < n ? rank : n) - 1] / calibrated_scores[k],
               worth = n / DEPENDENT_DAYS;
        stretch[k] = exp(worth * log(fmax(ratio, 0.2)) / (worth + OWN_WORTH));
        stretch[k] = fmin(stretch[k], MOST_STRETCH);
    }
    stretch[1] = fmax(stretch[1], stretch[0] * calibrated_scores[0] / calibrated_scores[1]);
}

static void keep_scores(struct arena *arena, const struct trials *trials, struct fitted_series *fitted) {
    for (int kind = 0; kind < DAY_KINDS; kind++) {
        struct scores *scores = &fitted->scores[kind];
        scores->size = arena_array(arena, double, trials->count + 1);
        for (int t = 0; t < trials->count; t++)
            if (trials->items[t].event == (kind == EVENT_DAY))
                scores->size[scores->count++] = fabs(score_of(&trials->items[t], fitted->series.weight));
        scores->peaks = kind == EVENT_DAY ? trials->peaks : 0;
        calibrate_stretch(scores, fitted->series.stretch[kind]);
    }
}

void calibrate_series(struct arena *arena, const struct history_series *past,
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
