/* SPDX-License-Identifier: MIT */
/* part.c - see part.h. */
#include "models/fulfil/part.h"

#include <string.h>
#include "models/demand/catalogue.h"
#include "models/layout/layout.h"
#include "sim/base/arena.h"

/* Units in one of a form. */
static int form_units(const struct cut *cut, int sku, enum form form) {
    const struct sku *is = &cut->skus[sku];
    return form == FORM_PIECES ? 1 : is->units_per_case * (form == FORM_PALLETS ? is->cases_per_pallet : 1);
}

int cut_units(const struct cut *cut, const struct line *line, enum form form) {
    int left = order_to_pick(line->order, line);
    for (enum form f = FORM_PALLETS; f > form; f--)
        if (f == FORM_PALLETS ? cut->pallets : cut->cases)
            left %= form_units(cut, line->sku, f);
    if (form == FORM_PIECES)
        return left;
    bool told_apart = form == FORM_PALLETS ? cut->pallets : cut->cases;
    return told_apart ? left - left % form_units(cut, line->sku, form) : 0;
}

int part_units(const struct cut *cut, const struct part *part, const struct line *line, int *handlings) {
    bool elsewhere =
        part->zone != ANY_ZONE && layout_zone_of(cut->layout, &cut->layout->home[line->sku]) != part->zone;
    int units = elsewhere ? 0 : cut_units(cut, line, part->form);
    if (handlings)
        *handlings = units / form_units(cut, line->sku, part->form);
    return units;
}

struct part *parts_new(struct parts *parts, struct order *order, usec now) {
    struct part *part = parts->free;
    if (part) {
        parts->free = part->next;
        *part = (struct part){.stops = part->stops, .stop_capacity = part->stop_capacity};
    } else {
        part = arena_new(parts->arena, struct part);
    }
    part->task.entity.number = part->put.entity.number = order->entity.number;
    part->order = order;
    part->zone = ANY_ZONE;
    part->account = (struct account){.charged_until = now, .cause = CAUSE_PEOPLE};
    struct part **end = &order->parts;
    while (*end)
        end = &(*end)->next;
    *end = part;
    return part;
}

void parts_give(struct parts *parts, struct part *part) {
    part->next = parts->free;
    parts->free = part;
}

void parts_give_all(struct parts *parts, struct order *order) {
    for (struct part *part = order->parts, *next; part; part = next) {
        next = part->next;
        part->order = NULL;
        if (!part->cart)
            parts_give(parts, part);
    }
    order->parts = NULL;
}

void part_add_stop(struct parts *parts, struct part *part, struct stop stop) {
    if (part->item.stop_count == part->stop_capacity) {
        int capacity = part->stop_capacity ? part->stop_capacity * 2 : 4;
        struct stop *stops = arena_array(parts->arena, struct stop, capacity);
        if (part->item.stop_count)
            memcpy(stops, part->stops, sizeof *stops * (size_t)part->item.stop_count);
        part->stops = stops;
        part->stop_capacity = capacity;
    }
    part->stops[part->item.stop_count++] = stop;
    part->item.stops = part->stops;
}

void part_is_last(struct part *part, struct order *order) {
    for (int c = 0; c < CAUSES; c++)
        order->account.delay[c] += part->account.delay[c];
    order->account.charged_until = part->account.charged_until;
    order->account.cause = part->account.cause;
    part->finished = true;
}

void part_speaks(struct order *order) {
    for (struct part *part = order->parts; part; part = part->next)
        if (!part->finished) {
            part_is_last(part, order);
            return;
        }
}
