/* SPDX-License-Identifier: MIT */
/* bench_forecast.c - see bench_forecast.h. */
#include "cli/bench_forecast.h"

#include <math.h>
#include <string.h>
#include <time.h>
#include "models/forecast/events.h"
#include "models/forecast/forecast.h"
#include "models/forecast/history.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/engine/calendar.h"
#include "sim/engine/stream.h"

enum { SERIES = 24, CALIBRATED = 8, PATHS = 1000, AHEAD = 46, PER = 1000, SHORTEST = 700, LONGEST = 1400 };

static const char calendar_text[] =
    "name,date,lead,lag,kind\nchristmas,12-25,12,7,recurring\nblack_friday,black-friday,1,3,moved\n"
    "easter,easter,2,1,moved\nnew_year,01-01,0,1,recurring\n";

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static struct history_series draw(struct arena *arena, int number) {
    struct stream s = stream_named(3, number, "bench/forecast");
    int days = SHORTEST + (LONGEST - SHORTEST) * number / (SERIES - 1);
    struct history_series series = {.name = "", .first = date_of(2025, 11, 15).day - days + 1, .days = days};
    series.count = arena_array(arena, double, days);
    series.state = arena_array(arena, unsigned char, days); /* all seen */
    for (int d = 0; d < days; d++)
        series.count[d] = nearbyint(
            1000.0 * exp(0.1 * sin(6.2831853 * d / 365.25) + 0.1 * (d % 7 > 4) + 0.06 * stream_normal(&s)));
    return series;
}

static double seconds_for(const struct event_calendar *calendar, int count, bool calibrate) {
    double spent = 0.0;
    for (int i = 0; i < count; i++) {
        struct arena *arena = arena_create();
        struct history_series past = draw(arena, i * (SERIES / count));
        struct forecast_options options = {
            .until = past.first + past.days - 1 + AHEAD, .growth = 1.0, .calibrate = calibrate};
        struct fitted_series fitted;
        double days[AHEAD];
        double began = cpu_seconds();
        forecast_fit(arena, &past, calendar, &options, &fitted);
        struct forecast_model *model = forecast_finish(arena, &fitted, 1, past.first + past.days, AHEAD);
        for (int r = 0; r < PATHS; r++)
            forecast_path(model, 1, r, days);
        spent += cpu_seconds() - began;
        arena_destroy(arena);
    }
    return spent * PER / count;
}

struct bench_forecast bench_forecast(void) {
    struct arena *arena = arena_create();
    struct event_calendar *calendar = events_read_text(arena, "bench.csv", calendar_text,
                                                       (long)strlen(calendar_text), problems_create(arena));
    struct bench_forecast bench = {.fit_paths_s = seconds_for(calendar, SERIES, false),
                                   .calibrated_s = seconds_for(calendar, CALIBRATED, true)};
    arena_destroy(arena);
    return bench;
}
