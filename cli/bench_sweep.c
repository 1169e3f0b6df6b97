/* SPDX-License-Identifier: MIT */
/* bench_sweep.c - see bench_sweep.h. Every sweep runs in a child, whose time the system accounts for. */
#include "cli/bench_sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/sweeping.h"
#include "sim/base/arena.h"

enum { THREADS = 2 };

struct spent {
    double total_s, simulation_s, wall_s;
};

static double processor_s(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static double wall_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static struct spent sweep_here(const struct options *options, const char *scenario,
                               const struct bench_sweep *size, const char *directory) {
    const char *vary = arena_format(options->arena, "packing.benches=1:%d", size->designs);
    struct setting one_day = {.argument = "days=1"};
    struct options words = {.arena = options->arena,
                            .command = &command_sweep,
                            .program = options->program,
                            .arguments = &scenario,
                            .argument_count = 1,
                            .settings = &one_day,
                            .setting_count = 1,
                            .vary = &vary,
                            .vary_count = 1,
                            .reps = size->replications,
                            .jobs = THREADS,
                            .directory = directory,
                            .quiet = true};
    struct sweep sweep;
    double start_s = processor_s(), begun_s = wall_s();
    if (sweep_read(&words, &sweep) != EXIT_DONE || sweep_run(&words, &sweep) != EXIT_DONE)
        return (struct spent){NAN, NAN, NAN};
    return (struct spent){
        .total_s = processor_s() - start_s, .simulation_s = sweep.run_s, .wall_s = wall_s() - begun_s};
}

static struct spent sweep_in_child(const struct options *options, const char *scenario,
                                   const struct bench_sweep *size, const char *directory) {
    struct spent spent = {NAN, NAN, NAN};
    int ends[2];
    fflush(NULL);
    if (pipe(ends))
        return spent;
    pid_t child = fork();
    if (child == 0) {
        struct spent mine = sweep_here(options, scenario, size, directory);
        _exit(write(ends[1], &mine, sizeof mine) != (ssize_t)sizeof mine);
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &spent, sizeof spent) != (ssize_t)sizeof spent)
        spent.total_s = NAN;
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    return spent;
}

static void remove_directory(const char *path) {
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory && (entry = readdir(directory));)
        unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory)
        closedir(directory);
    rmdir(path);
}

static struct bench_loss loss_of(struct spent spent) {
    return (struct bench_loss){.processor = 1.0 - spent.simulation_s / spent.total_s,
                               .cores = 1.0 - spent.simulation_s / (THREADS * spent.wall_s)};
}

struct bench_sweep bench_sweep(const struct options *options, const char *scenario, int designs,
                               int replications) {
    const char *place = getenv("TMPDIR");
    char *directory = arena_format(options->arena, "%s/fcsim-XXXXXX", place && *place ? place : "/tmp");
    struct bench_sweep result = {.designs = designs, .replications = replications, .with_files = {NAN, NAN}};
    struct spent bare = sweep_in_child(options, scenario, &result, NULL);
    result.bare = loss_of(bare);
    result.run_ms = 1e3 * bare.simulation_s / (designs * replications);
    if (mkdtemp(directory)) {
        result.with_files = loss_of(sweep_in_child(options, scenario, &result, directory));
        remove_directory(directory);
    }
    return result;
}
