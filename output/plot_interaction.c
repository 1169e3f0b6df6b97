/* SPDX-License-Identifier: MIT */
/* plot_interaction.c - for each metric, the two factors that interact most: lines of one by the other.
 * Parallel lines would be no interaction. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/key_label.h"
#include "output/plot_designs.h"

enum { MOST_FACTORS = 8, PANEL_HEIGHT = 230, GAP_Y = 76, LABEL_LETTERS = 34 };

struct pair {
    struct steps along, lines; /* the x axis and the curves */
    double interaction; /* share of the sum of squares of cell means that is neither's alone; -1 = none */
};

/* Cells of a pair that have no design make it unfit. */
static double interaction_of(const struct sweep_view *view, int metric, const struct steps *a,
                             const struct steps *b) {
    struct cells cells;
    double rows[MOST_STEPS] = {0}, columns[MOST_STEPS] = {0}, all = 0;
    double squares = 0, crossed = 0;
    cells_fill(view, metric, a, b, &cells);
    for (int i = 0; i < a->count; i++)
        for (int k = 0; k < b->count; k++) {
            double mean = cells.at[i][k].mean;
            if (isnan(mean))
                return -1;
            rows[i] += mean / b->count;
            columns[k] += mean / a->count;
            all += mean / (a->count * b->count);
        }
    for (int i = 0; i < a->count; i++)
        for (int k = 0; k < b->count; k++) {
            squares += pow(cells.at[i][k].mean - all, 2);
            crossed += pow(cells.at[i][k].mean - rows[i] - columns[k] + all, 2);
        }
    return squares > 0 ? crossed / squares : 0;
}

static bool strongest_pair(const struct sweep_view *view, int metric, struct pair *pair) {
    int factors = view->study->designs.factor_count;
    pair->interaction = -1;
    for (int f = 0; f < factors && f < MOST_FACTORS; f++)
        for (int g = f + 1; g < factors && g < MOST_FACTORS; g++) {
            struct steps a, b;
            if (!steps_of(view, f, &a) || !steps_of(view, g, &b))
                continue;
            double interaction = interaction_of(view, metric, &a, &b);
            bool swap = a.count < b.count || (a.count == b.count && b.numeric && !a.numeric);
            if (interaction > pair->interaction)
                *pair = (struct pair){swap ? b : a, swap ? a : b, interaction};
        }
    return pair->interaction >= 0;
}

static void write_cells(struct plot_job *job, int metric, int panel, const struct pair *pair,
                        struct scale scale, double *low, double *high) {
    const struct sweep_view *view = job->source->sweep;
    struct cells cells;
    cells_fill(view, metric, &pair->along, &pair->lines, &cells);
    for (int k = 0; k < pair->lines.count; k++)
        for (int i = 0; i < pair->along.count; i++) {
            struct summary s = cells.at[i][k];
            double shift =
                0.03 * (k - (pair->lines.count - 1) / 2.0); /* so that intervals stand side by side */
            csv_text(job->csv, view->metrics[metric]);
            csv_integer(job->csv, 100 * panel + k);
            csv_text(job->csv, pair->along.labels[i]);
            csv_text(job->csv, pair->lines.labels[k]);
            csv_number(job->csv, i + shift);
            csv_number(job->csv, s.mean * scale.by);
            csv_number(job->csv, s.low * scale.by);
            csv_number(job->csv, s.high * scale.by);
            csv_end(job->csv);
            *low = fmin(*low, (isfinite(s.low) ? s.low : s.mean) * scale.by);
            *high = fmax(*high, (isfinite(s.high) ? s.high : s.mean) * scale.by);
        }
}

/* Intervals of many cells would only cover each other. */
static bool has_intervals(const struct pair *pair) {
    return pair->lines.count * pair->along.count <= SLICES * SLICES;
}

static void draw_curves(struct plot_job *job, int panel, const struct pair *pair) {
    static const int marks[MOST_STEPS] = {7, 5, 9, 13, 11, 6, 4, 8};
    text_add(job->script, "plot ");
    for (int k = 0; k < pair->lines.count; k++) {
        text_format(job->script, "%sdata using ($2==%d ? $5 : NaN):6 with lines lw 1.5 lc rgb '%s', ",
                    k ? ", \\\n     " : "", 100 * panel + k, plot_colour(k));
        text_format(job->script, "data using ($2==%d ? $5 : NaN):6%s pt %d ps 0.7 lw 1.2 lc rgb '%s' title ",
                    100 * panel + k, has_intervals(pair) ? ":7:8 with yerrorbars" : " with points", marks[k],
                    plot_colour(k));
        gnuplot_quote(job->script, pair->lines.labels[k]);
    }
    text_add(job->script, "\nunset label; unset xlabel\n");
}

static void draw_panel(struct plot_job *job, int metric, int panel, const struct pair *pair) {
    char label[KEY_LABEL_SIZE];
    const struct sweep_view *view = job->source->sweep;
    const struct factor *factors = view->study->designs.factors;
    struct scale scale = metric_scale(view, metric);
    double low = INFINITY, high = -INFINITY, top = PLOT_TOP + 18 + panel * (PANEL_HEIGHT + GAP_Y);
    struct area area = plot_area(job, true);
    area.top = top;
    area.bottom = top + PANEL_HEIGHT;
    write_cells(job, metric, panel, pair, scale, &low, &high);
    plot_margins(job, area);
    panel_title(job, view->metrics[metric], scale.unit, area);
    plot_range_axis(job, "y", low, high, 6, true);
    plot_legend(job, area.top + 18);
    plot_text(job, key_label(label, factors[pair->lines.factor].name, 24), PLOT_WIDTH - PLOT_LEGEND + 12,
              area.top + 8, "left", "font ',10' tc rgb '#333333'");
    text_format(job->script, "set xrange [-0.4:%d.4]\n", pair->along.count - 1);
    plot_named_ticks(job, "x", "norotate center font ',9'", &pair->along, NULL);
    plot_axis_name(job, "x", factors[pair->along.factor].name);
    draw_curves(job, panel, pair);
}

static bool draw(struct plot_job *job) {
    const struct sweep_view *view = job->source->sweep;
    int metrics[MOST_METRIC_PANELS], count, panels = 0;
    struct pair pairs[MOST_METRIC_PANELS];
    if (!view || view->sensitivity || view->study->designs.factor_count < 2)
        return false;
    count = panel_metrics(view, metrics);
    for (int i = 0; i < count; i++)
        if (strongest_pair(view, metrics[i], &pairs[panels]))
            metrics[panels++] = metrics[i];
    if (!panels)
        return false;
    job->height = PLOT_TOP + 18 + panels * (PANEL_HEIGHT + GAP_Y) + 4;
    csv_header(job->csv, (const char *const[]){"metric", "curve", "value", "curve_value", "x", "mean", "low",
                                               "high", NULL});
    if (view->study->designs.factor_count > 2)
        plot_note(job, "The two factors that interact most, over all values of the others");
    if (has_intervals(&pairs[0]))
        plot_note(job, "Intervals: of the difference to the mean of all designs");
    text_add(job->script, "set multiplot\n");
    for (int i = 0; i < panels; i++)
        draw_panel(job, metrics[i], i, &pairs[i]);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_interaction = {
    .name = "interaction",
    .title = "Interactions",
    .doc = "The mean of each metric by two factors; lines that are not parallel mean that one changes the "
           "effect of the other.",
    .draw = draw,
};
