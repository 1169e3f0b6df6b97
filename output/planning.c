/* SPDX-License-Identifier: MIT */
/* planning.c - the files of a staffing plan. */
#include "output/planning.h"

#include <string.h>
#include "output/csv_out.h"
#include "output/plot.h"
#include "output/prose.h"
#include "output/tables.h"

struct column {
    const char *name, *unit, *doc;
};
static const struct column plan_columns[] = {
    {"team", "", "Team of the scenario."},
    {"date", "", "Day on which the shift begins."},
    {"from", "", "Begin of the shift."},
    {"to", "", "End of the shift; before the begin means on the next day."},
    {"people", "people", "People on duty."},
    {0}};
static const struct column need_columns[] = {
    {"time", "", "Begin of the hour."},
    {"team", "", "Team of the scenario."},
    {"offered", "people", "People at work if there were more than enough of them."},
    {"need", "people", "People needed, after waiting work is spread and with a margin for chance."},
    {"present", "people", "People of the plan at work or ready for it, absence and breaks deducted."},
    {"worked", "people", "People at work when the plan was simulated."},
    {0}};
static const struct column round_columns[] = {
    {"plan", "", "Number of a plan that was simulated in the search."},
    {"cost", "currency", "Wages of the plan, or paid hours of teams without a wage."},
    {"holds", "", "Whether the targets hold with the margin that a confirmation wants."},
    {"metric", "", "Metric of a target."},
    {"value", "", "Its mean over the replications of the search; of a risk, the share that holds."},
    {0}};

static bool begin(struct table *table, const char *directory, const char *file, const struct column *columns,
                  struct text *error) {
    enum { MOST = 8 };
    const char *names[MOST] = {0};
    struct text path = {0};
    for (int i = 0; columns[i].name; i++)
        names[i] = columns[i].name;
    text_format(&path, "%s/%s", directory, file);
    bool begun = table_begin(table, path.data, names, false, false, error);
    text_free(&path);
    return begun;
}

static bool write_text(const char *directory, const char *file, const char *data, size_t length,
                       struct text *error) {
    struct text path = {0};
    text_format(&path, "%s/%s", directory, file);
    bool written = file_write_atomically(path.data, data, length, error);
    text_free(&path);
    return written;
}

static bool write_needs(const struct planning_view *view, const char *directory, struct text *error) {
    struct table table;
    const struct plan_table *plan = &view->end->plan;
    char when[PROSE_SIZE];
    if (!begin(&table, directory, "needs.csv", need_columns, error))
        return false;
    for (int i = 0; i < plan->hour_count; i++) {
        const struct plan_hour *hour = &plan->hours[i];
        csv_text(&table.text, iso_moment(when, hour->from_s));
        csv_text(&table.text, hour->team);
        csv_number(&table.text, hour->offered);
        csv_number(&table.text, hour->need);
        csv_number(&table.text, hour->present);
        csv_number(&table.text, hour->worked);
        table_row_end(&table);
    }
    return table_end(&table, error);
}

static bool write_rounds(const struct planning_view *view, const char *directory, struct text *error) {
    struct table table;
    if (!begin(&table, directory, "rounds.csv", round_columns, error))
        return false;
    for (int i = 0; i < view->end->round_count; i++)
        for (int t = 0; t < view->end->test_count; t++) {
            csv_integer(&table.text, i + 1);
            csv_number(&table.text, view->end->rounds[i].cost);
            csv_text(&table.text, view->end->rounds[i].holds ? "true" : "false");
            csv_text(&table.text, view->end->tests[t].metric);
            csv_number(&table.text, view->end->rounds[i].means[t]);
            table_row_end(&table);
        }
    return table_end(&table, error);
}

static bool write_dictionary(const char *directory, struct text *error) {
    const struct {
        const char *file;
        const struct column *columns;
    } files[] = {
        {"staffing_plan.csv", plan_columns}, {"needs.csv", need_columns}, {"rounds.csv", round_columns}};
    struct table table;
    struct text path = {0};
    text_format(&path, "%s/dictionary.csv", directory);
    bool written = table_begin(&table, path.data, dictionary_columns, false, false, error);
    for (int f = 0; f < 3 && written; f++)
        for (const struct column *column = files[f].columns; column->name; column++)
            dictionary_row(&table, files[f].file, column->name, column->unit, column->doc);
    text_free(&path);
    return written && table_end(&table, error);
}

static bool write_json(const struct planning_view *view, const char *directory, struct text *error) {
    struct text json = {0};
    planning_json(view, &json);
    bool written = write_text(directory, "planning.json", json.data, json.length, error);
    text_free(&json);
    return written;
}

static bool draw(const struct planning_view *view, const char *directory, struct text *error,
                 struct text *warnings) {
    static const struct plot *const plots[] = {&plot_needs, NULL};
    struct plot_source source = {.planning = view,
                                 .subtitle = view->title,
                                 .caption = "Needs from runs with more people than needed, means over "
                                            "replications; the plan covers them at least cost"};
    return plots_write(plots, &source, directory, error, warnings);
}

bool planning_write(const struct planning_view *view, const char *directory, struct text *error,
                    struct text *warnings) {
    const char *csv = view->end->csv;
    return directory_create(directory, error) &&
           write_text(directory, "staffing_plan.csv", csv, strlen(csv), error) &&
           write_needs(view, directory, error) && write_rounds(view, directory, error) &&
           write_dictionary(directory, error) && write_json(view, directory, error) &&
           draw(view, directory, error, warnings) && planning_report(view, directory, error);
}
