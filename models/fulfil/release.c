/* SPDX-License-Identifier: MIT */
/* release.c - continuous (waveless), waves at clock times, or a wave for each departure.
 *
 * What is held waits by due time. A wave takes everything due within its horizon; tours never mix waves. What
 * a wave lets go is released when its pick faces hold it (models/stock/replenishment.h); before the wave,
 * replenishment may be told what will be needed. */
#include "models/fulfil/release.h"

#include "models/orders.h"
#include "models/stock/replenishment.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/results/queue.h"

/* What the user can set */

enum by { BY_DUE_TIME, BY_FIRST_COME };
static const char *const by_names[] = {"due_time", "first_come", NULL};
static const struct field continuous_fields[] = {
    {ENUM(struct continuous_config, by, by_names), .preset = BY_DUE_TIME,
     .doc = "What is urgent in picking, packing and loading: the earliest due, or the oldest."},
    {0},
};
static const struct field waves_fields[] = {
    {SCALARS(struct waves_config, at, FIELD_CLOCK_TIME), .required = true, .min_count = 1,
     .doc = "Times of day."},
    {FIELD(struct waves_config, horizon_h), .min = 0, .max = 8760, .preset = 24, .unit = "h",
     .doc = "A wave takes the orders due within so many hours; orders without a due time always go."},
    {0},
};
static const struct field before_departure_fields[] = {
    {FIELD(struct before_departure_config, hours), .min = 0, .max = 8760, .preset = 4, .unit = "h",
     .doc = "Orders are released so long before their departure leaves, as one wave."},
    {0},
};
static const struct option continuous = {"continuous", "Orders may be picked as soon as they are allocated.",
                                         continuous_fields, sizeof(struct continuous_config)};
static const struct option waves = {"waves", "Orders are released together at clock times.", waves_fields,
                                    sizeof(struct waves_config)};
static const struct option before_departure = {
    "before_departure", "Orders of a departure are released together.", before_departure_fields,
    sizeof(struct before_departure_config)};
const struct option *const release_options[] = {&continuous, &waves, &before_departure, NULL};

void release_check(const struct choice *config, bool carriers, struct problems *problems) {
    if (config->is == &before_departure && !carriers)
        problem_of(problems, "release.before_departure", "add \"carriers\" or choose another release",
                   "needs departures, and there are no carriers");
}

bool release_has_waves(const struct choice *config) {
    return config->is == &waves || config->is == &before_departure;
}

/* What it measures */

enum { M_HELD, M_RELEASED, M_WAVES };
const struct metric release_metrics[] = {
    [M_HELD] = {"release.queue", METRIC_LEVEL, "orders", "Allocated orders held back until their wave.",
                .series = true},
    [M_RELEASED] = {"release.done", METRIC_COUNT, "orders", "Orders released to picking.", .series = true},
    [M_WAVES] = {"release.waves", METRIC_COUNT, "waves", "Waves released."},
    {0},
};

/* What it remembers */

struct release {
    struct sim *sim;
    const struct choice *config;
    struct orders *orders;
    struct replenishment *replenishment; /* NULL: every order finds its units */
    struct order_door out;
    struct heap held;   /* by due time; nodes are those of the orders' tasks */
    int64_t wave;       /* the latest so far; 0 in continuous release */
    sim_event_id timer; /* of the next departure's wave */
    usec timer_at;
    sim_event_id planning; /* of the next departure's wave, which is replenished for */
    usec planning_for;     /* the departure; planned for until then */
    struct queue queue;
    struct counter *done, *waves;
};

static void withdraw(void *self, struct order *order) {
    struct release *release = self;
    heap_withdraw(&release->held, &order->task.waiting);
    queue_leave(&release->queue, order->task.asked, sim_now(release->sim));
    if (release->replenishment)
        replenishment_forget_order(release->replenishment, order);
}

static void send_to_picking(void *self, struct order *order) {
    struct release *release = self;
    counter_add(release->done, 1);
    door_pass(release->out, order);
}

static void let_go(struct release *release, struct order *order, int64_t wave) {
    orders_wait(release->orders, order, NULL, NULL);
    order->wave = wave;
    if (wave > release->wave) { /* departures' waves begin in order of time, whatever comes late */
        counter_add(release->waves, 1);
        release->wave = wave;
    }
    if (release->replenishment)
        door_pass(replenishment_door(release->replenishment), order);
    else
        send_to_picking(release, order);
}

/* Releases all held orders due by a time, and those without one. Their wave is the time of the release, or
 * the departure that they are released for: latecomers join it. */
static void release_due(struct release *release, usec due_by) {
    bool by_departure = release->config->is == &before_departure;
    usec now = sim_now(release->sim);
    struct heap_node *node;
    while ((node = heap_first(&release->held)) && node->key <= due_by) {
        struct order *order = order_of_node(heap_pop(&release->held));
        queue_leave(&release->queue, order->task.asked, now);
        let_go(release, order, by_departure ? order->due : now);
    }
}

/* Replenishment is told what held orders due by a time will take. */
static void plan_due(struct release *release, usec due_by) {
    for (int i = 0; i < release->held.count; i++) {
        const struct heap_entry *entry = &release->held.entries[i];
        if (heap_holds(entry) && entry->key <= due_by)
            replenishment_plan_order(release->replenishment, order_of_node(entry->node));
    }
}

/* Seconds; below 0 where nothing is planned for. */
static double plans_ahead_s(const struct release *release) {
    return release->replenishment ? replenishment_plans_ahead_s(release->replenishment) : -1.0;
}

/* Waves at clock times */

struct wave_time {
    struct entity entity;
    struct clock_time at;
};

static void on_wave(struct sim *sim, void *self, void *subject) {
    struct release *release = self;
    const struct waves_config *config = release->config->config;
    release_due(release, sim_now(sim) + sim_usec(config->horizon_h * SECONDS_AN_HOUR));
    sim_after(sim, SECONDS_A_DAY, on_wave, release, subject);
}

static void on_wave_planned(struct sim *sim, void *self, void *subject) {
    struct release *release = self;
    const struct waves_config *config = release->config->config;
    usec wave = sim_now(sim) + sim_usec(plans_ahead_s(release));
    plan_due(release, wave + sim_usec(config->horizon_h * SECONDS_AN_HOUR));
    sim_after(sim, SECONDS_A_DAY, on_wave_planned, release, subject);
}

static void start_waves(struct release *release) {
    const struct waves_config *config = release->config->config;
    usec midnight = sim_midnight(release->sim, sim_date(release->sim, 0));
    for (int i = 0; i < config->at_count; i++) {
        struct wave_time *wave = sim_alloc(release->sim, sizeof *wave);
        *wave = (struct wave_time){.entity = {(uint64_t)i + 1}, .at = config->at[i]};
        usec first = midnight + (usec)config->at[i].seconds * USEC_A_SECOND;
        while (first < 0)
            first += (usec)SECONDS_A_DAY * USEC_A_SECOND;
        sim_at(release->sim, first, on_wave, release, wave);
        if (plans_ahead_s(release) < 0)
            continue;
        usec planned = first - sim_usec(plans_ahead_s(release));
        while (planned < 0)
            planned += (usec)SECONDS_A_DAY * USEC_A_SECOND;
        sim_at(release->sim, planned, on_wave_planned, release, wave);
    }
}

/* A wave for each departure */

static usec lead_time(const struct release *release) {
    const struct before_departure_config *config = release->config->config;
    return sim_usec(config->hours * SECONDS_AN_HOUR);
}

static void set_timer(struct release *release);

static void on_departure_near(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct release *release = self;
    release->timer = 0;
    release_due(release, sim_now(sim) + lead_time(release));
    set_timer(release);
}

static void set_timer(struct release *release) {
    struct heap_node *first = heap_first(&release->held);
    if (!first)
        return;
    usec at = first->key - lead_time(release), now = sim_now(release->sim);
    at = at > now ? at : now;
    if (release->timer && release->timer_at <= at)
        return;
    sim_cancel(release->sim, release->timer);
    release->timer = sim_at(release->sim, at, on_departure_near, release, NULL);
    release->timer_at = at;
}

static void watch_departures(struct release *release, const struct order *order);

static void on_departure_planned(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)subject;
    struct release *release = self;
    const struct order *next = NULL;
    release->planning = 0;
    plan_due(release, release->planning_for);
    for (int i = 0; i < release->held.count; i++) {
        const struct heap_entry *entry = &release->held.entries[i];
        if (heap_holds(entry) && entry->key > release->planning_for && (!next || entry->key < next->due))
            next = order_of_node(entry->node);
    }
    if (next)
        watch_departures(release, next);
}

/* A departure is planned for once: who comes after that is not in the plan. */
static void watch_departures(struct release *release, const struct order *order) {
    if (plans_ahead_s(release) < 0 || order->due == NEVER)
        return;
    usec now = sim_now(release->sim), at = order->due - lead_time(release) - sim_usec(plans_ahead_s(release));
    if (release->planning ? order->due >= release->planning_for
                          : at < now && release->planning_for >= order->due)
        return;
    sim_cancel(release->sim, release->planning);
    release->planning = sim_at(release->sim, at > now ? at : now, on_departure_planned, release, NULL);
    release->planning_for = order->due;
}

/* The way in */

static void accept(void *self, struct order *order) {
    struct release *release = self;
    usec now = sim_now(release->sim);
    order_charge(order, now, CAUSE_RELEASE);
    if (order->partial) { /* it belongs to the wave that it was released with */
        let_go(release, order, order->wave);
        return;
    }
    if (release->config->is == NULL || release->config->is == &continuous) {
        const struct continuous_config *config = release->config->config;
        if (config && config->by == BY_FIRST_COME)
            order->urgency = order_urgency_at(order, order->created);
        let_go(release, order, 0);
        return;
    }
    int64_t key = order->due == NEVER ? now : order->due;
    heap_push(&release->held, &order->task.waiting, key, sim_next_number(release->sim));
    order->task.asked = now;
    queue_enter(&release->queue, now);
    if (orders_wait(release->orders, order, withdraw, release))
        return;
    if (release->config->is == &before_departure) {
        set_timer(release);
        watch_departures(release, order);
    }
}

static void on_release_finish(void *self, usec end) {
    struct release *release = self;
    wide open = 0;
    for (int i = 0; i < release->held.count; i++)
        if (heap_holds(&release->held.entries[i]))
            open +=
                queue_stay(&release->queue, order_of_node(release->held.entries[i].node)->task.asked, end);
    queue_close(&release->queue, "release", open, end);
    heap_free(&release->held);
}

struct order_door release_create(const struct choice *config, struct sim *sim, struct orders *orders,
                                 struct replenishment *replenishment, struct order_door out) {
    struct release *release = sim_alloc(sim, sizeof *release);
    struct results *results = sim_results(sim);
    *release = (struct release){
        .sim = sim, .config = config, .orders = orders, .replenishment = replenishment, .out = out};
    if (replenishment)
        replenishment_set_out(replenishment, (struct order_door){send_to_picking, release});
    queue_create(&release->queue, results, &release_metrics[M_HELD], (struct of){0});
    release->done = results_counter(results, &release_metrics[M_RELEASED], (struct of){0});
    release->waves = results_counter(results, &release_metrics[M_WAVES], (struct of){0});
    results_at_finish(results, on_release_finish, release);
    if (config->is == &waves)
        start_waves(release);
    return (struct order_door){accept, release};
}
