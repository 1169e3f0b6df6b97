/* SPDX-License-Identifier: MIT */
/* batching_savings.c - tours are merged where that saves most metres; a picker takes the tour that holds the
 * most urgent item.
 *
 * Clarke and Wright's parallel savings: each item starts as a tour of its own; in descending order of the
 * saving t(i) + t(j) - t(i and j) of two items, their tours are merged if the limits allow. Savings are exact
 * to the millimetre for the routing policy in use. Items that save nothing share a tour too, which is one
 * set-up less. Only the most urgent items are considered, `pool` of them. The savings of two items are kept
 * while both are in the pool; a plan is kept while items leave it by whole tours only, as that changes
 * nothing for the others.
 *
 * Source: Clarke and Wright 1964, Operations Research 12(4); C&W(i) in de Koster, van der Poort and Wolters
 * 1999, International Journal of Production Research 37(7). */
#include "models/fulfil/batching_savings.h"

#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"

/* What the user can set */

static const struct field savings_fields[] = {
    {FIELD(struct savings_config, pool), .min = 2, .max = 2000, .preset = 1000,
     .doc = "Orders, the most urgent ones, that are considered; time grows with its square."},
    {FIELD(struct savings_config, recalculated), .preset = 0,
     .doc = "Whether savings are worked out again, tour with tour, after each merger: shorter tours, more "
            "computing."},
    {0},
};

/* The pool */

static bool leads(const struct batch_item *a, const struct batch_item *b) {
    return a->group != b->group ? a->group < b->group : batch_more_urgent(a, b);
}

/* By walking together; 0 if two items may not. */
static uint32_t saving_of(struct batcher *batcher, const struct batch_item *a, const struct batch_item *b) {
    const struct savings *savings = batcher->state;
    struct batch_load of_a = batch_load_of(a), of_b = batch_load_of(b);
    if (a->wave != b->wave || a->group != b->group ||
        !batch_loads_fit(&batcher->settings.limits, &of_a, &of_b))
        return 0;
    return saved(savings->alone_m[a->place] + savings->alone_m[b->place] - batch_tour_m(batcher, a, b));
}

/* Where an item is, or would be, among the pool's numbers. */
static int rank_of(const struct savings *savings, const struct batch_item *item) {
    int low = 0, high = savings->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (savings->by_number[middle]->number < item->number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void enter(struct batcher *batcher, struct batch_item *item) {
    struct savings *savings = batcher->state;
    int place = savings->free_count ? savings->free[--savings->free_count] : savings->count;
    if (!savings->saving[place])
        savings->saving[place] = sim_alloc(batcher->settings.sim, sizeof(uint32_t) * ((size_t)place + 1));
    savings->at[place] = item;
    item->place = place;
    savings->alone_m[place] = batch_tour_m(batcher, item, NULL);
    int rank = rank_of(savings, item);
    memmove(savings->by_number + rank + 1, savings->by_number + rank,
            sizeof(struct batch_item *) * (size_t)(savings->count - rank));
    savings->by_number[rank] = item;
    savings->count++;
    for (int i = 0; i < savings->count; i++) {
        const struct batch_item *other = savings->by_number[i];
        if (other != item)
            *saving_at(savings, place, other->place) = saving_of(batcher, item, other);
    }
    if (savings->leader && leads(item, savings->leader))
        savings->leader = item;
    savings->planned = false;
}

static void leave(struct savings *savings, struct batch_item *item) {
    int rank = rank_of(savings, item);
    savings->count--;
    memmove(savings->by_number + rank, savings->by_number + rank + 1,
            sizeof(struct batch_item *) * (size_t)(savings->count - rank));
    savings->at[item->place] = NULL;
    savings->free[savings->free_count++] = item->place;
    item->place = -1;
    if (savings->leader == item)
        savings->leader = NULL;
}

static struct batch_item *last_of_pool(const struct savings *savings) {
    struct batch_item *last = savings->by_number[0];
    for (int i = 1; i < savings->count; i++)
        if (leads(last, savings->by_number[i]))
            last = savings->by_number[i];
    return last;
}

/* The pool holds the items that lead all others. */
static void fill_pool(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    struct batch_item *first;
    while ((first = batch_heap_first(&batcher->items))) {
        if (savings->count == savings->size) {
            struct batch_item *last = last_of_pool(savings);
            if (!leads(first, last))
                return;
            leave(savings, last);
            batch_heap_push(&batcher->items, last);
        }
        batch_heap_remove(&batcher->items, first);
        enter(batcher, first);
    }
}

/* Items come and go */

static void savings_add(struct batcher *batcher, struct batch_item *item) {
    item->key = item->urgency;
    item->place = -1;
    batch_heap_push(&batcher->items, item);
    fill_pool(batcher);
}

static void savings_remove(struct batcher *batcher, struct batch_item *item) {
    struct savings *savings = batcher->state;
    if (item->place < 0) {
        batch_heap_remove(&batcher->items, item);
        return;
    }
    leave(savings, item);
    savings->planned = false;
    fill_pool(batcher);
}

static struct batch_item *savings_leader(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    if (savings->leader || !savings->count)
        return savings->leader;
    savings->leader = savings->by_number[0];
    for (int i = 1; i < savings->count; i++)
        if (leads(savings->by_number[i], savings->leader))
            savings->leader = savings->by_number[i];
    return savings->leader;
}

static struct batch_item *savings_next(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    struct batch_item *leader = savings_leader(batcher);
    if (!savings->planned)
        savings_plan(batcher);
    struct batch batch = {0};
    batch_join(&batch, leader);
    for (int place = savings->tours[savings->tour[leader->place]].first; place >= 0;
         place = savings->next[place])
        if (savings->at[place] != leader)
            batch_join(&batch, savings->at[place]);
    for (struct batch_item *item = batch.first; item; item = item->next)
        leave(savings, item);
    fill_pool(batcher);
    return batch.first;
}

static void savings_create(struct batcher *batcher) {
    struct sim *sim = batcher->settings.sim;
    struct savings *savings = sim_alloc(sim, sizeof *savings);
    int size = ((const struct savings_config *)batcher->config)->pool;
    size_t places = (size_t)size;
    savings->size = size;
    savings->at = sim_alloc(sim, sizeof *savings->at * places);
    savings->saving = sim_alloc(sim, sizeof *savings->saving * places);
    savings->alone_m = sim_alloc(sim, sizeof *savings->alone_m * places);
    savings->free = sim_alloc(sim, sizeof *savings->free * places);
    savings->by_number = sim_alloc(sim, sizeof *savings->by_number * places);
    savings->tours = sim_alloc(sim, sizeof *savings->tours * places);
    savings->tour = sim_alloc(sim, sizeof *savings->tour * places);
    savings->next = sim_alloc(sim, sizeof *savings->next * places);
    batcher->state = savings;
}

static void savings_finish(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    for (int i = 0; i < savings->size; i++)
        free(savings->tours[i].stops);
    free(savings->joint);
    free(savings->pairs);
    free(savings->sorted);
}

const struct batching batching_savings = {
    .option = {.name = "savings",
               .doc = "Tours merged where that saves most metres (Clarke and Wright).",
               .fields = savings_fields,
               .size = sizeof(struct savings_config)},
    .by_distance = true,
    .create = savings_create,
    .next = savings_next,
    .add = savings_add,
    .remove = savings_remove,
    .leader = savings_leader,
    .finish = savings_finish,
};
