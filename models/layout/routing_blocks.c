/* SPDX-License-Identifier: MIT */
/* routing_blocks.c - block by block from the back to the front; see routing_blocks.h. */
#include "models/layout/routing_blocks.h"

bool only_front_block(const struct rack *rack, const struct stop *stops, int count) {
    for (int i = 0; i < count && rack->crosses > 2; i++)
        if (stops[i].y_m > rack->cross_y_m[1])
            return false;
    return true;
}

void find_visits(struct block_visits *visits, const struct rack *rack, const struct stop *stops, int from,
                 int count, int block) {
    int n = 0, last_aisle = -1;
    double front_m = rack->cross_y_m[block], back_m = rack->cross_y_m[block + 1];
    for (int i = from; i < count; i++) {
        if (stops[i].y_m > back_m || (block > 0 && stops[i].y_m <= front_m))
            continue;
        if (stops[i].aisle != last_aisle)
            visits->items[n++].first = i;
        visits->items[n - 1].end = i + 1;
        last_aisle = stops[i].aisle;
    }
    visits->count = n;
    visits->front_m = front_m;
    visits->back_m = back_m;
}

static int farthest_block(const struct rack *rack, const struct stop *stops, int count) {
    double deepest_m = 0.0;
    for (int i = 0; i < count; i++)
        if (stops[i].y_m > deepest_m)
            deepest_m = stops[i].y_m;
    int block = 0;
    while (block < rack->crosses - 2 && deepest_m > rack->cross_y_m[block + 1])
        block++;
    return block;
}

/* So that the outermost subaisle that is nearer comes first. */
static void put_nearer_first(struct block_visits *visits, const struct walk *walk) {
    int left = 0, right = visits->count - 1;
    if (fabs(visit_x_m(walk, &visits->items[left]) - walk->x_m) <=
        fabs(visit_x_m(walk, &visits->items[right]) - walk->x_m))
        return;
    for (; left < right; left++, right--) {
        struct visit visit = visits->items[left];
        visits->items[left] = visits->items[right];
        visits->items[right] = visit;
    }
}

void walk_blocks(struct walk *walk, int count, block_rule *rule) {
    const struct rack *rack = walk->rack;
    if (count == 0) {
        walk_to_depot(walk);
        return;
    }
    int farthest = farthest_block(rack, walk->stops, count), behind_left = next_aisle(walk->stops, 0, count);
    int on_the_way = 0;
    while (on_the_way < behind_left && farthest > 0 &&
           walk->stops[on_the_way].y_m <= rack->cross_y_m[farthest])
        on_the_way++;
    walk_to(walk, aisle_x_m(rack, walk->stops[0].aisle), 0.0);
    walk_past(walk, 0, on_the_way);
    walk_to(walk, walk->x_m, rack->cross_y_m[farthest]);
    for (int block = farthest; block >= 0; block--) {
        struct block_visits visits;
        find_visits(&visits, rack, walk->stops, block == farthest ? on_the_way : behind_left, count, block);
        if (visits.count == 0)
            continue;
        if (block < farthest)
            walk_to(walk, walk->x_m, visits.back_m);
        put_nearer_first(&visits, walk);
        rule(walk, &visits);
    }
    walk_to_depot(walk);
}

double blocks_length_m(const struct rack *rack, const struct stop *stops, int count, block_rule *rule) {
    struct walk walk = walk_from_depot(rack, stops, NULL);
    walk_blocks(&walk, count, rule);
    return walk.metres;
}

int blocks_walk(const struct rack *rack, const struct stop *stops, int count, struct waypoint *points,
                block_rule *rule) {
    struct walk walk = walk_from_depot(rack, stops, points);
    walk_blocks(&walk, count, rule);
    return walk.count;
}
