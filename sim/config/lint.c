/* SPDX-License-Identifier: MIT */
/* lint.c - what is wrong with field tables themselves; run by a test, never on a user's scenario. */
#include <limits.h>
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/config/read.h"
#include "sim/config/units.h"

static void lint_fields(struct problems *problems, const char *path, const struct field *fields);

static bool has_range(const struct field *field) {
    enum field_kind kind = field->kind == FIELD_LIST ? field->of : kind_of(field);
    return !field->choices && (kind == FIELD_INT || kind == FIELD_REAL || kind == FIELD_DISTRIBUTION);
}

static void lint_range(struct problems *problems, const char *path, const struct field *field) {
    enum field_kind kind = kind_of(field);
    bool whole = kind == FIELD_INT || (kind == FIELD_LIST && field->of == FIELD_INT);
    if (has_range(field)) {
        if (!(field->min <= field->max) || (field->min == 0.0 && field->max == 0.0))
            problem_of(problems, path, NULL, "needs a range: .min and .max");
        else if (whole && (field->min < INT_MIN || field->max > INT_MAX))
            problem_of(problems, path, NULL, "has a range beyond int");
    }
    if ((kind == FIELD_INT || kind == FIELD_REAL) && !field->required &&
        !in_range(field->preset, field->min, field->max))
        problem_of(problems, path, NULL, "has a default outside its range");
    if (kind == FIELD_ENUM && !in_range(field->preset, 0, names_count(field->choices) - 1))
        problem_of(problems, path, NULL, "has a default that is none of its names");
    if ((kind == FIELD_LIST || kind == FIELD_ROWS) && field->required && field->preset_json)
        problem_of(problems, path, NULL, "is required and has a default");
}

/* The default, read as a value: it must be one. */
static void lint_preset(struct problems *problems, const char *path, const struct field *field) {
    enum field_kind kind = kind_of(field);
    if (!field->preset_json)
        return;
    if (kind == FIELD_BOOL || kind == FIELD_INT || kind == FIELD_REAL || kind == FIELD_ENUM) {
        problem_of(problems, path, NULL, "gives its default by .preset_json instead of .preset");
        return;
    }
    struct problems *unseen = problems_create(problems->arena);
    struct inputs inputs = {.arena = problems->arena};
    struct reader reader = {problems->arena, unseen, &inputs};
    struct field only[2] = {*field};
    struct node nothing = {.kind = NODE_OBJECT};
    size_t size = field->offset + field->size + sizeof(struct distribution) + sizeof(struct file_text);
    if (field->count_offset + sizeof(int) > size)
        size = field->count_offset + sizeof(int);
    only[0].required = false;
    if (!preset_node(problems->arena, field, NULL)) {
        problem_of(problems, path, NULL, "has a default that is no JSON: %s", field->preset_json);
        return;
    }
    read_object(&reader, &(struct spot){0}, only, NULL, &nothing, arena_alloc(problems->arena, size));
    inputs_close(&inputs);
    if (unseen->errors)
        problem_of(problems, path, NULL, "has a wrong default: %s", unseen->items[0].rule);
}

static void lint_words(struct problems *problems, const char *path, const char *doc,
                       const struct field *field) {
    if (!doc || !*doc || !text_ends_with(doc, "."))
        problem_of(problems, path, NULL, "needs a doc that ends with a full stop");
    const char *promised = field && has_range(field) ? unit_of_name(field->name) : NULL;
    if (promised && (!field->unit || strcmp(field->unit, promised) != 0))
        problem_of(problems, path, NULL, "needs the unit \"%s\" that its name promises", promised);
}

static void lint_names(struct problems *problems, const char *path, const struct field *fields,
                       const struct field *field) {
    for (const struct field *other = fields; other != field; other++)
        if (strcmp(other->name, field->name) == 0)
            problem_of(problems, path, NULL, "is in the table twice");
    if (!is_name(field->name))
        problem_of(problems, path, NULL, "has a name with other characters than letters, digits and _");
}

static void lint_children(struct problems *problems, const char *path, const struct field *field) {
    struct arena *arena = problems->arena;
    bool of_fields = field->kind == FIELD_OBJECT || field->kind == FIELD_SECTION || field->kind == FIELD_ROWS;
    if (of_fields && !field->fields)
        problem_of(problems, path, NULL, "needs a table of fields");
    if (field->kind == FIELD_ENUM && names_count(field->choices) == 0)
        problem_of(problems, path, NULL, "needs names to choose from");
    if (field->kind == FIELD_CHOICE && (!field->options || !field->options[0]))
        problem_of(problems, path, NULL, "needs options to choose from");
    if (field->fields)
        lint_fields(problems, field->kind == FIELD_LIST ? arena_format(arena, "%s.*", path) : path,
                    field->fields);
    for (const struct option *const *o = field->options; o && *o; o++) {
        const char *inner = arena_format(arena, "%s.%s", path, (*o)->name);
        lint_words(problems, inner, (*o)->doc, NULL);
        if ((*o)->fields && (*o)->size == 0)
            problem_of(problems, inner, NULL, "has parameters, but no size");
        lint_fields(problems, inner, (*o)->fields);
    }
}

static void lint_fields(struct problems *problems, const char *path, const struct field *fields) {
    for (const struct field *field = fields; field && field->name; field++) {
        const char *inner = arena_format(problems->arena, "%s%s%s", path, *path ? "." : "", field->name);
        lint_names(problems, inner, fields, field);
        lint_words(problems, inner, field->doc, field);
        lint_range(problems, inner, field);
        lint_preset(problems, inner, field);
        lint_children(problems, inner, field);
    }
}

void fields_lint(const struct field *root, struct problems *problems) {
    lint_fields(problems, "", root);
}
