/* SPDX-License-Identifier: MIT */
/* json_scan.h - a strict look at JSON text before the library builds a tree from it.
 *
 * Accepts what RFC 8259 allows and refuses what libraries let pass: invalid UTF-8, \u0000, half surrogates,
 * leading zeros, numbers beyond double, comments, trailing commas, nesting deeper than 64. It goes on after
 * an error where the rest still makes sense, so that several errors are seen at once. Doubled keys are found
 * on the tree (node.h). */
#ifndef SIM_CONFIG_JSON_SCAN_H
#define SIM_CONFIG_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct problems;

enum { JSON_MAX_DEPTH = 64, JSON_MAX_NUMBER_LENGTH = 63, JSON_MAX_BYTES = 64 << 20, JSON_MAX_PROBLEMS = 20 };

/* Of one value; line and column (in characters) count from 1. A value in an object has the place of its key,
 * too. */
struct json_position {
    int line, column, key_line, key_column;
};

/* Of all values in the order in which they begin: a list or object before what is in it. */
struct json_positions {
    struct json_position *items; /* owned: json_positions_free */
    int count, capacity;
};

/* False if there was an error. `name` stands for the file in problems. */
bool json_scan(const char *name, const char *text, size_t length, struct json_positions *positions,
               struct problems *problems);
void json_positions_free(struct json_positions *positions);

#endif
