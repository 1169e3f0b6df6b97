/* SPDX-License-Identifier: MIT */
/* The event queue: order, cancelling, limits, the calendar of a run. */
#include "sim/engine/sim.h"

#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "tests/support/check.h"

/* A handler notes the number of its subject and the time in a log: "3@10 " */

struct note {
    struct entity entity;
    sim_event_id victim; /* cancelled when it runs, 0 = none */
    struct note *follow; /* scheduled when it runs, `delay_s` later */
    double delay_s;
};

struct bench {
    struct arena *arena;
    struct sim *sim;
    struct text log;
    uint64_t ran, cancelled;
};

static void bench_open(struct bench *bench, struct sim_settings settings) {
    *bench = (struct bench){.arena = arena_create()};
    settings.arena = bench->arena;
    bench->sim = sim_create(&settings);
    text_add(&bench->log, "");
}

static void bench_close(struct bench *bench) {
    sim_destroy(bench->sim);
    arena_destroy(bench->arena);
    text_free(&bench->log);
}

static void on_note(struct sim *sim, void *self, void *subject) {
    struct bench *bench = self;
    struct note *note = subject;
    bench->ran++;
    text_format(&bench->log, "%d@%g ", (int)note->entity.number, sim_seconds(sim_now(sim)));
    if (note->victim)
        bench->cancelled += sim_cancel(sim, note->victim);
    if (note->follow)
        sim_after(sim, note->delay_s, on_note, bench, note->follow);
}

static struct note *new_note(struct bench *bench, int number) {
    struct note *note = arena_new(bench->arena, struct note);
    note->entity.number = (uint64_t)number;
    return note;
}

static sim_event_id put(struct bench *bench, int number, double at_s) {
    return sim_after(bench->sim, at_s, on_note, bench, new_note(bench, number));
}

static void earlier_events_run_first(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    const double times[] = {5, 1, 4, 0.5, 3, 2};
    for (int i = 0; i < 6; i++)
        put(&bench, i + 1, times[i]);
    CHECK_INT(sim_run(bench.sim, sim_usec(10)), SIM_REACHED);
    CHECK_TEXT(bench.log.data, "4@0.5 2@1 6@2 5@3 3@4 1@5 ");
    CHECK_INT(sim_now(bench.sim), 10000000);
    CHECK_INT(sim_events(bench.sim), 6);
    bench_close(&bench);
}

static void equal_times_keep_schedule_order(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    for (int i = 1; i <= 9; i++)
        put(&bench, i, i % 2 ? 2 : 1);
    struct note *first = new_note(&bench, 0);
    first->follow = new_note(&bench, 99); /* scheduled last of all, for time 2 */
    first->delay_s = 2;
    sim_after(bench.sim, 0, on_note, &bench, first);
    sim_run(bench.sim, sim_usec(2));
    CHECK_TEXT(bench.log.data, "0@0 2@1 4@1 6@1 8@1 1@2 3@2 5@2 7@2 9@2 99@2 ");
    bench_close(&bench);
}

static void an_event_scheduled_for_now_runs_after_those_already_due(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    struct note *first = new_note(&bench, 1);
    first->follow = new_note(&bench, 3);
    sim_after(bench.sim, 1, on_note, &bench, first);
    put(&bench, 2, 1);
    sim_run(bench.sim, sim_usec(1));
    CHECK_TEXT(bench.log.data, "1@1 2@1 3@1 ");
    bench_close(&bench);
}

static void the_end_is_inclusive_and_a_run_goes_on(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    put(&bench, 1, 1);
    put(&bench, 2, 2);
    sim_at(bench.sim, 2000001, on_note, &bench, new_note(&bench, 3));
    CHECK_INT(sim_run(bench.sim, 999999), SIM_REACHED);
    CHECK_TEXT(bench.log.data, "");
    CHECK_INT(sim_run(bench.sim, 2000000), SIM_REACHED);
    CHECK_TEXT(bench.log.data, "1@1 2@2 ");
    CHECK_INT(sim_now(bench.sim), 2000000);
    CHECK_INT(sim_run(bench.sim, 3000000), SIM_REACHED);
    CHECK_TEXT(bench.log.data, "1@1 2@2 3@2 ");
    CHECK_INT(sim_now(bench.sim), 3000000);
    bench_close(&bench);
}

static void a_cancelled_event_does_not_run(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    sim_event_id one = put(&bench, 1, 1), two = put(&bench, 2, 1), three = put(&bench, 3, 1);
    CHECK(one && two && three && one != two && two != three);
    CHECK(sim_cancel(bench.sim, two));
    CHECK(!sim_cancel(bench.sim, two)); /* only once */
    CHECK(!sim_cancel(bench.sim, 0));
    sim_run(bench.sim, sim_usec(2));
    CHECK_TEXT(bench.log.data, "1@1 3@1 ");
    CHECK_INT(sim_events(bench.sim), 2);
    CHECK(!sim_cancel(bench.sim, one)); /* it ran */
    CHECK(!sim_cancel(bench.sim, UINT64_MAX));
    bench_close(&bench);
}

/* Slots are used again; an old handle must not reach the new event in its place. */
static void an_old_handle_does_not_cancel_a_new_event(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    sim_event_id old = put(&bench, 1, 1);
    sim_run(bench.sim, sim_usec(1));
    sim_event_id new = put(&bench, 2, 1); /* takes the slot of the first */
    CHECK(new != old);
    CHECK(!sim_cancel(bench.sim, old));
    sim_run(bench.sim, sim_usec(2));
    CHECK_TEXT(bench.log.data, "1@1 2@2 ");
    sim_event_id cancelled = put(&bench, 3, 1);
    CHECK(sim_cancel(bench.sim, cancelled));
    sim_run(bench.sim, sim_usec(5));
    put(&bench, 4, 1);
    CHECK(!sim_cancel(bench.sim, cancelled));
    sim_run(bench.sim, sim_usec(10));
    CHECK_TEXT(bench.log.data, "1@1 2@2 4@6 ");
    bench_close(&bench);
}

static void handlers_cancel_others_and_never_themselves(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    struct note *first = new_note(&bench, 1), *second = new_note(&bench, 2);
    sim_after(bench.sim, 1, on_note, &bench, first);
    second->victim = sim_after(bench.sim, 1, on_note, &bench, second); /* its own */
    first->victim = put(&bench, 3, 1);                                 /* due at the same time */
    first->follow = new_note(&bench, 4); /* after the cancelling, into the hole that the running event left */
    first->delay_s = 1;
    put(&bench, 5, 3);
    sim_run(bench.sim, sim_usec(9));
    CHECK_TEXT(bench.log.data, "1@1 2@1 4@2 5@3 ");
    CHECK_INT(bench.cancelled, 1);
    bench_close(&bench);
}

/* Many dead events are swept out while a handler runs: what lives keeps its order. */

struct sweep {
    struct bench bench;
    sim_event_id events[1000];
};

static void on_sweep(struct sim *sim, void *self, void *subject) {
    (void)subject;
    struct sweep *sweep = self;
    for (int i = 0; i < 1000; i++)
        if (i % 10 != 3)
            CHECK(sim_cancel(sim, sweep->events[i]));
    sim_after(sim, 0, on_note, &sweep->bench, new_note(&sweep->bench, 5000));
    for (int i = 0; i < 300; i++) /* into the slots that were swept */
        sim_after(sim, 2000, on_note, &sweep->bench, new_note(&sweep->bench, 2000 + i));
}

static void dead_events_are_swept_out_and_order_stays(void) {
    struct sweep *sweep = calloc(1, sizeof *sweep);
    struct text expected = {0};
    bench_open(&sweep->bench, (struct sim_settings){0});
    sim_after(sweep->bench.sim, 0.5, on_sweep, sweep, NULL);
    for (int i = 0; i < 1000; i++) /* times 1 ... 7 in no order */
        sweep->events[i] = put(&sweep->bench, i, 1 + i * 37 % 7);
    text_add(&expected, "5000@0.5 ");
    for (int time = 1; time <= 7; time++)
        for (int i = 3; i < 1000; i += 10)
            if (1 + i * 37 % 7 == time)
                text_format(&expected, "%d@%d ", i, time);
    for (int i = 0; i < 300; i++)
        text_format(&expected, "%d@2000.5 ", 2000 + i);
    text_add(&sweep->bench.log, "");
    sim_run(sweep->bench.sim, sim_usec(3000));
    CHECK(strlen(sweep->bench.log.data) > 1000);
    CHECK_TEXT(sweep->bench.log.data, expected.data);
    for (int i = 0; i < 1000; i++)
        CHECK(!sim_cancel(sweep->bench.sim, sweep->events[i]));
    bench_close(&sweep->bench);
    text_free(&expected);
    free(sweep);
}

/* Schedules and cancels at random against a plain list of what must run. */
static void random_cancelling_leaves_exactly_the_others(void) {
    enum { EVENTS = 3000 };
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    struct stream stream = stream_named(1, 1, "cancelling");
    sim_event_id ids[EVENTS];
    bool gone[EVENTS] = {0};
    int left = EVENTS;
    for (int round = 0; round < EVENTS; round++) {
        ids[round] = put(&bench, round, 1 + stream_below(&stream, 50));
        int victim = (int)stream_below(&stream, (uint32_t)round + 1);
        if (stream_uniform(&stream) < 0.8 && !gone[victim]) {
            CHECK(sim_cancel(bench.sim, ids[victim]));
            gone[victim] = true;
            left--;
        }
    }
    CHECK(left > 500 && left < 2500);
    sim_run(bench.sim, sim_usec(100));
    CHECK_INT(bench.ran, left);
    for (int i = 0; i < EVENTS; i++)
        CHECK(!sim_cancel(bench.sim, ids[i]));
    bench_close(&bench);
}

static void on_again(struct sim *sim, void *self, void *subject) {
    (void)self;
    (void)subject;
    sim_after(sim, 1e-6, on_again, NULL, NULL);
}

static void the_event_limit_stops_a_run_with_its_number(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){.event_limit = 10000});
    sim_after(bench.sim, 0, on_again, NULL, NULL);
    CHECK_INT(sim_run(bench.sim, sim_usec(1)), SIM_FAILED);
    CHECK_TEXT(sim_failure(bench.sim), "the limit of 10000 events was reached");
    CHECK(sim_events(bench.sim) >= 10000 && sim_events(bench.sim) < 20000); /* looked at now and then */
    CHECK(sim_now(bench.sim) < sim_usec(1));
    CHECK_INT(sim_run(bench.sim, sim_usec(1)), SIM_FAILED); /* it stays failed */
    bench_close(&bench);
}

static void on_hungry(struct sim *sim, void *self, void *subject) {
    (void)self;
    (void)subject;
    sim_alloc(sim, 4096);
    sim_after(sim, 1, on_hungry, NULL, NULL);
}

static void the_memory_limit_stops_a_run_with_its_size(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){.memory_limit = 16 << 20});
    sim_after(bench.sim, 0, on_hungry, NULL, NULL);
    CHECK_INT(sim_run(bench.sim, sim_usec(1e6)), SIM_FAILED);
    CHECK_TEXT(sim_failure(bench.sim), "the limit of 16 MB of memory was reached");
    CHECK(arena_bytes(bench.arena) < (size_t)64 << 20);
    bench_close(&bench);
}

static void on_trouble(struct sim *sim, void *self, void *subject) {
    (void)self;
    (void)subject;
    sim_fail(sim, "door %d is on fire", 7);
    sim_fail(sim, "a second reason");
}

static void a_failure_ends_the_run_and_keeps_its_first_reason(void) {
    struct bench bench;
    bench_open(&bench, (struct sim_settings){0});
    CHECK(!sim_failure(bench.sim));
    sim_after(bench.sim, 1, on_trouble, NULL, NULL);
    put(&bench, 1, 2);
    CHECK_INT(sim_run(bench.sim, sim_usec(5)), SIM_FAILED);
    CHECK_TEXT(sim_failure(bench.sim), "door 7 is on fire");
    CHECK_INT(sim_now(bench.sim), sim_usec(1));
    CHECK_INT(bench.ran, 0);
    bench_close(&bench);
}

struct stopping {
    atomic_int stop;
    int ticks;
};

static void on_tick(struct sim *sim, void *self, void *subject) {
    struct stopping *stopping = self;
    if (++stopping->ticks == 100)
        atomic_store(&stopping->stop, 1);
    sim_after(sim, 1, on_tick, self, subject);
}

static void the_stop_flag_ends_a_run_soon_and_it_can_go_on(void) {
    struct stopping stopping = {0};
    struct bench bench;
    bench_open(&bench, (struct sim_settings){.stop = &stopping.stop});
    sim_after(bench.sim, 1, on_tick, &stopping, NULL);
    CHECK_INT(sim_run(bench.sim, sim_usec(100000)), SIM_STOPPED);
    CHECK(stopping.ticks >= 100 && stopping.ticks < 10000);
    CHECK_INT(sim_now(bench.sim), sim_usec(stopping.ticks));
    CHECK(!sim_failure(bench.sim));
    CHECK_INT(sim_run(bench.sim, sim_usec(100000)), SIM_STOPPED);
    atomic_store(&stopping.stop, 0);
    CHECK_INT(sim_run(bench.sim, sim_usec(100000)), SIM_REACHED);
    CHECK_INT(stopping.ticks, 100000);
    bench_close(&bench);
}

static void two_simulations_run_side_by_side(void) {
    struct bench one, two;
    bench_open(&one, (struct sim_settings){0});
    bench_open(&two, (struct sim_settings){0});
    for (int i = 1; i <= 3; i++) {
        put(&one, i, i);
        put(&two, 10 + i, 4 - i);
    }
    for (int second = 1; second <= 3; second++) {
        sim_run(one.sim, sim_usec(second));
        sim_run(two.sim, sim_usec(2 * second));
    }
    CHECK_TEXT(one.log.data, "1@1 2@2 3@3 ");
    CHECK_TEXT(two.log.data, "13@1 12@2 11@3 ");
    CHECK_INT(sim_now(one.sim), 3000000);
    CHECK_INT(sim_now(two.sim), 6000000);
    CHECK_INT(sim_next_number(one.sim), 1);
    CHECK_INT(sim_next_number(one.sim), 2);
    CHECK_INT(sim_next_number(two.sim), 1);
    bench_close(&one);
    bench_close(&two);
}

static void see_event(void *self, usec time, const char *handler, uint64_t entity) {
    text_format(self, "%s %lld %llu; ", handler, (long long)time, (unsigned long long)entity);
}

static void a_trace_names_handlers_times_and_entities(void) {
    struct text trace = {0};
    struct stopping stopping = {0};
    struct bench bench;
    bench_open(&bench, (struct sim_settings){.trace = see_event, .trace_self = &trace});
    put(&bench, 42, 0.25);
    sim_cancel(bench.sim, put(&bench, 43, 0.5));
    sim_after(bench.sim, 1, on_tick, &stopping, NULL);
    sim_run(bench.sim, sim_usec(1.5));
    CHECK_TEXT(trace.data, "on_note 250000 42; on_tick 1000000 0; ");
    text_free(&trace);
    bench_close(&bench);
}

static void seconds_are_rounded_to_the_nearest_microsecond(void) {
    CHECK_INT(sim_usec(0.0), 0);
    CHECK_INT(sim_usec(1.25), 1250000);
    CHECK_INT(sim_usec(0.0000014), 1);
    CHECK_INT(sim_usec(0.0000016), 2);
    CHECK_NEAR(sim_seconds(1500000), 1.5, 0, "1,500,000 us in s");
}

static void days_and_midnights_follow_the_start(void) {
    struct bench bench; /* starts on 2026-01-05 at 06:00 */
    struct date start = date_of(2026, 1, 5);
    bench_open(&bench, (struct sim_settings){.start = {start.day * SECONDS_A_DAY + 6 * SECONDS_AN_HOUR}});
    CHECK_INT(sim_date(bench.sim, 0).day, start.day);
    CHECK_INT(sim_date(bench.sim, sim_usec(18 * 3600) - 1).day, start.day);
    CHECK_INT(sim_date(bench.sim, sim_usec(18 * 3600)).day, start.day + 1);
    CHECK_INT(sim_date(bench.sim, -sim_usec(6 * 3600)).day, start.day);
    CHECK_INT(sim_date(bench.sim, -sim_usec(6 * 3600) - 1).day, start.day - 1);
    CHECK_INT(sim_midnight(bench.sim, start), -sim_usec(6 * 3600));
    CHECK_INT(sim_midnight(bench.sim, (struct date){start.day + 1}), sim_usec(18 * 3600));
    struct moment moment = {(start.day + 1) * SECONDS_A_DAY + 60};
    CHECK_INT(sim_of_moment(bench.sim, moment), sim_usec(18 * 3600 + 60));
    bench_close(&bench);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(earlier_events_run_first)},
                                            {TEST(equal_times_keep_schedule_order)},
                                            {TEST(an_event_scheduled_for_now_runs_after_those_already_due)},
                                            {TEST(the_end_is_inclusive_and_a_run_goes_on)},
                                            {TEST(a_cancelled_event_does_not_run)},
                                            {TEST(an_old_handle_does_not_cancel_a_new_event)},
                                            {TEST(handlers_cancel_others_and_never_themselves)},
                                            {TEST(dead_events_are_swept_out_and_order_stays)},
                                            {TEST(random_cancelling_leaves_exactly_the_others)},
                                            {TEST(the_event_limit_stops_a_run_with_its_number)},
                                            {TEST(the_memory_limit_stops_a_run_with_its_size)},
                                            {TEST(a_failure_ends_the_run_and_keeps_its_first_reason)},
                                            {TEST(the_stop_flag_ends_a_run_soon_and_it_can_go_on)},
                                            {TEST(two_simulations_run_side_by_side)},
                                            {TEST(a_trace_names_handlers_times_and_entities)},
                                            {TEST(seconds_are_rounded_to_the_nearest_microsecond)},
                                            {TEST(days_and_midnights_follow_the_start)},
                                            {0}});
}
