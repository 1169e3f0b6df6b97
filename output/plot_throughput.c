/* SPDX-License-Identifier: MIT */
/* plot_throughput.c - what each stage finished per hour, a panel per unit (orders, lines, trucks). */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"

enum { MOST_CURVES = 16, MOST_PANELS = 4, MOST_POINTS = 2200, PANEL_HEIGHT = 210, PANEL_GAP = 22 };

/* A panel shows the columns of one unit. */
struct panel {
    const char *unit;
    int columns[MOST_CURVES], count;
};

static bool is_stage_count(const struct measure *measure) {
    size_t length = strlen(measure->name);
    return (length > 5 && strcmp(measure->name + length - 5, ".done") == 0) ||
           strcmp(measure->name, "orders.departed") == 0;
}

static int collect(const struct history *history, struct panel *panels) {
    int count = 0;
    for (int i = 0; i < history->columns.count; i++) {
        const struct measure *measure = &history->columns.items[i];
        if (!is_stage_count(measure) || history_largest(history, history->mean, i) <= 0)
            continue;
        int at = 0;
        while (at < count && strcmp(panels[at].unit, unit_of(measure)) != 0)
            at++;
        if (at == MOST_PANELS)
            continue;
        if (at == count)
            panels[count++] = (struct panel){.unit = unit_of(measure)};
        if (panels[at].count < MOST_CURVES)
            panels[at].columns[panels[at].count++] = i;
    }
    return count;
}

static void write_data(struct plot_job *job, const struct panel *panels, int count, int group) {
    const struct history *history = job->history;
    char time[PROSE_SIZE];
    csv_text(job->csv, "time");
    for (int p = 0; p < count; p++)
        for (int i = 0; i < panels[p].count; i++)
            csv_text(job->csv, history->columns.items[panels[p].columns[i]].name);
    csv_end(job->csv);
    for (int row = 0; row < history->rows; row += group) {
        csv_text(job->csv, iso_moment(time, study_plan(job->view->study)->start_s + history->from_s[row]));
        for (int p = 0; p < count; p++)
            for (int i = 0; i < panels[p].count; i++)
                csv_number(job->csv, history_mean(history->mean, history, panels[p].columns[i], row, group));
        csv_end(job->csv);
    }
}

static void curve_title(struct text *script, const char *name) {
    struct text stage = {0};
    size_t length = strlen(name);
    bool done = length > 5 && strcmp(name + length - 5, ".done") == 0;
    text_add_range(&stage, done ? name : "departed", done ? length - 5 : 8);
    plot_curve_title(script, stage.data);
    text_free(&stage);
}

static void draw_panel(struct plot_job *job, const struct panel *panel, int index, int count,
                       int first_column) {
    struct area area = plot_area(job, true);
    double height = (area.bottom - area.top - PANEL_GAP * (count - 1.0)) / count;
    area.top += index * (height + PANEL_GAP);
    area.bottom = area.top + height;
    plot_margins(job, area);
    plot_legend(job, area.top);
    const struct history *history = job->history;
    double start = study_plan(job->view->study)->start_s;
    plot_time_axis(job, start + history->from_s[0], start + history->to_s[history->rows - 1],
                   index == count - 1);
    double largest = 0;
    for (int i = 0; i < panel->count; i++)
        largest = fmax(largest, history_largest(history, history->mean, panel->columns[i]));
    plot_value_axis(job, largest, count == 1 ? 8 : 5);
    text_add(job->script, "set ylabel ");
    struct text label = {0};
    text_format(&label, "%s / h", *panel->unit ? panel->unit : "count");
    gnuplot_quote(job->script, label.data);
    text_free(&label);
    text_add(job->script, " offset 0.5,0\nplot ");
    for (int i = 0; i < panel->count; i++) {
        const char *name = history->columns.items[panel->columns[i]].name;
        text_format(job->script, "%sdata using 1:%d with lines lw 1.4 lc rgb '%s'", i ? ", \\\n     " : "",
                    first_column + i, plot_colour(i));
        curve_title(job->script, name);
    }
    text_add(job->script, "\nunset label\n");
}

static bool draw(struct plot_job *job) {
    struct panel panels[MOST_PANELS];
    int count = collect(job->history, panels), curves = 0;
    for (int p = 0; p < count; p++)
        curves += panels[p].count;
    if (!curves || job->history->rows < 2)
        return false;
    write_data(job, panels, count, history_group(job->history, curves, MOST_POINTS));
    job->height = PLOT_TOP + PLOT_BOTTOM + count * PANEL_HEIGHT + (count == 1) * 90;
    text_add(job->script, "set multiplot\n");
    int column = 2;
    for (int p = 0; p < count; column += panels[p].count, p++)
        draw_panel(job, &panels[p], p, count, column);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_throughput = {
    .name = "throughput",
    .title = "Throughput by stage",
    .doc = "What each stage finished per hour, mean over replications.",
    .draw = draw,
};
