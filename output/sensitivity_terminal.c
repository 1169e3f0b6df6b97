/* SPDX-License-Identifier: MIT */
/* sensitivity_terminal.c - a table per metric: factors, the strongest first, and what each method says. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "output/prose.h"
#include "output/sensitivity.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { COLUMNS = 7, MOST_FACTORS = 40, MOST_CELL = 80 };

struct grid {
    char cells[MOST_FACTORS + 1][COLUMNS][MOST_CELL];
    int rows, columns;
};

static void put(struct grid *grid, int column, const struct text *cell) {
    snprintf(grid->cells[grid->rows][column], MOST_CELL, "%s", cell->data ? cell->data : "");
}

static void put_value(struct grid *grid, int column, struct bounds bounds, const char *unit) {
    struct text cell = {0};
    sensitivity_value(&cell, bounds, unit, "+-");
    put(grid, column, &cell);
    text_free(&cell);
}

/* "0.44 (0.38 to 0.51)": an interval that need not be symmetric. */
static void put_index(struct grid *grid, int column, const struct bounds *bounds) {
    struct text cell = {0};
    if (!bounds)
        text_add(&cell, "-");
    else if (isnan(bounds->value))
        text_add(&cell, "n/a");
    else
        text_format(&cell, "%.2f (%.2f to %.2f)", bounds->value, bounds->low, bounds->high);
    put(grid, column, &cell);
    text_free(&cell);
}

static void put_factor(struct grid *grid, const struct sweep_view *view, const struct sensitivity *s,
                       int metric, int factor) {
    const struct tornado_bar *bar = &s->bars[metric * s->factor_count + factor];
    const struct sobol_index *index = sensitivity_index(s, metric, factor);
    struct text cell = {0};
    int column = 0;
    text_add(&cell, s->study->designs.factors[factor].name);
    put(grid, column++, &cell);
    text_clear(&cell);
    text_format(&cell, "%s .. %s", sensitivity_end(s, factor, 0), sensitivity_end(s, factor, 1));
    put(grid, column++, &cell);
    text_free(&cell);
    put_value(grid, column++, bar->swing, view->units[metric]);
    if (s->effects) {
        const struct elementary *effect = &s->effects[metric * s->factor_count + factor];
        put_value(grid, column++, effect->star, view->units[metric]);
        put_value(grid, column++, effect->sigma, view->units[metric]);
    }
    if (s->indices) {
        put_index(grid, column++, index ? &index->first : NULL);
        put_index(grid, column++, index ? &index->total : NULL);
    }
    grid->columns = column;
    grid->rows++;
}

static void put_head(struct grid *grid, const struct sensitivity *s) {
    const char *heads[COLUMNS] = {"factor", "low .. high", "high - low"};
    int column = 3;
    if (s->effects) {
        heads[column++] = "mu*";
        heads[column++] = "sigma";
    }
    if (s->indices) {
        heads[column++] = "first order";
        heads[column++] = "total";
    }
    for (int c = 0; c < column; c++)
        snprintf(grid->cells[0][c], MOST_CELL, "%s", heads[c]);
    grid->rows = 1;
}

static void print_grid(const struct grid *grid, struct text *out) {
    for (int r = 0; r < grid->rows; r++) {
        text_add(out, "  ");
        for (int c = 0; c < grid->columns; c++) {
            size_t width = 0;
            for (int i = 0; i < grid->rows; i++)
                width = strlen(grid->cells[i][c]) > width ? strlen(grid->cells[i][c]) : width;
            text_format(out, c < 2 ? "%-*s" : "%*s", (int)width, grid->cells[r][c]);
            text_add(out, c + 1 < grid->columns ? "   " : "\n");
        }
    }
}

void sensitivity_terminal(const struct sweep_view *view, const struct sensitivity *s, const char *directory,
                          bool colour, struct text *out) {
    const char *bold = colour ? "\033[1m" : "", *plain = colour ? "\033[0m" : "";
    int *order = arena_array(s->arena, int, s->factor_count + 1);
    struct grid *grid = arena_new(s->arena, struct grid);
    text_format(out, "%s%s%s  (%d designs x %d replication%s)\n", bold,
                *s->study->title ? s->study->title : s->study->scenario, plain, s->study->designs.count,
                s->replications, s->replications == 1 ? "" : "s");
    for (int m = 0; m < s->metric_count; m++) {
        text_format(out, "\n%s%s%s", bold, s->metrics[m], plain);
        if (isfinite(s->noise[m]))
            text_format(out, "  (noise: %.1f %% of the variance between designs)", 100 * s->noise[m]);
        text_add(out, "\n");
        put_head(grid, s);
        sensitivity_order(s, m, order);
        for (int i = 0; i < s->factor_count && i < MOST_FACTORS; i++)
            put_factor(grid, view, s, m, order[i]);
        print_grid(grid, out);
        if (s->factor_count > MOST_FACTORS)
            text_format(out, "  ... and %d more in tornado.csv and morris.csv\n",
                        s->factor_count - MOST_FACTORS);
    }
    text_add(out, "\n");
    sweep_notes_terminal(view, out);
    text_format(out,
                "  intervals: %g %% confidence; high - low over replications, mu* and sigma over "
                "trajectories, indices by bootstrap\n",
                100 * s->confidence);
    if (directory)
        text_format(out, "  tables: %s/tornado.csv, morris.csv, sobol.csv, designs.csv\n", directory);
}
