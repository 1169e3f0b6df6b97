/* SPDX-License-Identifier: MIT */
/* batching_savings.c - tours are merged where that saves most metres; a picker takes the tour that holds the
 * most urgent item.
 *
 * Clarke and Wright's parallel savings: each item starts as a tour of its own; in descending order of the
 * saving t(i) + t(j) - t(i and j) of two items, their tours are merged if the limits allow. Savings are exact
 * to the millimetre for the routing policy in use. Items that save nothing share a tour too, which is one
 * set-up less. Only the most urgent items are considered, `pool` of them.
 * The savings of two items are kept while both are in the pool; a plan is kept while items leave it by whole
 * tours only, as that changes nothing for the others.
 *
 * Source: Clarke and Wright 1964, Operations Research 12(4); C&W(i) in de Koster, van der Poort and Wolters
 * 1999, International Journal of Production Research 37(7). */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/fulfil/batching_policy.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"

/* What the user can set */

struct savings_config {
    int pool;
    bool recalculated;
};
static const struct field savings_fields[] = {
    {FIELD(struct savings_config, pool), .min = 2, .max = 2000, .preset = 200,
     .doc = "Orders, the most urgent ones, that are considered; time grows with its square."},
    {FIELD(struct savings_config, recalculated), .preset = 0,
     .doc = "Whether savings are worked out again, tour with tour, after each merger: shorter tours, more "
            "computing."},
    {0},
};

/* What it remembers. The pool is an array of places, some of them empty. The batcher's heap holds the items
 * outside. */

struct pair {
    uint32_t saving;
    uint16_t a, b; /* places */
};
struct tour {
    struct batch_load load;
    int first, last;    /* places */
    struct stop *stops; /* sorted; only where savings are recalculated */
    int stop_count, stop_capacity;
    double metres;
    int best; /* the rank of the tour that it had best be merged with */
};
struct savings {
    int size, count, free_count;
    struct batch_item **at;        /* of a place; NULL = empty */
    uint32_t **saving;             /* of a place with every lower one; made when first used */
    double *alone_m;               /* of a place: the tour of its item */
    int *free;                     /* empty places */
    struct batch_item **by_number; /* the pool's items */
    struct batch_item *leader;     /* NULL = not known */
    bool planned;
    struct pair *pairs, *sorted;
    size_t pair_capacity;
    struct tour *tours; /* of the plan; as many as places */
    int *tour, *next;   /* of a place: its tour, the next place of that */
    uint32_t *joint;    /* of two tours by rank, where savings are recalculated */
    size_t joint_capacity;
};

/* The pool */

static bool leads(const struct batch_item *a, const struct batch_item *b) {
    return a->group != b->group ? a->group < b->group : batch_more_urgent(a, b);
}

/* 1 + the millimetres; 0 if it is a loss. */
static uint32_t saved(double metres) {
    return metres > -0.0005 ? 1 + (uint32_t)lround(fmin(metres, 4e6) * 1e3) : 0;
}

static uint32_t *saving_at(const struct savings *savings, int a, int b) {
    return a > b ? &savings->saving[a][b] : &savings->saving[b][a];
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

/* The plan */

static size_t list_pairs(struct savings *savings) {
    size_t most = (size_t)savings->count * (size_t)savings->count / 2, n = 0;
    if (most > savings->pair_capacity) {
        savings->pair_capacity = most * 2;
        savings->pairs = memory_resize(savings->pairs, sizeof(struct pair) * savings->pair_capacity);
        savings->sorted = memory_resize(savings->sorted, sizeof(struct pair) * savings->pair_capacity);
    }
    for (int i = 0; i < savings->count; i++)
        for (int k = i + 1; k < savings->count; k++) {
            int a = savings->by_number[i]->place, b = savings->by_number[k]->place;
            uint32_t saving = *saving_at(savings, a, b);
            savings->pairs[n] = (struct pair){saving, (uint16_t)a, (uint16_t)b};
            n += saving > 0;
        }
    return n;
}

/* Largest savings first, else in the order of the list: by counting, 11 bits a pass. */
static void sort_pairs(struct savings *savings, size_t count) {
    enum { BITS = 11, BUCKETS = 1 << BITS };
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = savings->pairs[i].saving > most ? savings->pairs[i].saving : most;
    for (int shift = 0; shift < 32 && most >> shift; shift += BITS) {
        size_t start[BUCKETS] = {0}, sum = 0;
        for (size_t i = 0; i < count; i++)
            start[(savings->pairs[i].saving >> shift) & (BUCKETS - 1)]++;
        for (int b = BUCKETS - 1; b >= 0; b--) {
            size_t here = start[b];
            start[b] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++)
            savings->sorted[start[(savings->pairs[i].saving >> shift) & (BUCKETS - 1)]++] = savings->pairs[i];
        struct pair *swap = savings->pairs;
        savings->pairs = savings->sorted;
        savings->sorted = swap;
    }
}

static void single_tours(struct savings *savings) {
    for (int i = 0; i < savings->count; i++) {
        struct batch_item *item = savings->by_number[i];
        struct tour *tour = &savings->tours[item->place];
        tour->load = batch_load_of(item);
        tour->first = tour->last = item->place;
        savings->tour[item->place] = item->place;
        savings->next[item->place] = -1;
    }
}

static void merge(struct savings *savings, struct tour *to, const struct tour *from) {
    batch_load_add(&to->load, &from->load);
    for (int place = from->first; place >= 0; place = savings->next[place])
        savings->tour[place] = (int)(to - savings->tours);
    savings->next[to->last] = from->first;
    to->last = from->last;
}

static void plan_once(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    const struct batch_limits *limits = &batcher->settings.limits;
    size_t count = list_pairs(savings);
    sort_pairs(savings, count);
    for (size_t i = 0; i < count; i++) {
        struct tour *a = &savings->tours[savings->tour[savings->pairs[i].a]];
        struct tour *b = &savings->tours[savings->tour[savings->pairs[i].b]];
        if (a != b && batch_loads_fit(limits, &a->load, &b->load))
            merge(savings, a, b);
    }
}

/* The plan with savings recalculated. A tour is known by the rank of the lowest number in it. */

static struct tour *tour_of_rank(const struct savings *savings, int rank) {
    return &savings->tours[savings->by_number[rank]->place];
}

static uint32_t *joint(const struct savings *savings, int a, int b) {
    return &savings->joint[(size_t)a * (size_t)savings->count + (size_t)b];
}

static void add_stops(struct tour *tour, const struct stop *stops, int count) {
    if (tour->stop_count + count > tour->stop_capacity) {
        tour->stop_capacity = 2 * (tour->stop_count + count);
        tour->stops = memory_resize(tour->stops, sizeof *stops * (size_t)tour->stop_capacity);
    }
    if (count)
        memcpy(tour->stops + tour->stop_count, stops, sizeof *stops * (size_t)count);
    tour->stop_count += count;
    stops_sort(tour->stops, tour->stop_count);
}

static uint32_t joint_saving(struct batcher *batcher, const struct tour *a, const struct tour *b) {
    const struct savings *savings = batcher->state;
    const struct batch_item *of_a = savings->at[a->first], *of_b = savings->at[b->first];
    if (of_a->wave != of_b->wave || of_a->group != of_b->group ||
        !batch_loads_fit(&batcher->settings.limits, &a->load, &b->load))
        return 0;
    const struct batch_item all_a = {.stops = a->stops, .stop_count = a->stop_count},
                            all_b = {.stops = b->stops, .stop_count = b->stop_count};
    return saved(a->metres + b->metres - batch_tour_m(batcher, &all_a, &all_b));
}

static void find_best(struct savings *savings, int rank) {
    int best = -1;
    for (int i = 0; i < savings->count; i++)
        if (i != rank && tour_of_rank(savings, i)->load.orders &&
            *joint(savings, rank, i) > (best < 0 ? 0 : *joint(savings, rank, best)))
            best = i;
    tour_of_rank(savings, rank)->best = best;
}

static void start_joint(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    size_t cells = (size_t)savings->count * (size_t)savings->count;
    if (cells > savings->joint_capacity) {
        savings->joint_capacity = cells;
        savings->joint = memory_resize(savings->joint, sizeof *savings->joint * cells);
    }
    for (int i = 0; i < savings->count; i++) {
        const struct batch_item *item = savings->by_number[i];
        struct tour *tour = tour_of_rank(savings, i);
        tour->stop_count = 0;
        add_stops(tour, item->stops, item->stop_count);
        tour->metres = savings->alone_m[item->place];
        for (int k = 0; k < i; k++)
            *joint(savings, i, k) = *joint(savings, k, i) =
                *saving_at(savings, item->place, savings->by_number[k]->place);
    }
    for (int i = 0; i < savings->count; i++)
        find_best(savings, i);
}

/* The tour of `gone` has been merged into that of `kept`. */
static void recalculate(struct batcher *batcher, int kept, int gone) {
    struct savings *savings = batcher->state;
    for (int i = 0; i < savings->count; i++) {
        struct tour *tour = tour_of_rank(savings, i);
        if (i == kept || !tour->load.orders)
            continue;
        uint32_t saving = joint_saving(batcher, tour_of_rank(savings, kept), tour);
        *joint(savings, i, kept) = *joint(savings, kept, i) = saving;
        uint32_t best = tour->best < 0 ? 0 : *joint(savings, i, tour->best);
        if (tour->best == kept || tour->best == gone)
            find_best(savings, i);
        else if (saving > best || (saving && saving == best && kept < tour->best))
            tour->best = kept;
    }
    find_best(savings, kept);
}

/* The rank of the tour that, merged with its best one, saves most; -1 = none may be merged. */
static int best_tour(const struct savings *savings) {
    int best = -1;
    uint32_t most = 0;
    for (int i = 0; i < savings->count; i++) {
        const struct tour *tour = tour_of_rank(savings, i);
        if (tour->load.orders && tour->best >= 0 && *joint(savings, i, tour->best) > most) {
            most = *joint(savings, i, tour->best);
            best = i;
        }
    }
    return best;
}

static void plan_recalculated(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    start_joint(batcher);
    for (int kept; (kept = best_tour(savings)) >= 0;) {
        struct tour *to = tour_of_rank(savings, kept);
        int gone = to->best; /* higher than `kept`, as it has no better one than that */
        struct tour *from = tour_of_rank(savings, gone);
        merge(savings, to, from);
        add_stops(to, from->stops, from->stop_count);
        to->metres = batch_stops_m(batcher, to->stops, to->stop_count);
        from->load.orders = 0;
        recalculate(batcher, kept, gone);
    }
}

static void plan(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    single_tours(savings);
    if (((const struct savings_config *)batcher->config)->recalculated)
        plan_recalculated(batcher);
    else
        plan_once(batcher);
    savings->planned = true;
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
        plan(batcher);
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
