/* SPDX-License-Identifier: MIT */
/* centre.h - one fulfilment centre in a simulation. */
#ifndef MODELS_CENTRE_H
#define MODELS_CENTRE_H

#include "models/orders.h"
#include "models/scenario.h"

/* Makes the stages of a centre, joins them, and opens its doors to `orders`. The run ends at `end`. */
void centre_create(const struct scenario *scenario, struct sim *sim, struct orders *orders, usec end);

#endif
