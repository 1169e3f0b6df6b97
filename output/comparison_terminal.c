/* SPDX-License-Identifier: MIT */
/* comparison_terminal.c - a comparison or a selection for a person at the terminal. */
#include <math.h>
#include <string.h>
#include "output/comparison.h"
#include "output/prose.h"
#include "sim/base/text.h"

enum { MOST_ROWS = 60, MOST_COLUMNS = 6, MOST_NAMES = 5 };

/* Cells, right-aligned after the first columns. */
struct grid {
    int rows, columns, left; /* the first `left` columns begin on the left */
    struct text cells[MOST_ROWS + 1][MOST_COLUMNS];
};

static int letters_of(const struct text *cell) {
    int count = 0;
    for (size_t i = 0; i < cell->length; i++)
        count += ((unsigned char)cell->data[i] & 0xc0) != 0x80;
    return count;
}

static void pad(struct text *out, int blanks) {
    for (int i = 0; i < blanks; i++)
        text_add_char(out, ' ');
}

static void print_grid(struct grid *grid, struct text *out) {
    int widths[MOST_COLUMNS] = {0};
    for (int r = 0; r < grid->rows; r++)
        for (int c = 0; c < grid->columns; c++) {
            int letters = letters_of(&grid->cells[r][c]);
            widths[c] = letters > widths[c] ? letters : widths[c];
        }
    for (int r = 0; r < grid->rows; r++) {
        for (int c = 0; c < grid->columns; c++) {
            struct text *cell = &grid->cells[r][c];
            bool left = c < grid->left || c == grid->columns - 1;
            int blanks = widths[c] - letters_of(cell);
            text_add(out, "  ");
            pad(out, left ? 0 : blanks);
            text_add_range(out, cell->data ? cell->data : "", cell->length);
            pad(out, left && c < grid->columns - 1 ? blanks : 0);
            text_free(cell);
        }
        text_add_char(out, '\n');
    }
}

static void head(struct grid *grid, const char *const *names) {
    for (int c = 0; c < grid->columns; c++)
        text_add(&grid->cells[0][c], names[c]);
    grid->rows = 1;
}

static void add_comparisons(const struct comparison_view *view, struct text *out) {
    struct grid grid = {.columns = 6, .left = 2};
    head(&grid,
         (const char *const[]){"metric", "alternative", "base", "difference", "correlation", "verdict"});
    const char *before = "";
    for (int i = 0; i < view->family_count && grid.rows <= MOST_ROWS; i++) {
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
    print_grid(&grid, out);
    if (view->family_count > MOST_ROWS)
        text_format(out, "  ... and %d more in comparison.csv\n", view->family_count - MOST_ROWS);
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
    struct grid grid = {.columns = 4, .left = 1};
    double runs = 0;
    head(&grid, (const char *const[]){"alternative", "replications", selection->metric, ""});
    for (int i = 0; i < view->count; i++) {
        const struct alternative *alternative = &view->alternatives[i];
        runs += alternative->replications;
        if (grid.rows > MOST_ROWS)
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
    print_grid(&grid, out);
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
