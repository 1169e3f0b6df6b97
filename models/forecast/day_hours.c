/* SPDX-License-Identifier: MIT */
/* day_hours.c - days of which hours are missing: holes in a file of hourly counts, and a last day that was
 * not over when the file was written. */
#include <string.h>
#include "models/forecast/day_states.h"
#include "models/forecast/history.h"
#include "models/forecast/history_rows.h"
#include "sim/base/arena.h"
#include "sim/engine/calendar.h"

/* An hour of a weekday is expected to have a row if it nearly always has one, or, between other hours of the
 * day, mostly: opening hours change at the ends of a day. */
#define NEARLY_ALWAYS 0.95
#define MOSTLY 0.5
/* Where nobody writes a 0 down, an hour in which so many are usual is not without an order by chance. */
#define SURE_COUNT 10.0
enum { RECENT_DAYS = 91, LEAST_SUCH_DAYS = 3, NIGHT_HOURS = 4 };

struct usual {
    double share[DAYS_A_WEEK][HOURS_A_DAY]; /* of the days with any row */
    double mean[DAYS_A_WEEK][HOURS_A_DAY];  /* where there is a row */
};

static bool any_row(const unsigned char *counted, int d) {
    return memchr(counted + d * HOURS_A_DAY, 1, HOURS_A_DAY) != NULL;
}

static int weekday_of(const struct history_series *s, int d) {
    return date_weekday((struct date){s->first + d});
}

static void find_usual(const struct history_series *s, const unsigned char *counted, struct usual *usual) {
    int days[DAYS_A_WEEK] = {0};
    *usual = (struct usual){0};
    for (int d = 0; d < s->days; d++) {
        int w = weekday_of(s, d);
        days[w] += any_row(counted, d);
        for (int h = 0; h < HOURS_A_DAY; h++) {
            usual->share[w][h] += counted[d * HOURS_A_DAY + h];
            usual->mean[w][h] += s->hourly[d * HOURS_A_DAY + h];
        }
    }
    for (int w = 0; w < DAYS_A_WEEK; w++)
        for (int h = 0; h < HOURS_A_DAY && days[w]; h++) {
            usual->mean[w][h] /= usual->share[w][h] > 0.0 ? usual->share[w][h] : 1.0;
            usual->share[w][h] = days[w] >= LEAST_SUCH_DAYS ? usual->share[w][h] / days[w] : 0.0;
        }
}

/* Summer time begins: an hour of one night does not exist. */
static bool clocks_may_go_ahead(int64_t day) {
    int year, month, in_month;
    date_split((struct date){day}, &year, &month, &in_month);
    return month == 3 || month == 4 || (month >= 9 && month <= 11);
}

static bool is_incomplete(const struct history_series *s, const unsigned char *counted, int d,
                          const struct usual *usual, bool zero_written) {
    const unsigned char *row = counted + d * HOURS_A_DAY;
    int w = weekday_of(s, d), missing = 0, first = HOURS_A_DAY, last = -1, hour = 0;
    for (int h = 0; h < HOURS_A_DAY; h++)
        if (row[h]) {
            first = h < first ? h : first;
            last = h;
        }
    for (int h = 0; h < HOURS_A_DAY; h++) {
        double least = h > first && h < last ? MOSTLY : NEARLY_ALWAYS;
        if (row[h] || usual->share[w][h] < least || !(zero_written || usual->mean[w][h] >= SURE_COUNT))
            continue;
        missing++;
        hour = h;
    }
    return missing > 1 || (missing == 1 && !(hour < NIGHT_HOURS && clocks_may_go_ahead(s->first + d)));
}

static void find_incomplete(const struct history_rows *r, struct history_series *s,
                            const unsigned char *counted) {
    struct usual usual;
    find_usual(s, counted, &usual);
    for (int d = 0; d < s->days; d++)
        if (s->state[d] == DAY_SEEN && any_row(counted, d) &&
            is_incomplete(s, counted, d, &usual, r->zero_written))
            s->state[d] = DAY_INCOMPLETE;
}

static bool reaches(const struct history_series *s, int64_t day) {
    return s->days && s->first + s->days - 1 == day;
}

/* The last hour of the last day that has a row in any series. */
static int last_hour(const struct sales_history *history, unsigned char **counted, int64_t last) {
    int hour = -1;
    for (int i = 0; i < history->series_count; i++) {
        const struct history_series *s = &history->series[i];
        for (int h = hour + 1; reaches(s, last) && h < HOURS_A_DAY; h++)
            if (counted[i][(s->days - 1) * HOURS_A_DAY + h])
                hour = h;
    }
    return hour;
}

/* Mean orders after an hour on the same weekdays before; 0 where too few are known. */
static double orders_after(const struct sales_history *history, int hour, int64_t last) {
    double sum = 0.0;
    int days = 0;
    for (int64_t day = last - DAYS_A_WEEK; day >= last - RECENT_DAYS; day -= DAYS_A_WEEK) {
        bool seen = false;
        for (int i = 0; i < history->series_count; i++) {
            const struct history_series *s = &history->series[i];
            int64_t d = day - s->first;
            if (!reaches(s, last) || d < 0 || s->state[d] != DAY_SEEN || s->count[d] <= 0.0)
                continue;
            seen = true;
            for (int h = hour + 1; h < HOURS_A_DAY; h++)
                sum += s->hourly[d * HOURS_A_DAY + h];
        }
        days += seen;
    }
    return days >= LEAST_SUCH_DAYS ? sum / days : 0.0;
}

static int64_t last_day(const struct sales_history *history) {
    int64_t last = INT64_MIN;
    for (int i = 0; i < history->series_count; i++) {
        const struct history_series *s = &history->series[i];
        last = s->first + s->days - 1 > last ? s->first + s->days - 1 : last;
    }
    return last;
}

/* No series has seen the whole day. */
static bool nobody_saw(const struct sales_history *history, int64_t day) {
    for (int i = 0; i < history->series_count; i++) {
        const struct history_series *s = &history->series[i];
        if (reaches(s, day) && s->state[s->days - 1] != DAY_INCOMPLETE &&
            s->state[s->days - 1] != DAY_MISSING)
            return false;
    }
    return true;
}

static void leave_out_cut_day(const struct history_rows *r, struct sales_history *history,
                              unsigned char **counted) {
    int64_t last = last_day(history);
    int hour = last_hour(history, counted, last);
    double expected = orders_after(history, hour, last);
    if (expected < SURE_ORDERS && !(expected > 0.0 && nobody_saw(history, last)))
        return;
    for (int i = 0; i < history->series_count; i++)
        history->series[i].days -= reaches(&history->series[i], last);
    char date[DATE_TEXT_SIZE];
    warning_at(r->problems, (struct place){.file = history->file}, "end the file with a whole day",
               "the last day (%s) has no row after %02d:59, where %.1f orders are usual; it is taken for cut "
               "off and "
               "left out",
               date_text(date, (struct date){last}), hour, expected);
}

void day_hours_settle(const struct history_rows *r, struct sales_history *history, unsigned char **counted) {
    for (int i = 0; i < history->series_count && !history->order_book; i++)
        find_incomplete(r, &history->series[i], counted[i]);
    leave_out_cut_day(r, history, counted);
}
