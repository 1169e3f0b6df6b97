/* SPDX-License-Identifier: MIT */
/* grid.c - see grid.h. */
#include "output/grid.h"

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

void grid_head(struct grid *grid, const char *const *names) {
    for (int c = 0; c < grid->columns; c++)
        text_add(&grid->cells[0][c], names[c]);
    grid->rows = 1;
}

void grid_print(struct grid *grid, struct text *out) {
    int widths[GRID_COLUMNS] = {0};
    for (int r = 0; r < grid->rows; r++)
        for (int c = 0; c < grid->columns; c++) {
            int letters = letters_of(&grid->cells[r][c]);
            widths[c] = letters > widths[c] ? letters : widths[c];
        }
    for (int r = 0; r < grid->rows; r++) {
        for (int c = 0; c < grid->columns; c++) {
            struct text *cell = &grid->cells[r][c];
            bool last = c == grid->columns - 1, left = c < grid->left || (last && grid->last_left);
            int blanks = widths[c] - letters_of(cell);
            text_add(out, "  ");
            pad(out, left ? 0 : blanks);
            text_add_range(out, cell->data ? cell->data : "", cell->length);
            pad(out, left && !last ? blanks : 0);
            text_free(cell);
        }
        text_add_char(out, '\n');
    }
    grid->rows = 0;
}
