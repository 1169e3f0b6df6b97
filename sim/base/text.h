/* SPDX-License-Identifier: MIT */
/* text.h - a string that grows, and numbers as text.
 *
 * Numbers are written shortest-round-trip in the C locale: reading them back gives the same double. */
#ifndef SIM_BASE_TEXT_H
#define SIM_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise; `data` is always terminated once something was added, and may be NULL before. */
struct text {
    char *data;
    size_t length, capacity;
};

void text_add(struct text *text, const char *string);
void text_add_range(struct text *text, const char *start, size_t length);
void text_add_char(struct text *text, char c);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vformat(struct text *text, const char *format, va_list arguments);
void text_clear(struct text *text); /* keeps the memory */
void text_free(struct text *text);

/* The shortest decimal that reads back as `value`; "null" style choices for NaN are the caller's. */
enum { NUMBER_SIZE = 40 };
const char *number_text(char buffer[NUMBER_SIZE], double value);
void text_add_number(struct text *text, double value);

/* A JSON string with quotes and escapes; `<` as \u003c so that it may stand inside a script element. */
void text_add_json_string(struct text *text, const char *string);

/* Damerau-Levenshtein distance, for "did you mean". */
int text_distance(const char *a, const char *b);
/* The nearest of `count` candidates, or NULL when none is near enough to be worth suggesting. */
const char *text_nearest(const char *word, const char *const *candidates, int count);
bool text_starts_with(const char *text, const char *prefix);
bool text_ends_with(const char *text, const char *suffix);

#endif
