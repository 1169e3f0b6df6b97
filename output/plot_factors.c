/* SPDX-License-Identifier: MIT */
/* plot_factors.c - see plot_factors.h. */
#include "output/plot_factors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/key_label.h"
#include "sim/base/arena.h"

enum { MOST_ROWS = 20, ROW = 26, HEAD = 34, FOOT = 52, LEFT = 256, LEGEND_LINE = 22, LONGEST_LABEL = 38 };

const struct sensitivity *plot_sensitivity_of(const struct plot_job *job) {
    return job->source->sweep ? job->source->sweep->sensitivity : NULL;
}

void plot_factor_bars(struct plot_job *job, int panel, const char *first_title, const char *second_title) {
    const double height = 0.19;
    for (int i = 0; i < 2; i++)
        text_format(job->script,
                    "%sdata using ($2==%d ? $%d : NaN):($4%+.2f):(0):%d:($4%+.2f):($4%+.2f) with boxxyerror "
                    "lc rgb '%s' title '%s', \\\n     ",
                    i ? "" : "plot ", panel, 5 + 3 * i, i ? height : -height, 5 + 3 * i,
                    i ? 0.0 : -2 * height, i ? 2 * height : 0.0, plot_colour(i),
                    i ? second_title : first_title);
    for (int i = 0; i < 2; i++)
        text_format(job->script,
                    "data using ($2==%d ? $%d : NaN):($4%+.2f):%d:%d with xerrorbars pt 0 lw 1.1 lc rgb "
                    "'#333333' notitle%s",
                    panel, 5 + 3 * i, i ? height : -height, 6 + 3 * i, 7 + 3 * i, i ? "\n" : ", \\\n     ");
}

static void row_label(const struct sensitivity *s, int factor, bool ends, struct text *label) {
    char keys[KEY_LABEL_SIZE];
    text_clear(label);
    text_add(label, key_label(keys, s->study->designs.factors[factor].name, ends ? 24 : LONGEST_LABEL));
    if (ends)
        text_format(label, " %s .. %s", sensitivity_end(s, factor, 0), sensitivity_end(s, factor, 1));
    if (label->length > LONGEST_LABEL) {
        label->length = LONGEST_LABEL - 1;
        while (((unsigned char)label->data[label->length] & 0xc0) == 0x80)
            label->length--; /* not in the middle of a character */
        label->data[label->length] = '\0';
        text_add(label, "\u2026");
    }
}

struct panel {
    int metric, index, rows;
    double low, high; /* of all numbers */
};

static void write_number(struct plot_job *job, struct panel *panel, double number) {
    csv_number(job->csv, number);
    panel->low = fmin(panel->low, number);
    panel->high = fmax(panel->high, number);
}

/* Writes the rows of a panel, and their labels on its axis. */
static void write_rows(struct plot_job *job, const struct factor_picture *picture, struct panel *panel,
                       double by) {
    const struct sensitivity *s = plot_sensitivity_of(job);
    int *order = memory_resize(NULL, sizeof *order * (size_t)(s->factor_count + 1));
    struct text label = {0};
    sensitivity_order(s, panel->metric, order);
    text_add(job->script, "set ytics scale 0 (");
    for (int i = 0; i < s->factor_count && panel->rows < MOST_ROWS; i++) {
        struct bounds estimates[FACTOR_NUMBERS / 3];
        if (!picture->row(s, panel->metric, order[i], estimates))
            continue;
        row_label(s, order[i], picture->ends, &label);
        text_add(job->script, panel->rows ? ", " : "");
        gnuplot_quote(job->script, label.data);
        text_format(job->script, " %d", panel->rows);
        csv_text(job->csv, s->metrics[panel->metric]);
        csv_integer(job->csv, panel->index);
        csv_text(job->csv, s->study->designs.factors[order[i]].name);
        csv_integer(job->csv, panel->rows++);
        for (int k = 0; k < FACTOR_NUMBERS / 3; k++) {
            write_number(job, panel, estimates[k].value * by);
            write_number(job, panel, estimates[k].low * by);
            write_number(job, panel, estimates[k].high * by);
        }
        csv_end(job->csv);
    }
    text_add(job->script, ")\n");
    text_free(&label);
    free(order);
}

static double largest_change(const struct sensitivity *s, int metric) {
    double largest = 0;
    for (int f = 0; f < s->factor_count; f++) {
        const struct tornado_bar *bar = &s->bars[metric * s->factor_count + f];
        largest = fmax(largest, fmax(fabs(bar->low_change.value), fabs(bar->high_change.value)));
    }
    return largest;
}

static void add_axes(struct plot_job *job, const struct factor_picture *picture, const struct panel *panel,
                     struct scale scale) {
    struct text axis = {0};
    text_add(&axis, picture->axis);
    if (!picture->shares && *scale.unit)
        text_format(&axis, ", %s", strcmp(scale.unit, "%") == 0 ? "percentage points" : scale.unit);
    plot_axis_name(job, "x", axis.data);
    text_free(&axis);
    plot_range_axis(job, "x", panel->low, picture->shares ? fmax(1, panel->high) : panel->high, 8, true);
    text_format(job->script,
                "set yrange [%d.5:-0.5]\nset arrow 1 from 0, graph 0 to 0, graph 1 nohead lw 1 lc rgb "
                "'#666666' front\n",
                panel->rows - 1);
}

static double draw_panel(struct plot_job *job, const struct factor_picture *picture, int metric, int index,
                         double top) {
    const struct sweep_view *view = job->source->sweep;
    struct scale scale = scale_for(view->units[metric], largest_change(view->sensitivity, metric));
    struct panel panel = {.metric = metric, .index = index};
    write_rows(job, picture, &panel, picture->shares ? 1 : scale.by);
    struct area area = {LEFT, PLOT_WIDTH - PLOT_RIGHT, top + HEAD, top + HEAD + panel.rows * ROW};
    plot_margins(job, area);
    panel_title(job, view->metrics[metric], "", area);
    add_axes(job, picture, &panel, scale);
    if (index == 0)
        text_format(job->script,
                    "set key at screen %.4f, screen %.4f right top horizontal Left reverse samplen 1.4 width "
                    "1 font ',10'\n",
                    1 - (double)PLOT_RIGHT / PLOT_WIDTH, 1 - (PLOT_TOP - 8.0) / job->height);
    else
        text_add(job->script, "unset key\n");
    picture->draw(job, index);
    text_add(job->script, "unset label; unset xlabel\n");
    return area.bottom + FOOT;
}

static int rows_of(const struct sensitivity *s, const struct factor_picture *picture, int metric) {
    struct bounds estimates[FACTOR_NUMBERS / 3];
    int rows = 0;
    for (int f = 0; f < s->factor_count; f++)
        rows += picture->row(s, metric, f, estimates) && isfinite(estimates[0].value);
    return rows < MOST_ROWS ? rows : MOST_ROWS;
}

bool plot_factors(struct plot_job *job, const struct factor_picture *picture) {
    const struct sensitivity *s = plot_sensitivity_of(job);
    int metrics[MOST_METRIC_PANELS], count = 0;
    job->height = PLOT_TOP + LEGEND_LINE + 20;
    for (int m = 0; m < s->metric_count && count < MOST_METRIC_PANELS; m++) {
        int rows = rows_of(s, picture, m);
        if (!rows)
            continue;
        metrics[count++] = m;
        job->height += HEAD + FOOT + rows * ROW;
    }
    if (!count)
        return false;
    text_format(job->csv, "metric,panel,factor,row,%s,%s.low,%s.high,%s,%s.low,%s.high\r\n", picture->first,
                picture->first, picture->first, picture->second, picture->second, picture->second);
    text_add(job->script, "unset grid; set grid x lc rgb '#e8e8e8' lt 1 lw 1; set border 1\n"
                          "set bars 0.4; set style fill solid 1 noborder; set multiplot\n");
    double top = PLOT_TOP + LEGEND_LINE - 12;
    for (int i = 0; i < count; i++)
        top = draw_panel(job, picture, metrics[i], i, top);
    text_add(job->script, "unset multiplot\n");
    return true;
}
