/* SPDX-License-Identifier: MIT */
/* overlay.c - merges what stands beside a list into its elements, before anything is read.
 *
 * The moved nodes keep their place, so that a problem is reported where the user wrote the value. */
#include "sim/config/overlay.h"
#include <string.h>
#include "sim/base/arena.h"

/* The children are shared: nothing is edited after the overlay but an element's own objects. */
static void add_copy(struct arena *arena, struct node *object, const struct node *shared) {
    struct node *copy = arena_new(arena, struct node);
    *copy = *shared;
    node_add(object, shared->key, copy);
}

static void merge(struct arena *arena, const struct field *field, struct node *object,
                  const struct node *shared) {
    struct node *own = node_child(object, shared->key);
    bool mergeable = field && (field->kind == FIELD_OBJECT || field->kind == FIELD_SECTION);
    if (!own) {
        add_copy(arena, object, shared);
        return;
    }
    if (!mergeable || own->kind != NODE_OBJECT || shared->kind != NODE_OBJECT)
        return;
    for (const struct node *child = shared->first; child; child = child->next)
        if (!is_annotation(child->key))
            merge(arena, field_named(field->fields, child->key, strlen(child->key)), own, child);
}

/* The field of the list's elements that has a root key's name, or NULL; a name is everybody's own. */
static const struct field *shared_field(const struct field *list, const struct node *child) {
    if (strcmp(child->key, "name") == 0 || strcmp(child->key, list->name) == 0 || is_annotation(child->key))
        return NULL;
    return field_named(list->fields, child->key, strlen(child->key));
}

static void overlay_list(struct arena *arena, const struct field *list, const struct node *given,
                         const struct node *root) {
    for (struct node *element = given->first; element; element = element->next)
        for (const struct node *child = root->first; child && element->kind == NODE_OBJECT;
             child = child->next) {
            const struct field *field = shared_field(list, child);
            if (field)
                merge(arena, field, element, child);
        }
}

/* The list's node if elements were given. */
static const struct node *given_elements(const struct field *list, const struct node *root) {
    const struct node *given = list->overlay ? node_child(root, list->name) : NULL;
    return given && given->kind == NODE_LIST && given->count > 0 ? given : NULL;
}

static bool is_moved(const struct field *fields, const struct node *root, const struct node *child) {
    for (const struct field *list = fields; list && list->name; list++)
        if (given_elements(list, root) && shared_field(list, child))
            return true;
    return false;
}

void overlay_apply(struct arena *arena, const struct field *fields, struct node *root) {
    struct node kept = *root;
    kept.first = kept.last = NULL;
    kept.count = 0;
    bool any = false;
    for (const struct field *list = fields; list && list->name; list++)
        if (given_elements(list, root))
            overlay_list(arena, list, given_elements(list, root), root), any = true;
    if (!any)
        return;
    for (const struct node *child = root->first; child; child = child->next)
        if (!is_moved(fields, root, child))
            add_copy(arena, &kept, child);
    *root = kept;
}
