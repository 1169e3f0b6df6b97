/* SPDX-License-Identifier: MIT */
/* morris.h - screening by elementary effects (Morris 1991, Technometrics 33(2); mu* from Campolongo, Cariboni
 * and Saltelli 2007, Environmental Modelling & Software 22).
 *
 * A trajectory starts at a random point of a grid over the unit cube and moves one factor after the other, in
 * random order, by the same step. Trajectories are drawn independently of each other, so that their effects
 * are a sample with Student intervals; what is given up is the somewhat better spread of selected ones. */
#ifndef SIM_STUDY_MORRIS_H
#define SIM_STUDY_MORRIS_H

#include <stdint.h>

/* An estimate with its interval; NaN where there is none. */
struct bounds {
    double value, low, high;
};

/* Of one factor, in the unit of the response per whole range of the factor. */
struct elementary {
    int n;               /* effects */
    struct bounds mu;    /* their mean */
    struct bounds star;  /* mean of their absolute values: how much the factor moves the response */
    struct bounds sigma; /* their sd: interaction with other factors, or curvature */
};

/* By trajectory, then point, then factor: trajectories x (factors + 1) points in [0, 1]. `levels` is even and
 * the step levels / (2 (levels - 1)), with which every level is as likely (Morris 1991, section 3). */
void morris_points(int factors, int trajectories, int levels, uint64_t seed, double *points);
/* `places` are the points as they were taken, which differ from those above where a factor has few values; a
 * response of NaN leaves out two effects. Student intervals for means, jackknife for sigma. */
void morris_effects(const double *places, const double *response, int factors, int trajectories,
                    double confidence, struct elementary *effects);

#endif
