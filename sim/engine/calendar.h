/* SPDX-License-Identifier: MIT */
/* calendar.h - real dates. Local time without daylight saving: a day has 86,400 seconds. */
#ifndef SIM_ENGINE_CALENDAR_H
#define SIM_ENGINE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

struct date { /* days since 1970-01-01 (a Thursday) */
    int64_t day;
};
struct clock_time { /* seconds since midnight, 0 ... 86400 */
    int seconds;
};
struct moment { /* seconds since 1970-01-01T00:00 */
    int64_t seconds;
};
struct weekdays { /* bit 0 = Monday ... bit 6 = Sunday */
    unsigned mask;
};

enum { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, DAYS_A_WEEK };
enum { SECONDS_A_DAY = 86400, SECONDS_AN_HOUR = 3600, HOURS_A_DAY = 24, HOURS_A_WEEK = 168 };
enum { DATE_TEXT_SIZE = 32 };

/* Rounded towards minus infinity, so that times before 1970 or before the start fall on the right day. */
static inline int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}
static inline struct date moment_date(struct moment moment) {
    return (struct date){floor_divide(moment.seconds, SECONDS_A_DAY)};
}

struct date date_of(int year, int month, int day); /* proleptic Gregorian; no check of ranges */
void date_split(struct date date, int *year, int *month, int *day);
int date_weekday(struct date date); /* MONDAY ... SUNDAY */
static inline bool weekdays_have(struct weekdays days, int weekday) {
    return days.mask >> weekday & 1;
}

/* "2026-12-07", "16:00" or "16:00:30" (up to 24:00), "2026-12-07T16:00" (also a blank for the T, and
 * seconds), "mon-fri", "tue,thu", "daily"; false if the text is not one. */
bool date_parse(const char *text, struct date *date);
bool clock_time_parse(const char *text, struct clock_time *time);
bool moment_parse(const char *text, struct moment *moment);
bool weekdays_parse(const char *text, struct weekdays *days);
const char *date_text(char buffer[DATE_TEXT_SIZE], struct date date);
const char *clock_time_text(char buffer[DATE_TEXT_SIZE], struct clock_time time);
const char *moment_text(char buffer[DATE_TEXT_SIZE], struct moment moment);
const char *weekdays_text(char buffer[DATE_TEXT_SIZE], struct weekdays days);

#endif
