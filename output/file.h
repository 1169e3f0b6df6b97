/* SPDX-License-Identifier: MIT */
/* file.h - files that appear whole or not at all.
 *
 * Bytes go to a temporary name in the same directory; only a complete, synced file is renamed to its final
 * name. A path that exists and is no regular file (a pipe, /dev/stdout) is written directly. The first error
 * is kept and told at the end, with the path and the system's reason. The simple calls file_write_atomically
 * and directory_create are declared in output.h. */
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct text;
struct file_stream;

/* NULL with a message when the directory cannot be written. */
struct file_stream *file_begin(const char *path, struct text *error);
void file_add(struct file_stream *stream, const char *data, size_t length);
/* Writes what a caller collected in `text` and empties it, once it is long enough to be worth a call. */
void file_drain(struct file_stream *stream, struct text *text);
/* Ends the stream: the file is there under its name, or nothing is and `error` says why. */
bool file_end(struct file_stream *stream, struct text *error);
/* Ends the stream and leaves nothing. */
void file_drop(struct file_stream *stream);

/* The whole content of a file, at most `limit` bytes. */
bool file_read(const char *path, size_t limit, struct text *out, struct text *error);

#endif
