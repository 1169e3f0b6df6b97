/* SPDX-License-Identifier: MIT */
/* Tours in which only the ways between places are known: against the best order by brute force, and
 * against what is published for random places. */
#include "models/layout/routing_order.h"
#include "tests/support/check.h"
#include "tests/support/mrg32k3a.h"

enum { MOST = 200 };
struct map {
    int count;
    double x[ORDER_MOST], y[ORDER_MOST];
};

static double straight_m(const void *self, int a, int b) {
    const struct map *map = self;
    return hypot(map->x[a] - map->x[b], map->y[a] - map->y[b]);
}

/* Places on a grid of whole numbers fall together and are often equally far apart. */
static void draw_map(struct mrg32k3a *g, struct map *map, int count, bool whole) {
    map->count = count;
    for (int i = 0; i < count; i++) {
        map->x[i] = whole ? (int)(mrg32k3a_uniform(g) * 6) : mrg32k3a_uniform(g);
        map->y[i] = whole ? (int)(mrg32k3a_uniform(g) * 6) : mrg32k3a_uniform(g);
    }
}

static double length_of(const struct map *map, const int *order) {
    double metres = 0.0;
    for (int i = 0; i < map->count; i++)
        metres += straight_m(map, order[i], order[(i + 1) % map->count]);
    return metres;
}

/* Held and Karp. */
static double shortest_of(const struct map *map) {
    enum { MOST_FREE = 8 };
    static double best[1 << MOST_FREE][MOST_FREE];
    int free = map->count - 1, all = (1 << free) - 1;
    for (int set = 1; set <= all; set++)
        for (int last = 0; last < free; last++) {
            int before = set & ~(1 << last);
            best[set][last] = before ? INFINITY : straight_m(map, 0, last + 1);
            for (int k = 0; k < free && before != set; k++)
                if (before >> k & 1)
                    best[set][last] =
                        fmin(best[set][last], best[before][k] + straight_m(map, k + 1, last + 1));
            if (before == set)
                best[set][last] = INFINITY;
        }
    double shortest = INFINITY;
    for (int last = 0; last < free; last++)
        shortest = fmin(shortest, best[all][last] + straight_m(map, last + 1, 0));
    return free ? shortest : 0.0;
}

static bool is_a_tour(const struct map *map, const int *order, double metres) {
    bool passed[ORDER_MOST] = {false};
    for (int i = 0; i < map->count; i++) {
        if (!CHECK(order[i] >= 0 && order[i] < map->count && !passed[order[i]]))
            return false;
        passed[order[i]] = true;
    }
    return CHECK_INT(order[0], 0) && CHECK_NEAR(metres, length_of(map, order), 1e-9, "length");
}

static void every_place_is_passed_once_and_the_length_is_that_of_the_order(void) {
    struct mrg32k3a g = mrg32k3a_seeded(201);
    struct map map;
    int order[ORDER_MOST];
    for (int i = 0; i < 3000; i++) {
        draw_map(&g, &map, 1 + i % MOST, i % 2);
        double metres = tour_order(map.count, straight_m, &map, order);
        if (!is_a_tour(&map, order, metres))
            return;
    }
    draw_map(&g, &map, ORDER_MOST, false);
    double metres = tour_order(map.count, straight_m, &map, order);
    is_a_tour(&map, order, metres);
}

static void small_tours_are_seldom_longer_than_the_shortest(void) {
    enum { MAPS = 4000 };
    struct mrg32k3a g = mrg32k3a_seeded(203);
    int met = 0;
    double ratio = 0.0;
    for (int i = 0; i < MAPS; i++) {
        struct map map;
        int order[ORDER_MOST];
        draw_map(&g, &map, 2 + i % 8, false);
        double metres = tour_order(map.count, straight_m, &map, order), shortest = shortest_of(&map);
        if (!CHECK(metres >= shortest - 1e-9))
            return;
        met += metres <= shortest + 1e-9;
        ratio += metres / shortest / MAPS;
    }
    printf("  %d of %d are shortest, on average %.4f x the shortest\n", met, MAPS, ratio);
    CHECK(met >= MAPS * 9 / 10);
    CHECK(ratio <= 1.01);
}

/* The shortest tour past n random places in a unit square is about .7124 sqrt(n) long (Beardwood, Halton and
 * Hammersley 1959; the constant: Percus and Martin 1996, Physical Review Letters 76(8)), and longer by a few
 * per cent for a thousand, since places at the edge have no neighbours beyond it. 2-opt with Or-opt is known
 * to end about 5 % above the shortest; 10 % in all are accepted. */
static void tours_past_a_thousand_random_places_are_as_good_as_published(void) {
    enum { MAPS = 20 };
    struct mrg32k3a g = mrg32k3a_seeded(204);
    double mean = 0.0;
    for (int i = 0; i < MAPS; i++) {
        struct map map;
        int order[ORDER_MOST];
        draw_map(&g, &map, ORDER_MOST, false);
        mean += tour_order(map.count, straight_m, &map, order) / MAPS;
    }
    double shortest = 0.7124 * sqrt(ORDER_MOST);
    printf("  %.4f x the limit for many places\n", mean / shortest);
    CHECK(mean >= shortest);
    CHECK(mean <= 1.10 * shortest);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(every_place_is_passed_once_and_the_length_is_that_of_the_order)},
                              {TEST(small_tours_are_seldom_longer_than_the_shortest)},
                              {TEST(tours_past_a_thousand_random_places_are_as_good_as_published)},
                              {0}});
}
