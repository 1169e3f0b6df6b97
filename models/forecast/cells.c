/* SPDX-License-Identifier: MIT */
/* cells.c - see cells.h. */
#include "models/forecast/cells.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
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

/* Copies a cell without the blanks around it; blanks of other widths, which group digits, become plain ones.
 */
static bool copy_number(const char *text, char plain[LONGEST_NUMBER + 1]) {
    static const char *const blanks[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
    int length = 0;
    while (*text == ' ')
        text++;
    while (*text && length < LONGEST_NUMBER) {
        size_t wide = 0;
        for (int i = 0; i < (int)(sizeof blanks / sizeof *blanks) && !wide; i++)
            wide = strncmp(text, blanks[i], strlen(blanks[i])) == 0 ? strlen(blanks[i]) : 0;
        plain[length++] = wide ? ' ' : *text;
        text += wide ? wide : 1;
    }
    plain[length] = 0;
    while (length > 0 && plain[length - 1] == ' ')
        plain[--length] = 0;
    return length > 0 && !*text;
}

static bool three_digits(const char *at) {
    return strspn(at, "0123456789") == 3;
}

/* Moves over "234.567" behind a first group of digits, writing digits on; how many groups follow it. */
static int grouped(const char **at, char separator, char **out) {
    int groups = 0;
    for (; **at == separator && three_digits(*at + 1); groups++, *at += 4, *out += 3)
        memcpy(*out, *at + 1, 3);
    return groups;
}

/* The digits before decimals; false where a mark among them fits no way of writing numbers. */
static bool whole_part(const char **at, char **out, struct count_cell *cell) {
    size_t run = strspn(*at, "0123456789");
    bool zero = **at == '0';
    memcpy(*out, *at, run);
    *out += run;
    *at += run;
    char separator = **at;
    bool mark = separator == '.' || separator == ',';
    if (run < 1 || run > 3 || !(mark || separator == ' ' || separator == '\'') || (mark && zero))
        return true;
    const char *before = *at;
    int groups = grouped(at, separator, out);
    if (!mark || !groups)
        return true;
    char other = separator == '.' ? ',' : '.';
    if (groups > 1 || **at == other) {
        cell->decimal = other;
        return **at != separator;
    }
    *at = before; /* one group may be decimals as well */
    *out -= 3;
    cell->open = before[4] ? 0 : separator;
    return true;
}

bool count_cell_parse(const char *text, struct count_cell *cell) {
    char written[LONGEST_NUMBER + 1], plain[LONGEST_NUMBER + 2], *out = plain, *end;
    const char *at = written;
    *cell = (struct count_cell){0};
    if (!copy_number(text, written))
        return false;
    if (*at == '-' || *at == '+')
        *out++ = *at++;
    if (!whole_part(&at, &out, cell))
        return false;
    if (*at == '.' || *at == ',') {
        if (!cell->open)
            cell->decimal = *at;
        at++;
        *out++ = '.';
    }
    size_t rest = strlen(at);
    memcpy(out, at, rest + 1);
    if (strspn(out, "0123456789eE+-") != rest)
        return false;
    cell->value = strtod(plain, &end);
    return !*end && isfinite(cell->value);
}

bool truth_cell_parse(const char *text, bool *yes) {
    static const char *const words[] = {"1", "1.0", "true",  "t", "yes", "y", "",
                                        "0", "0.0", "false", "f", "no",  "n"};
    enum { WORDS = sizeof words / sizeof *words, FIRST_NO = 6 };
    while (*text == ' ')
        text++;
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        length--;
    for (int i = 0; i < WORDS; i++)
        if (strlen(words[i]) == length && strncasecmp(text, words[i], length) == 0) {
            *yes = i < FIRST_NO;
            return true;
        }
    return false;
}

char *cell_trimmed(char *text) {
    while (*text == ' ' || *text == '\t')
        text++;
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        text[--length] = 0;
    return text;
}
