/* SPDX-License-Identifier: MIT */
/* planning_judge.c - see planning_judge.h. */
#include "sim/study/planning_judge.h"

#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/study/statistics.h"

static void take_values(const struct planning_question *question, const struct target_test *tests, int count,
                        const struct study *study, struct judgement *judgement, struct arena *arena) {
    struct measures measures = study_measures(study);
    double *values = arena_array(arena, double, measures.count + 1);
    int n = study_replications(study), replication;
    judgement->values = arena_array(arena, double *, count + 1);
    for (int i = 0; i < count; i++)
        judgement->values[i] = arena_array(arena, double, n + 1);
    for (int r = 0; study_values(study, r, &replication, values); r++)
        for (int i = 0; i < count; i++)
            judgement->values[i][r] =
                target_test_value(&tests[i], &question->targets[tests[i].target], measures, values);
    judgement->n = n;
}

/* The metric of a day that stands behind a test: on_time[day=2026-12-07] behind on_time. */
static int metric_of_day(const struct study *study, const struct target *target, const char *day,
                         struct arena *arena) {
    const char *bracket = strchr(target->metric, '[');
    if (bracket && strncmp(bracket, "[day=", 5) != 0)
        return -1;
    int length = bracket ? (int)(bracket - target->metric) : (int)strlen(target->metric);
    return study_find(study, arena_format(arena, "%.*s[day=%s]", length, target->metric, day));
}

/* Days that miss what the mean over days needs; all of them where none can be blamed. */
static void blame(const struct study *study, const struct target *target, double shift, struct judgement *to,
                  const char *const *days, int day_count, struct arena *arena) {
    bool any = false;
    for (int d = 0; d < day_count; d++) {
        int measure = metric_of_day(study, target, days[d], arena);
        if (measure < 0 || study_summary(study, measure).n == 0)
            continue;
        bool missed = !(target_margin(target, study_summary(study, measure).mean) >= shift);
        to->missed[d] |= missed;
        any |= missed;
    }
    for (int d = 0; d < day_count && !any; d++)
        to->missed[d] = true;
}

static double shortfall_of(const struct target *target, double mean) {
    double value = target->risk ? target->share : target->value;
    double short_by = target->risk ? value - mean : -target_margin(target, mean);
    return isnan(short_by) ? INFINITY : fmax(0.0, short_by) / fmax(fabs(value), 1e-9);
}

/* Replications that confirm one with these values in the search. */
static int replications_for(const struct target *target, const double *values, int count, double level) {
    int n = confirm_replications(target, level), equal = confirm_fewest_equal(level);
    return !target->risk && n < equal && confirm_few_expected(values, count, n) ? equal : n;
}

static bool would_be_confirmed(const struct target *target, const struct confirmation *seen, int n) {
    return !seen->undefined &&
           confirm_expected(target, seen->estimate, seen->sd, seen->estimate, n, seen->level);
}

struct judgement planning_judge(const struct planning_question *question, const struct target_test *tests,
                                int count, bool *asked, double level, const struct study *study,
                                const char *const *days, int day_count, struct arena *arena) {
    struct judgement judgement = {.missed = arena_array(arena, bool, day_count + 1),
                                  .means = arena_array(arena, double, count + 1)};
    struct confirmation *seen = arena_array(arena, struct confirmation, count + 1);
    int questions = 0, missed = 0;
    take_values(question, tests, count, study, &judgement, arena);
    judgement.wanted = question->replications ? question->replications : CONFIRM_FEWEST;
    for (int i = 0; i < count; i++) {
        const struct target *target = &question->targets[tests[i].target];
        seen[i] = confirm(target, judgement.values[i], judgement.n, level);
        judgement.means[i] = seen[i].estimate;
        asked[i] |= !target_of_all(target) || target->risk || seen[i].undefined < seen[i].n;
        if (!asked[i])
            continue;
        questions++;
        int n = replications_for(target, judgement.values[i], judgement.n, level);
        judgement.shortfall += shortfall_of(target, seen[i].estimate);
        if (!question->replications && n > judgement.wanted)
            judgement.wanted = n;
    }
    for (int i = 0; i < count; i++) {
        const struct target *target = &question->targets[tests[i].target];
        if ((questions && !asked[i]) || would_be_confirmed(target, &seen[i], judgement.wanted))
            continue;
        missed++;
        double shift = target->risk ? 0.0 : confirm_shift(seen[i].sd, judgement.wanted, level);
        blame(study, target, shift, &judgement, days, day_count, arena);
    }
    judgement.holds = questions && !missed;
    judgement.shortfall = questions ? judgement.shortfall : INFINITY;
    return judgement;
}
