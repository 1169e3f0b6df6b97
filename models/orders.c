/* SPDX-License-Identifier: MIT */
/* orders.c - orders are created, live through the stages, and leave; counts and times of the whole flow. */
#include "models/orders.h"

#include "models/fulfil/part.h"
#include "models/on_time.h"
#include "sim/base/arena.h"
#include "sim/base/slab.h"

const char *const cause_names[CAUSES] = {"no_stock",   "release", "people",        "equipment", "working",
                                         "travelling", "blocked", "consolidation", "departure"};
const char *const skill_names[] = {"unload", "receive", "putaway", "replenish", "pick",
                                   "put",    "pack",    "load",    "count",     NULL};

const char *const order_dimension_names[ORDER_DIMENSIONS] = {"channel", "merchant", "service", "carrier"};

/* What it measures */

enum {
    M_CREATED,
    M_DEPARTED,
    M_CANCELLED,
    M_BACKORDERED,
    M_OPEN,
    M_IN_PROGRESS,
    M_OPEN_AT_START,
    M_BACKLOG_CHANGE,
    M_LINES_CREATED,
    M_LINES_PICKED,
    M_UNITS_CREATED,
    M_UNITS_PICKED,
    M_PER_DAY,
    M_PER_OPERATING_DAY,
    M_CYCLE,
    M_AGE,
    M_DELAY
};
const struct metric order_metrics[] = {
    [M_CREATED] = {"orders.created", METRIC_COUNT, "orders", "Orders created in the window.", .series = true},
    [M_DEPARTED] = {"orders.departed", METRIC_COUNT, "orders", "Orders departed in the window.",
                    .series = true, .better = HIGHER_IS_BETTER},
    [M_CANCELLED] = {"orders.cancelled", METRIC_COUNT, "orders",
                     "Orders cancelled in the window, by the customer or for want of stock.", .series = true,
                     .better = LOWER_IS_BETTER},
    [M_BACKORDERED] = {"orders.backordered", METRIC_COUNT, "orders",
                       "Orders that found stock missing at creation and wait for it.", .series = true,
                       .better = LOWER_IS_BETTER},
    [M_OPEN] = {"orders.open", METRIC_LEVEL, "orders", "Orders created and neither departed nor cancelled.",
                .series = true, .better = LOWER_IS_BETTER},
    [M_IN_PROGRESS] = {"orders.in_progress", METRIC_VALUE, "orders", "Orders open at the end of the window.",
                       .better = LOWER_IS_BETTER},
    [M_OPEN_AT_START] = {"orders.open_at_start", METRIC_VALUE, "orders",
                         "Orders open at the start of the window."},
    [M_BACKLOG_CHANGE] = {"backlog.end_minus_start", METRIC_VALUE, "orders",
                          "Orders open at the end less those open at the start.", .better = LOWER_IS_BETTER},
    [M_LINES_CREATED] = {"lines.created", METRIC_COUNT, "lines",
                         "Lines (order x SKU rows) of orders created in the window."},
    [M_LINES_PICKED] = {"lines.picked", METRIC_COUNT, "lines", "Lines picked in the window.", .series = true},
    [M_UNITS_CREATED] = {"units.created", METRIC_COUNT, "units", "Units of orders created in the window."},
    [M_UNITS_PICKED] = {"units.picked", METRIC_COUNT, "units", "Units picked in the window."},
    [M_PER_DAY] = {"throughput.orders_per_day", METRIC_VALUE, "orders/day",
                   "Orders departed over days in the window.", .better = HIGHER_IS_BETTER},
    [M_PER_OPERATING_DAY] = {"throughput.orders_per_operating_day", METRIC_VALUE, "orders/day",
                             "Orders departed over the days on which any did.", .better = HIGHER_IS_BETTER},
    [M_CYCLE] = {"cycle_time_s", METRIC_TALLY, "s",
                 "From creation to departure, of orders departed in the window.", .keep_histogram = true,
                 .better = LOWER_IS_BETTER},
    [M_AGE] = {"age_of_open_orders_s", METRIC_TALLY, "s", "Age of the orders open at the end.",
               .better = LOWER_IS_BETTER},
    [M_DELAY] = {"delay_s.{cause}", METRIC_MEAN, "s",
                 "Seconds of the cycle time charged to a cause (no_stock, release, people, equipment, "
                 "working, travelling, blocked, consolidation, departure); they add up to cycle_time_s.mean.",
                 .better = LOWER_IS_BETTER},
    {0},
};

const char *const order_columns[] = {
    "order",       "created_s", "due_s",        "departed_s", "channel",         "merchant",    "service",
    "carrier",     "lines",     "units",        "outcome",    "no_stock_s",      "release_s",   "people_s",
    "equipment_s", "working_s", "travelling_s", "blocked_s",  "consolidation_s", "departure_s", NULL};
enum { ORDER_COLUMNS = 11 + CAUSES };
enum outcome { OUTCOME_OPEN, OUTCOME_DEPARTED, OUTCOME_CANCELLED };

/* What it remembers */

struct member { /* of a dimension */
    struct counter *departed;
    struct tally *cycle;
};

struct orders {
    struct sim *sim;
    struct orders_settings settings;
    struct slab order_slab, line_slab;
    uint64_t created_ever;
    struct order *first_open;
    struct order_door entrance;
    void (*promise)(void *self, struct order *order);
    void *promiser;
    void (*units_back)(void *self, struct order *order);
    void *units_to;
    struct counter *created, *departed, *cancelled, *backordered, *lines_created, *lines_picked,
        *units_created, *units_picked;
    struct counter departed_lines, departed_units;
    struct level *open;
    double *in_progress, *open_at_start, *backlog_change, *per_day, *per_operating_day;
    int64_t last_day; /* on which an order departed */
    struct counter operating_days;
    struct tally *cycle, *age, *delay[CAUSES];
    struct member *members[ORDER_DIMENSIONS];
    struct on_time *on_time; /* NULL where nothing is promised */
};

/* Creation of the book */

static void create_members(struct orders *orders, int d) {
    struct results *results = sim_results(orders->sim);
    const struct order_dimension *dimension = &orders->settings.dimensions[d];
    orders->members[d] = arena_array(sim_arena(orders->sim), struct member, dimension->count);
    for (int i = 0; i < dimension->count; i++) {
        struct of of = {.dimension = order_dimension_names[d], .member = dimension->names[i]};
        struct member *member = &orders->members[d][i];
        member->departed = results_counter(results, &order_metrics[M_DEPARTED], of);
        member->cycle = results_tally(results, &order_metrics[M_CYCLE], of);
    }
}

static void on_orders_cut(void *self, usec now);
static void on_orders_finish(void *self, usec end);

static void create_totals(struct orders *orders) {
    struct results *results = sim_results(orders->sim);
    const struct of all = {0};
    orders->created = results_counter(results, &order_metrics[M_CREATED], all);
    orders->departed = results_counter(results, &order_metrics[M_DEPARTED], all);
    orders->cancelled = results_counter(results, &order_metrics[M_CANCELLED], all);
    orders->backordered = results_counter(results, &order_metrics[M_BACKORDERED], all);
    orders->open = results_level(results, &order_metrics[M_OPEN], all);
    orders->in_progress = results_value(results, &order_metrics[M_IN_PROGRESS], all);
    orders->open_at_start = results_value(results, &order_metrics[M_OPEN_AT_START], all);
    orders->backlog_change = results_value(results, &order_metrics[M_BACKLOG_CHANGE], all);
    orders->lines_created = results_counter(results, &order_metrics[M_LINES_CREATED], all);
    orders->lines_picked = results_counter(results, &order_metrics[M_LINES_PICKED], all);
    orders->units_created = results_counter(results, &order_metrics[M_UNITS_CREATED], all);
    orders->units_picked = results_counter(results, &order_metrics[M_UNITS_PICKED], all);
    orders->per_day = results_value(results, &order_metrics[M_PER_DAY], all);
    orders->per_operating_day = results_value(results, &order_metrics[M_PER_OPERATING_DAY], all);
    orders->cycle = results_tally(results, &order_metrics[M_CYCLE], all);
    orders->age = results_tally(results, &order_metrics[M_AGE], all);
    for (int c = 0; c < CAUSES; c++)
        orders->delay[c] =
            results_tally(results, &order_metrics[M_DELAY], (struct of){.name = cause_names[c]});
}

struct orders *orders_create(struct sim *sim, const struct orders_settings *settings) {
    struct orders *orders = sim_alloc(sim, sizeof *orders);
    orders->sim = sim;
    orders->settings = *settings;
    slab_init(&orders->order_slab, sim_arena(sim), sizeof(struct order));
    slab_init(&orders->line_slab, sim_arena(sim), sizeof(struct line));
    create_totals(orders);
    if (settings->dimensions[BY_CARRIER].count)
        orders->on_time = on_time_create(sim, &orders->settings);
    for (int d = 0; d < ORDER_DIMENSIONS; d++)
        create_members(orders, d);
    *orders->open_at_start = 0.0;
    results_at_cut(sim_results(sim), on_orders_cut, orders);
    results_at_finish(sim_results(sim), on_orders_finish, orders);
    return orders;
}

void orders_set_doors(struct orders *orders, struct order_door entrance,
                      void (*promise)(void *self, struct order *order), void *promiser,
                      void (*units_back)(void *self, struct order *order), void *units_to) {
    orders->entrance = entrance;
    orders->promise = promise;
    orders->promiser = promiser;
    orders->units_back = units_back;
    orders->units_to = units_to;
}

/* Birth */

struct order *orders_new(struct orders *orders) {
    struct order *order = slab_take(&orders->order_slab);
    order->entity.number = ++orders->created_ever;
    order->task.entity.number = order->entity.number;
    order->created = order->account.charged_until = sim_now(orders->sim);
    order->due = order->next_departure = NEVER;
    order->carrier = NO_CARRIER;
    order->service = order->channel = -1;
    return order;
}

struct line *orders_add_line(struct orders *orders, struct order *order, int sku, int units) {
    struct line *line = slab_take(&orders->line_slab);
    *line = (struct line){.sku = sku, .units = units, .order = order, .next = order->lines};
    order->lines = line;
    order->line_count++;
    order->unit_count += units;
    return line;
}

static void on_cancel_wish(struct sim *sim, void *self, void *subject) {
    (void)sim;
    struct orders *orders = self;
    struct order *order = subject;
    order->cancel_event = 0;
    order->cancel_wanted = true;
    if (order->withdraw) {
        order->withdraw(order->stage, order);
        orders_cancelled(orders, order);
    }
}

void orders_open(struct orders *orders, struct order *order, double cancel_after_s) {
    counter_add(orders->created, 1);
    counter_add(orders->lines_created, order->line_count);
    counter_add(orders->units_created, order->unit_count);
    level_add(orders->open, sim_now(orders->sim), 1);
    order->next_open = orders->first_open;
    if (orders->first_open)
        orders->first_open->previous_open = order;
    orders->first_open = order;
    if (orders->promise)
        orders->promise(orders->promiser, order);
    order->urgency = order_urgency(order);
    if (cancel_after_s >= 0.0)
        order->cancel_event = sim_after(orders->sim, cancel_after_s, on_cancel_wish, orders, order);
    door_pass(orders->entrance, order);
}

/* Life */

static void leave_place(struct order *order) {
    void (*vacate)(void *place) = order->vacate;
    order->vacate = NULL;
    if (vacate)
        vacate(order->place);
}

bool orders_wait(struct orders *orders, struct order *order,
                 void (*withdraw)(void *stage, struct order *order), void *stage) {
    order->withdraw = withdraw;
    order->stage = stage;
    if (!withdraw)
        leave_place(order);
    if (!withdraw || !order->cancel_wanted)
        return false;
    withdraw(stage, order);
    orders_cancelled(orders, order);
    return true;
}

void orders_strike_line(struct orders *orders, struct order *order, struct line *line) {
    struct line **link = &order->lines;
    while (*link != line)
        link = &(*link)->next;
    *link = line->next;
    order->line_count--;
    order->unit_count -= line->units;
    slab_give(&orders->line_slab, line);
}

void orders_lines_picked(struct orders *orders, struct order *order) {
    if (order->picked) /* picked again after a mistake: counted once */
        return;
    order->picked = true;
    counter_add(orders->lines_picked, order->line_count);
    counter_add(orders->units_picked, order->unit_count);
}

void orders_backordered(struct orders *orders) {
    counter_add(orders->backordered, 1);
}

static void tell_sink(struct orders *orders, const struct order *order, enum outcome outcome) {
    if (!orders->settings.sink)
        return;
    double row[ORDER_COLUMNS] = {(double)order->entity.number,
                                 sim_seconds(order->created),
                                 order->due == NEVER ? NAN : sim_seconds(order->due),
                                 outcome == OUTCOME_DEPARTED ? sim_seconds(sim_now(orders->sim)) : NAN,
                                 order->channel,
                                 order->merchant,
                                 order->service,
                                 order->carrier,
                                 order->line_count,
                                 (double)order->unit_count,
                                 outcome};
    for (int c = 0; c < CAUSES; c++)
        row[11 + c] = sim_seconds(order->account.delay[c]);
    orders->settings.sink->row(orders->settings.sink->self, row, ORDER_COLUMNS);
}

/* Death */

static void recycle(struct orders *orders, struct order *order) {
    leave_place(order);
    level_add(orders->open, sim_now(orders->sim), -1);
    if (order->cancel_event)
        sim_cancel(orders->sim, order->cancel_event);
    *(order->previous_open ? &order->previous_open->next_open : &orders->first_open) = order->next_open;
    if (order->next_open)
        order->next_open->previous_open = order->previous_open;
    while (order->lines) {
        struct line *line = order->lines;
        order->lines = line->next;
        slab_give(&orders->line_slab, line);
    }
    slab_give(&orders->order_slab, order);
}

static void measure_cycle(struct orders *orders, const struct order *order, usec now) {
    double cycle_s = sim_seconds(now - order->created);
    tally_add(orders->cycle, cycle_s);
    for (int c = 0; c < CAUSES; c++)
        tally_add(orders->delay[c], sim_seconds(order->account.delay[c]));
    for (int d = 0; d < ORDER_DIMENSIONS; d++) {
        int index = order_member(order, d);
        if (index < 0)
            continue;
        counter_add(orders->members[d][index].departed, 1);
        tally_add(orders->members[d][index].cycle, cycle_s);
    }
}

static void count_operating_day(struct orders *orders, usec now) {
    int64_t day = sim_date(orders->sim, now).day;
    if (day == orders->last_day)
        return;
    orders->last_day = day;
    counter_add(&orders->operating_days, 1);
}

void orders_departed(struct orders *orders, struct order *order) {
    usec now = sim_now(orders->sim);
    order_charge(order, now, order->account.cause);
    counter_add(orders->departed, 1);
    counter_add(&orders->departed_lines, order->line_count);
    counter_add(&orders->departed_units, order->unit_count);
    count_operating_day(orders, now);
    measure_cycle(orders, order, now);
    if (orders->on_time)
        on_time_departed(orders->on_time, order);
    tell_sink(orders, order, OUTCOME_DEPARTED);
    recycle(orders, order);
}

void orders_cancelled(struct orders *orders, struct order *order) {
    order_charge(order, sim_now(orders->sim), order->account.cause);
    counter_add(orders->cancelled, 1);
    if (!order->cancel_wanted && orders->on_time) /* for want of stock: the promise is broken */
        on_time_failed(orders->on_time, order);
    if (orders->units_back)
        orders->units_back(orders->units_to, order);
    tell_sink(orders, order, OUTCOME_CANCELLED);
    recycle(orders, order);
}

static void leave(void *stage, struct order *order) {
    orders_departed(stage, order);
}

struct order_door orders_exit(struct orders *orders) {
    return (struct order_door){leave, orders};
}

/* The window opens and closes */

static void cut(struct counter *counter) {
    counter->before = counter->total;
}

static void on_orders_cut(void *self, usec now) {
    (void)now;
    struct orders *orders = self;
    *orders->open_at_start = (double)orders->open->value;
    cut(&orders->departed_lines);
    cut(&orders->departed_units);
    cut(&orders->operating_days);
    orders->last_day = INT64_MIN;
}

static void on_orders_finish(void *self, usec end) {
    struct orders *orders = self;
    int64_t open = 0;
    for (struct order *order = orders->first_open; order; order = order->next_open) {
        open++;
        tally_add(orders->age, sim_seconds(end - order->created));
        if (orders->on_time)
            on_time_failed(orders->on_time, order);
        part_speaks(order);
        order_charge(order, end, order->account.cause);
        tell_sink(orders, order, OUTCOME_OPEN);
    }
    if (counter_value(&orders->operating_days))
        *orders->per_operating_day =
            (double)counter_value(orders->departed) / (double)counter_value(&orders->operating_days);
    if (orders->on_time)
        on_time_close(orders->on_time);
    *orders->in_progress = (double)open;
    *orders->backlog_change = (double)open - *orders->open_at_start;
    usec window = end - results_start(sim_results(orders->sim));
    *orders->per_day = (double)counter_value(orders->departed) / (sim_seconds(window) / SECONDS_A_DAY);
    int64_t in = (int64_t)*orders->open_at_start + counter_value(orders->created);
    int64_t out = counter_value(orders->departed) + counter_value(orders->cancelled) + open;
    results_claim(
        sim_results(orders->sim), in == out,
        "orders: open at start and created make %lld, departed, cancelled and open at the end make %lld",
        (long long)in, (long long)out);
}

struct order_totals orders_totals(const struct orders *orders) {
    return (struct order_totals){.created = counter_value(orders->created),
                                 .departed = counter_value(orders->departed),
                                 .cancelled = counter_value(orders->cancelled),
                                 .departed_lines = counter_value(&orders->departed_lines),
                                 .departed_units = counter_value(&orders->departed_units),
                                 .late = orders->on_time ? on_time_late(orders->on_time) : 0};
}

int64_t orders_departed_of_carrier(const struct orders *orders, int carrier) {
    return counter_value(orders->members[BY_CARRIER][carrier].departed);
}

uint64_t orders_created_ever(const struct orders *orders) {
    return orders->created_ever;
}
