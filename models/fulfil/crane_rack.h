/* SPDX-License-Identifier: MIT */
/* crane_rack.h - the racks of an automated storage and retrieval system (AS/RS): places, loads, and which
 * places a load may take.
 *
 * All aisles are alike: `bays` x `levels` places on both sides, one load each, entrance at the lower corner
 * of the front. A crane moves along and up at the same time, so that the longer of the two moves counts
 * (Chebyshev). Built once per scenario; read-only. */
#ifndef MODELS_FULFIL_CRANE_RACK_H
#define MODELS_FULFIL_CRANE_RACK_H

#include "models/fulfil/motion.h"
#include "sim/config/field.h"

struct arena;
struct catalogue;
struct problems;

struct crane_classes_config {
    double *shares; /* of the loads, the most asked for first */
    int shares_count;
};
struct crane_rack_config {
    int aisles, bays, levels;
    double length_m, height_m;
    int loads, loads_by;
    struct choice storage;
};
extern const struct field crane_rack_fields[];

struct rack_place {
    double x_m, y_m; /* along the aisle, up */
    double travel_s; /* from the entrance */
    int number;
};
struct rack_load {
    int sku, aisle, zone;
};
struct rack_zone { /* a load lies somewhere in its zone of its aisle */
    int aisle;
    int first, end; /* places, nearest first */
    int loads;
};

struct crane_rack {
    const struct crane_rack_config *config;
    struct motion along, up;
    int place_count;           /* of an aisle */
    struct rack_place *places; /* of every aisle, nearest to the entrance first */
    int sku_count, load_count, zone_count;
    struct rack_load *loads;
    struct rack_zone *zones;
    int *first_load; /* of each SKU, and one more for the end */
};

/* NULL with a problem where loads find no place. */
struct crane_rack *crane_rack_create(struct arena *arena, const struct crane_rack_config *config,
                                     struct motion along, struct motion up, const struct catalogue *catalogue,
                                     struct problems *problems);
/* Travel between two places (indices); ENTRANCE is one too. */
enum { ENTRANCE = -1 };
double crane_rack_travel_s(const struct crane_rack *rack, int from, int to);

/* Mean travel times over loads as often as they are asked for: one way to a load, and from the place of one
 * to that of another in the same aisle (sampled). */
struct crane_rack_means {
    double one_way_s, between_s;
};
struct crane_rack_means crane_rack_means(const struct crane_rack *rack, const struct catalogue *catalogue);

#endif
