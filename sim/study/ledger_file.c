/* SPDX-License-Identifier: MIT */
/* ledger_file.c - see ledger_file.h. */
#include "sim/study/ledger_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sim/base/arena.h"

enum {
    APPLICATION = 0x6663736d, /* "fcsm" in the file's header tells a ledger from other databases */
    BUSY_MS = 20 * 1000,
    POLL_MS = 5
};

static const char tables[] =
    "CREATE TABLE names (scenario TEXT NOT NULL, engine TEXT NOT NULL, packed BLOB NOT NULL,"
    " PRIMARY KEY (scenario, engine));"
    "CREATE TABLE replication (scenario TEXT NOT NULL, engine TEXT NOT NULL, seed INTEGER NOT NULL,"
    " replication INTEGER NOT NULL, failed INTEGER NOT NULL, reason TEXT, warmup_s REAL NOT NULL,"
    " numbers BLOB, series_columns INTEGER NOT NULL, histograms BLOB, series BLOB,"
    " events INTEGER NOT NULL, entities INTEGER NOT NULL, seconds REAL NOT NULL, ratios BLOB,"
    " PRIMARY KEY (scenario, engine, seed, replication));"
    "CREATE TABLE warmup (scenario TEXT NOT NULL, engine TEXT NOT NULL, seed INTEGER NOT NULL,"
    " packed BLOB NOT NULL, PRIMARY KEY (scenario, engine, seed));";

#define OF_KEY "scenario = ?1 AND engine = ?2 AND seed = ?3"
static const char select_row[] =
    "SELECT warmup_s, numbers, series_columns, histograms, series, events, entities,"
    " seconds, ratios FROM replication WHERE " OF_KEY " AND replication = ?4 AND NOT failed";
static const char select_failure[] =
    "SELECT reason FROM replication WHERE " OF_KEY " AND replication = ?4 AND failed";
static const char insert_row[] = "INSERT OR REPLACE INTO replication (scenario, engine, seed, replication, "
                                 "failed, reason, warmup_s, numbers,"
                                 " series_columns, histograms, series, events, entities, seconds, ratios)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
static const char select_names[] = "SELECT packed FROM names WHERE scenario = ?1 AND engine = ?2";
static const char insert_names[] =
    "INSERT OR REPLACE INTO names (scenario, engine, packed) VALUES (?1, ?2, ?3)";
static const char select_warmup[] = "SELECT packed FROM warmup WHERE " OF_KEY;
static const char insert_warmup[] =
    "INSERT OR REPLACE INTO warmup (scenario, engine, seed, packed) VALUES (?1, ?2, ?3, ?4)";
static const char select_census[] =
    "SELECT count(*) FILTER (WHERE NOT failed), count(*) FILTER (WHERE failed),"
    " max(replication) FILTER (WHERE NOT failed)"
    " FROM replication WHERE " OF_KEY;
static const char select_others[] =
    "SELECT count(*) FILTER (WHERE NOT (" OF_KEY ")), count(*) FILTER (WHERE scenario = ?1),"
    " count(*) FILTER (WHERE scenario = ?1 AND engine = ?2) FROM replication";

static bool refuse(struct ledger_file *file, const char *why) {
    if (!file->failed)
        text_format(&file->error, "%s %s", file->path, why);
    file->failed = true;
    return false;
}

void ledger_file_failed(struct ledger_file *file, const char *what) {
    int code = file->connection ? sqlite3_errcode(file->connection) : SQLITE_NOMEM;
    int system = file->connection ? sqlite3_system_errno(file->connection) : 0;
    const char *why = file->connection ? sqlite3_errmsg(file->connection) : sqlite3_errstr(code);
    bool from_system = system && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_FULL);
    struct text message = {0};
    file->damaged |= code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    if (code == SQLITE_NOTADB)
        text_add(&message, "is not a ledger of fcsim: move it away, or name another directory with -o");
    else if (code == SQLITE_CORRUPT)
        text_format(&message, "is damaged (%s): delete it to start afresh, or name another directory with -o",
                    why);
    else
        text_format(&message, "%s: %s%s%s", what, why, from_system ? ", " : "",
                    from_system ? strerror(system) : "");
    refuse(file, message.data);
    text_free(&message);
}

bool ledger_file_do(struct ledger_file *file, const char *statement) {
    bool done = sqlite3_exec(file->connection, statement, NULL, NULL, NULL) == SQLITE_OK;
    if (!done)
        ledger_file_failed(file, "cannot be written");
    return done;
}

bool ledger_file_step(struct ledger_file *file, sqlite3_stmt *statement) {
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    if (!done)
        ledger_file_failed(file, "cannot be written");
    sqlite3_reset(statement);
    return done;
}

/* The first number that a statement yields; false if it fails. */
static bool ask_number(struct ledger_file *file, const char *question, long long *number) {
    sqlite3_stmt *statement;
    bool done = sqlite3_prepare_v2(file->connection, question, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    if (done)
        *number = sqlite3_column_int64(statement, 0);
    else
        ledger_file_failed(file, "cannot be read");
    sqlite3_finalize(statement);
    return done;
}

/* Nothing is changed before it is sure that the file is a ledger or empty. */
static bool recognise(struct ledger_file *file, bool *fresh) {
    long long schema, application, tables_there;
    if (!ask_number(file, "PRAGMA user_version", &schema) ||
        !ask_number(file, "PRAGMA application_id", &application) ||
        !ask_number(file, "SELECT count(*) FROM sqlite_master", &tables_there))
        return false;
    *fresh = schema == 0 && application == 0 && tables_there == 0;
    if (*fresh || (application == APPLICATION && schema == LEDGER_SCHEMA))
        return true;
    if (application != APPLICATION)
        return refuse(file, "is not a ledger of fcsim: move it away, or name another directory with -o");
    struct text why = {0};
    text_format(
        &why,
        "is a ledger of schema %lld and this fcsim reads schema %d: name another directory with -o, or "
        "delete the file to start afresh",
        schema, LEDGER_SCHEMA);
    refuse(file, why.data);
    text_free(&why);
    return false;
}

/* All of it at one moment, since another program may be making the file. */
static bool recognise_at_once(struct ledger_file *file, bool *fresh) {
    return ledger_file_do(file, "BEGIN") && recognise(file, fresh) && ledger_file_do(file, "COMMIT");
}

static bool create_tables(struct ledger_file *file) {
    struct text header = {0};
    text_format(&header, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION, LEDGER_SCHEMA);
    bool fresh = false;
    bool done = ledger_file_do(file, "BEGIN IMMEDIATE") && recognise(file, &fresh) &&
                (!fresh || (ledger_file_do(file, tables) && ledger_file_do(file, header.data))) &&
                ledger_file_do(file, "COMMIT");
    text_free(&header);
    return done;
}

static bool prepare(struct ledger_file *file, sqlite3_stmt **statement, const char *words) {
    if (sqlite3_prepare_v3(file->connection, words, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL)) {
        ledger_file_failed(file, "cannot be read");
        return false;
    }
    return true;
}

sqlite3_stmt *ledger_file_of(sqlite3_stmt *statement, const struct bound_key *key) {
    sqlite3_bind_text(statement, 1, key->scenario, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, key->engine, -1, SQLITE_STATIC);
    if (sqlite3_bind_parameter_count(statement) >= 3)
        sqlite3_bind_int64(statement, 3, key->seed);
    return statement;
}

/* SQLite does not wait by itself where two programs turn a new file into one with a log. */
static bool use_log(struct ledger_file *file) {
    int code, waited_ms = 0;
    while ((code = sqlite3_exec(file->connection, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) ==
               SQLITE_BUSY &&
           waited_ms < BUSY_MS)
        waited_ms += sqlite3_sleep(POLL_MS);
    if (code != SQLITE_OK)
        ledger_file_failed(file, "cannot be written");
    return code == SQLITE_OK;
}

/* The file as SQLite names it where a name may say how to open it. */
static void add_uri(struct text *uri, const char *path, const char *how) {
    text_add(uri, *path == '/' ? "file:" : "file:./");
    for (; *path; path++)
        if (strchr("%?#", *path))
            text_format(uri, "%%%02x", (unsigned char)*path);
        else
            text_add_char(uri, *path);
    text_add(uri, how);
}

bool ledger_file_open(struct ledger_file *file, const char *path, struct arena *arena) {
    file->path = arena_copy(arena, path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    struct text uri = {0};
    add_uri(&uri, path, "");
    int code = sqlite3_open_v2(uri.data, &file->connection, flags, NULL);
    text_free(&uri);
    if (code != SQLITE_OK) {
        ledger_file_failed(file, "cannot be opened");
        return false;
    }
    sqlite3_busy_timeout(file->connection, BUSY_MS);
    if (sqlite3_db_readonly(file->connection, "main") == 1)
        return refuse(file, "cannot be written: it is read-only");
    /* Of a new file; a row of a few kilobytes would leave much of a usual page empty. */
    return recognise_at_once(file, &file->fresh) && ledger_file_do(file, "PRAGMA page_size = 16384") &&
           use_log(file) &&
           ledger_file_do(
               file,
               "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000; PRAGMA temp_store = MEMORY") &&
           (!file->fresh || create_tables(file)) && prepare(file, &file->select, select_row) &&
           prepare(file, &file->select_failure, select_failure) && prepare(file, &file->insert, insert_row) &&
           prepare(file, &file->select_names, select_names) &&
           prepare(file, &file->insert_names, insert_names) &&
           prepare(file, &file->select_census, select_census) &&
           prepare(file, &file->select_others, select_others) &&
           prepare(file, &file->select_warmup, select_warmup) &&
           prepare(file, &file->insert_warmup, insert_warmup);
}

/* Those of this engine last. */
static const char select_engines[] = "SELECT engine, count(*), engine = ?1 FROM replication GROUP BY engine"
                                     " ORDER BY engine = ?1, count(*) DESC, engine";

bool ledger_file_engines(struct ledger_file *file, const char *engine, struct ledger_engines *engines) {
    sqlite3_stmt *select = NULL;
    int code = sqlite3_prepare_v2(file->connection, select_engines, -1, &select, NULL);
    *engines = (struct ledger_engines){0};
    if (code == SQLITE_OK) {
        sqlite3_bind_text(select, 1, engine, -1, SQLITE_STATIC);
        while ((code = sqlite3_step(select)) == SQLITE_ROW) {
            long count = (long)sqlite3_column_int64(select, 1);
            if (sqlite3_column_int(select, 2)) {
                engines->ours = count;
                continue;
            }
            const char *other = (const char *)sqlite3_column_text(select, 0);
            if (!engines->others && other)
                strncat(engines->other, other, sizeof engines->other - 1);
            engines->others += count;
        }
    }
    if (code != SQLITE_DONE)
        ledger_file_failed(file, "cannot be read");
    sqlite3_finalize(select);
    return code == SQLITE_DONE;
}

/* A ledger that would add nothing to the whole is a mistake that is better said than repeated in silence. */
static void refuse_other_engines(struct ledger_file *other, const char *engine) {
    struct ledger_engines engines;
    if (other->failed || !ledger_file_engines(other, engine, &engines) || !engines.others || engines.ours)
        return;
    struct text why = {0};
    text_format(&why,
                "holds %ld replication%s of engine %s, and this fcsim is engine %s: join it with the fcsim "
                "that made it, or run its shard again with this one",
                engines.others, engines.others == 1 ? "" : "s", engines.other, engine);
    refuse(other, why.data);
    text_free(&why);
}

static bool is_same_file(const char *path, const char *other) {
    struct stat one, two;
    return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev &&
           one.st_ino == two.st_ino;
}

/* Rows are the same wherever they were made, so it does not matter whose is kept. */
static const char take_over[] =
    "BEGIN IMMEDIATE;"
    "INSERT OR IGNORE INTO names SELECT * FROM other.names;"
    "INSERT OR IGNORE INTO warmup SELECT * FROM other.warmup;"
    "INSERT OR REPLACE INTO replication SELECT * FROM other.replication AS theirs WHERE NOT EXISTS"
    " (SELECT 1 FROM main.replication AS ours WHERE ours.scenario = theirs.scenario"
    " AND ours.engine = theirs.engine AND ours.seed = theirs.seed"
    " AND ours.replication = theirs.replication AND (NOT ours.failed OR theirs.failed));"
    "COMMIT";

/* A ledger that was closed has no log beside it and is read as it lies, also where nothing may be written;
 * one that was not is read with its log, which takes a file of shared memory beside it. */
static void add_uri_to_read(struct text *uri, const char *path) {
    struct text log = {0};
    text_format(&log, "%s-wal", path);
    add_uri(uri, path, access(log.data, F_OK) == 0 ? "?mode=ro" : "?immutable=1");
    text_free(&log);
}

bool ledger_file_take_over(struct ledger_file *file, const char *path, const char *engine,
                           struct text *error) {
    struct ledger_file other = {.path = path};
    struct text uri = {0};
    sqlite3_stmt *attach = NULL;
    bool fresh, done = false;
    add_uri_to_read(&uri, path);
    if (is_same_file(file->path, path))
        refuse(&other, "is a shard and the whole at once: name another directory with -o");
    else if (sqlite3_open_v2(uri.data, &other.connection,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL) != SQLITE_OK)
        ledger_file_failed(&other, "cannot be opened");
    else if (recognise_at_once(&other, &fresh) && fresh)
        refuse(&other, "is empty: run its shard again, or leave it out and the merge runs what is missing");
    refuse_other_engines(&other, engine);
    if (!other.failed &&
        sqlite3_prepare_v2(file->connection, "ATTACH ?1 AS other", -1, &attach, NULL) == SQLITE_OK) {
        sqlite3_bind_text(attach, 1, uri.data, -1, SQLITE_STATIC);
        done = ledger_file_step(file, attach) && ledger_file_do(file, take_over);
    }
    sqlite3_finalize(attach);
    if (!other.failed && !done)
        sqlite3_exec(file->connection, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_exec(file->connection, "DETACH other", NULL, NULL, NULL);
    if (other.failed || file->failed)
        text_add(error, other.failed ? other.error.data : file->error.data);
    sqlite3_close(other.connection);
    text_free(&other.error);
    text_free(&uri);
    return done;
}

void ledger_file_close(struct ledger_file *file) {
    sqlite3_finalize(file->select);
    sqlite3_finalize(file->select_failure);
    sqlite3_finalize(file->insert);
    sqlite3_finalize(file->select_names);
    sqlite3_finalize(file->insert_names);
    sqlite3_finalize(file->select_census);
    sqlite3_finalize(file->select_others);
    sqlite3_finalize(file->select_warmup);
    sqlite3_finalize(file->insert_warmup);
    sqlite3_close(file->connection); /* the last one to close folds the log into the file */
    text_free(&file->error);
}
