/* SPDX-License-Identifier: MIT */
/* drift.c - see drift.h. */
#include "models/demand/drift.h"

#include <math.h>

/* The popularity that a SKU has now is that of another in the catalogue. */
static double share_now(const void *self, int sku) {
    const struct drift *drift = self;
    return drift->catalogue->skus[drift->was[sku]].share;
}

/* A random sample of the merchant's SKUs in random order; each takes the popularity of the next. */
static void exchange(struct drift *drift, int merchant, struct stream *stream) {
    const struct catalogue *catalogue = drift->catalogue;
    int n = catalogue->merchant_skus[merchant], *chosen = drift->chosen;
    int count = (int)lround(catalogue->drift->share * n);
    for (int k = 0; k < n; k++)
        chosen[k] = catalogue->sku_of[merchant][k];
    for (int k = 0; k < count; k++) {
        int other = k + (int)stream_below(stream, (uint32_t)(n - k)), sku = chosen[other];
        chosen[other] = chosen[k];
        chosen[k] = sku;
    }
    if (count < 2)
        return;
    int first = drift->now[chosen[0]];
    for (int k = 0; k + 1 < count; k++)
        drift->now[chosen[k]] = drift->now[chosen[k + 1]];
    drift->now[chosen[count - 1]] = first;
    for (int k = 0; k < count; k++)
        drift->was[drift->now[chosen[k]]] = chosen[k];
}

static void on_drift(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct drift *drift = self;
    struct stream stream = stream_keyed(drift->key, ++drift->rounds);
    for (int m = 0; m < drift->catalogue->merchant_count; m++)
        exchange(drift, m, &stream);
    if (drift->upto)
        families_sum(&drift->catalogue->families, share_now, drift, drift->upto);
    sim_after(sim, drift->catalogue->drift->every_days * SECONDS_A_DAY, on_drift, drift, NULL);
}

struct drift *drift_create(const struct catalogue *catalogue, struct sim *sim) {
    if (!catalogue->drift)
        return NULL;
    struct drift *drift = sim_alloc(sim, sizeof *drift);
    size_t ints = sizeof(int) * (size_t)catalogue->count;
    *drift = (struct drift){.sim = sim,
                            .catalogue = catalogue,
                            .key = sim_stream_key(sim, "catalogue/drift"),
                            .now = sim_alloc(sim, ints),
                            .was = sim_alloc(sim, ints),
                            .chosen = sim_alloc(sim, ints)};
    for (int i = 0; i < catalogue->count; i++)
        drift->now[i] = drift->was[i] = i;
    if (catalogue->families.count) {
        drift->upto = sim_alloc(sim, sizeof(double) * (size_t)catalogue->count);
        families_sum(&catalogue->families, share_now, drift, drift->upto);
    }
    sim_after(sim, catalogue->drift->every_days * SECONDS_A_DAY, on_drift, drift, NULL);
    return drift;
}
