/* SPDX-License-Identifier: MIT */
/* calendar.c - dates by counting days from 0001-01-01 in the proleptic Gregorian calendar, and strict
 * parsing.
 *
 * Parsing takes ASCII in one form only, and leaves the result alone when it refuses. */
#include "sim/engine/calendar.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { DAYS_TO_1970 = 719162 /* from 0001-01-01 */, DAYS_IN_400_YEARS = 146097 };

static const int days_before_month[2][13] = {
    {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
    {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
};

static const char weekday_names[DAYS_A_WEEK][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static bool is_leap(int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 0001-01-01 to the first of January of a year. */
static int64_t days_before_year(int64_t year) {
    int64_t past = year - 1;
    return 365 * past + floor_divide(past, 4) - floor_divide(past, 100) + floor_divide(past, 400);
}

/* Month 13 is January of the next year, and so on, so that no table is read outside. */
struct date date_of(int year, int month, int day) {
    int64_t years = year + floor_divide((int64_t)month - 1, 12);
    int64_t months = (int64_t)month - 1 - 12 * floor_divide((int64_t)month - 1, 12);
    int64_t days = days_before_year(years) + days_before_month[is_leap(years)][months] + day - 1;
    return (struct date){.day = days - DAYS_TO_1970};
}

void date_split(struct date date, int *year, int *month, int *day) {
    int64_t days = date.day + DAYS_TO_1970;
    int64_t years = floor_divide(days * 400, DAYS_IN_400_YEARS) + 1; /* right, or one off */
    if (days_before_year(years) > days)
        years--;
    else if (days_before_year(years + 1) <= days)
        years++;
    int rest = (int)(days - days_before_year(years)), index = 0;
    const int *before = days_before_month[is_leap(years)];
    while (before[index + 1] <= rest)
        index++;
    *year = (int)years;
    *month = index + 1;
    *day = rest - before[index] + 1;
}

int date_weekday(struct date date) {
    int64_t since_monday = date.day + THURSDAY;
    return (int)(since_monday - DAYS_A_WEEK * floor_divide(since_monday, DAYS_A_WEEK));
}

/* Reads exactly `count` digits and moves on; false if there are fewer. */
static bool read_digits(const char **text, int count, int *number) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        char c = (*text)[i];
        if (c < '0' || c > '9')
            return false;
        value = 10 * value + (c - '0');
    }
    *text += count;
    *number = value;
    return true;
}

static bool read_char(const char **text, char c) {
    if (**text != c)
        return false;
    ++*text;
    return true;
}

static bool read_date(const char **text, struct date *date) {
    int year, month, day;
    if (!read_digits(text, 4, &year) || !read_char(text, '-') || !read_digits(text, 2, &month) ||
        !read_char(text, '-') || !read_digits(text, 2, &day))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    const int *before = days_before_month[is_leap(year)];
    if (day > before[month] - before[month - 1])
        return false;
    *date = date_of(year, month, day);
    return true;
}

static bool read_clock_time(const char **text, struct clock_time *time) {
    int hours, minutes, seconds = 0;
    if (!read_digits(text, 2, &hours) || !read_char(text, ':') || !read_digits(text, 2, &minutes))
        return false;
    if (**text == ':' && (!read_char(text, ':') || !read_digits(text, 2, &seconds)))
        return false;
    if (minutes > 59 || seconds > 59)
        return false;
    int total = hours * SECONDS_AN_HOUR + minutes * 60 + seconds;
    if (total > SECONDS_A_DAY)
        return false;
    time->seconds = total;
    return true;
}

bool date_parse(const char *text, struct date *date) {
    struct date read;
    if (!read_date(&text, &read) || *text)
        return false;
    *date = read;
    return true;
}

bool clock_time_parse(const char *text, struct clock_time *time) {
    struct clock_time read;
    if (!read_clock_time(&text, &read) || *text)
        return false;
    *time = read;
    return true;
}

bool moment_parse(const char *text, struct moment *moment) {
    struct date date;
    struct clock_time time;
    if (!read_date(&text, &date) || !(read_char(&text, 'T') || read_char(&text, ' ')) ||
        !read_clock_time(&text, &time) || *text)
        return false;
    moment->seconds = date.day * SECONDS_A_DAY + time.seconds;
    return true;
}

static bool read_weekday(const char **text, int *weekday) {
    for (*weekday = MONDAY; *weekday <= SUNDAY; ++*weekday)
        if (strncmp(*text, weekday_names[*weekday], 3) == 0) {
            *text += 3;
            return true;
        }
    return false;
}

/* A range may run over the end of the week: "sat-mon". */
bool weekdays_parse(const char *text, struct weekdays *days) {
    unsigned mask = 0;
    if (strcmp(text, "daily") == 0) {
        days->mask = (1u << DAYS_A_WEEK) - 1;
        return true;
    }
    do {
        int first, last;
        if (!read_weekday(&text, &first))
            return false;
        last = first;
        if (read_char(&text, '-') && !read_weekday(&text, &last))
            return false;
        for (int day = first;; day = (day + 1) % DAYS_A_WEEK) {
            mask |= 1u << day;
            if (day == last)
                break;
        }
    } while (read_char(&text, ','));
    if (*text)
        return false;
    days->mask = mask;
    return true;
}

const char *date_text(char buffer[DATE_TEXT_SIZE], struct date date) {
    int year, month, day;
    date_split(date, &year, &month, &day);
    snprintf(buffer, DATE_TEXT_SIZE, "%04d-%02d-%02d", year, month, day);
    return buffer;
}

/* Seconds are written only if there are any. */
const char *clock_time_text(char buffer[DATE_TEXT_SIZE], struct clock_time time) {
    int hours = time.seconds / SECONDS_AN_HOUR, minutes = time.seconds / 60 % 60, seconds = time.seconds % 60;
    if (seconds)
        snprintf(buffer, DATE_TEXT_SIZE, "%02d:%02d:%02d", hours, minutes, seconds);
    else
        snprintf(buffer, DATE_TEXT_SIZE, "%02d:%02d", hours, minutes);
    return buffer;
}

const char *moment_text(char buffer[DATE_TEXT_SIZE], struct moment moment) {
    char time[DATE_TEXT_SIZE];
    struct date date = {.day = floor_divide(moment.seconds, SECONDS_A_DAY)};
    clock_time_text(time, (struct clock_time){.seconds = (int)(moment.seconds - date.day * SECONDS_A_DAY)});
    size_t length = strlen(date_text(buffer, date));
    snprintf(buffer + length, DATE_TEXT_SIZE - length, "T%s", time);
    return buffer;
}

/* Three days or more in a row become a range. */
const char *weekdays_text(char buffer[DATE_TEXT_SIZE], struct weekdays days) {
    size_t length = 0;
    buffer[0] = '\0';
    if (days.mask == (1u << DAYS_A_WEEK) - 1)
        return strcpy(buffer, "daily");
    for (int day = MONDAY; day <= SUNDAY; day++) {
        if (!weekdays_have(days, day))
            continue;
        int last = day;
        while (last < SUNDAY && weekdays_have(days, last + 1))
            last++;
        length += (size_t)snprintf(buffer + length, DATE_TEXT_SIZE - length, "%s%s", length ? "," : "",
                                   weekday_names[day]);
        if (last >= day + 2) {
            length += (size_t)snprintf(buffer + length, DATE_TEXT_SIZE - length, "-%s", weekday_names[last]);
            day = last;
        }
    }
    return buffer;
}
