/* SPDX-License-Identifier: MIT */
/* fcsim.c - runs one replication of a scenario: a simulation, its orders, its centre, and a clock that cuts
 * the warm-up and closes the intervals. */
#include "models/fcsim.h"

#include <math.h>
#include "models/centre.h"
#include "models/floor_plan.h"
#include "models/layout/traffic.h"
#include "models/on_time.h"
#include "models/planner.h"
#include "models/stock/recount.h"
#include "sim/base/arena.h"

static const struct metric *const metric_tables[] = {
    order_metrics,           on_time_metrics,    stage_metrics,         release_metrics,
    picking_metrics,         pass_metrics,       consolidation_metrics, crane_metrics,
    goods_to_person_metrics, reslotting_metrics, loading_metrics,       yard_metrics,
    inbound_metrics,         stock_metrics,      recount_metrics,       storage_metrics,
    replenishment_metrics,   putaway_metrics,    traffic_metrics,       team_metrics,
    labour_metrics,          pool_metrics,       cost_metrics,          NULL};

/* What the run asks of the clock */

struct run {
    const struct scenario *scenario;
    const struct run_request *request;
    struct sim *sim;
    usec end, interval;
};

static void on_interval(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct run *run = self;
    results_interval(sim_results(sim), sim_now(sim), run->request->series);
    if (run->request->progress)
        atomic_store_explicit(run->request->progress, (double)sim_now(sim) / (double)run->end,
                              memory_order_relaxed);
    if (sim_now(sim) < run->end) {
        usec next = sim_now(sim) + run->interval;
        sim_at(sim, next < run->end ? next : run->end, on_interval, run, NULL);
    }
}

static void on_warmed_up(struct sim *sim, void *self, void *subject) {
    (void)self;
    (void)subject;
    results_cut(sim_results(sim), sim_now(sim));
}

/* Names of dimensions */

static const char **names_of(struct arena *arena, int count, const char *(*name)(const void *self, int i),
                             const void *self) {
    const char **names = arena_array(arena, const char *, count + 1);
    for (int i = 0; i < count; i++)
        names[i] = name(self, i);
    return names;
}

static const char *channel_name(const void *self, int i) {
    return ((const struct demand_config *)self)->channels[i].name;
}

static const char *carrier_name(const void *self, int i) {
    return ((const struct carrier_plan *)self)->carriers[i].name;
}

static struct orders_settings orders_settings_of(const struct scenario *scenario,
                                                 const struct run_request *request, usec end) {
    enum { MOST_DAYS = 400 }; /* on_time by day stays readable, and memory does not follow a long horizon */
    static const char *const order_book[] = {"order_book"};
    const struct demand_config *demand = &scenario->demand;
    const struct catalogue *catalogue = scenario->sku_catalogue;
    struct orders_settings settings = {
        .dimensions = {[BY_CHANNEL] = {order_book, 1},
                       [BY_MERCHANT] = {catalogue->merchant_names, catalogue->merchant_count},
                       [BY_SERVICE] = {scenario->demand_plan->service_names,
                                       scenario->demand_plan->service_count}},
        .window_start = sim_usec(request->warmup_s),
        .window_end = end,
        .by_day = scenario->study == STUDY_TERMINATING && scenario->days <= MOST_DAYS,
        .sink = request->orders,
    };
    struct order_dimension *channels = &settings.dimensions[BY_CHANNEL],
                           *carriers = &settings.dimensions[BY_CARRIER];
    if (!demand->replay) {
        channels->count = demand->channels_count;
        channels->names = names_of(request->arena, channels->count, channel_name, demand);
    }
    if (scenario->carrier_plan) {
        carriers->count = scenario->carrier_plan->count;
        carriers->names = names_of(request->arena, carriers->count, carrier_name, scenario->carrier_plan);
    }
    return settings;
}

/* Broken invariants are judged by who asked for the run; a run that drowned says where. */
static const char *explain_failure(const struct sim *sim, struct results *results, struct arena *arena) {
    int64_t length;
    char when[DATE_TEXT_SIZE];
    const char *queue = results_longest_queue(results, &length);
    struct date date = sim_date(sim, sim_now(sim));
    const char *reason = sim_failure(sim);
    return arena_format(
        arena,
        "%s on %s (%.1f h after the start of the run); the longest queue is %s with %lld waiting: "
        "look at the capacity of that stage with \"fcsim check\"",
        reason, date_text(when, date), sim_seconds(sim_now(sim)) / SECONDS_AN_HOUR, *queue ? queue : "none",
        (long long)length);
}

static struct run_report run_scenario(const void *values, const struct run_request *request) {
    const struct scenario *scenario = values;
    struct arena *arena = request->arena;
    struct results *results = results_create(arena);
    results_record(results, request->recording);
    struct sim *sim =
        sim_create(&(struct sim_settings){.arena = arena,
                                          .results = results,
                                          .seed = request->seed,
                                          .replication = request->replication,
                                          .start = scenario_start(scenario),
                                          .stop = request->stop,
                                          .event_limit = (uint64_t)scenario->event_limit_millions * 1000000,
                                          .memory_limit = (size_t)scenario->memory_limit_mb << 20,
                                          .trace = request->trace ? request->trace->event : NULL,
                                          .trace_self = request->trace ? request->trace->self : NULL});
    struct run run = {.scenario = scenario,
                      .request = request,
                      .sim = sim,
                      .end = sim_usec(scenario_horizon_days(scenario) * SECONDS_A_DAY),
                      .interval = sim_usec(scenario->interval_min * 60.0)};
    struct orders_settings settings = orders_settings_of(scenario, request, run.end);
    /* First of all events at its time, so that what happens at the start of the window is measured. */
    sim_at(sim, sim_usec(request->warmup_s), on_warmed_up, &run, NULL);
    struct orders *orders = orders_create(sim, &settings);
    centre_create(scenario, sim, orders, run.end);
    if (scenario->demand.replay)
        replay_create(scenario->demand_plan, sim, orders, run.end);
    else
        demand_create(scenario->demand_plan, sim, orders, run.end);
    sim_at(sim, run.interval < run.end ? run.interval : run.end, on_interval, &run, NULL);
    enum sim_outcome outcome = sim_run(sim, run.end);
    struct run_report report = {
        .results = results, .events = sim_events(sim), .entities = orders_created_ever(orders)};
    report.outcome = outcome == SIM_REACHED ? RUN_DONE : outcome == SIM_STOPPED ? RUN_STOPPED : RUN_FAILED;
    if (report.outcome == RUN_FAILED)
        report.reason = explain_failure(sim, results, arena);
    results_finish(results, sim_now(sim)); /* also gives back what stages took from the system */
    sim_destroy(sim);
    return report;
}

/* Columns of names in orders.csv, by their index in order_columns. */
static const char *order_name(const void *values, int column, int index) {
    static const char *const outcomes[] = {"open", "departed", "cancelled"};
    const struct scenario *scenario = values;
    const struct carrier_plan *carriers = scenario->carrier_plan;
    switch (column) {
    case ORDER_CHANNEL:
        return scenario->demand.replay ? "order_book" : scenario->demand.channels[index].name;
    case ORDER_MERCHANT:
        return scenario->sku_catalogue->merchant_names[index];
    case ORDER_SERVICE:
        return index < 0 ? "" : scenario->demand_plan->service_names[index];
    case ORDER_CARRIER:
        return index < 0 || !carriers ? "" : carriers->carriers[index].name;
    case ORDER_OUTCOME:
        return outcomes[index];
    default:
        return NULL;
    }
}

const struct subject fcsim_subject = {
    .name = "fcsim",
    .fields = scenario_fields,
    .size = sizeof(struct scenario),
    .metrics = metric_tables,
    .order_columns = order_columns,
    .order_name = order_name,
    .labels = scenario_labels,
    .check = scenario_check,
    .plan = scenario_plan,
    .estimate = scenario_estimate,
    .run = run_scenario,
    .draw = floor_plan_draw,
    .planner = &scenario_planner,
};
