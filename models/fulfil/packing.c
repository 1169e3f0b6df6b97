/* SPDX-License-Identifier: MIT */
/* packing.c - orders wait for a free bench, are packed, and leave for loading.
 *
 * Benches are identical; a bench works only with a person at it where the scenario has teams. With
 * exponential times this is M/M/c, which is how tests/theory/test_queues.c checks it against the Erlang C
 * formula. */
#include "models/fulfil/packing.h"

#include "models/orders.h"

/* What the user can set */

const struct field packing_fields[] = {
    {FIELD(struct packing_config, benches), .min = 1, .max = 100000, .preset = 4,
     .doc = "Packing benches open all day."},
    {FIELD(struct packing_config, pack_s), .min = 0, .max = 864000,
     .preset_json = "{\"lognormal\": {\"mean\": 130, \"cv\": 0.4}}", .unit = "s",
     .doc = "Time to pack one order, excluding waiting (25 to 30 orders an hour: fcbco.com)."},
    {FIELD(struct packing_config, per_unit_s), .min = 0, .max = 86400, .preset = 0, .unit = "s",
     .doc = "Added for each unit of the order."},
    {FIELD(struct packing_config, repick_share), .min = 0, .max = 0.99, .preset = 0,
     .doc = "Share of packed orders in which a picking mistake is found: they are picked and packed again."},
    {FIELD(struct packing_config, staffed), .preset = 1,
     .doc = "Whether benches need people where the scenario has teams."},
    {0},
};

/* What it remembers */

struct packing {
    struct sim *sim;
    const struct packing_config *config;
    struct orders *orders;
    struct need *need;
    struct order_door again, out;
    uint64_t key;
};

/* What happens */

static void withdraw(void *self, struct order *order) {
    (void)self;
    task_withdraw(&order->task);
}

static void accept(void *self, struct order *order) {
    struct packing *packing = self;
    order_charge(order, sim_now(packing->sim), CAUSE_PEOPLE);
    task_ask(&order->task, packing->need, order->urgency);
    if (task_is_waiting(&order->task))
        orders_wait(packing->orders, order, withdraw, packing);
}

static double pack(void *self, struct task *task) {
    struct packing *packing = self;
    struct order *order = order_of_task(task);
    struct stream stream = stream_keyed(packing->key, order->key + (uint64_t)order->attempt);
    order_charge_wait(order, sim_now(packing->sim));
    orders_wait(packing->orders, order, NULL, NULL);
    return distribution_draw(&packing->config->pack_s, &stream) +
           packing->config->per_unit_s * (double)order->unit_count;
}

static bool mistake_found(const struct packing *packing, const struct order *order) {
    if (packing->config->repick_share <= 0.0)
        return false;
    struct stream stream = stream_keyed(packing->key, ~(order->key + (uint64_t)order->attempt));
    return stream_uniform(&stream) < packing->config->repick_share;
}

static void packed(void *self, struct task *task) {
    struct packing *packing = self;
    struct order *order = order_of_task(task);
    if (!mistake_found(packing, order)) {
        door_pass(packing->out, order);
        return;
    }
    order->attempt++;
    door_pass(packing->again, order);
}

struct order_door packing_create(const struct packing_config *config, struct dispatcher *people,
                                 struct sim *sim, struct orders *orders, struct order_door again,
                                 struct order_door out) {
    struct packing *packing = sim_alloc(sim, sizeof *packing);
    *packing = (struct packing){.sim = sim,
                                .config = config,
                                .orders = orders,
                                .again = again,
                                .out = out,
                                .key = sim_stream_key(sim, "packing")};
    packing->need = need_create(
        people, &(struct need_settings){.stage = "packing",
                                        .unit = "orders",
                                        .skill = config->staffed ? SKILL_PACK : NO_SKILL,
                                        .pools = {pool_create(people, "packing_benches", config->benches)},
                                        .self = packing,
                                        .work = pack,
                                        .done = packed});
    return (struct order_door){accept, packing};
}
