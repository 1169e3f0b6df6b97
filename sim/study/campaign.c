/* SPDX-License-Identifier: MIT */
/* campaign.c - see campaign.h.
 *
 * Task `index` is replication index % replications of variant index / replications. The thread that gets the
 * first task of a variant reads it, others that come for it wait. Folding goes in the order of tasks, so at
 * most a few variants are open at a time. */
#include "sim/study/campaign.h"

#include <pthread.h>
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/study/ledger.h"
#include "sim/study/state.h"

enum stage { UNREAD, READING, OPEN, CLOSED };

/* A variant while it is open. */
struct opened {
    enum stage stage;
    struct arena *arena; /* of what was read */
    struct study *study; /* NULL if it could not be read */
    struct hash hash;
    const char *reason; /* why it could not be read */
    atomic_bool over;   /* its other replications are passed over */
};

struct fleet {
    const struct campaign *campaign;
    struct arena *arena;
    struct opened *opened; /* by variant */
    pthread_mutex_t lock;
    pthread_cond_t read;
    _Atomic long run, recalled;
    double run_s;
    bool interrupted;
    const char *failure; /* of the whole */
};

/* Reading */

static const char *problems_text(const struct problems *problems, struct arena *arena) {
    struct text text = {0};
    problems_write(problems, &text);
    const char *copy = arena_copy(arena, text.data ? text.data : "");
    text_free(&text);
    return copy;
}

static struct ledger *ledger_of_variant(const struct campaign *campaign, struct hash hash, uint64_t seed) {
    if (!campaign->ledger)
        return NULL;
    struct ledger_key key = {.scenario = hash, .engine = campaign->engine, .seed = seed};
    return ledger_of_key(campaign->ledger, &key);
}

static void begin_study(struct fleet *fleet, const struct variant *variant, struct opened *opened,
                        const void *values) {
    const struct campaign *campaign = fleet->campaign;
    struct study_plan plan;
    campaign->subject->plan(values, &plan);
    uint64_t seed = campaign->seed_given ? campaign->seed : plan.seed;
    struct study_options options = {.seed = seed,
                                    .first = campaign->first,
                                    .replications = campaign->replications,
                                    .jobs = 1,
                                    .until = campaign->until,
                                    .until_count = campaign->until_count,
                                    .until_cap = campaign->replications,
                                    .ledger = ledger_of_variant(campaign, opened->hash, seed),
                                    .retry_failed = campaign->retry_failed,
                                    .name = variant->name,
                                    .spool_directory = campaign->spool_directory,
                                    .stop = campaign->stop};
    opened->study = study_begin(campaign->subject, values, &options);
    atomic_store(&opened->over, !opened->study->begun);
}

static void read_variant(struct fleet *fleet, const struct variant *variant, struct opened *opened) {
    const struct subject *subject = fleet->campaign->subject;
    opened->arena = arena_create();
    struct problems *problems = problems_create(opened->arena);
    struct config *config = config_read(opened->arena, variant->path, variant->settings,
                                        variant->setting_count, subject->fields, subject->size, problems);
    void *values = config_values(config);
    if (!problems->errors)
        subject->check(values, opened->arena, problems);
    if (problems->errors) {
        opened->reason = problems_text(problems, opened->arena);
        atomic_store(&opened->over, true);
        return;
    }
    opened->hash = config_hash(config, subject->labels);
    begin_study(fleet, variant, opened, values);
}

static struct opened *open_variant(struct fleet *fleet, int number) {
    struct opened *opened = &fleet->opened[number];
    pthread_mutex_lock(&fleet->lock);
    while (opened->stage == READING)
        pthread_cond_wait(&fleet->read, &fleet->lock);
    bool mine = opened->stage == UNREAD;
    if (mine)
        opened->stage = READING;
    pthread_mutex_unlock(&fleet->lock);
    if (!mine)
        return opened;
    read_variant(fleet, &fleet->campaign->variants[number], opened);
    pthread_mutex_lock(&fleet->lock);
    opened->stage = OPEN;
    pthread_cond_broadcast(&fleet->read);
    pthread_mutex_unlock(&fleet->lock);
    return opened;
}

/* The hooks of the crew */

static bool task_of(void *self, int index, struct replicate_task *task) {
    struct fleet *fleet = self;
    const struct campaign *campaign = fleet->campaign;
    if (campaign->shards && index % campaign->shards != campaign->shard - 1)
        return false;
    int within = index % campaign->replications;
    struct opened *opened = open_variant(fleet, index / campaign->replications);
    if (atomic_load(&opened->over))
        return false;
    *task = (struct replicate_task){.values = opened->study->scenario,
                                    .seed = opened->study->options.seed,
                                    .replication = campaign->numbers ? campaign->numbers[within]
                                                                     : campaign->first + within,
                                    .warmup_s = opened->study->warmup_s,
                                    .index = within,
                                    .owner = opened->study};
    return true;
}

static void close_variant(struct fleet *fleet, int number) {
    struct opened *opened = &fleet->opened[number];
    if (opened->stage != OPEN)
        return;
    opened->stage = CLOSED;
    struct study *study = opened->study;
    struct ledger *ledger = study ? study->options.ledger : NULL;
    if (study && !fleet->campaign->shards)
        study_end(study);
    bool interrupted = study && study->state == STUDY_INTERRUPTED;
    fleet->interrupted |= interrupted;
    if (fleet->campaign->done && !interrupted) {
        struct variant_end end = {.variant = number,
                                  .state = study ? study->state : STUDY_FAILED,
                                  .reason = study ? study->reason : opened->reason,
                                  .hash = opened->hash,
                                  .study = study};
        fleet->campaign->done(fleet->campaign->self, &end);
    }
    study_free(study);
    ledger_close(ledger);
    arena_destroy(opened->arena);
}

/* After the last replication: a precision that was not reached is said as in a single study. */
static void judge_precision(struct study *study) {
    if (study->state == STUDY_COMPLETE && study->options.until_count && !study->until_met) {
        study->state = STUDY_NOT_REACHED;
        study->reason = until_not_reached(study);
    }
}

static bool fold(void *self, int index, struct outcome *outcome) {
    struct fleet *fleet = self;
    const struct campaign *campaign = fleet->campaign;
    int number = index / campaign->replications;
    struct opened *opened = &fleet->opened[number];
    if (outcome) {
        atomic_fetch_add(outcome->recalled ? &fleet->recalled : &fleet->run, 1);
        fleet->run_s += outcome->recalled ? 0.0 : outcome->seconds;
    }
    if (outcome && !campaign->shards && !atomic_load(&opened->over) && !fold_outcome(opened->study, outcome))
        atomic_store(&opened->over, true);
    const char *error = campaign->ledger ? ledger_error(campaign->ledger) : NULL;
    if (error || (opened->study && opened->study->missing)) {
        fleet->failure = error ? arena_copy(fleet->arena, error)
                               : arena_format(fleet->arena, "%s: %s", campaign->variants[number].name,
                                              opened->study->reason);
        return false;
    }
    if ((index + 1) % campaign->replications == 0) {
        if (opened->study && !campaign->shards)
            judge_precision(opened->study);
        close_variant(fleet, number);
    }
    return true;
}

static void commit_now_and_then(void *self) {
    ledger_commit_if_due(((struct fleet *)self)->campaign->ledger);
}

static void report(void *self, int done, double share, double elapsed_s) {
    const struct campaign *campaign = ((struct fleet *)self)->campaign;
    if (campaign->progress)
        campaign->progress(campaign->progress_self, done, campaign->count * campaign->replications, share,
                           elapsed_s);
}

/* What was begun and not ended when the campaign was stopped. */
static void close_what_is_open(struct fleet *fleet) {
    for (int i = 0; i < fleet->campaign->count; i++) {
        struct opened *opened = &fleet->opened[i];
        if (opened->stage != OPEN)
            continue;
        if (opened->study)
            opened->study->state = STUDY_INTERRUPTED;
        close_variant(fleet, i);
    }
}

struct campaign_end campaign_run(const struct campaign *campaign, struct arena *arena) {
    struct arena *own = arena_create();
    struct fleet fleet = {
        .campaign = campaign, .arena = arena, .opened = arena_array(own, struct opened, campaign->count + 1)};
    pthread_mutex_init(&fleet.lock, NULL);
    pthread_cond_init(&fleet.read, NULL);
    struct replicate job = {.subject = campaign->subject,
                            .count = campaign->count * campaign->replications,
                            .jobs = campaign->jobs,
                            .stop = campaign->stop,
                            .self = &fleet,
                            .task = task_of,
                            .tap = study_tap,
                            .row = series_tap_row,
                            .tap_end = series_tap_end,
                            .recall = campaign->ledger ? recall_outcome : NULL,
                            .keep = campaign->ledger ? keep_outcome : NULL,
                            .fold = fold,
                            .tick = campaign->ledger ? commit_now_and_then : NULL,
                            .progress = report,
                            .progress_self = &fleet};
    int folded = replicate_run(&job);
    if (campaign->ledger) {
        ledger_commit(campaign->ledger);
        const char *error = ledger_error(campaign->ledger);
        fleet.failure = fleet.failure ? fleet.failure : error ? arena_copy(arena, error) : NULL;
    }
    close_what_is_open(&fleet);
    bool complete = folded == job.count && !fleet.interrupted;
    struct campaign_end end = {.state = complete ? CAMPAIGN_COMPLETE : CAMPAIGN_INTERRUPTED,
                               .reason = fleet.failure,
                               .run = fleet.run,
                               .recalled = fleet.recalled,
                               .run_s = fleet.run_s};
    if (folded < 0)
        end.reason = "the system refused to start a thread";
    if (end.reason)
        end.state = CAMPAIGN_FAILED;
    pthread_cond_destroy(&fleet.read);
    pthread_mutex_destroy(&fleet.lock);
    arena_destroy(own);
    return end;
}
