/* SPDX-License-Identifier: MIT */
/* csv.h - CSV as it is found in the world: RFC 4180 quotes, CRLF or LF, a byte order mark, and a comma,
 * semicolon or tab between cells, told from the header.
 *
 *     struct csv *csv = csv_open(arena, "orders.csv", problems);
 *     int sku = csv_column(csv, "sku", true);
 *     while (csv_next(csv))
 *         use(csv->cells[sku]);
 *     csv_close(csv);
 *
 * Rows are given one after the other; cells are valid until the next row. All faults of a file are collected,
 * at most CSV_MAX_PROBLEMS one by one, the rest as a number; rows with the same wrong number of
 * cells are one fault. Empty lines are passed over. */
#ifndef SIM_CONFIG_CSV_H
#define SIM_CONFIG_CSV_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct problems;

enum { CSV_MAX_PROBLEMS = 100, CSV_MAX_COLUMNS = 1000, CSV_MAX_LINE = 1 << 20 };

struct csv {
    const char *file; /* as shown in problems */
    const char *path; /* of the scenario's key that names the file, or "" */
    int column_count;
    const char **columns; /* the header; blanks around names are taken away */
    /* the row */
    char **cells; /* column_count of them */
    int line;     /* in which the row begins, from 1 */
    int row;      /* counts from 0 */
    /* inside */
    int *cell_columns; /* where cells begin in the line, in bytes from 1 */
    char separator;
    char *content, *cursor, *end;
    int cursor_line, reported, unreported;
    int ragged_line, ragged_cells, ragged_rows; /* rows of a wrong length that are not yet told */
    struct arena *arena;
    struct problems *problems;
};

/* Opens a CSV or gzipped CSV file; NULL after a problem. */
struct csv *csv_open(struct arena *arena, const char *path, struct problems *problems);
/* From text in memory, which is copied; `name` stands for the file in problems. */
struct csv *csv_open_text(struct arena *arena, const char *name, const char *text, size_t length,
                          struct problems *problems);
/* The index of a column; -1 if there is none (a problem if it is needed) or several (always a problem). */
int csv_column(struct csv *csv, const char *name, bool needed);
/* Moves to the next row that has as many cells as the header; false at the end. */
bool csv_next(struct csv *csv);
/* A problem with a cell of the row. */
void csv_wrong(struct csv *csv, int column, const char *hint, const char *rule, ...)
    __attribute__((format(printf, 4, 5)));
/* Reports how many problems were left out, and gives memory back. */
void csv_close(struct csv *csv);

#endif
