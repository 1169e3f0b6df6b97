/* SPDX-License-Identifier: MIT */
/* target.c - see target.h. */
#include "sim/study/target.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/results/results.h"
#include "sim/study/statistics.h"

static const char all_members[] = "=*]";

bool target_of_all(const struct target *target) {
    return text_ends_with(target->metric, all_members);
}

bool target_matches(const struct target *target, const struct measure *measure) {
    if (!target_of_all(target))
        return strcmp(target->metric, measure->name) == 0;
    /* The bracket comes last: "on_time[day=" begins the names of all members. */
    return strncmp(target->metric, measure->name, strlen(target->metric) - strlen("*]")) == 0 &&
           !measure->pooled;
}

double target_share_holding(const struct target *target, const double *values, int n) {
    int holding = 0;
    for (int i = 0; i < n; i++)
        holding += target_holds(target, values[i]);
    return n ? (double)holding / n : 0.0;
}

double confirm_level(double alpha, int j) {
    return alpha / ((double)j * (j + 1));
}

int confirm_fewest_equal(double level) {
    static const double may_differ = 0.05; /* share of replications */
    return (int)ceil(log(level) / log1p(-may_differ) - 1e-9);
}

double confirm_shift(double sd, int n, double level) {
    return sd > 0.0 ? gsl_cdf_tdist_Qinv(level, n - 1.0) * sd / sqrt(n) : 0.0;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How many there are, and how often the most frequent one. */
static int distinct_values(const double *values, int n, int *most) {
    double *sorted = memory_resize(NULL, sizeof *sorted * (size_t)(n + 1));
    int count = 0, distinct = 0, equal = 0;
    for (int i = 0; i < n; i++)
        if (!isnan(values[i]))
            sorted[count++] = values[i];
    qsort(sorted, (size_t)count, sizeof *sorted, by_value);
    *most = 0;
    for (int i = 0; i < count; i++) {
        bool another = i == 0 || sorted[i] != sorted[i - 1];
        distinct += another;
        equal = another ? 1 : equal + 1;
        *most = equal > *most ? equal : *most;
    }
    free(sorted);
    return distinct;
}

bool confirm_few_expected(const double *values, int count, int n) {
    int most, distinct = distinct_values(values, count, &most);
    return distinct < CONFIRM_DISTINCT ||
           gsl_cdf_binomial_P(CONFIRM_DISTINCT - 2, 1.0 - (double)most / count, (unsigned)n) > 0.5;
}

static void find_worst(const struct target *target, const double *values, struct confirmation *result) {
    result->worst = NAN;
    for (int i = 0; i < result->n; i++)
        if (!isnan(values[i]) &&
            !(target_margin(target, values[i]) >= target_margin(target, result->worst))) {
            result->worst = values[i];
            result->worst_at = i;
        }
}

static void judge_risk(const struct target *target, const double *values, struct confirmation *result) {
    int holding = 0;
    for (int i = 0; i < result->n; i++)
        holding +=
            target_holds(target, values[i]); /* what is not defined may or may not hold: it is no proof */
    result->estimate = (double)holding / result->n;
    result->bound = share_bound(holding, result->n, result->level);
    result->verdict = result->bound >= target->share                                      ? CONFIRM_HOLDS
                      : (double)(holding + result->undefined) / result->n < target->share ? CONFIRM_MISSES
                      : result->undefined                                                 ? CONFIRM_UNDECIDED
                                                                                          : CONFIRM_NOT_SHOWN;
}

static void judge_mean(const struct target *target, const struct moments *moments,
                       struct confirmation *result) {
    double shift = confirm_shift(result->sd, result->n, result->level);
    result->estimate = moments->n ? moments->mean : NAN;
    result->bound = target->at_least ? result->estimate - shift : result->estimate + shift;
    bool few = result->distinct < CONFIRM_DISTINCT && result->n < confirm_fewest_equal(result->level);
    if (result->undefined || result->n < 2)
        result->verdict = CONFIRM_UNDECIDED;
    else if (!target_holds(target, result->estimate))
        result->verdict = CONFIRM_MISSES;
    else if (few)
        result->verdict = CONFIRM_UNDECIDED;
    else
        result->verdict = target_holds(target, result->bound) ? CONFIRM_HOLDS : CONFIRM_NOT_SHOWN;
}

struct confirmation confirm(const struct target *target, const double *values, int n, double level) {
    int most;
    struct confirmation result = {.n = n, .level = level, .distinct = distinct_values(values, n, &most)};
    struct moments moments = {0};
    for (int i = 0; i < n; i++) {
        moments_add(&moments, values[i]);
        result.undefined += isnan(values[i]);
    }
    result.sd = moments_sd(&moments);
    result.skewness = moments_skewness(&moments);
    find_worst(target, values, &result);
    if (target->risk)
        judge_risk(target, values, &result);
    else
        judge_mean(target, &moments, &result);
    return result;
}

bool confirm_expected(const struct target *target, double mean, double sd, double share, int n,
                      double level) {
    if (target->risk)
        return share_bound((int)floor(share * n + 1e-9), n, level) >= target->share;
    double margin = target_margin(target, mean) - confirm_shift(sd, n, level);
    return target->strict ? margin > 0.0 : margin >= 0.0;
}

int confirm_replications(const struct target *target, double level) {
    enum { MOST = 5000 };
    int n = CONFIRM_FEWEST;
    if (target->risk)
        while (n < MOST && !confirm_expected(target, 0, 0, (1.0 + target->share) / 2.0, n, level))
            n++;
    return n;
}
