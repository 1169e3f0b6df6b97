/* SPDX-License-Identifier: MIT */
/* goods_to_person_int.h - what goods_to_person.c (orders and ports) and robots.c (pods on their way) share.
 */
#ifndef MODELS_FULFIL_GOODS_TO_PERSON_INT_H
#define MODELS_FULFIL_GOODS_TO_PERSON_INT_H

#include "models/fulfil/by_line.h"
#include "models/fulfil/goods_to_person.h"
#include "sim/results/queue.h"

enum pod_return { BACK_NEAREST, BACK_OWN, BACK_RANDOM, BACK_TURNOVER };

enum pod_state { STORED, COMING, BEING_PICKED, GOING_BACK };

struct port;
struct robot;

struct pod {
    struct task task; /* first; its number names it in traces */
    int number, place, home;
    enum pod_state state;
    struct port *port; /* that it goes to or stands at */
    struct robot *robot;
    struct pick_list picks; /* that it is wanted for */
    struct passage passage;
    struct pod *next_in_queue;
    int64_t trips, items; /* trips so far; items picked on this one */
    int serves;           /* while a pod is chosen: units it could serve */
};

struct robot {
    struct entity entity;
    int place;       /* where it stands when it has nothing to do */
    struct pod *pod; /* NULL = idle */
    int actor;       /* of the recording, counted from 1; 0 = not registered */
    usec waits_since;
};

struct port {
    struct entity entity;
    int number;
    int orders;               /* in progress */
    int pods;                 /* here and on their way */
    struct pick_list open;    /* picks for which no pod is on its way */
    struct pod *first, *last; /* in front of it */
    struct pod *serving;
    bool changing; /* the next pod moves up */
    bool tried;    /* while robots are sent out */
};

struct goods_to_person {
    struct by_line by_line;
    struct sim *sim;
    const struct field_plan *plan;
    const struct goods_to_person_config *config;
    struct port *ports;
    struct pod *pods;
    struct robot *robots;
    int idle_robots;
    bool *place_taken;
    struct heap waiting; /* orders for which no port has room */
    struct queue queue, pod_queue;
    struct need *need;
    uint64_t key;
    double drawn_at_x_m;
    struct tally *wait;
    struct pool *machines, *at_work; /* robots; ports at which somebody picks */
    struct level *travelling, *lifting, *at_ports;
    struct counter *visits, *items;
    struct ratio *items_visit;
    double *utilisation, *travel_share, *lift_share, *port_share, *items_hour, *visits_hour, *idle_share;
};

bool pod_holds(const struct field_plan *plan, int pod, int sku);
/* Sends idle robots for pods as long as ports want some. */
void send_robots(struct goods_to_person *stage);
/* The pod takes over what it holds of the port's open picks. */
void take_open_picks(struct goods_to_person *stage, struct pod *pod);
/* The pod goes back to the field. */
void take_back(struct goods_to_person *stage, struct pod *pod);
/* A pod has come: goods_to_person.c. */
void pod_came(struct goods_to_person *stage, struct pod *pod);

#endif
