/* SPDX-License-Identifier: MIT */
/* cycles.h - means over whole cycles (days or weeks) of the columns of an interval series. */
#ifndef SIM_STUDY_CYCLES_H
#define SIM_STUDY_CYCLES_H

#include "sim/results/results.h"

struct arena;

struct cycles {
    struct arena *arena;
    double cycle_s, from_s; /* the first cycle begins at from_s */
    int count, columns;     /* whole cycles; columns are known with the first row */
    double *sums;           /* by cycle, then column: value x seconds */
};

/* Whole cycles between from_s and horizon_s. */
struct cycles *cycles_create(struct arena *arena, double cycle_s, double from_s, double horizon_s);
/* Adds a row; one that crosses the end of a cycle is divided by time. */
void cycles_add(struct cycles *cycles, double from_s, double to_s, const double *values, int columns);
double cycles_mean(const struct cycles *cycles, int cycle, int column);

#endif
