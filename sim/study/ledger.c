/* SPDX-License-Identifier: MIT */
/* ledger.c - see ledger.h.
 *
 * The connection and the batch that waits have a lock each, so that nobody who adds to the batch waits for
 * the disk. The write-ahead log is not synced at each commit: that a process is killed loses nothing that was
 * committed, and after a power failure the file is sound and lacks at most the last batches. */
#include "sim/study/ledger.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/encode.h"
#include "sim/study/ledger_batch.h"

enum { BATCH_BYTES = 4 << 20 };
static const double batch_s = 0.2;

/* What the ledgers of one file share. */
struct store {
    struct arena *arena;
    bool sealed;          /* before anybody else has it */
    pthread_mutex_t lock; /* of what follows */
    struct ledger_file file;
    int ledgers; /* open */
    double committed_s;
    atomic_bool failed;         /* the file did; its error does not change any more */
    pthread_mutex_t batch_lock; /* of the batch, and of names; may be taken under the other */
    struct ledger_batch batch;
};

struct ledger {
    struct arena *arena;
    struct store *store;
    const struct subject *subject;
    struct bound_key key;
    struct ledger_census census;
    bool names_known;
    struct result_names names;
};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void enter(struct store *store) {
    pthread_mutex_lock(&store->lock);
}

static void leave(struct store *store) {
    atomic_store(&store->failed, store->file.failed);
    pthread_mutex_unlock(&store->lock);
}

/* Reading */

static struct bytes column_bytes(sqlite3_stmt *row, int column, struct arena *arena) {
    size_t length = (size_t)sqlite3_column_bytes(row, column);
    const void *data = sqlite3_column_blob(row, column);
    if (!data)
        return (struct bytes){0};
    void *copy = arena_alloc(arena, length + 1);
    memcpy(copy, data, length);
    return (struct bytes){.data = copy, .length = length};
}

/* A row as it is stored. */
struct stored {
    double warmup_s, seconds;
    struct bytes values, histograms, rows, ratios;
    int series_columns;
    uint64_t events, entities;
};

static bool fetch(struct ledger *ledger, int replication, bool with_rows, struct arena *arena,
                  struct stored *stored) {
    struct store *store = ledger->store;
    bool found = false;
    enter(store);
    sqlite3_stmt *select = ledger_file_of(store->file.select, &ledger->key);
    sqlite3_bind_int(select, 4, replication);
    int code = sqlite3_step(select);
    if (code == SQLITE_ROW) {
        found = true;
        stored->warmup_s = sqlite3_column_double(select, 0);
        stored->values = column_bytes(select, 1, arena);
        stored->series_columns = sqlite3_column_int(select, 2);
        stored->histograms = column_bytes(select, 3, arena);
        if (with_rows)
            stored->rows = column_bytes(select, 4, arena);
        stored->events = (uint64_t)sqlite3_column_int64(select, 5);
        stored->entities = (uint64_t)sqlite3_column_int64(select, 6);
        stored->seconds = sqlite3_column_double(select, 7);
        stored->ratios = column_bytes(select, 8, arena);
    } else if (code != SQLITE_DONE) {
        ledger_file_failed(&store->file, "cannot be read");
    }
    sqlite3_reset(select);
    leave(store);
    return found;
}

/* Names are needed of the first replication only. */
static bool take_names(struct ledger *ledger, struct outcome *outcome, int values) {
    outcome->measures.count = values;
    if (outcome->index > 0)
        return true;
    pthread_mutex_lock(&ledger->store->batch_lock);
    bool known = ledger->names_known;
    pthread_mutex_unlock(&ledger->store->batch_lock);
    if (!known || ledger->names.measures.count != values ||
        ledger->names.histogram_count != outcome->histogram_count ||
        ledger->names.series.count != outcome->series.count)
        return false;
    outcome->measures = ledger->names.measures;
    outcome->series = ledger->names.series;
    outcome->histogram_names = ledger->names.histogram_names;
    return true;
}

static bool take_stored(struct ledger *ledger, struct outcome *outcome, const struct stored *stored) {
    outcome->histogram_count = count_histograms(stored->histograms);
    if (stored->values.length % sizeof(double) || stored->ratios.length % sizeof(struct ratio) ||
        outcome->histogram_count < 0)
        return false;
    outcome->values = stored->values.data;
    outcome->ratios = stored->ratios.data;
    outcome->ratio_count = (int)(stored->ratios.length / sizeof(struct ratio));
    outcome->histograms = stored->histograms;
    outcome->series.count = stored->series_columns;
    outcome->events = stored->events;
    outcome->entities = stored->entities;
    outcome->seconds = stored->seconds;
    outcome->ended = RUN_DONE;
    return take_names(ledger, outcome, (int)(stored->values.length / sizeof(double)));
}

bool ledger_get(struct ledger *ledger, struct outcome *outcome, double warmup_s, struct bytes *rows) {
    if (outcome->replication > ledger->census.last)
        return false;
    struct stored stored = {0};
    if (!fetch(ledger, outcome->replication, rows != NULL, outcome->arena, &stored) ||
        stored.warmup_s != warmup_s || (rows && !stored.rows.length) ||
        !take_stored(ledger, outcome, &stored))
        return false;
    if (rows)
        *rows = stored.rows;
    return true;
}

/* Writing */

/* Called under the lock of the file. */
static void commit(struct store *store) {
    pthread_mutex_lock(&store->batch_lock);
    struct ledger_batch batch = store->batch;
    store->batch = (struct ledger_batch){0};
    pthread_mutex_unlock(&store->batch_lock);
    ledger_batch_write(&batch, &store->file);
    store->committed_s = now_s();
}

static struct bytes keep_text(struct store *store, const struct text *text) {
    return ledger_batch_keep(&store->batch, text->data, text->length);
}

/* What the numbers are called, when nothing of this scenario was stored before. Called, as put_row is, under
 * the lock of the batch. */
static void put_names(struct ledger *ledger, const struct outcome *outcome) {
    if (ledger->names_known || outcome->index > 0 || outcome->ended != RUN_DONE)
        return;
    struct result_names names = {.measures = measures_copy(outcome->measures, ledger->arena),
                                 .series = measures_copy(outcome->series, ledger->arena),
                                 .histogram_count = outcome->histogram_count};
    const char **histograms = arena_array(ledger->arena, const char *, names.histogram_count + 1);
    for (int i = 0; i < names.histogram_count; i++)
        histograms[i] = arena_copy(ledger->arena, outcome->histogram_names[i]);
    names.histogram_names = histograms;
    struct text packed = {0};
    encode_names(&names, ledger->subject, &packed);
    struct ledger_entry *entry = ledger_batch_add(&ledger->store->batch, &ledger->key);
    entry->names = keep_text(ledger->store, &packed);
    ledger->names = names;
    ledger->names_known = true;
    text_free(&packed);
}

static struct bytes keep_bytes(struct ledger_batch *batch, struct bytes bytes) {
    return ledger_batch_keep(batch, bytes.data, bytes.length);
}

static void put_row(struct ledger *ledger, const struct outcome *outcome, double warmup_s,
                    struct bytes rows) {
    struct ledger_batch *batch = &ledger->store->batch;
    struct ledger_entry *entry = ledger_batch_add(batch, &ledger->key);
    entry->replication = outcome->replication;
    entry->failed = outcome->ended == RUN_FAILED;
    if (entry->failed && outcome->reason)
        entry->reason = arena_copy(batch->arena, outcome->reason);
    entry->warmup_s = warmup_s;
    entry->values =
        ledger_batch_keep(batch, outcome->values, sizeof(double) * (size_t)outcome->measures.count);
    entry->series_columns = outcome->series.count;
    entry->histograms = keep_bytes(batch, outcome->histograms);
    entry->rows = keep_bytes(batch, rows);
    entry->events = outcome->events;
    entry->entities = outcome->entities;
    entry->seconds = outcome->seconds;
    entry->ratios =
        ledger_batch_keep(batch, outcome->ratios, sizeof(struct ratio) * (size_t)outcome->ratio_count);
}

void ledger_put(struct ledger *ledger, const struct outcome *outcome, double warmup_s, struct bytes rows) {
    struct store *store = ledger->store;
    if (outcome->ended == RUN_STOPPED)
        return;
    pthread_mutex_lock(&store->batch_lock);
    put_names(ledger, outcome);
    put_row(ledger, outcome, warmup_s, rows);
    bool full = arena_bytes(store->batch.arena) >= BATCH_BYTES;
    pthread_mutex_unlock(&store->batch_lock);
    if (full)
        ledger_commit(ledger);
}

bool ledger_get_warmup(struct ledger *ledger, struct arena *arena, struct welch *welch) {
    struct store *store = ledger->store;
    struct arena *scratch = arena_create();
    enter(store);
    sqlite3_stmt *select = ledger_file_of(store->file.select_warmup, &ledger->key);
    int code = sqlite3_step(select);
    bool got = code == SQLITE_ROW && decode_welch(column_bytes(select, 0, scratch), arena, welch);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        ledger_file_failed(&store->file, "cannot be read");
    sqlite3_reset(select);
    leave(store);
    arena_destroy(scratch);
    return got;
}

bool ledger_get_failure(struct ledger *ledger, struct outcome *outcome) {
    struct store *store = ledger->store;
    bool failed = false;
    if (!ledger->census.failed)
        return false;
    enter(store);
    sqlite3_stmt *select = ledger_file_of(store->file.select_failure, &ledger->key);
    sqlite3_bind_int(select, 4, outcome->replication);
    int code = sqlite3_step(select);
    if (code == SQLITE_ROW) {
        const char *reason = (const char *)sqlite3_column_text(select, 0);
        failed = true;
        outcome->ended = RUN_FAILED;
        outcome->reason = arena_copy(outcome->arena, reason ? reason : "failed without a reason");
    } else if (code != SQLITE_DONE) {
        ledger_file_failed(&store->file, "cannot be read");
    }
    sqlite3_reset(select);
    leave(store);
    return failed;
}

void ledger_put_warmup(struct ledger *ledger, const struct welch *welch) {
    struct store *store = ledger->store;
    struct text packed = {0};
    encode_welch(welch, &packed);
    pthread_mutex_lock(&store->batch_lock);
    struct ledger_entry *entry = ledger_batch_add(&store->batch, &ledger->key);
    entry->warmup = keep_text(store, &packed);
    pthread_mutex_unlock(&store->batch_lock);
    ledger_commit(ledger);
    text_free(&packed);
}

bool ledger_is_new(const struct ledger *ledger) {
    return ledger->store->file.fresh;
}

void ledger_seal(struct ledger *ledger) {
    ledger->store->sealed = true;
}

bool ledger_is_sealed(const struct ledger *ledger) {
    return ledger->store->sealed;
}

void ledger_commit(struct ledger *ledger) {
    enter(ledger->store);
    commit(ledger->store);
    leave(ledger->store);
}

void ledger_commit_if_due(struct ledger *ledger) {
    struct store *store = ledger->store;
    enter(store);
    if (now_s() - store->committed_s >= batch_s)
        commit(store);
    leave(store);
}

const char *ledger_error(struct ledger *ledger) {
    struct store *store = ledger->store;
    return atomic_load(&store->failed) ? store->file.error.data : NULL;
}

bool ledger_is_damaged(const struct ledger *ledger) {
    const struct store *store = ledger->store;
    return atomic_load(&store->failed) && store->file.damaged;
}

/* Opening and closing; these are called under the lock, or before anybody else has the file. */

static bool read_names(struct ledger *ledger) {
    struct ledger_file *file = &ledger->store->file;
    struct arena *scratch = arena_create();
    sqlite3_stmt *select = ledger_file_of(file->select_names, &ledger->key);
    int code = sqlite3_step(select);
    if (code == SQLITE_ROW)
        ledger->names_known =
            decode_names(column_bytes(select, 0, scratch), ledger->subject, ledger->arena, &ledger->names);
    else if (code != SQLITE_DONE)
        ledger_file_failed(file, "cannot be read");
    sqlite3_reset(select);
    arena_destroy(scratch);
    return !file->failed;
}

static bool take_census(struct ledger *ledger) {
    struct ledger_file *file = &ledger->store->file;
    sqlite3_stmt *select = ledger_file_of(file->select_census, &ledger->key);
    if (sqlite3_step(select) == SQLITE_ROW)
        ledger->census = (struct ledger_census){.replications = (long)sqlite3_column_int64(select, 0),
                                                .failed = (long)sqlite3_column_int64(select, 1),
                                                .last = sqlite3_column_int(select, 2)};
    else
        ledger_file_failed(file, "cannot be read");
    sqlite3_reset(select);
    return !file->failed;
}

static struct ledger *ledger_in(struct store *store, const struct ledger_key *key,
                                const struct subject *subject) {
    struct arena *arena = arena_create();
    struct ledger *ledger = arena_new(arena, struct ledger);
    *ledger = (struct ledger){.arena = arena, .store = store, .subject = subject};
    hash_text(ledger->key.scenario, key->scenario);
    ledger->key.engine = arena_copy(arena, key->engine);
    ledger->key.seed = (sqlite3_int64)key->seed;
    store->ledgers++;
    return ledger;
}

struct ledger *ledger_open(const char *path, const struct ledger_key *key, const struct subject *subject,
                           struct text *error) {
    struct arena *arena = arena_create();
    struct store *store = arena_new(arena, struct store);
    store->arena = arena;
    store->committed_s = now_s();
    pthread_mutex_init(&store->lock, NULL);
    pthread_mutex_init(&store->batch_lock, NULL);
    struct ledger *ledger = ledger_in(store, key, subject);
    if (ledger_file_open(&store->file, path, arena) && read_names(ledger) && take_census(ledger))
        return ledger;
    text_add(error, store->file.error.data);
    ledger_close(ledger);
    return NULL;
}

struct ledger *ledger_of_key(struct ledger *other, const struct ledger_key *key) {
    struct store *store = other->store;
    enter(store);
    struct ledger *ledger = ledger_in(store, key, other->subject);
    if (read_names(ledger))
        take_census(ledger);
    leave(store);
    return ledger;
}

struct ledger_census ledger_census(const struct ledger *ledger) {
    return ledger->census;
}

struct ledger_others ledger_others(struct ledger *ledger) {
    struct store *store = ledger->store;
    struct ledger_others others = {0};
    enter(store);
    commit(store);
    sqlite3_stmt *select = ledger_file_of(store->file.select_others, &ledger->key);
    if (sqlite3_step(select) == SQLITE_ROW)
        others = (struct ledger_others){.replications = (long)sqlite3_column_int64(select, 0),
                                        .same_scenario = sqlite3_column_int(select, 1) != 0,
                                        .same_engine = sqlite3_column_int(select, 2) != 0};
    else
        ledger_file_failed(&store->file, "cannot be read");
    sqlite3_reset(select);
    leave(store);
    return others;
}

struct ledger_engines ledger_engines(struct ledger *ledger) {
    struct store *store = ledger->store;
    struct ledger_engines engines = {0};
    enter(store);
    commit(store);
    ledger_file_engines(&store->file, ledger->key.engine, &engines);
    leave(store);
    return engines;
}

bool ledger_take_over(struct ledger *ledger, const char *path, struct text *error) {
    struct store *store = ledger->store;
    enter(store);
    commit(store);
    bool done = ledger_file_take_over(&store->file, path, ledger->key.engine, error);
    leave(store);
    return done;
}

void ledger_close(struct ledger *ledger) {
    if (!ledger)
        return;
    struct store *store = ledger->store;
    arena_destroy(ledger->arena);
    enter(store);
    bool last = --store->ledgers == 0;
    if (last)
        commit(store);
    leave(store);
    if (!last)
        return;
    ledger_file_close(&store->file);
    pthread_mutex_destroy(&store->batch_lock);
    pthread_mutex_destroy(&store->lock);
    arena_destroy(store->arena);
}
