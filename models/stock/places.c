/* SPDX-License-Identifier: MIT */
/* places.c - pick faces and reserve positions; occupancy and honeycombing. */
#include "models/stock/places.h"

#include <math.h>
#include "sim/base/heap.h"
#include "sim/engine/sim.h"

/* What the user can set */

enum location { CLOSEST_OPEN, RANDOM };
static const char *const locations[] = {"closest_open", "random", NULL};

const struct field face_fields[] = {
    {FIELD(struct face_config, cases), .min = 0, .max = 100000, .preset = 4,
     .doc = "Cases that the pick face of a SKU holds."},
    {FIELD(struct face_config, units), .min = 0, .max = 1000000, .preset = 0,
     .doc = "Units that it holds beside them."},
    {FIELD(struct face_config, days), .min = 0, .max = 3650, .preset = 0, .unit = "d",
     .doc = "It holds at least the expected demand of so many days, in whole cases: fast movers have larger "
            "faces."},
    {0},
};
const struct field reserve_fields[] = {
    {FIELD(struct reserve_config, positions), .min = 0, .max = 10000000, .preset = 0,
     .doc = "Positions of the reserve, each for one SKU, where the layout has no blocks of the storage "
            "\"reserve\"; else their slots."},
    {FIELD(struct reserve_config, cases_per_position), .min = 0, .max = 100000, .preset = 0,
     .doc = "Cases that a position holds; 0 = a pallet of the SKU (catalogue.cases_per_pallet)."},
    {ENUM(struct reserve_config, location, locations), .preset = CLOSEST_OPEN,
     .doc = "Which open position putaway takes: the one nearest to the first depot (of the lowest number "
            "where the layout has no reserve), or any."},
    {FIELD(struct reserve_config, levels), .min = 1, .max = 100, .preset = 4,
     .doc = "Levels of the reserve rack; positions are numbered from the lowest level up, bay by bay."},
    {FIELD(struct reserve_config, level_height_m), .min = 0, .max = 20, .preset = 1.5, .unit = "m",
     .doc = "Height of a level; a lift truck lifts while it drives."},
    {FIELD(struct reserve_config, way_m), .min = 0, .max = 10000, .preset = 30, .unit = "m",
     .doc = "Way between the reserve and the depot in front of the pick faces."},
    {0},
};

int64_t face_capacity(const struct face_config *config, const struct sku *sku, double units_per_day) {
    double by_cases = (double)config->cases * sku->units_per_case + config->units;
    double by_days = ceil(config->days * units_per_day / sku->units_per_case - 1e-9) * sku->units_per_case;
    return (int64_t)fmin(fmax(by_cases, by_days), 1e9);
}

int reserve_positions(const struct reserve_config *config, const struct layout *layout) {
    return layout && layout->reserve_slots ? layout->reserve_slots : config->positions;
}

int64_t position_capacity(const struct reserve_config *config, const struct sku *sku) {
    int cases = config->cases_per_position ? config->cases_per_position : sku->cases_per_pallet;
    return (int64_t)cases * sku->units_per_case;
}

/* What it measures */

enum { M_FORWARD, M_RESERVE, M_LOOSE, M_POSITIONS, M_OCCUPANCY, M_HONEYCOMBING };
const struct metric storage_metrics[] = {
    [M_FORWARD] = {"storage.forward", METRIC_LEVEL, "units",
                   "Units on pick faces and set aside beside them, claimed ones included.", .series = true},
    [M_RESERVE] = {"storage.reserve", METRIC_LEVEL, "units", "Units in positions of the reserve.",
                   .series = true},
    [M_LOOSE] = {"storage.loose", METRIC_LEVEL, "units", "Units on hand for which there is no place.",
                 .series = true, .better = LOWER_IS_BETTER},
    [M_POSITIONS] = {"storage.positions", METRIC_LEVEL, "positions",
                     "Positions of the reserve in use or chosen for a carton on its way.", .series = true},
    [M_OCCUPANCY] = {"storage.occupancy", METRIC_VALUE, "share",
                     "Positions in use over all positions of the reserve, as a mean over time."},
    [M_HONEYCOMBING] = {"storage.honeycombing", METRIC_VALUE, "share",
                        "Share of the capacity of the positions in use that is empty, as a mean over time."},
    {0},
};

/* What it remembers */

struct position {
    struct heap_node open; /* while nobody uses it */
    int sku;
    int64_t units, coming, leaving; /* coming: chosen for them; leaving: of its units, planned moves */
    int next, previous;             /* of the SKU */
};

struct places {
    struct sim *sim;
    const struct reserve_config *config;
    const struct catalogue *catalogue;
    const struct stop *stops; /* of positions; NULL where the layout has no reserve */
    int position_count;
    struct face *faces;
    struct position *positions;
    struct heap closest; /* open positions, by number */
    int *open;           /* the same without an order */
    int open_count;
    struct stream stream;
    void (*on_room)(void *self, int sku);
    void *on_room_self;
    struct level *forward, *reserve, *loose, *in_use;
    struct level room_in_use; /* capacity of the positions in use, in units */
    double *occupancy, *honeycombing;
};

/* Open positions */

static void open_position(struct places *places, int number) {
    if (places->config->location == RANDOM)
        places->open[places->open_count++] = number;
    else
        heap_push(&places->closest, &places->positions[number].open, number, sim_next_number(places->sim));
}

static int take_open(struct places *places) {
    if (places->config->location == CLOSEST_OPEN) {
        struct heap_node *node = heap_pop(&places->closest);
        return node ? (int)(heap_owner(node, struct position, open) - places->positions) : NO_POSITION;
    }
    if (!places->open_count)
        return NO_POSITION;
    int i = (int)stream_below(&places->stream, (uint32_t)places->open_count), number = places->open[i];
    places->open[i] = places->open[--places->open_count];
    return number;
}

static int64_t capacity_of(const struct places *places, int sku) {
    return position_capacity(places->config, &places->catalogue->skus[sku]);
}

static void use(struct places *places, int sku, int change) {
    usec now = sim_now(places->sim);
    level_add(places->in_use, now, change);
    level_add(&places->room_in_use, now, change * capacity_of(places, sku));
}

/* The newest position of the SKU if the units still fit, else an open one; NO_POSITION when there is none. */
static int position_for(struct places *places, int sku, int64_t units) {
    struct face *face = &places->faces[sku];
    if (face->last != NO_POSITION) {
        const struct position *last = &places->positions[face->last];
        if (last->units + last->coming + units <= capacity_of(places, sku))
            return face->last;
    }
    int number = take_open(places);
    if (number == NO_POSITION)
        return NO_POSITION;
    places->positions[number] = (struct position){.sku = sku, .next = NO_POSITION, .previous = face->last};
    *(face->last == NO_POSITION ? &face->first : &places->positions[face->last].next) = number;
    face->last = number;
    use(places, sku, 1);
    return number;
}

static void leave_if_empty(struct places *places, int number) {
    struct position *position = &places->positions[number];
    if (position->units || position->coming)
        return;
    struct face *face = &places->faces[position->sku];
    *(position->previous == NO_POSITION ? &face->first : &places->positions[position->previous].next) =
        position->next;
    *(position->next == NO_POSITION ? &face->last : &places->positions[position->next].previous) =
        position->previous;
    use(places, position->sku, -1);
    open_position(places, number);
    if (places->on_room)
        places->on_room(places->on_room_self, ANY_SKU);
}

/* Coming */

int places_choose(struct places *places, int sku, int64_t units) {
    struct face *face = &places->faces[sku];
    bool fits = units <= face_room(face);
    int place = fits && face->first == NO_POSITION ? ON_FACE : position_for(places, sku, units);
    if (place == NO_POSITION)
        place = fits ? ON_FACE : NO_PLACE;
    if (place == ON_FACE)
        face->coming += units;
    else if (place != NO_PLACE)
        places->positions[place].coming += units;
    return place;
}

static void onto_face(struct places *places, struct face *face, int64_t units) {
    face->units += units;
    level_add(places->forward, sim_now(places->sim), units);
}

static void into_position(struct places *places, int number, int64_t units) {
    places->positions[number].units += units;
    level_add(places->reserve, sim_now(places->sim), units);
}

static void beside_face(struct places *places, struct face *face, int64_t units) {
    face->loose += units;
    level_add(places->loose, sim_now(places->sim), units);
}

void places_arrived(struct places *places, int sku, int64_t units, int place) {
    if (place == ON_FACE) {
        places->faces[sku].coming -= units;
        onto_face(places, &places->faces[sku], units);
    } else {
        places->positions[place].coming -= units;
        into_position(places, place, units);
    }
}

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

void places_put(struct places *places, int sku, int64_t units) {
    struct face *face = &places->faces[sku];
    if (face->first == NO_POSITION) {
        int64_t fit = least(units, face_room(face));
        onto_face(places, face, fit);
        units -= fit;
    }
    while (units > 0) {
        int number = position_for(places, sku, 1);
        if (number == NO_POSITION)
            break;
        const struct position *position = &places->positions[number];
        int64_t fit = least(units, capacity_of(places, sku) - position->units - position->coming);
        into_position(places, number, fit);
        units -= fit;
    }
    beside_face(places, face, units);
}

/* At the face */

struct face *places_face(struct places *places, int sku) {
    return &places->faces[sku];
}

/* Room on the face is for what stands beside it, then for cartons that wait. */
static void room_on_face(struct places *places, int sku) {
    struct face *face = &places->faces[sku];
    int64_t fit = least(face->loose, face_room(face));
    if (fit > 0) {
        beside_face(places, face, -fit);
        onto_face(places, face, fit);
    }
    if (places->on_room)
        places->on_room(places->on_room_self, sku);
}

void places_claim(struct places *places, int sku, int64_t units, bool aside) {
    struct face *face = &places->faces[sku];
    if (!aside) {
        face->claimed += units;
    } else if (units > 0) {
        face->units -= units;
        face->aside += units;
        room_on_face(places, sku);
    } else {
        face->aside += units;
        level_add(places->forward, sim_now(places->sim), units);
        beside_face(places, face, -units);
        room_on_face(places, sku);
    }
}

void places_picked(struct places *places, int sku, int64_t units, bool aside) {
    struct face *face = &places->faces[sku];
    level_add(places->forward, sim_now(places->sim), -units);
    if (aside) {
        face->aside -= units;
        return;
    }
    face->units -= units;
    face->claimed -= units;
    room_on_face(places, sku);
}

/* From a position to the face */

int64_t places_plan_move(struct places *places, int sku, int64_t most, int *position) {
    for (int i = places->faces[sku].first; i != NO_POSITION; i = places->positions[i].next) {
        struct position *from = &places->positions[i];
        int64_t units = least(most, from->units - from->leaving);
        if (units <= 0)
            continue;
        from->leaving += units;
        places->faces[sku].coming += units;
        *position = i;
        return units;
    }
    return 0;
}

void places_moved(struct places *places, int sku, int64_t units, int position) {
    places->positions[position].leaving -= units;
    into_position(places, position, -units);
    places->faces[sku].coming -= units;
    onto_face(places, &places->faces[sku], units);
    leave_if_empty(places, position);
}

const struct stop *places_stop(const struct places *places, int position) {
    return places->stops ? &places->stops[position] : NULL;
}

int64_t places_units(const struct places *places, int sku) {
    const struct face *face = &places->faces[sku];
    int64_t units = face->units + face->aside + face->loose;
    for (int i = face->first; i != NO_POSITION; i = places->positions[i].next)
        units += places->positions[i].units;
    return units;
}

/* Start and end */

static void on_places_cut(void *self, usec now) {
    struct places *places = self;
    level_add(&places->room_in_use, now, 0);
    places->room_in_use.before = places->room_in_use.integral;
}

static void claim_account(const struct places *places, int sku) {
    const struct face *face = &places->faces[sku];
    results_claim(sim_results(places->sim),
                  face->units + face->coming <= face->capacity && face->units >= face->claimed &&
                      face->claimed >= 0 && face->aside >= 0 && face->loose >= 0,
                  "SKU %d: its face of %lld holds %lld units, %lld of them claimed, with %lld coming",
                  sku + 1, (long long)face->capacity, (long long)face->units, (long long)face->claimed,
                  (long long)face->coming);
    for (int i = face->first; i != NO_POSITION; i = places->positions[i].next) {
        const struct position *at = &places->positions[i];
        results_claim(sim_results(places->sim),
                      at->sku == sku && at->leaving >= 0 && at->leaving <= at->units &&
                          at->units + at->coming <= capacity_of(places, sku),
                      "position %d: %lld units and %lld coming, %lld leaving, of SKU %d", i + 1,
                      (long long)at->units, (long long)at->coming, (long long)at->leaving, sku + 1);
    }
}

static void on_places_finish(void *self, usec end) {
    struct places *places = self;
    for (int i = 0; i < places->catalogue->count; i++)
        claim_account(places, i);
    double used = (double)level_integral(places->in_use, end),
           room = (double)level_integral(&places->room_in_use, end),
           window = (double)(end - results_start(sim_results(places->sim)));
    *places->occupancy = used / (window * places->position_count);
    *places->honeycombing = room > 0 ? 1.0 - (double)level_integral(places->reserve, end) / room : NAN;
    heap_free(&places->closest);
}

struct places *places_create(const struct face_config *face, const struct reserve_config *reserve,
                             const struct demand_plan *plan, const struct layout *layout, struct sim *sim) {
    struct places *places = sim_alloc(sim, sizeof *places);
    struct results *results = sim_results(sim);
    *places = (struct places){.sim = sim,
                              .config = reserve,
                              .catalogue = plan->catalogue,
                              .stops = layout && layout->reserve_slots ? layout->reserve : NULL,
                              .position_count = reserve_positions(reserve, layout),
                              .stream = sim_stream(sim, "stock/positions")};
    places->faces = sim_alloc(sim, sizeof *places->faces * (size_t)plan->catalogue->count);
    for (int i = 0; i < plan->catalogue->count; i++)
        places->faces[i] = (struct face){
            .capacity = face_capacity(face, &plan->catalogue->skus[i], plan->sku_units_per_day[i]),
            .first = NO_POSITION,
            .last = NO_POSITION};
    places->positions = sim_alloc(sim, sizeof *places->positions * (size_t)places->position_count);
    if (reserve->location == RANDOM)
        places->open = sim_alloc(sim, sizeof *places->open * (size_t)places->position_count);
    for (int i = 0; i < places->position_count; i++)
        open_position(places, i);
    places->forward = results_level(results, &storage_metrics[M_FORWARD], (struct of){0});
    places->reserve = results_level(results, &storage_metrics[M_RESERVE], (struct of){0});
    places->loose = results_level(results, &storage_metrics[M_LOOSE], (struct of){0});
    places->in_use = results_level(results, &storage_metrics[M_POSITIONS], (struct of){0});
    places->occupancy = results_value(results, &storage_metrics[M_OCCUPANCY], (struct of){0});
    places->honeycombing = results_value(results, &storage_metrics[M_HONEYCOMBING], (struct of){0});
    results_at_cut(results, on_places_cut, places);
    results_at_finish(results, on_places_finish, places);
    return places;
}

void places_set_on_room(struct places *places, void (*on_room)(void *self, int sku), void *self) {
    places->on_room = on_room;
    places->on_room_self = self;
}
