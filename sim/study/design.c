/* SPDX-License-Identifier: MIT */
/* design.c - the list of kinds of designs, and what they share. */
#include "sim/study/design.h"

#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

const struct option *const design_options[] = {&design_grid.option,
                                               &design_zip.option,
                                               &design_list.option,
                                               &design_latin_hypercube.option,
                                               &design_sobol.option,
                                               &design_morris.option,
                                               NULL};

/* "a.b" is "a.b" and is inside "a". */
static bool is_or_is_inside(const char *path, const char *other) {
    size_t length = strlen(other);
    return strncmp(path, other, length) == 0 && (path[length] == 0 || path[length] == '.');
}

/* The later would undo the earlier. */
static bool clash(const char *a, const char *b, struct text *error) {
    if (strcmp(a, b) == 0)
        text_format(error, "%s is varied twice", a);
    else if (is_or_is_inside(a, b))
        text_format(error, "%s is part of %s, which is varied as well", a, b);
    else if (is_or_is_inside(b, a))
        text_format(error, "%s is part of %s, which is varied as well", b, a);
    return error->length > 0;
}

bool designs_check_factors(const struct factor *factors, int count, struct arena *arena, struct text *error) {
    int paths = 0, n = 0;
    for (int f = 0; f < count; f++)
        paths += factors[f].path_count;
    const char **seen = arena_array(arena, const char *, paths + 1);
    for (int f = 0; f < count; f++)
        for (int p = 0; p < factors[f].path_count; p++) {
            for (int i = 0; i < n; i++)
                if (clash(factors[f].paths[p], seen[i], error))
                    return false;
            seen[n++] = factors[f].paths[p];
        }
    return true;
}

bool designs_make(const struct choice *kind, struct designs *designs, struct arena *arena,
                  struct text *error) {
    const struct design_kind *is = (const struct design_kind *)(const void *)kind->is;
    if (!designs->factor_count && is != &design_list) {
        text_add(error, "nothing is varied: name a key and its values, as in packing.benches=20:40:5");
        return false;
    }
    return designs_check_factors(designs->factors, designs->factor_count, arena, error) &&
           is->make(kind->config, designs, arena, error);
}

bool designs_reserve(struct designs *designs, double count, struct arena *arena, struct text *error) {
    if (count < 1 || count > DESIGN_MOST) {
        text_format(error, "%.0f designs: must be from 1 to %d", count, DESIGN_MOST);
        return false;
    }
    designs->count = (int)count;
    designs->values =
        arena_array(arena, const char *, (size_t)designs->count *(size_t)designs->factor_count + 1);
    return true;
}

const char *design_name(int design, struct arena *arena) {
    return arena_format(arena, "d%04d", design + 1);
}

struct variant *designs_variants(const struct designs *designs, const char *scenario,
                                 const struct setting *base, int base_count, struct arena *arena) {
    struct variant *variants = arena_array(arena, struct variant, designs->count + 1);
    int keys = 0;
    for (int f = 0; f < designs->factor_count; f++)
        keys += designs->factors[f].path_count;
    for (int d = 0; d < designs->count; d++) {
        struct setting *settings = arena_array(arena, struct setting, base_count + keys + 1);
        const char *const *values = designs->values + (size_t)d * (size_t)designs->factor_count;
        int count = 0;
        for (int i = 0; i < base_count; i++)
            settings[count++] = base[i];
        for (int f = 0; f < designs->factor_count; f++)
            for (int p = 0; p < designs->factors[f].path_count && values[f]; p++)
                settings[count++] =
                    (struct setting){arena_format(arena, "%s=%s", designs->factors[f].paths[p], values[f]),
                                     designs->factors[f].origin};
        variants[d] = (struct variant){
            .name = design_name(d, arena), .path = scenario, .settings = settings, .setting_count = count};
    }
    return variants;
}
