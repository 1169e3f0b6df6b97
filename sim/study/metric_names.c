/* SPDX-License-Identifier: MIT */
/* metric_names.c - finds the definition of a metric by the name of one of its numbers.
 *
 * "picking.wait_s.p95" is the p95 of the tally "{stage}.wait_s"; "on_time[carrier=north]" is a number of
 * "on_time". */
#include <math.h>
#include <string.h>
#include "sim/base/text.h"
#include "sim/study/study.h"

static const char *const no_suffix[] = {"", NULL};
static const char *const mean_suffix[] = {".mean", NULL};
static const char *const level_suffixes[] = {".mean", ".max", NULL};
static const char *const tally_suffixes[] = {".mean", ".p50", ".p90", ".p95", ".p99", ".max", NULL};
/* Pooled numbers have no breakdown by dimension. */
static const char pooled_mark[] = "_pooled";
static const char *const pooled_ratio_suffixes[] = {"", "_pooled", NULL};
static const char *const pooled_tally_suffixes[] = {
    ".mean",       ".p50",        ".p90",        ".p95",        ".p99", ".max",
    ".p50_pooled", ".p90_pooled", ".p95_pooled", ".p99_pooled", NULL};

const char *const *metric_suffixes(const struct metric *metric) {
    switch (metric->kind) {
    case METRIC_TALLY:
        return metric->keep_histogram ? pooled_tally_suffixes : tally_suffixes;
    case METRIC_MEAN:
        return mean_suffix;
    case METRIC_LEVEL:
        return level_suffixes;
    case METRIC_RATIO:
        return metric->pooled ? pooled_ratio_suffixes : no_suffix;
    case METRIC_COUNT:
    case METRIC_VALUE:
        break;
    }
    return no_suffix;
}

static bool equals_range(const char *start, size_t length, const char *text) {
    return strlen(text) == length && memcmp(start, text, length) == 0;
}

/* Does `pattern` with its placeholder filled in, followed by `suffix`, make the `length` characters at
 * `name`? */
static bool matches(const char *pattern, const char *suffix, const char *name, size_t length) {
    size_t tail = strlen(suffix);
    if (length < tail || !equals_range(name + length - tail, tail, suffix))
        return false;
    length -= tail;
    const char *open = strchr(pattern, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    if (!close)
        return equals_range(name, length, pattern);
    size_t before = (size_t)(open - pattern), after = strlen(close + 1);
    if (length <= before + after || memcmp(name, pattern, before) != 0)
        return false;
    const char *filling = name + before;
    size_t filled = length - before - after;
    return !memchr(filling, '.', filled) && memcmp(filling + filled, close + 1, after) == 0;
}

static bool is_number_of(const struct metric *metric, const char *name, size_t length) {
    for (const char *const *suffix = metric_suffixes(metric); *suffix; suffix++)
        if (matches(metric->name, *suffix, name, length))
            return !name[length] || !text_ends_with(*suffix, pooled_mark);
    return false;
}

/* A name written out ("teams.{name}.utilisation" against "{stage}.utilisation") goes before one with more
 * left open: the longest pattern wins. */
const struct metric *metric_of(const struct subject *subject, const char *name) {
    const struct metric *best = NULL;
    size_t length = strcspn(name, "[");
    for (const struct metric *const *table = subject->metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++)
            if (is_number_of(metric, name, length) && (!best || strlen(metric->name) > strlen(best->name)))
                best = metric;
    return best;
}

bool until_check(const struct subject *subject, const struct until *until, struct text *message) {
    const struct metric *metric = metric_of(subject, until->metric);
    if (!metric)
        text_format(message, "--until %s: there is no such metric", until->metric);
    else if (text_ends_with(until->metric, pooled_mark))
        text_format(
            message,
            "--until %s: a pooled number is made at the end, of all replications; wait for %.*s instead",
            until->metric, (int)(strlen(until->metric) - strlen(pooled_mark)), until->metric);
    else if (until->rel > 0.0 && strcmp(metric->unit, "share") == 0)
        text_format(
            message,
            "--until %s:rel=...: a relative precision means little for a share near 0 or 1; give an absolute "
            "one, such as %s:abs=0.005",
            until->metric, until->metric);
    else if (!(until->rel > 0.0) == !(until->abs > 0.0) || !isfinite(until->rel) || !isfinite(until->abs))
        text_format(message, "--until %s: give one precision above 0, rel= or abs=", until->metric);
    else
        return true;
    return false;
}
