/* SPDX-License-Identifier: MIT */
/* Paired comparison, families, screening to the best and sequential selection: hand calculation, published
 * constants, and how often they are wrong in thousands of experiments. */
#include "sim/base/arena.h"
#include "sim/engine/stream.h"
#include "sim/study/compare.h"
#include "sim/study/kn.h"
#include "tests/support/check.h"

/* Differences 1, 2, 3: mean 2, sd 1, t = 2 sqrt 3 with 2 degrees of freedom, for which P(|T| > t) = 1 - t /
 * sqrt(2 + t^2) = 1 - sqrt(12 / 14). */
static void a_pair_agrees_with_hand_calculation(void) {
    struct paired paired = paired_of((const double[]){10, 20, 30}, (const double[]){11, 22, 33}, 3);
    CHECK_INT(paired.n, 3);
    CHECK_NEAR(paired.mean_a, 20.0, 1e-12, "mean of a");
    CHECK_NEAR(paired.difference, 2.0, 1e-12, "difference");
    CHECK_NEAR(paired.sd, 1.0, 1e-12, "sd of differences");
    CHECK_NEAR(paired.p, 1.0 - sqrt(12.0 / 14.0), 1e-9, "p");
    CHECK_NEAR(paired.correlation, 1.0, 1e-12, "correlation of 10 20 30 with 11 22 33");
    CHECK_NEAR(paired.skewness, 0.0, 1e-12, "skewness");
    CHECK_NEAR(paired_half_width(&paired, 0.95, 1), 4.302653 / sqrt(3.0), 1e-5, "t(0.975, 2) s / sqrt 3");
    CHECK_NEAR(paired_half_width(&paired, 0.95, 5), 9.924843 / sqrt(3.0), 1e-5, "t(0.995, 2) s / sqrt 3");
}

static void only_replications_in_which_both_are_defined_count(void) {
    struct paired paired = paired_of((const double[]){1, NAN, 3, 4}, (const double[]){2, 5, NAN, 7}, 4);
    CHECK_INT(paired.n, 2);
    CHECK_NEAR(paired.mean_a, 2.5, 1e-12, "mean of 1 and 4");
    CHECK_NEAR(paired.difference, 2.0, 1e-12, "mean of 1 and 3");
}

static void judge(struct paired *family, int count, enum direction direction) {
    struct paired *places[64];
    enum direction directions[64];
    for (int i = 0; i < count; i++) {
        places[i] = &family[i];
        directions[i] = direction;
    }
    family_judge(places, directions, count, 0.95);
}

/* Holm's own procedure on p = .01 .04 .03 .005: 4 x .005, 3 x .01, 2 x .03, then not below .06. */
static void p_values_are_adjusted_as_by_holm(void) {
    struct paired family[] = {{.n = 9, .p = 0.01, .sd = 1, .difference = 1},
                              {.n = 9, .p = 0.04, .sd = 1, .difference = 1},
                              {.n = 9, .p = 0.03, .sd = 1, .difference = -1},
                              {.n = 9, .p = 0.005, .sd = 1, .difference = -1}};
    static const double adjusted[] = {0.03, 0.06, 0.06, 0.02};
    judge(family, 4, LOWER_IS_BETTER);
    for (int i = 0; i < 4; i++)
        CHECK_NEAR(family[i].p_holm, adjusted[i], 1e-12, "adjusted p");
    CHECK_INT(family[0].verdict, WORSE);
    CHECK_INT(family[1].verdict, NOT_DISTINGUISHABLE);
    CHECK_INT(family[2].verdict, NOT_DISTINGUISHABLE);
    CHECK_INT(family[3].verdict, BETTER);
}

static void a_metric_without_direction_is_higher_or_lower(void) {
    struct paired family[] = {{.n = 9, .p = 0.001, .sd = 1, .difference = 1},
                              {.n = 9, .p = 0.001, .sd = 1, .difference = -1}};
    judge(family, 2, NO_DIRECTION);
    CHECK_TEXT(verdict_word(family[0].verdict), "higher");
    CHECK_TEXT(verdict_word(family[1].verdict), "lower");
}

static void what_is_never_defined_in_both_does_not_count(void) {
    struct paired family[] = {{.n = 9, .p = 0.04, .sd = 1, .difference = 1},
                              paired_of((const double[]){1, NAN}, (const double[]){NAN, 1}, 2)};
    judge(family, 2, HIGHER_IS_BETTER);
    CHECK_INT(family[0].verdict, BETTER);
    CHECK_INT(family[1].verdict, NOT_DISTINGUISHABLE);
    CHECK(isnan(family[1].difference) && isnan(family[1].low) && isnan(family[1].p_holm));
}

static void equal_designs_are_not_distinguishable(void) {
    double values[40];
    for (int i = 0; i < 40; i++)
        values[i] = 0.1 * i;
    struct paired family[] = {paired_of(values, values, 40)};
    judge(family, 1, HIGHER_IS_BETTER);
    CHECK_NEAR(family[0].p, 1.0, 0.0, "p");
    CHECK_NEAR(family[0].low, 0.0, 0.0, "low");
    CHECK_NEAR(family[0].high, 0.0, 0.0, "high");
    CHECK_INT(family[0].verdict, NOT_DISTINGUISHABLE);
    CHECK_INT(family[0].more, 0);
}

/* The sign test: five equal differences have p = 2 x 2^-5, six 2 x 2^-6 = .03125 <= .05. Adding 0.1 leaves
 * rounding errors, which are no variance. */
static void equal_differences_are_judged_by_their_sign(void) {
    double a[6], b[6];
    for (int i = 0; i < 6; i++) {
        a[i] = 1000.0 / (i + 3);
        b[i] = a[i] + 0.1;
    }
    struct paired five = paired_of(a, b, 5), six = paired_of(a, b, 6);
    judge(&five, 1, HIGHER_IS_BETTER);
    judge(&six, 1, HIGHER_IS_BETTER);
    CHECK_NEAR(five.p, 0.0625, 1e-12, "p of five");
    CHECK_INT(five.verdict, NOT_DISTINGUISHABLE);
    CHECK_INT(five.more, 1);
    CHECK_INT(six.verdict, BETTER);
    CHECK_NEAR(six.low, 0.1, 1e-9, "low");
}

static void fewer_than_two_pairs_say_nothing(void) {
    struct paired one = paired_of((const double[]){1}, (const double[]){2}, 1),
                  none = paired_of(NULL, NULL, 0);
    judge(&one, 1, HIGHER_IS_BETTER);
    judge(&none, 1, HIGHER_IS_BETTER);
    CHECK_NEAR(one.difference, 1.0, 0.0, "difference of one pair");
    CHECK(isnan(one.p) && isnan(one.low) && isnan(one.p_holm) && isnan(none.difference));
    CHECK_INT(one.verdict, NOT_DISTINGUISHABLE);
    CHECK_INT(one.more, 0);
}

/* Experiments: values of replication r of a design share a common part, as under common random numbers. */

enum { PAIRS = 20, METRICS = 3, COMPARISONS = 3, FAMILY = METRICS * COMPARISONS };

/* Every metric of every design has the mean of the base, but for `shift` in the first comparison. Returns
 * whether some verdict was given among those without a difference, and in `found` that of the first. */
static bool experiment(int number, double shift, bool *found) {
    struct stream stream = stream_named(20261122, number, "comparison");
    struct paired family[FAMILY];
    for (int m = 0; m < METRICS; m++) {
        double a[PAIRS], b[PAIRS];
        for (int r = 0; r < PAIRS; r++)
            a[r] = stream_normal(&stream);
        for (int c = 0; c < COMPARISONS; c++) {
            for (int r = 0; r < PAIRS; r++)
                b[r] = 0.8 * a[r] + 0.6 * stream_normal(&stream) + (m + c == 0 ? shift : 0.0);
            family[m * COMPARISONS + c] = paired_of(a, b, PAIRS);
        }
    }
    judge(family, FAMILY, HIGHER_IS_BETTER);
    bool wrong = false;
    for (int i = shift != 0.0; i < FAMILY; i++)
        wrong |= family[i].verdict != NOT_DISTINGUISHABLE;
    *found = family[0].verdict == BETTER;
    return wrong;
}

/* The band of the design document: nominal 5 %, less what dependence within the family leaves unused. */
static void a_family_without_differences_has_a_false_verdict_in_one_of_twenty(void) {
    int wrong = 0;
    bool found;
    for (int i = 0; i < 1000; i++)
        wrong += experiment(i, 0.0, &found);
    CHECK_NEAR(wrong / 1000.0, 0.0515, 0.0225, "share of families with a false verdict, 2.9 % to 7.4 %");
}

/* sd of a difference = sqrt(.04 + .36) = .632, so 1 lies 7.07 standard errors away: found nearly always, and
 * the other eight still err in at most 7.4 %. */
static void a_large_difference_is_found_and_does_not_spoil_the_others(void) {
    int wrong = 0, right = 0;
    bool found;
    for (int i = 0; i < 1000; i++) {
        wrong += experiment(5000 + i, 1.0, &found);
        right += found;
    }
    CHECK(right >= 990);
    CHECK(wrong <= 74);
}

/* Of comparisons that are not decided after 20 pairs, so many more replications as were named decide at least
 * 70 %: 80 % with the true difference and sd, which are put into the formula here. */
static void so_many_more_replications_probably_decide(void) {
    struct paired paired = {.n = 20, .difference = 0.25, .sd = 1.0, .p = 0.28};
    judge(&paired, 1, HIGHER_IS_BETTER);
    /* (1.960 + 0.842)^2 x 16 = 125.6 with normal quantiles; Student's add about two. */
    CHECK_NEAR((double)(paired.n + paired.more), 127.5, 1.6, "replications in all");
    int decided = 0, total = (int)(paired.n + paired.more);
    double a[200] = {0}, b[200];
    for (int i = 0; i < 1000; i++) {
        struct stream stream = stream_named(7, i, "power");
        for (int r = 0; r < total; r++)
            b[r] = 0.25 + stream_normal(&stream);
        struct paired again = paired_of(a, b, total);
        judge(&again, 1, HIGHER_IS_BETTER);
        decided += again.verdict == BETTER;
    }
    CHECK_NEAR(decided / 1000.0, 0.8, 0.05, "share decided, nominal 80 %, four standard errors");
}

/* Screening */

static void a_clearly_worse_design_is_screened_out(void) {
    double a[10], b[10], c[10];
    struct stream stream = stream_named(1, 1, "screen");
    for (int r = 0; r < 10; r++) {
        double common = stream_normal(&stream);
        a[r] = common + 0.1 * stream_normal(&stream);
        b[r] = common + 0.1 * stream_normal(&stream);
        c[r] = common + 2.0;
    }
    a[3] = NAN;
    bool in[3];
    CHECK_INT(subset_of_best((const double *const[]){a, b, c}, 3, 10, HIGHER_IS_BETTER, 0.95, in), 1);
    CHECK(!in[0] && !in[1] && in[2]);
    CHECK_INT(subset_of_best((const double *const[]){a, b, c}, 3, 10, LOWER_IS_BETTER, 0.95, in), 2);
    CHECK(in[0] && in[1] && !in[2]);
    CHECK_INT(subset_of_best((const double *const[]){a, b, c}, 3, 1, LOWER_IS_BETTER, 0.95, in), 3);
}

/* Ten designs, the best ahead by little: it must be among those left in 95 % of experiments. */
static void the_best_stays_among_those_screened(void) {
    enum { DESIGNS = 10, N = 10 };
    int kept = 0, left = 0;
    for (int e = 0; e < 1000; e++) {
        struct stream stream = stream_named(3, e, "subset");
        double values[DESIGNS][N];
        const double *rows[DESIGNS];
        bool in[DESIGNS];
        for (int r = 0; r < N; r++) {
            double common = stream_normal(&stream);
            for (int i = 0; i < DESIGNS; i++)
                values[i][r] = 0.5 * common + stream_normal(&stream) + 0.3 * i;
        }
        for (int i = 0; i < DESIGNS; i++)
            rows[i] = values[i];
        left += subset_of_best(rows, DESIGNS, N, HIGHER_IS_BETTER, 0.95, in);
        kept += in[DESIGNS - 1];
    }
    CHECK(kept >= 936); /* 95 % less two standard errors */
    CHECK(left < 8 * 1000);
}

/* Kim and Nelson */

static void the_constants_are_those_published(void) {
    CHECK_NEAR(kn_eta(10, 10, 0.05), 0.859083, 1e-6, "eta for k = 10, alpha = .05, n0 = 10");
    CHECK_NEAR(kn_squared_h(10, 10, 0.05), 15.463502, 1e-5, "h^2");
    CHECK_NEAR(rinott_h(10, 0.975, 50.0), 4.045, 1e-3, "Rinott's h, k = 10, .975");
    CHECK_NEAR(rinott_h(1000, 0.90, 50.0), 5.488, 1e-3, "Rinott's h, k = 1000, .90");
}

/* Runs the procedure; means as in the slippage configuration, the last one `delta` ahead. */
static int selected(int number, int k, double delta, double correlation, int *replications) {
    struct arena *arena = arena_create();
    struct stream stream = stream_named(11, number, "kn");
    struct kn *kn = kn_create(arena, k, 10, 0.05, delta);
    while (!kn_decided(kn)) {
        double values[16], common = stream_normal(&stream);
        for (int i = 0; i < k; i++)
            values[i] = sqrt(correlation) * common + sqrt(1.0 - correlation) * stream_normal(&stream) +
                        (i == k - 1 ? delta : 0.0);
        kn_add(kn, values);
    }
    *replications = 0;
    for (int i = 0; i < k; i++)
        *replications += kn->observed[i];
    int best = kn_best(kn);
    arena_destroy(arena);
    return best;
}

/* At least 95 % in the least favourable configuration, less three standard errors; common random numbers
 * halve the variance of differences, and so about the work. */
static void the_best_is_selected_as_often_as_promised(void) {
    int right[2] = {0};
    double runs[2] = {0};
    for (int e = 0; e < 1000; e++)
        for (int c = 0; c < 2; c++) {
            int replications;
            right[c] += selected(e, 5, 0.5, c ? 0.5 : 0.0, &replications) == 4;
            runs[c] += replications;
        }
    CHECK(right[0] >= 929);
    CHECK(right[1] >= 929);
    CHECK(runs[1] < 0.75 * runs[0]);
}

/* Within the indifference zone something is selected, after no more than was foretold. */
static void equal_designs_are_selected_from_in_the_end(void) {
    struct arena *arena = arena_create();
    struct stream stream = stream_named(12, 1, "equal");
    struct kn *kn = kn_create(arena, 3, 10, 0.05, 0.2);
    double most = 1e9;
    while (!kn_decided(kn) && kn->n < 100000) {
        kn_add(kn, (const double[]){stream_normal(&stream), stream_normal(&stream), stream_normal(&stream)});
        if (kn->n == 10)
            most = kn_most(kn);
    }
    CHECK(kn_decided(kn));
    CHECK(kn->n <= most && most < 100000);
    arena_destroy(arena);
}

static void designs_without_variance_are_selected_after_the_first_stage(void) {
    struct arena *arena = arena_create();
    struct kn *kn = kn_create(arena, 3, 10, 0.05, 1.0);
    for (int r = 0; r < 10 && !kn_decided(kn); r++)
        kn_add(kn, (const double[]){1, 3, 3});
    CHECK(kn_decided(kn));
    CHECK_INT(kn_best(kn), 1);
    CHECK_INT(kn->n, 10);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){
                          {TEST(a_pair_agrees_with_hand_calculation)},
                          {TEST(only_replications_in_which_both_are_defined_count)},
                          {TEST(p_values_are_adjusted_as_by_holm)},
                          {TEST(a_metric_without_direction_is_higher_or_lower)},
                          {TEST(what_is_never_defined_in_both_does_not_count)},
                          {TEST(equal_designs_are_not_distinguishable)},
                          {TEST(equal_differences_are_judged_by_their_sign)},
                          {TEST(fewer_than_two_pairs_say_nothing)},
                          {TEST(a_family_without_differences_has_a_false_verdict_in_one_of_twenty)},
                          {TEST(a_large_difference_is_found_and_does_not_spoil_the_others)},
                          {TEST(so_many_more_replications_probably_decide)},
                          {TEST(a_clearly_worse_design_is_screened_out)},
                          {TEST(the_best_stays_among_those_screened)},
                          {TEST(the_constants_are_those_published)},
                          {TEST(the_best_is_selected_as_often_as_promised)},
                          {TEST(equal_designs_are_selected_from_in_the_end)},
                          {TEST(designs_without_variance_are_selected_after_the_first_stage)},
                          {0},
                      });
}
