/* SPDX-License-Identifier: MIT */
/* Coverage of intervals and the variance of long means, where they are known.
 *
 * M/M/1 waiting times by Lindley's recursion, mean service 1. Means: Wq = rho / (1 - rho); from empty, the
 * mean of the first delays is below it, by a transient that is known for rho .5 and .9 (Kelton and Law 1985,
 * Operations Research 33(2)); intervals must cover the transient's mean, estimated here from all experiments
 * together. */
#include <stdlib.h>
#include "sim/base/arena.h"
#include "sim/engine/stream.h"
#include "sim/study/statistics.h"
#include "tests/support/check.h"

enum { EXPERIMENTS = 2000, REPLICATIONS = 10, DELAYS = 1000 };

static void student_intervals_cover_normal_outputs(void) {
    struct stream stream = stream_named(2024, 1, "normal coverage");
    int covered = 0;
    for (int e = 0; e < EXPERIMENTS; e++) {
        struct moments moments = {0};
        for (int r = 0; r < REPLICATIONS; r++)
            moments_add(&moments, 3.0 + stream_normal(&stream));
        covered += fabs(moments.mean - 3.0) <= moments_half_width(&moments, 0.95);
    }
    CHECK_NEAR((double)covered / EXPERIMENTS, 0.95, 0.015, "coverage with normal outputs");
}

static double mean_delay(struct stream *stream, double rho, int delays, double *wait) {
    double sum = 0.0;
    for (int i = 0; i < delays; i++) {
        sum += *wait;
        *wait = fmax(0.0, *wait + stream_exponential(stream) - stream_exponential(stream) / rho);
    }
    return sum / delays;
}

static double coverage_from_empty(double rho) {
    struct stream stream = stream_named(2024, 1, "delays from empty");
    struct moments *experiments = calloc(EXPERIMENTS, sizeof *experiments);
    double truth = 0.0;
    int covered = 0;
    for (int e = 0; e < EXPERIMENTS; e++) {
        for (int r = 0; r < REPLICATIONS; r++) {
            double wait = 0.0;
            moments_add(&experiments[e], mean_delay(&stream, rho, DELAYS, &wait));
        }
        truth += experiments[e].mean / EXPERIMENTS;
    }
    for (int e = 0; e < EXPERIMENTS; e++)
        covered += fabs(experiments[e].mean - truth) <= moments_half_width(&experiments[e], 0.95);
    free(experiments);
    return (double)covered / EXPERIMENTS;
}

/* At rho .9 the outputs are so skewed that 95 % intervals from ten of them truly cover .890; 95 % would be a
 * bug. */
static void student_intervals_cover_delays_as_published(void) {
    CHECK_NEAR(coverage_from_empty(0.5), 0.946, 0.018, "coverage at rho .5 (.928 to .964)");
    CHECK_NEAR(coverage_from_empty(0.9), 0.890, 0.025, "coverage at rho .9 (.865 to .915)");
}

/* Steady from the first customer: a wait is 0 with probability 1 - rho, else exponential with mean 1 / (1 -
 * rho). */
static double steady_wait(struct stream *stream, double rho) {
    return stream_uniform(stream) < rho ? stream_exponential(stream) / (1.0 - rho) : 0.0;
}

static void batch_means_cover_a_long_run(void) {
    enum { RUNS = 250, CUSTOMERS = 200000, PER_OBSERVATION = 100 };
    struct stream stream = stream_named(2024, 1, "batch means");
    static double observations[CUSTOMERS / PER_OBSERVATION];
    int covered = 0;
    for (int run = 0; run < RUNS; run++) {
        double wait = steady_wait(&stream, 0.8);
        for (int i = 0; i < CUSTOMERS / PER_OBSERVATION; i++)
            observations[i] = mean_delay(&stream, 0.8, PER_OBSERVATION, &wait);
        struct batch_means result = batch_means_of(observations, CUSTOMERS / PER_OBSERVATION, 20, 0.95);
        covered += fabs(result.mean - 4.0) <= result.half_width;
    }
    CHECK((double)covered / RUNS >= 0.93);
    CHECK((double)covered / RUNS <= 0.985);
}

/* n x Var(mean of n steady delays) -> rho (2 + 5 rho - 4 rho^2 + rho^3) / (1 - rho)^4: 29.0, 1976, 35901. The
 * standard error of a variance from m means is sqrt(2 / m) of it; runs are long against the relaxation time,
 * about 4 rho / (1 - rho)^2 customers. */
static void long_means_vary_as_theory_says(void) {
    const struct {
        double rho, variance;
        int delays, means;
    } table[] = {{0.5, 29.0, 4000, 5000}, {0.8, 1976.0, 20000, 5000}, {0.9, 35901.0, 80000, 1000}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct stream stream = stream_named(2024, (int)i + 1, "asymptotic variance");
        struct moments moments = {0};
        for (int m = 0; m < table[i].means; m++) {
            double wait = steady_wait(&stream, table[i].rho);
            moments_add(&moments, mean_delay(&stream, table[i].rho, table[i].delays, &wait));
        }
        double sd = moments_sd(&moments);
        CHECK_NEAR(table[i].delays * sd * sd, table[i].variance,
                   4.0 * sqrt(2.0 / table[i].means) * table[i].variance,
                   "variance of a long mean times its length");
        CHECK_NEAR(moments.mean, table[i].rho / (1.0 - table[i].rho), 4.0 * sd / sqrt(table[i].means),
                   "mean delay");
    }
}

int main(int argc, char **argv) {
    return check_main(argc, argv,
                      (struct check_test[]){{TEST(student_intervals_cover_normal_outputs)},
                                            {TEST(student_intervals_cover_delays_as_published)},
                                            {TEST(batch_means_cover_a_long_run)},
                                            {TEST(long_means_vary_as_theory_says)},
                                            {0}});
}
