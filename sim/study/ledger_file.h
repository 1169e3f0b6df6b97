/* SPDX-License-Identifier: MIT */
/* ledger_file.h - the SQLite file under a ledger: its tables, its statements, its errors. */
#ifndef SIM_STUDY_LEDGER_FILE_H
#define SIM_STUDY_LEDGER_FILE_H

#include <sqlite3.h>
#include "sim/base/text.h"
#include "sim/study/ledger.h"

struct ledger_file {
    const char *path;
    sqlite3 *connection;
    /* Parameters 1 to 3 of all statements are a key: scenario, engine, seed. */
    sqlite3_stmt *select, *select_failure, *insert, *select_names, *insert_names, *select_census,
        *select_others, *select_warmup, *insert_warmup;
    bool fresh; /* there was nothing in it when it was opened */
    bool failed, damaged;
    struct text error; /* the first one */
};

/* A key as statements take it. */
struct bound_key {
    char scenario[HASH_TEXT_SIZE];
    const char *engine;
    sqlite3_int64 seed;
};

bool ledger_file_open(struct ledger_file *file, const char *path, struct arena *arena);
/* The statement for this key; the key must live until the statement is reset. */
sqlite3_stmt *ledger_file_of(sqlite3_stmt *statement, const struct bound_key *key);
/* Runs a statement that yields no rows; false, and the error is kept, if it fails. */
bool ledger_file_do(struct ledger_file *file, const char *statement);
bool ledger_file_step(struct ledger_file *file, sqlite3_stmt *statement);
/* Keeps SQLite's last error: "PATH WHAT: why". */
void ledger_file_failed(struct ledger_file *file, const char *what);
bool ledger_file_engines(struct ledger_file *file, const char *engine, struct ledger_engines *engines);
bool ledger_file_take_over(struct ledger_file *file, const char *path, const char *engine,
                           struct text *error);
void ledger_file_close(struct ledger_file *file);

#endif
