/* SPDX-License-Identifier: MIT */
/* forecast_world.h - daily series with known truth: trend, week, year, holidays by date, autoregressive
 * noise.
 *
 * Every part is drawn anew for each series, so that no setting of the model fits all. Holiday effects differ
 * from year to year, as real ones do. */
#ifndef TESTS_SUPPORT_FORECAST_WORLD_H
#define TESTS_SUPPORT_FORECAST_WORLD_H

#include <math.h>
#include <string.h>
#include "models/forecast/events.h"
#include "models/forecast/forecast.h"
#include "models/forecast/history.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/engine/calendar.h"
#include "sim/engine/stream.h"

__attribute__((unused)) static const char world_calendar[] =
    "name,date,lead,lag,kind\nchristmas,12-25,6,2,recurring\nblack_friday,black-friday,0,3,moved\n"
    "labour_day,05-01,0,0,recurring\neaster,easter,1,1,moved\n";

struct world {
    struct history_series series; /* past and future */
    int past;
};

/* `past` days up to 15 November of a year, and `ahead` days after them. */
__attribute__((unused)) static struct world world_draw(struct arena *arena,
                                                       const struct event_calendar *calendar, uint64_t seed,
                                                       int number, int past, int ahead) {
    struct stream s = stream_named(seed, number, "world");
    struct world w = {.past = past};
    int days = past + ahead;
    w.series = (struct history_series){
        .name = "", .first = date_of(2019 + number % 4, 11, 15).day - past + 1, .days = days};
    w.series.count = arena_array(arena, double, days);
    w.series.state = arena_array(arena, unsigned char, days); /* DAY_SEEN */
    double level = log(100.0) + 4.0 * stream_uniform(&s), growth = 0.15 * stream_normal(&s) / 365.0;
    double week[7], wave[4], sigma = 0.03 + 0.07 * stream_uniform(&s), phi = 0.6 * stream_uniform(&s),
                             a = 0.0;
    double effect[8][16], own = 0.25 * sigma;
    for (int i = 0; i < 7; i++)
        week[i] = 0.15 * stream_normal(&s);
    for (int i = 0; i < 4; i++)
        wave[i] = 0.1 * stream_normal(&s);
    for (int e = 0; e < calendar->count; e++)
        for (int o = 0; o < 16; o++)
            effect[e][o] = (e == 0 ? 0.3 : 0.1) + 0.2 * stream_normal(&s);
    for (int d = 0; d < days; d++) {
        int64_t day = w.series.first + d;
        double angle = 2.0 * 3.14159265358979 * (double)day / 365.2425, size, x;
        a = phi * a + sigma * stream_normal(&s);
        x = level + growth * d + week[date_weekday((struct date){day})] + a + wave[0] * cos(angle) +
            wave[1] * sin(angle) + 0.5 * wave[2] * cos(2 * angle) + 0.5 * wave[3] * sin(2 * angle);
        for (int e = 0, offset; e < calendar->count; e++)
            if (event_acts(&calendar->events[e], day, &offset, &size))
                x += effect[e][offset + calendar->events[e].lead] + own * stream_normal(&s);
        w.series.count[d] = nearbyint(exp(x));
    }
    return w;
}

#endif
