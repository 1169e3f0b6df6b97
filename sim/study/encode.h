/* SPDX-License-Identifier: MIT */
/* encode.h - outcomes as bytes, for the ledger.
 *
 * Whole numbers take seven bits to the byte, lowest first (LEB128). A histogram is its zeros and then, for
 * every bucket that is not empty, the gap to the one before and the count. A block of rows of the interval
 * series is written column by column, since neighbours in a column are alike: a token is 4 n for "the last
 * number n times more" (at first the last number is 0), 4 n + 1 for the whole number n, 2 for the eight bytes
 * that follow it; a series is block after block. Decoding checks every length and says false for bytes that
 * make no sense. */
#ifndef SIM_STUDY_ENCODE_H
#define SIM_STUDY_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include "sim/study/outcome.h"

struct text;

/* What the numbers of an outcome are called. */
struct result_names {
    struct measures measures, series;
    int histogram_count;
    const char *const *histogram_names;
};

void encode_names(const struct result_names *names, const struct subject *subject, struct text *out);
/* Texts are copied into the arena; definitions are looked up in the subject. */
bool decode_names(struct bytes bytes, const struct subject *subject, struct arena *arena,
                  struct result_names *names);

void encode_histograms(struct histogram *const *histograms, int count, struct text *out);
/* How many there are; -1 for bytes that make no sense. */
int count_histograms(struct bytes bytes);
/* Adds each to one of `into`; false if they are not as many. */
bool add_histograms(struct bytes bytes, struct histogram *const *into, int count);

/* A block of rows of the interval series. */
struct series_rows {
    int count, width; /* width: numbers in a row */
    const double *numbers;
};
void encode_rows(const struct series_rows *rows, struct text *out);
/* Takes a block off the front of `bytes`. */
bool decode_rows(struct bytes *bytes, struct arena *arena, struct series_rows *rows);

/* What the search for the warm-up saw. */
void encode_welch(const struct welch *welch, struct text *out);
bool decode_welch(struct bytes bytes, struct arena *arena, struct welch *welch);

#endif
