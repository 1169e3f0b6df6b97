/* SPDX-License-Identifier: MIT */
/* Who does what next: skills, urgency, places, breaks, shift ends, batches, reservations and the accounts of
 * it all.
 *
 * A small world: jobs of known length ask at known times; every grant is written down as "NAME@SECONDS" or,
 * with a worker, "NAME@SECONDS/TEAM NUMBER", and the whole schedule is compared with one made by hand. */
#include "sim/engine/dispatch.h"

#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/engine/dispatch_int.h"
#include "tests/support/check.h"

struct world {
    struct arena *arena;
    struct results *results;
    struct sim *sim;
    struct dispatcher *people;
    struct text log;
};

struct job {
    struct task task;
    struct world *world;
    const char *name;
    struct need *need;
    int64_t urgency;
    double work_s;
    struct job *release_when_granted; /* ends this open-ended job */
};

static void world_open(struct world *world, double patience_s) {
    *world = (struct world){.arena = arena_create()};
    world->results = results_create(world->arena);
    world->sim = sim_create(&(struct sim_settings){.arena = world->arena, .results = world->results});
    world->people = dispatcher_create(world->sim, patience_s);
    text_add(&world->log, "");
}

/* Runs to the end, closes the accounts; returns how many claims were broken. */
static int world_run(struct world *world, double until_s) {
    const char *const *texts;
    CHECK_INT(sim_run(world->sim, sim_usec(until_s)), SIM_REACHED);
    results_finish(world->results, sim_now(world->sim));
    int broken = results_broken(world->results, &texts);
    for (int i = 0; i < broken; i++)
        text_format(&world->log, "broken: %s ", texts[i]);
    return broken;
}

static void world_close(struct world *world) {
    sim_destroy(world->sim);
    arena_destroy(world->arena);
    text_free(&world->log);
}

static double number_of(const struct world *world, const char *name) {
    struct measures measures = results_measures(world->results);
    for (int i = 0; i < measures.count; i++)
        if (strcmp(measures.items[i].name, name) == 0)
            return results_values(world->results)[i];
    return NAN;
}

static double do_job(void *self, struct task *task) {
    struct world *world = self;
    struct job *job = heap_owner(task, struct job, task);
    text_format(&world->log, "%s@%g", job->name, sim_seconds(sim_now(world->sim)));
    if (task->worker)
        text_format(&world->log, "/%s%d", worker_team(task->worker), worker_number(task->worker));
    text_add(&world->log, " ");
    return job->work_s;
}

static void job_done(void *self, struct task *task) {
    (void)self;
    (void)task;
}

static struct need *new_need(struct world *world, const char *stage, int skill, struct pool *first,
                             struct pool *second) {
    return need_create(world->people, &(struct need_settings){.stage = stage,
                                                              .skill = skill,
                                                              .pools = {first, second},
                                                              .self = world,
                                                              .work = do_job,
                                                              .done = job_done});
}

static void on_ask(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)self;
    struct job *job = heap_owner(subject, struct job, task.entity);
    task_ask(&job->task, job->need, job->urgency);
}

static struct job *ask_at(struct world *world, double at_s, struct need *need, const char *name,
                          double work_s, int64_t urgency) {
    struct job *job = arena_new(world->arena, struct job);
    *job = (struct job){.world = world, .name = name, .need = need, .urgency = urgency, .work_s = work_s};
    sim_after(world->sim, at_s, on_ask, world, &job->task.entity);
    return job;
}

static void on_come(struct sim *sim, void *self, void *subject) {
    (void)self;
    struct worker *worker = subject;
    (void)sim;
    worker_arrive(worker, worker->leave_at);
}

/* A worker who comes at once and stays until a time. */
static struct worker *come(struct team *team, int number, double until_s) {
    struct worker *worker = team_worker(team, number);
    worker_arrive(worker, sim_usec(until_s));
    return worker;
}

#define FOREVER 1e6

static void tasks_start_by_urgency_then_first_come(void) {
    struct world world;
    world_open(&world, INFINITY);
    struct need *need = new_need(&world, "packing", NO_SKILL, pool_create(world.people, "benches", 1), NULL);
    ask_at(&world, 0, need, "a", 10, 5);
    ask_at(&world, 1, need, "b", 10, 5);
    ask_at(&world, 2, need, "c", 10, 1);
    ask_at(&world, 3, need, "d", 10, 5);
    ask_at(&world, 4, need, "e", 10, -1);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@0 e@10 c@20 b@30 d@40 ");
    CHECK_INT(number_of(&world, "packing.done"), 5);
    CHECK_NEAR(number_of(&world, "packing.wait_s.mean"), (0 + 6 + 18 + 29 + 37) / 5.0, 1e-9, "waits by hand");
    CHECK_NEAR(number_of(&world, "packing.queue.mean"), (0 + 6 + 18 + 29 + 37) / 60.0, 1e-9,
               "waits over 60 s");
    CHECK_NEAR(number_of(&world, "packing.utilisation"), 50.0 / 60.0, 1e-9, "50 s of work in 60 s");
    CHECK_NEAR(number_of(&world, "equipment.benches.utilisation"), 50.0 / 60.0, 1e-9, "one bench");
    world_close(&world);
}

static void as_many_start_as_there_are_places(void) {
    struct world world;
    world_open(&world, INFINITY);
    struct pool *pool = pool_create(world.people, "benches", 3);
    struct need *need = new_need(&world, "packing", NO_SKILL, pool, NULL);
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < 5; i++)
        ask_at(&world, 0, need, names[i], 10 + i, 0);
    sim_run(world.sim, sim_usec(5));
    CHECK_INT(pool_in_use(pool), 3);
    CHECK_INT(need_waiting(need), 2);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@0 b@0 c@0 d@10 e@11 ");
    CHECK_INT(pool_in_use(pool), 0);
    world_close(&world);
}

static void a_worker_takes_the_preferred_skill_first(void) {
    struct world world;
    world_open(&world, INFINITY);
    enum { PICK, PACK };
    const int skills[] = {PACK, PICK}; /* packing before picking, however urgent picking is */
    struct need *picking = new_need(&world, "picking", PICK, NULL, NULL);
    struct need *packing = new_need(&world, "packing", PACK, NULL, NULL);
    struct team *team = team_create(world.people, "t", skills, 2);
    come(team, 0, FOREVER);
    ask_at(&world, 0, picking, "pick1", 10, 0);
    ask_at(&world, 1, picking, "pick2", 10, -9);
    ask_at(&world, 2, packing, "pack1", 10, 9);
    ask_at(&world, 3, packing, "pack2", 10, 9);
    CHECK(need_staffed(picking) && need_staffed(packing));
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "pick1@0/t0 pack1@10/t0 pack2@20/t0 pick2@30/t0 ");
    world_close(&world);
}

/* A task goes to the team for which its skill ranks highest; there, to who has been idle longest. */
static void the_longest_idle_of_the_best_team_works_first(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int second_choice[] = {1, 0}, first_choice[] = {0};
    struct need *need = new_need(&world, "picking", 0, NULL, NULL);
    struct team *helpers = team_create(world.people, "helper", second_choice, 2);
    struct team *pickers = team_create(world.people, "picker", first_choice, 1);
    for (int i = 0; i < 2; i++)
        come(helpers, i, FOREVER), come(pickers, i, FOREVER);
    ask_at(&world, 1, need, "a", 30, 0);   /* picker 0, who came first */
    ask_at(&world, 2, need, "b", 1, 0);    /* picker 1 */
    ask_at(&world, 3.5, need, "c", 30, 0); /* picker 1 again: free since 3, before the helpers */
    ask_at(&world, 4, need, "d", 1, 0);    /* helper 0 */
    ask_at(&world, 6, need, "e", 1, 0);    /* helper 1: idle since 0, helper 0 since 5 */
    ask_at(&world, 8, need, "f", 1, 0);    /* helper 0 */
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@1/picker0 b@2/picker1 c@3.5/picker1 d@4/helper0 e@6/helper1 f@8/helper0 ");
    world_close(&world);
}

static void work_needs_a_worker_and_a_place_together(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct need *need = new_need(&world, "packing", 0, pool_create(world.people, "benches", 2), NULL);
    struct team *team = team_create(world.people, "t", &skill, 1);
    for (int i = 0; i < 3; i++)
        team_worker(team, i);
    ask_at(&world, 0, need, "a", 10, 0);
    ask_at(&world, 0, need, "b", 10, 0);
    ask_at(&world, 0, need, "c", 10, 0);
    for (int i = 0; i < 3; i++) { /* workers come at 5, 6, 7 */
        struct worker *worker = team_worker(team, i);
        worker->leave_at = sim_usec(FOREVER);
        sim_after(world.sim, 5 + i, on_come, NULL, worker);
    }
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@5/t0 b@6/t1 c@15/t0 "); /* who is at the bench goes on */
    world_close(&world);
}

/* The wait is split: without a bench it is a wait for places, else for people. */
static void a_wait_is_split_into_places_and_people(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct pool *benches = pool_create(world.people, "benches", 1);
    struct need *need = new_need(&world, "packing", 0, benches, NULL);
    struct team *team = team_create(world.people, "t", &skill, 1);
    struct worker *worker = come(team, 0, FOREVER);
    ask_at(&world, 0, need, "a", 10, 0);
    struct job *b = ask_at(&world, 2, need, "b", 10, 0);
    sim_run(world.sim, sim_usec(3));
    worker_rest(worker, 5); /* after a: from 10 to 15 there is a bench and nobody at it */
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@0/t0 b@15/t0 ");
    CHECK_INT(b->task.waited[SHORT_OF_PLACES], 8000000);
    world_close(&world);
}

static void a_break_waits_for_the_work_in_hand_and_keeps_its_length(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct need *need = new_need(&world, "picking", 0, NULL, NULL);
    struct team *team = team_create(world.people, "t", &skill, 1);
    struct worker *busy = come(team, 0, 100), *idle = come(team, 1, 100);
    ask_at(&world, 0, need, "a", 10, 0);
    ask_at(&world, 5, need, "b", 10, 0);
    sim_run(world.sim, sim_usec(2));
    worker_rest(busy, 20); /* from 10 to 30 */
    worker_rest(idle, 4);  /* at once: from 2 to 6 */
    CHECK_INT(world_run(&world, 100), 0);
    CHECK_TEXT(world.log.data, "a@0/t0 b@6/t1 ");
    CHECK_NEAR(number_of(&world, "teams.t.break_h"), 24.0 / 3600, 1e-12, "20 + 4 s of breaks");
    CHECK_NEAR(number_of(&world, "teams.t.work_h"), 20.0 / 3600, 1e-12, "2 x 10 s of work");
    CHECK_NEAR(number_of(&world, "teams.t.paid_h"), 200.0 / 3600, 1e-12, "2 x 100 s");
    CHECK_NEAR(number_of(&world, "teams.t.waiting_h"), (200.0 - 24 - 20) / 3600, 1e-12, "what is left");
    CHECK_NEAR(number_of(&world, "teams.t.utilisation"), 20.0 / 176, 1e-12, "work over shift less breaks");
    CHECK_NEAR(number_of(&world, "teams.t.overtime_h"), 0, 0, "no overtime");
    world_close(&world);
}

static void work_at_the_end_of_a_shift_is_finished_as_overtime(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct need *need = new_need(&world, "picking", 0, NULL, NULL);
    struct team *team = team_create(world.people, "t", &skill, 1);
    struct worker *worker = come(team, 0, 20);
    ask_at(&world, 15, need, "a", 10, 0);
    ask_at(&world, 16, need, "b", 10, 0); /* nobody is there any more */
    sim_run(world.sim, sim_usec(22));
    CHECK(worker_present(worker));
    sim_run(world.sim, sim_usec(30));
    CHECK(!worker_present(worker));
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@15/t0 ");
    CHECK_NEAR(number_of(&world, "teams.t.overtime_h"), 5.0 / 3600, 1e-12, "from 20 to 25 s");
    CHECK_NEAR(number_of(&world, "teams.t.paid_h"), 25.0 / 3600, 1e-12, "from 0 to 25 s");
    CHECK_NEAR(number_of(&world, "teams.t.utilisation"), 10.0 / 25, 1e-12, "10 of 25 s");
    world_close(&world);
}

static void overtime_that_still_runs_at_the_end_is_counted(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct need *need = new_need(&world, "picking", 0, NULL, NULL);
    come(team_create(world.people, "t", &skill, 1), 0, 20);
    ask_at(&world, 15, need, "a", 100, 0);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_NEAR(number_of(&world, "teams.t.overtime_h"), 40.0 / 3600, 1e-12, "from 20 to 60 s");
    CHECK_NEAR(number_of(&world, "teams.t.paid_h"), 60.0 / 3600, 1e-12, "from 0 to 60 s");
    world_close(&world);
}

/* "No task starts at or after the end of a shift", also not one that asks in the same microsecond. */
static void no_task_starts_at_the_end_of_a_shift(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct need *need = new_need(&world, "picking", 0, NULL, NULL);
    struct team *team = team_create(world.people, "t", &skill, 1);
    ask_at(&world, 20, need, "a", 10, 0); /* scheduled before the worker's shift end */
    come(team, 0, 20);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "");
    world_close(&world);
}

static void a_second_shift_follows_without_a_gap(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct need *need = new_need(&world, "picking", 0, NULL, NULL);
    struct team *team = team_create(world.people, "t", &skill, 1);
    struct worker *worker = come(team, 0, 20);
    ask_at(&world, 15, need, "a", 10, 0);
    ask_at(&world, 16, need, "b", 10, 0);
    sim_run(world.sim, sim_usec(22)); /* at work still, in overtime */
    worker_arrive(worker, sim_usec(40));
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@15/t0 b@25/t0 ");
    CHECK_NEAR(number_of(&world, "teams.t.overtime_h"), 2.0 / 3600, 1e-12, "from 20 to 22 s");
    CHECK_NEAR(number_of(&world, "teams.t.paid_h"), 40.0 / 3600, 1e-12, "from 0 to 40 s");
    world_close(&world);
}

static void a_pool_below_its_use_grants_nothing_until_enough_is_back(void) {
    struct world world;
    world_open(&world, INFINITY);
    struct pool *pool = pool_create(world.people, "benches", 3);
    struct need *need = new_need(&world, "packing", NO_SKILL, pool, NULL);
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < 5; i++)
        ask_at(&world, 0, need, names[i], 10 * (i + 1), 0); /* a, b, c end at 10, 20, 30 */
    sim_run(world.sim, sim_usec(5));
    pool_resize(pool, 1);
    CHECK_INT(pool_size(pool), 1);
    CHECK_INT(pool_in_use(pool), 3);
    sim_run(world.sim, sim_usec(25));
    CHECK_TEXT(world.log.data, "a@0 b@0 c@0 ");
    sim_run(world.sim, sim_usec(35)); /* c went at 30 and d came */
    CHECK_INT(pool_in_use(pool), 1);
    pool_resize(pool, 2);
    CHECK_INT(world_run(&world, 100), 0);
    CHECK_TEXT(world.log.data, "a@0 b@0 c@0 d@30 e@35 ");
    CHECK_NEAR(number_of(&world, "equipment.benches.size.mean"), (3 * 5 + 1 * 30 + 2 * 65) / 100.0, 1e-9,
               "sizes by hand");
    world_close(&world);
}

/* Batches: the first task takes others along */

struct batching {
    struct world *world;
    int most, fewest;
};

static double do_batch(void *self, struct task *task) {
    struct batching *batching = self;
    struct world *world = batching->world;
    struct job *leader = heap_owner(task, struct job, task);
    text_format(&world->log, "[%s", leader->name);
    struct task *next = NULL;
    for (int n = 1; n < batching->most && (next = need_take(leader->need, task)); n++)
        text_format(&world->log, " %s", heap_owner(next, struct job, task)->name);
    text_format(&world->log, "]@%g ", sim_seconds(sim_now(world->sim)));
    return 10;
}

static bool enough(void *self, struct need *need) {
    return need_waiting(need) >= ((struct batching *)self)->fewest;
}

static void batch_done(void *self, struct task *task) {
    struct batching *batching = self;
    int count = 0;
    for (; task; task = task->companion)
        count++;
    text_format(&batching->world->log, "%d@%g ", count, sim_seconds(sim_now(batching->world->sim)));
}

static void a_task_takes_the_next_ones_along(void) {
    struct world world;
    world_open(&world, INFINITY);
    struct batching batching = {&world, 3, 2};
    struct need *need =
        need_create(world.people, &(struct need_settings){.stage = "picking",
                                                          .skill = NO_SKILL,
                                                          .pools = {pool_create(world.people, "carts", 1)},
                                                          .self = &batching,
                                                          .work = do_batch,
                                                          .done = batch_done,
                                                          .ready = enough});
    ask_at(&world, 0, need, "a", 0, 0);
    ask_at(&world, 1, need, "b", 0, 0); /* two are enough */
    for (int i = 0; i < 5; i++)
        ask_at(&world, 2 + i, need, (const char *[]){"c", "d", "e", "f", "g"}[i], 0, i == 4 ? -1 : 0);
    sim_run(world.sim, sim_usec(7));
    CHECK_INT(need_waiting(need), 5);
    CHECK_TEXT(heap_owner(need_head(need), struct job, task)->name, "g");
    CHECK_INT(need_oldest(need), 2000000);
    sim_run(world.sim, sim_usec(35));
    CHECK_TEXT(world.log.data, "[a b]@1 2@11 [g c d]@11 3@21 [e f]@21 2@31 ");
    ask_at(&world, 1, need, "h", 0, 0); /* at 36, alone */
    sim_run(world.sim, sim_usec(40));
    CHECK_INT(need_waiting(need), 1);
    batching.fewest = 1;
    need_wake(need);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "[a b]@1 2@11 [g c d]@11 3@21 [e f]@21 2@31 [h]@40 1@50 ");
    CHECK_INT(number_of(&world, "picking.done"), 8);
    CHECK(need_oldest(need) == INT64_MAX && !need_head(need));
    CHECK_NEAR(number_of(&world, "picking.wait_s.mean"), (1 + 0 + 9 + 8 + 17 + 16 + 5 + 4) / 8.0, 1e-9,
               "waits by hand");
    CHECK_NEAR(number_of(&world, "picking.busy.mean"), 40.0 / 60, 1e-9, "four tours of 10 s in 60 s");
    world_close(&world);
}

static void a_withdrawn_task_is_not_started(void) {
    struct world world;
    world_open(&world, INFINITY);
    struct need *need = new_need(&world, "packing", NO_SKILL, pool_create(world.people, "benches", 1), NULL);
    struct job *a = ask_at(&world, 0, need, "a", 10, 0), *b = ask_at(&world, 1, need, "b", 10, 0);
    ask_at(&world, 2, need, "c", 10, 0);
    sim_run(world.sim, sim_usec(5));
    CHECK(!task_is_waiting(&a->task) && task_is_waiting(&b->task));
    CHECK(!task_withdraw(&a->task)); /* is worked on */
    CHECK(task_withdraw(&b->task));
    CHECK(!task_withdraw(&b->task));
    CHECK_INT(need_waiting(need), 1);
    CHECK_INT(world_run(&world, 60), 0); /* Little's law: b stayed 4 s */
    CHECK_TEXT(world.log.data, "a@0 c@10 ");
    CHECK_NEAR(number_of(&world, "packing.queue.mean"), (4.0 + 8.0) / 60, 1e-9, "stays of b and c over 60 s");
    CHECK_NEAR(number_of(&world, "packing.wait_s.mean"), (0 + 8) / 2.0, 1e-9, "waits of those that started");
    world_close(&world);
}

static void on_release(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)self;
    task_release(&heap_owner(subject, struct job, task.entity)->task);
}

static void an_open_ended_task_ends_when_it_is_released(void) {
    struct world world;
    world_open(&world, INFINITY);
    struct need *need = new_need(&world, "doors", NO_SKILL, pool_create(world.people, "doors", 1), NULL);
    struct job *a = ask_at(&world, 0, need, "a", OPEN_ENDED, 0);
    ask_at(&world, 1, need, "b", 10, 0);
    sim_after(world.sim, 33, on_release, NULL, &a->task.entity);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@0 b@33 ");
    CHECK_NEAR(number_of(&world, "doors.work_s.mean"), (33 + 10) / 2.0, 1e-9, "33 s and 10 s");
    world_close(&world);
}

/* Reservation: "pair" wants both things, which are never free at the same time by themselves. */

static void feed(struct world *world, struct need *need, const char *name, double from_s, double every_s,
                 double work_s) {
    for (int i = 0; i < 30; i++)
        ask_at(world, from_s + i * every_s, need, name, work_s, 0);
}

static double start_of(const struct world *world, const char *name) {
    const char *at = strstr(world->log.data, name);
    return at ? strtod(at + strlen(name), NULL) : INFINITY;
}

/* Two workers, two benches; tasks without benches and tasks without people overlap so that "pair" is passed
 * over. */
static void check_patience_of_staffed_work(double patience_s, double from_s, double to_s) {
    struct world world;
    world_open(&world, patience_s);
    const int skills[] = {1, 0};
    struct pool *bench = pool_create(world.people, "bench", 1);
    struct need *pair = new_need(&world, "pair", 0, bench, NULL);
    struct need *people = new_need(&world, "people", 1, NULL, NULL);
    struct need *places = new_need(&world, "places", NO_SKILL, bench, NULL);
    struct team *team = team_create(world.people, "t", skills, 2);
    come(team, 0, FOREVER);
    feed(&world, people, "p", 0, 10, 10);
    feed(&world, places, "q", 5, 10, 10);
    ask_at(&world, 1, pair, "pair", 10, 0);
    CHECK_INT(world_run(&world, 1000), 0);
    double start = start_of(&world, "pair@");
    CHECK(start >= from_s && start <= to_s);
    world_close(&world);
}

static void a_task_that_wants_a_worker_and_a_place_does_not_starve(void) {
    check_patience_of_staffed_work(INFINITY, 295, 1000); /* passed over until the feeding ends */
    check_patience_of_staffed_work(60, 61, 100);
}

static void check_patience_of_places(double patience_s, double from_s, double to_s) {
    struct world world;
    world_open(&world, patience_s);
    struct pool *door = pool_create(world.people, "door", 1), *crane = pool_create(world.people, "crane", 1);
    struct need *pair = new_need(&world, "pair", NO_SKILL, door, crane);
    struct need *doors = new_need(&world, "doors", NO_SKILL, door, NULL);
    struct need *cranes = new_need(&world, "cranes", NO_SKILL, crane, NULL);
    feed(&world, doors, "p", 0, 10, 10);
    feed(&world, cranes, "q", 5, 10, 10);
    feed(&world, doors, "p", 0, 10, 10); /* always one waiting */
    feed(&world, cranes, "q", 0, 10, 10);
    ask_at(&world, 1, pair, "pair", 10, 0);
    CHECK_INT(world_run(&world, 2000), 0);
    double start = start_of(&world, "pair@");
    CHECK(start >= from_s && start <= to_s);
    world_close(&world);
}

static void a_task_that_wants_two_places_does_not_starve(void) {
    check_patience_of_places(INFINITY, 500, 2000);
    check_patience_of_places(60, 61, 100);
}

/* What was reserved is free again when the task that waited for it is taken back. */
static void a_reservation_ends_when_its_task_is_withdrawn(void) {
    struct world world;
    world_open(&world, 10);
    const int skills[] = {1, 0};
    struct pool *bench = pool_create(world.people, "bench", 1);
    struct need *pair = new_need(&world, "pair", 0, bench, NULL);
    struct need *people = new_need(&world, "people", 1, NULL, NULL);
    struct need *places = new_need(&world, "places", NO_SKILL, bench, NULL);
    struct team *team = team_create(world.people, "t", skills, 2);
    come(team, 0, FOREVER);
    ask_at(&world, 0, places, "q", 40, 0);
    ask_at(&world, 0, people, "p1", 20, 0);
    struct job *job = ask_at(&world, 1, pair, "pair", 10, 0);
    ask_at(&world, 2, people, "p2", 5, 0);
    sim_run(world.sim, sim_usec(25)); /* at 20 the worker is kept for "pair" */
    CHECK_TEXT(world.log.data, "q@0 p1@0/t0 ");
    CHECK(task_withdraw(&job->task));
    ask_at(&world, 5, people, "p3", 5, 0); /* at 30 */
    CHECK_INT(world_run(&world, 100), 0);
    CHECK_TEXT(world.log.data, "q@0 p1@0/t0 p2@25/t0 p3@30/t0 ");
    world_close(&world);
}

/* A worker kept for a reservation that another worker fulfils looks for work again. */
static void a_worker_who_was_kept_in_vain_goes_on_working(void) {
    struct world world;
    world_open(&world, 10);
    const int wide_only[] = {0}, both[] = {1, 0};
    struct pool *bench = pool_create(world.people, "bench", 1);
    struct need *pair = new_need(&world, "pair", 0, bench, NULL);
    struct need *people = new_need(&world, "people", 1, NULL, NULL);
    struct need *places = new_need(&world, "places", NO_SKILL, bench, NULL);
    struct team *first = team_create(world.people, "a", wide_only, 1);
    struct team *second = team_create(world.people, "b", both, 2);
    come(first, 0, FOREVER);
    come(second, 0, FOREVER);
    ask_at(&world, 0, places, "q", 40, 0);
    ask_at(&world, 0, people, "p1", 20, 0);
    ask_at(&world, 1, pair, "pair", 100, 0);
    ask_at(&world, 2, people, "p2", 5, 0); /* at 20 worker b0 is kept for "pair", at 40 a0 does it */
    CHECK_INT(world_run(&world, 300), 0);
    CHECK_TEXT(world.log.data, "q@0 p1@0/b0 pair@40/a0 p2@40/b0 ");
    world_close(&world);
}

static void the_cut_forgets_what_was_before(void) {
    struct world world;
    world_open(&world, INFINITY);
    const int skill = 0;
    struct need *need = new_need(&world, "picking", 0, NULL, NULL);
    come(team_create(world.people, "t", &skill, 1), 0, 50);
    ask_at(&world, 0, need, "a", 30, 0);
    ask_at(&world, 5, need, "b", 30, 0);
    sim_run(world.sim, sim_usec(20));
    results_cut(world.results, sim_now(world.sim));
    CHECK_INT(world_run(&world, 100), 0);
    CHECK_NEAR(number_of(&world, "picking.queue.mean"), 10.0 / 80, 1e-9, "b waits from 20 to 30");
    CHECK_NEAR(number_of(&world, "teams.t.paid_h"), 40.0 / 3600, 1e-12, "from 20 to 60");
    CHECK_NEAR(number_of(&world, "teams.t.work_h"), 40.0 / 3600, 1e-12, "from 20 to 60");
    CHECK_NEAR(number_of(&world, "teams.t.overtime_h"), 10.0 / 3600, 1e-12, "from 50 to 60");
    CHECK_INT(number_of(&world, "picking.done"), 2);
    world_close(&world);
}

/* The claims are not idle: an account that is tampered with is found out. */
static void broken_accounts_are_found_out(void) {
    for (int tamper = 0; tamper < 3; tamper++) {
        struct world world;
        const char *const *texts;
        world_open(&world, INFINITY);
        const int skill = 0;
        struct need *need = new_need(&world, "picking", 0, NULL, NULL);
        struct team *team = team_create(world.people, "t", &skill, 1);
        come(team, 0, 100);
        ask_at(&world, 0, need, "a", 30, 0);
        ask_at(&world, 5, need, "b", 30, 0);
        sim_run(world.sim, sim_usec(20));
        if (tamper == 1)
            level_add(need->queue.level, sim_now(world.sim), 1); /* a task that nobody asked for */
        if (tamper == 2)
            level_add(team->resting, sim_now(world.sim), 1); /* somebody rests who is not there */
        CHECK_INT(world_run(&world, 60), tamper > 0);
        results_broken(world.results, &texts);
        if (tamper == 1)
            CHECK(strstr(texts[0], "picking: Little's law is broken"));
        if (tamper == 2)
            CHECK(strstr(texts[0], "team t: people were present"));
        world_close(&world);
    }
}

/* A random crowd: whatever happens, the accounts hold and everybody who can work does. */
static void accounts_hold_in_a_random_crowd(void) {
    for (int run = 1; run <= 20; run++) {
        struct world world;
        world_open(&world, run % 2 ? 30 : INFINITY);
        struct stream stream = stream_named(5, run, "crowd");
        const int skills[2][2] = {{0, 1}, {1, 0}};
        struct pool *benches = pool_create(world.people, "benches", 3);
        struct need *needs[] = {new_need(&world, "picking", 0, NULL, NULL),
                                new_need(&world, "packing", 1, benches, NULL),
                                new_need(&world, "checking", NO_SKILL, benches, NULL)};
        for (int t = 0; t < 2; t++) {
            struct team *team = team_create(world.people, t ? "u" : "t", skills[t], 2);
            for (int i = 0; i < 3; i++)
                come(team, i, 200 + stream_below(&stream, 800));
        }
        for (int i = 0; i < 400; i++)
            ask_at(&world, stream_below(&stream, 900), needs[stream_below(&stream, 3)], "x",
                   stream_below(&stream, 20), stream_below(&stream, 3));
        sim_run(world.sim, sim_usec(150));
        if (run % 3 == 0)
            results_cut(world.results, sim_now(world.sim));
        pool_resize(benches, 1 + run % 4);
        CHECK_INT(world_run(&world, 1000), 0);
        CHECK(number_of(&world, "teams.t.utilisation") <= 1.0);
        world_close(&world);
    }
}

/* Lets the waiting job with the last name start, and takes "b" along where it waits. */
struct picky {
    struct world *world;
    struct job *jobs[4];
};

static struct task *last_name(void *self) {
    struct picky *picky = self;
    for (int i = 3; i >= 0; i--)
        if (task_is_waiting(&picky->jobs[i]->task))
            return &picky->jobs[i]->task;
    return NULL;
}

static double with_b(void *self, struct task *task) {
    struct picky *picky = self;
    struct task *b = &picky->jobs[1]->task;
    if (task_is_waiting(b)) {
        task_take(b, task);
        text_add(&picky->world->log, "b+");
    }
    return do_job(picky->world, task);
}

static void a_need_chooses_what_starts_and_goes_along(void) {
    struct world world;
    world_open(&world, INFINITY);
    struct picky picky = {.world = &world};
    struct need *need =
        need_create(world.people, &(struct need_settings){.stage = "picking",
                                                          .skill = NO_SKILL,
                                                          .pools = {pool_create(world.people, "carts", 1)},
                                                          .self = &picky,
                                                          .work = with_b,
                                                          .done = job_done,
                                                          .first = last_name});
    for (int i = 0; i < 4; i++)
        picky.jobs[i] = ask_at(&world, i, need, (const char *[]){"a", "b", "c", "d"}[i], 10, i);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "a@0 b+d@10 c@20 "); /* by urgency b would have been next */
    CHECK_INT(number_of(&world, "picking.done"), 4);
    CHECK_NEAR(number_of(&world, "picking.wait_s.mean"), (0 + 9 + 18 + 7) / 4.0, 1e-9, "waits by hand");
    world_close(&world);
}

static void a_team_serves_its_areas_and_what_lies_in_none(void) {
    struct world world;
    world_open(&world, INFINITY);
    static const int skills[] = {1}, south[] = {2};
    struct team *anywhere = team_create(world.people, "any", skills, 1),
                *local = team_create(world.people, "south", skills, 1);
    team_serve_areas(local, south, 1);
    struct need *needs[3];
    for (int area = 0; area < 3; area++)
        needs[area] = need_create(world.people,
                                  &(struct need_settings){.stage = (const char *[]){"x", "north", "y"}[area],
                                                          .skill = 1,
                                                          .area = area,
                                                          .self = &world,
                                                          .work = do_job,
                                                          .done = job_done});
    come(anywhere, 0, FOREVER);
    come(local, 0, FOREVER);
    ask_at(&world, 0, needs[1], "n1", 10, 0);
    ask_at(&world, 1, needs[1], "n2", 10, 0); /* waits although somebody of the south is idle */
    ask_at(&world, 2, needs[2], "s1", 10, 0);
    ask_at(&world, 3, needs[0], "x1", 10, 0); /* for whoever is free first */
    ask_at(&world, 13, needs[0], "x2", 10, 0);
    CHECK_INT(world_run(&world, 60), 0);
    CHECK_TEXT(world.log.data, "n1@0/any0 s1@2/south0 n2@10/any0 x1@12/south0 x2@20/any0 ");
    world_close(&world);
}

static void on_stuck(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)self;
    task_release_worker(&heap_owner(subject, struct job, task.entity)->task);
}

static void on_way_out(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)self;
    struct task *task = &heap_owner(subject, struct job, task.entity)->task;
    task->blocked_s = 8;
    task_release(task);
}

static void a_worker_leaves_a_task_whose_place_stays_taken(void) {
    struct world world;
    world_open(&world, INFINITY);
    static const int skills[] = {1};
    struct team *team = team_create(world.people, "t", skills, 1);
    struct need *carts = new_need(&world, "picking", 1, pool_create(world.people, "carts", 1), NULL);
    struct need *packing = new_need(&world, "packing", 1, NULL, NULL);
    come(team, 0, FOREVER);
    struct job *a = ask_at(&world, 0, carts, "a", OPEN_ENDED, 0);
    ask_at(&world, 1, carts, "b", 5, 0);
    ask_at(&world, 2, packing, "p", 5, 0);
    sim_after(world.sim, 10, on_stuck, &world, &a->task.entity); /* the worker goes packing */
    sim_after(world.sim, 30, on_way_out, &world, &a->task.entity);
    CHECK_INT(world_run(&world, 50), 0);
    CHECK_TEXT(world.log.data, "a@0/t0 p@10/t0 b@30/t0 ");
    CHECK_NEAR(number_of(&world, "teams.t.utilisation"), 20.0 / 50, 1e-9, "10 s, 5 s and 5 s of work");
    CHECK_NEAR(number_of(&world, "picking.busy.mean"), 15.0 / 50, 1e-9, "10 s and 5 s of picking");
    CHECK_NEAR(number_of(&world, "picking.work_s.mean"), 7.5, 1e-9, "10 s and 5 s");
    CHECK_NEAR(number_of(&world, "equipment.carts.utilisation"), 35.0 / 50, 1e-9, "30 s and 5 s of the cart");
    CHECK_NEAR(number_of(&world, "teams.t.blocked_h"), 0.0, 1e-12, "nobody stood by the cart");
    world_close(&world);
}

static void blocked_time_is_told_apart_from_work(void) {
    struct world world;
    world_open(&world, INFINITY);
    static const int skills[] = {1};
    struct team *team = team_create(world.people, "t", skills, 1);
    struct need *need = new_need(&world, "picking", 1, NULL, NULL);
    come(team, 0, FOREVER);
    struct job *a = ask_at(&world, 0, need, "a", OPEN_ENDED, 0);
    sim_after(world.sim, 30, on_way_out, &world, &a->task.entity);
    CHECK_INT(world_run(&world, 50), 0);
    CHECK_NEAR(number_of(&world, "teams.t.blocked_h") * 3600, 8, 1e-9, "the last 8 s");
    CHECK_NEAR(number_of(&world, "teams.t.work_h") * 3600, 22, 1e-9, "of 30 s");
    CHECK_NEAR(number_of(&world, "teams.t.utilisation"), 30.0 / 50, 1e-9, "both count as used");
    world_close(&world);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(tasks_start_by_urgency_then_first_come)},
                                            {TEST(as_many_start_as_there_are_places)},
                                            {TEST(a_worker_takes_the_preferred_skill_first)},
                                            {TEST(the_longest_idle_of_the_best_team_works_first)},
                                            {TEST(work_needs_a_worker_and_a_place_together)},
                                            {TEST(a_wait_is_split_into_places_and_people)},
                                            {TEST(a_break_waits_for_the_work_in_hand_and_keeps_its_length)},
                                            {TEST(work_at_the_end_of_a_shift_is_finished_as_overtime)},
                                            {TEST(overtime_that_still_runs_at_the_end_is_counted)},
                                            {TEST(no_task_starts_at_the_end_of_a_shift)},
                                            {TEST(a_second_shift_follows_without_a_gap)},
                                            {TEST(a_pool_below_its_use_grants_nothing_until_enough_is_back)},
                                            {TEST(a_task_takes_the_next_ones_along)},
                                            {TEST(a_withdrawn_task_is_not_started)},
                                            {TEST(an_open_ended_task_ends_when_it_is_released)},
                                            {TEST(a_task_that_wants_a_worker_and_a_place_does_not_starve)},
                                            {TEST(a_task_that_wants_two_places_does_not_starve)},
                                            {TEST(a_reservation_ends_when_its_task_is_withdrawn)},
                                            {TEST(a_worker_who_was_kept_in_vain_goes_on_working)},
                                            {TEST(the_cut_forgets_what_was_before)},
                                            {TEST(a_need_chooses_what_starts_and_goes_along)},
                                            {TEST(a_team_serves_its_areas_and_what_lies_in_none)},
                                            {TEST(a_worker_leaves_a_task_whose_place_stays_taken)},
                                            {TEST(blocked_time_is_told_apart_from_work)},
                                            {TEST(broken_accounts_are_found_out)},
                                            {TEST(accounts_hold_in_a_random_crowd)},
                                            {0}});
}
