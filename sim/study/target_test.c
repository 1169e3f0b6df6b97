/* SPDX-License-Identifier: MIT */
/* target_test.c - see target_test.h. */
#include "sim/study/target_test.h"

#include <math.h>
#include <string.h>
#include "sim/base/arena.h"

struct target_test *target_tests(const struct target *targets, int target_count, const struct study *study,
                                 struct arena *arena, int *count, const char **missing) {
    struct measures measures = study_measures(study);
    struct target_test *tests =
        arena_array(arena, struct target_test, (size_t)target_count * (size_t)(measures.count + 1) + 1);
    int n = 0;
    *missing = NULL;
    for (int t = 0; t < target_count; t++) {
        const struct target *target = &targets[t];
        int before = n;
        for (int m = 0; m < measures.count; m++)
            if (target_matches(target, &measures.items[m]) && !(target->risk && n > before))
                tests[n++] = (struct target_test){
                    t, arena_copy(arena, target->risk ? target->metric : measures.items[m].name),
                    arena_copy(arena, measures.items[m].unit)};
        if (n == before && !*missing)
            *missing =
                arena_format(arena, "%s: this scenario has no metric \"%s\"", target->typed, target->metric);
    }
    *count = n;
    return tests;
}

double worst_of(const struct target *target, struct measures measures, const double *values) {
    double worst = NAN;
    for (int m = 0; m < measures.count; m++)
        if (target_matches(target, &measures.items[m]) && !isnan(values[m]) &&
            !(target_margin(target, values[m]) >= target_margin(target, worst)))
            worst = values[m];
    return worst;
}

double target_test_value(const struct target_test *test, const struct target *target,
                         struct measures measures, const double *values) {
    if (target->risk)
        return worst_of(target, measures, values);
    for (int m = 0; m < measures.count; m++)
        if (strcmp(test->metric, measures.items[m].name) == 0)
            return values[m];
    return NAN;
}
