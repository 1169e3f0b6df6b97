/* SPDX-License-Identifier: MIT */
/* spool.c - see spool.h. */
#include "sim/study/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "sim/base/arena.h"
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

void spool_open(struct spool *spool, const char *directory) {
    spool->memory = memory_resize(NULL, SPOOL_IN_MEMORY);
    spool->directory = directory ? directory : getenv("TMPDIR");
    atomic_init(&spool->descriptor, -1);
    atomic_init(&spool->error, 0);
    atomic_init(&spool->end, 0);
}

/* The file, made by whoever comes first; -1 after an error. */
static int file_of(struct spool *spool) {
    int there = atomic_load(&spool->descriptor);
    if (there >= 0)
        return there;
    const char *directory = spool->directory;
    int made = directory && *directory ? open_in(directory) : open_in_default_place();
    if (made < 0) {
        atomic_store(&spool->error, errno);
        return -1;
    }
    fcntl(made, F_SETFD, FD_CLOEXEC);
    if (atomic_compare_exchange_strong(&spool->descriptor, &there, made))
        return made;
    close(made);
    return there;
}

/* How many bytes from `offset` on lie in memory. */
static size_t in_memory(int64_t offset, size_t length) {
    if (offset >= SPOOL_IN_MEMORY)
        return 0;
    size_t room = (size_t)(SPOOL_IN_MEMORY - offset);
    return length < room ? length : room;
}

bool spool_write(struct spool *spool, int64_t offset, const void *bytes, size_t length) {
    const char *next = bytes;
    size_t kept = in_memory(offset, length);
    if (kept)
        memcpy(spool->memory + offset, bytes, kept);
    next += kept;
    offset += (int64_t)kept;
    length -= kept;
    int descriptor = length ? file_of(spool) : -1;
    if (length && descriptor < 0)
        return false;
    while (length > 0) {
        ssize_t written = pwrite(descriptor, next, length, (off_t)offset);
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

bool spool_append(struct spool *spool, const void *bytes, size_t length, struct spooled *place) {
    *place = (struct spooled){.offset = atomic_fetch_add(&spool->end, (int64_t)length), .length = length};
    return spool_write(spool, place->offset, bytes, length);
}

bool spool_read(const struct spool *spool, int64_t offset, void *bytes, size_t length) {
    char *next = bytes;
    size_t kept = in_memory(offset, length);
    if (kept)
        memcpy(next, spool->memory + offset, kept);
    next += kept;
    offset += (int64_t)kept;
    length -= kept;
    int descriptor = atomic_load(&spool->descriptor);
    if (length && descriptor < 0)
        return false;
    while (length > 0) {
        ssize_t got = pread(descriptor, next, length, (off_t)offset);
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
    if (!spool->memory)
        return;
    if (spool->descriptor >= 0)
        close(spool->descriptor);
    free(spool->memory);
    spool->memory = NULL;
}
