/* SPDX-License-Identifier: MIT */
/* dispatch.c - tasks ask, wait, are granted and done. */
#include "sim/engine/dispatch.h"

#include "sim/base/arena.h"
#include "sim/engine/dispatch_int.h"

enum { STAGE_DONE, STAGE_WAIT, STAGE_WORK, STAGE_QUEUE, STAGE_BUSY, STAGE_UTILISATION };
const struct metric stage_metrics[] = {
    [STAGE_DONE] = {"{stage}.done", METRIC_COUNT, "tasks",
                    "Tasks done: orders in picking, packing and loading, trucks at doors, pallets in "
                    "unloading, cartons in receiving "
                    "and putaway.",
                    .series = true},
    [STAGE_WAIT] = {"{stage}.wait_s", METRIC_TALLY, "s",
                    "Wait of a task for people and places, of those started in the window.",
                    .better = LOWER_IS_BETTER},
    [STAGE_WORK] = {"{stage}.work_s", METRIC_MEAN, "s",
                    "Duration of the work once started (of a tour where tasks are batched)."},
    [STAGE_QUEUE] = {"{stage}.queue", METRIC_LEVEL, "tasks", "Tasks waiting for people and places.",
                     .series = true, .better = LOWER_IS_BETTER},
    [STAGE_BUSY] = {"{stage}.busy", METRIC_LEVEL, "tasks", "Tasks (tours where batched) being worked on.",
                    .series = true},
    [STAGE_UTILISATION] =
        {"{stage}.utilisation", METRIC_VALUE, "share",
         "Time in work over the time of the stage's places, or of the people who have its skill "
         "where it has no places."},
    {0},
};

struct dispatcher *dispatcher_create(struct sim *sim, double patience_s) {
    struct dispatcher *dispatcher = sim_alloc(sim, sizeof *dispatcher);
    dispatcher->sim = sim;
    dispatcher->patience = isfinite(patience_s) ? sim_usec(patience_s) : INT64_MAX;
    return dispatcher;
}

/* Needs are made and joined with teams and pools */

static int skill_rank(const struct team *team, int skill) {
    for (int i = 0; i < team->skill_count; i++)
        if (team->skills[i] == skill)
            return i;
    return -1;
}

static bool serves_area(const struct team *team, int area) {
    for (int i = 0; i < team->area_count; i++)
        if (team->areas[i] == area)
            return true;
    return !area || !team->area_count;
}

/* Keeps both lists in order of rank; equal ranks keep the order of creation. */
void need_add_team(struct need *need, struct team *team) {
    int rank = skill_rank(team, need->settings.skill);
    if (rank < 0 || !serves_area(team, need->settings.area))
        return;
    sim_assert(need->dispatcher->sim, need->team_count < NEED_TEAMS && team->need_count < TEAM_NEEDS);
    int i = need->team_count++;
    for (; i > 0 && need->team_ranks[i - 1] > rank; i--) {
        need->teams[i] = need->teams[i - 1];
        need->team_ranks[i] = need->team_ranks[i - 1];
    }
    need->teams[i] = team;
    need->team_ranks[i] = rank;
    i = team->need_count++;
    for (; i > 0 && team->need_ranks[i - 1] > rank; i--) {
        team->needs[i] = team->needs[i - 1];
        team->need_ranks[i] = team->need_ranks[i - 1];
    }
    team->needs[i] = need;
    team->need_ranks[i] = rank;
}

static wide capacity_us(const struct need *need, usec end) {
    if (need->pool_count)
        return pool_capacity_us(need->pools[0], end);
    wide capacity = 0;
    for (int i = 0; i < need->team_count; i++)
        capacity += level_integral(need->teams[i]->attended, end);
    return capacity;
}

static void on_need_finish(void *self, usec end) {
    struct need *need = self;
    wide open = 0;
    for (int i = 0; i < need->waiting.count; i++) {
        const struct heap_entry *entry = &need->waiting.entries[i];
        if (heap_holds(entry))
            open += queue_stay(&need->queue, heap_owner(entry->node, struct task, waiting)->asked, end);
    }
    queue_close(&need->queue, need->settings.stage, open, end);
    wide capacity = capacity_us(need, end), busy = level_integral(need->busy, end);
    *need->utilisation = capacity > 0 ? (double)busy / (double)capacity : NAN;
    heap_free(&need->waiting);
}

struct need *need_create(struct dispatcher *dispatcher, const struct need_settings *settings) {
    struct sim *sim = dispatcher->sim;
    struct need *need = sim_alloc(sim, sizeof *need);
    need->dispatcher = dispatcher;
    need->settings = *settings;
    for (int i = 0; i < NEED_POOLS; i++) {
        struct pool *pool = settings->pools[i];
        if (!pool)
            continue;
        sim_assert(sim, pool->need_count < POOL_NEEDS);
        need->pools[need->pool_count++] = pool;
        pool->needs[pool->need_count++] = need;
    }
    struct results *results = sim_results(sim);
    const struct of of = {settings->stage, settings->dimension, settings->member, NULL};
    const struct of counted = {settings->stage, settings->dimension, settings->member, settings->unit};
    need->done = results_counter(results, &stage_metrics[STAGE_DONE], counted);
    need->wait = results_tally(results, &stage_metrics[STAGE_WAIT], of);
    need->work = results_tally(results, &stage_metrics[STAGE_WORK], of);
    queue_create(&need->queue, results, &stage_metrics[STAGE_QUEUE], counted);
    need->busy = results_level(results, &stage_metrics[STAGE_BUSY], of);
    need->utilisation = results_value(results, &stage_metrics[STAGE_UTILISATION], of);
    results_at_finish(results, on_need_finish, need);
    struct need **end = &dispatcher->needs;
    while (*end)
        end = &(*end)->next;
    *end = need;
    for (struct team *team = dispatcher->teams; team; team = team->next)
        need_add_team(need, team);
    return need;
}

bool need_staffed(const struct need *need) {
    return need->team_count > 0;
}

int need_waiting(const struct need *need) {
    return need->waiting.live;
}

struct task *need_head(struct need *need) {
    struct heap_node *node = heap_first(&need->waiting);
    return node ? heap_owner(node, struct task, waiting) : NULL;
}

usec need_oldest(const struct need *need) {
    usec oldest = INT64_MAX;
    for (int i = 0; i < need->waiting.count; i++) {
        const struct heap_entry *entry = &need->waiting.entries[i];
        if (heap_holds(entry) && heap_owner(entry->node, struct task, waiting)->asked < oldest)
            oldest = heap_owner(entry->node, struct task, waiting)->asked;
    }
    return oldest;
}

/* Who can start? */

static bool reserved_by_other(const struct need *need) {
    return need->dispatcher->reserved && need->dispatcher->reserved != need;
}

static bool places_free(const struct need *need) {
    bool other = reserved_by_other(need);
    for (int i = 0; i < need->pool_count; i++) {
        const struct pool *pool = need->pools[i];
        if (pool->size - pool->in_use - (other ? pool->held : 0) <= 0)
            return false;
    }
    return true;
}

static bool may_use(const struct need *need, const struct team *team) {
    return team->idle_count > (reserved_by_other(need) ? team->held : 0);
}

/* Who has been idle longest; not somebody whose shift ends in this very microsecond. */
static struct worker *idle_worker(const struct need *need) {
    usec now = sim_now(need->dispatcher->sim);
    for (int i = 0; i < need->team_count; i++) {
        if (!may_use(need, need->teams[i]))
            continue;
        struct worker *worker = team_first_idle(need->teams[i]);
        while (worker && worker->leave_at <= now)
            worker = worker->next_idle;
        if (worker)
            return worker;
    }
    return NULL;
}

/* Remembers what the head lacks, so that its wait can be split. */
static void note_shortage(struct need *need, enum shortage shortage) {
    usec now = sim_now(need->dispatcher->sim);
    need->short_total[need->shortage] += now - need->short_since;
    need->shortage = shortage;
    need->short_since = now;
}

static usec shortage_clock(const struct need *need, enum shortage shortage) {
    usec running = shortage == need->shortage ? sim_now(need->dispatcher->sim) - need->short_since : 0;
    return need->short_total[shortage] + running;
}

static bool can_start(struct need *need) {
    if (!need->waiting.live)
        return false;
    if (need->settings.ready && !need->settings.ready(need->settings.self, need)) {
        note_shortage(need, SHORT_OF_OTHERS);
        return false;
    }
    bool free_places = places_free(need);
    note_shortage(need, free_places ? SHORT_OF_PEOPLE : SHORT_OF_PLACES);
    return free_places;
}

/* Reservation */

static void reserve(struct need *need) {
    need->dispatcher->reserved = need;
    for (int i = 0; i < need->pool_count; i++)
        need->pools[i]->held = 1;
    for (int i = 0; i < need->team_count; i++)
        need->teams[i]->held = 1;
}

static void end_reservation(struct need *need) {
    if (need->dispatcher->reserved != need)
        return;
    need->dispatcher->reserved = NULL;
    for (int i = 0; i < need->pool_count; i++)
        need->pools[i]->held = 0;
    for (int i = 0; i < need->team_count; i++)
        need->teams[i]->held = 0;
}

/* What was kept in vain looks for work again. */
static bool find_work_for_one(struct team *team) {
    for (struct worker *worker = team_first_idle(team); worker; worker = worker->next_idle)
        if (dispatch_worker(worker))
            return true;
    return false;
}

static void free_what_was_kept(struct need *need) {
    for (int i = 0; i < need->team_count; i++)
        while (find_work_for_one(need->teams[i]))
            ;
    for (int i = 0; i < need->pool_count; i++)
        dispatch_pool(need->pools[i]);
}

/* One more thing is about to be given away: has somebody who wants several been passed over for too long? */
static void consider_reservation(struct dispatcher *dispatcher) {
    if (dispatcher->reserved || dispatcher->patience == INT64_MAX)
        return;
    for (struct need *need = dispatcher->needs; need; need = need->next) {
        if (need->pool_count + (need->team_count > 0) < 2 || !need->waiting.live || need->settings.ready)
            continue;
        if (sim_now(dispatcher->sim) - need_head(need)->asked > dispatcher->patience) {
            reserve(need);
            return;
        }
    }
}

/* Granting */

static void leave_queue(struct need *need, struct task *task) {
    queue_leave(&need->queue, task->asked, sim_now(need->dispatcher->sim));
}

static void start_task(struct need *need, struct task *task) {
    task->granted = sim_now(need->dispatcher->sim);
    for (int k = 0; k < SHORTAGES; k++)
        task->waited[k] = shortage_clock(need, k) - task->clocks[k];
    tally_add(need->wait, sim_seconds(task->granted - task->asked));
    leave_queue(need, task);
}

static void go_along(struct need *need, struct task *task, struct task *leader) {
    start_task(need, task);
    task->worker = leader->worker;
    task->companion = leader->companion;
    leader->companion = task;
}

struct task *need_take(struct need *need, struct task *leader) {
    struct heap_node *node = heap_pop(&need->waiting);
    if (!node)
        return NULL;
    struct task *task = heap_owner(node, struct task, waiting);
    go_along(need, task, leader);
    return task;
}

void task_take(struct task *task, struct task *leader) {
    heap_withdraw(&task->need->waiting, &task->waiting);
    go_along(task->need, task, leader);
}

static struct task *take_first(struct need *need) {
    if (!need->settings.first)
        return heap_owner(heap_pop(&need->waiting), struct task, waiting);
    struct task *task = need->settings.first(need->settings.self);
    heap_withdraw(&need->waiting, &task->waiting);
    return task;
}

static void on_task_done(struct sim *sim, void *self, void *subject);

static void grant(struct need *need, struct worker *worker) {
    struct sim *sim = need->dispatcher->sim;
    struct task *task = take_first(need);
    start_task(need, task);
    task->worker = worker;
    task->companion = NULL;
    task->travel_s = task->blocked_s = 0.0;
    task->left = false;
    for (int i = 0; i < need->pool_count; i++)
        pool_take(need->pools[i]);
    if (worker)
        worker_becomes_busy(worker);
    bool reserved = need->dispatcher->reserved == need;
    end_reservation(need);
    level_add(need->busy, sim_now(sim), 1);
    double duration_s = need->settings.work(need->settings.self, task);
    sim_assert(sim, duration_s >= 0.0 || duration_s == OPEN_ENDED);
    if (duration_s != OPEN_ENDED)
        sim_after(sim, duration_s, on_task_done, need, task);
    if (reserved)
        free_what_was_kept(need);
}

void need_wake(struct need *need) {
    while (can_start(need)) {
        struct worker *worker = idle_worker(need);
        if (need->team_count && !worker)
            return;
        grant(need, worker);
    }
}

/* Of two needs whose heads were just looked at, so that no dead entry is on top. */
static bool more_urgent(const struct need *a, const struct need *b) {
    return heap_before(&a->waiting.entries[0], &b->waiting.entries[0]);
}

bool dispatch_worker(struct worker *worker) {
    struct team *team = worker->team;
    if (worker->leave_at <= sim_now(team->dispatcher->sim))
        return false;
    consider_reservation(team->dispatcher);
    struct need *best = NULL;
    for (int i = 0; i < team->need_count; i++) {
        struct need *need = team->needs[i];
        if (best && team->need_ranks[i] != team->need_ranks[i - 1])
            break; /* a skill that is liked less */
        if (may_use(need, team) && can_start(need) && need_head(need) && (!best || more_urgent(need, best)))
            best = need;
    }
    if (best)
        grant(best, worker);
    return best;
}

void dispatch_pool(struct pool *pool) {
    consider_reservation(pool->dispatcher);
    for (;;) {
        struct need *best = NULL;
        struct worker *best_worker = NULL;
        for (int i = 0; i < pool->need_count; i++) {
            struct need *need = pool->needs[i];
            if (!can_start(need))
                continue;
            struct worker *worker = idle_worker(need);
            if ((need->team_count && !worker) || !need_head(need) || (best && !more_urgent(need, best)))
                continue;
            best = need;
            best_worker = worker;
        }
        if (!best)
            return;
        grant(best, best_worker);
    }
}

/* The end of a task */

/* Travel comes first in a task and being blocked last; of both, the part inside the window counts. */
static void account_worker(struct need *need, const struct task *task) {
    usec now = sim_now(need->dispatcher->sim), blocked = sim_usec(task->blocked_s);
    usec travel = sim_usec(task->travel_s), inside = queue_stay(&need->queue, task->granted, now);
    blocked = blocked < inside ? blocked : inside;
    inside -= blocked;
    task->worker->team->blocked_us += blocked;
    task->worker->team->travel_us += travel < inside ? travel : inside;
}

/* Nobody works on a task any more. */
static void end_work(struct need *need, const struct task *task) {
    usec now = sim_now(need->dispatcher->sim);
    tally_add(need->work, sim_seconds(now - task->granted));
    level_add(need->busy, now, -1);
    if (task->worker)
        account_worker(need, task);
}

static void free_worker(struct worker *worker) {
    worker_becomes_free(worker);
    if (worker->state == WORKER_IDLE)
        dispatch_worker(worker);
}

static void finish_task(struct need *need, struct task *task) {
    struct worker *worker = task->worker;
    int tasks = 1;
    for (struct task *companion = task->companion; companion; companion = companion->companion)
        tasks++;
    counter_add(need->done, tasks);
    if (!task->left)
        end_work(need, task);
    need->settings.done(need->settings.self, task); /* the task may be recycled now */
    for (int i = 0; i < need->pool_count; i++)
        pool_give(need->pools[i]);
    if (worker)
        free_worker(worker);
    for (int i = 0; i < need->pool_count; i++)
        dispatch_pool(need->pools[i]);
}

static void on_task_done(struct sim *sim, void *self, void *subject) {
    (void)sim;
    finish_task(self, subject);
}

void task_release(struct task *task) {
    finish_task(task->need, task);
}

void task_release_worker(struct task *task) {
    struct worker *worker = task->worker;
    if (!worker)
        return;
    end_work(task->need, task);
    task->left = true;
    for (struct task *companion = task; companion; companion = companion->companion)
        companion->worker = NULL;
    free_worker(worker);
}

/* Asking */

void task_ask(struct task *task, struct need *need, int64_t urgency) {
    struct sim *sim = need->dispatcher->sim;
    task->need = need;
    task->asked = sim_now(sim);
    for (int k = 0; k < SHORTAGES; k++)
        task->clocks[k] = shortage_clock(need, k);
    queue_enter(&need->queue, sim_now(sim));
    heap_push(&need->waiting, &task->waiting, urgency, sim_next_number(sim));
    need_wake(need);
}

bool task_is_waiting(const struct task *task) {
    return task->waiting.number != 0;
}

bool task_withdraw(struct task *task) {
    if (!task_is_waiting(task))
        return false;
    heap_withdraw(&task->need->waiting, &task->waiting);
    leave_queue(task->need, task);
    if (task->need->dispatcher->reserved == task->need && !task->need->waiting.live) {
        end_reservation(task->need);
        free_what_was_kept(task->need);
    }
    return true;
}
