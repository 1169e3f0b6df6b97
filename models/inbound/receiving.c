/* SPDX-License-Identifier: MIT */
/* receiving.c - cartons are counted, checked and labelled, then wait for putaway.
 *
 * With exponential times and trucks of many cartons at one station this is M^X/M/1
 * (tests/theory/test_queues.c). */
#include "models/inbound/inbound.h"

struct receiving {
    struct sim *sim;
    const struct inbound_config *config;
    struct need *need;
    struct carton_door out;
    uint64_t key;
};

static void accept(void *self, struct carton *carton) {
    struct receiving *receiving = self;
    task_ask(&carton->task, receiving->need, carton->arrived);
}

static double receive(void *self, struct task *task) {
    struct receiving *receiving = self;
    const struct carton *carton = heap_owner(task, struct carton, task);
    struct stream stream = stream_keyed(receiving->key, carton->key);
    return distribution_draw(&receiving->config->receive_carton_s, &stream) +
           receiving->config->receive_per_unit_s * carton->units;
}

static void received(void *self, struct task *task) {
    struct receiving *receiving = self;
    receiving->out.accept(receiving->out.stage, heap_owner(task, struct carton, task));
}

struct carton_door receiving_create(const struct inbound_config *config, struct dispatcher *people,
                                    struct sim *sim, struct carton_door out) {
    struct receiving *receiving = sim_alloc(sim, sizeof *receiving);
    *receiving =
        (struct receiving){.sim = sim, .config = config, .out = out, .key = sim_stream_key(sim, "receiving")};
    struct pool *stations = config->receiving_stations
                                ? pool_create(people, "receiving_stations", config->receiving_stations)
                                : NULL;
    receiving->need = need_create(
        people, &(struct need_settings){.stage = "receiving",
                                        .unit = "cartons",
                                        .skill = config->receive_staffed ? SKILL_RECEIVE : NO_SKILL,
                                        .pools = {stations},
                                        .self = receiving,
                                        .work = receive,
                                        .done = received});
    return (struct carton_door){accept, receiving};
}
