/* SPDX-License-Identifier: MIT */
/* ledger.h - what replications yielded, kept on disk, so that nothing is run twice.
 *
 * One SQLite file per directory of results. A row is one replication under the key (scenario hash, engine
 * version, seed, replication number) and holds all that is needed to fold it again: values, pooled ratios,
 * kept histograms, rows of the interval series, events, entities, seconds, or the reason why it failed. What
 * the values are called is kept once per scenario hash and engine version, the warm-up that was found once
 * per scenario hash, engine version and seed. Rows of other keys are left alone.
 *
 * Rows are written in batches: a batch is committed at 4 MB, or a fifth of a second after the one before by
 * whoever calls ledger_commit_if_due, and when the ledger is closed. A program that is killed loses the batch
 * that is open and nothing else. After a clean end there is one file.
 *
 * Threads of one program may share a ledger; several programs may share a file. The first error is kept:
 * from then on nothing is written. Numbers are stored in the byte order of the machine. */
#ifndef SIM_STUDY_LEDGER_H
#define SIM_STUDY_LEDGER_H

#include <stdbool.h>
#include <stdint.h>
#include "sim/base/hash.h"
#include "sim/study/study.h"

struct arena;
struct bytes;
struct outcome;
struct text;

enum { LEDGER_SCHEMA = 3 };

struct ledger_key {
    struct hash scenario;
    const char *engine; /* version: a digest of the sources that can change results */
    uint64_t seed;
};

struct ledger;

/* Opens or creates, for the rows of one key. NULL, with what is wrong and what to do, for a file that is no
 * ledger, has another schema or cannot be written. */
struct ledger *ledger_open(const char *path, const struct ledger_key *key, const struct subject *subject,
                           struct text *error);
/* The rows of another key in the same file; the file is closed with the last of its ledgers. */
struct ledger *ledger_of_key(struct ledger *other, const struct ledger_key *key);
/* Fills an outcome, of which index and replication are set, with what is stored. False if nothing is, if it
 * failed, if another warm-up was cut off, or if `rows` are asked for (not NULL) and were not kept. */
bool ledger_get(struct ledger *ledger, struct outcome *outcome, double warmup_s, struct bytes *rows);
/* Whether the replication of an outcome had failed when the ledger was opened; then fills in how. */
bool ledger_get_failure(struct ledger *ledger, struct outcome *outcome);
/* Stores an outcome that was done or failed; others are passed over. `rows` may be empty. It can be read
 * once its batch is committed. */
void ledger_put(struct ledger *ledger, const struct outcome *outcome, double warmup_s, struct bytes rows);
/* What the search for the warm-up saw and found; its names and values are copied into the arena. */
bool ledger_get_warmup(struct ledger *ledger, struct arena *arena, struct welch *welch);
void ledger_put_warmup(struct ledger *ledger, const struct welch *welch);
/* From now on the file is all there is, for all of its ledgers: a replication or warm-up that it does not
 * hold fails instead of being made. */
void ledger_seal(struct ledger *ledger);
bool ledger_is_sealed(const struct ledger *ledger);
/* Whether the file held nothing when it was opened. */
bool ledger_is_new(const struct ledger *ledger);
void ledger_commit(struct ledger *ledger);
void ledger_commit_if_due(struct ledger *ledger); /* to be called now and then */
/* The first error, or NULL. */
const char *ledger_error(struct ledger *ledger);
/* Whether that error is of the file itself, so that nothing can go on with it. */
bool ledger_is_damaged(const struct ledger *ledger);

/* What the file held of this key when it was opened. */
struct ledger_census {
    long replications; /* done */
    long failed;
    int last; /* the highest number of one done; 0 = none */
};
struct ledger_census ledger_census(const struct ledger *ledger);
/* What it holds now of other keys; looks at all rows. */
struct ledger_others {
    long replications;
    bool same_scenario, same_engine; /* there are rows of this scenario; of it and this engine */
};
struct ledger_others ledger_others(struct ledger *ledger);

/* Replications in the file, of any scenario and seed, that were made by the engine of this ledger's key and
 * by others; of the latter, the version that made most. */
struct ledger_engines {
    long ours, others;
    char other[24];
};
struct ledger_engines ledger_engines(struct ledger *ledger);

/* Takes over all rows of another file that this one does not have; one that was done replaces one that
 * failed. False, with what is wrong and nothing taken, if the other file is this one, is no ledger of this
 * schema, or holds replications of other engines only. */
bool ledger_take_over(struct ledger *ledger, const char *path, struct text *error);

/* Commits, folds the write-ahead log into the file and closes. NULL is allowed. */
void ledger_close(struct ledger *ledger);

#endif
