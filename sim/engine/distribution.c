/* SPDX-License-Identifier: MIT */
/* distribution.c - the kinds with named parameters, one after the other: rule, moments, draw, record.
 *
 * A spread of 0 gives the mean itself in every kind. The frequent ones draw from the ziggurats or by
 * inversion; gamma and PERT draw with GSL on the same stream. Distributions made of values or parts are in
 * distribution_tables.c. */
#include "sim/engine/distribution.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

/* Far beyond any time, length or amount here, and still exact to a thousandth. */
#define LARGEST 1e12

/* ---- constant */

static void constant_prepare(struct distribution *d) {
    d->mean = d->parameter[0];
}

static double constant_draw(const struct distribution *d, struct stream *stream) {
    (void)stream;
    return d->parameter[0];
}

static const struct distribution_type constant = {
    .name = "constant",
    .doc = "Always the same value.",
    .parameters = {{.name = "value", .min = -LARGEST, .max = LARGEST, .doc = "The value."}},
    .prepare = constant_prepare,
    .draw = constant_draw,
};

/* ---- uniform {min, max} */

static const char *uniform_rule(const double *parameters) {
    return parameters[0] <= parameters[1] ? NULL : "min must not be above max";
}

static void uniform_prepare(struct distribution *d) {
    double width = d->parameter[1] - d->parameter[0];
    d->derived[0] = width;
    d->mean = d->parameter[0] + width / 2;
    d->variance = width * width / 12;
}

static double uniform_draw(const struct distribution *d, struct stream *stream) {
    return d->parameter[0] + d->derived[0] * stream_uniform(stream);
}

static const struct distribution_type uniform = {
    .name = "uniform",
    .doc = "Any value between min and max is as likely as any other.",
    .parameters = {{.name = "min", .min = -LARGEST, .max = LARGEST, .doc = "The smallest value."},
                   {.name = "max", .min = -LARGEST, .max = LARGEST, .doc = "The largest value."}},
    .rule = uniform_rule,
    .prepare = uniform_prepare,
    .draw = uniform_draw,
};

/* ---- triangular {min, mode, max} */

static const char *mode_rule(const double *parameters) {
    if (!(parameters[0] <= parameters[2]))
        return "min must not be above max";
    return parameters[0] <= parameters[1] && parameters[1] <= parameters[2]
               ? NULL
               : "mode must lie between min and max";
}

/* derived: the share of the rising side, and (max - min). */
static void triangular_prepare(struct distribution *d) {
    double min = d->parameter[0], mode = d->parameter[1], max = d->parameter[2];
    double rise = mode - min, fall = max - mode, width = max - min;
    d->derived[0] = width > 0 ? rise / width : 0;
    d->derived[1] = width;
    d->mean = min + (rise + width) / 3;
    d->variance = (width * width - rise * fall) / 18;
}

static double triangular_draw(const struct distribution *d, struct stream *stream) {
    double u = stream_uniform(stream);
    double min = d->parameter[0], mode = d->parameter[1], max = d->parameter[2];
    if (u < d->derived[0])
        return min + sqrt(u * d->derived[1] * (mode - min));
    return max - sqrt((1 - u) * d->derived[1] * (max - mode));
}

static const struct distribution_type triangular = {
    .name = "triangular",
    .doc = "Rises in a straight line from min to mode and falls in one to max.",
    .parameters = {{.name = "min", .min = -LARGEST, .max = LARGEST, .doc = "The smallest value."},
                   {.name = "mode", .min = -LARGEST, .max = LARGEST, .doc = "The most likely value."},
                   {.name = "max", .min = -LARGEST, .max = LARGEST, .doc = "The largest value."}},
    .rule = mode_rule,
    .prepare = triangular_prepare,
    .draw = triangular_draw,
};

/* ---- exponential {mean} */

static void exponential_prepare(struct distribution *d) {
    d->mean = d->parameter[0];
    d->variance = d->mean * d->mean;
}

static double exponential_draw(const struct distribution *d, struct stream *stream) {
    return d->parameter[0] * stream_exponential(stream);
}

static const struct distribution_type exponential = {
    .name = "exponential",
    .doc = "Without memory, as times between independent events are; its coefficient of variation is 1.",
    .parameters = {{.name = "mean", .min = 0, .max = LARGEST, .doc = "The mean."}},
    .prepare = exponential_prepare,
    .draw = exponential_draw,
};

/* ---- erlang {mean, k} */

enum { MOST_PHASES_SUMMED = 12 }; /* beyond, one gamma costs less than k exponentials */

static const char *erlang_rule(const double *parameters) {
    return parameters[1] == floor(parameters[1]) ? NULL : "k must be a whole number";
}

static void erlang_prepare(struct distribution *d) {
    d->mean = d->parameter[0];
    d->variance = d->mean * d->mean / d->parameter[1];
    d->derived[0] = d->mean / d->parameter[1];
}

static double erlang_draw(const struct distribution *d, struct stream *stream) {
    double phases = 0;
    if (d->parameter[1] > MOST_PHASES_SUMMED) {
        gsl_rng rng = stream_gsl(stream);
        phases = gsl_ran_gamma(&rng, d->parameter[1], 1);
    } else {
        for (int left = (int)d->parameter[1]; left > 0; left--)
            phases += stream_exponential(stream);
    }
    return d->derived[0] * phases;
}

static const struct distribution_type erlang = {
    .name = "erlang",
    .doc = "The sum of k exponential phases of equal mean; its coefficient of variation is 1 / sqrt(k).",
    .parameters = {{.name = "mean", .min = 0, .max = LARGEST, .doc = "The mean of the sum."},
                   {.name = "k", .min = 1, .max = 1000, .doc = "The number of phases."}},
    .rule = erlang_rule,
    .prepare = erlang_prepare,
    .draw = erlang_draw,
};

/* ---- gamma {mean, cv} */

/* derived: shape and scale; a scale of 0 means no spread. */
static void gamma_prepare(struct distribution *d) {
    double mean = d->parameter[0], cv = d->parameter[1];
    d->derived[0] = cv > 0 ? 1 / (cv * cv) : 0;
    d->derived[1] = mean * cv * cv;
    d->mean = mean;
    d->variance = mean * mean * cv * cv;
}

static double gamma_draw(const struct distribution *d, struct stream *stream) {
    if (d->derived[1] == 0)
        return d->mean;
    gsl_rng rng = stream_gsl(stream);
    return d->derived[1] * gsl_ran_gamma(&rng, d->derived[0], 1);
}

static const struct distribution_type gamma_type = {
    .name = "gamma",
    .doc = "Positive and skewed to the right, lighter in the tail than a lognormal.",
    .parameters = {{.name = "mean", .min = 0, .max = LARGEST, .doc = "The mean."},
                   {.name = "cv", .min = 0, .max = 10, .doc = "Standard deviation over mean."}},
    .prepare = gamma_prepare,
    .draw = gamma_draw,
};

/* ---- weibull {mean, shape} */

/* derived: scale and 1 / shape. */
static void weibull_prepare(struct distribution *d) {
    double inverse = 1 / d->parameter[1], first = tgamma(1 + inverse), second = tgamma(1 + 2 * inverse);
    d->derived[0] = d->parameter[0] / first;
    d->derived[1] = inverse;
    d->mean = d->parameter[0];
    d->variance = d->derived[0] * d->derived[0] * (second - first * first);
}

static double weibull_draw(const struct distribution *d, struct stream *stream) {
    return d->derived[0] * pow(stream_exponential(stream), d->derived[1]);
}

static const struct distribution_type weibull = {
    .name = "weibull",
    .doc = "Times to failure: a shape below 1 is early failure, 1 exponential, above 1 wear.",
    .parameters = {{.name = "mean", .min = 0, .max = LARGEST, .doc = "The mean."},
                   {.name = "shape", .min = 0.1, .max = 100, .doc = "The shape."}},
    .prepare = weibull_prepare,
    .draw = weibull_draw,
};

/* ---- lognormal {mean, cv} */

/* derived: the standard deviation of the logarithm, and half its variance. */
static void lognormal_prepare(struct distribution *d) {
    double mean = d->parameter[0], cv = d->parameter[1], log_variance = log1p(cv * cv);
    d->derived[0] = sqrt(log_variance);
    d->derived[1] = log_variance / 2;
    d->mean = mean;
    d->variance = mean * mean * cv * cv;
}

static double lognormal_draw(const struct distribution *d, struct stream *stream) {
    return d->parameter[0] * exp(d->derived[0] * stream_normal(stream) - d->derived[1]);
}

static const struct distribution_type lognormal = {
    .name = "lognormal",
    .doc = "Positive and skewed to the right, as times of manual work are.",
    .parameters = {{.name = "mean", .min = 0, .max = LARGEST, .doc = "The mean (not of the logarithm)."},
                   {.name = "cv", .min = 0, .max = 10, .doc = "Standard deviation over mean."}},
    .prepare = lognormal_prepare,
    .draw = lognormal_draw,
};

/* ---- normal {mean, sd}, truncated at 0 */

/* The moments are those after truncation (Johnson, Kotz and Balakrishnan 1994, chapter 13). */
static void normal_prepare(struct distribution *d) {
    double mean = d->parameter[0], sd = d->parameter[1];
    d->mean = mean;
    if (sd == 0)
        return;
    double z = mean / sd;
    double left = 0.5 * erfc(-z * M_SQRT1_2);                              /* the share above 0 */
    double hazard = exp(-0.5 * z * z) * M_2_SQRTPI * M_SQRT1_2 / 2 / left; /* density at 0 over it */
    d->mean = mean + sd * hazard;
    d->variance = sd * sd * (1 - hazard * (z + hazard));
}

/* At most half of the draws are rejected, since the mean is not negative. */
static double normal_draw(const struct distribution *d, struct stream *stream) {
    double x;
    do
        x = d->parameter[0] + d->parameter[1] * stream_normal(stream);
    while (x < 0);
    return x;
}

static const struct distribution_type normal = {
    .name = "normal",
    .doc =
        "A normal distribution of which only values from 0 up are drawn; mean and sd are those before that.",
    .parameters =
        {{.name = "mean", .min = 0, .max = LARGEST, .doc = "The mean before truncation."},
         {.name = "sd", .min = 0, .max = LARGEST, .doc = "The standard deviation before truncation."}},
    .prepare = normal_prepare,
    .draw = normal_draw,
};

/* ---- pert {min, mode, max}: a beta distribution, the mode weighing four times an end */

/* derived: the two exponents of the beta distribution; no spread leaves them 0. */
static void pert_prepare(struct distribution *d) {
    double min = d->parameter[0], mode = d->parameter[1], max = d->parameter[2], width = max - min;
    d->mean = min + (4 * (mode - min) + width) / 6;
    if (width == 0)
        return;
    d->derived[0] = 1 + 4 * (mode - min) / width;
    d->derived[1] = 1 + 4 * (max - mode) / width;
    d->variance = (d->mean - min) * (max - d->mean) / 7;
}

static double pert_draw(const struct distribution *d, struct stream *stream) {
    double min = d->parameter[0], max = d->parameter[2];
    if (min == max)
        return min;
    gsl_rng rng = stream_gsl(stream);
    return min + (max - min) * gsl_ran_beta(&rng, d->derived[0], d->derived[1]);
}

static const struct distribution_type pert = {
    .name = "pert",
    .doc = "A smooth curve over min, mode and max, as in project planning (beta-PERT with weight 4).",
    .parameters = {{.name = "min", .min = -LARGEST, .max = LARGEST, .doc = "The smallest value."},
                   {.name = "mode", .min = -LARGEST, .max = LARGEST, .doc = "The most likely value."},
                   {.name = "max", .min = -LARGEST, .max = LARGEST, .doc = "The largest value."}},
    .rule = mode_rule,
    .prepare = pert_prepare,
    .draw = pert_draw,
};

/* ---- all of them */

const struct distribution_type *const distribution_types[] = {
    &constant, &uniform,   &triangular, &exponential, &erlang, &gamma_type,
    &weibull,  &lognormal, &normal,     &pert,        NULL,
};

const struct distribution_type *distribution_type_of(const char *name) {
    for (const struct distribution_type *const *type = distribution_types; *type; type++)
        if (strcmp((*type)->name, name) == 0)
            return *type;
    return NULL;
}

struct distribution distribution_of(const struct distribution_type *type, const double *parameters) {
    struct distribution made = {.type = type};
    for (int i = 0; type->parameters[i].name; i++)
        made.parameter[i] = parameters[i];
    type->prepare(&made);
    return made;
}

struct distribution distribution_constant(double value) {
    return distribution_of(&constant, &value);
}

int distribution_draw_count(const struct distribution *distribution, struct stream *stream) {
    double value = distribution_draw(distribution, stream);
    if (!(value >= 1))
        return 1;
    return value < INT_MAX ? (int)floor(value + 0.5) : INT_MAX;
}

double distribution_cv(const struct distribution *distribution) {
    return distribution->mean == 0 ? 0 : sqrt(distribution->variance) / fabs(distribution->mean);
}
