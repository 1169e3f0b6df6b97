/* SPDX-License-Identifier: MIT */
/* read_cells.h - a column of a CSV file and the conversion of its cells. */
#ifndef SIM_CONFIG_READ_CELLS_H
#define SIM_CONFIG_READ_CELLS_H

#include "sim/config/csv.h"
#include "sim/config/read.h"

/* Equal texts become one pointer: open addressing, at most half full. */
struct interned {
    const char **slots;
    size_t capacity, count;
    const char *last; /* neighbours are often equal */
};

struct column {
    const struct field *field;
    enum field_kind kind;
    int index; /* in the file; -1 = left out */
    struct interned texts;
    int slashed_line;  /* of the first DD/MM/YYYY, 0 = none */
    bool day_is_first; /* some DD was above 12 */
};

/* The cell of the current row, which is not empty, into a member; a wrong one is reported. */
void cell_read(struct reader *r, struct csv *csv, struct column *column, void *target);
void cell_read_number(struct reader *r, struct csv *csv, const struct column *column, void *target);
/* After the last row: reports columns of dates that could be read in two ways. */
void columns_check_dates(struct csv *csv, const struct column *columns, int count);
void columns_free(struct column *columns, int count);

#endif
