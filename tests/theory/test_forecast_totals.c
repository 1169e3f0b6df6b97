/* SPDX-License-Identifier: MIT */
/* test_forecast_totals.c - whether the sum of all days and the largest day fall where paths say, for short
 * histories and long ones: an error that all days share must be in every path.
 *
 * The truth is a level of 545 orders a day, weekdays (0.15), a sine of the year of amplitude 0.05 to 0.25 at
 * a random phase, growth of 5 % a year, an autoregression (0.4; 0.07) and Poisson counts. FORECAST_SERIES=N
 * chooses the number of series. */
#include <stdio.h>
#include <stdlib.h>
#include "tests/support/check.h"
#include "tests/support/forecast_world.h"

enum { SERIES = 200, USUAL_LENGTHS = 3, AHEAD = 46, PATHS = 200 };

static struct history_series sine_draw(struct arena *arena, int number, int past) {
    struct stream s = stream_named(23, number, "sine");
    struct history_series series = {.name = "", .first = date_of(2022, 1, 3).day, .days = past + AHEAD};
    series.count = arena_array(arena, double, series.days);
    series.state = arena_array(arena, unsigned char, series.days); /* DAY_SEEN */
    double amplitude = 0.05 + 0.2 * stream_uniform(&s), phase = 2.0 * 3.14159265358979 * stream_uniform(&s),
           week[7], a = 0.0;
    for (int i = 0; i < 7; i++)
        week[i] = 0.15 * stream_normal(&s);
    for (int d = 0; d < series.days; d++) {
        a = 0.4 * a + 0.07 * stream_normal(&s);
        double mean = exp(6.3 + week[d % 7] + amplitude * sin(2.0 * 3.14159265358979 * d / 365.25 + phase) +
                          0.05 * d / 365.0 + a);
        series.count[d] = fmax(nearbyint(mean + sqrt(mean) * stream_normal(&s)), 0.0);
    }
    return series;
}

struct covered {
    double total, largest, day80, error, count;
};

static void add_series(int number, int past_days, struct covered *covered) {
    static const char no_events[] = "name,date\nnone,1990-01-01\n";
    struct arena *arena = arena_create();
    struct event_calendar *calendar =
        events_read_text(arena, "none.csv", no_events, (long)strlen(no_events), problems_create(arena));
    struct history_series all = sine_draw(arena, number, past_days);
    struct history_series past = history_until(&all, all.first + past_days - 1);
    struct forecast_options options = {
        .until = all.first + past_days - 1 + AHEAD, .growth = 1.0, .calibrate = true};
    struct fitted_series fitted;
    struct peak_view view;
    double total = 0.0, largest = 0.0;
    CHECK(forecast_fit(arena, &past, calendar, &options, &fitted));
    struct forecast_model *model = forecast_finish(arena, &fitted, 1, all.first + past_days, AHEAD);
    forecast_peak(arena, model, 0, 1, PATHS, &view);
    for (int h = 0; h < AHEAD; h++) {
        double y = all.count[past_days + h];
        total += y;
        largest = fmax(largest, y);
        covered->error += fabs(forecast_quantile(&model->series[0], h, 0.0) - y);
        covered->day80 += (y >= forecast_quantile(&model->series[0], h, -1.2815515655446004) &&
                           y <= forecast_quantile(&model->series[0], h, 1.2815515655446004)) /
                          (double)AHEAD;
    }
    covered->count += total;
    covered->total += total >= view.total[0] && total <= view.total[PEAK_LEVELS - 1];
    covered->largest += largest >= view.day[0] && largest <= view.day[PEAK_LEVELS - 1];
    arena_destroy(arena);
}

static void totals_and_largest_days_of_short_histories_lie_within_their_intervals(void) {
    static const int lengths[] = {28, 120, 400, 60, 250, 800};
    const char *given = getenv("FORECAST_SERIES");
    int series = given ? atoi(given) : SERIES;
    int count = given ? (int)(sizeof lengths / sizeof *lengths) : USUAL_LENGTHS;
    for (int i = 0; i < count; i++) {
        struct covered c = {0};
        for (int s = 0; s < series; s++)
            add_series(s, lengths[i], &c);
        printf("  %d days of history: 90 %% intervals hold %.0f %% of totals, %.0f %% of largest days; 80 %% "
               "those of %.0f %% of days; WAPE %.1f %%\n",
               lengths[i], 100.0 * c.total / series, 100.0 * c.largest / series, 100.0 * c.day80 / series,
               100.0 * c.error / c.count);
        CHECK_NEAR(100.0 * c.total / series, 90.0, 10.0, "total, 90 % intervals (gate: 80 to 100)");
        CHECK_NEAR(100.0 * c.largest / series, 90.0, 10.0, "largest day, 90 % intervals (gate: 80 to 100)");
        CHECK_NEAR(100.0 * c.day80 / series, 80.0, 12.0, "single days, 80 % intervals: wide, not boundless");
    }
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(totals_and_largest_days_of_short_histories_lie_within_their_intervals)},
                              {0}});
}
