/* SPDX-License-Identifier: MIT */
/* Which orders share a tour: every policy on cases worked out by hand, and laws that hold for all of them.
 *
 * The floor has four aisles, 10 m long and 5 m apart, with the depot at the front of aisle 0, so that a tour
 * to a single stop is 2 (5 aisle + y) metres long under every routing policy. */
#include "sim/base/text.h"
#include "tests/support/batching_exact.h"
#include "tests/support/check.h"

enum { MOST_STOPS = 8 };
struct waiting {
    struct batch_item item;
    struct stop stops[MOST_STOPS];
};
static struct floor_of_one_block ground;

/* `stops`: "AISLE:Y AISLE:Y ..." */
static void place(struct waiting *waiting, const char *stops) {
    int used, n = 0;
    for (struct stop stop = {0}; sscanf(stops, "%d:%lf%n", &stop.aisle, &stop.y_m, &used) == 2; stops += used)
        waiting->stops[n++] = stop;
    stops_sort(waiting->stops, n);
    waiting->item.stops = waiting->stops;
    waiting->item.stop_count = n;
}

static struct batching_world open_world(const char *policy, struct batch_limits limits) {
    struct batching_world world;
    floor_lay_out(&ground, 4, 10.0, 5.0, 0);
    batching_open(&world, policy, limits, &ground.layout, &routing_s_shape);
    return world;
}

static struct batch_limits of_orders(int orders) {
    struct batch_limits limits = NO_LIMITS;
    limits.orders = orders;
    return limits;
}

/* Numbers of the items of all tours that are left: "1 2, 3". */
static const char *tours(struct batching_world *world) {
    struct text text = {0};
    text_add(&text, "");
    for (struct batch_item *batch; (batch = batcher_next(world->batcher));) {
        text_add(&text, text.length ? ", " : "");
        for (const char *gap = ""; batch; batch = batch->next, gap = " ")
            text_format(&text, "%s%d", gap, (int)batch->number);
    }
    const char *copy = arena_copy(world->arena, text.data);
    text_free(&text);
    return copy;
}

/* Adds items 1, 2, ... whose stops are given, the first the most urgent; checks the tours. */
static void check_tours(const char *policy, struct batch_limits limits, const char *const *stops,
                        const char *expected) {
    struct batching_world world = open_world(policy, limits);
    struct waiting waiting[16] = {0};
    for (int i = 0; stops[i]; i++) {
        place(&waiting[i], stops[i]);
        waiting[i].item.number = (uint64_t)i + 1;
        waiting[i].item.urgency = i;
        waiting[i].item.lines = waiting[i].item.stop_count;
        batcher_add(world.batcher, &waiting[i].item);
    }
    if (!CHECK_TEXT(tours(&world), expected))
        printf("  with %s\n", policy);
    batching_close(&world);
}

static struct batch_item with_urgency(int number, int64_t urgency, int lines) {
    return (struct batch_item){.number = (uint64_t)number, .urgency = urgency, .lines = lines};
}

/* In order */

static void the_most_urgent_share_a_tour_up_to_the_first_that_does_not_fit(void) {
    struct batch_limits limits = NO_LIMITS;
    limits.lines = 7;
    struct batching_world world = open_world("\"due_time\"", limits);
    struct batch_item items[] = {with_urgency(1, 40, 1), with_urgency(2, 10, 3), with_urgency(3, 30, 5),
                                 with_urgency(4, 20, 3)};
    for (int i = 0; i < 4; i++)
        batcher_add(world.batcher, &items[i]);
    CHECK_INT(batcher_leader(world.batcher)->number, 2);
    CHECK_TEXT(tours(&world), "2 4, 3 1"); /* 1 would fit the first tour, but 3 is before it */
    batching_close(&world);
}

static void equally_urgent_orders_go_in_the_order_of_their_numbers(void) {
    struct batching_world world = open_world("\"due_time\"", of_orders(2));
    struct batch_item items[] = {with_urgency(3, 5, 1), with_urgency(1, 5, 1), with_urgency(2, 5, 1)};
    for (int i = 0; i < 3; i++)
        batcher_add(world.batcher, &items[i]);
    CHECK_TEXT(tours(&world), "1 2, 3");
    batching_close(&world);
}

static void an_order_of_another_wave_ends_a_tour(void) {
    struct batching_world world = open_world("\"due_time\"", of_orders(10));
    struct batch_item items[] = {with_urgency(1, 1, 1), with_urgency(2, 2, 1), with_urgency(3, 3, 1)};
    items[1].wave = 7;
    for (int i = 0; i < 3; i++)
        batcher_add(world.batcher, &items[i]);
    CHECK_TEXT(tours(&world), "1, 2, 3");
    batching_close(&world);
}

static void first_come_looks_at_arrival_and_not_at_urgency(void) {
    struct batching_world world = open_world("\"first_come\"", of_orders(2));
    struct batch_item items[] = {with_urgency(2, 1, 1), with_urgency(3, 3, 1), with_urgency(1, 0, 1)};
    for (int i = 0; i < 3; i++) {
        sim_run(world.sim, i * USEC_A_SECOND);
        batcher_add(world.batcher, &items[i]);
    }
    CHECK_TEXT(tours(&world), "2 3, 1");
    batching_close(&world);
}

static void each_limit_holds_and_what_exceeds_it_goes_alone(void) {
    struct batch_limits litres = NO_LIMITS, kg = NO_LIMITS;
    litres.litres = 1.0;
    kg.kg = 10.0;
    struct batch_item items[12];
    struct batching_world world = open_world("\"due_time\"", litres);
    for (int i = 0; i < 12; i++) {
        items[i] = with_urgency(i + 1, i, 1);
        items[i].litres = i == 10 ? 1.5 : 0.1;
        batcher_add(world.batcher, &items[i]);
    }
    CHECK_TEXT(tours(&world), "1 2 3 4 5 6 7 8 9 10, 11, 12");
    batching_close(&world);
    world = open_world("\"due_time\"", kg);
    for (int i = 0; i < 4; i++) {
        items[i] = with_urgency(i + 1, i, 1);
        items[i].kg = 4.0;
        batcher_add(world.batcher, &items[i]);
    }
    CHECK_TEXT(tours(&world), "1 2, 3 4");
    batching_close(&world);
}

/* Seed */

static void every_seed_rule_finds_its_order(void) {
    /* 1: tour 2 * (0 + 9) = 18; 2: farthest, 2 * (15 + 9) = 48; 3: most aisles, 0 to 2: two aisles traversed
     * and the last to 1 m: 20 + 2 + 20 = 42; 4: two aisles traversed, 20 + 30 = 50, the longest tour; 5: most
     * stops. */
    static const char *const stops[] = {"0:9", "3:9", "0:1 1:1 2:1", "2:1 3:1", "0:1 0:2 0:3 0:4", NULL};
    static const struct {
        const char *policy, *expected;
    } rules[] = {{"{\"seed\": {\"seed\": \"most_urgent\"}}", "1, 2, 3, 4, 5"},
                 {"{\"seed\": {\"seed\": \"farthest\"}}", "2, 4, 3, 1, 5"},
                 {"{\"seed\": {\"seed\": \"most_aisles\"}}", "3, 4, 1, 2, 5"},
                 {"{\"seed\": {\"seed\": \"longest_tour\"}}", "4, 2, 3, 1, 5"},
                 {"{\"seed\": {\"seed\": \"most_lines\"}}", "5, 3, 4, 1, 2"}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        check_tours(rules[i].policy, of_orders(1), stops, rules[i].expected);
}

static void a_random_seed_is_keyed_by_the_number_of_the_order(void) {
    struct batch_item items[5];
    const char *all[2];
    struct batching_world worlds[2];
    for (int w = 0; w < 2; w++) {
        worlds[w] = open_world("{\"seed\": {\"seed\": \"random\"}}", of_orders(1));
        for (int i = 0; i < 5; i++) {
            int number = w ? 5 - i : i + 1;
            items[number - 1] = with_urgency(number, w ? number : -number, 1);
            batcher_add(worlds[w].batcher, &items[number - 1]);
        }
        all[w] = tours(&worlds[w]);
    }
    CHECK_TEXT(all[1], all[0]);
    CHECK(strcmp(all[0], "1, 2, 3, 4, 5") != 0);
    batching_close(&worlds[0]);
    batching_close(&worlds[1]);
}

static void every_similarity_rule_finds_its_order(void) {
    /* The seed is 1 with 0:2 and 2:8; its tour is 20 + 20 m.
     *          new aisles  common stops  metres to the nearest stop  addition               mean aisle (1)
     * 2: 2:1   0           0             7                           0                      2
     * 3: 1:3 and 0:2 x2
     *          1           2             0 + min(5 + 5, 5 + 9) = 10  2 * 8 = 16             1/3
     * 4: 3:9   1           0             min(5 + 17, 5 + 3) = 8      18 + 10 = 28           3
     * 5: 1:0.5 1           0             min(5 + 2.5, ...) = 7.5     16                     1
     * 6: 2:7   0           0             1                           0                      2, less urgent */
    static const char *const stops[] = {"0:2 2:8", "2:1", "0:2 0:2 1:3", "3:9", "1:0.5", "2:7", NULL};
    check_tours("{\"seed\": {\"similarity\": \"fewest_new_aisles\"}}", of_orders(2), stops, "1 2, 3 5, 4 6");
    check_tours("{\"seed\": {\"similarity\": \"most_common_stops\"}}", of_orders(2), stops, "1 3, 2 4, 5 6");
    check_tours("{\"seed\": {\"similarity\": \"nearest_stops\"}}", of_orders(2), stops, "1 6, 2 5, 3 4");
    check_tours("{\"seed\": {\"similarity\": \"smallest_addition\"}}", of_orders(2), stops, "1 2, 3 5, 4 6");
    check_tours("{\"seed\": {\"similarity\": \"centre_of_gravity\"}}", of_orders(2), stops, "1 5, 2 6, 3 4");
}

static void a_cumulative_seed_grows_and_a_single_one_does_not(void) {
    /* One new aisle each, so the most urgent joins; then 4 lies in an aisle of 2. */
    static const char *const stops[] = {"0:5", "0:6 3:5", "1:1", "3:6", NULL};
    check_tours("{\"seed\": {\"cumulative\": true}}", of_orders(3), stops, "1 2 4, 3");
    check_tours("{\"seed\": {\"cumulative\": false}}", of_orders(3), stops, "1 2 3, 4");
}

static void a_seed_skips_what_does_not_fit(void) {
    struct batch_limits limits = NO_LIMITS;
    limits.lines = 3;
    static const char *const stops[] = {"0:1 0:2", "0:3 0:4", "3:1", NULL};
    check_tours("\"seed\"", limits, stops, "1 3, 2");
}

/* Savings */

static void savings_merge_where_most_metres_are_saved(void) {
    /* Tours alone: 4, 46, 42 and 8 m; s(2,3) = 46 + 42 - 46 = 42, s(1,4) = 4 + 8 - 8 = 4; over different
     * aisles s(1,2) = 4 + 46 - (20 + 30) = 0 and so on, so that 1 takes 4 before 2. */
    static const char *const stops[] = {"0:2", "3:8", "3:6", "0:4", NULL};
    check_tours("\"savings\"", of_orders(2), stops, "1 4, 2 3");
}

static void savings_merge_tours_and_keep_the_limits(void) {
    /* Under the return policy single stops of aisle 3 at y save 2 * (15 + min y): s(2,4) = 48 > s(1,2) = 46 =
     * s(1,4) > s(1,3) = 40 = s(2,3) = s(3,4). With three orders a tour, 2 and 4 take 1. */
    static const char *const stops[] = {"3:8", "3:10", "3:5", "3:9", NULL};
    check_tours("\"savings\"", of_orders(3), stops, "1 2 4, 3");
    check_tours("\"savings\"", of_orders(2), stops, "1 3, 2 4");
    check_tours("\"savings\"", of_orders(4), stops, "1 2 3 4");
}

static void recalculated_savings_are_of_whole_tours(void) {
    /* Alone 50, 50, 30 and 14 m. s(1,2) = 50; s(1,3) = 50 + 30 - 50 = 30, but with 2 in the tour three aisles
     * are visited and 50 + 30 - (20 + 20 + 30) = 10 is saved; s(3,4) = 30 + 14 - 30 = 14. */
    static const char *const stops[] = {"3:10", "2:10 3:10", "1:10", "1:2", NULL};
    check_tours("\"savings\"", of_orders(3), stops, "1 2 3, 4");
    check_tours("{\"savings\": {\"recalculated\": true}}", of_orders(3), stops, "1 2, 3 4");
}

static void orders_beyond_the_pool_wait_until_they_are_among_the_most_urgent(void) {
    /* As above, but at first 1 and 2 see each other only: together they walk no farther than alone. */
    static const char *const stops[] = {"0:2", "3:8", "3:6", "0:4", NULL};
    check_tours("{\"savings\": {\"pool\": 2}}", of_orders(2), stops, "1 2, 3 4");
}

/* Time windows */

static void a_window_waits_for_its_end_or_a_full_tour(void) {
    struct batching_world world = open_world("{\"time_window\": {\"window_min\": 10}}", of_orders(3));
    const usec minute = 60 * (usec)USEC_A_SECOND;
    struct batch_item items[] = {with_urgency(1, 9, 1), with_urgency(2, 8, 1), with_urgency(3, 7, 1),
                                 with_urgency(4, 6, 1), with_urgency(5, 1, 1)};
    CHECK(batcher_wakes_at(world.batcher) == NEVER);
    sim_run(world.sim, 3 * minute);
    batcher_add(world.batcher, &items[0]);
    batcher_add(world.batcher, &items[1]);
    CHECK(batcher_leader(world.batcher) == NULL && batcher_next(world.batcher) == NULL);
    CHECK_INT(batcher_wakes_at(world.batcher), 10 * minute);
    batcher_add(world.batcher, &items[2]);
    struct batch_item *full = batcher_next(world.batcher);
    CHECK(full && full->number == 3 && full->next->number == 2 && full->next->next->number == 1);
    CHECK(batcher_wakes_at(world.batcher) == NEVER);
    sim_run(world.sim, 9 * minute);
    batcher_add(world.batcher, &items[3]);
    sim_run(world.sim, 10 * minute);
    CHECK_INT(batcher_leader(world.batcher)->number, 4);
    batcher_add(world.batcher, &items[4]); /* in the next window, though more urgent */
    CHECK_INT(batcher_wakes_at(world.batcher), 20 * minute);
    CHECK_TEXT(tours(&world), "4");
    sim_run(world.sim, 20 * minute);
    CHECK_TEXT(tours(&world), "5");
    batching_close(&world);
}

static void windows_never_mix_and_each_is_batched_by_the_inner_policy(void) {
    struct batching_world world = open_world(
        "{\"time_window\": {\"window_min\": 1, \"inner\": {\"savings\": {\"pool\": 50}}}}", of_orders(2));
    static const char *const stops[] = {"0:2", "3:8", "3:6", "0:4", "0:4", NULL};
    struct waiting waiting[5] = {0};
    for (int i = 0; i < 5; i++) {
        place(&waiting[i], stops[i]);
        waiting[i].item.number = (uint64_t)i + 1;
        waiting[i].item.urgency = i;
        if (i == 4)
            sim_run(world.sim, 61 * (usec)USEC_A_SECOND);
        batcher_add(world.batcher, &waiting[i].item);
    }
    CHECK_TEXT(tours(&world), "1 4, 2 3");
    sim_run(world.sim, 120 * (usec)USEC_A_SECOND);
    CHECK_TEXT(tours(&world), "5");
    batching_close(&world);
}

/* Laws of every policy */

static const char *const every_policy[] = {
    "\"due_time\"",
    "\"first_come\"",
    "\"seed\"",
    "{\"seed\": {\"seed\": \"farthest\", \"similarity\": \"smallest_addition\"}}",
    "{\"seed\": {\"seed\": \"random\", \"similarity\": \"nearest_stops\", \"cumulative\": false}}",
    "\"savings\"",
    "{\"savings\": {\"pool\": 7}}",
    "{\"savings\": {\"pool\": 40, \"recalculated\": true}}",
    "{\"time_window\": {\"window_min\": 1}}",
    "{\"time_window\": {\"window_min\": 1, \"inner\": {\"savings\": {\"pool\": 5}}}}",
    "{\"time_window\": {\"window_min\": 1, \"inner\": \"seed\"}}",
    NULL};
static const struct batch_limits TIGHT = {4, 9, 6.0, 12.0};

static struct waiting random_item(struct stream *stream, int number) {
    struct waiting waiting = {0};
    int count = 1 + (int)stream_below(stream, 4);
    for (int i = 0; i < count; i++)
        waiting.stops[i] =
            (struct stop){.aisle = (int)stream_below(stream, 4), .y_m = 0.5 + stream_below(stream, 10)};
    stops_sort(waiting.stops, count);
    waiting.item = (struct batch_item){.stop_count = count,
                                       .lines = stream_below(stream, 20) ? count : 11,
                                       .litres = 3.0 * stream_uniform(stream),
                                       .kg = stream_below(stream, 20) ? 4.0 : 13.0,
                                       .urgency = (int64_t)stream_below(stream, 30),
                                       .number = (uint64_t)number,
                                       .wave = (int64_t)stream_below(stream, 3)};
    return waiting;
}

static void check_batch(const struct batch_item *batch) {
    int orders = 0, lines = 0;
    double litres = 0.0, kg = 0.0;
    for (const struct batch_item *item = batch; item; item = item->next) {
        CHECK_INT(item->wave, batch->wave);
        orders++;
        lines += item->lines;
        litres += item->litres;
        kg += item->kg;
    }
    CHECK(orders == 1 || (orders <= TIGHT.orders && lines <= TIGHT.lines && litres <= TIGHT.litres + 1e-9 &&
                          kg <= TIGHT.kg + 1e-9));
}

enum { ITEMS = 300 };
struct play { /* items that come, are taken back and leave by tours */
    struct batching_world world;
    struct waiting waiting[ITEMS];
    bool here[ITEMS];
    int come, out;
};

static void take_tour(struct play *play) {
    struct batch_item *leader = batcher_leader(play->world.batcher);
    struct batch_item *batch = batcher_next(play->world.batcher);
    CHECK(batch == leader);
    if (batch)
        check_batch(batch);
    for (; batch; batch = batch->next) {
        CHECK(play->here[batch->number - 1]);
        play->here[batch->number - 1] = false;
        play->out++;
    }
}

static void take_back(struct play *play, int which) {
    if (!play->here[which])
        return;
    batcher_remove(play->world.batcher, &play->waiting[which].item);
    play->here[which] = false;
    play->out++;
}

static void play_at_random(struct play *play, const char *policy, uint64_t seed) {
    struct stream stream = stream_named(seed, 1, "batching");
    memset(play, 0, sizeof *play);
    play->world = open_world(policy, TIGHT);
    while (play->come < ITEMS) {
        sim_run(play->world.sim, sim_now(play->world.sim) + (usec)stream_below(&stream, 20000000));
        int what = (int)stream_below(&stream, 10), which = (int)stream_below(&stream, ITEMS);
        if (what < 7) {
            int i = play->come++;
            play->waiting[i] = random_item(&stream, i + 1);
            play->waiting[i].item.stops = play->waiting[i].stops;
            batcher_add(play->world.batcher, &play->waiting[i].item);
            play->here[i] = true;
        } else if (what < 9) {
            take_back(play, which);
        } else if (what == 9) {
            take_tour(play);
        }
    }
    take_tour(play); /* what is planned now is changed by what leaves next */
    for (int i = 0; i < 20; i++)
        take_back(play, (int)stream_below(&stream, ITEMS));
}

static void limits_and_waves_hold_and_every_order_goes_once(void) {
    static struct play play;
    for (int p = 0; every_policy[p]; p++) {
        play_at_random(&play, every_policy[p], 11);
        sim_run(play.world.sim, sim_now(play.world.sim) + 60 * (usec)USEC_A_SECOND);
        while (batcher_leader(play.world.batcher))
            take_tour(&play);
        CHECK_INT(play.out, ITEMS);
        CHECK(batcher_next(play.world.batcher) == NULL && batcher_wakes_at(play.world.batcher) == NEVER);
        batching_close(&play.world);
    }
}

/* What is left after a long history is batched as if it had just come; time windows apart, which are history.
 */
static void the_past_leaves_no_trace(void) {
    static struct play play;
    for (int p = 0; strncmp(every_policy[p], "{\"time_window", 13) != 0; p++)
        for (uint64_t seed = 1; seed <= 20; seed++) {
            play_at_random(&play, every_policy[p], seed);
            struct batching_world fresh = open_world(every_policy[p], TIGHT);
            static struct waiting copies[ITEMS];
            for (int i = 0; i < ITEMS; i++)
                if (play.here[i]) {
                    copies[i] = play.waiting[i];
                    copies[i].item.stops = copies[i].stops;
                    sim_run(fresh.sim, copies[i].item.since);
                    batcher_add(fresh.batcher, &copies[i].item);
                }
            CHECK_TEXT(tours(&play.world), tours(&fresh));
            batching_close(&fresh);
            batching_close(&play.world);
        }
}

static void the_order_in_which_others_left_does_not_matter(void) {
    enum { HERE = 60 };
    for (int p = 0; every_policy[p]; p++) {
        static struct waiting waiting[2][HERE];
        struct batching_world worlds[2];
        for (int w = 0; w < 2; w++) {
            struct stream stream = stream_named(5, 1, "items");
            worlds[w] = open_world(every_policy[p], TIGHT);
            for (int i = 0; i < HERE; i++) {
                waiting[w][i] = random_item(&stream, i + 1);
                waiting[w][i].item.stops = waiting[w][i].stops;
                batcher_add(worlds[w].batcher, &waiting[w][i].item);
            }
            for (int i = 0; i < HERE; i++) {
                int which = w ? HERE - 1 - i : i;
                if (which % 3 == 0)
                    batcher_remove(worlds[w].batcher, &waiting[w][which].item);
            }
            sim_run(worlds[w].sim, 60 * (usec)USEC_A_SECOND);
        }
        CHECK_TEXT(tours(&worlds[1]), tours(&worlds[0]));
        batching_close(&worlds[0]);
        batching_close(&worlds[1]);
    }
}

static void without_a_layout_the_most_urgent_go_together(void) {
    for (int p = 2; p < 7; p++) {
        if (strstr(every_policy[p], "random"))
            continue;
        struct batching_world world;
        struct batch_item items[] = {with_urgency(1, 3, 1), with_urgency(2, 1, 1), with_urgency(3, 2, 1)};
        batching_open(&world, every_policy[p], of_orders(2), NULL, NULL);
        for (int i = 0; i < 3; i++)
            batcher_add(world.batcher, &items[i]);
        CHECK_TEXT(tours(&world), "2 3, 1");
        batching_close(&world);
    }
}

static void tables_of_keys_are_sound(void) {
    static const struct field fields[] = {{CHOICE(struct batching_key, batching, batching_options),
                                           .preset_json = "\"due_time\"", .doc = "Orders that share a tour."},
                                          {0}};
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    struct text text = {0};
    text_add(&text, "");
    fields_lint(fields, problems);
    problems_write(problems, &text);
    CHECK_TEXT(text.data, "");
    text_free(&text);
    arena_destroy(arena);
}

/* The best batching */

/* The same by trying all partitions: item i joins one of the batches so far or opens one. */
static double best_partition_m(const struct layout *layout, struct batch_limits limits,
                               struct batch_item *items, int count, int i, struct batch_item **batches,
                               int batch_count) {
    double best = 0.0;
    if (i == count) {
        for (int b = 0; b < batch_count; b++)
            best += batch_length_m(layout, &routing_largest_gap, batches[b]);
        return best;
    }
    best = INFINITY;
    for (int b = 0; b <= batch_count; b++) {
        int lines = items[i].lines, orders = 1;
        struct batch_item *before = b < batch_count ? batches[b] : NULL;
        for (const struct batch_item *item = before; item; item = item->next)
            lines += item->lines, orders++;
        if (before && (lines > limits.lines || orders > limits.orders))
            continue;
        items[i].next = before;
        batches[b] = &items[i];
        best = fmin(best, best_partition_m(layout, limits, items, count, i + 1, batches,
                                           batch_count + (b == batch_count)));
        batches[b] = before;
    }
    return best;
}

static void subsets_and_partitions_have_the_same_best_batching(void) {
    enum { FEW = 8 };
    floor_lay_out(&ground, 4, 10.0, 5.0, 0);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct stream stream = stream_named(seed, 1, "best");
        struct waiting waiting[FEW];
        struct batch_item items[FEW], *batches[FEW + 1];
        struct batch_limits limits = NO_LIMITS;
        limits.orders = 3, limits.lines = 8;
        for (int i = 0; i < FEW; i++) {
            waiting[i] = random_item(&stream, i + 1);
            items[i] = waiting[i].item;
            items[i].stops = waiting[i].stops;
            items[i].wave = 0;
        }
        double exact = exact_batching_m(limits, &ground.layout, &routing_largest_gap, items, FEW);
        CHECK_NEAR(exact, best_partition_m(&ground.layout, limits, items, FEW, 0, batches, 0), 1e-9,
                   "over all partitions");
        for (int p = 0; every_policy[p]; p++)
            CHECK(batched_m(every_policy[p], limits, &ground.layout, &routing_largest_gap, items, FEW) >=
                  exact - 1e-9);
    }
}

/* On random instances of the published kind (10 aisles of 12 m, 2.4 m apart, 24 lines a tour) seed and
 * savings lie between the best batching and first come, for every routing policy. */
static void seed_and_savings_lie_between_the_best_and_first_come(void) {
    enum { ORDERS = 14, INSTANCES = 5 };
    static const char *const policies[] = {"\"first_come\"", "\"seed\"", "\"savings\""};
    struct floor_of_one_block block;
    floor_lay_out(&block, 10, 12.0, 2.4, 0);
    struct batch_limits limits = NO_LIMITS;
    limits.lines = 24;
    for (int r = 0; routing_options[r]; r++) {
        const struct routing *routing = (const struct routing *)(const void *)routing_options[r];
        double sum[3] = {0}, best = 0.0;
        for (uint64_t seed = 1; seed <= INSTANCES; seed++) {
            struct stream stream = stream_named(seed, 1, "orders");
            struct batch_item items[ORDERS];
            struct stop stops[ORDERS][10];
            for (int i = 0; i < ORDERS; i++) {
                int count = 1 + (int)stream_below(&stream, 10);
                for (int k = 0; k < count; k++)
                    stops[i][k] = (struct stop){.aisle = (int)stream_below(&stream, 10),
                                                .y_m = 1.5 + stream_below(&stream, 10)};
                stops_sort(stops[i], count);
                items[i] = (struct batch_item){
                    .stops = stops[i], .stop_count = count, .lines = count, .number = (uint64_t)i + 1};
            }
            best += exact_batching_m(limits, &block.layout, routing, items, ORDERS);
            for (int p = 0; p < 3; p++)
                sum[p] += batched_m(policies[p], limits, &block.layout, routing, items, ORDERS);
        }
        bool between = best <= sum[1] && best <= sum[2] && sum[1] < sum[0] && sum[2] < sum[0];
        if (!CHECK(between))
            printf("  %s: best %.1f, seed %.1f, savings %.1f, first come %.1f\n", routing->option.name, best,
                   sum[1], sum[2], sum[0]);
    }
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(the_most_urgent_share_a_tour_up_to_the_first_that_does_not_fit)},
                              {TEST(equally_urgent_orders_go_in_the_order_of_their_numbers)},
                              {TEST(an_order_of_another_wave_ends_a_tour)},
                              {TEST(first_come_looks_at_arrival_and_not_at_urgency)},
                              {TEST(each_limit_holds_and_what_exceeds_it_goes_alone)},
                              {TEST(every_seed_rule_finds_its_order)},
                              {TEST(a_random_seed_is_keyed_by_the_number_of_the_order)},
                              {TEST(every_similarity_rule_finds_its_order)},
                              {TEST(a_cumulative_seed_grows_and_a_single_one_does_not)},
                              {TEST(a_seed_skips_what_does_not_fit)},
                              {TEST(savings_merge_where_most_metres_are_saved)},
                              {TEST(savings_merge_tours_and_keep_the_limits)},
                              {TEST(recalculated_savings_are_of_whole_tours)},
                              {TEST(orders_beyond_the_pool_wait_until_they_are_among_the_most_urgent)},
                              {TEST(a_window_waits_for_its_end_or_a_full_tour)},
                              {TEST(windows_never_mix_and_each_is_batched_by_the_inner_policy)},
                              {TEST(limits_and_waves_hold_and_every_order_goes_once)},
                              {TEST(the_past_leaves_no_trace)},
                              {TEST(the_order_in_which_others_left_does_not_matter)},
                              {TEST(without_a_layout_the_most_urgent_go_together)},
                              {TEST(tables_of_keys_are_sound)},
                              {TEST(subsets_and_partitions_have_the_same_best_batching)},
                              {TEST(seed_and_savings_lie_between_the_best_and_first_come)},
                              {0}});
}
