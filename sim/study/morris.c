/* SPDX-License-Identifier: MIT */
/* morris.c - see morris.h. */
#include "sim/study/morris.h"

#include <math.h>
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/engine/stream.h"
#include "sim/study/statistics.h"

static void shuffle(struct stream *stream, int *order, int count) {
    for (int i = count - 1; i > 0; i--) {
        int k = (int)stream_below(stream, (uint32_t)(i + 1)), kept = order[i];
        order[i] = order[k];
        order[k] = kept;
    }
}

/* A start in the lower half goes up by the step, one in the upper half down. */
void morris_points(int factors, int trajectories, int levels, uint64_t seed, double *points) {
    double step = levels / (2.0 * (levels - 1.0));
    struct stream stream = stream_named(seed, 0, "design/morris");
    int *order = memory_resize(NULL, sizeof *order * (size_t)(factors + 1));
    double *at = points;
    for (int t = 0; t < trajectories; t++) {
        for (int f = 0; f < factors; f++) {
            at[f] = stream_below(&stream, (uint32_t)levels) / (levels - 1.0);
            order[f] = f;
        }
        shuffle(&stream, order, factors);
        for (int i = 0; i < factors; i++, at += factors) {
            for (int f = 0; f < factors; f++)
                at[factors + f] = at[f];
            double from = at[order[i]];
            at[factors + order[i]] = from < 0.5 ? from + step : from - step;
        }
        at += factors;
    }
    free(order);
}

static int moved_factor(const double *from, const double *to, int factors) {
    for (int f = 0; f < factors; f++)
        if (from[f] != to[f])
            return f;
    return -1;
}

static struct bounds around(double value, double half_width) {
    return (struct bounds){value, value - half_width, value + half_width};
}

static struct bounds sd_of(const double *effects, int n, double confidence) {
    struct moments all = {0}, without = {0};
    for (int i = 0; i < n; i++) {
        struct moments others = {0};
        for (int k = 0; k < n; k++)
            if (k != i)
                moments_add(&others, effects[k]);
        moments_add(&without, moments_sd(&others));
        moments_add(&all, effects[i]);
    }
    struct bounds sigma = around(moments_sd(&all), jackknife_half_width(&without, confidence));
    sigma.low = fmax(sigma.low, 0);
    return isfinite(sigma.high) ? sigma : (struct bounds){sigma.value, NAN, NAN};
}

static struct elementary summarise(const double *effects, int n, double confidence) {
    struct moments signed_ones = {0}, sizes = {0};
    for (int i = 0; i < n; i++) {
        moments_add(&signed_ones, effects[i]);
        moments_add(&sizes, fabs(effects[i]));
    }
    if (!n)
        return (struct elementary){0, {NAN, NAN, NAN}, {NAN, NAN, NAN}, {NAN, NAN, NAN}};
    struct elementary of = {.n = n,
                            .mu = around(signed_ones.mean, moments_half_width(&signed_ones, confidence)),
                            .star = around(sizes.mean, moments_half_width(&sizes, confidence)),
                            .sigma = sd_of(effects, n, confidence)};
    of.star.low = n > 1 ? fmax(of.star.low, 0) : NAN;
    return of;
}

void morris_effects(const double *places, const double *response, int factors, int trajectories,
                    double confidence, struct elementary *effects) {
    double *found = memory_resize(NULL, sizeof *found * (size_t)(factors * trajectories + 1));
    int *count = memory_resize(NULL, sizeof *count * (size_t)(factors + 1));
    for (int f = 0; f < factors; f++)
        count[f] = 0;
    for (int t = 0; t < trajectories; t++)
        for (int i = 0; i < factors; i++) {
            size_t point = (size_t)t * (size_t)(factors + 1) + (size_t)i;
            const double *from = places + point * (size_t)factors, *to = from + factors;
            int f = moved_factor(from, to, factors);
            double effect = f < 0 ? NAN : (response[point + 1] - response[point]) / (to[f] - from[f]);
            if (isfinite(effect))
                found[f * trajectories + count[f]++] = effect;
        }
    for (int f = 0; f < factors; f++)
        effects[f] = summarise(found + f * trajectories, count[f], confidence);
    free(count);
    free(found);
}
