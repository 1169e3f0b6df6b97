/* SPDX-License-Identifier: MIT */
/* file.c - temporary name, write, fsync, rename, fsync of the directory. What a program that was killed left
 * under a temporary name is removed when the same file is written again. */
#include "output/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "output/output.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

enum { DRAIN_BYTES = 1 << 16, TEMPORARY_NAMES = 1000 };

struct file_stream {
    char *path, *temporary; /* temporary NULL: written directly */
    int descriptor;
    int failure; /* the first errno, 0 = none */
};

static char *copy_of(const char *string) {
    size_t size = strlen(string) + 1;
    return memcpy(memory_resize(NULL, size), string, size);
}

static void cannot(struct text *error, const char *verb, const char *path, int reason) {
    text_format(error, "cannot %s %s: %s", verb, path, strerror(reason));
}

static bool is_special(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static const char temporary_mark[] = ".part-";

/* The process that made the temporary file `name` of the file `base`; 0 if it is none. */
static pid_t maker_of(const char *name, const char *base) {
    size_t length = strlen(base), mark = strlen(temporary_mark);
    if (strncmp(name, base, length) != 0 || strncmp(name + length, temporary_mark, mark) != 0)
        return 0;
    const char *digits = name + length + mark;
    char *end;
    long process = strtol(digits, &end, 10);
    bool whole = end > digits && *end == '-' && end[1] && end[1 + strspn(end + 1, "0123456789")] == '\0';
    return whole && process > 0 ? (pid_t)process : 0;
}

static void remove_leftovers(const char *path) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    struct text folder = {0};
    text_add_range(&folder, path, (size_t)(base - path));
    DIR *directory = opendir(slash ? folder.data : ".");
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        pid_t maker = maker_of(entry->d_name, base);
        if (maker && kill(maker, 0) != 0 && errno == ESRCH)
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    if (directory)
        closedir(directory);
    text_free(&folder);
}

/* Opens a name that nobody uses; the process number keeps two programs apart. */
static int open_temporary(struct file_stream *stream) {
    for (int attempt = 0; attempt < TEMPORARY_NAMES; attempt++) {
        struct text name = {0};
        text_format(&name, "%s%s%ld-%d", stream->path, temporary_mark, (long)getpid(), attempt);
        int descriptor = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            stream->temporary = name.data;
            return descriptor;
        }
        text_free(&name);
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

static void stream_free(struct file_stream *stream) {
    free(stream->path);
    free(stream->temporary);
    free(stream);
}

struct file_stream *file_begin(const char *path, struct text *error) {
    struct file_stream *stream = memory_resize(NULL, sizeof *stream);
    *stream = (struct file_stream){.path = copy_of(path)};
    if (!is_special(path))
        remove_leftovers(path);
    stream->descriptor = is_special(path) ? open(path, O_WRONLY | O_CLOEXEC) : open_temporary(stream);
    if (stream->descriptor >= 0)
        return stream;
    cannot(error, "write", path, errno);
    stream_free(stream);
    return NULL;
}

void file_add(struct file_stream *stream, const char *data, size_t length) {
    while (length && !stream->failure) {
        ssize_t written = write(stream->descriptor, data, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            stream->failure = errno;
            return;
        }
        data += written;
        length -= (size_t)written;
    }
}

void file_drain(struct file_stream *stream, struct text *text) {
    if (text->length < DRAIN_BYTES)
        return;
    file_add(stream, text->data, text->length);
    text_clear(text);
}

/* So that the new name itself survives a power failure; a file system that cannot do this is no error. */
static void sync_directory_of(const char *path) {
    char *directory = copy_of(path);
    char *slash = strrchr(directory, '/');
    if (slash)
        slash[slash == directory] = '\0';
    int descriptor = open(slash ? directory : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
    free(directory);
}

void file_drop(struct file_stream *stream) {
    close(stream->descriptor);
    if (stream->temporary)
        unlink(stream->temporary);
    stream_free(stream);
}

bool file_end(struct file_stream *stream, struct text *error) {
    if (!stream->failure && stream->temporary && fsync(stream->descriptor) != 0)
        stream->failure = errno;
    if (close(stream->descriptor) != 0 && !stream->failure)
        stream->failure = errno;
    if (!stream->failure && stream->temporary && rename(stream->temporary, stream->path) != 0)
        stream->failure = errno;
    bool whole = !stream->failure;
    if (!whole) {
        cannot(error, "write", stream->path, stream->failure);
        if (stream->temporary)
            unlink(stream->temporary);
    } else if (stream->temporary) {
        sync_directory_of(stream->path);
    }
    stream_free(stream);
    return whole;
}

bool file_write_atomically(const char *path, const char *data, size_t length, struct text *error) {
    struct file_stream *stream = file_begin(path, error);
    if (!stream)
        return false;
    file_add(stream, data, length);
    return file_end(stream, error);
}

static bool is_directory(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool directory_create(const char *path, struct text *error) {
    char *partial = copy_of(path);
    for (char *end = partial; *end; end++) {
        if (end == partial || *end != '/')
            continue;
        *end = '\0';
        mkdir(partial, 0777); /* a parent that cannot be made shows below */
        *end = '/';
    }
    bool made = mkdir(partial, 0777) == 0 || (errno == EEXIST && is_directory(path));
    if (!made)
        cannot(error, "create directory", path, errno == EEXIST ? ENOTDIR : errno);
    free(partial);
    return made;
}

bool file_read(const char *path, size_t limit, struct text *out, struct text *error) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    char block[1 << 14];
    ssize_t got = -1;
    size_t total = 0;
    while (descriptor >= 0 && (got = read(descriptor, block, sizeof block)) != 0 && total <= limit) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        text_add_range(out, block, (size_t)got);
        total += (size_t)got;
    }
    int reason = total > limit ? EFBIG : got < 0 ? errno : 0;
    if (descriptor >= 0)
        close(descriptor);
    if (reason)
        cannot(error, "read", path, reason);
    return !reason;
}
