/* SPDX-License-Identifier: MIT */
/* config.h - reads a scenario: strict JSON, edited by --set, checked against field tables, with every value's
 * origin remembered.
 *
 * All problems are collected; a config with errors must not be run. What was read is read-only and shared by
 * all threads. Paths name list elements by their name ("teams.pickers.shifts.0.people"). Keys "$schema",
 * "$comment" and
 * "$sources" are annotations and are passed over; every other unknown key is a problem. */
#ifndef SIM_CONFIG_CONFIG_H
#define SIM_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include "sim/base/hash.h"
#include "sim/base/problems.h"
#include "sim/config/field.h"

struct arena;
struct text;

/* PATH=VALUE. VALUE is JSON, or bare text where that is no JSON ("evening"). */
struct setting {
    const char *argument;
    struct place origin; /* for problems; file NULL = "--set PATH=VALUE" */
};

/* A setting that says the same from any working directory: names of files in its value, as the table of its
 * key tells them, become absolute; relative ones start at `directory` ("" = the working directory). */
struct setting setting_from(struct arena *arena, const struct field *root, struct setting setting,
                            const char *directory);
/* The same for a value of the key at `path`; the value itself where it names no file. */
const char *setting_value_from(struct arena *arena, const struct field *root, const char *path,
                               const char *value, const char *directory);

struct config; /* what was read, beside the struct it filled: positions, origins, inputs */

/* Reads the file at `path` into a new struct of `size` bytes described by `fields`; all memory from `arena`.
 * Never NULL; look at problems->errors. Paths in the file are relative to the file, those in settings to the
 * working directory. */
struct config *config_read(struct arena *arena, const char *path, const struct setting *settings, int count,
                           const struct field *fields, size_t size, struct problems *problems);
/* The same from text in memory, for tests and fuzzing; `name` stands for the file in messages. */
struct config *config_read_text(struct arena *arena, const char *name, const char *text, size_t length,
                                const struct setting *settings, int count, const struct field *fields,
                                size_t size, struct problems *problems);

void *config_values(const struct config *config); /* the filled struct; defaults where problems were found */
/* True if the key at this path was given in the file or by --set. */
bool config_given(const struct config *config, const char *path);
/* The file that a ROWS key was read from, with the 1-based line of row `index`, for problems of models. */
struct place config_row_place(const struct config *config, const char *path, int index);

/* Hash of what can change results: resolved values and the content of every file named, without keys listed
 * in `labels` (title, seed, ...; NULL ends). */
struct hash config_hash(const struct config *config, const char *const *labels);
/* The whole scenario with defaults filled in, valid as a scenario, plus "$sources": {path: "default" |
 * "FILE:LINE" | "--set"}. */
void config_resolved(const struct config *config, struct text *out);

/* JSON Schema (2020-12) of a root table; units as "x-unit". */
void schema_write(const struct field *root, const char *title, struct text *out);
/* Markdown manual of all keys: a heading per object, a row per key (type, unit, range, default, doc). */
void manual_write(const struct field *root, const char *title, struct text *out);
/* The manual of one key, section or option, by path ("packing.benches", "picking.method.batch"), as plain
 * text for a terminal; false (and the nearest path in `nearest`, an arena string or NULL) if there is none.
 * List elements may be left out or given as `*`: "teams.shifts.people". */
bool describe_key(const struct field *root, const char *path, struct arena *arena, struct text *out,
                  const char **nearest);
/* Calls `visit` with every path of the tables ("teams.*.shifts.*.people"), for completion and lint. */
void fields_walk(const struct field *root,
                 void (*visit)(void *self, const char *path, const struct field *field), void *self);
/* What is wrong with the tables themselves (default outside its range, doc without a full stop, unit missing
 * where the name has a unit suffix, doubled keys, range missing), for the lint test. */
void fields_lint(const struct field *root, struct problems *problems);

#endif
