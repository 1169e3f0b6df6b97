/* SPDX-License-Identifier: MIT */
/* plot_warm_up.c - Welch's plot of a steady study: work in the building, its moving average, and where the
 * warm-up was cut. When the cut was searched for, the plot shows what the search saw: means of whole cycles
 * over the pilot. Source: Welch 1983, in Lavenberg (ed.), Computer Performance Modeling Handbook. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/base/arena.h"
#include "sim/engine/calendar.h"

enum { MOST_POINTS = 2000 };

/* The points of the curve, evenly spaced, and how many on each side go into the moving average. */
struct welch_curve {
    const char *name;
    double first_d, step_d;
    const double *values;
    int count, half;
};

/* The moving average narrows towards both ends, as Welch has it. */
static double moving_average(const struct welch_curve *curve, int at) {
    int reach = at < curve->half ? at : curve->half;
    reach = curve->count - 1 - at < reach ? curve->count - 1 - at : reach;
    double sum = 0;
    for (int i = at - reach; i <= at + reach; i++)
        sum += curve->values[i];
    return sum / (2 * reach + 1);
}

static void draw_curve(struct plot_job *job, const struct welch_curve *curve) {
    csv_header(job->csv, (const char *const[]){"day", "mean", "moving_average", NULL});
    int group = (2 * curve->count + MOST_POINTS - 1) / MOST_POINTS;
    for (int i = 0; i < curve->count; i += group) {
        csv_number(job->csv, curve->first_d + i * curve->step_d);
        csv_number(job->csv, curve->values[i]);
        csv_number(job->csv, moving_average(curve, i));
        csv_end(job->csv);
    }
    double cut = study_warmup_s(job->view->study) / SECONDS_A_DAY;
    struct text label = {0};
    for (const char *c = curve->name; *c; c++)
        text_add_char(&label, *c == '.' || *c == '_' ? ' ' : *c);
    plot_margins(job, plot_area(job, true));
    plot_legend(job, PLOT_TOP);
    text_add(job->script, "set xlabel 'simulated time, days'; set ylabel ");
    gnuplot_quote(job->script, label.data);
    text_free(&label);
    text_format(job->script, "\nset yrange [0:*]; set xrange [0:%.9g]\n",
                curve->first_d + (curve->count - 0.5) * curve->step_d);
    if (cut > 0)
        text_format(
            job->script,
            "set object 1 rectangle from 0, graph 0 to %.9g, graph 1 behind fc rgb '#ececec' fs solid 1 "
            "noborder\nset arrow from %.9g, graph 0 to %.9g, graph 1 nohead lw 1.4 dt 2 lc rgb "
            "'#D55E00' front\nset label 'warm-up ends' at %.9g, graph 0.05 left offset 0.6,0 font "
            "',10' tc rgb '#D55E00' front\n",
            cut, cut, cut, cut);
    text_format(job->script,
                "plot data using 1:2 with lines lw 1 lc rgb '#9CCBEB' title 'mean', \\\n     data using "
                "1:3 with lines lw 2.2 lc rgb '%s' title 'moving average'\n",
                plot_colour(0));
}

/* What the search for the warm-up saw. */
static bool draw_search(struct plot_job *job, const struct welch *welch) {
    int column = 0;
    for (int i = 0; i < welch->columns; i++)
        if (strcmp(welch->names[i], "orders.open") == 0)
            column = i;
    double cycle_d = welch->cycle_s / SECONDS_A_DAY;
    struct welch_curve curve = {welch->names[column],
                                cycle_d / 2,
                                cycle_d,
                                welch->values + (size_t)column * (size_t)welch->cycles,
                                welch->cycles,
                                welch->cycles / 4 < 5 ? welch->cycles / 4 : 5};
    struct text note = {0};
    text_add(&note, "Pilot replications; each point is the mean of a cycle of ");
    prose_duration(&note, welch->cycle_s);
    text_format(&note, "; cycles cut: %d of %d", welch->cut, welch->cycles);
    plot_note(job, note.data);
    text_free(&note);
    draw_curve(job, &curve);
    return true;
}

/* A given warm-up: orders open in the intervals of all replications. */
static bool draw_history(struct plot_job *job) {
    const struct history *history = job->history;
    const struct study_plan *plan = study_plan(job->view->study);
    int column = history_column(history, "orders.open");
    if (column < 0 || history->rows < 10)
        return false;
    double row_s = history->to_s[0] - history->from_s[0];
    double cycle_s = plan->cycle_s > 0 ? plan->cycle_s : SECONDS_A_DAY;
    double *values = memory_resize(NULL, sizeof *values * (size_t)history->rows);
    for (int row = 0; row < history->rows; row++)
        values[row] = history_mean(history->mean, history, column, row, 1);
    struct welch_curve curve = {
        "orders.open",         row_s / 2 / SECONDS_A_DAY,
        row_s / SECONDS_A_DAY, values,
        history->rows,         (int)fmax(history->rows / 100, rint(cycle_s / row_s / 2))};
    plot_note(job, "The warm-up was given in the scenario");
    draw_curve(job, &curve);
    free(values);
    return true;
}

static bool draw(struct plot_job *job) {
    const struct study *study = job->view->study;
    if (study_plan(study)->kind != STUDY_STEADY)
        return false;
    struct welch welch = study_welch(study);
    return welch.cycles > 1 && welch.columns > 0 ? draw_search(job, &welch) : draw_history(job);
}

const struct plot plot_warm_up = {
    .name = "warm_up",
    .title = "Warm-up: work in the building since the start",
    .doc = "Welch's plot: orders in the building, their moving average over one cycle, and the cut.",
    .draw = draw,
};
