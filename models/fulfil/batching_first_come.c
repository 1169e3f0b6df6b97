/* SPDX-License-Identifier: MIT */
/* batching_first_come.c - items share a tour in the order in which they came, up to the first one that does
 * not fit or is of another wave; whatever their urgency. */
#include "models/fulfil/batching_policy.h"

static int64_t arrival(struct batcher *batcher, const struct batch_item *item) {
    (void)batcher;
    return item->since;
}

const struct batching batching_first_come = {
    .option = {.name = "first_come",
               .doc = "Orders in the order of their arrival, up to the first that does not fit."},
    .key = arrival,
    .next = batch_in_order,
};
