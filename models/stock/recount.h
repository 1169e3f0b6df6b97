/* SPDX-License-Identifier: MIT */
/* recount.h - picks that find less than the record says, and the recounts that they lead to.
 *
 * A pick of a line finds at most so many units with the probability `record_error`: any number below what was
 * asked for is equally likely. The units that are not there are written off at once. A recount of the place
 * finds them again (put down beside it, or overlooked) with the probability `found_share`. */
#ifndef MODELS_STOCK_RECOUNT_H
#define MODELS_STOCK_RECOUNT_H

#include "models/order.h"
#include "models/stock/purchasing.h"

extern const struct metric recount_metrics[];

struct recount;
/* `found` is called when units are there again. */
struct recount *recount_create(const struct stock_config *config, struct dispatcher *people, struct sim *sim,
                               void (*found)(void *self, int sku, int units), void *self);
/* Draws of one attempt to pick an order. */
struct stream recount_stream(const struct recount *recount, const struct order *order);
/* Units that a pick of a line finds. */
int recount_found(struct stream *stream, const struct stock_config *config, int units);
void recount_ask(struct recount *recount, int sku, int units);

#endif
