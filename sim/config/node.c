/* SPDX-License-Identifier: MIT */
/* node.c - builds nodes from JSON text: a strict scan for positions, then cJSON for the values. */
#include "sim/config/node.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/json_scan.h"

enum { SHOWN_BYTES = 40 };

struct builder {
    struct arena *arena;
    const char *name;
    enum origin origin;
    const struct json_position *next; /* position of the value that comes next */
};

struct node *node_new(struct arena *arena, enum node_kind kind, const struct node *like) {
    struct node *node = arena_new(arena, struct node);
    node->kind = kind;
    if (like) {
        node->origin = like->origin;
        node->place = like->place;
        node->key_place = like->key_place;
    }
    return node;
}

struct node *node_of_text(struct arena *arena, const char *text, const struct node *like) {
    struct node *node = node_new(arena, NODE_TEXT, like);
    node->text = text;
    return node;
}

struct node *node_of_number(struct arena *arena, double number, const struct node *like) {
    struct node *node = node_new(arena, NODE_NUMBER, like);
    node->number = number;
    return node;
}

void node_add(struct node *parent, const char *key, struct node *child) {
    if (!child)
        return;
    child->key = key;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->count++;
}

void node_put(struct node *object, const char *key, struct node *child) {
    struct node *before = NULL;
    for (struct node *old = object->first; old; before = old, old = old->next) {
        if (!old->key || strcmp(old->key, key) != 0)
            continue;
        child->key = old->key;
        child->next = old->next;
        if (before)
            before->next = child;
        else
            object->first = child;
        if (object->last == old)
            object->last = child;
        return;
    }
    node_add(object, key, child);
}

struct node *node_child(const struct node *object, const char *key) {
    if (!object || object->kind != NODE_OBJECT)
        return NULL;
    for (struct node *child = object->first; child; child = child->next)
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

void node_mark_default(struct node *node, struct place place) {
    node->origin = ORIGIN_DEFAULT;
    node->place = node->key_place = place;
    for (struct node *child = node->first; child; child = child->next)
        node_mark_default(child, place);
}

bool is_annotation(const char *key) {
    return strcmp(key, "$schema") == 0 || strcmp(key, "$comment") == 0 || strcmp(key, "$sources") == 0;
}

static bool same(const char *text, const char *step, size_t length) {
    return text && strlen(text) == length && memcmp(text, step, length) == 0;
}

/* The number that a step consists of, or -1. */
static int index_of(const char *step, size_t length) {
    int index = 0;
    if (length == 0 || length > 8)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (step[i] < '0' || step[i] > '9')
            return -1;
        index = index * 10 + (step[i] - '0');
    }
    return index;
}

struct node *node_step(const struct node *node, const char *step, size_t length) {
    if (node->kind == NODE_OBJECT) {
        for (struct node *child = node->first; child; child = child->next)
            if (same(child->key, step, length))
                return child;
        return NULL;
    }
    if (node->kind != NODE_LIST)
        return NULL;
    int wanted = index_of(step, length), index = 0;
    for (struct node *child = node->first; child; child = child->next, index++) {
        const struct node *name = node_child(child, "name");
        if (index == wanted || (name && name->kind == NODE_TEXT && same(name->text, step, length)))
            return child;
    }
    return NULL;
}

static struct node *build(struct builder *b, const cJSON *value) {
    struct node *node = arena_new(b->arena, struct node);
    struct json_position position = *b->next++;
    node->origin = b->origin;
    if (b->origin == ORIGIN_FILE) {
        node->place = (struct place){b->name, position.line, position.column};
        node->key_place =
            position.key_line ? (struct place){b->name, position.key_line, position.key_column} : node->place;
    }
    if (cJSON_IsBool(value)) {
        node->kind = NODE_BOOL;
        node->number = cJSON_IsTrue(value);
    } else if (cJSON_IsNumber(value)) {
        node->kind = NODE_NUMBER;
        node->number = value->valuedouble == 0.0 ? 0.0 : value->valuedouble; /* -0 is 0 */
    } else if (cJSON_IsString(value)) {
        node->kind = NODE_TEXT;
        node->text = arena_copy(b->arena, value->valuestring);
    } else if (cJSON_IsArray(value) || cJSON_IsObject(value)) {
        node->kind = cJSON_IsArray(value) ? NODE_LIST : NODE_OBJECT;
        for (const cJSON *child = value->child; child; child = child->next)
            node_add(node, cJSON_IsObject(value) ? arena_copy(b->arena, child->string) : NULL,
                     build(b, child));
    }
    return node;
}

static int by_key(const void *a, const void *b) {
    return strcmp((*(const struct node *const *)a)->key, (*(const struct node *const *)b)->key);
}

static bool earlier(struct place a, struct place b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

static void report_doubled(const struct node *a, const struct node *b, struct problems *problems) {
    const struct node *first = earlier(a->key_place, b->key_place) ? a : b, *second = first == a ? b : a;
    struct text shown = {0};
    text_add_json_string(&shown, first->key);
    problem_at(problems, second->key_place, "", "keep one of the two", "key %s was already given in line %d",
               shown.data, first->key_place.line);
    text_free(&shown);
}

/* Reports keys that are given twice in one object, at most JSON_MAX_PROBLEMS in the whole text. */
static void find_doubled(const struct node *node, struct problems *problems, int *found) {
    if (node->kind == NODE_OBJECT && node->count > 1) {
        const struct node **sorted = memory_resize(NULL, (size_t)node->count * sizeof *sorted);
        int count = 0;
        for (const struct node *child = node->first; child; child = child->next)
            sorted[count++] = child;
        qsort(sorted, (size_t)count, sizeof *sorted, by_key);
        for (int i = 1; i < count; i++)
            if (strcmp(sorted[i - 1]->key, sorted[i]->key) == 0 && (*found)++ < JSON_MAX_PROBLEMS)
                report_doubled(sorted[i - 1], sorted[i], problems);
        free(sorted);
    }
    for (const struct node *child = node->first; child; child = child->next)
        find_doubled(child, problems, found);
}

struct node *json_read(struct arena *arena, const char *name, const char *text, size_t length,
                       enum origin origin, struct problems *problems) {
    struct json_positions positions = {0};
    struct node *root = NULL;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3, length -= 3; /* a byte order mark */
    if (json_scan(name, text, length, &positions, problems)) {
        cJSON *tree = cJSON_ParseWithLength(text, length);
        struct builder builder = {arena, name, origin, positions.items};
        int doubled = 0;
        if (tree) {
            root = build(&builder, tree);
            find_doubled(root, problems, &doubled);
        } else {
            problem_at(problems, (struct place){.file = name}, "", NULL,
                       "the text could not be read as JSON");
        }
        cJSON_Delete(tree);
        if (doubled)
            root = NULL;
    }
    json_positions_free(&positions);
    return root;
}

/* A text in quotes, cut to SHOWN_BYTES at a character's boundary, control characters escaped. */
static const char *text_shown(struct arena *arena, const char *text) {
    size_t length = strlen(text), kept = length;
    if (length > SHOWN_BYTES) {
        kept = SHOWN_BYTES;
        while (kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80)
            kept--;
    }
    struct text shown = {0};
    text_add_json_string(&shown, arena_copy_range(arena, text, kept));
    const char *result = arena_format(arena, "%s%s", shown.data, kept < length ? "..." : "");
    text_free(&shown);
    return result;
}

const char *node_shown(struct arena *arena, const struct node *node) {
    char buffer[NUMBER_SIZE];
    switch (node->kind) {
    case NODE_BOOL:
        return node->number != 0.0 ? "true" : "false";
    case NODE_NUMBER:
        return arena_copy(arena, number_text(buffer, node->number));
    case NODE_TEXT:
        return text_shown(arena, node->text);
    case NODE_LIST:
        return "a list";
    case NODE_OBJECT:
        return "an object";
    case NODE_NULL:
        break;
    }
    return "null";
}
