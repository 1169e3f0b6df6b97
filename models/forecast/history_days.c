/* SPDX-License-Identifier: MIT */
/* history_days.c - sorted rows become series of days, which end together.
 *
 * A day without a row is unknown in a file of counts; in an order book it had no orders. */
#include <stdlib.h>
#include <string.h>
#include "models/forecast/day_states.h"
#include "models/forecast/history.h"
#include "models/forecast/history_rows.h"
#include "sim/base/arena.h"
#include "sim/config/csv.h"
#include "sim/engine/calendar.h"

/* Longer histories teach nothing about the coming peak, and a wrong year makes them. */
enum { MOST_DAYS = 40 * 366, LEAST_DATES = 4 };

static int64_t last_day(const struct history_rows *r) {
    int64_t last = r->rows[0].day;
    for (int i = 1; i < r->count; i++)
        last = r->rows[i].day > last ? r->rows[i].day : last;
    return last;
}

/* Rows from ... to - 1 are those of a series; `end` is the last day of the file. */
static void place_series(struct history_rows *r, int from, int to, int64_t end, struct history_series *series,
                         unsigned char **counted) {
    const struct history_row *rows = r->rows;
    int64_t last = end - rows[to - 1].day > SERIES_ENDED_DAYS ? rows[to - 1].day : end;
    int64_t length = last - rows[from].day + 1;
    if (length > MOST_DAYS) {
        problem_at(r->problems, history_line(r, rows[to - 1].line), "", "is a year mistyped?",
                   "the history is %lld days long; at most %d are read", (long long)length, MOST_DAYS);
        return;
    }
    series->first = rows[from].day;
    series->days = (int)length;
    series->count = arena_array(r->arena, double, length);
    series->state = arena_array(r->arena, unsigned char, length);
    memset(series->state, r->value < 0 ? DAY_SEEN : DAY_MISSING, (size_t)length);
    if (rows[from].date.second != NO_TIME) {
        series->hourly = arena_array(r->arena, double, length *HOURS_A_DAY);
        *counted = arena_array(r->arena, unsigned char, length *HOURS_A_DAY);
    }
    for (int i = from; i < to; i++) {
        int d = (int)(rows[i].day - series->first);
        series->count[d] += rows[i].value;
        if (series->state[d] != DAY_CENSORED)
            series->state[d] = rows[i].stock_out ? DAY_CENSORED : DAY_SEEN;
        if (series->hourly) {
            int hour = d * HOURS_A_DAY + rows[i].date.second / SECONDS_AN_HOUR;
            series->hourly[hour] += rows[i].value;
            (*counted)[hour] = 1;
        }
    }
}

static void name_series(const struct history_rows *r, struct sales_history *history) {
    for (int i = 0; i < history->series_count; i++)
        history->series[i].name = "";
    for (int i = 0; r->series >= 0 && i < r->names.capacity; i++)
        if (r->names.slots[i].key)
            history->series[r->names.slots[i].value].name = r->names.slots[i].key;
}

static const char *in_small_letters(struct arena *arena, const char *name) {
    char *small = arena_copy(arena, name);
    for (char *at = small; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return small;
}

/* Names from two systems: "Web" goes on as "web". */
static void warn_of_twins(const struct history_rows *r, const struct sales_history *history) {
    struct map known = map_create(r->arena);
    const char *first = NULL, *other = NULL;
    int twins = 0;
    for (int i = 0; i < history->series_count; i++) {
        int *number = map_at(&known, in_small_letters(r->arena, history->series[i].name));
        if (*number < 0)
            *number = i;
        else if (!twins++)
            first = history->series[*number].name, other = history->series[i].name;
    }
    if (twins)
        warning_at(r->problems, (struct place){.file = history->file}, "write a name in one way",
                   "series \"%s\" and \"%s\" differ only in small and capital letters%s; each is forecast on "
                   "its own",
                   first, other, twins > 1 ? arena_format(r->arena, ", as do %d more", twins - 1) : "");
}

static int ascending(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The different days of all rows. */
static int dates_of(const struct history_rows *r, int64_t *days) {
    int count = 0;
    for (int i = 0; i < r->count; i++)
        if (i == 0 || r->rows[i].day != r->rows[i - 1].day)
            days[count++] = r->rows[i].day;
    qsort(days, (size_t)count, sizeof *days, ascending);
    int different = 0;
    for (int i = 0; i < count; i++)
        if (!different || days[i] != days[different - 1])
            days[different++] = days[i];
    return different;
}

static int common_divisor(int a, int b) {
    return b ? common_divisor(b, a % b) : a;
}

/* "7 days" or "a month" where all dates stand so far apart or a multiple of it; else NULL. */
static const char *distance_of(struct arena *arena, const int64_t *days, int count) {
    bool same_day = true, month_ends = true;
    int divisor = 0, in_month_first = 0;
    for (int i = 0; i < count; i++) {
        int year, month, in_month, next;
        date_split((struct date){days[i] + 1}, &year, &month, &next);
        date_split((struct date){days[i]}, &year, &month, &in_month);
        in_month_first = i ? in_month_first : in_month;
        same_day = same_day && in_month == in_month_first;
        month_ends = month_ends && next == 1;
        divisor = i ? common_divisor((int)(days[i] - days[i - 1]), divisor) : 0;
    }
    if (same_day || month_ends)
        return "a month";
    return divisor >= DAYS_A_WEEK ? arena_format(arena, "%d days", divisor) : NULL;
}

/* Totals of weeks or months would be forecast as single days between closed ones. */
static bool are_totals(const struct history_rows *r) {
    int64_t *days = memory_resize(NULL, sizeof *days * (size_t)r->count);
    int count = dates_of(r, days);
    const char *distance = r->value >= 0 && count >= LEAST_DATES ? distance_of(r->arena, days, count) : NULL;
    free(days);
    if (distance)
        problem_at(
            r->problems, (struct place){.file = r->csv->file}, "",
            "give counts by day or by hour, or one row an order",
            "dates follow each other by %s or multiples of it: counts seem to be totals of several days, and "
            "would be forecast as those of single days",
            distance);
    return distance != NULL;
}

struct sales_history *history_place(struct history_rows *r) {
    struct sales_history *history = arena_new(r->arena, struct sales_history);
    int before = r->problems->errors, next = 0;
    int64_t end = last_day(r);
    if (are_totals(r))
        return NULL;
    history->file = r->csv->file;
    history->order_book = r->value < 0;
    history->series_count = r->series >= 0 ? r->names.count : 1;
    history->series = arena_array(r->arena, struct history_series, history->series_count);
    unsigned char **counted = arena_array(r->arena, unsigned char *, history->series_count);
    name_series(r, history);
    warn_of_twins(r, history);
    for (int i = 0; i < r->count; i = next) {
        int series = r->rows[i].series;
        for (next = i; next < r->count && r->rows[next].series == series; next++)
            ;
        place_series(r, i, next, end, &history->series[series], &counted[series]);
    }
    if (r->problems->errors > before)
        return NULL;
    if (r->rows[0].date.second != NO_TIME)
        day_hours_settle(r, history, counted);
    day_states_settle(history, r->problems);
    return history;
}

struct history_series history_until(const struct history_series *series, int64_t last) {
    struct history_series cut = *series;
    int64_t days = last - series->first + 1;
    cut.days = days < 0 ? 0 : days < series->days ? (int)days : series->days;
    cut.closed_weekdays = 0;
    if (cut.days)
        day_states_find_closed_weekdays(&cut);
    return cut;
}
