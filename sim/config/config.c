/* SPDX-License-Identifier: MIT */
/* config.c - a scenario from file or text to a checked struct, and what can be asked about it afterwards. */
#include "sim/config/config.h"
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/overlay.h"
#include "sim/config/read.h"
#include "sim/config/settings.h"

struct config {
    const char *name;
    void *values;
    const struct node *resolved;
};

/* The node at a path; *nearest becomes the deepest node that was found on the way. */
static const struct node *find(const struct node *root, const char *path, const struct node **nearest) {
    const struct node *node = root;
    *nearest = root;
    while (node && *path) {
        size_t length = strcspn(path, ".");
        node = node_step(node, path, length);
        if (node)
            *nearest = node;
        path += length + (path[length] == '.');
    }
    return node;
}

static struct place locate_row(void *index, const char *path, int row) {
    return config_row_place(index, path, row);
}

static bool given(void *index, const char *path) {
    return config_given(index, path);
}

static struct place locate(void *index, const char *path) {
    const struct config *config = index;
    const struct node *nearest = config->resolved;
    find(config->resolved, path, &nearest);
    return nearest->place;
}

/* Reads what the tree says; without a tree, the defaults in silence. */
static void fill(struct config *config, struct reader *reader, struct node *root,
                 const struct field *fields) {
    struct node nowhere = {.kind = NODE_OBJECT, .place = {.file = config->name}};
    struct spot top = {0};
    if (root && root->kind != NODE_OBJECT) {
        wrong_kind(reader, &top, root, "an object");
        root = NULL;
    }
    if (root)
        overlay_apply(reader->arena, fields, root);
    struct problems *spoken = reader->problems;
    if (!root)
        reader->problems = problems_create(reader->arena);
    config->resolved = read_object(reader, &top, fields, root, &nowhere, config->values);
    reader->problems = spoken;
}

static struct config *read_text(struct arena *arena, const char *name, const char *text, size_t length,
                                const struct setting *settings, int count, const struct field *fields,
                                size_t size, struct problems *problems) {
    struct config *config = arena_new(arena, struct config);
    config->name = name;
    config->values = arena_alloc(arena, size ? size : 1);
    struct inputs inputs = {.arena = arena, .directory = directory_of(arena, name)};
    struct reader reader = {.arena = arena, .problems = problems, .inputs = &inputs};
    struct node *root = text ? json_read(arena, name, text, length, ORIGIN_FILE, problems) : NULL;
    for (int i = 0; root && root->kind == NODE_OBJECT && i < count; i++)
        setting_apply(&reader, fields, root, &settings[i]);
    fill(config, &reader, root, fields);
    inputs_close(&inputs);
    problems->locate = locate;
    problems->given = given;
    problems->locate_row = locate_row;
    problems->index = config;
    return config;
}

struct config *config_read_text(struct arena *arena, const char *name, const char *text, size_t length,
                                const struct setting *settings, int count, const struct field *fields,
                                size_t size, struct problems *problems) {
    return read_text(arena, arena_copy(arena, name), text ? text : "", length, settings, count, fields, size,
                     problems);
}

struct config *config_read(struct arena *arena, const char *path, const struct setting *settings, int count,
                           const struct field *fields, size_t size, struct problems *problems) {
    size_t length = 0;
    const char *fault = NULL, *name = arena_copy(arena, path);
    char *text = file_content(arena, path, &length, &fault);
    if (!text)
        problem_at(problems, (struct place){.file = name}, "", NULL, "the file %s", fault);
    struct config *config = read_text(arena, name, text, length, settings, count, fields, size, problems);
    free(text);
    return config;
}

void *config_values(const struct config *config) {
    return config->values;
}

bool config_given(const struct config *config, const char *path) {
    const struct node *nearest, *node = find(config->resolved, path, &nearest);
    return node && node->origin != ORIGIN_DEFAULT;
}

struct place config_row_place(const struct config *config, const char *path, int index) {
    const struct node *nearest, *node = find(config->resolved, path, &nearest);
    if (!node || !node->file || !node->file->lines || index < 0 || index >= node->file->count)
        return nearest->place;
    return (struct place){.file = node->file->name, .line = node->file->lines[index]};
}

const struct node *config_tree(const struct config *config) {
    return config->resolved;
}
