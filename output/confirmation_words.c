/* SPDX-License-Identifier: MIT */
/* confirmation_words.c - see confirmation_words.h. */
#include "output/confirmation_words.h"

#include <math.h>
#include <string.h>
#include "output/prose.h"
#include "sim/base/text.h"
#include "sim/study/target.h"

void confirmation_value(struct text *out, double value, const char *unit) {
    if (strcmp(unit, "share") == 0 && isfinite(value))
        text_format(out, "%.2f %%", 100 * value);
    else
        prose_value(out, value, unit);
}

void confirmation_bound(struct text *out, const struct confirmation *seen, const struct target *target,
                        const char *unit, double alpha) {
    double confidence = 100 * (1.0 - alpha);
    if (target->risk || seen->distinct != 1 || seen->undefined) {
        bool least = target->risk ? !target->turned : target->at_least;
        if (seen->verdict == CONFIRM_UNDECIDED)
            return;
        text_add(out, least ? " (at least " : " (at most ");
        confirmation_value(out, target_as_typed(target, seen->bound), unit);
        text_format(out, " with %g %% confidence)", confidence);
        return;
    }
    text_format(out, " in all %d replications", seen->n);
    if (seen->n >= confirm_fewest_equal(seen->level))
        text_format(out, " (fewer than 5 %% of replications differ, with %g %% confidence)", confidence);
}
