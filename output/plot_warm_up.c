/* SPDX-License-Identifier: MIT */
/* plot_warm_up.c - Welch's plot of a steady study: work in the building, its moving average, and where the
 * warm-up was cut. Source: Welch 1983, in Lavenberg (ed.), Computer Performance Modeling Handbook. */
#include <math.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"

enum { MOST_POINTS = 2000, DAY_S = 86400 };

/* The moving average narrows towards both ends, as Welch has it. */
static double moving_average(const struct history *history, int column, int row, int half) {
    int reach = row < half ? row : half;
    reach = history->rows - 1 - row < reach ? history->rows - 1 - row : reach;
    return history_mean(history->mean, history, column, row - reach, 2 * reach + 1);
}

static bool draw(struct plot_job *job) {
    const struct study *study = job->view->study;
    const struct study_plan *plan = study_plan(study);
    const struct history *history = job->history;
    int column = history_column(history, "orders.open");
    if (plan->kind != STUDY_STEADY || column < 0 || history->rows < 10)
        return false;
    double row_s = history->to_s[0] - history->from_s[0];
    double cycle_s = plan->cycle_s > 0 ? plan->cycle_s : DAY_S;
    int half = (int)fmax(1, rint(cycle_s / row_s / 2));
    int group = history_group(history, 2, MOST_POINTS);
    csv_header(job->csv, (const char *const[]){"day", "orders_open", "moving_average", NULL});
    for (int row = 0; row < history->rows; row += group) {
        csv_number(job->csv, (history->from_s[row] + row_s / 2) / DAY_S);
        csv_number(job->csv, history_mean(history->mean, history, column, row, group));
        csv_number(job->csv, moving_average(history, column, row, half));
        csv_end(job->csv);
    }
    double cut = study_warmup_s(study) / DAY_S;
    plot_margins(job, plot_area(job, true));
    plot_legend(job, PLOT_TOP);
    text_format(job->script,
                "set xlabel 'simulated time, days'; set ylabel 'orders in the building'\nset yrange "
                "[0:*]; set xrange [0:%.9g]\n",
                history->to_s[history->rows - 1] / DAY_S);
    if (cut > 0)
        text_format(job->script,
                    "set arrow from %.9g, graph 0 to %.9g, graph 1 nohead lw 1.4 dt 2 lc rgb '#D55E00' "
                    "front\nset label 'warm-up ends' at %.9g, graph 0.05 left offset 0.6,0 font ',10' tc "
                    "rgb '#D55E00' front\n",
                    cut, cut, cut);
    text_format(job->script,
                "plot data using 1:2 with lines lw 1 lc rgb '#9CCBEB' title 'mean', \\\n     data using "
                "1:3 with lines lw 2.2 lc rgb '%s' title 'moving average'\n",
                plot_colour(0));
    return true;
}

const struct plot plot_warm_up = {
    .name = "warm_up",
    .title = "Warm-up: work in the building since the start",
    .doc = "Welch's plot: orders in the building, their moving average over one cycle, and the cut.",
    .draw = draw,
};
