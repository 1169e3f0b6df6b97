/* SPDX-License-Identifier: MIT */
/* problems.h - what is wrong with an input, collected so that all of it is printed at once.
 *
 * A problem says where (file, line, column, path), which rule, what was found, and what to do about it.
 * Checks that know only a path ("teams.pickers.shifts.0.people") leave finding the line to `locate`. */
#ifndef SIM_BASE_PROBLEMS_H
#define SIM_BASE_PROBLEMS_H

#include <stdbool.h>

struct arena;
struct text;

/* Where in an input; line and column count from 1, 0 = unknown. `file` NULL = the command line or nowhere. */
struct place {
    const char *file;
    int line, column;
};

struct problem {
    struct place place;
    const char *path; /* dotted path of the key, or "" */
    const char *rule; /* what must hold and what was found */
    const char *hint; /* what to do, or "" */
    bool warning;     /* worth saying, not a reason to stop */
};

struct problems {
    struct arena *arena;
    struct problem *items;
    int count, capacity, errors;
    struct place (*locate)(void *index, const char *path);              /* may be NULL */
    struct place (*locate_row)(void *index, const char *path, int row); /* of a data file; may be NULL */
    bool (*given)(void *index, const char *path); /* whether a key was written; may be NULL */
    void *index;
};

struct problems *problems_create(struct arena *arena);

/* Whether the user wrote the key at `path`, in the file or on the command line. */
bool problems_given(const struct problems *problems, const char *path);

/* Where the key at `path` was given. */
struct place problems_place(const struct problems *problems, const char *path);

/* Adds a problem at a known place. `hint` may be NULL. Texts are copied. */
void problem_at(struct problems *problems, struct place place, const char *path, const char *hint,
                const char *rule, ...) __attribute__((format(printf, 5, 6)));
/* Adds a problem at the place of `path` in the scenario. */
void problem_of(struct problems *problems, const char *path, const char *hint, const char *rule, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds a problem at row `row` (from 0) of the data file that the key at `path` names. */
void problem_of_row(struct problems *problems, const char *path, int row, const char *hint, const char *rule,
                    ...) __attribute__((format(printf, 5, 6)));
/* The same as problem_of and problem_at as warnings: the run goes on. */
void warning_of(struct problems *problems, const char *path, const char *hint, const char *rule, ...)
    __attribute__((format(printf, 4, 5)));
void warning_at(struct problems *problems, struct place place, const char *hint, const char *rule, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds what another list holds, with its places. */
void problems_join(struct problems *problems, const struct problems *others);

/* "FILE:LINE:COL: error: PATH: RULE" and, indented below it, "hint: HINT"; in order of file and position,
 * then the order found. */
void problems_write(const struct problems *problems, struct text *out);

#endif
