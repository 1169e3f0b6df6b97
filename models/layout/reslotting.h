/* SPDX-License-Identifier: MIT */
/* reslotting.h - on given days SKUs that are asked for more than before move nearer, which is work. */
#ifndef MODELS_LAYOUT_RESLOTTING_H
#define MODELS_LAYOUT_RESLOTTING_H

#include "models/layout/homes.h"
#include "sim/config/field.h"
#include "sim/engine/dispatch.h"

struct catalogue;
struct problems;

struct reslotting_config {
    struct weekdays days;
    struct clock_time at;
    int moves;
    struct distribution per_move_s;
    double walk_m_per_s;
    struct choice routing;
    bool staffed;
};
extern const struct field reslotting_fields[];
extern const struct metric reslotting_metrics[];

/* `counted`: whether somebody picks, so that there is a demand to follow. */
void reslotting_check(const struct choice *slotting, bool layout, bool counted, struct problems *problems);
/* A move brings one SKU to an open slot; two SKUs that exchange their slots are two moves. */
enum { MOVES_OF_EXCHANGE = 2 };

void reslotting_create(const struct reslotting_config *config, const struct layout *layout,
                       const struct catalogue *catalogue, struct homes *homes, struct dispatcher *people,
                       struct sim *sim);

#endif
