/* SPDX-License-Identifier: MIT */
/* Channels with a forecast: days are those of the path, hours scatter as the forecast says, series go
 * together, and nothing else notices. The forecast is the one of scenarios/holiday_forecast.json. */
#include <stdlib.h>
#include <unistd.h>
#include "models/demand/paths.h"
#include "models/forecast/forecast.h"
#include "models/forecast/model_file.h"
#include "sim/base/text.h"
#include "tests/theory/theory.h"

#define MODEL "scenarios/holiday_forecast_model.json.gz"
#define CHANNEL(name)                                                                                        \
    "{\"name\": \"" name "\", \"forecast\": \"" MODEL                                                        \
    "\", \"lines\": {\"uniform\": {\"min\": 1, \"max\": 5}}}"
enum { CREATED = 1, CHANNEL_COLUMN = 4, LINES = 8, MOST_DAYS = 60, DAYS = 10, SEED = 7, WEB = 0, APP = 1 };

static struct forecast_model *model_of(struct arena *arena) {
    return forecast_read(arena, MODEL, problems_create(arena));
}

/* What came, and a digest of when and what in one channel. */
struct seen {
    int day[2][MOST_DAYS], hour[2][PROFILE_HOURS];
    int channels; /* by which the first one is shifted: channel 0 of a scenario with the app alone is APP */
    struct hash app;
};

static void see_order(void *self, const double *values, int count) {
    struct seen *seen = self;
    int channel = (int)values[CHANNEL_COLUMN] + (2 - seen->channels),
        day = (int)floor(values[CREATED] / SECONDS_A_DAY);
    (void)count;
    if (day >= 0 && day < MOST_DAYS)
        seen->day[channel][day]++,
            seen->hour[channel][(int)floor(values[CREATED] / 3600.0) % PROFILE_HOURS]++;
    const double parts[] = {values[CREATED], values[LINES]};
    if (channel == APP)
        seen->app = hash_chain(seen->app, parts, sizeof parts);
}

static void run_one(const struct loaded *loaded, int replication, struct seen *seen) {
    struct sample sample = sample_create(1, 1);
    struct watch watch = {.orders = {see_order, seen}};
    run_replications(loaded, SEED, replication, NULL, &watch, &sample);
    sample_free(&sample);
}

static struct loaded load_channels(const char *channels, const char *more, int days) {
    return load(
        "{\"start\": \"2025-11-20\", \"days\": %d, \"lead_in_days\": 0, \"demand\": {%s\"channels\": [%s]}}",
        days, more, channels);
}

static void check_days(const struct seen *seen, double scale, int replication) {
    struct arena *arena = arena_create();
    struct forecast_model *model = model_of(arena);
    double *path = arena_array(arena, double, model->series_count * model->horizon);
    int64_t first = date_of(2025, 11, 20).day - model->first;
    forecast_path(model, SEED, replication, path);
    for (int s = 0; s < 2; s++)
        for (int d = 0; d < DAYS; d++)
            CHECK_INT(seen->day[s][d], llround(scale * path[s * model->horizon + first + d]));
    arena_destroy(arena);
}

static void days_have_the_orders_of_the_path_exactly(void) {
    const double scales[] = {1.0, 0.31};
    for (int i = 0; i < 2; i++)
        for (int r = 1; r <= 3; r++) {
            char more[40];
            snprintf(more, sizeof more, "\"scale\": %g, ", scales[i]);
            struct loaded loaded = load_channels(CHANNEL("web") "," CHANNEL("app"), more, DAYS);
            struct seen seen = {.channels = 2};
            run_one(&loaded, r, &seen);
            check_days(&seen, scales[i], r);
            unload(&loaded);
        }
}

static void a_channel_is_the_same_whoever_is_beside_it(void) {
    struct loaded both = load_channels(CHANNEL("web") "," CHANNEL("app"), "", 3),
                  alone = load_channels(CHANNEL("app"), "", 3);
    struct seen with = {.channels = 2}, without = {.channels = 1};
    run_one(&both, 1, &with);
    run_one(&alone, 1, &without);
    CHECK(with.day[APP][0] > 0);
    CHECK(with.app.high == without.app.high && with.app.low == without.app.low);
    unload(&both);
    unload(&alone);
}

/* An event adds Poisson orders of known mean to one day and leaves the others exactly as they were: constant
 * factor 3 for two hours adds 2 x the orders expected in them. */
static void an_event_comes_on_top(void) {
    enum { RUNS = 60 };
    struct loaded plain = load_channels(CHANNEL("app"), "", 2);
    struct loaded more = load_channels(CHANNEL("app"),
                                       "\"events\": [{\"name\": \"live\", \"channel\": \"app\", \"start\": "
                                       "\"2025-11-20T18:00\", \"peak_factor\": 3, "
                                       "\"ramp_min\": 0, \"hold_min\": 120, \"half_life_h\": 0}], ",
                                       2);
    struct arena *arena = arena_create();
    struct forecast_model *model = model_of(arena);
    double *path = arena_array(arena, double, model->series_count * model->horizon), expected = 0.0,
           extra = 0.0;
    int day = (int)(date_of(2025, 11, 20).day - model->first);
    const double *hours = forecast_hours(model, APP, day);
    for (int r = 1; r <= RUNS; r++) {
        struct seen without = {.channels = 1}, with = {.channels = 1};
        run_one(&plain, r, &without);
        run_one(&more, r, &with);
        forecast_path(model, SEED, r, path);
        expected += 2.0 * path[APP * model->horizon + day] * (hours[18] + hours[19]);
        extra += with.day[APP][0] - without.day[APP][0];
        CHECK_INT(with.day[APP][1], without.day[APP][1]);
    }
    CHECK_NEAR(extra, expected, 4.0 * sqrt(expected), "Poisson: four standard deviations");
    arena_destroy(arena);
    unload(&plain);
    unload(&more);
}

/* Given their sum, independent negative binomials have n p (1 - p) n D / (n + D - 1) as variance (the
 * Dirichlet-multinomial of concentration n / (D - 1); Johnson, Kotz and Balakrishnan 1997, 35.13). */
static void hours_scatter_as_the_forecast_says(void) {
    enum { DRAWS = 40000, ORDERS = 300, SEGMENTS = 4 };
    const double weights[SEGMENTS] = {0.4, 0.0, 0.9, 0.7}, dispersions[] = {1.0, 1.5, 6.0};
    for (int k = 0; k < 3; k++) {
        struct stream stream = stream_named(SEED, k, "test");
        double sum = 0.0, squares = 0.0, p = 0.35, d = dispersions[k];
        for (int i = 0; i < DRAWS; i++) {
            double own[SEGMENTS];
            int64_t counts[SEGMENTS];
            memcpy(own, weights, sizeof own);
            paths_place(own, SEGMENTS, ORDERS, d, &stream, counts);
            if (!CHECK_INT(counts[0] + counts[1] + counts[2] + counts[3], ORDERS) || !CHECK_INT(counts[1], 0))
                return;
            sum += (double)counts[3];
            squares += (double)(counts[3] * counts[3]);
        }
        double mean = sum / DRAWS, variance = squares / DRAWS - mean * mean;
        double expected = ORDERS * p * (1.0 - p) * ORDERS * d / (ORDERS + d - 1.0);
        CHECK_NEAR(mean, ORDERS * p, 4.0 * sqrt(expected / DRAWS), "mean, four standard errors");
        CHECK_NEAR(variance / expected, 1.0, 4.0 * sqrt(2.0 / DRAWS), "variance, four standard errors");
    }
}

/* A forecast like that of the scenario, written where TMPDIR says: orders on their own, and shares that
 * drift. */
static struct forecast_model *drifting_model(struct arena *arena, char *path) {
    struct forecast_model *model = model_of(arena);
    struct text text = {0};
    for (int s = 0; s < model->series_count; s++) {
        model->series[s].profile.dispersion = 1.0;
        model->series[s].profile.drift = 0.02;
    }
    forecast_write(model, &text);
    int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, text.data, text.length) == (ssize_t)text.length);
    close(fd);
    text_free(&text);
    return model;
}

/* Pearson's statistic of the app's hours over ten days; `drift` NULL: about shares that stay. */
static double chi_of_hours(const struct seen *seen, const struct forecast_model *model, const double *drift) {
    double expected[PROFILE_HOURS] = {0}, chi = 0.0;
    int first = (int)(date_of(2025, 11, 20).day - model->first);
    for (int d = 0; d < DAYS; d++) {
        const double *plain = forecast_hours(model, APP, first + d);
        double share[PROFILE_HOURS];
        memcpy(share, plain, sizeof share);
        if (drift)
            profile_drifted(plain, drift + APP * PROFILE_HOURS, share);
        for (int h = 0; h < PROFILE_HOURS; h++)
            expected[h] += share[h] * seen->day[APP][d];
    }
    for (int h = 0; h < PROFILE_HOURS; h++)
        chi += pow(seen->hour[APP][h] - expected[h], 2.0) / fmax(expected[h], 1e-9);
    return chi;
}

/* Multinomial about the path's shares: chi squared of 23 degrees of freedom, mean 23, variance 46. About
 * shares that stay, a drift of 0.02 adds 0.02 x 23 x orders: some thousands. */
static void hours_of_a_run_follow_the_drift_of_its_path(void) {
    struct arena *arena = arena_create();
    const char *base = getenv("TMPDIR");
    char *path = arena_format(arena, "%s/fcsim_forecast_XXXXXX", base ? base : "/tmp");
    struct forecast_model *model = drifting_model(arena, path);
    double *drift = arena_array(arena, double, model->series_count *PROFILE_HOURS);
    char *channels = arena_format(arena,
                                  "{\"name\": \"web\", \"forecast\": \"%s\"}, {\"name\": \"app\", "
                                  "\"forecast\": \"%s\"}",
                                  path, path);
    struct loaded loaded = load_channels(channels, "", DAYS);
    for (int r = 1; r <= 5; r++) {
        struct seen seen = {.channels = 2};
        run_one(&loaded, r, &seen);
        forecast_path_drift(model, SEED, r, drift);
        CHECK_NEAR(chi_of_hours(&seen, model, drift), 23.0, 4.0 * sqrt(46.0), "four standard deviations");
        CHECK(chi_of_hours(&seen, model, NULL) > 500.0);
    }
    unload(&loaded);
    unlink(path);
    arena_destroy(arena);
}

static int by_size(const void *a, const void *b) {
    double x = **(const double *const *)a, y = **(const double *const *)b;
    return (x > y) - (x < y);
}

static void to_ranks(double *values, int count) {
    const double **sorted = calloc((size_t)count, sizeof *sorted);
    double *ranks = calloc((size_t)count, sizeof *ranks);
    for (int i = 0; i < count; i++)
        sorted[i] = &values[i];
    qsort(sorted, (size_t)count, sizeof *sorted, by_size);
    for (int i = 0; i < count; i++)
        ranks[sorted[i] - values] = i;
    memcpy(values, ranks, sizeof *ranks * (size_t)count);
    free(sorted);
    free(ranks);
}

/* Normal scores of correlation r have the rank correlation 6 / pi x asin(r / 2) (Kruskal 1958). */
static void series_go_together_as_in_the_model(void) {
    enum { RUNS = 400 };
    struct loaded loaded = load_channels(CHANNEL("web") "," CHANNEL("app"), "", 1);
    struct arena *arena = arena_create();
    struct forecast_model *model = model_of(arena);
    double web[RUNS], app[RUNS], products = 0.0, middle = (RUNS - 1) / 2.0;
    for (int r = 0; r < RUNS; r++) {
        struct seen seen = {.channels = 2};
        run_one(&loaded, r + 1, &seen);
        web[r] = seen.day[WEB][0];
        app[r] = seen.day[APP][0];
    }
    to_ranks(web, RUNS);
    to_ranks(app, RUNS);
    for (int r = 0; r < RUNS; r++)
        products += (web[r] - middle) * (app[r] - middle);
    double got = products / (RUNS * ((double)RUNS * RUNS - 1.0) / 12.0);
    double r = model->mix[2], expected = 6.0 / 3.14159265358979 * asin(r / 2.0);
    CHECK(r > 0.2);
    CHECK_NEAR(got, expected, 4.0 * 1.06 * (1.0 - expected * expected) / sqrt(RUNS),
               "rank correlation, four standard errors");
    arena_destroy(arena);
    unload(&loaded);
}

/* The estimate counts the mean path: over many replications the runs have as many orders. */
static void the_estimate_is_the_mean_of_the_paths(void) {
    enum { RUNS = 300 };
    const char *json = "{\"channels\": [" CHANNEL("web") "," CHANNEL("app") "]}";
    struct arena *arena = arena_create();
    struct problems *problems = problems_create(arena);
    const struct demand_config *config = config_values(config_read_text(
        arena, "test", json, strlen(json), NULL, 0, demand_fields, sizeof *config, problems));
    struct moment start = {date_of(2025, 11, 20).day * SECONDS_A_DAY};
    const struct channel_paths *paths = paths_plan(arena, config, start, DAYS, problems);
    CHECK_INT(problems->errors, 0);
    struct forecast_model *model = model_of(arena);
    double *path = arena_array(arena, double, 2 * model->horizon), sum = 0.0, squares = 0.0;
    int first = (int)(date_of(2025, 11, 20).day - model->first);
    for (int r = 1; r <= RUNS; r++) {
        double total = 0.0;
        forecast_path(model, SEED, r, path);
        for (int d = first; d < first + DAYS; d++)
            total += path[d] + path[model->horizon + d];
        sum += total / DAYS;
        squares += total / DAYS * total / DAYS;
    }
    double mean = sum / RUNS, error = sqrt((squares / RUNS - mean * mean) / RUNS);
    CHECK_NEAR(paths[WEB].orders_per_day + paths[APP].orders_per_day, mean, 4.0 * error,
               "four standard errors");
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(days_have_the_orders_of_the_path_exactly)},
                                            {TEST(a_channel_is_the_same_whoever_is_beside_it)},
                                            {TEST(an_event_comes_on_top)},
                                            {TEST(hours_scatter_as_the_forecast_says)},
                                            {TEST(hours_of_a_run_follow_the_drift_of_its_path)},
                                            {TEST(series_go_together_as_in_the_model)},
                                            {TEST(the_estimate_is_the_mean_of_the_paths)},
                                            {0}});
}
