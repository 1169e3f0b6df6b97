/* SPDX-License-Identifier: MIT */
/* sweep.h - a study of many designs as files, as JSON and for the terminal.
 *
 * The directory holds designs.csv (a row per design: its values and the chosen metrics), results.csv,
 * summary.csv and timeseries.csv (as of a run, with the design in front), dictionary.csv and study.json, from
 * which it can be repeated. Tables are streamed while designs end, and appear under their names at the end.
 */
#ifndef OUTPUT_SWEEP_H
#define OUTPUT_SWEEP_H

#include "output/output.h"
#include "sim/study/study_file.h"

struct arena;
struct sensitivity;

struct sweep_row { /* a design */
    const char *name;
    bool done;          /* it has a summary */
    const char *reason; /* why not, or which precision was not reached; NULL = nothing to say */
    struct hash hash;
    int n;                   /* replications */
    struct summary *numbers; /* by metric of the view; n = 0 where the design has no such metric */
    double *values;          /* by metric, then replication */
};

struct sweep_view {
    const struct subject *subject;
    const struct study_config *study;
    const char *title;   /* of the scenario; may be empty */
    const char *version; /* of fcsim */
    const char *const *metrics;
    const char **units; /* by metric; "" until a design has it */
    int metric_count;
    double confidence;
    uint64_t seed;          /* from the first design that ended */
    struct sweep_row *rows; /* by design */
    bool complete;
    const struct sensitivity *sensitivity; /* NULL = a plain sweep */
};

/* Fills the row of a design that ended. */
void sweep_take(struct sweep_view *view, const struct variant_end *end, struct arena *arena);

/* study.json, from which the study can be repeated. */
bool sweep_write_study(const char *directory, const struct study_config *study, struct text *error);

struct sweep_files;
/* NULL with a message when the directory cannot be written. */
struct sweep_files *sweep_files_begin(const char *directory, const struct sweep_view *view,
                                      struct arena *arena, struct text *error);
void sweep_files_add(struct sweep_files *files, const struct variant_end *end);
bool sweep_files_end(struct sweep_files *files, struct text *error);
void sweep_files_drop(struct sweep_files *files); /* of an interrupted study: nothing is left */

/* Plots and report.html; what went wrong with pictures alone is a warning. */
bool sweep_pictures(const struct sweep_view *view, const char *directory, struct text *error,
                    struct text *warnings);

/* What a reader of the numbers should know, a sentence each: few replications, skewness, and what a
 * sensitivity study has to say. The same as the "warnings" of an object, and as lines for the terminal. */
void sweep_notes(const struct sweep_view *view, void (*say)(void *self, const char *sentence), void *self);
void sweep_warnings_json(const struct sweep_view *view, struct text *out);
void sweep_notes_terminal(const struct sweep_view *view, struct text *out);

void sweep_json(const struct sweep_view *view, struct text *out);
/* A table of designs and chosen metrics, and where the rest is. */
void sweep_terminal(const struct sweep_view *view, const char *directory, bool colour, struct text *out);

#endif
