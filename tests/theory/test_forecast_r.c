/* SPDX-License-Identifier: MIT */
/* test_forecast_r.c - STL and theta against R (stl; forecast::thetaf), run on the same series where R is
 * installed.
 *
 * Series are drawn here and handed to Rscript; tolerance 1e-6 of the series' size. thetaf searches alpha and
 * the first level with a simplex that stops early, so both are taken from R, and the own search must do no
 * worse. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "models/forecast/stl.h"
#include "models/forecast/theta.h"
#include "sim/base/arena.h"
#include "sim/engine/stream.h"
#include "tests/support/check.h"

enum { N = 217, PERIOD = 7, AHEAD = 28 };

static void draw_series(int which, double *y) {
    struct stream s = stream_named(11, which, "r");
    double level = 200.0;
    for (int t = 0; t < N; t++) {
        level += 2.0 * stream_normal(&s) + 0.3;
        y[t] = level * (1.0 + 0.2 * sin(2.0 * 3.14159265358979 * t / PERIOD)) + 8.0 * stream_normal(&s);
    }
    if (which % 2)
        y[60] *= 3.0, y[61] *= 0.2;
}

/* Runs R over the series; reads `count` numbers; false if R or the package is missing. */
static bool ask_r(const double *y, const char *script, double *numbers, int count) {
    const char *folder = getenv("TMPDIR");
    char path[512], command[700];
    snprintf(path, sizeof path, "%s/fcsim_r.XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(path), read = 0;
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file)
        return false;
    fprintf(file, "x <- ts(c(");
    for (int t = 0; t < N; t++)
        fprintf(file, "%s%.17g", t ? "," : "", y[t]);
    fprintf(file, "), frequency = %d)\n%s", PERIOD, script);
    fclose(file);
    snprintf(command, sizeof command, "Rscript --vanilla %s 2>/dev/null", path);
    FILE *pipe = popen(command, "r");
    while (pipe && read < count && fscanf(pipe, "%lf", &numbers[read]) == 1)
        read++;
    bool done = pipe && pclose(pipe) == 0 && read == count;
    unlink(path);
    return done;
}

static void compare_stl(const char *arguments, int window, bool robust) {
    static double numbers[2 * N];
    double y[N];
    for (int which = 0; which < 2; which++) {
        struct arena *arena = arena_create();
        char script[300];
        struct stl parts;
        draw_series(which, y);
        snprintf(script, sizeof script,
                 "z <- stl(x, %s)$time.series\ncat(format(c(z[, 1], z[, 2]), digits = 17), sep = \"\\n\")\n",
                 arguments);
        if (!ask_r(y, script, numbers, 2 * N)) {
            arena_destroy(arena);
            SKIP("Rscript is not installed");
        }
        stl_decompose(arena, y, N, PERIOD, window, robust, &parts);
        for (int t = 0; t < N; t++) {
            CHECK_NEAR(parts.season[t], numbers[t], 1e-6 * 200.0, "season");
            CHECK_NEAR(parts.trend[t], numbers[N + t], 1e-6 * 200.0, "trend");
        }
        arena_destroy(arena);
    }
}

static void stl_with_a_fixed_season_is_that_of_r(void) {
    compare_stl("s.window = \"periodic\"", 0, false);
}

static void stl_with_a_window_is_that_of_r(void) {
    compare_stl("s.window = 7", 7, false);
    compare_stl("s.window = 13", 13, false);
}

static void robust_stl_is_that_of_r(void) {
    compare_stl("s.window = \"periodic\", robust = TRUE", 0, true);
    compare_stl("s.window = 11, robust = TRUE", 11, true);
}

static void theta_is_that_of_r(void) {
    static const char script[] = "suppressMessages(library(forecast))\nf <- thetaf(x, h = 28)\n"
                                 "s <- x\nd <- decompose(x, type = \"multiplicative\")\ns <- seasadj(d)\n"
                                 "e <- ses(s, h = 1)$model\n"
                                 "cat(format(c(f$mean, e$par[\"alpha\"], e$initstate[1], "
                                 "sum(e$residuals^2)), digits = 17), sep = \"\\n\")\n";
    double y[N], numbers[AHEAD + 3], mean[AHEAD], sd[AHEAD];
    for (int which = 0; which < 2; which++) {
        struct arena *arena = arena_create();
        draw_series(which, y);
        if (!ask_r(y, script, numbers, AHEAD + 3)) {
            arena_destroy(arena);
            SKIP("Rscript or its package forecast is not installed");
        }
        struct smoothing given = {.alpha = numbers[AHEAD], .level = numbers[AHEAD + 1]};
        CHECK(theta_with(arena, y, N, PERIOD, &given, AHEAD, mean, sd));
        for (int h = 0; h < AHEAD; h++)
            CHECK_NEAR(mean[h], numbers[h], 1e-6 * 200.0, "mean at R's alpha and first level");
        CHECK(theta_forecast(arena, y, N, PERIOD, AHEAD, mean, sd));
        for (int h = 0; h < AHEAD; h++)
            CHECK_NEAR(mean[h], numbers[h], 0.01 * numbers[h],
                       "mean at the own optimum, 1 % for R's early stop");
        arena_destroy(arena);
    }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(stl_with_a_fixed_season_is_that_of_r)},
                                            {TEST(stl_with_a_window_is_that_of_r)},
                                            {TEST(robust_stl_is_that_of_r)},
                                            {TEST(theta_is_that_of_r)},
                                            {0}});
}
