/* SPDX-License-Identifier: MIT */
/* replenishment.c - orders claim units on pick faces; lift trucks fill the faces from the reserve.
 *
 * The position of a face is what is free on it and what is coming, less what held lines lack and less what is
 * planned for a wave; triggers look at nothing else. Held lines are served first come first served, so the
 * oldest held order is the first in all its queues: whatever stands on its faces belongs to orders that were
 * released before it and will be picked, and no two orders can wait for each other. */
#include "models/stock/replenishment.h"

#include <math.h>
#include "models/fulfil/walker.h"
#include "models/orders.h"
#include "models/stock/replenishment_triggers.h"
#include "models/stock/trips.h"
#include "sim/base/arena.h"
#include "sim/base/slab.h"
#include "sim/results/queue.h"

/* What it measures, beside its need */

enum { M_URGENT, M_CASES, M_UNITS, M_TRAVEL, M_SHORT_FACES, M_FACE_FILL, M_SHORT_UNITS, M_HELD, M_HOLD };
const struct metric replenishment_metrics[] = {
    [M_URGENT] = {"replenishment.urgent", METRIC_COUNT, "tasks",
                  "Replenishments that held orders waited for, when begun or later.", .series = true,
                  .better = LOWER_IS_BETTER},
    [M_CASES] = {"replenishment.cases", METRIC_COUNT, "cases",
                 "Cases brought to pick faces; a broken one counts as one.", .series = true},
    [M_UNITS] = {"replenishment.units", METRIC_COUNT, "units", "Units brought to pick faces."},
    [M_TRAVEL] = {"replenishment.travel_m_per_task", METRIC_RATIO, "m", "Metres driven over tasks.",
                  .better = LOWER_IS_BETTER},
    [M_SHORT_FACES] = {"replenishment.short_faces", METRIC_COUNT, "lines",
                       "Lines that found too few units on their pick face when their order was released.",
                       .series = true, .better = LOWER_IS_BETTER},
    [M_FACE_FILL] = {"replenishment.face_fill_rate", METRIC_RATIO, "share",
                     "Units that were on their pick face when the order was released over units asked for.",
                     .pooled = true, .better = HIGHER_IS_BETTER},
    [M_SHORT_UNITS] = {"replenishment.short_units", METRIC_LEVEL, "units",
                       "Units that held orders wait for at pick faces.", .better = LOWER_IS_BETTER},
    [M_HELD] = {"replenishment.held", METRIC_LEVEL, "orders",
                "Orders held unreleased because a pick face is short.", .series = true,
                .better = LOWER_IS_BETTER},
    [M_HOLD] = {"replenishment.hold_s", METRIC_TALLY, "s", "How long orders were held, of those held.",
                .better = LOWER_IS_BETTER},
    {0},
};

/* What it remembers */

struct move { /* a task: units from a position to their face */
    struct task task;
    int sku, position;
    int64_t units;
    bool urgent;
    struct move *next, *previous; /* of the SKU */
};

struct demand_at_face { /* beside what lies there (places.h) */
    struct line_queue held;
    int64_t missing; /* units that held lines lack */
    int64_t planned; /* units that waves to come will take */
    struct move *moves;
    uint64_t moves_begun;
};

struct replenishment {
    struct sim *sim;
    const struct replenishment_config *config;
    const struct catalogue *catalogue;
    struct ground ground;
    struct walkers *walkers; /* NULL where nobody is in the way */
    struct orders *orders;
    struct places *places;
    struct order_door out;
    struct need *need;
    struct slab move_slab;
    uint64_t moves, key;
    struct demand_at_face *faces;
    struct heap held; /* orders; nodes are those of their tasks */
    struct queue queue;
    struct counter *urgent, *cases, *units, *short_faces;
    struct ratio *travel, *face_fill;
    struct level *short_units;
    struct tally *hold;
};

/* A line that its face can never hold together with another case collects its units beside it. */
static bool collects_aside(const struct replenishment *replenishment, const struct line *line) {
    return line->units > 1 && line->units + replenishment->catalogue->skus[line->sku].units_per_case >
                                  places_face(replenishment->places, line->sku)->capacity;
}

/* Moves */

/* Before all that nobody waits for; among themselves as urgent as the order that waits first. */
static int64_t urgency_of(const struct replenishment *replenishment, const struct move *move) {
    const int64_t far = INT64_C(1) << 60, day = (int64_t)SECONDS_A_DAY * USEC_A_SECOND;
    const struct line *waiting = replenishment->faces[move->sku].held.first;
    return move->urgent && waiting ? waiting->order->urgency - far : sim_now(replenishment->sim) + day;
}

static void make_urgent(struct replenishment *replenishment, struct move *move) {
    move->urgent = true;
    counter_add(replenishment->urgent, 1);
}

static void begin_move(struct replenishment *replenishment, int sku, int64_t units, int position) {
    struct demand_at_face *at = &replenishment->faces[sku];
    struct move *move = slab_take(&replenishment->move_slab);
    *move = (struct move){.task.entity = {++replenishment->moves},
                          .sku = sku,
                          .position = position,
                          .units = units,
                          .next = at->moves};
    if (at->moves)
        at->moves->previous = move;
    at->moves = move;
    if (at->missing)
        make_urgent(replenishment, move);
    task_ask(&move->task, replenishment->need, urgency_of(replenishment, move));
}

/* Orders now wait for what was only a matter of routine. */
static void hurry(struct replenishment *replenishment, int sku) {
    for (struct move *move = replenishment->faces[sku].moves, *next; move; move = next) {
        next = move->next;
        if (move->urgent)
            continue;
        make_urgent(replenishment, move);
        if (task_withdraw(&move->task))
            task_ask(&move->task, replenishment->need, urgency_of(replenishment, move));
    }
}

static double bring(void *self, struct task *task) {
    struct replenishment *replenishment = self;
    const struct replenishment_config *config = replenishment->config;
    const struct move *move = heap_owner(task, struct move, task);
    uint64_t number = ++replenishment->faces[move->sku].moves_begun;
    struct stream stream = stream_keyed(replenishment->key, (uint64_t)move->sku << 32 | number);
    const struct layout *layout = replenishment->ground.layout;
    struct stop face = layout ? home_of(replenishment->ground.homes, move->sku) : (struct stop){0};
    struct trip trip = trip_to(config, layout, &face, move->position);
    ratio_add(replenishment->travel, trip.metres, 1.0);
    task->travel_s = trip.seconds;
    struct at_ends ends = {.pick_up_s = distribution_draw(&config->pick_up_s, &stream)};
    ends.put_down_s = distribution_draw(&config->put_down_s, &stream);
    if (!replenishment->walkers)
        return ends.pick_up_s + trip.seconds + ends.put_down_s;
    trip_start(replenishment->walkers, config, layout, &face, move->position, ends, task);
    return OPEN_ENDED;
}

static void on_driven(void *self, struct task *task) {
    (void)self;
    task_release(task);
}

static void brought(void *self, struct task *task) {
    struct replenishment *replenishment = self;
    struct move *move = heap_owner(task, struct move, task);
    int sku = move->sku, per_case = replenishment->catalogue->skus[sku].units_per_case;
    counter_add(replenishment->units, move->units);
    counter_add(replenishment->cases, (move->units + per_case - 1) / per_case);
    places_moved(replenishment->places, sku, move->units, move->position);
    *(move->previous ? &move->previous->next : &replenishment->faces[sku].moves) = move->next;
    if (move->next)
        move->next->previous = move->previous;
    slab_give(&replenishment->move_slab, move);
    replenishment_look(replenishment, sku);
}

/* Triggers */

static int64_t position_of(const struct replenishment *replenishment, int sku) {
    const struct face *face = places_face(replenishment->places, sku);
    const struct demand_at_face *at = &replenishment->faces[sku];
    return face->units - face->claimed + face->coming - at->missing - at->planned;
}

static int64_t share_of(double share, int64_t capacity) {
    return (int64_t)floor(share * (double)capacity + 1e-9);
}

/* Units that the trigger wants at a face; below 1 = none. */
static int64_t wanted(const struct replenishment *replenishment, int sku, int64_t position) {
    const struct choice *trigger = &replenishment->config->trigger;
    int64_t capacity = places_face(replenishment->places, sku)->capacity;
    double max_share;
    if (trigger->is == &trigger_min_max) {
        const struct min_max_config *config = trigger->config;
        if (position > share_of(config->min_share, capacity))
            return 0;
        max_share = config->max_share;
    } else {
        if (position >= 0)
            return 0;
        max_share = trigger->is == &trigger_demand
                        ? ((const struct on_demand_config *)trigger->config)->max_share
                        : ((const struct before_wave_config *)trigger->config)->max_share;
    }
    int64_t most = share_of(max_share, capacity) - position, least = position < 0 ? -position : 1;
    return most > least ? most : least;
}

/* Whole cases: as many as fit into what is wanted, but as many as are lacking. A case is broken only where
 * orders wait and a whole one does not fit. */
static int64_t in_cases(int64_t units, int64_t lacking, int64_t room, int per_case) {
    int64_t cases = units / per_case, least = lacking > 0 ? (lacking + per_case - 1) / per_case : 1;
    cases = cases > least ? cases : least;
    return cases <= room / per_case ? cases * per_case : room / per_case * per_case;
}

static void consider(struct replenishment *replenishment, int sku) {
    int per_case = replenishment->catalogue->skus[sku].units_per_case;
    int64_t position = position_of(replenishment, sku), units = wanted(replenishment, sku, position);
    if (units <= 0)
        return;
    units = in_cases(units, -position, face_room(places_face(replenishment->places, sku)), per_case);
    int64_t load = (int64_t)replenishment->config->cases_per_task * per_case, planned;
    for (int from; units > 0; units -= planned) {
        planned = places_plan_move(replenishment->places, sku, units < load ? units : load, &from);
        if (!planned)
            return;
        begin_move(replenishment, sku, planned, from);
    }
}

/* Claims */

static int claim(struct replenishment *replenishment, struct line *line) {
    const struct face *face = places_face(replenishment->places, line->sku);
    int before = line->claimed, units;
    do { /* what is set aside makes room for units beside the face */
        int64_t free = face->units - face->claimed, needed = line->reserved - line->claimed;
        units = (int)(free < needed ? free : needed);
        line->claimed += units;
        places_claim(replenishment->places, line->sku, units, collects_aside(replenishment, line));
    } while (units > 0 && line->claimed < line->reserved);
    return line->claimed - before;
}

static void release(struct replenishment *replenishment, struct order *order) {
    usec now = sim_now(replenishment->sim);
    heap_withdraw(&replenishment->held, &order->task.waiting);
    queue_leave(&replenishment->queue, order->task.asked, now);
    tally_add(replenishment->hold, sim_seconds(now - order->task.asked));
    orders_wait(replenishment->orders, order, NULL, NULL);
    door_pass(replenishment->out, order);
}

static void serve_held(struct replenishment *replenishment, int sku) {
    struct demand_at_face *at = &replenishment->faces[sku];
    for (struct line *line; (line = at->held.first);) {
        int units = claim(replenishment, line);
        at->missing -= units;
        level_add(replenishment->short_units, sim_now(replenishment->sim), -units);
        if (line->claimed < line->reserved)
            return;
        line_queue_leave(&at->held, line);
        if (--line->order->lines_missing == 0)
            release(replenishment, line->order);
    }
}

void replenishment_look(struct replenishment *replenishment, int sku) {
    serve_held(replenishment, sku);
    consider(replenishment, sku);
}

static void withdraw(void *self, struct order *order) {
    struct replenishment *replenishment = self;
    usec now = sim_now(replenishment->sim);
    heap_withdraw(&replenishment->held, &order->task.waiting);
    queue_leave(&replenishment->queue, order->task.asked, now);
    for (struct line *line = order->lines; line; line = line->next) {
        int units = line->reserved - line->claimed;
        if (!units)
            continue;
        line_queue_leave(&replenishment->faces[line->sku].held, line);
        replenishment->faces[line->sku].missing -= units;
        level_add(replenishment->short_units, now, -units);
    }
    order->lines_missing = 0;
}

/* Claims what is there; a line that lacks units joins those that wait for its face. */
static void ask_face(struct replenishment *replenishment, struct line *line) {
    struct demand_at_face *at = &replenishment->faces[line->sku];
    int units = at->held.first ? 0 : claim(replenishment, line); /* nobody overtakes */
    ratio_add(replenishment->face_fill, units, line->reserved);
    int lacking = line->reserved - line->claimed;
    if (!lacking)
        return;
    line_queue_join(&at->held, line);
    at->missing += lacking;
    line->order->lines_missing++;
    counter_add(replenishment->short_faces, 1);
    level_add(replenishment->short_units, sim_now(replenishment->sim), lacking);
}

static bool hold(struct replenishment *replenishment, struct order *order) {
    usec now = sim_now(replenishment->sim);
    order->task.asked = now;
    heap_push(&replenishment->held, &order->task.waiting, now, sim_next_number(replenishment->sim));
    queue_enter(&replenishment->queue, now);
    return !orders_wait(replenishment->orders, order, withdraw, replenishment);
}

static void accept(void *self, struct order *order) {
    struct replenishment *replenishment = self;
    replenishment_forget_order(replenishment, order);
    for (struct line *line = order->lines; line; line = line->next)
        if (line->reserved > line->claimed)
            ask_face(replenishment, line);
    bool held = order->lines_missing > 0;
    if (held && !hold(replenishment, order))
        return; /* cancelled meanwhile */
    for (struct line *line = order->lines; line; line = line->next) {
        if (replenishment->faces[line->sku].missing)
            hurry(replenishment, line->sku);
        consider(replenishment, line->sku);
    }
    if (!held)
        door_pass(replenishment->out, order);
}

void replenishment_picked(struct replenishment *replenishment, struct line *line, int units) {
    line->claimed -= units;
    places_picked(replenishment->places, line->sku, units, collects_aside(replenishment, line));
    replenishment_look(replenishment, line->sku);
}

void replenishment_give_up(struct replenishment *replenishment, struct line *line) {
    if (!line->claimed)
        return;
    places_claim(replenishment->places, line->sku, -line->claimed, collects_aside(replenishment, line));
    line->claimed = 0;
}

/* Waves to come */

double replenishment_plans_ahead_s(const struct replenishment *replenishment) {
    const struct choice *trigger = &replenishment->config->trigger;
    if (trigger->is != &trigger_before_wave)
        return -1.0;
    return ((const struct before_wave_config *)trigger->config)->hours * SECONDS_AN_HOUR;
}

void replenishment_plan_order(struct replenishment *replenishment, struct order *order) {
    if (order->planned)
        return;
    order->planned = true;
    for (struct line *line = order->lines; line; line = line->next) {
        replenishment->faces[line->sku].planned += line->units;
        consider(replenishment, line->sku);
    }
}

void replenishment_forget_order(struct replenishment *replenishment, struct order *order) {
    if (!order->planned)
        return;
    order->planned = false;
    for (struct line *line = order->lines; line; line = line->next)
        replenishment->faces[line->sku].planned -= line->units;
}

/* Start and end */

static void on_replenishment_finish(void *self, usec end) {
    struct replenishment *replenishment = self;
    wide open = 0;
    for (int i = 0; i < replenishment->held.count; i++)
        if (heap_holds(&replenishment->held.entries[i]))
            open += queue_stay(&replenishment->queue,
                               order_of_node(replenishment->held.entries[i].node)->task.asked, end);
    queue_close(&replenishment->queue, "replenishment.held", open, end);
    int64_t missing = 0;
    for (int i = 0; i < replenishment->catalogue->count; i++) {
        const struct demand_at_face *at = &replenishment->faces[i];
        missing += at->missing;
        results_claim(sim_results(replenishment->sim), (at->missing > 0) == (at->held.first != NULL),
                      "SKU %d: held lines lack %lld units at its face", i + 1, (long long)at->missing);
    }
    results_claim(sim_results(replenishment->sim),
                  missing == replenishment->short_units->value &&
                      (missing > 0) == (replenishment->held.live > 0),
                  "%d orders held at pick faces lack %lld units, counted as %lld", replenishment->held.live,
                  (long long)missing, (long long)replenishment->short_units->value);
    heap_free(&replenishment->held);
}

static void create_metrics(struct replenishment *replenishment) {
    struct results *results = sim_results(replenishment->sim);
    const struct metric *metrics = replenishment_metrics;
    const struct of all = {0};
    replenishment->urgent = results_counter(results, &metrics[M_URGENT], all);
    replenishment->cases = results_counter(results, &metrics[M_CASES], all);
    replenishment->units = results_counter(results, &metrics[M_UNITS], all);
    replenishment->travel = results_ratio(results, &metrics[M_TRAVEL], all, false);
    replenishment->short_faces = results_counter(results, &metrics[M_SHORT_FACES], all);
    replenishment->face_fill = results_ratio(results, &metrics[M_FACE_FILL], all, false);
    replenishment->short_units = results_level(results, &metrics[M_SHORT_UNITS], all);
    queue_create(&replenishment->queue, results, &metrics[M_HELD], all);
    replenishment->hold = results_tally(results, &metrics[M_HOLD], all);
}

struct replenishment *replenishment_create(const struct replenishment_config *config,
                                           const struct demand_plan *plan, const struct ground *ground,
                                           struct dispatcher *people, struct sim *sim,
                                           struct orders *orders) {
    struct replenishment *replenishment = sim_alloc(sim, sizeof *replenishment);
    *replenishment = (struct replenishment){.sim = sim,
                                            .config = config,
                                            .catalogue = plan->catalogue,
                                            .ground = *ground,
                                            .orders = orders,
                                            .key = sim_stream_key(sim, "replenishment")};
    slab_init(&replenishment->move_slab, sim_arena(sim), sizeof(struct move));
    replenishment->faces = sim_alloc(sim, sizeof *replenishment->faces * (size_t)plan->catalogue->count);
    replenishment->need = need_create(
        people,
        &(struct need_settings){.stage = "replenishment",
                                .unit = "tasks",
                                .skill = config->staffed ? SKILL_REPLENISH : NO_SKILL,
                                .pools = {pool_create(people, "replenishment_trucks", config->trucks)},
                                .self = replenishment,
                                .work = bring,
                                .done = brought});
    create_metrics(replenishment);
    if (ground->traffic)
        replenishment->walkers =
            walkers_create(sim, ground->layout, ground->traffic, NULL, on_driven, replenishment);
    replenishment->places = places_create(&config->face, &config->reserve, plan, ground->layout, sim);
    results_at_finish(sim_results(sim), on_replenishment_finish, replenishment);
    return replenishment;
}

struct order_door replenishment_door(struct replenishment *replenishment) {
    return (struct order_door){accept, replenishment};
}

void replenishment_set_out(struct replenishment *replenishment, struct order_door out) {
    replenishment->out = out;
}

struct places *replenishment_places(struct replenishment *replenishment) {
    return replenishment->places;
}

double replenishment_reserve_way_m(const struct replenishment *replenishment) {
    return replenishment->config->reserve.way_m;
}
