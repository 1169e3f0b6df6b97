/* SPDX-License-Identifier: MIT */
/* sizing_judge.c - what the replications of the search say about a design. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/sizing_state.h"
#include "sim/study/statistics.h"

/* A single comparison in the search is taken as clear at this one-sided level. */
static const double clear_level = 0.05;

static const struct target *target_of(const struct sizing *sizing, int test) {
    return &sizing->question->targets[sizing->tests[test].target];
}

static struct moments moments_of(const double *values, int n) {
    struct moments moments = {0};
    for (int i = 0; i < n; i++)
        moments_add(&moments, values[i]);
    return moments;
}

/* Of a test in the search. A design with few replications saw the same random numbers as the reference did at
 * first; what the reference saw after them corrects the mean, as a control variate with slope 1 does. */
static struct moments seen_of(const struct sizing *sizing, const struct sizing_design *design, int test,
                              double *sd) {
    const struct sizing_design *reference = sizing->reference;
    struct moments moments = moments_of(design->search.values[test], design->search.n);
    *sd = moments_sd(&moments);
    if (!reference || design->search.n >= reference->search.n)
        return moments;
    struct moments first = moments_of(reference->search.values[test], design->search.n),
                   all = moments_of(reference->search.values[test], reference->search.n);
    if (first.n < design->search.n || all.n < reference->search.n)
        return moments;
    moments.mean += all.mean - first.mean;
    *sd = fmax(*sd, moments_sd(&all));
    return moments;
}

/* A member that is never defined, such as a day without departures, asks nothing where others are. */
static bool asks_nothing(const struct sizing *sizing, const struct sizing_design *design, int test) {
    if (!target_of_all(target_of(sizing, test)))
        return false;
    for (int i = 0; i < design->search.n; i++)
        if (!isnan(design->search.values[test][i]))
            return false;
    return true;
}

static double share_holding(const struct target *target, const double *values, int n) {
    int holding = 0;
    for (int i = 0; i < n; i++)
        holding += target_holds(target, values[i]);
    return n ? (double)holding / n : 0.0;
}

static bool test_holds(const struct target *target, const double *values, int n) {
    if (target->risk)
        return share_holding(target, values, n) >= target->share;
    struct moments moments = moments_of(values, n);
    return moments.n == n && target_holds(target, moments.mean);
}

int sizing_needed(const struct sizing *sizing, const struct sizing_design *design) {
    if (sizing->question->replications)
        return sizing->question->replications;
    int needed = sizing->plan_replications;
    double level = confirm_level(1.0 - sizing->question->confidence, 1);
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = target_of(sizing, t);
        int n = confirm_replications(target, level);
        struct confirmation seen = confirm(target, design->search.values[t], design->search.n, level);
        if (!target->risk && seen.distinct < CONFIRM_DISTINCT && design->search.n >= CONFIRM_DISTINCT)
            n = CONFIRM_FEWEST_EQUAL;
        needed = n > needed ? n : needed;
    }
    return needed;
}

bool sizing_promising(const struct sizing *sizing, const struct sizing_design *design) {
    const struct sample *sample = &design->search;
    if (design->reason || sample->n < SIZING_SEARCH || isnan(sizing_mean_objective(design, SIZING_SEARCH)))
        return false;
    int n = sizing_needed(sizing, design);
    double level = confirm_level(1.0 - sizing->question->confidence, 1);
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = target_of(sizing, t);
        double sd, share = share_holding(target, sample->values[t], sample->n);
        struct moments moments = seen_of(sizing, design, t, &sd);
        if (asks_nothing(sizing, design, t))
            continue;
        if ((!target->risk && moments.n < sample->n) ||
            !confirm_expected(target, moments.mean, sd, share, n, level))
            return false;
    }
    return true;
}

bool sizing_holds(const struct sizing *sizing, const struct sizing_design *design) {
    if (design->reason || !design->search.n)
        return false;
    for (int t = 0; t < sizing->test_count; t++)
        if (!asks_nothing(sizing, design, t) &&
            !test_holds(target_of(sizing, t), design->search.values[t], design->search.n))
            return false;
    return true;
}

/* Even the favourable end of a wide interval misses; or, beside a reference, the corrected mean. */
bool sizing_clearly_misses(const struct sizing *sizing, const struct sizing_design *design) {
    if (design->reason)
        return true;
    int n = design->search.n;
    for (int t = 0; t < sizing->test_count && n > 1; t++) {
        const struct target *target = target_of(sizing, t);
        if (asks_nothing(sizing, design, t))
            continue;
        if (target->risk) {
            int holding = (int)lround(share_holding(target, design->search.values[t], n) * n);
            if (gsl_cdf_binomial_P((unsigned)holding, target->share, (unsigned)n) < clear_level)
                return true;
            continue;
        }
        struct moments moments = moments_of(design->search.values[t], n);
        if (moments.n < n)
            return true;
        double sd;
        struct moments corrected = seen_of(sizing, design, t, &sd);
        if (sizing->reference && n >= SIZING_SCREEN && target_margin(target, corrected.mean) < 0.0)
            return true;
        double half = moments_half_width(&moments, 1.0 - 2.0 * clear_level);
        if (target_margin(target, moments.mean) + (isnan(half) ? 0.0 : half) < 0.0)
            return true;
    }
    return false;
}

/* How far a test is from what would be confirmed, relative to its value. */
static double shortfall_of(const struct sizing *sizing, const struct sizing_design *design, int test) {
    const double never = 1e6;
    const struct target *target = target_of(sizing, test);
    const double *values = design->search.values[test];
    double scale = target->value != 0.0 ? fabs(target->value) : 1.0, sum = 0.0;
    int n = design->search.n;
    for (int i = 0; i < n; i++)
        if (isnan(values[i]))
            return never;
    if (target->risk) { /* one value cannot make up for another */
        for (int i = 0; i < n; i++)
            sum += fmax(-target_margin(target, values[i]), 0.0) / scale / n;
        return sum + fmax((1.0 + target->share) / 2.0 - share_holding(target, values, n), 0.0);
    }
    double sd;
    struct moments moments = seen_of(sizing, design, test, &sd);
    int needed = sizing_needed(sizing, design);
    double level = confirm_level(1.0 - sizing->question->confidence, 1);
    double shift = confirm_shift(isnan(sd) ? 0.0 : sd, needed, level);
    return fmax(shift - target_margin(target, moments.mean), 0.0) / scale;
}

/* Summed over tests; 0 for a design that would be confirmed. */
static double violation(struct sizing *sizing, const struct sizing_design *design) {
    const double beyond_all = 1e9;
    if (design->reason || !design->search.n)
        return beyond_all * (1.0 + sizing_tightness(sizing, design->levels));
    double sum = 0.0;
    for (int t = 0; t < sizing->test_count; t++)
        sum += asks_nothing(sizing, design, t) ? 0.0 : shortfall_of(sizing, design, t);
    return sum;
}

static double size_of(const struct sizing *sizing, const struct sizing_design *design) {
    double sum = 0.0;
    for (int f = 0; f < sizing->question->factor_count; f++)
        sum += sizing->numeric[f] ? design->levels[f] : 0;
    return sum;
}

bool sizing_cheaper(const struct sizing *sizing, const struct sizing_design *design,
                    const struct sizing_design *than) {
    int n = design->search.n < than->search.n ? design->search.n : than->search.n;
    double more = sizing_mean_objective(design, n) - sizing_mean_objective(than, n);
    if (!(fabs(more) <= sizing->worth / 2))
        return more < 0.0;
    return size_of(sizing, design) <= size_of(sizing, than);
}

static double first_margin(const struct sizing *sizing, const struct sizing_design *design, int n) {
    n = n < design->search.n ? n : design->search.n;
    struct moments moments = n ? moments_of(design->search.values[0], n) : (struct moments){0};
    return moments.n ? target_margin(target_of(sizing, 0), moments.mean) : -INFINITY;
}

/* Not defined comes last. */
static double cost_of(const struct sizing_design *design) {
    double cost = sizing_mean_objective(design, SIZING_SEARCH);
    return isnan(cost) ? INFINITY : cost;
}

static int order_of(double a, double b) {
    return (a > b) - (a < b);
}

int sizing_order(const struct sizing *sizing, const struct sizing_design *a, const struct sizing_design *b) {
    double worth = sizing->worth, cost_a = cost_of(a), cost_b = cost_of(b);
    int by_worth =
        worth > 0.0 ? order_of(floor(cost_a / worth), floor(cost_b / worth)) : order_of(cost_a, cost_b);
    int by_size = order_of(size_of(sizing, a), size_of(sizing, b));
    return by_worth ? by_worth
           : by_size
               ? by_size
               : order_of(first_margin(sizing, b, SIZING_SEARCH), first_margin(sizing, a, SIZING_SEARCH));
}

bool sizing_better(struct sizing *sizing, const struct sizing_design *a, const struct sizing_design *b) {
    bool good_a = sizing_promising(sizing, a), good_b = sizing_promising(sizing, b);
    if (good_a != good_b)
        return good_a;
    if (!good_a) {
        double miss_a = violation(sizing, a), miss_b = violation(sizing, b);
        if (miss_a != miss_b)
            return miss_a < miss_b;
    }
    return sizing_order(sizing, a, b) < 0;
}

/* At the end */

static enum design_verdict verdict_of(const struct sizing *sizing, const struct sizing_design *design,
                                      const struct sizing_design *chosen) {
    if (design->reason)
        return DESIGN_FAILED;
    if (design->candidate)
        return design == chosen ? DESIGN_CONFIRMED : DESIGN_NOT_CONFIRMED;
    if (sizing_promising(sizing, design))
        return DESIGN_PROMISING;
    if (!sizing_holds(sizing, design))
        return DESIGN_MISSES;
    return chosen && design->search.n < SIZING_SEARCH && !sizing_cheaper(sizing, design, chosen)
               ? DESIGN_DEARER
               : DESIGN_NARROW;
}

static bool dominates(const struct sizing *sizing, const struct sizing_design *a,
                      const struct sizing_design *b) {
    double cost_a = sizing_mean_objective(a, a->search.n), cost_b = sizing_mean_objective(b, b->search.n);
    double good_a = first_margin(sizing, a, a->search.n), good_b = first_margin(sizing, b, b->search.n);
    return cost_a <= cost_b && good_a >= good_b && (cost_a < cost_b || good_a > good_b);
}

void sizing_label(struct sizing *sizing, int chosen) {
    const struct sizing_design *winner =
        chosen >= 0 && sizing->state == SIZING_CONFIRMED ? sizing->designs[chosen] : NULL;
    for (int i = 0; i < sizing->count; i++) {
        struct sizing_design *design = sizing->designs[i];
        design->verdict = verdict_of(sizing, design, winner);
        design->frontier = design->search.n && !design->reason;
        for (int k = 0; k < sizing->count && design->frontier; k++)
            if (sizing->designs[k]->search.n && !sizing->designs[k]->reason &&
                dominates(sizing, sizing->designs[k], design))
                design->frontier = false;
    }
}

/* Monotonicity is looked at, not assumed */

/* Whether they differ by one level of one factor; which. */
static int only_difference(const struct sizing *sizing, const struct sizing_design *less,
                           const struct sizing_design *more) {
    int found = -1;
    for (int f = 0; f < sizing->question->factor_count; f++) {
        if (less->levels[f] == more->levels[f])
            continue;
        if (found >= 0 || !sizing->numeric[f] || more->levels[f] != less->levels[f] + 1)
            return -1;
        found = f;
    }
    return found;
}

static bool clearly_worse(const struct sizing *sizing, const struct sizing_design *more,
                          const struct sizing_design *less, int test) {
    int n = more->search.n < less->search.n ? more->search.n : less->search.n;
    struct moments moments = {0};
    for (int i = 0; i < n; i++)
        moments_add(&moments, target_margin(target_of(sizing, test), more->search.values[test][i]) -
                                  target_margin(target_of(sizing, test), less->search.values[test][i]));
    return moments.n >= 2 && moments.mean < 0.0 &&
           moments.mean + moments_half_width(&moments, 1.0 - 2.0 * clear_level) < 0.0;
}

/* Per factor the first pair in which more of it made the first target worse. */
const char *const *sizing_notes(struct sizing *sizing) {
    const struct sizing_question *question = sizing->question;
    const char **notes = arena_array(sizing->arena, const char *, question->factor_count + 1);
    bool *said = arena_array(sizing->arena, bool, question->factor_count + 1);
    int count = 0;
    for (int i = 0; i < sizing->count && sizing->test_count; i++)
        for (int k = 0; k < sizing->count; k++) {
            const struct sizing_design *less = sizing->designs[i], *more = sizing->designs[k];
            int f = less->search.n && more->search.n ? only_difference(sizing, less, more) : -1;
            if (f < 0 || said[f] || f == sizing->objective_factor || !clearly_worse(sizing, more, less, 0))
                continue;
            said[f] = true;
            notes[count++] = arena_format(
                sizing->arena, "%s is worse with %s=%s than with %s (%s and %s, the same random numbers)",
                sizing->tests[0].metric, question->factors[f].name, more->words[f], less->words[f],
                more->name, less->name);
        }
    return notes;
}
