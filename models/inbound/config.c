/* SPDX-License-Identifier: MIT */
/* config.c - what the user can set of inbound. Sources of defaults: docs/model.md, "Inbound". */
#include "models/inbound/inbound.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

static const struct field putaway_fields[] = {
    {FIELD(struct putaway_config, cartons_per_tour), .min = 1, .max = 10000, .preset = 20,
     .doc = "Cartons on one putaway tour at most."},
    {FIELD(struct putaway_config, set_up_s), .min = 0, .max = 86400, .preset_json = "60", .unit = "s",
     .doc = "Time of a tour before the first step."},
    {FIELD(struct putaway_config, place_s), .min = 0, .max = 86400, .preset = 20, .unit = "s",
     .doc = "Time to place one carton."},
    {FIELD(struct putaway_config, walk_m_per_s), .min = 0.05, .max = 20, .preset = 1.0, .unit = "m/s",
     .doc = "Walking speed."},
    {CHOICE(struct putaway_config, routing, routing_options), .preset_json = "\"s_shape\"",
     .doc = "How a tour walks through the aisles."},
    {FIELD(struct putaway_config, lift_m_per_s), .min = 0, .max = 20, .preset = 0, .unit = "m/s",
     .doc = "Speed at which a truck lifts to a level while it drives; 0 = by hand, levels take no time."},
    {FIELD(struct putaway_config, depot), .preset_json = "\"\"",
     .doc = "Depot where its tours start and end; the first one if empty."},
    {FIELD(struct putaway_config, staffed), .preset = 1,
     .doc = "Whether putaway needs people where the scenario has teams."},
    {0},
};

static const struct field appointments_fields[] = {
    {FIELD(struct appointments_config, days), .preset_json = "\"daily\"",
     .doc = "Weekdays with appointments."},
    {FIELD(struct appointments_config, from), .preset_json = "\"06:00\"",
     .doc = "First appointment of a day."},
    {FIELD(struct appointments_config, to), .preset_json = "\"22:00\"",
     .doc = "End of the last appointment's hour."},
    {FIELD(struct appointments_config, per_door_per_h), .min = 0.01, .max = 100, .preset = 1, .unit = "1/h",
     .doc = "Appointments per door and hour (26 pallets take 45 min and 20 min at the door: getyardo)."},
    {0},
};

static const struct field plan_fields[] = {
    {FIELD(struct plan_row, truck), .required = true,
     .doc = "Neighbouring rows with the same text make one truck."},
    {FIELD(struct plan_row, arrives), .required = true,
     .doc = "When it is at the gate; rows are in time order."},
    {FIELD(struct plan_row, sku), .required = true, .doc = "Code of the SKU."},
    {FIELD(struct plan_row, units), .min = 1, .max = 1e8, .required = true, .doc = "Units of it."},
    {0},
};

const struct field inbound_fields[] = {
    {FIELD(struct inbound_config, doors), .min = 1, .max = 10000, .preset = 2, .doc = "Inbound dock doors."},
    {FIELD(struct inbound_config, yard_spots), .min = 0, .max = 100000, .preset = 100000,
     .doc = "Trucks that can wait for a door; more are turned away."},
    {FIELD(struct inbound_config, return_h), .min = 0, .max = 8760, .preset = 24, .unit = "h",
     .doc = "A truck that was turned away comes back after so long; 0 = never."},
    {FIELD(struct inbound_config, pallets_per_truck), .min = 1, .max = 10000, .preset = 26,
     .doc = "Pallets on a truck (26 to 30 on a 53 ft trailer)."},
    {OBJECT(struct inbound_config, appointments, appointments_fields),
     .doc = "When suppliers' trucks may come."},
    {FIELD(struct inbound_config, lateness_min), .min = 0, .max = 100000, .preset_json = "0", .unit = "min",
     .doc = "How late a truck is for its appointment."},
    {FIELD(struct inbound_config, crew_per_door), .min = 1, .max = 100, .preset = 1,
     .doc = "Pallets of one truck unloaded at the same time."},
    {FIELD(struct inbound_config, unload_s), .min = 0, .max = 864000, .preset_json = "103", .unit = "s",
     .doc = "Time to unload a pallet (34.8 an hour by lift truck: getyardo)."},
    {FIELD(struct inbound_config, unload_staffed), .preset = 1,
     .doc = "Whether unloading needs people where the scenario has teams."},
    {FIELD(struct inbound_config, receiving_stations), .min = 0, .max = 100000, .preset = 0,
     .doc = "Receiving stations; 0 = no limit."},
    {FIELD(struct inbound_config, receive_carton_s), .min = 0, .max = 864000, .preset_json = "0", .unit = "s",
     .doc = "Time to receive a carton, before its units."},
    {FIELD(struct inbound_config, receive_per_unit_s), .min = 0, .max = 86400, .preset = 22.5, .unit = "s",
     .doc = "Time to count, check and label a unit (150 to 170 units an hour: fcbco.com)."},
    {FIELD(struct inbound_config, receive_staffed), .preset = 1,
     .doc = "Whether receiving needs people where the scenario has teams."},
    {OBJECT(struct inbound_config, putaway, putaway_fields),
     .doc = "Cartons are brought to their shelves on tours."},
    {ROWS(struct inbound_config, plan, plan_fields),
     .doc = "CSV file of announced trucks (ASN), beside those of the stock policy."},
    {0},
};

void inbound_check(const struct inbound_config *config, const struct catalogue *catalogue,
                   struct problems *problems) {
    const struct appointments_config *appointments = &config->appointments;
    if (appointments->from.seconds + SECONDS_AN_HOUR > appointments->to.seconds)
        problem_of(problems, "inbound.appointments.to", NULL, "must be at least an hour after \"from\"");
    for (int i = 0; i < config->plan_count; i++) {
        const struct plan_row *row = &config->plan[i];
        if (catalogue_find(catalogue, row->sku) < 0)
            problem_of_row(problems, "inbound.plan", i, NULL,
                           "brings SKU %s, which the catalogue does not have", row->sku);
        if (i > 0 && row->arrives.seconds < row[-1].arrives.seconds)
            problem_of_row(problems, "inbound.plan", i, "sort the rows by time",
                           "truck %s is earlier than the row before it", row->truck);
    }
}
