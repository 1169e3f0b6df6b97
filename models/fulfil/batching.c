/* SPDX-License-Identifier: MIT */
/* batching.c - what all batching policies share: the items that wait, limits, and the length of a tour. */
#include "models/fulfil/batching_policy.h"

#include <stdlib.h>
#include <string.h>
#include "models/order.h"
#include "sim/base/arena.h"

const struct option *const batching_options[] = {&batching_due_time.option,    &batching_first_come.option,
                                                 &batching_seed.option,        &batching_savings.option,
                                                 &batching_time_window.option, NULL};

/* The items that wait */

static bool before(const struct batch_item *a, const struct batch_item *b) {
    if (a->group != b->group)
        return a->group < b->group;
    return a->key != b->key ? a->key < b->key : batch_more_urgent(a, b);
}

static void put(struct batch_heap *heap, int index, struct batch_item *item) {
    heap->items[index] = item;
    item->index = index;
}

static void rise(struct batch_heap *heap, int index, struct batch_item *item) {
    for (; index > 0 && before(item, heap->items[(index - 1) / 2]); index = (index - 1) / 2)
        put(heap, index, heap->items[(index - 1) / 2]);
    put(heap, index, item);
}

static void sink(struct batch_heap *heap, int index, struct batch_item *item) {
    for (int child; (child = 2 * index + 1) < heap->count; index = child) {
        if (child + 1 < heap->count && before(heap->items[child + 1], heap->items[child]))
            child++;
        if (!before(heap->items[child], item))
            break;
        put(heap, index, heap->items[child]);
    }
    put(heap, index, item);
}

void batch_heap_push(struct batch_heap *heap, struct batch_item *item) {
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity ? heap->capacity * 2 : 64;
        heap->items = memory_resize(heap->items, sizeof(struct batch_item *) * (size_t)heap->capacity);
    }
    rise(heap, heap->count++, item);
}

void batch_heap_remove(struct batch_heap *heap, struct batch_item *item) {
    struct batch_item *moved = heap->items[--heap->count];
    if (moved == item)
        return;
    sink(heap, item->index, moved);
    rise(heap, moved->index, moved);
}

/* Batches */

void batch_join(struct batch *batch, struct batch_item *item) {
    struct batch_load load = batch_load_of(item);
    batch_load_add(&batch->load, &load);
    struct batch_item *after = batch->last;
    if (after && after != batch->first && batch_more_urgent(item, after))
        for (after = batch->first; !batch_more_urgent(item, after->next);)
            after = after->next;
    if (!after)
        batch->first = batch->last = item, item->next = NULL;
    else
        item->next = after->next, after->next = item;
    if (!item->next)
        batch->last = item;
}

bool batch_takes(const struct batch_limits *limits, const struct batch *batch,
                 const struct batch_item *item) {
    struct batch_load load = batch_load_of(item);
    return item->wave == batch->first->wave && item->group == batch->first->group &&
           batch_loads_fit(limits, &batch->load, &load);
}

struct batch_item *batch_in_order(struct batcher *batcher) {
    struct batch batch = {0};
    struct batch_item *item = batch_heap_first(&batcher->items);
    do {
        batch_heap_remove(&batcher->items, item);
        batch_join(&batch, item);
        item = batch_heap_first(&batcher->items);
    } while (item && batch_takes(&batcher->settings.limits, &batch, item));
    return batch.first;
}

/* Tours */

static struct stop *room_for_stops(struct batcher *batcher, int count) {
    if (count > batcher->stop_capacity) {
        batcher->stop_capacity = count * 2;
        batcher->stops =
            memory_resize(batcher->stops, sizeof *batcher->stops * (size_t)batcher->stop_capacity);
    }
    return batcher->stops;
}

static double tour_m(struct batcher *batcher, struct stop *stops, int count) {
    const struct batcher_settings *settings = &batcher->settings;
    if (!settings->layout || !count)
        return 0.0;
    return layout_tour_m(settings->layout, settings->routing, settings->depot, stops, count);
}

double batch_stops_m(struct batcher *batcher, const struct stop *stops, int count) {
    struct stop *copy = room_for_stops(batcher, count);
    if (count)
        memcpy(copy, stops, sizeof *stops * (size_t)count);
    return tour_m(batcher, copy, count);
}

static bool stop_before(const struct stop *a, const struct stop *b) {
    if (a->block != b->block)
        return a->block < b->block;
    return a->aisle != b->aisle ? a->aisle < b->aisle : a->y_m < b->y_m;
}

/* Sorted lists are merged, so that sorting them again costs one look. */
double batch_tour_m(struct batcher *batcher, const struct batch_item *a, const struct batch_item *b) {
    int a_count = a ? a->stop_count : 0, b_count = b ? b->stop_count : 0, n = 0;
    struct stop *stops = room_for_stops(batcher, a_count + b_count);
    for (int i = 0, k = 0; n < a_count + b_count;)
        stops[n++] = k == b_count || (i < a_count && !stop_before(&b->stops[k], &a->stops[i]))
                         ? a->stops[i++]
                         : b->stops[k++];
    return tour_m(batcher, stops, n);
}

/* Items come and go */

void batch_admit(struct batcher *batcher, struct batch_item *item) {
    const struct batching *policy = batcher->policy;
    if (policy->add) {
        policy->add(batcher, item);
        return;
    }
    item->key = policy->key(batcher, item);
    if (policy->waves_in_turn && item->group == 0)
        item->group = item->wave;
    batch_heap_push(&batcher->items, item);
}

void batcher_add(struct batcher *batcher, struct batch_item *item) {
    item->since = sim_now(batcher->settings.sim);
    item->group = 0;
    batch_admit(batcher, item);
}

void batcher_remove(struct batcher *batcher, struct batch_item *item) {
    if (batcher->policy->remove)
        batcher->policy->remove(batcher, item);
    else
        batch_heap_remove(&batcher->items, item);
}

struct batch_item *batcher_leader(struct batcher *batcher) {
    return batcher->policy->leader ? batcher->policy->leader(batcher) : batch_heap_first(&batcher->items);
}

struct batch_item *batcher_next(struct batcher *batcher) {
    return batcher_leader(batcher) ? batcher->policy->next(batcher) : NULL;
}

usec batcher_wakes_at(struct batcher *batcher) {
    return batcher->policy->wakes_at ? batcher->policy->wakes_at(batcher) : NEVER;
}

static void on_batcher_finish(void *self, usec end) {
    (void)end;
    struct batcher *batcher = self;
    if (batcher->policy->finish)
        batcher->policy->finish(batcher);
    free(batcher->items.items);
    free(batcher->stops);
}

struct batcher *batcher_create(const struct batcher_settings *settings) {
    struct batcher *batcher = sim_alloc(settings->sim, sizeof *batcher);
    const struct choice *batching = settings->batching;
    const struct option *option = batching && batching->is ? batching->is : batching_options[0];
    *batcher = (struct batcher){.settings = *settings,
                                .policy = (const struct batching *)(const void *)option,
                                .config = batching ? batching->config : NULL};
    if (batcher->policy->by_distance && !settings->layout)
        batcher->policy = &batching_due_time;
    if (batcher->policy->create)
        batcher->policy->create(batcher);
    results_at_finish(sim_results(settings->sim), on_batcher_finish, batcher);
    return batcher;
}
