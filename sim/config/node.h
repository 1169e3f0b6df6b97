/* SPDX-License-Identifier: MIT */
/* node.h - a JSON value that remembers where it came from.
 *
 * Two trees of nodes exist: the one given (file and settings) and the resolved one, in the order of the
 * tables and with defaults filled in. Nodes live in the scenario's arena. */
#ifndef SIM_CONFIG_NODE_H
#define SIM_CONFIG_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include "sim/base/hash.h"
#include "sim/base/problems.h"

struct arena;

enum node_kind { NODE_NULL, NODE_BOOL, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_OBJECT };
enum origin { ORIGIN_DEFAULT, ORIGIN_FILE, ORIGIN_SETTING };

/* An input file that stands behind a resolved ROWS or empirical object. */
struct node_file {
    const char *name;    /* as shown in problems */
    struct hash content; /* after decompression */
    int count;
    const int *lines; /* of each row; NULL for empirical values */
};

struct node {
    enum node_kind kind;
    enum origin origin;
    struct place place, key_place; /* of a default: its enclosing object's */
    const char *key;               /* NULL in lists and at the root */
    const char *text;
    double number; /* NODE_BOOL: 0 or 1 */
    int count;     /* of children */
    struct node *first, *last, *next;
    const struct node_file *file; /* resolved tree only */
};

/* Parses strictly; NULL if there were problems. Keys may not be doubled. */
struct node *json_read(struct arena *arena, const char *name, const char *text, size_t length,
                       enum origin origin, struct problems *problems);

/* A node with the origin and place of another (NULL: a default from nowhere). */
struct node *node_new(struct arena *arena, enum node_kind kind, const struct node *like);
struct node *node_of_text(struct arena *arena, const char *text, const struct node *like);
struct node *node_of_number(struct arena *arena, double number, const struct node *like);
/* `child` may be NULL: nothing is added. `key` is NULL in lists. */
void node_add(struct node *parent, const char *key, struct node *child);
/* Puts `child` in the place of the child of the same key, or adds it. */
void node_put(struct node *object, const char *key, struct node *child);
struct node *node_child(const struct node *object, const char *key); /* NULL if absent or no object */
/* Marks a whole tree as a default that stands at `place`. */
void node_mark_default(struct node *node, struct place place);
/* Keys that are passed over: $schema, $comment, $sources. */
bool is_annotation(const char *key);

/* A child by one step of a path: a key, the name of a list's element, or an index. */
struct node *node_step(const struct node *node, const char *step, size_t length);

/* "a whole number", "text", ... and the value as it may be shown in a message. */
const char *node_shown(struct arena *arena, const struct node *node);

#endif
