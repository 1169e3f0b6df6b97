/* SPDX-License-Identifier: MIT */
/* problems.c - collects problems in an arena; sorts them and leaves out repeated ones when writing. */
#include "sim/base/problems.h"

#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { FIRST_CAPACITY = 16 };

struct problems *problems_create(struct arena *arena) {
    struct problems *problems = arena_new(arena, struct problems);
    problems->arena = arena;
    return problems;
}

bool problems_given(const struct problems *problems, const char *path) {
    return problems->given && problems->given(problems->index, path);
}

/* Arena memory cannot grow in place: the old array stays behind until the arena goes. */
static struct problem *next_problem(struct problems *problems) {
    if (problems->count == problems->capacity) {
        int capacity = problems->capacity ? 2 * problems->capacity : FIRST_CAPACITY;
        struct problem *items = arena_array(problems->arena, struct problem, capacity);
        if (problems->count)
            memcpy(items, problems->items, sizeof *items * (size_t)problems->count);
        problems->items = items;
        problems->capacity = capacity;
    }
    return &problems->items[problems->count++];
}

static void add(struct problems *problems, bool warning, struct place place, const char *path,
                const char *hint, const char *rule, va_list arguments) {
    struct arena *arena = problems->arena;
    if (place.file)
        place.file = arena_copy(arena, place.file);
    *next_problem(problems) = (struct problem){.place = place,
                                               .path = arena_copy(arena, path ? path : ""),
                                               .rule = arena_vformat(arena, rule, arguments),
                                               .hint = arena_copy(arena, hint ? hint : ""),
                                               .warning = warning};
    problems->errors += !warning;
}

struct place problems_place(const struct problems *problems, const char *path) {
    return problems->locate ? problems->locate(problems->index, path ? path : "") : (struct place){0};
}

void problem_at(struct problems *problems, struct place place, const char *path, const char *hint,
                const char *rule, ...) {
    va_list arguments;
    va_start(arguments, rule);
    add(problems, false, place, path, hint, rule, arguments);
    va_end(arguments);
}

void problem_of(struct problems *problems, const char *path, const char *hint, const char *rule, ...) {
    va_list arguments;
    va_start(arguments, rule);
    add(problems, false, problems_place(problems, path), path, hint, rule, arguments);
    va_end(arguments);
}

void problem_of_row(struct problems *problems, const char *path, int row, const char *hint, const char *rule,
                    ...) {
    struct place place =
        problems->locate_row ? problems->locate_row(problems->index, path, row) : (struct place){0};
    va_list arguments;
    va_start(arguments, rule);
    add(problems, false, place, path, hint, rule, arguments);
    va_end(arguments);
}

void warning_of(struct problems *problems, const char *path, const char *hint, const char *rule, ...) {
    va_list arguments;
    va_start(arguments, rule);
    add(problems, true, problems_place(problems, path), path, hint, rule, arguments);
    va_end(arguments);
}

void warning_at(struct problems *problems, struct place place, const char *hint, const char *rule, ...) {
    va_list arguments;
    va_start(arguments, rule);
    add(problems, true, place, "", hint, rule, arguments);
    va_end(arguments);
}

void problems_join(struct problems *problems, const struct problems *others) {
    struct arena *arena = problems->arena;
    for (int i = 0; i < others->count; i++) {
        const struct problem *other = &others->items[i];
        struct problem *copy = next_problem(problems);
        *copy = (struct problem){.place = other->place,
                                 .path = arena_copy(arena, other->path),
                                 .rule = arena_copy(arena, other->rule),
                                 .hint = arena_copy(arena, other->hint),
                                 .warning = other->warning};
        if (other->place.file)
            copy->place.file = arena_copy(arena, other->place.file);
        problems->errors += !other->warning;
    }
}

/* Problems without a file come first. */
static int compare_places(const struct place *a, const struct place *b) {
    if (!a->file || !b->file)
        return (a->file != NULL) - (b->file != NULL);
    int order = strcmp(a->file, b->file);
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    if (order == 0)
        order = (a->column > b->column) - (a->column < b->column);
    return order;
}

/* For qsort over pointers into `items`, whose addresses tell the order in which they were found. */
static int compare_problems(const void *left, const void *right) {
    const struct problem *a = *(const struct problem *const *)left;
    const struct problem *b = *(const struct problem *const *)right;
    int order = compare_places(&a->place, &b->place);
    return order ? order : (a > b) - (a < b);
}

static bool same_text(const struct problem *a, const struct problem *b) {
    return a->warning == b->warning && strcmp(a->path, b->path) == 0 && strcmp(a->rule, b->rule) == 0 &&
           strcmp(a->hint, b->hint) == 0;
}

/* Was the problem at `sorted[index]` already said at the same place? */
static bool said_before(const struct problem *const *sorted, int index) {
    for (int i = index - 1; i >= 0 && compare_places(&sorted[i]->place, &sorted[index]->place) == 0; i--)
        if (same_text(sorted[i], sorted[index]))
            return true;
    return false;
}

/* Inputs are quoted in messages, so control bytes are shown as '?': a terminal must not obey them. */
static void add_printable(struct text *out, const char *string) {
    for (; *string; string++) {
        unsigned char c = (unsigned char)*string;
        text_add_char(out, c < 0x20 || c == 0x7f ? '?' : *string);
    }
}

static void write_problem(const struct problem *problem, struct text *out) {
    const struct place *place = &problem->place;
    if (place->file) {
        add_printable(out, place->file);
        if (place->line > 0)
            text_format(out, ":%d", place->line);
        if (place->line > 0 && place->column > 0)
            text_format(out, ":%d", place->column);
        text_add(out, ": ");
    }
    text_add(out, problem->warning ? "warning: " : "error: ");
    if (*problem->path) {
        add_printable(out, problem->path);
        text_add(out, ": ");
    }
    add_printable(out, problem->rule);
    text_add_char(out, '\n');
    if (*problem->hint) {
        text_add(out, "    hint: ");
        add_printable(out, problem->hint);
        text_add_char(out, '\n');
    }
}

void problems_write(const struct problems *problems, struct text *out) {
    const struct problem **sorted = memory_resize(NULL, sizeof *sorted * (size_t)problems->count);
    for (int i = 0; i < problems->count; i++)
        sorted[i] = &problems->items[i];
    if (problems->count)
        qsort(sorted, (size_t)problems->count, sizeof *sorted, compare_problems);
    for (int i = 0; i < problems->count; i++)
        if (!said_before(sorted, i))
            write_problem(sorted[i], out);
    free(sorted);
}
