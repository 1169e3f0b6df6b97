/* SPDX-License-Identifier: MIT */
/* holidays.h - rules for days that move from year to year: "easter-2", "black-friday", "mothers-day-gb". */
#ifndef MODELS_FORECAST_HOLIDAYS_H
#define MODELS_FORECAST_HOLIDAYS_H

#include <stdbool.h>
#include <stdint.h>

/* Years for which Chinese New Year is in the table; every rule is known in these. */
enum { HOLIDAYS_FIRST_YEAR = 2000, HOLIDAYS_LAST_YEAR = 2040 };

struct holiday_rule;

/* NULL if no rule has this name; `offset` are the days behind it ("+1", "-2"). */
const struct holiday_rule *holiday_rule_of(const char *text, int *offset);
/* Days since 1970-01-01. */
int64_t holiday_in_year(const struct holiday_rule *rule, int year);
/* The nearest name for a message, or NULL. */
const char *holiday_nearest(const char *text);
int64_t easter_of(int year);

#endif
