/* SPDX-License-Identifier: MIT */
/* bottleneck.c - see bottleneck.h. */
#include "output/bottleneck.h"

#include <math.h>
#include <string.h>
#include <unistd.h>
#include "output/comparison.h"
#include "output/csv_out.h"
#include "output/grid.h"
#include "output/html.h"
#include "output/prose.h"
#include "output/report_parts.h"
#include "output/tables.h"

static const char *const columns[] = {"resource", "path",       "metric", "unit", "n", "base",
                                      "one_more", "difference", "low",    "high", NULL};

static void write_row(struct table *table, const struct gains *gains, const struct gain *gain, int m) {
    const struct paired *paired = &gain->differences[m];
    csv_text(&table->text, gain->resource);
    csv_text(&table->text, gain->path);
    csv_text(&table->text, gains->metrics[m]);
    csv_text(&table->text, gains->units[m]);
    csv_integer(&table->text, paired->n);
    csv_number(&table->text, paired->mean_a);
    csv_number(&table->text, paired->mean_b);
    csv_number(&table->text, paired->difference);
    csv_number(&table->text, paired->low);
    csv_number(&table->text, paired->high);
    table_row_end(table);
}

bool bottleneck_table(const struct run_view *view, const char *directory, struct text *error) {
    const struct gains *gains = view->gains;
    struct table table;
    struct text path = {0};
    text_format(&path, "%s/bottleneck.csv", directory);
    if (!gains)
        unlink(path.data); /* that of an earlier run tells of other results */
    bool written = !gains || table_begin(&table, path.data, columns, false, false, error);
    text_free(&path);
    if (!gains || !written)
        return written;
    for (int i = 0; i < gains->count; i++)
        for (int m = 0; m < gains->metric_count && gains->rows[i].differences; m++)
            write_row(&table, gains, &gains->rows[i], m);
    return table_end(&table, error);
}

static void add_number(struct text *out, const char *key, double value) {
    text_format(out, ", \"%s\": ", key);
    if (isfinite(value))
        text_add_number(out, value);
    else
        text_add(out, "null");
}

void bottleneck_json(const struct gains *gains, struct text *out) {
    text_add(out, "[");
    for (int i = 0; i < gains->count; i++) {
        const struct gain *gain = &gains->rows[i];
        text_add(out, i ? ",\n    {\"resource\": " : "\n    {\"resource\": ");
        text_add_json_string(out, gain->resource);
        text_add(out, ", \"path\": ");
        text_add_json_string(out, gain->path);
        if (gain->reason) {
            text_add(out, ", \"reason\": ");
            text_add_json_string(out, gain->reason);
        }
        text_add(out, ", \"differences\": {");
        for (int m = 0; m < gains->metric_count && gain->differences; m++) {
            const struct paired *paired = &gain->differences[m];
            text_add(out, m ? ", " : "");
            text_add_json_string(out, gains->metrics[m]);
            text_format(out, ": {\"n\": %d", paired->n);
            add_number(out, "mean", paired->difference);
            add_number(out, "low", paired->low);
            add_number(out, "high", paired->high);
            text_add(out, ", \"unit\": ");
            text_add_json_string(out, gains->units[m]);
            text_add(out, "}");
        }
        text_add(out, "}}");
    }
    text_add(out, "\n  ]");
}

static double half_width(const struct paired *paired) {
    return (paired->high - paired->low) / 2;
}

/* All rows of a metric have one unit. */
static struct prose_scale scale_of(const struct gains *gains, int metric, int rows) {
    double largest = 0.0;
    for (int i = 0; i < rows; i++)
        if (gains->rows[i].differences) {
            const struct paired *paired = &gains->rows[i].differences[metric];
            largest =
                fmax(largest, fmax(fabs(paired->difference), half_width(paired))); /* fmax passes NaN over */
        }
    return prose_scale(largest, gains->units[metric]);
}

static void add_gains(struct grid *grid, const struct gains *gains, int metric, int rows) {
    struct prose_scale scale = scale_of(gains, metric, rows);
    text_add(&grid->cells[0][metric + 1], gains->metrics[metric]);
    text_add(&grid->cells[1][metric + 1], scale.unit);
    for (int i = 0; i < rows; i++) {
        const struct gain *gain = &gains->rows[i];
        struct text *cell = &grid->cells[i + 2][metric + 1];
        if (gain->differences)
            prose_difference_in(cell, &scale, gain->differences[metric].difference,
                                half_width(&gain->differences[metric]));
        else
            text_add(cell, metric ? "" : "not run (a)");
    }
}

/* A column for each of the first metrics that the scenario has. */
void bottleneck_terminal(const struct gains *gains, struct text *out) {
    enum { MOST_ROWS = 8, MOST_METRICS = 3, NAME_WIDTH = 22 };
    int metrics = gains->metric_count < MOST_METRICS ? gains->metric_count : MOST_METRICS;
    int rows = gains->count < MOST_ROWS ? gains->count : MOST_ROWS;
    bool failed = false;
    struct grid grid = {.rows = rows + 2, .columns = metrics + 1, .left = 1};
    text_add(out, "\n");
    if (!gains->count) {
        text_add(out, "  no key of this scenario says how many there are of anything\n");
        return;
    }
    text_add(&grid.cells[0][0], "one more of");
    for (int i = 0; i < rows; i++) {
        prose_short_name(&grid.cells[i + 2][0], gains->rows[i].resource, NAME_WIDTH);
        failed |= !gains->rows[i].differences;
    }
    for (int m = 0; m < metrics; m++)
        add_gains(&grid, gains, m, rows);
    grid_print(&grid, out);
    if (failed)
        text_add(out, "  (a) it failed; summary.json says why\n");
    if (gains->count > MOST_ROWS)
        text_format(out, "  and %d more with less\n", gains->count - MOST_ROWS);
}

void bottleneck_report(const struct gains *gains, struct text *html) {
    enum { MOST_METRICS = 8 };
    const char *headings[MOST_METRICS + 2] = {"One more unit of"};
    if (!gains || !gains->count)
        return;
    for (int m = 0; m < gains->metric_count && m < MOST_METRICS; m++)
        headings[1 + m] = gains->metrics[m];
    struct text note = {0};
    text_format(&note,
                "What changes with one more unit (of people: in each shift; of trailers: on each departure), "
                "from %d pairs of replications with common random numbers; intervals of one difference each, "
                "at %g %%.",
                gains->replications, 100 * gains->confidence);
    table_open(html, "gains", "One more unit", note.data, headings);
    text_free(&note);
    for (int i = 0; i < gains->count; i++) {
        const struct gain *gain = &gains->rows[i];
        struct text name = {0};
        text_add(html, "<tr><th scope=\"row\">");
        prose_name(&name, gain->resource);
        html_text(html, name.data);
        text_free(&name);
        text_add(html, "<small><code>");
        html_text(html, gain->path);
        text_add(html, "</code></small></th>");
        for (int m = 0; m < gains->metric_count && m < MOST_METRICS; m++)
            if (gain->differences)
                cell_difference(html, &gain->differences[m], gains->units[m]);
            else
                text_add(html, "<td class=\"number\">n/a</td>");
        text_add(html, "</tr>\n");
    }
    table_close(html);
}
