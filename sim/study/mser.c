/* SPDX-License-Identifier: MIT */
/* mser.c - the marginal standard error rule for deleting a warm-up.
 *
 * Source: White 1997, Simulation 69(6). The number d to delete minimises S(d) = sum (Y[i] - mean)^2 / (n -
 * d)^2 over the n - d observations kept. The last five are never left alone: S is erratic there (Hoad,
 * Robinson and Davies 2010, Journal of the Operational Research Society 61(9)). */
#include "sim/study/statistics.h"

#include <math.h>

enum { SMALLEST_REST = 6 };

int mser_cut_within(const double *observations, int count, int most) {
    struct moments kept = {0}; /* from the end forwards, so that each d costs one step */
    double best = INFINITY;
    int cut = 0;
    for (int d = count - 1; d >= 0; d--) {
        moments_add(&kept, observations[d]);
        double rest = count - d;
        double score = kept.m2 / (rest * rest);
        if (((rest >= SMALLEST_REST && d <= most) || d == 0) && score <= best) {
            best = score;
            cut = d;
        }
    }
    return cut;
}

int mser_cut(const double *observations, int count) {
    int cut = mser_cut_within(observations, count, count);
    return cut > 0 && 2 * cut >= count ? -1 : cut;
}
