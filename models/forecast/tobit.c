/* SPDX-License-Identifier: MIT */
/* tobit.c - see tobit.h. */
#include "models/forecast/tobit.h"

#include <gsl/gsl_sf_erf.h>
#include <math.h>

#define FAR 20.0 /* beyond, a bound says nothing, or all there is */

struct tobit tobit_of(double bound) {
    double a = fmin(fmax(bound, -FAR), FAR), hazard = gsl_sf_hazard(a), over = hazard - a;
    return (struct tobit){.mean = fmax(bound, hazard),
                          .response = fmax(bound, 1.0 / over),
                          .weight = hazard * over,
                          .rows = hazard / over - a * hazard};
}
