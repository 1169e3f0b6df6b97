/* SPDX-License-Identifier: MIT */
/* dispatch_int.h - what pool.c, team.c and dispatch.c share of the dispatcher. */
#ifndef SIM_ENGINE_DISPATCH_INT_H
#define SIM_ENGINE_DISPATCH_INT_H

#include "sim/engine/dispatch.h"
#include "sim/results/queue.h"

enum { POOL_NEEDS = 128, TEAM_NEEDS = 160, NEED_TEAMS = 200 };

struct pool {
    struct dispatcher *dispatcher;
    const char *name;
    int size, in_use;
    int held; /* units kept for the reserved need */
    struct need *needs[POOL_NEEDS];
    int need_count;
    struct level *busy, *places;
    double *utilisation, *size_value;
};

enum worker_state { WORKER_OFF, WORKER_IDLE, WORKER_BUSY, WORKER_RESTING };

struct worker {
    struct entity entity;
    struct team *team;
    int number;
    enum worker_state state;
    struct worker *next_idle, *previous_idle;
    usec arrived, leave_at;
    double rest_due_s; /* a break that waits for the work in hand */
    sim_event_id leave_event, rested_event;
    int actor; /* of the recording, counted from 1; 0 = not registered */
};

struct team {
    struct dispatcher *dispatcher;
    const char *name;
    int skills[MAX_SKILLS], skill_count;
    const int *areas; /* that it serves; all of them when there is none */
    int area_count;
    struct need *needs[TEAM_NEEDS]; /* in order of preference of their skills */
    int need_ranks[TEAM_NEEDS];
    int need_count;
    struct worker **workers;
    int worker_count, worker_capacity;
    struct worker *first_idle, *last_idle; /* who waits longest comes first */
    int idle_count, held;
    struct level *attended, *working, *resting;
    wide travel_us, blocked_us, overtime_us, presence_us; /* since the cut */
    double *values[8];
    struct team *next;
};

struct need {
    struct dispatcher *dispatcher;
    struct need_settings settings;
    struct pool *pools[NEED_POOLS];
    int pool_count;
    struct team *teams[NEED_TEAMS]; /* those with the skill, best rank first */
    int team_ranks[NEED_TEAMS];
    int team_count;
    struct heap waiting;
    enum shortage shortage; /* what the head lacked when it last failed to start */
    usec short_since, short_total[SHORTAGES];
    struct counter *done;
    struct tally *wait, *work;
    struct queue queue;
    struct level *busy;
    double *utilisation;
    struct need *next;
};

struct dispatcher {
    struct sim *sim;
    usec patience;
    struct need *needs;
    struct team *teams;
    struct need *reserved;
};

/* Gives an idle worker the next task by preference; true if there was one. */
bool dispatch_worker(struct worker *worker);
/* Gives a freed place to the most urgent task that can start, as long as one can. */
void dispatch_pool(struct pool *pool);
void need_add_team(struct need *need, struct team *team);

void worker_becomes_busy(struct worker *worker);
/* After a task: goes home, rests, or is idle again; does not look for work. */
void worker_becomes_free(struct worker *worker);
struct worker *team_first_idle(const struct team *team);

#endif
