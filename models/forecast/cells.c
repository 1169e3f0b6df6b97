/* SPDX-License-Identifier: MIT */
/* cells.c - see cells.h. */
#include "models/forecast/cells.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "sim/engine/calendar.h"

enum { SHORTEST_YEAR = 1900, LONGEST_YEAR = 2200, LONGEST_NUMBER = 40 };

/* Reads `least` to `most` digits at *at. */
static bool digits(const char **at, int least, int most, int *value) {
    int count = 0;
    *value = 0;
    while (count < most && isdigit((unsigned char)**at)) {
        *value = *value * 10 + (**at - '0');
        (*at)++;
        count++;
    }
    return count >= least && !isdigit((unsigned char)**at);
}

/* "T14:05", " 14:05:30.250", and behind it "Z", "+02:00", "+0200" or nothing. */
static bool time_of_day(const char *at, struct date_cell *cell) {
    int hour, minute, second = 0, zone_hour, zone_minute = 0;
    if (*at != 'T' && *at != ' ')
        return false;
    at++;
    if (!digits(&at, 1, 2, &hour) || *at++ != ':' || !digits(&at, 2, 2, &minute))
        return false;
    if (*at == ':') {
        at++;
        if (!digits(&at, 2, 2, &second))
            return false;
        if (*at == '.' || *at == ',')
            for (at++; isdigit((unsigned char)*at); at++)
                ;
    }
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    cell->second = hour * SECONDS_AN_HOUR + minute * 60 + (second < 60 ? second : 59);
    if (*at == 'Z' && !at[1]) {
        cell->zone_min = ZONE_UTC;
        return true;
    }
    if (*at == '+' || *at == '-') {
        int sign = *at++ == '-' ? -1 : 1;
        zone_hour = isdigit((unsigned char)at[0]) && isdigit((unsigned char)at[1])
                        ? (at[0] - '0') * 10 + (at[1] - '0')
                        : 99;
        if (zone_hour > 14)
            return false;
        at += 2;
        at += *at == ':';
        if (*at && !digits(&at, 2, 2, &zone_minute))
            return false;
        cell->zone_min = sign * (zone_hour * 60 + zone_minute);
    }
    return *at == 0;
}

static enum date_form form_of(char separator, bool year_first) {
    if (year_first)
        return FORM_YEAR_FIRST;
    return separator == '.' ? FORM_DOTS : FORM_SLASHES;
}

static bool compact(const char *text, struct date_cell *cell) {
    int number;
    const char *at = text;
    if (!digits(&at, 8, 8, &number))
        return false;
    cell->form = FORM_COMPACT;
    cell->a = number / 10000;
    cell->b = number / 100 % 100;
    cell->c = number % 100;
    return !*at || time_of_day(at, cell);
}

bool date_cell_parse(const char *text, struct date_cell *cell) {
    *cell = (struct date_cell){.second = NO_TIME, .zone_min = NO_ZONE};
    while (*text == ' ')
        text++;
    size_t run = strspn(text, "0123456789");
    if (run == 8)
        return compact(text, cell);
    const char *at = text;
    if (!digits(&at, 1, 4, &cell->a) || !*at || !strchr("-/.", *at))
        return false;
    char separator = *at++;
    if (!digits(&at, 1, 2, &cell->b) || *at++ != separator)
        return false;
    bool year_first = run == 4;
    if (!digits(&at, year_first ? 1 : 4, year_first ? 2 : 4, &cell->c))
        return false;
    cell->form = form_of(separator, year_first);
    while (*at == ' ' && !at[1])
        at++;
    return !*at || time_of_day(at, cell);
}

bool date_cell_day(const struct date_cell *cell, bool day_first, int64_t *day) {
    int year = cell->a, month = cell->b, in_month = cell->c;
    if (cell->form == FORM_SLASHES || cell->form == FORM_DOTS) {
        year = cell->c;
        month = day_first ? cell->b : cell->a;
        in_month = day_first ? cell->a : cell->b;
    }
    if (year < SHORTEST_YEAR || year > LONGEST_YEAR || month < 1 || month > 12 || in_month < 1)
        return false;
    struct date date = date_of(year, month, in_month);
    int y, m, d;
    date_split(date, &y, &m, &d);
    *day = date.day;
    return m == month && d == in_month;
}

enum number_fault count_cell_parse(const char *text, double *value) {
    char plain[LONGEST_NUMBER + 1];
    int length = 0, dots = 0, commas = 0;
    const char *last_mark = NULL;
    while (*text == ' ')
        text++;
    for (const char *at = text; *at; at++) {
        dots += *at == '.';
        commas += *at == ',';
        if (*at == '.' || *at == ',')
            last_mark = at;
    }
    size_t behind = last_mark ? strspn(last_mark + 1, "0123456789") : 0;
    bool both = dots && commas, several = dots + commas > 1 && !both;
    if (commas == 1 && !dots && behind == 3 && !(text[0] == '0' && text[1] == ','))
        return NUMBER_AMBIGUOUS;
    for (const char *at = text; *at && length < LONGEST_NUMBER; at++) {
        bool decimal = at == last_mark && !several;
        if (decimal)
            plain[length++] = '.';
        else if (*at != '.' && *at != ',' && *at != ' ' && *at != '\'')
            plain[length++] = *at;
    }
    plain[length] = 0;
    if (!length || length == LONGEST_NUMBER || strspn(plain, "0123456789.+-eE") != (size_t)length)
        return NUMBER_NONE;
    char *end;
    *value = strtod(plain, &end);
    return *end || !isfinite(*value) ? NUMBER_NONE : NUMBER_RIGHT;
}
