/* SPDX-License-Identifier: MIT */
/* on_time.c - see on_time.h. */
#include "models/on_time.h"

#include "sim/base/arena.h"

/* What it measures */

enum { M_ON_TIME, M_WORST_DAY, M_NEXT_DEPARTURE, M_LATE_DEPARTURES, M_LATENESS };
const struct metric on_time_metrics[] = {
    [M_ON_TIME] =
        {"on_time", METRIC_RATIO, "share",
         "Orders due in the window that left with the departure they were promised to, or an earlier one, "
         "over all orders due in it.",
         .pooled = true, .better = HIGHER_IS_BETTER},
    [M_WORST_DAY] = {"on_time_worst_day", METRIC_VALUE, "share", "The smallest on-time share of a due day.",
                     .better = HIGHER_IS_BETTER},
    [M_NEXT_DEPARTURE] =
        {"next_departure_share", METRIC_RATIO, "share",
         "Of the orders created between two departures of their lane, the share that left with the second.",
         .better = HIGHER_IS_BETTER},
    [M_LATE_DEPARTURES] = {"late_departures", METRIC_MEAN, "departures",
                           "Departures missed, of orders that left late.", .better = LOWER_IS_BETTER},
    [M_LATENESS] = {"lateness_h", METRIC_MEAN, "h",
                    "Hours between the promised and the actual departure, of orders that left late.",
                    .better = LOWER_IS_BETTER},
    {0},
};

/* What it remembers */

struct on_time {
    struct sim *sim;
    const struct orders_settings *settings;
    struct ratio *all, *next_departure, *by_hour[HOURS_A_DAY], **by_day, **by_member[ORDER_DIMENSIONS];
    int days;
    double *worst_day;
    struct tally *late_departures, *lateness;
};

/* Judging */

static struct ratio *ratio_of_day(const struct on_time *on_time, usec due) {
    int64_t day =
        sim_date(on_time->sim, due).day - sim_date(on_time->sim, on_time->settings->window_start).day;
    return on_time->by_day[day < on_time->days ? day : on_time->days - 1];
}

static struct ratio *ratio_of_hour(const struct on_time *on_time, usec created) {
    usec midnight = sim_midnight(on_time->sim, sim_date(on_time->sim, created));
    return on_time->by_hour[(created - midnight) / ((usec)SECONDS_AN_HOUR * USEC_A_SECOND)];
}

static bool in_window(const struct on_time *on_time, usec due) {
    return due >= on_time->settings->window_start && due <= on_time->settings->window_end;
}

static void judge(struct on_time *on_time, const struct order *order, bool made_it, bool made_next) {
    if (in_window(on_time, order->next_departure))
        ratio_add(on_time->next_departure, made_next, 1.0);
    if (!in_window(on_time, order->due))
        return;
    ratio_add(on_time->all, made_it, 1.0);
    for (int d = 0; d < ORDER_DIMENSIONS; d++)
        if (order_member(order, d) >= 0)
            ratio_add(on_time->by_member[d][order_member(order, d)], made_it, 1.0);
    ratio_add(ratio_of_hour(on_time, order->created), made_it, 1.0);
    if (on_time->by_day)
        ratio_add(ratio_of_day(on_time, order->due), made_it, 1.0);
}

void on_time_departed(struct on_time *on_time, const struct order *order) {
    usec now = sim_now(on_time->sim);
    judge(on_time, order, now <= order->due, now <= order->next_departure);
    if (now <= order->due)
        return;
    tally_add(on_time->late_departures, order->missed);
    tally_add(on_time->lateness, sim_seconds(now - order->due) / SECONDS_AN_HOUR);
}

void on_time_failed(struct on_time *on_time, const struct order *order) {
    judge(on_time, order, false, false);
}

int64_t on_time_late(const struct on_time *on_time) {
    return on_time->lateness->count;
}

/* Start and end */

/* After the open orders were judged. */
void on_time_close(struct on_time *on_time) {
    for (int d = 0; d < on_time->days; d++) {
        const struct ratio *day = on_time->by_day[d];
        if (day->whole > 0 && !(day->part / day->whole >= *on_time->worst_day))
            *on_time->worst_day = day->part / day->whole;
    }
}

static struct ratio *new_ratio(const struct on_time *on_time, struct of of) {
    return results_ratio(sim_results(on_time->sim), &on_time_metrics[M_ON_TIME], of, true);
}

static void create_hours(struct on_time *on_time) {
    for (int h = 0; h < HOURS_A_DAY; h++) {
        const char *hour = arena_format(sim_arena(on_time->sim), "%02d", h);
        on_time->by_hour[h] = new_ratio(on_time, (struct of){.dimension = "hour", .member = hour});
    }
}

static void create_days(struct on_time *on_time) {
    struct arena *arena = sim_arena(on_time->sim);
    struct date first = sim_date(on_time->sim, on_time->settings->window_start);
    /* A window that ends at midnight has no day after it. */
    on_time->days = (int)(sim_date(on_time->sim, on_time->settings->window_end - 1).day - first.day) + 1;
    on_time->by_day = arena_array(arena, struct ratio *, on_time->days);
    for (int d = 0; d < on_time->days; d++) {
        char buffer[DATE_TEXT_SIZE];
        const char *day = arena_copy(arena, date_text(buffer, (struct date){first.day + d}));
        on_time->by_day[d] = new_ratio(on_time, (struct of){.dimension = "day", .member = day});
    }
}

static void create_members(struct on_time *on_time) {
    for (int d = 0; d < ORDER_DIMENSIONS; d++) {
        const struct order_dimension *dimension = &on_time->settings->dimensions[d];
        on_time->by_member[d] = arena_array(sim_arena(on_time->sim), struct ratio *, dimension->count);
        for (int i = 0; i < dimension->count; i++)
            on_time->by_member[d][i] = new_ratio(
                on_time, (struct of){.dimension = order_dimension_names[d], .member = dimension->names[i]});
    }
}

struct on_time *on_time_create(struct sim *sim, const struct orders_settings *settings) {
    struct results *results = sim_results(sim);
    struct on_time *on_time = sim_alloc(sim, sizeof *on_time);
    on_time->sim = sim;
    on_time->settings = settings;
    on_time->all = new_ratio(on_time, (struct of){0});
    on_time->worst_day = results_value(results, &on_time_metrics[M_WORST_DAY], (struct of){0});
    on_time->next_departure =
        results_ratio(results, &on_time_metrics[M_NEXT_DEPARTURE], (struct of){0}, true);
    on_time->late_departures = results_tally(results, &on_time_metrics[M_LATE_DEPARTURES], (struct of){0});
    on_time->lateness = results_tally(results, &on_time_metrics[M_LATENESS], (struct of){0});
    create_hours(on_time);
    if (settings->by_day)
        create_days(on_time);
    create_members(on_time);
    return on_time;
}
