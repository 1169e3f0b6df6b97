/* SPDX-License-Identifier: MIT */
/* sweep_metrics.c - see sweep_metrics.h. */
#include "cli/sweep_metrics.h"

#include <string.h>
#include "cli/named_metrics.h"
#include "cli/target.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"

/* "study.json:7:": where it stands in the file of the study. */
static const char *said(const struct options *options, const struct sweep *sweep, const char *key, int i) {
    const char *path = arena_format(options->arena, "%s.%d", key, i);
    int line = sweep->problems ? problems_place(sweep->problems, path).line : 0;
    return line ? arena_format(options->arena, "%s:%d:", options->arguments[0], line)
                : arena_format(options->arena, "%s:", options->arguments[0]);
}

static bool read_metric(const struct options *options, const struct sweep *sweep, int m, struct text *error) {
    const char *name = sweep->metrics[m], *place = said(options, sweep, "metrics", m);
    const struct metric *metric;
    if (strstr(name, "=*]"))
        text_format(error, "%s metrics: \"%s\" is more than one number; name the member", place, name);
    return !error->length &&
           metric_read(place, "metrics", name, the_subject(), options->arena, &metric, error);
}

int sweep_take_metrics(const struct options *options, struct sweep *sweep) {
    struct study_config *study = sweep->study;
    struct text error = {0};
    int code = EXIT_DONE;
    sweep->metrics = options->metric_count ? options->metrics : study->metrics;
    sweep->metric_count = options->metric_count ? options->metric_count : study->metrics_count;
    study->metrics = (const char **)sweep->metrics;
    study->metrics_count = sweep->metric_count;
    for (int m = 0; m < sweep->metric_count && code == EXIT_DONE; m++)
        if (!read_metric(options, sweep, m, &error))
            code = complain(EXIT_INVALID, "%s", error.data);
    text_free(&error);
    return code;
}

static bool is_usual(const char *metric) {
    for (int i = 0; i < USUAL_METRICS; i++)
        if (strcmp(metric, usual_metrics[i]) == 0)
            return true;
    return false;
}

/* What a study does not say is the usual, and stands in its copy beside the results. */
int sweep_check_metrics(const struct options *options, const struct sweep *sweep) {
    struct named_metrics named = metrics_named(options);
    for (int m = 0; m < sweep->metric_count && !options->metric_count; m++)
        if (!is_usual(sweep->metrics[m]))
            metrics_add(&named, sweep->metrics[m],
                        arena_format(options->arena, "%s metrics", said(options, sweep, "metrics", m)),
                        EXIT_INVALID);
    for (int u = 0; u < sweep->until_count && !options->until_count; u++)
        metrics_add(&named, sweep->until[u].metric,
                    arena_format(options->arena, "%s until", said(options, sweep, "until", u)), EXIT_INVALID);
    return metrics_check(options, &named, sweep->variants, sweep->study->designs.count);
}
