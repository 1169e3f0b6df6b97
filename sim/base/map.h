/* SPDX-License-Identifier: MIT */
/* map.h - from texts to small numbers: open addressing over XXH3, grown in an arena. Keys are not copied. */
#ifndef SIM_BASE_MAP_H
#define SIM_BASE_MAP_H

struct arena;

struct map_slot {
    const char *key; /* NULL = empty */
    int value;
};

struct map {
    struct arena *arena;
    struct map_slot *slots;
    int count, capacity; /* capacity is a power of two */
};

struct map map_create(struct arena *arena);
/* The value's place for a key, added with -1 when it is new. Valid until the next call. */
int *map_at(struct map *map, const char *key);
int map_find(const struct map *map, const char *key); /* -1 when absent */

#endif
