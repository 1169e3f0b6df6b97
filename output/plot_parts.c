/* SPDX-License-Identifier: MIT */
/* plot_parts.c - axes, margins, legends and bars that several plots share. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/engine/calendar.h"

const char *plot_colour(int index) {
    static const char *const colours[PLOT_COLOURS] = {"#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7",
                                                      "#56B4E9", "#B8A900", "#000000", "#888888"};
    return colours[index % PLOT_COLOURS];
}

struct area plot_area(const struct plot_job *job, bool legend) {
    return (struct area){PLOT_LEFT, PLOT_WIDTH - (legend ? PLOT_LEGEND : PLOT_RIGHT), PLOT_TOP,
                         job->height - PLOT_BOTTOM};
}

void plot_margins(const struct plot_job *job, struct area area) {
    text_format(job->script, "set lmargin at screen %.4f; set rmargin at screen %.4f\n",
                area.left / PLOT_WIDTH, area.right / PLOT_WIDTH);
    text_format(job->script, "set tmargin at screen %.4f; set bmargin at screen %.4f\n",
                1 - area.top / job->height, 1 - area.bottom / job->height);
}

void plot_legend(const struct plot_job *job, double top) {
    text_format(job->script,
                "set key at screen %.4f, screen %.4f left top vertical Left reverse samplen 1.4 spacing 1.25 "
                "noautotitle maxrows 20\n",
                (double)(PLOT_WIDTH - PLOT_LEGEND + 8) / PLOT_WIDTH, 1 - top / job->height);
}

void plot_text(const struct plot_job *job, const char *string, double x, double y, const char *align,
               const char *style) {
    text_add(job->script, "set label ");
    gnuplot_quote(job->script, string);
    text_format(job->script, " at screen %.4f, screen %.4f %s %s\n", x / PLOT_WIDTH, 1 - y / job->height,
                align, style);
}

/* Days between labels so that there are at most about eight. */
static double days_a_tick(double days) {
    static const double steps[] = {1, 2, 7, 14, 28, 56, 91, 182, 364, 728};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (days / steps[i] <= 8.5)
            return steps[i];
    return ceil(days / 8);
}

static double hours_a_tick(double hours) {
    return hours <= 8 ? 1 : hours <= 16 ? 2 : hours <= 26 ? 3 : hours <= 50 ? 6 : 12;
}

void plot_time_axis(const struct plot_job *job, double from, double to, bool labels) {
    char first[PROSE_SIZE], last[PROSE_SIZE], start[PROSE_SIZE];
    double days = (to - from) / SECONDS_A_DAY;
    bool by_hour = days <= 3;
    double step =
        by_hour ? hours_a_tick(days * HOURS_A_DAY) * SECONDS_AN_HOUR : days_a_tick(days) * SECONDS_A_DAY;
    /* Day ticks at midnight; from a week on, ticks on Mondays (1970-01-05 was one). */
    double origin = step >= 7.0 * SECONDS_A_DAY ? 4.0 * SECONDS_A_DAY : 0;
    double tick =
        origin + ceil((from - origin) / fmin(step, 7.0 * SECONDS_A_DAY)) * fmin(step, 7.0 * SECONDS_A_DAY);
    if (step == 2.0 * SECONDS_A_DAY)
        tick = ceil(from / SECONDS_A_DAY) * SECONDS_A_DAY;
    iso_moment(first, from);
    iso_moment(last, to);
    iso_moment(start, tick);
    text_format(job->script,
                "set xdata time; set timefmt '%%Y-%%m-%%dT%%H:%%M:%%S'\nset xrange ['%s':'%s']\n", first,
                last);
    text_format(job->script, "set xtics '%s', %.0f; set mxtics %d\n", start, step,
                by_hour                       ? 1
                : step < 2.0 * SECONDS_A_DAY  ? 4
                : step < 14.0 * SECONDS_A_DAY ? (int)(step / SECONDS_A_DAY)
                                              : 2);
    text_format(job->script, "set format x %s\n",
                !labels       ? "''"
                : by_hour     ? "\"%H:%M\\n%a %d %b\""
                : days <= 200 ? "\"%a\\n%d %b\""
                              : "\"%d %b\\n%Y\"");
}

void plot_curve_title(struct text *script, const char *name) {
    enum { LONGEST = 21 };
    struct text title = {0};
    prose_name(&title, name);
    if (title.length > LONGEST) {
        title.length = LONGEST - 1;
        while (title.length && ((unsigned char)title.data[title.length] & 0xc0) == 0x80)
            title.length--; /* not in the middle of a character */
        title.data[title.length] = '\0';
        text_add(&title, "\u2026");
    }
    text_add(script, " title ");
    gnuplot_quote(script, title.data ? title.data : "");
    text_free(&title);
}

void plot_value_axis(const struct plot_job *job, double largest, int ticks) {
    largest = largest > 0 ? largest : 1;
    double power = pow(10, floor(log10(largest / ticks))), step = power;
    static const double steps[] = {1, 2, 2.5, 5, 10};
    for (int i = 0; i < 5 && largest / step > ticks; i++)
        step = steps[i] * power;
    text_format(job->script, "set ytics %.9g; set yrange [0:%.9g]\n", step,
                ceil(largest * 1.02 / step) * step);
}

bool plot_has_bands(const struct plot_job *job) {
    return study_replications(job->view->study) > 1;
}

static int larger_first(const void *a, const void *b) {
    const struct part *left = a, *right = b;
    return left->value < right->value   ? 1
           : left->value > right->value ? -1
                                        : strcmp(left->label, right->label);
}

static void waterfall_row(struct plot_job *job, const char *name, double y, double from, double to,
                          double share, const char *unit) {
    struct text label = {0};
    gnuplot_plain(&label, name);
    csv_text(job->csv, label.data ? label.data : "");
    text_clear(&label);
    prose_value(&label, to - from, unit);
    if (isfinite(share)) {
        text_add(&label, "  (");
        prose_number(&label, 100 * share, 2);
        text_add(&label, " %)");
    }
    csv_text(job->csv, label.data);
    csv_number(job->csv, y);
    bool hours = strcmp(unit, "s") == 0;
    csv_number(job->csv, hours ? from / SECONDS_AN_HOUR : from);
    csv_number(job->csv, hours ? to / SECONDS_AN_HOUR : to);
    csv_end(job->csv);
    text_free(&label);
}

bool plot_waterfall(struct plot_job *job, struct part *parts, int count, const char *total_label,
                    const char *axis, const char *unit) {
    double total = 0;
    for (int i = 0; i < count; i++)
        total += parts[i].value;
    if (!(total > 0))
        return false;
    qsort(parts, (size_t)count, sizeof *parts, larger_first);
    csv_header(job->csv, (const char *const[]){"part", "label", "row", "from", "to", NULL});
    double sum = 0;
    for (int i = 0; i < count; sum += parts[i].value, i++)
        waterfall_row(job, parts[i].label, count - i, sum, sum + parts[i].value, parts[i].value / total,
                      unit);
    waterfall_row(job, total_label, 0, 0, total, NAN, unit);
    job->height = PLOT_TOP + PLOT_BOTTOM + 16 + 34 * (count + 1);
    struct area area = plot_area(job, false);
    area.left = 176;
    plot_margins(job, area);
    text_format(job->script, "set style fill solid 1 noborder\nset yrange [-0.6:%d.6]; set xrange [0:%.9g]\n",
                count, strcmp(unit, "s") == 0 ? total / SECONDS_AN_HOUR * 1.28 : total * 1.28);
    text_add(
        job->script,
        "unset grid; set grid x lc rgb '#e8e8e8' lt 1 lw 1\nset tics scale 0; set border 1\nset xlabel ");
    gnuplot_quote(job->script, axis);
    text_format(
        job->script,
        "\nplot data using 4:3:4:5:($3-0.34):($3+0.34):ytic(1) with boxxyerror lc rgb '%s' notitle, \\\n"
        "     data using ($3==0 ? 0 : NaN):3:(0):5:($3-0.34):($3+0.34) with boxxyerror lc rgb '#444444' "
        "notitle, \\\n"
        "     data using 5:3:2 with labels left offset 0.6,0 tc rgb '#333333' notitle\n",
        plot_colour(0));
    return true;
}
