/* SPDX-License-Identifier: MIT */
/* sobol_indices.h - which share of the variance of a response comes from which factor (Sobol' 1993).
 *
 * Two samples A and B of N points, and for each factor A with that factor's column from B. First-order
 * indices by Saltelli et al. 2010 (Computer Physics Communications 181, table 2, b), total ones by Jansen
 * 1999 (f). Intervals are percentiles of a bootstrap over the N points (Archer, Saltelli and Sobol 1997);
 * since the points are spread more evenly than random ones, they are rather too wide than too narrow. */
#ifndef SIM_STUDY_SOBOL_INDICES_H
#define SIM_STUDY_SOBOL_INDICES_H

#include <stdint.h>
#include "sim/study/morris.h"

enum { INDICES_MOST_FACTORS = 40 };

struct sobol_index {
    struct bounds first; /* share of the variance from this factor alone */
    struct bounds total; /* the same with all its interactions */
};

/* By sample, then point (A, B, then A with the column of factor 0, 1, ... from B), then factor: samples x
 * (factors + 2) points in [0, 1). A factor takes two neighbouring columns of one Sobol sequence; columns
 * beyond the 40 that it has are those of a Latin hypercube. */
void sobol_points(int factors, int samples, uint64_t seed, double *points);
/* Samples with a NaN are left out. Without variance all is NaN. */
void sobol_indices(const double *response, int factors, int samples, int resamples, uint64_t seed,
                   double confidence, struct sobol_index *indices);

#endif
