/* SPDX-License-Identifier: MIT */
/* slab.h - objects of one size that come and go: taken from an arena by chunks, recycled through a free list. */
#ifndef SIM_BASE_SLAB_H
#define SIM_BASE_SLAB_H

#include <stddef.h>
#include <string.h>
#include "sim/base/arena.h"

struct slab {
    struct arena *arena;
    size_t size;
    void *free; /* the first word of a free object points to the next one */
    char *fresh, *end;
};

static inline void slab_init(struct slab *slab, struct arena *arena, size_t size) {
    *slab = (struct slab){.arena = arena, .size = (size + 15) & ~(size_t)15};
}

enum { SLAB_CHUNK_OBJECTS = 256 };

/* A zeroed object. */
static inline void *slab_take(struct slab *slab) {
    void *object = slab->free;
    if (object) {
        slab->free = *(void **)object;
        return memset(object, 0, slab->size);
    }
    if (slab->fresh == slab->end) {
        slab->fresh = arena_alloc(slab->arena, slab->size * SLAB_CHUNK_OBJECTS);
        slab->end = slab->fresh + slab->size * SLAB_CHUNK_OBJECTS;
    }
    object = slab->fresh;
    slab->fresh += slab->size;
    return object;
}

static inline void slab_give(struct slab *slab, void *object) {
    *(void **)object = slab->free;
    slab->free = object;
}

#endif
