/* SPDX-License-Identifier: MIT */
/* by_line.h - orders whose lines are picked one by one, where machines bring the goods: cranes, robots.
 *
 * An order is complete when its last line is picked. Its cycle time is charged along the way of that line, so
 * that causes add up. */
#ifndef MODELS_FULFIL_BY_LINE_H
#define MODELS_FULFIL_BY_LINE_H

#include "models/order.h"
#include "sim/base/slab.h"
#include "sim/engine/distribution.h"

struct orders;
struct stock;
struct order_picks;

struct pick { /* one line of an order */
    struct line *line;
    struct order_picks *of;
    struct pick *next;          /* of the order */
    struct pick *next_together; /* in the list of what brings it, or that waits for it */
    void *brings;               /* the load or pod that it waits for; NULL = none yet */
    int number;                 /* in the order */
};
struct pick_list {
    struct pick *first, *last;
    int count;
};

struct order_picks {
    struct heap_node waiting;
    struct order *order;
    void *stage;
    struct pick *picks;
    int left; /* lines not yet picked */
    usec accepted;
};

/* Shared by the stages that pick by line. */
struct by_line {
    struct sim *sim;
    struct orders *orders;
    struct stock *stock; /* NULL = none */
    struct order_door out;
    struct slab pick_slab, order_slab;
    uint64_t key;
};

/* When what brings a line did what. */
struct passage {
    usec started; /* on its way to the goods */
    usec arrived; /* at the station */
};

/* Lower is more urgent; that of the most urgent order. */
int64_t pick_list_urgency(const struct pick_list *list);
void pick_list_add(struct pick_list *list, struct pick *pick);
void pick_list_remove(struct pick_list *list, struct pick *pick);
/* Moves all of them to the end of another list. */
void pick_list_move(struct pick_list *from, struct pick_list *to);

void by_line_init(struct by_line *by_line, struct sim *sim, struct orders *orders, const char *stream);
/* The order waits for machines from now on; its picks stand in no list yet. */
struct order_picks *by_line_open(struct by_line *by_line, struct order *order, void *stage);
/* Forgets an order that was cancelled; its picks must stand in no list. */
void by_line_close(struct by_line *by_line, struct order_picks *picks);
/* A person's time for the units of a line. */
double by_line_work_s(const struct by_line *by_line, const struct pick *pick,
                      const struct distribution *item_s);
/* A line was picked by a task that ends now. True if it was the last one of its order: it is complete and
 * gone. */
bool by_line_picked(struct by_line *by_line, struct pick *pick, const struct passage *passage,
                    const struct task *task);

#endif
