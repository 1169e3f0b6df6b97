/* SPDX-License-Identifier: MIT */
/* history.h - what was sold: counts by day (and by hour where the file tells) of one or several series.
 *
 * The file holds counts by day, counts by hour, or one row an order. Every day between the first and the last
 * has a state; only days that were seen teach the model, and what was done with the others is told. */
#ifndef MODELS_FORECAST_HISTORY_H
#define MODELS_FORECAST_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct problems;

enum day_state {
    DAY_SEEN,
    DAY_MISSING,    /* no row, and no pattern that says why: unknown */
    DAY_CLOSED,     /* no orders by rule: a weekday without trade, or a single day of no orders */
    DAY_CENSORED,   /* sold out: the count is a lower bound */
    DAY_INCOMPLETE, /* hours of it are missing: unknown */
};

/* A series without a row for longer before the end of its file has ended; others go on until that day. */
enum { SERIES_ENDED_DAYS = 28 };

struct history_series {
    const char *name;
    int64_t first; /* days since 1970-01-01 */
    int days;
    double *count;            /* by day */
    unsigned char *state;     /* enum day_state by day */
    double *hourly;           /* days x 24, or NULL when the file has no hours */
    unsigned closed_weekdays; /* bit 0 = Monday: no trade on this weekday */
};

struct sales_history {
    const char *file;
    struct history_series *series;
    int series_count;
    bool order_book; /* rows were orders */
};

/* Which columns to read; NULL = found by usual names. */
struct history_columns {
    const char *date, *value, *series, *stock_out, *order, *sum;
};

/* "date=created,value=orders,series=shop" (value=1: rows are orders): false and a reason if it cannot be
 * read. */
bool history_columns_parse(struct arena *arena, const char *text, struct history_columns *columns,
                           const char **reason);

/* NULL after a problem. Dates after `today` are refused (0 = no check). */
struct sales_history *history_read(struct arena *arena, const char *path,
                                   const struct history_columns *columns, int64_t today,
                                   struct problems *problems);
/* The same from text; `name` stands for the file in messages. */
struct sales_history *history_read_text(struct arena *arena, const char *name, const char *text, long length,
                                        const struct history_columns *columns, int64_t today,
                                        struct problems *problems);

/* The series as it was known at the end of day `last`; shares the counts. */
struct history_series history_until(const struct history_series *series, int64_t last);

#endif
