/* SPDX-License-Identifier: MIT */
/* fields.c - small questions to field tables, and the words of messages. */
#include <math.h>
#include <stdarg.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/config/read.h"

enum { MAX_UNKNOWN = 20 };

enum field_kind kind_of(const struct field *field) {
    return field->kind == FIELD_INT && field->choices ? FIELD_ENUM : field->kind;
}

static bool same(const char *text, const char *start, size_t length) {
    return strlen(text) == length && memcmp(text, start, length) == 0;
}

const struct field *field_named(const struct field *fields, const char *name, size_t length) {
    for (; fields && fields->name; fields++)
        if (same(fields->name, name, length))
            return fields;
    return NULL;
}

const struct option *option_named(const struct field *field, const char *name, size_t length) {
    for (const struct option *const *o = field->options; o && *o; o++)
        if (same((*o)->name, name, length))
            return *o;
    return NULL;
}

bool is_named_list(const struct field *field) {
    const struct field *name = field->kind == FIELD_LIST ? field_named(field->fields, "name", 4) : NULL;
    return name && name->kind == FIELD_TEXT;
}

bool is_name(const char *text) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *text && strchr(letters, *text) &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] == 0;
}

int names_count(const char *const *names) {
    int count = 0;
    while (names && names[count])
        count++;
    return count;
}

const char **field_names(struct arena *arena, const struct field *fields, int *count) {
    int n = 0;
    while (fields && fields[n].name)
        n++;
    const char **names = arena_array(arena, const char *, n + 1);
    for (int i = 0; i < n; i++)
        names[i] = fields[i].name;
    *count = n;
    return names;
}

const char **option_names(struct arena *arena, const struct option *const *options, int *count) {
    int n = 0;
    while (options && options[n])
        n++;
    const char **names = arena_array(arena, const char *, n + 1);
    for (int i = 0; i < n; i++)
        names[i] = options[i]->name;
    *count = n;
    return names;
}

struct node *preset_node(struct arena *arena, const struct field *field, const struct node *like) {
    struct node nowhere = {.place = like ? like->place : (struct place){0}};
    nowhere.key_place = nowhere.place;
    switch (kind_of(field)) {
    case FIELD_BOOL: {
        struct node *node = node_new(arena, NODE_BOOL, &nowhere);
        node->number = field->preset != 0.0;
        return node;
    }
    case FIELD_INT:
    case FIELD_REAL:
        return isfinite(field->preset) ? node_of_number(arena, field->preset, &nowhere) : NULL;
    case FIELD_ENUM: {
        int index = (int)field->preset, count = names_count(field->choices);
        return index >= 0 && index < count ? node_of_text(arena, field->choices[index], &nowhere) : NULL;
    }
    default:
        break;
    }
    if (!field->preset_json)
        return NULL;
    struct problems *unseen = problems_create(arena);
    struct node *node =
        json_read(arena, NULL, field->preset_json, strlen(field->preset_json), ORIGIN_DEFAULT, unseen);
    if (node)
        node_mark_default(node, nowhere.place);
    return node;
}

bool in_range(double value, double min, double max) {
    return value >= min && value <= max;
}

const char *range_words(struct arena *arena, double min, double max, const char *unit) {
    char low[NUMBER_SIZE], high[NUMBER_SIZE];
    const char *blank = unit && *unit ? " " : "";
    unit = unit ? unit : "";
    number_text(low, min);
    number_text(high, max);
    if (isinf(min) && isinf(max))
        return "finite";
    if (isinf(max))
        return arena_format(arena, "at least %s%s%s", low, blank, unit);
    if (isinf(min))
        return arena_format(arena, "at most %s%s%s", high, blank, unit);
    return arena_format(arena, "between %s and %s%s%s", low, high, blank, unit);
}

const char *spot_path(const struct reader *r, const struct spot *at) {
    if (!at || !at->above)
        return "";
    const char *above = spot_path(r, at->above), *dot = *above ? "." : "";
    if (at->step)
        return arena_format(r->arena, "%s%s%s", above, dot, at->step);
    return arena_format(r->arena, "%s%s%d", above, dot, at->index);
}

void wrong(struct reader *r, const struct spot *at, const struct node *node, const char *hint,
           const char *rule, ...) {
    va_list arguments;
    va_start(arguments, rule);
    const char *sentence = arena_vformat(r->arena, rule, arguments);
    va_end(arguments);
    problem_at(r->problems, node->place, spot_path(r, at), hint, "%s", sentence);
}

void wrong_kind(struct reader *r, const struct spot *at, const struct node *node, const char *expected) {
    wrong(r, at, node, NULL, "must be %s, but is %s", expected, node_shown(r->arena, node));
}

const char *nearest_hint(struct arena *arena, const char *word, const char *const *names, int count) {
    const char *nearest = text_nearest(word, names, count);
    if (nearest)
        return arena_format(arena, "did you mean \"%s\"?", nearest);
    if (count == 0)
        return NULL;
    struct text list = {0};
    for (int i = 0; i < count; i++)
        text_format(&list, "%s%s", i ? ", " : count > 1 ? "one of " : "only ", names[i]);
    const char *hint = arena_format(arena, "%s", list.data);
    text_free(&list);
    return hint;
}

void refuse_unknown(struct reader *r, const struct spot *at, const struct node *object,
                    const char *const *names, int count) {
    int unknown = 0;
    for (const struct node *child = object->first; child; child = child->next) {
        bool known = is_annotation(child->key);
        for (int i = 0; i < count && !known; i++)
            known = strcmp(child->key, names[i]) == 0;
        if (known || unknown++ >= MAX_UNKNOWN)
            continue;
        struct node key = {.kind = NODE_TEXT, .text = child->key};
        problem_at(r->problems, child->key_place, spot_path(r, at),
                   nearest_hint(r->arena, child->key, names, count), "unknown key %s",
                   node_shown(r->arena, &key));
    }
    if (unknown > MAX_UNKNOWN)
        problem_at(r->problems, object->place, spot_path(r, at), NULL, "and %d more unknown keys",
                   unknown - MAX_UNKNOWN);
}
