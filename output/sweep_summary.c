/* SPDX-License-Identifier: MIT */
/* sweep_summary.c - a study of many designs as one JSON object, and as a table for the terminal. */
#include <math.h>
#include <string.h>
#include "output/key_label.h"
#include "output/lookup.h"
#include "output/prose.h"
#include "output/sweep.h"
#include "sim/base/text.h"

/* JSON */

static void add_number(struct text *out, double value) {
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

/* Numbers as numbers, all else as texts. */
static void add_value(struct text *out, const char *value) {
    double number = factor_number(value);
    if (isnan(number))
        text_add_json_string(out, value);
    else
        text_add_number(out, number);
}

static void add_metrics(const struct sweep_view *view, const struct sweep_row *row, struct text *out) {
    const char *comma = "";
    text_add(out, "\"metrics\": {");
    for (int m = 0; m < view->metric_count; m++) {
        const struct summary *s = &row->numbers[m];
        if (!s->n)
            continue;
        text_add(out, comma);
        comma = ", ";
        text_add_json_string(out, view->metrics[m]);
        text_add(out, ": {\"mean\": ");
        add_number(out, s->mean);
        text_add(out, ", \"sd\": ");
        add_number(out, s->sd);
        text_add(out, ", \"low\": ");
        add_number(out, s->low);
        text_add(out, ", \"high\": ");
        add_number(out, s->high);
        text_format(out, ", \"n\": %d}", s->n);
    }
    text_add(out, "}");
}

void sweep_json(const struct sweep_view *view, struct text *out) {
    const struct study_config *study = view->study;
    text_add(out, "{\"study\": ");
    text_add_json_string(out, *study->title ? study->title : study->scenario);
    text_format(out, ", \"complete\": %s, \"confidence\": ", view->complete ? "true" : "false");
    text_add_number(out, view->confidence);
    text_add(out, ",\n \"designs\": [");
    for (int d = 0; d < study->designs.count; d++) {
        const struct sweep_row *row = &view->rows[d];
        if (!row->name)
            continue; /* not ended */
        text_add(out, d ? ",\n  " : "\n  ");
        text_add(out, "{\"design\": ");
        text_add_json_string(out, row->name);
        text_add(out, ", \"factors\": {");
        for (int f = 0; f < study->designs.factor_count; f++) {
            text_add(out, f ? ", " : "");
            text_add_json_string(out, study->designs.factors[f].name);
            text_add(out, ": ");
            add_value(out, design_value(&study->designs, d, f));
        }
        text_format(out, "}, \"n\": %d, ", row->n);
        if (row->reason) {
            text_add(out, "\"reason\": ");
            text_add_json_string(out, row->reason);
            text_add(out, ", ");
        }
        add_metrics(view, row, out);
        text_add(out, "}");
    }
    text_add(out, "\n ],\n ");
    sweep_warnings_json(view, out);
    text_add(out, "}\n");
}

/* Terminal */

enum { MOST_ROWS = 40, MOST_WIDTH = 26, GAP = 2 };

static int letters_of(const char *string) {
    int count = 0;
    for (; *string; string++)
        count += ((unsigned char)*string & 0xc0) != 0x80;
    return count;
}

static void add_cell(struct text *out, const char *string, int width, bool right) {
    int blanks = width - letters_of(string);
    for (int i = 0; right && i < blanks; i++)
        text_add_char(out, ' ');
    text_add(out, string);
    for (int i = 0; !right && i < blanks; i++)
        text_add_char(out, ' ');
    text_add(out, "  ");
}

static void cell_of(const struct sweep_view *view, int design, int column, struct text *cell) {
    const struct designs *designs = &view->study->designs;
    const struct sweep_row *row = &view->rows[design];
    text_clear(cell);
    if (column < designs->factor_count) {
        text_add(cell, design_value(designs, design, column));
        return;
    }
    int m = column - designs->factor_count;
    if (!row->done)
        text_add(cell, "failed");
    else if (row->numbers[m].n)
        prose_estimate(cell, &row->numbers[m], view->units[m], "+-");
    else
        text_add(cell, "n/a");
}

static void add_reasons(const struct sweep_view *view, struct text *out) {
    enum { MOST_REASONS = 5 };
    int shown = 0;
    for (int d = 0; d < view->study->designs.count && shown < MOST_REASONS; d++) {
        const struct sweep_row *row = &view->rows[d];
        if (!row->name || !row->reason)
            continue;
        size_t length = strcspn(row->reason, "\n");
        text_format(out, "  %s: %.*s\n", row->name, (int)length, row->reason);
        shown++;
    }
}

static bool has_intervals(const struct sweep_view *view) {
    for (int d = 0; d < view->study->designs.count; d++)
        for (int m = 0; m < view->metric_count && view->rows[d].done; m++)
            if (view->rows[d].numbers[m].n && isfinite(view->rows[d].numbers[m].low))
                return true;
    return false;
}

void sweep_terminal(const struct sweep_view *view, const char *directory, bool colour, struct text *out) {
    const struct designs *designs = &view->study->designs;
    int columns = designs->factor_count + view->metric_count;
    int rows = designs->count < MOST_ROWS ? designs->count : MOST_ROWS;
    struct text cell = {0}, notes = {0};
    char head[KEY_LABEL_SIZE];
    text_format(out, "%s%s%s  (%d design%s)\n\n", colour ? "\033[1m" : "",
                *view->study->title ? view->study->title : view->study->scenario, colour ? "\033[0m" : "",
                designs->count, designs->count == 1 ? "" : "s");
    struct text lines[MOST_ROWS + 1] = {{0}};
    add_cell(&lines[0], "  design", 8, false);
    for (int d = 0; d < rows; d++) {
        text_format(&cell, "  %s", view->rows[d].name ? view->rows[d].name : "-");
        add_cell(&lines[d + 1], cell.data, 8, false);
        text_clear(&cell);
    }
    for (int c = 0; c < columns; c++) {
        bool factor = c < designs->factor_count;
        const char *name = factor ? designs->factors[c].name : view->metrics[c - designs->factor_count];
        int width = letters_of(key_label(head, name, MOST_WIDTH));
        for (int d = 0; d < rows; d++) {
            cell_of(view, d, c, &cell);
            int letters = letters_of(cell.data);
            width = letters > width ? letters : width;
        }
        add_cell(&lines[0], head, width, true);
        for (int d = 0; d < rows; d++) {
            cell_of(view, d, c, &cell);
            add_cell(&lines[d + 1], cell.data, width, true);
        }
    }
    for (int i = 0; i <= rows; i++) {
        text_format(out, "%s\n", lines[i].data);
        text_free(&lines[i]);
    }
    if (designs->count > rows)
        text_format(out, "  ... and %d more in designs.csv\n", designs->count - rows);
    add_reasons(view, out);
    sweep_notes_terminal(view, &notes);
    text_add(out, directory || notes.length || has_intervals(view) ? "\n" : "");
    text_add(out, notes.length ? notes.data : "");
    if (has_intervals(view))
        text_format(out, "  intervals: %g %% confidence, Student t over replications\n",
                    100 * view->confidence);
    if (directory)
        text_format(out, "  tables: %s/designs.csv, summary.csv, results.csv\n", directory);
    text_free(&notes);
    text_free(&cell);
}
