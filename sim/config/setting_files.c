/* SPDX-License-Identifier: MIT */
/* setting_files.c - finds the names of files in the value of a setting, by the table of its key, and makes
 * them absolute. */
#include <cjson/cJSON.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/config/config.h"
#include "sim/config/read.h"

struct names {
    struct arena *arena;
    const char *directory; /* where relative ones start */
    int count;             /* of what was made absolute */
};

/* A member that is a name. */
static void settle(struct names *names, cJSON *member) {
    if (!cJSON_IsString(member) || !*member->valuestring || *member->valuestring == '/')
        return;
    const char *path = path_under(names->arena, names->directory, member->valuestring);
    cJSON_SetValuestring(member, absolute_path(names->arena, path));
    names->count++;
}

static void settle_value(struct names *names, const struct field *field, cJSON *value);

static void settle_object(struct names *names, const struct field *fields, cJSON *object) {
    for (const struct field *field = fields; field && field->name; field++)
        settle_value(names, field, cJSON_GetObjectItemCaseSensitive(object, field->name));
}

/* {"empirical": {"file": ...}}, at any depth of sums and mixtures; nothing else there has a key "file". */
static void settle_distribution(struct names *names, cJSON *value) {
    cJSON *child;
    settle(names, cJSON_GetObjectItemCaseSensitive(value, "file"));
    cJSON_ArrayForEach(child, value) settle_distribution(names, child);
}

static void settle_value(struct names *names, const struct field *field, cJSON *value) {
    cJSON *child;
    if (field->kind == FIELD_FILE || field->kind == FIELD_ROWS)
        settle(names, cJSON_IsObject(value) ? cJSON_GetObjectItemCaseSensitive(value, "file") : value);
    else if (field->kind == FIELD_DISTRIBUTION)
        settle_distribution(names, value);
    else if (field->kind == FIELD_OBJECT || field->kind == FIELD_SECTION)
        settle_object(names, field->fields, value);
    else if (field->kind == FIELD_LIST)
        cJSON_ArrayForEach(child, value) settle_object(names, field->fields, child);
    for (const struct option *const *o = field->options; o && *o; o++)
        settle_object(names, (*o)->fields, cJSON_GetObjectItemCaseSensitive(value, (*o)->name));
}

/* What stands at a path, as a field that has the kind of value expected there; false where the path ends in
 * nothing that could name a file. Elements of lists go by any name. */
static bool field_at(const struct field *fields, const char *path, struct field *found) {
    size_t length = strcspn(path, ".");
    const struct field *field = field_named(fields, path, length);
    if (!field)
        return false;
    *found = *field;
    if (!path[length])
        return true;
    path += length + 1;
    length = strcspn(path, ".");
    if (field->kind == FIELD_OBJECT || field->kind == FIELD_SECTION)
        return field_at(field->fields, path, found);
    if (field->kind == FIELD_FILE || field->kind == FIELD_ROWS)
        return strcmp(path, "file") == 0;
    if (field->kind == FIELD_DISTRIBUTION) {
        const char *last = strrchr(path, '.');
        if (last && strcmp(last, ".file") == 0)
            found->kind = FIELD_FILE;
        return true;
    }
    const struct option *option = field->options ? option_named(field, path, length) : NULL;
    const struct field *inside = option ? option->fields : field->kind == FIELD_LIST ? field->fields : NULL;
    if (!inside)
        return false;
    *found = (struct field){.kind = FIELD_OBJECT, .fields = inside};
    return !path[length] || field_at(inside, path + length + 1, found);
}

const char *setting_value_from(struct arena *arena, const struct field *root, const char *path,
                               const char *value, const char *directory) {
    struct names names = {.arena = arena, .directory = directory};
    struct field field;
    if (!root || !field_at(root, path, &field))
        return value;
    bool name = field.kind == FIELD_FILE || field.kind == FIELD_ROWS;
    if (!name && *value != '{' && *value != '[')
        return value;
    cJSON *given = cJSON_ParseWithOpts(value, NULL, true);
    if (name && !cJSON_IsObject(given) && !cJSON_IsString(given)) { /* bare, even if it reads as a number */
        cJSON_Delete(given);
        given = cJSON_CreateString(value);
    }
    settle_value(&names, &field, given);
    if (names.count && cJSON_IsString(given)) {
        value = arena_copy(arena, given->valuestring);
    } else if (names.count) {
        char *text = cJSON_PrintUnformatted(given);
        value = arena_copy(arena, text);
        cJSON_free(text);
    }
    cJSON_Delete(given);
    return value;
}

struct setting setting_from(struct arena *arena, const struct field *root, struct setting setting,
                            const char *directory) {
    const char *equals = strchr(setting.argument, '=');
    if (!equals)
        return setting;
    const char *path = arena_copy_range(arena, setting.argument, (size_t)(equals - setting.argument));
    const char *value = setting_value_from(arena, root, path, equals + 1, directory);
    if (value != equals + 1)
        setting.argument = arena_format(arena, "%s=%s", path, value);
    return setting;
}
