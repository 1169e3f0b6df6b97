/* SPDX-License-Identifier: MIT */
/* dispatch.h - people, machines and places: one mechanism for who does what next.
 *
 * A pool is a number of identical places or machines (benches, doors, carts). A team is a number of workers
 * with skills in order of preference. A need is a class of work: the skill it wants, the pools it also takes,
 * and its waiting tasks in order of urgency. A task asks; the dispatcher grants everything the task needs
 * together or queues it, so nobody holds one thing while waiting for another, and there is no deadlock. What
 * is freed wakes only the needs that can use it: a worker looks at the needs of his or her skills in order of
 * preference and takes the most urgent task of the first skill that has one, a place goes to the most urgent
 * task that can start. A need without teams is self-staffed. A task that wants several things and was passed
 * over for longer than the patience reserves what is freed next, one reservation at a time.
 *
 * It also keeps the account: waits, queues, work, and every second of every worker. */
#ifndef SIM_ENGINE_DISPATCH_H
#define SIM_ENGINE_DISPATCH_H

#include "sim/base/heap.h"
#include "sim/engine/sim.h"

struct dispatcher;
struct pool;
struct team;
struct worker;
struct need;

/* What a waiting task lacks: people, places, or enough others to start with (`ready`). */
enum shortage { SHORT_OF_PEOPLE, SHORT_OF_PLACES, SHORT_OF_OTHERS, SHORTAGES };

/* A task is embedded in the thing that waits; find it from the task with heap_owner-like offsetof. */
struct task {
    struct entity entity; /* first: a task is the subject of events */
    struct heap_node waiting;
    struct need *need;      /* set while it waits or is worked on */
    struct task *companion; /* the next task granted together with this one (need_take) */
    struct worker *worker;  /* while it is worked on; NULL when self-staffed */
    bool left;              /* its worker has left it (task_release_worker): nobody works on it */
    usec asked, granted;
    usec clocks[SHORTAGES]; /* of the need when it asked */
    usec waited[SHORTAGES]; /* its wait, split by what its need was short of; set when granted */
    double travel_s;        /* set by `work`: the part of the work that is travel */
    double blocked_s;       /* set before task_release: how long it ended later for want of a way out */
};

extern const struct metric stage_metrics[]; /* {stage}.done, wait_s, work_s, queue, busy, utilisation */
extern const struct metric team_metrics[];  /* teams.{name}.... */
extern const struct metric pool_metrics[];  /* equipment.{name}.... */

/* `patience_s`: see above; INFINITY = never reserve. */
struct dispatcher *dispatcher_create(struct sim *sim, double patience_s);

/* Places. The size may change; it may be below what is in use for a while, then nothing is granted. */
struct pool *pool_create(struct dispatcher *dispatcher, const char *name, int size);
void pool_resize(struct pool *pool, int size);
int pool_size(const struct pool *pool);
int pool_in_use(const struct pool *pool);
/* Integrals since the cut: of the size, of what is in use. */
wide pool_capacity_us(const struct pool *pool, usec now);
wide pool_busy_us(const struct pool *pool, usec now);
/* Machines that a stage sends to work itself, without tasks. */
void pool_take(struct pool *pool);
void pool_give(struct pool *pool);

/* People. Skills are small numbers of the caller; `skills` in order of preference. */
enum { MAX_SKILLS = 32 };
struct team *team_create(struct dispatcher *dispatcher, const char *name, const int *skills, int skill_count);
struct worker *team_worker(struct team *team, int number); /* made when first asked for, from 0 */
/* The team serves only needs of these areas (and those of no area); said right after its creation. */
void team_serve_areas(struct team *team, const int *areas, int count);
/* A worker comes and stays until `leave_at`; work in hand then is finished as overtime. */
void worker_arrive(struct worker *worker, usec leave_at);
/* A break, at once or when the work in hand is done; keeps its length. */
void worker_rest(struct worker *worker, double length_s);
bool worker_present(const struct worker *worker);
int worker_number(const struct worker *worker);
const char *worker_team(const struct worker *worker);
bool worker_can(const struct worker *worker, int skill);
/* Its index among the actors of a recording; registered when first asked for. */
int worker_actor(struct worker *worker, struct recording *recording);
/* Hours in the measured window. */
struct team_time {
    double attended_h, working_h, travel_h, blocked_h, resting_h, overtime_h;
};
struct team_time team_time(const struct team *team, usec now);

/* Needs */
enum { NEED_POOLS = 3, NO_SKILL = -1 };
struct need_settings {
    const char *stage;              /* fills {stage} in metric names */
    const char *dimension, *member; /* of its metrics where several needs make a stage; NULL = none */
    const char *unit;               /* what its tasks are: "orders", "cartons"; a static text */
    int skill;                      /* NO_SKILL or a skill no team has: self-staffed */
    int area;                       /* 0, or where it is: only teams that serve this area take part */
    struct pool *pools[NEED_POOLS]; /* NULL = none */
    void *self;
    /* Called when granted: seconds of work; OPEN_ENDED = until task_release. */
    double (*work)(void *self, struct task *task);
    /* Called when the work is done, before worker and places are free again. */
    void (*done)(void *self, struct task *task);
    /* May be NULL: whether what waits is enough to start (a batch); asked before a grant. */
    bool (*ready)(void *self, struct need *need);
    /* May be NULL: which of the waiting tasks starts instead of the most urgent one; asked when some wait and
     * are ready. */
    struct task *(*first)(void *self);
};
#define OPEN_ENDED (-1.0)

struct need *need_create(struct dispatcher *dispatcher, const struct need_settings *settings);
bool need_staffed(const struct need *need); /* whether a team has its skill */
/* Looks again whether waiting tasks can start: when `ready` may have changed its mind. */
void need_wake(struct need *need);
int need_waiting(const struct need *need);
struct task *need_head(struct need *need); /* most urgent waiting task, or NULL */
/* When the longest waiting of its tasks asked; looks at all of them. INT64_MAX when none waits. */
usec need_oldest(const struct need *need);
/* Within `work`: takes the next waiting task along; it becomes a companion of `leader`. NULL when none waits.
 */
struct task *need_take(struct need *need, struct task *leader);
/* Within `work`: takes a task that waits for the same need along. */
void task_take(struct task *task, struct task *leader);

/* Asks for the need's resources; lower urgency first, then first come. The task must not be waiting or worked
 * on. */
void task_ask(struct task *task, struct need *need, int64_t urgency);
/* Takes a waiting task back; false if it is not waiting. */
bool task_withdraw(struct task *task);
bool task_is_waiting(const struct task *task);
/* Ends an open-ended task: `done` is called, then its resources are free. */
void task_release(struct task *task);
/* The worker leaves an open-ended task; its places stay taken until task_release. */
void task_release_worker(struct task *task);

#endif
