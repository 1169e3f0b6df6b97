/* SPDX-License-Identifier: MIT */
/* plot_factors.h - pictures with a panel per metric and a row per factor, the strongest on top. */
#ifndef OUTPUT_PLOT_FACTORS_H
#define OUTPUT_PLOT_FACTORS_H

#include "output/plot_designs.h"
#include "sim/study/sensitivity.h"

enum {
    FACTOR_NUMBERS = 6
}; /* of a row: two estimates with their intervals, in columns 5 ... 10 of the data */

struct factor_picture {
    const char *first, *second; /* the estimates, as names of columns */
    const char *axis;
    bool ends;   /* rows are named with the ends of the factor */
    bool shares; /* the axis goes from 0 to 1; else it has the unit of the metric */
    /* False if the factor has no row. */
    bool (*row)(const struct sensitivity *found, int metric, int factor,
                struct bounds estimates[FACTOR_NUMBERS / 3]);
    void (*draw)(struct plot_job *job, int panel); /* the plot command; column 2 is the panel, 4 the row */
};

/* What the plots are of; NULL for a plain sweep. */
const struct sensitivity *plot_sensitivity_of(const struct plot_job *job);
bool plot_factors(struct plot_job *job, const struct factor_picture *picture);
/* Two bars from 0 with their intervals for each row. */
void plot_factor_bars(struct plot_job *job, int panel, const char *first_title, const char *second_title);

#endif
