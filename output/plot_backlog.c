/* SPDX-License-Identifier: MIT */
/* plot_backlog.c - orders in the building and the longest queues over time, with bands over replications. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"

enum {
    MOST_PANELS = 6,
    MOST_COLUMNS = 64,
    MOST_POINTS = 4000,
    LONGEST_BY_HOUR_D = 60,
    PANEL_HEIGHT = 132,
    PANEL_GAP_X = 66,
    PANEL_GAP_Y = 34
};

struct queue {
    int column;
    double largest;
};

static int longer_first(const void *a, const void *b) {
    const struct queue *left = a, *right = b;
    if (left->largest != right->largest)
        return left->largest < right->largest ? 1 : -1;
    return left->column - right->column;
}

/* The orders in the building, then the queues that grew longest. */
static int collect(const struct history *history, int *columns) {
    struct queue queues[MOST_COLUMNS];
    int found = 0, count = 0;
    for (int i = 0; i < history->columns.count && found < MOST_COLUMNS; i++) {
        const char *name = history->columns.items[i].name;
        size_t length = strlen(name);
        double largest = history_largest(history, history->mean, i);
        if (length > 6 && strcmp(name + length - 6, ".queue") == 0 && largest > 0)
            queues[found++] = (struct queue){i, largest};
    }
    qsort(queues, (size_t)found, sizeof *queues, longer_first);
    int open = history_column(history, "orders.open");
    if (open >= 0)
        columns[count++] = open;
    for (int i = 0; i < found && count < MOST_PANELS; i++)
        columns[count++] = queues[i].column;
    return count;
}

static void write_data(struct plot_job *job, const int *columns, int count, int group) {
    const struct history *history = job->history;
    char time[PROSE_SIZE];
    csv_text(job->csv, "time");
    for (int i = 0; i < count; i++) {
        static const char *const parts[] = {"mean", "low", "high"};
        for (int k = 0; k < 3; k++) {
            struct text name = {0};
            text_format(&name, "%s.%s", history->columns.items[columns[i]].name, parts[k]);
            csv_text(job->csv, name.data);
            text_free(&name);
        }
    }
    csv_end(job->csv);
    for (int row = 0; row < history->rows; row += group) {
        csv_text(job->csv, iso_moment(time, study_plan(job->view->study)->start_s + history->from_s[row]));
        for (int i = 0; i < count; i++) {
            csv_number(job->csv, history_mean(history->mean, history, columns[i], row, group));
            csv_number(job->csv, history_mean(history->low, history, columns[i], row, group));
            csv_number(job->csv, history_mean(history->high, history, columns[i], row, group));
        }
        csv_end(job->csv);
    }
}

static struct area panel_area(const struct plot_job *job, int index, int across, int down) {
    struct area all = plot_area(job, false);
    double width = (all.right - all.left - PANEL_GAP_X * (across - 1.0)) / across;
    double height = (all.bottom - all.top - 14 - PANEL_GAP_Y * (down - 1.0)) / down;
    double left = all.left + (index % across) * (width + PANEL_GAP_X);
    double top = all.top + 14 + (index / across) * (height + PANEL_GAP_Y);
    return (struct area){left, left + width, top, top + height};
}

static void draw_panel(struct plot_job *job, int column, int index, int count, int group) {
    int across = count > 1 ? 2 : 1, down = (count + across - 1) / across;
    struct area area = panel_area(job, index, across, down);
    const struct history *history = job->history;
    const struct measure *measure = &history->columns.items[column];
    double start = study_plan(job->view->study)->start_s;
    plot_margins(job, area);
    double from = start + history->from_s[0], to = start + history->to_s[history->rows - 1];
    plot_time_axis(job, from, to, index + across >= count);
    plot_unmeasured(job, from, to, index == 0);
    if (across > 1) /* half as wide */
        text_add(job->script, "set xtics font ',8'; set ytics font ',10'\n");
    struct text name = {0};
    prose_name(&name, measure->name);
    for (char *c = name.data; *c; c++)
        *c = *c == '.' ? ' ' : *c;
    if (*unit_of(measure))
        text_format(&name, " (%s)", unit_of(measure));
    plot_text(job, name.data, area.left, area.top - 10, "left", "font bold.',11' tc rgb '#333333'");
    text_free(&name);
    const char *colour = plot_colour(index);
    double band = plot_has_bands(job) ? history_peak(history->high, history, column, group) : 0;
    plot_value_axis(job, fmax(band, history_peak(history->mean, history, column, group)), 4);
    text_add(job->script, "plot ");
    if (plot_has_bands(job))
        text_format(job->script,
                    "data using 1:%d:%d with filledcurves fc rgb '%s' fs transparent solid 0.25 noborder, ",
                    2 + 3 * index + 1, 2 + 3 * index + 2, colour);
    text_format(job->script, "data using 1:%d with lines lw 1.5 lc rgb '%s'\nunset label\n", 2 + 3 * index,
                colour);
}

static bool draw(struct plot_job *job) {
    int columns[MOST_PANELS], count = collect(job->history, columns);
    if (!count || job->history->rows < 2)
        return false;
    int group = history_group(job->history, (plot_has_bands(job) ? 3 : 1) * count, MOST_POINTS);
    int day = history_day(job->history);
    if (job->history->rows > LONGEST_BY_HOUR_D * day && group < day)
        group = day; /* the rhythm of the hours would only be noise */
    write_data(job, columns, count, group);
    int down = count > 1 ? (count + 1) / 2 : 2;
    job->height = PLOT_TOP + PLOT_BOTTOM + 14 + down * PANEL_HEIGHT + (down - 1) * PANEL_GAP_Y;
    plot_group_note(job, group);
    if (plot_has_bands(job))
        plot_note(job, "Bands: 10 % to 90 % of replications");
    text_add(job->script, "set multiplot\n");
    for (int i = 0; i < count; i++)
        draw_panel(job, columns[i], i, count, group);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_backlog = {
    .name = "backlog",
    .title = "Backlog and queues",
    .doc = "Orders in the building and the longest queues over time, with 10 % to 90 % bands.",
    .draw = draw,
};
