/* SPDX-License-Identifier: MIT */
/* settings.c - follows PATH through tables and tree together, making what is missing on the way, and puts
 * VALUE there.
 *
 * What the path goes through without being given keeps its defaults: a preset written as JSON is put into the
 * tree first and edited there. */
#include "sim/config/settings.h"
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

struct edit {
    struct reader *r;
    const char *path, *value;
    const char *step; /* where in `path` we are */
    size_t length;    /* of this step */
    struct node like; /* origin of what is made on the way */
};

static void edit_field(struct edit *e, const struct field *field, struct node *object);
static void edit_object(struct edit *e, const struct field *fields, struct node *object);

static bool at_end(const struct edit *e) {
    return e->step[e->length] == 0;
}

/* Moves to the next step; only where there is one. */
static void advance(struct edit *e) {
    e->step += e->length + 1;
    e->length = strcspn(e->step, ".");
}

static const char *step_text(const struct edit *e) {
    return arena_copy_range(e->r->arena, e->step, e->length);
}

__attribute__((format(printf, 3, 4))) static void refuse(struct edit *e, const char *hint, const char *rule,
                                                         ...) {
    va_list arguments;
    va_start(arguments, rule);
    const char *sentence = arena_vformat(e->r->arena, rule, arguments);
    va_end(arguments);
    problem_at(e->r->problems, e->like.place, e->path, hint, "%s", sentence);
}

/* "did you mean "packing.benches"?" with the part of the path that was right. */
static void refuse_step(struct edit *e, const char *what, const char *const *names, int count) {
    struct arena *arena = e->r->arena;
    const char *word = step_text(e), *nearest = text_nearest(word, names, count);
    struct node shown = {.kind = NODE_TEXT, .text = word};
    const char *before = arena_copy_range(arena, e->path, (size_t)(e->step - e->path));
    const char *hint = nearest ? arena_format(arena, "did you mean \"%s%s\"?", before, nearest)
                               : nearest_hint(arena, word, names, count);
    refuse(e, hint, "there is no %s %s", what, node_shown(arena, &shown));
}

static bool is_texty(enum field_kind kind) {
    return kind == FIELD_TEXT || kind == FIELD_ENUM || kind == FIELD_CLOCK_TIME || kind == FIELD_DATE ||
           kind == FIELD_MOMENT || kind == FIELD_WEEKDAYS || kind == FIELD_CHOICE || kind == FIELD_ROWS ||
           kind == FIELD_PROFILE || kind == FIELD_FILE;
}

static void mark_setting(struct node *node, struct place place) {
    node->origin = ORIGIN_SETTING;
    node->place = place;
    for (struct node *child = node->first; child; child = child->next)
        mark_setting(child, place);
}

/* VALUE as a node; NULL after a problem. Words that JSON reads as something else stay texts where texts
 * belong. */
static struct node *value_node(struct edit *e, bool texty) {
    struct arena *arena = e->r->arena;
    struct problems *own = problems_create(arena);
    const char *value = e->value;
    struct node *node = json_read(arena, NULL, value, strlen(value), ORIGIN_SETTING, own);
    if (!node && (*value == '[' || *value == '{' || *value == '"')) {
        refuse(e, own->items[0].hint, "the value is no valid JSON: %s", own->items[0].rule);
        return NULL;
    }
    if (!node || (texty && node->kind != NODE_TEXT && node->kind != NODE_LIST && node->kind != NODE_OBJECT)) {
        struct problems *utf8 = problems_create(arena);
        struct text quoted = {0};
        text_add_json_string(&quoted, value);
        node = json_read(arena, NULL, quoted.data, quoted.length, ORIGIN_SETTING, utf8);
        text_free(&quoted);
        if (!node)
            refuse(e, NULL, "the value is not valid UTF-8");
    }
    if (node)
        mark_setting(node, e->like.place);
    return node;
}

static void put_value(struct edit *e, struct node *object, const char *key, bool texty) {
    struct node *value = value_node(e, texty);
    if (value)
        node_put(object, key, value);
}

/* The object under `key`, made if there is none (or something else). */
static struct node *object_under(struct edit *e, struct node *parent, const char *key) {
    struct node *child = node_child(parent, key);
    if (!child || child->kind != NODE_OBJECT) {
        child = node_new(e->r->arena, NODE_OBJECT, &e->like);
        node_put(parent, key, child);
    }
    return child;
}

static void edit_choice(struct edit *e, const struct field *field, struct node *object) {
    const struct option *option = option_named(field, e->step, e->length);
    if (!option) {
        int count;
        const char **names = option_names(e->r->arena, field->options, &count);
        refuse_step(e, "choice", names, count);
        return;
    }
    struct node *chosen = node_child(object, field->name);
    if (!chosen || chosen->kind != NODE_OBJECT || !node_child(chosen, option->name)) {
        chosen = node_new(e->r->arena, NODE_OBJECT, &e->like); /* another choice goes, with its parameters */
        node_put(object, field->name, chosen);
    }
    if (at_end(e)) {
        put_value(e, chosen, option->name, false);
        return;
    }
    struct node *parameters = object_under(e, chosen, option->name);
    advance(e);
    edit_object(e, option->fields, parameters);
}

static void edit_distribution(struct edit *e, const struct field *field, struct node *object) {
    int count, parameters = 0;
    const char **names = distribution_names(e->r->arena, &count);
    const char *kind = step_text(e), *known[DISTRIBUTION_PARAMETERS];
    const struct distribution_type *type = distribution_type_of(kind);
    bool exists = type != NULL;
    for (int i = 0; i < count && !exists; i++)
        exists = strcmp(names[i], kind) == 0;
    if (!exists) {
        refuse_step(e, "distribution", names, count);
        return;
    }
    struct node *chosen = node_child(object, field->name);
    if (!chosen || chosen->kind != NODE_OBJECT || !node_child(chosen, kind)) {
        chosen = node_new(e->r->arena, NODE_OBJECT, &e->like);
        node_put(object, field->name, chosen);
    }
    if (at_end(e)) {
        put_value(e, chosen, kind, false);
        return;
    }
    struct node *inside = object_under(e, chosen, kind);
    advance(e);
    for (; type && type->parameters[parameters].name; parameters++)
        known[parameters] = type->parameters[parameters].name;
    const char *name = step_text(e);
    bool right = !type;
    for (int i = 0; i < parameters; i++)
        right = right || strcmp(known[i], name) == 0;
    if (!right)
        refuse_step(e, "parameter", known, parameters);
    else if (!at_end(e))
        refuse(e, NULL, "\"%s\" has no keys inside", name);
    else
        put_value(e, inside, name, false);
}

static void edit_rows(struct edit *e, const struct field *field, struct node *object) {
    static const char *const names[] = {"file", "columns"};
    bool columns = e->length == 7 && memcmp(e->step, "columns", 7) == 0;
    bool file = e->length == 4 && memcmp(e->step, "file", 4) == 0;
    if (!columns && !file) {
        refuse_step(e, "key", names, 2);
        return;
    }
    struct node *old = node_child(object, field->name);
    struct node *path = old && old->kind == NODE_TEXT ? old : NULL;
    struct node *kept = path ? node_of_text(e->r->arena, path->text, path) : NULL;
    struct node *rows = object_under(e, object, field->name);
    if (kept)
        node_put(rows, "file", kept);
    if (at_end(e)) {
        put_value(e, rows, columns ? "columns" : "file", file);
    } else if (file) {
        refuse(e, NULL, "\"file\" has no keys inside");
    } else {
        struct node *mapping = object_under(e, rows, "columns");
        advance(e);
        int count;
        const char **fields = field_names(e->r->arena, field->fields, &count);
        const struct field *column = field_named(field->fields, e->step, e->length);
        if (!column)
            refuse_step(e, "column", fields, count);
        else if (!at_end(e))
            refuse(e, NULL, "\"%s\" has no keys inside", column->name);
        else
            put_value(e, mapping, column->name, true);
    }
}

/* Replaces an element of a list. */
static void replace(struct node *list, struct node *old, struct node *new) {
    struct node *before = NULL;
    for (struct node *node = list->first; node && node != old; node = node->next)
        before = node;
    new->next = old->next;
    if (before)
        before->next = new;
    else
        list->first = new;
    if (list->last == old)
        list->last = new;
}

static void refuse_element(struct edit *e, const struct field *field, const struct node *list) {
    if (!is_named_list(field)) {
        refuse(e, "PATH=[...] replaces the list", "there is no element %s: the list has %d, counted from 0",
               step_text(e), list ? list->count : 0);
        return;
    }
    const char **names = arena_array(e->r->arena, const char *, list ? list->count + 1 : 1);
    int count = 0;
    for (const struct node *child = list ? list->first : NULL; child; child = child->next) {
        const struct node *name = node_child(child, "name");
        if (name && name->kind == NODE_TEXT)
            names[count++] = name->text;
    }
    refuse_step(e, "element", names, count);
}

static void edit_list(struct edit *e, const struct field *field, struct node *object) {
    struct node *list = node_child(object, field->name);
    struct node *element = list && list->kind == NODE_LIST ? node_step(list, e->step, e->length) : NULL;
    if (!element) {
        refuse_element(e, field, list && list->kind == NODE_LIST ? list : NULL);
    } else if (at_end(e)) {
        struct node *value =
            value_node(e, !field->fields && is_texty(field->choices ? FIELD_ENUM : field->of));
        if (value)
            replace(list, element, value);
    } else if (!field->fields || element->kind != NODE_OBJECT) {
        refuse(e, NULL, "\"%s\" has no keys inside", step_text(e));
    } else {
        advance(e);
        edit_object(e, field->fields, element);
    }
}

static void edit_field(struct edit *e, const struct field *field, struct node *object) {
    if (at_end(e)) {
        put_value(e, object, field->name, is_texty(kind_of(field)));
        return;
    }
    if (!node_child(object, field->name) && field->preset_json) {
        struct node *preset = preset_node(e->r->arena, field, &e->like);
        if (preset)
            node_put(object, field->name, preset);
    }
    advance(e);
    switch (field->kind) {
    case FIELD_OBJECT:
    case FIELD_SECTION:
        edit_object(e, field->fields, object_under(e, object, field->name));
        break;
    case FIELD_CHOICE:
        edit_choice(e, field, object);
        break;
    case FIELD_LIST:
        edit_list(e, field, object);
        break;
    case FIELD_ROWS:
        edit_rows(e, field, object);
        break;
    case FIELD_DISTRIBUTION:
        edit_distribution(e, field, object);
        break;
    default:
        refuse(e, NULL, "\"%s\" has no keys inside", field->name);
        break;
    }
}

static void edit_object(struct edit *e, const struct field *fields, struct node *object) {
    const struct field *field = field_named(fields, e->step, e->length);
    if (field) {
        edit_field(e, field, object);
        return;
    }
    int count;
    const char **names = field_names(e->r->arena, fields, &count);
    refuse_step(e, "key", names, count);
}

void setting_apply(struct reader *r, const struct field *fields, struct node *root,
                   const struct setting *setting) {
    const char *argument = setting->argument;
    const char *equals = strchr(argument, '=');
    if (!equals || equals == argument) {
        struct node shown = {.kind = NODE_TEXT, .text = argument};
        problem_at(r->problems, setting->origin, "", "for instance --set packing.benches=12",
                   "a setting must be PATH=VALUE, but is %s", node_shown(r->arena, &shown));
        return;
    }
    struct edit e = {.r = r, .like = {.origin = ORIGIN_SETTING, .place = setting->origin}};
    if (!setting->origin.file)
        e.like.place.file = arena_format(r->arena, "--set %s", argument);
    e.path = e.step = arena_copy_range(r->arena, argument, (size_t)(equals - argument));
    e.value = equals + 1;
    e.length = strcspn(e.step, ".");
    edit_object(&e, fields, root);
}
