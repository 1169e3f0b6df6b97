/* SPDX-License-Identifier: MIT */
/* replicate.c - a crew of threads: claim a number, run it, hand it over, fold what is next in order.
 *
 * The calling thread runs nothing; it watches for the stop and reports progress. Whoever completes the next
 * outcome in order folds it and all that follow it, unless somebody already does: one at a time, so `fold`
 * needs no lock of its own, while the others run ahead as far as the window. */
#include "sim/study/replicate.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include "sim/base/arena.h"

enum { WINDOW_PER_THREAD = 16, WATCH_NS = 50 * 1000 * 1000, SECOND_NS = 1000 * 1000 * 1000 };

struct worker {
    struct crew *crew;
    pthread_t thread;
    _Atomic double progress; /* of the replication it runs */
};

/* What is handed over and not yet folded. */
struct slot {
    bool filled;
    struct outcome *outcome; /* NULL: passed over */
};

struct crew {
    const struct replicate *job;
    pthread_mutex_t lock;
    pthread_cond_t room; /* something was folded, or it is over */
    pthread_cond_t left; /* a worker went home */
    int claimed, folded, working, window;
    bool folding; /* somebody does */
    bool over;
    struct slot *waiting; /* by index modulo window */
    atomic_int stop;      /* seen by running replications */
    struct worker *workers;
    int worker_count;
};

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void call_off(struct crew *crew) {
    crew->over = true;
    atomic_store(&crew->stop, 1);
    pthread_cond_broadcast(&crew->room);
}

/* The next index, or -1 when there is none. Waits while the buffer is full. */
static int claim(struct crew *crew) {
    pthread_mutex_lock(&crew->lock);
    while (!crew->over && crew->claimed < crew->job->count && crew->claimed - crew->folded >= crew->window)
        pthread_cond_wait(&crew->room, &crew->lock);
    int index = crew->over || crew->claimed >= crew->job->count ? -1 : crew->claimed++;
    pthread_mutex_unlock(&crew->lock);
    return index;
}

/* Called under the lock, which is open while an outcome is folded, so that the others go on. */
static void fold_what_is_next(struct crew *crew) {
    crew->folding = true;
    while (!crew->over && crew->waiting[crew->folded % crew->window].filled) {
        struct slot *place = &crew->waiting[crew->folded % crew->window];
        struct outcome *outcome = place->outcome;
        *place = (struct slot){0};
        pthread_mutex_unlock(&crew->lock);
        bool go_on = !(outcome && outcome->ended == RUN_STOPPED) &&
                     crew->job->fold(crew->job->self, crew->folded, outcome);
        bool counts = !outcome || outcome->ended == RUN_DONE || go_on;
        outcome_destroy(outcome);
        pthread_mutex_lock(&crew->lock);
        crew->folded += counts;
        if (!go_on)
            call_off(crew);
        else
            pthread_cond_broadcast(&crew->room);
    }
    crew->folding = false;
}

static void hand_over(struct crew *crew, int index, struct outcome *outcome) {
    pthread_mutex_lock(&crew->lock);
    crew->waiting[index % crew->window] = (struct slot){true, outcome};
    if (!crew->folding)
        fold_what_is_next(crew);
    pthread_mutex_unlock(&crew->lock);
}

static void pass_over_row(void *self, usec from, usec to, const double *values, int count) {
    (void)self, (void)from, (void)to, (void)values, (void)count;
}

/* Runs it and keeps what it yields; of one that is recalled, only what is drawn. */
static void run_outcome(struct worker *worker, const struct replicate_task *task, struct outcome *outcome) {
    const struct replicate *job = worker->crew->job;
    bool named = task->looked_at;
    struct arena *arena = arena_create();
    struct recording *recording = named && job->record ? recording_create(arena) : NULL;
    struct series_sink series = {.row = outcome->recalled ? pass_over_row : job->row, .self = outcome->tap};
    struct run_request request = {.seed = task->seed,
                                  .replication = outcome->replication,
                                  .warmup_s = task->warmup_s,
                                  .series = &series,
                                  .trace = named ? job->trace : NULL,
                                  .orders = named ? job->orders : NULL,
                                  .recording = recording,
                                  .stop = &worker->crew->stop,
                                  .progress = &worker->progress,
                                  .arena = arena};
    double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    struct run_report report = job->subject->run(task->values, &request);
    if (!outcome->recalled) {
        outcome->seconds = seconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
        job->tap_end(outcome->tap);
        outcome_keep(outcome, &report);
        if (job->keep)
            job->keep(task->owner, outcome);
    } else if (report.outcome == RUN_STOPPED) {
        outcome->ended = RUN_STOPPED;
    }
    outcome->recording = recording;
    if (recording)
        outcome->recording_arena = arena;
    else
        arena_destroy(arena);
    atomic_store(&worker->progress, 0.0);
}

static struct outcome *make_one(struct worker *worker, int index) {
    const struct replicate *job = worker->crew->job;
    struct replicate_task task = {0};
    if (!job->task(job->self, index, &task))
        return NULL;
    struct outcome *outcome = outcome_create(task.index, task.replication);
    outcome->owner = task.owner;
    outcome->tap = job->tap(task.owner, task.index, outcome->arena);
    outcome->recalled = job->recall && job->recall(task.owner, outcome);
    bool wanted = task.looked_at && (job->record || job->trace || job->orders);
    if (!outcome->recalled || (wanted && outcome->ended == RUN_DONE))
        run_outcome(worker, &task, outcome);
    return outcome;
}

static void *work(void *argument) {
    struct worker *worker = argument;
    struct crew *crew = worker->crew;
    for (int index = claim(crew); index >= 0; index = claim(crew))
        hand_over(crew, index, make_one(worker, index));
    pthread_mutex_lock(&crew->lock);
    crew->working--;
    pthread_cond_signal(&crew->left);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void report_progress(struct crew *crew, int folded, double start) {
    const struct replicate *job = crew->job;
    if (!job->progress)
        return;
    double share = folded;
    for (int i = 0; i < crew->worker_count; i++)
        share += fmin(1.0, atomic_load(&crew->workers[i].progress));
    job->progress(job->progress_self, folded, fmin(1.0, share / job->count),
                  seconds_of(CLOCK_MONOTONIC) - start);
}

static void watch(struct crew *crew) {
    double start = seconds_of(CLOCK_MONOTONIC);
    pthread_mutex_lock(&crew->lock);
    while (crew->working > 0) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += WATCH_NS;
        until.tv_sec += until.tv_nsec / SECOND_NS;
        until.tv_nsec %= SECOND_NS;
        pthread_cond_timedwait(&crew->left, &crew->lock, &until);
        if (crew->job->stop && atomic_load(crew->job->stop))
            call_off(crew);
        int folded = crew->folded;
        pthread_mutex_unlock(&crew->lock);
        if (crew->job->tick)
            crew->job->tick(crew->job->self);
        report_progress(crew, folded, start);
        pthread_mutex_lock(&crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}

/* The crew starts under the lock, so that all threads see the whole of it. */
static void start_workers(struct crew *crew, int wanted) {
    pthread_mutex_lock(&crew->lock);
    for (int i = 0; i < wanted; i++) {
        struct worker *worker = &crew->workers[i];
        worker->crew = crew;
        atomic_init(&worker->progress, 0.0);
        if (pthread_create(&worker->thread, NULL, work, worker))
            break;
        crew->worker_count++;
        crew->working++;
    }
    pthread_mutex_unlock(&crew->lock);
}

int replicate_run(const struct replicate *job) {
    int threads = job->jobs < 1 ? 1 : job->jobs < job->count ? job->jobs : job->count;
    struct arena *arena = arena_create();
    struct crew crew = {.job = job, .window = threads * WINDOW_PER_THREAD};
    crew.waiting = arena_array(arena, struct slot, crew.window);
    crew.workers = arena_array(arena, struct worker, threads);
    atomic_init(&crew.stop, 0);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.room, NULL);
    pthread_cond_init(&crew.left, &monotonic);
    pthread_condattr_destroy(&monotonic);

    bool stopped_before = job->stop && atomic_load(job->stop);
    if (job->count > 0 && !stopped_before)
        start_workers(&crew, threads);
    watch(&crew);
    for (int i = 0; i < crew.worker_count; i++)
        pthread_join(crew.workers[i].thread, NULL);
    for (int i = 0; i < crew.window; i++)
        outcome_destroy(crew.waiting[i].outcome);

    pthread_cond_destroy(&crew.left);
    pthread_cond_destroy(&crew.room);
    pthread_mutex_destroy(&crew.lock);
    bool no_thread = job->count > 0 && !stopped_before && crew.worker_count == 0;
    arena_destroy(arena);
    return no_thread ? -1 : crew.folded;
}
