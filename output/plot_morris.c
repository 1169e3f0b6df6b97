/* SPDX-License-Identifier: MIT */
/* plot_morris.c - elementary effects: their mean size, and how much they depend on where the others are. */
#include "output/plot_factors.h"

static bool row(const struct sensitivity *s, int metric, int factor, struct bounds *estimates) {
    const struct elementary *effect = &s->effects[metric * s->factor_count + factor];
    estimates[0] = effect->star;
    estimates[1] = effect->sigma;
    return true;
}

static void draw_marks(struct plot_job *job, int panel) {
    text_format(job->script,
                "plot data using ($2==%d ? $5 : NaN):($4-0.14):6:7 with xerrorbars pt 7 ps 0.9 lw 1.5 lc rgb "
                "'%s' title 'mu*: mean size of the effects', \\\n     "
                "data using ($2==%d ? $8 : NaN):($4+0.14):9:10 with xerrorbars pt 12 ps 1 lw 1.1 lc rgb '%s' "
                "title 'sigma: their spread'\n",
                panel, plot_colour(0), panel, plot_colour(3));
}

static bool draw(struct plot_job *job) {
    static const struct factor_picture picture = {.first = "mu_star",
                                                  .second = "sigma",
                                                  .axis = "change over the whole range of the factor",
                                                  .row = row,
                                                  .draw = draw_marks};
    if (!plot_sensitivity_of(job) || !plot_sensitivity_of(job)->effects)
        return false;
    plot_note(job, "Effects on random trajectories; intervals over trajectories");
    return plot_factors(job, &picture);
}

const struct plot plot_morris = {
    .name = "morris",
    .title = "Screening by elementary effects",
    .doc = "The mean size of the effect of each factor, and how much it depends on where the others are.",
    .draw = draw,
};
