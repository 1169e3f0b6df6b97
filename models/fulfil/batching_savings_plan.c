/* SPDX-License-Identifier: MIT */
/* batching_savings_plan.c - tours of single items are merged where that saves most.
 *
 * Either the savings of two items decide throughout (C&W(i)), or after each merger those of the new tour with
 * every other one are worked out again (C&W(ii), both in de Koster, van der Poort and Wolters 1999). Equal
 * savings go by the numbers of the items. */
#include "models/fulfil/batching_savings.h"

#include <string.h>
#include "models/layout/routing.h"
#include "sim/base/arena.h"

/* Savings of two items, in descending order */

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

void savings_plan(struct batcher *batcher) {
    struct savings *savings = batcher->state;
    single_tours(savings);
    if (((const struct savings_config *)batcher->config)->recalculated)
        plan_recalculated(batcher);
    else
        plan_once(batcher);
    savings->planned = true;
}
