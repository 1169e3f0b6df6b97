/* SPDX-License-Identifier: MIT */
/* comparison.c - the files of a comparison, and its JSON. */
#include "output/comparison.h"

#include <math.h>
#include "output/csv_out.h"
#include "output/file.h"
#include "output/output.h"
#include "output/plot.h"
#include "output/tables.h"
#include "sim/base/text.h"

/* JSON */

static void add_number(struct text *out, const char *key, double value) {
    text_format(out, ", \"%s\": ", key);
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

static void add_text(struct text *out, const char *key, const char *value) {
    text_format(out, "\"%s\": ", key);
    text_add_json_string(out, value);
}

static const char *direction_word(enum direction direction) {
    static const char *const words[] = {"none", "higher", "lower"};
    return words[direction];
}

static void add_alternatives(const struct comparison_view *view, struct text *out) {
    char hash[HASH_TEXT_SIZE];
    text_add(out, ",\n \"alternatives\": [");
    for (int i = 0; i < view->count; i++) {
        const struct alternative *alternative = &view->alternatives[i];
        text_add(out, i ? ",\n  {" : "\n  {");
        add_text(out, "name", alternative->name);
        text_add(out, ", ");
        add_text(out, "scenario", alternative->variant->path);
        text_add(out, ", \"set\": [");
        for (int s = 0; s < alternative->variant->setting_count; s++) {
            text_add(out, s ? ", " : "");
            text_add_json_string(out, alternative->variant->settings[s].argument);
        }
        text_format(out, "], \"hash\": \"%s\", \"n\": %d", hash_text(hash, alternative->hash),
                    alternative->replications);
        if (view->selection) {
            add_number(out, "mean", alternative->mean);
            text_format(out, ", \"dropped_after\": %d", alternative->dropped_after);
        }
        text_add(out, "}");
    }
    text_add(out, "\n ]");
}

static void add_row(const struct comparison_view *view, const struct compared *row, struct text *out) {
    const struct paired *paired = &row->paired;
    text_add(out, "{");
    add_text(out, "alternative", view->alternatives[row->alternative].name);
    text_add(out, ", ");
    add_text(out, "metric", row->metric);
    text_add(out, ", ");
    add_text(out, "unit", row->unit);
    text_format(out, ", \"better\": \"%s\", \"n\": %d", direction_word(row->better), paired->n);
    add_number(out, "mean_a", paired->mean_a);
    add_number(out, "mean_b", paired->mean_b);
    add_number(out, "difference", paired->difference);
    add_number(out, "low", paired->low);
    add_number(out, "high", paired->high);
    add_number(out, "p", paired->p);
    add_number(out, "p_holm", paired->p_holm);
    text_format(out, ", \"verdict\": \"%s\"", verdict_word(paired->verdict));
    add_number(out, "correlation", paired->correlation);
    add_number(out, "replications_needed", paired->more ? (double)paired->more : NAN);
    text_add(out, "}");
}

static void add_screened(const struct comparison_view *view, struct text *out) {
    text_add(out, ",\n \"may_be_best\": {");
    for (int i = 0; i < view->screened_count; i++) {
        const char *comma = "";
        text_add(out, i ? ",\n  " : "\n  ");
        text_add_json_string(out, view->screened[i].metric);
        text_add(out, ": [");
        for (int a = 0; a < view->count; a++) {
            if (!view->screened[i].in[a])
                continue;
            text_add(out, comma);
            text_add_json_string(out, view->alternatives[a].name);
            comma = ", ";
        }
        text_add(out, "]");
    }
    text_add(out, "\n }");
}

static void add_selection(const struct comparison_view *view, struct text *out) {
    const struct selection *selection = view->selection;
    text_add(out, ",\n \"selection\": {");
    add_text(out, "metric", selection->metric);
    add_number(out, "delta", selection->delta);
    text_format(out, ", \"better\": \"%s\", \"decided\": %s, \"left\": %d, ",
                direction_word(selection->better), selection->left == 1 ? "true" : "false", selection->left);
    add_text(out, "best", view->alternatives[selection->best].name);
    add_number(out, "decided_at_the_latest", selection->latest);
    add_number(out, "two_stage_runs", selection->rinott_runs);
    text_add(out, "}");
}

void comparison_json(const struct comparison_view *view, struct text *out) {
    text_add(out, "{");
    add_text(out, "base", view->alternatives[0].name);
    add_number(out, "confidence", view->confidence);
    text_format(out, ", \"seed\": %llu, \"replications\": %d", (unsigned long long)view->seed,
                view->replications);
    add_alternatives(view, out);
    if (view->selection) {
        add_selection(view, out);
    } else {
        text_add(out, ",\n \"comparisons\": [");
        for (int i = 0; i < view->family_count; i++) {
            text_add(out, i ? ",\n  " : "\n  ");
            add_row(view, &view->rows[i], out);
        }
        text_add(out, "\n ]");
    }
    if (view->screened_count)
        add_screened(view, out);
    text_add(out, ",\n \"warnings\": [");
    for (int i = 0; i < view->warning_count; i++) {
        text_add(out, i ? ", " : "");
        text_add_json_string(out, view->warnings[i]);
    }
    text_add(out, "]}\n");
}

/* Tables */

/* A column, its unit and what it means. */
struct column {
    const char *name, *unit, *doc;
};
static const struct column comparison_columns[] = {
    {"comparison", "", "The alternative less the base."},
    {"metric", "", "Name of the metric."},
    {"unit", "", "Unit of the means, of the difference and of its bounds."},
    {"role", "", "family: judged together; exploratory: looked at alone, and no more than a hint."},
    {"n", "replications", "Pairs: replications in which both are defined."},
    {"mean_a", "", "Mean of the base over the pairs."},
    {"mean_b", "", "Mean of the alternative over the pairs."},
    {"difference", "", "mean_b - mean_a."},
    {"low", "", "Lower bound of the difference; of the family Bonferroni's, else of this one alone."},
    {"high", "", "Upper bound of the difference."},
    {"p", "", "Two-sided p of no difference, by Student's paired test."},
    {"p_holm", "", "The same, adjusted to the family (Holm)."},
    {"verdict", "", "better, worse, higher, lower, not distinguishable; empty where exploratory."},
    {"correlation", "", "Of base and alternative over replications; high where common random numbers help."},
    {"replications_needed", "replications",
     "So many more would probably decide; empty where decided or out of reach."},
    {0}};
static const struct column difference_columns[] = {{"comparison", "", "The alternative less the base."},
                                                   {"metric", "", "Name of the metric."},
                                                   {"replication", "", "Number of the replication."},
                                                   {"a", "", "Value of the base."},
                                                   {"b", "", "Value of the alternative."},
                                                   {"difference", "", "b - a; empty where one is undefined."},
                                                   {0}};
static const struct column selection_columns[] = {
    {"alternative", "", "Name of the alternative."},
    {"state", "", "selected, left (undecided) or dropped."},
    {"n", "replications", "Replications made of it."},
    {"mean", "", "Mean of the metric over them."},
    {"dropped_after", "replications", "When it was dropped; empty if it was not."},
    {"scenario", "", "File of the scenario."},
    {0}};

static bool begin(struct table *table, const char *directory, const char *name, const struct column *columns,
                  struct text *error) {
    enum { MOST_COLUMNS = 32 };
    const char *names[MOST_COLUMNS] = {NULL};
    struct text path = {0};
    for (int i = 0; columns[i].name; i++)
        names[i] = columns[i].name;
    text_format(&path, "%s/%s", directory, name);
    bool begun = table_begin(table, path.data, names, false, false, error);
    text_free(&path);
    return begun;
}

static void add_comparison(struct text *out, const struct comparison_view *view, const struct compared *row) {
    struct text name = {0};
    text_format(&name, "%s - %s", view->alternatives[row->alternative].name, view->alternatives[0].name);
    csv_text(out, name.data);
    csv_text(out, row->metric);
    text_free(&name);
}

static bool write_comparisons(const struct comparison_view *view, const char *directory, struct text *error) {
    struct table table;
    if (!begin(&table, directory, "comparison.csv", comparison_columns, error))
        return false;
    for (int i = 0; i < view->row_count; i++) {
        const struct compared *row = &view->rows[i];
        const struct paired *p = &row->paired;
        struct text *out = &table.text;
        add_comparison(out, view, row);
        csv_text(out, row->unit);
        csv_text(out, row->exploratory ? "exploratory" : "family");
        csv_integer(out, p->n);
        const double numbers[] = {p->mean_a, p->mean_b, p->difference, p->low, p->high, p->p, p->p_holm};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            csv_number(out, numbers[k]);
        csv_text(out, row->exploratory ? "" : verdict_word(p->verdict));
        csv_number(out, p->correlation);
        csv_number(out, p->more ? (double)p->more : NAN);
        table_row_end(&table);
    }
    return table_end(&table, error);
}

static bool write_differences(const struct comparison_view *view, const char *directory, struct text *error) {
    struct table table;
    if (!begin(&table, directory, "differences.csv", difference_columns, error))
        return false;
    for (int i = 0; i < view->family_count; i++) {
        const struct compared *row = &view->rows[i];
        int metric = gather_find(view->gather, row->metric);
        const double *a = gather_values(view->gather, 0, metric),
                     *b = gather_values(view->gather, row->alternative, metric);
        for (int r = 0; r < view->replications; r++) {
            add_comparison(&table.text, view, row);
            csv_integer(&table.text, r + 1);
            csv_number(&table.text, a[r]);
            csv_number(&table.text, b[r]);
            csv_number(&table.text, b[r] - a[r]);
            table_row_end(&table);
        }
    }
    return table_end(&table, error);
}

static bool write_selection(const struct comparison_view *view, const char *directory, struct text *error) {
    struct table table;
    if (!begin(&table, directory, "selection.csv", selection_columns, error))
        return false;
    for (int i = 0; i < view->count; i++) {
        const struct alternative *alternative = &view->alternatives[i];
        csv_text(&table.text, alternative->name);
        csv_text(&table.text, alternative->dropped_after  ? "dropped"
                              : view->selection->left > 1 ? "left"
                                                          : "selected");
        csv_integer(&table.text, alternative->replications);
        csv_number(&table.text, alternative->mean);
        csv_number(&table.text, alternative->dropped_after ? alternative->dropped_after : NAN);
        csv_text(&table.text, alternative->variant->path);
        table_row_end(&table);
    }
    return table_end(&table, error);
}

static bool write_dictionary(const struct comparison_view *view, const char *directory, struct text *error) {
    const struct {
        const char *file;
        const struct column *columns;
        bool selection;
    } files[] = {{"comparison.csv", comparison_columns, false},
                 {"differences.csv", difference_columns, false},
                 {"selection.csv", selection_columns, true}};
    struct table table;
    struct text path = {0};
    text_format(&path, "%s/dictionary.csv", directory);
    bool written = table_begin(&table, path.data, dictionary_columns, false, false, error);
    for (int f = 0; f < 3 && written; f++)
        for (int i = 0; files[f].columns[i].name && files[f].selection == (view->selection != NULL); i++)
            dictionary_row(&table, files[f].file, files[f].columns[i].name, files[f].columns[i].unit,
                           files[f].columns[i].doc);
    text_free(&path);
    return written && table_end(&table, error);
}

static bool write_json(const struct comparison_view *view, const char *directory, struct text *error) {
    struct text json = {0}, path = {0};
    comparison_json(view, &json);
    text_format(&path, "%s/comparison.json", directory);
    bool written = file_write_atomically(path.data, json.data, json.length, error);
    text_free(&json);
    text_free(&path);
    return written;
}

static bool draw(const struct comparison_view *view, const char *directory, struct text *error,
                 struct text *warnings) {
    struct text caption = {0}, subtitle = {0};
    comparison_caption(view, &caption);
    text_format(&subtitle, "Against %s", view->alternatives[0].name);
    struct plot_source source = {.comparison = view, .subtitle = subtitle.data, .caption = caption.data};
    bool written = plots_write(plots_of_designs, &source, directory, error, warnings);
    text_free(&caption);
    text_free(&subtitle);
    return written;
}

bool comparison_write(const struct comparison_view *view, const char *directory, struct text *error,
                      struct text *warnings) {
    bool written = directory_create(directory, error);
    if (view->selection)
        written = written && write_selection(view, directory, error);
    else
        written =
            written && write_comparisons(view, directory, error) && write_differences(view, directory, error);
    return written && write_dictionary(view, directory, error) && write_json(view, directory, error) &&
           draw(view, directory, error, warnings) && comparison_report(view, directory, error);
}
