/* SPDX-License-Identifier: MIT */
/* read.c - objects, sections, lists and choices: the walk of the given tree along the field tables. */
#include "sim/config/read.h"
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { DEFAULT_MAX_COUNT = 10000 };

static struct node *read_field(struct reader *r, const struct spot *at, const struct field *field,
                               const struct node *given, const struct node *like, char *members);

/* Its own place, but the origin of a default. */
static struct node enclosing(const struct node *node) {
    return (struct node){.place = node ? node->place : (struct place){0},
                         .key_place = node ? node->place : (struct place){0}};
}

struct node *read_object(struct reader *r, const struct spot *at, const struct field *fields,
                         const struct node *object, const struct node *like, void *target) {
    if (object && object->kind != NODE_OBJECT) {
        wrong_kind(r, at, object, "an object");
        like = object, object = NULL;
        struct reader silent = {r->arena, problems_create(r->arena), r->inputs};
        return read_object(&silent, at, fields, NULL, like, target);
    }
    struct node absent = enclosing(object ? object : like);
    struct node *resolved = node_new(r->arena, NODE_OBJECT, object ? object : &absent);
    if (object) {
        int count;
        const char **names = field_names(r->arena, fields, &count);
        refuse_unknown(r, at, object, names, count);
    }
    for (const struct field *field = fields; field && field->name; field++) {
        struct spot inner = {.above = at, .step = field->name};
        const struct node *given = node_child(object, field->name);
        node_add(resolved, field->name, read_field(r, &inner, field, given, &absent, target));
    }
    return resolved;
}

static struct node *read_section(struct reader *r, const struct spot *at, const struct field *field,
                                 const struct node *given, char *member) {
    if (given->kind == NODE_NULL)
        return NULL; /* null takes a section away */
    void *section = arena_alloc(r->arena, field->size);
    memcpy(member, &section, sizeof section);
    return read_object(r, at, field->fields, given, given, section);
}

/* The text under "name", NULL if it is missing or no text. */
static const struct node *name_of(const struct node *element) {
    const struct node *name = node_child(element, "name");
    return name && name->kind == NODE_TEXT ? name : NULL;
}

struct named {
    const struct node *name;
    int index;
};

static int by_name(const void *a, const void *b) {
    const struct named *one = a, *other = b;
    int order = strcmp(one->name->text, other->name->text);
    return order ? order : one->index - other->index;
}

/* Reports names that are no names, or that an earlier element of the list has. */
static void check_names(struct reader *r, const struct spot *at, const struct node *list) {
    struct named *names = arena_array(r->arena, struct named, list->count + 1);
    int count = 0, index = 0;
    for (const struct node *element = list->first; element; element = element->next, index++)
        if (name_of(element))
            names[count++] = (struct named){name_of(element), index};
    qsort(names, (size_t)count, sizeof *names, by_name);
    for (int i = 0; i < count; i++) {
        const struct node *name = names[i].name;
        bool right = is_name(name->text);
        struct spot element = {.above = at, .step = right ? name->text : NULL, .index = names[i].index};
        struct spot spot = {.above = &element, .step = "name"};
        if (!right)
            wrong(r, &spot, name, NULL, "must be a letter followed by letters, digits, _ or -, but is %s",
                  node_shown(r->arena, name));
        else if (i > 0 && strcmp(names[i - 1].name->text, name->text) == 0)
            wrong(r, &spot, name, "give each element a name of its own", "the name %s is already taken",
                  node_shown(r->arena, name));
    }
}

static struct node *read_element(struct reader *r, const struct spot *at, const struct field *field,
                                 const struct node *element, char *target) {
    if (!field->fields) {
        enum field_kind kind = field->choices ? FIELD_ENUM : field->of;
        return read_value(r, at, field, kind, element, target);
    }
    const struct node *name = is_named_list(field) ? name_of(element) : NULL;
    struct spot spot = *at;
    if (name && is_name(name->text))
        spot.step = name->text;
    return read_object(r, &spot, field->fields, element, element, target);
}

static struct node *read_list(struct reader *r, const struct spot *at, const struct field *field,
                              const struct node *given, char *members) {
    int max = field->max_count ? field->max_count : DEFAULT_MAX_COUNT;
    if (given->kind != NODE_LIST) {
        wrong_kind(r, at, given, "a list");
        return NULL;
    }
    if (given->count < field->min_count || given->count > max) {
        if (field->min_count == max)
            wrong(r, at, given, NULL, "must have %d elements, but has %d", max, given->count);
        else
            wrong(r, at, given, NULL, "must have between %d and %d elements, but has %d", field->min_count,
                  max, given->count);
        return NULL;
    }
    struct node *resolved = node_new(r->arena, NODE_LIST, given);
    char *elements = arena_alloc(r->arena, field->size * (size_t)(given->count + 1));
    int index = 0;
    for (const struct node *element = given->first; element; element = element->next, index++) {
        struct spot inner = {.above = at, .index = index};
        node_add(resolved, NULL,
                 read_element(r, &inner, field, element, elements + field->size * (size_t)index));
    }
    if (is_named_list(field))
        check_names(r, at, given);
    memcpy(members + field->offset, &elements, sizeof elements);
    memcpy(members + field->count_offset, &index, sizeof index);
    return resolved;
}

/* The one key of {"NAME": {...}} that is no annotation; NULL if there are none or several. */
static const struct node *only_key(const struct node *object) {
    const struct node *only = NULL;
    for (const struct node *child = object->first; child; child = child->next) {
        if (is_annotation(child->key))
            continue;
        if (only)
            return NULL;
        only = child;
    }
    return only;
}

static struct node *read_choice(struct reader *r, const struct spot *at, const struct field *field,
                                const struct node *given, struct choice *target) {
    const struct node *parameters = given->kind == NODE_OBJECT ? only_key(given) : NULL;
    const char *name = given->kind == NODE_TEXT ? given->text : parameters ? parameters->key : NULL;
    if (!name) {
        if (given->kind == NODE_OBJECT)
            wrong(r, at, given, NULL, "must be {\"NAME\": {parameters}} with one name");
        else
            wrong_kind(r, at, given, "a name or {\"NAME\": {parameters}}");
        return NULL;
    }
    const struct option *option = option_named(field, name, strlen(name));
    if (!option) {
        struct node shown = {.kind = NODE_TEXT, .text = name};
        int count;
        const char **names = option_names(r->arena, field->options, &count);
        wrong(r, at, parameters ? &(struct node){.place = parameters->key_place} : given,
              nearest_hint(r->arena, name, names, count), "there is no choice %s",
              node_shown(r->arena, &shown));
        return NULL;
    }
    target->is = option;
    target->config = option->size ? arena_alloc(r->arena, option->size) : NULL;
    struct spot inner = {.above = at, .step = option->name};
    struct node *inside = read_object(r, &inner, option->fields, parameters, given, target->config);
    if (!option->fields || !option->fields->name)
        return node_of_text(r->arena, option->name, given);
    struct node *resolved = node_new(r->arena, NODE_OBJECT, given);
    node_add(resolved, option->name, inside);
    return resolved;
}

/* A key that has a value, given or by default. */
static struct node *read_given(struct reader *r, const struct spot *at, const struct field *field,
                               const struct node *given, char *members) {
    char *member = members + field->offset;
    switch (field->kind) {
    case FIELD_OBJECT:
        return read_object(r, at, field->fields, given, given, member);
    case FIELD_SECTION:
        return read_section(r, at, field, given, member);
    case FIELD_LIST:
        return read_list(r, at, field, given, members);
    case FIELD_ROWS:
        return read_rows(r, at, field, given, members);
    case FIELD_FILE:
        return read_file(r, at, given, (struct file_text *)(void *)member);
    case FIELD_CHOICE:
        return read_choice(r, at, field, given, (struct choice *)(void *)member);
    default:
        return read_value(r, at, field, kind_of(field), given, member);
    }
}

/* What a member holds when nothing usable was given. */
static struct node *read_default(struct reader *r, const struct spot *at, const struct field *field,
                                 const struct node *like, char *members) {
    char *member = members + field->offset;
    enum field_kind kind = kind_of(field);
    if (kind == FIELD_BOOL) {
        *(bool *)(void *)member = field->preset != 0.0;
    } else if (kind == FIELD_INT || kind == FIELD_ENUM) {
        *(int *)(void *)member = (int)field->preset;
    } else if (kind == FIELD_REAL) {
        *(double *)(void *)member = field->preset;
    } else {
        struct node *preset = preset_node(r->arena, field, like);
        if (preset)
            return read_given(r, at, field, preset, members);
        if (kind == FIELD_OBJECT)
            return read_object(r, at, field->fields, NULL, like, member);
        if (kind == FIELD_TEXT)
            *(const char **)(void *)member = "";
        return NULL;
    }
    return preset_node(r->arena, field, like);
}

/* A number that the user must give has no default; until it is given, the least that is allowed stands in. */
static struct field with_stand_in(const struct field *field) {
    struct field copy = *field;
    enum field_kind kind = kind_of(field);
    if ((kind == FIELD_INT || kind == FIELD_REAL) && !in_range(field->preset, field->min, field->max))
        copy.preset = field->min;
    return copy;
}

static struct node *read_field(struct reader *r, const struct spot *at, const struct field *field,
                               const struct node *given, const struct node *like, char *members) {
    if (!given && !field->required)
        return read_default(r, at, field, like, members);
    if (!given) {
        problem_at(r->problems, like->place, spot_path(r, at), field->doc, "is required, but missing");
    } else {
        int errors = r->problems->errors;
        struct node *resolved = read_given(r, at, field, given, members);
        if (resolved || r->problems->errors == errors)
            return resolved;
    }
    if (field->kind == FIELD_LIST || field->kind == FIELD_ROWS || field->kind == FIELD_SECTION)
        return NULL;
    struct reader silent = {r->arena, problems_create(r->arena), r->inputs};
    struct field stand_in = with_stand_in(field);
    return read_default(&silent, at, &stand_in, like, members);
}
