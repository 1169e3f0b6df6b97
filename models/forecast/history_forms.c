/* SPDX-License-Identifier: MIT */
/* history_forms.c - what only the whole file tells of a row: whether the day or the month stands first, what
 * a dot separates, in which zone times are; and which moments stand twice. */
#include <math.h>
#include <stdlib.h>
#include "models/forecast/history_rows.h"
#include "sim/base/arena.h"
#include "sim/config/csv.h"
#include "sim/engine/calendar.h"

/* Clocks go back between midnight and four; two such nights are at least so far apart. */
enum { NIGHT_END_S = 4 * SECONDS_AN_HOUR, NIGHTS_APART_DAYS = 300 };
enum { APRIL = 4, SEPTEMBER = 9 };

/* All rows must have one form, and days and months one order. */
static bool settle_dates(struct history_rows *r) {
    int month_first = 0, day_first = 0;
    const struct date_cell *first = &r->rows[0].date;
    for (int i = 0; i < r->count; i++) {
        const struct history_row *row = &r->rows[i];
        if (row->date.form != first->form || (row->date.second == NO_TIME) != (first->second == NO_TIME)) {
            problem_at(r->problems, history_line(r, row->line), "", "write all dates of a file in one form",
                       "this date is written in another form than that of line %d", r->rows[0].line);
            return false;
        }
        if (row->date.form != FORM_SLASHES && row->date.form != FORM_DOTS)
            continue;
        if (row->date.a > 12 && !day_first)
            day_first = row->line;
        if (row->date.b > 12 && !month_first)
            month_first = row->line;
    }
    if (day_first && month_first) {
        problem_at(r->problems, history_line(r, day_first > month_first ? day_first : month_first), "",
                   "write all dates of a file in one form, best as 2026-11-27",
                   "here the %s stands first, in line %d the %s", day_first > month_first ? "day" : "month",
                   day_first > month_first ? month_first : day_first,
                   day_first > month_first ? "month" : "day");
        return false;
    }
    r->day_first = day_first || first->form == FORM_DOTS;
    if (first->form == FORM_SLASHES && !day_first && !month_first) {
        problem_at(r->problems, history_line(r, r->rows[0].line), "", "write dates as 2026-11-27",
                   "whether the day or the month stands first cannot be told from this file");
        return false;
    }
    return true;
}

static bool settle_days(struct history_rows *r, int64_t today) {
    int told = 0;
    for (int i = 0; i < r->count && told < CSV_MAX_PROBLEMS; i++) {
        struct history_row *row = &r->rows[i];
        if (!date_cell_day(&row->date, r->day_first, &row->day)) {
            problem_at(r->problems, history_line(r, row->line), "", NULL, "there is no such day");
            told++;
        } else if (today && row->day > today) {
            char text[DATE_TEXT_SIZE];
            problem_at(r->problems, history_line(r, row->line), "", "a history ends today at the latest",
                       "%s lies in the future", date_text(text, (struct date){row->day}));
            told++;
        }
    }
    return !told;
}

static bool in_summer(int64_t day) {
    int year, month, in_month;
    date_split((struct date){day}, &year, &month, &in_month);
    return month >= APRIL && month <= SEPTEMBER;
}

/* London writes +00:00 as well, but not in summer. */
static bool settle_zones(struct history_rows *r) {
    int utc = 0, other = 0, zero = 0;
    bool summer = false;
    for (int i = 0; i < r->count; i++) {
        const struct history_row *row = &r->rows[i];
        int *first = row->date.zone_min == ZONE_UTC ? &utc : row->date.zone_min == 0 ? &zero : &other;
        if (!*first)
            *first = row->line;
        summer = summer || (row->date.zone_min == 0 && in_summer(row->day));
    }
    if (zero && !other && (utc || summer))
        utc = utc && utc < zero ? utc : zero;
    if (utc && other) {
        problem_at(r->problems, history_line(r, utc > other ? utc : other), "",
                   "write all times in the centre's local time",
                   "times in UTC and others are mixed, so days would begin at different hours");
        return false;
    }
    if (utc)
        warning_at(r->problems, history_line(r, utc), "write them in the centre's local time",
                   "times are in UTC; days begin at midnight UTC, so peaks may be cut in two");
    return true;
}

/* Dots that separate thousands are common where commas stand before decimals, semicolons between cells, or
 * dots in dates. */
static bool settle_numbers(struct history_rows *r) {
    bool dots_group = r->csv->separator == ';' || r->rows[0].date.form == FORM_DOTS;
    if (r->dot_line && r->comma_line) {
        bool comma_last = r->comma_line > r->dot_line;
        problem_at(r->problems, history_line(r, comma_last ? r->comma_line : r->dot_line), "",
                   "write all counts of a file in one form",
                   "here a %s stands before decimals, in line %d a %s", comma_last ? "comma" : "dot",
                   comma_last ? r->dot_line : r->comma_line, comma_last ? "dot" : "comma");
        return false;
    }
    const struct history_row *unclear = NULL;
    int count = 0;
    for (int i = 0; i < r->count; i++) {
        struct history_row *row = &r->rows[i];
        bool plain = r->dot_line || r->comma_line || !row->open || (row->open == '.' && !dots_group);
        char decimal = r->comma_line ? ',' : '.';
        if (!plain && !count++)
            unclear = row;
        else if (plain && row->open && row->open != decimal)
            row->value = nearbyint(1000.0 * row->value);
    }
    if (!count)
        return true;
    int thousandths = (int)nearbyint(1000.0 * unclear->value);
    problem_at(r->problems, history_line(r, unclear->line), "", "write it without a thousands separator",
               "\"%d%c%03d\" may mean a thousand or a fraction%s", thousandths / 1000, unclear->open,
               thousandths % 1000,
               count > 1 ? arena_format(r->arena, ", and so may the counts of %d more row%s", count - 1,
                                        count > 2 ? "s" : "")
                         : "");
    return false;
}

bool history_settle_forms(struct history_rows *r, int64_t today) {
    bool numbers = settle_numbers(r);
    return settle_dates(r) && settle_days(r, today) && settle_zones(r) && numbers;
}

/* Series, then day, then time, then part, then zone, then line. */
static int by_place(const void *a, const void *b) {
    const struct history_row *x = a, *y = b;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->date.second != y->date.second)
        return x->date.second < y->date.second ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->date.zone_min != y->date.zone_min)
        return x->date.zone_min < y->date.zone_min ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* The same hour with another offset from UTC is another hour: clocks went back. */
static bool same_moment(const struct history_row *x, const struct history_row *y) {
    return x->series == y->series && x->day == y->day && x->date.second == y->date.second &&
           x->part == y->part && x->date.zone_min == y->date.zone_min;
}

/* Summer time ends on a Sunday from October to November, south of the equator from February to April. */
static bool clocks_may_go_back(const struct history_row *row) {
    int year, month, in_month;
    date_split((struct date){row->day}, &year, &month, &in_month);
    return row->date.second != NO_TIME && row->date.second < NIGHT_END_S &&
           date_weekday((struct date){row->day}) == SUNDAY &&
           (month == 10 || month == 11 || (month >= 2 && month <= APRIL));
}

/* The night in which an hour of a series was last seen twice. */
struct night {
    int series, hour;
    int64_t day;
};

/* Is row i, which repeats the one before, of the one hour a year that comes twice? */
static bool is_second_hour(const struct history_rows *r, int i, struct night *last) {
    const struct history_row *row = &r->rows[i];
    int hour = row->date.second / SECONDS_AN_HOUR;
    bool third = i >= 2 && same_moment(&r->rows[i - 2], row);
    if (third || !clocks_may_go_back(row))
        return false;
    if (last->series == row->series && last->day == row->day)
        return last->hour == hour;
    if (last->series == row->series && row->day - last->day < NIGHTS_APART_DAYS)
        return false;
    *last = (struct night){row->series, hour, row->day};
    return true;
}

static const char *hint_at_duplicates(const struct history_rows *r) {
    const char *free = history_unused_column(r);
    if (r->order_like >= 0 && r->order < 0)
        return arena_format(r->arena,
                            "take one of them out, or, if each row is of an order: --columns order=%s",
                            r->csv->columns[r->order_like]);
    if (free)
        return arena_format(r->arena,
                            "take one of them out, or name the column that tells them apart: --columns "
                            "series=%s for series of their own, sum=%s to add them up",
                            free, free);
    return "take one of them out";
}

/* Two rows for one moment of a series. */
static void refuse_duplicates(struct history_rows *r) {
    int told = 0, twice = 0;
    struct night night = {.series = -1};
    const struct history_row *first = NULL;
    for (int i = 1; i < r->count && told < CSV_MAX_PROBLEMS; i++) {
        const struct history_row *row = &r->rows[i];
        if (!same_moment(row - 1, row))
            continue;
        if (is_second_hour(r, i, &night)) {
            first = twice++ ? first : row;
            continue;
        }
        problem_at(r->problems, history_line(r, row->line), "", hint_at_duplicates(r),
                   "the same %s as in line %d", row->date.second == NO_TIME ? "day" : "time", row[-1].line);
        told++;
    }
    if (!twice || told)
        return;
    char date[DATE_TEXT_SIZE];
    warning_at(r->problems, history_line(r, first->line), NULL,
               "%s%02d:%02d of %s%s twice, as where clocks go back; both are added up",
               twice > 1 ? arena_format(r->arena, "%d times of the day (the first is ", twice) : "",
               first->date.second / SECONDS_AN_HOUR, first->date.second % SECONDS_AN_HOUR / 60,
               date_text(date, (struct date){first->day}), twice > 1 ? ") stand" : " stands");
}

void history_sort(struct history_rows *r) {
    qsort(r->rows, (size_t)r->count, sizeof *r->rows, by_place);
    if (r->value >= 0)
        refuse_duplicates(r);
}
