/* SPDX-License-Identifier: MIT */
/* test_forecast.c - forecasts against known truth: coverage on synthetic series, variances of paths against the
 * closed form of the autoregression, averages of quantiles, exact regressions.
 *
 * FORECAST_SERIES=N chooses the number of series of the coverage gate; make validate takes 500. */
#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include "models/forecast/backtest.h"
#include "models/forecast/frame.h"
#include "models/forecast/outlook.h"
#include "tests/support/check.h"
#include "tests/support/forecast_world.h"

enum { SERIES = 200, AHEAD = 46 };

static struct event_calendar *calendar_of(struct arena *arena, const char *text) {
    struct problems *problems = problems_create(arena);
    struct event_calendar *calendar = events_read_text(arena, "calendar.csv", text, (long)strlen(text), problems);
    CHECK_INT(problems->errors, 0);
    return calendar;
}

static void intervals_cover_what_they_say_on_series_with_known_truth(void) {
    const char *given = getenv("FORECAST_SERIES");
    int series = given ? atoi(given) : SERIES;
    double days = 0.0, in80 = 0.0, in95 = 0.0, peak = 0.0, peak80 = 0.0, peak95 = 0.0;
    for (int i = 0; i < series; i++) {
        struct arena *arena = arena_create();
        struct event_calendar *calendar = calendar_of(arena, world_calendar);
        struct world w = world_draw(arena, calendar, 7, i, 700 + 100 * (i % 8), AHEAD);
        struct history_series past = history_until(&w.series, w.series.first + w.past - 1);
        struct forecast_options options = {.until = w.series.first + w.past - 1 + AHEAD, .growth = 1.0, .calibrate = true};
        struct fitted_series fitted;
        struct backtest b;
        CHECK(forecast_fit(arena, &past, calendar, &options, &fitted));
        CHECK(backtest_score(&w.series, options.until - AHEAD, AHEAD, &fitted.series, (struct peak_days){1219, 1227}, &b));
        days += b.days;
        in80 += b.cover80 * b.days;
        in95 += b.cover95 * b.days;
        peak += b.peak_days;
        peak80 += b.peak_cover80 * b.peak_days;
        peak95 += b.peak_cover95 * b.peak_days;
        arena_destroy(arena);
    }
    printf("  %d series: %.1f / %.1f %% of days, %.1f / %.1f %% of holidays\n", series, 100.0 * in80 / days,
           100.0 * in95 / days, 100.0 * peak80 / peak, 100.0 * peak95 / peak);
    CHECK_NEAR(100.0 * in80 / days, 80.0, 2.0, "coverage of 80 % intervals, in percent (gate: 78 to 82)");
    CHECK_NEAR(100.0 * in95 / days, 95.0, 2.0, "coverage of 95 % intervals, in percent (gate: 93 to 97)");
    CHECK_NEAR(100.0 * peak80 / peak, 80.0, 6.0, "the same around Christmas");
    CHECK_NEAR(100.0 * peak95 / peak, 95.0, 4.0, "the same around Christmas");
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(intervals_cover_what_they_say_on_series_with_known_truth)}, {0}});
}
