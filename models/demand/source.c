/* SPDX-License-Identifier: MIT */
/* source.c - channels draw orders: a non-homogeneous Poisson process by inversion of its piecewise constant
 * rate.
 *
 * A source keeps one unit-exponential of hazard and walks the segments of its rate until it is used up, which
 * is exact. The channel itself and each event on it are sources of their own: the sum of Poisson processes is
 * Poisson, and so the extra orders of an event are known as such. Day and hour factors (gamma, mean 1) are
 * keyed by channel and date and shared by both. What an order holds is keyed by (source, sequence), so it
 * does not depend on when the order comes (except through a drift of popularity).
 *
 * A channel with a forecast knows how many orders a day has (paths.h): they are placed, not drawn. Events of
 * such a channel add Poisson orders of their own; a dip takes each placed order away with its probability. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>
#include "models/demand/demand.h"
#include "models/demand/drift.h"
#include "models/demand/paths.h"
#include "models/demand/rates.h"
#include "models/orders.h"
#include "sim/base/arena.h"

/* What chance makes of an event, known to its own source and to the dip that follows. */
struct drawn_event {
    usec start;
    double peak_factor;
};

struct source {
    struct sim *sim;
    const struct demand_plan *plan;
    const struct channel_config *channel;
    const struct channel_paths *paths; /* of the channel */
    const struct drawn_path *drawn_paths;
    int channel_index;
    struct orders *orders;
    usec end;
    struct stream arrivals;
    uint64_t key, family_key;   /* of its orders; of which lines stay in a family */
    uint64_t day_key, hour_key; /* of its day and hour factors */
    const struct drift *drift;  /* NULL: popularity stays */
    uint64_t sequence;
    int64_t step_s;                  /* length of a segment */
    usec segment;                    /* start of the current one */
    double rate;                     /* orders per second in it */
    double hazard;                   /* left until the next order */
    int64_t factor_day, factor_hour; /* for which the factors were drawn */
    double day_factor, hour_factor, day_orders;
    const struct event_config *event; /* NULL for the channel itself */
    const struct drawn_event *drawn;  /* of the channel's events, in the order of the scenario */
    struct source *base;              /* of an event: a twin of its channel, to ask for rates */
    usec event_start;
    double peak_factor;
    /* Of a channel with a forecast: */
    uint64_t placing_key;
    struct stream placed;
    int64_t day, *left; /* orders to come, by segment */
    int index;          /* of the current segment */
    usec at;            /* the latest order */
    double *day_weights;
};

/* Rates */

/* Gamma with mean 1; 1 when there is no variation. */
static double gamma_factor(uint64_t key, int64_t index, double cv) {
    if (cv <= 0.0)
        return 1.0;
    struct stream stream = stream_keyed(key, (uint64_t)index);
    gsl_rng rng = stream_gsl(&stream);
    double shape = 1.0 / (cv * cv);
    return gsl_ran_gamma(&rng, shape, 1.0 / shape);
}

static void refresh_day(struct source *source, int64_t day) {
    const struct channel_config *channel = source->channel;
    source->factor_day = day;
    source->day_factor = gamma_factor(source->day_key, day, channel->day_cv);
    source->day_orders = source->paths->model ? paths_orders(source->paths, source->drawn_paths, day)
                                              : channel_orders_on(channel, (struct date){day});
}

static double weight_at(const struct source *source, int64_t day, int64_t second) {
    const struct profile *profile = &source->channel->profile;
    return source->paths->model ? paths_weight(source->paths, source->drawn_paths, profile, day, second)
                                : profile_weight(profile, date_weekday((struct date){day}), second);
}

/* The rate of a channel at a time, without events' extra orders. */
static double base_rate(struct source *source, usec time) {
    struct date date = sim_date(source->sim, time);
    int64_t second = (time - sim_midnight(source->sim, date)) / USEC_A_SECOND;
    if (source->factor_day != date.day)
        refresh_day(source, date.day);
    int64_t hour = date.day * HOURS_A_DAY + second / SECONDS_AN_HOUR;
    if (source->channel->hour_cv > 0.0 && source->factor_hour != hour) {
        source->factor_hour = hour;
        source->hour_factor = gamma_factor(source->hour_key, hour, source->channel->hour_cv);
    }
    return source->day_orders * source->plan->config->scale * source->day_factor * source->hour_factor *
           weight_at(source, date.day, second) / SECONDS_A_DAY;
}

static double event_extra_rate(struct source *source, usec time) {
    double since_s = sim_seconds(time - source->event_start) + EVENT_STEP_S / 2.0;
    if (since_s < 0.0 || since_s > event_length_s(source->event, source->peak_factor))
        return 0.0;
    return base_rate(source->base, time) * (event_factor(source->event, source->peak_factor, since_s) - 1.0);
}

/* Arrivals */

/* Lines come from the order's merchant; the first of an event's order from the SKUs hit. */
static int draw_sku(struct source *source, const struct order *order, struct stream *stream) {
    const struct catalogue *catalogue = source->plan->catalogue;
    int sku = catalogue->sku_of[order->merchant][alias_draw(catalogue->sku_draw[order->merchant], stream)];
    return source->drift ? source->drift->now[sku] : sku;
}

/* Draws of families have a stream of their own, so that those of the other lines stay as they are. */
static int draw_relative(struct source *source, int first, struct stream *stream) {
    const struct catalogue *catalogue = source->plan->catalogue;
    return families_draw(catalogue, source->drift ? source->drift->upto : catalogue->families.upto, first,
                         stream);
}

static int draw_hit_sku(const struct event_config *event, struct stream *stream) {
    if (stream_uniform(stream) >= event->sku_share)
        return -1;
    return event->skus[stream_below(stream, (uint32_t)event->skus_count)] - 1;
}

static void draw_order(struct source *source) {
    const struct channel_config *channel = source->channel;
    const struct catalogue *catalogue = source->plan->catalogue;
    struct order *order = orders_new(source->orders);
    order->key = stream_mix(source->key ^ ++source->sequence);
    struct stream stream = stream_keyed(source->key, source->sequence);
    order->channel = source->channel_index;
    order->merchant = catalogue->merchant_count > 1 ? alias_draw(catalogue->merchant_draw, &stream) : 0;
    if (channel->services_count) {
        int k = alias_draw(source->plan->service_draw[source->channel_index], &stream);
        order->service = source->plan->channel_services[source->channel_index][k];
        order->priority = channel->services[k].priority;
    }
    int lines = distribution_draw_count(&channel->lines, &stream);
    int hit = source->event ? draw_hit_sku(source->event, &stream) : -1;
    if (hit >= 0)
        order->merchant = catalogue->skus[hit].merchant;
    struct stream relatives = stream_keyed(source->family_key, source->sequence);
    for (int i = 0, first = -1; i < lines; i++) {
        int sku = i == 0 && hit >= 0 ? hit : draw_sku(source, order, &stream);
        int relative = i > 0 ? draw_relative(source, first, &relatives) : -1;
        if (i == 0)
            first = sku;
        else if (relative >= 0)
            sku = relative;
        orders_add_line(source->orders, order, sku, distribution_draw_count(&channel->units, &stream));
    }
    double cancel_after_s = -1.0;
    if (channel->cancel_share > 0.0 && stream_uniform(&stream) < channel->cancel_share)
        cancel_after_s = distribution_draw(&channel->cancel_after_min, &stream) * 60.0;
    orders_open(source->orders, order, cancel_after_s);
}

static double rate_at(struct source *source, usec time);
static void schedule_next(struct source *source);

static void on_order_drawn(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)subject;
    struct source *source = self;
    draw_order(source);
    schedule_next(source);
}

/* Uses up the hazard segment by segment. */
static void schedule_next(struct source *source) {
    usec step = source->step_s * USEC_A_SECOND, now = sim_now(source->sim);
    usec time = now > source->segment ? now : source->segment; /* an event starts in the future */
    source->hazard = stream_exponential(&source->arrivals);
    for (;;) {
        usec segment_end = source->segment + step;
        double left = source->rate * sim_seconds(segment_end - time);
        if (source->hazard <= left) {
            usec at = time + sim_usec(source->hazard / source->rate);
            if (at <= source->end)
                sim_at(source->sim, at < segment_end ? at : segment_end, on_order_drawn, source, NULL);
            return;
        }
        source->hazard -= left;
        time = source->segment = segment_end;
        if (time > source->end)
            return;
        source->rate = rate_at(source, time);
    }
}

/* Share of the channel's orders that stays at a time: events may have pulled others forward. */
static double share_left(const struct source *source, usec time) {
    double left = 1.0;
    const struct demand_config *config = source->plan->config;
    for (int e = 0; e < config->events_count; e++) {
        const struct event_config *event = &config->events[e];
        if (event->dip <= 0.0 || strcmp(event->channel, source->channel->name) != 0)
            continue;
        const struct drawn_event *drawn = &source->drawn[e];
        double since_s = sim_seconds(time - drawn->start) - event_length_s(event, drawn->peak_factor);
        if (since_s >= 0.0 && since_s < event->dip_h * SECONDS_AN_HOUR)
            left *= 1.0 - event->dip;
    }
    return left;
}

/* A day of a path: its orders over the segments, and within a segment uniform and in order, one at a time */

static void place_day(struct source *source, int64_t day) {
    int segments = (int)(SECONDS_A_DAY / source->step_s);
    double *weights = source->day_weights;
    refresh_day(source, day);
    source->placed = stream_keyed(source->placing_key, (uint64_t)day);
    for (int i = 0; i < segments; i++) {
        int64_t second = i * source->step_s;
        int64_t hour = day * HOURS_A_DAY + second / SECONDS_AN_HOUR;
        weights[i] = weight_at(source, day, second);
        if (source->channel->hour_cv > 0.0)
            weights[i] *= gamma_factor(source->hour_key, hour, source->channel->hour_cv);
    }
    paths_place(weights, segments, llround(source->day_orders * source->plan->config->scale),
                paths_dispersion(source->paths), &source->placed, source->left);
    source->day = day;
    source->at = source->segment = sim_midnight(source->sim, (struct date){day});
    source->index = 0;
}

static void on_order_placed(struct sim *sim, void *self, void *subject);

static void schedule_placed(struct source *source) {
    usec step = source->step_s * USEC_A_SECOND;
    while (source->segment < source->end) {
        if (source->left[source->index] > 0) {
            double u = stream_uniform(&source->placed), room = (double)(source->segment + step - source->at);
            source->at += (usec)(room * (1.0 - pow(1.0 - u, 1.0 / (double)source->left[source->index]--)));
            if (source->at < sim_now(source->sim))
                continue; /* before the start of the run */
            if (source->at <= source->end)
                sim_at(source->sim, source->at, on_order_placed, source, NULL);
            return;
        }
        source->at = source->segment += step;
        if ((int64_t)++source->index * source->step_s == SECONDS_A_DAY)
            place_day(source, source->day + 1);
    }
}

static void on_order_placed(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct source *source = self;
    double left = share_left(source, sim_now(sim));
    if (left >= 1.0 || stream_uniform(&source->arrivals) < left)
        draw_order(source);
    schedule_placed(source);
}

static void start_placed(struct source *source, const char *name) {
    struct arena *arena = sim_arena(source->sim);
    size_t segments = (size_t)(SECONDS_A_DAY / source->step_s);
    source->placing_key = sim_stream_key(source->sim, arena_format(arena, "demand/%s/placing", name));
    source->day_weights = sim_alloc(source->sim, sizeof *source->day_weights * segments);
    source->left = sim_alloc(source->sim, sizeof *source->left * segments);
    place_day(source, sim_date(source->sim, 0).day);
    schedule_placed(source);
}

/* Creation */

static struct source *create_source(const struct demand_plan *plan, struct sim *sim, struct orders *orders,
                                    usec end, int channel, const struct drawn_path *drawn_paths,
                                    const char *name) {
    struct arena *arena = sim_arena(sim);
    struct source *source = sim_alloc(sim, sizeof *source);
    const struct channel_config *config = &plan->config->channels[channel];
    *source = (struct source){.sim = sim,
                              .plan = plan,
                              .channel = config,
                              .paths = &plan->paths[channel],
                              .drawn_paths = drawn_paths,
                              .channel_index = channel,
                              .orders = orders,
                              .end = end,
                              .factor_day = INT64_MIN,
                              .factor_hour = INT64_MIN,
                              .hour_factor = 1.0};
    source->arrivals = sim_stream(sim, arena_format(arena, "demand/%s/arrivals", name));
    source->key = sim_stream_key(sim, arena_format(arena, "demand/%s/orders", name));
    source->family_key = sim_stream_key(sim, arena_format(arena, "demand/%s/families", name));
    source->day_key = sim_stream_key(sim, arena_format(arena, "demand/%s/days", config->name));
    source->hour_key = sim_stream_key(sim, arena_format(arena, "demand/%s/hours", config->name));
    bool hourly = config->profile.count == HOURS_A_WEEK || paths_know_hours(source->paths);
    int segments = hourly ? HOURS_A_DAY : config->profile.count;
    source->step_s = SECONDS_A_DAY / segments;
    return source;
}

/* The channel's rate less what events pulled forward, or an event's extra rate. */
static double rate_at(struct source *source, usec time) {
    return source->event ? event_extra_rate(source, time)
                         : base_rate(source, time) * share_left(source, time);
}

/* Segments are counted from midnight, wherever the run begins. */
static void start(struct source *source, usec from) {
    usec midnight = sim_midnight(source->sim, sim_date(source->sim, from)),
         step = source->step_s * USEC_A_SECOND;
    source->segment = midnight + (from - midnight) / step * step;
    source->rate = rate_at(source, source->segment);
    schedule_next(source);
}

static const char *event_name(const struct sim *sim, const struct event_config *event) {
    return arena_format(sim_arena(sim), "%s/%s", event->channel, event->name);
}

static struct drawn_event draw_event(const struct sim *sim, const struct event_config *event) {
    const char *name = arena_format(sim_arena(sim), "demand/%s/event", event_name(sim, event));
    struct stream stream = stream_keyed(sim_stream_key(sim, name), 0);
    double peak_factor = distribution_draw(&event->peak_factor, &stream);
    double late_s = stream_uniform(&stream) * event->start_spread_h * SECONDS_AN_HOUR;
    return (struct drawn_event){sim_of_moment(sim, event->start) + sim_usec(late_s), peak_factor};
}

static void create_event(const struct demand_plan *plan, struct sim *sim, struct orders *orders, usec end,
                         struct source **bases, const struct event_config *event,
                         const struct drawn_event *drawn) {
    int channel = 0;
    while (strcmp(plan->config->channels[channel].name, event->channel) != 0)
        channel++; /* the check has found it */
    struct source *source =
        create_source(plan, sim, orders, end, channel, bases[channel]->drawn_paths, event_name(sim, event));
    source->event = event;
    source->drift = bases[channel]->drift;
    source->base = bases[channel];
    source->peak_factor = drawn->peak_factor;
    source->event_start = drawn->start;
    source->step_s = EVENT_STEP_S;
    start(source, source->event_start > 0 ? source->event_start : 0);
}

void demand_create(const struct demand_plan *plan, struct sim *sim, struct orders *orders, usec end) {
    const struct demand_config *config = plan->config;
    struct source **bases = sim_alloc(sim, sizeof *bases * (size_t)(config->channels_count + 1));
    struct drawn_event *drawn = sim_alloc(sim, sizeof *drawn * (size_t)(config->events_count + 1));
    const struct drawn_path *paths = paths_draw(plan->paths, config->channels_count, sim);
    const struct drift *drift = drift_create(plan->catalogue, sim);
    for (int e = 0; e < config->events_count; e++)
        drawn[e] = draw_event(sim, &config->events[e]);
    for (int c = 0; c < config->channels_count; c++) {
        struct source *source = create_source(plan, sim, orders, end, c, paths, config->channels[c].name);
        source->drawn = drawn;
        source->drift = drift;
        /* An event reads the channel's rate at times of its own, so it gets a twin that draws the same
         * factors. */
        bases[c] = create_source(plan, sim, orders, end, c, paths, config->channels[c].name);
        bases[c]->drift = drift;
        if (source->paths->model)
            start_placed(source, config->channels[c].name);
        else
            start(source, 0);
    }
    for (int e = 0; e < config->events_count; e++)
        create_event(plan, sim, orders, end, bases, &config->events[e], &drawn[e]);
}
