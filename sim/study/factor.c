/* SPDX-License-Identifier: MIT */
/* factor.c - see factor.h. */
#include "sim/study/factor.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"

/* With its option; a line of a file is said by who collects problems of files. */
static const char *said(const struct factor *factor) {
    return factor->origin.file && !factor->origin.line ? factor->origin.file : factor->typed;
}

static bool wrong(struct text *error, const struct factor *factor, const char *why) {
    text_format(error, "%s: %s", said(factor), why);
    return false;
}

struct place factor_option(const char *typed, struct arena *arena) {
    return (struct place){.file = arena_format(arena, "--vary %s", typed)};
}

double factor_number(const char *value) {
    char *end;
    if (!*value || strspn(value, "+-.0123456789eE") != strlen(value))
        return NAN;
    double number = strtod(value, &end);
    return *end || !isfinite(number) ? NAN : number;
}

static bool is_whole(const char *value) {
    return !strpbrk(value, ".eE");
}

/* Keys */

static bool read_paths(struct factor *factor, struct arena *arena, struct text *error) {
    const char *name = factor->name;
    factor->paths = arena_array(arena, const char *, strlen(name) + 1);
    while (true) {
        size_t length = strcspn(name, "+");
        if (!length)
            return wrong(error, factor, "a key is missing; write PATH=LO:HI, PATH=a,b or A+B=LO:HI");
        factor->paths[factor->path_count++] = arena_copy_range(arena, name, length);
        if (!name[length])
            return true;
        name += length + 1;
    }
}

bool factor_read_name(const char *name, struct place origin, struct arena *arena, struct factor *factor,
                      struct text *error) {
    *factor = (struct factor){.typed = name, .origin = origin, .name = name};
    return read_paths(factor, arena, error);
}

/* Ranges */

static bool read_range(struct factor *factor, const char *values, struct arena *arena, struct text *error) {
    enum { LOW, HIGH, STEP, PARTS };
    double *const places[PARTS] = {&factor->low, &factor->high, &factor->step};
    factor->range = factor->whole = true;
    for (int part = 0; part < PARTS; part++) {
        size_t length = strcspn(values, ":");
        const char *word = arena_copy_range(arena, values, length);
        *places[part] = factor_number(word);
        factor->whole &= is_whole(word);
        if (isnan(*places[part]))
            return wrong(error, factor,
                         "a range is LO:HI or LO:HI:STEP in numbers; values that hold a colon go into a JSON "
                         "array: PATH=[\"16:00\"]");
        values += length;
        if (!*values)
            break;
        values++;
        if (part == STEP)
            return wrong(error, factor, "a range has three parts at most: LO:HI:STEP");
    }
    if (!(factor->low <= factor->high))
        return wrong(error, factor,
                     "the range is empty: LO is above HI (times, which hold a colon, go into a JSON "
                     "array: PATH=[\"16:00\"])");
    if (factor->step < 0.0 || (factor->step == 0.0 && strchr(strchr(factor->typed, ':') + 1, ':')))
        return wrong(error, factor, "STEP must be above 0");
    return true;
}

/* Lists */

static bool read_json(struct factor *factor, const char *values, struct arena *arena, struct text *error) {
    const char *end;
    cJSON *list = cJSON_ParseWithOpts(values, &end, true);
    if (!cJSON_IsArray(list)) {
        cJSON_Delete(list);
        return wrong(error, factor, "the value is no valid JSON array");
    }
    factor->values = arena_array(arena, const char *, cJSON_GetArraySize(list) + 1);
    const cJSON *item;
    cJSON_ArrayForEach(item, list) {
        char *text = cJSON_PrintUnformatted(item);
        factor->values[factor->value_count++] =
            arena_copy(arena, cJSON_IsString(item) ? item->valuestring : text);
        cJSON_free(text);
    }
    cJSON_Delete(list);
    return factor->value_count > 0 || wrong(error, factor, "the list is empty");
}

static bool read_words(struct factor *factor, const char *values, struct arena *arena, struct text *error) {
    factor->values = arena_array(arena, const char *, strlen(values) + 1);
    while (true) {
        size_t length = strcspn(values, ",");
        if (!length)
            return wrong(error, factor, "a value is empty");
        factor->values[factor->value_count++] = arena_copy_range(arena, values, length);
        if (!values[length])
            return true;
        values += length + 1;
    }
}

static bool all_different(const struct factor *factor, struct text *error) {
    for (int i = 0; i < factor->value_count; i++)
        for (int k = 0; k < i; k++)
            if (strcmp(factor->values[i], factor->values[k]) == 0) {
                text_format(error, "%s: the value %s stands there twice", said(factor), factor->values[i]);
                return false;
            }
    return true;
}

bool factor_read(const char *typed, struct place origin, struct arena *arena, struct factor *factor,
                 struct text *error) {
    *factor = (struct factor){.typed = typed, .origin = origin};
    const char *equals = strchr(typed, '=');
    if (!equals || equals == typed || !equals[1])
        return wrong(error, factor, "write PATH=LO:HI[:STEP], PATH=a,b,c or PATH=[...]");
    factor->name = arena_copy_range(arena, typed, (size_t)(equals - typed));
    if (!read_paths(factor, arena, error))
        return false;
    if (equals[1] == '[')
        return read_json(factor, equals + 1, arena, error) && all_different(factor, error);
    if (strchr(equals + 1, ',') || !strchr(equals + 1, ':'))
        return read_words(factor, equals + 1, arena, error) && all_different(factor, error);
    return read_range(factor, equals + 1, arena, error);
}

/* Files */

/* Keys that move together take the same value, so whichever knows it as a file tells. */
const char *factor_settled(const struct factor *factor, const char *value, const struct field *root,
                           const char *directory, struct arena *arena) {
    for (int p = 0; p < factor->path_count; p++)
        value = setting_value_from(arena, root, factor->paths[p], value, directory);
    return value;
}

void factor_settle_files(struct factor *factor, const struct field *root, const char *directory,
                         struct arena *arena) {
    bool news = false;
    struct text typed = {0};
    text_format(&typed, "%s=[", factor->name);
    for (int i = 0; i < factor->value_count; i++) {
        const char *value = factor_settled(factor, factor->values[i], root, directory, arena);
        news |= value != factor->values[i];
        factor->values[i] = value;
        text_add(&typed, i ? "," : "");
        text_add_json_string(&typed, value);
    }
    text_add(&typed, "]");
    if (news)
        factor->typed = arena_copy(arena, typed.data);
    text_free(&typed);
}

/* Values */

int factor_levels(const struct factor *factor, struct text *error) {
    const double rounding = 1e-9;
    if (!factor->range)
        return factor->value_count;
    double step = factor->step > 0.0 ? factor->step : 1.0;
    if (factor->step == 0.0 && !factor->whole) {
        wrong(error, factor, "a grid needs a step here: LO:HI:STEP");
        return 0;
    }
    double levels = floor((factor->high - factor->low) / step * (1.0 + rounding) + rounding) + 1.0;
    if (levels > FACTOR_MOST_VALUES) {
        text_format(error, "%s: %.0f values are too many; %d are the most", said(factor), levels,
                    FACTOR_MOST_VALUES);
        return 0;
    }
    return (int)levels;
}

/* Steps of 0.1 shall read 0.3 and not 0.30000000000000004: as many decimals as LO and STEP were given. */
static double rounded(double value) {
    const double places = 1e9;
    return fabs(value) < 1e6 ? rint(value * places) / places : value;
}

static const char *number_word(double value, struct arena *arena) {
    char buffer[NUMBER_SIZE];
    return arena_copy(arena, number_text(buffer, value));
}

const char *factor_level(const struct factor *factor, int level, struct arena *arena) {
    if (!factor->range)
        return factor->values[level];
    double step = factor->step > 0.0 ? factor->step : 1.0;
    return number_word(rounded(factor->low + level * step), arena);
}

int factor_steps(const struct factor *factor) {
    if (!factor->range)
        return factor->value_count;
    if (!(factor->step > 0.0) && !factor->whole)
        return 0;
    struct text ignored = {0};
    int levels = factor_levels(factor, &ignored);
    text_free(&ignored);
    return levels;
}

static int level_at(double u, int steps) {
    int level = (int)(u * steps);
    return level < steps ? level : steps - 1;
}

const char *factor_at(const struct factor *factor, double u, struct arena *arena) {
    int steps = factor_steps(factor);
    if (steps > 0)
        return factor_level(factor, level_at(u, steps), arena);
    double step = factor->step > 0.0 ? factor->step : factor->whole ? 1.0 : 0.0;
    double range = factor->high - factor->low;
    if (step == 0.0)
        return number_word(factor->low + u * range, arena);
    double last = floor(range / step); /* more levels than a grid may have */
    return number_word(rounded(factor->low + step * fmin(floor(u * (last + 1.0)), last)), arena);
}

double factor_place(const struct factor *factor, double u) {
    int steps = factor_steps(factor);
    return steps > 1 ? level_at(u, steps) / (steps - 1.0) : u;
}
