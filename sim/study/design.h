/* SPDX-License-Identifier: MIT */
/* design.h - which combinations of values a study looks at; one file and one record per kind.
 *
 * A design is one value for each factor. Designs are named d0001, d0002, ... in their order, which stays when
 * a study is extended at its end: a grid by values of its first factor, Sobol points and lists by more of
 * them. */
#ifndef SIM_STUDY_DESIGN_H
#define SIM_STUDY_DESIGN_H

#include "sim/config/field.h"
#include "sim/study/campaign.h"
#include "sim/study/factor.h"

struct problems;

enum { DESIGN_MOST = 1000000, SOBOL_MOST_FACTORS = 40 };

struct designs {
    int factor_count, count;
    const struct factor *factors;
    const char **values;      /* by design, then factor: as --set takes them; NULL = as the scenario has it */
    const char *folder;       /* to which the path of a list is relative; "" = the working directory */
    const struct field *root; /* table of the scenario */
    struct problems *problems; /* of the study's file, which those of a list join; NULL = there is no file */
};
/* "" where it is that of the scenario. */
static inline const char *design_value(const struct designs *designs, int design, int factor) {
    const char *value = designs->values[(size_t)design * (size_t)designs->factor_count + (size_t)factor];
    return value ? value : "";
}

struct design_kind {
    struct option option;
    /* Fills `designs`, of which factors are set; false with what is wrong, unless designs->problems says it.
     */
    bool (*make)(void *config, struct designs *designs, struct arena *arena, struct text *error);
};
extern const struct design_kind design_grid, design_zip, design_list, design_latin_hypercube, design_sobol,
    design_morris;
extern const struct option *const design_options[]; /* NULL at the end; the first is the default */

/* No key is varied twice, nor with one that it is part of; false with what is wrong. */
bool designs_check_factors(const struct factor *factors, int count, struct arena *arena, struct text *error);
/* `designs` holds factors, folder and problems; false as in design_kind. */
bool designs_make(const struct choice *kind, struct designs *designs, struct arena *arena,
                  struct text *error);
/* Room for `count` designs; false, with what is wrong, for none or too many. */
bool designs_reserve(struct designs *designs, double count, struct arena *arena, struct text *error);
/* The variants to run: `base` settings, then those of the design. */
struct variant *designs_variants(const struct designs *designs, const char *scenario,
                                 const struct setting *base, int base_count, struct arena *arena);
const char *design_name(int design, struct arena *arena); /* from 0: "d0001" */

#endif
