/* SPDX-License-Identifier: MIT */
/* test_distribution.c - every kind against its formulas and GSL's distribution functions, on both kinds of
 * streams (sim/engine/distribution.c, distribution_tables.c). Seeds are fixed; limits are those of |z| <= 4.
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <limits.h>
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/engine/distribution.h"
#include "tests/support/check.h"

enum { DRAWS = 200000 };
static const double kolmogorov_limit = 2.276; /* of sqrt(n) D; 2 exp(-2 x^2) = 6.3e-5, as |z| > 4 has */
static double sample[DRAWS];

static double uniform_cdf(double x, const double *p) {
    return gsl_cdf_flat_P(x, p[0], p[1]);
}
static double triangular_cdf(double x, const double *p) {
    double width = p[2] - p[0];
    return x < p[1] ? (x - p[0]) * (x - p[0]) / width / (p[1] - p[0])
                    : 1 - (p[2] - x) * (p[2] - x) / width / (p[2] - p[1]);
}
static double exponential_cdf(double x, const double *p) {
    return gsl_cdf_exponential_P(x, p[0]);
}
static double erlang_cdf(double x, const double *p) {
    return gsl_cdf_gamma_P(x, p[1], p[0] / p[1]);
}
static double gamma_cdf(double x, const double *p) {
    return gsl_cdf_gamma_P(x, 1 / p[1] / p[1], p[0] * p[1] * p[1]);
}
static double weibull_cdf(double x, const double *p) {
    return gsl_cdf_weibull_P(x, p[0] / gsl_sf_gamma(1 + 1 / p[1]), p[1]);
}
static double lognormal_cdf(double x, const double *p) {
    double log_variance = log(1 + p[1] * p[1]);
    return gsl_cdf_lognormal_P(x, log(p[0]) - log_variance / 2, sqrt(log_variance));
}
static double normal_cdf(double x, const double *p) {
    return (gsl_cdf_gaussian_P(x - p[0], p[1]) - gsl_cdf_gaussian_P(-p[0], p[1])) /
           gsl_cdf_gaussian_P(p[0], p[1]);
}
static double pert_cdf(double x, const double *p) {
    double width = p[2] - p[0];
    return gsl_cdf_beta_P((x - p[0]) / width, 1 + 4 * (p[1] - p[0]) / width, 1 + 4 * (p[2] - p[1]) / width);
}

/* Means and variances by hand from the textbook formulas. */
static const struct {
    const char *kind;
    double parameters[3], mean, variance;
    double (*cdf)(double x, const double *parameters);
} cases[] = {
    {"uniform", {2, 5}, 3.5, 0.75, uniform_cdf},
    {"uniform", {-3, 3}, 0, 3, uniform_cdf},
    {"triangular", {2, 3, 10}, 5, 57.0 / 18, triangular_cdf}, /* (4 + 9 + 100 - 6 - 20 - 30) / 18 */
    {"triangular", {0, 0, 6}, 2, 2, triangular_cdf},
    {"triangular", {0, 6, 6}, 4, 2, triangular_cdf},
    {"exponential", {30}, 30, 900, exponential_cdf},
    {"erlang", {6, 3}, 6, 12, erlang_cdf},
    {"erlang", {6, 1}, 6, 36, erlang_cdf},
    {"erlang", {60, 30}, 60, 120, erlang_cdf},
    {"gamma", {10, 0.5}, 10, 25, gamma_cdf},
    {"gamma", {10, 1.5}, 10, 225, gamma_cdf},
    {"weibull", {100, 2}, 100, 2732.3954473516, weibull_cdf}, /* 40000 / pi - 10000 */
    {"weibull", {5, 1}, 5, 25, weibull_cdf},
    {"weibull", {5, 0.8}, 5, 39.7223121426, weibull_cdf}, /* 25 (gamma(3.5) / gamma(2.25)^2 - 1) */
    {"lognormal", {45, 0.4}, 45, 324, lognormal_cdf},
    {"lognormal", {45, 1}, 45, 2025, lognormal_cdf},
    {"normal", {50, 5}, 50, 25, normal_cdf},                    /* ten sd from 0: truncation does not show */
    {"normal", {0, 1}, 0.7978845608, 0.3633802276, normal_cdf}, /* sqrt(2 / pi), 1 - 2 / pi */
    /* h = density(0.5) / share(0.5) = 0.509160434 of the standard normal; 1 + 2 h, 4 (1 - h (0.5 + h)) */
    {"normal", {1, 2}, 2.01832086767, 1.94470174279, normal_cdf},
    {"pert", {2, 3, 10}, 4, 12.0 / 7, pert_cdf}, /* (4 - 2) (10 - 4) / 7 */
    {"pert", {-4, -4, 2}, -3, 5.0 / 7, pert_cdf},
};
enum { CASES = sizeof cases / sizeof *cases };

static struct stream stream_of(bool keyed) {
    return keyed ? stream_keyed(stream_key(7, 3, "test"), 12) : stream_named(7, 3, "test");
}

static struct distribution case_of(int i) {
    return distribution_of(distribution_type_of(cases[i].kind), cases[i].parameters);
}

static struct distribution make(const char *kind, double a, double b, double c) {
    return distribution_of(distribution_type_of(kind), (double[]){a, b, c});
}

static void stated_moments_are_those_of_the_formulas(void) {
    for (int i = 0; i < CASES; i++) {
        struct distribution made = case_of(i);
        double mean = cases[i].mean, variance = cases[i].variance;
        CHECK_NEAR(made.mean, mean, 1e-7 * fmax(1, fabs(mean)), cases[i].kind);
        CHECK_NEAR(made.variance, variance, 1e-7 * fmax(1, variance), cases[i].kind);
    }
}

/* z of the sample's mean, and of its variance with the standard error from the fourth moment. */
static void check_moments(double mean, double variance, const char *words) {
    double sum = 0, squares = 0, fourth = 0;
    for (int i = 0; i < DRAWS; i++) {
        double apart = sample[i] - mean;
        sum += apart;
        squares += apart * apart;
        fourth += apart * apart * apart * apart;
    }
    double second = squares / DRAWS;
    CHECK_NEAR(sum / DRAWS / sqrt(variance / DRAWS), 0, 4, words);
    CHECK_NEAR((second - variance) / sqrt((fourth / DRAWS - second * second) / DRAWS), 0, 4, words);
}

static void draw_sample(const struct distribution *distribution, bool keyed) {
    struct stream stream = stream_of(keyed);
    for (int i = 0; i < DRAWS; i++)
        sample[i] = distribution_draw(distribution, &stream);
}

static void draws_have_the_mean_and_variance(void) {
    for (int i = 0; i < CASES; i++) {
        struct distribution made = case_of(i);
        for (int keyed = 0; keyed <= 1; keyed++) {
            draw_sample(&made, keyed);
            check_moments(cases[i].mean, cases[i].variance, cases[i].kind);
        }
    }
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void draws_follow_the_distribution_function(void) {
    for (int i = 0; i < CASES; i++) {
        struct distribution made = case_of(i);
        for (int keyed = 0; keyed <= 1; keyed++) {
            double distance = 0;
            draw_sample(&made, keyed);
            qsort(sample, DRAWS, sizeof *sample, compare_doubles);
            for (int k = 0; k < DRAWS; k++) {
                double p = cases[i].cdf(sample[k], cases[i].parameters);
                distance = fmax(distance, fmax((k + 1.0) / DRAWS - p, p - (double)k / DRAWS));
            }
            CHECK_NEAR(sqrt(DRAWS) * distance, 0, kolmogorov_limit, cases[i].kind);
        }
    }
}

static void every_kind_is_covered(void) {
    for (const struct distribution_type *const *type = distribution_types; *type; type++) {
        int found = strcmp((*type)->name, "constant") == 0;
        for (int i = 0; i < CASES; i++)
            found += strcmp((*type)->name, cases[i].kind) == 0;
        if (!CHECK(found > 0))
            printf("  for %s\n", (*type)->name);
        CHECK(distribution_type_of((*type)->name) == *type);
        CHECK((*type)->doc[strlen((*type)->doc) - 1] == '.');
        for (const struct distribution_parameter *p = (*type)->parameters; p->name; p++)
            CHECK(p->min < p->max && p->doc[strlen(p->doc) - 1] == '.');
    }
    CHECK(distribution_type_of("cauchy") == NULL);
}

static void without_spread_every_draw_is_the_mean(void) {
    const struct distribution flat[] = {
        distribution_constant(45), make("uniform", 45, 45, 0),  make("triangular", 45, 45, 45),
        make("gamma", 45, 0, 0),   make("lognormal", 45, 0, 0), make("normal", 45, 0, 0),
        make("pert", 45, 45, 45),
    };
    const struct distribution zero[] = {
        distribution_constant(0), make("exponential", 0, 0, 0), make("erlang", 0, 3, 0),
        make("gamma", 0, 0.5, 0), make("weibull", 0, 2, 0),     make("lognormal", 0, 0.4, 0),
        make("normal", 0, 0, 0),  make("uniform", 0, 0, 0),     make("pert", 0, 0, 0),
    };
    struct stream stream = stream_of(false);
    for (int repeat = 0; repeat < 100; repeat++) {
        for (size_t i = 0; i < sizeof flat / sizeof *flat; i++)
            CHECK(distribution_draw(&flat[i], &stream) == 45 && flat[i].mean == 45 && flat[i].variance == 0);
        for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
            CHECK(distribution_draw(&zero[i], &stream) == 0 && zero[i].mean == 0 && zero[i].variance == 0);
    }
}

static void parameters_that_contradict_are_named(void) {
    static const struct {
        const char *kind;
        double parameters[3];
        const char *rule; /* NULL = right */
    } rules[] = {
        {"uniform", {2, 1}, "min must not be above max"},
        {"uniform", {1, 1}, NULL},
        {"triangular", {1, 5, 4}, "mode must lie between min and max"},
        {"triangular", {1, 0, 4}, "mode must lie between min and max"},
        {"triangular", {4, 2, 1}, "min must not be above max"},
        {"triangular", {1, 1, 4}, NULL},
        {"pert", {1, 5, 4}, "mode must lie between min and max"},
        {"pert", {1, 4, 4}, NULL},
        {"erlang", {10, 2.5}, "k must be a whole number"},
        {"erlang", {10, 2}, NULL},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const char *found = distribution_type_of(rules[i].kind)->rule(rules[i].parameters);
        if (rules[i].rule)
            CHECK_TEXT(found, rules[i].rule);
        else
            CHECK(found == NULL);
    }
}

static void check_alias(const double *weights, int count) {
    struct arena *arena = arena_create();
    struct alias *alias = alias_create(arena, weights, count);
    double *seen = arena_array(arena, double, count), total = 0, chi_square = 0;
    struct stream stream = stream_of(false);
    int possible = 0;
    for (int i = 0; i < count; i++)
        total += weights[i];
    for (int i = 0; i < DRAWS; i++)
        seen[alias_draw(alias, &stream)]++;
    for (int i = 0; i < count; i++) {
        double expected = weights[i] / total * DRAWS;
        if (weights[i] == 0) {
            CHECK(seen[i] == 0);
            continue;
        }
        possible++;
        chi_square += (seen[i] - expected) * (seen[i] - expected) / expected;
    }
    if (possible > 1)
        CHECK(gsl_cdf_chisq_Q(chi_square, possible - 1) > 6.3e-5);
    arena_destroy(arena);
}

static void alias_tables_choose_in_proportion(void) {
    check_alias((double[]){1, 2, 3, 4}, 4);
    check_alias((double[]){0, 5, 0, 1, 0}, 5);
    check_alias((double[]){7}, 1);
    check_alias((double[]){1e-9, 3e-9}, 2);
    check_alias((double[]){1, 1, 1, 1, 1, 1, 1}, 7);
    double zipf[300];
    for (int i = 0; i < 300; i++)
        zipf[i] = 1.0 / (i + 1);
    check_alias(zipf, 300);
}

/* What a table makes likely, added up slot by slot, must be the weights themselves. */
static void alias_slots_add_up_to_the_weights(void) {
    enum { COUNT = 1000 };
    double weights[COUNT], made[COUNT] = {0}, total = 0;
    struct arena *arena = arena_create();
    for (int i = 0; i < COUNT; i++)
        total += weights[i] = (i * 37 % 101) * 0.1;
    struct alias *alias = alias_create(arena, weights, COUNT);
    for (int i = 0; i < COUNT; i++) {
        made[i] += alias->slots[i].keep / COUNT;
        made[alias->slots[i].other] += (1 - alias->slots[i].keep) / COUNT;
    }
    for (int i = 0; i < COUNT; i++)
        CHECK_NEAR(made[i], weights[i] / total, 1e-13, "probability of an alias slot against its weight");
    arena_destroy(arena);
}

static void empirical_values_have_their_weights(void) {
    struct arena *arena = arena_create();
    /* mean (1 + 2 * 3 + 10) / 4 = 4.25, variance (3.25^2 + 2 * 1.25^2 + 5.75^2) / 4 = 11.6875 */
    struct distribution made =
        distribution_empirical(arena, (double[]){1, 3, 10, 99}, (double[]){1, 2, 1, 0}, 4);
    CHECK_NEAR(made.mean, 4.25, 1e-12, "mean");
    CHECK_NEAR(made.variance, 11.6875, 1e-12, "variance");
    for (int keyed = 0; keyed <= 1; keyed++) {
        draw_sample(&made, keyed);
        check_moments(4.25, 11.6875, "empirical");
        for (int i = 0; i < DRAWS; i++)
            if (!CHECK(sample[i] == 1 || sample[i] == 3 || sample[i] == 10))
                break;
    }
    arena_destroy(arena);
}

static void sums_and_mixtures_combine_their_parts(void) {
    struct arena *arena = arena_create();
    struct distribution parts[] = {make("exponential", 10, 0, 0), make("uniform", 0, 6, 0)};
    struct distribution sum = distribution_sum(arena, parts, 2);
    /* weights 3:1; mean 0.75 * 10 + 0.25 * 3 = 8.25; E x^2 = 0.75 * 200 + 0.25 * 12 = 153 */
    struct distribution mixture = distribution_mixture(arena, parts, (double[]){3, 1}, 2);
    struct distribution nested = distribution_sum(arena, (struct distribution[]){mixture, sum}, 2);
    parts[0] = parts[1] = distribution_constant(1e6); /* the parts were copied */
    static const double means[] = {13, 8.25, 21.25}, variances[] = {103, 84.9375, 187.9375};
    const struct distribution *made[] = {&sum, &mixture, &nested};
    for (int i = 0; i < 3; i++) {
        CHECK_NEAR(made[i]->mean, means[i], 1e-12, "mean");
        CHECK_NEAR(made[i]->variance, variances[i], 1e-11, "variance");
        for (int keyed = 0; keyed <= 1; keyed++) {
            draw_sample(made[i], keyed);
            check_moments(means[i], variances[i], made[i]->type->name);
        }
    }
    arena_destroy(arena);
}

static void counts_are_rounded_and_at_least_one(void) {
    static const struct {
        double value;
        int count;
    } counts[] = {{0, 1}, {-5, 1}, {0.4, 1}, {1.4, 1}, {1.5, 2}, {2.49, 2}, {37, 37}, {1e12, INT_MAX}};
    struct stream stream = stream_of(false);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct distribution made = distribution_constant(counts[i].value);
        CHECK_INT(distribution_draw_count(&made, &stream), counts[i].count);
    }
}

static void the_cv_is_the_spread_over_the_mean(void) {
    struct distribution lognormal = make("lognormal", 45, 0.4, 0), pert = make("pert", -4, -4, 2);
    struct distribution none = {0}, zero = distribution_constant(0);
    CHECK_NEAR(distribution_cv(&lognormal), 0.4, 1e-12, "cv of a lognormal");
    CHECK_NEAR(distribution_cv(&pert), sqrt(5.0 / 7) / 3, 1e-12, "cv with a negative mean");
    CHECK(distribution_cv(&zero) == 0);
    CHECK(distribution_given(&zero) && !distribution_given(&none));
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(stated_moments_are_those_of_the_formulas)},
                                            {TEST(draws_have_the_mean_and_variance)},
                                            {TEST(draws_follow_the_distribution_function)},
                                            {TEST(every_kind_is_covered)},
                                            {TEST(without_spread_every_draw_is_the_mean)},
                                            {TEST(parameters_that_contradict_are_named)},
                                            {TEST(alias_tables_choose_in_proportion)},
                                            {TEST(alias_slots_add_up_to_the_weights)},
                                            {TEST(empirical_values_have_their_weights)},
                                            {TEST(sums_and_mixtures_combine_their_parts)},
                                            {TEST(counts_are_rounded_and_at_least_one)},
                                            {TEST(the_cv_is_the_spread_over_the_mean)},
                                            {0}});
}
