/* SPDX-License-Identifier: MIT */
/* plot_main_effects.c - the mean of each metric by step of each factor, over all other factors. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/key_label.h"
#include "output/plot_designs.h"

enum { MOST_ACROSS = 6, ROW_HEIGHT = 190, GAP_X = 14, GAP_Y = 74, TURNED = 34 };

struct effects {
    const struct sweep_view *view;
    struct steps steps[MOST_ACROSS];
    int factors, metrics[MOST_METRIC_PANELS], metric_count;
    bool turned; /* labels of steps, where they are too long to stand side by side */
};

static int gather_factors(const struct sweep_view *view, struct effects *effects) {
    const struct designs *designs = &view->study->designs;
    for (int f = 0; f < designs->factor_count && effects->factors < MOST_ACROSS; f++)
        effects->factors += steps_of(view, f, &effects->steps[effects->factors]);
    return effects->factors;
}

/* Rows of a metric; returns their range in the unit of the axis. */
static void write_metric(struct plot_job *job, const struct effects *effects, int panel, struct scale scale,
                         double *low, double *high) {
    const struct sweep_view *view = effects->view;
    int metric = effects->metrics[panel];
    for (int f = 0; f < effects->factors; f++) {
        struct cells cells;
        cells_fill(view, metric, &effects->steps[f], NULL, &cells);
        for (int i = 0; i < effects->steps[f].count; i++) {
            struct summary s = cells.at[i][0];
            if (!isfinite(s.mean))
                continue;
            csv_text(job->csv, view->metrics[metric]);
            csv_text(job->csv, view->study->designs.factors[effects->steps[f].factor].name);
            csv_text(job->csv, effects->steps[f].labels[i]);
            csv_integer(job->csv, 100 * panel + f);
            csv_integer(job->csv, i);
            csv_number(job->csv, s.mean * scale.by);
            csv_number(job->csv, s.low * scale.by);
            csv_number(job->csv, s.high * scale.by);
            csv_end(job->csv);
            *low = fmin(*low, (isfinite(s.low) ? s.low : s.mean) * scale.by);
            *high = fmax(*high, (isfinite(s.high) ? s.high : s.mean) * scale.by);
        }
    }
}

static double width_of(const struct plot_job *job, const struct effects *effects) {
    struct area all = plot_area(job, false);
    return (all.right - all.left - GAP_X * (effects->factors - 1.0)) / effects->factors;
}

static bool must_turn(const struct plot_job *job, const struct effects *effects) {
    const double letter = 6.2;
    for (int f = 0; f < effects->factors; f++)
        for (int i = 0; i < effects->steps[f].count; i++)
            if (letter * (double)strlen(effects->steps[f].labels[i]) >
                width_of(job, effects) / effects->steps[f].count)
                return true;
    return false;
}

static double row_height(const struct effects *effects) {
    return ROW_HEIGHT + GAP_Y + (effects->turned ? TURNED : 0);
}

static void draw_panel(struct plot_job *job, const struct effects *effects, int panel, int f,
                       struct area area, double low, double high) {
    char label[KEY_LABEL_SIZE];
    const struct steps *steps = &effects->steps[f];
    int letters = (int)((area.right - area.left) / 7);
    plot_margins(job, area);
    plot_range_axis(job, "y", low, high, 5, f == 0);
    text_format(job->script, "set xrange [-0.5:%d.5]\n", steps->count - 1);
    plot_named_ticks(job, "x",
                     effects->turned ? "rotate by -28 left offset -0.6,-0.1 font ',9'"
                                     : "norotate center font ',9'",
                     steps, NULL);
    plot_text(job, key_label(label, effects->view->study->designs.factors[steps->factor].name, letters),
              (area.left + area.right) / 2, area.bottom + 38 + (effects->turned ? TURNED : 0), "center",
              "font ',10' tc rgb '#333333'");
    text_format(job->script, "plot data using ($4==%d ? $5 : NaN):6 with %s lc rgb '%s', ", 100 * panel + f,
                steps->numeric ? "lines lw 1.5" : "lines lw 1 dt 3", plot_colour(f));
    text_format(job->script,
                "data using ($4==%d ? $5 : NaN):6:7:8 with yerrorbars pt 7 ps 0.7 lw 1.5 lc rgb '%s'\n"
                "unset label\n",
                100 * panel + f, plot_colour(f));
}

static void draw_row(struct plot_job *job, const struct effects *effects, int panel) {
    const struct sweep_view *view = effects->view;
    int metric = effects->metrics[panel];
    struct scale scale = metric_scale(view, metric);
    double low = INFINITY, high = -INFINITY;
    write_metric(job, effects, panel, scale, &low, &high);
    double width = width_of(job, effects), top = PLOT_TOP + 18 + panel * row_height(effects);
    for (int f = 0; f < effects->factors; f++) {
        double left = PLOT_LEFT + f * (width + GAP_X);
        struct area area = {left, left + width, top, top + ROW_HEIGHT};
        if (f == 0)
            panel_title(job, view->metrics[metric], scale.unit, area);
        draw_panel(job, effects, panel, f, area, low, high);
    }
}

static bool draw(struct plot_job *job) {
    const struct sweep_view *view = job->source->sweep;
    if (!view || view->sensitivity)
        return false;
    struct effects effects = {.view = view};
    effects.metric_count = panel_metrics(view, effects.metrics);
    if (!gather_factors(view, &effects) || !effects.metric_count)
        return false;
    effects.turned = must_turn(job, &effects);
    job->height = PLOT_TOP + 18 + (int)(effects.metric_count * row_height(&effects)) + 22;
    csv_header(job->csv, (const char *const[]){"metric", "factor", "value", "panel", "step", "mean", "low",
                                               "high", NULL});
    plot_note(
        job, "Mean over all designs with the value; intervals: of the difference to the mean of all designs");
    if (view->study->designs.factor_count > effects.factors)
        plot_note(job, "Factors that are not shown have too many values or follow later");
    text_add(job->script, "set multiplot\n");
    for (int panel = 0; panel < effects.metric_count; panel++)
        draw_row(job, &effects, panel);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_main_effects = {
    .name = "main_effects",
    .title = "Main effects",
    .doc = "The mean of each metric by value of each factor, over all values of the others.",
    .draw = draw,
};
