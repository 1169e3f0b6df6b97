/* SPDX-License-Identifier: MIT */
/* carriers.c - promises at creation, lanes, departures. */
#include "models/outbound/carriers.h"

#include <stdlib.h>
#include <string.h>
#include "models/orders.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/results/queue.h"

/* What the user can set */

static const struct field departure_fields[] = {
    {FIELD(struct departure_config, days), .preset_json = "\"daily\"", .doc = "Weekdays on which it leaves."},
    {FIELD(struct departure_config, cutoff), .required = true,
     .doc = "Orders created up to this time are promised this departure."},
    {FIELD(struct departure_config, leaves), .required = true,
     .doc = "Time at which it leaves, on the same day."},
    {FIELD(struct departure_config, trailers), .min = 1, .max = 10000, .preset = 1,
     .doc = "Trailers of the departure."},
    {FIELD(struct departure_config, parcels), .min = 1, .max = 10000000, .preset = 2500,
     .doc = "Parcels that one trailer takes."},
    {0},
};
const struct field carrier_fields[] = {
    {FIELD(struct carrier_config, name), .required = true, .doc = "Name of the carrier."},
    {FIELD(struct carrier_config, share), .min = 0, .max = 1, .preset = 1,
     .doc = "Share of the orders of each service that it offers; shares are scaled to add up to 1."},
    {SCALARS(struct carrier_config, services, FIELD_TEXT),
     .doc = "Services it offers; all where none is named."},
    {LIST(struct carrier_config, departures, departure_fields), .required = true, .min_count = 1,
     .doc = "When it picks up."},
    {FIELD(struct carrier_config, price_per_parcel), .min = 0, .max = 1e6, .preset = 0, .unit = "currency",
     .doc = "Price of one parcel."},
    {0},
};

static const char *departure_path(struct arena *arena, const struct carrier_config *carrier, int i) {
    return arena_format(arena, "carriers.%s.departures.%d", carrier->name, i);
}

void carriers_check(struct arena *arena, const struct carrier_config *carriers, int count,
                    struct problems *problems) {
    for (int c = 0; c < count; c++)
        for (int i = 0; i < carriers[c].departures_count; i++) {
            const struct departure_config *departure = &carriers[c].departures[i];
            char cutoff[DATE_TEXT_SIZE], leaves[DATE_TEXT_SIZE];
            if (departure->cutoff.seconds > departure->leaves.seconds)
                problem_of(problems, departure_path(arena, &carriers[c], i),
                           "an order cannot be promised a departure that has left",
                           "the cut-off (%s) is after the departure (%s)",
                           clock_time_text(cutoff, departure->cutoff),
                           clock_time_text(leaves, departure->leaves));
        }
}

static void check_services(struct arena *arena, const struct carrier_config *carrier,
                           const struct demand_plan *demand, struct problems *problems) {
    for (int k = 0; k < carrier->services_count; k++) {
        bool known = false;
        for (int s = 0; s < demand->service_count; s++)
            known |= strcmp(demand->service_names[s], carrier->services[k]) == 0;
        if (!known)
            problem_of(problems, arena_format(arena, "carriers.%s.services.%d", carrier->name, k),
                       "services are named by the channels' \"services\"", "no order has the service \"%s\"",
                       carrier->services[k]);
    }
}

static bool offers(const struct carrier_config *carrier, const char *service) {
    if (!carrier->services_count)
        return true;
    if (!service)
        return false; /* it is there for its services only */
    for (int k = 0; k < carrier->services_count; k++)
        if (strcmp(carrier->services[k], service) == 0)
            return true;
    return false;
}

struct carrier_plan *carrier_plan_create(struct arena *arena, const struct carrier_config *carriers,
                                         int count, const struct demand_plan *demand,
                                         struct problems *problems) {
    struct carrier_plan *plan = arena_new(arena, struct carrier_plan);
    *plan =
        (struct carrier_plan){.carriers = carriers, .count = count, .service_count = demand->service_count};
    plan->draw = arena_array(arena, const struct alias *, plan->service_count + 1);
    plan->of = arena_array(arena, const int *, plan->service_count + 1);
    plan->order_share = arena_array(arena, double, count);
    for (int c = 0; c < count; c++)
        check_services(arena, &carriers[c], demand, problems);
    for (int s = 0; s <= plan->service_count; s++) {
        const char *service = s < plan->service_count ? demand->service_names[s] : NULL;
        int *of = arena_array(arena, int, count), n = 0;
        double *shares = arena_array(arena, double, count), sum = 0.0;
        for (int c = 0; c < count; c++) {
            if (!offers(&carriers[c], service))
                continue;
            of[n] = c;
            sum += shares[n++] = carriers[c].share;
        }
        if (sum > 0)
            plan->draw[s] = alias_create(arena, shares, n);
        else if (demand->service_share[s] > 0)
            problem_of(problems, "carriers", "give a carrier that offers it, with a share above 0",
                       service ? "no carrier takes orders of the service \"%s\""
                               : "no carrier takes orders without a service",
                       service);
        for (int k = 0; k < n && sum > 0; k++)
            plan->order_share[of[k]] += demand->service_share[s] * shares[k] / sum;
        plan->of[s] = of;
    }
    return plan;
}

/* What it remembers */

struct departure {
    struct entity entity; /* numbered within the lane, from 1 */
    usec leaves, cutoff;
    int64_t space;
};

struct lane {
    struct carriers *carriers;
    int carrier;
    struct departure *departures; /* by time of leaving */
    int count;
    int next;          /* not left yet */
    int open;          /* first whose cut-off may still be met */
    struct heap ready; /* loaded parcels by due time */
    struct ratio *fill;
    struct queue waiting;
    struct counter *left;
};

struct carriers {
    struct sim *sim;
    const struct carrier_plan *plan;
    struct orders *orders;
    uint64_t key;
    struct lane *lanes;
};

/* What it measures: loading_metrics in loading.c */

/* Promises */

static void promise(struct lane *lane, struct order *order, usec now) {
    while (lane->open < lane->count && lane->departures[lane->open].leaves < now)
        lane->open++;
    if (lane->open < lane->count)
        order->next_departure = lane->departures[lane->open].leaves;
    for (int i = lane->open; i < lane->count; i++) {
        if (lane->departures[i].cutoff >= now) {
            order->due = lane->departures[i].leaves;
            order->promised = i;
            return;
        }
    }
}

void carriers_promise(void *self, struct order *order) {
    struct carriers *carriers = self;
    const struct carrier_plan *plan = carriers->plan;
    int service = order->service >= 0 ? order->service : plan->service_count;
    struct stream stream = stream_keyed(carriers->key, order->key);
    order->carrier = plan->of[service][alias_draw(plan->draw[service], &stream)];
    promise(&carriers->lanes[order->carrier], order, sim_now(carriers->sim));
}

/* Lanes and departures */

static void accept(void *self, struct order *order) {
    struct carriers *carriers = self;
    struct lane *lane = &carriers->lanes[order->carrier];
    order_charge(order, sim_now(carriers->sim), CAUSE_DEPARTURE);
    heap_push(&lane->ready, &order->task.waiting, order->due, sim_next_number(carriers->sim));
    order->task.asked = sim_now(carriers->sim);
    queue_enter(&lane->waiting, order->task.asked);
}

static void on_departure(struct sim *sim, void *self, void *subject);

static void schedule_next(struct lane *lane) {
    if (lane->next < lane->count)
        sim_at(lane->carriers->sim, lane->departures[lane->next].leaves, on_departure, lane,
               &lane->departures[lane->next]);
}

static void on_departure(struct sim *sim, void *self, void *subject) {
    struct lane *lane = self;
    const struct departure *departure = subject;
    struct heap_node *node;
    int64_t loaded = 0;
    while (loaded < departure->space && (node = heap_pop(&lane->ready))) {
        struct order *order = order_of_node(node);
        order->missed = lane->next > order->promised ? lane->next - order->promised : 0;
        loaded++;
        queue_leave(&lane->waiting, order->task.asked, sim_now(sim));
        orders_departed(lane->carriers->orders, order);
    }
    ratio_add(lane->fill, (double)loaded, (double)departure->space);
    counter_add(lane->left, 1);
    lane->next++;
    schedule_next(lane);
}

/* Start and end */

static int by_leaving(const void *a, const void *b) {
    const struct departure *x = a, *y = b;
    if (x->leaves != y->leaves)
        return x->leaves < y->leaves ? -1 : 1;
    return (x->cutoff > y->cutoff) - (x->cutoff < y->cutoff);
}

static void lay_out_departures(struct lane *lane, const struct carrier_config *config, usec end) {
    struct sim *sim = lane->carriers->sim;
    enum { AFTER_END_DAYS = 14 };
    struct date first = sim_date(sim, 0);
    int days = (int)(sim_date(sim, end).day - first.day) + AFTER_END_DAYS;
    lane->departures = sim_alloc(sim, sizeof *lane->departures * (size_t)(days * config->departures_count));
    for (int d = 0; d < days; d++) {
        struct date date = {first.day + d};
        for (int i = 0; i < config->departures_count; i++) {
            const struct departure_config *departure = &config->departures[i];
            usec midnight = sim_midnight(sim, date);
            usec leaves = midnight + (usec)departure->leaves.seconds * USEC_A_SECOND;
            if (!weekdays_have(departure->days, date_weekday(date)) || leaves < 0)
                continue;
            lane->departures[lane->count++] =
                (struct departure){.leaves = leaves,
                                   .cutoff = midnight + (usec)departure->cutoff.seconds * USEC_A_SECOND,
                                   .space = (int64_t)departure->trailers * departure->parcels};
        }
    }
    qsort(lane->departures, (size_t)lane->count, sizeof *lane->departures, by_leaving);
    for (int i = 0; i < lane->count; i++)
        lane->departures[i].entity.number = (uint64_t)i + 1;
}

static void on_carriers_finish(void *self, usec end) {
    struct carriers *carriers = self;
    for (int c = 0; c < carriers->plan->count; c++) {
        struct lane *lane = &carriers->lanes[c];
        wide open = 0;
        for (int i = 0; i < lane->ready.count; i++)
            open += queue_stay(&lane->waiting, order_of_node(lane->ready.entries[i].node)->task.asked, end);
        queue_close(&lane->waiting, carriers->plan->carriers[c].name, open, end);
        heap_free(&lane->ready);
    }
}

enum { M_FILL, M_LANE, M_LEFT };
const struct metric loading_metrics[] = {
    [M_FILL] = {"loading.trailer_fill", METRIC_RATIO, "share",
                "Parcels loaded over the places of the departures that left."},
    [M_LANE] = {"loading.lane", METRIC_LEVEL, "parcels", "Loaded parcels waiting for their departure."},
    [M_LEFT] = {"loading.departures", METRIC_COUNT, "departures", "Departures that left."},
    {0},
};

struct carriers *carriers_create(const struct carrier_plan *plan, struct sim *sim, struct orders *orders,
                                 usec end) {
    struct carriers *carriers = sim_alloc(sim, sizeof *carriers);
    struct results *results = sim_results(sim);
    *carriers =
        (struct carriers){.sim = sim, .plan = plan, .orders = orders, .key = sim_stream_key(sim, "carriers")};
    carriers->lanes = sim_alloc(sim, sizeof *carriers->lanes * (size_t)plan->count);
    for (int c = 0; c < plan->count; c++) {
        struct lane *lane = &carriers->lanes[c];
        struct of of = {.dimension = "carrier", .member = plan->carriers[c].name};
        lane->carriers = carriers;
        lane->carrier = c;
        lane->fill = results_ratio(results, &loading_metrics[M_FILL], of, false);
        queue_create(&lane->waiting, results, &loading_metrics[M_LANE], of);
        lane->left = results_counter(results, &loading_metrics[M_LEFT], of);
        lay_out_departures(lane, &plan->carriers[c], end);
        schedule_next(lane);
    }
    results_at_finish(results, on_carriers_finish, carriers);
    return carriers;
}

struct order_door carriers_door(struct carriers *carriers) {
    return (struct order_door){accept, carriers};
}
