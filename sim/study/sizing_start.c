/* SPDX-License-Identifier: MIT */
/* sizing_start.c - where the search begins: by the workload estimate, before anything is simulated.
 *
 * Factors that make a resource less tight begin at their lowest level, and all of those that help the
 * tightest one are raised together until it is just below full. Those that make something tighter begin, and
 * have most room, at their lowest level; those that the estimate does not know begin in the middle. */
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/study/design.h"
#include "sim/study/sizing_state.h"

static const double just_below_full = 0.95;

enum { MOST_ROWS = 400 };

/* Work over capacity by row of the estimate. */
struct ratios {
    int count;
    double of[MOST_ROWS];
};

static bool ratios_at(struct sizing *sizing, const int *levels, struct ratios *ratios) {
    const struct sizing_question *question = sizing->question;
    const struct subject *subject = question->subject;
    struct arena *arena = arena_create();
    const char **words = arena_array(arena, const char *, question->factor_count + 1);
    for (int f = 0; f < question->factor_count; f++)
        words[f] = factor_level(&question->factors[f], levels[f], arena);
    struct designs one = {.factor_count = question->factor_count,
                          .count = 1,
                          .factors = question->factors,
                          .values = words,
                          .folder = ""};
    const struct variant *variant =
        designs_variants(&one, question->scenario, question->settings, question->setting_count, arena);
    struct problems *problems = problems_create(arena);
    struct config *config = config_read(arena, variant->path, variant->settings, variant->setting_count,
                                        subject->fields, subject->size, problems);
    if (!problems->errors)
        subject->check(config_values(config), arena, problems);
    ratios->count = 0;
    bool valid = !problems->errors;
    if (valid && subject->estimate) {
        struct estimate estimate = {0};
        subject->estimate(config_values(config), arena, &estimate);
        for (int i = 0; i < estimate.count && i < MOST_ROWS; i++) {
            const struct estimate_row *row = &estimate.rows[i];
            ratios->of[ratios->count++] = row->capacity > 0.0 ? row->work / row->capacity
                                          : row->work > 0.0   ? INFINITY
                                                              : 0.0;
        }
    }
    arena_destroy(arena);
    return valid;
}

double sizing_tightness(struct sizing *sizing, const int *levels) {
    struct ratios ratios;
    double most = 0.0;
    if (ratios_at(sizing, levels, &ratios))
        for (int i = 0; i < ratios.count; i++)
            most = fmax(most, ratios.of[i]);
    return fmin(most, 1e6);
}

struct start {
    struct sizing *sizing;
    int *levels;
    bool (*helps)[MOST_ROWS]; /* by factor: which rows it makes less tight */
};

/* What raising a factor from its lowest to its highest level does. */
static bool learn_factor(struct start *start, int factor) {
    struct sizing *sizing = start->sizing;
    struct ratios low, high;
    int last = sizing->level_count[factor] - 1;
    bool helped = false, hurt = false;
    bool valid = ratios_at(sizing, start->levels, &low);
    start->levels[factor] = last;
    valid &= ratios_at(sizing, start->levels, &high);
    start->levels[factor] = 0;
    if (!valid)
        return false;
    for (int i = 0; i < low.count && i < high.count; i++) {
        start->helps[factor][i] = high.of[i] < low.of[i] * (1.0 - 1e-9);
        helped |= start->helps[factor][i];
        hurt |= high.of[i] > low.of[i] * (1.0 + 1e-9);
    }
    sizing->better[factor] = hurt && !helped ? 0 : last;
    if (!helped && !hurt)
        start->levels[factor] = last / 2;
    return true;
}

/* Raises all that help a row by this share of what is left. */
static void raised(const struct start *start, int row, double share, int *levels) {
    const struct sizing *sizing = start->sizing;
    for (int f = 0; f < sizing->question->factor_count; f++) {
        int left = sizing->level_count[f] - 1 - start->levels[f];
        levels[f] = start->levels[f] +
                    (sizing->numeric[f] && start->helps[f][row] ? (int)ceil(share * left - 1e-9) : 0);
    }
}

/* Relieves the tightest row that something helps; false when there is none any more. */
static bool relieve(const struct start *start, bool *given_up, int *trial) {
    struct sizing *sizing = start->sizing;
    struct ratios ratios;
    int row = -1;
    if (!ratios_at(sizing, start->levels, &ratios))
        return false;
    for (int i = 0; i < ratios.count; i++)
        if (ratios.of[i] >= just_below_full && !given_up[i] && (row < 0 || ratios.of[i] > ratios.of[row]))
            row = i;
    if (row < 0)
        return false;
    enum { HALVINGS = 12 };
    double low = 0.0, high = 1.0;
    for (int k = 0; k < HALVINGS; k++) {
        double share = (low + high) / 2;
        raised(start, row, share, trial);
        bool enough = ratios_at(sizing, trial, &ratios) && ratios.of[row] < just_below_full;
        *(enough ? &high : &low) = share;
    }
    raised(start, row, high, start->levels);
    given_up[row] = true; /* it has what it needs, or all there is */
    return true;
}

bool sizing_start(struct sizing *sizing, int *levels) {
    int factors = sizing->question->factor_count;
    struct arena *own = arena_create();
    struct start start = {sizing, levels, arena_alloc(own, sizeof *start.helps * (size_t)(factors + 1))};
    bool valid = true;
    memset(levels, 0, sizeof *levels * (size_t)factors);
    for (int f = 0; f < factors; f++) {
        sizing->better[f] = 0;
        if (sizing->numeric[f])
            valid &= learn_factor(&start, f);
    }
    bool *given_up = arena_array(own, bool, MOST_ROWS);
    int *trial = arena_array(own, int, factors + 1);
    while (valid && relieve(&start, given_up, trial))
        ;
    arena_destroy(own);
    return valid;
}
