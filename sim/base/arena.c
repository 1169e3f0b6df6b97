/* SPDX-License-Identifier: MIT */
/* arena.c - chunks in a list, the newest first; each is twice as large as the one before, up to a limit.
 *
 * A request too large for a fresh chunk of the usual size gets a chunk of its own, behind the newest one, so
 * that what is left of the newest is still used. A short replication fills little of its last chunk, so
 * memory is zeroed as it is handed out. */
#include "sim/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ALIGNMENT = 16, FIRST_CHUNK = 64 * 1024, LARGEST_CHUNK = 8 * 1024 * 1024 };

struct chunk {
    struct chunk *older;
    size_t size; /* of the memory behind the header */
    _Alignas(ALIGNMENT) char memory[];
};

struct arena {
    struct chunk *newest;
    size_t used;       /* of the newest chunk */
    size_t next_chunk; /* the size of the chunk to take next */
    size_t bytes;      /* taken from the system */
};

static _Noreturn void memory_exhausted(size_t bytes) {
    fprintf(stderr, "out of memory: the system refused another %zu bytes\n", bytes);
    fflush(stderr);
    _exit(1);
}

void *memory_resize(void *old, size_t bytes) {
    void *memory = bytes <= PTRDIFF_MAX ? realloc(old, bytes ? bytes : 1) : NULL;
    if (!memory)
        memory_exhausted(bytes);
    return memory;
}

static void *zeroed_memory(size_t bytes) {
    void *memory = bytes <= PTRDIFF_MAX ? calloc(1, bytes) : NULL;
    if (!memory)
        memory_exhausted(bytes);
    return memory;
}

struct arena *arena_create(void) {
    struct arena *arena = zeroed_memory(sizeof *arena);
    arena->next_chunk = FIRST_CHUNK;
    arena->bytes = sizeof *arena;
    return arena;
}

void arena_destroy(struct arena *arena) {
    if (!arena)
        return;
    struct chunk *older;
    for (struct chunk *chunk = arena->newest; chunk; chunk = older) {
        older = chunk->older;
        free(chunk);
    }
    free(arena);
}

static struct chunk *chunk_added(struct arena *arena, void *memory, size_t size) {
    struct chunk *chunk = memory;
    *chunk = (struct chunk){.size = size};
    arena->bytes += sizeof *chunk + size;
    return chunk;
}

static void *alloc_from_own_chunk(struct arena *arena, size_t bytes) {
    struct chunk *chunk = chunk_added(arena, zeroed_memory(sizeof *chunk + bytes), bytes);
    if (arena->newest) {
        chunk->older = arena->newest->older;
        arena->newest->older = chunk;
    } else {
        arena->newest = chunk;
        arena->used = bytes;
    }
    return chunk->memory;
}

void *arena_alloc(struct arena *arena, size_t bytes) {
    if (bytes > PTRDIFF_MAX - 2 * sizeof(struct chunk))
        memory_exhausted(bytes);
    bytes = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (!arena->newest || bytes > arena->newest->size - arena->used) {
        if (bytes > arena->next_chunk / 4)
            return alloc_from_own_chunk(arena, bytes);
        struct chunk *chunk =
            chunk_added(arena, memory_resize(NULL, arena->next_chunk), arena->next_chunk - sizeof *chunk);
        chunk->older = arena->newest;
        arena->newest = chunk;
        arena->used = 0;
        if (arena->next_chunk < LARGEST_CHUNK)
            arena->next_chunk *= 2;
    }
    void *memory = arena->newest->memory + arena->used;
    arena->used += bytes;
    return memset(memory, 0, bytes);
}

char *arena_copy_range(struct arena *arena, const char *start, size_t length) {
    char *copy = arena_alloc(arena, length + 1);
    if (length)
        memcpy(copy, start, length);
    return copy;
}

char *arena_copy(struct arena *arena, const char *text) {
    return arena_copy_range(arena, text, strlen(text));
}

char *arena_join_texts(struct arena *arena, const char *const *texts, int count) {
    size_t length = 0;
    for (int i = 0; i < count; i++)
        length += strlen(texts[i]);
    char *joined = arena_alloc(arena, length + 1), *end = joined;
    for (int i = 0; i < count; i++)
        end = stpcpy(end, texts[i]);
    return joined;
}

char *arena_vformat(struct arena *arena, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    size_t size = length < 0 ? 1 : (size_t)length + 1;
    char *text = arena_alloc(arena, size);
    if (length > 0)
        vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
}

size_t arena_bytes(const struct arena *arena) {
    return arena->bytes;
}
