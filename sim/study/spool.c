/* SPDX-License-Identifier: MIT */
/* spool.c - see spool.h. */
#include "sim/study/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "sim/base/text.h"

static int open_in(const char *directory) {
    struct text path = {0};
    text_format(&path, "%s/fcsim-XXXXXX", directory);
    int descriptor = mkstemp(path.data);
    if (descriptor >= 0)
        unlink(path.data);
    text_free(&path);
    return descriptor;
}

/* The C library knows the system's place for temporary files; its stream is given up for a descriptor. */
static int open_in_default_place(void) {
    FILE *file = tmpfile();
    if (!file)
        return -1;
    int descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
    fclose(file);
    return descriptor;
}

bool spool_open(struct spool *spool, const char *directory) {
    if (!directory)
        directory = getenv("TMPDIR");
    atomic_init(&spool->error, 0);
    spool->descriptor = directory && *directory ? open_in(directory) : open_in_default_place();
    if (spool->descriptor < 0) {
        atomic_store(&spool->error, errno);
        return false;
    }
    fcntl(spool->descriptor, F_SETFD, FD_CLOEXEC);
    return true;
}

bool spool_write(struct spool *spool, int64_t offset, const void *bytes, size_t length) {
    const char *next = bytes;
    while (length > 0) {
        ssize_t written = pwrite(spool->descriptor, next, length, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            atomic_store(&spool->error, written < 0 ? errno : ENOSPC);
            return false;
        }
        next += written;
        offset += written;
        length -= (size_t)written;
    }
    return true;
}

bool spool_read(const struct spool *spool, int64_t offset, void *bytes, size_t length) {
    char *next = bytes;
    while (length > 0) {
        ssize_t got = pread(spool->descriptor, next, length, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        next += got;
        offset += got;
        length -= (size_t)got;
    }
    return true;
}

void spool_close(struct spool *spool) {
    if (spool->descriptor >= 0)
        close(spool->descriptor);
    spool->descriptor = -1;
}
