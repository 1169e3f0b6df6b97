/* SPDX-License-Identifier: MIT */
/* series.h - the interval series of the first replications, spooled row by row and merged in one pass.
 *
 * Rows have a fixed size and a fixed place in one file: replication after replication. At most
 * SERIES_REPLICATIONS are kept, enough for ribbons of 10 % and 90 % quantiles. */
#ifndef SIM_STUDY_SERIES_H
#define SIM_STUDY_SERIES_H

#include <stdbool.h>
#include "sim/study/spool.h"
#include "sim/study/study.h"

enum { SERIES_REPLICATIONS = 200, SERIES_LEAD = 2 /* from and to, in seconds, lead each row */ };

struct series {
    struct spool spool;
    struct measures columns;
    int rows_limit;   /* places per replication */
    int replications; /* folded */
    int rows[SERIES_REPLICATIONS];
};

void series_open(struct series *series, const struct study_plan *plan, const char *directory);
void series_close(struct series *series);

/* The receiver of one replication's rows, in its arena. */
struct series_tap;
struct series_tap *series_tap_create(struct series *series, int index, struct arena *arena);
void series_tap_row(void *tap, usec from, usec to, const double *values, int count);
void series_tap_end(void *tap);
int series_tap_rows(const struct series_tap *tap);

/* The rows of one replication as they are spooled. */
struct series_rows {
    int count, width; /* width: numbers in a row, the lead included */
    const double *numbers;
};
/* What a tap received, read back after its end into the arena; no rows beyond SERIES_REPLICATIONS. */
bool series_tap_read(const struct series_tap *tap, struct arena *arena, struct series_rows *rows);
/* Gives a fresh tap rows that were read back from another one. */
bool series_tap_restore(struct series_tap *tap, const struct series_rows *rows);
bool series_tap_keeps(const struct series_tap *tap); /* false beyond SERIES_REPLICATIONS */

int series_column(struct measures columns, const char *name); /* by base name; -1 if there is none */

void series_each(const struct series *series, void (*row)(void *self, const struct series_row *row),
                 void *self);

#endif
