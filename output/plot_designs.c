/* SPDX-License-Identifier: MIT */
/* plot_designs.c - see plot_designs.h. */
#include "output/plot_designs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "output/gnuplot.h"
#include "output/prose.h"

/* Steps */

static bool is_listed(const struct steps *steps, const char *value) {
    for (int i = 0; i < steps->count; i++)
        if (strcmp(steps->texts[i], value) == 0)
            return true;
    return false;
}

static void sort_numbers(struct steps *steps) {
    for (int i = 1; i < steps->count; i++)
        for (int k = i; k > 0 && factor_number(steps->texts[k]) < factor_number(steps->texts[k - 1]); k--) {
            const char *kept = steps->texts[k];
            steps->texts[k] = steps->texts[k - 1];
            steps->texts[k - 1] = kept;
        }
}

static void make_slices(struct steps *steps, double low, double high) {
    steps->sliced = true;
    steps->count = SLICES;
    steps->low = low;
    steps->width = (high - low) / SLICES;
    for (int i = 0; i < SLICES; i++) {
        struct text label = {0};
        steps->centres[i] = low + (i + 0.5) * steps->width;
        prose_number(&label, steps->centres[i], 3);
        snprintf(steps->labels[i], sizeof steps->labels[i], "%s", label.data);
        text_free(&label);
    }
}

/* Texts that are too long keep their end, without half a character. */
static void fit_label(char *label, size_t size, const char *value) {
    size_t length = strlen(value);
    if (length < size) {
        memcpy(label, value, length + 1);
        return;
    }
    const char *end = value + length - (size - 4);
    while (((unsigned char)*end & 0xc0) == 0x80)
        end++;
    snprintf(label, size, "\u2026%s", end);
}

bool steps_of(const struct sweep_view *view, int factor, struct steps *steps) {
    const struct designs *designs = &view->study->designs;
    double low = INFINITY, high = -INFINITY;
    bool many = false;
    *steps = (struct steps){.factor = factor, .numeric = true};
    for (int d = 0; d < designs->count; d++) {
        const char *value = design_value(designs, d, factor);
        double number = factor_number(value);
        steps->numeric = steps->numeric && !isnan(number);
        low = fmin(low, number);
        high = fmax(high, number);
        if (many || is_listed(steps, value))
            continue;
        many = steps->count == MOST_STEPS;
        if (!many)
            steps->texts[steps->count++] = value;
    }
    if (many && steps->numeric)
        make_slices(steps, low, high);
    if (steps->sliced || many)
        return steps->sliced;
    if (steps->numeric)
        sort_numbers(steps);
    for (int i = 0; i < steps->count; i++) {
        steps->centres[i] = factor_number(steps->texts[i]);
        fit_label(steps->labels[i], sizeof steps->labels[i], steps->texts[i]);
    }
    return steps->count > 1;
}

int step_of(const struct sweep_view *view, const struct steps *steps, int design) {
    const char *value = design_value(&view->study->designs, design, steps->factor);
    if (steps->sliced) {
        int slice = (int)((factor_number(value) - steps->low) / steps->width);
        return slice < SLICES ? slice : SLICES - 1;
    }
    for (int i = 0; i < steps->count; i++)
        if (strcmp(steps->texts[i], value) == 0)
            return i;
    return -1;
}

/* Means */

/* Of the designs in each cell and of all: how many, and the sum of their values by replication. */
struct sums {
    int designs[MOST_STEPS * MOST_STEPS + 1];
    double of[MOST_STEPS * MOST_STEPS + 1][MOST_REPLICATIONS];
};

static int gather_sums(const struct sweep_view *view, int metric, const struct cells *cells,
                       struct sums *sums) {
    const int all = MOST_STEPS * MOST_STEPS;
    int replications = MOST_REPLICATIONS;
    for (int d = 0; d < view->study->designs.count; d++) {
        const struct sweep_row *row = &view->rows[d];
        if (!row->done || !row->numbers[metric].n)
            continue;
        int a = cells->first ? step_of(view, cells->first, d) : 0;
        int b = cells->second ? step_of(view, cells->second, d) : 0;
        int cell = a * MOST_STEPS + b;
        replications = row->n < replications ? row->n : replications;
        sums->designs[cell]++;
        sums->designs[all]++;
        for (int r = 0; r < replications; r++) {
            sums->of[cell][r] += row->values[metric * row->n + r];
            sums->of[all][r] += row->values[metric * row->n + r];
        }
    }
    return sums->designs[all] ? replications : 0;
}

/* The interval is of the difference to the mean of all designs: the luck of a replication, which moves all of
 * them alike, is taken out. */
static struct summary summarise(const struct sums *sums, int cell, int replications, double confidence) {
    const int all = MOST_STEPS * MOST_STEPS;
    struct moments means = {0}, differences = {0};
    for (int r = 0; r < replications && sums->designs[cell]; r++) {
        double mean = sums->of[cell][r] / sums->designs[cell];
        moments_add(&means, mean);
        moments_add(&differences, mean - sums->of[all][r] / sums->designs[all]);
    }
    double half = moments_half_width(&differences, confidence), mean = means.n ? means.mean : NAN;
    return (struct summary){.n = (int)means.n, .mean = mean, .low = mean - half, .high = mean + half};
}

void cells_fill(const struct sweep_view *view, int metric, const struct steps *first,
                const struct steps *second, struct cells *cells) {
    struct sums *sums = calloc(1, sizeof *sums);
    *cells = (struct cells){.first = first, .second = second};
    int replications = sums ? gather_sums(view, metric, cells, sums) : 0;
    for (int a = 0; sums && a < (first ? first->count : 1); a++)
        for (int b = 0; b < (second ? second->count : 1); b++)
            cells->at[a][b] = summarise(sums, a * MOST_STEPS + b, replications, view->confidence);
    free(sums);
}

static double mean_of_all(const struct sweep_view *view, int metric) {
    struct moments moments = {0};
    for (int d = 0; d < view->study->designs.count; d++)
        if (view->rows[d].done && view->rows[d].numbers[metric].n)
            moments_add(&moments, view->rows[d].numbers[metric].mean);
    return moments.n ? moments.mean : NAN;
}

/* Panels */

int panel_metrics(const struct sweep_view *view, int *metrics) {
    int count = 0;
    for (int m = 0; m < view->metric_count && count < MOST_METRIC_PANELS; m++)
        if (isfinite(mean_of_all(view, m)))
            metrics[count++] = m;
    return count;
}

struct scale scale_for(const char *unit, double largest) {
    if (strcmp(unit, "share") == 0)
        return (struct scale){100, "%"};
    if (strcmp(unit, "s") == 0 && fabs(largest) > 3 * 3600)
        return (struct scale){1 / 3600.0, "h"};
    if (strcmp(unit, "s") == 0 && fabs(largest) > 300)
        return (struct scale){1 / 60.0, "min"};
    return (struct scale){1, unit};
}

struct scale metric_scale(const struct sweep_view *view, int metric) {
    return scale_for(view->units[metric], mean_of_all(view, metric));
}

void panel_title(const struct plot_job *job, const char *metric, const char *unit, struct area area) {
    struct text title = {0};
    text_add(&title, metric);
    if (*unit)
        text_format(&title, " (%s)", unit);
    plot_text(job, title.data, area.left, area.top - 10, "left", "font bold.',11' tc rgb '#333333'");
    text_free(&title);
}

void plot_axis_name(const struct plot_job *job, const char *axis, const char *name) {
    text_format(job->script, "set %slabel ", axis);
    gnuplot_quote(job->script, name);
    text_format(job->script, " font ',10' offset 0,0.2 tc rgb '#333333'\n");
}

void plot_named_ticks(const struct plot_job *job, const char *axis, const char *style,
                      const struct steps *steps, const double *at) {
    text_format(job->script, "set %stics %s (", axis, style);
    for (int i = 0; i < steps->count; i++) {
        text_add(job->script, i ? ", " : "");
        gnuplot_quote(job->script, steps->labels[i]);
        text_format(job->script, " %.9g", at ? at[i] : i);
    }
    text_add(job->script, ")\n");
}
