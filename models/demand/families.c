/* SPDX-License-Identifier: MIT */
/* families.c - which SKUs are bought together.
 *
 * Since the first line of an order is drawn by popularity and a later one by popularity within the family of
 * the first, every line asks for a SKU with the same probability as without families: the sum over families
 * of (share of the family) x (share of the SKU in it). */
#include "models/demand/catalogue.h"
#include "sim/base/arena.h"

/* By name; the same name of another merchant is another family. */
static void take_named(struct arena *arena, struct catalogue *catalogue, const char *const *names) {
    struct map known = map_create(arena);
    for (int i = 0; i < catalogue->count; i++) {
        if (!*names[i])
            continue;
        int *family = map_at(&known, arena_format(arena, "%d/%s", catalogue->skus[i].merchant, names[i]));
        if (*family < 0)
            *family = catalogue->families.count++;
        catalogue->skus[i].family = *family;
    }
}

/* A merchant's SKUs in random order, cut into families of the size; the last may be smaller. */
static void draw_families(struct arena *arena, struct catalogue *catalogue, int size) {
    int *order = arena_array(arena, int, catalogue->count);
    struct stream stream = stream_named(0, 0, "catalogue/families");
    for (int m = 0; m < catalogue->merchant_count; m++) {
        int n = catalogue->merchant_skus[m];
        for (int k = 0; k < n; k++) {
            int other = (int)stream_below(&stream, (uint32_t)k + 1); /* shuffles inside out */
            order[k] = order[other];
            order[other] = catalogue->sku_of[m][k];
        }
        for (int k = 0; k < n; k++)
            catalogue->skus[order[k]].family = catalogue->families.count + k / size;
        catalogue->families.count += (n + size - 1) / size;
    }
}

void families_sum(const struct families *families, double (*share)(const void *self, int sku),
                  const void *self, double *upto) {
    for (int f = 0; f < families->count; f++) {
        double sum = 0.0;
        for (int k = families->first[f]; k < families->first[f + 1]; k++)
            upto[k] = sum += share(self, families->skus[k]);
    }
}

static double share_of(const void *self, int sku) {
    return ((const struct catalogue *)self)->skus[sku].share;
}

static void group(struct arena *arena, struct catalogue *catalogue) {
    struct families *families = &catalogue->families;
    int *next = arena_array(arena, int, families->count + 1);
    families->first = arena_array(arena, int, families->count + 1);
    families->skus = arena_array(arena, int, catalogue->count);
    families->upto = arena_array(arena, double, catalogue->count);
    for (int i = 0; i < catalogue->count; i++)
        if (catalogue->skus[i].family != NO_FAMILY)
            families->first[catalogue->skus[i].family + 1]++;
    for (int f = 0; f < families->count; f++)
        next[f + 1] = families->first[f + 1] += families->first[f];
    for (int i = 0; i < catalogue->count; i++)
        if (catalogue->skus[i].family != NO_FAMILY)
            families->skus[next[catalogue->skus[i].family]++] = i;
    families_sum(families, share_of, catalogue, families->upto);
}

void families_create(struct arena *arena, struct catalogue *catalogue, const struct families_config *config,
                     const char *const *names) {
    if (names)
        take_named(arena, catalogue, names);
    else
        draw_families(arena, catalogue, config->size);
    catalogue->families.share = config ? config->share : 0.0;
    group(arena, catalogue);
}

int families_draw(const struct catalogue *catalogue, const double *upto, int first, struct stream *stream) {
    const struct families *families = &catalogue->families;
    int family = catalogue->skus[first].family;
    if (families->share <= 0.0 || family == NO_FAMILY || stream_uniform(stream) >= families->share)
        return -1;
    int low = families->first[family], high = families->first[family + 1] - 1;
    double u = stream_uniform(stream) * upto[high];
    if (!(upto[high] > 0.0)) /* a family that nobody asks for: an event hit it */
        return first;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (upto[middle] > u)
            high = middle;
        else
            low = middle + 1;
    }
    return families->skus[low];
}
