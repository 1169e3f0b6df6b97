/* SPDX-License-Identifier: MIT */
/* factor.h - what a study varies: one or more keys that move together, and the values they take.
 *
 *   PATH=LO:HI[:STEP]   numbers from LO to HI, both included; whole ones where all are written whole
 *   PATH=a,b,c          these values
 *   PATH=[1, "x", ...]  these values, as JSON; the form for texts with colons or commas
 *   A+B=...             both keys take the same value */
#ifndef SIM_STUDY_FACTOR_H
#define SIM_STUDY_FACTOR_H

#include <stdbool.h>
#include "sim/base/problems.h"

struct arena;
struct field;
struct text;

enum { FACTOR_MOST_VALUES = 1000000 };

struct factor {
    const char *typed;
    struct place origin; /* where it was typed, for problems with its values: "--vary ...", or in a file */
    const char *name;    /* its keys, joined by '+' */
    int path_count;
    const char **paths;
    bool range;             /* LO:HI, else a list of values */
    bool whole;             /* a range of whole numbers */
    double low, high, step; /* of a range; step 0 = none was given */
    int value_count;        /* of a list */
    const char **values;    /* as --set takes them */
};

/* Names of files among the values become absolute, as typed for a study that is kept. `root` is the table of
 * the scenario. */
void factor_settle_files(struct factor *factor, const struct field *root, const char *directory,
                         struct arena *arena);
/* One value of it, in the same way. */
const char *factor_settled(const struct factor *factor, const char *value, const struct field *root,
                           const char *directory, struct arena *arena);
/* The keys alone, "A+B", as a factor without values of its own; false with what is wrong. */
bool factor_read_name(const char *name, struct place origin, struct arena *arena, struct factor *factor,
                      struct text *error);
/* False, with what is wrong, for what cannot be read or is an empty range. */
bool factor_read(const char *typed, struct place origin, struct arena *arena, struct factor *factor,
                 struct text *error);
/* The origin of a factor that --vary names. */
struct place factor_option(const char *typed, struct arena *arena);
/* How many values it takes on a grid; 0, with what is wrong, if that is not defined. */
int factor_levels(const struct factor *factor, struct text *error);
/* The value number `level` on a grid. */
const char *factor_level(const struct factor *factor, int level, struct arena *arena);
/* The value at a share 0 <= u <= 1 of the way: of a range the number there, of a list, or of a range in
 * steps, the value that holds the share. */
const char *factor_at(const struct factor *factor, double u, struct arena *arena);
/* Where that value lies between the first (0) and the last (1): u itself, or by its number where there are
 * steps; values of a list count as evenly spaced. */
double factor_place(const struct factor *factor, double u);
/* How many values it has; 0 = all numbers between its ends. */
int factor_steps(const struct factor *factor);
/* The number that a value is, or NaN. */
double factor_number(const char *value);

#endif
