/* SPDX-License-Identifier: MIT */
/* output.h - turns the outcome of a study into files and pictures; never touches a model.
 *
 * Every file is written under a temporary name, synced and renamed, so that nothing half-written is ever
 * found under its final name. Errors are returned as a message. */
#ifndef OUTPUT_OUTPUT_H
#define OUTPUT_OUTPUT_H

#include <stdbool.h>
#include "sim/base/hash.h"
#include "sim/study/study.h"

struct gains;
struct text;

/* What output needs beside the study. */
struct run_view {
    const struct subject *subject;
    const struct study *study;
    struct hash scenario_hash;
    const char *version;  /* of fcsim */
    const char *resolved; /* scenario.resolved.json as text */
    const char *const
        *changes; /* "--set" and file values that differ from defaults, for the report; NULL ends */
    const struct estimate *estimate;
    const struct gains *gains; /* of one more unit of each resource; NULL = not asked for */
    bool partial; /* interrupted: marked in every file */
};

/* The object of --json and summary.json. */
void summary_json(const struct run_view *view, struct text *out);
/* Half a screen for a person; colour only when asked for. `directory` NULL when nothing was written. */
void terminal_summary(const struct run_view *view, const char *directory, bool colour, struct text *out);
/* Everything of -o DIR: summary.json results.csv summary.csv timeseries.csv dictionary.csv
 * scenario.resolved.json plots/ report.html. False with a message in `error`; warnings (no gnuplot) go to
 * `warnings`. */
bool write_directory(const struct run_view *view, const char *directory, struct text *error,
                     struct text *warnings);
/* One plot of a written directory again; `terminal` "svg", "png", "dumb" (text into out). */
bool plot_again(const char *directory, const char *plot, const char *terminal, struct text *out,
                struct text *error);

/* file.h: atomic files */
bool file_write_atomically(const char *path, const char *data, size_t length, struct text *error);
bool directory_create(const char *path, struct text *error); /* with parents; existing is fine */

#endif
