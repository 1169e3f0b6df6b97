/* SPDX-License-Identifier: MIT */
/* holidays.c - see holidays.h. */
#include "models/forecast/holidays.h"

#include <stdlib.h>
#include <string.h>
#include "sim/base/text.h"
#include "sim/engine/calendar.h"

enum rule_kind { FIXED, NTH_WEEKDAY, LAST_WEEKDAY, EASTER, LUNAR_NEW_YEAR, FRENCH_MOTHERS };

/* FIXED: month, day. NTH_WEEKDAY: the nth such weekday of a month, plus days. LAST_WEEKDAY: the last one. */
struct holiday_rule {
    const char *name;
    enum rule_kind kind;
    int month, day_or_nth, weekday, plus;
};

/* Mother's Day by country code (ISO 3166). */
static const struct holiday_rule rules[] = {
    {"new-year", FIXED, 1, 1},
    {"valentines-day", FIXED, 2, 14},
    {"easter", EASTER},
    {"good-friday", EASTER, .plus = -2},
    {"thanksgiving", NTH_WEEKDAY, 11, 4, THURSDAY},
    {"black-friday", NTH_WEEKDAY, 11, 4, THURSDAY, 1},
    {"cyber-monday", NTH_WEEKDAY, 11, 4, THURSDAY, 4},
    {"singles-day", FIXED, 11, 11},
    {"double-twelve", FIXED, 12, 12},
    {"christmas", FIXED, 12, 25},
    {"chinese-new-year", LUNAR_NEW_YEAR},
    {"mothers-day-us", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-ca", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-de", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-at", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-ch", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-it", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-nl", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-be", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-au", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-jp", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-cn", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-br", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-ec", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-my", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-ph", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-sg", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-gb", EASTER, .plus = -21},
    {"mothers-day-ie", EASTER, .plus = -21},
    {"mothers-day-es", NTH_WEEKDAY, 5, 1, SUNDAY},
    {"mothers-day-pt", NTH_WEEKDAY, 5, 1, SUNDAY},
    {"mothers-day-fr", FRENCH_MOTHERS},
    {"mothers-day-se", LAST_WEEKDAY, 5, 0, SUNDAY},
    {"mothers-day-no", NTH_WEEKDAY, 2, 2, SUNDAY},
    {"mothers-day-pl", FIXED, 5, 26},
    {"mothers-day-mx", FIXED, 5, 10},
    {"mothers-day-ar", NTH_WEEKDAY, 10, 3, SUNDAY},
    {"mothers-day-th", FIXED, 8, 12},
    {"mothers-day-vn", NTH_WEEKDAY, 5, 2, SUNDAY},
    {"mothers-day-id", FIXED, 12, 22},
};
enum { RULES = sizeof rules / sizeof *rules };

/* Month x 100 + day of the lunar new year, 2000 to 2040 (Hong Kong Observatory, Gregorian-lunar calendar). */
static const short lunar_new_years[HOLIDAYS_LAST_YEAR - HOLIDAYS_FIRST_YEAR + 1] = {
    205, 124, 212, 201, 122, 209, 129, 218, 207, 126, 214, 203, 123, 210, 131, 219, 208, 128, 216, 205, 125,
    212, 201, 122, 210, 129, 217, 206, 126, 213, 203, 123, 211, 131, 219, 208, 128, 215, 204, 124, 212};

/* Gregorian Easter: the anonymous algorithm (Nature, 20 April 1876). */
int64_t easter_of(int year) {
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
    int f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
    return date_of(year, month, day).day;
}

static int64_t nth_weekday(int year, int month, int nth, int weekday) {
    int64_t first = date_of(year, month, 1).day;
    int ahead = (weekday - date_weekday((struct date){first}) + DAYS_A_WEEK) % DAYS_A_WEEK;
    return first + ahead + (nth - 1) * DAYS_A_WEEK;
}

static int64_t last_weekday(int year, int month, int weekday) {
    int64_t last = date_of(year + month / 12, month % 12 + 1, 1).day - 1;
    return last - (date_weekday((struct date){last}) - weekday + DAYS_A_WEEK) % DAYS_A_WEEK;
}

int64_t holiday_in_year(const struct holiday_rule *rule, int year) {
    int at = year - HOLIDAYS_FIRST_YEAR;
    switch (rule->kind) {
    case FIXED:
        return date_of(year, rule->month, rule->day_or_nth).day + rule->plus;
    case NTH_WEEKDAY:
        return nth_weekday(year, rule->month, rule->day_or_nth, rule->weekday) + rule->plus;
    case LAST_WEEKDAY:
        return last_weekday(year, rule->month, rule->weekday) + rule->plus;
    case FRENCH_MOTHERS: /* the last Sunday of May, or the first of June when that is Whit Sunday */
        return last_weekday(year, 5, SUNDAY) +
               (last_weekday(year, 5, SUNDAY) == easter_of(year) + 49 ? DAYS_A_WEEK : 0);
    case LUNAR_NEW_YEAR:
        return date_of(year, lunar_new_years[at] / 100, lunar_new_years[at] % 100).day;
    default:
        return easter_of(year) + rule->plus;
    }
}

const struct holiday_rule *holiday_rule_of(const char *text, int *offset) {
    for (int i = 0; i < RULES; i++) {
        size_t length = strlen(rules[i].name);
        if (strncmp(text, rules[i].name, length) != 0)
            continue;
        const char *behind = text + length;
        *offset = 0;
        if (!*behind)
            return &rules[i];
        char *end;
        if ((*behind != '+' && *behind != '-') || behind[1] < '0' || behind[1] > '9')
            continue;
        long days = strtol(behind, &end, 10);
        if (*end || days < -366 || days > 366)
            continue;
        *offset = (int)days;
        return &rules[i];
    }
    return NULL;
}

const char *holiday_nearest(const char *text) {
    static const char uk[] = "mothers-day-uk";
    const char *names[RULES];
    if (strncmp(text, uk, sizeof uk - 1) == 0)
        return "mothers-day-gb"; /* the country's code in ISO 3166 */
    for (int i = 0; i < RULES; i++)
        names[i] = rules[i].name;
    return text_nearest(text, names, RULES);
}
