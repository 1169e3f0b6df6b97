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
#include "models/forecast/tobit.h"
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

/* Days on which a random stock ran out: what was sold is a lower bound of what was wanted. */
enum { SOLD_OUT_SERIES = 60, TREATMENTS = 4 };
static const struct {
    const char *name;
    enum day_state state;
    bool wanted, left_out; /* what was wanted is known; the bound says nothing */
} treatments[TREATMENTS] = {{"known", DAY_SEEN, true, false},
                            {"as lower bounds", DAY_CENSORED, false, false},
                            {"left out", DAY_CENSORED, false, true},
                            {"as if wanted", DAY_SEEN, false, false}};

static int sell_out(struct history_series *past, const struct history_series *world, uint64_t number,
                    int how) {
    struct stream s = stream_named(11, (int)number, "stock");
    double level = 0.0;
    int out = 0;
    for (int d = 0; d < past->days; d++)
        level += log(world->count[d] + 0.5) / past->days;
    for (int d = 0; d < past->days; d++) {
        double stock = nearbyint(exp(level + 0.2 + 0.25 * stream_normal(&s)));
        bool short_of = world->count[d] > stock;
        past->count[d] = !short_of || treatments[how].wanted ? world->count[d]
                         : treatments[how].left_out          ? 1.0
                                                             : stock;
        past->state[d] = short_of ? (unsigned char)treatments[how].state : DAY_SEEN;
        out += short_of;
    }
    return out;
}

struct misses {
    double sum, squares, sold_out, event_sum;
    int days, event_days;
};

/* Of the median's logarithm on the days to come. */
static void miss_of(struct arena *arena, const struct event_calendar *calendar, int number, int how,
                    struct misses *m) {
    struct world w = world_draw(arena, calendar, 7, number, 800, AHEAD);
    struct history_series past = history_until(&w.series, w.series.first + w.past - 1);
    past.count = arena_array(arena, double, past.days);
    past.state = arena_array(arena, unsigned char, past.days);
    m->sold_out += (double)sell_out(&past, &w.series, (uint64_t)number, how) / past.days / SOLD_OUT_SERIES;
    struct forecast_options options = {
        .until = w.series.first + w.past - 1 + AHEAD, .growth = 1.0, .calibrate = false};
    struct fitted_series fitted;
    CHECK(forecast_fit(arena, &past, calendar, &options, &fitted));
    for (int h = 0; h < AHEAD; h++) {
        double e =
            log(forecast_quantile(&fitted.series, h, 0.0) + 0.5) - log(w.series.count[w.past + h] + 0.5);
        m->sum += e;
        m->squares += e * e;
        m->days++;
        m->event_sum += fitted.series.event[h] ? e : 0.0;
        m->event_days += fitted.series.event[h];
    }
}

/* On days without events the bias goes. Of events, priors have mean 0, so what is known less well is drawn
 * nearer to it. */
static void days_sold_out_as_lower_bounds_take_the_bias_away(void) {
    double bias[TREATMENTS], spread[TREATMENTS], ordinary[TREATMENTS];
    for (int how = 0; how < TREATMENTS; how++) {
        struct misses m = {0};
        for (int i = 0; i < SOLD_OUT_SERIES; i++) {
            struct arena *arena = arena_create();
            miss_of(arena, calendar_of(arena, world_calendar), i, how, &m);
            arena_destroy(arena);
        }
        bias[how] = 100.0 * m.sum / m.days;
        spread[how] = 100.0 * sqrt(m.squares / m.days);
        ordinary[how] = 100.0 * (m.sum - m.event_sum) / (m.days - m.event_days);
        printf("  %.0f %% of days sold out, %s: bias %+.1f %%, on ordinary days %+.1f, of events %+.1f; root "
               "mean "
               "square %.1f %%\n",
               100.0 * m.sold_out, treatments[how].name, bias[how], ordinary[how],
               100.0 * m.event_sum / m.event_days, spread[how]);
    }
    CHECK(fabs(bias[1] - bias[0]) < fabs(bias[2] - bias[0]) / 3.0);
    CHECK(fabs(bias[1] - bias[0]) < fabs(bias[3] - bias[0]) / 3.0);
    CHECK_NEAR(ordinary[1], ordinary[0], 0.5, "percent: as if all were known");
    CHECK(spread[1] < 0.75 * spread[2] && spread[1] < 0.75 * spread[3]);
}

static double log_survival(double bound) {
    return log(gsl_cdf_ugaussian_Q(bound));
}

/* Mean of a half normal sqrt(2 / pi); derivatives of the likelihood by differences. */
static void a_lower_bound_has_the_derivatives_of_its_likelihood(void) {
    struct tobit half = tobit_of(0.0);
    CHECK_NEAR(half.mean, sqrt(2.0 / 3.14159265358979), 1e-12, "half normal");
    CHECK_NEAR(half.weight, 2.0 / 3.14159265358979, 1e-12, "hazard squared");
    for (double a = -4.0; a <= 4.0; a += 0.5) {
        struct tobit t = tobit_of(a);
        double h = 1e-3, up = log_survival(a - h), at = log_survival(a), down = log_survival(a + h);
        CHECK_NEAR(t.response * t.weight, (up - down) / (2.0 * h), 1e-5, "slope");
        CHECK_NEAR(t.weight, -(up - 2.0 * at + down) / (h * h), 1e-4, "curvature");
        /* variance V at the maximum: V = S / (n - a hazard), S of the uncensored (Tobin 1958) */
        CHECK_NEAR(t.weight * t.response * t.response - t.rows, a * t.mean, 1e-9, "rows");
    }
    CHECK_NEAR(tobit_of(-50.0).weight, 0.0, 1e-12, "a bound far below says nothing");
    CHECK_NEAR(tobit_of(50.0).response, 50.0, 1e-9, "far above, it is what was seen");
    CHECK(isfinite(tobit_of(-1e9).rows) && isfinite(tobit_of(1e9).rows));
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
                              {TEST(days_sold_out_as_lower_bounds_take_the_bias_away)},
                              {TEST(a_lower_bound_has_the_derivatives_of_its_likelihood)},
                              {0}});
}
