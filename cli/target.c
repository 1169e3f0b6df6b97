/* SPDX-License-Identifier: MIT */
/* target.c - see target.h. */
#include "cli/target.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

static const struct {
    const char *name;
    double seconds;
} time_units[] = {{"ms", 1e-3}, {"s", 1.0}, {"min", 60.0}, {"h", 3600.0}, {"d", 86400.0}};

static double seconds_of_unit(const char *name) {
    for (size_t i = 0; i < sizeof time_units / sizeof *time_units; i++)
        if (strcmp(time_units[i].name, name) == 0)
            return time_units[i].seconds;
    return NAN;
}

static bool is_share(const struct metric *metric) {
    return strcmp(metric->unit, "share") == 0;
}

/* The factor from the unit typed to the metric's; NaN if there is none. */
static double unit_factor(const char *typed, const struct metric *metric) {
    if (!*typed || strcmp(typed, metric->unit) == 0)
        return 1.0;
    if (strcmp(typed, "%") == 0)
        return is_share(metric) ? 0.01 : NAN;
    return seconds_of_unit(typed) / seconds_of_unit(metric->unit);
}

bool quantity_read(const char *text, const struct metric *metric, double *value, struct text *error) {
    char *end;
    bool starts =
        (isdigit((unsigned char)*text) || strchr("+-.", *text)) && !strpbrk(text, "xX"); /* not hex */
    *value = *text && starts ? strtod(text, &end) : NAN;
    if (!isfinite(*value) || end == text) {
        text_format(error, "\"%s\" is not a number", text);
        return false;
    }
    double factor = unit_factor(end + strspn(end, " "), metric);
    if (isnan(factor)) {
        text_format(error, "\"%s\" is not in %s, the unit of this metric", text, metric->unit);
        return false;
    }
    *value *= factor;
    return true;
}

enum { MOST_NAMES = 4000 };

/* The nearest name of a metric that has no placeholder; NULL if none is near. */
static const char *nearest_metric(const struct subject *subject, const char *name, struct arena *arena) {
    const char **names = arena_array(arena, const char *, MOST_NAMES);
    int count = 0;
    for (const struct metric *const *table = subject->metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++)
            for (const char *const *suffix = metric_suffixes(metric); *suffix && count < MOST_NAMES; suffix++)
                if (!strchr(metric->name, '{'))
                    names[count++] = arena_format(arena, "%s%s", metric->name, *suffix);
    return text_nearest(name, names, count);
}

bool metric_read(const char *option, const char *typed, const char *name, const struct subject *subject,
                 struct arena *arena, const struct metric **metric, struct text *error) {
    *metric = metric_of(subject, name);
    if (*metric)
        return true;
    const char *nearest = nearest_metric(subject, name, arena);
    text_format(error, "%s %s: there is no metric \"%s\"; ", option, typed, name);
    if (nearest)
        text_format(error, "did you mean %s?", nearest);
    else
        text_add(error, "'fcsim describe metrics' lists them");
    return false;
}

static bool complain_about_operator(const char *option, const char *typed, const char *name,
                                    struct text *error) {
    text_format(error, "%s %s: no comparison; write >= or <= and quote it: %s '%s>=VALUE'", option, typed,
                option, name);
    return false;
}

/* Where a comparison begins in a word; a bracket, as in [carrier=north], holds an equals sign. */
static const char *comparison_in(const char *word) {
    const char *bracket = strchr(word, ']'), *from = bracket ? bracket : word;
    return from + strcspn(from, "<>=");
}

/* METRIC>=VALUE, a part of what was typed. */
static bool condition_read(const char *option, const char *typed, const char *condition, bool difference,
                           const struct subject *subject, struct arena *arena, struct target *target,
                           struct text *error) {
    const struct metric *metric;
    const char *comparison = comparison_in(condition);
    size_t length = (size_t)(comparison - condition);
    while (length && condition[length - 1] == ' ')
        length--;
    *target = (struct target){.typed = typed, .metric = arena_copy_range(arena, condition, length)};
    if (*comparison != '<' && *comparison != '>')
        return complain_about_operator(option, typed, target->metric, error);
    target->at_least = *comparison == '>';
    target->strict = comparison[1] != '=';
    const char *quantity = comparison + (target->strict ? 1 : 2);
    quantity += strspn(quantity, " ");
    if (!metric_read(option, typed, target->metric, subject, arena, &metric, error))
        return false;
    struct text what = {0};
    bool good = quantity_read(quantity, metric, &target->value, &what);
    if (!good)
        text_format(error, "%s %s: %s", option, typed, what.data);
    else if (is_share(metric) && (target->value > 1.0 || target->value < (difference ? -1.0 : 0.0))) {
        text_format(error, "%s %s: %s is a share from 0 to 1; write %s", option, typed, target->metric,
                    difference ? "its difference as -0.01 or -1%" : "0.99 or 99%");
        good = false;
    }
    text_free(&what);
    return good;
}

/* rel= and a share of replications take a plain number or a percentage. */
static bool share_read(const char *text, double *value, struct text *error) {
    static const struct metric share = {.unit = "share"};
    return quantity_read(text, &share, value, error);
}

/* P(CONDITION)>=SHARE; "at most" is about the opposite condition, so it is turned round. */
static bool risk_read(const char *option, const char *typed, const struct subject *subject,
                      struct arena *arena, struct target *target, struct text *error) {
    const char *condition = typed + strlen("P("), *close = strrchr(typed, ')');
    if (!close || close < condition) {
        text_format(error, "%s %s: a bracket is missing; write 'P(METRIC>=VALUE)>=SHARE'", option, typed);
        return false;
    }
    const char *comparison = close + 1 + strspn(close + 1, " ");
    if (*comparison != '<' && *comparison != '>') {
        text_format(error, "%s %s: no comparison after the bracket; quote it: %s '%.*s>=0.9'", option, typed,
                    option, (int)(close + 1 - typed), typed);
        return false;
    }
    const char *share = comparison + (comparison[1] == '=' ? 2 : 1);
    if (!condition_read(option, typed, arena_copy_range(arena, condition, (size_t)(close - condition)), false,
                        subject, arena, target, error))
        return false;
    struct text what = {0};
    bool good = share_read(share + strspn(share, " "), &target->share, &what);
    if (!good)
        text_format(error, "%s %s: %s", option, typed, what.data);
    else if (!(target->share > 0.0 && target->share < 1.0)) {
        text_format(error,
                    "%s %s: the share of replications lies between 0 and 1 and is neither: no number of "
                    "replications shows certainty; write 0.9 or 90%%",
                    option, typed);
        good = false;
    }
    text_free(&what);
    target->risk = true;
    target->turned = *comparison == '<';
    if (target->turned) {
        target->share = 1.0 - target->share;
        target->at_least = !target->at_least;
        target->strict = !target->strict;
    }
    return good;
}

/* What is pooled has no value in a replication, which risks and confirmations are about. */
static bool has_values(const char *option, const struct target *target, struct text *error) {
    static const char pooled[] = "_pooled";
    if (!text_ends_with(target->metric, pooled))
        return true;
    text_format(error,
                "%s %s: a pooled number is made of all replications together, so there is nothing to confirm "
                "it with; take %.*s, the mean over replications",
                option, target->typed, (int)(strlen(target->metric) - strlen(pooled)), target->metric);
    return false;
}

bool target_read(const char *typed, const struct subject *subject, struct arena *arena, enum target_use use,
                 struct target *target, struct text *error) {
    const char *option = use == TARGET_OF_DESIGNS ? "--target" : "--assert";
    bool difference = use == TARGET_OF_DIFFERENCES, risk = text_starts_with(typed, "P(");
    if (risk && difference) {
        text_format(error,
                    "%s %s: a comparison knows the mean difference from the base, not how often something "
                    "holds; assert a risk of each alternative with fcsim run",
                    option, typed);
        return false;
    }
    bool read = risk ? risk_read(option, typed, subject, arena, target, error)
                     : condition_read(option, typed, typed, difference, subject, arena, target, error);
    if (read && difference && target_of_all(target)) {
        text_format(error, "%s %s: name one member, and with --metric as well", option, typed);
        return false;
    }
    return read && ((use != TARGET_OF_DESIGNS && !target->risk) || has_values(option, target, error));
}

bool until_read(const char *typed, const struct subject *subject, struct arena *arena, struct until *until,
                struct text *error) {
    const struct metric *metric;
    const char *colon = strrchr(typed, ':');
    bool relative = colon && text_starts_with(colon, ":rel="),
         absolute = colon && text_starts_with(colon, ":abs=");
    if (!relative && !absolute) {
        text_format(error, "--until %s: write METRIC:rel=0.01 or METRIC:abs=60", typed);
        return false;
    }
    *until =
        (struct until){.metric = arena_copy_range(arena, typed, (size_t)(colon - typed)), .typed = typed};
    if (!metric_read("--until", typed, until->metric, subject, arena, &metric, error))
        return false;
    const char *quantity = colon + strlen(":rel=");
    struct text what = {0};
    bool good = relative ? share_read(quantity, &until->rel, &what)
                         : quantity_read(quantity, metric, &until->abs, &what);
    if (!good)
        text_format(error, "--until %s: %s", typed, what.data);
    text_free(&what);
    return good && until_check(subject, until, error);
}

bool select_read(const char *option, const char *typed, const struct subject *subject, struct arena *arena,
                 struct until *select, struct text *error) {
    static const char mark[] = ":delta=";
    const struct metric *metric;
    const char *colon = strrchr(typed, ':');
    if (!colon || !text_starts_with(colon, mark)) {
        text_format(error, "%s %s: write METRIC:delta=X, where less than X does not matter", option, typed);
        return false;
    }
    *select =
        (struct until){.metric = arena_copy_range(arena, typed, (size_t)(colon - typed)), .typed = typed};
    if (!metric_read(option, typed, select->metric, subject, arena, &metric, error))
        return false;
    struct text what = {0};
    bool good = quantity_read(colon + sizeof mark - 1, metric, &select->abs, &what);
    if (!good)
        text_format(error, "%s %s: %s", option, typed, what.data);
    else if (!(select->abs > 0.0)) {
        text_format(error, "%s %s: delta must be above 0", option, typed);
        good = false;
    } else if (text_ends_with(select->metric, "_pooled")) {
        text_format(error, "%s %s: a pooled number is none of a single replication", option, typed);
        good = false;
    }
    text_free(&what);
    return good;
}
