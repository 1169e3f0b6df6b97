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

static void names_of_columns_are_found_in_any_case(void) {
    struct sales_history *h = read_as("Date,Shop,Orders\n2026-01-01,a,10\n2026-01-02,a,12\n", "series=shop");
    CHECK(h && !h->order_book && h->series[0].count[1] == 12.0);
    CHECK(!strstr(said.data, "one order"));
}

static void a_file_whose_counts_have_an_unknown_name_is_refused(void) {
    refuses("date,sales\n2026-01-01,10\n2026-01-02,12\n", NULL,
            "h.csv:1: error: no column is known to hold counts, and each row would be one order; not read: "
            "\"sales\"\n    hint: --columns value=sales counts it; value=1 takes each row for one order");
    refuses("date,store,n\n2026-01-01,1,10\n", NULL, "not read: \"store\", \"n\"");
    struct sales_history *h = read_as("date,sales\n2026-01-01,10\n2026-01-02,12\n", "value=sales");
    CHECK(h && h->series[0].count[0] == 10.0);
    h = read_as("date,sales\n2026-01-01,10\n2026-01-01,12\n", "value=1");
    CHECK(h && h->order_book && h->series[0].count[0] == 2.0);
    CHECK_TEXT(said.data, "");
}

static void rows_with_a_number_of_an_order_are_orders(void) {
    struct sales_history *h =
        read_as("order_id,created,value\n1,2026-01-01 09:10,139.12\n2,2026-01-01 10:00,22.2\n", NULL);
    CHECK(h && h->order_book && h->series[0].count[0] == 2.0);
    CHECK(says("h.csv:1: warning: each row is counted as one order; not read: \"value\"\n"
               "    hint: --columns value=value counts it"));
    CHECK(read_as("t,InvoiceNo\n2026-01-01 09:10,A\n2026-01-01 09:10,A\n", NULL) != NULL);
    CHECK(says(
        "though 2 rows have only 1 different \"InvoiceNo\"\n    hint: --columns order=InvoiceNo counts"));
    h = read_as("created,amount\n2026-01-01 09:11,139.12\n2026-01-01 10:07,22.2\n", NULL);
    CHECK(h && h->order_book); /* counts do not come at any minute */
}

static void names_of_series_are_trimmed_and_twins_told(void) {
    struct sales_history *h =
        read_as("date,orders,channel\n2026-01-01,1,web\n2026-01-02,2,web \n2026-01-01,3,Web\n", NULL);
    if (!CHECK(h != NULL))
        return;
    CHECK_INT(h->series_count, 2);
    CHECK_NEAR(h->series[0].count[1], 2.0, 0.0, "web's second day");
    CHECK(says(
        "series \"web\" and \"Web\" differ only in small and capital letters; each is forecast on its own"));
}

static void a_dot_before_three_digits_is_what_other_counts_show(void) {
    static const struct {
        const char *text;
        double count;
    } plain[] = {{"date;value\n2026-01-01;1.234\n2026-01-02;10,5\n", 1234.0},
                 {"date;value\n2026-01-01;1.234\n2026-01-02;1.234.567\n", 1234.0},
                 {"date;value\n2026-01-01;1.234\n2026-01-02;10.5\n", 1.234},
                 {"date;value\n2026-01-01;1,234\n2026-01-02;10.5\n", 1234.0},
                 {"date,value\n2026-01-01,1.234\n2026-01-02,7\n", 1.234},
                 {"date;value\n2026-01-01;0.125\n", 0.125},
                 {"date;value\n2026-01-01;1 234\n", 1234.0},
                 {"date;value\n2026-01-01;1\xC2\xA0"
                  "234,5\n",
                  1234.5},
                 {"date,value\n2026-01-01,1.257e+10\n", 1.257e10}};
    for (int i = 0; i < (int)(sizeof plain / sizeof *plain); i++) {
        struct sales_history *h = read_as(plain[i].text, NULL);
        if (CHECK(h != NULL))
            CHECK_NEAR(h->series[0].count[0], plain[i].count, 0.0, plain[i].text);
    }
    refuses(
        "date;value\n2026-01-01;7\n2026-01-02;1.234\n2026-01-03;2.345\n", NULL,
        "h.csv:3: error: \"1.234\" may mean a thousand or a fraction, and so may the counts of 1 more row");
    refuses("date,value\n01.02.2026,1.234\n", NULL, "\"1.234\" may mean a thousand or a fraction");
    refuses("date;value\n2026-01-01;1,5\n2026-01-02;1.5\n", NULL,
            "h.csv:3: error: here a dot stands before decimals, in line 2 a comma");
    refuses("date,value\n2026-01-01,1 2 3\n", NULL, "a count must be a number; found \"1 2 3\"");
    refuses("date,value\n2026-01-01,1.2.3\n", NULL, "a count must be a number; found \"1.2.3\"");
}

static void days_sold_out_are_marked_by_usual_words(void) {
    static const char *const words[][2] = {
        {"True", "False"}, {"YES", "no"}, {"y", "N"}, {"1.0", "0.0"}, {"1", ""}};
    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++) {
        const char *text = arena_format(arena, "date,value,out\n2026-01-01,5,%s\n2026-01-02,6,%s\n",
                                        words[i][0], words[i][1]);
        struct sales_history *h = read_as(text, "stock_out=out");
        CHECK(h && h->series[0].state[0] == DAY_CENSORED && h->series[0].state[1] == DAY_SEEN);
    }
    refuses("date,value,out\n2026-01-01,5,gone\n2026-01-02,5,gone\n", "stock_out=out",
            "h.csv:2:14: error: whether a day was sold out must be yes or no; found \"gone\"");
    CHECK(!strstr(said.data, "h.csv:3"));
}

static void an_hour_that_clocks_go_through_twice_is_added_up(void) {
    struct sales_history *h = read_as(
        "t,value\n2026-10-25T02:00+02:00,3\n2026-10-25T02:00+01:00,4\n2026-10-25T03:00+01:00,5\n", NULL);
    CHECK(h && h->series[0].hourly[2] == 7.0);
    CHECK_TEXT(said.data, "");
    h = read_as("t,value\n2026-10-25 02:00,3\n2026-10-25 02:00,4\n2026-10-25 03:00,5\n", NULL);
    CHECK(h && h->series[0].hourly[2] == 7.0);
    CHECK(says(
        "h.csv:3: warning: 02:00 of 2026-10-25 stands twice, as where clocks go back; both are added up"));
    refuses("t,value\n2026-10-25 02:00,3\n2026-10-25 02:00,4\n2026-11-01 02:00,3\n2026-11-01 02:00,5\n", NULL,
            "h.csv:5: error: the same time as in line 4");
    refuses("t,value\n2026-10-25 14:00,3\n2026-10-25 14:00,4\n", NULL, "the same time as in line 2");
    refuses("t,value\n2026-06-14 02:00,3\n2026-06-14 02:00,4\n", NULL, "the same time as in line 2");
}

static void a_hint_at_doubled_days_fits_the_file(void) {
    refuses("date,value\n2026-01-01,1\n2026-01-01,3\n", NULL, "hint: take one of them out\n");
    refuses("date,value,city\n2026-01-01,1,a\n2026-01-01,3,b\n", NULL,
            "series=city for series of their own, sum=city");
    refuses("date,value,order_id\n2026-01-01,1,7\n2026-01-01,3,8\n", "value=value",
            "if each row is of an order: --columns order=order_id");
}

static void offset_zero_in_summer_is_utc(void) {
    CHECK(read_as("t,value\n2026-01-01T10:00+00:00,1\n2026-07-01T10:00+00:00,1\n", NULL) != NULL);
    CHECK(says("h.csv:2: warning: times are in UTC"));
    CHECK(read_as("t,value\n2026-01-01T10:00+00:00,1\n2026-07-01T10:00+01:00,1\n", NULL) != NULL);
    CHECK(!strstr(said.data, "UTC")); /* London */
    CHECK(read_as("t,value\n2026-01-01T10:00+00:00,1\n2026-01-02T10:00+00:00,1\n", NULL) != NULL);
    CHECK(!strstr(said.data, "UTC")); /* perhaps London */
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
        {"name,date,lead\nsale,2026-01-01,-1\n", "lead must be a whole number from 0 to 60; found \"-1\""},
        {"name,date,lead\nsale,2026-01-01,1.5\n", "lead must be a whole number from 0 to 60; found \"1.5\""},
        {"name,date,kind\nsale,12-25,one-off\n",
         "c.csv:2:6: error: a one-off happens once; \"12-25\" comes every year"},
        {"name,date,kind\nsale,black-friday,one-off\n", "\"black-friday\" comes every year"},
        {"name,date\nmum,mothers-day-uk\n", "did you mean mothers-day-gb?"},
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

static void a_yearly_date_told_twice_is_one_problem(void) {
    CHECK(read_events("name,date\nsale,12-25\nsale,12-25\n") == NULL);
    CHECK_TEXT(said.data, "c.csv:3:6: error: event \"sale\" has this date twice\n");
}

static void columns_that_are_none_of_a_calendar_are_told(void) {
    CHECK(read_events("name,date,up_lift,note\nsale,2026-01-01,2,x\n") != NULL);
    CHECK_TEXT(said.data,
               "c.csv:1: warning: the columns \"up_lift\", \"note\" are none of a calendar and are not "
               "read\n    hint: did you mean uplift?\n");
    CHECK(read_events("name,date,uplift\nsale,2026-01-01,2\n") != NULL);
    CHECK_TEXT(said.data, "");
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
                                         {TEST(names_of_columns_are_found_in_any_case)},
                                         {TEST(a_file_whose_counts_have_an_unknown_name_is_refused)},
                                         {TEST(rows_with_a_number_of_an_order_are_orders)},
                                         {TEST(names_of_series_are_trimmed_and_twins_told)},
                                         {TEST(a_dot_before_three_digits_is_what_other_counts_show)},
                                         {TEST(days_sold_out_are_marked_by_usual_words)},
                                         {TEST(an_hour_that_clocks_go_through_twice_is_added_up)},
                                         {TEST(a_hint_at_doubled_days_fits_the_file)},
                                         {TEST(offset_zero_in_summer_is_utc)},
                                         {TEST(moving_days_fall_where_calendars_say)},
                                         {TEST(events_act_from_lead_to_lag)},
                                         {TEST(the_29th_of_february_comes_in_leap_years)},
                                         {TEST(wrong_calendars_are_refused_with_their_place)},
                                         {TEST(a_yearly_date_told_twice_is_one_problem)},
                                         {TEST(columns_that_are_none_of_a_calendar_are_told)},
                                         {TEST(wrong_names_of_columns_are_refused)},
                                         {0}});
    text_free(&said);
    arena_destroy(arena);
    return code;
}
