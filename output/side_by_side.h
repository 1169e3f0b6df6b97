/* SPDX-License-Identifier: MIT */
/* side_by_side.h - runs beside each other on a page: key figures with their intervals, and settings that
 * differ.
 *
 * It judges no difference; a comparison does (comparison.h). */
#ifndef OUTPUT_SIDE_BY_SIDE_H
#define OUTPUT_SIDE_BY_SIDE_H

#include <stdbool.h>
#include "sim/study/study.h"

struct text;

enum { SIDE_METRICS = 6 };
extern const char *const side_metrics[SIDE_METRICS]; /* their names */

struct side_run {
    const char *directory, *scenario;
    double seed; /* as it stands in JSON */
    int replications;
    bool partial;                         /* interrupted */
    struct summary numbers[SIDE_METRICS]; /* NaN where the run has none */
    const char *units[SIDE_METRICS];
};

/* A setting that is not the same in all runs. */
struct side_setting {
    const char *path;
    const char *const *values; /* by run; "" = the run has none */
};

struct side_view {
    const char *version; /* of fcsim */
    double confidence;
    int run_count, setting_count;
    const struct side_run *runs;
    const struct side_setting *settings;
};

bool side_by_side_write(const struct side_view *view, const char *path, struct text *error);

#endif
