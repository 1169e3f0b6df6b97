/* SPDX-License-Identifier: MIT */
/* What a staffing plan needs: offered work of ample people under a daily wave is that of Mt/G/inf; waiting
 * work is spread without loss; what falls into an hour is covered. */
#include "models/labour/roster.h"
#include "models/planner.h"
#include "tests/theory/theory.h"

enum { SEED = 20260105, DAYS = 12, SETTLED = 3, REPLICATIONS = 64 };
static const double pi = 3.14159265358979323846;

/* 100 (1 + .5 sin(2 pi t / 24)) orders an hour, picks of 2 h: exponential, by a team around the clock. */
static const char scenario[] =
    "{\"start\": \"2026-01-05\", \"days\": %d, \"lead_in_days\": 0, \"interval_min\": 60%s,"
    " \"demand\": {\"channels\": [{\"name\": \"shop\", \"orders_per_day\": 2400, \"profile\": [%s]}]},"
    " \"picking\": {\"method\": \"single\", \"carts\": 0, \"set_up_s\": {\"exponential\": {\"mean\": 7200}},"
    " \"per_stop_s\": 0, \"per_unit_s\": 0},"
    " \"teams\": [{\"name\": \"pickers\", \"skills\": [\"pick\"],"
    " \"shifts\": [{\"from\": \"00:00\", \"to\": \"24:00\", \"people\": 1}]}]}";

static struct loaded load_wave(const char *plan) {
    enum { STEPS = 288 };
    struct text profile = {0};
    for (int i = 0; i < STEPS; i++) { /* the mean of the sine over each step */
        double from = 2 * pi * i / STEPS, to = 2 * pi * (i + 1) / STEPS;
        text_format(&profile, "%s%.12f", i ? ", " : "", 1 + 0.5 * (cos(from) - cos(to)) / (to - from));
    }
    char more[512] = "";
    if (plan)
        snprintf(more, sizeof more, ", \"staffing_plan\": \"%s\"", plan);
    struct loaded loaded = load(scenario, DAYS, more, profile.data);
    text_free(&profile);
    return loaded;
}

struct seen {
    int rows;
    double from_s[DAYS * 24], to_s[DAYS * 24], mean[DAYS * 24 * 64];
    int columns;
};

static void add_row(void *self, const struct series_row *row) {
    struct seen *seen = self;
    seen->from_s[seen->rows] = row->from_s;
    seen->to_s[seen->rows] = row->to_s;
    memcpy(&seen->mean[seen->rows++ * seen->columns], row->mean, sizeof(double) * (size_t)seen->columns);
}

enum { MEAN, ALONG, ACROSS, COLUMNS };

/* First Fourier coefficients of offered work on settled days. */
static void describe(const struct plan_table *table, double *row) {
    int hours = 0;
    for (int i = 0; i < table->hour_count; i++) {
        double angle = 2 * pi * (i % 24 + 0.5) / 24;
        if (i < SETTLED * 24)
            continue;
        hours++;
        row[MEAN] += table->hours[i].offered;
        row[ALONG] += 2 * table->hours[i].offered * sin(angle);
        row[ACROSS] += 2 * table->hours[i].offered * cos(angle);
    }
    for (int c = 0; c < COLUMNS; c++)
        row[c] /= hours;
}

static void offered_work_is_that_of_an_infinite_server(void) {
    char path[256];
    struct loaded weekly = load_wave(NULL);
    struct problems *problems = problems_create(weekly.arena);
    void *plan = scenario_planner.begin(weekly.values, weekly.arena, problems);
    struct text csv = {0};
    scenario_planner.ample(plan);
    scenario_planner.write(plan, &csv);
    FILE *file = temporary_file(path);
    fwrite(csv.data, 1, csv.length, file);
    fclose(file);
    struct loaded ample = load_wave(path);
    struct sample sample = sample_create(REPLICATIONS, COLUMNS);
    for (int r = 0; r < REPLICATIONS; r++) {
        static struct seen seen; /* large */
        struct study_options options = {.seed = SEED, .first = r + 1, .replications = 1, .jobs = 1};
        struct study *study = study_run(&fcsim_subject, ample.values, &options);
        seen.rows = 0;
        seen.columns = study_series(study).count;
        CHECK(seen.columns <= 64 && study_state(study) == STUDY_COMPLETE);
        study_each_interval(study, add_row, &seen);
        struct plan_seen looked = {seen.rows, seen.from_s, seen.to_s, study_series(study), seen.mean};
        scenario_planner.observe(plan, &looked);
        struct plan_table table = scenario_planner.table(plan, weekly.arena);
        describe(&table, sample_at(&sample, r, 0));
        study_free(study);
    }
    /* Amplitude 88.590826 at lag 1.842433 h (tests/theory/test_peak.c); the mean over an hour shrinks it. */
    double shrunk = 88.590826 * sin(pi / 24) / (pi / 24), lag = 2 * pi * 1.842433 / 24;
    CHECK_THEORY(estimate(&sample, MEAN, NULL, 0), 200.0, 0.01, "mean people at work");
    CHECK_THEORY(estimate(&sample, ALONG, NULL, 0), shrunk * cos(lag), 0.01, "sine part of the wave");
    CHECK_THEORY(estimate(&sample, ACROSS, NULL, 0), -shrunk * sin(lag), 0.02, "cosine part of the wave");
    unlink(path);
    text_free(&csv);
    sample_free(&sample);
    unload(&ample);
    unload(&weekly);
}

enum { HOURS = 48 };
static double total(const double *values) {
    double sum = 0;
    for (int h = 0; h < HOURS; h++)
        sum += values[h];
    return sum;
}

/* Work of 0 to 24 o'clock, people from 6 to 14 o'clock on both days. */
static void waiting_work_is_spread_over_shifts_without_loss(void) {
    double offered[HOURS], presence[HOURS] = {0}, most[HOURS], need[HOURS];
    int level[2] = {0, 0};
    for (int h = 0; h < HOURS; h++) {
        offered[h] = h < 24 ? 1.0 : 0.0;
        presence[h] = h % 24 >= 6 && h % 24 < 14 ? 1.0 : 0.0;
        most[h] = 1000 * presence[h];
    }
    roster_needs(offered, presence, most, level, HOURS, need);
    CHECK_NEAR(total(need), 24.0, 1e-9, "hours of work before and after spreading");
    for (int h = 0; h < HOURS; h++)
        CHECK(presence[h] > 0 || need[h] == 0.0);
    /* Slack 8 h: the night's six hours over the whole first shift; the ten after 14:00 over the second. */
    for (int h = 6; h < 14; h++)
        CHECK_NEAR(need[h], 14 / 8.0, 1e-9, "each hour an eighth of the night and of the shift: level");
    CHECK_NEAR(need[24 + 6], 10 / 8.0, 1e-9, "06:00 on the next day: an eighth of the rest");
    /* Most care: at once, with a margin of 0.2 x 20 roots. */
    level[0] = level[1] = 20;
    roster_needs(offered, presence, most, level, HOURS, need);
    CHECK_NEAR(need[6], 7 + 4 * sqrt(7), 1e-9, "06:00: the whole night and the first hour, with its margin");
    CHECK_NEAR(need[7], 1 + 4, 1e-9, "07:00: its own hour");
}

static void needs_stay_within_what_shifts_can_hold(void) {
    double offered[HOURS] = {[6] = 80}, presence[HOURS] = {[6] = 1}, most[HOURS] = {[6] = 30}, need[HOURS];
    const int level[2] = {0, 0};
    roster_needs(offered, presence, most, level, HOURS, need);
    CHECK_NEAR(need[6], 30, 1e-12, "no more than the most people");
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(offered_work_is_that_of_an_infinite_server)},
                                            {TEST(waiting_work_is_spread_over_shifts_without_loss)},
                                            {TEST(needs_stay_within_what_shifts_can_hold)},
                                            {0}});
}
