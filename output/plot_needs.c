/* SPDX-License-Identifier: MIT */
/* plot_needs.c - what a staffing plan rests on: a panel per team with the people needed by hour, those of the
 * plan who are there, and those who worked when it was simulated. */
#include <math.h>
#include <string.h>
#include "output/csv_out.h"
#include "output/planning.h"
#include "output/plot.h"
#include "output/prose.h"
#include "sim/engine/calendar.h"

enum { MOST_TEAMS = 8, MOST_HOURS = 9 * HOURS_A_DAY, PANEL_HEIGHT = 96, PANEL_GAP = 32 };

/* The hours of a team follow each other in the table; at most so many are drawn. */
static int hours_of(const struct plan_table *plan) {
    int hours = plan->team_count ? plan->hour_count / plan->team_count : 0;
    return hours < MOST_HOURS ? hours : MOST_HOURS;
}

static const struct plan_hour *hour_of(const struct plan_table *plan, int team, int hour) {
    return &plan->hours[team * (plan->hour_count / plan->team_count) + hour];
}

static void write_data(struct plot_job *job, const struct plan_table *plan, int teams, int hours) {
    char time[PROSE_SIZE];
    csv_text(job->csv, "time");
    for (int t = 0; t < teams; t++) {
        static const char *const what[] = {"need", "present", "worked"};
        for (int k = 0; k < 3; k++) {
            struct text name = {0};
            text_format(&name, "%s %s", plan->teams[t], what[k]);
            csv_text(job->csv, name.data);
            text_free(&name);
        }
    }
    csv_end(job->csv);
    for (int h = 0; h < hours; h++)
        for (int edge = 0; edge < 2; edge++) { /* where the hour begins and where it ends: steps */
            csv_text(job->csv,
                     iso_moment(time, hour_of(plan, 0, h)->from_s + (double)edge * SECONDS_AN_HOUR));
            for (int t = 0; t < teams; t++) {
                const struct plan_hour *hour = hour_of(plan, t, h);
                csv_number(job->csv, hour->need);
                csv_number(job->csv, hour->present);
                csv_number(job->csv, hour->worked);
            }
            csv_end(job->csv);
        }
}

static void draw_panel(struct plot_job *job, const struct plan_table *plan, int team, int teams, int hours) {
    struct area area = plot_area(job, true);
    double height = (area.bottom - area.top - 14 - PANEL_GAP * (teams - 1.0)) / teams, largest = 0;
    area.top += 14 + team * (height + PANEL_GAP);
    area.bottom = area.top + height;
    plot_margins(job, area);
    plot_time_axis(job, hour_of(plan, 0, 0)->from_s,
                   hour_of(plan, 0, hours - 1)->from_s + (double)SECONDS_AN_HOUR, team == teams - 1);
    if (team == 0)
        plot_legend(job, area.top);
    else
        text_add(job->script, "unset key\n");
    struct text name = {0};
    prose_name(&name, plan->teams[team]);
    text_add(&name, " (people)");
    plot_text(job, name.data, area.left, area.top - 10, "left", "font bold.',11' tc rgb '#333333'");
    text_free(&name);
    for (int h = 0; h < hours; h++)
        largest = fmax(largest, fmax(hour_of(plan, team, h)->need, hour_of(plan, team, h)->present));
    plot_value_axis(job, largest, 4);
    text_format(job->script,
                "plot data using 1:%d with filledcurves x1 fc rgb '#9CCBEB' fs solid 1 "
                "title 'working', \\\n     data using 1:%d with lines lw 1.6 lc rgb '#D55E00' title "
                "'present', \\\n     data using 1:%d with lines lw 1.4 dt 2 lc rgb '#333333' title "
                "'needed'\nunset label\n",
                4 + 3 * team, 3 + 3 * team, 2 + 3 * team);
}

static bool draw(struct plot_job *job) {
    if (!job->source->planning)
        return false;
    const struct plan_table *plan = &job->source->planning->end->plan;
    int hours = hours_of(plan), teams = plan->team_count < MOST_TEAMS ? plan->team_count : MOST_TEAMS;
    if (!teams || hours < 2)
        return false;
    write_data(job, plan, teams, hours);
    if (hours < plan->hour_count / plan->team_count)
        plot_note(job, "The first days; all hours are in needs.csv");
    if (teams < plan->team_count)
        plot_note(job, "Some teams are left out; all are in needs.csv");
    job->height =
        PLOT_TOP + PLOT_BOTTOM + 14 + teams * PANEL_HEIGHT + (teams - 1) * PANEL_GAP + (teams == 1) * 120;
    text_add(job->script, "set multiplot\n");
    for (int t = 0; t < teams; t++)
        draw_panel(job, plan, t, teams, hours);
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_needs = {
    .name = "needs",
    .title = "People needed and people of the plan",
    .doc = "People needed by hour against those of a staffing plan who are present and who work, by team.",
    .draw = draw,
};
