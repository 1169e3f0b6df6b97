/* SPDX-License-Identifier: MIT */
/* plot_staffing.c - people present against people working, a panel per team: where a plan is too thin or too
 * thick. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"

enum { MOST_TEAMS = 6, MOST_POINTS = 2300, PANEL_HEIGHT = 96, PANEL_GAP = 32 };

struct team {
    char name[NAME_SIZE];
    int attended, working;
};

static int column_like(const struct history *history, const char *name, const char *ending) {
    struct text full = {0};
    text_format(&full, "teams.%s.%s", name, ending);
    int column = history_column(history, full.data);
    text_free(&full);
    return column;
}

static int collect(const struct history *history, struct team *teams) {
    char names[MOST_TEAMS][NAME_SIZE];
    int found = middles_of(history->columns, "teams.", ".attended", names, MOST_TEAMS), count = 0;
    for (int i = 0; i < found; i++) {
        struct team *team = &teams[count];
        memcpy(team->name, names[i], NAME_SIZE);
        team->attended = column_like(history, names[i], "attended");
        team->working = column_like(history, names[i], "working");
        count += team->attended >= 0 && team->working >= 0;
    }
    return count;
}

static void write_data(struct plot_job *job, const struct team *teams, int count, int group) {
    const struct history *history = job->history;
    char time[PROSE_SIZE];
    csv_text(job->csv, "time");
    for (int i = 0; i < count; i++) {
        csv_text(job->csv, history->columns.items[teams[i].attended].name);
        csv_text(job->csv, history->columns.items[teams[i].working].name);
    }
    csv_end(job->csv);
    double start = study_plan(job->view->study)->start_s;
    for (int row = 0; row < history->rows; row += group) {
        int last = row + group < history->rows ? row + group - 1 : history->rows - 1;
        const double edges[] = {history->from_s[row], history->to_s[last]};
        for (int edge = 0; edge < 2;
             edge++) { /* a row where the interval begins and one where it ends: steps */
            csv_text(job->csv, iso_moment(time, start + edges[edge]));
            for (int i = 0; i < count; i++) {
                csv_number(job->csv, history_mean(history->mean, history, teams[i].attended, row, group));
                csv_number(job->csv, history_mean(history->mean, history, teams[i].working, row, group));
            }
            csv_end(job->csv);
        }
    }
}

static void draw_panel(struct plot_job *job, const struct team *team, int index, int count) {
    struct area area = plot_area(job, true);
    double height = (area.bottom - area.top - 14 - PANEL_GAP * (count - 1.0)) / count;
    area.top += 14 + index * (height + PANEL_GAP);
    area.bottom = area.top + height;
    plot_margins(job, area);
    const struct history *history = job->history;
    double start = study_plan(job->view->study)->start_s;
    plot_time_axis(job, start + history->from_s[0], start + history->to_s[history->rows - 1],
                   index == count - 1);
    if (index < count - 1)
        text_add(job->script, "unset mxtics\n");
    if (index == 0)
        plot_legend(job, area.top);
    else
        text_add(job->script, "unset key\n");
    struct text name = {0};
    prose_name(&name, team->name);
    plot_text(job, name.data, area.left, area.top - 10, "left", "font bold.',11' tc rgb '#333333'");
    text_free(&name);
    plot_value_axis(job, history_largest(history, history->mean, team->attended), 4);
    text_format(job->script,
                "set ylabel 'people'\nplot data using 1:%d with filledcurves x1 fc rgb "
                "'#9CCBEB' fs solid 1 title 'working', \\\n     data using 1:%d with lines lw 1.6 lc rgb "
                "'#D55E00' title 'present'\nunset label\n",
                3 + 2 * index, 2 + 2 * index);
}

static bool draw(struct plot_job *job) {
    struct team teams[MOST_TEAMS];
    int count = collect(job->history, teams);
    if (!count || job->history->rows < 2)
        return false;
    int group = history_group(job->history, 4 * count, MOST_POINTS); /* a step has two points */
    write_data(job, teams, count, group);
    job->height =
        PLOT_TOP + PLOT_BOTTOM + 14 + count * PANEL_HEIGHT + (count - 1) * PANEL_GAP + (count == 1) * 120;
    text_add(job->script, "set multiplot\n");
    for (int i = 0; i < count; i++)
        draw_panel(job, &teams[i], i, count);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_staffing = {
    .name = "staffing",
    .title = "People present and people working",
    .doc = "Attended staff against staff at work over time, by team.",
    .draw = draw,
};
