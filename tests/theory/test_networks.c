/* SPDX-License-Identifier: MIT */
/* Networks of queues: the whole line as a Jackson network through the real stages; and on the engine's needs,
 * pools and teams what no stage holds by itself: one picker over zones (polling) and machines that break down
 * (repair). */
#include "sim/base/slab.h"
#include "sim/engine/dispatch.h"
#include "tests/theory/theory.h"

enum { SEED = 20260105, REPLICATIONS = 40 };

/* Jackson: 8 orders an hour -> picking 5 x 2/h -> packing 3 x 3.2/h -> 5 % back to picking -> loading 1 x
 * 10/h. */

static void a_whole_line_is_a_jackson_network(void) {
    enum {
        PICK_QUEUE,
        PICK_BUSY,
        PACK_QUEUE,
        PACK_BUSY,
        LOAD_QUEUE,
        LOAD_BUSY,
        OPEN,
        CYCLE,
        CREATED,
        PICK_S,
        PACK_S,
        LOAD_S,
        PICKED,
        PICKING,
        PACKING,
        LOADING,
        COLUMNS
    };
    static const char *const names[] = {"picking.queue.mean",  "picking.busy.mean",
                                        "packing.queue.mean",  "packing.busy.mean",
                                        "loading.queue.mean",  "loading.busy.mean",
                                        "orders.open.mean",    "cycle_time_s.mean",
                                        "orders.created",      "picking.work_s.mean",
                                        "packing.work_s.mean", "loading.work_s.mean",
                                        "picking.done",        NULL};
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": 1050, \"warmup_days\": 50, "
             "\"interval_min\": 100000, "
             "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 192}]}, "
             "\"picking\": {\"method\": \"single\", \"carts\": 5, \"set_up_s\": {\"exponential\": {\"mean\": "
             "1800}}, "
             "\"per_stop_s\": 0, \"per_unit_s\": 0}, "
             "\"packing\": {\"benches\": 3, \"pack_s\": {\"exponential\": {\"mean\": 1125}}, "
             "\"repick_share\": 0.05}, "
             "\"loading\": {\"stations\": 1, \"load_s\": {\"exponential\": {\"mean\": 360}}}}");
    struct sample sample = sample_create(REPLICATIONS, COLUMNS);
    run_replications(&loaded, SEED, 1, names, NULL, &sample);
    for (int r = 0; r < REPLICATIONS; r++) {
        double *row = sample_at(&sample, r, 0);
        row[PICKING] = row[PICK_QUEUE] + row[PICK_BUSY];
        row[PACKING] = row[PACK_QUEUE] + row[PACK_BUSY];
        row[LOADING] = row[LOAD_QUEUE] + row[LOAD_BUSY];
    }
    const struct control controls[] = {{CREATED, 192 * 1000}, {PICK_S, 1800}, {PACK_S, 1125}, {LOAD_S, 360}};
    CHECK_THEORY(estimate(&sample, PICKING, controls, 4), 7.613752, 0.01, "orders in picking");
    CHECK_THEORY(estimate(&sample, PACKING, controls, 4), 8.182309, 0.01, "orders in packing");
    CHECK_THEORY(estimate(&sample, LOADING, controls, 4), 4.0, 0.01, "orders in loading");
    CHECK_THEORY(estimate(&sample, OPEN, controls, 4), 19.796061, 0.01, "orders in the line");
    CHECK_THEORY(estimate(&sample, CYCLE, controls, 4), 2.474508 * 3600, 0.01, "time in the line");
    CHECK_THEORY(estimate(&sample, PICKED, controls, 1), 192 * 1000 / 0.95, 0.01,
                 "orders picked, second times included");
    sample_free(&sample);
    unload(&loaded);
}

/* A simulation with a dispatcher and results, without a warehouse. Time unit: 1,000 s, so that microseconds
 * vanish. */

enum { UNIT_S = 1000 };

struct shop {
    struct arena *arena;
    struct results *results;
    struct sim *sim;
    struct dispatcher *people;
};

static struct shop shop_open(int replication) {
    struct shop shop = {.arena = arena_create()};
    shop.results = results_create(shop.arena);
    shop.sim = sim_create(&(struct sim_settings){
        .arena = shop.arena, .results = shop.results, .seed = SEED, .replication = replication});
    shop.people = dispatcher_create(shop.sim, INFINITY);
    return shop;
}

static void on_cut(struct sim *sim, void *self, void *subject) {
    (void)self;
    (void)subject;
    results_cut(sim_results(sim), sim_now(sim));
}

static void shop_run(struct shop *shop, double warmup, double measured) {
    sim_after(shop->sim, warmup * UNIT_S, on_cut, NULL, NULL);
    CHECK_INT(sim_run(shop->sim, sim_usec((warmup + measured) * UNIT_S)), SIM_REACHED);
    results_finish(shop->results, sim_now(shop->sim));
    const char *const *texts;
    CHECK_INT(results_broken(shop->results, &texts), 0);
}

static void shop_close(struct shop *shop) {
    sim_destroy(shop->sim);
    arena_destroy(shop->arena);
}

/* Polling: one picker walks from zone to zone, .5 each way, and picks what waits there. */

enum { POLLED = 5, AWAY = -1 };
struct polling {
    struct sim *sim;
    bool gated;
    struct need *needs[POLLED];
    struct visit_of_zone {
        struct polling *polling;
        struct entity entity;
        int number;
    } zones[POLLED];
    int at, next, allowed; /* zone of the picker or AWAY; tasks still allowed there */
    struct slab tasks;
    struct stream arrivals[POLLED], work;
};

static bool picker_is_here(void *self, struct need *need) {
    (void)need;
    const struct visit_of_zone *zone = self;
    return zone->polling->at == zone->number && zone->polling->allowed > 0;
}

static void on_picker_came(struct sim *sim, void *self, void *subject);

static void leave_when_done(struct polling *polling) {
    if (polling->allowed > 0 && need_waiting(polling->needs[polling->at]) > 0)
        return;
    polling->next = (polling->at + 1) % POLLED;
    polling->at = AWAY;
    sim_after(polling->sim, 0.5 * UNIT_S, on_picker_came, polling, NULL);
}

static void on_picker_came(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)subject;
    struct polling *polling = self;
    polling->at = polling->next;
    polling->allowed = polling->gated ? need_waiting(polling->needs[polling->at]) : INT32_MAX;
    if (need_waiting(polling->needs[polling->at]) > 0)
        need_wake(polling->needs[polling->at]);
    else
        leave_when_done(polling);
}

static double poll_work(void *self, struct task *task) {
    (void)task;
    struct polling *polling = ((struct visit_of_zone *)self)->polling;
    polling->allowed--;
    return UNIT_S * stream_exponential(&polling->work);
}

static void poll_done(void *self, struct task *task) {
    struct polling *polling = ((struct visit_of_zone *)self)->polling;
    slab_give(&polling->tasks, task);
    leave_when_done(polling);
}

static void on_polled_arrival(struct sim *sim, void *self, void *subject) {
    struct visit_of_zone *zone = self;
    struct polling *polling = zone->polling;
    struct task *task = slab_take(&polling->tasks);
    task_ask(task, polling->needs[zone->number], 0);
    sim_after(sim, UNIT_S * stream_exponential(&polling->arrivals[zone->number]) / 0.1, on_polled_arrival,
              zone, subject);
}

static double polling_wait(int replication, bool gated, double measured) {
    static const char *const names[POLLED] = {"zone1", "zone2", "zone3", "zone4", "zone5"};
    static const char *const waits[POLLED] = {"zone1.wait_s.mean", "zone2.wait_s.mean", "zone3.wait_s.mean",
                                              "zone4.wait_s.mean", "zone5.wait_s.mean"};
    struct shop shop = shop_open(replication);
    struct polling polling = {.sim = shop.sim, .gated = gated, .at = AWAY};
    const int skills[POLLED] = {0, 1, 2, 3, 4};
    struct team *team = team_create(shop.people, "picker", skills, POLLED);
    polling.work = sim_stream(shop.sim, "work");
    slab_init(&polling.tasks, shop.arena, sizeof(struct task));
    for (int z = 0; z < POLLED; z++) {
        polling.zones[z] = (struct visit_of_zone){&polling, {(uint64_t)z + 1}, z};
        polling.arrivals[z] = sim_stream(shop.sim, names[z]);
        polling.needs[z] = need_create(shop.people, &(struct need_settings){.stage = names[z],
                                                                            .skill = z,
                                                                            .self = &polling.zones[z],
                                                                            .work = poll_work,
                                                                            .done = poll_done,
                                                                            .ready = picker_is_here});
        sim_after(shop.sim, UNIT_S * stream_exponential(&polling.arrivals[z]) / 0.1, on_polled_arrival,
                  &polling.zones[z], &polling.zones[z].entity);
    }
    worker_arrive(team_worker(team, 0), INT64_MAX / 2);
    on_picker_came(shop.sim, &polling, NULL);
    shop_run(&shop, 0.02 * measured, measured);
    double sum = 0.0;
    for (int z = 0; z < POLLED; z++)
        sum += number_of(shop.results, waits[z]) / POLLED;
    shop_close(&shop);
    return sum / UNIT_S;
}

/* Pseudo-conservation law with equal queues: exhaustive 3.25, gated 3.75 (Takagi 1986, Analysis of Polling
 * Systems). */
static void one_picker_over_zones_waits_as_in_polling(void) {
    struct sample sample = sample_create(REPLICATIONS, 2);
    for (int r = 0; r < REPLICATIONS; r++)
        for (int gated = 0; gated < 2; gated++)
            *sample_at(&sample, r, gated) = polling_wait(r + 1, gated, 30000);
    CHECK_THEORY(estimate(&sample, 0, NULL, 0), 3.25, 0.01, "exhaustive service");
    CHECK_THEORY(estimate(&sample, 1, NULL, 0), 3.75, 0.01, "gated service");
    sample_free(&sample);
}

/* Machine repair: N machines fail at rate .1 each, R mechanics repair at rate 1. */

struct machines {
    struct sim *sim;
    struct need *need;
    struct stream failures, repairs;
    struct task tasks[10];
};

static double repair(void *self, struct task *task) {
    (void)task;
    return UNIT_S * stream_exponential(&((struct machines *)self)->repairs);
}

static void on_breakdown(struct sim *sim, void *self, void *subject) {
    (void)sim;
    task_ask(subject, ((struct machines *)self)->need, 0);
}

static void repaired(void *self, struct task *task) {
    struct machines *machines = self;
    sim_after(machines->sim, UNIT_S * stream_exponential(&machines->failures) / 0.1, on_breakdown, machines,
              task);
}

static double machines_down(int replication, int count, int mechanics, double measured) {
    struct shop shop = shop_open(replication);
    struct machines *machines = sim_alloc(shop.sim, sizeof *machines);
    machines->sim = shop.sim;
    machines->failures = sim_stream(shop.sim, "failures");
    machines->repairs = sim_stream(shop.sim, "repairs");
    machines->need = need_create(
        shop.people, &(struct need_settings){.stage = "repair",
                                             .skill = NO_SKILL,
                                             .pools = {pool_create(shop.people, "mechanics", mechanics)},
                                             .self = machines,
                                             .work = repair,
                                             .done = repaired});
    for (int i = 0; i < count; i++) {
        machines->tasks[i].entity.number = (uint64_t)i + 1;
        repaired(machines, &machines->tasks[i]);
    }
    shop_run(&shop, 0.02 * measured, measured);
    double down = number_of(shop.results, "repair.queue.mean") + number_of(shop.results, "repair.busy.mean");
    shop_close(&shop);
    return down;
}

static void machines_are_down_as_in_the_repair_model(void) {
    struct sample sample = sample_create(REPLICATIONS, 2);
    for (int r = 0; r < REPLICATIONS; r++) {
        *sample_at(&sample, r, 0) = machines_down(r + 1, 5, 1, 20000);
        *sample_at(&sample, r, 1) = machines_down(r + 1, 10, 2, 12000);
    }
    CHECK_THEORY(estimate(&sample, 0, NULL, 0), 0.639522, 0.01, "5 machines, 1 mechanic");
    CHECK_THEORY(estimate(&sample, 1, NULL, 0), 1.038638, 0.01, "10 machines, 2 mechanics");
    sample_free(&sample);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(a_whole_line_is_a_jackson_network)},
                                            {TEST(one_picker_over_zones_waits_as_in_polling)},
                                            {TEST(machines_are_down_as_in_the_repair_model)},
                                            {0}});
}
