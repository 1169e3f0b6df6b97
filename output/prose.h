/* SPDX-License-Identifier: MIT */
/* prose.h - numbers for people: rounded to what their interval supports, with units and thousands separators.
 *
 * Files for programs use text_add_number instead. */
#ifndef OUTPUT_PROSE_H
#define OUTPUT_PROSE_H

#include "sim/study/study.h"

struct text;

enum { PROSE_SIZE = 64 };

/* "41,203", "0.034", "n/a"; about `digits` significant digits, never fewer than the integer part has. */
void prose_number(struct text *out, double value, int digits);
/* The unit and the decimal places in which numbers below each other are written; the largest has three digits
 * or more. */
struct prose_scale {
    double factor; /* to that unit */
    int places;
    char unit[PROSE_SIZE];
};
struct prose_scale prose_scale(double largest, const char *unit);
/* A difference and the half-width of its interval, without the unit: "+1.51 +- 0.32"; what is nothing is "0",
 * and a half-width that is not defined is left out. */
void prose_difference_in(struct text *out, const struct prose_scale *scale, double difference, double half);
/* "12.5 s", "45 min", "3:12 h", "14 days". */
void prose_duration(struct text *out, double seconds);
/* A value in the unit of its metric: shares as per cent, seconds as a duration, money with the currency
 * first. */
void prose_value(struct text *out, double value, const char *unit);
/* The mean with its half-width, "98.7 % +- 0.3"; `sign` is "+-" or the plus-minus character. Without an
 * interval, the mean alone. */
void prose_estimate(struct text *out, const struct summary *summary, const char *unit, const char *sign);
/* "2026-12-07 06:00" of seconds since 1970-01-01, and the same as "2026-12-07T06:00:00" for programs. */
const char *prose_moment(char buffer[PROSE_SIZE], double seconds);
const char *iso_moment(char buffer[PROSE_SIZE], double seconds);
/* "1 replication", "2 replications". */
void prose_count(struct text *out, long count, const char *noun);
/* "packing_benches" as "packing benches". */
void prose_name(struct text *out, const char *name);
/* The same in at most `width` bytes. */
void prose_short_name(struct text *out, const char *name, size_t width);

#endif
