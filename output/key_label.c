/* SPDX-License-Identifier: MIT */
/* key_label.c - see key_label.h. */
#include "output/key_label.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MOST_KEYS = 8 };

struct keys {
    int count;
    const char *starts[MOST_KEYS]; /* without what they have in common at the end */
    size_t lengths[MOST_KEYS];
    const char *tail;
};

static bool split(const char *name, struct keys *keys) {
    *keys = (struct keys){.tail = ""};
    for (; *name && keys->count < MOST_KEYS; name += *name == '+') {
        keys->starts[keys->count] = name;
        name += keys->lengths[keys->count++] = strcspn(name, "+");
    }
    return !*name;
}

static bool all_end_with(const struct keys *keys, const char *tail) {
    size_t length = strlen(tail);
    for (int i = 0; i < keys->count; i++)
        if (keys->lengths[i] <= length ||
            memcmp(keys->starts[i] + keys->lengths[i] - length, tail, length) != 0)
            return false;
    return true;
}

/* The last key ends where the name does. */
static void take_tail(struct keys *keys) {
    const char *dot = strchr(keys->starts[keys->count - 1], '.');
    while (dot && !all_end_with(keys, dot))
        dot = strchr(dot + 1, '.');
    if (keys->count < 2 || !dot)
        return;
    keys->tail = dot;
    for (int i = 0; i < keys->count; i++)
        keys->lengths[i] -= strlen(dot);
}

static int letters(const struct keys *keys) {
    size_t sum = strlen(keys->tail) + (size_t)keys->count - 1;
    for (int i = 0; i < keys->count; i++)
        sum += keys->lengths[i];
    return (int)sum;
}

/* False where nothing but the last steps is left. */
static bool cut_a_step(struct keys *keys) {
    bool cut = false;
    for (int i = 0; i < keys->count; i++) {
        const char *dot = memchr(keys->starts[i], '.', keys->lengths[i]);
        if (!dot)
            continue;
        keys->lengths[i] -= (size_t)(dot + 1 - keys->starts[i]);
        keys->starts[i] = dot + 1;
        cut = true;
    }
    const char *next = cut || !*keys->tail ? NULL : strchr(keys->tail + 1, '.');
    keys->tail = next ? next : keys->tail;
    return cut || next;
}

const char *key_label(char buffer[KEY_LABEL_SIZE], const char *name, int most) {
    struct keys keys;
    snprintf(buffer, KEY_LABEL_SIZE, "%s", name);
    if ((int)strlen(name) <= most || !split(name, &keys))
        return buffer;
    take_tail(&keys);
    while (letters(&keys) > most && cut_a_step(&keys))
        continue;
    int at = 0;
    for (int i = 0; i < keys.count && at < KEY_LABEL_SIZE; i++)
        at += snprintf(buffer + at, (size_t)(KEY_LABEL_SIZE - at), "%s%.*s", i ? "+" : "",
                       (int)keys.lengths[i], keys.starts[i]);
    if (at < KEY_LABEL_SIZE)
        snprintf(buffer + at, (size_t)(KEY_LABEL_SIZE - at), "%s", keys.tail);
    return buffer;
}
