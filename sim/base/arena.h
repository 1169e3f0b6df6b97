/* SPDX-License-Identifier: MIT */
/* arena.h - memory that is taken bit by bit and given back all at once.
 *
 * One arena belongs to a scenario, one to each replication. What is taken is zeroed and aligned for any type.
 * Nothing is given back singly; things that come and go use a slab (slab.h). Out of memory ends the program
 * with a message, so callers never see NULL. */
#ifndef SIM_BASE_ARENA_H
#define SIM_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_create(void);
void arena_destroy(struct arena *arena); /* NULL is allowed */

void *arena_alloc(struct arena *arena, size_t bytes);
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))

char *arena_copy(struct arena *arena, const char *text);
char *arena_copy_range(struct arena *arena, const char *start, size_t length);
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The texts one behind the other: arena_join(arena, base, "[", member, "]"). For names that every replication
 * makes, where arena_format would cost ten times as much. */
#define arena_join(arena, ...)                                                                               \
    arena_join_texts((arena), (const char *const[]){__VA_ARGS__},                                            \
                     (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)))
char *arena_join_texts(struct arena *arena, const char *const *texts, int count);
char *arena_vformat(struct arena *arena, const char *format, va_list arguments);

/* Bytes taken from the system so far. */
size_t arena_bytes(const struct arena *arena);

/* malloc and realloc that end the program with a message instead of returning NULL; for buffers that grow. */
void *memory_resize(void *old, size_t bytes);

#endif
