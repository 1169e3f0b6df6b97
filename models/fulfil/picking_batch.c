/* SPDX-License-Identifier: MIT */
/* picking_batch.c - several orders a tour, sorted while picking: each has a tote on the cart. */
#include "models/fulfil/picking_method.h"

static const struct field batch_fields[] = {BATCH_FIELDS(10), {0}};

const struct pick_method method_batch = {
    .option = {"batch", "Several orders a tour, sorted while picking.", batch_fields,
               sizeof(struct batch_config)},
    .batches = true,
    .cut = picking_cut_whole,
};
