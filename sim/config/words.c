/* SPDX-License-Identifier: MIT */
/* words.c - what a field is, in words. */
#include "sim/config/words.h"
#include <math.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/read.h"

static const char *const kind_words[] = {
    [FIELD_BOOL] = "true or false",
    [FIELD_INT] = "whole number",
    [FIELD_REAL] = "number",
    [FIELD_TEXT] = "text",
    [FIELD_ENUM] = "name",
    [FIELD_DISTRIBUTION] = "distribution",
    [FIELD_CLOCK_TIME] = "time of day",
    [FIELD_DATE] = "date",
    [FIELD_MOMENT] = "date and time",
    [FIELD_WEEKDAYS] = "days of the week",
    [FIELD_PROFILE] = "profile",
    [FIELD_CHOICE] = "choice",
    [FIELD_OBJECT] = "object",
    [FIELD_SECTION] = "section",
    [FIELD_ROWS] = "CSV file",
    [FIELD_FILE] = "file",
};

const char *field_type(struct arena *arena, const struct field *field) {
    enum field_kind kind = kind_of(field);
    if (kind != FIELD_LIST)
        return kind_words[kind];
    if (field->fields)
        return is_named_list(field) ? "list of named objects" : "list of objects";
    return arena_format(arena, "list: %s", kind_words[field->choices ? FIELD_ENUM : field->of]);
}

static const char *joined(struct arena *arena, const char *const *names, int count) {
    struct text list = {0};
    for (int i = 0; i < count; i++)
        text_format(&list, "%s%s", i ? ", " : "", names[i]);
    const char *result = arena_copy(arena, list.data ? list.data : "");
    text_free(&list);
    return result;
}

const char *field_range(struct arena *arena, const struct field *field) {
    enum field_kind kind = field->kind == FIELD_LIST ? field->of : kind_of(field);
    char low[NUMBER_SIZE], high[NUMBER_SIZE];
    int count = 0;
    if (field->choices)
        return joined(arena, field->choices, names_count(field->choices));
    if (field->options) {
        const char **names = option_names(arena, field->options, &count);
        return joined(arena, names, count);
    }
    if (field->profiles) {
        while (field->profiles[count].name)
            count++;
        const char **names = arena_array(arena, const char *, count + 1);
        for (int i = 0; i < count; i++)
            names[i] = field->profiles[i].name;
        return joined(arena, names, count);
    }
    if (kind != FIELD_INT && kind != FIELD_REAL && kind != FIELD_DISTRIBUTION)
        return "";
    return arena_format(arena, "%s ... %s", isfinite(field->min) ? number_text(low, field->min) : "",
                        isfinite(field->max) ? number_text(high, field->max) : "");
}

const char *field_default(struct arena *arena, const struct field *field) {
    enum field_kind kind = kind_of(field);
    char number[NUMBER_SIZE];
    if (field->required)
        return "required";
    if (kind == FIELD_BOOL)
        return field->preset != 0.0 ? "true" : "false";
    if (kind == FIELD_INT || kind == FIELD_REAL)
        return arena_copy(arena, number_text(number, field->preset));
    if (kind == FIELD_ENUM)
        return field->choices[(int)field->preset];
    return field->preset_json ? field->preset_json : "";
}
