/* SPDX-License-Identifier: MIT */
/* batching_seed.c - a seed starts a tour, and again and again the most similar item that fits joins it.
 *
 * With a cumulative seed, similarity is to all items of the tour, else to the seed alone. Of equally similar
 * items the more urgent one joins. Without a layout all items are alike but for their lines.
 *
 * Source: de Koster, van der Poort and Wolters 1999, International Journal of Production Research 37(7). */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/fulfil/batching_policy.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"

/* What the user can set */

enum { MOST_URGENT, FARTHEST, MOST_AISLES, LONGEST_TOUR, MOST_LINES, ANY_SEED };
static const char *const seeds[] = {"most_urgent", "farthest", "most_aisles", "longest_tour",
                                    "most_lines",  "random",   NULL};
enum { FEWEST_NEW_AISLES, MOST_COMMON_STOPS, NEAREST_STOPS, SMALLEST_ADDITION, CENTRE_OF_GRAVITY };
static const char *const similarities[] = {"fewest_new_aisles", "most_common_stops", "nearest_stops",
                                           "smallest_addition", "centre_of_gravity", NULL};

struct seed_config {
    int seed, similarity;
    bool cumulative;
};
static const struct field seed_fields[] = {
    {ENUM(struct seed_config, seed, seeds), .preset = MOST_URGENT,
     .doc = "The order that starts a tour: the most urgent, the one with the farthest stop, the most aisles, "
            "the longest tour or the most lines, or a random one."},
    {ENUM(struct seed_config, similarity, similarities), .preset = FEWEST_NEW_AISLES,
     .doc =
         "The order that joins: fewest new aisles, most stops in common, least sum of metres from its stops "
         "to the nearest of the tour, smallest addition to the tour's length, or nearest mean aisle."},
    {FIELD(struct seed_config, cumulative), .preset = 1,
     .doc = "Whether orders that joined count as part of the seed."},
    {0},
};

/* What it remembers */

struct seed {
    uint64_t random_key;
    struct stop *stops; /* of the seed, sorted */
    int count, capacity;
    double tour_m, mean_aisle;
};

/* Seeds */

static int aisles_of(const struct stop *stops, int count) {
    int aisles = 0;
    for (int i = 0; i < count; i++)
        aisles += i == 0 || stops[i].aisle != stops[i - 1].aisle || stops[i].block != stops[i - 1].block;
    return aisles;
}

/* Every policy walks to a single stop and back the same way. */
static double farthest_m(struct batcher *batcher, const struct batch_item *item) {
    double most = 0.0;
    for (int i = 0; i < item->stop_count; i++)
        most = fmax(most, batch_stops_m(batcher, &item->stops[i], 1));
    return most;
}

static int64_t micrometres(double metres) {
    return llround(metres * 1e6);
}

static int64_t seed_key(struct batcher *batcher, const struct batch_item *item) {
    const struct seed *seed = batcher->state;
    struct stream stream;
    switch (((const struct seed_config *)batcher->config)->seed) {
    case FARTHEST:
        return -micrometres(farthest_m(batcher, item));
    case MOST_AISLES:
        return -aisles_of(item->stops, item->stop_count);
    case LONGEST_TOUR:
        return -micrometres(batch_tour_m(batcher, item, NULL));
    case MOST_LINES:
        return -item->lines;
    case ANY_SEED:
        stream = stream_keyed(seed->random_key, item->number);
        return (int64_t)(stream_bits(&stream) >> 1);
    default:
        return item->urgency;
    }
}

/* Similarity: lower is more alike */

static int place_order(const struct stop *a, const struct stop *b) {
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    if (a->aisle != b->aisle)
        return a->aisle < b->aisle ? -1 : 1;
    return 0;
}

static int new_aisles(const struct seed *seed, const struct batch_item *item) {
    int found = 0;
    for (int i = 0, k = 0; i < item->stop_count; i++) {
        if (i > 0 && place_order(&item->stops[i], &item->stops[i - 1]) == 0)
            continue;
        while (k < seed->count && place_order(&seed->stops[k], &item->stops[i]) < 0)
            k++;
        found += k == seed->count || place_order(&seed->stops[k], &item->stops[i]) != 0;
    }
    return found;
}

static double nearest_m(const struct batcher *batcher, const struct seed *seed, const struct stop *stop) {
    double least = INFINITY;
    for (int i = 0; i < seed->count && least > 0.0; i++)
        least = fmin(least, layout_distance_m(batcher->settings.layout, stop, &seed->stops[i]));
    return seed->count ? least : 0.0;
}

static int common_stops(const struct seed *seed, const struct batch_item *item) {
    int common = 0;
    for (int i = 0; i < item->stop_count; i++)
        for (int k = 0; k < seed->count; k++)
            if (place_order(&seed->stops[k], &item->stops[i]) == 0 &&
                seed->stops[k].y_m == item->stops[i].y_m) {
                common++;
                break;
            }
    return common;
}

static double mean_aisle(const struct stop *stops, int count) {
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        sum += stops[i].aisle;
    return count ? sum / count : 0.0;
}

/* The length of a tour past the seed and the item. */
static double together_m(struct batcher *batcher, const struct seed *seed, const struct batch_item *item) {
    const struct batch_item all = {.stops = seed->stops, .stop_count = seed->count};
    return batch_tour_m(batcher, &all, item);
}

static double dissimilarity(struct batcher *batcher, const struct batch_item *item) {
    const struct seed *seed = batcher->state;
    double sum = 0.0;
    switch (((const struct seed_config *)batcher->config)->similarity) {
    case MOST_COMMON_STOPS:
        return -common_stops(seed, item);
    case NEAREST_STOPS:
        for (int i = 0; i < item->stop_count; i++)
            sum += nearest_m(batcher, seed, &item->stops[i]);
        return sum;
    case SMALLEST_ADDITION:
        return together_m(batcher, seed, item) - seed->tour_m;
    case CENTRE_OF_GRAVITY:
        return fabs(mean_aisle(item->stops, item->stop_count) - seed->mean_aisle);
    default:
        return new_aisles(seed, item);
    }
}

/* A tour */

static void grow_seed(struct batcher *batcher, const struct batch_item *item) {
    struct seed *seed = batcher->state;
    int count = seed->count + item->stop_count;
    if (count > seed->capacity) {
        seed->capacity = count * 2;
        seed->stops = memory_resize(seed->stops, sizeof *seed->stops * (size_t)seed->capacity);
    }
    if (item->stop_count)
        memcpy(seed->stops + seed->count, item->stops, sizeof *seed->stops * (size_t)item->stop_count);
    seed->count = count;
    stops_sort(seed->stops, count);
    seed->tour_m = batch_stops_m(batcher, seed->stops, count);
    seed->mean_aisle = mean_aisle(seed->stops, count);
}

static struct batch_item *most_similar(struct batcher *batcher, const struct batch *batch) {
    struct batch_item *best = NULL;
    double least = INFINITY;
    for (int i = 0; i < batcher->items.count; i++) {
        struct batch_item *item = batcher->items.items[i];
        if (!batch_takes(&batcher->settings.limits, batch, item))
            continue;
        double value = dissimilarity(batcher, item);
        if (value < least || (value == least && batch_more_urgent(item, best)))
            least = value, best = item;
    }
    return best;
}

static struct batch_item *seed_next(struct batcher *batcher) {
    struct seed *seed = batcher->state;
    bool cumulative = ((const struct seed_config *)batcher->config)->cumulative;
    struct batch batch = {0};
    seed->count = 0;
    for (struct batch_item *item = batch_heap_first(&batcher->items); item;
         item = most_similar(batcher, &batch)) {
        batch_heap_remove(&batcher->items, item);
        batch_join(&batch, item);
        if (batch.load.orders == batcher->settings.limits.orders)
            break;
        if (cumulative || batch.load.orders == 1)
            grow_seed(batcher, item);
    }
    return batch.first;
}

static void seed_create(struct batcher *batcher) {
    struct seed *seed = sim_alloc(batcher->settings.sim, sizeof *seed);
    seed->random_key = sim_stream_key(batcher->settings.sim, "batching");
    batcher->state = seed;
}

static void seed_finish(struct batcher *batcher) {
    free(((struct seed *)batcher->state)->stops);
}

const struct batching batching_seed = {
    .option = {.name = "seed",
               .doc = "A seed order, and the most similar ones as long as they fit.",
               .fields = seed_fields,
               .size = sizeof(struct seed_config)},
    .create = seed_create,
    .key = seed_key,
    .waves_in_turn = true,
    .next = seed_next,
    .finish = seed_finish,
};
