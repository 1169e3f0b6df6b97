/* SPDX-License-Identifier: MIT */
/* loading.c - packed parcels are brought to their lane and loaded; a trailer is sealed some time before it
 * leaves.
 *
 * Sealing early is modelled from the parcel's side: what is loaded later than seal_min before a departure
 * rides the next one, which is the same as reaching the lane seal_min later. */
#include "models/orders.h"
#include "models/outbound/carriers.h"

const struct field loading_fields[] = {
    {FIELD(struct loading_config, load_s), .min = 0, .max = 864000, .preset_json = "10", .unit = "s",
     .doc = "Time to load one parcel."},
    {FIELD(struct loading_config, stations), .min = 0, .max = 100000, .preset = 0,
     .doc = "Places where parcels are loaded; 0 = no limit."},
    {FIELD(struct loading_config, seal_min), .min = 0, .max = 1440, .preset = 0, .unit = "min",
     .doc = "Loading ends so long before a departure leaves."},
    {FIELD(struct loading_config, staffed), .preset = 1,
     .doc = "Whether loading needs people where the scenario has teams."},
    {0},
};

struct loading {
    struct sim *sim;
    const struct loading_config *config;
    struct need *need;
    struct order_door out;
    uint64_t key;
};

static void accept(void *self, struct order *order) {
    struct loading *loading = self;
    order_charge(order, sim_now(loading->sim), CAUSE_PEOPLE);
    task_ask(&order->task, loading->need, order->urgency);
}

static double load(void *self, struct task *task) {
    struct loading *loading = self;
    struct order *order = order_of_task(task);
    struct stream stream = stream_keyed(loading->key, order->key);
    order_charge_wait(order, sim_now(loading->sim));
    return distribution_draw(&loading->config->load_s, &stream);
}

static void on_sealed(struct sim *sim, void *self, void *subject) {
    (void)sim;
    door_pass(((struct loading *)self)->out, subject);
}

static void loaded(void *self, struct task *task) {
    struct loading *loading = self;
    struct order *order = order_of_task(task);
    if (loading->config->seal_min <= 0.0) {
        door_pass(loading->out, order);
        return;
    }
    order_charge(order, sim_now(loading->sim), CAUSE_DEPARTURE);
    sim_after(loading->sim, loading->config->seal_min * 60.0, on_sealed, loading, order);
}

struct order_door loading_create(const struct loading_config *config, struct dispatcher *people,
                                 struct sim *sim, struct order_door out) {
    struct loading *loading = sim_alloc(sim, sizeof *loading);
    *loading =
        (struct loading){.sim = sim, .config = config, .out = out, .key = sim_stream_key(sim, "loading")};
    loading->need = need_create(
        people,
        &(struct need_settings){
            .stage = "loading",
            .unit = "orders",
            .skill = config->staffed ? SKILL_LOAD : NO_SKILL,
            .pools = {config->stations ? pool_create(people, "loading_stations", config->stations) : NULL},
            .self = loading,
            .work = load,
            .done = loaded});
    return (struct order_door){accept, loading};
}
