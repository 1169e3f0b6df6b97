/* SPDX-License-Identifier: MIT */
/* replenishment_config.c - what can be set about faces, reserve and lift trucks, and what cannot work. */
#include <math.h>
#include "models/stock/replenishment.h"
#include "models/stock/replenishment_triggers.h"
#include "sim/base/problems.h"

static const struct field min_max_fields[] = {
    {FIELD(struct min_max_config, min_share), .min = 0, .max = 1, .preset = 0.25,
     .doc = "Share of its capacity at which a face is replenished."},
    {FIELD(struct min_max_config, max_share), .min = 0, .max = 1, .preset = 1,
     .doc = "Share up to which it is filled."},
    {0},
};
static const struct field on_demand_fields[] = {
    {FIELD(struct on_demand_config, max_share), .min = 0, .max = 1, .preset = 1,
     .doc = "Share of its capacity up to which a face is filled once it is short; 0 = only what orders wait "
            "for."},
    {0},
};
static const struct field before_wave_fields[] = {
    {FIELD(struct before_wave_config, hours), .min = 0, .max = 168, .preset = 2, .unit = "h",
     .doc = "A wave is planned for so long before it is released; later orders are not in the plan."},
    {FIELD(struct before_wave_config, max_share), .min = 0, .max = 1, .preset = 0,
     .doc = "Share of its capacity up to which a face is filled that the wave would leave short; 0 = only "
            "what it needs."},
    {0},
};
const struct option trigger_min_max = {"min_max", "As soon as a face falls to a minimum.", min_max_fields,
                                       sizeof(struct min_max_config)};
const struct option trigger_demand = {"demand", "Only when a released order finds a face short.",
                                      on_demand_fields, sizeof(struct on_demand_config)};
const struct option trigger_before_wave = {"before_wave", "For what the orders of a wave will take.",
                                           before_wave_fields, sizeof(struct before_wave_config)};
static const struct option *const triggers[] = {&trigger_min_max, &trigger_demand, &trigger_before_wave,
                                                NULL};

const struct field replenishment_fields[] = {
    {CHOICE(struct replenishment_config, trigger, triggers), .preset_json = "\"min_max\"",
     .doc = "When faces are replenished; a face that a released order finds short is, whatever the trigger."},
    {OBJECT(struct replenishment_config, face, face_fields), .doc = "Pick faces, one for each SKU."},
    {OBJECT(struct replenishment_config, reserve, reserve_fields), .doc = "The reserve behind them."},
    {FIELD(struct replenishment_config, trucks), .min = 1, .max = 100000, .preset = 2, .doc = "Lift trucks."},
    {FIELD(struct replenishment_config, cases_per_task), .min = 1, .max = 100000, .preset = 40,
     .doc = "Cases that a truck brings at most."},
    {FIELD(struct replenishment_config, drive_m_per_s), .min = 0.05, .max = 20, .preset = 2, .unit = "m/s",
     .doc = "Driving speed."},
    {FIELD(struct replenishment_config, lift_m_per_s), .min = 0.01, .max = 10, .preset = 0.3, .unit = "m/s",
     .doc = "Lifting and lowering speed."},
    {FIELD(struct replenishment_config, pick_up_s), .min = 0, .max = 8640000, .preset_json = "60",
     .unit = "s", .doc = "Time of a task at the position."},
    {FIELD(struct replenishment_config, put_down_s), .min = 0, .max = 8640000, .preset_json = "60",
     .unit = "s", .doc = "Time at the face (with 120 s of way 15 pallets an hour: IFDA 2005)."},
    {FIELD(struct replenishment_config, staffed), .preset = 1,
     .doc = "Whether trucks need drivers where the scenario has teams."},
    {0},
};

bool replenishment_looks_ahead(const struct replenishment_config *config) {
    return config->trigger.is == &trigger_before_wave;
}

double replenishment_positions(const struct replenishment_config *config, const struct demand_plan *plan,
                               const int64_t *units) {
    double positions = 0.0;
    for (int i = 0; i < plan->catalogue->count; i++) {
        const struct sku *sku = &plan->catalogue->skus[i];
        int64_t beside = units[i] - face_capacity(&config->face, sku, plan->sku_units_per_day[i]);
        if (beside > 0)
            positions += ceil((double)beside / (double)position_capacity(&config->reserve, sku));
    }
    return positions;
}

double replenishment_task_units(const struct replenishment_config *config, const struct sku *sku,
                                double units_per_day) {
    double share = 0.0; /* of the face */
    if (config->trigger.is == &trigger_min_max) {
        const struct min_max_config *trigger = config->trigger.config;
        share = trigger->max_share - trigger->min_share;
    } else if (config->trigger.is == &trigger_demand) {
        share = ((const struct on_demand_config *)config->trigger.config)->max_share;
    } else if (config->trigger.is == &trigger_before_wave) {
        share = ((const struct before_wave_config *)config->trigger.config)->max_share;
    }
    double cases =
        floor(share * (double)face_capacity(&config->face, sku, units_per_day) / sku->units_per_case);
    return fmin(fmax(cases, 1.0), config->cases_per_task) * sku->units_per_case;
}

static void check_faces(const struct replenishment_config *config, const struct demand_plan *plan,
                        struct problems *problems) {
    int small = 0, first = -1;
    for (int i = 0; i < plan->catalogue->count; i++) {
        const struct sku *sku = &plan->catalogue->skus[i];
        if (face_capacity(&config->face, sku, plan->sku_units_per_day[i]) >= sku->units_per_case)
            continue;
        first = small++ ? first : i;
    }
    if (small)
        problem_of(problems, "replenishment.face",
                   "raise face.cases or face.units: lift trucks bring whole cases",
                   "the faces of %d SKUs hold less than a case; SKU %s comes %d units to the case", small,
                   plan->catalogue->skus[first].code, plan->catalogue->skus[first].units_per_case);
}

static void check_positions(const struct replenishment_config *config, const struct demand_plan *plan,
                            const struct layout *layout, const struct storage_need *need,
                            struct problems *problems) {
    const double usable = 0.85; /* of rack positions (WERC via kbaas) */
    int positions = reserve_positions(&config->reserve, layout);
    bool drawn = layout && layout->reserve_slots;
    const char *path = drawn ? "layout.blocks" : "replenishment.reserve.positions";
    if (!positions) {
        problem_of(problems, "replenishment.reserve",
                   "give reserve.positions, or the layout a block with \"storage\": \"reserve\"",
                   "has no positions");
        return;
    }
    double opening = replenishment_positions(config, plan, need->stocked),
           target = replenishment_positions(config, plan, need->target);
    if (opening > positions)
        problem_of(
            problems, path, "add positions or larger faces, or open with less stock",
            "%d positions of the reserve do not hold the opening stock, which fills %.0f beside the faces",
            positions, opening);
    else if (target > usable * positions)
        warning_of(
            problems, path,
            "more than 85 % occupancy is not usable in practice: putaway searches, and the dock blocks",
            "the stock policy's target fills %.0f of %d positions beside the faces (%.0f %%)", target,
            positions, 100.0 * target / positions);
}

void replenishment_check(const struct replenishment_config *config, const struct demand_plan *plan,
                         const struct layout *layout, const struct storage_need *need,
                         struct problems *problems) {
    if (config->trigger.is == &trigger_min_max) {
        const struct min_max_config *trigger = config->trigger.config;
        if (trigger->min_share > trigger->max_share)
            problem_of(problems, "replenishment.trigger.min_max.min_share", "lower min_share",
                       "must not exceed max_share (%g); found %g", trigger->max_share, trigger->min_share);
    }
    check_faces(config, plan, problems);
    check_positions(config, plan, layout, need, problems);
}
