/* SPDX-License-Identifier: MIT */
/* plot_cycle_time.c - the share of orders that left within a time, pooled over replications; by service where
 * there are several. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"

enum { MOST_CURVES = 6, MOST_STEPS = 320 };

struct curve {
    const char *name;
    const struct histogram *histogram;
};

/* Writes a step only when the share has grown enough to be seen. */
struct walk {
    struct text *csv;
    const char *name;
    double total, seen, written;
};

static void add_step(void *self, double upper, uint64_t count) {
    struct walk *walk = self;
    walk->seen += (double)count;
    double share = walk->seen / walk->total;
    if (share - walk->written < 1.0 / MOST_STEPS && walk->seen < walk->total)
        return;
    walk->written = share;
    csv_text(walk->csv, walk->name);
    csv_number(walk->csv, upper / 3600);
    csv_number(walk->csv, 100 * share);
    csv_end(walk->csv);
}

static int collect(const struct study *study, struct curve *curves) {
    const char *members[MOST_CURVES];
    int count = 0;
    curves[count++] = (struct curve){"all orders", study_histogram(study, "cycle_time_s")};
    static const char *const dimensions[] = {"service", "merchant", NULL};
    for (const char *const *dimension = dimensions; *dimension && count == 1; dimension++) {
        int found = members_of(study, "cycle_time_s.mean", *dimension, members, MOST_CURVES - 1);
        for (int i = 0; found > 1 && i < found; i++) {
            struct text name = {0};
            text_format(&name, "cycle_time_s[%s=%s]", *dimension, members[i]);
            const struct histogram *histogram = study_histogram(study, name.data);
            if (histogram && histogram->count)
                curves[count++] = (struct curve){members[i], histogram};
            text_free(&name);
        }
    }
    return count;
}

static void mark_quantile(struct plot_job *job, double hours, double an_hour, double per_cent,
                          const char *name) {
    struct text label = {0};
    text_format(&label, "%s: ", name);
    prose_duration(&label, hours * 3600);
    hours *= an_hour; /* now in the unit of the axis */
    text_format(job->script,
                "set arrow from %.9g,0 to %.9g,%.9g nohead lw 1 dt 3 lc rgb '#555555'\nset label ", hours,
                hours, per_cent);
    gnuplot_quote(job->script, label.data);
    text_format(job->script, " at %.9g,%.9g left offset 0.6,0 font ',10' tc rgb '#333333' front\n", hours,
                per_cent > 90 ? 6.0 : 14.0);
    text_free(&label);
}

/* The unit of the axis: short cycle times in minutes or seconds. */
struct axis {
    const char *unit;
    double an_hour;
};

static struct axis axis_for(double limit_h) {
    return limit_h < 0.05  ? (struct axis){"s", 3600}
           : limit_h < 2.5 ? (struct axis){"min", 60}
           : limit_h > 120 ? (struct axis){"days", 1 / 24.0}
                           : (struct axis){"h", 1};
}

/* Each curve picks its rows of the common file by the name in the first column. */
static void plot_curves(struct plot_job *job, const struct curve *curves, int count, double an_hour) {
    text_add(job->script, "plot ");
    for (int i = 0; i < count; i++) {
        text_add(job->script, i ? ", \\\n     " : "");
        text_add(job->script, "data using (stringcolumn(1) eq ");
        gnuplot_quote(job->script, curves[i].name);
        text_format(job->script, " ? %.9g*$2 : NaN):3 with lines lw %s lc rgb '%s'", an_hour,
                    i ? "1.3" : "2.4", i ? plot_colour(i) : plot_colour(0));
        plot_curve_title(job->script, curves[i].name);
    }
    text_add_char(job->script, '\n');
}

static bool draw(struct plot_job *job) {
    struct curve curves[MOST_CURVES];
    int count = collect(job->view->study, curves);
    const struct histogram *all = curves[0].histogram;
    if (!all || !all->count)
        return false;
    csv_header(job->csv, (const char *const[]){"orders", "cycle_time_h", "left_within_percent", NULL});
    for (int i = 0; i < count; i++) {
        struct walk walk = {job->csv, curves[i].name, (double)curves[i].histogram->count, 0, -1};
        histogram_walk(curves[i].histogram, add_step, &walk);
    }
    double limit = histogram_quantile(all, 0.997) / 3600 * 1.02;
    limit = limit > 0 ? limit : 1;
    struct axis axis = axis_for(limit);
    plot_note(job, "All orders of all replications pooled");
    plot_margins(job, plot_area(job, count > 1));
    if (count > 1)
        plot_legend(job, PLOT_TOP);
    else
        text_add(job->script, "unset key\n");
    text_format(job->script,
                "set xrange [0:%.9g]; set yrange [0:101]; set ytics 20\nset xlabel 'time from creation to "
                "departure, %s'; set ylabel 'orders that have left, %%'\n",
                limit * axis.an_hour, axis.unit);
    mark_quantile(job, histogram_quantile(all, 0.5) / 3600, axis.an_hour, 50, "p50");
    mark_quantile(job, histogram_quantile(all, 0.95) / 3600, axis.an_hour, 95, "p95");
    plot_curves(job, curves, count, axis.an_hour);
    return true;
}

const struct plot plot_cycle_time = {
    .name = "cycle_time",
    .title = "Cycle time of orders",
    .doc = "The share of orders that left within a time since creation.",
    .draw = draw,
};
