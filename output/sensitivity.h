/* SPDX-License-Identifier: MIT */
/* sensitivity.h - what moves the metrics, as tables, as JSON and for the terminal.
 *
 * Beside the files of a sweep the directory holds tornado.csv, morris.csv and sobol.csv: a row per metric and
 * factor. */
#ifndef OUTPUT_SENSITIVITY_H
#define OUTPUT_SENSITIVITY_H

#include "output/sweep.h"
#include "sim/study/sensitivity.h"

bool sensitivity_tables(const struct sensitivity *found, const char *directory, struct text *error);
/* A difference with its half-width; those of shares are percentage points. */
void sensitivity_value(struct text *out, struct bounds bounds, const char *unit, const char *sign);
void sensitivity_json(const struct sweep_view *view, const struct sensitivity *found, struct text *out);
void sensitivity_terminal(const struct sweep_view *view, const struct sensitivity *found,
                          const char *directory, bool colour, struct text *out);
/* Sentences on how much of what was seen is noise, and on factors that are lists. */
void sensitivity_notes(const struct sweep_view *view, const struct sensitivity *found,
                       void (*say)(void *self, const char *sentence), void *self);

#endif
