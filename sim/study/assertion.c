/* SPDX-License-Identifier: MIT */
/* assertion.c - see assertion.h. */
#include "sim/study/assertion.h"

#include <math.h>
#include "sim/base/arena.h"
#include "sim/study/statistics.h"
#include "sim/study/target_test.h"

int verdict_fewest_equal(const struct target *target, double value, double level) {
    return target_holds(target, value) ? UNTIL_FEWEST_EQUAL : 1 + (int)ceil(-log2(level));
}

bool verdict_of_equal(const struct summary *summary) {
    return summary->n > 1 && summary->low == summary->high;
}

enum verdict verdict_of_summary(const struct target *target, const struct summary *summary, double level) {
    double low = summary->low, high = summary->high;
    if (isnan(low) || isnan(high))
        return TARGET_UNDECIDED;
    if (verdict_of_equal(summary) && summary->n < verdict_fewest_equal(target, low, level))
        return TARGET_UNDECIDED;
    double worst = target_margin(target, target->at_least ? low : high);
    double best = target_margin(target, target->at_least ? high : low);
    if (target->strict ? worst > 0.0 : worst >= 0.0)
        return TARGET_HOLDS;
    return (target->strict ? best <= 0.0 : best < 0.0) ? TARGET_FAILS : TARGET_UNDECIDED;
}

static struct assertion judge_risk(const struct target *target, const struct target_test *test,
                                   const struct study *study, struct arena *arena) {
    struct measures measures = study_measures(study);
    double *values = arena_array(arena, double, measures.count + 1);
    struct assertion found = {.metric = test->metric, .n = study_replications(study)};
    int replication;
    for (int r = 0; study_values(study, r, &replication, values); r++) {
        double value = target_test_value(test, target, measures, values);
        found.holding += target_holds(target, value);
        found.undefined += isnan(value);
    }
    found.estimate = (double)found.holding / found.n;
    /* What is not defined holds for the one bound and does not for the other. */
    double confidence = study_plan(study)->confidence, ignored;
    share_interval(found.holding, found.n, confidence, &found.low, &ignored);
    share_interval(found.holding + found.undefined, found.n, confidence, &ignored, &found.high);
    found.verdict = found.n < 2                  ? TARGET_UNDECIDED
                    : found.low >= target->share ? TARGET_HOLDS
                    : found.high < target->share ? TARGET_FAILS
                                                 : TARGET_UNDECIDED;
    return found;
}

/* One of `members` members fails by an interval that covers with them all. */
static enum verdict verdict_of_member(const struct target *target, const struct summary *summary, int members,
                                      double confidence) {
    double level = (1.0 - confidence) / members;
    enum verdict verdict = verdict_of_summary(target, summary, level);
    if (verdict != TARGET_FAILS || members < 2 || !(summary->sd > 0.0))
        return verdict;
    double half = student_quantile(1.0 - level, summary->n - 1.0) * summary->sd / sqrt(summary->n);
    struct summary wider = {.n = summary->n, .low = summary->mean - half, .high = summary->mean + half};
    return verdict_of_summary(target, &wider, level);
}

static bool is_worse(const struct target *target, const struct assertion *a, const struct assertion *b) {
    if (a->verdict != b->verdict)
        return a->verdict == TARGET_FAILS || b->verdict == TARGET_HOLDS;
    return target_margin(target, a->estimate) < target_margin(target, b->estimate);
}

static struct assertion judge_members(const struct target *target, const struct target_test *tests, int count,
                                      const struct study *study) {
    struct assertion worst = {.verdict = TARGET_UNDECIDED, .low = NAN, .high = NAN, .estimate = NAN};
    for (int i = 0; i < count; i++) {
        struct summary summary = study_summary(study, study_find(study, tests[i].metric));
        if (!summary.n && count > 1)
            continue;
        struct assertion member = {
            .verdict = verdict_of_member(target, &summary, count, study_plan(study)->confidence),
            .metric = tests[i].metric,
            .n = summary.n,
            .fewest =
                verdict_of_equal(&summary)
                    ? verdict_fewest_equal(target, summary.low, (1.0 - study_plan(study)->confidence) / count)
                    : 0,
            .estimate = summary.mean,
            .low = summary.low,
            .high = summary.high};
        if (!worst.metric || is_worse(target, &member, &worst))
            worst = member;
    }
    return worst;
}

struct assertion assertion_judge(const struct target *target, const struct study *study,
                                 struct arena *arena) {
    const char *missing;
    int count;
    const struct target_test *tests = target_tests(target, 1, study, arena, &count, &missing);
    if (missing)
        return (struct assertion){.verdict = TARGET_UNKNOWN};
    return target->risk ? judge_risk(target, tests, study, arena)
                        : judge_members(target, tests, count, study);
}
