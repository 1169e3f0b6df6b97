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

bool sizing_passes_over(const struct sizing *sizing, const struct sizing_design *design, int test) {
    return target_of_all(sizing_target(sizing, test)) && !(design->has[test] && sizing->defined[test]);
}

static bool asks_nothing(const struct sizing *sizing, const struct sizing_design *design, int test) {
    if (!sizing_passes_over(sizing, design, test))
        return false;
    for (int i = 0; i < SIZING_POLISH; i++)
        if (design->search.made[i] && !isnan(design->search.values[test][i]))
            return false;
    return true;
}

static bool test_holds(const struct target *target, const double *values, int n) {
    if (target->risk)
        return target_share_holding(target, values, n) >= target->share;
    struct moments moments = moments_of(values, n);
    return moments.n == n && target_holds(target, moments.mean);
}

int sizing_needed(const struct sizing *sizing, const struct sizing_design *design) {
    if (sizing->question->replications)
        return sizing->question->replications;
    int needed = sizing->plan_replications;
    double level = confirm_level(sizing->alpha, 1);
    double whole[SIZING_POLISH];
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = sizing_target(sizing, t);
        int n = confirm_replications(target, level);
        int seen = sizing_whole(sizing, design, t, false, whole);
        if (!target->risk && !asks_nothing(sizing, design, t) && seen >= CONFIRM_DISTINCT &&
            confirm_few_expected(whole, seen, needed))
            n = confirm_fewest_equal(confirm_level(sizing->alpha, sizing->turn));
        needed = n > needed ? n : needed;
    }
    return needed;
}

/* Where a candidate failed, the search was too hopeful: for each that did, half as much again is to lie
 * between mean and target. */
static double caution_of(const struct sizing *sizing) {
    return (1.0 + sizing->turn) / 2.0;
}

/* Whether one that has these values in the search would be confirmed in the turn that comes next. */
static bool would_be_confirmed(const struct sizing *sizing, const struct sizing_design *design, bool kindly) {
    int needed = sizing_needed(sizing, design);
    double level = confirm_level(sizing->alpha, sizing->turn);
    double whole[SIZING_POLISH];
    for (int t = 0; t < sizing->test_count; t++) {
        const struct target *target = sizing_target(sizing, t);
        int n = sizing_whole(sizing, design, t, kindly, whole);
        struct moments moments = moments_of(whole, n);
        if (asks_nothing(sizing, design, t))
            continue;
        if ((!target->risk && moments.n < n) ||
            !confirm_expected(target, moments.mean, caution_of(sizing) * moments_sd(&moments),
                              target_share_holding(target, whole, n), needed, level))
            return false;
    }
    return true;
}

bool sizing_promising(const struct sizing *sizing, const struct sizing_design *design) {
    int enough = sizing->reference_count ? SIZING_SCREEN : SIZING_SEARCH;
    bool failed = design->candidate && !design->holds;
    return !design->reason && !failed && design->search.n >= enough &&
           isfinite(sizing_cost(sizing, design)) && would_be_confirmed(sizing, design, false);
}

bool sizing_hopeless(const struct sizing *sizing, const struct sizing_design *design) {
    return design->reason ||
           (sizing->reference_count && design->search.n && !would_be_confirmed(sizing, design, true));
}

bool sizing_holds(const struct sizing *sizing, const struct sizing_design *design) {
    if (design->reason || !design->search.n)
        return false;
    double whole[SIZING_POLISH];
    for (int t = 0; t < sizing->test_count; t++) {
        int n = sizing_whole(sizing, design, t, false, whole);
        if (!asks_nothing(sizing, design, t) && !test_holds(sizing_target(sizing, t), whole, n))
            return false;
    }
    return true;
}

/* Beside a reference: even where the replications it has not made are taken kindly. Else even the favourable
 * end of a wide interval misses. */
bool sizing_clearly_misses(const struct sizing *sizing, const struct sizing_design *design) {
    if (design->reason)
        return true;
    double whole[SIZING_POLISH];
    for (int t = 0; t < sizing->test_count && design->search.n; t++) {
        const struct target *target = sizing_target(sizing, t);
        int n = sizing_whole(sizing, design, t, true, whole);
        if (asks_nothing(sizing, design, t) || n < 2)
            continue;
        if (target->risk) {
            int holding = (int)lround(target_share_holding(target, whole, n) * n);
            if (gsl_cdf_binomial_P((unsigned)holding, target->share, (unsigned)n) < clear_level)
                return true;
            continue;
        }
        struct moments moments = moments_of(whole, n);
        double half = sizing->reference_count ? 0.0 : moments_half_width(&moments, 1.0 - 2.0 * clear_level);
        if (moments.n < n || target_margin(target, moments.mean) + (isnan(half) ? 0.0 : half) < 0.0)
            return true;
    }
    return false;
}

/* How far a test is from what would be confirmed, relative to its value. */
static double shortfall_of(const struct sizing *sizing, const struct sizing_design *design, int test) {
    const double never = 1e6;
    const struct target *target = sizing_target(sizing, test);
    double scale = target->value != 0.0 ? fabs(target->value) : 1.0, sum = 0.0, whole[SIZING_POLISH];
    int n = sizing_whole(sizing, design, test, false, whole);
    struct moments moments = moments_of(whole, n);
    if (moments.n < n)
        return never;
    if (target->risk) { /* one value cannot make up for another */
        for (int i = 0; i < n; i++)
            sum += fmax(-target_margin(target, whole[i]), 0.0) / scale / n;
        return sum + fmax((1.0 + target->share) / 2.0 - target_share_holding(target, whole, n), 0.0);
    }
    double level = confirm_level(sizing->alpha, sizing->turn), sd = caution_of(sizing) * moments_sd(&moments);
    double shift = confirm_shift(isnan(sd) ? 0.0 : sd, sizing_needed(sizing, design), level);
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
    double more = sizing->reference_count ? sizing_cost(sizing, design) - sizing_cost(sizing, than)
                                          : sizing_difference(design, than, SIZING_OBJECTIVE).mean;
    if (!(fabs(more) <= sizing->worth))
        return more < 0.0;
    return size_of(sizing, design) <= size_of(sizing, than);
}

double sizing_first_margin(const struct sizing *sizing, const struct sizing_design *design) {
    double whole[SIZING_POLISH];
    struct moments moments = moments_of(whole, sizing_whole(sizing, design, 0, false, whole));
    return moments.n ? target_margin(sizing_target(sizing, 0), moments.mean) : -INFINITY;
}

static int order_of(double a, double b) {
    return (a > b) - (a < b);
}

int sizing_order(const struct sizing *sizing, const struct sizing_design *a, const struct sizing_design *b) {
    double worth = sizing->worth, cost_a = sizing_cost(sizing, a), cost_b = sizing_cost(sizing, b);
    int by_worth =
        worth > 0.0 ? order_of(floor(cost_a / worth), floor(cost_b / worth)) : order_of(cost_a, cost_b);
    int by_size = order_of(size_of(sizing, a), size_of(sizing, b));
    return by_worth  ? by_worth
           : by_size ? by_size
                     : order_of(sizing_first_margin(sizing, b), sizing_first_margin(sizing, a));
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

struct sizing_design *sizing_preferred(const struct sizing *sizing) {
    struct arena *own = arena_create();
    struct sizing_design *chosen = NULL;
    double *costs = arena_array(own, double, sizing->count + 1), least = INFINITY;
    for (int i = 0; i < sizing->count; i++) {
        bool fit = sizing_promising(sizing, sizing->designs[i]);
        costs[i] = fit ? sizing_cost(sizing, sizing->designs[i]) : INFINITY;
        least = fmin(least, costs[i]);
    }
    double chosen_cost = 0.0;
    for (int i = 0; i < sizing->count; i++) {
        struct sizing_design *design = sizing->designs[i];
        if (!isfinite(costs[i]) || costs[i] > least + sizing->worth)
            continue;
        int by_size = chosen ? order_of(size_of(sizing, design), size_of(sizing, chosen)) : -1;
        int by_cost = by_size ? by_size : order_of(costs[i], chosen_cost);
        if ((by_cost
                 ? by_cost
                 : order_of(sizing_first_margin(sizing, chosen), sizing_first_margin(sizing, design))) < 0) {
            chosen = design;
            chosen_cost = costs[i];
        }
    }
    arena_destroy(own);
    return chosen;
}
