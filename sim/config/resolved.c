/* SPDX-License-Identifier: MIT */
/* resolved.c - the scenario as it was understood: written back as JSON, and hashed.
 *
 * Both go through the resolved tree, which is in the order of the tables and in one spelling, so that the
 * hash does not depend on the order of keys, white space, or the way a value was written. */
#include <string.h>
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/config/read.h"

static void indent(struct text *out, int depth) {
    text_add_char(out, '\n');
    for (int i = 0; i < depth; i++)
        text_add(out, "  ");
}

/* Lists of single values stay on one line. */
static bool is_flat(const struct node *node) {
    for (const struct node *child = node->first; child; child = child->next)
        if (child->kind == NODE_LIST || child->kind == NODE_OBJECT)
            return false;
    return node->kind == NODE_LIST || node->count == 0;
}

static void write_single(const struct node *node, struct text *out) {
    switch (node->kind) {
    case NODE_BOOL:
        text_add(out, node->number != 0.0 ? "true" : "false");
        break;
    case NODE_NUMBER:
        text_add_number(out, node->number);
        break;
    case NODE_TEXT:
        text_add_json_string(out, node->text);
        break;
    default:
        text_add(out, "null");
        break;
    }
}

/* The inside of a list or object, without its closing bracket. */
static void write_node(const struct node *node, int depth, struct text *out);

static void write_children(const struct node *node, int depth, struct text *out) {
    bool flat = is_flat(node);
    for (const struct node *child = node->first; child; child = child->next) {
        if (child != node->first)
            text_add(out, flat ? ", " : ",");
        if (!flat)
            indent(out, depth + 1);
        if (child->key) {
            text_add_json_string(out, child->key);
            text_add(out, ": ");
        }
        write_node(child, depth + 1, out);
    }
}

static void write_node(const struct node *node, int depth, struct text *out) {
    if (node->kind != NODE_LIST && node->kind != NODE_OBJECT) {
        write_single(node, out);
        return;
    }
    text_add_char(out, node->kind == NODE_LIST ? '[' : '{');
    write_children(node, depth, out);
    if (!is_flat(node))
        indent(out, depth);
    text_add_char(out, node->kind == NODE_LIST ? ']' : '}');
}

static void write_source(const struct node *node, const char *path, bool *any, struct text *out) {
    const char *file = node->place.file ? node->place.file : "", *slash = strrchr(file, '/');
    struct text source = {0};
    if (node->origin == ORIGIN_FILE)
        text_format(&source, "%s:%d", slash ? slash + 1 : file, node->place.line);
    else
        text_add(&source, node->origin == ORIGIN_SETTING ? "--set" : "default");
    text_add(out, *any ? "," : "");
    indent(out, 2);
    text_add_json_string(out, path);
    text_add(out, ": ");
    text_add_json_string(out, source.data);
    *any = true;
    text_free(&source);
}

/* A line for each value that has none inside; lists of single values count as one. */
static void write_sources(const struct node *node, struct text *path, bool *any, struct text *out) {
    if (node->kind != NODE_OBJECT && (node->kind != NODE_LIST || is_flat(node))) {
        write_source(node, path->data, any, out);
        return;
    }
    size_t length = path->length;
    int index = 0;
    for (const struct node *child = node->first; child; child = child->next, index++) {
        const struct node *name = node->kind == NODE_LIST ? node_child(child, "name") : NULL;
        if (length)
            text_add_char(path, '.');
        if (child->key)
            text_add(path, child->key);
        else if (name && name->kind == NODE_TEXT)
            text_add(path, name->text);
        else
            text_format(path, "%d", index);
        write_sources(child, path, any, out);
        path->length = length;
        path->data[length] = 0;
    }
}

void config_resolved(const struct config *config, struct text *out) {
    const struct node *root = config_tree(config);
    struct text path = {0};
    bool any = false;
    text_add_char(out, '{');
    write_children(root, 0, out);
    text_add(out, root->count ? "," : "");
    indent(out, 1);
    text_add(out, "\"$sources\": {");
    write_sources(root, &path, &any, out);
    if (any)
        indent(out, 1);
    text_add(out, "}\n}\n");
    text_free(&path);
}

/* Like write_node, but a file is its content. */
static void write_content(const struct node *node, struct text *out) {
    char digest[HASH_TEXT_SIZE];
    if (node->kind != NODE_LIST && node->kind != NODE_OBJECT) {
        write_single(node, out);
        return;
    }
    text_add_char(out, node->kind == NODE_LIST ? '[' : '{');
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->key) {
            text_add_json_string(out, child->key);
            text_add_char(out, ':');
        }
        if (node->file && strcmp(child->key, "file") == 0)
            text_add(out, hash_text(digest, node->file->content));
        else
            write_content(child, out);
        text_add_char(out, ',');
    }
    text_add_char(out, node->kind == NODE_LIST ? ']' : '}');
}

struct hash config_hash(const struct config *config, const char *const *labels) {
    struct text content = {0};
    for (const struct node *child = config_tree(config)->first; child; child = child->next) {
        bool label = false;
        for (const char *const *l = labels; l && *l && !label; l++)
            label = strcmp(*l, child->key) == 0;
        if (label)
            continue;
        text_add_json_string(&content, child->key);
        text_add_char(&content, ':');
        write_content(child, &content);
        text_add_char(&content, '\n');
    }
    struct hash hash = hash_bytes(content.data ? content.data : "", content.length);
    text_free(&content);
    return hash;
}
