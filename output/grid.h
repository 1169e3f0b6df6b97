/* SPDX-License-Identifier: MIT */
/* grid.h - cells in columns for a terminal, as wide as what stands in them. */
#ifndef OUTPUT_GRID_H
#define OUTPUT_GRID_H

#include <stdbool.h>
#include "sim/base/text.h"

enum { GRID_ROWS = 60, GRID_COLUMNS = 6 };

/* Numbers end on the right. */
struct grid {
    int rows, columns;
    int left;       /* the first `left` columns begin on the left ... */
    bool last_left; /* ... and so does the last one */
    struct text cells[GRID_ROWS + 1][GRID_COLUMNS];
};

/* The first row; a name for each column. */
void grid_head(struct grid *grid, const char *const *names);
/* Writes the grid and empties it. */
void grid_print(struct grid *grid, struct text *out);

#endif
