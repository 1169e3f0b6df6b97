/* SPDX-License-Identifier: MIT */
/* plot_differences.c - how far designs lie from the base: a panel per metric, a row per design, the interval
 * of the paired difference and the verdict in words. */
#include <math.h>
#include <string.h>
#include "output/comparison.h"
#include "output/csv_out.h"
#include "output/gnuplot.h"
#include "output/plot.h"
#include "sim/engine/calendar.h"

enum {
    ROW_HEIGHT = 24,
    PANEL_HEAD = 26,
    PANEL_FOOT = 52,
    NAMES_WIDTH = 290,
    WORDS_WIDTH = 180,
    MOST_ROWS = 24
};
enum { LONGEST_NAME = 38 };

/* A metric's panel: its rows follow each other in the view. */
struct panel {
    int first, count;
    double scale; /* to the unit of the axis */
    const char *unit;
    double low, high;
};

/* Colours by kind of verdict: nothing found, better, worse, only different. */
enum { KINDS = 4 };
static const char *const colours[KINDS] = {"#888888", "#009E73", "#D55E00", "#0072B2"};
static int kind_of(enum comparison_verdict verdict) {
    static const int kinds[] = {
        [NOT_DISTINGUISHABLE] = 0, [BETTER] = 1, [WORSE] = 2, [HIGHER] = 3, [LOWER] = 3};
    return kinds[verdict];
}

static bool drawable(const struct compared *row) {
    return isfinite(row->paired.low) && isfinite(row->paired.high);
}

static void choose_unit(struct panel *panel, const char *unit) {
    double largest = fmax(fabs(panel->low), fabs(panel->high));
    panel->scale = 1.0;
    panel->unit = unit;
    if (strcmp(unit, "share") == 0) {
        panel->scale = 100.0;
        panel->unit = "percentage points";
    } else if (strcmp(unit, "s") == 0 && largest >= 2.0 * SECONDS_AN_HOUR) {
        panel->scale = 1.0 / SECONDS_AN_HOUR;
        panel->unit = "hours";
    } else if (strcmp(unit, "s") == 0 && largest >= 120.0) {
        panel->scale = 1.0 / 60.0;
        panel->unit = "minutes";
    }
}

/* The panel that begins at a row of the family; `count` 0 when nothing in it can be drawn. */
static struct panel panel_at(const struct comparison_view *view, int first) {
    struct panel panel = {.first = first};
    int last = first;
    bool any = false;
    for (; last < view->family_count && strcmp(view->rows[last].metric, view->rows[first].metric) == 0;
         last++) {
        const struct compared *row = &view->rows[last];
        if (last - first >= MOST_ROWS || !drawable(row))
            continue;
        any = true;
        panel.low = fmin(panel.low, row->paired.low);
        panel.high = fmax(panel.high, row->paired.high);
    }
    panel.count = any ? last - first : 0;
    if (panel.count > MOST_ROWS)
        panel.count = MOST_ROWS;
    choose_unit(&panel, view->rows[first].unit);
    return panel;
}

static void write_rows(struct plot_job *job, const struct comparison_view *view, const struct panel *panel,
                       int index) {
    for (int i = 0; i < panel->count; i++) {
        const struct compared *row = &view->rows[panel->first + i];
        struct text name = {0};
        gnuplot_plain(&name, view->alternatives[row->alternative].name);
        csv_integer(job->csv, index);
        csv_integer(job->csv, panel->count - 1 - i);
        csv_number(job->csv, row->paired.difference * panel->scale);
        csv_number(job->csv, row->paired.low * panel->scale);
        csv_number(job->csv, row->paired.high * panel->scale);
        csv_integer(job->csv, kind_of(row->paired.verdict));
        csv_text(job->csv, row->metric);
        csv_text(job->csv, name.data ? name.data : "");
        csv_text(job->csv, panel->unit);
        csv_text(job->csv, verdict_word(row->paired.verdict));
        csv_end(job->csv);
        text_free(&name);
    }
}

/* The end of a long name says most. */
static void add_name(struct text *out, const char *name) {
    size_t length = strlen(name);
    const char *from = name;
    if (length > LONGEST_NAME) {
        text_add(out, "\u2026");
        from += length - LONGEST_NAME + 1;
        while (((unsigned char)*from & 0xc0) == 0x80)
            from++;
    }
    text_add(out, from);
}

static void label_rows(const struct plot_job *job, const struct comparison_view *view,
                       const struct panel *panel, struct area area) {
    for (int i = 0; i < panel->count; i++) {
        const struct compared *row = &view->rows[panel->first + i];
        double y = area.top + (i + 0.5) * ROW_HEIGHT;
        struct text name = {0}, words = {0};
        add_name(&name, view->alternatives[row->alternative].name);
        plot_text(job, name.data, area.left - 10, y, "right", "font ',11' tc rgb '#333333'");
        text_add(&words, verdict_word(row->paired.verdict));
        struct text style = {0};
        text_format(&style, "font ',11' tc rgb '%s'",
                    row->paired.verdict == NOT_DISTINGUISHABLE ? "#666666"
                                                               : colours[kind_of(row->paired.verdict)]);
        plot_text(job, words.data, area.right + 12, y, "left", style.data);
        text_free(&style);
        text_free(&name);
        text_free(&words);
    }
}

static void draw_panel(struct plot_job *job, const struct comparison_view *view, const struct panel *panel,
                       int index, double top) {
    struct area area = {NAMES_WIDTH, PLOT_WIDTH - WORDS_WIDTH, top + PANEL_HEAD,
                        top + PANEL_HEAD + (double)panel->count * ROW_HEIGHT};
    double low = panel->low * panel->scale, high = panel->high * panel->scale;
    double room = high > low ? 0.06 * (high - low) : 1.0;
    plot_margins(job, area);
    plot_text(job, view->rows[panel->first].metric, area.left, area.top - 10, "left",
              "font bold.',11' tc rgb '#333333'");
    label_rows(job, view, panel, area);
    text_format(job->script, "set xrange [%.9g:%.9g]; set yrange [-0.5:%d.5]\nset xlabel ", low - room,
                high + room, panel->count - 1);
    struct text axis = {0};
    text_format(&axis, "difference from the base%s%s", *panel->unit ? ", " : "", panel->unit);
    gnuplot_quote(job->script, axis.data);
    text_free(&axis);
    text_add(job->script,
             "\nset arrow 1 from 0, graph 0 to 0, graph 1 nohead lc rgb '#444444' lw 1.2 back\nplot ");
    for (int kind = 0; kind < KINDS; kind++)
        text_format(
            job->script,
            "%sdata using ($1==%d && $6==%d ? $3 : NaN):2:4:5 with xerrorbars pt 7 ps 0.8 lw 1.8 lc rgb '%s' "
            "notitle",
            kind ? ", \\\n     " : "", index, kind, colours[kind]);
    text_add(job->script, "\nunset label\n");
}

static bool draw(struct plot_job *job) {
    const struct comparison_view *view = job->source->comparison;
    struct panel panels[64];
    int count = 0, rows = 0;
    if (!view || view->selection)
        return false;
    for (int i = 0; i < view->family_count && count < 64;) {
        panels[count] = panel_at(view, i);
        const char *metric = view->rows[i].metric;
        while (i < view->family_count && strcmp(view->rows[i].metric, metric) == 0)
            i++;
        rows += panels[count].count;
        count += panels[count].count > 0;
    }
    if (!count)
        return false;
    csv_header(job->csv, (const char *const[]){"panel", "row", "difference", "low", "high", "kind", "metric",
                                               "alternative", "unit", "verdict", NULL});
    job->height = PLOT_TOP + 40 + count * (PANEL_HEAD + PANEL_FOOT) + rows * ROW_HEIGHT;
    plot_note(job, "Verdicts by Holm");
    if (view->count - 1 > MOST_ROWS)
        plot_note(job, "The first 24 alternatives; all are in comparison.csv");
    text_add(job->script,
             "set multiplot\nunset ytics; set border 1; unset grid; set grid x lc rgb '#e8e8e8' lt 1 lw 1\n");
    double top = PLOT_TOP;
    for (int i = 0; i < count; i++) {
        write_rows(job, view, &panels[i], i);
        draw_panel(job, view, &panels[i], i, top);
        top += PANEL_HEAD + PANEL_FOOT + (double)panels[i].count * ROW_HEIGHT;
    }
    text_add(job->script, "unset multiplot\n");
    return true;
}

const struct plot plot_differences = {
    .name = "differences",
    .title = "Differences from the base",
    .doc = "Paired differences with intervals that hold together, by metric and alternative; the line is no "
           "difference.",
    .draw = draw,
};
