/* SPDX-License-Identifier: MIT */
/* plot_delay.c - where the time of an order went, cause by cause; the bars add up to the mean cycle time. */
#include <math.h>
#include "output/plot.h"

static const struct {
    const char *metric, *label;
} causes[] = {
    {"delay_s.no_stock.mean", "no stock"},
    {"delay_s.release.mean", "held for release"},
    {"delay_s.people.mean", "waiting for people"},
    {"delay_s.equipment.mean", "waiting for equipment"},
    {"delay_s.working.mean", "being worked on"},
    {"delay_s.travelling.mean", "travelling"},
    {"delay_s.departure.mean", "waiting to depart"},
    {"delay_s.blocked.mean", "blocked"},
    {"delay_s.consolidation.mean", "waiting to be put together"},
};
enum { CAUSES = sizeof causes / sizeof *causes };

static bool draw(struct plot_job *job) {
    struct part parts[CAUSES];
    int count = 0;
    for (int i = 0; i < CAUSES; i++) {
        double mean = number_named(job->view->study, causes[i].metric).summary.mean;
        if (isfinite(mean) && mean > 0)
            parts[count++] = (struct part){causes[i].label, mean};
    }
    return plot_waterfall(job, parts, count, "mean cycle time", "hours per order", "s");
}

const struct plot plot_delay = {
    .name = "delay",
    .title = "Where the time of an order goes",
    .doc = "Mean time per order by cause; the causes add up to the mean cycle time.",
    .draw = draw,
};
