/* SPDX-License-Identifier: MIT */
/* Moments, Student intervals, MSER and batch means against tables and hand calculation. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include "sim/study/statistics.h"
#include "tests/support/check.h"

/* Two values 0 and 2 have sd sqrt 2 and standard error 1, so the half-width is the quantile; n values made of
 * k pairs
 * (-1, 1) have standard error sqrt(1 / (n - 1)). Quantiles: any table of Student's t. */
static void student_quantiles_are_exact(void) {
    const struct {
        int pairs;
        double confidence, quantile;
    } table[] = {
        {1, 0.95, 12.706205}, {1, 0.99, 63.656741}, {5, 0.95, 2.262157},
        {10, 0.95, 2.093024}, {15, 0.95, 2.045230}, {15, 0.99, 2.756386},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct moments moments = {0};
        for (int k = 0; k < table[i].pairs; k++) {
            moments_add(&moments, -1.0);
            moments_add(&moments, 1.0);
        }
        double n = 2.0 * table[i].pairs;
        CHECK_NEAR(moments_half_width(&moments, table[i].confidence) * sqrt(n - 1.0), table[i].quantile, 2e-6,
                   "t quantile");
    }
}

/* 1, 1, 1, 5: mean 2, squares 12, cubes 24, so g1 = sqrt(4) * 24 / 12^1.5 = 2 / sqrt(3). */
static void moments_agree_with_hand_calculation(void) {
    struct moments moments = moments_of((const double[]){1, 1, 1, 5}, 4);
    CHECK_INT(moments.n, 4);
    CHECK_NEAR(moments.mean, 2.0, 1e-12, "mean");
    CHECK_NEAR(moments_sd(&moments), 2.0, 1e-12, "sd");
    CHECK_NEAR(moments_skewness(&moments), 1.1547005384, 1e-9, "skewness");
    CHECK_NEAR(moments.min, 1.0, 0.0, "minimum");
    CHECK_NEAR(moments.max, 5.0, 0.0, "maximum");
}

static void moments_survive_a_large_offset(void) {
    struct moments moments = moments_of((const double[]){1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}, 4);
    CHECK_NEAR(moments_sd(&moments), sqrt(30.0), 1e-6, "sd of 4 7 13 16 moved by a thousand million");
}

static void undefined_values_are_passed_over(void) {
    struct moments moments = moments_of((const double[]){NAN, 3, NAN, 5}, 4);
    CHECK_INT(moments.n, 2);
    CHECK_NEAR(moments.mean, 4.0, 1e-12, "mean of the defined values");
    CHECK_NEAR(moments.min, 3.0, 0.0, "minimum of the defined values");
}

static void too_few_values_have_no_interval(void) {
    struct moments one = moments_of((const double[]){3}, 1), same = moments_of((const double[]){3, 3, 3}, 3);
    CHECK(isnan(moments_sd(&one)));
    CHECK(isnan(moments_half_width(&one, 0.95)));
    CHECK(isnan(moments_skewness(&same)));
    CHECK_NEAR(moments_half_width(&same, 0.95), 0.0, 0.0, "half-width of equal values");
}

/* After four large values, 1 and -1 take turns: S(4) = 16 / 16^2 = 1/16, S(5) = (15 - 1/15) / 15^2 = .0664,
 * and more beyond; below 4 the large values dominate. */
static void mser_deletes_the_high_start(void) {
    double values[20] = {100, 100, 100, 100};
    for (int i = 4; i < 20; i++)
        values[i] = i % 2 ? 1 : -1;
    CHECK_INT(mser_cut(values, 20), 4);
}

static void mser_deletes_nothing_of_a_constant(void) {
    double values[20];
    for (int i = 0; i < 20; i++)
        values[i] = 7.0;
    CHECK_INT(mser_cut(values, 20), 0);
}

/* For Y = i, S(d) with r = n - d is (r^2 - 1) / (12 r), smallest for the smallest rest. */
static void mser_refuses_a_trend(void) {
    double values[40];
    for (int i = 0; i < 40; i++)
        values[i] = i;
    CHECK_INT(mser_cut(values, 40), -1);
}

/* 1 ... 8 in four batches: means 1.5 3.5 5.5 7.5, sd sqrt(20/3), t(3) = 3.182446; lag 1 = (3 - 1 + 3) / 20;
 * C = 1 - 12 / 40 = .7, z = .7 / sqrt(2 / 15) = 1.917029, p = .027617. */
static void batch_means_agree_with_hand_calculation(void) {
    const double values[] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct batch_means result = batch_means_of(values, 8, 4, 0.95);
    CHECK_INT(result.batches, 4);
    CHECK_NEAR(result.mean, 4.5, 1e-12, "mean");
    CHECK_NEAR(result.half_width, 3.182446 * sqrt(20.0 / 3.0) / 2.0, 1e-5, "half-width");
    CHECK_NEAR(result.lag1, 0.25, 1e-12, "lag-1 correlation");
    CHECK_NEAR(result.p_value, 0.027617, 1e-5, "p value");
}

static void batch_means_leave_the_rest_out_at_the_start(void) {
    const double values[] = {1000, 2, 4, 6, 8};
    struct batch_means result = batch_means_of(values, 5, 2, 0.95);
    CHECK_NEAR(result.mean, 5.0, 1e-12, "mean of 2 4 | 6 8");
}

/* Values that take turns are negatively correlated: the test must not complain. */
static void batch_means_accept_alternation(void) {
    double values[20];
    for (int i = 0; i < 20; i++)
        values[i] = i % 2;
    struct batch_means result = batch_means_of(values, 20, 20, 0.95);
    CHECK_NEAR(result.lag1, -0.95, 1e-12, "19 products of -1/4 against 20 squares of 1/4");
    CHECK(result.p_value > 0.99);
}

/* Parts 1 2 3 over wholes 2 3 5: without one, 5/8 4/7 3/5 = 525 480 504 over 840, mean 503, squares
 * 484 + 529 + 1 = 1014, of which 2/3 is 26^2; t(2) = 4.302653. */
static void jackknife_agrees_with_hand_calculation(void) {
    struct moments without = moments_of((const double[]){5.0 / 8, 4.0 / 7, 3.0 / 5}, 3);
    CHECK_NEAR(jackknife_half_width(&without, 0.95), 4.302653 * 26.0 / 840.0, 1e-8, "half-width");
    struct moments one = moments_of((const double[]){0.5}, 1);
    CHECK(isnan(jackknife_half_width(&one, 0.95)));
}

/* Of a mean, the jackknife's standard error is the ordinary one, whatever the sample. */
static void jackknife_of_a_mean_is_the_student_interval(void) {
    const double values[] = {3, -1, 4, 1, 5, 9, 2, 6.5};
    struct moments plain = moments_of(values, 8), without = {0};
    for (int i = 0; i < 8; i++)
        moments_add(&without, (29.5 - values[i]) / 7.0);
    CHECK_NEAR(jackknife_half_width(&without, 0.9), moments_half_width(&plain, 0.9), 1e-12, "half-width");
}

/* Of 10, sections 8 11 14 9: squares 4 + 1 + 16 + 1 = 22, over 3 x 4; t(3) = 3.182446. */
static void sectioning_agrees_with_hand_calculation(void) {
    const double sections[] = {8, 11, 14, 9}, undefined[] = {8, NAN, 14, 9};
    CHECK_NEAR(sectioning_half_width(10.0, sections, 4, 0.95), 3.182446 * sqrt(22.0 / 12.0), 1e-6,
               "half-width");
    CHECK(isnan(sectioning_half_width(10.0, undefined, 4, 0.95)));
    CHECK(isnan(sectioning_half_width(10.0, sections, 1, 0.95)));
}

/* R's binom.test(14, 20) gives 0.4572108 to 0.8810684; at its ends the tail of the binomial is 2.5 %. */
static void shares_have_the_interval_of_clopper_and_pearson(void) {
    double low, high;
    share_interval(14, 20, 0.95, &low, &high);
    CHECK_NEAR(low, 0.4572108, 1e-7, "14 of 20");
    CHECK_NEAR(high, 0.8810684, 1e-7, "14 of 20");
    CHECK_NEAR(gsl_cdf_binomial_Q(13, low, 20), 0.025, 1e-9, "14 or more at the lower end");
    CHECK_NEAR(gsl_cdf_binomial_P(14, high, 20), 0.025, 1e-9, "14 or fewer at the upper end");
    share_interval(0, 20, 0.95, &low, &high);
    CHECK_NEAR(low, 0, 0, "none of 20");
    CHECK_NEAR(high, 1 - pow(0.025, 1.0 / 20), 1e-12, "none of 20");
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(student_quantiles_are_exact)},
                                            {TEST(moments_agree_with_hand_calculation)},
                                            {TEST(moments_survive_a_large_offset)},
                                            {TEST(undefined_values_are_passed_over)},
                                            {TEST(too_few_values_have_no_interval)},
                                            {TEST(mser_deletes_the_high_start)},
                                            {TEST(mser_deletes_nothing_of_a_constant)},
                                            {TEST(mser_refuses_a_trend)},
                                            {TEST(batch_means_agree_with_hand_calculation)},
                                            {TEST(batch_means_leave_the_rest_out_at_the_start)},
                                            {TEST(batch_means_accept_alternation)},
                                            {TEST(jackknife_agrees_with_hand_calculation)},
                                            {TEST(jackknife_of_a_mean_is_the_student_interval)},
                                            {TEST(sectioning_agrees_with_hand_calculation)},
                                            {TEST(shares_have_the_interval_of_clopper_and_pearson)},
                                            {0}});
}
