/* SPDX-License-Identifier: MIT */
/* walk.c - visits every path of the tables, for completion and lint. */
#include <string.h>
#include "sim/base/text.h"
#include "sim/config/config.h"
#include "sim/config/read.h"

struct walk {
    void (*visit)(void *self, const char *path, const struct field *field);
    void *self;
    struct text path;
};

static void walk_fields(struct walk *walk, const struct field *fields);

/* Goes one step down and back. */
static void walk_inside(struct walk *walk, const char *step, const struct field *fields) {
    size_t length = walk->path.length;
    text_format(&walk->path, ".%s", step);
    walk_fields(walk, fields);
    walk->path.length = length;
    walk->path.data[length] = 0;
}

static void walk_fields(struct walk *walk, const struct field *fields) {
    size_t length = walk->path.length;
    for (const struct field *field = fields; field && field->name; field++) {
        text_format(&walk->path, "%s%s", length ? "." : "", field->name);
        walk->visit(walk->self, walk->path.data, field);
        if (field->kind == FIELD_OBJECT || field->kind == FIELD_SECTION)
            walk_fields(walk, field->fields);
        else if (field->kind == FIELD_LIST && field->fields)
            walk_inside(walk, "*", field->fields);
        for (const struct option *const *o = field->options; o && *o; o++)
            walk_inside(walk, (*o)->name, (*o)->fields);
        walk->path.length = length;
        walk->path.data[length] = 0;
    }
}

void fields_walk(const struct field *root,
                 void (*visit)(void *self, const char *path, const struct field *field), void *self) {
    struct walk walk = {.visit = visit, .self = self};
    text_add(&walk.path, "");
    walk_fields(&walk, root);
    text_free(&walk.path);
}
