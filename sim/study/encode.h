/* SPDX-License-Identifier: MIT */
/* encode.h - outcomes as bytes, for the ledger.
 *
 * Whole numbers take seven bits to the byte, lowest first (LEB128). A histogram is its zeros and then, for
 * every bucket that is not empty, the gap to the one before and the count. Rows of the interval series are
 * written column by column, since neighbours in a column are alike: a token is 4 n for "the last number n
 * times more" (at first the last number is 0), 4 n + 1 for the whole number n, 2 for the eight bytes that
 * follow it. Decoding checks every length and says false for bytes that make no sense. */
#ifndef SIM_STUDY_ENCODE_H
#define SIM_STUDY_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include "sim/study/outcome.h"
#include "sim/study/series.h"

struct text;

struct bytes {
    const void *data;
    size_t length;
};

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
bool decode_histograms(struct bytes bytes, struct arena *arena, struct histogram ***histograms, int *count);

void encode_rows(const struct series_rows *rows, struct text *out);
bool decode_rows(struct bytes bytes, struct arena *arena, struct series_rows *rows);

/* What the search for the warm-up saw. */
void encode_welch(const struct welch *welch, struct text *out);
bool decode_welch(struct bytes bytes, struct arena *arena, struct welch *welch);

#endif
