/* SPDX-License-Identifier: MIT */
/* estimate_picking.c - hours of picking and putting by method, from orders drawn as demand asks for them. */
#include <math.h>
#include "models/estimate_int.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"

enum { SAMPLE_ORDERS = 2000, MOST_LINES = 1000 };

/* What an average order leaves in a zone, or as whole cases or pallets. */
struct share {
    double parts, lines, handlings;
};

struct sampler {
    const struct scenario *scenario;
    struct cut cut;
    struct stream stream;
    int zones;                 /* 0 where zones are not told apart */
    struct share *pieces;      /* by zone, or one */
    struct share forms[FORMS]; /* cases and pallets */
    struct share put;          /* over the wall */
    struct line lines[MOST_LINES];
};

static int draw_channel(struct sampler *sampler) {
    const struct demand_config *demand = &sampler->scenario->demand;
    double total = 0.0, u = stream_uniform(&sampler->stream);
    for (int c = 0; c < demand->channels_count; c++)
        total += demand->channels[c].orders_per_day;
    int c = 0;
    for (double upto = 0.0; c + 1 < demand->channels_count; c++)
        if ((upto += demand->channels[c].orders_per_day) > u * total)
            break;
    return c;
}

static void draw_order(struct sampler *sampler, struct order *order) {
    const struct scenario *scenario = sampler->scenario;
    const struct catalogue *catalogue = scenario->sku_catalogue;
    const struct book *book = scenario->demand_plan->book;
    struct stream *stream = &sampler->stream;
    int count;
    if (book) {
        const struct book_order *drawn = &book->orders[stream_below(stream, (uint32_t)book->order_count)];
        count = drawn->line_count < MOST_LINES ? drawn->line_count : MOST_LINES;
        for (int i = 0; i < count; i++)
            sampler->lines[i] = (struct line){.sku = book->lines[drawn->first_line + i].sku,
                                              .units = book->lines[drawn->first_line + i].units};
    } else {
        const struct channel_config *channel = &scenario->demand.channels[draw_channel(sampler)];
        int merchant = catalogue->merchant_count > 1 ? alias_draw(catalogue->merchant_draw, stream) : 0;
        count = distribution_draw_count(&channel->lines, stream);
        count = count < MOST_LINES ? count : MOST_LINES;
        for (int i = 0; i < count; i++) {
            int sku = catalogue->sku_of[merchant][alias_draw(catalogue->sku_draw[merchant], stream)];
            sampler->lines[i] =
                (struct line){.sku = sku, .units = distribution_draw_count(&channel->units, stream)};
        }
    }
    for (int i = 0; i < count; i++) {
        sampler->lines[i].order = order;
        sampler->lines[i].next = i + 1 < count ? &sampler->lines[i + 1] : NULL;
    }
    *order = (struct order){.lines = sampler->lines};
}

/* Adds the part of an order of one form in one zone; true if there is one. */
static bool add_part(const struct sampler *sampler, const struct order *order, enum form form, int zone,
                     struct share *share, struct share *put) {
    const struct part part = {.form = form, .zone = zone};
    int lines = 0;
    for (const struct line *line = order->lines; line; line = line->next) {
        int handlings;
        if (!part_units(&sampler->cut, &part, line, &handlings))
            continue;
        lines++;
        share->handlings += handlings;
        put->handlings += handlings;
    }
    share->parts += lines > 0;
    share->lines += lines;
    put->lines += lines;
    return lines > 0;
}

static void add_order(struct sampler *sampler, const struct order *order) {
    const struct picking_config *config = sampler->scenario->centre.picking;
    struct share put = {0};
    int parts = 0, places = 0;
    bool pieces = false;
    for (int z = 0; z < (sampler->zones ? sampler->zones : 1); z++)
        places +=
            add_part(sampler, order, FORM_PIECES, sampler->zones ? z : ANY_ZONE, &sampler->pieces[z], &put);
    pieces = places > 0;
    parts = picking_splits(config) ? places : pieces;
    for (enum form form = FORM_CASES; form < FORMS; form++)
        parts += add_part(sampler, order, form, ANY_ZONE, &sampler->forms[form], &put);
    if (parts > 1 || (pieces && picking_sorts(config))) {
        sampler->put.lines += put.lines;
        sampler->put.handlings += put.handlings;
    }
}

static double share_s(const struct sampler *sampler, const struct share *share, int zone,
                      struct arena *arena) {
    const struct scenario *scenario = sampler->scenario;
    const struct picking_config *config = scenario->centre.picking;
    if (share->parts <= 0.0)
        return 0.0;
    double parts = picking_tour_orders(config), lines = parts * share->lines / share->parts;
    double travel_s = 0.0, order_lines = share->lines / share->parts;
    if (scenario->floor) {
        int depot = layout_tour_depot(scenario->floor, zone);
        struct travel travel = {&config->routing,
                                zone,
                                depot,
                                picking_rides(config) ? 0.0 : scenario->floor->packing_m[depot],
                                config->walk_m_per_s,
                                0.0};
        travel_s = estimate_travel_s(scenario, &travel, (int)lround(lines),
                                     (int)lround(fmax(1.0, order_lines)), arena);
    }
    return share->parts / parts * (config->set_up_s.mean + config->drop_off_s + travel_s) +
           share->lines * config->per_stop_s.mean + share->handlings * config->per_unit_s;
}

static double form_s(const struct sampler *sampler, const struct form_config *form, const struct share *share,
                     struct arena *arena) {
    const struct scenario *scenario = sampler->scenario;
    if (!form || share->parts <= 0.0)
        return 0.0;
    double travel_s = 0.0;
    if (form->drive_m_per_s > 0.0 && scenario->floor) {
        const struct picking_config *config = scenario->centre.picking;
        int depot = layout_tour_depot(scenario->floor, ANY_ZONE);
        struct travel travel = {&config->routing, ANY_ZONE, depot, 0.0, form->drive_m_per_s, 0.0};
        travel_s = estimate_travel_s(scenario, &travel, (int)lround(share->lines / share->parts), 1, arena);
    }
    return share->parts * (form->set_up_s.mean + travel_s) + share->handlings * form->each_s;
}

static void sample(struct sampler *sampler) {
    for (int i = 0; i < SAMPLE_ORDERS; i++) {
        struct order order;
        draw_order(sampler, &order);
        add_order(sampler, &order);
    }
    struct share *shares[] = {&sampler->forms[FORM_CASES], &sampler->forms[FORM_PALLETS], &sampler->put};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        *shares[i] = (struct share){shares[i]->parts / SAMPLE_ORDERS, shares[i]->lines / SAMPLE_ORDERS,
                                    shares[i]->handlings / SAMPLE_ORDERS};
    for (int z = 0; z < (sampler->zones ? sampler->zones : 1); z++) {
        struct share *share = &sampler->pieces[z];
        *share = (struct share){share->parts / SAMPLE_ORDERS, share->lines / SAMPLE_ORDERS,
                                share->handlings / SAMPLE_ORDERS};
    }
}

struct picking_seconds estimate_picking(const struct scenario *scenario, struct arena *arena) {
    const struct picking_config *config = scenario->centre.picking;
    const struct consolidation_config *wall = scenario->centre.consolidation;
    const struct demand_plan *demand = scenario->demand_plan;
    struct sampler *sampler = arena_new(arena, struct sampler);
    *sampler = (struct sampler){.scenario = scenario,
                                .cut = {scenario->floor, scenario->sku_catalogue->skus,
                                        config->full_case != NULL, config->full_pallet != NULL},
                                .stream = stream_named(0, 0, "estimate/orders"),
                                .zones = picking_by_zone(config) ? scenario->floor->zone_count : 0};
    sampler->pieces = arena_array(arena, struct share, sampler->zones + 1);
    struct picking_seconds seconds = {0};
    double *pick_s = seconds.pick_s;
    if (!sampler->zones && !picking_consolidates(config)) { /* every order is one part: no need to draw */
        sampler->pieces[0] =
            (struct share){1, demand->lines_per_order, demand->lines_per_order * demand->units_per_line};
        pick_s[FORM_PIECES] = share_s(sampler, &sampler->pieces[0], ANY_ZONE, arena);
        return seconds;
    }
    sample(sampler);
    pick_s[FORM_CASES] = form_s(sampler, config->full_case, &sampler->forms[FORM_CASES], arena);
    pick_s[FORM_PALLETS] = form_s(sampler, config->full_pallet, &sampler->forms[FORM_PALLETS], arena);
    for (int z = 0; z < sampler->zones; z++)
        pick_s[FORM_PIECES] += share_s(sampler, &sampler->pieces[z], z, arena);
    if (!sampler->zones)
        pick_s[FORM_PIECES] = share_s(sampler, &sampler->pieces[0], ANY_ZONE, arena);
    if (wall)
        seconds.put_s = sampler->put.lines * wall->put_s.mean + sampler->put.handlings * wall->per_unit_s;
    return seconds;
}
