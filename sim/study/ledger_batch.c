/* SPDX-License-Identifier: MIT */
/* ledger_batch.c - see ledger_batch.h. */
#include "sim/study/ledger_batch.h"

#include <string.h>
#include "sim/base/arena.h"

struct ledger_entry *ledger_batch_add(struct ledger_batch *batch, const struct bound_key *key) {
    if (!batch->arena)
        batch->arena = arena_create();
    struct ledger_entry *entry = arena_new(batch->arena, struct ledger_entry);
    entry->key = *key;
    entry->key.engine = arena_copy(batch->arena, key->engine);
    if (batch->last)
        batch->last->next = entry;
    else
        batch->first = entry;
    batch->last = entry;
    batch->count++;
    return entry;
}

struct bytes ledger_batch_keep(struct ledger_batch *batch, const void *data, size_t length) {
    if (!length)
        return (struct bytes){0};
    return (struct bytes){.data = memcpy(arena_alloc(batch->arena, length), data, length), .length = length};
}

static void bind_bytes(sqlite3_stmt *statement, int parameter, struct bytes bytes) {
    if (bytes.length)
        sqlite3_bind_blob64(statement, parameter, bytes.data, bytes.length, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, parameter);
}

static bool write_replication(const struct ledger_entry *entry, struct ledger_file *file) {
    sqlite3_stmt *insert = ledger_file_of(file->insert, &entry->key);
    sqlite3_bind_int(insert, 4, entry->replication);
    sqlite3_bind_int(insert, 5, entry->failed);
    sqlite3_bind_text(insert, 6, entry->reason, -1, SQLITE_STATIC);
    sqlite3_bind_double(insert, 7, entry->warmup_s);
    bind_bytes(insert, 8, entry->values);
    sqlite3_bind_int(insert, 9, entry->series_columns);
    bind_bytes(insert, 10, entry->histograms);
    bind_bytes(insert, 11, entry->rows);
    sqlite3_bind_int64(insert, 12, (sqlite3_int64)entry->events);
    sqlite3_bind_int64(insert, 13, (sqlite3_int64)entry->entities);
    sqlite3_bind_double(insert, 14, entry->seconds);
    bind_bytes(insert, 15, entry->ratios);
    return ledger_file_step(file, insert);
}

static bool write_entry(const struct ledger_entry *entry, struct ledger_file *file) {
    if (!entry->names.length && !entry->warmup.length)
        return write_replication(entry, file);
    sqlite3_stmt *insert =
        ledger_file_of(entry->names.length ? file->insert_names : file->insert_warmup, &entry->key);
    if (entry->names.length)
        bind_bytes(insert, 3, entry->names);
    else
        bind_bytes(insert, 4, entry->warmup);
    return ledger_file_step(file, insert);
}

void ledger_batch_write(struct ledger_batch *batch, struct ledger_file *file) {
    if (!batch->count)
        return;
    bool begun = !file->failed && ledger_file_do(file, "BEGIN IMMEDIATE"), written = begun;
    for (const struct ledger_entry *entry = batch->first; entry && written; entry = entry->next)
        written = write_entry(entry, file);
    if (begun && !(written && ledger_file_do(file, "COMMIT")))
        sqlite3_exec(file->connection, "ROLLBACK", NULL, NULL, NULL);
    arena_destroy(batch->arena);
    *batch = (struct ledger_batch){0};
}
