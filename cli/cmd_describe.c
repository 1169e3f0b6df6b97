/* SPDX-License-Identifier: MIT */
/* cmd_describe.c - fcsim describe [KEY | metrics | METRIC] */
#include <string.h>
#include "cli/command.h"
#include "cli/wrap.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

static void list_sections(const struct subject *subject, struct text *out) {
    text_add(out,
             "Sections and keys of a scenario. 'fcsim describe KEY' shows one, 'fcsim describe metrics' all "
             "metrics.\n\n");
    for (const struct field *field = subject->fields; field->name; field++)
        text_format(out, "  %-20s  %s\n", field->name, field->doc ? field->doc : "");
}

/* "cycle_time_s.mean|p50|...", or with another separator. */
/* "packing.wait_s.mean|p50|..." or "on_time, on_time_pooled". */
static void add_metric_names(const struct metric *metric, const char *separator, struct text *out) {
    text_add(out, metric->name);
    const char *const *suffixes = metric_suffixes(metric);
    for (const char *const *suffix = suffixes; *suffix; suffix++) {
        if (**suffix == '.')
            text_format(out, "%s%s", suffix == suffixes ? "." : separator, *suffix + 1);
        else if (**suffix)
            text_format(out, ", %s%s", metric->name, *suffix);
    }
}

static void add_metric(const struct metric *metric, struct text *out) {
    text_add(out, "  ");
    add_metric_names(metric, "|", out);
    text_format(out, "  [%s]\n      %s\n", metric->unit, metric->doc);
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

static void metrics_as_markdown(struct text *out) {
    text_add(out, "# Metrics\n\nA name in braces is filled in. By dimension the member follows in brackets: "
                  "`on_time[carrier=north]`.\n\n| metric | unit | meaning |\n| --- | --- | --- |\n");
    for (const struct metric *const *table = the_subject()->metrics; *table; table++)
        for (const struct metric *metric = *table; metric->name; metric++) {
            text_add(out, "| `");
            add_metric_names(metric, "\\|", out);
            text_format(out, "` | %s | %s |\n", metric->unit, metric->doc);
        }
}

static int as_markdown(const char *name, struct text *out) {
    if (name && strcmp(name, "metrics") != 0)
        return complain(EXIT_USAGE, "describe: --markdown prints all keys, or all metrics; leave \"%s\" out",
                        name);
    if (name)
        metrics_as_markdown(out);
    else
        manual_write(the_subject()->fields, "Keys of a scenario", out);
    return EXIT_DONE;
}

static int run(const struct options *options) {
    const char *name = options->argument_count ? options->arguments[0] : NULL;
    struct text plain = {0}, out = {0};
    int code = EXIT_DONE;
    if (options->markdown)
        code = as_markdown(name, &out);
    else if (!name)
        list_sections(the_subject(), &plain);
    else if (strcmp(name, "metrics") == 0)
        list_metrics(the_subject(), &plain);
    else
        code = describe_one(options, name, &plain);
    if (plain.length)
        wrap_lines(plain.data, &out);
    text_free(&plain);
    emit(&out);
    return code;
}

const struct command command_describe = {
    .name = "describe",
    .arguments = "[KEY|METRIC]",
    .doc = "Explains a key, a section, a policy or a metric.",
    .details =
        "Without KEY it lists the sections of a scenario; 'fcsim describe metrics' lists every metric.",
    .flags = FLAG(MARKDOWN) | FLAG(HELP),
    .most = 1,
    .run = run,
};
