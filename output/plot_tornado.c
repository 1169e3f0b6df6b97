/* SPDX-License-Identifier: MIT */
/* plot_tornado.c - one factor at a time at its ends: how far each metric moves. */
#include "output/plot_factors.h"

static bool row(const struct sensitivity *s, int metric, int factor, struct bounds *estimates) {
    const struct tornado_bar *bar = &s->bars[metric * s->factor_count + factor];
    estimates[0] = bar->low_change;
    estimates[1] = bar->high_change;
    return true;
}

static void draw_bars(struct plot_job *job, int panel) {
    plot_factor_bars(job, panel, "at its low end", "at its high end");
}

static bool draw(struct plot_job *job) {
    static const struct factor_picture picture = {.first = "low_change",
                                                  .second = "high_change",
                                                  .axis = "change against the base",
                                                  .ends = true,
                                                  .row = row,
                                                  .draw = draw_bars};
    if (!plot_sensitivity_of(job))
        return false;
    plot_note(job, "The other factors as in the scenario; intervals over replications");
    return plot_factors(job, &picture);
}

const struct plot plot_tornado = {
    .name = "tornado",
    .title = "One factor at a time",
    .doc = "How far each metric moves when a factor is at its low or high end and the others stay.",
    .draw = draw,
};
