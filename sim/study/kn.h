/* SPDX-License-Identifier: MIT */
/* kn.h - the best of k designs by sequential elimination (Kim and Nelson 2001, ACM TOMACS 11(3), with c = 1).
 *
 * With probability at least 1 - alpha the design that is left is the best, or less than `delta` from it where
 * the best is not `delta` ahead. Observations are normal; common random numbers are allowed and help, because
 * only variances of differences count. Larger is better: give negated values to minimise.
 *
 * The caller makes one replication of every design that is in, gives them to kn_add, and goes on until one is
 * left. */
#ifndef SIM_STUDY_KN_H
#define SIM_STUDY_KN_H

#include <stdbool.h>

struct arena;

struct kn {
    int k, first_stage; /* designs; replications before the first elimination, at least 2 */
    double alpha, delta;
    /* what it remembers */
    int n, left;       /* replications seen; designs still in */
    bool *in;          /* by design */
    int *observed;     /* by design: replications seen of it */
    double *sums;      /* by design */
    double *values;    /* of the first stage, by design */
    double *variances; /* of differences in the first stage, by pair */
    double squared_h;
};

/* eta and h^2 of the procedure. */
double kn_eta(int k, int first_stage, double alpha);
double kn_squared_h(int k, int first_stage, double alpha);

struct kn *kn_create(struct arena *arena, int k, int first_stage, double alpha, double delta);
/* The next replication: a value of every design that is in; those of others are not looked at. */
void kn_add(struct kn *kn, const double *values);
static inline bool kn_decided(const struct kn *kn) {
    return kn->left == 1;
}
/* The design with the largest mean among those that are in. */
int kn_best(const struct kn *kn);
/* After the first stage: after so many replications at most one design is left. */
double kn_most(const struct kn *kn);

/* The constant of the two-stage procedure of Rinott (1978): the h for which the probability of correct
 * selection among k designs is `probability`, with `freedom` = first stage - 1. What that procedure would
 * take of a design is (h S / delta)^2 replications. */
double rinott_h(int k, double probability, double freedom);

#endif
