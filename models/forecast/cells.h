/* SPDX-License-Identifier: MIT */
/* cells.h - dates and counts as people write them.
 *
 * 3/4/2013 may be March or April: a file is read in whole before the order of day and month is settled. */
#ifndef MODELS_FORECAST_CELLS_H
#define MODELS_FORECAST_CELLS_H

#include <stdbool.h>
#include <stdint.h>

enum date_form { FORM_NONE, FORM_YEAR_FIRST, FORM_COMPACT, FORM_SLASHES, FORM_DOTS };
enum { NO_TIME = -1, NO_ZONE = 100000, ZONE_UTC = 100001 };

struct date_cell {
    enum date_form form;
    int a, b, c;  /* as written: year, month, day, or two numbers and a year */
    int second;   /* of the day; NO_TIME */
    int zone_min; /* minutes east of UTC; NO_ZONE; ZONE_UTC for a Z */
};

/* False if it is no date in a form that is known. */
bool date_cell_parse(const char *text, struct date_cell *cell);
/* False if there is no such day; `day_first` decides 3/4/2013. */
bool date_cell_day(const struct date_cell *cell, bool day_first, int64_t *day);

/* "1234", "1234.5", "1234,5", "1,234.5", "1.234,5", "1 234". "1.234" may mean two things: only the other
 * counts of the file tell which. */
struct count_cell {
    double value; /* of an open mark as if decimals followed */
    char decimal; /* '.' or ',' where the cell shows which of them stands before decimals; else 0 */
    char open;    /* '.' or ',' where it stands before three digits that may be decimals or not; else 0 */
};
/* False if it is no number. */
bool count_cell_parse(const char *text, struct count_cell *cell);

/* Yes or no as spreadsheets and programs write it: "yes", "True", "1.0", "n", "" (no). False for other words.
 */
bool truth_cell_parse(const char *text, bool *yes);

/* Takes blanks away at both ends, in place. */
char *cell_trimmed(char *text);

#endif
