/* SPDX-License-Identifier: MIT */
/* series.h - the interval series of the first replications, spooled in packed blocks of rows and merged in
 * one pass.
 *
 * At most SERIES_REPLICATIONS are kept, enough for ribbons of 10 % and 90 % quantiles. */
#ifndef SIM_STUDY_SERIES_H
#define SIM_STUDY_SERIES_H

#include <stdbool.h>
#include "sim/study/outcome.h"
#include "sim/study/spool.h"

enum { SERIES_REPLICATIONS = 200, SERIES_LEAD = 2 /* from and to, in seconds, lead each row */ };

/* Where the rows of a replication are spooled. */
struct series_blocks {
    int rows, count;
    const struct spooled *places; /* by block */
};

struct series {
    struct spool spool;
    struct measures columns;
    int replications; /* folded */
    struct series_blocks blocks[SERIES_REPLICATIONS];
};

/* The receiver of one replication's rows, in its arena. */
struct series_tap;
struct series_tap *series_tap_create(struct series *series, int index, struct arena *arena);
void series_tap_row(void *tap, usec from, usec to, const double *values, int count);
void series_tap_end(void *tap);
/* All blocks that a tap received, read after its end into the arena; nothing beyond SERIES_REPLICATIONS. */
bool series_tap_read(const struct series_tap *tap, struct arena *arena, struct bytes *blocks);
/* Gives a fresh tap, and ends it, what was read from another one; false, and it is fresh still, for bytes
 * that make no sense. */
bool series_tap_restore(struct series_tap *tap, struct bytes blocks);
bool series_tap_keeps(const struct series_tap *tap); /* false beyond SERIES_REPLICATIONS */

/* The next replication in order; where its rows are is copied into the arena. */
void series_add(struct series *series, const struct series_tap *tap, struct arena *arena);

int series_column(struct measures columns, const char *name); /* by base name; -1 if there is none */

void series_each(const struct series *series, void (*row)(void *self, const struct series_row *row),
                 void *self);

#endif
