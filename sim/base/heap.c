/* SPDX-License-Identifier: MIT */
/* heap.c - a binary heap whose entries carry their keys, so that sifting touches no node.
 *
 * Sifting moves a hole and writes the entry once, at the end. */
#include "sim/base/heap.h"

#include <assert.h>
#include <stdlib.h>
#include "sim/base/arena.h"

enum { FIRST_CAPACITY = 16, DEAD_ALLOWED = 32 };

static void sift_up(struct heap *heap, int hole, struct heap_entry entry) {
    struct heap_entry *entries = heap->entries;
    while (hole > 0) {
        int parent = (hole - 1) / 2;
        if (!heap_before(&entry, &entries[parent]))
            break;
        entries[hole] = entries[parent];
        hole = parent;
    }
    entries[hole] = entry;
}

static void sift_down(struct heap *heap, int hole, struct heap_entry entry) {
    struct heap_entry *entries = heap->entries;
    for (int child; (child = 2 * hole + 1) < heap->count; hole = child) {
        if (child + 1 < heap->count && heap_before(&entries[child + 1], &entries[child]))
            child++;
        if (!heap_before(&entries[child], &entry))
            break;
        entries[hole] = entries[child];
    }
    entries[hole] = entry;
}

static void remove_first(struct heap *heap) {
    struct heap_entry last = heap->entries[--heap->count];
    if (heap->count > 0)
        sift_down(heap, 0, last);
}

/* Only what is still wanted stays; Floyd's bottom-up construction. */
static void rebuild(struct heap *heap) {
    int kept = 0;
    for (int i = 0; i < heap->count; i++)
        if (heap_holds(&heap->entries[i]))
            heap->entries[kept++] = heap->entries[i];
    heap->count = kept;
    for (int i = kept / 2 - 1; i >= 0; i--)
        sift_down(heap, i, heap->entries[i]);
}

void heap_push(struct heap *heap, struct heap_node *node, int64_t key, uint64_t number) {
    assert(number != 0 && node->number == 0);
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity ? 2 * heap->capacity : FIRST_CAPACITY;
        heap->entries = memory_resize(heap->entries, sizeof *heap->entries * (size_t)heap->capacity);
    }
    node->key = key;
    node->number = number;
    heap->live++;
    sift_up(heap, heap->count++, (struct heap_entry){.key = key, .number = number, .node = node});
}

struct heap_node *heap_first(struct heap *heap) {
    while (heap->count > 0 && !heap_holds(&heap->entries[0]))
        remove_first(heap);
    return heap->count > 0 ? heap->entries[0].node : NULL;
}

struct heap_node *heap_pop(struct heap *heap) {
    struct heap_node *node = heap_first(heap);
    if (!node)
        return NULL;
    remove_first(heap);
    heap->live--;
    node->number = 0;
    return node;
}

void heap_withdraw(struct heap *heap, struct heap_node *node) {
    assert(node->number != 0 && heap->live > 0);
    node->number = 0;
    heap->live--;
    int dead = heap->count - heap->live;
    if (dead > DEAD_ALLOWED && dead > heap->live)
        rebuild(heap);
}

void heap_free(struct heap *heap) {
    free(heap->entries);
    *heap = (struct heap){0};
}
