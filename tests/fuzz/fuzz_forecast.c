/* SPDX-License-Identifier: MIT */
/* fuzz_forecast.c - any bytes as a history, a calendar or a forecast.json give problems or a forecast without
 * missing, negative or infinite numbers.
 *
 * The first byte chooses what the rest is: a history, a calendar beside a fixed history, both with a NUL
 * between them, or a forecast.json; and whether a column "out" marks days sold out. */
#include <stdint.h>
#include "models/forecast/events.h"
#include "models/forecast/forecast.h"
#include "models/forecast/history.h"
#include "models/forecast/model_file.h"
#include "sim/engine/calendar.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { AHEAD = 20, MOST_PAST = 800, PATHS = 3, KINDS = 4, SOLD_OUT = 0x80 };

static const char plain_history[] =
    "date,orders\n2026-01-01,10\n2026-01-02,20\n2026-01-03,15\n2026-01-05,17\n2026-01-09,11\n";

static void check_paths(const struct forecast_model *model) {
    size_t count = (size_t)model->series_count * (size_t)model->horizon;
    double *days = memory_resize(NULL, sizeof *days * count);
    size_t hours = (size_t)model->series_count * PROFILE_HOURS;
    double *drift = memory_resize(NULL, sizeof *drift * hours);
    for (int r = 0; r < PATHS; r++) {
        forecast_path(model, 1, r, days);
        forecast_path_drift(model, 1, r, drift);
        for (size_t i = 0; i < hours; i++)
            REQUIRE(drift[i] >= 0.0 && drift[i] < INFINITY);
        for (size_t i = 0; i < count; i++)
            REQUIRE(days[i] >= 0.0 && days[i] < INFINITY);
    }
    free(days);
    free(drift);
}

static void check_forecast(struct arena *arena, const struct sales_history *history,
                           const struct event_calendar *calendar) {
    struct history_series past = history->series[0];
    struct fitted_series fitted;
    if (past.days > MOST_PAST)
        past = history_until(&past, past.first + MOST_PAST - 1);
    struct forecast_options options = {
        .until = past.first + past.days - 1 + AHEAD, .growth = 1.0, .calibrate = past.days < 200};
    forecast_warn(history, calendar, past.first + past.days - 1, options.until, problems_create(arena));
    if (!forecast_fit(arena, &past, calendar, &options, &fitted))
        return;
    struct forecast_model *model = forecast_finish(arena, &fitted, 1, past.first + past.days, AHEAD);
    for (int h = 0; h < AHEAD; h++) {
        double low = forecast_quantile(model->series, h, -1.96),
               high = forecast_quantile(model->series, h, 1.96);
        REQUIRE(low >= 0.0 && low <= high && high < INFINITY && forecast_mean(model->series, h) >= 0.0);
    }
    check_paths(model);
    struct text text = {0};
    struct problems *problems = problems_create(arena);
    forecast_write(model, &text);
    REQUIRE(forecast_read_text(arena, "again.json", text.data, text.length, problems) != NULL);
    text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1)
        return 0;
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    const char *text = (const char *)data + 1, *split = memchr(text, 0, size - 1);
    size_t length = size - 1, first = split ? (size_t)(split - text) : length;
    const struct history_columns columns = {.stock_out = data[0] & SOLD_OUT ? "out" : NULL};
    struct event_calendar none = {0}, *calendar = &none;
    struct sales_history *history = NULL;
    switch (data[0] % KINDS) {
    case 0:
        history = history_read_text(arena, "h.csv", text, (long)length, &columns, 0, problems);
        break;
    case 1:
        history =
            history_read_text(arena, "h.csv", plain_history, sizeof plain_history - 1, &columns, 0, problems);
        calendar = events_read_text(arena, "c.csv", text, (long)length, problems);
        break;
    case 2:
        history = history_read_text(arena, "h.csv", text, (long)first, &columns, 0, problems);
        calendar = events_read_text(arena, "c.csv", text + first + (split != NULL),
                                    (long)(length - first - (split != NULL)), problems);
        break;
    default: {
        struct forecast_model *model = forecast_read_text(arena, "f.json", text, length, problems);
        if (model)
            check_paths(model);
        REQUIRE(model || problems->errors > 0);
    }
    }
    REQUIRE(data[0] % KINDS == 3 || (history && calendar) || problems->errors > 0);
    if (history && calendar && problems->errors == 0)
        check_forecast(arena, history, calendar);
    arena_destroy(arena);
    return 0;
}
