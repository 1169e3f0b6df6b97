/* SPDX-License-Identifier: MIT */
/* sizing_whole.c - what a design would show in all replications of the search, from those that it has.
 *
 * Most replications are easy: every design on the table does well in them, and they tell nothing of service.
 * So a few designs, the references, make all of them. The others make one that was of middling difficulty for
 * these, which tells what they cost, and then those that were hardest, which tell whether they hold. What a
 * design has not made is taken from the reference that is most like it in what both made, moved by the mean
 * difference between the two in the easier half of that. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/study/sizing_state.h"

static const double *values_of(const struct sample *sample, int test) {
    return test == SIZING_OBJECTIVE ? sample->objective : sample->values[test];
}

/* Larger is better; in units of the target's value. */
static double ease_of(const struct sizing *sizing, const struct sizing_design *design, int replication) {
    double least = INFINITY;
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = sizing_target(sizing, t);
        double scale = target->value != 0.0 ? fabs(target->value) : 1.0;
        double margin = target_margin(target, design->search.values[t][replication]) / scale;
        least = fmin(least, margin); /* a number rather than one that is not defined */
    }
    return least;
}

void sizing_refer_to(struct sizing *sizing, struct sizing_design *design) {
    sizing->references[sizing->reference_count++] = design;
    for (int i = 0; i < SIZING_POLISH; i++) {
        int k = i;
        sizing->ease[i] += ease_of(sizing, design, i);
        for (; k > 0 && sizing->ease[sizing->order[k - 1]] > sizing->ease[i]; k--)
            sizing->order[k] = sizing->order[k - 1];
        sizing->order[k] = i;
    }
    int middling = sizing->order[SIZING_POLISH / 2];
    memmove(sizing->order + 1, sizing->order, sizeof *sizing->order * (SIZING_POLISH / 2));
    sizing->order[0] = middling;
}

/* In what both have made, in units of the targets' values. */
static double unlikeness(const struct sizing *sizing, const struct sizing_design *design,
                         const struct sizing_design *reference) {
    double sum = 0.0;
    for (int t = 0; t < sizing->test_count; t++) {
        double scale = fabs(sizing_target(sizing, t)->value);
        for (int i = 0; i < SIZING_POLISH; i++) {
            double apart = fabs(design->search.values[t][i] - reference->search.values[t][i]);
            if (design->search.made[i])
                sum += isnan(apart) ? 1.0 : scale > 0.0 ? apart / scale : apart;
        }
    }
    return sum;
}

static int steps_between(const struct sizing *sizing, const struct sizing_design *a,
                         const struct sizing_design *b) {
    int steps = 0;
    for (int f = 0; f < sizing->question->factor_count; f++)
        steps += abs(a->levels[f] - b->levels[f]);
    return steps;
}

/* Of equals the nearest on the grid, and of these the last. */
static const struct sizing_design *reference_of(const struct sizing *sizing,
                                                const struct sizing_design *design) {
    const struct sizing_design *chosen = NULL;
    double least = INFINITY;
    int nearest = 0;
    for (int i = 0; i < sizing->reference_count; i++) {
        const struct sizing_design *reference = sizing->references[i];
        double apart = unlikeness(sizing, design, reference);
        int steps = steps_between(sizing, design, reference);
        if (chosen && (apart > least || (apart == least && steps > nearest)))
            continue;
        chosen = reference;
        least = apart;
        nearest = steps;
    }
    return chosen;
}

struct moments sizing_difference(const struct sizing_design *design, const struct sizing_design *from,
                                 int test) {
    struct moments moments = {0};
    if (!design->search.n || !from->search.n)
        return moments;
    const double *values = values_of(&design->search, test), *others = values_of(&from->search, test);
    for (int i = 0; i < SIZING_POLISH; i++)
        if (design->search.made[i] && from->search.made[i])
            moments_add(&moments, values[i] - others[i]);
    return moments;
}

/* In the easier half of what both have made. */
static double shift_of(const struct sizing *sizing, const struct sizing_design *design,
                       const struct sizing_design *reference, int test) {
    const double *values = values_of(&design->search, test), *others = values_of(&reference->search, test);
    struct moments moments = {0};
    int left = design->search.n > 1 ? design->search.n / 2 : 1;
    for (int i = 0; i < SIZING_POLISH && left > 0; i++) {
        int replication = i ? sizing->order[SIZING_POLISH - i] : sizing->order[0];
        if (!design->search.made[replication])
            continue;
        moments_add(&moments, values[replication] - others[replication]);
        left--;
    }
    return moments.n ? moments.mean : 0.0;
}

/* A share stays one. */
static double within(const struct sizing *sizing, int test, double value) {
    if (test == SIZING_OBJECTIVE || strcmp(sizing->tests[test].unit, "share") != 0 || isnan(value))
        return value;
    return fmin(fmax(value, 0.0), 1.0);
}

/* A number rather than one that is not defined. */
static double better_of(const struct target *target, double a, double b) {
    return target_margin(target, a) >= target_margin(target, b) || isnan(b) ? a : b;
}

/* What any of the references showed at best. */
static double best_seen(const struct sizing *sizing, int test, int replication) {
    double best = NAN;
    for (int i = 0; i < sizing->reference_count; i++)
        best = better_of(sizing_target(sizing, test), sizing->references[i]->search.values[test][replication],
                         best);
    return best;
}

/* Of what was made; NaN where nothing of it is defined. */
static double own_mean(const struct sample *sample, const double *values) {
    struct moments moments = {0};
    for (int i = 0; i < SIZING_POLISH; i++)
        if (sample->made[i])
            moments_add(&moments, values[i]);
    return moments.n ? moments.mean : NAN;
}

int sizing_whole(const struct sizing *sizing, const struct sizing_design *design, int test, bool kindly,
                 double *whole) {
    if (!design->search.n)
        return 0;
    const struct sizing_design *reference = reference_of(sizing, design);
    const double *values = values_of(&design->search, test);
    double shift = reference ? shift_of(sizing, design, reference, test) : 0.0,
           mean = own_mean(&design->search, values);
    int n = 0;
    for (int i = 0; i < SIZING_POLISH; i++)
        if (design->search.made[i])
            whole[n++] = values[i];
        else if (reference) {
            double seen = values_of(&reference->search, test)[i];
            whole[n] = isnan(seen) ? mean : within(sizing, test, seen + shift);
            if (kindly)
                whole[n] = better_of(sizing_target(sizing, test), whole[n], best_seen(sizing, test, i));
            n++;
        }
    return n;
}

double sizing_cost(const struct sizing *sizing, const struct sizing_design *design) {
    double whole[SIZING_POLISH], sum = 0.0;
    int n = sizing_whole(sizing, design, SIZING_OBJECTIVE, false, whole);
    for (int i = 0; i < n; i++)
        sum += whole[i];
    return n ? sum / n : INFINITY;
}
