/* SPDX-License-Identifier: MIT */
/* Peaks, overload and the start from empty: ample pickers under a daily wave (Mt/G/inf), a bench that is fed
 * more than it can pack (fluid), and the first customers of an M/M/1 queue. */
#include "sim/engine/sim.h"
#include "tests/theory/theory.h"

enum { SEED = 20260105 };
static const double pi = 3.14159265358979323846;

/* Mt/G/inf: 100 (1 + .5 sin(2 pi t / 24)) orders an hour, mean pick 2 h, as many pickers as it takes.
 *
 * The profile is constant over five minutes, which keeps the wave's shape and shrinks its amplitude by
 * sinc(pi / 288) = 0.99998. One replication is many days; N(t) is taken at 288 times of the day as the mean
 * over days of the mean level in the five minutes around it, which shrinks the amplitude by the same factor
 * once more. */

enum { STEPS = 288, PEAK_DAYS = 80, PEAK_WARM_UP_DAYS = 2, PEAK_REPLICATIONS = 30 };

struct wave {
    int column;                         /* of picking.busy in the interval series */
    double level[STEPS], spread[STEPS]; /* sums over days of the level and its square */
    int days[STEPS];
};

static void start_wave(void *self) {
    struct wave *wave = self;
    memset(wave->level, 0, sizeof wave->level);
    memset(wave->spread, 0, sizeof wave->spread);
    memset(wave->days, 0, sizeof wave->days);
}

static void note_level(void *self, usec from, usec to, const double *values, int count) {
    (void)to;
    (void)count;
    struct wave *wave = self;
    const usec day = (usec)SECONDS_A_DAY * USEC_A_SECOND;
    if (from < PEAK_WARM_UP_DAYS * day)
        return;
    int step = (int)(from % day * STEPS / day);
    double busy = values[wave->column];
    wave->level[step] += busy;
    wave->spread[step] += busy * busy;
    wave->days[step]++;
}

enum { PEAK_MEAN, PEAK_COS, PEAK_SIN, PEAK_ACROSS, PEAK_AMPLITUDE, PEAK_RATIO, PEAK_COLUMNS };

/* First Fourier coefficients of the mean day; the ratio of variance to mean over days. */
static void describe_wave(void *self, const struct results *results, double *row) {
    (void)results;
    const struct wave *wave = self;
    double ratio = 0.0;
    for (int i = 0; i < STEPS; i++) {
        double n = wave->days[i], mean = wave->level[i] / n, angle = 2 * pi * (i + 0.5) / STEPS;
        row[PEAK_MEAN] += mean / STEPS;
        row[PEAK_COS] += 2 * mean * cos(angle) / STEPS;
        row[PEAK_SIN] += 2 * mean * sin(angle) / STEPS;
        ratio += (wave->spread[i] / n - mean * mean) * n / (n - 1) / mean / STEPS;
    }
    row[PEAK_RATIO] = ratio;
}

static struct loaded load_wave(const char *pick_s) {
    struct text profile = {0};
    for (int i = 0; i < STEPS; i++) { /* the mean of the sine over each step */
        double from = 2 * pi * i / STEPS, to = 2 * pi * (i + 1) / STEPS;
        text_format(&profile, "%s%.12f", i ? ", " : "", 1 + 0.5 * (cos(from) - cos(to)) / (to - from));
    }
    struct loaded loaded = load(
        "{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": %d, \"warmup_days\": %d, "
        "\"interval_min\": 5, "
        "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 2400, \"profile\": [%s]}]}, "
        "\"picking\": {\"method\": \"single\", \"carts\": 0, \"set_up_s\": %s, \"per_stop_s\": 0, "
        "\"per_unit_s\": 0}}",
        PEAK_DAYS + PEAK_WARM_UP_DAYS, PEAK_WARM_UP_DAYS, profile.data, pick_s);
    text_free(&profile);
    return loaded;
}

/* The column of the interval series with this name, from a run that is stopped at once. */
static int column_of(const struct loaded *loaded, const char *name) {
    struct arena *arena = arena_create();
    atomic_int stop = 1;
    struct run_request request = {.seed = SEED, .replication = 1, .arena = arena, .stop = &stop};
    struct run_report report = fcsim_subject.run(loaded->values, &request);
    struct measures series = results_series(report.results);
    int column = 0;
    while (column < series.count && strcmp(series.items[column].name, name) != 0)
        column++;
    CHECK(column < series.count);
    arena_destroy(arena);
    return column;
}

static struct sample run_wave(const char *pick_s) {
    struct loaded loaded = load_wave(pick_s);
    struct sample sample = sample_create(PEAK_REPLICATIONS, PEAK_COLUMNS);
    struct wave *wave = calloc(1, sizeof *wave);
    wave->column = column_of(&loaded, "picking.busy");
    struct watch watch = {start_wave, {0}, {note_level, wave}, describe_wave, wave};
    run_replications(&loaded, SEED, 1, NULL, &watch, &sample);
    free(wave);
    unload(&loaded);
    return sample;
}

/* The answer of the infinite server to a sine of amplitude 50 an hour with phase 0: amplitude A at lag
 * `lag_h`. The component in phase with it is an unbiased estimate of A; the one across it estimates A times
 * the error of the lag. */
static void check_wave(const char *words, struct sample *sample, double amplitude, double lag_h) {
    const double sinc = sin(pi / STEPS) / (pi / STEPS), angle = 2 * pi * lag_h / 24;
    for (int r = 0; r < sample->replications; r++) {
        double *row = sample_at(sample, r, 0);
        row[PEAK_AMPLITUDE] = (row[PEAK_SIN] * cos(angle) - row[PEAK_COS] * sin(angle)) / (sinc * sinc);
        row[PEAK_ACROSS] = row[PEAK_SIN] * sin(angle) + row[PEAK_COS] * cos(angle);
    }
    printf("  %s\n", words);
    CHECK_THEORY(estimate(sample, PEAK_MEAN, NULL, 0), 200.0, 0.01, "mean number at work");
    CHECK_THEORY(estimate(sample, PEAK_AMPLITUDE, NULL, 0), amplitude, 0.01, "amplitude");
    struct estimate_of_mean across = estimate(sample, PEAK_ACROSS, NULL, 0);
    CHECK_NEAR(across.mean, 0.0, 4 * across.error, "component across the wave (0: the lag is right)");
    CHECK(half_width(across) <= 0.01 * amplitude);
}

/* Exponential: maximum 288.590826 at t = 7.842433 h, so amplitude 88.590826 and lag 1.842433 h. */
static void ample_pickers_follow_a_daily_wave_with_exponential_times(void) {
    struct sample sample = run_wave("{\"exponential\": {\"mean\": 7200}}");
    check_wave("exponential, mean 2 h", &sample, 88.590826, 1.842433);
    /* N(t) is Poisson. Averaging over five minutes takes away var / mean by the share that changes within
     * them: for covariance exp(-u / 2 h) it leaves 2 (x - 1 + exp(-x)) / x^2 with x = 5 min / 2 h. */
    double x = 1.0 / 24.0, left = 2 * (x - 1 + exp(-x)) / (x * x);
    CHECK_THEORY(estimate(&sample, PEAK_RATIO, NULL, 0), left, 0.02,
                 "variance over mean of N(t) (Poisson: 1)");
    sample_free(&sample);
}

static void ample_pickers_follow_a_daily_wave_with_constant_times(void) {
    struct sample sample = run_wave("7200");
    check_wave("constant, 2 h", &sample, 98.861593, 1.0);
    sample_free(&sample);
}

/* Symmetric around 2 h: half of it is the lag of the wave. */
static void ample_pickers_follow_a_daily_wave_with_uniform_times(void) {
    struct sample sample = run_wave("{\"uniform\": {\"min\": 0, \"max\": 14400}}");
    double w = 2 * pi / 24, lag = NAN, across = 0, along = 0;
    for (int i = 0; i < 100000; i++) { /* lag from the response: integral of P(S > u) sin(w (t - u)) du */
        double u = 4 * (i + 0.5) / 100000, survive = 1 - u / 4;
        along += survive * cos(w * u);
        across += survive * sin(w * u);
    }
    lag = atan2(across, along) / w;
    check_wave("uniform, 0 to 4 h", &sample, 96.990766, lag);
    sample_free(&sample);
}

/* Overload: 150 an hour for 8 h, then 60 an hour, against 100 an hour. Everything is taken 24 times, so that
 * single orders do not matter: one order a second, then one every 2.5 s, against one bench that packs in 1.5
 * s. */

enum { TIMES = 24, OVERLOAD_HOURS = 20 };

struct backlog {
    double at_8_h, empty_h, area;
    int column;
};

static void note_backlog(void *self, usec from, usec to, const double *values, int count) {
    (void)count;
    struct backlog *backlog = self;
    double hours = sim_seconds(to) / 3600, open = values[backlog->column] / TIMES;
    backlog->area += open * sim_seconds(to - from) / 3600;
    if (fabs(hours - 8) < 1e-9)
        backlog->at_8_h = open;
    if (open > 0.25)
        backlog->empty_h = hours;
}

static void write_overload(char path[static 256]) {
    FILE *file = temporary_file(path);
    char text[DATE_TEXT_SIZE];
    int64_t start = date_of(2026, 1, 5).day * SECONDS_A_DAY;
    fputs("order_id,created,sku,quantity\n", file);
    long order = 0;
    for (int second = 0; second < 8 * 3600; second++)
        fprintf(file, "%ld,%s,1,1\n", ++order, moment_text(text, (struct moment){start + second}));
    for (double at = 8 * 3600; at < OVERLOAD_HOURS * 3600; at += 2.5)
        fprintf(file, "%ld,%s,1,1\n", ++order, moment_text(text, (struct moment){start + (int64_t)at}));
    fclose(file);
}

static void an_overload_builds_up_and_drains_as_a_fluid(void) {
    char path[256];
    write_overload(path);
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"days\": %.9f, \"lead_in_days\": 0, \"interval_min\": 0.1, "
             "\"demand\": {\"replay\": {\"file\": \"%s\"}}, \"packing\": {\"benches\": 1, \"pack_s\": 1.5}}",
             OVERLOAD_HOURS / 24.0, path);
    struct backlog backlog = {.column = column_of(&loaded, "orders.open")};
    struct sample sample = sample_create(1, 1);
    struct watch watch = {NULL, {0}, {note_backlog, &backlog}, NULL, NULL};
    run_replications(&loaded, SEED, 1, NULL, &watch, &sample);
    CHECK_NEAR(backlog.at_8_h, 400, 0.4, "orders open after 8 h (100 less per hour than came)");
    CHECK_NEAR(backlog.empty_h, 18, 0.02, "hours until the backlog is gone");
    CHECK_NEAR(backlog.area, 3600, 18, "area under the backlog, order hours");
    sample_free(&sample);
    unload(&loaded);
    unlink(path);
}

/* Warm-up bias: mean delay of the j-th customer of an M/M/1 queue that starts empty, load .9, mean work 60 s.
 *
 * The delay depends on the walk of work less time between arrivals. Its last steps, and their squares, have
 * known means and serve as control variates. */

enum {
    BIAS_REPLICATIONS = 16000,
    WATCHED = 5,
    LAST_CUSTOMER = 1000,
    SPANS = 4,
    PER_CUSTOMER = 1 + 2 * SPANS
};
static const int watched[WATCHED] = {10, 50, 100, 500, 1000};
static const double mean_delay[WATCHED] = {2.195003, 4.998451, 6.399234, 8.703418, 8.961346};

struct beginning { /* of a replication; orders leave in the order in which they came */
    int seen;
    double created_s[LAST_CUSTOMER + 1], work_s[LAST_CUSTOMER + 1],
        wait_s[LAST_CUSTOMER + 1]; /* work: of all before */
};

static void start_again(void *self) {
    ((struct beginning *)self)->seen = 0;
}

static void note_customer(void *self, const double *values, int count) {
    enum { NUMBER, CREATED, OUTCOME = 10, PEOPLE = 13, EQUIPMENT, WORKING };
    (void)count;
    struct beginning *beginning = self;
    int number = (int)values[NUMBER];
    if (number > LAST_CUSTOMER || values[OUTCOME] != 1.0)
        return;
    beginning->seen++;
    beginning->created_s[number] = values[CREATED];
    beginning->wait_s[number] = values[PEOPLE] + values[EQUIPMENT];
    if (number < LAST_CUSTOMER)
        beginning->work_s[number + 1] = beginning->work_s[number] + values[WORKING];
}

/* The last steps of the walk before customer j: all, a quarter, a sixteenth ... */
static int span_of(int customer, int k) {
    return (customer - 1) >> 2 * k > 0 ? (customer - 1) >> 2 * k : 1;
}

static void note_delays(void *self, const struct results *results, double *row) {
    (void)results;
    const struct beginning *beginning = self;
    row[WATCHED * PER_CUSTOMER] += beginning->seen == LAST_CUSTOMER;
    for (int w = 0; w < WATCHED; w++) {
        int j = watched[w];
        *row++ = beginning->wait_s[j];
        for (int k = 0; k < SPANS; k++) {
            int before = j - span_of(j, k);
            double steps_s = beginning->work_s[j] - beginning->work_s[before] -
                             (beginning->created_s[j] - beginning->created_s[before]);
            *row++ = steps_s;
            *row++ = steps_s * steps_s;
        }
    }
}

static void check_delay(const struct sample *sample, int w) {
    const double work_s = 60, gap_s = 60 / 0.9;
    struct control controls[2 * SPANS];
    int used = 0;
    for (int k = 0; k < SPANS; k++) {
        double span = span_of(watched[w], k), mean_s = span * (work_s - gap_s);
        if (k > 0 && span_of(watched[w], k) == span_of(watched[w], k - 1))
            break;
        int column = w * PER_CUSTOMER + 1 + 2 * k;
        controls[used++] = (struct control){column, mean_s};
        controls[used++] =
            (struct control){column + 1, span * (work_s * work_s + gap_s * gap_s) + mean_s * mean_s};
    }
    char words[64];
    snprintf(words, sizeof words, "delay of customer %d", watched[w]);
    CHECK_THEORY(estimate(sample, w * PER_CUSTOMER, controls, used), mean_delay[w] * work_s, 0.01, words);
}

static void the_first_customers_wait_less_as_theory_says(void) {
    struct loaded loaded =
        load("{\"start\": \"2026-01-05\", \"study\": \"steady\", \"days\": 1, \"warmup_days\": 0, "
             "\"interval_min\": 100000, "
             "\"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 1296}]}, "
             "\"packing\": {\"benches\": 1, \"pack_s\": {\"exponential\": {\"mean\": 60}}}}");
    struct sample sample = sample_create(BIAS_REPLICATIONS, WATCHED * PER_CUSTOMER + 1);
    struct beginning *beginning = calloc(1, sizeof *beginning);
    struct watch watch = {start_again, {note_customer, beginning}, {0}, note_delays, beginning};
    run_replications(&loaded, SEED, 1, NULL, &watch, &sample);
    for (int r = 0; r < BIAS_REPLICATIONS; r++) /* customer 1,000 left in all of them */
        CHECK(*sample_at(&sample, r, WATCHED * PER_CUSTOMER) == 1.0);
    for (int w = 0; w < WATCHED; w++)
        check_delay(&sample, w);
    sample_free(&sample);
    free(beginning);
    unload(&loaded);
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(ample_pickers_follow_a_daily_wave_with_exponential_times)},
                                            {TEST(ample_pickers_follow_a_daily_wave_with_constant_times)},
                                            {TEST(ample_pickers_follow_a_daily_wave_with_uniform_times)},
                                            {TEST(an_overload_builds_up_and_drains_as_a_fluid)},
                                            {TEST(the_first_customers_wait_less_as_theory_says)},
                                            {0}});
}
