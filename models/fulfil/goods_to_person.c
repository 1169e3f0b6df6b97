/* SPDX-License-Identifier: MIT */
/* goods_to_person.c - orders wait for room at a port, ports for pods, and a person at the port takes the
 * units that the port's orders want from the pod in front.
 *
 * A port works on several orders at a time, each in a bin of its own. A pod that is on its way, in the queue
 * or in front serves lines of new orders too. What a pod holds never runs out. With robots enough, a port
 * picks one unit every `item_s`: tests/theory/test_goods_to_person.c. */
#include "models/fulfil/goods_to_person_int.h"

#include "models/orders.h"
#include "sim/base/arena.h"
#include "sim/results/recording.h"

/* What the user can set */

static const char *const returns[] = {"nearest", "own", "random", "by_turnover", NULL};

static const struct field robots_fields[] = {
    {FIELD(struct robots_config, number), .min = 1, .max = 10000, .preset = 10, .doc = "Robots."},
    {FIELD(struct robots_config, m_per_s), .min = 0.01, .max = 20, .preset = 1.5, .unit = "m/s",
     .doc = "Top speed (RAWSim-O)."},
    {FIELD(struct robots_config, acceleration_m_per_s2), .min = 0, .max = 20, .preset = 0.5, .unit = "m/s2",
     .doc = "Acceleration and deceleration (RAWSim-O: 0.5 to 1); 0 = top speed is there at once."},
    {FIELD(struct robots_config, full_turn_s), .min = 0, .max = 3600, .preset = 2.5, .unit = "s",
     .doc = "Time of a full turn on the spot; a corner takes a quarter of it (RAWSim-O)."},
    {FIELD(struct robots_config, lift_s), .min = 0, .max = 3600, .preset = 3, .unit = "s",
     .doc = "Time to lift a pod or to set it down (RAWSim-O: 2.2 to 3)."},
    {0},
};
static const struct field pods_fields[] = {
    {FIELD(struct pods_config, number), .min = 1, .max = 200000, .preset = 200, .doc = "Pods."},
    {FIELD(struct pods_config, skus_per_pod), .min = 1, .max = 10000, .preset = 20,
     .doc = "SKUs that a pod has room for; SKUs in demand lie in several pods."},
    {FIELD(struct pods_config, blocks_along), .min = 1, .max = 1000, .preset = 8,
     .doc = "Blocks of pod places one after the other, away from the ports."},
    {FIELD(struct pods_config, blocks_across), .min = 1, .max = 1000, .preset = 4,
     .doc = "Blocks of pod places side by side; each is two places deep."},
    {FIELD(struct pods_config, block_length), .min = 1, .max = 1000, .preset = 4,
     .doc = "Pod places along a block."},
    {FIELD(struct pods_config, place_m), .min = 0.1, .max = 20, .preset = 1, .unit = "m",
     .doc = "Side of a pod place, and width of a street."},
    {FIELD(struct pods_config, hall_m), .min = 0, .max = 1000, .preset = 6, .unit = "m",
     .doc = "From the pod field to the ports, with the pods' queues."},
    {ENUM(struct pods_config, back, returns), .preset = BACK_NEAREST,
     .doc =
         "Where a pod goes after picking: the free place nearest to the port, its own, any free one, or one "
         "as near as its SKUs are in demand."},
    {0},
};
static const struct field ports_fields[] = {
    {FIELD(struct ports_config, number), .min = 1, .max = 1000, .preset = 2, .doc = "Ports."},
    {FIELD(struct ports_config, item_s), .min = 0, .max = 86400, .preset_json = "10", .unit = "s",
     .doc = "Time of a person at the port for each unit (RAWSim-O: 3 to 10)."},
    {FIELD(struct ports_config, change_s), .min = 0, .max = 3600, .preset = 0, .unit = "s",
     .doc = "From one pod's end until the next in the queue stands in front."},
    {FIELD(struct ports_config, orders), .min = 1, .max = 10000, .preset = 12,
     .doc = "Orders that a port works on at a time."},
    {FIELD(struct ports_config, pods), .min = 1, .max = 1000, .preset = 4,
     .doc = "Pods at a port and on their way to it, at most."},
    {FIELD(struct ports_config, look_ahead), .min = 1, .max = 100, .preset = 1,
     .doc = "Of so many most urgent orders a port takes the one that pods on their way serve best."},
    {FIELD(struct ports_config, staffed), .preset = 1,
     .doc = "Whether ports need people where the scenario has teams."},
    {0},
};
const struct field goods_to_person_fields[] = {
    {OBJECT(struct goods_to_person_config, robots, robots_fields), .doc = "Robots that carry pods."},
    {OBJECT(struct goods_to_person_config, pods, pods_fields), .doc = "Pods and where they stand."},
    {OBJECT(struct goods_to_person_config, ports, ports_fields), .doc = "Ports, where people pick."},
    {0},
};

/* What it measures, beside the need of the ports */

enum {
    M_WAIT,
    M_QUEUE,
    M_POD_QUEUE,
    M_VISITS,
    M_ITEMS,
    M_ITEMS_HOUR,
    M_VISITS_HOUR,
    M_ITEMS_VISIT,
    M_IDLE,
    M_TRAVELLING,
    M_LIFTING,
    M_AT_PORTS,
    M_UTILISATION,
    M_TRAVEL_SHARE,
    M_LIFT_SHARE,
    M_PORT_SHARE
};
const struct metric goods_to_person_metrics[] = {
    [M_WAIT] = {"ports.wait_s", METRIC_TALLY, "s", "Wait of an order until a port takes it.",
                .better = LOWER_IS_BETTER},
    [M_QUEUE] = {"ports.queue", METRIC_LEVEL, "orders", "Orders that no port has taken yet.", .series = true,
                 .better = LOWER_IS_BETTER},
    [M_POD_QUEUE] = {"ports.pod_queue", METRIC_LEVEL, "pods", "Pods that wait behind another one at a port.",
                     .series = true, .better = LOWER_IS_BETTER},
    [M_VISITS] = {"ports.visits", METRIC_COUNT, "pods", "Visits of pods at ports.", .series = true},
    [M_ITEMS] = {"ports.items", METRIC_COUNT, "items", "Units picked at ports.", .series = true},
    [M_ITEMS_HOUR] = {"ports.items_per_hour", METRIC_VALUE, "items/h", "Units picked over port-hours."},
    [M_VISITS_HOUR] = {"ports.visits_per_hour", METRIC_VALUE, "pods/h", "Visits of pods over port-hours."},
    [M_ITEMS_VISIT] = {"ports.items_per_visit", METRIC_RATIO, "items", "Units picked over visits of pods."},
    [M_IDLE] = {"ports.idle_share", METRIC_VALUE, "share", "Port-hours in which nobody picks over all."},
    [M_TRAVELLING] = {"robots.travelling", METRIC_LEVEL, "robots", "Robots that drive.", .series = true},
    [M_LIFTING] = {"robots.lifting", METRIC_LEVEL, "robots", "Robots that lift a pod or set it down.",
                   .series = true},
    [M_AT_PORTS] = {"robots.at_ports", METRIC_LEVEL, "robots",
                    "Robots with a pod at a port, in its queue too.", .series = true},
    [M_UTILISATION] = {"robots.utilisation", METRIC_VALUE, "share",
                       "Robot-hours with something to do; travel, lift and port share add up to it."},
    [M_TRAVEL_SHARE] = {"robots.travel_share", METRIC_VALUE, "share", "Robot-hours on the way over all."},
    [M_LIFT_SHARE] = {"robots.lift_share", METRIC_VALUE, "share", "Robot-hours lifting over all."},
    [M_PORT_SHARE] = {"robots.port_share", METRIC_VALUE, "share", "Robot-hours at ports over all."},
    {0},
};

/* Orders wait for a port */

static void withdraw(void *self, struct order *order) {
    (void)order;
    struct order_picks *picks = self;
    struct goods_to_person *stage = picks->stage;
    heap_withdraw(&stage->waiting, &picks->waiting);
    queue_leave(&stage->queue, picks->accepted, sim_now(stage->sim));
    by_line_close(&stage->by_line, picks);
}

/* The pod on its way to the port, or in front of it, that serves the line. */
static struct pod *pod_coming(struct goods_to_person *stage, const struct port *port, int sku) {
    const struct field_plan *plan = stage->plan;
    for (int k = plan->first_pod[sku]; k < plan->first_pod[sku + 1]; k++) {
        struct pod *pod = &stage->pods[plan->pods_of_sku[k]];
        if (pod->state == COMING && pod->port == port)
            return pod;
    }
    return NULL;
}

static int lines_served(struct goods_to_person *stage, const struct port *port,
                        const struct order_picks *picks) {
    int served = 0;
    for (const struct pick *pick = picks->picks; pick; pick = pick->next)
        served += pod_coming(stage, port, pick->line->sku) != NULL;
    return served;
}

/* Of the most urgent orders the one of whose lines most are served by pods that come anyway. */
static struct order_picks *choose_order(struct goods_to_person *stage, const struct port *port) {
    enum { MOST = 100 };
    struct order_picks *seen[MOST], *best = NULL;
    uint64_t numbers[MOST];
    int count = 0, best_served = -1;
    while (count < stage->config->ports.look_ahead && stage->waiting.live) {
        struct heap_node *node = heap_first(&stage->waiting);
        numbers[count] = node->number;
        heap_pop(&stage->waiting);
        seen[count] = heap_owner(node, struct order_picks, waiting);
        int served = lines_served(stage, port, seen[count]);
        if (served > best_served) {
            best_served = served;
            best = seen[count];
        }
        count++;
    }
    for (int i = 0; i < count; i++)
        if (seen[i] != best)
            heap_push(&stage->waiting, &seen[i]->waiting, seen[i]->order->urgency, numbers[i]);
    return best;
}

static void take_order(struct goods_to_person *stage, struct port *port, struct order_picks *picks) {
    usec now = sim_now(stage->sim);
    orders_wait(stage->by_line.orders, picks->order, NULL, NULL);
    order_charge(picks->order, now, CAUSE_EQUIPMENT);
    queue_leave(&stage->queue, picks->accepted, now);
    tally_add(stage->wait, sim_seconds(now - picks->accepted));
    port->orders++;
    for (struct pick *pick = picks->picks; pick; pick = pick->next) {
        struct pod *pod = pod_coming(stage, port, pick->line->sku);
        pick_list_add(pod ? &pod->picks : &port->open, pick);
    }
}

static struct port *port_with_room(struct goods_to_person *stage) {
    struct port *best = NULL;
    for (int i = 0; i < stage->plan->port_count; i++) {
        struct port *port = &stage->ports[i];
        if (port->orders < stage->config->ports.orders && (!best || port->orders < best->orders))
            best = port;
    }
    return best;
}

static void give_orders(struct goods_to_person *stage) {
    struct port *port;
    while (stage->waiting.live && (port = port_with_room(stage)))
        take_order(stage, port, choose_order(stage, port));
    send_robots(stage);
}

static void accept(void *self, struct order *order) {
    struct goods_to_person *stage = self;
    struct order_picks *picks = by_line_open(&stage->by_line, order, stage);
    heap_push(&stage->waiting, &picks->waiting, order->urgency, sim_next_number(stage->sim));
    queue_enter(&stage->queue, picks->accepted);
    if (!orders_wait(stage->by_line.orders, order, withdraw, picks))
        give_orders(stage);
}

/* At the port */

static void serve(struct goods_to_person *stage, struct port *port) {
    struct pod *pod = port->first;
    port->first = pod->next_in_queue;
    if (!port->first)
        port->last = NULL;
    port->serving = pod;
    queue_leave(&stage->pod_queue, pod->passage.arrived, sim_now(stage->sim));
    task_ask(&pod->task, stage->need, pick_list_urgency(&pod->picks));
}

void pod_came(struct goods_to_person *stage, struct pod *pod) {
    struct port *port = pod->port;
    pod->next_in_queue = NULL;
    *(port->last ? &port->last->next_in_queue : &port->first) = pod;
    port->last = pod;
    queue_enter(&stage->pod_queue, pod->passage.arrived);
    if (!port->serving && !port->changing)
        serve(stage, port);
}

static void on_moved_up(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct port *port = subject;
    port->changing = false;
    serve(self, port);
}

static double pick_from_pod(void *self, struct task *task) {
    struct goods_to_person *stage = self;
    struct pod *pod = heap_owner(task, struct pod, task);
    double seconds = 0.0;
    pod->state = BEING_PICKED;
    for (const struct pick *pick = pod->picks.first; pick; pick = pick->next_together) {
        seconds += by_line_work_s(&stage->by_line, pick, &stage->config->ports.item_s);
        pod->items += pick->line->units;
    }
    return seconds;
}

static void let_pod_go(struct goods_to_person *stage, struct port *port, struct pod *pod) {
    counter_add(stage->visits, 1);
    ratio_add(stage->items_visit, (double)pod->items, 1.0);
    port->serving = NULL;
    take_back(stage, pod);
    if (!port->first)
        return;
    port->changing = true;
    sim_after(stage->sim, stage->config->ports.change_s, on_moved_up, stage, port);
}

/* Finished orders make room for new ones, which the pod in front may serve as well, and lines that came while
 * somebody picked from it. */
static void picked_from_pod(void *self, struct task *task) {
    struct goods_to_person *stage = self;
    struct pod *pod = heap_owner(task, struct pod, task);
    struct port *port = pod->port;
    while (pod->picks.first) {
        struct pick *pick = pod->picks.first;
        counter_add(stage->items, pick->line->units);
        pick_list_remove(&pod->picks, pick);
        if (by_line_picked(&stage->by_line, pick, &pod->passage, task))
            port->orders--;
    }
    pod->state = COMING;
    take_open_picks(stage, pod);
    give_orders(stage);
    if (pod->picks.first)
        task_ask(&pod->task, stage->need, pick_list_urgency(&pod->picks));
    else {
        let_pod_go(stage, port, pod);
        send_robots(stage);
    }
}

/* The end */

static wide open_waits(struct goods_to_person *stage, usec end) {
    wide open = 0;
    for (int i = 0; i < stage->waiting.count; i++) {
        const struct heap_entry *entry = &stage->waiting.entries[i];
        if (heap_holds(entry))
            open += queue_stay(&stage->queue, heap_owner(entry->node, struct order_picks, waiting)->accepted,
                               end);
    }
    return open;
}

static wide open_pod_waits(struct goods_to_person *stage, usec end) {
    wide open = 0;
    for (int i = 0; i < stage->plan->port_count; i++)
        for (const struct pod *pod = stage->ports[i].first; pod; pod = pod->next_in_queue)
            open += queue_stay(&stage->pod_queue, pod->passage.arrived, end);
    return open;
}

static void on_goods_to_person_finish(void *self, usec end) {
    struct goods_to_person *stage = self;
    double window_us = (double)(end - results_start(sim_results(stage->sim)));
    double robots_us = window_us * stage->config->robots.number,
           ports_us = window_us * stage->config->ports.number;
    double ports_h = ports_us / USEC_A_SECOND / SECONDS_AN_HOUR;
    *stage->travel_share = (double)level_integral(stage->travelling, end) / robots_us;
    *stage->lift_share = (double)level_integral(stage->lifting, end) / robots_us;
    *stage->port_share = (double)level_integral(stage->at_ports, end) / robots_us;
    *stage->utilisation = *stage->travel_share + *stage->lift_share + *stage->port_share;
    *stage->items_hour = (double)counter_value(stage->items) / ports_h;
    *stage->visits_hour = (double)counter_value(stage->visits) / ports_h;
    *stage->idle_share = 1.0 - (double)pool_busy_us(stage->at_work, end) / ports_us;
    queue_close(&stage->queue, "ports", open_waits(stage, end), end);
    queue_close(&stage->pod_queue, "ports: pods", open_pod_waits(stage, end), end);
    results_claim(sim_results(stage->sim), *stage->utilisation <= 1.0 + 1e-9, "robots: utilisation is %.9f",
                  *stage->utilisation);
    heap_free(&stage->waiting);
}

/* It starts */

static void create_metrics(struct goods_to_person *stage) {
    struct results *results = sim_results(stage->sim);
    const struct metric *m = goods_to_person_metrics;
    const struct of all = {0};
    stage->wait = results_tally(results, &m[M_WAIT], all);
    queue_create(&stage->queue, results, &m[M_QUEUE], all);
    queue_create(&stage->pod_queue, results, &m[M_POD_QUEUE], all);
    stage->visits = results_counter(results, &m[M_VISITS], all);
    stage->items = results_counter(results, &m[M_ITEMS], all);
    stage->items_hour = results_value(results, &m[M_ITEMS_HOUR], all);
    stage->visits_hour = results_value(results, &m[M_VISITS_HOUR], all);
    stage->items_visit = results_ratio(results, &m[M_ITEMS_VISIT], all, false);
    stage->idle_share = results_value(results, &m[M_IDLE], all);
    stage->travelling = results_level(results, &m[M_TRAVELLING], all);
    stage->lifting = results_level(results, &m[M_LIFTING], all);
    stage->at_ports = results_level(results, &m[M_AT_PORTS], all);
    stage->utilisation = results_value(results, &m[M_UTILISATION], all);
    stage->travel_share = results_value(results, &m[M_TRAVEL_SHARE], all);
    stage->lift_share = results_value(results, &m[M_LIFT_SHARE], all);
    stage->port_share = results_value(results, &m[M_PORT_SHARE], all);
}

/* Pods stand on random places at first, robots beneath the first of them. */
static void fill_field(struct goods_to_person *stage) {
    const struct field_plan *plan = stage->plan;
    struct arena *arena = sim_arena(stage->sim);
    int pods = stage->config->pods.number;
    stage->pods = arena_array(arena, struct pod, pods);
    stage->robots = arena_array(arena, struct robot, stage->config->robots.number);
    stage->ports = arena_array(arena, struct port, plan->port_count);
    stage->place_taken = arena_array(arena, bool, plan->place_count);
    int *places = arena_array(arena, int, plan->place_count);
    struct stream stream = sim_stream(stage->sim, "pods/places");
    for (int i = 0; i < plan->place_count; i++) {
        int j = (int)stream_below(&stream, (uint32_t)i + 1);
        places[i] = places[j];
        places[j] = i;
    }
    for (int i = 0; i < pods; i++) {
        stage->pods[i] = (struct pod){.number = i, .place = places[i], .home = places[i]};
        stage->pods[i].task.entity.number = (uint64_t)i + 1;
        stage->place_taken[places[i]] = true;
    }
    for (int i = 0; i < stage->config->robots.number; i++)
        stage->robots[i] = (struct robot){.entity = {(uint64_t)i + 1}, .place = places[i]};
    for (int i = 0; i < plan->port_count; i++)
        stage->ports[i] = (struct port){.entity = {(uint64_t)i + 1}, .number = i};
    stage->idle_robots = stage->config->robots.number;
}

struct goods_to_person *goods_to_person_create(const struct field_plan *plan, double drawn_at_x_m,
                                               struct dispatcher *people, struct sim *sim,
                                               struct orders *orders) {
    struct goods_to_person *stage = sim_alloc(sim, sizeof *stage);
    const struct goods_to_person_config *config = plan->config;
    *stage = (struct goods_to_person){.sim = sim,
                                      .plan = plan,
                                      .config = config,
                                      .drawn_at_x_m = drawn_at_x_m,
                                      .key = sim_stream_key(sim, "pods/returns")};
    by_line_init(&stage->by_line, sim, orders, "goods_to_person");
    create_metrics(stage);
    stage->machines = pool_create(people, "robots", config->robots.number);
    stage->at_work = pool_create(people, "ports", config->ports.number);
    stage->need =
        need_create(people, &(struct need_settings){.stage = "picking",
                                                    .unit = "pods",
                                                    .skill = config->ports.staffed ? SKILL_PICK : NO_SKILL,
                                                    .pools = {stage->at_work},
                                                    .self = stage,
                                                    .work = pick_from_pod,
                                                    .done = picked_from_pod});
    fill_field(stage);
    if (results_recording(sim_results(sim)))
        field_record(plan, drawn_at_x_m, results_recording(sim_results(sim)));
    results_at_finish(sim_results(sim), on_goods_to_person_finish, stage);
    return stage;
}

struct order_door goods_to_person_door(struct goods_to_person *stage) {
    return (struct order_door){accept, stage};
}

void goods_to_person_set_out(struct goods_to_person *stage, struct order_door out) {
    stage->by_line.out = out;
}

void goods_to_person_set_stock(struct goods_to_person *stage, struct stock *stock) {
    stage->by_line.stock = stock;
}
