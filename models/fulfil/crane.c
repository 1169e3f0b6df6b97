/* SPDX-License-Identifier: MIT */
/* crane.c - a line of an order calls the load that holds its SKU; the crane of its aisle brings it to the
 * entrance, a conveyor to a pick station, a person takes what the orders want, and the load goes back.
 *
 * A crane does one command after the other: it fetches a load, puts one away, or, in dual cycles, puts one
 * away on its way to fetch another (Bozer and White 1984, IIE Transactions 16(4)). A load that is called
 * while it is on its way serves that line too; one that is being picked from comes again. What the load holds
 * never runs out: an emptied tote leaves at the station and a full one goes back in its place. With round
 * trips of loads that do not return, a crane is an M/G/1 queue: tests/theory/test_cranes.c. */
#include "models/fulfil/crane_int.h"
#include "models/orders.h"
#include "sim/base/arena.h"

/* What the user can set */

static const char *const cycles[] = {"single", "dual", NULL};
static const char *const dwells[] = {"entrance", "stay", NULL};
static const char *const nexts[] = {"urgency", "first_come", NULL};

const struct field cranes_fields[] = {
    {OBJECT(struct cranes_config, rack, crane_rack_fields), .doc = "The racks and what lies in them."},
    {FIELD(struct cranes_config, along_m_per_s), .min = 0.01, .max = 20, .preset = 3, .unit = "m/s",
     .doc = "Speed of a crane along the aisle."},
    {FIELD(struct cranes_config, along_m_per_s2), .min = 0, .max = 20, .preset = 0, .unit = "m/s2",
     .doc = "Acceleration along the aisle; 0 = the speed is there at once."},
    {FIELD(struct cranes_config, up_m_per_s), .min = 0.01, .max = 20, .preset = 1, .unit = "m/s",
     .doc = "Speed of a crane up and down, at the same time as along."},
    {FIELD(struct cranes_config, up_m_per_s2), .min = 0, .max = 20, .preset = 0, .unit = "m/s2",
     .doc = "Acceleration up and down; 0 = the speed is there at once."},
    {FIELD(struct cranes_config, handle_s), .min = 0, .max = 3600, .preset = 5, .unit = "s",
     .doc = "Time to pick a load up or to set it down."},
    {ENUM(struct cranes_config, cycle, cycles), .preset = DUAL_CYCLE,
     .doc = "Whether a crane puts a waiting load away on its way to the one it fetches (dual) or not."},
    {ENUM(struct cranes_config, dwell, dwells), .preset = DWELL_ENTRANCE,
     .doc = "Where a crane goes after it put a load away: back to the entrance, or nowhere."},
    {ENUM(struct cranes_config, next, nexts), .preset = NEXT_URGENT,
     .doc = "Which load a crane fetches next: that of the most urgent order, or the one called first."},
    {FIELD(struct cranes_config, conveyor_s), .min = 0, .max = 86400, .preset = 30, .unit = "s",
     .doc = "From the entrance of an aisle to a pick station, and back again."},
    {FIELD(struct cranes_config, stations), .min = 1, .max = 10000, .preset = 2,
     .doc = "Pick stations; a load from any aisle goes to any of them."},
    {FIELD(struct cranes_config, loads_per_station), .min = 1, .max = 10000, .preset = 8,
     .doc =
         "Loads at a pick station and on their way to it, at most; counted over all stations. Cranes wait."},
    {FIELD(struct cranes_config, item_s), .min = 0, .max = 86400, .preset_json = "10", .unit = "s",
     .doc = "Time of a person at the station for each unit."},
    {FIELD(struct cranes_config, loads_return), .preset = 1,
     .doc = "Whether a load goes back after picking; else it is shipped whole, and another one is in the "
            "rack without work for the crane."},
    {FIELD(struct cranes_config, staffed), .preset = 1,
     .doc = "Whether stations need people where the scenario has teams."},
    {0},
};

struct crane_rack *cranes_plan(struct arena *arena, const struct cranes_config *config,
                               const struct catalogue *catalogue, struct problems *problems) {
    return crane_rack_create(arena, &config->rack,
                             (struct motion){config->along_m_per_s, config->along_m_per_s2},
                             (struct motion){config->up_m_per_s, config->up_m_per_s2}, catalogue, problems);
}

bool cranes_interleave(const struct cranes_config *config) {
    return config->cycle == DUAL_CYCLE && config->loads_return;
}

double cranes_trip_s(const struct cranes_config *config, const struct crane_rack *rack,
                     const struct catalogue *catalogue) {
    struct crane_rack_means means = crane_rack_means(rack, catalogue);
    double round_trip_s = 2.0 * means.one_way_s + 2.0 * config->handle_s;
    if (cranes_interleave(config))
        return round_trip_s + means.between_s + 2.0 * config->handle_s;
    return config->loads_return ? 2.0 * round_trip_s : round_trip_s;
}

/* What it measures, beside the need of the stations */

enum {
    M_DONE,
    M_WAIT,
    M_WORK,
    M_SINGLE,
    M_DUAL,
    M_QUEUE,
    M_UTILISATION,
    M_DUAL_SHARE,
    M_MOVES_HOUR,
    M_LINES_LOAD
};
const struct metric crane_metrics[] = {
    [M_DONE] = {"cranes.done", METRIC_COUNT, "moves", "Loads fetched and put away.", .series = true},
    [M_WAIT] = {"cranes.wait_s", METRIC_TALLY, "s",
                "Wait of a called load for its crane, and for room at the stations.",
                .better = LOWER_IS_BETTER},
    [M_WORK] = {"cranes.work_s", METRIC_MEAN, "s", "Duration of a crane's cycle."},
    [M_SINGLE] = {"cranes.single_s", METRIC_MEAN, "s", "Duration of cycles that move one load."},
    [M_DUAL] = {"cranes.dual_s", METRIC_MEAN, "s", "Duration of cycles that put one away and fetch one."},
    [M_QUEUE] = {"cranes.queue", METRIC_LEVEL, "loads", "Loads that wait for a crane, in and before racks.",
                 .series = true, .better = LOWER_IS_BETTER},
    [M_UTILISATION] = {"cranes.utilisation", METRIC_VALUE, "share", "Time in cycles over the cranes' time."},
    [M_DUAL_SHARE] = {"cranes.dual_share", METRIC_RATIO, "share", "Cycles that move two loads over all."},
    [M_MOVES_HOUR] = {"cranes.moves_per_hour", METRIC_VALUE, "moves/h",
                      "Loads fetched and put away over crane-hours of the window."},
    [M_LINES_LOAD] = {"cranes.lines_per_load", METRIC_RATIO, "lines", "Lines picked over loads brought."},
    {0},
};

/* At the station */

static void on_at_station(struct sim *sim, void *self, void *subject) {
    struct cranes *cranes = self;
    struct load *load = subject;
    load->passage.arrived = sim_now(sim);
    task_ask(&load->task, cranes->need, pick_list_urgency(&load->now));
}

void load_fetched(struct cranes *cranes, struct load *load) {
    sim_after(cranes->sim, cranes->config->conveyor_s, on_at_station, cranes, load);
}

static double pick_from(void *self, struct task *task) {
    struct cranes *cranes = self;
    struct load *load = heap_owner(task, struct load, task);
    load->state = BEING_PICKED;
    double seconds = 0.0;
    for (const struct pick *pick = load->now.first; pick; pick = pick->next_together)
        seconds += by_line_work_s(&cranes->by_line, pick, &cranes->config->item_s);
    ratio_add(cranes->lines_load, load->now.count, 1.0);
    return seconds;
}

void load_stands(struct cranes *cranes, struct load *load) {
    load->state = IN_RACK;
    pick_list_move(&load->later, &load->now);
    if (load->now.first)
        crane_call(cranes, load);
}

static void on_back_at_aisle(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct cranes *cranes = self;
    struct load *load = subject;
    crane_put_away(cranes, load);
    crane_start(cranes, load->is->aisle);
}

/* Another one stands in the rack, without work for the crane. */
static void replace(struct cranes *cranes, struct load *load) {
    load->trips++;
    load->place = take_free_place(cranes, load);
    load_stands(cranes, load);
    crane_start(cranes, load->is->aisle);
}

/* The most urgent of the loads that wait for room at stations. */
static void fetch_another(struct cranes *cranes) {
    int best = -1;
    const struct heap_node *first = NULL;
    for (int aisle = 0; aisle < cranes->config->rack.aisles; aisle++) {
        struct heap_node *node = heap_first(&cranes->cranes[aisle].called);
        if (cranes->cranes[aisle].busy || !node ||
            (first && (node->key > first->key || (node->key == first->key && node->number > first->number))))
            continue;
        first = node;
        best = aisle;
    }
    if (first)
        crane_start(cranes, best);
}

static void picked_from(void *self, struct task *task) {
    struct cranes *cranes = self;
    struct load *load = heap_owner(task, struct load, task);
    load->state = GOING_BACK;
    cranes->out--;
    while (load->now.first) {
        struct pick *pick = load->now.first;
        pick_list_remove(&load->now, pick);
        by_line_picked(&cranes->by_line, pick, &load->passage, task);
    }
    if (cranes->config->loads_return)
        sim_after(cranes->sim, cranes->config->conveyor_s, on_back_at_aisle, cranes, load);
    else
        replace(cranes, load);
    fetch_another(cranes);
}

/* Orders come, and may go again while all their loads stand in the rack */

/* One that is called or on its way already, else one in the rack whose crane has least to do, else the one
 * with the fewest picks to come; of equals the next in turn. */
static struct load *load_for(struct cranes *cranes, int sku) {
    struct load *best = NULL;
    int64_t best_rank = INT64_MAX;
    int first = cranes->rack->first_load[sku], count = cranes->rack->first_load[sku + 1] - first;
    for (int i = 0; i < count; i++) {
        struct load *load = &cranes->loads[first + (cranes->turn[sku] + i) % count];
        bool open = load->state == CALLED || load->state == ON_ITS_WAY;
        int64_t rank = open                     ? -1
                       : load->state == IN_RACK ? cranes->cranes[load->is->aisle].called.live
                                                : INT32_MAX + (int64_t)load->later.count;
        if (rank < best_rank) {
            best_rank = rank;
            best = load;
        }
    }
    cranes->turn[sku] = (int)(best - cranes->loads + 1 - first) % count;
    return best;
}

/* True if the pick can be taken back: its load stands in the rack. */
static bool wait_for_load(struct cranes *cranes, struct pick *pick) {
    struct load *load = load_for(cranes, pick->line->sku);
    pick->brings = load;
    bool gone = load->state == BEING_PICKED || load->state == GOING_BACK;
    pick_list_add(gone ? &load->later : &load->now, pick);
    if (load->state == IN_RACK)
        crane_call(cranes, load);
    else if (load->state == CALLED)
        crane_hurry(cranes, load);
    return load->state == CALLED;
}

static void withdraw(void *stage, struct order *order) {
    (void)order;
    struct order_picks *picks = stage;
    struct cranes *cranes = picks->stage;
    for (struct pick *pick = picks->picks; pick; pick = pick->next) {
        struct load *load = pick->brings;
        pick_list_remove(&load->now, pick);
        if (load->now.first)
            crane_hurry(cranes, load);
        else
            crane_uncall(cranes, load);
    }
    by_line_close(&cranes->by_line, picks);
}

static void accept(void *self, struct order *order) {
    struct cranes *cranes = self;
    struct order_picks *picks = by_line_open(&cranes->by_line, order, cranes);
    bool all_called = true;
    for (struct pick *pick = picks->picks; pick; pick = pick->next)
        all_called &= wait_for_load(cranes, pick);
    if (orders_wait(cranes->by_line.orders, order, all_called ? withdraw : NULL, picks))
        return;
    for (struct pick *pick = picks->picks; pick; pick = pick->next)
        crane_start(cranes, ((struct load *)pick->brings)->is->aisle);
}

/* It starts */

static void fill_racks(struct cranes *cranes) {
    const struct crane_rack *rack = cranes->rack;
    struct arena *arena = sim_arena(cranes->sim);
    cranes->free = arena_array(arena, int *, rack->zone_count);
    cranes->free_count = arena_array(arena, int, rack->zone_count);
    for (int z = 0; z < rack->zone_count; z++) {
        const struct rack_zone *zone = &rack->zones[z];
        cranes->free[z] = arena_array(arena, int, zone->end - zone->first);
        for (int place = zone->first; place < zone->end; place++)
            cranes->free[z][cranes->free_count[z]++] = place;
    }
    cranes->turn = arena_array(arena, int, rack->sku_count);
    cranes->loads = arena_array(arena, struct load, rack->load_count);
    for (int i = 0; i < rack->load_count; i++) {
        struct load *load = &cranes->loads[i];
        load->is = &rack->loads[i];
        load->task.entity.number = (uint64_t)i + 1;
        load->place = take_free_place(cranes, load);
    }
}

static wide open_waits(struct cranes *cranes, struct crane *crane, usec end) {
    wide open = 0;
    for (int i = 0; i < crane->called.count; i++) {
        const struct heap_entry *entry = &crane->called.entries[i];
        if (heap_holds(entry))
            open += queue_stay(&cranes->queue, heap_owner(entry->node, struct load, called)->asked, end);
    }
    for (const struct load *load = crane->first_back; load; load = load->next_back)
        open += queue_stay(&cranes->queue, load->asked, end);
    return open;
}

static void on_cranes_finish(void *self, usec end) {
    struct cranes *cranes = self;
    usec window = end - results_start(sim_results(cranes->sim));
    double crane_h = sim_seconds(window) / SECONDS_AN_HOUR * cranes->config->rack.aisles;
    wide open = 0;
    for (int c = 0; c < cranes->config->rack.aisles; c++) {
        struct crane *crane = &cranes->cranes[c];
        wide busy_us = crane->busy_us + (crane->busy ? queue_stay(&cranes->queue, crane->since, end) : 0);
        *crane->utilisation = (double)busy_us / (double)window;
        open += open_waits(cranes, crane, end);
        heap_free(&crane->called);
    }
    queue_close(&cranes->queue, "cranes", open, end);
    *cranes->utilisation =
        (double)pool_busy_us(cranes->machines, end) / (double)pool_capacity_us(cranes->machines, end);
    *cranes->moves_hour = (double)counter_value(cranes->done) / crane_h;
}

static void on_cranes_cut(void *self, usec now) {
    (void)now;
    struct cranes *cranes = self;
    for (int c = 0; c < cranes->config->rack.aisles; c++)
        cranes->cranes[c].busy_us = 0;
}

static void create_cranes(struct cranes *cranes) {
    struct results *results = sim_results(cranes->sim);
    struct arena *arena = sim_arena(cranes->sim);
    cranes->cranes = arena_array(arena, struct crane, cranes->config->rack.aisles);
    for (int c = 0; c < cranes->config->rack.aisles; c++) {
        struct crane *crane = &cranes->cranes[c];
        *crane = (struct crane){.entity = {(uint64_t)c + 1}, .at = ENTRANCE};
        struct of of = {.dimension = "crane", .member = arena_format(arena, "%d", c + 1)};
        crane->utilisation = results_value(results, &crane_metrics[M_UTILISATION], of);
    }
}

struct cranes *cranes_create(const struct cranes_config *config, const struct crane_rack *rack,
                             double drawn_at_x_m, struct dispatcher *people, struct sim *sim,
                             struct orders *orders) {
    struct cranes *cranes = sim_alloc(sim, sizeof *cranes);
    struct results *results = sim_results(sim);
    const struct of all = {0};
    *cranes = (struct cranes){.sim = sim,
                              .config = config,
                              .rack = rack,
                              .drawn_at_x_m = drawn_at_x_m,
                              .key = sim_stream_key(sim, "cranes/places")};
    by_line_init(&cranes->by_line, sim, orders, "cranes");
    cranes->done = results_counter(results, &crane_metrics[M_DONE], all);
    cranes->wait = results_tally(results, &crane_metrics[M_WAIT], all);
    cranes->work = results_tally(results, &crane_metrics[M_WORK], all);
    cranes->single = results_tally(results, &crane_metrics[M_SINGLE], all);
    cranes->dual = results_tally(results, &crane_metrics[M_DUAL], all);
    queue_create(&cranes->queue, results, &crane_metrics[M_QUEUE], all);
    cranes->machines = pool_create(people, "cranes", config->rack.aisles);
    cranes->utilisation = results_value(results, &crane_metrics[M_UTILISATION], all);
    cranes->dual_share = results_ratio(results, &crane_metrics[M_DUAL_SHARE], all, false);
    cranes->moves_hour = results_value(results, &crane_metrics[M_MOVES_HOUR], all);
    cranes->lines_load = results_ratio(results, &crane_metrics[M_LINES_LOAD], all, false);
    create_cranes(cranes);
    cranes->need = need_create(
        people, &(struct need_settings){.stage = "picking",
                                        .unit = "loads",
                                        .skill = config->staffed ? SKILL_PICK : NO_SKILL,
                                        .pools = {pool_create(people, "pick_stations", config->stations)},
                                        .self = cranes,
                                        .work = pick_from,
                                        .done = picked_from});
    fill_racks(cranes);
    record_racks(cranes);
    results_at_cut(results, on_cranes_cut, cranes);
    results_at_finish(results, on_cranes_finish, cranes);
    return cranes;
}

struct order_door cranes_door(struct cranes *cranes) {
    return (struct order_door){accept, cranes};
}

void cranes_set_out(struct cranes *cranes, struct order_door out) {
    cranes->by_line.out = out;
}

void cranes_set_stock(struct cranes *cranes, struct stock *stock) {
    cranes->by_line.stock = stock;
}
