/* SPDX-License-Identifier: MIT */
/* plot_designs.h - what plots of sweeps share: factors as steps of an axis, means of designs by step, panels.
 *
 * A factor with few values has a step for each; one with many numbers, as in sampled designs, is cut into
 * slices of equal width. Means are over the designs of a step. Their Student intervals over replications are
 * of the difference to the mean of all designs, so that luck common to all is left out. */
#ifndef OUTPUT_PLOT_DESIGNS_H
#define OUTPUT_PLOT_DESIGNS_H

#include "output/plot.h"
#include "output/sweep.h"

/* More replications change nothing that can be seen. */
enum { MOST_REPLICATIONS = 200, MOST_STEPS = 8, SLICES = 6, MOST_METRIC_PANELS = 3 };

struct steps {
    int factor, count;
    bool numeric, sliced;
    char labels[MOST_STEPS][24];
    double centres[MOST_STEPS]; /* of numeric ones */
    double low, width;          /* of slices */
    const char *texts[MOST_STEPS];
};
/* False for a text with too many values, or a factor that does not vary. */
bool steps_of(const struct sweep_view *view, int factor, struct steps *steps);
int step_of(const struct sweep_view *view, const struct steps *steps, int design);

/* Means of a metric over the designs at each step of `first` and, unless NULL, of `second`. */
struct cells {
    const struct steps *first, *second;
    struct summary at[MOST_STEPS][MOST_STEPS];
};
void cells_fill(const struct sweep_view *view, int metric, const struct steps *first,
                const struct steps *second, struct cells *cells);

/* The metrics that panels are of: those that a design has, at most MOST_METRIC_PANELS. */
int panel_metrics(const struct sweep_view *view, int *metrics);
/* What a value is multiplied by for an axis, and the unit there: shares in %, long times in hours. */
struct scale {
    double by;
    const char *unit;
};
struct scale scale_for(const char *unit, double largest);
struct scale metric_scale(const struct sweep_view *view, int metric);
/* "cycle time s p95 (h)" above a panel. */
void panel_title(const struct plot_job *job, const char *metric, const char *unit, struct area area);
void plot_axis_name(const struct plot_job *job, const char *axis, const char *name);
/* Labels of steps, at their numbers or where `at` says. */
void plot_named_ticks(const struct plot_job *job, const char *axis, const char *style,
                      const struct steps *steps, const double *at);

#endif
