/* SPDX-License-Identifier: MIT */
/* test_assertion.c - how often assertions are wrong, on a week of days with normal scores, and what they say
 * of little data. */
#include <math.h>
#include "sim/base/arena.h"
#include "sim/engine/stream.h"
#include "sim/study/assertion.h"
#include "tests/support/check.h"

enum { DAYS = 7, REPLICATIONS = 10, EXPERIMENTS = SANITIZED ? 300 : 3000 };

struct week {
    bool certain;       /* no noise */
    double means[DAYS]; /* of scores with sd 1; NaN = the day is never defined */
    struct study_plan plan;
};

static const struct metric week_metrics[] = {
    {.name = "score", .kind = METRIC_VALUE, .unit = "points", .doc = "Score of a day."}, {0}};
static const struct metric *const week_tables[] = {week_metrics, NULL};

static void week_plan(const void *values, struct study_plan *plan) {
    *plan = ((const struct week *)values)->plan;
}

static struct run_report week_run(const void *values, const struct run_request *request) {
    static const char *const names[DAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const struct week *week = values;
    struct results *results = results_create(request->arena);
    struct stream stream = stream_named(request->seed, request->replication, "week");
    for (int d = 0; d < DAYS; d++) {
        double *score =
            results_value(results, &week_metrics[0], (struct of){.dimension = "day", .member = names[d]});
        *score = week->means[d] + (week->certain ? 0.0 : stream_normal(&stream));
    }
    results_finish(results, (usec)(week->plan.horizon_s * USEC_A_SECOND));
    return (struct run_report){.results = results};
}

static const struct subject week_subject = {
    .name = "week", .metrics = week_tables, .plan = week_plan, .run = week_run};

static struct assertion judged(const struct week *week, const struct target *target, uint64_t seed,
                               int replications, struct arena *arena) {
    struct study *study =
        study_run(&week_subject, week,
                  &(struct study_options){.seed = seed, .first = 1, .replications = replications, .jobs = 1});
    struct assertion found = assertion_judge(target, study, arena);
    study_free(study);
    return found;
}

static struct week week_of(double monday, double others) {
    struct week week = {.plan = {.title = "",
                                 .name = "",
                                 .kind = STUDY_TERMINATING,
                                 .confidence = 0.95,
                                 .horizon_s = 60,
                                 .interval_s = 60,
                                 .cycle_s = 60,
                                 .target_on_time = NAN,
                                 .currency = "EUR"}};
    for (int d = 0; d < DAYS; d++)
        week.means[d] = d ? others : monday;
    return week;
}

static double frequency(enum verdict verdict, const struct week *week, const struct target *target) {
    int count = 0;
    for (int e = 0; e < EXPERIMENTS; e++) {
        struct arena *arena = arena_create();
        count += judged(week, target, 1000 + (uint64_t)e, REPLICATIONS, arena).verdict == verdict;
        arena_destroy(arena);
    }
    return (double)count / EXPERIMENTS;
}

/* 2.5 % a side, and three standard errors of a frequency over all experiments: 3 sqrt(0.025 0.975 / 3000). */
static const double errors = SANITIZED ? 0.027 : 0.0086, most = 0.025 + (SANITIZED ? 0.027 : 0.0086);
static const struct target every_day = {
    .typed = "score[day=*]>=0", .metric = "score[day=*]", .at_least = true, .value = 0};

static void days_that_just_hold_rarely_fail_together(void) {
    struct week week = week_of(0, 0);
    CHECK(frequency(TARGET_FAILS, &week, &every_day) <= most);
}

static void a_day_that_just_misses_rarely_passes(void) {
    struct week week = week_of(0, 3);
    double holds = frequency(TARGET_HOLDS, &week, &every_day);
    CHECK(holds <= most);
    CHECK(holds >= 0.025 - errors); /* the other days do not get in the way */
}

static void a_day_that_is_plainly_bad_is_named(void) {
    struct week week = week_of(-3, 3);
    struct arena *arena = arena_create();
    struct assertion found = judged(&week, &every_day, 1, REPLICATIONS, arena);
    CHECK_INT(found.verdict, TARGET_FAILS);
    CHECK_TEXT(found.metric, "score[day=mon]");
    week = week_of(NAN, 3);
    found = judged(&week, &every_day, 1, REPLICATIONS, arena);
    CHECK_INT(found.verdict, TARGET_HOLDS);
    CHECK_INT(judged(&week, &every_day, 1, 1, arena).verdict, TARGET_UNDECIDED);
    arena_destroy(arena);
}

/* P(normal > -0.8416) = 0.8 */
static void a_risk_at_its_share_is_rarely_called_either_way(void) {
    struct target risk = {
        .metric = "score[day=mon]", .at_least = true, .value = 0, .risk = true, .share = 0.8};
    struct week week = week_of(0.841621, 0);
    CHECK(frequency(TARGET_HOLDS, &week, &risk) <= most);
    CHECK(frequency(TARGET_FAILS, &week, &risk) <= most);
}

static void a_risk_of_all_days_is_about_the_worst_of_a_replication(void) {
    struct target risk = {.metric = "score[day=*]", .at_least = true, .value = 0, .risk = true, .share = 0.5};
    struct week week = week_of(9, 9);
    struct arena *arena = arena_create();
    struct assertion found = judged(&week, &risk, 1, 40, arena);
    CHECK_INT(found.verdict, TARGET_HOLDS);
    CHECK_INT(found.holding, 40);
    CHECK_NEAR(found.low, pow(0.025, 1.0 / 40), 1e-12, "40 of 40 (Clopper and Pearson)");
    week.means[6] = -9;
    found = judged(&week, &risk, 1, 40, arena);
    CHECK_INT(found.verdict, TARGET_FAILS);
    CHECK_NEAR(found.high, 1 - pow(0.025, 1.0 / 40), 1e-12, "0 of 40");
    CHECK_INT(judged(&week, &risk, 1, 1, arena).verdict, TARGET_UNDECIDED);
    risk.metric = "score[night=*]";
    CHECK_INT(judged(&week, &risk, 1, 2, arena).verdict, TARGET_UNKNOWN);
    arena_destroy(arena);
}

/* What is not defined is no evidence: neither of an event nor of its opposite. */
static void a_risk_of_what_is_not_defined_is_undecided(void) {
    const struct target risk = {
        .metric = "score[day=mon]", .at_least = true, .value = 0, .risk = true, .share = 0.6};
    struct target turned = risk; /* P(score >= 0) <= 0.4 */
    turned.at_least = false;
    turned.strict = turned.turned = true;
    struct week week = week_of(NAN, 3);
    struct arena *arena = arena_create();
    struct assertion found = judged(&week, &risk, 1, 40, arena);
    CHECK_INT(found.verdict, TARGET_UNDECIDED);
    CHECK_INT(found.undefined, 40);
    CHECK_NEAR(found.high - found.low, 1.0, 1e-12, "anything is possible");
    CHECK_INT(judged(&week, &turned, 1, 40, arena).verdict, TARGET_UNDECIDED);
    week = week_of(9, 9);
    CHECK_INT(judged(&week, &risk, 1, 40, arena).verdict, TARGET_HOLDS);
    CHECK_INT(judged(&week, &turned, 1, 40, arena).verdict, TARGET_FAILS);
    arena_destroy(arena);
}

/* As with --until, thirty of them are asked for where a target holds. Where it fails, as many as a sign test
 * takes at 5 % of one value, or of one in seven: 2^-8 < 0.05 / 7 < 2^-7 and 2^-5 < 0.05 < 2^-4. */
static void a_few_equal_values_decide_nothing(void) {
    struct week good = week_of(1, 1), bad = week_of(-1, -1);
    good.certain = bad.certain = true;
    struct arena *arena = arena_create();
    CHECK_INT(judged(&good, &every_day, 1, 2, arena).verdict, TARGET_UNDECIDED);
    CHECK_INT(judged(&good, &every_day, 1, UNTIL_FEWEST_EQUAL - 1, arena).verdict, TARGET_UNDECIDED);
    CHECK_INT(judged(&good, &every_day, 1, UNTIL_FEWEST_EQUAL, arena).verdict, TARGET_HOLDS);
    CHECK_INT(judged(&good, &every_day, 1, 2, arena).fewest, UNTIL_FEWEST_EQUAL);
    CHECK_INT(judged(&bad, &every_day, 1, 8, arena).verdict, TARGET_UNDECIDED);
    CHECK_INT(judged(&bad, &every_day, 1, 8, arena).fewest, 9);
    CHECK_INT(judged(&bad, &every_day, 1, 9, arena).verdict, TARGET_FAILS);
    struct target monday = every_day;
    monday.metric = "score[day=mon]";
    CHECK_INT(judged(&bad, &monday, 1, 5, arena).verdict, TARGET_UNDECIDED);
    CHECK_INT(judged(&bad, &monday, 1, 6, arena).verdict, TARGET_FAILS);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(days_that_just_hold_rarely_fail_together)},
                                            {TEST(a_day_that_just_misses_rarely_passes)},
                                            {TEST(a_day_that_is_plainly_bad_is_named)},
                                            {TEST(a_risk_at_its_share_is_rarely_called_either_way)},
                                            {TEST(a_risk_of_all_days_is_about_the_worst_of_a_replication)},
                                            {TEST(a_risk_of_what_is_not_defined_is_undecided)},
                                            {TEST(a_few_equal_values_decide_nothing)},
                                            {0}});
}
