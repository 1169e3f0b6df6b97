/* SPDX-License-Identifier: MIT */
/* comparison_terminal.c - a comparison or a selection for a person at the terminal. */
#include <math.h>
#include <string.h>
#include "output/comparison.h"
#include "output/grid.h"
#include "output/prose.h"
#include "sim/base/text.h"

enum { MOST_NAMES = 5 };

static void add_comparisons(const struct comparison_view *view, struct text *out) {
    struct grid grid = {.columns = 6, .left = 2, .last_left = true};
    grid_head(&grid,
              (const char *const[]){"metric", "alternative", "base", "difference", "correlation", "verdict"});
    const char *before = "";
    for (int i = 0; i < view->family_count && grid.rows <= GRID_ROWS; i++) {
        const struct compared *row = &view->rows[i];
        const struct paired *paired = &row->paired;
        struct text *cells = grid.cells[grid.rows++];
        text_add(&cells[0], strcmp(before, row->metric) == 0 ? "" : row->metric);
        text_add(&cells[1], view->alternatives[row->alternative].name);
        before = row->metric;
        prose_value(&cells[2], paired->mean_a, row->unit);
        prose_interval(&cells[3], paired, row->unit);
        if (isfinite(paired->correlation))
            text_format(&cells[4], "%.2f", paired->correlation);
        else
            text_add(&cells[4], "-");
        text_add(&cells[5], verdict_word(paired->verdict));
        struct text more = {0};
        more_sentence(paired, &more);
        if (more.length)
            text_format(&cells[5], "; %s", more.data);
        text_free(&more);
    }
    grid_print(&grid, out);
    if (view->family_count > GRID_ROWS)
        text_format(out, "  ... and %d more in comparison.csv\n", view->family_count - GRID_ROWS);
}

static void add_screened(const struct comparison_view *view, struct text *out) {
    for (int i = 0; i < view->screened_count; i++) {
        const struct screened *screened = &view->screened[i];
        text_format(out, "\n  may be the best by %s (%g %% confidence), %d of %d", screened->metric,
                    100 * view->confidence, screened->left, view->count);
        for (int a = 0, shown = 0; a < view->count && screened->left < view->count; a++)
            if (screened->in[a] && shown++ < MOST_NAMES)
                text_format(out, "%s%s", shown == 1 ? ": " : "; ", view->alternatives[a].name);
        text_add(out,
                 screened->left < view->count && screened->left > MOST_NAMES ? "; ... (all in --json)" : "");
    }
    text_add(out, view->screened_count ? "\n" : "");
}

static void add_selection(const struct comparison_view *view, struct text *out) {
    const struct selection *selection = view->selection;
    struct grid grid = {.columns = 4, .left = 1, .last_left = true};
    double runs = 0;
    grid_head(&grid, (const char *const[]){"alternative", "replications", selection->metric, ""});
    for (int i = 0; i < view->count; i++) {
        const struct alternative *alternative = &view->alternatives[i];
        runs += alternative->replications;
        if (grid.rows > GRID_ROWS)
            continue;
        struct text *cells = grid.cells[grid.rows++];
        text_add(&cells[0], alternative->name);
        text_format(&cells[1], "%d", alternative->replications);
        prose_value(&cells[2], alternative->mean, selection->unit);
        if (alternative->dropped_after)
            text_format(&cells[3], "dropped after %d", alternative->dropped_after);
        else
            text_add(&cells[3], selection->left == 1 ? "selected" : "left");
    }
    grid_print(&grid, out);
    text_add(out, "\n  ");
    selection_sentence(view, out);
    text_format(out, "\n  %.0f replications in all", runs);
    if (isfinite(selection->rinott_runs))
        text_format(out, "; a two-stage procedure (Rinott) would have taken %.0f", selection->rinott_runs);
    text_add(out, "\n");
}

void comparison_terminal(const struct comparison_view *view, const char *directory, bool colour,
                         struct text *out) {
    text_format(out, "%s%s%s  (%d alternatives, ", colour ? "\033[1m" : "", view->title,
                colour ? "\033[0m" : "", view->count);
    prose_count(out, view->replications, "replication");
    text_format(out, ", seed %llu)\n  base: %s\n\n", (unsigned long long)view->seed,
                view->alternatives[0].name);
    if (view->selection) {
        add_selection(view, out);
    } else {
        add_comparisons(view, out);
        add_screened(view, out);
        text_add(out, "\n  differences of pairs with common random numbers; the ");
        prose_count(out, view->family_count, "comparison");
        text_format(out, " %s with %g %%\n  confidence: verdicts by Holm, intervals by Bonferroni\n",
                    view->family_count == 1 ? "holds" : "hold together", 100 * view->confidence);
    }
    for (int i = 0; i < view->warning_count; i++)
        text_format(out, "  note: %s\n", view->warnings[i]);
    if (directory)
        text_format(out, "  report: %s/report.html; tables: %s\n", directory,
                    view->selection ? "selection.csv"
                                    : "comparison.csv (with all other metrics), differences.csv");
}
