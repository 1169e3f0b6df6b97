/* SPDX-License-Identifier: MIT */
/* pods.h - movable shelves (pods) in a storage field: where they may stand, what they hold, and how long a
 * robot takes from one place to another.
 *
 * The field consists of blocks of pod places, two deep, with streets one place wide around each block. Ports
 * stand evenly along the hall on the right. Built once per scenario; read-only. */
#ifndef MODELS_FULFIL_PODS_H
#define MODELS_FULFIL_PODS_H

#include "models/fulfil/motion.h"
#include "sim/config/field.h"

struct arena;
struct catalogue;
struct problems;
struct recording;

struct robots_config {
    int number;
    double m_per_s, acceleration_m_per_s2, full_turn_s, lift_s;
};
struct pods_config {
    int number, skus_per_pod;
    int blocks_along, blocks_across, block_length;
    double place_m, hall_m;
    int back;
};
struct ports_config {
    int number;
    struct distribution item_s;
    double change_s;
    int orders, pods, look_ahead;
    bool staffed;
};
struct goods_to_person_config {
    struct robots_config robots;
    struct pods_config pods;
    struct ports_config ports;
};

struct pod_place {
    double x_m, y_m, street_y_m; /* the street that it opens to */
};

/* A way of at most four straight legs; a robot stops and turns between them. */
enum { WAY_CORNERS = 5 };
struct way {
    struct {
        double x_m, y_m;
    } corners[WAY_CORNERS];
    int count;
};

struct field_plan {
    const struct goods_to_person_config *config;
    struct motion motion;
    int place_count, port_count;
    struct pod_place *places;
    double port_x_m, hall_x_m, *port_y_m;
    double *port_s;     /* with a pod: place x ports + port */
    double *nearness_s; /* of a place: mean over ports */
    int *by_nearness;   /* rank of each place, the nearest 0 */
    /* Contents: SKUs of a pod, pods of a SKU */
    int *skus_of_pod, *first_sku;
    int *pods_of_sku, *first_pod;
    int *pod_rank; /* of a pod by demand for what it holds, the highest 0 */
};

/* NULL with a problem where pods find no place, or SKUs no pod. */
struct field_plan *field_plan_create(struct arena *arena, const struct goods_to_person_config *config,
                                     const struct catalogue *catalogue, struct problems *problems);
/* The robot alone drives beneath pods, with a pod it keeps to the streets. */
struct way way_between(const struct field_plan *plan, int from, int to);
struct way way_to_port(const struct field_plan *plan, int place, int port);
double way_s(const struct field_plan *plan, const struct way *way);

/* For the estimate: lines that a visit serves while so many lines wait at a port, and robot seconds of a trip
 * without waiting at the port. */
double expected_lines_per_visit(const struct field_plan *plan, const struct catalogue *catalogue, int lines,
                                struct arena *arena);
double expected_trip_s(const struct field_plan *plan);

void field_record(const struct field_plan *plan, double x_m, struct recording *recording);

#endif
