/* SPDX-License-Identifier: MIT */
/* bottleneck.c - see bottleneck.h. */
#include "output/bottleneck.h"

#include <math.h>
#include <string.h>
#include <unistd.h>
#include "output/comparison.h"
#include "output/csv_out.h"
#include "output/html.h"
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

/* A column for each of the first metrics that the scenario has. */
void bottleneck_terminal(const struct gains *gains, struct text *out) {
    enum { MOST_ROWS = 8, MOST_METRICS = 3 };
    int metrics = gains->metric_count < MOST_METRICS ? gains->metric_count : MOST_METRICS;
    text_format(out, "\n  %-20s", "one more of");
    for (int m = 0; m < metrics; m++)
        text_format(out, " %27s", gains->metrics[m]);
    text_add(out, "\n");
    for (int i = 0; i < gains->count && i < MOST_ROWS; i++) {
        const struct gain *gain = &gains->rows[i];
        text_format(out, "  %-20.20s", gain->resource);
        for (int m = 0; m < metrics && gain->differences; m++) {
            struct text plain = {0};
            prose_interval(&plain, &gain->differences[m], gains->units[m]);
            text_format(out, " %27s", plain.data);
            text_free(&plain);
        }
        text_add(out, gain->differences ? "\n" : " could not be run; summary.json says why\n");
    }
    if (gains->count > MOST_ROWS)
        text_format(out, "  and %d more with less\n", gains->count - MOST_ROWS);
    if (!gains->count)
        text_add(out, "  no key of this scenario says how many there are of anything\n");
}

void bottleneck_report(const struct gains *gains, struct text *html) {
    enum { MOST_METRICS = 8 };
    const char *headings[MOST_METRICS + 3] = {"One more unit of", "<Key"};
    if (!gains || !gains->count)
        return;
    for (int m = 0; m < gains->metric_count && m < MOST_METRICS; m++)
        headings[2 + m] = gains->metrics[m];
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
        cell_name(html, gain->resource);
        text_add(html, "<td><code>");
        html_text(html, gain->path);
        text_add(html, "</code></td>");
        for (int m = 0; m < gains->metric_count && m < MOST_METRICS; m++) {
            struct text plain = {0};
            if (gain->differences)
                prose_interval(&plain, &gain->differences[m], gains->units[m]);
            text_add(html, "<td class=\"number\">");
            html_text(html, plain.data ? plain.data : "n/a");
            text_add(html, "</td>");
            text_free(&plain);
        }
        text_add(html, "</tr>\n");
    }
    table_close(html);
}
