/* SPDX-License-Identifier: MIT */
/* heap.h - a queue of things in order of urgency: lower key first, then earlier number.
 *
 * A thing embeds a `struct heap_node` and is found from it with `heap_owner`. Withdrawing is lazy: the entry
 * stays until it surfaces or until more than half of the entries are dead, when the heap is rebuilt. Numbers
 * must be unique over all heaps that a node (or what is made of its memory later) may ever be in: that is how
 * a dead entry is told from a live one even after its owner was recycled. */
#ifndef SIM_BASE_HEAP_H
#define SIM_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_node {
    int64_t key;
    uint64_t number; /* 0 = in no heap */
};

struct heap_entry {
    int64_t key;
    uint64_t number;
    struct heap_node *node;
};

/* Zero-initialise. Memory is the heap's own; heap_free gives it back. */
struct heap {
    struct heap_entry *entries; /* the first `count` are used, entry 0 is the most urgent */
    int count, capacity;
    int live; /* entries that are still wanted */
};

#define heap_owner(pointer, type, member) ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

/* `number` must be unique and not 0. A node is in one heap at a time (checked by an assertion). */
void heap_push(struct heap *heap, struct heap_node *node, int64_t key, uint64_t number);
struct heap_node *heap_first(struct heap *heap); /* NULL when empty */
struct heap_node *heap_pop(struct heap *heap);   /* NULL when empty */
/* Takes a node out before its turn. */
void heap_withdraw(struct heap *heap, struct heap_node *node);
void heap_free(struct heap *heap);

/* Whether `a` goes before `b`. */
static inline bool heap_before(const struct heap_entry *a, const struct heap_entry *b) {
    return a->key != b->key ? a->key < b->key : a->number < b->number;
}

static inline bool heap_holds(const struct heap_entry *entry) {
    return entry->node->number == entry->number;
}

#endif
