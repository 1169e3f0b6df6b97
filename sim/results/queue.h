/* SPDX-License-Identifier: MIT */
/* queue.h - a queue whose account is kept twice, for Little's law: the integral of its level, and the sum of
 * the stays of those who were in it, both in microseconds and clipped to the measured window. They must agree
 * exactly. */
#ifndef SIM_RESULTS_QUEUE_H
#define SIM_RESULTS_QUEUE_H

#include "sim/results/results.h"

struct queue {
    struct results *results;
    struct level *level;
    wide stays; /* of those who left, since the cut */
};

/* Registers its level and its part in the cut. The queue must stay where it is. */
void queue_create(struct queue *queue, struct results *results, const struct metric *metric, struct of of);

static inline void queue_enter(struct queue *queue, usec now) {
    level_add(queue->level, now, 1);
}
/* The part of a stay that began at `entered` and lies in the window. */
static inline usec queue_stay(const struct queue *queue, usec entered, usec now) {
    usec start = results_start(queue->results);
    return now - (entered > start ? entered : start);
}
static inline void queue_leave(struct queue *queue, usec entered, usec now) {
    queue->stays += queue_stay(queue, entered, now);
    level_add(queue->level, now, -1);
}
/* At the end: `open` is the sum of queue_stay over those still in it. */
void queue_close(struct queue *queue, const char *name, wide open, usec end);

#endif
