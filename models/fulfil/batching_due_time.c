/* SPDX-License-Identifier: MIT */
/* batching_due_time.c - the most urgent items share a tour: in order of urgency, up to the first one that
 * does not fit or is of another wave. */
#include "models/fulfil/batching_policy.h"

static int64_t urgency(struct batcher *batcher, const struct batch_item *item) {
    (void)batcher;
    return item->urgency;
}

const struct batching batching_due_time = {
    .option = {.name = "due_time",
               .doc = "The most urgent orders together, up to the first that does not fit."},
    .key = urgency,
    .next = batch_in_order,
};
