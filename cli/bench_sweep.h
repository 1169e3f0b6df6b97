/* SPDX-License-Identifier: MIT */
/* bench_sweep.h - what a sweep of very short runs spends outside simulation. */
#ifndef CLI_BENCH_SWEEP_H
#define CLI_BENCH_SWEEP_H

struct options;

/* What a sweep on two threads lost: shares of its processor time, and of two cores for as long as it took,
 * where whatever else runs on the machine counts as lost. NaN if the sweep fails. */
struct bench_loss {
    double processor, cores;
};

struct bench_sweep {
    int designs, replications;
    struct bench_loss bare;       /* nothing is kept */
    struct bench_loss with_files; /* a ledger and all files are written */
    double run_ms;                /* processor time of one replication */
};

/* One-day runs of a scenario that has packing benches, which are varied. */
struct bench_sweep bench_sweep(const struct options *options, const char *scenario, int designs,
                               int replications);

#endif
