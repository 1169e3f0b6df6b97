/* SPDX-License-Identifier: MIT */
/* ledger.c - see ledger.h.
 *
 * The connection is used under a lock of the ledger's own; coding happens outside of it. The
 * write-ahead log is not synced at each commit: that a process is killed loses nothing that was committed,
 * and after a power failure the file is sound and lacks at most the last batches. */
#include "sim/study/ledger.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/encode.h"
#include "sim/study/ledger_batch.h"

enum { BATCH = 64 };
static const double batch_s = 0.5;

/* What the ledgers of one file share. */
struct store {
    struct arena *arena;
    struct ledger_file file;
    pthread_mutex_t lock;
    int ledgers; /* open */
    struct ledger_batch batch;
    double committed_s;
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
    pthread_mutex_lock(&store->lock);
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
    pthread_mutex_unlock(&store->lock);
    return found;
}

/* Names are needed of the first replication only. */
static bool take_names(struct ledger *ledger, struct outcome *outcome, int values) {
    outcome->measures.count = values;
    if (outcome->index > 0)
        return true;
    pthread_mutex_lock(&ledger->store->lock);
    bool known = ledger->names_known;
    pthread_mutex_unlock(&ledger->store->lock);
    if (!known || ledger->names.measures.count != values ||
        ledger->names.histogram_count != outcome->histogram_count ||
        ledger->names.series.count != outcome->series.count)
        return false;
    outcome->measures = ledger->names.measures;
    outcome->series = ledger->names.series;
    outcome->histogram_names = ledger->names.histogram_names;
    return true;
}

static void *copy_bytes(struct bytes bytes, struct arena *arena) {
    void *copy = arena_alloc(arena, bytes.length + 1);
    if (bytes.length)
        memcpy(copy, bytes.data, bytes.length);
    return copy;
}

static bool take_stored(struct ledger *ledger, struct outcome *outcome, const struct stored *stored) {
    struct histogram **histograms;
    if (stored->values.length % sizeof(double) || stored->ratios.length % sizeof(struct ratio) ||
        !decode_histograms(stored->histograms, outcome->arena, &histograms, &outcome->histogram_count))
        return false;
    outcome->values = copy_bytes(stored->values, outcome->arena);
    outcome->ratios = copy_bytes(stored->ratios, outcome->arena);
    outcome->ratio_count = (int)(stored->ratios.length / sizeof(struct ratio));
    outcome->histograms = histograms;
    outcome->series.count = stored->series_columns;
    outcome->events = stored->events;
    outcome->entities = stored->entities;
    outcome->seconds = stored->seconds;
    outcome->ended = RUN_DONE;
    return take_names(ledger, outcome, (int)(stored->values.length / sizeof(double)));
}

bool ledger_get(struct ledger *ledger, struct outcome *outcome, double warmup_s, struct series_rows *rows) {
    if (outcome->replication > ledger->census.last)
        return false;
    struct arena *scratch = arena_create();
    struct stored stored = {0};
    bool got = fetch(ledger, outcome->replication, rows != NULL, scratch, &stored) &&
               stored.warmup_s == warmup_s && take_stored(ledger, outcome, &stored) &&
               (!rows || decode_rows(stored.rows, outcome->arena, rows));
    arena_destroy(scratch);
    return got;
}

/* Writing; these are called under the lock. */

static void commit(struct store *store) {
    ledger_batch_write(&store->batch, &store->file);
    store->committed_s = now_s();
}

static void commit_if_due(struct store *store) {
    if (store->batch.count >= BATCH || (store->batch.count && now_s() - store->committed_s >= batch_s))
        commit(store);
}

static struct bytes keep_text(struct store *store, const struct text *text) {
    return ledger_batch_keep(&store->batch, text->data, text->length);
}

/* What the numbers are called, when nothing of this scenario was stored before. */
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

static void put_row(struct ledger *ledger, const struct outcome *outcome, double warmup_s,
                    const struct text *histograms, const struct text *rows) {
    struct store *store = ledger->store;
    struct ledger_batch *batch = &store->batch;
    struct ledger_entry *entry = ledger_batch_add(batch, &ledger->key);
    entry->replication = outcome->replication;
    entry->failed = outcome->ended == RUN_FAILED;
    if (entry->failed && outcome->reason)
        entry->reason = arena_copy(batch->arena, outcome->reason);
    entry->warmup_s = warmup_s;
    entry->values =
        ledger_batch_keep(batch, outcome->values, sizeof(double) * (size_t)outcome->measures.count);
    entry->series_columns = outcome->series.count;
    entry->histograms = keep_text(store, histograms);
    entry->rows = keep_text(store, rows);
    entry->events = outcome->events;
    entry->entities = outcome->entities;
    entry->seconds = outcome->seconds;
    entry->ratios =
        ledger_batch_keep(batch, outcome->ratios, sizeof(struct ratio) * (size_t)outcome->ratio_count);
}

void ledger_put(struct ledger *ledger, const struct outcome *outcome, double warmup_s,
                const struct series_rows *rows) {
    if (outcome->ended == RUN_STOPPED)
        return;
    struct text histograms = {0}, packed = {0};
    if (outcome->ended == RUN_DONE)
        encode_histograms(outcome->histograms, outcome->histogram_count, &histograms);
    if (rows)
        encode_rows(rows, &packed);
    pthread_mutex_lock(&ledger->store->lock);
    put_names(ledger, outcome);
    put_row(ledger, outcome, warmup_s, &histograms, &packed);
    commit_if_due(ledger->store);
    pthread_mutex_unlock(&ledger->store->lock);
    text_free(&histograms);
    text_free(&packed);
}

bool ledger_get_warmup(struct ledger *ledger, struct arena *arena, struct welch *welch) {
    struct store *store = ledger->store;
    struct arena *scratch = arena_create();
    pthread_mutex_lock(&store->lock);
    sqlite3_stmt *select = ledger_file_of(store->file.select_warmup, &ledger->key);
    int code = sqlite3_step(select);
    bool got = code == SQLITE_ROW && decode_welch(column_bytes(select, 0, scratch), arena, welch);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        ledger_file_failed(&store->file, "cannot be read");
    sqlite3_reset(select);
    pthread_mutex_unlock(&store->lock);
    arena_destroy(scratch);
    return got;
}

bool ledger_get_failure(struct ledger *ledger, struct outcome *outcome) {
    struct store *store = ledger->store;
    bool failed = false;
    pthread_mutex_lock(&store->lock);
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
    pthread_mutex_unlock(&store->lock);
    return failed;
}

void ledger_put_warmup(struct ledger *ledger, const struct welch *welch) {
    struct store *store = ledger->store;
    struct text packed = {0};
    encode_welch(welch, &packed);
    pthread_mutex_lock(&store->lock);
    struct ledger_entry *entry = ledger_batch_add(&store->batch, &ledger->key);
    entry->warmup = keep_text(store, &packed);
    commit(store);
    pthread_mutex_unlock(&store->lock);
    text_free(&packed);
}

void ledger_commit(struct ledger *ledger) {
    pthread_mutex_lock(&ledger->store->lock);
    commit(ledger->store);
    pthread_mutex_unlock(&ledger->store->lock);
}

void ledger_commit_if_due(struct ledger *ledger) {
    pthread_mutex_lock(&ledger->store->lock);
    commit_if_due(ledger->store);
    pthread_mutex_unlock(&ledger->store->lock);
}

const char *ledger_error(struct ledger *ledger) {
    struct store *store = ledger->store;
    pthread_mutex_lock(&store->lock);
    const char *error = store->file.failed ? store->file.error.data : NULL;
    pthread_mutex_unlock(&store->lock);
    return error;
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
    struct ledger *ledger = ledger_in(store, key, subject);
    if (ledger_file_open(&store->file, path, arena) && read_names(ledger) && take_census(ledger))
        return ledger;
    text_add(error, store->file.error.data);
    ledger_close(ledger);
    return NULL;
}

struct ledger *ledger_of_key(struct ledger *other, const struct ledger_key *key) {
    struct store *store = other->store;
    pthread_mutex_lock(&store->lock);
    struct ledger *ledger = ledger_in(store, key, other->subject);
    if (read_names(ledger))
        take_census(ledger);
    pthread_mutex_unlock(&store->lock);
    return ledger;
}

struct ledger_census ledger_census(const struct ledger *ledger) {
    return ledger->census;
}

struct ledger_others ledger_others(struct ledger *ledger) {
    struct store *store = ledger->store;
    struct ledger_others others = {0};
    pthread_mutex_lock(&store->lock);
    commit(store);
    sqlite3_stmt *select = ledger_file_of(store->file.select_others, &ledger->key);
    if (sqlite3_step(select) == SQLITE_ROW)
        others = (struct ledger_others){.replications = (long)sqlite3_column_int64(select, 0),
                                        .same_scenario = sqlite3_column_int(select, 1) != 0,
                                        .same_engine = sqlite3_column_int(select, 2) != 0};
    else
        ledger_file_failed(&store->file, "cannot be read");
    sqlite3_reset(select);
    pthread_mutex_unlock(&store->lock);
    return others;
}

struct ledger_engines ledger_engines(struct ledger *ledger) {
    struct store *store = ledger->store;
    struct ledger_engines engines = {0};
    pthread_mutex_lock(&store->lock);
    commit(store);
    ledger_file_engines(&store->file, ledger->key.engine, &engines);
    pthread_mutex_unlock(&store->lock);
    return engines;
}

bool ledger_take_over(struct ledger *ledger, const char *path, struct text *error) {
    struct store *store = ledger->store;
    pthread_mutex_lock(&store->lock);
    commit(store);
    bool done = ledger_file_take_over(&store->file, path, ledger->key.engine, error);
    pthread_mutex_unlock(&store->lock);
    return done;
}

void ledger_close(struct ledger *ledger) {
    if (!ledger)
        return;
    struct store *store = ledger->store;
    arena_destroy(ledger->arena);
    pthread_mutex_lock(&store->lock);
    bool last = --store->ledgers == 0;
    if (last)
        commit(store);
    pthread_mutex_unlock(&store->lock);
    if (!last)
        return;
    ledger_file_close(&store->file);
    pthread_mutex_destroy(&store->lock);
    arena_destroy(store->arena);
}
