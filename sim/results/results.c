/* SPDX-License-Identifier: MIT */
/* results.c - registration, the cut, the interval series and the final numbers. See results.h. */
#include "sim/results/results.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"

/* A live object under its definition. Names live in the replication's arena. */
struct entry {
    const struct metric *metric;
    struct of of;
    const char *name; /* with the placeholder filled, without suffix and bracket */
    union {
        void *any;
        struct counter *counter;
        struct tally *tally;
        struct level *level;
        struct ratio *ratio;
        double *value;
    } object;
    bool whole_window;
};

struct hook {
    void (*call)(void *self, usec now);
    void *self;
};

enum { BROKEN_KEPT = 20 };

struct results {
    struct arena *arena;
    struct entry *entries;
    int count, capacity;
    struct hook *at_finish, *at_cut;
    int finish_count, finish_capacity, cut_count, cut_capacity;
    usec start, interval_start;
    double *row; /* of the interval series */
    struct measures series, measures;
    double *values;
    const char **histogram_names;
    struct histogram **histograms;
    int histogram_count;
    struct ratio *ratios; /* pooled ones */
    int ratio_count;
    const char *broken[BROKEN_KEPT];
    int broken_count;
    struct recording *recording;
};

struct results *results_create(struct arena *arena) {
    struct results *results = arena_new(arena, struct results);
    results->arena = arena;
    return results;
}

/* Registration */

/* An arena array that doubles; the old one is left to the arena. */
static void *grown(struct arena *arena, void *items, int count, int *capacity, size_t size) {
    if (count < *capacity)
        return items;
    *capacity = *capacity ? *capacity * 2 : 64;
    void *larger = arena_alloc(arena, size * (size_t)*capacity);
    if (count)
        memcpy(larger, items, size * (size_t)count);
    return larger;
}

static const char *filled(struct arena *arena, const char *pattern, const char *name) {
    const char *open = strchr(pattern, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    if (!close)
        return pattern;
    return arena_join(arena, arena_copy_range(arena, pattern, (size_t)(open - pattern)), name ? name : "",
                      close + 1);
}

static void *add_entry(struct results *results, const struct metric *metric, struct of of, size_t size) {
    results->entries =
        grown(results->arena, results->entries, results->count, &results->capacity, sizeof *results->entries);
    struct entry *entry = &results->entries[results->count++];
    *entry =
        (struct entry){.metric = metric, .of = of, .name = filled(results->arena, metric->name, of.name)};
    entry->object.any = arena_alloc(results->arena, size);
    return entry->object.any;
}

struct counter *results_counter(struct results *results, const struct metric *metric, struct of of) {
    return add_entry(results, metric, of, sizeof(struct counter));
}

struct tally *results_tally(struct results *results, const struct metric *metric, struct of of) {
    struct tally *tally = add_entry(results, metric, of, sizeof *tally);
    *tally = (struct tally){.min = INFINITY, .max = -INFINITY};
    if (metric->kind == METRIC_TALLY)
        tally->histogram = histogram_create(results->arena);
    return tally;
}

struct level *results_level(struct results *results, const struct metric *metric, struct of of) {
    return add_entry(results, metric, of, sizeof(struct level));
}

struct ratio *results_ratio(struct results *results, const struct metric *metric, struct of of,
                            bool whole_window) {
    struct ratio *ratio = add_entry(results, metric, of, sizeof *ratio);
    results->entries[results->count - 1].whole_window = whole_window;
    return ratio;
}

double *results_value(struct results *results, const struct metric *metric, struct of of) {
    double *value = add_entry(results, metric, of, sizeof *value);
    *value = NAN;
    return value;
}

void results_at_finish(struct results *results, void (*finish)(void *self, usec end), void *self) {
    results->at_finish = grown(results->arena, results->at_finish, results->finish_count,
                               &results->finish_capacity, sizeof(struct hook));
    results->at_finish[results->finish_count++] = (struct hook){finish, self};
}

void results_at_cut(struct results *results, void (*cut)(void *self, usec now), void *self) {
    results->at_cut = grown(results->arena, results->at_cut, results->cut_count, &results->cut_capacity,
                            sizeof(struct hook));
    results->at_cut[results->cut_count++] = (struct hook){cut, self};
}

/* The cut */

static void cut_entry(struct entry *entry, usec now) {
    switch (entry->metric->kind) {
    case METRIC_COUNT:
        entry->object.counter->before = entry->object.counter->total;
        break;
    case METRIC_TALLY:
    case METRIC_MEAN: {
        struct histogram *histogram = entry->object.tally->histogram;
        if (histogram)
            histogram_clear(histogram);
        *entry->object.tally = (struct tally){.min = INFINITY, .max = -INFINITY, .histogram = histogram};
        break;
    }
    case METRIC_LEVEL: {
        struct level *level = entry->object.level;
        level_add(level, now, 0);
        level->before = level->integral;
        level->max = level->value;
        break;
    }
    case METRIC_RATIO:
        if (!entry->whole_window)
            *entry->object.ratio = (struct ratio){0};
        break;
    case METRIC_VALUE:
        break;
    }
}

void results_cut(struct results *results, usec now) {
    results->start = now;
    for (int i = 0; i < results->count; i++)
        cut_entry(&results->entries[i], now);
    for (int i = 0; i < results->cut_count; i++)
        results->at_cut[i].call(results->at_cut[i].self, now);
}

usec results_start(const struct results *results) {
    return results->start;
}

/* The interval series */

static bool in_series(const struct entry *entry) {
    return entry->metric->series && !entry->of.dimension &&
           (entry->metric->kind == METRIC_COUNT || entry->metric->kind == METRIC_LEVEL);
}

static const char *bracketed(struct arena *arena, const char *base, struct of of) {
    return of.dimension ? arena_join(arena, base, "[", of.dimension, "=", of.member, "]") : base;
}

static struct measure measure_of(struct arena *arena, const struct entry *entry, const char *suffix) {
    const char *base = *suffix ? arena_join(arena, entry->name, suffix) : entry->name;
    return (struct measure){.name = bracketed(arena, base, entry->of),
                            .base = base,
                            .dimension = entry->of.dimension ? entry->of.dimension : "",
                            .member = entry->of.dimension ? entry->of.member : "",
                            .unit = entry->of.unit ? entry->of.unit : entry->metric->unit,
                            .metric = entry->metric};
}

struct measures results_series(const struct results *results) {
    return results->series;
}

static void make_series(struct results *results) {
    struct measure *items = arena_array(results->arena, struct measure, results->count);
    int count = 0;
    for (int i = 0; i < results->count; i++)
        if (in_series(&results->entries[i]))
            items[count++] = measure_of(results->arena, &results->entries[i], "");
    results->series = (struct measures){count, items};
    results->row = arena_array(results->arena, double, count + 1);
}

static double interval_number(struct entry *entry, usec from, usec now) {
    if (entry->metric->kind == METRIC_COUNT) {
        struct counter *counter = entry->object.counter;
        int64_t n = counter->total - counter->before_interval;
        counter->before_interval = counter->total;
        return (double)n;
    }
    struct level *level = entry->object.level;
    level_add(level, now, 0);
    wide area = level->integral - level->before_interval;
    level->before_interval = level->integral;
    return now > from ? (double)area / (double)(now - from) : (double)level->value;
}

void results_interval(struct results *results, usec now, const struct series_sink *sink) {
    if (!results->row)
        make_series(results);
    int column = 0;
    for (int i = 0; i < results->count; i++)
        if (in_series(&results->entries[i]))
            results->row[column++] = interval_number(&results->entries[i], results->interval_start, now);
    if (sink)
        sink->row(sink->self, results->interval_start, now, results->row, column);
    results->interval_start = now;
}

/* Invariants */

void results_claim(struct results *results, bool holds, const char *format, ...) {
    if (holds || results->broken_count == BROKEN_KEPT)
        return;
    va_list arguments;
    va_start(arguments, format);
    results->broken[results->broken_count++] = arena_vformat(results->arena, format, arguments);
    va_end(arguments);
}

int results_broken(const struct results *results, const char *const **texts) {
    *texts = results->broken;
    return results->broken_count;
}

/* The final numbers */

static const char *const tally_suffixes[] = {".mean", ".p50", ".p90", ".p95", ".p99", ".max"};
static const char *const level_suffixes[] = {".mean", ".max"};
enum { TALLY_NUMBERS = 6, LEVEL_NUMBERS = 2 };

static int suffixes_of(enum metric_kind kind, const char *const **suffixes) {
    static const char *const none[] = {""};
    *suffixes = kind == METRIC_TALLY || kind == METRIC_MEAN ? tally_suffixes
                : kind == METRIC_LEVEL                      ? level_suffixes
                                                            : none;
    return kind == METRIC_TALLY ? TALLY_NUMBERS : kind == METRIC_LEVEL ? LEVEL_NUMBERS : 1;
}

static void tally_numbers(const struct tally *tally, double *numbers) {
    static const double quantiles[] = {0.5, 0.9, 0.95, 0.99};
    numbers[0] = tally_mean(tally);
    if (!tally->histogram)
        return;
    for (int i = 0; i < 4; i++) {
        double quantile = histogram_quantile(tally->histogram, quantiles[i]);
        numbers[1 + i] = tally->count ? fmin(fmax(quantile, tally->min), tally->max) : NAN;
    }
    numbers[5] = tally->count ? tally->max : NAN;
}

static void entry_numbers(const struct entry *entry, usec start, usec now, double *numbers) {
    switch (entry->metric->kind) {
    case METRIC_COUNT:
        numbers[0] = (double)counter_value(entry->object.counter);
        break;
    case METRIC_TALLY:
    case METRIC_MEAN:
        tally_numbers(entry->object.tally, numbers);
        break;
    case METRIC_LEVEL:
        numbers[0] =
            now > start ? (double)level_integral(entry->object.level, now) / (double)(now - start) : NAN;
        numbers[1] = (double)entry->object.level->max;
        break;
    case METRIC_RATIO:
        numbers[0] =
            entry->object.ratio->whole > 0 ? entry->object.ratio->part / entry->object.ratio->whole : NAN;
        break;
    case METRIC_VALUE:
        numbers[0] = *entry->object.value;
        break;
    }
}

static void collect_histograms(struct results *results) {
    results->histogram_names = arena_array(results->arena, const char *, results->count + 1);
    results->histograms = arena_array(results->arena, struct histogram *, results->count + 1);
    for (int i = 0; i < results->count; i++) {
        const struct entry *entry = &results->entries[i];
        if (entry->metric->kind != METRIC_TALLY || !entry->metric->keep_histogram || entry->of.dimension)
            continue;
        results->histogram_names[results->histogram_count] = entry->name;
        results->histograms[results->histogram_count++] = entry->object.tally->histogram;
    }
}

static void collect_ratios(struct results *results) {
    results->ratios = arena_array(results->arena, struct ratio, results->count + 1);
    for (int i = 0; i < results->count; i++) {
        const struct entry *entry = &results->entries[i];
        if (entry->metric->kind == METRIC_RATIO && entry->metric->pooled && !entry->of.dimension)
            results->ratios[results->ratio_count++] = *entry->object.ratio;
    }
}

void results_finish(struct results *results, usec now) {
    for (int i = 0; i < results->finish_count; i++)
        results->at_finish[i].call(results->at_finish[i].self, now);
    if (!results->row)
        make_series(results);
    struct measure *measures = arena_array(results->arena, struct measure, results->count * TALLY_NUMBERS);
    results->values = arena_array(results->arena, double, results->count *TALLY_NUMBERS);
    int count = 0;
    for (int i = 0; i < results->count; i++) {
        const char *const *suffixes;
        int numbers = suffixes_of(results->entries[i].metric->kind, &suffixes);
        entry_numbers(&results->entries[i], results->start, now, results->values + count);
        for (int k = 0; k < numbers; k++)
            measures[count++] = measure_of(results->arena, &results->entries[i], suffixes[k]);
    }
    results->measures = (struct measures){count, measures};
    collect_histograms(results);
    collect_ratios(results);
}

struct measures results_measures(const struct results *results) {
    return results->measures;
}

const double *results_values(const struct results *results) {
    return results->values;
}

int results_histograms(const struct results *results, const char *const **names,
                       struct histogram *const **histograms) {
    *names = results->histogram_names;
    *histograms = results->histograms;
    return results->histogram_count;
}

int results_ratios(const struct results *results, const struct ratio **ratios) {
    *ratios = results->ratios;
    return results->ratio_count;
}

const char *results_longest_queue(const struct results *results, int64_t *length) {
    const char *longest = "";
    *length = 0;
    for (int i = 0; i < results->count; i++) {
        const struct entry *entry = &results->entries[i];
        if (entry->metric->kind == METRIC_LEVEL && strstr(entry->name, ".queue") &&
            entry->object.level->value > *length) {
            *length = entry->object.level->value;
            longest = entry->name;
        }
    }
    return longest;
}

struct recording *results_recording(const struct results *results) {
    return results->recording;
}

void results_record(struct results *results, struct recording *recording) {
    results->recording = recording;
}
