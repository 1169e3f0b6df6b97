/* SPDX-License-Identifier: MIT */
/* plot_on_time.c - the on-time share by hour of creation and by carrier, with intervals and the target. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"

enum { HOURS = 24, MOST_CARRIERS = 12 };

/* A label below each carrier's place. */
static void name_ticks(struct plot_job *job, const char **members, int count) {
    size_t characters = 0;
    for (int i = 0; i < count; i++)
        characters += strlen(members[i]) + 2;
    text_add(job->script, "set xtics (");
    for (int i = 0; i < count; i++) {
        text_add(job->script, i ? ", " : "");
        gnuplot_quote(job->script, members[i]);
        text_format(job->script, " %d", i);
    }
    text_format(job->script, ")%s\n", characters > 36 ? " rotate by -30" : "");
}

/* Rows of one panel; positions 0, 1, 2 ... */
static int write_panel(struct plot_job *job, const char *dimension, const char **members, int count,
                       double *lowest) {
    int rows = 0;
    for (int i = 0; i < count; i++) {
        struct summary s = number_of(job->view->study, "on_time", dimension, members[i]).summary;
        if (!isfinite(s.mean))
            continue;
        csv_text(job->csv, dimension);
        struct text name = {0};
        gnuplot_plain(&name, members[i]);
        csv_text(job->csv, name.data ? name.data : "");
        text_free(&name);
        bool hour = dimension[0] == 'h';
        csv_number(job->csv, hour ? strtod(members[i], NULL) : rows);
        csv_number(job->csv, 100 * s.mean);
        csv_number(job->csv, 100 * (isfinite(s.low) ? fmax(s.low, 0) : s.mean));
        csv_number(job->csv, 100 * (isfinite(s.high) ? fmin(s.high, 1) : s.mean));
        csv_end(job->csv);
        *lowest = fmin(*lowest, isfinite(s.low) ? fmax(s.low, 0) : s.mean);
        members[rows++] = members[i];
    }
    return rows;
}

static void add_target(struct plot_job *job, double from, double to, bool labelled) {
    double target = 100 * study_plan(job->view->study)->target_on_time;
    if (!isfinite(target))
        return;
    text_format(job->script,
                "unset arrow; set arrow 1 from first %.9g,%.9g to first %.9g,%.9g nohead lw 1.2 dt 2 lc "
                "rgb '#D55E00'\n",
                from, target, to, target);
    if (!labelled)
        return;
    struct text label = {0};
    text_add(&label, "target ");
    prose_number(&label, target, 4);
    text_add(&label, " %");
    text_add(job->script, "set label ");
    gnuplot_quote(job->script, label.data);
    text_format(job->script, " at first %.9g,%.9g left offset 0.3,-0.7 font ',10' tc rgb '#D55E00' front\n",
                from, target);
    text_free(&label);
}

static void draw_panel(struct plot_job *job, const char *dimension, struct area area, double from, double to,
                       bool labelled) {
    bool hour = dimension[0] == 'h';
    plot_margins(job, area);
    text_format(job->script, "set xrange [%.9g:%.9g]\n", from, to);
    add_target(job, from, to, labelled);
    plot_text(job, hour ? "by hour of creation" : "by carrier", area.left, area.top - 12, "left",
              "font bold.',11' tc rgb '#333333'");
    text_add(job->script, hour ? "set xtics 0,3,24 format '%02.0f:00'; set ylabel 'on time, %' offset 0.5,0\n"
                               : "unset ylabel\n");
    text_format(
        job->script,
        "plot data using (stringcolumn(1) eq '%s' ? $3 : NaN):4:5:6 with yerrorbars pt 7 ps 0.5 lw 1.6 lc "
        "rgb '%s'\nunset label\n",
        dimension, hour ? plot_colour(0) : plot_colour(2));
}

static bool draw(struct plot_job *job) {
    const struct study *study = job->view->study;
    const char *hours[HOURS], *carriers[MOST_CARRIERS];
    int hour_count = members_of(study, "on_time", "hour", hours, HOURS);
    int carrier_count = members_of(study, "on_time", "carrier", carriers, MOST_CARRIERS);
    double lowest = study_plan(study)->target_on_time;
    lowest = isfinite(lowest) ? lowest : 1;
    csv_header(job->csv,
               (const char *const[]){"by", "member", "position", "on_time_percent", "low", "high", NULL});
    hour_count = write_panel(job, "hour", hours, hour_count, &lowest);
    carrier_count = write_panel(job, "carrier", carriers, carrier_count, &lowest);
    if (!hour_count && !carrier_count)
        return false;
    double floor_percent = floor(100 * lowest - 0.25 * (100 - 100 * lowest) - 0.05);
    struct area left = plot_area(job, false), right;
    left.top += 16;
    right = left;
    if (hour_count && carrier_count) {
        left.right = left.left + (left.right - left.left) * (carrier_count > 6 ? 0.5 : 0.62);
        right.left = left.right + 62;
    }
    text_format(job->script, "set yrange [%.9g:%.9g]\nset multiplot\n", fmax(floor_percent, 0),
                100.0 + (100 - floor_percent) * 0.02);
    if (hour_count)
        draw_panel(job, "hour", left, -0.7, 23.7, true);
    if (carrier_count)
        name_ticks(job, carriers, carrier_count);
    if (carrier_count)
        draw_panel(job, "carrier", right, -0.6, carrier_count - 0.4, !hour_count);
    text_add(job->script, "unset multiplot\n");
    if (plot_has_bands(job))
        plot_note(job, "Bars: confidence interval of the mean");
    return true;
}

const struct plot plot_on_time = {
    .name = "on_time",
    .title = "Orders that left with their promised departure",
    .doc = "On-time share by hour of creation and by carrier, with intervals.",
    .draw = draw,
};
