/* SPDX-License-Identifier: MIT */
/* overlay.h - keys beside a list as the defaults of its elements (`.overlay` in a field table). */
#ifndef SIM_CONFIG_OVERLAY_H
#define SIM_CONFIG_OVERLAY_H

#include "sim/config/read.h"

/* Moves the keys of `root` that the elements of a given overlay list know as well into each of these
 * elements, where the element's own keys win. Objects and sections are merged key by key, everything else is
 * taken whole. */
void overlay_apply(struct arena *arena, const struct field *fields, struct node *root);

#endif
