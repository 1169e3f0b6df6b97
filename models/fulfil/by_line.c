/* SPDX-License-Identifier: MIT */
/* by_line.c - see by_line.h. */
#include "models/fulfil/by_line.h"

#include "models/orders.h"
#include "models/stock/stock.h"

/* Lists */

int64_t pick_list_urgency(const struct pick_list *list) {
    int64_t urgency = INT64_MAX;
    for (const struct pick *pick = list->first; pick; pick = pick->next_together)
        if (pick->of->order->urgency < urgency)
            urgency = pick->of->order->urgency;
    return urgency;
}

void pick_list_add(struct pick_list *list, struct pick *pick) {
    pick->next_together = NULL;
    *(list->last ? &list->last->next_together : &list->first) = pick;
    list->last = pick;
    list->count++;
}

void pick_list_remove(struct pick_list *list, struct pick *pick) {
    struct pick *before = NULL;
    for (struct pick *at = list->first; at != pick; at = at->next_together)
        before = at;
    *(before ? &before->next_together : &list->first) = pick->next_together;
    if (list->last == pick)
        list->last = before;
    list->count--;
}

void pick_list_move(struct pick_list *from, struct pick_list *to) {
    if (!from->first)
        return;
    *(to->last ? &to->last->next_together : &to->first) = from->first;
    to->last = from->last;
    to->count += from->count;
    *from = (struct pick_list){0};
}

/* Orders */

void by_line_init(struct by_line *by_line, struct sim *sim, struct orders *orders, const char *stream) {
    *by_line = (struct by_line){.sim = sim, .orders = orders, .key = sim_stream_key(sim, stream)};
    slab_init(&by_line->pick_slab, sim_arena(sim), sizeof(struct pick));
    slab_init(&by_line->order_slab, sim_arena(sim), sizeof(struct order_picks));
}

struct order_picks *by_line_open(struct by_line *by_line, struct order *order, void *stage) {
    struct order_picks *picks = slab_take(&by_line->order_slab);
    *picks = (struct order_picks){
        .order = order, .stage = stage, .left = order->line_count, .accepted = sim_now(by_line->sim)};
    order_charge(order, picks->accepted, CAUSE_EQUIPMENT);
    struct pick **link = &picks->picks;
    int number = 0;
    for (struct line *line = order->lines; line; line = line->next) {
        struct pick *pick = *link = slab_take(&by_line->pick_slab);
        *pick = (struct pick){.line = line, .of = picks, .number = number++};
        link = &pick->next;
    }
    return picks;
}

void by_line_close(struct by_line *by_line, struct order_picks *picks) {
    while (picks->picks) {
        struct pick *pick = picks->picks;
        picks->picks = pick->next;
        slab_give(&by_line->pick_slab, pick);
    }
    slab_give(&by_line->order_slab, picks);
}

/* Work */

double by_line_work_s(const struct by_line *by_line, const struct pick *pick,
                      const struct distribution *item_s) {
    const struct order *order = pick->of->order;
    struct stream stream = stream_keyed(by_line->key ^ stream_mix((uint64_t)pick->number + 1),
                                        order->key + (uint64_t)order->attempt);
    double seconds = 0.0;
    for (int unit = 0; unit < pick->line->units; unit++)
        seconds += distribution_draw(item_s, &stream);
    return seconds;
}

/* Charges what lies before `until` and is not charged yet. */
static void charge_until(struct order *order, usec until, enum cause cause) {
    struct account *account = &order->account;
    if (until <= account->charged_until)
        return;
    account->delay[cause] += until - account->charged_until;
    account->charged_until = until;
}

static void pass_on(struct by_line *by_line, struct order_picks *picks, const struct passage *passage,
                    const struct task *task) {
    struct order *order = picks->order;
    charge_until(order, passage->started, CAUSE_EQUIPMENT);
    charge_until(order, passage->arrived, CAUSE_TRAVELLING);
    charge_until(order, task->asked + task->waited[SHORT_OF_PLACES], CAUSE_EQUIPMENT);
    charge_until(order, task->granted, CAUSE_PEOPLE);
    charge_until(order, sim_now(by_line->sim), CAUSE_WORKING);
    order->account.cause = CAUSE_WORKING;
    by_line_close(by_line, picks);
    if (!order->picked && !stock_picked(by_line->stock, order))
        return;
    orders_lines_picked(by_line->orders, order);
    door_pass(by_line->out, order);
}

bool by_line_picked(struct by_line *by_line, struct pick *pick, const struct passage *passage,
                    const struct task *task) {
    if (--pick->of->left > 0)
        return false;
    pass_on(by_line, pick->of, passage, task);
    return true;
}
