/* SPDX-License-Identifier: MIT */
/* test_calendar.c - dates, times and weekdays (sim/engine/calendar.c). */
#include "sim/engine/calendar.h"
#include "tests/support/check.h"

static void known_dates_have_known_numbers_and_weekdays(void) {
    static const struct {
        int year, month, day;
        int64_t number;
        int weekday;
    } cases[] = {
        {1970, 1, 1, 0, THURSDAY},      {1969, 12, 31, -1, WEDNESDAY},   {2000, 2, 29, 11016, TUESDAY},
        {2000, 3, 1, 11017, WEDNESDAY}, {1900, 3, 1, -25508, THURSDAY},  {1900, 2, 28, -25509, WEDNESDAY},
        {2026, 12, 7, 20794, MONDAY},   {2038, 1, 19, 24855, TUESDAY},   {1582, 10, 15, -141427, FRIDAY},
        {1, 1, 1, -719162, MONDAY},     {9999, 12, 31, 2932896, FRIDAY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date = date_of(cases[i].year, cases[i].month, cases[i].day);
        CHECK_INT(date.day, cases[i].number);
        CHECK_INT(date_weekday(date), cases[i].weekday);
    }
}

/* Counted day by day with the rule of the calendar. */
static void every_day_of_a_thousand_years_splits_back(void) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 1600, month = 1, day = 1;
    struct date date = date_of(1600, 1, 1);
    for (int weekday = date_weekday(date); year < 2600; date.day++, weekday = (weekday + 1) % 7) {
        int y, m, d;
        date_split(date, &y, &m, &d);
        if (!CHECK(y == year && m == month && d == day && date_weekday(date) == weekday) ||
            !CHECK_INT(date_of(year, month, day).day, date.day))
            return;
        int leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        if (++day > lengths[month - 1] + (month == 2 && leap))
            day = 1, month++;
        if (month > 12)
            month = 1, year++;
    }
}

static void months_beyond_the_year_carry_over(void) {
    CHECK_INT(date_of(2026, 13, 1).day, date_of(2027, 1, 1).day);
    CHECK_INT(date_of(2026, 0, 31).day, date_of(2025, 12, 31).day);
    CHECK_INT(date_of(2026, -11, 1).day, date_of(2025, 1, 1).day);
}

static void right_dates_are_read_and_written(void) {
    static const char *const right[] = {"2026-12-07", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct date date;
        char buffer[DATE_TEXT_SIZE];
        if (CHECK(date_parse(right[i], &date)))
            CHECK_TEXT(date_text(buffer, date), right[i]);
    }
}

static void wrong_dates_are_refused(void) {
    static const char *const wrong[] = {
        "",           "2026",        "2026-12",     "2026-12-",    "2026-12-7",
        "2026-2-07",  "26-12-07",    "2026-13-01",  "2026-00-01",  "2026-01-00",
        "2026-01-32", "2026-04-31",  "2026-02-29",  "1900-02-29",  "0000-01-01",
        "2026/12/07", "2026-12-07 ", " 2026-12-07", "2026-12-07T", "+026-12-07",
        "2026-12-0x", "-2026-12-07", "12026-12-07",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct date date = {.day = 42};
        if (!CHECK(!date_parse(wrong[i], &date)) || !CHECK_INT(date.day, 42))
            printf("  for \"%s\"\n", wrong[i]);
    }
}

static void right_times_are_read_and_written(void) {
    static const struct {
        const char *text;
        int seconds;
        const char *written;
    } cases[] = {
        {"00:00", 0, "00:00"},           {"16:00", 57600, "16:00"}, {"16:00:30", 57630, "16:00:30"},
        {"23:59:59", 86399, "23:59:59"}, {"24:00", 86400, "24:00"}, {"24:00:00", 86400, "24:00"},
        {"07:05:00", 25500, "07:05"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct clock_time time = {.seconds = -1};
        char buffer[DATE_TEXT_SIZE];
        CHECK(clock_time_parse(cases[i].text, &time));
        CHECK_INT(time.seconds, cases[i].seconds);
        CHECK_TEXT(clock_time_text(buffer, time), cases[i].written);
    }
}

static void wrong_times_are_refused(void) {
    static const char *const wrong[] = {"",         "16",      "16:",        "16:0",  "1600",
                                        "9:00",     "16:60",   "24:01",      "25:00", "24:00:01",
                                        "16:00:60", "16:00:3", "16:00:",     "16.00", "-1:00",
                                        " 16:00",   "16:00 ",  "16:00:30.5", "99:99", "4pm"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct clock_time time = {.seconds = 42};
        if (!CHECK(!clock_time_parse(wrong[i], &time)) || !CHECK_INT(time.seconds, 42))
            printf("  for \"%s\"\n", wrong[i]);
    }
}

/* 20794 days of 86,400 s until 2026-12-07. */
static void moments_are_read_and_written(void) {
    static const struct {
        const char *text;
        int64_t seconds;
        const char *written;
    } cases[] = {
        {"1970-01-01T00:00", 0, "1970-01-01T00:00"},
        {"2026-12-07T18:00", INT64_C(20794) * 86400 + 64800, "2026-12-07T18:00"},
        {"2026-12-07 18:00:05", INT64_C(20794) * 86400 + 64805, "2026-12-07T18:00:05"},
        {"2026-12-07T24:00", INT64_C(20795) * 86400, "2026-12-08T00:00"},
        {"1969-12-31T23:59:59", -1, "1969-12-31T23:59:59"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct moment moment = {.seconds = 42};
        char buffer[DATE_TEXT_SIZE];
        CHECK(moment_parse(cases[i].text, &moment));
        CHECK_INT(moment.seconds, cases[i].seconds);
        CHECK_TEXT(moment_text(buffer, moment), cases[i].written);
    }
}

static void wrong_moments_are_refused(void) {
    static const char *const wrong[] = {"",
                                        "2026-12-07",
                                        "2026-12-07T",
                                        "18:00",
                                        "2026-12-07t18:00",
                                        "2026-12-07  18:00",
                                        "2026-12-0718:00",
                                        "2026-12-07T18",
                                        "2026-12-07T18:00Z",
                                        "2026-02-30T18:00",
                                        "2026-12-07T24:01",
                                        "2026-12-07T18:00+01:00"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct moment moment = {.seconds = 42};
        if (!CHECK(!moment_parse(wrong[i], &moment)) || !CHECK_INT(moment.seconds, 42))
            printf("  for \"%s\"\n", wrong[i]);
    }
}

static void weekdays_are_read_and_written(void) {
    static const struct {
        const char *text;
        unsigned mask; /* bit 0 = Monday */
        const char *written;
    } cases[] = {
        {"daily", 127, "daily"},
        {"mon-sun", 127, "daily"},
        {"mon-fri", 31, "mon-fri"},
        {"tue,thu", 10, "tue,thu"},
        {"sun", 64, "sun"},
        {"sat,sun", 96, "sat,sun"},
        {"sat-mon", 97, "mon,sat,sun"},
        {"mon-wed,fri-sun", 119, "mon-wed,fri-sun"},
        {"fri,mon", 17, "mon,fri"},
        {"mon-mon", 1, "mon"},
        {"mon,tue,thu,fri,sun", 91, "mon,tue,thu,fri,sun"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct weekdays days = {0}, again = {0};
        char buffer[DATE_TEXT_SIZE];
        CHECK(weekdays_parse(cases[i].text, &days));
        CHECK_INT(days.mask, cases[i].mask);
        CHECK_TEXT(weekdays_text(buffer, days), cases[i].written);
        CHECK(weekdays_parse(buffer, &again) && again.mask == days.mask);
    }
    struct weekdays workdays = {.mask = 31};
    CHECK(weekdays_have(workdays, FRIDAY) && !weekdays_have(workdays, SATURDAY));
}

static void wrong_weekdays_are_refused(void) {
    static const char *const wrong[] = {"",          "Mon",      "monday",   "mon-", "-fri",        "mon,",
                                        ",mon",      "mon, tue", "mon--fri", "mo",   "mon-fri-sun", "dailyx",
                                        "daily,mon", "mon tue",  "mon;tue",  "1-5"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct weekdays days = {.mask = 42};
        if (!CHECK(!weekdays_parse(wrong[i], &days)) || !CHECK_INT(days.mask, 42))
            printf("  for \"%s\"\n", wrong[i]);
    }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(known_dates_have_known_numbers_and_weekdays)},
                                            {TEST(every_day_of_a_thousand_years_splits_back)},
                                            {TEST(months_beyond_the_year_carry_over)},
                                            {TEST(right_dates_are_read_and_written)},
                                            {TEST(wrong_dates_are_refused)},
                                            {TEST(right_times_are_read_and_written)},
                                            {TEST(wrong_times_are_refused)},
                                            {TEST(moments_are_read_and_written)},
                                            {TEST(wrong_moments_are_refused)},
                                            {TEST(weekdays_are_read_and_written)},
                                            {TEST(wrong_weekdays_are_refused)},
                                            {0}});
}
