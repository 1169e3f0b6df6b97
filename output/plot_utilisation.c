/* SPDX-License-Identifier: MIT */
/* plot_utilisation.c - how people and equipment spent their time: a bar per resource, stacked. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "output/prose.h"

enum { PARTS = 5, MOST_TEAMS = 30, MOST_EQUIPMENT = 30, BAR_HEIGHT = 26, LEGEND_ROWS = PARTS + 2 };

static const struct {
    const char *pattern, *title, *colour;
} parts[PARTS] = {
    {"teams.%s.work_h", "work", "#0072B2"},       {"teams.%s.travel_h", "travel", "#56B4E9"},
    {"teams.%s.blocked_h", "blocked", "#D55E00"}, {"teams.%s.waiting_h", "waiting for work", "#DDDDDD"},
    {"teams.%s.break_h", "break", "#F0E442"},
};

/* "pickers (93 %)": the busy share as it is reported, breaks left out. */
static void start_row(struct plot_job *job, const char *kind, const char *name, double busy, int row) {
    enum { LONGEST = 18 };
    struct text label = {0};
    csv_text(job->csv, kind);
    prose_name(&label, name);
    if (label.length > LONGEST + 1) {
        label.data[label.length = LONGEST] = '\0';
        text_add(&label, "\u2026");
    }
    if (isfinite(busy))
        text_format(&label, " (%.0f %%)", 100 * busy);
    csv_text(job->csv, label.data ? label.data : "");
    csv_integer(job->csv, row);
    text_free(&label);
}

/* Upper ends of the stacked parts in per cent of the team's time; false if nothing is known of it. */
static bool team_row(struct plot_job *job, const char *team, int row) {
    double hours[PARTS], total = 0, sum = 0;
    for (int i = 0; i < PARTS; i++) {
        double mean = number_like(job->view->study, parts[i].pattern, team).summary.mean;
        hours[i] = isfinite(mean) && mean > 0 ? mean : 0;
        total += hours[i];
    }
    if (!(total > 0))
        return false;
    start_row(job, "team", team, number_like(job->view->study, "teams.%s.utilisation", team).summary.mean,
              row);
    for (int i = 0; i < PARTS; i++) {
        sum += hours[i];
        csv_number(job->csv, 100 * sum / total);
    }
    csv_end(job->csv);
    return true;
}

static bool equipment_row(struct plot_job *job, const char *name, int row) {
    double busy = number_like(job->view->study, "equipment.%s.utilisation", name).summary.mean;
    if (!isfinite(busy))
        return false;
    start_row(job, "equipment", name, busy, row);
    csv_number(job->csv, 100 * busy);
    for (int i = 1; i < PARTS; i++)
        csv_number(job->csv, 100);
    csv_end(job->csv);
    return true;
}

static void draw_bars(struct plot_job *job, int rows, bool teams, bool equipment) {
    struct area area = plot_area(job, true);
    area.left = 186;
    plot_margins(job, area);
    plot_legend(job, area.top);
    text_format(job->script,
                "set yrange [%d.4:-0.6]; set xrange [0:100]; set xlabel '%% of %s'\n"
                "unset grid; set grid x lc rgb '#e8e8e8' lt 1 lw 1; set tics scale 0; set border 1\nplot ",
                rows - 1,
                !equipment ? "the time people were present, breaks included"
                : !teams   ? "all hours"
                           : "the time people were present, breaks included; of all hours for equipment");
    for (int i = 0; i < PARTS && teams; i++) {
        text_add(job->script, i ? ", \\\n     " : "");
        text_format(job->script, "data using (stringcolumn(1) eq 'team' ? $%d : NaN):3:", 4 + i);
        text_format(job->script, i ? "%d" : "(0)", 3 + i);
        text_format(job->script, ":%d:($3-0.36):($3+0.36):ytic(2) with boxxyerror lc rgb '%s' title '%s'",
                    4 + i, parts[i].colour, parts[i].title);
    }
    if (!equipment) {
        text_add_char(job->script, '\n');
        return;
    }
    text_add(job->script, teams ? ", " : "");
    text_add(job->script, "\\\n     data using (stringcolumn(1) eq 'equipment' ? $4 : NaN):3:(0):4:($3-0.36):"
                          "($3+0.36):ytic(2) with boxxyerror lc rgb '#009E73' title 'equipment in use', \\\n"
                          "     data using (stringcolumn(1) eq 'equipment' ? 100 : NaN):3:4:(100):($3-0.36):"
                          "($3+0.36) with boxxyerror lc rgb '#EEEEEE' title 'equipment free'\n");
}

static bool draw(struct plot_job *job) {
    struct measures measures = study_measures(job->view->study);
    char teams[MOST_TEAMS][NAME_SIZE], equipment[MOST_EQUIPMENT][NAME_SIZE];
    int team_count = middles_of(measures, "teams.", ".work_h", teams, MOST_TEAMS);
    int equipment_count = middles_of(measures, "equipment.", ".utilisation", equipment, MOST_EQUIPMENT);
    int rows = 0;
    csv_header(job->csv, (const char *const[]){"kind", "name", "row", "work", "travel", "blocked", "waiting",
                                               "break", NULL});
    for (int i = 0; i < team_count; i++)
        rows += team_row(job, teams[i], rows);
    int team_rows = rows;
    for (int i = 0; i < equipment_count; i++)
        rows += equipment_row(job, equipment[i], rows);
    if (!rows)
        return false;
    if (team_rows)
        plot_note(job, "In brackets: busy share of the time on duty, breaks left out");
    job->height = PLOT_TOP + PLOT_BOTTOM + (rows > LEGEND_ROWS ? rows : LEGEND_ROWS) * BAR_HEIGHT;
    draw_bars(job, rows, team_rows > 0, rows > team_rows);
    return true;
}

const struct plot plot_utilisation = {
    .name = "utilisation",
    .title = "How people and equipment spent their time",
    .doc = "Shares of work, travel, blocked, waiting and break time by team, and of equipment in use.",
    .draw = draw,
};
