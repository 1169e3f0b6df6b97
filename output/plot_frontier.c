/* SPDX-License-Identifier: MIT */
/* plot_frontier.c - cost against service of every design that a sizing looked at. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/sizing.h"

/* One dot kind per column, so that a column is a legend entry. */
enum { MISSES, HOLDS, NOT_CONFIRMED, CHOSEN, FRONTIER, KINDS };

static int kind_of(const struct sizing_design *design) {
    switch (design->verdict) {
    case DESIGN_CONFIRMED:
        return CHOSEN;
    case DESIGN_NOT_CONFIRMED:
        return NOT_CONFIRMED;
    case DESIGN_MISSES:
        return MISSES;
    default:
        return HOLDS;
    }
}

static double service_of(const struct sizing_design *design, double scale) {
    return scale * design->values[0];
}

/* Rows in order of cost, so that the frontier is a line. */
static void add_rows(const struct sizing_view *view, double scale, struct text *csv) {
    static const char *const columns[] = {"design",        "cost",   "misses",   "holds",
                                          "not_confirmed", "chosen", "frontier", NULL};
    const struct sizing_end *end = view->end;
    double last = -INFINITY;
    csv_header(csv, columns);
    for (;;) {
        double next = INFINITY;
        for (int i = 0; i < end->count; i++) {
            double cost = end->designs[i]->objective;
            if (cost > last && cost < next)
                next = cost;
        }
        if (!isfinite(next))
            return;
        for (int i = 0; i < end->count; i++) {
            const struct sizing_design *design = end->designs[i];
            if (design->objective != next || design->verdict == DESIGN_FAILED)
                continue;
            csv_text(csv, design->name);
            csv_number(csv, next);
            for (int k = MISSES; k < FRONTIER; k++)
                csv_number(csv, kind_of(design) == k ? service_of(design, scale) : NAN);
            csv_number(csv, design->frontier ? service_of(design, scale) : NAN);
            csv_end(csv);
        }
        last = next;
    }
}

/* Designs far from the target would press the others together. */
static void range_of(const struct sizing_view *view, double scale, double *low, double *high) {
    const struct target *target = &view->question->targets[view->end->tests[0].target];
    double aim = scale * (target->risk ? target->share : target->value), sum = 0.0;
    int count = 0;
    *low = *high = aim;
    for (int i = 0; i < view->end->count; i++) {
        double value = service_of(view->end->designs[i], scale);
        if (isfinite(value)) {
            sum += fabs(value - aim);
            count++;
        }
    }
    double reach = count ? 3.0 * sum / count : 0.0;
    for (int i = 0; i < view->end->count; i++) {
        double value = service_of(view->end->designs[i], scale);
        if (isfinite(value) && fabs(value - aim) <= reach) {
            *low = fmin(*low, value);
            *high = fmax(*high, value);
        }
    }
    double margin = *high > *low ? 0.06 * (*high - *low) : 1.0;
    *low -= margin;
    *high += margin;
}

/* Of the designs whose service is drawn. */
static void cost_axis(const struct plot_job *job, const struct sizing_view *view, double scale, double least,
                      double most) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < view->end->count; i++) {
        const struct sizing_design *design = view->end->designs[i];
        double cost = design->objective, service = service_of(design, scale);
        if (isfinite(cost) && service >= least && service <= most && design->verdict != DESIGN_FAILED) {
            low = fmin(low, cost);
            high = fmax(high, cost);
        }
    }
    if (low <= high)
        plot_range_axis(job, "x", low, high, 8, true);
}

static bool draw(struct plot_job *job) {
    const struct sizing_view *view = job->source->sizing;
    if (!view || !view->end->test_count)
        return false;
    const struct target_test *test = &view->end->tests[0];
    const struct target *target = &view->question->targets[test->target];
    bool share = target->risk || strcmp(test->unit, "share") == 0;
    double scale = share ? 100.0 : 1.0, low, high;
    struct area area = plot_area(job, true);
    struct text axis = {0};
    add_rows(view, scale, job->csv);
    range_of(view, scale, &low, &high);
    plot_margins(job, area);
    plot_legend(job, area.top);
    text_format(&axis, "%s (%s)", view->question->objective.name, view->end->objective_unit);
    text_add(job->script, "set xlabel ");
    gnuplot_quote(job->script, *view->end->objective_unit ? axis.data : view->question->objective.name);
    text_clear(&axis);
    text_format(&axis, "%s (%s)", target->risk ? target->typed : test->metric, share ? "%" : test->unit);
    text_add(job->script, "\nset ylabel ");
    gnuplot_quote(job->script, axis.data);
    text_format(job->script, "\nset yrange [%.6g:%.6g]\n", low, high);
    cost_axis(job, view, scale, low, high);
    text_format(job->script, "aim = %.10g\n", scale * (target->risk ? target->share : target->value));
    text_add(job->script,
             "plot 'frontier.csv' using 2:7 with lines lw 1.5 lc rgb '#888888' title 'frontier', \\\n"
             " '' using 2:3 with points pt 7 ps 0.5 lc rgb '#D55E00' title 'misses', \\\n"
             " '' using 2:4 with points pt 7 ps 0.5 lc rgb '#0072B2' title 'holds in the search', \\\n"
             " '' using 2:5 with points pt 8 ps 1.0 lc rgb '#E69F00' title 'not confirmed', \\\n"
             " '' using 2:6 with points pt 5 ps 1.2 lc rgb '#009E73' title 'chosen', \\\n"
             " aim with lines dt 2 lc rgb '#555555' title 'target'\n");
    text_free(&axis);
    return true;
}

const struct plot plot_frontier = {
    .name = "frontier",
    .title = "Cost and service of the designs",
    .doc = "Cost against the first target of every design that a sizing looked at.",
    .draw = draw,
};
