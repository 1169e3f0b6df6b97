/* SPDX-License-Identifier: MIT */
/* sensitivity.h - which factors move the metrics: designs for a tornado and for screening, then for Sobol
 * indices of the factors that screening keeps.
 *
 *     sensitivity_begin   adds the designs of the first stage
 *     (a campaign over them; sensitivity_take for each that ended)
 *     sensitivity_screen  says what they show and adds the designs of the second stage, if there is one
 *     (a campaign over those)
 *     sensitivity_finish  computes the indices
 *
 * Factors are sampled evenly over their range or over the values of their list, which count as evenly spaced
 * levels in the order given. Points that are the same in all factors are one design. */
#ifndef SIM_STUDY_SENSITIVITY_H
#define SIM_STUDY_SENSITIVITY_H

#include "sim/base/map.h"
#include "sim/study/sobol_indices.h"
#include "sim/study/study_file.h"
#include "sim/study/tornado.h"

struct morris_config {
    int trajectories, levels;
    double keep;
    int seed;
};
enum sobol_of { SOBOL_OF_SCREENED, SOBOL_OF_ALL };
struct sobol_config {
    int samples;
    int factors; /* enum sobol_of */
    int bootstrap, seed;
};
struct sensitivity_config {
    struct morris_config morris;
    struct sobol_config sobol;
};
extern const struct field sensitivity_fields[];
extern const struct sensitivity_config sensitivity_preset; /* the defaults of the fields */

struct sensitivity {
    struct study_config *study; /* of which designs are filled */
    struct sensitivity_config config;
    struct arena *arena;
    int factor_count, metric_count, replications;
    const char *const *metrics;
    double confidence;
    struct map known;              /* designs by their values */
    int *tornado;                  /* designs: base, then low and high by factor */
    int morris_count, sobol_count; /* points */
    int *morris, *sobol;           /* designs by point */
    double *places;                /* of Morris points, by point, then factor */
    double *values;                /* by metric, design, replication; NaN until known */
    int most_designs;
    bool *kept; /* by factor: screening keeps it, or all are kept */
    int kept_count;
    /* what was found, by metric, then factor; indices by metric, then kept factor */
    struct tornado_bar *bars;
    struct elementary *effects;  /* NULL without screening */
    struct sobol_index *indices; /* NULL without */
    double *noise;               /* by metric: share of the variance between designs */
};

/* False, with what is wrong, for a factor with one value or too many factors. */
bool sensitivity_begin(struct sensitivity *sensitivity, struct study_config *study,
                       const char *const *metrics, int metric_count, int replications, double confidence,
                       struct arena *arena, struct text *error);
/* `design` counts over both stages. */
void sensitivity_take(struct sensitivity *sensitivity, int design, const struct variant_end *end);
/* False, with what is wrong, when there are too many factors for Sobol indices. */
bool sensitivity_screen(struct sensitivity *sensitivity, struct text *error);
void sensitivity_finish(struct sensitivity *sensitivity);
/* How many designs the second stage has at most, before it is known which factors are kept. */
double sensitivity_most_sobol(const struct sensitivity *sensitivity);
/* Factors by how much they move a metric, the strongest first: by mu*, or by what there is instead. */
void sensitivity_order(const struct sensitivity *sensitivity, int metric, int *order);
/* The index of a metric for a factor; NULL where it has none. */
const struct sobol_index *sensitivity_index(const struct sensitivity *sensitivity, int metric, int factor);
/* The value at the low (0) or high (1) end of a factor. */
const char *sensitivity_end(const struct sensitivity *sensitivity, int factor, int end);

#endif
