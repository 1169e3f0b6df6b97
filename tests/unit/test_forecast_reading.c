/* SPDX-License-Identifier: MIT */
/* test_forecast_reading.c - histories and calendars as people have them: what is read, what is said about the
 * rest. */
#include "models/forecast/cells.h"
#include "models/forecast/events.h"
#include "models/forecast/history.h"
#include "models/forecast/holidays.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/engine/calendar.h"
#include "tests/support/check.h"

static struct arena *arena;
static struct text said;

static void say(struct problems *problems) {
    text_clear(&said);
    text_add(&said, "");
    problems_write(problems, &said);
}

static struct sales_history *read_as(const char *text, const char *columns) {
    struct problems *problems = problems_create(arena);
    struct history_columns named = {0};
    const char *reason;
    int64_t today = date_of(2026, 11, 22).day;
    if (columns)
        CHECK(history_columns_parse(arena, columns, &named, &reason));
    struct sales_history *history =
        history_read_text(arena, "h.csv", text, (long)strlen(text), &named, today, problems);
    say(problems);
    return history;
}

static struct event_calendar *read_events(const char *text) {
    struct problems *problems = problems_create(arena);
    struct event_calendar *calendar = events_read_text(arena, "c.csv", text, (long)strlen(text), problems);
    say(problems);
    return calendar;
}

static bool says(const char *words) {
    if (said.data && strstr(said.data, words))
        return true;
    printf("  said: %s\n", said.data ? said.data : "");
    return false;
}

static void refuses(const char *text, const char *columns, const char *words) {
    CHECK(read_as(text, columns) == NULL);
    CHECK(says(words));
}

static void daily_counts_are_read(void) {
    struct sales_history *h = read_as("date,orders\n2026-01-01,10\n2026-01-02,12.5\n", NULL);
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[0].days, 2);
    CHECK_NEAR(h->series[0].count[1], 12.5, 0.0, "second day");
    CHECK(!h->series[0].hourly && !h->order_book);
}

static void a_byte_order_mark_semicolons_and_decimal_commas_are_read(void) {
    struct sales_history *h = read_as("\xEF\xBB\xBF"
                                      "date;value\n01.02.2026;10,5\n02.02.2026;1.234,5\n",
                                      NULL);
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[0].first, date_of(2026, 2, 1).day);
    CHECK_NEAR(h->series[0].count[0], 10.5, 0.0, "decimal comma");
    CHECK_NEAR(h->series[0].count[1], 1234.5, 0.0, "dots between thousands");
}

static void hours_add_up_to_days(void) {
    struct sales_history *h =
        read_as("t,value\n2026-01-01 09:00,3\n2026-01-01T10:00:00,4\n2026-01-02 09:00,5\n", NULL);
    if (!CHECK(h != NULL))
        return;
    CHECK_NEAR(h->series[0].count[0], 7.0, 0.0, "first day");
    CHECK_NEAR(h->series[0].hourly[10], 4.0, 0.0, "hour 10");
}

static void an_order_book_is_counted_and_an_order_of_several_lines_once(void) {
    const char *text = "created,order_id\n2026-01-01 09:10,A\n2026-01-01 09:10,A\n2026-01-01 17:59,B\n";
    struct sales_history *rows = read_as(text, NULL), *orders = read_as(text, "order=order_id");
    if (!CHECK(rows && orders))
        return;
    CHECK(rows->order_book);
    CHECK_NEAR(rows->series[0].count[0], 3.0, 0.0, "rows");
    CHECK_NEAR(orders->series[0].count[0], 2.0, 0.0, "orders");
    CHECK_NEAR(orders->series[0].hourly[17], 1.0, 0.0, "hour 17");
}

static void series_are_told_apart_or_added_up(void) {
    const char *text = "date,value,shop\n2026-01-01,1,b\n2026-01-01,2,a\n2026-01-02,3,b\n";
    struct sales_history *apart = read_as(text, "series=shop"), *together = read_as(text, "sum=shop");
    if (!CHECK(apart && together))
        return;
    CHECK_INT(apart->series_count, 2);
    CHECK_TEXT(apart->series[0].name, "b");
    CHECK_NEAR(apart->series[0].count[1], 3.0, 0.0, "b's second day");
    CHECK_NEAR(together->series[0].count[0], 3.0, 0.0, "both shops");
}

static void month_first_and_day_first_are_told_from_the_whole_file(void) {
    struct sales_history *month = read_as("date,value\n3/4/2026,1\n3/25/2026,1\n", NULL);
    struct sales_history *day = read_as("date,value\n3/4/2026,1\n25/4/2026,1\n", NULL);
    if (!CHECK(month && day))
        return;
    CHECK_INT(month->series[0].first, date_of(2026, 3, 4).day);
    CHECK_INT(day->series[0].first, date_of(2026, 4, 3).day);
}

static void mixed_and_ambiguous_dates_are_refused_with_their_line(void) {
    refuses("date,value\n2026-01-01,1\n02.01.2026,1\n", NULL,
            "h.csv:3: error: this date is written in another form than that of line 2");
    refuses("date,value\n13/01/2026,1\n01/14/2026,1\n", NULL,
            "h.csv:3: error: here the month stands first, in line 2 the day");
    refuses("date,value\n3/4/2026,1\n5/6/2026,1\n", NULL,
            "h.csv:2: error: whether the day or the month stands first cannot be told");
    refuses("date,value\n2026-02-30,1\n", NULL, "h.csv:2: error: there is no such day");
    refuses("date,value\nyesterday,1\n", NULL, "h.csv:2:1: error: \"yesterday\" is no date");
    refuses("date,value\n2026-01-01,1\n2026-01-02 10:00,1\n", NULL,
            "h.csv:3: error: this date is written in another form");
}

static void wrong_counts_are_refused_with_their_place(void) {
    refuses("date,value\n2026-01-01,-5\n", NULL,
            "h.csv:2:12: error: a count must be from 0 to 1e12; found -5");
    refuses("date,value\n2026-01-01,many\n", NULL, "a count must be a number; found \"many\"");
    refuses("date,value\n2026-01-01,\n", NULL, "leave the row out where the count is not known");
    refuses("date;value\n2026-01-01;1,234\n", NULL, "\"1,234\" may mean a thousand or a fraction");
    refuses("date,value\n2026-01-01,nan\n", NULL, "a count must be a number");
}

static void a_day_told_twice_is_refused(void) {
    refuses("date,value\n2026-01-01,1\n2026-01-02,2\n2026-01-01,3\n", NULL,
            "h.csv:4: error: the same day as in line 2");
}

static void a_day_in_the_future_is_refused(void) {
    refuses("date,value\n2026-01-01,1\n2027-01-02,2\n", NULL,
            "h.csv:3: error: 2027-01-02 lies in the future");
}

static void a_file_without_rows_or_dates_is_refused(void) {
    refuses("date,value\n", NULL, "the file has no rows");
    refuses("when,value\n2026-01-01,1\n", NULL, "no column is called \"date\"");
    refuses("date,value\n2026-01-01,1\n", "value=sales", "the header has no column \"sales\"");
    refuses("date,value\n1926-01-01,1\n2026-01-01,1\n", NULL, "is a year mistyped?");
}

static void zones_are_local_times_and_mixtures_with_utc_are_refused(void) {
    struct sales_history *h = read_as("t,value\n2026-01-01T23:00+01:00,1\n2026-07-01T23:00+02:00,1\n", NULL);
    CHECK(h && h->series[0].days == 182); /* 1 January to 1 July as written on the wall clock */
    CHECK(read_as("t,value\n2026-01-01T10:00Z,1\n2026-01-01T11:00Z,1\n", NULL) != NULL);
    CHECK(says("times are in UTC; days begin at midnight UTC, so peaks may be cut in two"));
    refuses("t,value\n2026-01-01T10:00Z,1\n2026-01-01T11:00+01:00,1\n", NULL,
            "times in UTC and others are mixed");
}

/* Six weeks from Monday 2026-01-05, no Sundays, one day missing, one empty, one sold out. */
static void gaps_closures_and_days_sold_out_are_told(void) {
    struct text text = {0};
    char date[DATE_TEXT_SIZE];
    text_add(&text, "date,value,out\n");
    for (int d = 0; d < 42; d++)
        if (d % 7 != SUNDAY && d != 9)
            text_format(&text, "%s,%d,%d\n", date_text(date, (struct date){date_of(2026, 1, 5).day + d}),
                        d == 16 ? 0 : 50, d == 23);
    struct sales_history *h = read_as(text.data, "stock_out=out");
    text_free(&text);
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series[0].state[SUNDAY], DAY_CLOSED);
    CHECK_INT(h->series[0].closed_weekdays, 1 << SUNDAY);
    CHECK_INT(h->series[0].state[9], DAY_MISSING);
    CHECK_INT(h->series[0].state[16], DAY_CLOSED);
    CHECK_INT(h->series[0].state[23], DAY_CENSORED);
    CHECK(says("1 days have no row (the first is 2026-01-14); they are left out"));
    CHECK(says("1 days have no orders (the first is 2026-01-21); they are taken for closures"));
    CHECK(says("1 days were sold out; their counts are taken as lower bounds"));
}

static int64_t rule(const char *name, int year) {
    int offset = 0;
    const struct holiday_rule *found = holiday_rule_of(name, &offset);
    return CHECK(found != NULL) ? holiday_in_year(found, year) + offset : 0;
}

/* Dates from public calendars. */
static void moving_days_fall_where_calendars_say(void) {
    static const struct {
        const char *name;
        int year, month, day;
    } days[] = {
        {"easter", 2024, 3, 31},         {"easter", 2025, 4, 20},           {"easter", 2038, 4, 25},
        {"good-friday", 2026, 4, 3},     {"easter+1", 2026, 4, 6},          {"thanksgiving", 2026, 11, 26},
        {"black-friday", 2024, 11, 29},  {"black-friday", 2025, 11, 28},    {"cyber-monday", 2024, 12, 2},
        {"singles-day", 2026, 11, 11},   {"chinese-new-year", 2024, 2, 10}, {"chinese-new-year", 2026, 2, 17},
        {"mothers-day-us", 2026, 5, 10}, {"mothers-day-gb", 2026, 3, 15},   {"mothers-day-fr", 2026, 5, 31},
        {"mothers-day-fr", 2009, 6, 7},  {"mothers-day-es", 2026, 5, 3},    {"mothers-day-se", 2026, 5, 31},
        {"black-friday-1", 2026, 11, 26}};
    for (int i = 0; i < (int)(sizeof days / sizeof *days); i++)
        if (!CHECK_INT(rule(days[i].name, days[i].year),
                       date_of(days[i].year, days[i].month, days[i].day).day))
            printf("  %s %d\n", days[i].name, days[i].year);
}

static void events_act_from_lead_to_lag(void) {
    struct event_calendar *c =
        read_events("name,date,lead,lag,kind\nchristmas,12-25,2,1,recurring\nsale,2026-06-01,0,0,one-off\n");
    int offset;
    double size;
    if (!CHECK(c && c->count == 2))
        return;
    CHECK(event_acts(&c->events[0], date_of(2026, 12, 23).day, &offset, &size) && offset == -2);
    CHECK(event_acts(&c->events[0], date_of(2026, 12, 26).day, &offset, &size) && offset == 1);
    CHECK(!event_acts(&c->events[0], date_of(2026, 12, 27).day, &offset, &size));
    CHECK(!event_acts(&c->events[1], date_of(2025, 6, 1).day, &offset, &size));
}

static void the_29th_of_february_comes_in_leap_years(void) {
    struct event_calendar *c = read_events("name,date\nleap,02-29\n");
    if (!CHECK(c != NULL))
        return;
    CHECK_INT(event_dates_between(&c->events[0], date_of(2025, 1, 1).day, date_of(2027, 12, 31).day), 0);
    CHECK_INT(event_dates_between(&c->events[0], date_of(2028, 2, 29).day, date_of(2028, 2, 29).day), 1);
}

static void wrong_calendars_are_refused_with_their_place(void) {
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"name,date\nsale,blak-friday\n", "c.csv:2:6: error: \"blak-friday\" is neither a date nor a rule"},
        {"name,date\nsale,blak-friday\n", "did you mean black-friday?"},
        {"name,date,kind\nsale,2026-01-01,often\n",
         "kind must be one of recurring, one-off, moved; found \"often\""},
        {"name,date,lead\nsale,2026-01-01,-1\n", "lead must be a number from 0 to 60; found \"-1\""},
        {"name,date,uplift\nsale,2026-01-01,0\n", "uplift must be a number from 0.01 to 100"},
        {"name,date\n3 for 2,2026-01-01\n", "a name begins with a letter"},
        {"name,date\nsale,2026-01-01\nsale,2026-01-01\n", "event \"sale\" has this date twice"},
        {"name,date,lag\nsale,2026-01-01,1\nsale,2026-02-01,2\n",
         "event \"sale\" has another kind, lead or lag than in line 2"},
        {"name,date,kind\nsale,2026-01-01,one-off\nsale,2026-02-01,one-off\n", "a one-off happens once"},
        {"name,date\nsale,02-30\n", "there is no such day in any year"},
        {"name,day\nsale,2026-01-01\n", "the header has no column \"date\""},
        {"name,date,shape\nshow,2026-01-01,lifestream\n", "did you mean livestream?"},
    };
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        CHECK(read_events(cases[i].text) == NULL);
        CHECK(says(cases[i].words));
    }
}

static void wrong_names_of_columns_are_refused(void) {
    struct history_columns columns = {0};
    const char *reason = "";
    CHECK(!history_columns_parse(arena, "dates=t", &columns, &reason));
    CHECK(strstr(reason, "\"dates=t\": write date=, value=") != NULL);
    CHECK(!history_columns_parse(arena, "date=", &columns, &reason));
}

int main(int argc, char **argv) {
    arena = arena_create();
    int code =
        check_main(argc, argv,
                   (struct check_test[]){{TEST(daily_counts_are_read)},
                                         {TEST(a_byte_order_mark_semicolons_and_decimal_commas_are_read)},
                                         {TEST(hours_add_up_to_days)},
                                         {TEST(an_order_book_is_counted_and_an_order_of_several_lines_once)},
                                         {TEST(series_are_told_apart_or_added_up)},
                                         {TEST(month_first_and_day_first_are_told_from_the_whole_file)},
                                         {TEST(mixed_and_ambiguous_dates_are_refused_with_their_line)},
                                         {TEST(wrong_counts_are_refused_with_their_place)},
                                         {TEST(a_day_told_twice_is_refused)},
                                         {TEST(a_day_in_the_future_is_refused)},
                                         {TEST(a_file_without_rows_or_dates_is_refused)},
                                         {TEST(zones_are_local_times_and_mixtures_with_utc_are_refused)},
                                         {TEST(gaps_closures_and_days_sold_out_are_told)},
                                         {TEST(moving_days_fall_where_calendars_say)},
                                         {TEST(events_act_from_lead_to_lag)},
                                         {TEST(the_29th_of_february_comes_in_leap_years)},
                                         {TEST(wrong_calendars_are_refused_with_their_place)},
                                         {TEST(wrong_names_of_columns_are_refused)},
                                         {0}});
    text_free(&said);
    arena_destroy(arena);
    return code;
}
