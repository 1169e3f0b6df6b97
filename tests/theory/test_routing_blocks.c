/* SPDX-License-Identifier: MIT */
/* Tours through several blocks: against a picker who follows the published rules cell by cell on a floor of
 * whole metres, against all choices of cross aisles one by one, and against what must hold for any such tour.
 */
#include <stdlib.h>
#include "tests/support/check.h"
#include "tests/support/mrg32k3a.h"
#include "models/layout/routing.h"

enum { AISLES = 8, BLOCKS = 5, LONGEST = 60, PICKS = 24 };

static int below(struct mrg32k3a *g, int n) {
    return (int)(mrg32k3a_uniform(g) * n);
}

/* Warehouses of whole metres, with picks strictly inside the blocks */

struct house {
    struct rack rack;
    double cross_y_m[BLOCKS + 1];
    int cross[BLOCKS + 1], blocks, spacing, depot;
    struct stop stops[PICKS];
    int count;
    bool pick[AISLES][LONGEST + 1];
};

static void draw_house(struct mrg32k3a *g, struct house *house, int blocks, int most_picks) {
    *house = (struct house){.blocks = blocks, .spacing = 1 + below(g, 6)};
    for (int b = 0; b < blocks; b++)
        house->cross[b + 1] = house->cross[b] + 2 + below(g, 11);
    for (int b = 0; b <= blocks; b++)
        house->cross_y_m[b] = house->cross[b];
    int aisles = 1 + below(g, AISLES), most_blocks = 1 + below(g, blocks);
    house->depot = below(g, 2) ? 0 : below(g, aisles * house->spacing);
    house->rack = (struct rack){.aisles = aisles,
                                .spacing_m = house->spacing,
                                .length_m = house->cross[blocks],
                                .crosses = blocks + 1,
                                .cross_y_m = house->cross_y_m,
                                .depot_x_m = house->depot};
    for (int picks = 1 + below(g, most_picks); house->count < picks; house->count++) {
        int aisle = below(g, aisles), block = below(g, most_blocks);
        int y = house->cross[block] + 1 + below(g, house->cross[block + 1] - house->cross[block] - 1);
        house->pick[aisle][y] = true;
        house->stops[house->count] = (struct stop){.aisle = aisle, .y_m = y};
    }
    stops_sort(house->stops, house->count);
}

static void print_house(const struct house *house) {
    printf("  %d aisles %d apart, depot at %d, cross aisles at", house->rack.aisles, house->spacing,
           house->depot);
    for (int b = 0; b <= house->blocks; b++)
        printf(" %d", house->cross[b]);
    printf("; picks");
    for (int i = 0; i < house->count; i++)
        printf(" %d:%g", house->stops[i].aisle, house->stops[i].y_m);
    printf("\n");
}

/* The picker on the floor */

struct picker {
    struct house *house;
    int x, y, metres;
};

static int picks_in(const struct house *house, int aisle, int block) {
    int picks = 0;
    for (int y = house->cross[block] + 1; y < house->cross[block + 1]; y++)
        picks += house->pick[aisle][y];
    return picks;
}
static int subaisles_left(const struct house *house, int block) {
    int left = 0;
    for (int aisle = 0; aisle < house->rack.aisles; aisle++)
        left += picks_in(house, aisle, block) > 0;
    return left;
}
/* The outermost aisle with picks left in the block, from the left or from the right. */
static int outermost(const struct house *house, int block, bool left) {
    int aisle = left ? 0 : house->rack.aisles - 1;
    while (picks_in(house, aisle, block) == 0)
        aisle += left ? 1 : -1;
    return aisle;
}
static int apart(const struct picker *picker, int aisle) {
    return abs(aisle * picker->house->spacing - picker->x);
}
static int nearer_end(const struct picker *picker, int block) {
    int left = outermost(picker->house, block, true), right = outermost(picker->house, block, false);
    return apart(picker, right) < apart(picker, left) ? right : left;
}

static void go_along(struct picker *picker, int aisle) {
    picker->metres += apart(picker, aisle);
    picker->x = aisle * picker->house->spacing;
}
/* Cell by cell in the aisle; takes what he passes. */
static void go_into(struct picker *picker, int y) {
    bool *pick = picker->house->pick[picker->x / picker->house->spacing];
    for (; picker->y != y; picker->metres++) {
        picker->y += y > picker->y ? 1 : -1;
        pick[picker->y] = false;
    }
}
/* As far as the subaisle has picks, and back to where he entered. */
static void go_and_return(struct picker *picker, int block) {
    int from = picker->y, step = from == picker->house->cross[block] ? 1 : -1;
    while (picks_in(picker->house, picker->x / picker->house->spacing, block))
        go_into(picker, picker->y + step);
    go_into(picker, from);
}

static int farthest_block(const struct house *house) {
    int block = house->blocks - 1;
    while (subaisles_left(house, block) == 0)
        block--;
    return block;
}

/* Steps 1 to 3 of all three methods: to the front of the farthest block through the left pick aisle. */
static int go_to_the_farthest_block(struct picker *picker) {
    int block = farthest_block(picker->house), left = picker->house->rack.aisles;
    for (int b = block; b >= 0; b--)
        if (subaisles_left(picker->house, b) && outermost(picker->house, b, true) < left)
            left = outermost(picker->house, b, true);
    go_along(picker, left);
    go_into(picker, picker->house->cross[block]);
    return block;
}
static int go_home(struct picker *picker) {
    go_into(picker, 0);
    return picker->metres + abs(picker->x - picker->house->depot);
}

/* Step 4 of S-shape and largest gap: at the back of the farthest block afterwards, unless one subaisle was
 * all. */
static void begin_farthest_block(struct picker *picker, int block) {
    bool only = subaisles_left(picker->house, block) == 1;
    go_along(picker, outermost(picker->house, block, true));
    if (only)
        go_and_return(picker, block);
    else
        go_into(picker, picker->house->cross[block + 1]);
}

static int s_shape_by_rule(struct house house) {
    struct picker picker = {&house, house.depot, 0, 0};
    int block = go_to_the_farthest_block(&picker);
    begin_farthest_block(&picker, block);
    for (; block >= 0; block--) {
        int front = house.cross[block], back = house.cross[block + 1];
        if (subaisles_left(&house, block) == 0) {
            go_into(&picker, front);
            continue;
        }
        go_into(&picker, back);
        go_along(&picker, nearer_end(&picker, block));
        go_into(&picker, front);
        while (subaisles_left(&house, block) > 1) {
            go_along(&picker, nearer_end(&picker, block));
            go_into(&picker, picker.y == front ? back : front);
        }
        if (subaisles_left(&house, block) == 0)
            continue;
        go_along(&picker, outermost(&house, block, true));
        if (picker.y == back)
            go_into(&picker, front);
        else
            go_and_return(&picker, block);
    }
    return go_home(&picker);
}

/* Where the largest gap of the subaisle begins and ends. */
static void largest_gap_of(const struct house *house, int aisle, int block, int *begins, int *ends) {
    int mark = house->cross[block], largest = 0;
    for (int y = mark + 1; y <= house->cross[block + 1]; y++) {
        if (!house->pick[aisle][y] && y != house->cross[block + 1])
            continue;
        if (y - mark > largest) {
            largest = y - mark;
            *begins = mark;
            *ends = y;
        }
        mark = y;
    }
}

static int largest_gap_by_rule(struct house house) {
    struct picker picker = {&house, house.depot, 0, 0};
    int block = go_to_the_farthest_block(&picker);
    begin_farthest_block(&picker, block);
    for (; block >= 0; block--) {
        int front = house.cross[block], back = house.cross[block + 1];
        if (subaisles_left(&house, block) == 0) {
            go_into(&picker, front);
            continue;
        }
        go_into(&picker, back);
        int near = nearer_end(&picker, block), left = outermost(&house, block, true);
        int last = near == left ? outermost(&house, block, false) : left, step = near <= last ? 1 : -1;
        for (int aisle = near; aisle != last; aisle += step) {
            int begins = 0, ends = back;
            largest_gap_of(&house, aisle, block, &begins, &ends);
            if (picks_in(&house, aisle, block) == 0 || ends == back)
                continue;
            go_along(&picker, aisle);
            go_into(&picker, ends);
            go_into(&picker, back);
        }
        go_along(&picker, last);
        go_into(&picker, front);
        for (int aisle = last; subaisles_left(&house, block) > 0; aisle -= step)
            if (picks_in(&house, aisle, block)) {
                go_along(&picker, aisle);
                go_and_return(&picker, block);
            }
    }
    return go_home(&picker);
}

/* All ways to end each of the subaisles at the front or at the back; tries the rest of the block from here.
 */
static int best_in_block(struct picker picker, int block, bool from_left) {
    struct house house = *picker.house, *before = picker.house;
    if (subaisles_left(before, block) == 0)
        return picker.y == before->cross[block] ? picker.metres : 1000000;
    int best = 1000000, aisle = outermost(before, block, from_left);
    for (int traverse = 0; traverse < 2; traverse++) {
        struct picker other = picker;
        house = *before;
        other.house = &house;
        go_along(&other, aisle);
        if (traverse)
            go_into(&other, other.y == house.cross[block] ? house.cross[block + 1] : house.cross[block]);
        else
            go_and_return(&other, block);
        int metres = best_in_block(other, block, from_left);
        best = metres < best ? metres : best;
    }
    return best;
}

static int combined_by_rule(struct house house) {
    struct picker picker = {&house, house.depot, 0, 0};
    int farthest = go_to_the_farthest_block(&picker);
    for (int block = farthest; block >= 0; block--) {
        int front = house.cross[block];
        if (subaisles_left(&house, block) == 0) {
            go_into(&picker, front);
            continue;
        }
        if (block < farthest)
            go_into(&picker, house.cross[block + 1]);
        bool from_left = nearer_end(&picker, block) == outermost(&house, block, true);
        int last = outermost(&house, block, !from_left);
        picker.metres = best_in_block(picker, block, from_left);
        picker.x = last * house.spacing;
        picker.y = front;
        for (int aisle = 0; aisle < house.rack.aisles; aisle++)
            memset(house.pick[aisle] + front, 0, (size_t)(house.cross[block + 1] - front));
    }
    return go_home(&picker);
}

/* One rule against the other */

static void agrees(const struct routing *routing, int (*by_rule)(struct house), int seed, int most_picks) {
    enum { HOUSES = 20000 };
    struct mrg32k3a g = mrg32k3a_seeded(seed);
    for (int i = 0; i < HOUSES; i++) {
        struct house house;
        draw_house(&g, &house, 2 + i % (BLOCKS - 1), most_picks);
        /* In the front block alone largest gap is picked on the way to the left aisle as well. */
        if (routing == &routing_largest_gap && farthest_block(&house) == 0 && house.depot > 0)
            continue;
        if (!CHECK_NEAR(routing->length_m(&house.rack, house.stops, house.count), by_rule(house), 1e-9,
                        routing->option.name)) {
            print_house(&house);
            return;
        }
    }
}

static void s_shape_in_blocks_follows_the_published_steps(void) {
    agrees(&routing_s_shape, s_shape_by_rule, 301, PICKS);
}
static void largest_gap_in_blocks_follows_the_published_steps(void) {
    agrees(&routing_largest_gap, largest_gap_by_rule, 302, PICKS);
}
static void combined_in_blocks_is_the_best_of_all_choices_in_each_block(void) {
    agrees(&routing_combined, combined_by_rule, 303, 14);
}

/* The other side of an aisle is reached or not, in both directions: y from where to where, past the stops. */
static int in_aisle(int from, int to, int low, int high) {
    int front = from < to ? from : to, back = from < to ? to : from;
    return back - front + 2 * (front > low ? front - low : 0) + 2 * (high > back ? high - back : 0);
}

/* Every choice of a cross aisle for each change of aisle. */
static int best_aisle_by_aisle(const struct house *house, int i, int x, int y) {
    if (i == house->count)
        return y == 0 ? abs(x - house->depot) : 1000000;
    int end = next_aisle(house->stops, i, house->count), to_x = house->stops[i].aisle * house->spacing;
    int best = 1000000;
    for (int c = 0; c <= house->blocks; c++) {
        int metres = abs(to_x - x) + best_aisle_by_aisle(house, end, to_x, house->cross[c]) +
                     in_aisle(y, house->cross[c], (int)house->stops[i].y_m, (int)house->stops[end - 1].y_m);
        best = metres < best ? metres : best;
    }
    return best;
}

static void aisle_by_aisle_takes_the_best_cross_aisles(void) {
    enum { HOUSES = 6000 };
    struct mrg32k3a g = mrg32k3a_seeded(304);
    for (int i = 0; i < HOUSES; i++) {
        struct house house;
        draw_house(&g, &house, 1 + i % BLOCKS, 6);
        if (!CHECK_NEAR(routing_aisle_by_aisle.length_m(&house.rack, house.stops, house.count),
                        best_aisle_by_aisle(&house, 0, house.depot, 0), 1e-9, "aisle by aisle")) {
            print_house(&house);
            return;
        }
    }
}

/* What must hold */

static void aisle_by_aisle_in_one_block_is_combined(void) {
    struct mrg32k3a g = mrg32k3a_seeded(305);
    for (int i = 0; i < 20000; i++) {
        struct house house;
        draw_house(&g, &house, 1, PICKS);
        if (!CHECK_NEAR(routing_aisle_by_aisle.length_m(&house.rack, house.stops, house.count),
                        routing_combined.length_m(&house.rack, house.stops, house.count), 1e-9, "length"))
            return;
    }
}

static void stops_in_the_front_block_are_toured_as_in_that_block_alone(void) {
    static const struct routing *const policies[] = {&routing_s_shape, &routing_largest_gap,
                                                     &routing_combined};
    struct mrg32k3a g = mrg32k3a_seeded(306);
    int tours = 0;
    for (int i = 0; i < 40000; i++) {
        struct house house;
        draw_house(&g, &house, 2 + i % (BLOCKS - 1), PICKS);
        if (farthest_block(&house) > 0)
            continue;
        struct rack front = house.rack;
        front.crosses = 2;
        front.length_m = house.cross[1];
        tours++;
        for (int p = 0; p < 3; p++)
            if (!CHECK_NEAR(policies[p]->length_m(&house.rack, house.stops, house.count),
                            policies[p]->length_m(&front, house.stops, house.count), 1e-9,
                            policies[p]->option.name))
                return;
    }
    CHECK(tours > 5000);
}

/* Combined passes the same subaisles in the same order as S-shape, whose way is one of its choices. Each
 * cross aisle more gives aisle by aisle a choice more; without any it is combined. */
static void a_wider_choice_never_makes_a_tour_longer(void) {
    struct mrg32k3a g = mrg32k3a_seeded(307);
    int shorter[2] = {0, 0};
    for (int i = 0; i < 20000; i++) {
        struct house house;
        draw_house(&g, &house, 2 + i % (BLOCKS - 1), PICKS);
        const double ends_m[] = {0.0, house.rack.length_m};
        struct rack undivided = house.rack;
        undivided.crosses = 2;
        undivided.cross_y_m = ends_m;
        double combined = routing_combined.length_m(&house.rack, house.stops, house.count),
               s_shape = routing_s_shape.length_m(&house.rack, house.stops, house.count),
               by_aisle = routing_aisle_by_aisle.length_m(&house.rack, house.stops, house.count),
               one_block = routing_combined.length_m(&undivided, house.stops, house.count);
        if (!CHECK(combined <= s_shape + 1e-9) || !CHECK(by_aisle <= one_block + 1e-9)) {
            print_house(&house);
            return;
        }
        shorter[0] += combined < s_shape - 1e-9;
        shorter[1] += by_aisle < one_block - 1e-9;
    }
    CHECK(shorter[0] > 5000);
    CHECK(shorter[1] > 5000);
}

/* By hand: two blocks of 10 m, aisles 5 m apart, depot in front of aisle 0; picks in the front block at 0:4
 * and 2:3, in the back one at 1:12, 1:18 and 2:15.
 *
 * S-shape: up aisle 0 to the middle (10), along to 1 (5), up (10), along to 2 (5), down (10); the front block
 * has 2:3 left: down (10), home (10): 60. Largest gap: the same. Combined: in the back block 1 up to its 18
 * and back, 2 to its 15 and back (16 + 10) is longer than through both (20): 60. Aisle by aisle: aisle 0 up
 * to the middle (10), 1 from there and back (16) or through; 2 down: from the middle to 15 and down: 5 + 5 +
 * 10; with the ways along 5 + 5 + 10 that is 10 + 16 + 20 + 20 = 66, through 1 to the back 10 + 10 + 20 + 20
 * = 60. */
static void tours_in_two_blocks_have_the_lengths_found_by_hand(void) {
    const double cross_y_m[] = {0, 10, 20};
    const struct rack rack = {
        .aisles = 4, .spacing_m = 5, .length_m = 20, .crosses = 3, .cross_y_m = cross_y_m};
    const struct stop stops[] = {{.aisle = 0, .y_m = 4},
                                 {.aisle = 1, .y_m = 12},
                                 {.aisle = 1, .y_m = 18},
                                 {.aisle = 2, .y_m = 3},
                                 {.aisle = 2, .y_m = 15}};
    CHECK_NEAR(routing_s_shape.length_m(&rack, stops, 5), 60, 1e-9, "S-shape");
    CHECK_NEAR(routing_largest_gap.length_m(&rack, stops, 5), 60, 1e-9, "largest gap");
    CHECK_NEAR(routing_combined.length_m(&rack, stops, 5), 60, 1e-9, "combined");
    CHECK_NEAR(routing_aisle_by_aisle.length_m(&rack, stops, 5), 60, 1e-9, "aisle by aisle");
    CHECK_NEAR(routing_combined.length_m(&rack, stops, 2), 2 * 12 + 2 * 5, 1e-9, "in and out");
    CHECK_NEAR(routing_largest_gap.length_m(&rack, stops + 1, 2), 2 * 18 + 2 * 5, 1e-9, "one subaisle");
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(s_shape_in_blocks_follows_the_published_steps)},
                              {TEST(largest_gap_in_blocks_follows_the_published_steps)},
                              {TEST(combined_in_blocks_is_the_best_of_all_choices_in_each_block)},
                              {TEST(aisle_by_aisle_takes_the_best_cross_aisles)},
                              {TEST(aisle_by_aisle_in_one_block_is_combined)},
                              {TEST(stops_in_the_front_block_are_toured_as_in_that_block_alone)},
                              {TEST(a_wider_choice_never_makes_a_tour_longer)},
                              {TEST(tours_in_two_blocks_have_the_lengths_found_by_hand)},
                              {0}});
}
