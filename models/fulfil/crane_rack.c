/* SPDX-License-Identifier: MIT */
/* crane_rack.c - places in order of travel time, loads in order of turnover, and the zones that join them.
 *
 * Storage policies (Hausman, Schwarz and Graves 1976, Management Science 22(6)): random is one zone an aisle;
 * classes are zones of neighbouring turnover, nearest first; full turnover is a zone for every load. */
#include "models/fulfil/crane_rack.h"

#include <math.h>
#include <stdlib.h>
#include "models/demand/catalogue.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

/* What the user can set */

enum { LOADS_EQUAL, LOADS_ROOT_OF_DEMAND };
static const char *const loads_rules[] = {"equal", "root_of_demand", NULL};

static const struct field classes_fields[] = {
    {SCALARS(struct crane_classes_config, shares, FIELD_REAL), .min = 0, .max = 1,
     .preset_json = "[0.2, 0.3, 0.5]", .min_count = 2, .max_count = 20,
     .doc = "Share of the loads in each class, the most asked for first; they add up to 1."},
    {0},
};
static const struct option storage_random = {"random", "A load goes to any free place of its aisle.", NULL,
                                             0};
static const struct option storage_classes = {
    "classes", "Loads in classes by turnover; each class has its places, the first one the nearest.",
    classes_fields, sizeof(struct crane_classes_config)};
static const struct option storage_full_turnover = {
    "full_turnover", "Every load has a place of its own, the most asked for the nearest.", NULL, 0};
static const struct option *const storages[] = {&storage_random, &storage_classes, &storage_full_turnover,
                                                NULL};

const struct field crane_rack_fields[] = {
    {FIELD(struct crane_rack_config, aisles), .min = 1, .max = 200, .preset = 2,
     .doc = "Aisles, each with a crane of its own."},
    {FIELD(struct crane_rack_config, bays), .min = 1, .max = 10000, .preset = 60,
     .doc = "Places along one side of an aisle."},
    {FIELD(struct crane_rack_config, levels), .min = 1, .max = 1000, .preset = 20,
     .doc = "Places one above the other."},
    {FIELD(struct crane_rack_config, length_m), .min = 0.1, .max = 1000, .preset = 40, .unit = "m",
     .doc = "Length of the rack."},
    {FIELD(struct crane_rack_config, height_m), .min = 0.1, .max = 100, .preset = 10, .unit = "m",
     .doc = "Height of the rack."},
    {FIELD(struct crane_rack_config, loads), .min = 0, .max = 20000000, .preset = 0,
     .doc = "Totes or pallets in all racks, at least one for each SKU; 0 = one for each SKU."},
    {ENUM(struct crane_rack_config, loads_by, loads_rules), .preset = LOADS_EQUAL,
     .doc = "How loads are spread over SKUs: the same number, or by the root of demand as economic order "
            "quantities are."},
    {CHOICE(struct crane_rack_config, storage, storages), .preset_json = "\"random\"",
     .doc = "Which places a load may take."},
    {0},
};

/* Places */

static int nearer(const void *a, const void *b) {
    const struct rack_place *x = a, *y = b;
    if (x->travel_s != y->travel_s)
        return x->travel_s < y->travel_s ? -1 : 1;
    return x->number - y->number;
}

static void make_places(struct crane_rack *rack, struct arena *arena) {
    const struct crane_rack_config *config = rack->config;
    enum { SIDES = 2 };
    rack->place_count = SIDES * config->bays * config->levels;
    rack->places = arena_array(arena, struct rack_place, rack->place_count);
    int n = 0;
    for (int bay = 0; bay < config->bays; bay++)
        for (int level = 0; level < config->levels; level++)
            for (int side = 0; side < SIDES; side++, n++) {
                struct rack_place place = {.x_m = (bay + 0.5) * config->length_m / config->bays,
                                           .y_m = (level + 0.5) * config->height_m / config->levels,
                                           .number = n};
                place.travel_s = fmax(motion_s(rack->along, place.x_m), motion_s(rack->up, place.y_m));
                rack->places[n] = place;
            }
    qsort(rack->places, (size_t)rack->place_count, sizeof *rack->places, nearer);
}

double crane_rack_travel_s(const struct crane_rack *rack, int from, int to) {
    const struct rack_place entrance = {0};
    const struct rack_place *a = from == ENTRANCE ? &entrance : &rack->places[from],
                            *b = to == ENTRANCE ? &entrance : &rack->places[to];
    return fmax(motion_s(rack->along, fabs(a->x_m - b->x_m)), motion_s(rack->up, fabs(a->y_m - b->y_m)));
}

/* Loads: one for each SKU, the others by the rule, rounded so that they add up */

static void make_loads(struct crane_rack *rack, const struct catalogue *catalogue, int count,
                       struct arena *arena) {
    rack->sku_count = catalogue->count;
    rack->load_count = count;
    rack->loads = arena_array(arena, struct rack_load, count);
    rack->first_load = arena_array(arena, int, catalogue->count + 1);
    bool by_root = rack->config->loads_by == LOADS_ROOT_OF_DEMAND;
    double all = 0.0, so_far = 0.0;
    for (int sku = 0; sku < catalogue->count; sku++)
        all += by_root ? sqrt(catalogue->skus[sku].share) : 1.0;
    int extra = count - catalogue->count;
    for (int sku = 0, load = 0; sku < catalogue->count; sku++) {
        rack->first_load[sku] = load;
        so_far += by_root ? sqrt(catalogue->skus[sku].share) : 1.0;
        int end = sku + 1 + (sku + 1 == catalogue->count ? extra : (int)floor(extra * (so_far / all)));
        for (; load < end; load++)
            rack->loads[load] = (struct rack_load){.sku = sku, .aisle = load % rack->config->aisles};
    }
    rack->first_load[catalogue->count] = count;
}

/* Zones */

struct ranked { /* a load by turnover */
    int load;
    double turnover;
};

static int busier(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->turnover != y->turnover)
        return x->turnover > y->turnover ? -1 : 1;
    return x->load - y->load;
}

static double turnover(const struct crane_rack *rack, const struct catalogue *catalogue, int load) {
    int sku = rack->loads[load].sku;
    return catalogue->skus[sku].share / (rack->first_load[sku + 1] - rack->first_load[sku]);
}

/* Loads of an aisle with the ranks below `end`, beyond those of the zones before, make a zone of places
 * [first, last). */
static void add_zone(struct crane_rack *rack, int aisle, const struct ranked *ranked, int from, int end,
                     int first, int last) {
    if (from == end)
        return;
    for (int i = from; i < end; i++)
        rack->loads[ranked[i].load].zone = rack->zone_count;
    rack->zones[rack->zone_count++] = (struct rack_zone){aisle, first, last, end - from};
}

/* Free places are shared among classes as their loads are. */
static void add_classes(struct crane_rack *rack, int aisle, const struct ranked *ranked, int count,
                        const double *shares, int classes) {
    double share = 0.0;
    int from = 0;
    for (int c = 0; c < classes; c++) {
        share += shares[c];
        int end = c + 1 == classes ? count : (int)lround(fmin(share, 1.0) * count);
        add_zone(rack, aisle, ranked, from, end, (int)((int64_t)from * rack->place_count / count),
                 (int)((int64_t)end * rack->place_count / count));
        from = end;
    }
}

static void make_zones(struct crane_rack *rack, const struct catalogue *catalogue, struct arena *arena) {
    const struct choice *storage = &rack->config->storage;
    const struct crane_classes_config *classes = storage->is == &storage_classes ? storage->config : NULL;
    bool own = storage->is == &storage_full_turnover;
    int aisles = rack->config->aisles, an_aisle = rack->load_count / aisles + 1;
    rack->zones = arena_array(arena, struct rack_zone,
                              own ? rack->load_count : aisles * (classes ? classes->shares_count : 1));
    struct ranked *ranked = arena_array(arena, struct ranked, an_aisle);
    static const double whole[] = {1.0};
    for (int aisle = 0; aisle < aisles; aisle++) {
        int count = 0;
        for (int load = aisle; load < rack->load_count; load += aisles) /* as make_loads deals them */
            ranked[count++] = (struct ranked){load, turnover(rack, catalogue, load)};
        qsort(ranked, (size_t)count, sizeof *ranked, busier);
        for (int i = 0; own && i < count; i++)
            add_zone(rack, aisle, ranked, i, i + 1, i, i + 1);
        if (!own)
            add_classes(rack, aisle, ranked, count, classes ? classes->shares : whole,
                        classes ? classes->shares_count : 1);
    }
}

static bool shares_add_up(const struct choice *storage, struct problems *problems) {
    if (storage->is != &storage_classes)
        return true;
    const struct crane_classes_config *classes = storage->config;
    double sum = 0.0;
    for (int i = 0; i < classes->shares_count; i++)
        sum += classes->shares[i];
    if (fabs(sum - 1.0) <= 1e-6)
        return true;
    problem_of(problems, "cranes.rack.storage.classes.shares", NULL, "must add up to 1; found %g", sum);
    return false;
}

struct crane_rack *crane_rack_create(struct arena *arena, const struct crane_rack_config *config,
                                     struct motion along, struct motion up, const struct catalogue *catalogue,
                                     struct problems *problems) {
    int loads = config->loads ? config->loads : catalogue->count;
    double places = 2.0 * config->bays * config->levels;
    bool fine = shares_add_up(&config->storage, problems);
    if (loads < catalogue->count) {
        problem_of(problems, "cranes.rack.loads", "every SKU needs a load of its own",
                   "must be at least the number of SKUs (%d); found %d", catalogue->count, loads);
        fine = false;
    }
    if (loads < config->aisles) {
        problem_of(problems, "cranes.rack.aisles", "have fewer aisles or more loads",
                   "must be at most the number of loads (%d); found %d", loads, config->aisles);
        fine = false;
    }
    if (places > 20e6) {
        problem_of(problems, "cranes.rack", NULL,
                   "has %.0f places an aisle; at most 20,000,000 are supported", places);
        fine = false;
    } else if (places < (loads + config->aisles - 1) / config->aisles) {
        problem_of(problems, "cranes.rack", "add aisles, bays or levels, or reduce loads or catalogue.skus",
                   "has %.0f places for %d loads", places * config->aisles, loads);
        fine = false;
    }
    if (!fine)
        return NULL;
    struct crane_rack *rack = arena_new(arena, struct crane_rack);
    *rack = (struct crane_rack){.config = config, .along = along, .up = up};
    make_places(rack, arena);
    make_loads(rack, catalogue, loads, arena);
    make_zones(rack, catalogue, arena);
    return rack;
}

/* Means, for the estimate of the workload */

static double zone_mean_s(const struct crane_rack *rack, const struct rack_zone *zone) {
    double sum = 0.0;
    for (int i = zone->first; i < zone->end; i++)
        sum += rack->places[i].travel_s;
    return sum / (zone->end - zone->first);
}

/* All aisles are alike, so it does not matter of which one. */
static int some_place(const struct crane_rack *rack, const struct catalogue *catalogue,
                      struct stream *stream) {
    int merchant = alias_draw(catalogue->merchant_draw, stream);
    int sku = catalogue->sku_of[merchant][alias_draw(catalogue->sku_draw[merchant], stream)];
    int first = rack->first_load[sku], count = rack->first_load[sku + 1] - first;
    const struct rack_load *load = &rack->loads[first + (int)stream_below(stream, (uint32_t)count)];
    const struct rack_zone *zone = &rack->zones[load->zone];
    return zone->first + (int)stream_below(stream, (uint32_t)(zone->end - zone->first));
}

struct crane_rack_means crane_rack_means(const struct crane_rack *rack, const struct catalogue *catalogue) {
    enum { PAIRS = 4000 };
    struct crane_rack_means means = {0};
    double *zone_turnover = calloc((size_t)rack->zone_count, sizeof *zone_turnover);
    double all = 0.0;
    for (int load = 0; load < rack->load_count; load++)
        zone_turnover[rack->loads[load].zone] += turnover(rack, catalogue, load);
    for (int z = 0; z < rack->zone_count; z++) {
        means.one_way_s += zone_turnover[z] * zone_mean_s(rack, &rack->zones[z]);
        all += zone_turnover[z];
    }
    free(zone_turnover);
    means.one_way_s /= all;
    struct stream stream = stream_named(0, 0, "estimate/cranes");
    for (int i = 0; i < PAIRS; i++) {
        int from = some_place(rack, catalogue, &stream), to = some_place(rack, catalogue, &stream);
        means.between_s += crane_rack_travel_s(rack, from, to) / PAIRS;
    }
    return means;
}
