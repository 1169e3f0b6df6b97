/* SPDX-License-Identifier: MIT */
/* bench_batching.h - how long savings batching of 1,000 open orders takes, for the benchmark. */
#ifndef CLI_BENCH_BATCHING_H
#define CLI_BENCH_BATCHING_H

struct bench_batching {
    double scratch_ms; /* all savings and a plan */
    double plan_ms;    /* a plan, when the savings of all but one order are kept */
    double release_ms; /* the savings of one more order */
};
struct bench_batching bench_savings(void);

#endif
