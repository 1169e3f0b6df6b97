/* SPDX-License-Identifier: MIT */
/* forecasting.c - see forecasting.h. */
#include "cli/forecasting.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "cli/command.h"
#include "models/forecast/outlook.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/engine/calendar.h"

enum { LIKE_HORIZON = 28 };

bool day_of_option(const char *text, int64_t *day) {
    struct date date;
    if (!date_parse(text, &date))
        return false;
    *day = date.day;
    return true;
}

bool forecasting_print_problems(struct forecasting *f) {
    bool wrong = f->problems->errors > 0;
    const char **warnings = arena_array(f->arena, const char *, f->warning_count + f->problems->count + 1);
    for (int i = 0; i < f->warning_count; i++)
        warnings[i] = f->warnings[i];
    for (int i = 0; i < f->problems->count; i++)
        if (f->problems->items[i].warning)
            warnings[f->warning_count++] = f->problems->items[i].rule;
    f->warnings = warnings;
    problems_print(f->problems, EXIT_INVALID);
    f->problems = problems_create(f->arena);
    return wrong;
}

static bool read_growth(const char *text, struct forecast_options *wanted) {
    char *end;
    wanted->growth = strtod(text, &end);
    if (end != text && *end == ':') {
        const char *spread = end + 1;
        wanted->growth_sd = strtod(spread, &end);
        if (end == spread)
            return false;
    }
    return !*end && wanted->growth >= 0.01 && wanted->growth <= 100.0 && wanted->growth_sd >= 0.0 &&
           wanted->growth_sd <= 1.0;
}

/* FILE or FILE:SERIES. */
static int read_like(const char *text, const struct history_columns *columns, struct forecasting *f) {
    const char *colon = strrchr(text, ':');
    char *file =
        colon ? arena_copy_range(f->arena, text, (size_t)(colon - text)) : arena_copy(f->arena, text);
    struct sales_history *history = history_read(f->arena, file, columns, 0, f->problems);
    if (!history)
        return EXIT_INVALID;
    const struct history_series *chosen = colon ? NULL : &history->series[0];
    for (int s = 0; colon && s < history->series_count; s++)
        if (strcmp(history->series[s].name, colon + 1) == 0)
            chosen = &history->series[s];
    if (!chosen || (!colon && history->series_count > 1))
        return complain(EXIT_USAGE, "--like %s: name one series of the file: FILE:SERIES", text);
    f->wanted.like = outlook_create(f->arena, chosen, LIKE_HORIZON, f->calendar, NULL);
    return EXIT_DONE;
}

int forecasting_read(const struct options *options, struct forecasting *f) {
    struct history_columns columns = {0};
    const char *reason;
    *f = (struct forecasting){.arena = options->arena,
                              .problems = problems_create(options->arena),
                              .wanted = {.growth = 1.0, .calibrate = true},
                              .jobs = options_jobs(options)};
    if (options->columns && !history_columns_parse(f->arena, options->columns, &columns, &reason))
        return complain(EXIT_USAGE, "--columns %s", reason);
    if (options->growth && !read_growth(options->growth, &f->wanted))
        return complain(EXIT_USAGE,
                        "--growth %s: write a factor from 0.01 to 100, and behind a colon a spread up to 1",
                        options->growth);
    f->history =
        history_read(f->arena, options->arguments[0], &columns, time(NULL) / SECONDS_A_DAY + 1, f->problems);
    f->calendar = options->calendar ? events_read(f->arena, options->calendar, f->problems)
                                    : arena_new(f->arena, struct event_calendar);
    int code = EXIT_DONE;
    if (f->problems->errors == 0 && options->like)
        code = read_like(options->like, &columns, f);
    return forecasting_print_problems(f) ? EXIT_INVALID : code;
}

struct crew {
    const struct forecasting *f;
    struct arena **arenas;
    struct forecast_options wanted;
    int64_t last;
    struct fitted_series *fitted;
    bool *done;
    atomic_int next;
};

static void *work(void *of) {
    struct crew *crew = of;
    const struct sales_history *history = crew->f->history;
    for (int s; (s = atomic_fetch_add(&crew->next, 1)) < history->series_count;) {
        struct history_series past = history_until(&history->series[s], crew->last);
        /* A series that ended before the others goes on until the same day. */
        crew->done[s] =
            past.days > 0 && past.first + past.days - 1 == crew->last &&
            forecast_fit(crew->arenas[s], &past, crew->f->calendar, &crew->wanted, &crew->fitted[s]);
    }
    return NULL;
}

static void run_crew(struct crew *crew, int jobs) {
    enum { MOST_THREADS = 64 };
    pthread_t threads[MOST_THREADS];
    int started = 0;
    while (started < jobs - 1 && started < MOST_THREADS &&
           pthread_create(&threads[started], NULL, work, crew) == 0)
        started++;
    work(crew);
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

struct fit forecasting_fit(const struct forecasting *f, int64_t last, int64_t until) {
    int n = f->history->series_count, count = 0;
    struct fit fit = {.arena = arena_create(), .arena_count = n};
    struct crew crew = {.f = f, .wanted = f->wanted, .last = last};
    crew.wanted.until = until;
    crew.fitted = arena_array(fit.arena, struct fitted_series, n);
    crew.done = arena_array(fit.arena, bool, n);
    crew.arenas = fit.arenas = arena_array(fit.arena, struct arena *, n);
    fit.series_of = arena_array(fit.arena, int, n);
    for (int s = 0; s < n; s++)
        fit.arenas[s] = arena_create();
    run_crew(&crew, f->jobs < n ? f->jobs : n);
    for (int s = 0; s < n; s++)
        if (crew.done[s]) {
            crew.fitted[count] = crew.fitted[s];
            fit.series_of[count++] = s;
        }
    if (count)
        fit.model = forecast_finish(fit.arena, crew.fitted, count, last + 1, (int)(until - last));
    return fit;
}

void forecasting_free(struct fit *fit) {
    for (int s = 0; s < fit->arena_count; s++)
        arena_destroy(fit->arenas[s]);
    arena_destroy(fit->arena);
}
