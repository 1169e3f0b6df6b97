/* SPDX-License-Identifier: MIT */
/* inputs.c - opens, inflates and hashes input files, each once. */
#include "sim/config/inputs.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include "sim/base/arena.h"

/* Files beyond this are refused: the largest order books seen have a tenth of it. */
#define MAX_CONTENT ((size_t)2 << 30)

enum { CHUNK = 1 << 20 };

const char *directory_of(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash)
        return "";
    return slash == path ? "/" : arena_copy_range(arena, path, (size_t)(slash - path));
}

const char *path_under(struct arena *arena, const char *directory, const char *path) {
    if (path[0] == '/' || !directory || !*directory)
        return arena_copy(arena, path);
    return arena_format(arena, "%s/%s", directory, path);
}

const char *absolute_path(struct arena *arena, const char *path) {
    char directory[4096];
    if (path[0] == '/' || !getcwd(directory, sizeof directory))
        return path;
    return *path ? path_under(arena, directory, path) : arena_copy(arena, directory);
}

/* The bytes as they are on the disk, with a 0 behind them. */
static char *read_all(struct arena *arena, int fd, size_t expected, size_t *length, const char **fault) {
    size_t capacity = expected + 1, used = 0;
    char *bytes = memory_resize(NULL, capacity + 1);
    for (;;) {
        if (used == capacity) {
            capacity += capacity / 2 + CHUNK;
            bytes = memory_resize(bytes, capacity + 1);
        }
        ssize_t got = read(fd, bytes + used, capacity - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            *fault = arena_format(arena, "cannot be read: %s", strerror(errno));
        else if (used > MAX_CONTENT)
            *fault = "is larger than 2 GiB";
        if (*fault) {
            free(bytes);
            return NULL;
        }
        if (got == 0)
            break;
        used += (size_t)got;
    }
    bytes[used] = 0;
    *length = used;
    return bytes;
}

/* Inflates until the input ends; several gzip members may follow each other. NULL sets `fault`. */
static char *inflate_all(char *packed, size_t packed_length, size_t *length, const char **fault) {
    z_stream z = {.next_in = (Bytef *)packed, .avail_in = (uInt)packed_length};
    size_t capacity = packed_length * 4 + CHUNK, used = 0;
    char *bytes = memory_resize(NULL, capacity + 1);
    int state = inflateInit2(&z, 16 + MAX_WBITS); /* gzip only */
    while (state == Z_OK && !*fault) {
        if (used == capacity) {
            capacity += capacity / 2;
            bytes = memory_resize(bytes, capacity + 1);
        }
        size_t room = capacity - used < UINT32_MAX ? capacity - used : UINT32_MAX;
        z.next_out = (Bytef *)(bytes + used);
        z.avail_out = (uInt)room;
        uInt input_before = z.avail_in;
        state = inflate(&z, Z_NO_FLUSH);
        size_t got = room - z.avail_out;
        used += got;
        if (state == Z_STREAM_END && z.avail_in > 1 && z.next_in[0] == 0x1F && z.next_in[1] == 0x8B)
            state = inflateReset(&z);
        else if (state == Z_BUF_ERROR || (state == Z_OK && z.avail_in == 0 && z.avail_out > 0))
            *fault = "is a gzip file that was cut off";
        else if (used > MAX_CONTENT)
            *fault = "is larger than 2 GiB when inflated";
        else if (state == Z_OK && got == 0 && input_before == z.avail_in)
            *fault = "is a damaged gzip file";
    }
    inflateEnd(&z);
    if (!*fault && state != Z_STREAM_END)
        *fault = "is a damaged gzip file";
    if (*fault) {
        free(bytes);
        return NULL;
    }
    bytes[used] = 0;
    *length = used;
    return bytes;
}

/* A descriptor of a regular file, or -1. */
static int open_regular(struct arena *arena, const char *path, size_t *size, const char **fault) {
    struct stat status;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* does not wait for a pipe's writer */
    if (fd < 0) {
        *fault =
            errno == ENOENT ? "does not exist" : arena_format(arena, "cannot be opened: %s", strerror(errno));
        return -1;
    }
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        *fault = "is not a regular file";
    else if (status.st_size < 0 || (size_t)status.st_size > MAX_CONTENT)
        *fault = "is larger than 2 GiB";
    if (*fault) {
        close(fd);
        return -1;
    }
    *size = (size_t)status.st_size;
    return fd;
}

char *file_content(struct arena *arena, const char *path, size_t *length, const char **fault) {
    size_t size = 0;
    *fault = NULL;
    int fd = open_regular(arena, path, &size, fault);
    if (fd < 0)
        return NULL;
    char *bytes = read_all(arena, fd, size, length, fault);
    close(fd);
    if (!bytes || *length < 2 || (unsigned char)bytes[0] != 0x1F || (unsigned char)bytes[1] != 0x8B)
        return bytes;
    char *inflated = inflate_all(bytes, *length, length, fault);
    free(bytes);
    return inflated;
}

struct input *input_open(struct inputs *inputs, const char *name) {
    for (struct input *input = inputs->first; input; input = input->next)
        if (strcmp(input->name, name) == 0)
            return input;
    struct input *input = arena_new(inputs->arena, struct input);
    input->name = name;
    input->bytes = file_content(inputs->arena, name, &input->length, &input->fault);
    if (input->bytes)
        input->content = hash_bytes(input->bytes, input->length);
    input->next = inputs->first;
    inputs->first = input;
    return input;
}

void inputs_close(struct inputs *inputs) {
    for (struct input *input = inputs->first; input; input = input->next) {
        free(input->bytes);
        input->bytes = NULL;
    }
    inputs->first = NULL;
}
