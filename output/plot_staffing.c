/* SPDX-License-Identifier: MIT */
/* plot_staffing.c - people present against people working, a panel per team: where a plan is too thin or too
 * thick. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/engine/calendar.h"

enum { MOST_TEAMS = 8, MOST_POINTS = 5600, PANEL_HEIGHT = 96, PANEL_GAP = 32, WEEK_D = 7, WHOLE_D = 9 };

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

/* The rows that are drawn. */
struct window {
    int from, to, group;
};

static double worked(const struct history *history, const struct team *teams, int count, int from, int to) {
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += history_mean(history->mean, history, teams[i].working, from, to - from);
    return sum;
}

/* Everything when it is short, else the seven days after the lead-in in which people worked most: the mean of
 * a whole season would show shifts that nobody works. */
static struct window choose(const struct plot_job *job, const struct team *teams, int count) {
    const struct history *history = job->history;
    int day = history_day(history), week = WEEK_D * day, first = 0;
    struct window window = {0, history->rows, 1};
    if (history->rows > WHOLE_D * day && day > 1) {
        while (first < history->rows && history->from_s[first] < study_warmup_s(job->view->study))
            first++;
        double most = -1;
        for (int row = first; row + week <= history->rows; row += day) {
            double sum = worked(history, teams, count, row, row + week);
            if (sum > most)
                window = (struct window){row, row + week, 1};
            most = fmax(most, sum);
        }
    }
    while (window.group < day &&
           (4 * count * (window.to - window.from) / window.group > MOST_POINTS || day % window.group != 0))
        window.group++;
    return window;
}

static void write_data(struct plot_job *job, const struct team *teams, int count, struct window window) {
    const struct history *history = job->history;
    char time[PROSE_SIZE];
    csv_text(job->csv, "time");
    for (int i = 0; i < count; i++) {
        csv_text(job->csv, history->columns.items[teams[i].attended].name);
        csv_text(job->csv, history->columns.items[teams[i].working].name);
    }
    csv_end(job->csv);
    double start = study_plan(job->view->study)->start_s;
    for (int row = window.from; row < window.to; row += window.group) {
        int last = row + window.group < window.to ? row + window.group - 1 : window.to - 1;
        const double edges[] = {history->from_s[row], history->to_s[last]};
        for (int edge = 0; edge < 2; edge++) { /* where the interval begins and where it ends: steps */
            csv_text(job->csv, iso_moment(time, start + edges[edge]));
            for (int i = 0; i < count; i++) {
                const int columns[] = {teams[i].attended, teams[i].working};
                for (int k = 0; k < 2; k++)
                    csv_number(job->csv,
                               history_mean(history->mean, history, columns[k], row, last + 1 - row));
            }
            csv_end(job->csv);
        }
    }
}

static void draw_panel(struct plot_job *job, const struct team *team, int index, int count,
                       struct window window) {
    struct area area = plot_area(job, true);
    double height = (area.bottom - area.top - 14 - PANEL_GAP * (count - 1.0)) / count;
    area.top += 14 + index * (height + PANEL_GAP);
    area.bottom = area.top + height;
    plot_margins(job, area);
    const struct history *history = job->history;
    double start = study_plan(job->view->study)->start_s, from = start + history->from_s[window.from],
           to = start + history->to_s[window.to - 1], largest = 0;
    plot_time_axis(job, from, to, index == count - 1);
    plot_unmeasured(job, from, to, index == 0);
    if (index == 0)
        plot_legend(job, area.top);
    else
        text_add(job->script, "unset key\n");
    struct text name = {0};
    prose_name(&name, team->name);
    text_add(&name, " (people)");
    plot_text(job, name.data, area.left, area.top - 10, "left", "font bold.',11' tc rgb '#333333'");
    text_free(&name);
    for (int row = window.from; row < window.to; row += window.group)
        largest = fmax(largest, history_mean(history->mean, history, team->attended, row, window.group));
    plot_value_axis(job, largest, 4);
    text_format(job->script,
                "plot data using 1:%d with filledcurves x1 fc rgb "
                "'#9CCBEB' fs solid 1 title 'working', \\\n     data using 1:%d with lines lw 1.6 lc rgb "
                "'#D55E00' title 'present'\nunset label\n",
                3 + 2 * index, 2 + 2 * index);
}

static bool draw(struct plot_job *job) {
    struct team teams[MOST_TEAMS];
    int count = collect(job->history, teams);
    if (!count || job->history->rows < 2)
        return false;
    struct window window = choose(job, teams, count);
    write_data(job, teams, count, window);
    if (window.to - window.from < job->history->rows)
        plot_note(job, "The seven days in a row with most work; all days are in timeseries.csv");
    plot_group_note(job, window.group);
    job->height =
        PLOT_TOP + PLOT_BOTTOM + 14 + count * PANEL_HEIGHT + (count - 1) * PANEL_GAP + (count == 1) * 120;
    text_add(job->script, "set multiplot\n");
    for (int i = 0; i < count; i++)
        draw_panel(job, &teams[i], i, count, window);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_staffing = {
    .name = "staffing",
    .title = "People present and people working",
    .doc = "People present against people at work (walking included), by team; the gap is idle time.",
    .draw = draw,
};
