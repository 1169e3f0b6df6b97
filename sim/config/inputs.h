/* SPDX-License-Identifier: MIT */
/* inputs.h - input files: each is opened once, inflated if it is gzipped (told by its content), and hashed.
 *
 * The content is kept until inputs_close. */
#ifndef SIM_CONFIG_INPUTS_H
#define SIM_CONFIG_INPUTS_H

#include <stddef.h>
#include "sim/base/hash.h"

struct arena;

struct input {
    const char *name;  /* as opened and shown */
    const char *fault; /* why it could not be read, or NULL */
    char *bytes;       /* the content; bytes[length] is 0 */
    size_t length;
    struct hash content;
    struct input *next;
};

struct inputs {
    struct arena *arena;
    const char *directory; /* of the scenario: where paths in the file start; "" = working directory */
    struct input *first;
};

/* The directory of a path, without the last slash; "" for none. */
const char *directory_of(struct arena *arena, const char *path);
/* An absolute path stays, a relative one starts at `directory`. */
const char *path_under(struct arena *arena, const char *directory, const char *path);
/* From the root of the file system, "" being the working directory; the path itself where that is unknown.
 */
const char *absolute_path(struct arena *arena, const char *path);
/* Never NULL; look at `fault`. */
struct input *input_open(struct inputs *inputs, const char *name);
void inputs_close(struct inputs *inputs);

/* Reads a regular file whole and inflates it; NULL (and why) if that fails. Give the memory back with free.
 */
char *file_content(struct arena *arena, const char *path, size_t *length, const char **fault);

#endif
