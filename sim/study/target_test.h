/* SPDX-License-Identifier: MIT */
/* target_test.h - what of a study's numbers targets are about: a target of all members of a dimension is one
 * test for each, a risk is one. */
#ifndef SIM_STUDY_TARGET_TEST_H
#define SIM_STUDY_TARGET_TEST_H

#include "sim/study/study.h"
#include "sim/study/target.h"

struct arena;

struct target_test {
    int target;
    const char *metric; /* of one member; of a risk as in its target */
    const char *unit;
};

/* A member without a value asks nothing where that is so in every replication that was looked at, such as a
 * day on which nothing leaves; a sizing looks at those of all its designs. Else it is undecided.
 *
 * The tests of all targets, in the arena, and their number; of a target that has none, `*missing` says so. */
struct target_test *target_tests(const struct target *targets, int target_count, const struct study *study,
                                 struct arena *arena, int *count, const char **missing);
/* In a replication, of which `values` are the measures: the worst of all members that are defined, and the
 * value of a test, which of a risk is that. */
double worst_of(const struct target *target, struct measures measures, const double *values);
double target_test_value(const struct target_test *test, const struct target *target,
                         struct measures measures, const double *values);

#endif
