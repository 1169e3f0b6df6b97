/* SPDX-License-Identifier: MIT */
/* tables.h - the CSV files of a result directory, each streamed: memory does not grow with their length.
 *
 * Of an interrupted study every table has a last column `partial` that is true in each row. */
#ifndef OUTPUT_TABLES_H
#define OUTPUT_TABLES_H

#include <stdbool.h>
#include "output/output.h"

bool results_table(const struct run_view *view, const char *path, struct text *error);
bool summary_table(const struct run_view *view, const char *path, struct text *error);
bool timeseries_table(const struct run_view *view, const char *path, struct text *error);
/* What every column and metric of the other tables means. */
bool dictionary_table(const struct run_view *view, const char *path, struct text *error);

#endif
