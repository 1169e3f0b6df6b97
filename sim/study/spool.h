/* SPDX-License-Identifier: MIT */
/* spool.h - a temporary file without a name: what grows with the number of replications goes there, not into
 * memory.
 *
 * The file is unlinked as soon as it is open, so nothing is left behind however the program ends. Writing and
 * reading take an offset, so several threads may use one spool. The first error is kept. */
#ifndef SIM_STUDY_SPOOL_H
#define SIM_STUDY_SPOOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spool {
    int descriptor;
    atomic_int error; /* errno of the first failure */
};

/* In `directory`, or where NULL in TMPDIR, or else where the system keeps temporary files. */
bool spool_open(struct spool *spool, const char *directory);
bool spool_write(struct spool *spool, int64_t offset, const void *bytes, size_t length);
bool spool_read(const struct spool *spool, int64_t offset, void *bytes, size_t length);
void spool_close(struct spool *spool);

#endif
