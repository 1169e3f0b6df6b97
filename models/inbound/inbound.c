/* SPDX-License-Identifier: MIT */
/* inbound.c - trucks: appointment, gate, yard, door, unloading pallet by pallet.
 *
 * A truck holds its door until its last pallet is off. A pallet that is off becomes cartons for receiving.
 * With one pallet a truck, exponential unloading and few yard spots this is M/M/c/K, which is how
 * tests/theory/test_queues.c checks it. */
#include "models/inbound/inbound.h"

#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/slab.h"
#include "sim/results/recording.h"

/* What it measures, beside its needs "doors" and "unloading" */

enum { M_ARRIVALS, M_TURNED_AWAY, M_TURN_TIME };
const struct metric yard_metrics[] = {
    [M_ARRIVALS] = {"yard.arrivals", METRIC_COUNT, "trucks", "Trucks at the gate, each time they come.",
                    .series = true},
    [M_TURNED_AWAY] = {"yard.turned_away", METRIC_COUNT, "trucks", "Trucks that found no place in the yard.",
                       .better = LOWER_IS_BETTER},
    [M_TURN_TIME] = {"truck_turn_s", METRIC_TALLY, "s",
                     "From the gate (the last time, if it was turned away) to the empty truck's leaving.",
                     .better = LOWER_IS_BETTER},
    {0},
};

/* What it remembers */

struct pallet {
    struct entity entity;
    struct task task;
    struct truck *truck;
    uint64_t key; /* starts its stream */
};

struct inbound {
    struct sim *sim;
    const struct inbound_config *config;
    const struct catalogue *catalogue;
    struct stock *stock;
    struct carton_door out;
    struct need *docking, *unloading;
    struct pool *doors;
    uint64_t key;
    uint64_t trucks, cartons, pallets; /* so far, to number them */
    uint64_t by_source[2];             /* trucks announced, trucks ordered: to key them */
    struct slab truck_slab, carton_slab, pallet_slab;
    int *booked;     /* appointments by hour from time 0 */
    int *open_hours; /* number of each hour among those with appointments; -1 = closed */
    int hours;
    bool *door_used; /* for the drawing */
    int next_row;    /* of the plan */
    bool stopped;    /* storage is full */
    usec end;
    struct counter *arrivals, *turned_away;
    struct tally *turn_time;
};

static int64_t cases_of(const struct inbound *inbound, const struct purchase_line *line) {
    int per_case = inbound->catalogue->skus[line->sku].units_per_case;
    return (line->units + per_case - 1) / per_case;
}

/* Gate and yard */

static void on_truck_arrived(struct sim *sim, void *self, void *subject);

static void forget_truck(struct inbound *inbound, struct truck *truck) {
    while (truck->lines) {
        struct purchase_line *line = truck->lines;
        truck->lines = line->next;
        if (inbound->stock) {
            if (truck->expected)
                stock_lost(inbound->stock, line->sku, line->units);
            stock_free_line(inbound->stock, line);
        }
    }
    slab_give(&inbound->truck_slab, truck);
}

static void turn_away(struct inbound *inbound, struct truck *truck) {
    counter_add(inbound->turned_away, 1);
    if (inbound->config->return_h > 0)
        sim_after(inbound->sim, inbound->config->return_h * SECONDS_AN_HOUR, on_truck_arrived, inbound,
                  truck);
    else
        forget_truck(inbound, truck);
}

static void on_truck_arrived(struct sim *sim, void *self, void *subject) {
    struct inbound *inbound = self;
    struct truck *truck = subject;
    counter_add(inbound->arrivals, 1);
    bool door_free = pool_in_use(inbound->doors) < pool_size(inbound->doors);
    if (!door_free && need_waiting(inbound->docking) >= inbound->config->yard_spots) {
        turn_away(inbound, truck);
        return;
    }
    truck->arrived = sim_now(sim);
    task_ask(&truck->docking, inbound->docking, truck->arrived);
}

/* At the door: pallets come off one after the other, `crew_per_door` at a time */

static void unload_next(struct inbound *inbound, struct truck *truck) {
    struct pallet *pallet = slab_take(&inbound->pallet_slab);
    truck->pallets_left--;
    truck->unloading++;
    pallet->entity.number = pallet->task.entity.number = ++inbound->pallets;
    pallet->truck = truck;
    pallet->key = stream_mix(truck->key + ++truck->pallets_begun);
    task_ask(&pallet->task, inbound->unloading, truck->arrived);
}

static int lowest_free_door(struct inbound *inbound) {
    int door = 0;
    while (door < inbound->config->doors - 1 && inbound->door_used[door])
        door++;
    inbound->door_used[door] = true;
    return door;
}

static double dock(void *self, struct task *task) {
    struct inbound *inbound = self;
    struct truck *truck = heap_owner(task, struct truck, docking);
    truck->door = lowest_free_door(inbound);
    for (int i = 0; i < inbound->config->crew_per_door && truck->pallets_left; i++)
        unload_next(inbound, truck);
    return OPEN_ENDED;
}

static bool may_unload(void *self, struct need *need) {
    (void)need;
    return !((const struct inbound *)self)->stopped;
}

void inbound_stop_unloading(void *self, bool stop) {
    struct inbound *inbound = self;
    inbound->stopped = stop;
    if (!stop)
        need_wake(inbound->unloading);
}

static double unload(void *self, struct task *task) {
    struct inbound *inbound = self;
    const struct pallet *pallet = heap_owner(task, struct pallet, task);
    struct stream stream = stream_keyed(pallet->key, 0);
    return distribution_draw(&inbound->config->unload_s, &stream);
}

/* Takes up to `count` cartons off the truck's lines and sends them to receiving. */
static void send_cartons(struct inbound *inbound, struct truck *truck, int64_t count) {
    for (; count > 0 && truck->lines; count--) {
        struct purchase_line *line = truck->lines;
        int per_case = inbound->catalogue->skus[line->sku].units_per_case;
        struct carton *carton = slab_take(&inbound->carton_slab);
        carton->entity.number = carton->task.entity.number = ++inbound->cartons;
        carton->key = stream_mix(~(truck->key + ++truck->cartons_sent));
        carton->sku = line->sku;
        carton->units = line->units < per_case ? (int)line->units : per_case;
        carton->expected = truck->expected;
        carton->arrived = truck->arrived;
        line->units -= carton->units;
        truck->cartons_left--;
        if (line->units == 0) {
            truck->lines = line->next;
            if (inbound->stock)
                stock_free_line(inbound->stock, line);
        }
        inbound->out.accept(inbound->out.stage, carton);
    }
}

static void unloaded(void *self, struct task *task) {
    struct inbound *inbound = self;
    struct pallet *pallet = heap_owner(task, struct pallet, task);
    struct truck *truck = pallet->truck;
    slab_give(&inbound->pallet_slab, pallet);
    truck->unloading--;
    int pallets_on = truck->pallets_left + truck->unloading + 1;
    send_cartons(inbound, truck, (truck->cartons_left + pallets_on - 1) / pallets_on);
    if (truck->pallets_left)
        unload_next(inbound, truck);
    else if (!truck->unloading)
        task_release(&truck->docking);
}

static void undocked(void *self, struct task *task) {
    struct inbound *inbound = self;
    struct truck *truck = heap_owner(task, struct truck, docking);
    usec now = sim_now(inbound->sim);
    tally_add(inbound->turn_time, sim_seconds(now - truck->arrived));
    struct recording *recording = results_recording(sim_results(inbound->sim));
    if (recording)
        recording_span(recording,
                       (struct span){arena_format(sim_arena(inbound->sim), "door %d", truck->door + 1),
                                     truck->name, task->granted, now});
    inbound->door_used[truck->door] = false;
    slab_give(&inbound->truck_slab, truck);
}

/* Trucks of the stock policy: cartons fill pallets, pallets fill trucks, trucks book appointments */

static struct truck *new_truck(struct inbound *inbound, bool expected) {
    struct truck *truck = slab_take(&inbound->truck_slab);
    truck->entity.number = truck->docking.entity.number = ++inbound->trucks;
    truck->expected = expected;
    truck->key = stream_mix(inbound->key ^ ++inbound->by_source[expected] << 1 ^ expected);
    if (results_recording(sim_results(inbound->sim)))
        truck->name =
            arena_format(sim_arena(inbound->sim), "truck %llu", (unsigned long long)inbound->trucks);
    return truck;
}

static void add_line(struct inbound *inbound, struct truck *truck, struct purchase_line *line) {
    line->next = truck->lines;
    truck->lines = line;
    truck->cartons += cases_of(inbound, line);
}

static void count_pallets(struct inbound *inbound, struct truck *truck) {
    double pallets = 0.0;
    for (const struct purchase_line *line = truck->lines; line; line = line->next)
        pallets += (double)cases_of(inbound, line) / inbound->catalogue->skus[line->sku].cases_per_pallet;
    truck->pallets_left = (int)fmin(fmax(1.0, ceil(pallets - 1e-9)), 1e9);
    truck->cartons_left = truck->cartons;
}

static bool open_at(const struct inbound *inbound, int hour) {
    const struct appointments_config *config = &inbound->config->appointments;
    usec time = (usec)hour * SECONDS_AN_HOUR * USEC_A_SECOND;
    struct date date = sim_date(inbound->sim, time);
    int64_t second = (time - sim_midnight(inbound->sim, date)) / USEC_A_SECOND;
    return weekdays_have(config->days, date_weekday(date)) && second >= config->from.seconds &&
           second + SECONDS_AN_HOUR <= config->to.seconds;
}

static void number_open_hours(struct inbound *inbound) {
    int open = 0;
    inbound->open_hours = sim_alloc(inbound->sim, sizeof *inbound->open_hours * (size_t)inbound->hours);
    for (int hour = 0; hour < inbound->hours; hour++)
        inbound->open_hours[hour] = open_at(inbound, hour) ? open++ : -1;
}

/* Appointments of an open hour; a rate that is no whole number gives more in some hours than in others. */
static int slots_of(const struct inbound *inbound, int hour) {
    double rate = inbound->config->doors * inbound->config->appointments.per_door_per_h;
    int open = inbound->open_hours[hour];
    return open < 0 ? 0 : (int)(floor((open + 1) * rate + 1e-9) - floor(open * rate + 1e-9));
}

/* The first free appointment at or after a time; beyond the horizon the time itself. */
static usec book(struct inbound *inbound, usec earliest) {
    const usec an_hour = (usec)SECONDS_AN_HOUR * USEC_A_SECOND;
    for (int hour = (int)((earliest + an_hour - 1) / an_hour); hour < inbound->hours; hour++) {
        int slots = slots_of(inbound, hour);
        if (inbound->booked[hour] >= slots)
            continue;
        return hour * an_hour + an_hour / slots * inbound->booked[hour]++;
    }
    return earliest;
}

static void send_truck(struct inbound *inbound, struct truck *truck, usec earliest) {
    count_pallets(inbound, truck);
    struct stream stream = stream_keyed(truck->key, 0);
    double late_s = distribution_draw(&inbound->config->lateness_min, &stream) * 60.0;
    sim_at(inbound->sim, book(inbound, earliest) + sim_usec(late_s), on_truck_arrived, inbound, truck);
}

static void accept_purchase(void *self, struct purchase *purchase, double lead_time_s) {
    struct inbound *inbound = self;
    usec earliest = sim_now(inbound->sim) + sim_usec(lead_time_s);
    struct truck *truck = NULL;
    double load = 0.0; /* pallets */
    for (struct purchase_line *line = purchase->lines, *next; line; line = next) {
        next = line->next;
        double pallets =
            (double)cases_of(inbound, line) / inbound->catalogue->skus[line->sku].cases_per_pallet;
        if (truck && load + pallets > inbound->config->pallets_per_truck) {
            send_truck(inbound, truck, earliest);
            truck = NULL;
            load = 0.0;
        }
        if (!truck)
            truck = new_truck(inbound, true);
        add_line(inbound, truck, line); /* a line larger than a truck goes as one large truck */
        load += pallets;
    }
    if (truck)
        send_truck(inbound, truck, earliest);
}

struct supply_door inbound_supply(struct inbound *inbound) {
    return (struct supply_door){accept_purchase, inbound};
}

/* Announced trucks */

static void schedule_plan(struct inbound *inbound);

static void on_announced(struct sim *sim, void *self, void *subject) {
    struct inbound *inbound = self;
    on_truck_arrived(sim, inbound, subject);
    schedule_plan(inbound);
}

static void schedule_plan(struct inbound *inbound) {
    const struct inbound_config *config = inbound->config;
    while (inbound->next_row < config->plan_count) {
        const struct plan_row *first = &config->plan[inbound->next_row];
        usec time = sim_of_moment(inbound->sim, first->arrives);
        struct truck *truck = new_truck(inbound, false);
        for (; inbound->next_row < config->plan_count; inbound->next_row++) {
            const struct plan_row *row = &config->plan[inbound->next_row];
            if (strcmp(row->truck, first->truck) != 0)
                break;
            struct purchase_line *line =
                inbound->stock ? stock_new_line(inbound->stock) : sim_alloc(inbound->sim, sizeof *line);
            *line = (struct purchase_line){.sku = catalogue_find(inbound->catalogue, row->sku),
                                           .units = row->units};
            add_line(inbound, truck, line);
        }
        count_pallets(inbound, truck);
        if (time >= sim_now(inbound->sim) && time <= inbound->end) {
            sim_at(inbound->sim, time, on_announced, inbound, truck);
            return;
        }
        forget_truck(inbound, truck);
    }
}

void inbound_recycle_carton(void *self, struct carton *carton) {
    slab_give(&((struct inbound *)self)->carton_slab, carton);
}

/* Start */

static void create_needs(struct inbound *inbound, struct dispatcher *people) {
    const struct inbound_config *config = inbound->config;
    inbound->doors = pool_create(people, "doors", config->doors);
    inbound->docking = need_create(people, &(struct need_settings){.stage = "doors",
                                                                   .unit = "trucks",
                                                                   .skill = NO_SKILL,
                                                                   .pools = {inbound->doors},
                                                                   .self = inbound,
                                                                   .work = dock,
                                                                   .done = undocked});
    inbound->unloading =
        need_create(people, &(struct need_settings){.stage = "unloading",
                                                    .unit = "pallets",
                                                    .skill = config->unload_staffed ? SKILL_UNLOAD : NO_SKILL,
                                                    .self = inbound,
                                                    .work = unload,
                                                    .done = unloaded,
                                                    .ready = may_unload});
}

struct inbound *inbound_create(const struct inbound_config *config, const struct catalogue *catalogue,
                               struct dispatcher *people, struct sim *sim, struct stock *stock, usec end,
                               struct carton_door out) {
    enum { DAYS_AFTER_END = 60 };
    struct inbound *inbound = sim_alloc(sim, sizeof *inbound);
    struct results *results = sim_results(sim);
    *inbound = (struct inbound){.sim = sim,
                                .config = config,
                                .catalogue = catalogue,
                                .stock = stock,
                                .out = out,
                                .end = end,
                                .key = sim_stream_key(sim, "inbound")};
    slab_init(&inbound->truck_slab, sim_arena(sim), sizeof(struct truck));
    slab_init(&inbound->carton_slab, sim_arena(sim), sizeof(struct carton));
    slab_init(&inbound->pallet_slab, sim_arena(sim), sizeof(struct pallet));
    inbound->hours = (int)(sim_seconds(end) / SECONDS_AN_HOUR) + DAYS_AFTER_END * HOURS_A_DAY;
    inbound->booked = sim_alloc(sim, sizeof *inbound->booked * (size_t)inbound->hours);
    number_open_hours(inbound);
    inbound->door_used = sim_alloc(sim, sizeof *inbound->door_used * (size_t)config->doors);
    inbound->arrivals = results_counter(results, &yard_metrics[M_ARRIVALS], (struct of){0});
    inbound->turned_away = results_counter(results, &yard_metrics[M_TURNED_AWAY], (struct of){0});
    inbound->turn_time = results_tally(results, &yard_metrics[M_TURN_TIME], (struct of){0});
    create_needs(inbound, people);
    if (stock)
        stock_set_supply(stock, inbound_supply(inbound));
    schedule_plan(inbound);
    return inbound;
}
