/* SPDX-License-Identifier: MIT */
/* picking_check.c - what is wrong with a picking section, alone and with the layout and the people. */
#include <string.h>
#include "models/demand/demand.h"
#include "models/fulfil/picking_method.h"
#include "models/labour/labour.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

void picking_check(const struct picking_config *config, bool consolidation, struct arena *arena,
                   struct problems *problems) {
    const struct batch_config *batch = picking_batch(config);
    const char *method = config->method.is->name;
    if (batch->min_orders > batch->orders)
        problem_of(problems, arena_format(arena, "picking.method.%s.min_orders", method), NULL,
                   "must not exceed \"orders\" (%d); found %d", batch->orders, batch->min_orders);
    if (pick_method_of(&config->method)->cart_waits && !consolidation)
        problem_of(problems, "picking.method",
                   "add \"consolidation\": {}, which says how many cells there are",
                   "\"%s\" sorts at a put wall, and there is none", method);
}

static bool serves(const struct team_config *team, const char *zone) {
    bool picks = false;
    for (int i = 0; i < team->skills_count; i++)
        picks |= team->skills[i] == SKILL_PICK;
    for (int i = 0; picks && i < team->zones_count; i++)
        if (strcmp(team->zones[i], zone) == 0)
            return true;
    return picks && !team->zones_count;
}

static bool is_served(const struct staffing *staffing, const char *zone) {
    for (int t = 0; t < staffing->team_count; t++)
        if (serves(&staffing->teams[t], zone))
            return true;
    return false;
}

void picking_check_zones(const struct picking_config *config, const struct layout *layout, int skus,
                         const struct staffing *staffing, struct problems *problems) {
    enum { MOST_ZONES = 100 };
    const char *method = config->method.is->name;
    if (!picking_by_zone(config) || (layout && !layout->home)) /* a wrong layout was reported */
        return;
    if (!layout || !layout->zone_count || layout->zone_count > MOST_ZONES) {
        problem_of(problems, "picking.method", "add \"zones\" to the layout",
                   "\"%s\" needs 1 to %d zones; found %d", method, MOST_ZONES,
                   layout ? layout->zone_count : 0);
        return;
    }
    for (int i = 0; i < skus; i++)
        if (layout_zone_of(layout, &layout->home[i]) == NO_ZONE) {
            problem_of(problems, "layout.zones", "give every aisle with SKUs a zone",
                       "SKU %d lies in aisle %d, which belongs to no zone; \"%s\" would never pick it", i + 1,
                       layout->home[i].aisle + 1, method);
            break;
        }
    for (int z = 0; z < layout->zone_count && config->staffed && staffing->team_count; z++)
        if (!is_served(staffing, layout->zones[z]))
            problem_of(problems, "teams", "add the zone to \"zones\" of a team that picks",
                       "nobody picks in zone \"%s\": no team with the skill \"pick\" serves it",
                       layout->zones[z]);
}

/* Warnings */

static void no_effect(struct problems *problems, const char *path, const char *why) {
    if (problems_given(problems, path))
        warning_of(problems, path, NULL, "has no effect: %s", why);
}

static void warn_of_form(const struct form_config *form, bool layout, const char *path, struct arena *arena,
                         struct problems *problems) {
    if (form && !layout)
        no_effect(problems, arena_format(arena, "%s.drive_m_per_s", path), "there is no layout to drive in");
}

/* Lines of the largest order of a book; of drawn demand, those of an average order. */
static double lines_to_expect(const struct demand_plan *demand) {
    double most = demand->lines_per_order;
    for (int i = 0; demand->book && i < demand->book->order_count; i++)
        if (demand->book->orders[i].line_count > most)
            most = demand->book->orders[i].line_count;
    return most;
}

/* A cart that cannot hold one unit of a SKU. */
static void warn_of_small_carts(const struct batch_config *batch, const char *method,
                                const struct catalogue *catalogue, struct arena *arena,
                                struct problems *problems) {
    double litres = 0.0, kilograms = 0.0;
    for (int i = 0; i < catalogue->count; i++) {
        litres = catalogue->skus[i].litres > litres ? catalogue->skus[i].litres : litres;
        kilograms = catalogue->skus[i].kilograms > kilograms ? catalogue->skus[i].kilograms : kilograms;
    }
    if (batch->litres > 0 && litres > batch->litres)
        warning_of(
            problems, arena_format(arena, "picking.method.%s.litres", method),
            "raise it, or keep such goods out",
            "a cart holds %g litres, but a unit of the largest SKU has %.4g: its orders go alone, beyond "
            "the limit",
            batch->litres, litres);
    if (batch->kilograms > 0 && kilograms > batch->kilograms)
        warning_of(
            problems, arena_format(arena, "picking.method.%s.kilograms", method),
            "raise it, or keep such goods out",
            "a cart carries %g kg, but a unit of the heaviest SKU weighs %.4g: its orders go alone, beyond "
            "the limit",
            batch->kilograms, kilograms);
}

void picking_warn(const struct picking_config *config, bool layout, const struct demand_plan *demand,
                  const struct staffing *staffing, struct arena *arena, struct problems *problems) {
    const char *method = config->method.is->name;
    const struct batch_config *batch = picking_batch(config);
    if (batch->min_orders == 1)
        no_effect(problems, arena_format(arena, "picking.method.%s.max_wait_min", method),
                  "min_orders is 1, so no tour waits");
    if (demand && lines_to_expect(demand) > batch->lines)
        warning_of(
            problems, arena_format(arena, "picking.method.%s.lines", method), "raise it, or split orders",
            "a tour takes %d lines, but %s has %.4g: such orders go alone, beyond the limit", batch->lines,
            demand->book ? "the largest order" : "an average order", lines_to_expect(demand));
    if (!layout)
        no_effect(problems, "picking.per_level_s", "there is no layout with levels");
    if (demand)
        warn_of_small_carts(batch, method, demand->catalogue, arena, problems);
    warn_of_form(config->full_case, layout, "picking.full_case", arena, problems);
    warn_of_form(config->full_pallet, layout, "picking.full_pallet", arena, problems);
    for (int t = 0; t < staffing->team_count && !picking_by_zone(config); t++)
        no_effect(problems, arena_format(arena, "teams.%s.zones", staffing->teams[t].name),
                  "picking is not by zone");
    if (pick_method_of(&config->method)->warn)
        pick_method_of(&config->method)->warn(config->method.config, problems);
}
