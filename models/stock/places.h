/* SPDX-License-Identifier: MIT */
/* places.h - where the units of a SKU lie: on its pick face (forward), and in positions of the reserve.
 *
 * A face belongs to one SKU and holds at most its capacity, units on their way included. A position holds one
 * SKU, filled up by later deliveries; it is in use from the moment it is chosen until its last unit is taken.
 * Units without a place (set down by a cancelled order, or delivered to a full store without a dock) stand
 * beside their face and go onto it as soon as there is room. Units that a line larger than its face collects
 * are set aside for it. This file keeps the account; who moves what and when is replenishment.c. */
#ifndef MODELS_STOCK_PLACES_H
#define MODELS_STOCK_PLACES_H

#include "models/demand/demand.h"
#include "models/layout/layout.h"

struct face_config {
    int cases, units;
    double days;
};
struct reserve_config {
    int positions, cases_per_position, location, levels;
    double level_height_m, way_m;
};
extern const struct field face_fields[];
extern const struct field reserve_fields[];
extern const struct metric storage_metrics[];

/* Units that a SKU's face holds, and a position of it. */
int64_t face_capacity(const struct face_config *config, const struct sku *sku, double units_per_day);
/* Positions: the slots of the layout's reserve blocks, or as many as are given. */
int reserve_positions(const struct reserve_config *config, const struct layout *layout);
int64_t position_capacity(const struct reserve_config *config, const struct sku *sku);

struct face {
    int64_t capacity, units, coming;
    int64_t claimed; /* of its units, by released orders */
    int64_t aside;   /* units collected beside it for lines larger than it */
    int64_t loose;   /* units beside it that have no place */
    int first, last; /* positions of the SKU, oldest first; NO_POSITION */
};

struct places;
struct places *places_create(const struct face_config *face, const struct reserve_config *reserve,
                             const struct demand_plan *plan, const struct layout *layout, struct sim *sim);
/* Called with a SKU whose face, or with ANY_SKU when a position, has got room. */
enum { ANY_SKU = -1 };
void places_set_on_room(struct places *places, void (*on_room)(void *self, int sku), void *self);

/* A received carton: ON_FACE, a position, or NO_PLACE when it must wait. The room is kept for it. */
enum { NO_POSITION = -1, ON_FACE = -1, NO_PLACE = -2 };
int places_choose(struct places *places, int sku, int64_t units);
void places_arrived(struct places *places, int sku, int64_t units, int place);
/* Units come at once: into places while there are any, else beside the face. */
void places_put(struct places *places, int sku, int64_t units);

struct face *places_face(struct places *places, int sku);
static inline int64_t face_room(const struct face *face) {
    return face->capacity - face->units - face->coming;
}
/* Free units of the face are claimed. `aside`: they make room at once. Claims are given up with a negative
 * number. */
void places_claim(struct places *places, int sku, int64_t units, bool aside);
/* Claimed units are gone. */
void places_picked(struct places *places, int sku, int64_t units, bool aside);

/* Plans to bring up to `most` units from the oldest position that has any free: returns their number and the
 * position. The room on the face is kept. Then they are moved. */
int64_t places_plan_move(struct places *places, int sku, int64_t most, int *position);
void places_moved(struct places *places, int sku, int64_t units, int position);
/* Where a position is; NULL where the layout has no reserve. */
const struct stop *places_stop(const struct places *places, int position);

/* Units of a SKU in all places. */
int64_t places_units(const struct places *places, int sku);

#endif
