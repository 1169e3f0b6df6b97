/* SPDX-License-Identifier: MIT */
/* cmd_describe.c - fcsim describe [KEY | metrics | METRIC] */
#include <string.h>
#include "cli/command.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

static void list_sections(const struct subject *subject, struct text *out) {
    text_add(out,
             "Sections and keys of a scenario ('fcsim describe KEY' shows one, 'fcsim describe metrics' the "
             "metrics):\n\n");
    for (const struct field *field = subject->fields; field->name; field++)
        text_format(out, "  %-16s %s\n", field->name, field->doc ? field->doc : "");
}

static void add_metric(const struct metric *metric, struct text *out) {
    struct text names = {0};
    text_add(&names, metric->name);
    const char *const *suffix = metric_suffixes(metric);
    if (**suffix) {
        for (const char *const *s = suffix; *s; s++)
            text_format(&names, "%s%s", s == suffix ? "" : "|", *s + (s == suffix ? 0 : 1));
    }
    text_format(out, "  %s  [%s]\n      %s\n", names.data, metric->unit, metric->doc);
    text_free(&names);
}

static void list_metrics(const struct subject *subject, struct text *out) {
    for (const struct metric *const *table = subject->metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++)
            add_metric(metric, out);
}

/* By the name of one of its numbers, or by its name in the table. */
static const struct metric *find_metric(const struct subject *subject, const char *name) {
    for (const struct metric *const *table = subject->metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++)
            if (strcmp(metric->name, name) == 0)
                return metric;
    return metric_of(subject, name);
}

/* "cycle_time_s" stands for all of its numbers. */
static const struct metric *find_base(const struct subject *subject, const char *name, struct arena *arena) {
    const struct metric *metric = find_metric(subject, name);
    return metric ? metric : metric_of(subject, arena_format(arena, "%s.mean", name));
}

static int describe_one(const struct options *options, const char *name, struct text *out) {
    const struct subject *subject = the_subject();
    const char *nearest = NULL;
    bool key = describe_key(subject->fields, name, options->arena, out, &nearest);
    const struct metric *metric = find_base(subject, name, options->arena);
    if (!key)
        text_clear(out);
    if (metric) {
        text_format(out, "%sMetric:\n", key ? "\n" : "");
        add_metric(metric, out);
    }
    return key || metric ? EXIT_DONE : complain_unknown("key or metric", name, nearest);
}

static int run(const struct options *options) {
    const char *name = options->argument_count ? options->arguments[0] : NULL;
    struct text out = {0};
    int code = EXIT_DONE;
    if (!name)
        list_sections(the_subject(), &out);
    else if (strcmp(name, "metrics") == 0)
        list_metrics(the_subject(), &out);
    else
        code = describe_one(options, name, &out);
    emit(&out);
    return code;
}

const struct command command_describe = {
    .name = "describe",
    .arguments = "[KEY|METRIC]",
    .doc = "Explains a key, a section, a policy or a metric.",
    .details =
        "Without KEY it lists the sections of a scenario; 'fcsim describe metrics' lists every metric.",
    .flags = FLAG(HELP),
    .most = 1,
    .run = run,
};
