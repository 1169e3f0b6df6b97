/* SPDX-License-Identifier: MIT */
/* comparison_fill.c - the rows, screenings and warnings of a comparison from the replications that were
 * gathered. */
#include <math.h>
#include <string.h>
#include "output/comparison.h"
#include "sim/base/arena.h"
#include "sim/study/statistics.h"

enum { FEWEST_TO_SCREEN = 6 /* alternatives */, MOST_WARNINGS = 16 };

static struct compared compared_of(struct comparison_view *view, int alternative, int metric) {
    const struct gathered_metric *metrics;
    gather_metrics(view->gather, &metrics);
    return (struct compared){
        .alternative = alternative,
        .metric = metrics[metric].name,
        .unit = metrics[metric].unit,
        .better = metrics[metric].definition ? metrics[metric].definition->better : NO_DIRECTION,
        .paired = paired_of(gather_values(view->gather, 0, metric),
                            gather_values(view->gather, alternative, metric), view->replications)};
}

static void judge(struct compared *rows, int count, double confidence) {
    struct arena *arena = arena_create();
    struct paired **family = arena_array(arena, struct paired *, count + 1);
    enum direction *directions = arena_array(arena, enum direction, count + 1);
    for (int i = 0; i < count; i++) {
        family[i] = &rows[i].paired;
        directions[i] = rows[i].better;
    }
    family_judge(family, directions, count, confidence);
    arena_destroy(arena);
}

static bool is_named(const char *name, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void fill_rows(struct comparison_view *view, const char *const *metrics, int count,
                      struct arena *arena) {
    const struct gathered_metric *all;
    int gathered = gather_metrics(view->gather, &all);
    view->rows = arena_array(arena, struct compared, (long)gathered * (view->count - 1) + 1);
    for (int m = 0; m < count; m++)
        for (int i = 1; i < view->count; i++)
            view->rows[view->row_count++] = compared_of(view, i, gather_find(view->gather, metrics[m]));
    view->family_count = view->row_count;
    judge(view->rows, view->family_count, view->confidence);
    for (int m = 0; m < gathered; m++)
        for (int i = 1; i < view->count && !all[m].other_unit && !is_named(all[m].name, metrics, count);
             i++) {
            struct compared *row = &view->rows[view->row_count++];
            *row = compared_of(view, i, m);
            judge(row, 1, view->confidence);
            row->exploratory = true;
            row->paired.p_holm = NAN;
            row->paired.more = 0;
        }
}

static void screen(struct comparison_view *view, const char *const *metrics, int count, struct arena *arena) {
    if (view->count < FEWEST_TO_SCREEN)
        return;
    const double **values = arena_array(arena, const double *, view->count);
    view->screened = arena_array(arena, struct screened, count + 1);
    for (int m = 0; m < count; m++) {
        const struct gathered_metric *all;
        gather_metrics(view->gather, &all);
        int metric = gather_find(view->gather, metrics[m]);
        enum direction better = all[metric].definition->better;
        bool *in = arena_array(arena, bool, view->count);
        for (int i = 0; i < view->count; i++)
            values[i] = gather_values(view->gather, i, metric);
        if (better == NO_DIRECTION)
            continue;
        int left = subset_of_best(values, view->count, view->replications, better, view->confidence, in);
        view->screened[view->screened_count++] = (struct screened){metrics[m], better, left, in};
    }
}

/* A sentence per metric; its rows follow each other. */
static void warn_of_skewness(struct comparison_view *view, struct arena *arena) {
    for (int i = 0; i < view->family_count && view->warning_count < MOST_WARNINGS;) {
        const char *metric = view->rows[i].metric;
        double worst = 0.0;
        int skewed = 0, count = 0;
        for (; i < view->family_count && strcmp(view->rows[i].metric, metric) == 0; i++, count++) {
            const struct paired *paired = &view->rows[i].paired;
            if (paired->n < FEW_REPLICATIONS || !skewness_is_strong(paired->skewness))
                continue;
            skewed++;
            worst = fabs(paired->skewness) > fabs(worst) ? paired->skewness : worst;
        }
        if (skewed)
            view->warnings[view->warning_count++] = arena_format(
                arena,
                "%s: %d of %d differences %s skewed over replications (skewness up to %.2g): an interval "
                "covers less than it says; more replications help",
                metric, skewed, count, skewed == 1 ? "is" : "are", worst);
    }
}

static void warn(struct comparison_view *view, struct arena *arena) {
    if (view->replications < FEW_REPLICATIONS)
        view->warnings[view->warning_count++] = arena_format(
            arena, "%d replication%s: comparisons of fewer than %d are rough; give --reps %d or more",
            view->replications, view->replications == 1 ? "" : "s", FEW_REPLICATIONS, FEW_REPLICATIONS);
    warn_of_skewness(view, arena);
    if (view->family_only && view->warning_count < MOST_WARNINGS)
        view->warnings[view->warning_count++] =
            "so many replications were compared by the family only; there are no exploratory comparisons";
}

static void warn_of_units(struct comparison_view *view, const struct gathered_metric *metric,
                          struct arena *arena) {
    view->warnings[view->warning_count++] =
        arena_format(arena, "%s is left out: it is in %s in %s and in %s in %s", metric->name, metric->unit,
                     view->alternatives[metric->unit_in].name, metric->other_unit,
                     view->alternatives[metric->other_unit_in].name);
}

/* Those that some alternative has, and none in another unit. */
static int present_metrics(struct comparison_view *view, const char *const *asked, int count,
                           const char **metrics, struct arena *arena) {
    int present = 0;
    const struct gathered_metric *all;
    gather_metrics(view->gather, &all);
    for (int i = 0; i < count; i++) {
        int index = gather_find(view->gather, asked[i]);
        if (index < 0 || !all[index].definition || is_named(asked[i], metrics, present))
            continue;
        if (!all[index].other_unit)
            metrics[present++] = asked[i];
        else if (view->warning_count < MOST_WARNINGS)
            warn_of_units(view, &all[index], arena);
    }
    return present;
}

static void begin_warnings(struct comparison_view *view, struct arena *arena) {
    const char *const *known = view->warnings;
    view->warnings = arena_array(arena, const char *, MOST_WARNINGS);
    for (int i = 0; i < view->warning_count; i++)
        view->warnings[i] = known[i];
}

bool comparison_fill(struct comparison_view *view, const char *const *asked, int count, struct arena *arena) {
    const char **metrics = arena_array(arena, const char *, count + 1);
    begin_warnings(view, arena);
    count = present_metrics(view, asked, count, metrics, arena);
    if (!count)
        return false;
    fill_rows(view, metrics, count, arena);
    screen(view, metrics, count, arena);
    warn(view, arena);
    return true;
}
