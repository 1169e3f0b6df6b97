/* SPDX-License-Identifier: MIT */
/* report_tables.c - tables of the report: bottlenecks, staffing, cost, by carrier and merchant, replications.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/bottleneck.h"
#include "output/html.h"
#include "output/lookup.h"
#include "output/prose.h"
#include "output/report_parts.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { MOST_RESOURCES = 200, MOST_MEMBERS = 100, MOST_REPLICATIONS = 200 };

static void add_escaped(struct text *html, struct text *plain) {
    html_text(html, plain->data ? plain->data : "");
    text_free(plain);
}

void cell_text(struct text *html, const char *string) {
    text_add(html, "<td>");
    html_text(html, string);
    text_add(html, "</td>");
}

void cell_name(struct text *html, const char *name) {
    struct text plain = {0};
    prose_name(&plain, name);
    text_add(html, "<tr><th scope=\"row\">");
    add_escaped(html, &plain);
    text_add(html, "</th>");
}

void cell_value(struct text *html, double value, const char *unit) {
    struct text plain = {0};
    prose_value(&plain, value, unit);
    text_add(html, "<td class=\"number\">");
    add_escaped(html, &plain);
    text_add(html, "</td>");
}

void cell_estimate(struct text *html, const struct summary *summary, const char *unit) {
    struct text plain = {0};
    prose_estimate(&plain, summary, unit, "\u00b1");
    text_add(html, "<td class=\"number\">");
    add_escaped(html, &plain);
    text_add(html, "</td>");
}

void table_open(struct text *html, const char *id, const char *title, const char *note,
                const char *const *headings) {
    text_format(html, "<section id=\"%s\">\n<h2>", id);
    html_text(html, title);
    text_add(html, "</h2>\n");
    if (note) {
        text_add(html, "<p class=\"quiet\">");
        html_text(html, note);
        text_add(html, "</p>\n");
    }
    text_add(html, "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr>");
    for (int i = 0; headings[i]; i++) {
        bool left = i == 0 || headings[i][0] == '<';
        text_format(html, "<th scope=\"col\"%s>", left ? "" : " class=\"number\"");
        html_text(html, headings[i] + (headings[i][0] == '<'));
        text_add(html, "</th>");
    }
    text_add(html, "</tr></thead>\n<tbody>\n");
}

void table_close(struct text *html) {
    text_add(html, "</tbody>\n</table>\n</div>\n</section>\n");
}

/* A bar without style attributes, which the policy of the page forbids. */
static void cell_meter(struct text *html, double share) {
    text_add(html, "<td class=\"number\">");
    if (isfinite(share))
        text_format(html,
                    "<meter min=\"0\" max=\"1\" low=\"0.85\" high=\"0.95\" optimum=\"0\" value=\"%.3f\">%.0f "
                    "%%</meter>",
                    share > 1 ? 1 : share, 100 * share);
    text_add(html, "</td>");
}

/* The estimated load of a team or piece of equipment; NaN when the estimate does not know it. */
static double estimated_load(const struct estimate *estimate, const char *name) {
    static const char team[] = "team ";
    struct text plain = {0};
    double load = NAN;
    prose_name(&plain, name);
    for (int i = 0; estimate && i < estimate->count; i++) {
        const struct estimate_row *row = &estimate->rows[i];
        const char *resource = row->resource;
        resource += strncmp(resource, team, sizeof team - 1) == 0 ? sizeof team - 1 : 0;
        struct text other = {0};
        prose_name(&other, resource);
        if (other.data && plain.data && strcmp(other.data, plain.data) == 0 && row->capacity > 0)
            load = row->work / row->capacity;
        text_free(&other);
    }
    text_free(&plain);
    return load;
}

static void add_measured(const struct run_view *view, struct text *html) {
    struct resource resources[MOST_RESOURCES];
    int count = resources_by_utilisation(view->study, resources, MOST_RESOURCES);
    if (!count)
        return;
    table_open(
        html, "bottlenecks", "Bottlenecks",
        "Busy is the share of time spent on tasks, walking included: of the time on duty without breaks "
        "for people, of all hours for equipment. Above about 90 % queues grow fast. The expected load "
        "is what the workload estimate below gives before any waiting; a team that is busier than that "
        "works off a backlog, helps elsewhere or walks further than estimated.",
        (const char *const[]){"Resource", "<Kind", "Busy", "", "Expected load", NULL});
    for (int i = 0; i < count; i++) {
        cell_name(html, resources[i].name);
        cell_text(html, resources[i].kind);
        cell_estimate(html, &resources[i].utilisation.summary, "share");
        cell_meter(html, resources[i].utilisation.summary.mean);
        cell_value(html, estimated_load(view->estimate, resources[i].name), "share");
        text_add(html, "</tr>\n");
    }
    table_close(html);
}

static void add_estimated(const struct estimate *estimate, struct text *html) {
    if (!estimate || !estimate->count)
        return;
    struct text note = {0};
    text_add(&note, "Work against capacity, estimated before the run.");
    if (estimate->bottleneck)
        text_format(&note, " Likely bottleneck: %s.", estimate->bottleneck);
    table_open(
        html, "workload", "Workload estimate", note.data,
        (const char *const[]){"Resource", "<Key that changes it", "Work", "Capacity", "Load", "", NULL});
    text_free(&note);
    for (int i = 0; i < estimate->count; i++) {
        const struct estimate_row *row = &estimate->rows[i];
        double load = row->capacity > 0 ? row->work / row->capacity : NAN;
        cell_name(html, row->resource);
        text_add(html, "<td><code>");
        html_text(html, row->path ? row->path : "");
        text_add(html, "</code></td>");
        cell_value(html, row->work, row->unit);
        cell_value(html, row->capacity, row->unit);
        cell_value(html, load, "share");
        cell_meter(html, load);
        text_add(html, "</tr>\n");
    }
    table_close(html);
}

void report_bottlenecks(const struct run_view *view, struct text *html) {
    add_measured(view, html);
    bottleneck_report(view->gains, html);
    add_estimated(view->estimate, html);
}

void report_staffing(const struct run_view *view, struct text *html) {
    static const struct {
        const char *pattern, *heading;
    } columns[] = {{"teams.%s.paid_h", "Paid"},       {"teams.%s.work_h", "Work"},
                   {"teams.%s.travel_h", "Travel"},   {"teams.%s.blocked_h", "Blocked"},
                   {"teams.%s.waiting_h", "Waiting"}, {"teams.%s.break_h", "Break"},
                   {"teams.%s.absent_h", "Absent"},   {"teams.%s.overtime_h", "Overtime"}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    char teams[MOST_MEMBERS][NAME_SIZE];
    int count = middles_of(study_measures(view->study), "teams.", ".paid_h", teams, MOST_MEMBERS);
    int used[COLUMNS], uses = 0;
    const char *headings[COLUMNS + 3] = {"Team"};
    for (int k = 0; k < COLUMNS; k++) {
        bool any = false;
        for (int i = 0; i < count && !any; i++)
            any = number_like(view->study, columns[k].pattern, teams[i]).found;
        if (any)
            used[uses++] = k;
    }
    if (!count)
        return;
    for (int k = 0; k < uses; k++)
        headings[k + 1] = columns[used[k]].heading;
    headings[uses + 1] = "Busy";
    table_open(html, "teams", "Staffing", "Hours in the measured window, mean over replications.", headings);
    for (int i = 0; i < count; i++) {
        cell_name(html, teams[i]);
        for (int k = 0; k < uses; k++)
            cell_value(html, rint(number_like(view->study, columns[used[k]].pattern, teams[i]).summary.mean),
                       "");
        cell_value(html, number_like(view->study, "teams.%s.utilisation", teams[i]).summary.mean, "share");
        text_add(html, "</tr>\n");
    }
    table_close(html);
}

void report_cost(const struct run_view *view, struct text *html) {
    struct measures measures = study_measures(view->study);
    bool open = false;
    for (int i = 0; i < measures.count; i++) {
        const struct measure *m = &measures.items[i];
        struct summary summary = study_summary(view->study, i);
        bool free_of_charge = summary.min == 0 && summary.max == 0;
        if (strncmp(m->name, "cost.", 5) != 0 || *m->dimension || !isfinite(summary.mean) || free_of_charge)
            continue;
        if (!open)
            table_open(html, "costs", "Cost", NULL,
                       (const char *const[]){"Cost", "Mean", "<What it is", NULL});
        open = true;
        cell_name(html, m->name + 5);
        cell_estimate(html, &summary, unit_of(m));
        cell_text(html, m->metric && m->metric->doc ? m->metric->doc : "");
        text_add(html, "</tr>\n");
    }
    if (open)
        table_close(html);
}

void report_breakdown(const struct run_view *view, const char *dimension, const char *title,
                      struct text *html) {
    static const struct {
        const char *base, *heading;
    } columns[] = {{"orders.departed", "Orders"},
                   {"on_time", "On time"},
                   {"cycle_time_s.p50", "Cycle time p50"},
                   {"cycle_time_s.p95", "Cycle time p95"},
                   {"loading.trailer_fill", "Trailer fill"}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const char *members[MOST_MEMBERS], *headings[COLUMNS + 2] = {"Name"};
    int count = members_of(view->study, "on_time", dimension, members, MOST_MEMBERS), used[COLUMNS], uses = 0;
    for (int k = 0; k < COLUMNS && count; k++)
        if (number_of(view->study, columns[k].base, dimension, members[0]).found)
            used[uses++] = k;
    bool says_more = count > 1 || strcmp(dimension, "carrier") == 0; /* than the figures of all orders */
    if (!uses || !says_more)
        return;
    for (int k = 0; k < uses; k++)
        headings[k + 1] = columns[used[k]].heading;
    headings[uses + 1] = NULL;
    struct text id = {0};
    text_format(&id, "by-%s", dimension);
    table_open(html, id.data, title, NULL, headings);
    text_free(&id);
    for (int i = 0; i < count; i++) {
        cell_name(html, members[i]);
        for (int k = 0; k < uses; k++) {
            struct number number = number_of(view->study, columns[used[k]].base, dimension, members[i]);
            cell_estimate(html, &number.summary, strncmp(number.unit, "orders", 6) == 0 ? "" : number.unit);
        }
        text_add(html, "</tr>\n");
    }
    table_close(html);
}

/* Units that the heading of the column says already are left out. */
static const char *unit_in_cell(const struct measure *measure) {
    const char *unit = unit_of(measure);
    return strncmp(unit, "orders", 6) == 0 ? "" : unit;
}

void report_replications(const struct run_view *view, struct text *html) {
    static const char *const names[] = {"on_time",          "throughput.orders_per_day",
                                        "cycle_time_s.p50", "cycle_time_s.p95",
                                        "cost.per_order",   "backlog.end_minus_start"};
    static const char *const titles[] = {"On time",        "Orders a day",   "Cycle time p50",
                                         "Cycle time p95", "Cost per order", "Backlog change"};
    enum { NAMES = sizeof names / sizeof *names };
    int indexes[NAMES], used = 0, replication;
    const char *headings[NAMES + 2] = {"Replication"};
    for (int k = 0; k < NAMES; k++)
        if ((indexes[used] = study_find(view->study, names[k])) >= 0)
            headings[++used] = titles[k];
    headings[used + 1] = NULL;
    struct measures measures = study_measures(view->study);
    double *values = memory_resize(NULL, sizeof *values * (size_t)(measures.count + 1));
    table_open(html, "replications", "Replications",
               study_replications(view->study) > MOST_REPLICATIONS ? "The first 200; all are in results.csv."
                                                                   : NULL,
               headings);
    for (int i = 0; i < MOST_REPLICATIONS && study_values(view->study, i, &replication, values); i++) {
        text_format(html, "<tr><th scope=\"row\">%d</th>", replication);
        for (int k = 0; k < used; k++)
            cell_value(html, values[indexes[k]], unit_in_cell(&measures.items[indexes[k]]));
        text_add(html, "</tr>\n");
    }
    table_close(html);
    free(values);
}
