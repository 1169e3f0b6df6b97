/* SPDX-License-Identifier: MIT */
/* tables.h - the CSV files of a result directory, each streamed: memory does not grow with their length.
 *
 * Of an interrupted study every table has a last column `partial` that is true in each row. */
#ifndef OUTPUT_TABLES_H
#define OUTPUT_TABLES_H

#include <stdbool.h>
#include "output/output.h"
#include "sim/base/text.h"

/* A CSV file being written. */
struct table {
    struct file_stream *stream;
    struct text text;
    const char *design; /* leads every row, where the file holds several designs; else NULL */
    bool partial;
};
bool table_begin(struct table *table, const char *path, const char *const *columns, bool designs,
                 bool partial, struct text *error);
void table_row_end(struct table *table);
bool table_end(struct table *table, struct text *error); /* the file is there, or nothing is */
void table_drop(struct table *table);                    /* nothing is there */

extern const char *const results_columns[], *const summary_columns[], *const timeseries_columns[];
/* Rows of one study. */
void results_rows(struct table *table, const struct study *study);
void summary_rows(struct table *table, const struct study *study);
void timeseries_rows(struct table *table, const struct study *study);
/* What the metrics of a study mean, for a dictionary. */
void dictionary_rows(struct table *table, const struct study *study);
void dictionary_row(struct table *table, const char *file, const char *name, const char *unit,
                    const char *definition);
extern const char *const dictionary_columns[];

/* The files of a run. */
bool results_table(const struct run_view *view, const char *path, struct text *error);
bool summary_table(const struct run_view *view, const char *path, struct text *error);
bool timeseries_table(const struct run_view *view, const char *path, struct text *error);
/* What every column and metric of the other tables means. */
bool dictionary_table(const struct run_view *view, const char *path, struct text *error);

#endif
