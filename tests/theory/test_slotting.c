/* SPDX-License-Identifier: MIT */
/* test_slotting.c - where the policies put SKUs: small racks by hand, rules that hold in any layout, and the
 * travel of class-based storage in closed form (Hausman, Schwarz and Graves 1976, Management Science 22(6)).
 */
#include "tests/theory/theory.h"

#include <stdlib.h>
#include "models/demand/catalogue.h"
#include "models/layout/routing.h"
#include "models/layout/slotting.h"
#include "models/scenario.h"

static const struct scenario *scenario_of(const struct loaded *loaded) {
    return loaded->values;
}

/* A file with the rows of a catalogue or of homes; give it back with unlink. */
static void write_rows(char path[static 256], const char *rows) {
    FILE *file = temporary_file(path);
    fputs(rows, file);
    fclose(file);
}

/* Two aisles of two bays, a slot on each side: walks of 0.5 and 1.5 m in aisle 0, 3.5 and 4.5 m in aisle 1.
 */
static struct loaded small_rack(const char *catalogue, const char *slotting) {
    return load(
        "{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, "
        "\"merchants\": [{\"name\": \"north\", \"share\": 0.5}, {\"name\": \"south\", \"share\": 0.5}], "
        "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": 2, \"bays\": 2, \"levels\": 1, "
        "\"bay_width_m\": 1, \"aisle_spacing_m\": 3, \"slots_per_bay_level\": 1}]}, "
        "\"catalogue\": %s, \"slotting\": %s}",
        catalogue, slotting);
}

/* The metres that a SKU lies from the depot. */
static double walk_to(const struct loaded *loaded, const char *code) {
    const struct scenario *scenario = scenario_of(loaded);
    int sku = catalogue_find(scenario->sku_catalogue, code);
    return sku < 0 ? NAN : slot_walk_m(scenario->floor, &scenario->floor->home[sku]);
}

static void check_walks(const struct loaded *loaded, const char *codes, const double *walks) {
    for (const char *code = codes; *code; code++) {
        char words[] = "metres to SKU ?", name[] = {*code, 0};
        words[sizeof words - 2] = *code;
        CHECK_NEAR(walk_to(loaded, name), walks[code - codes], 1e-12, words);
    }
}

/* Policies by hand */

/* SKUs in the order of the file; by popularity b, d, a, f, c, e. Both merchants have lines in equal shares,
 * so the shares of all lines are a .15, b .25, c .10 (north, weights 3 5 2) and d .25, e .05, f .20 (south,
 * 5 1 4). */
static const char assortment[] = "sku,weight,merchant,litres,family\n"
                                 "a,3,north,1,x\nb,5,north,10,x\nc,2,north,1,y\n"
                                 "d,5,south,1,z\ne,1,south,1,z\nf,4,south,1,\n";

static struct loaded assorted_rack(char path[static 256], const char *slotting) {
    char catalogue[300];
    write_rows(path, assortment);
    snprintf(catalogue, sizeof catalogue, "{\"file\": \"%s\"}", path);
    return small_rack(catalogue, slotting);
}

static void check_assorted(const char *slotting, const double *walks) {
    char path[256];
    struct loaded loaded = assorted_rack(path, slotting);
    check_walks(&loaded, "abcdef", walks);
    unlink(path);
    unload(&loaded);
}

static void full_turnover_puts_the_lowest_cube_per_order_index_nearest(void) {
    /* litres / share: a 6.7, b 40, c 10, d 4, e 20, f 5: d f | a c | e b */
    check_assorted("\"full_turnover\"", (double[]){1.5, 3.5, 1.5, 0.5, 3.5, 0.5});
}

static void full_turnover_by_popularity_looks_at_lines_alone(void) {
    /* b d | f a | c e */
    check_assorted("{\"full_turnover\": {\"by\": \"popularity\"}}", (double[]){1.5, 0.5, 3.5, 0.5, 3.5, 1.5});
}

static void dedicated_places_follow_the_list_merchant_by_merchant(void) {
    check_assorted("\"dedicated\"", (double[]){0.5, 0.5, 1.5, 1.5, 3.5, 3.5});
}

static void families_come_in_order_of_popularity_per_slot(void) {
    /* Lines per slot: x (.15 + .25) / 2 = .2, y .1, z (.25 + .05) / 2 = .15, f alone .2. x and f are equal,
     * and a family goes before a SKU without: b a | f d | e c. */
    check_assorted("\"families\"", (double[]){0.5, 0.5, 3.5, 1.5, 3.5, 1.5});
}

static void equally_large_skus_lie_in_order_of_popularity(void) {
    struct loaded loaded = small_rack("{\"skus\": 6}", "\"full_turnover\"");
    check_walks(&loaded, "123456", (double[]){0.5, 0.5, 1.5, 1.5, 3.5, 3.5});
    unload(&loaded);
}

static void closest_open_leaves_the_farthest_slots_open(void) {
    struct loaded loaded = small_rack("{\"skus\": 6}", "\"closest_open\"");
    int near = 0;
    for (const char *code = "123456"; *code; code++)
        near += walk_to(&loaded, (char[]){*code, 0}) < 4.0;
    CHECK_INT(near, 6);
    unload(&loaded);
}

static void within_aisle_classes_take_whole_aisles_first(void) {
    struct loaded loaded = small_rack("{\"skus\": 8}", "{\"abc\": {\"a_share\": 0.25, \"b_share\": 0.25}}");
    check_walks(&loaded, "1234", (double[]){0.5, 0.5, 1.5, 1.5});
    for (const char *code = "5678"; *code; code++)
        CHECK(walk_to(&loaded, (char[]){*code, 0}) > 3.0);
    unload(&loaded);
}

static void across_aisle_classes_take_the_front_of_every_aisle(void) {
    struct loaded loaded =
        small_rack("{\"skus\": 8}",
                   "{\"abc\": {\"arrangement\": \"across_aisle\", \"a_share\": 0.5, \"b_share\": 0.25}}");
    for (int sku = 0; sku < 8; sku++) {
        const struct stop *home = &scenario_of(&loaded)->floor->home[sku];
        CHECK_NEAR(home->y_m, sku < 4 ? 0.5 : 1.5, 1e-12, "class A at the front, the others behind");
    }
    CHECK_INT(scenario_of(&loaded)->floor->home[4].aisle, 0); /* class B has the nearest slots behind */
    CHECK_INT(scenario_of(&loaded)->floor->home[5].aisle, 0);
    unload(&loaded);
}

static void a_file_says_where_every_sku_lies(void) {
    char path[256], slotting[300];
    write_rows(path, "sku,block,aisle,bay,slot\n1,b,2,1,2\n2,,1,1,1\n3,b,2,2,1\n");
    snprintf(slotting, sizeof slotting, "{\"file\": {\"homes\": \"%s\"}}", path);
    struct loaded loaded = small_rack("{\"skus\": 3}", slotting);
    check_walks(&loaded, "123", (double[]){3.5, 0.5, 4.5});
    const struct placement *placement = scenario_of(&loaded)->floor->placement;
    CHECK_INT(placement->slots[placement->slot_of[0]].place, 1); /* on the right */
    unlink(path);
    unload(&loaded);
}

/* What holds for every policy */

static int below(struct stream *stream, int n) {
    return (int)stream_below(stream, (uint32_t)n);
}

static void check_places(const struct loaded *loaded, const char *policy) {
    const struct scenario *scenario = scenario_of(loaded);
    const struct placement *placement = scenario->floor->placement;
    bool *taken = calloc((size_t)placement->slot_count, sizeof *taken);
    for (int sku = 0; sku < scenario->sku_catalogue->count; sku++) {
        int slot = placement->slot_of[sku];
        const struct stop *stop = &placement->slots[slot].stop, *home = &scenario->floor->home[sku];
        bool own = slot >= 0 && slot < placement->slot_count && !taken[slot];
        bool at_home = own && stop->aisle == home->aisle && stop->y_m == home->y_m &&
                       stop->block == home->block && stop->level == home->level &&
                       layout_storage_of(scenario->floor, home) != STORAGE_RESERVE;
        if (!CHECK(own) || !CHECK(at_home))
            printf("  SKU %d under %s\n", sku + 1, policy);
        if (own)
            taken[slot] = true;
    }
    free(taken);
}

static void every_sku_has_one_slot_and_no_slot_two_skus(void) {
    static const char *const policies[] = {"\"random\"",
                                           "\"closest_open\"",
                                           "\"dedicated\"",
                                           "\"full_turnover\"",
                                           "\"families\"",
                                           "\"abc\"",
                                           "{\"abc\": {\"arrangement\": \"across_aisle\"}}"};
    struct stream stream = stream_named(1976, 0, "test/layouts");
    for (int trial = 0; trial < 40; trial++) {
        int aisles = 1 + below(&stream, 7), bays = 1 + below(&stream, 9), levels = 1 + below(&stream, 4);
        int places = 1 + below(&stream, 3), cross = below(&stream, bays), depot = 1 + below(&stream, aisles);
        /* As many as all slots of the first two blocks; nothing is picked in the third. */
        int skus = 3 + below(&stream, 2 * (aisles * bays * levels * places + 2 * 3 * 5 * 2) - 2);
        int size = 1 + below(&stream, 8);
        for (size_t p = 0; p < sizeof policies / sizeof *policies; p++) {
            struct loaded loaded = load(
                "{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, "
                "\"merchants\": [{\"name\": \"m\", \"share\": 0.7}, {\"name\": \"n\", \"share\": 0.3, "
                "\"sku_share\": 0.9}], \"catalogue\": {\"skus\": %d, \"families\": {\"size\": %d}}, "
                "\"layout\": {\"depot_aisle\": %d, \"blocks\": [{\"name\": \"b\", \"aisles\": %d, \"bays\": "
                "%d, "
                "\"levels\": %d, \"cross_aisles\": %d, \"slots_per_bay_level\": %d}, "
                "{\"name\": \"c\", \"aisles\": 2, \"bays\": 3, \"storage\": \"forward\", "
                "\"orientation\": \"east\", \"y_m\": 100}, "
                "{\"name\": \"d\", \"aisles\": 1, \"bays\": 4, \"storage\": \"reserve\", \"y_m\": 200}]}, "
                "\"slotting\": %s}",
                skus, size, depot, aisles, bays, levels, cross, places, policies[p]);
            check_places(&loaded, policies[p]);
            unload(&loaded);
        }
    }
}

/* Families */

/* Lines of an order are draws of the same distribution, in a family or not: so the metres of one-line tours
 * stay, while those of tours past several lines of a family become shorter. */
static double tour_m(const struct scenario *scenario, const int *skus, int count) {
    struct stop stops[32];
    for (int i = 0; i < count; i++)
        stops[i] = scenario->floor->home[skus[i]];
    return layout_tour_m(scenario->floor, routing_of(&scenario->centre.picking->routing), FIRST_DEPOT, stops,
                         count);
}

static int draw_line(const struct catalogue *catalogue, int first, struct stream *stream) {
    int relative = first < 0 ? -1 : families_draw(catalogue, catalogue->families.upto, first, stream);
    return relative >= 0 ? relative : catalogue->sku_of[0][alias_draw(catalogue->sku_draw[0], stream)];
}

static struct loaded family_floor(const char *slotting, double share) {
    return load(
        "{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, \"picking\": {}, "
        "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": 10, \"bays\": 20, \"levels\": 2}]}, "
        "\"catalogue\": {\"skus\": 1200, \"families\": {\"size\": 15, \"share\": %g}}, "
        "\"slotting\": \"%s\"}",
        share, slotting);
}

static void families_that_lie_together_shorten_tours(void) {
    enum { ORDERS = 4000, LINES = 6 };
    struct loaded families = family_floor("families", 0.9), turnover = family_floor("full_turnover", 0.9),
                  anywhere = family_floor("random", 0.9);
    struct stream stream = stream_named(1989, 0, "test/orders");
    struct sample saved = sample_create(ORDERS, 3);
    for (int t = 0; t < ORDERS; t++) {
        int skus[LINES];
        for (int i = 0; i < LINES; i++)
            skus[i] = draw_line(scenario_of(&families)->sku_catalogue, i ? skus[0] : -1, &stream);
        double metres = tour_m(scenario_of(&families), skus, LINES);
        *sample_at(&saved, t, 0) = tour_m(scenario_of(&turnover), skus, LINES) - metres;
        *sample_at(&saved, t, 1) = tour_m(scenario_of(&anywhere), skus, LINES) - metres;
        *sample_at(&saved, t, 2) = metres;
    }
    struct estimate_of_mean length = estimate(&saved, 2, NULL, 0);
    static const char *const than[] = {"full turnover", "random"};
    for (int k = 0; k < 2; k++) {
        struct estimate_of_mean got = estimate(&saved, k, NULL, 0);
        printf("  saved against %-14s %6.2f m of %6.2f m, z %6.1f\n", than[k], got.mean,
               got.mean + length.mean, got.mean / got.error);
        CHECK(got.mean > 4.0 * got.error);
    }
    sample_free(&saved);
    unload(&families);
    unload(&turnover);
    unload(&anywhere);
}

static void families_leave_the_share_of_every_sku_as_it_is(void) {
    enum { ORDERS = 400000, SKUS = 12 };
    struct loaded loaded = load("{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, "
                                "\"catalogue\": {\"skus\": %d, \"families\": {\"size\": 5, \"share\": 0.6}}}",
                                SKUS);
    const struct catalogue *catalogue = scenario_of(&loaded)->sku_catalogue;
    struct stream stream = stream_named(7, 0, "test/lines");
    int64_t second[SKUS] = {0}, together = 0;
    double by_chance = 0.0;
    for (int t = 0; t < ORDERS; t++) {
        int first = draw_line(catalogue, -1, &stream), later = draw_line(catalogue, first, &stream);
        second[later]++;
        together += catalogue->skus[first].family == catalogue->skus[later].family;
    }
    for (int i = 0; i < SKUS; i++) {
        double share = catalogue->skus[i].share;
        CHECK_NEAR((double)second[i] / ORDERS, share, 4.0 * sqrt(share * (1.0 - share) / ORDERS),
                   "share of a SKU in second lines");
        for (int j = 0; j < SKUS; j++)
            if (catalogue->skus[i].family == catalogue->skus[j].family)
                by_chance += share * catalogue->skus[j].share;
    }
    double expected = 0.6 + 0.4 * by_chance;
    CHECK_NEAR((double)together / ORDERS, expected, 4.0 * sqrt(expected * (1.0 - expected) / ORDERS),
               "share of second lines in the family of the first");
    unload(&loaded);
}

/* Class-based storage in a rack that is square in time */

/* Pallets by turnover: item i of the ABC curve G(i) = i^s is ordered by EOQ, so a share j of the pallets, the
 * fastest first, makes a share j^(2s / (s + 1)) of all trips. */
static double curve(double share) { /* s of the curve in which 20 % of the items have that share of demand */
    return log(share) / log(0.2);
}

static int by_distance(const void *a, const void *b) {
    const struct slot *x = a, *y = b;
    return x->distance_m != y->distance_m ? (x->distance_m < y->distance_m ? -1 : 1) : x->number - y->number;
}

enum { SIDE = 300, PALLETS = SIDE * SIDE };

struct square {
    struct slot *slots;
    double *trips; /* share of each pallet */
    int *place, *order, *ranked;
    struct turn *turns;
    struct catalogue catalogue;
};

static struct square square_create(struct arena *arena, double s) {
    struct square square = {.slots = arena_array(arena, struct slot, PALLETS),
                            .trips = arena_array(arena, double, PALLETS),
                            .place = arena_array(arena, int, PALLETS),
                            .order = arena_array(arena, int, PALLETS),
                            .ranked = arena_array(arena, int, PALLETS),
                            .turns = arena_array(arena, struct turn, PALLETS),
                            .catalogue = {.count = PALLETS, .skus = arena_array(arena, struct sku, PALLETS)}};
    double power = 2.0 * s / (s + 1.0);
    for (int i = 0; i < PALLETS; i++) {
        double column = (i % SIDE + 0.5) / SIDE, level = (i / SIDE + 0.5) / SIDE;
        square.slots[i] = (struct slot){.number = i, .distance_m = fmax(column, level)};
        square.trips[i] = pow((i + 1.0) / PALLETS, power) - pow((double)i / PALLETS, power);
        square.ranked[i] = i;
        square.catalogue.skus[i].litres = 1.0;
    }
    qsort(square.slots, PALLETS, sizeof *square.slots, by_distance);
    return square;
}

/* Mean one-way travel time of a trip; times are in units of the side. */
static double mean_travel(struct square *square, const struct slotting *policy, const void *config,
                          int trial) {
    policy->place(&(struct placing){.config = config,
                                    .catalogue = &square->catalogue,
                                    .slots = square->slots,
                                    .slot_count = PALLETS,
                                    .sku_count = PALLETS,
                                    .ranked = square->ranked,
                                    .demand = square->trips,
                                    .place = square->place,
                                    .order = square->order,
                                    .turns = square->turns,
                                    .stream = stream_named(1976, trial, "test/square")});
    double sum = 0.0;
    for (int i = 0; i < PALLETS; i++)
        sum += square->trips[i] * square->slots[square->place[i]].distance_m;
    return sum;
}

/* Within 4 standard errors of the orders of chance, and half a cell for the rack that is not continuous. */
static void check_square(struct square *square, const struct slotting *policy, const void *config,
                         double published, const char *words) {
    enum { TRIALS = 40 };
    struct sample sample = sample_create(TRIALS, 1);
    for (int t = 0; t < TRIALS; t++)
        *sample_at(&sample, t, 0) = mean_travel(square, policy, config, t);
    struct estimate_of_mean got = estimate(&sample, 0, NULL, 0);
    printf("  %-28s %.4f +- %.4f, published %.4f\n", words, got.mean, half_width(got), published);
    CHECK_NEAR(got.mean, published, 4.0 * got.error + 0.5 / SIDE, words);
    CHECK(half_width(got) <= 0.01 * published);
    sample_free(&sample);
}

/* The class regions are squares from the corner, so a radius takes its square of the pallets. */
static struct abc_config classes(double first, double second) {
    return (struct abc_config){.a_share = first * first, .b_share = second * second - first * first};
}

static void class_based_storage_has_the_published_travel(void) {
    /* Radii of 20/80 as published; those of 20/60 minimise the paper's formula, the sum over classes of
     * (share of trips) x 2/3 (outer^3 - inner^3) / (outer^2 - inner^2). */
    static const struct {
        double share, full, radius, two, radii[2], three;
    } cases[] = {{0.8, 0.3275, 0.2845, 0.4273, {0.1337, 0.4701}, 0.3750},
                 {0.6, 0.4908, 0.4073, 0.5459, {0.2340, 0.5744}, 0.5176}};
    const int by_cube = 0; /* of pallets that are equally large */
    for (int c = 0; c < 2; c++) {
        struct arena *arena = arena_create();
        struct square square = square_create(arena, curve(cases[c].share));
        struct abc_config two = classes(cases[c].radius, 1.0),
                          three = classes(cases[c].radii[0], cases[c].radii[1]);
        printf("  20/%.0f\n", 100.0 * cases[c].share);
        check_square(&square, &slotting_random, NULL, 2.0 / 3.0, "random");
        check_square(&square, &slotting_full_turnover, &by_cube, cases[c].full, "full turnover");
        check_square(&square, &slotting_abc, &two, cases[c].two, "two classes");
        check_square(&square, &slotting_abc, &three, cases[c].three, "three classes");
        arena_destroy(arena);
    }
}

/* The depot */

/* Twenty aisles of 2 bays, 3 m apart, with a depot before the first and one before the last; a zone of ten
 * aisles at each. */
static struct loaded rack_between_depots(const char *picking) {
    return load("{\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1}]}, "
                "\"catalogue\": {\"skus\": 40}, \"slotting\": \"full_turnover\", "
                "\"layout\": {\"blocks\": [{\"name\": \"b\", \"aisles\": 20, \"bays\": 2, \"levels\": 1, "
                "\"bay_width_m\": 1, \"aisle_spacing_m\": 3, \"slots_per_bay_level\": 1}], "
                "\"depots\": [{\"name\": \"l\", \"block\": \"b\", \"aisle\": 1}, "
                "{\"name\": \"r\", \"block\": \"b\", \"aisle\": 20}], "
                "\"zones\": [{\"name\": \"L\", \"parts\": [{\"block\": \"b\", \"to_aisle\": 10}]}, "
                "{\"name\": \"R\", \"parts\": [{\"block\": \"b\", \"from_aisle\": 11}]}]}, "
                "\"picking\": %s, \"consolidation\": {}}",
                picking);
}

/* SKU i (from 0) has walk i / 2 of 0.5, 1.5 | 3.5, 4.5 | 6.5, ... in the aisles from the depot on. */
static void popular_skus_lie_near_the_depot_that_picking_uses(void) {
    static const char *const picking[] = {"{\"method\": \"batch_then_sort\"}",
                                          "{\"method\": \"batch_then_sort\", \"depot\": \"r\"}",
                                          "{\"method\": \"parallel_zones\", \"depot\": \"r\"}"};
    for (int k = 0; k < 3; k++) {
        struct loaded loaded = rack_between_depots(picking[k]);
        const struct layout *layout = scenario_of(&loaded)->floor;
        CHECK_INT(layout_tour_depot(layout, NO_ZONE), k > 0);
        for (int i = 0; i < 40; i++)
            CHECK_NEAR(layout_from_depot_m(layout, k > 0, &layout->home[i]), 3.0 * (i / 4) + 0.5 + i / 2 % 2,
                       1e-9, "metres from the depot of picking");
        unload(&loaded);
    }
}

/* Both zones fill from their own depots at once: four SKUs at 0.5 m, four at 1.5 m, four at 3.5 m, ... */
static void in_zones_popular_skus_lie_near_the_depot_of_their_zone(void) {
    struct loaded loaded = rack_between_depots("{\"method\": \"parallel_zones\"}");
    const struct layout *layout = scenario_of(&loaded)->floor;
    for (int zone = 0; zone < 2; zone++)
        CHECK_INT(layout_tour_depot(layout, zone), zone);
    for (int i = 0; i < 40; i++) {
        int zone = layout_zone_of(layout, &layout->home[i]);
        CHECK_NEAR(layout_from_depot_m(layout, zone, &layout->home[i]), 3.0 * (i / 8) + 0.5 + i / 4 % 2, 1e-9,
                   "metres from the depot of the zone");
    }
    unload(&loaded);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(full_turnover_puts_the_lowest_cube_per_order_index_nearest)},
                              {TEST(full_turnover_by_popularity_looks_at_lines_alone)},
                              {TEST(dedicated_places_follow_the_list_merchant_by_merchant)},
                              {TEST(families_come_in_order_of_popularity_per_slot)},
                              {TEST(equally_large_skus_lie_in_order_of_popularity)},
                              {TEST(closest_open_leaves_the_farthest_slots_open)},
                              {TEST(within_aisle_classes_take_whole_aisles_first)},
                              {TEST(across_aisle_classes_take_the_front_of_every_aisle)},
                              {TEST(a_file_says_where_every_sku_lies)},
                              {TEST(every_sku_has_one_slot_and_no_slot_two_skus)},
                              {TEST(families_that_lie_together_shorten_tours)},
                              {TEST(families_leave_the_share_of_every_sku_as_it_is)},
                              {TEST(popular_skus_lie_near_the_depot_that_picking_uses)},
                              {TEST(in_zones_popular_skus_lie_near_the_depot_of_their_zone)},
                              {TEST(class_based_storage_has_the_published_travel)},
                              {0}});
}
