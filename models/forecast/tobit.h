/* SPDX-License-Identifier: MIT */
/* tobit.h - what is known of a standard normal variable z of which only z >= bound was seen.
 *
 * Tobin 1958, Econometrica 26(1). With the hazard h = phi(bound) / (1 - Phi(bound)), the likelihood of a mean
 * moved by m is 1 - Phi(bound - m); its first two derivatives at m = 0 are h and -h (h - bound). One step of
 * Newton is thus a least squares step with response h / weight and weight h (h - bound), which is the
 * information that is left: 0 for a bound far below, 1 far above. */
#ifndef MODELS_FORECAST_TOBIT_H
#define MODELS_FORECAST_TOBIT_H

struct tobit {
    double mean; /* E(z | z >= bound) */
    double response, weight;
    double rows; /* by how much it counts as an observation of the variance: with it, the weighted square of
                  * the response over the rows has the maximum of the likelihood as its fixed point */
};

struct tobit tobit_of(double bound);

#endif
