/* SPDX-License-Identifier: MIT */
/* scenario.c - the root table, and the rules that no single section can judge. */
#include "models/scenario.h"

#include <math.h>
#include "models/layout/slotting.h"
#include "models/layout/traffic.h"
#include "models/lead_in.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

/* What the user can set. Members of a centre stand at the top level of a scenario. */

static const char *const studies[] = {"terminating", "steady", NULL};

const struct field scenario_fields[] = {
    {FIELD(struct scenario, title), .preset_json = "\"\"", .doc = "Title for reports."},
    {FIELD(struct scenario, description), .preset_json = "\"\"", .doc = "What the scenario shows."},
    {FIELD(struct scenario, start), .preset_json = "\"2026-01-05\"",
     .doc = "First day of the measured window (terminating) or of the run (steady)."},
    {FIELD(struct scenario, days), .min = 0.001, .max = 36600, .preset = 14, .unit = "d",
     .doc = "Length of the window, or of a steady run with its warm-up."},
    {ENUM(struct scenario, study, studies), .preset = STUDY_TERMINATING,
     .doc = "A horizon with a beginning and an end, or long-run behaviour."},
    {FIELD(struct scenario, lead_in_days), .min = 0, .max = 3650, .preset = 2, .unit = "d",
     .doc = "Simulated before the window and not measured (terminating)."},
    {FIELD(struct scenario, warmup_days), .min = -1, .max = 36600, .preset = -1, .unit = "d",
     .doc = "Cut from a steady run; -1 finds it by MSER on whole cycles."},
    {FIELD(struct scenario, seed), .min = 0, .max = 2147483647, .preset = 1,
     .doc = "Seed of all random numbers."},
    {FIELD(struct scenario, replications), .min = 1, .max = 1000000, .preset = 10,
     .doc = "Replications unless --reps is given."},
    {FIELD(struct scenario, confidence), .min = 0.5, .max = 0.9999, .preset = 0.95,
     .doc = "Confidence level of intervals."},
    {FIELD(struct scenario, interval_min), .min = 0.01, .max = 100000, .preset = 60, .unit = "min",
     .doc = "Width of the intervals of time series."},
    {FIELD(struct scenario, on_time_target), .min = 0, .max = 1, .preset = 0.99,
     .doc = "Target for the on-time share in the verdict."},
    {FIELD(struct scenario, currency), .preset_json = "\"EUR\"", .doc = "Currency of all money."},
    {OBJECT(struct scenario, demand, demand_fields), .required = true, .doc = "Where orders come from."},
    {.name = "catalogue",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct scenario, centre.catalogue),
     .fields = catalogue_fields,
     .size = sizeof(struct catalogue_config),
     .doc = "SKUs and their popularity."},
#define CENTRE(member) offsetof(struct scenario, centre.member)
    {.name = "merchants",
     .kind = FIELD_LIST,
     .offset = CENTRE(merchants),
     .count_offset = CENTRE(merchants_count),
     .fields = merchant_fields,
     .size = sizeof(struct merchant_config),
     .doc = "Who sells; one merchant where none is given."},
    {.name = "layout",
     .kind = FIELD_SECTION,
     .offset = CENTRE(layout),
     .fields = layout_fields,
     .size = sizeof(struct layout_config),
     .doc = "Where things are; without it there is no travel."},
    {.name = "slotting",
     .kind = FIELD_CHOICE,
     .offset = CENTRE(slotting),
     .options = slotting_options,
     .preset_json = "\"random\"",
     .doc = "Which SKU lies where; near means near the depot that picking tours of the zone start from."},
    {.name = "reslotting",
     .kind = FIELD_SECTION,
     .offset = CENTRE(reslotting),
     .fields = reslotting_fields,
     .size = sizeof(struct reslotting_config),
     .doc = "SKUs move on given days, as demand does; without it they stay."},
    {.name = "inbound",
     .kind = FIELD_SECTION,
     .offset = CENTRE(inbound),
     .fields = inbound_fields,
     .size = sizeof(struct inbound_config),
     .doc = "Trucks, doors, unloading, receiving and putaway."},
    {.name = "stock",
     .kind = FIELD_SECTION,
     .offset = CENTRE(stock),
     .fields = stock_fields,
     .size = sizeof(struct stock_config),
     .doc = "Inventory and purchasing; without it everything is always there."},
    {.name = "replenishment",
     .kind = FIELD_SECTION,
     .offset = CENTRE(replenishment),
     .fields = replenishment_fields,
     .size = sizeof(struct replenishment_config),
     .doc = "Pick faces and a reserve behind them; without it stock is one pool that is picked from."},
    {.name = "release",
     .kind = FIELD_CHOICE,
     .offset = CENTRE(release),
     .options = release_options,
     .preset_json = "\"continuous\"",
     .doc = "When orders may be picked."},
    {.name = "picking",
     .kind = FIELD_SECTION,
     .offset = CENTRE(picking),
     .fields = picking_fields,
     .size = sizeof(struct picking_config),
     .doc = "Tours through the aisles."},
    {.name = "cranes",
     .kind = FIELD_SECTION,
     .offset = CENTRE(cranes),
     .fields = cranes_fields,
     .size = sizeof(struct cranes_config),
     .doc = "Instead of picking: cranes bring loads from racks to pick stations (AS/RS)."},
    {.name = "goods_to_person",
     .kind = FIELD_SECTION,
     .offset = CENTRE(goods_to_person),
     .fields = goods_to_person_fields,
     .size = sizeof(struct goods_to_person_config),
     .doc = "Instead of picking: robots bring pods to ports."},
    {.name = "consolidation",
     .kind = FIELD_SECTION,
     .offset = CENTRE(consolidation),
     .fields = consolidation_fields,
     .size = sizeof(struct consolidation_config),
     .doc = "Put wall or buffer where the parts of orders meet and carts are sorted."},
    {.name = "packing",
     .kind = FIELD_SECTION,
     .offset = CENTRE(packing),
     .fields = packing_fields,
     .size = sizeof(struct packing_config),
     .doc = "Packing benches."},
    {.name = "loading",
     .kind = FIELD_SECTION,
     .offset = CENTRE(loading),
     .fields = loading_fields,
     .size = sizeof(struct loading_config),
     .doc = "Loading of parcels."},
    {.name = "carriers",
     .kind = FIELD_LIST,
     .offset = CENTRE(carriers),
     .count_offset = CENTRE(carriers_count),
     .fields = carrier_fields,
     .size = sizeof(struct carrier_config),
     .doc = "Contracted carriers and their departures; without them orders leave at once."},
    {.name = "teams",
     .kind = FIELD_LIST,
     .offset = CENTRE(teams),
     .count_offset = CENTRE(teams_count),
     .fields = team_fields,
     .size = sizeof(struct team_config),
     .doc = "People; without teams every stage is self-staffed.",
     .max_count = 200},
    {.name = "staffing_plan",
     .kind = FIELD_ROWS,
     .offset = CENTRE(staffing_plan),
     .count_offset = CENTRE(staffing_plan_count),
     .fields = staffing_fields,
     .size = sizeof(struct staffing_row),
     .doc = "CSV file of shifts by date; it replaces the shifts of the teams it names."},
    {.name = "patience_min",
     .kind = FIELD_REAL,
     .offset = CENTRE(patience_min),
     .min = 0,
     .max = 1e6,
     .preset = 60,
     .unit = "min",
     .doc = "A task that needs people and a place together and was passed over for so long reserves what is "
            "freed."},
    {.name = "costs",
     .kind = FIELD_OBJECT,
     .offset = CENTRE(costs),
     .fields = cost_fields,
     .size = sizeof(struct cost_config),
     .doc = "Prices beside wages."},
#undef CENTRE
    {FIELD(struct scenario, memory_limit_mb), .min = 16, .max = 1e6, .preset = 4096, .unit = "MB",
     .doc = "A replication that needs more is stopped."},
    {FIELD(struct scenario, event_limit_millions), .min = 1, .max = 1000000, .preset = 100000,
     .doc = "A replication with more events is stopped."},
    {0},
};

const char *const scenario_labels[] = {
    "title",           "description",          "seed", "replications", "on_time_target",
    "memory_limit_mb", "event_limit_millions", NULL};

/* Horizon */

double scenario_warmup_days(const struct scenario *scenario) {
    return scenario->study == STUDY_STEADY ? scenario->warmup_days : scenario->lead_in_days;
}

double scenario_horizon_days(const struct scenario *scenario) {
    return scenario->study == STUDY_STEADY ? scenario->days : scenario->days + scenario->lead_in_days;
}

struct moment scenario_start(const struct scenario *scenario) {
    double lead_s = scenario->study == STUDY_STEADY ? 0.0 : scenario->lead_in_days * SECONDS_A_DAY;
    return (struct moment){scenario->start.day * SECONDS_A_DAY - (int64_t)llround(lead_s)};
}

static bool same_every_day(const struct scenario *scenario) {
    const struct weekdays daily = {0x7f};
    const struct centre_config *centre = &scenario->centre;
    bool same = !scenario->demand.replay && centre->staffing_plan_count == 0;
    for (int c = 0; c < scenario->demand.channels_count; c++)
        same &= channel_same_every_day(&scenario->demand.channels[c]);
    same &= !centre->reslotting || centre->reslotting->days.mask == daily.mask;
    for (int c = 0; c < centre->carriers_count; c++)
        for (int i = 0; i < centre->carriers[c].departures_count; i++)
            same &= centre->carriers[c].departures[i].days.mask == daily.mask;
    for (int t = 0; t < centre->teams_count; t++)
        for (int i = 0; i < centre->teams[t].shifts_count; i++)
            same &= centre->teams[t].shifts[i].days.mask == daily.mask;
    return same;
}

void scenario_plan(const void *values, struct study_plan *plan) {
    const struct scenario *scenario = values;
    double warmup_days = scenario_warmup_days(scenario);
    *plan = (struct study_plan){
        .title = scenario->title,
        .kind = scenario->study,
        .seed = (uint64_t)scenario->seed,
        .replications = scenario->replications,
        .confidence = scenario->confidence,
        .horizon_s = scenario_horizon_days(scenario) * SECONDS_A_DAY,
        .warmup_s = warmup_days < 0 ? -1.0 : warmup_days * SECONDS_A_DAY,
        .cycle_s = (double)SECONDS_A_DAY * (same_every_day(scenario) ? 1 : DAYS_A_WEEK),
        .interval_s = scenario->interval_min * 60.0,
        .start_s = (double)scenario_start(scenario).seconds,
        .target_on_time = scenario->centre.carriers_count ? scenario->on_time_target : NAN,
        .currency = scenario->currency,
    };
}

/* Rules across sections */

struct manual_stage { /* a timed stage that needs a skill where the scenario has teams */
    bool there, staffed;
    enum skill skill;
    const char *path, *off; /* of the section; the key that says it is not staffed */
};

static bool has_skill(const struct centre_config *centre, enum skill skill) {
    for (int t = 0; t < centre->teams_count; t++)
        for (int i = 0; i < centre->teams[t].skills_count; i++)
            if (centre->teams[t].skills[i] == (int)skill)
                return true;
    return false;
}

/* Whether orders go over a put wall that the scenario describes. */
static bool consolidates(const struct centre_config *centre) {
    return centre->consolidation && centre->picking && picking_consolidates(centre->picking);
}

/* Whether picks fall short and places are recounted. */
static bool recounts(const struct centre_config *centre) {
    return centre->stock && centre->picking && centre->stock->record_error > 0;
}

static void check_skills(const struct centre_config *centre, struct problems *problems) {
    const struct inbound_config *inbound = centre->inbound;
    const struct manual_stage stages[] = {
        {inbound, inbound && inbound->unload_staffed, SKILL_UNLOAD, "inbound", "unload_staffed"},
        {inbound, inbound && inbound->receive_staffed, SKILL_RECEIVE, "inbound", "receive_staffed"},
        {inbound, inbound && inbound->putaway.staffed, SKILL_PUTAWAY, "inbound.putaway", "staffed"},
        {centre->reslotting, centre->reslotting && centre->reslotting->staffed, SKILL_PUTAWAY, "reslotting",
         "staffed"},
        {centre->replenishment, centre->replenishment && centre->replenishment->staffed, SKILL_REPLENISH,
         "replenishment", "staffed"},
        {centre->stock, recounts(centre) && centre->stock->count_staffed, SKILL_COUNT, "stock.record_error",
         "stock.count_staffed"},
        {centre->picking, centre->picking && centre->picking->staffed, SKILL_PICK, "picking", "staffed"},
        {centre->cranes, centre->cranes && centre->cranes->staffed, SKILL_PICK, "cranes", "staffed"},
        {centre->goods_to_person, centre->goods_to_person && centre->goods_to_person->ports.staffed,
         SKILL_PICK, "goods_to_person.ports", "staffed"},
        {consolidates(centre), consolidates(centre) && centre->consolidation->staffed, SKILL_PUT,
         "consolidation", "staffed"},
        {centre->packing, centre->packing && centre->packing->staffed, SKILL_PACK, "packing", "staffed"},
        {centre->loading, centre->loading && centre->loading->staffed, SKILL_LOAD, "loading", "staffed"},
    };
    if (!centre->teams_count)
        return;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (stages[i].there && stages[i].staffed && !has_skill(centre, stages[i].skill))
            problem_of(problems, stages[i].path,
                       "give a team the skill, or say that the stage works without people",
                       "needs people with the skill \"%s\", and no team has it (or set \"%s\": false)",
                       skill_names[stages[i].skill], stages[i].off);
}

/* One section picks the orders. */
static int check_who_picks(const struct centre_config *centre, struct problems *problems) {
    const struct {
        const void *section;
        const char *name;
    } who[] = {{centre->picking, "picking"},
               {centre->cranes, "cranes"},
               {centre->goods_to_person, "goods_to_person"}};
    const char *first = NULL;
    int count = 0;
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        if (!who[i].section)
            continue;
        if (count++)
            problem_of(problems, who[i].name, "keep one of the two sections",
                       "picks the orders, and so does \"%s\"", first);
        else
            first = who[i].name;
    }
    return count;
}

static void check_sections(const struct scenario *scenario, struct problems *problems) {
    const struct centre_config *centre = &scenario->centre;
    if (centre->staffing_plan_count && !centre->teams_count)
        problem_of(problems, "staffing_plan", "add \"teams\"", "there are no teams that it could staff");
    if (scenario->study == STUDY_STEADY && scenario->warmup_days >= scenario->days)
        problem_of(problems, "warmup_days", NULL, "must be below \"days\" (%g); found %g", scenario->days,
                   scenario->warmup_days);
    if (centre->slotting.is && centre->slotting.is != slotting_options[0] && !centre->layout)
        problem_of(problems, "slotting", "add a layout", "there is no layout in which SKUs could lie");
    if (centre->reslotting)
        reslotting_check(&centre->slotting, centre->layout, centre->picking, problems);
    if (centre->reslotting && centre->picking && picking_by_zone(centre->picking))
        problem_of(problems, "reslotting", "choose another picking.method, or leave reslotting out",
                   "SKUs would move from zone to zone while their orders are picked by zone");
    bool picked = check_who_picks(centre, problems) > 0;
    if (centre->packing && centre->packing->repick_share > 0 && !picked)
        problem_of(problems, "packing.repick_share", "add \"picking\"",
                   "sends orders back to picking, and there is none");
    check_skills(centre, problems);
}

static void check_replenishment(const struct scenario *scenario, struct arena *arena,
                                struct problems *problems) {
    const struct centre_config *centre = &scenario->centre;
    if (!centre->stock || !centre->picking) {
        problem_of(problems, "replenishment", "add the missing section, or leave replenishment out",
                   "brings stock to where it is picked, and there is no \"%s\"",
                   centre->stock ? "picking" : "stock");
        return;
    }
    if (replenishment_looks_ahead(centre->replenishment) && !release_has_waves(&centre->release))
        problem_of(problems, "replenishment.trigger.before_wave",
                   "choose the release \"waves\" or \"before_departure\", or the trigger \"min_max\"",
                   "plans for waves, and orders are released one by one");
    int count = scenario->sku_catalogue->count;
    int64_t *stocked = arena_array(arena, int64_t, count), *target = arena_array(arena, int64_t, count);
    for (int i = 0; i < count; i++) {
        stocked[i] =
            purchasing_opening_most(centre->stock, scenario->demand_plan, i, centre->inbound != NULL);
        target[i] = purchasing_target(centre->stock, scenario->demand_plan, i, centre->inbound != NULL);
    }
    replenishment_check(centre->replenishment, scenario->demand_plan, scenario->floor,
                        &(struct storage_need){stocked, target}, problems);
}

/* A key that was written and has no effect here deserves a word. */
static void warn_of(struct problems *problems, const char *path, bool no_effect, const char *why) {
    if (no_effect && problems_given(problems, path))
        warning_of(problems, path, NULL, "has no effect: %s", why);
}

/* What is known of goods and nobody asks for. */
static void warn_of_idle_goods(const struct scenario *scenario, struct problems *problems) {
    const struct centre_config *centre = &scenario->centre;
    bool named = false, special = false;
    for (int i = 0; i < centre->catalogue.file_count; i++) {
        named |= *centre->catalogue.file[i].family != 0;
        special |= centre->catalogue.file[i].handling != HANDLING_STANDARD;
    }
    warn_of(problems, "catalogue.families.size", named, "the catalogue's file names the families");
    const struct batch_config *batch = centre->picking ? picking_batch(centre->picking) : NULL;
    warn_of(problems, "catalogue.litres",
            centre->slotting.is != &slotting_full_turnover.option && !(batch && batch->litres > 0),
            "only slotting by full_turnover and tours with a limit on litres ask for the size of goods");
    warn_of(problems, "catalogue.kilograms", !(batch && batch->kilograms > 0),
            "only tours with a limit on kilograms ask for the weight of goods");
    if (special)
        warning_of(problems, "catalogue.file", NULL,
                   "names handling classes other than standard, and nothing asks for them");
}

static void warn_of_idle_keys(const struct scenario *scenario, struct arena *arena,
                              struct problems *problems) {
    const struct centre_config *centre = &scenario->centre;
    bool steady = scenario->study == STUDY_STEADY;
    bool named = centre->catalogue.file_count > 0 || scenario->demand.replay;
    warn_of(problems, "lead_in_days", steady, "a steady study cuts warmup_days");
    warn_of(problems, "warmup_days", !steady, "a terminating study has lead_in_days");
    warn_of(problems, "on_time_target", !centre->carriers_count,
            "there are no carriers, so nothing is promised");
    warn_of(problems, "catalogue.skus", named, "a file names the SKUs");
    warn_of(problems, "catalogue.popularity", named, "a file says how often SKUs are asked for");
    warn_of(problems, "catalogue.drift", scenario->demand.replay, "an order book says what is ordered");
    warn_of(problems, "catalogue.families.share", scenario->demand.replay,
            "an order book says what is ordered together");
    warn_of_idle_goods(scenario, problems);
    warn_of(problems, "slotting",
            (centre->cranes || centre->goods_to_person) && centre->layout && !centre->inbound,
            "SKUs lie in crane racks or pods");
    warn_of(problems, "cranes.cycle", centre->cranes && !centre->cranes->loads_return,
            "loads do not return, so there is nothing to put away");
    warn_of(problems, "cranes.dwell", centre->cranes && !centre->cranes->loads_return,
            "loads do not return, so there is nothing to put away");
    for (int b = 0; centre->layout && b < centre->layout->blocks_count; b++)
        warn_of(problems,
                arena_format(problems->arena, "layout.blocks.%s.congestion", centre->layout->blocks[b].name),
                !centre->picking && !centre->inbound, "nobody goes there on tours");
    warn_of(problems, "consolidation", !consolidates(centre),
            "every order is picked in one part and sorted while picking");
    warn_of(problems, "inbound", centre->inbound && !centre->stock && !centre->inbound->plan_count,
            "no truck comes without \"stock\" (purchases) or inbound.plan");
    warn_of(problems, "picking.depot", !centre->layout, "there is no layout");
    warn_of(problems, "inbound.putaway.depot", !centre->layout, "there is no layout");
    warn_of(problems, "inbound.putaway.lift_m_per_s", !centre->layout, "there is no layout");
    bool drawn = scenario->floor && scenario->floor->reserve_slots;
    static const char *const undrawn[] = {"positions", "levels", "level_height_m", "way_m"};
    for (size_t i = 0; i < sizeof undrawn / sizeof *undrawn; i++)
        warn_of(problems, arena_format(arena, "replenishment.reserve.%s", undrawn[i]),
                centre->replenishment && drawn, "the layout has a reserve");
    if (drawn && !centre->replenishment)
        warning_of(problems, "layout.blocks", "add replenishment, or make the block forward",
                   "a block is reserve, and without replenishment nothing lies there");
    warn_of(problems, "stock.record_error", centre->stock && !recounts(centre),
            "there is no \"picking\" that could find units missing");
    warn_of(problems, "stock.found_share", centre->stock && !recounts(centre), "nothing is recounted");
    warn_of(problems, "stock.count_s", centre->stock && !recounts(centre), "nothing is recounted");
    warn_of(problems, "stock.count_staffed", centre->stock && !recounts(centre), "nothing is recounted");
    warn_of(problems, "costs.space_per_m2_month", !centre->layout && centre->costs.area_m2 <= 0,
            "there is no layout and no area_m2");
}

/* What is derived */

/* Every section that walks tours. */
static void check_routings(const struct centre_config *centre, const struct layout *layout,
                           struct problems *problems) {
    const struct {
        const char *path;
        const struct choice *routing; /* NULL without the section */
    } sections[] = {
        {"picking.routing", centre->picking ? &centre->picking->routing : NULL},
        {"reslotting.routing", centre->reslotting ? &centre->reslotting->routing : NULL},
        {"inbound.putaway.routing", centre->inbound ? &centre->inbound->putaway.routing : NULL},
    };
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (!sections[i].routing)
            continue;
        layout_check_routing(layout, sections[i].routing, sections[i].path, problems);
        congestion_check_routing(centre->layout, sections[i].routing, sections[i].path, problems);
    }
}

static void check_tours(const struct centre_config *centre, const struct layout *layout,
                        struct problems *problems) {
    check_routings(centre, layout, problems);
    if (centre->picking)
        layout_depot_named(layout, centre->picking->depot, "picking.depot", problems);
    if (centre->inbound)
        layout_depot_named(layout, centre->inbound->putaway.depot, "inbound.putaway.depot", problems);
}

static struct tours_from tours_from(const struct picking_config *picking) {
    return picking ? (struct tours_from){picking->depot, picking_by_zone(picking)}
                   : (struct tours_from){.depot = ""};
}

static void derive(struct scenario *scenario, struct arena *arena, struct problems *problems) {
    struct centre_config *centre = &scenario->centre;
    int codes = 0, errors_before = problems->errors;
    struct sku_use *uses =
        scenario->demand.replay ? replay_skus(arena, scenario->demand.replay, &codes) : NULL;
    scenario->sku_catalogue = catalogue_create(arena, &centre->catalogue, centre->merchants,
                                               centre->merchants_count, uses, codes, problems);
    if (problems->errors > errors_before)
        return; /* nothing can be said without SKUs; other sections are judged whatever is wrong elsewhere */
    scenario->demand_plan =
        demand_plan_create(arena, &scenario->demand, scenario->sku_catalogue, scenario_start(scenario),
                           scenario_horizon_days(scenario), problems);
    if (centre->layout)
        scenario->floor = layout_create(arena, centre->layout, &centre->slotting, tours_from(centre->picking),
                                        scenario->sku_catalogue, problems);
    if (centre->cranes)
        scenario->crane_rack = cranes_plan(arena, centre->cranes, scenario->sku_catalogue, problems);
    if (centre->goods_to_person)
        scenario->pod_field =
            field_plan_create(arena, centre->goods_to_person, scenario->sku_catalogue, problems);
    if (scenario->floor)
        check_tours(centre, scenario->floor, problems);
    if (scenario->floor) {
        scenario->staffing.zones = scenario->floor->zones;
        scenario->staffing.zone_count = scenario->floor->zone_count;
    }
    labour_check_zones(&scenario->staffing, problems, arena);
    if (centre->picking)
        picking_check_zones(centre->picking, scenario->floor, scenario->sku_catalogue->count,
                            &scenario->staffing, problems);
    if (centre->inbound)
        inbound_check(centre->inbound, scenario->sku_catalogue, problems);
    if (centre->replenishment && problems->errors == errors_before)
        check_replenishment(scenario, arena, problems);
    if (centre->carriers_count)
        scenario->carrier_plan = carrier_plan_create(arena, centre->carriers, centre->carriers_count,
                                                     scenario->demand_plan, problems);
}

void scenario_check(void *values, struct arena *arena, struct problems *problems) {
    struct scenario *scenario = values;
    struct centre_config *centre = &scenario->centre;
    scenario->staffing = (struct staffing){centre->teams, centre->teams_count, centre->staffing_plan,
                                           centre->staffing_plan_count};
    if (problems->errors)
        return; /* values may be stand-ins */
    demand_check(&scenario->demand, problems, arena);
    labour_check(&scenario->staffing, problems, arena);
    release_check(&centre->release, centre->carriers_count > 0, problems);
    if (centre->picking)
        picking_check(centre->picking, centre->consolidation != NULL, arena, problems);
    if (centre->stock)
        stock_check(centre->stock, problems);
    carriers_check(arena, centre->carriers, centre->carriers_count, problems);
    check_sections(scenario, problems);
    derive(scenario, arena, problems);
    warn_of_idle_keys(scenario, arena, problems);
    lead_in_warn(scenario, problems);
    if (centre->picking)
        picking_warn(centre->picking, centre->layout != NULL, scenario->demand_plan, &scenario->staffing,
                     arena, problems);
}
