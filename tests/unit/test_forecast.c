/* SPDX-License-Identifier: MIT */
/* test_forecast.c - forecasts of series at the edge of sense, forecast.json, profiles, bursts, warnings. */
#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include "models/forecast/backtest.h"
#include "models/forecast/burst.h"
#include "models/forecast/model_file.h"
#include "models/forecast/outlook.h"
#include "models/forecast/scatter.h"
#include "sim/base/text.h"
#include "tests/support/check.h"
#include "tests/support/forecast_world.h"

enum { AHEAD = 30 };
static struct arena *arena;

static struct event_calendar *calendar_of(const char *text) {
    struct problems *problems = problems_create(arena);
    struct event_calendar *calendar = events_read_text(arena, "c.csv", text, (long)strlen(text), problems);
    CHECK_INT(problems->errors, 0);
    return calendar;
}

static struct history_series series_of(int days) {
    struct history_series s = {.name = "", .first = date_of(2026, 11, 15).day - days + 1, .days = days};
    s.count = arena_array(arena, double, days);
    s.state = arena_array(arena, unsigned char, days);
    return s;
}

static bool fit(const struct history_series *past, const struct event_calendar *calendar,
                struct fitted_series *fitted) {
    struct forecast_options options = {
        .until = past->first + past->days - 1 + AHEAD, .growth = 1.0, .calibrate = true};
    return CHECK(forecast_fit(arena, past, calendar, &options, fitted));
}

/* Finite, not negative, rising with the level, on every day. */
static void check_intervals(const struct forecast_series *s, double most) {
    for (int h = 0; h < AHEAD; h++) {
        double before = 0.0;
        for (int i = 0; i <= 16; i++) {
            double q = forecast_quantile(s, h, -4.0 + 0.5 * i);
            CHECK(isfinite(q) && q >= before && q <= most);
            before = q;
        }
        CHECK(isfinite(forecast_mean(s, h)) && forecast_mean(s, h) >= 0.0);
    }
}

static void check_series(const struct history_series *past, double most) {
    struct fitted_series fitted;
    if (!fit(past, calendar_of(world_calendar), &fitted))
        return;
    struct forecast_model *model = forecast_finish(arena, &fitted, 1, past->first + past->days, AHEAD);
    double days[AHEAD];
    check_intervals(&model->series[0], most);
    for (int r = 0; r < 200; r++) {
        forecast_path(model, 1, r, days);
        for (int h = 0; h < AHEAD; h++)
            CHECK(isfinite(days[h]) && days[h] >= 0.0 && days[h] <= most);
    }
}

static void a_constant_series_is_forecast_as_it_is(void) {
    struct history_series s = series_of(500);
    struct fitted_series fitted;
    for (int d = 0; d < s.days; d++)
        s.count[d] = 100.0;
    check_series(&s, 1000.0);
    if (fit(&s, calendar_of("name,date\n"), &fitted))
        CHECK_NEAR(forecast_quantile(&fitted.series, 9, 0.0), 100.0, 1.0, "median");
}

static void an_all_zero_series_is_forecast_as_nothing(void) {
    struct history_series s = series_of(400);
    struct fitted_series fitted;
    check_series(&s, 10.0);
    if (fit(&s, calendar_of("name,date\n"), &fitted))
        CHECK_NEAR(forecast_quantile(&fitted.series, 9, 0.0), 0.0, 0.1, "median");
}

static void a_week_of_history_gives_wide_but_finite_intervals(void) {
    for (int days = 1; days <= 30; days++) {
        struct history_series s = series_of(days);
        for (int d = 0; d < days; d++)
            s.count[d] = 80.0 + 13.0 * (d % 4);
        check_series(&s, 100.0 * 1000.0);
    }
}

static void sparse_counts_and_a_single_spike_do_not_explode(void) {
    struct history_series s = series_of(500);
    for (int d = 0; d < s.days; d++)
        s.count[d] = d % 5 == 0;
    check_series(&s, 1000.0);
    s.count[490] = 1e9;
    check_series(&s, 1e10);
}

static void a_history_of_gaps_alone_is_refused(void) {
    struct history_series s = series_of(50);
    struct fitted_series fitted;
    struct forecast_options options = {.until = s.first + 60, .growth = 1.0};
    memset(s.state, DAY_MISSING, 50);
    CHECK(!forecast_fit(arena, &s, calendar_of("name,date\n"), &options, &fitted));
}

static void a_closed_weekday_stays_closed(void) {
    struct history_series s = series_of(140);
    struct fitted_series fitted;
    for (int d = 0; d < s.days; d++) {
        bool sunday = date_weekday((struct date){s.first + d}) == SUNDAY;
        s.count[d] = sunday ? 0.0 : 50.0;
        s.state[d] = sunday ? DAY_CLOSED : DAY_SEEN;
    }
    s.closed_weekdays = 1u << SUNDAY;
    if (!fit(&s, calendar_of("name,date\n"), &fitted))
        return;
    for (int h = 0; h < AHEAD; h++) {
        bool sunday = date_weekday((struct date){s.first + s.days + h}) == SUNDAY;
        CHECK_NEAR(forecast_quantile(&fitted.series, h, 1.0) > 0.0, !sunday, 0.0, "open unless Sunday");
    }
}

static struct forecast_model *two_series(struct fitted_series *fitted) {
    struct event_calendar *calendar = calendar_of(world_calendar);
    struct forecast_options options = {.growth = 1.0, .calibrate = true};
    for (int i = 0; i < 2; i++) {
        struct world w = world_draw(arena, calendar, 5, i * 4, 600, 0);
        w.series.name = i ? "b" : "a";
        if (i) /* the same noise, another level */
            for (int d = 0; d < w.series.days; d++)
                w.series.count[d] = 3.0 * world_draw(arena, calendar, 5, 0, 600, 0).series.count[d];
        options.until = w.series.first + w.series.days - 1 + AHEAD;
        CHECK(forecast_fit(arena, &w.series, calendar, &options, &fitted[i]));
    }
    return forecast_finish(arena, fitted, 2, options.until - AHEAD + 1, AHEAD);
}

static void series_with_common_noise_are_drawn_together(void) {
    struct fitted_series fitted[2];
    struct forecast_model *model = two_series(fitted);
    double days[2 * AHEAD], x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    enum { PATHS = 2000 };
    for (int r = 0; r < PATHS; r++) {
        forecast_path(model, 3, r, days);
        double a = log(days[10]), b = log(days[AHEAD + 10]);
        x += a / PATHS, y += b / PATHS, xx += a * a / PATHS, yy += b * b / PATHS, xy += a * b / PATHS;
    }
    CHECK_NEAR((xy - x * y) / sqrt((xx - x * x) * (yy - y * y)), 0.95, 0.02,
               "correlation of paths (0.95 of full)");
}

static void a_forecast_read_again_draws_the_same_paths(void) {
    struct fitted_series fitted[2];
    struct forecast_model *model = two_series(fitted), *again;
    struct problems *problems = problems_create(arena);
    struct text text = {0};
    double one[2 * AHEAD], two[2 * AHEAD];
    forecast_write(model, &text);
    again = forecast_read_text(arena, "f.json", text.data, text.length, problems);
    CHECK_INT(problems->errors, 0);
    for (int r = 0; again && r < 50; r++) {
        forecast_path(model, 9, r, one);
        forecast_path(again, 9, r, two);
        CHECK(memcmp(one, two, sizeof one) == 0);
    }
    text_free(&text);
}

static void a_broken_forecast_is_refused_and_each_problem_said_once(void) {
    static const struct {
        const char *text, *words;
        int problems;
    } cases[] = {
        {"{}", "format: must be fcsim-forecast/1", 1},
        {"[]", "format: must be fcsim-forecast/1", 1},
        {"{\"format\": \"fcsim-forecast/1\"}", "first: must be a date", 3},
        {"{\"format\": \"fcsim-forecast/1\", \"first\": \"2026-01-01\", \"days\": 2, \"series\": []}",
         "series: must be a list of series", 1},
        {"{\"format\": \"fcsim-forecast/1\", \"first\": \"2026-01-01\", \"days\": 2, \"series\": [3]}",
         "series: must be a list of objects", 1},
        /* second_view, offset, weight, peaks, origins, four lists of views, closed, event, stretch, factors,
         * latent_sd, phi, sigma; what "factor" must hold is not known without "factors" */
        {"{\"format\": \"fcsim-forecast/1\", \"first\": \"2026-01-01\", \"days\": 2, \"series\": [{\"name\": "
         "\"a\"}]}",
         "ridge_log: must be a list of 2 numbers", 16},
        {"{\"format\": \"fcsim-forecast/1\", \"first\": \"soon\", \"days\": 2000, \"series\": [1]}",
         "days: must be a number from 1 to 800", 2},
    };
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        struct problems *problems = problems_create(arena);
        struct text said = {0};
        CHECK(!forecast_read_text(arena, "f.json", cases[i].text, strlen(cases[i].text), problems));
        problems_write(problems, &said);
        bool right = CHECK_INT(problems->count, cases[i].problems);
        if (!CHECK(said.data && strstr(said.data, cases[i].words)) || !right)
            printf("  said: %s\n", said.data);
        text_free(&said);
    }
}

static const char *warnings(const struct history_series *s, const char *calendar) {
    struct sales_history history = {.file = "h.csv", .series = (struct history_series *)s, .series_count = 1};
    struct problems *problems = problems_create(arena);
    struct text said = {0};
    int64_t last = s->first + s->days - 1;
    forecast_warn(&history, calendar_of(calendar), last, last + 45, problems);
    CHECK_INT(problems->errors, 0);
    problems_write(problems, &said);
    const char *copy = arena_copy(arena, said.data ? said.data : "");
    text_free(&said);
    return copy;
}

static void warnings_name_the_consequence(void) {
    struct history_series year = series_of(800), week = series_of(7);
    for (int d = 0; d < 800; d++)
        year.count[d] = 50 + d % 7;
    CHECK(strstr(warnings(&year, "name,date\nold,2025-06-01\n"),
                 "peaks that the calendar does not announce are not in the forecast"));
    CHECK(strstr(warnings(&year, "name,date\nxmas,12-25\n"), "c.csv:2: warning: ") == NULL); /* seen twice */
    CHECK(strstr(warnings(&year, "name,date,kind\nshow,2026-12-01,one-off\n"),
                 "event \"show\" was never seen in the history"));
    CHECK(strstr(warnings(&year, "name,date,kind,uplift\nshow,2026-12-01,one-off,2\n"), "never seen") ==
          NULL);
    CHECK(strstr(warnings(&year, "name,date\nsale,2026-01-10\nsale,2026-12-01\n"),
                 "event \"sale\" was seen only once"));
    CHECK(
        strstr(warnings(&week, "name,date\n"), "h.csv has no orders on any day; the forecast says the same"));
    CHECK(strstr(warnings(&week, "name,date\n"),
                 "h.csv has 7 days; the effects of weekdays, seasons and events are hardly known"));
    for (int d = 0; d < 7; d++)
        week.count[d] = 5;
    CHECK(strstr(warnings(&week, "name,date\n"), "h.csv is the same on all days"));
    struct history_series half = series_of(180);
    CHECK(strstr(warnings(&half, "name,date\n"), "is shorter than a year; the season is not known"));
}

static void a_day_out_of_line_is_reported_and_weighs_less(void) {
    struct history_series s = series_of(500);
    struct fitted_series fitted;
    struct problems *problems = problems_create(arena);
    struct text said = {0};
    struct stream stream = stream_named(4, 0, "noise");
    for (int d = 0; d < s.days; d++)
        s.count[d] = 1000.0 + 30.0 * stream_normal(&stream);
    s.count[300] = 5000.0;
    if (!fit(&s, calendar_of("name,date\n"), &fitted))
        return;
    forecast_warn_of_outliers(forecast_finish(arena, &fitted, 1, s.first + s.days, AHEAD), problems);
    problems_write(problems, &said);
    CHECK(said.data &&
          strstr(said.data, "1 day (2026-04-30) is far from all that is known of it; it weighs less"));
    CHECK_NEAR(forecast_quantile(&fitted.series, 9, 0.0), 1000.0, 20.0, "median");
    text_free(&said);
}

static void an_uplift_that_is_given_is_used_before_it_was_ever_seen(void) {
    struct history_series s = series_of(400);
    struct fitted_series fitted;
    for (int d = 0; d < s.days; d++)
        s.count[d] = 1000.0 + 3.0 * (d % 11);
    if (!fit(&s, calendar_of("name,date,lead,lag,kind,uplift,spread\nshow,2026-11-20,0,0,one-off,2.5,0.2\n"),
             &fitted))
        return;
    CHECK_NEAR(forecast_quantile(&fitted.series, 4, 0.0) / forecast_quantile(&fitted.series, 3, 0.0), 2.5,
               0.05, "uplift");
}

static void growth_multiplies_and_its_spread_widens(void) {
    struct history_series s = series_of(400);
    struct event_calendar *calendar = calendar_of("name,date\n");
    struct forecast_options options = {.until = s.first + s.days - 1 + AHEAD, .growth = 1.0};
    struct fitted_series plain, grown;
    for (int d = 0; d < s.days; d++)
        s.count[d] = 1000.0 + 7.0 * (d % 5);
    CHECK(forecast_fit(arena, &s, calendar, &options, &plain));
    options.growth = 1.3;
    options.growth_sd = 0.2;
    CHECK(forecast_fit(arena, &s, calendar, &options, &grown));
    CHECK_NEAR(forecast_quantile(&grown.series, 5, 0.0), 1.3 * forecast_quantile(&plain.series, 5, 0.0), 0.5,
               "median");
    CHECK(forecast_quantile(&grown.series, 5, 1.0) / forecast_quantile(&grown.series, 5, 0.0) > exp(0.19));
}

static void a_new_centre_takes_effects_from_one_like_it(void) {
    struct event_calendar *calendar = calendar_of(
        "name,date,lead,lag,kind\nshow,2025-12-01,0,0,recurring\nshow,2026-12-01,0,0,recurring\n");
    struct history_series old = series_of(800), young = series_of(21);
    for (int d = 0; d < old.days; d++)
        old.count[d] =
            1000.0 * (old.first + d == date_of(2025, 12, 1).day ? 3.0 : 1.0) * (d % 7 == 3 ? 1.5 : 1.0);
    for (int d = 0; d < young.days; d++)
        young.count[d] = 100.0 * ((old.days - young.days + d) % 7 == 3 ? 1.5 : 1.0);
    struct forecast_options options = {.until = young.first + young.days - 1 + AHEAD, .growth = 1.0};
    struct fitted_series alone, led;
    CHECK(forecast_fit(arena, &young, calendar, &options, &alone));
    options.like = outlook_create(arena, &old, 10, calendar, NULL);
    CHECK(forecast_fit(arena, &young, calendar, &options, &led));
    int show = (int)(date_of(2026, 12, 1).day - options.until + AHEAD - 1);
    CHECK(forecast_quantile(&led.series, show, 0.0) > 200.0);
    CHECK(forecast_quantile(&alone.series, show, 0.0) < 160.0);
}

static void a_burst_adds_what_its_integral_says(void) {
    const struct burst flat = {.ramp_h = 0.0, .hold_h = 24.0, .half_life_h = 1e-3};
    const struct burst decay = {.ramp_h = 0.0, .hold_h = 0.0, .half_life_h = 2.0};
    double hours[24], sum = 0.0;
    CHECK_NEAR(burst_day(&flat, 4.0, 0, 0, NULL, hours), 4.0, 1e-9, "a day of the fourfold");
    CHECK_NEAR(burst_day(&flat, 4.0, 12, 0, NULL, hours), 2.5, 1e-9, "half a day of the fourfold");
    /* integral of 5 exp(-t ln 2 / 2) over 24 h = 10 / ln 2 (1 - 2^-12) */
    CHECK_NEAR(burst_day(&decay, 6.0, 0, 0, NULL, hours), 1.0 + 10.0 / log(2.0) * (1.0 - exp2(-12.0)) / 24.0,
               2e-3, "decay");
    for (int h = 0; h < 24; h++)
        sum += hours[h];
    CHECK_NEAR(sum, 24.0, 1e-9, "weights have mean 1");
    /* 88 h after the ramp: 1 + 2 x 2^(-88/30) less the dip of 0.1 (1 - 2^(-88/30)) */
    CHECK_NEAR(burst_factor(&bursts[BURST_VIRAL], 3.0, 100.0),
               1.0 + 2.0 * exp2(-88.0 / 30.0) - 0.1 * (1.0 - exp2(-88.0 / 30.0)), 1e-9, "decay");
    CHECK_NEAR(burst_factor(&bursts[BURST_LIVESTREAM], 6.0, 40.0), 0.95, 0.001, "the dip afterwards");
    CHECK_NEAR(burst_factor(&bursts[BURST_LIVESTREAM], 6.0, -1.0), 1.0, 0.0, "before");
}

/* Hours drawn one order at a time from known shares, twice as heavy on event days' evenings. */
static void profiles_and_dispersion_are_those_of_the_orders(void) {
    struct history_series s = series_of(200);
    struct stream stream = stream_named(3, 0, "profile");
    struct event_calendar *calendar =
        calendar_of("name,date\nfifteenth,2026-06-15\nfifteenth,2026-07-15\nfifteenth,2026-08-15\n");
    struct profile_set p;
    s.hourly = arena_array(arena, double, s.days * 24);
    for (int d = 0; d < s.days; d++) {
        int offset;
        double size;
        bool event = event_acts(&calendar->events[0], s.first + d, &offset, &size);
        s.count[d] = 400.0;
        for (int i = 0; i < 400; i++)
            s.hourly[d * 24 + (stream_uniform(&stream) < (event ? 0.7 : 0.25)
                                   ? 20
                                   : (int)stream_below(&stream, 20))] += 1.0;
    }
    profile_fit(&s, calendar, &p);
    scatter_measure(&s, calendar, &p);
    CHECK(p.known && p.own_event);
    CHECK_INT(p.event_days, 3);
    CHECK_NEAR(profile_of(&p, MONDAY, false)[20], 0.25, 0.01, "evening share");
    CHECK(profile_of(&p, MONDAY, true)[20] > 0.4);
    /* Five blocks of 28 days with 20 degrees of freedom each day: standard error sqrt(2 / 2800) = 0.027. The
     * profile adds its own error, 1 / (26 + 4) at most. */
    CHECK_NEAR(p.dispersion, 1.03, 0.11, "orders on their own: variance equals mean");
    CHECK_NEAR(p.drift, 0.0, 2e-4, "shares stay");
    for (int d = 0; d < s.days; d++) /* in pairs: twice the variance */
        for (int h = 0; h < 24; h++)
            s.hourly[d * 24 + h] *= 2.0, s.count[d] = 800.0;
    profile_fit(&s, calendar, &p);
    scatter_measure(&s, calendar, &p);
    CHECK_NEAR(p.dispersion, 2.07, 0.22, "orders in pairs");
    CHECK(p.dispersion_p < 1e-6);
}

/* Shares that are drawn anew for each four weeks, and in them orders of a Dirichlet-multinomial of dispersion
 * D. */
static void deal_hours(struct history_series *s, double drift, double dispersion) {
    enum { HOURS = 21 };
    struct stream stream = stream_named(4, 0, "hours");
    gsl_rng rng = stream_gsl(&stream);
    double even[HOURS], share[HOURS], day[HOURS];
    unsigned dealt[HOURS];
    for (int h = 0; h < HOURS; h++)
        even[h] = (1.0 / drift - 1.0) / HOURS;
    for (int d = 0; d < s->days; d++) {
        if ((s->days - d) % 28 == 0 || d == 0)
            gsl_ran_dirichlet(&rng, HOURS, even, share);
        for (int h = 0; h < HOURS; h++)
            day[h] = share[h] * s->count[d] / (dispersion - 1.0);
        gsl_ran_dirichlet(&rng, HOURS, day, day);
        gsl_ran_multinomial(&rng, HOURS, (unsigned)s->count[d], day, dealt);
        for (int h = 0; h < HOURS; h++)
            s->hourly[d * 24 + h] = dealt[h];
    }
}

/* What is said of the four weeks to come holds the error of a profile of the 26 weeks before: it adds to the
 * day's dispersion D / (26 + 4), and to the drift its part of 6.5 blocks. */
static void dispersion_and_drift_are_told_apart(void) {
    enum { ORDERS = 200, DAYS = 560 };
    const double drift = 0.002, dispersion = 1.5;
    struct history_series s = series_of(DAYS);
    struct event_calendar none = {0};
    struct profile_set p;
    s.hourly = arena_array(arena, double, s.days * 24);
    for (int d = 0; d < s.days; d++)
        s.count[d] = ORDERS;
    deal_hours(&s, drift, dispersion);
    profile_fit(&s, &none, &p);
    scatter_measure(&s, &none, &p);
    CHECK_INT(p.blocks, 13);
    CHECK_NEAR(p.dispersion, dispersion * (1.0 + 1.0 / 30.0), 4.0 * 1.5 * sqrt(2.0 / (13 * 28 * 20)),
               "within days, four standard errors");
    CHECK_NEAR(p.drift, drift * (1.0 + 1.0 / 6.5), 4.0 * 0.0023 * sqrt(2.0 / (13 * 20)),
               "of weeks, four standard errors");
}

/* A share p of a Dirichlet distribution with concentration 1 / drift - 1 has the variance drift x p (1 - p).
 */
static void drifted_shares_have_the_variance_of_the_forecast(void) {
    enum { DRAWS = 20000 };
    struct profile_set p = {.known = true, .drift = 0.01};
    struct stream stream = stream_named(5, 0, "drift");
    double factor[PROFILE_HOURS], share[PROFILE_HOURS], sum = 0.0, squares = 0.0;
    for (int w = 0; w < PROFILE_DAYS; w++)
        p.week[w][8] = 0.3, p.week[w][12] = 0.5, p.week[w][20] = 0.2;
    for (int i = 0; i < DRAWS; i++) {
        profile_draw_drift(&p, &stream, factor);
        profile_drifted(p.week[i % PROFILE_DAYS], factor, share);
        CHECK_NEAR(share[8] + share[12] + share[20], 1.0, 1e-12, "shares of a day");
        sum += share[8];
        squares += share[8] * share[8];
    }
    double mean = sum / DRAWS, variance = squares / DRAWS - mean * mean, expected = 0.01 * 0.3 * 0.7;
    CHECK_NEAR(mean, 0.3, 4.0 * sqrt(expected / DRAWS), "four standard errors");
    CHECK_NEAR(variance / expected, 1.0, 4.0 * sqrt(2.0 / DRAWS), "four standard errors");
    p.drift = 0.0;
    profile_draw_drift(&p, &stream, factor);
    for (int h = 0; h < PROFILE_HOURS; h++)
        CHECK_NEAR(factor[h], 1.0, 0.0, "nothing drifts");
}

static void the_largest_day_hour_and_date_come_from_paths(void) {
    struct history_series s = series_of(800);
    struct fitted_series fitted;
    struct peak_view view;
    s.hourly = arena_array(arena, double, s.days * 24);
    for (int d = 0; d < s.days; d++) {
        int month, year, day;
        date_split((struct date){s.first + d}, &year, &month, &day);
        s.count[d] = 480.0 * (month == 12 && day == 1 ? 3.0 : 1.0) + (d * 7919) % 23;
        for (int h = 8; h < 20; h++)
            s.hourly[d * 24 + h] = s.count[d] / 12.0;
    }
    if (!fit(&s, calendar_of("name,date\nsale,12-01\n"), &fitted))
        return;
    struct forecast_model *model = forecast_finish(arena, &fitted, 1, s.first + s.days, AHEAD);
    forecast_peak(arena, model, 0, 1, 500, &view);
    CHECK_INT(model->first + view.likeliest, date_of(2026, 12, 1).day);
    CHECK(view.day[2] > 1000.0 && view.day[2] < 1900.0 && view.day[0] <= view.day[4]);
    CHECK(view.hour[2] >= view.day[2] / 12.0 && view.hour[2] < view.day[2] / 8.0);
}

/* Four days of 100, 200, 300, 400 against medians of 110 with 80 % intervals of 110 / 2 to 220. */
static void errors_of_a_backtest_are_those_by_hand(void) {
    struct history_series s = series_of(404);
    struct forecast_series model = {.name = "", .weight = 1.0};
    struct backtest b;
    double centre[4], sd[4];
    bool no[4] = {false};
    for (int d = 0; d < 400; d++)
        s.count[d] = d % 2 ? 90.0 : 130.0; /* a week before: 40 away */
    for (int h = 0; h < 4; h++) {
        s.count[400 + h] = 100.0 * (h + 1);
        centre[h] = log(110.0);
        sd[h] = log(2.0) / 1.2815515655446004;
    }
    model.centre[0] = model.centre[1] = centre;
    model.sd[0] = model.sd[1] = sd;
    model.closed = model.event = no;
    for (int k = 0; k < DAY_KINDS; k++)
        model.stretch[k][0] = model.stretch[k][1] = 1.0;
    if (!CHECK(backtest_score(&s, s.first + 399, 4, &model, (struct peak_days){0}, &b)))
        return;
    CHECK_INT(b.days, 4);
    CHECK_INT(b.largest_day, s.first + 403);
    CHECK_NEAR(b.accuracy[METHOD_FORECAST].wape, (10.0 + 90.0 + 190.0 + 290.0) / 1000.0, 1e-9,
               "sum of errors over sum of counts");
    CHECK_NEAR(b.accuracy[METHOD_FORECAST].bias, (440.0 - 1000.0) / 1000.0, 1e-9, "signed");
    CHECK_NEAR(b.accuracy[METHOD_FORECAST].largest, 110.0 / 400.0 - 1.0, 1e-9, "largest day");
    CHECK_NEAR(b.accuracy[METHOD_FORECAST].mase, 145.0 / 40.0, 1e-9,
               "mean error over that of the week before");
    CHECK_NEAR(b.accuracy[METHOD_NAIVE_7].wape, (10.0 + 70.0 + 210.0 + 270.0) / 1000.0, 1e-9,
               "90, 130, 90, 130");
    CHECK_NEAR(b.accuracy[METHOD_NAIVE_364].wape, (30.0 + 110.0 + 170.0 + 310.0) / 1000.0, 1e-9,
               "130, 90, 130, 90");
    CHECK_INT(b.accuracy[METHOD_NAIVE_364].days, 4);
    s.state[37] = DAY_MISSING; /* the day 364 before the second, the first such in the history */
    CHECK(backtest_score(&s, s.first + 399, 4, &model, (struct peak_days){0}, &b));
    CHECK_INT(b.accuracy[METHOD_NAIVE_364].days, 3);
    CHECK_NEAR(b.accuracy[METHOD_NAIVE_364].wape, (30.0 + 170.0 + 310.0) / 800.0, 1e-9,
               "130, nothing, 130, 90");
    CHECK_INT(b.accuracy[METHOD_FORECAST].days, 4);
    CHECK_NEAR(b.cover80, 0.5, 0.0, "100 and 200 lie between 55 and 220");
    CHECK_NEAR(b.cover95, 0.75, 0.0, "300 lies below 110 x 2^1.53 = 317");
}

static void origins_lie_before_the_largest_day_of_each_year(void) {
    struct history_series s = series_of(1100);
    int64_t origins[5];
    for (int d = 0; d < s.days; d++)
        s.count[d] = 100.0;
    s.count[500] = s.count[900] = 900.0;
    int count = backtest_origins(&s, 40, origins, 5);
    CHECK_INT(count, 2);
    CHECK_INT(origins[0], s.first + 500 - 30);
    CHECK_INT(origins[1], s.first + 900 - 30);
}

int main(int argc, char **argv) {
    arena = arena_create();
    int code =
        check_main(argc, argv,
                   (struct check_test[]){{TEST(a_constant_series_is_forecast_as_it_is)},
                                         {TEST(an_all_zero_series_is_forecast_as_nothing)},
                                         {TEST(a_week_of_history_gives_wide_but_finite_intervals)},
                                         {TEST(sparse_counts_and_a_single_spike_do_not_explode)},
                                         {TEST(a_history_of_gaps_alone_is_refused)},
                                         {TEST(a_closed_weekday_stays_closed)},
                                         {TEST(series_with_common_noise_are_drawn_together)},
                                         {TEST(a_forecast_read_again_draws_the_same_paths)},
                                         {TEST(a_broken_forecast_is_refused_and_each_problem_said_once)},
                                         {TEST(warnings_name_the_consequence)},
                                         {TEST(a_day_out_of_line_is_reported_and_weighs_less)},
                                         {TEST(an_uplift_that_is_given_is_used_before_it_was_ever_seen)},
                                         {TEST(growth_multiplies_and_its_spread_widens)},
                                         {TEST(a_new_centre_takes_effects_from_one_like_it)},
                                         {TEST(a_burst_adds_what_its_integral_says)},
                                         {TEST(profiles_and_dispersion_are_those_of_the_orders)},
                                         {TEST(dispersion_and_drift_are_told_apart)},
                                         {TEST(drifted_shares_have_the_variance_of_the_forecast)},
                                         {TEST(errors_of_a_backtest_are_those_by_hand)},
                                         {TEST(origins_lie_before_the_largest_day_of_each_year)},
                                         {TEST(the_largest_day_hour_and_date_come_from_paths)},
                                         {0}});
    arena_destroy(arena);
    return code;
}
