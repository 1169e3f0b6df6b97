/* SPDX-License-Identifier: MIT */
/* order.h - an order on its way through a centre, and the doors between stages.
 *
 * Exactly one stage holds an order at a time. While it waits there, the stage may let it go when the customer
 * cancels (`withdraw`). Every instant of its life is charged to one cause, so causes add up to its cycle
 * time. */
#ifndef MODELS_ORDER_H
#define MODELS_ORDER_H

#include "sim/engine/dispatch.h"

struct order;
struct part;

enum cause {
    CAUSE_NO_STOCK,
    CAUSE_RELEASE,   /* waiting to be released or for enough others to make a batch */
    CAUSE_PEOPLE,    /* waiting for people, of a task that can be queued */
    CAUSE_EQUIPMENT, /* waiting for benches, carts, stations */
    CAUSE_WORKING,
    CAUSE_TRAVELLING,
    CAUSE_BLOCKED,       /* others in the way in the aisles; waiting for a cell of a full wall */
    CAUSE_CONSOLIDATION, /* picked and waiting to be put to the rest of the order */
    CAUSE_DEPARTURE,     /* packed and loaded, waiting for the departure */
    CAUSES
};
extern const char *const cause_names[CAUSES];

/* Where a time went: every instant since it began is charged to one cause. */
struct account {
    usec charged_until;
    enum cause cause;
    usec delay[CAUSES];
};

/* Charges the time since the last call to the cause in force and goes on with another. */
static inline void account_charge(struct account *account, usec now, enum cause next) {
    account->delay[account->cause] += now - account->charged_until;
    account->charged_until = now;
    account->cause = next;
}

/* Splits the wait of a task that was just granted; the three parts add up to it. */
static inline void account_charge_wait(struct account *account, const struct task *task, usec now) {
    account->delay[CAUSE_EQUIPMENT] += task->waited[SHORT_OF_PLACES];
    account->delay[CAUSE_RELEASE] += task->waited[SHORT_OF_OTHERS];
    account->delay[CAUSE_PEOPLE] += task->waited[SHORT_OF_PEOPLE];
    account->charged_until = now;
    account->cause = CAUSE_WORKING;
}

struct line {
    int sku, units;
    int reserved;      /* units of stock reserved for it */
    int claimed;       /* of these: units on the pick face that nobody else may take */
    int taken;         /* units that have left their place for it */
    struct line *next; /* of the order */
    struct line *next_waiting, *previous_waiting; /* for the same SKU */
    struct order *order;
};

/* Units that a line still lacks. */
static inline int line_missing(const struct line *line) {
    return line->units - line->reserved - line->taken;
}

/* Lines that wait for units of one SKU, first come first served. */
struct line_queue {
    struct line *first, *last;
};
static inline void line_queue_join(struct line_queue *queue, struct line *line) {
    line->next_waiting = NULL;
    line->previous_waiting = queue->last;
    *(queue->last ? &queue->last->next_waiting : &queue->first) = line;
    queue->last = line;
}
static inline void line_queue_leave(struct line_queue *queue, struct line *line) {
    *(line->previous_waiting ? &line->previous_waiting->next_waiting : &queue->first) = line->next_waiting;
    *(line->next_waiting ? &line->next_waiting->previous_waiting : &queue->last) = line->previous_waiting;
    line->next_waiting = line->previous_waiting = NULL;
}

enum { NO_CARRIER = -1 };
#define NEVER INT64_MAX

struct order {
    struct entity entity;
    struct task task;
    uint64_t key; /* of its source and sequence: starts its keyed streams */
    usec created, due, next_departure;
    int channel, merchant, service, carrier;
    int priority;
    int line_count, lines_missing;
    int64_t unit_count;
    int attempt;  /* of picking and packing, counted from 0 */
    bool picked;  /* to its last unit, at least once */
    bool partial; /* a pick fell short: only reserved units are still to be picked */
    bool planned; /* its wave is being replenished for */
    int missed;   /* departures after the promised one that left without it */
    int promised; /* number of the promised departure of its lane */
    int64_t wave;
    int64_t urgency; /* of its tasks; set by release, lower is more urgent */
    struct line *lines;
    struct account account;
    struct part *parts; /* while it is picked: of them, the one that finishes last speaks for the order */
    bool cancel_wanted;
    sim_event_id cancel_event;
    /* Set by the stage in which the order waits: takes it out; NULL while it cannot be cancelled. */
    void (*withdraw)(void *stage, struct order *order);
    void *stage;
    /* A place that it keeps until the next stage begins to work on it, or it leaves; NULL = none. */
    void (*vacate)(void *place);
    void *place;
    struct order *next_open, *previous_open;
};

/* Units of a line that the next tour picks: all of them, or after a short pick what has come since. */
static inline int order_to_pick(const struct order *order, const struct line *line) {
    return order->partial ? line->reserved : line->units;
}

static inline struct order *order_of_task(struct task *task) {
    return heap_owner(task, struct order, task);
}

/* From the node of its task, in whichever heap it waits. */
static inline struct order *order_of_node(struct heap_node *node) {
    return heap_owner(node, struct order, task.waiting);
}

static inline void order_charge(struct order *order, usec now, enum cause next) {
    account_charge(&order->account, now, next);
}
static inline void order_charge_wait(struct order *order, usec now) {
    account_charge_wait(&order->account, &order->task, now);
}

/* What is more urgent comes first: a higher priority class, then an earlier due time. An order without a due
 * time ages: it counts as due a day after its creation. */
static inline int64_t order_urgency_at(const struct order *order, usec time) {
    const int64_t class_width = INT64_C(1) << 52;
    return time - order->priority * class_width;
}
static inline int64_t order_urgency(const struct order *order) {
    const int64_t day = (int64_t)SECONDS_A_DAY * USEC_A_SECOND;
    return order_urgency_at(order, order->due == NEVER ? order->created + day : order->due);
}

/* A way into a stage. */
struct order_door {
    void (*accept)(void *stage, struct order *order);
    void *stage;
};
static inline void door_pass(struct order_door door, struct order *order) {
    door.accept(door.stage, order);
}

/* Skills of people, in the order of the names. */
enum skill {
    SKILL_UNLOAD,
    SKILL_RECEIVE,
    SKILL_PUTAWAY,
    SKILL_REPLENISH,
    SKILL_PICK,
    SKILL_PUT,
    SKILL_PACK,
    SKILL_LOAD,
    SKILL_COUNT,
    SKILLS
};
extern const char *const skill_names[];

#endif
