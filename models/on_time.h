/* SPDX-License-Identifier: MIT */
/* on_time.h - whether orders left with the departure they were promised to.
 *
 * Every order due inside the window is judged once: when it leaves, or at the end if it is still open. What
 * the customer cancelled and what is due after the end is left out (docs/model.md, "On time"). */
#ifndef MODELS_ON_TIME_H
#define MODELS_ON_TIME_H

#include "models/orders.h"

struct on_time;
extern const struct metric on_time_metrics[];

struct on_time *on_time_create(struct sim *sim, const struct orders_settings *settings);
/* It leaves now. */
void on_time_departed(struct on_time *on_time, const struct order *order);
/* It was cancelled for want of stock, or is open at the end. */
void on_time_failed(struct on_time *on_time, const struct order *order);
/* The window is closed and all open orders are judged. */
void on_time_close(struct on_time *on_time);
/* Orders that left late in the window. */
int64_t on_time_late(const struct on_time *on_time);

#endif
