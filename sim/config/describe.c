/* SPDX-License-Identifier: MIT */
/* describe.c - the manual of one key, section or option, as plain text for a terminal. */
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/config/read.h"
#include "sim/config/words.h"

/* What a path led to: a field, or an option of one. */
struct found {
    const struct field *field;
    const struct option *option;
};

/* Steps that name an element: `*`, `[]`, an index. Names of elements are not known here. */
static bool is_element_step(const char *step, size_t length) {
    return (length == 1 && *step == '*') || (length > 0 && strspn(step, "0123456789") >= length);
}

/* A copy of `path` as far as it leads, plus the nearest name for the step that leads nowhere. */
static const char *nearest_path(struct arena *arena, const char *path, const char *step, size_t length,
                                const char *const *names, int count) {
    const char *nearest = text_nearest(arena_copy_range(arena, step, length), names, count);
    const char *before = arena_copy_range(arena, path, (size_t)(step - path));
    if (nearest)
        return arena_format(arena, "%s%s", before, nearest);
    return step > path ? arena_copy_range(arena, path, (size_t)(step - path) - 1) : NULL;
}

static bool find(const struct field *fields, const char *path, struct arena *arena, struct found *found,
                 const char **nearest) {
    const char *step = path;
    *found = (struct found){0};
    while (*step) {
        size_t length = strcspn(step, ".");
        const struct field *last = found->field;
        bool list = last && last->kind == FIELD_LIST,
             choice = last && last->kind == FIELD_CHOICE && !found->option;
        const char **names = NULL;
        bool known = list && is_element_step(step, length);
        int count = 0;
        if (choice) {
            names = option_names(arena, last->options, &count);
            found->option = option_named(last, step, length);
            fields = found->option ? found->option->fields : NULL;
            known = found->option != NULL;
        } else if (!known) {
            names = field_names(arena, fields, &count);
            *found = (struct found){.field = field_named(fields, step, length)};
            fields = found->field ? found->field->fields : NULL;
            known = found->field != NULL;
        }
        if (!known) {
            *nearest = nearest_path(arena, path, step, length, names, count);
            return false;
        }
        step += length + (step[length] == '.');
    }
    return found->field != NULL;
}

static void write_line(struct text *out, const char *label, const char *words) {
    if (*words)
        text_format(out, "  %-8s %s\n", label, words);
}

static void write_keys(const struct field *fields, struct text *out) {
    for (; fields && fields->name; fields++)
        text_format(out, "  %-24s %s\n", fields->name, fields->doc ? fields->doc : "");
}

static void write_field(const struct field *field, struct arena *arena, struct text *out) {
    text_format(out, "%s\n", field->doc ? field->doc : "");
    write_line(out, "type", field_type(arena, field));
    write_line(out, "unit", field->unit ? field->unit : "");
    write_line(out, "range", field->options ? "" : field_range(arena, field));
    write_line(out, "default", field_default(arena, field));
    if (field->options)
        text_add(out, "\nOne of:\n");
    for (const struct option *const *o = field->options; o && *o; o++)
        text_format(out, "  %-24s %s\n", (*o)->name, (*o)->doc ? (*o)->doc : "");
    if (field->fields) {
        text_add(out, field->kind == FIELD_ROWS ? "\nColumns:\n" : "\nKeys:\n");
        write_keys(field->fields, out);
    }
}

bool describe_key(const struct field *root, const char *path, struct arena *arena, struct text *out,
                  const char **nearest) {
    struct found found;
    *nearest = NULL;
    if (!find(root, path, arena, &found, nearest))
        return false;
    text_format(out, "%s\n\n", path);
    if (!found.option) {
        write_field(found.field, arena, out);
        return true;
    }
    text_format(out, "%s\n", found.option->doc ? found.option->doc : "");
    if (found.option->fields && found.option->fields->name) {
        text_add(out, "\nParameters:\n");
        write_keys(found.option->fields, out);
    }
    return true;
}
