/* SPDX-License-Identifier: MIT */
/* bench_sweep.h - what a sweep of very short runs spends outside simulation. */
#ifndef CLI_BENCH_SWEEP_H
#define CLI_BENCH_SWEEP_H

struct options;

/* Shares of processor time, of this process's children, on two threads; NaN if the sweep fails. */
struct bench_sweep {
    double bare;       /* nothing is kept */
    double with_files; /* a ledger and all files are written */
    double run_ms;     /* of one replication */
};

/* One-day runs of a scenario that has packing benches, which are varied. */
struct bench_sweep bench_sweep(const struct options *options, const char *scenario);

#endif
