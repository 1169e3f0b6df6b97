/* SPDX-License-Identifier: MIT */
/* source.c - channels draw orders: a non-homogeneous Poisson process by inversion of its piecewise constant
 * rate.
 *
 * A source keeps one unit-exponential of hazard and walks the segments of its rate until it is used up, which
 * is exact. The channel itself and each event on it are sources of their own: the sum of Poisson processes is
 * Poisson, and so the extra orders of an event are known as such. Day and hour factors (gamma, mean 1) are
 * keyed by channel and date and shared by both. What an order holds is keyed by (source, sequence), so it
 * does not depend on when the order comes (except through a drift of popularity). */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>
#include "models/demand/demand.h"
#include "models/demand/drift.h"
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
    source->day_orders = channel->orders_per_day;
    for (int i = 0; i < channel->orders_by_date_count; i++)
        if (channel->orders_by_date[i].date.day == day)
            source->day_orders = channel->orders_by_date[i].orders;
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
           profile_weight(&source->channel->profile, date_weekday(date), second) / SECONDS_A_DAY;
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

/* Creation */

static struct source *create_source(const struct demand_plan *plan, struct sim *sim, struct orders *orders,
                                    usec end, int channel, const char *name) {
    struct arena *arena = sim_arena(sim);
    struct source *source = sim_alloc(sim, sizeof *source);
    const struct channel_config *config = &plan->config->channels[channel];
    *source = (struct source){.sim = sim,
                              .plan = plan,
                              .channel = config,
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
    int segments = config->profile.count == HOURS_A_WEEK ? HOURS_A_DAY : config->profile.count;
    source->step_s = SECONDS_A_DAY / segments;
    return source;
}

/* The channel's rate less what events pulled forward, or an event's extra rate. */
static double rate_at(struct source *source, usec time) {
    if (source->event)
        return event_extra_rate(source, time);
    double rate = base_rate(source, time);
    const struct demand_config *config = source->plan->config;
    for (int e = 0; e < config->events_count; e++) {
        const struct event_config *event = &config->events[e];
        if (event->dip <= 0.0 || strcmp(event->channel, source->channel->name) != 0)
            continue;
        const struct drawn_event *drawn = &source->drawn[e];
        double since_s = sim_seconds(time - drawn->start) - event_length_s(event, drawn->peak_factor);
        if (since_s >= 0.0 && since_s < event->dip_h * SECONDS_AN_HOUR)
            rate *= 1.0 - event->dip;
    }
    return rate;
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
    struct source *source = create_source(plan, sim, orders, end, channel, event_name(sim, event));
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
    const struct drift *drift = drift_create(plan->catalogue, sim);
    for (int e = 0; e < config->events_count; e++)
        drawn[e] = draw_event(sim, &config->events[e]);
    for (int c = 0; c < config->channels_count; c++) {
        struct source *source = create_source(plan, sim, orders, end, c, config->channels[c].name);
        source->drawn = drawn;
        source->drift = drift;
        /* An event reads the channel's rate at times of its own, so it gets a twin that draws the same
         * factors. */
        bases[c] = create_source(plan, sim, orders, end, c, config->channels[c].name);
        bases[c]->drift = drift;
        start(source, 0);
    }
    for (int e = 0; e < config->events_count; e++)
        create_event(plan, sim, orders, end, bases, &config->events[e], &drawn[e]);
}
