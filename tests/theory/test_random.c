/* SPDX-License-Identifier: MIT */
/* Random numbers and events: published generator outputs, the HOLD model against a sorted list, and Law's
 * M/M/1 program on the engine. */
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/engine/sim.h"
#include "tests/support/check.h"
#include "tests/support/mrg32k3a.h"

static void published_generators_give_their_published_numbers(void) {
    const uint64_t xoshiro[] = {41943041,
                                58720359,
                                UINT64_C(3588806011781223),
                                UINT64_C(3591011842654386),
                                UINT64_C(9228616714210784205),
                                UINT64_C(9973669472204895162)};
    const uint64_t splitmix[] = {UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
                                 UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
                                 UINT64_C(16408922859458223821)};
    const double mrg[] = {.1270111220465771, .3185275653967945, .3091860155832701, .8258468629271136,
                          .2216299157820229};
    struct stream sequential = {.state = {1, 2, 3, 4}};
    struct stream keyed = {.state = {1234567}, .keyed = true};
    struct mrg32k3a reference = mrg32k3a_seeded(12345);
    for (int i = 0; i < 6; i++)
        CHECK(stream_bits(&sequential) == xoshiro[i]);
    for (int i = 0; i < 5; i++)
        CHECK(stream_bits(&keyed) == splitmix[i]);
    for (int i = 0; i < 5; i++)
        CHECK_NEAR(mrg32k3a_uniform(&reference), mrg[i], 5e-16, "MRG32k3a from seeds 12345");
}

/* HOLD: a constant number of pending events; each one schedules its successor. Whole seconds make ties
 * common. */

struct pending { /* of the reference: a list in order of time, then of scheduling */
    usec time;
    uint64_t number;
    struct pending *next;
};

struct hold {
    struct entity *entities;
    struct pending *items, *first;
    struct mrg32k3a random;
    double range_s;
    uint64_t scheduled, wrong, backwards, events;
    usec last;
};

static void list_insert(struct hold *hold, struct pending *item) {
    struct pending **at = &hold->first;
    while (*at && (*at)->time <= item->time) /* behind those of the same time */
        at = &(*at)->next;
    item->next = *at;
    *at = item;
}

static void on_hold(struct sim *sim, void *self, void *subject);

static void hold_schedule(struct sim *sim, struct hold *hold, uint64_t slot) {
    double delay_s = floor(mrg32k3a_uniform(&hold->random) * hold->range_s);
    hold->entities[slot].number = hold->items[slot].number = ++hold->scheduled;
    hold->items[slot].time = sim_now(sim) + sim_usec(delay_s);
    list_insert(hold, &hold->items[slot]);
    sim_after(sim, delay_s, on_hold, hold, &hold->entities[slot]);
}

static void on_hold(struct sim *sim, void *self, void *subject) {
    struct hold *hold = self;
    struct entity *entity = subject;
    struct pending *expected = hold->first;
    hold->first = expected->next;
    hold->wrong += expected->number != entity->number || expected->time != sim_now(sim);
    hold->backwards += sim_now(sim) < hold->last;
    hold->last = sim_now(sim);
    hold->events++;
    hold_schedule(sim, hold, (uint64_t)(entity - hold->entities));
}

static void check_hold(int pending, double range_s, double horizon_s) {
    struct arena *arena = arena_create();
    struct sim *sim = sim_create(&(struct sim_settings){.arena = arena});
    struct hold hold = {.random = mrg32k3a_seeded(12345), .range_s = range_s};
    hold.entities = calloc((size_t)pending, sizeof *hold.entities);
    hold.items = calloc((size_t)pending, sizeof *hold.items);
    for (int i = 0; i < pending; i++)
        hold_schedule(sim, &hold, (uint64_t)i);
    CHECK_INT(sim_run(sim, sim_usec(horizon_s)), SIM_REACHED);
    CHECK_INT(hold.wrong, 0);
    CHECK_INT(hold.backwards, 0);
    CHECK(hold.events > 20000);
    CHECK_INT(hold.events, sim_events(sim));
    free(hold.entities);
    free(hold.items);
    sim_destroy(sim);
    arena_destroy(arena);
}

static void hold_model_runs_in_the_order_of_a_sorted_list(void) {
    check_hold(1, 3, 40000);     /* delays 0, 1, 2 s */
    check_hold(100, 4, 400);     /* many ties, also with the running event */
    check_hold(1000, 100, 2000); /* few */
    check_hold(300, 1e6, 5e7);   /* hardly any */
}

/* Law, Simulation Modeling and Analysis, chapter 1: his generator, his order of draws. */

struct law {
    int64_t z;
    int waiting, delayed;
    bool busy;
    double arrived_s[1000]; /* of those who wait, in order: head at (delayed) */
    double delays_s, last_s, queue_area, busy_area, end_s;
    int head;
};

static double law_exponential(struct law *law, double mean) {
    law->z = INT64_C(630360016) * law->z % INT64_C(2147483647);
    return -mean * log((double)(law->z >> 7 | 1) / 16777216.0);
}

static void law_account(struct law *law, struct sim *sim) {
    double now_s = sim_seconds(sim_now(sim));
    law->queue_area += law->waiting * (now_s - law->last_s);
    law->busy_area += law->busy * (now_s - law->last_s);
    law->last_s = law->end_s = now_s;
}

static void on_law_departure(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct law *law = self;
    if (law->delayed == 1000)
        return;
    law_account(law, sim);
    if (!law->waiting) {
        law->busy = false;
        return;
    }
    law->waiting--;
    law->delays_s += sim_seconds(sim_now(sim)) - law->arrived_s[law->head++ % 1000];
    law->delayed++;
    sim_after(sim, law_exponential(law, 0.5), on_law_departure, law, NULL);
}

static void on_law_arrival(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct law *law = self;
    if (law->delayed == 1000)
        return;
    law_account(law, sim);
    sim_after(sim, law_exponential(law, 1.0), on_law_arrival, law, NULL);
    if (law->busy) {
        law->arrived_s[(law->head + law->waiting++) % 1000] = sim_seconds(sim_now(sim));
        return;
    }
    law->delayed++; /* with a delay of 0 */
    law->busy = true;
    sim_after(sim, law_exponential(law, 0.5), on_law_departure, law, NULL);
}

static void law_chapter_1_comes_out_as_printed(void) {
    struct arena *arena = arena_create();
    struct sim *sim = sim_create(&(struct sim_settings){.arena = arena});
    struct law law = {.z = 1973272912};
    sim_after(sim, law_exponential(&law, 1.0), on_law_arrival, &law, NULL);
    CHECK_INT(sim_run(sim, sim_usec(2000)), SIM_REACHED);
    CHECK_INT(law.delayed, 1000);
    CHECK_NEAR(law.delays_s / 1000, 0.430, 0.0005, "average delay of 1,000 customers");
    CHECK_NEAR(law.queue_area / law.end_s, 0.418, 0.0005, "average number in queue");
    CHECK_NEAR(law.busy_area / law.end_s, 0.460, 0.0005, "utilisation");
    CHECK_NEAR(law.end_s, 1027.915, 0.005, "time of the end");
    sim_destroy(sim);
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(published_generators_give_their_published_numbers)},
                                            {TEST(hold_model_runs_in_the_order_of_a_sorted_list)},
                                            {TEST(law_chapter_1_comes_out_as_printed)},
                                            {0}});
}
