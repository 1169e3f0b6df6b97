/* SPDX-License-Identifier: MIT */
/* history_rows.h - the rows of a history on their way to days; for history*.c and day_hours.c only. */
#ifndef MODELS_FORECAST_HISTORY_ROWS_H
#define MODELS_FORECAST_HISTORY_ROWS_H

#include <stdbool.h>
#include <stdint.h>
#include "models/forecast/cells.h"
#include "sim/base/map.h"
#include "sim/base/problems.h"

struct csv;
struct history_columns;
struct sales_history;

struct history_row {
    struct date_cell date;
    int64_t day;
    double value;
    int series, part, line;
    bool stock_out;
    char open; /* mark of struct count_cell */
};

/* What cells of a column that nobody named are. */
enum column_content { CONTENT_NONE, CONTENT_NUMBERS, CONTENT_OTHER };

struct history_rows {
    struct arena *arena;
    struct csv *csv;
    struct problems *problems;
    int date, value, series, stock_out, order, sum; /* columns; -1 = none */
    int order_like;                                 /* a column that seems to number orders; -1 */
    bool rows_named;                                /* the user said that rows are orders */
    unsigned char *content;                         /* enum column_content by column */
    struct history_row *rows;
    int count, capacity;
    struct map names, parts, orders;
    struct map words;         /* where a day sold out should be marked, and that mark nothing */
    int dot_line, comma_line; /* in which a dot or a comma stands before decimals; 0 = none */
    bool zero_written;        /* some row counts 0 */
    bool day_first;
};

/* history_columns.c: which column is which; false after a problem. */
bool history_find_columns(struct history_rows *rows, const struct history_columns *columns);
/* After the last row: tells what a row was taken for; false if that cannot be what was meant. */
bool history_tell_columns(const struct history_rows *rows);
/* "--columns series=NAME" for a column that was not used, or NULL. */
const char *history_unused_column(const struct history_rows *rows);

/* history_forms.c: settles what a row alone does not tell: order of day and month, days, marks in numbers. */
bool history_settle_forms(struct history_rows *rows, int64_t today);
/* Sorts rows by series and moment, and refuses what stands twice. */
void history_sort(struct history_rows *rows);

/* history_days.c: sorted rows to series of days; NULL after a problem. */
struct sales_history *history_place(struct history_rows *rows);

/* day_hours.c. `counted` says by series, day and hour whether there was a row. */
void day_hours_settle(const struct history_rows *rows, struct sales_history *history,
                      unsigned char **counted);

struct place history_line(const struct history_rows *rows, int line);

#endif
