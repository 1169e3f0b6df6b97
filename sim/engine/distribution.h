/* SPDX-License-Identifier: MIT */
/* distribution.h - random quantities as a user writes them: {"lognormal": {"mean": 45, "cv": 0.4}}.
 *
 * A distribution is read-only once built and may be shared by threads; the draws come from a stream.
 * Parameters have the unit of the key they stand under. */
#ifndef SIM_ENGINE_DISTRIBUTION_H
#define SIM_ENGINE_DISTRIBUTION_H

#include <stdbool.h>
#include <stdint.h>
#include "sim/engine/stream.h"

struct arena;
struct distribution;

enum { DISTRIBUTION_PARAMETERS = 3 };

struct distribution_parameter {
    const char *name; /* NULL ends the list */
    double min, max;  /* inclusive; min may be -INFINITY */
    bool above_min;   /* the minimum itself is not allowed */
    const char *doc;
};

/* One record per kind that has named parameters; empirical, sum and mixture are built by functions of their
 * own. `rule` returns NULL, or what is wrong with the parameters together ("mode must lie between min and
 * max"). */
struct distribution_type {
    const char *name, *doc;
    struct distribution_parameter parameters[DISTRIBUTION_PARAMETERS + 1];
    const char *(*rule)(const double *parameters);
    void (*prepare)(struct distribution *distribution); /* sets moments and derived constants */
    double (*draw)(const struct distribution *distribution, struct stream *stream);
};

struct distribution {
    const struct distribution_type *type; /* NULL = not given */
    double parameter[DISTRIBUTION_PARAMETERS];
    double derived[2];
    double mean, variance;
    /* empirical: Walker's alias table over `count` values; sum and mixture: `count` parts */
    int count;
    const double *values;
    const struct alias *alias;
    const struct distribution *parts;
};

/* The kinds with named parameters: constant, uniform, triangular, exponential, erlang, gamma, weibull,
 * lognormal, normal (truncated at 0), pert. NULL ends the list. */
extern const struct distribution_type *const distribution_types[];
const struct distribution_type *distribution_type_of(const char *name); /* NULL if there is none */

/* Builds one from its parameters, which must satisfy the ranges and the rule. */
struct distribution distribution_of(const struct distribution_type *type, const double *parameters);
struct distribution distribution_constant(double value);
/* Values with weights (>= 0, not all 0); tables live in the arena. */
struct distribution distribution_empirical(struct arena *arena, const double *values, const double *weights,
                                           int count);
struct distribution distribution_sum(struct arena *arena, const struct distribution *parts, int count);
struct distribution distribution_mixture(struct arena *arena, const struct distribution *parts,
                                         const double *weights, int count);

static inline double distribution_draw(const struct distribution *distribution, struct stream *stream) {
    return distribution->type->draw(distribution, stream);
}

/* A draw of a count: rounded to the nearest whole number, at least 1. */
int distribution_draw_count(const struct distribution *distribution, struct stream *stream);

static inline bool distribution_given(const struct distribution *distribution) {
    return distribution->type != NULL;
}

double distribution_cv(const struct distribution *distribution); /* 0 when the mean is 0 */

/* Walker's alias method (Vose 1991): one uniform, one comparison. */
struct alias_slot {
    double keep; /* below this fraction of the slot: itself, else `other` */
    int other;
};
struct alias {
    int count;
    struct alias_slot *slots;
};
struct alias *alias_create(struct arena *arena, const double *weights, int count);

static inline int alias_draw(const struct alias *alias, struct stream *stream) {
    double u = stream_uniform(stream) * alias->count;
    int slot = (int)u;
    return u - slot < alias->slots[slot].keep ? slot : alias->slots[slot].other;
}

#endif
