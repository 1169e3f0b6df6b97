/* SPDX-License-Identifier: MIT */
/* picking_sort.c - several orders a tour in one heap on the cart, sorted into orders at a put wall.
 *
 * The cart waits at the wall until each of its orders has a cell, and its picker with it, unless he or she
 * could help to empty cells (put, pack) or pick what the wall waits for. */
#include "models/fulfil/picking_method.h"

static const struct field sort_fields[] = {BATCH_FIELDS(20), {0}};

static void picked(struct picking *picking, struct part *part) {
    if (part->form == FORM_PIECES || part->order->parts->next)
        consolidation_accept(picking->consolidation, part);
    else
        picking_part_done(picking, part);
}

const struct pick_method method_batch_then_sort = {
    .option = {"batch_then_sort",
               "Several orders a tour, sorted afterwards at the put wall of consolidation.", sort_fields,
               sizeof(struct batch_config)},
    .batches = true,
    .cart_waits = true,
    .cut = picking_cut_whole,
    .picked = picked,
};
