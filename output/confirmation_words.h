/* SPDX-License-Identifier: MIT */
/* confirmation_words.h - what fresh replications show of a target, for people. */
#ifndef OUTPUT_CONFIRMATION_WORDS_H
#define OUTPUT_CONFIRMATION_WORDS_H

struct confirmation;
struct target;
struct text;

/* One decimal place more than usual, so that a bound near its target can be told from it. */
void confirmation_value(struct text *out, double value, const char *unit);
/* " (at least 97.12 % with 95 % confidence)"; of equal values, which have no bound on a mean, in how many
 * replications they were seen and how many may differ. */
void confirmation_bound(struct text *out, const struct confirmation *seen, const struct target *target,
                        const char *unit, double alpha);

#endif
