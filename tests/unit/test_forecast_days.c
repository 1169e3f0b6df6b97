/* SPDX-License-Identifier: MIT */
/* test_forecast_days.c - what days without a count are taken for, where series end, and what is said. */
#include "models/forecast/history.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/engine/calendar.h"
#include "tests/support/check.h"

static struct arena *arena;
static struct text said, file;

/* Writes a file row by row, then reads it. */
static void begin(const char *header) {
    text_clear(&file);
    text_format(&file, "%s\n", header);
}

/* Days count from Monday 2026-01-05. */
static const char *day(int number) {
    char date[DATE_TEXT_SIZE];
    return arena_copy(arena, date_text(date, (struct date){date_of(2026, 1, 5).day + number}));
}

static struct sales_history *read_file(const char *columns) {
    struct problems *problems = problems_create(arena);
    struct history_columns named = {0};
    const char *reason;
    if (columns)
        CHECK(history_columns_parse(arena, columns, &named, &reason));
    struct sales_history *history =
        history_read_text(arena, "h.csv", file.data, (long)file.length, &named, 0, problems);
    text_clear(&said);
    text_add(&said, "");
    problems_write(problems, &said);
    return history;
}

static bool says(const char *words) {
    if (said.data && strstr(said.data, words))
        return true;
    printf("  said: %s\n", said.data ? said.data : "");
    return false;
}

static void gaps_closures_and_days_sold_out_are_told(void) {
    begin("date,value,out");
    for (int d = 0; d < 42; d++)
        if (d % 7 != SUNDAY && d != 9)
            text_format(&file, "%s,%d,%d\n", day(d), d == 16 ? 0 : 50, d == 23);
    struct sales_history *h = read_file("stock_out=out");
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[0].state[SUNDAY], DAY_CLOSED);
    CHECK_INT(h->series[0].closed_weekdays, 1 << SUNDAY);
    CHECK_INT(h->series[0].state[9], DAY_MISSING);
    CHECK_INT(h->series[0].state[16], DAY_CLOSED);
    CHECK_INT(h->series[0].state[23], DAY_CENSORED);
    CHECK(says(
        "h.csv: warning: no orders on any sun of the last 13 weeks; taken for closed and forecast as 0"));
    CHECK(says("h.csv: warning: 1 day (2026-01-14) has no row; it is left out"));
    CHECK(says("1 day (2026-01-21) has no orders; it is taken for a closure"));
    CHECK(says("1 day (2026-01-28) was sold out; its count is taken as a lower bound"));
}

static void many_series_are_told_in_one_line(void) {
    begin("date,value,series");
    for (int s = 0; s < 5; s++)
        for (int d = 0; d < 42; d++)
            if (d % 7 != SUNDAY && d != 7 + s && d != 30)
                text_format(&file, "%s,50,%d\n", day(d), s);
    CHECK(read_file(NULL) != NULL);
    CHECK(says("h.csv: warning: 5 series: 10 days (the first is 2026-01-12, of series \"0\") have no row"));
    CHECK(says("h.csv: warning: 5 series: no orders on any sun of the last 13 weeks"));
    begin("date,value,series");
    for (int s = 0; s < 2; s++)
        for (int d = 0; d < 42; d++)
            if (s == 0 || (d != 11 && d != 12))
                text_format(&file, "%s,50,%c\n", day(d), 'a' + s);
    CHECK(read_file(NULL) != NULL);
    CHECK_TEXT(said.data, "h.csv: warning: series \"b\": 2 days (the first is 2026-01-16) have no row; they "
                          "are left out, and a "
                          "forecast knows nothing of such days unless the calendar names them\n");
}

/* An order on two days of three. */
static void a_day_of_an_order_book_without_a_row_had_no_orders(void) {
    begin("created");
    for (int d = 0; d < 100; d++)
        if (d % 3)
            text_format(&file, "%s 10:07\n", day(d));
    struct sales_history *h = read_file("value=1");
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[0].state[2], DAY_SEEN);
    CHECK_NEAR(h->series[0].count[2], 0.0, 0.0, "orders of a day without a row");
    CHECK_INT(h->series[0].closed_weekdays, 0);
    CHECK_TEXT(said.data, "");
}

/* Twelve orders a day but on Sundays, and none on one Wednesday. */
static void closed_weekdays_and_holidays_of_an_order_book_are_closed(void) {
    begin("created");
    for (int d = 0; d < 42; d++)
        for (int i = 0; i < 12 && d % 7 != SUNDAY && d != 16; i++)
            text_format(&file, "%s %02d:07\n", day(d), 8 + i);
    struct sales_history *h = read_file("value=1");
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[0].closed_weekdays, 1 << SUNDAY);
    CHECK_INT(h->series[0].state[6], DAY_CLOSED);
    CHECK_INT(h->series[0].state[16], DAY_CLOSED);
}

/* One order in ten days: 13 Sundays without are chance (1.3 expected). */
static void a_weekday_that_is_empty_by_chance_is_not_closed(void) {
    begin("created");
    for (int d = 0; d < 200; d += 10)
        text_format(&file, "%s 10:07\n", day(d));
    for (int d = 190; d < 200; d++)
        text_format(&file, "%s 11:07\n", day(d));
    struct sales_history *h = read_file("value=1");
    CHECK(h && h->series[0].closed_weekdays == 0);
}

static void a_hole_in_an_order_book_is_told(void) {
    begin("created");
    for (int d = 0; d < 200; d++)
        for (int i = 0; i < 3 && (d < 100 || d >= 120); i++)
            text_format(&file, "%s 1%d:07\n", day(d), i);
    CHECK(read_file("value=1") != NULL);
    CHECK(says(
        "20 days (the first is 2026-04-15) in a row have no orders; they are taken for days on which nobody "
        "ordered, and make the forecast lower: is a part of the file missing?"));
}

static void a_series_goes_on_to_the_end_of_the_file(void) {
    begin("date,value,series");
    for (int d = 0; d < 100; d++)
        text_format(&file, "%s,50,web\n%s", day(d), d < 97 ? arena_format(arena, "%s,20,b2b\n", day(d)) : "");
    struct sales_history *counts = read_file(NULL);
    if (CHECK(counts != NULL)) {
        CHECK_INT(counts->series[1].days, 100);
        CHECK_INT(counts->series[1].state[99], DAY_MISSING);
    }
    struct sales_history *orders = read_file("value=1");
    if (CHECK(orders != NULL)) {
        CHECK_INT(orders->series[1].days, 100);
        CHECK_INT(orders->series[1].state[99], DAY_SEEN);
        CHECK_NEAR(orders->series[1].count[99], 0.0, 0.0, "orders of the last day");
    }
}

static void a_series_has_ended_after_four_weeks_without_a_row(void) {
    begin("date,value,series");
    for (int d = 0; d < 100; d++)
        text_format(&file, "%s,50,web\n%s%s", day(d),
                    d < 100 - 28 ? arena_format(arena, "%s,20,a\n", day(d)) : "",
                    d < 100 - 29 ? arena_format(arena, "%s,20,b\n", day(d)) : "");
    struct sales_history *h = read_file(NULL);
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[1].days, 100);
    CHECK_INT(h->series[2].days, 71);
}

/* Forty orders an hour from 8 to 19; rows of some hours left out by `missing`. */
static void write_hours(bool (*missing)(int day, int hour), int count) {
    begin("t,value");
    for (int d = 0; d < 60; d++)
        for (int h = 8; h < 20; h++)
            if (!missing(d, h))
                text_format(&file, "%s %02d:00,%d\n", day(d), h, count);
}

static bool at_noon(int d, int hour) {
    return d >= 20 && d < 30 && hour >= 10 && hour < 14;
}

static void a_day_that_lacks_usual_hours_is_unknown(void) {
    write_hours(at_noon, 40);
    struct sales_history *h = read_file(NULL);
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[0].state[19], DAY_SEEN);
    CHECK_INT(h->series[0].state[20], DAY_INCOMPLETE);
    CHECK_INT(h->series[0].state[29], DAY_INCOMPLETE);
    CHECK_INT(h->series[0].closed_weekdays, 0);
    CHECK(says(
        "h.csv: warning: 10 days (the first is 2026-01-25) lack rows of hours that should have one; they are "
        "left out"));
    write_hours(at_noon, 4); /* nobody writes a 0 down, and so few are none by chance */
    h = read_file(NULL);
    CHECK(h && h->series[0].state[20] == DAY_SEEN);
}

static bool longer_in_december(int d, int hour) {
    return hour >= 18 && d < 30;
}

static void hours_of_opening_may_change(void) {
    write_hours(longer_in_december, 40);
    struct sales_history *h = read_file(NULL);
    CHECK(h && h->series[0].state[10] == DAY_SEEN && h->series[0].state[40] == DAY_SEEN);
    CHECK_TEXT(said.data, "");
}

/* 2026-03-29 has no 02:00 in Europe. */
static void the_hour_that_summer_time_takes_is_not_missed(void) {
    begin("t,value");
    for (int d = 60; d < 90; d++)
        for (int h = 0; h < 24; h++)
            if (d != 83 || h != 2)
                text_format(&file, "%s %02d:00,40\n", day(d), h);
    struct sales_history *h = read_file(NULL);
    CHECK(h && h->series[0].state[23] == DAY_SEEN);
    CHECK_TEXT(said.data, "");
}

static bool after_noon_of_the_last(int d, int hour) {
    return d == 59 && hour >= 12;
}

static void a_last_day_that_was_not_over_is_left_out(void) {
    write_hours(after_noon_of_the_last, 40);
    struct sales_history *h = read_file(NULL);
    CHECK(h && h->series[0].days == 59);
    CHECK(says("h.csv: warning: the last day (2026-03-05) has no row after 11:59, where 320.0 orders are "
               "usual; it is "
               "taken for cut off and left out"));
    begin("created");
    for (int d = 0; d < 60; d++)
        for (int i = 0; i < (d < 59 ? 12 : 4); i++)
            text_format(&file, "%s %02d:07\n", day(d), 8 + i);
    h = read_file("value=1");
    CHECK(h && h->series[0].days == 59);
    CHECK(says("the last day (2026-03-05) has no row after 11:59, where 8.0 orders are usual"));
}

/* Five orders a day: the last day has none after noon by chance. */
static void a_last_day_of_few_orders_stays(void) {
    begin("created");
    for (int d = 0; d < 60; d++)
        for (int i = 0; i < (d < 59 ? 5 : 2); i++)
            text_format(&file, "%s %02d:07\n", day(d), 8 + 2 * i);
    struct sales_history *h = read_file("value=1");
    CHECK(h && h->series[0].days == 60);
}

static void totals_of_weeks_or_months_are_refused(void) {
    begin("date,value");
    for (int w = 0; w < 20; w++)
        text_format(&file, "%s,300\n", day(7 * w + (w > 10) * 7));
    CHECK(read_file(NULL) == NULL);
    CHECK(says(
        "h.csv: error: dates follow each other by 7 days or multiples of it: counts seem to be totals of "
        "several days, and would be forecast as those of single days"));
    begin("date,value");
    for (int m = 1; m <= 12; m++)
        text_format(&file, "2025-%02d-01,3000\n", m);
    CHECK(read_file(NULL) == NULL);
    CHECK(says("dates follow each other by a month or multiples of it"));
    begin("date,value");
    text_add(&file, "2025-01-31,5\n2025-02-28,5\n2025-03-31,5\n2025-04-30,5\n");
    CHECK(read_file(NULL) == NULL);
}

int main(int argc, char **argv) {
    arena = arena_create();
    int code =
        check_main(argc, argv,
                   (struct check_test[]){{TEST(gaps_closures_and_days_sold_out_are_told)},
                                         {TEST(many_series_are_told_in_one_line)},
                                         {TEST(a_day_of_an_order_book_without_a_row_had_no_orders)},
                                         {TEST(closed_weekdays_and_holidays_of_an_order_book_are_closed)},
                                         {TEST(a_weekday_that_is_empty_by_chance_is_not_closed)},
                                         {TEST(a_hole_in_an_order_book_is_told)},
                                         {TEST(a_series_goes_on_to_the_end_of_the_file)},
                                         {TEST(a_series_has_ended_after_four_weeks_without_a_row)},
                                         {TEST(a_day_that_lacks_usual_hours_is_unknown)},
                                         {TEST(hours_of_opening_may_change)},
                                         {TEST(the_hour_that_summer_time_takes_is_not_missed)},
                                         {TEST(a_last_day_that_was_not_over_is_left_out)},
                                         {TEST(a_last_day_of_few_orders_stays)},
                                         {TEST(totals_of_weeks_or_months_are_refused)},
                                         {0}});
    text_free(&said);
    text_free(&file);
    arena_destroy(arena);
    return code;
}
