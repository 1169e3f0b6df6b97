/* SPDX-License-Identifier: MIT */
/* map.c - see map.h. */
#include "sim/base/map.h"

#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/hash.h"

struct map map_create(struct arena *arena) {
    return (struct map){.arena = arena};
}

/* The slot of a key, or the empty slot where it belongs. */
static struct map_slot *probe(struct map_slot *slots, int capacity, const char *key) {
    unsigned mask = (unsigned)capacity - 1, i = (unsigned)hash_word(key) & mask;
    while (slots[i].key && slots[i].key != key && strcmp(slots[i].key, key) != 0)
        i = (i + 1) & mask;
    return &slots[i];
}

static void grow(struct map *map) {
    int capacity = map->capacity ? map->capacity * 4 : 64;
    struct map_slot *slots = arena_array(map->arena, struct map_slot, capacity);
    for (int i = 0; i < map->capacity; i++)
        if (map->slots[i].key)
            *probe(slots, capacity, map->slots[i].key) = map->slots[i];
    map->slots = slots;
    map->capacity = capacity;
}

int *map_at(struct map *map, const char *key) {
    if (map->count * 2 >= map->capacity)
        grow(map);
    struct map_slot *slot = probe(map->slots, map->capacity, key);
    if (!slot->key) {
        *slot = (struct map_slot){key, -1};
        map->count++;
    }
    return &slot->value;
}

int map_find(const struct map *map, const char *key) {
    if (!map->capacity)
        return -1;
    const struct map_slot *slot = probe(map->slots, map->capacity, key);
    return slot->key ? slot->value : -1;
}
