/* SPDX-License-Identifier: MIT */
/* plot_cost.c - what the money is spent on, largest first; per order when the costs of an order are known. */
#include <math.h>
#include "output/plot.h"

static const struct {
    const char *metric, *label;
} kinds[] = {
    {"cost.wages", "wages"},         {"cost.space", "space"},         {"cost.late", "late orders"},
    {"cost.cancelled", "cancelled"}, {"cost.carriers", "carriers"},   {"cost.packaging", "packaging"},
    {"cost.stock", "stock"},         {"cost.equipment", "equipment"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static bool draw(struct plot_job *job) {
    const struct study *study = job->view->study;
    struct number total = number_named(study, "cost.total"),
                  per_order = number_named(study, "cost.per_order");
    double scale = per_order.summary.mean / total.summary.mean;
    bool by_order = isfinite(scale) && scale > 0;
    struct part parts[KINDS];
    int count = 0;
    for (int i = 0; i < KINDS; i++) {
        double mean = number_named(study, kinds[i].metric).summary.mean;
        if (isfinite(mean) && mean > 0)
            parts[count++] = (struct part){kinds[i].label, by_order ? mean * scale : mean};
    }
    const char *currency = study_plan(study)->currency ? study_plan(study)->currency : "";
    struct text axis = {0};
    text_format(&axis, by_order ? "%s per order" : "%s", currency);
    bool drawn = plot_waterfall(job, parts, count, "total", axis.data, currency);
    text_free(&axis);
    return drawn;
}

const struct plot plot_cost = {
    .name = "cost",
    .title = "What an order costs",
    .doc = "Cost by kind, largest first, adding up to the total.",
    .draw = draw,
};
