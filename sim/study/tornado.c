/* SPDX-License-Identifier: MIT */
/* tornado.c - see tornado.h. */
#include "sim/study/tornado.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/study/statistics.h"

static double mean_of(const double *values, int count) {
    struct moments moments = {0};
    for (int i = 0; i < count; i++)
        moments_add(&moments, values[i]);
    return moments.n ? moments.mean : NAN;
}

static struct bounds change_of(const double *from, const double *to, int count, double confidence) {
    struct moments moments = {0};
    for (int i = 0; i < count; i++)
        moments_add(&moments, to[i] - from[i]);
    double mean = moments.n ? moments.mean : NAN, half = moments_half_width(&moments, confidence);
    return (struct bounds){mean, mean - half, mean + half};
}

struct tornado_bar tornado_bar_of(const double *base, const double *low, const double *high, int replications,
                                  double confidence) {
    return (struct tornado_bar){.base = mean_of(base, replications),
                                .low = mean_of(low, replications),
                                .high = mean_of(high, replications),
                                .low_change = change_of(base, low, replications, confidence),
                                .high_change = change_of(base, high, replications, confidence),
                                .swing = change_of(low, high, replications, confidence)};
}

static bool is_whole(const double *values, int count) {
    for (int i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

double noise_share(const double *values, int designs, int replications) {
    double *luck = memory_resize(NULL, sizeof *luck * (size_t)(replications + 1)); /* by replication */
    struct moments between = {0};
    int used = 0;
    for (int r = 0; r < replications; r++)
        luck[r] = 0;
    for (int d = 0; d < designs; d++) {
        const double *row = values + (size_t)d * (size_t)replications;
        if (!is_whole(row, replications))
            continue;
        used++;
        moments_add(&between, mean_of(row, replications));
        for (int r = 0; r < replications; r++)
            luck[r] += row[r];
    }
    double squares = 0;
    for (int d = 0; d < designs && used; d++) {
        const double *row = values + (size_t)d * (size_t)replications;
        double mean = mean_of(row, replications);
        for (int r = 0; r < replications && is_whole(row, replications); r++)
            squares += pow(row[r] - mean - luck[r] / used + between.mean, 2);
    }
    free(luck);
    double variance = pow(moments_sd(&between), 2);
    if (used < 2 || replications < 2 || !(variance > 0))
        return NAN;
    return fmin(1, squares / ((used - 1.0) * (replications - 1.0)) / replications / variance);
}
