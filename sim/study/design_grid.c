/* SPDX-License-Identifier: MIT */
/* design_grid.c - every combination of values (grid), or the first with the first, the second with the second
 * (zip). */
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/design.h"

/* Levels of every factor; NULL after an error. */
static int *levels_of(const struct designs *designs, struct arena *arena, struct text *error) {
    int *levels = arena_array(arena, int, designs->factor_count + 1);
    for (int f = 0; f < designs->factor_count; f++) {
        levels[f] = factor_levels(&designs->factors[f], error);
        if (!levels[f])
            return NULL;
    }
    return levels;
}

/* The last factor changes fastest, so values added to the first one come after all others. */
static bool make_grid(void *config, struct designs *designs, struct arena *arena, struct text *error) {
    (void)config;
    int *levels = levels_of(designs, arena, error), factors = designs->factor_count;
    if (!levels)
        return false;
    double count = 1.0;
    for (int f = 0; f < factors; f++)
        count *= levels[f];
    if (!designs_reserve(designs, count, arena, error))
        return false;
    for (int d = 0; d < designs->count; d++) {
        int rest = d;
        for (int f = factors - 1; f >= 0; f--) {
            designs->values[(size_t)d * (size_t)factors + (size_t)f] =
                factor_level(&designs->factors[f], rest % levels[f], arena);
            rest /= levels[f];
        }
    }
    return true;
}

static bool make_zip(void *config, struct designs *designs, struct arena *arena, struct text *error) {
    (void)config;
    int *levels = levels_of(designs, arena, error), factors = designs->factor_count;
    if (!levels)
        return false;
    for (int f = 1; f < factors; f++)
        if (levels[f] != levels[0]) {
            text_format(error, "zip pairs values one by one, but %s has %d and %s has %d",
                        designs->factors[0].name, levels[0], designs->factors[f].name, levels[f]);
            return false;
        }
    if (!designs_reserve(designs, levels[0], arena, error))
        return false;
    for (int d = 0; d < designs->count; d++)
        for (int f = 0; f < factors; f++)
            designs->values[(size_t)d * (size_t)factors + (size_t)f] =
                factor_level(&designs->factors[f], d, arena);
    return true;
}

const struct design_kind design_grid = {.option = {.name = "grid", .doc = "Every combination of the values."},
                                        .make = make_grid};
const struct design_kind design_zip = {
    .option = {.name = "zip", .doc = "The first values together, then the second ones, and so on."},
    .make = make_zip};
