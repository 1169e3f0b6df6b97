/* SPDX-License-Identifier: MIT */
/* spool.h - what grows with the number of replications: the first bytes in memory, the rest in a temporary
 * file without a name.
 *
 * The file is made when it is needed and unlinked as soon as it is open, so nothing is left behind however
 * the program ends. Writing and reading take an offset, so several threads may use one spool. The first error
 * is kept. */
#ifndef SIM_STUDY_SPOOL_H
#define SIM_STUDY_SPOOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPOOL_IN_MEMORY = 1 << 20 };

/* Where it is that was appended. */
struct spooled {
    int64_t offset;
    size_t length;
};

struct spool {
    char *memory;          /* bytes 0 ... SPOOL_IN_MEMORY - 1 */
    const char *directory; /* of the file; NULL: TMPDIR, or where the system keeps temporary files */
    atomic_int descriptor; /* of the file; -1 until it is needed */
    atomic_int error;      /* errno of the first failure */
    _Atomic int64_t end;   /* behind all that was appended */
};

/* The file will lie in `directory`, or where NULL in TMPDIR, or else where the system keeps such files. */
void spool_open(struct spool *spool, const char *directory);
/* A spool is either appended to or written at offsets that the caller chooses. */
bool spool_append(struct spool *spool, const void *bytes, size_t length, struct spooled *place);
bool spool_write(struct spool *spool, int64_t offset, const void *bytes, size_t length);
bool spool_read(const struct spool *spool, int64_t offset, void *bytes, size_t length);
void spool_close(struct spool *spool);

#endif
