/* SPDX-License-Identifier: MIT */
/* results.h - everything one replication measures.
 *
 * A stage has one table of metric definitions and asks for live objects at create: counters, tallies, levels,
 * ratios and values. The warm-up is cut once, here: results_cut forgets what was counted before. At the end
 * every object becomes one or more named numbers, in the order of registration, the same in every replication
 * of a scenario. A number that is not defined is NaN.
 *
 *   kind            numbers
 *   METRIC_COUNT    NAME
 *   METRIC_TALLY    NAME.mean NAME.p50 NAME.p90 NAME.p95 NAME.p99 NAME.max
 *   METRIC_MEAN     NAME.mean
 *   METRIC_LEVEL    NAME.mean NAME.max        integral over time / window
 *   METRIC_RATIO    NAME
 *   METRIC_VALUE    NAME                      set by a finish function
 *
 * Times are integer microseconds, as everywhere inside. */
#ifndef SIM_RESULTS_RESULTS_H
#define SIM_RESULTS_RESULTS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include "sim/results/histogram.h"

struct arena;
struct recording;

typedef int64_t usec;
typedef __int128 wide; /* a number times microseconds: a million units over a year pass 2^63 */
enum { USEC_A_SECOND = 1000000 };

enum metric_kind { METRIC_COUNT, METRIC_TALLY, METRIC_MEAN, METRIC_LEVEL, METRIC_RATIO, METRIC_VALUE };
/* Which way a metric is better, where that is so whatever is planned. */
enum direction { NO_DIRECTION, HIGHER_IS_BETTER, LOWER_IS_BETTER };

/* `name` may hold one placeholder, "{stage}.wait_s" or "teams.{name}.utilisation", filled in at registration.
 * A table ends with {0}. */
struct metric {
    const char *name;
    enum metric_kind kind;
    const char *unit;    /* "s", "orders", "share", "EUR/order" ... */
    const char *doc;     /* one sentence with a full stop */
    bool series;         /* counters and levels: also a column of the interval series */
    bool keep_histogram; /* tallies: pooled over replications, for ECDF and pooled quantiles */
    bool pooled;         /* ratios: also the ratio of sums over replications, NAME_pooled */
    enum direction better;
};

/* Who a metric is of: fills the placeholder and adds [dimension=member]; `unit` replaces the definition's.
 * NULL = none. */
struct of {
    const char *name, *dimension, *member, *unit;
};

struct counter {
    int64_t total, before; /* before the cut, before the current interval */
    int64_t before_interval;
};
struct tally {
    int64_t count;
    double sum, min, max;
    struct histogram *histogram; /* NULL for METRIC_MEAN */
};
struct level {
    int64_t value, max;
    usec since;
    wide integral, before; /* value x microseconds */
    wide before_interval;
};
struct ratio {
    double part, whole;
};

struct results;
struct results *results_create(struct arena *arena);

struct counter *results_counter(struct results *results, const struct metric *metric, struct of of);
struct tally *results_tally(struct results *results, const struct metric *metric, struct of of);
struct level *results_level(struct results *results, const struct metric *metric, struct of of);
/* A ratio is not cut with the warm-up when `whole_window` is set: who adds to it judges by due time. */
struct ratio *results_ratio(struct results *results, const struct metric *metric, struct of of,
                            bool whole_window);
double *results_value(struct results *results, const struct metric *metric, struct of of); /* NaN at first */
/* `finish` runs when the window closes, in order of registration, before numbers are taken. */
void results_at_finish(struct results *results, void (*finish)(void *self, usec end), void *self);
/* `cut` runs when the warm-up is cut, for accounts that a stage keeps itself. */
void results_at_cut(struct results *results, void (*cut)(void *self, usec now), void *self);

static inline void counter_add(struct counter *counter, int64_t n) {
    counter->total += n;
}
static inline int64_t counter_value(const struct counter *counter) {
    return counter->total - counter->before;
}
static inline void tally_add(struct tally *tally, double value) {
    tally->count++;
    tally->sum += value;
    tally->min = value < tally->min ? value : tally->min;
    tally->max = value > tally->max ? value : tally->max;
    if (tally->histogram)
        histogram_add(tally->histogram, value);
}
static inline double tally_mean(const struct tally *tally) {
    return tally->count ? tally->sum / (double)tally->count : NAN;
}
static inline void level_set(struct level *level, usec now, int64_t value) {
    level->integral += (wide)level->value * (now - level->since);
    level->since = now;
    level->value = value;
    level->max = value > level->max ? value : level->max;
}
static inline void level_add(struct level *level, usec now, int64_t change) {
    level_set(level, now, level->value + change);
}
/* The integral since the cut, up to `now`. */
static inline wide level_integral(const struct level *level, usec now) {
    return level->integral + (wide)level->value * (now - level->since) - level->before;
}
static inline void ratio_add(struct ratio *ratio, double part, double whole) {
    ratio->part += part;
    ratio->whole += whole;
}

/* The measured window opened at results_start; it ends at the time given to results_finish. */
void results_cut(struct results *results, usec now);
usec results_start(const struct results *results);

/* Interval series: one row per call, of all metrics marked as series: counts in the interval, means of
 * levels. */
struct series_sink {
    void (*row)(void *self, usec from, usec to, const double *values, int count);
    void *self;
};
void results_interval(struct results *results, usec now, const struct series_sink *sink);

/* An invariant that must hold; the first broken ones are kept as text and make the run fail. */
void results_claim(struct results *results, bool holds, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int results_broken(const struct results *results, const char *const **texts);

/* Closes the window at `now` and makes the numbers. */
void results_finish(struct results *results, usec now);

/* A number's identity. `name` is the full one, "on_time[carrier=north]"; `base` is without the bracket. */
struct measure {
    const char *name, *base, *dimension, *member; /* dimension, member: "" for none */
    const char *unit;
    const struct metric *metric;
    bool pooled; /* made of all replications together; no number of a single one */
};
struct measures {
    int count;
    const struct measure *items;
};
struct measures results_measures(const struct results *results); /* after finish */
const double *results_values(const struct results *results);     /* one per measure, after finish */
struct measures results_series(const struct results *results);   /* columns of the interval series */

/* Tallies marked keep_histogram, in order: their names and histograms. */
int results_histograms(const struct results *results, const char *const **names,
                       struct histogram *const **histograms);

/* Part and whole of the ratios that are marked pooled and have no dimension, in the order of their measures;
 * after finish. */
int results_ratios(const struct results *results, const struct ratio **ratios);

/* The level that holds most now ("picking.queue", 48210), to say where a drowning run is stuck. */
const char *results_longest_queue(const struct results *results, int64_t *length);

/* What is drawn from this replication, or NULL. */
struct recording *results_recording(const struct results *results);
void results_record(struct results *results, struct recording *recording);

#endif
