/* SPDX-License-Identifier: MIT */
/* team.c - workers come, wait, work, rest and go; every second of theirs is accounted for. */
#include <string.h>
#include "sim/base/arena.h"
#include "sim/engine/dispatch_int.h"
#include "sim/results/recording.h"

enum { TEAM_ATTENDED, TEAM_WORKING, TEAM_RESTING, TEAM_FIRST_VALUE };
enum {
    VALUE_UTILISATION,
    VALUE_PAID,
    VALUE_WORK,
    VALUE_TRAVEL,
    VALUE_BLOCKED,
    VALUE_WAITING,
    VALUE_BREAK,
    VALUE_OVERTIME,
    VALUES
};
const struct metric team_metrics[] = {
    [TEAM_ATTENDED] = {"teams.{name}.attended", METRIC_LEVEL, "people", "People at work, not on a break.",
                       .series = true},
    [TEAM_WORKING] = {"teams.{name}.working", METRIC_LEVEL, "people", "People busy with a task.",
                      .series = true},
    [TEAM_RESTING] = {"teams.{name}.resting", METRIC_LEVEL, "people", "People on a break."},
    [TEAM_FIRST_VALUE +
        VALUE_UTILISATION] = {"teams.{name}.utilisation", METRIC_VALUE, "share",
                              "Work, travel and blocked time over attended time (shift less breaks and "
                              "absence, plus overtime)."},
    [TEAM_FIRST_VALUE + VALUE_PAID] = {"teams.{name}.paid_h", METRIC_VALUE, "h",
                                       "Paid hours: attended time and breaks.", .better = LOWER_IS_BETTER},
    [TEAM_FIRST_VALUE + VALUE_WORK] = {"teams.{name}.work_h", METRIC_VALUE, "h",
                                       "Hours of work without travel and blocked time."},
    [TEAM_FIRST_VALUE +
        VALUE_TRAVEL] = {"teams.{name}.travel_h", METRIC_VALUE, "h", "Hours of travel within tasks."},
    [TEAM_FIRST_VALUE +
        VALUE_BLOCKED] = {"teams.{name}.blocked_h", METRIC_VALUE, "h",
                          "Hours within tasks lost to others in the way: in and before aisles, and "
                          "at the end without a way out, as at a full wall."},
    [TEAM_FIRST_VALUE +
        VALUE_WAITING] = {"teams.{name}.waiting_h", METRIC_VALUE, "h", "Attended hours without a task."},
    [TEAM_FIRST_VALUE + VALUE_BREAK] = {"teams.{name}.break_h", METRIC_VALUE, "h", "Hours of breaks."},
    [TEAM_FIRST_VALUE + VALUE_OVERTIME] = {"teams.{name}.overtime_h", METRIC_VALUE, "h",
                                           "Hours worked after the end of a shift to finish a task."},
    {0},
};

static struct sim *sim_of(const struct team *team) {
    return team->dispatcher->sim;
}

static double hours(wide time) {
    return (double)time / (3600.0 * USEC_A_SECOND);
}

/* The part of [from, to] inside the measured window. */
static usec measured(const struct team *team, usec from, usec to) {
    usec start = results_start(sim_results(sim_of(team)));
    from = from > start ? from : start;
    return to > from ? to - from : 0;
}

struct team_time team_time(const struct team *team, usec now) {
    return (struct team_time){.attended_h = hours(level_integral(team->attended, now)),
                              .working_h = hours(level_integral(team->working, now)),
                              .travel_h = hours(team->travel_us),
                              .blocked_h = hours(team->blocked_us),
                              .resting_h = hours(level_integral(team->resting, now)),
                              .overtime_h = hours(team->overtime_us)};
}

static void on_team_cut(void *self, usec now) {
    (void)now;
    struct team *team = self;
    team->travel_us = team->blocked_us = team->overtime_us = team->presence_us = 0;
}

/* Those still here are counted up to the end, so that both sides of the account cover the same time. */
static void on_team_finish(void *self, usec end) {
    struct team *team = self;
    wide presence = team->presence_us;
    for (int i = 0; i < team->worker_count; i++) {
        const struct worker *worker = team->workers[i];
        if (worker->state == WORKER_OFF)
            continue;
        presence += measured(team, worker->arrived, end);
        if (worker->leave_at < end)
            team->overtime_us += measured(team, worker->leave_at, end);
    }
    wide attended = level_integral(team->attended, end), resting = level_integral(team->resting, end);
    wide working = level_integral(team->working, end);
    results_claim(sim_results(sim_of(team)), presence == attended + resting,
                  "team %s: people were present for %lld us, but their states add up to %lld us", team->name,
                  (long long)presence, (long long)(attended + resting));
    results_claim(sim_results(sim_of(team)), working <= attended, "team %s worked longer than it was there",
                  team->name);
    struct team_time time = team_time(team, end);
    *team->values[VALUE_UTILISATION] = attended > 0 ? (double)working / (double)attended : NAN;
    *team->values[VALUE_PAID] = time.attended_h + time.resting_h;
    *team->values[VALUE_WORK] = time.working_h - time.travel_h - time.blocked_h;
    *team->values[VALUE_TRAVEL] = time.travel_h;
    *team->values[VALUE_BLOCKED] = time.blocked_h;
    *team->values[VALUE_WAITING] = time.attended_h - time.working_h;
    *team->values[VALUE_BREAK] = time.resting_h;
    *team->values[VALUE_OVERTIME] = time.overtime_h;
}

struct team *team_create(struct dispatcher *dispatcher, const char *name, const int *skills,
                         int skill_count) {
    struct sim *sim = dispatcher->sim;
    struct team *team = sim_alloc(sim, sizeof *team);
    team->dispatcher = dispatcher;
    team->name = name;
    team->skill_count = skill_count;
    memcpy(team->skills, skills, sizeof *skills * (size_t)skill_count);
    struct results *results = sim_results(sim);
    struct of of = {.name = name};
    team->attended = results_level(results, &team_metrics[TEAM_ATTENDED], of);
    team->working = results_level(results, &team_metrics[TEAM_WORKING], of);
    team->resting = results_level(results, &team_metrics[TEAM_RESTING], of);
    for (int i = 0; i < VALUES; i++)
        team->values[i] = results_value(results, &team_metrics[TEAM_FIRST_VALUE + i], of);
    results_at_cut(results, on_team_cut, team);
    results_at_finish(results, on_team_finish, team);
    struct team **end = &dispatcher->teams;
    while (*end)
        end = &(*end)->next;
    *end = team;
    for (struct need *need = dispatcher->needs; need; need = need->next)
        need_add_team(need, team);
    return team;
}

void team_serve_areas(struct team *team, const int *areas, int count) {
    sim_assert(sim_of(team), team->need_count == 0);
    team->areas = areas;
    team->area_count = count;
}

struct worker *team_worker(struct team *team, int number) {
    struct arena *arena = sim_arena(sim_of(team));
    if (number >= team->worker_capacity) {
        int capacity = team->worker_capacity ? team->worker_capacity : 16;
        while (capacity <= number)
            capacity *= 2;
        struct worker **workers = arena_array(arena, struct worker *, capacity);
        if (team->worker_count)
            memcpy(workers, team->workers, sizeof *workers * (size_t)team->worker_count);
        team->workers = workers;
        team->worker_capacity = capacity;
    }
    for (; team->worker_count <= number; team->worker_count++) {
        struct worker *worker = arena_new(arena, struct worker);
        *worker = (struct worker){
            .entity = {(uint64_t)team->worker_count + 1}, .team = team, .number = team->worker_count};
        team->workers[team->worker_count] = worker;
    }
    return team->workers[number];
}

bool worker_present(const struct worker *worker) {
    return worker->state != WORKER_OFF;
}

int worker_number(const struct worker *worker) {
    return worker->number;
}

const char *worker_team(const struct worker *worker) {
    return worker->team->name;
}

bool worker_can(const struct worker *worker, int skill) {
    for (int i = 0; i < worker->team->skill_count; i++)
        if (worker->team->skills[i] == skill)
            return true;
    return false;
}

int worker_actor(struct worker *worker, struct recording *recording) {
    if (!worker->actor) {
        const char *name =
            arena_format(sim_arena(sim_of(worker->team)), "%s %d", worker->team->name, worker->number + 1);
        worker->actor = recording_actor(recording, (struct actor){name, worker->team->name}) + 1;
    }
    return worker->actor - 1;
}

/* Idle workers wait in line */

static void join_idle(struct worker *worker) {
    struct team *team = worker->team;
    worker->state = WORKER_IDLE;
    worker->next_idle = NULL;
    worker->previous_idle = team->last_idle;
    *(team->last_idle ? &team->last_idle->next_idle : &team->first_idle) = worker;
    team->last_idle = worker;
    team->idle_count++;
}

static void leave_idle(struct worker *worker) {
    struct team *team = worker->team;
    *(worker->previous_idle ? &worker->previous_idle->next_idle : &team->first_idle) = worker->next_idle;
    *(worker->next_idle ? &worker->next_idle->previous_idle : &team->last_idle) = worker->previous_idle;
    team->idle_count--;
}

struct worker *team_first_idle(const struct team *team) {
    return team->first_idle;
}

/* Coming and going */

static void go_home(struct worker *worker) {
    struct team *team = worker->team;
    usec now = sim_now(sim_of(team));
    level_add(team->attended, now, -1);
    team->presence_us += measured(team, worker->arrived, now);
    team->overtime_us += measured(team, worker->leave_at, now);
    worker->state = WORKER_OFF;
    worker->rest_due_s = 0.0;
}

static void take_rest(struct worker *worker, double length_s);

static void end_rest(struct worker *worker) {
    usec now = sim_now(sim_of(worker->team));
    level_add(worker->team->resting, now, -1);
    level_add(worker->team->attended, now, 1);
    worker->rested_event = 0;
}

static void on_rested(struct sim *sim, void *self, void *subject) {
    (void)sim;
    (void)self;
    struct worker *worker = subject;
    end_rest(worker);
    if (worker->rest_due_s > 0.0) { /* the next break fell due during this one */
        take_rest(worker, worker->rest_due_s);
        return;
    }
    join_idle(worker);
    dispatch_worker(worker);
}

static void take_rest(struct worker *worker, double length_s) {
    struct team *team = worker->team;
    struct sim *sim = sim_of(team);
    worker->state = WORKER_RESTING;
    worker->rest_due_s = 0.0;
    level_add(team->attended, sim_now(sim), -1);
    level_add(team->resting, sim_now(sim), 1);
    worker->rested_event = sim_after(sim, length_s, on_rested, team, worker);
}

/* Who is idle goes home, who is on a break too; who is busy goes when the work in hand is done. */
static void on_shift_ended(struct sim *sim, void *self, void *subject) {
    (void)self;
    struct worker *worker = subject;
    worker->leave_event = 0;
    if (worker->state == WORKER_RESTING) {
        sim_cancel(sim, worker->rested_event);
        end_rest(worker);
        go_home(worker);
    } else if (worker->state == WORKER_IDLE) {
        leave_idle(worker);
        go_home(worker);
    }
}

void worker_arrive(struct worker *worker, usec leave_at) {
    struct team *team = worker->team;
    struct sim *sim = sim_of(team);
    sim_cancel(sim, worker->leave_event);
    worker->leave_event = sim_at(sim, leave_at, on_shift_ended, team, worker);
    if (worker->state != WORKER_OFF) { /* still at work from the shift before: it goes on */
        team->overtime_us += measured(team, worker->leave_at, sim_now(sim));
        worker->leave_at = leave_at;
        return;
    }
    worker->leave_at = leave_at;
    worker->arrived = sim_now(sim);
    level_add(team->attended, sim_now(sim), 1);
    join_idle(worker);
    dispatch_worker(worker);
}

void worker_rest(struct worker *worker, double length_s) {
    if (worker->state == WORKER_IDLE) {
        leave_idle(worker);
        take_rest(worker, length_s);
    } else if (worker->state != WORKER_OFF) { /* when the work or the break in hand is done */
        worker->rest_due_s += length_s;
    }
}

void worker_becomes_busy(struct worker *worker) {
    leave_idle(worker);
    worker->state = WORKER_BUSY;
    level_add(worker->team->working, sim_now(sim_of(worker->team)), 1);
}

void worker_becomes_free(struct worker *worker) {
    struct team *team = worker->team;
    usec now = sim_now(sim_of(team));
    level_add(team->working, now, -1);
    if (worker->leave_at <= now)
        go_home(worker);
    else if (worker->rest_due_s > 0.0)
        take_rest(worker, worker->rest_due_s);
    else
        join_idle(worker);
}
