/* SPDX-License-Identifier: MIT */
/* cmd_bench.c - fcsim bench
 *
 * Machines differ and are shared, so the engine is timed against small frozen programs
 * (tests/bench/reference.c) in turn with them, and ratios are medians over rounds. Whole scenarios run in
 * child processes, whose memory the system accounts for. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "cli/bench_batching.h"
#include "cli/bench_engine.h"
#include "cli/bench_forecast.h"
#include "cli/bench_sweep.h"
#include "cli/bench_tours.h"
#include "cli/command.h"
#include "cli/scenario.h"
#include "models/layout/routing.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "tests/bench/reference.h"

enum { ROUNDS = 5, HOLDS = 3, ROUTINGS = 16 };
enum { MM1_EVENTS = 10000000, HOLD_STEPS = 2000000 };
static const int hold_pending[HOLDS] = {1000, 10000, 100000};

struct bench {
    double mm1_ns, mm1_ratio, mm1_full_ns;
    double hold_ns[HOLDS], hold_ratio[HOLDS];
    double tour_us[BENCH_BLOCKS][ROUTINGS], tour_ratio[BENCH_BLOCKS][ROUTINGS];
    double orders_per_s, events_per_order, memory_mb, memory_ratio;
    double speedup, check_ms;
    struct bench_batching batching;
    struct bench_sweep small_sweep, sweep; /* of small.json, if it is found, and of the scenario */
    struct bench_forecast forecast;
};

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return values[count / 2];
}

/* Engine */

static void bench_queue(struct bench *bench) {
    double plain[ROUNDS], full[ROUNDS], ratio[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        long handled, handled_full;
        double a = seconds_now();
        reference_mm1(MM1_EVENTS);
        double b = seconds_now();
        bench_mm1(MM1_EVENTS, false, &handled);
        double c = seconds_now();
        bench_mm1(MM1_EVENTS, true, &handled_full);
        double d = seconds_now();
        plain[r] = (c - b) / (double)handled * 1e9;
        full[r] = (d - c) / (double)handled_full * 1e9;
        ratio[r] = plain[r] / ((b - a) / MM1_EVENTS * 1e9);
    }
    bench->mm1_ns = median(plain, ROUNDS);
    bench->mm1_full_ns = median(full, ROUNDS);
    bench->mm1_ratio = median(ratio, ROUNDS);
}

static void bench_holds(struct bench *bench) {
    for (int h = 0; h < HOLDS; h++) {
        double ours[ROUNDS], ratio[ROUNDS];
        for (int r = 0; r < ROUNDS; r++) {
            double a = seconds_now();
            reference_hold(hold_pending[h], HOLD_STEPS);
            double b = seconds_now();
            bench_hold(hold_pending[h], HOLD_STEPS);
            double c = seconds_now();
            ours[r] = (c - b) / HOLD_STEPS * 1e9;
            ratio[r] = (c - b) / (b - a);
        }
        bench->hold_ns[h] = median(ours, ROUNDS);
        bench->hold_ratio[h] = median(ratio, ROUNDS);
    }
}

/* Tours */

static void bench_routing(const struct bench_tours *tours, int r, int blocks, struct bench *bench) {
    const struct routing *routing = (const struct routing *)(const void *)routing_options[r];
    double ours[ROUNDS], ratio[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double a = seconds_now();
        bench_tours_reference_m(tours);
        double b = seconds_now();
        bench_tours_m(tours, routing, blocks);
        double c = seconds_now();
        ours[round] = (c - b) / BENCH_TOURS * 1e6;
        ratio[round] = (c - b) / (b - a);
    }
    bench->tour_us[blocks - 1][r] = median(ours, ROUNDS);
    bench->tour_ratio[blocks - 1][r] = median(ratio, ROUNDS);
}

static void bench_routings(struct arena *arena, struct bench *bench) {
    const struct bench_tours *tours = bench_tours_draw(arena);
    for (int r = 0; r < ROUTINGS && routing_options[r]; r++)
        for (int blocks = 1; blocks <= BENCH_BLOCKS; blocks++)
            bench_routing(tours, r, blocks, bench);
}

/* Whole scenarios */

struct outcome { /* what a child sends back */
    double wall_s, run_s, orders, events, memory_mb;
};

/* Reads the scenario and runs it; in the child. */
static struct outcome run_here(const struct options *options, const char *path, int replications, int jobs) {
    struct outcome outcome = {.wall_s = NAN};
    struct scenario scenario = scenario_read(options, path);
    if (!scenario.valid) {
        scenario_print_problems(&scenario);
        return outcome;
    }
    double start = seconds_now();
    struct study_options wanted = {
        .seed = scenario.plan.seed, .first = 1, .replications = replications, .jobs = jobs};
    struct study *study = study_run(the_subject(), scenario.values, &wanted);
    if (study_state(study) == STUDY_COMPLETE)
        outcome.wall_s = seconds_now() - start;
    outcome.run_s = study_run_seconds(study);
    outcome.orders = (double)study_entities(study);
    outcome.events = (double)study_events(study);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    outcome.memory_mb = (double)usage.ru_maxrss / 1024.0;
    study_free(study);
    return outcome;
}

static struct outcome run_in_child(const struct options *options, const char *path, int replications,
                                   int jobs) {
    struct outcome outcome = {.wall_s = NAN};
    int ends[2];
    fflush(NULL);
    if (pipe(ends))
        return outcome;
    pid_t child = fork();
    if (child == 0) {
        struct outcome mine = run_here(options, path, replications, jobs);
        _exit(write(ends[1], &mine, sizeof mine) != (ssize_t)sizeof mine);
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &outcome, sizeof outcome) != (ssize_t)sizeof outcome)
        outcome.wall_s = NAN;
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    return outcome;
}

/* The options with one more --set. */
static struct options with_setting(const struct options *options, const char *setting) {
    struct options more = *options;
    more.settings = arena_array(options->arena, struct setting, options->setting_count + 1);
    if (options->setting_count)
        memcpy(more.settings, options->settings, sizeof *more.settings * (size_t)options->setting_count);
    more.settings[more.setting_count++].argument = setting;
    return more;
}

static void bench_scenario(const struct options *options, const char *path, struct bench *bench) {
    double orders[ROUNDS], speedup[ROUNDS];
    struct outcome one = {0};
    for (int r = 0; r < ROUNDS; r++) {
        one = run_in_child(options, path, 1, 1);
        orders[r] = one.orders / one.run_s;
        double single = run_in_child(options, path, 4, 1).wall_s;
        speedup[r] = single / run_in_child(options, path, 4, 2).wall_s;
    }
    bench->orders_per_s = median(orders, ROUNDS);
    bench->speedup = median(speedup, ROUNDS);
    bench->events_per_order = one.events / one.orders;
    bench->memory_mb = one.memory_mb;
    struct options once = with_setting(options, "days=16"), ten_times = with_setting(options, "days=160");
    double short_mb = run_in_child(&once, path, 1, 1).memory_mb;
    bench->memory_ratio = run_in_child(&ten_times, path, 1, 1).memory_mb / short_mb;
}

static void bench_reading(const struct options *options, const char *path, struct bench *bench) {
    double times[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double start = seconds_now();
        scenario_read(options, path);
        times[r] = (seconds_now() - start) * 1e3;
    }
    bench->check_ms = median(times, ROUNDS);
}

/* Report */

static void add_member(struct text *out, const char *name, double value, int digits) {
    text_format(out, "\"%s\": ", name);
    if (isfinite(value))
        text_format(out, "%.*f", digits, value);
    else
        text_add(out, "null");
}

static const char *const block_names[BENCH_BLOCKS] = {"one_block", "two_blocks"};

static void routings_as_json(const char *name, const double values[BENCH_BLOCKS][ROUTINGS],
                             struct text *out) {
    text_format(out, ", \"%s\": {", name);
    for (int b = 0; b < BENCH_BLOCKS; b++) {
        text_format(out, "%s\"%s\": {", b ? ", " : "", block_names[b]);
        for (int r = 0; r < ROUTINGS && routing_options[r]; r++) {
            text_add(out, r ? ", " : "");
            add_member(out, routing_options[r]->name, values[b][r], 3);
        }
        text_add(out, "}");
    }
    text_add(out, "}");
}

static void sweep_as_json(const char *name, const struct bench_sweep *sweep, struct text *out) {
    text_format(out, "\"%s\": {\"runs\": %d, ", name, sweep->designs * sweep->replications);
    add_member(out, "processor", sweep->bare.processor, 3);
    text_add(out, ", ");
    add_member(out, "cores", sweep->bare.cores, 3);
    text_add(out, ", ");
    add_member(out, "processor_with_files", sweep->with_files.processor, 3);
    text_add(out, ", ");
    add_member(out, "cores_with_files", sweep->with_files.cores, 3);
    text_add(out, "}");
}

static void as_json(const struct bench *bench, struct text *out) {
    text_add(out, "{\"mm1\": {");
    add_member(out, "events_per_s", 1e9 / bench->mm1_ns, 0);
    text_add(out, ", ");
    add_member(out, "reference_ratio", bench->mm1_ratio, 3);
    text_add(out, ", ");
    add_member(out, "full_events_per_s", 1e9 / bench->mm1_full_ns, 0);
    text_add(out, "}, \"hold_ns\": {");
    for (int h = 0; h < HOLDS; h++)
        text_format(out, "%s\"%d\": %.1f", h ? ", " : "", hold_pending[h], bench->hold_ns[h]);
    text_add(out, "}, \"hold_reference_ratio\": {");
    for (int h = 0; h < HOLDS; h++)
        text_format(out, "%s\"%d\": %.3f", h ? ", " : "", hold_pending[h], bench->hold_ratio[h]);
    text_add(out, "}");
    routings_as_json("tour_us", bench->tour_us, out);
    routings_as_json("tour_reference_ratio", bench->tour_ratio, out);
    text_add(out, ", \"demo\": {");
    add_member(out, "orders_per_s", bench->orders_per_s, 0);
    text_add(out, ", ");
    add_member(out, "events_per_order", bench->events_per_order, 3);
    text_add(out, ", ");
    add_member(out, "peak_memory_mb", bench->memory_mb, 1);
    text_add(out, ", ");
    add_member(out, "memory_ratio_10x_days", bench->memory_ratio, 3);
    text_add(out, ", ");
    add_member(out, "read_and_check_ms", bench->check_ms, 2);
    text_add(out, "}, \"batching\": {");
    add_member(out, "savings_1000_orders_ms", bench->batching.scratch_ms, 2);
    text_add(out, ", ");
    add_member(out, "plan_ms", bench->batching.plan_ms, 2);
    text_add(out, ", ");
    add_member(out, "release_ms", bench->batching.release_ms, 4);
    text_add(out, "}, \"forecast\": {");
    add_member(out, "fit_and_paths_1000_series_cpu_s", bench->forecast.fit_paths_s, 1);
    text_add(out, ", ");
    add_member(out, "calibrated_1000_series_cpu_s", bench->forecast.calibrated_s, 1);
    text_add(out, "}, \"threads\": {");
    add_member(out, "speedup_2", bench->speedup, 3);
    text_add(out, "}, \"sweep_share_outside_simulation\": {");
    sweep_as_json("small", &bench->small_sweep, out);
    text_add(out, ", ");
    sweep_as_json("scenario", &bench->sweep, out);
    text_add(out, "}}\n");
}

static void sweep_as_text(const char *name, const struct bench_sweep *sweep, struct text *out) {
    text_format(out,
                "  of %-20s  %6.1f %%            %.1f %% with all files written (of two cores: %.1f and %.1f "
                "%%); %d x %d runs of %.2f ms\n",
                name, 100.0 * sweep->bare.processor, 100.0 * sweep->with_files.processor,
                100.0 * sweep->bare.cores, 100.0 * sweep->with_files.cores, sweep->designs,
                sweep->replications, sweep->run_ms);
}

static void as_text(const struct bench *bench, struct text *out) {
    text_format(out, "M/M/1 on the engine       %6.1f M events/s   %.2f x the time of the reference\n",
                1e3 / bench->mm1_ns, bench->mm1_ratio);
    text_format(
        out, "  with full statistics    %6.1f M events/s   histogram, keyed draws, a cancelled event each\n",
        1e3 / bench->mm1_full_ns);
    for (int h = 0; h < HOLDS; h++)
        text_format(out, "hold, %6d pending      %6.1f ns           %.2f x the time of the reference\n",
                    hold_pending[h], bench->hold_ns[h], bench->hold_ratio[h]);
    text_format(out, "tour of %d picks in %d aisles; in two blocks\n", BENCH_PICKS, BENCH_AISLES);
    for (int r = 0; r < ROUTINGS && routing_options[r]; r++)
        text_format(out, "  %-22s  %6.2f us           %.2f x the time of the reference; %.2f us, %.2f x\n",
                    routing_options[r]->name, bench->tour_us[0][r], bench->tour_ratio[0][r],
                    bench->tour_us[1][r], bench->tour_ratio[1][r]);
    text_format(out, "scenario                  %6.0f orders/s     %.2f events an order, one core\n",
                bench->orders_per_s, bench->events_per_order);
    text_format(out, "  memory                  %6.1f MB           %.2f x for ten times the days\n",
                bench->memory_mb, bench->memory_ratio);
    text_format(out, "  two threads             %6.2f x            the speed of one\n", bench->speedup);
    text_format(out, "  read and checked in     %6.2f ms\n", bench->check_ms);
    text_format(out,
                "savings, 1,000 open orders %5.1f ms           from scratch; %.1f ms with savings kept\n",
                bench->batching.scratch_ms, bench->batching.plan_ms);
    text_format(out, "  one more released in    %6.3f ms\n", bench->batching.release_ms);
    text_add(out, "sweep of one-day runs: share of its time outside simulation\n");
    sweep_as_text("small.json", &bench->small_sweep, out);
    sweep_as_text("the scenario", &bench->sweep, out);
    text_format(
        out,
        "forecasts of 1,000 series %6.1f CPU s        with 1,000 paths of 46 days; %.1f CPU s calibrated\n",
        bench->forecast.fit_paths_s, bench->forecast.calibrated_s);
}

static int run(const struct options *options) {
    const char *path = options->argument_count ? options->arguments[0] : NULL;
    const char *folder = scenario_folder(options->arena);
    if (!path && folder)
        path = arena_format(options->arena, "%s/demo.json", folder);
    if (!path)
        return complain(EXIT_ERROR,
                        "the shipped scenarios are not found; give a scenario or set FCSIM_SCENARIOS");
    struct scenario scenario = scenario_read(options, path);
    if (!scenario.valid) {
        scenario_print_problems(&scenario);
        return EXIT_INVALID;
    }
    struct bench_loss unknown = {NAN, NAN};
    struct bench bench = {.small_sweep = {.bare = unknown, .with_files = unknown, .run_ms = NAN}};
    bench_scenario(options, path, &bench);
    bench_reading(options, path, &bench);
    bench_queue(&bench);
    bench_holds(&bench);
    bench.batching = bench_savings();
    if (folder)
        bench.small_sweep =
            bench_sweep(options, arena_format(options->arena, "%s/small.json", folder), 100, 100);
    bench.sweep = bench_sweep(options, path, 20, 10);
    bench.forecast = bench_forecast();
    bench_routings(options->arena, &bench);
    struct text out = {0};
    if (options->json)
        as_json(&bench, &out);
    else
        as_text(&bench, &out);
    emit(&out);
    return EXIT_DONE;
}

const struct command command_bench = {
    .name = "bench",
    .arguments = "[SCENARIO]",
    .doc = "Measures the speed of the engine, of routing and of a whole scenario.",
    .details = "The engine and routing are timed in turn with small reference programs, so that ratios hold "
               "on a busy "
               "machine. Without SCENARIO "
               "the demo runs. It takes about a minute; nothing else should run meanwhile.",
    .flags = FLAG(SET) | FLAG(JSON) | FLAG(HELP),
    .least = 0,
    .most = 1,
    .run = run,
};
