/* SPDX-License-Identifier: MIT */
/* ledger_batch.h - what waits in memory to be written to a ledger's file.
 *
 * The file is locked for as long as it takes to write a batch, and not from its first entry on, so that other
 * programs that write to the same file find their turn. */
#ifndef SIM_STUDY_LEDGER_BATCH_H
#define SIM_STUDY_LEDGER_BATCH_H

#include "sim/study/encode.h"
#include "sim/study/ledger_file.h"

/* A replication, or the one of the other two that has data. */
struct ledger_entry {
    struct ledger_entry *next;
    struct bound_key key;
    struct bytes names, warmup;
    int replication;
    bool failed;
    const char *reason;
    double warmup_s;
    struct bytes values, ratios, histograms, rows;
    int series_columns;
    uint64_t events, entities;
    double seconds;
};

/* Zero-initialise. */
struct ledger_batch {
    struct arena *arena; /* of all entries */
    struct ledger_entry *first, *last;
    int count;
};

/* An entry of this key to be filled in; what it points to comes from ledger_batch_keep. */
struct ledger_entry *ledger_batch_add(struct ledger_batch *batch, const struct bound_key *key);
struct bytes ledger_batch_keep(struct ledger_batch *batch, const void *data, size_t length);
/* Writes all entries or, after an error that the file keeps, none; then the batch is empty. */
void ledger_batch_write(struct ledger_batch *batch, struct ledger_file *file);

#endif
