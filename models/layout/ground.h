/* SPDX-License-Identifier: MIT */
/* ground.h - the floor of a replication, which all stages share that send somebody through its aisles. */
#ifndef MODELS_LAYOUT_GROUND_H
#define MODELS_LAYOUT_GROUND_H

#include "models/layout/homes.h"

struct traffic;

struct ground {
    const struct layout *layout; /* NULL = none: no travel */
    struct homes *homes;         /* NULL without a layout */
    struct traffic *traffic;     /* NULL where nobody gets in anybody's way */
};

#endif
