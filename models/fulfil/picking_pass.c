/* SPDX-License-Identifier: MIT */
/* picking_pass.c - the tote of an order rides a conveyor past the zones in their order and stops where it has
 * lines.
 *
 * The way from a zone to the next takes pass_s, also for totes that do not stop, and the same again from the
 * last zone to packing. A tote that finds the buffer of its zone full goes round the loop and comes again:
 * nobody waits with it, so zones cannot lock each other. */
#include "models/fulfil/picking_method.h"
#include "sim/base/problems.h"

struct pass_config {
    struct batch_config batch; /* first */
    double pass_s, loop_s;
    int buffer;
};

static const struct field pass_fields[] = {
    BATCH_FIELDS(1),
    {FIELD(struct pass_config, pass_s), .min = 0, .max = 86400, .preset = 30, .unit = "s",
     .doc = "Conveyor time from a zone to the next one, and from the last one to packing (an assumption)."},
    {FIELD(struct pass_config, buffer), .min = 0, .max = 100000, .preset = 0, .unit = "",
     .doc = "Totes that can wait in a zone; 0 = no limit."},
    {FIELD(struct pass_config, loop_s), .min = 1, .max = 86400, .preset = 300, .unit = "s",
     .doc = "A tote that finds a full zone goes round and comes again after this (an assumption)."},
    {0},
};

static void warn(const void *config, struct problems *problems) {
    if (!((const struct pass_config *)config)->buffer &&
        problems_given(problems, "picking.method.pick_and_pass.loop_s"))
        warning_of(problems, "picking.method.pick_and_pass.loop_s", NULL,
                   "has no effect: the buffers of the zones have no limit");
}

static const struct pass_config *pass_config(const struct picking *picking) {
    return picking->set.config->method.config;
}

static bool is_full(const struct picking *picking, int zone) {
    int buffer = pass_config(picking)->buffer;
    return buffer && tours_waiting(picking->zone_tours[zone]) >= buffer;
}

static void on_tote_arrived(struct sim *sim, void *self, void *subject) {
    struct picking *picking = self;
    struct part *part = part_of_task(subject);
    if (part->zone == picking->zone_count) {
        account_charge(&part->account, sim_now(sim), CAUSE_TRAVELLING);
        picking_part_done(picking, part);
    } else if (is_full(picking, part->zone)) {
        account_charge(&part->account, sim_now(sim), CAUSE_BLOCKED);
        counter_add(picking->own, 1);
        sim_after(sim, pass_config(picking)->loop_s, on_tote_arrived, picking, &part->task);
    } else {
        picking_ask(picking, part);
    }
}

static void ride(struct picking *picking, struct part *part, int zones) {
    struct sim *sim = picking->set.sim;
    account_charge(&part->account, sim_now(sim), CAUSE_TRAVELLING);
    sim_after(sim, zones * pass_config(picking)->pass_s, on_tote_arrived, picking, &part->task);
}

const struct metric pass_metrics[] = {
    {"picking.rounds", METRIC_COUNT, "totes", "Totes that found a zone's buffer full and went round.",
     .series = true},
    {0},
};

static void begin(struct picking *picking) {
    picking->own = results_counter(sim_results(picking->set.sim), &pass_metrics[0], (struct of){0});
}

static void cut(struct picking *picking, struct order *order) {
    picking_cut_part(picking, order, FORM_PIECES, picking_next_zone(picking, order, 0));
}

static void start(struct picking *picking, struct part *part) {
    ride(picking, part, part->zone);
}

static void picked(struct picking *picking, struct part *part) {
    if (part->form != FORM_PIECES) {
        picking_part_done(picking, part);
        return;
    }
    int from = part->zone;
    int to = picking_next_zone(picking, part->order, from + 1);
    picking_part_moves(picking, part, to);
    ride(picking, part, to - from);
}

const struct pick_method method_pick_and_pass = {
    .option = {"pick_and_pass", "The tote of an order passes the zones that hold its lines, on a conveyor.",
               pass_fields, sizeof(struct pass_config)},
    .batches = true,
    .by_zone = true,
    .rides = true,
    .warn = warn,
    .begin = begin,
    .cut = cut,
    .start = start,
    .picked = picked,
};
