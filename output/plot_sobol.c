/* SPDX-License-Identifier: MIT */
/* plot_sobol.c - Sobol indices, first order and total. */
#include <math.h>
#include "output/plot_factors.h"

static bool row(const struct sensitivity *s, int metric, int factor, struct bounds *estimates) {
    const struct sobol_index *index = sensitivity_index(s, metric, factor);
    if (!index || isnan(index->total.value))
        return false;
    estimates[0] = index->first;
    estimates[1] = index->total;
    return true;
}

static void draw_bars(struct plot_job *job, int panel) {
    plot_factor_bars(job, panel, "first order: alone", "total: with interactions");
}

static bool draw(struct plot_job *job) {
    static const struct factor_picture picture = {.first = "first",
                                                  .second = "total",
                                                  .axis = "share of the variance",
                                                  .shares = true,
                                                  .row = row,
                                                  .draw = draw_bars};
    if (!plot_sensitivity_of(job) || !plot_sensitivity_of(job)->indices)
        return false;
    plot_note(job, "Intervals by bootstrap over the samples");
    return plot_factors(job, &picture);
}

const struct plot plot_sobol = {
    .name = "sobol",
    .title = "Sobol indices",
    .doc = "The share of the variance of each metric that comes from each factor, alone and with its "
           "interactions.",
    .draw = draw,
};
