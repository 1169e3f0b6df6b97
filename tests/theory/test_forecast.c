/* SPDX-License-Identifier: MIT */
/* test_forecast.c - forecasts against known truth: coverage on synthetic series, variances of paths against
 * the closed form of the autoregression, averages of quantiles, exact regressions.
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
    struct event_calendar *calendar =
        events_read_text(arena, "calendar.csv", text, (long)strlen(text), problems);
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
        struct forecast_options options = {
            .until = w.series.first + w.past - 1 + AHEAD, .growth = 1.0, .calibrate = true};
        struct fitted_series fitted;
        struct backtest b;
        CHECK(forecast_fit(arena, &past, calendar, &options, &fitted));
        CHECK(backtest_score(&w.series, options.until - AHEAD, AHEAD, &fitted.series,
                             (struct peak_days){1219, 1227}, &b));
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

/* AR(2) with phi 1.2, -0.5: rho1 = phi1 / (1 - phi2) = 0.8, rho2 = 1.2 x 0.8 - 0.5 = 0.46,
 * gamma0 = sigma^2 / (1 - 1.2 rho1 + 0.5 rho2) (Box and Jenkins 1970, section 3.2). */
static void levinson_finds_the_autoregression_of_its_autocovariances(void) {
    double gamma0 = 1.0 / (1.0 - 1.2 * 0.8 + 0.5 * 0.46);
    const double gamma[] = {gamma0, 0.8 * gamma0, 0.46 * gamma0};
    double phi[MOST_LAGS] = {0};
    CHECK_NEAR(levinson(gamma, 2, phi), 1.0, 1e-12, "innovation variance");
    CHECK_NEAR(phi[0], 1.2, 1e-12, "phi 1");
    CHECK_NEAR(phi[1], -0.5, 1e-12, "phi 2");
}

static void forecast_variances_of_an_autoregression_are_the_closed_form(void) {
    const double phi[] = {0.7};
    double variance[AHEAD];
    ar_variances(phi, 1, 0.3, AHEAD, variance);
    for (int h = 1; h <= AHEAD; h++)
        CHECK_NEAR(variance[h - 1], 0.09 * (1.0 - pow(0.49, h)) / (1.0 - 0.49), 1e-12,
                   "sigma^2 (1 - phi^2h) / (1 - phi^2)");
}

enum { DAYS = 20, PATHS = 40000 };

/* A model whose paths are an AR(1) about log 1000, and one common factor. */
static struct forecast_model *known_model(struct arena *arena, double phi, double sigma, double load) {
    struct forecast_model *model = arena_new(arena, struct forecast_model);
    struct forecast_series *s = model->series = arena_new(arena, struct forecast_series);
    *s = (struct forecast_series){
        .name = "", .weight = 0.5, .lags = 1, .phi = {phi}, .sigma = sigma, .factors = 1};
    model->horizon = DAYS;
    model->series_count = 1;
    model->mix = arena_array(arena, double, 1);
    model->mix[0] = 1.0;
    s->closed = arena_array(arena, bool, DAYS);
    s->event = arena_array(arena, bool, DAYS);
    s->factor = arena_array(arena, double, DAYS);
    s->latent_sd = arena_array(arena, double, DAYS);
    ar_variances(s->phi, 1, sigma, DAYS, s->latent_sd);
    for (int v = 0; v < VIEWS; v++) {
        s->centre[v] = arena_array(arena, double, DAYS);
        s->sd[v] = arena_array(arena, double, DAYS);
    }
    for (int h = 0; h < DAYS; h++) {
        s->factor[h] = load;
        s->latent_sd[h] = sqrt(s->latent_sd[h] + load * load);
        for (int v = 0; v < VIEWS; v++)
            s->centre[v][h] = log(1000.0), s->sd[v][h] = s->latent_sd[h];
    }
    for (int k = 0; k < DAY_KINDS; k++)
        s->stretch[k][0] = s->stretch[k][1] = 1.0;
    return model;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Standard error of a quantile in standard deviations: sqrt(p (1-p) / n) / density; |z| <= 4. */
static void quantiles_of_paths_are_those_of_the_autoregression(void) {
    static const double levels[] = {0.025, 0.1, 0.5, 0.9, 0.975};
    struct arena *arena = arena_create();
    struct forecast_model *model = known_model(arena, 0.6, 0.1, 0.05);
    double *at = arena_array(arena, double, (size_t)DAYS *PATHS), days[DAYS], cross = 0.0;
    for (int r = 0; r < PATHS; r++) {
        forecast_path(model, 1, r, days);
        cross += log(days[8] / 1000.0) * log(days[9] / 1000.0) / PATHS;
        for (int h = 0; h < DAYS; h++)
            at[h * PATHS + r] = log(days[h] / 1000.0);
    }
    for (int h = 0; h < DAYS; h++) {
        double sd = sqrt(0.01 * (1.0 - pow(0.36, h + 1)) / 0.64 + 0.0025);
        qsort(at + h * PATHS, PATHS, sizeof *at, by_size);
        for (int i = 0; i < 5; i++) {
            double z = gsl_cdf_ugaussian_Pinv(levels[i]),
                   density = exp(-z * z / 2.0) / sqrt(2.0 * 3.14159265358979);
            double error = sqrt(levels[i] * (1.0 - levels[i]) / PATHS) / density;
            CHECK_NEAR(at[h * PATHS + (int)(levels[i] * PATHS)] / sd, z, 4.0 * error,
                       "quantile over standard deviation");
        }
    }
    /* Cov(day 9, day 10) = phi Var_9 + load^2; its standard error is below 2 Var / sqrt(n). */
    double variance = 0.01 * (1.0 - pow(0.36, 9)) / 0.64;
    CHECK_NEAR(cross, 0.6 * variance + 0.0025, 4.0 * 2.0 * 0.02 / sqrt(PATHS),
               "covariance of neighbouring days");
    arena_destroy(arena);
}

static void quantiles_average_both_views_and_stretch(void) {
    struct arena *arena = arena_create();
    struct forecast_series *s = known_model(arena, 0.0, 0.1, 0.0)->series;
    s->weight = 0.3;
    s->offset = 0.5;
    s->centre[1][0] = log(500.0);
    s->sd[1][0] = 0.3;
    CHECK_NEAR(forecast_quantile(s, 0, 1.0), 0.3 * 1000.0 * exp(0.1) + 0.7 * 500.0 * exp(0.3) - 0.5, 1e-9,
               "average of quantiles");
    s->stretch[ORDINARY_DAY][0] = 1.5;
    s->stretch[ORDINARY_DAY][1] = 2.0;
    double z80 = 1.2815515655446004, z95 = 1.959963984540054;
    CHECK_NEAR(forecast_quantile(s, 0, z80),
               0.3 * 1000.0 * exp(0.15 * z80) + 0.7 * 500.0 * exp(0.45 * z80) - 0.5, 1e-9, "90 %");
    CHECK_NEAR(forecast_quantile(s, 0, -z95),
               0.3 * 1000.0 * exp(-0.2 * z95) + 0.7 * 500.0 * exp(-0.6 * z95) - 0.5, 1e-9, "2.5 %");
    s->closed[0] = true;
    CHECK_NEAR(forecast_quantile(s, 0, 1.0), 0.0, 0.0, "closed");
    arena_destroy(arena);
}

/* A product of weekday and holiday factors without noise is forecast to 2 %. */
static void a_series_without_noise_is_continued(void) {
    struct arena *arena = arena_create();
    struct event_calendar *calendar = calendar_of(arena, "name,date\nsale,12-05\n");
    const double week[] = {1.0, 1.1, 0.9, 1.0, 1.3, 1.5, 0.7};
    struct history_series s = {
        .name = "", .first = date_of(2023, 1, 2).day, .days = 1049}; /* to 15 November 2025 */
    s.count = arena_array(arena, double, s.days);
    s.state = arena_array(arena, unsigned char, s.days);
    for (int d = 0; d < s.days; d++) {
        int year, month, day;
        date_split((struct date){s.first + d}, &year, &month, &day);
        s.count[d] = 5000.0 * week[d % 7] * (month == 12 && day == 5 ? 2.0 : 1.0);
    }
    struct outlook *o = outlook_create(arena, &s, AHEAD, calendar, NULL);
    for (int h = 0; h < AHEAD; h++) {
        int d = s.days + h, sale = s.first + d == date_of(2025, 12, 5).day;
        CHECK_NEAR(exp(o->ridge[h]) / (5000.0 * week[d % 7] * (sale ? 2.0 : 1.0)), 1.0, 0.02,
                   "over the truth");
        if (!sale && s.first + d - 364 != date_of(2024, 12, 5).day) /* last year's sale stays in part */
            CHECK_NEAR(exp(o->other[h]) / (5000.0 * week[d % 7]), 1.0, 0.01, "last year over the truth");
    }
    arena_destroy(arena);
}

int main(int argc, char **argv) {
    return check_main(
        argc, argv,
        (struct check_test[]){{TEST(levinson_finds_the_autoregression_of_its_autocovariances)},
                              {TEST(forecast_variances_of_an_autoregression_are_the_closed_form)},
                              {TEST(quantiles_of_paths_are_those_of_the_autoregression)},
                              {TEST(quantiles_average_both_views_and_stretch)},
                              {TEST(a_series_without_noise_is_continued)},
                              {TEST(intervals_cover_what_they_say_on_series_with_known_truth)},
                              {0}});
}
