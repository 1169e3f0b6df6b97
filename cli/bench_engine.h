/* SPDX-License-Identifier: MIT */
/* bench_engine.h - the reference models on the engine's public interface, for the benchmark. */
#ifndef CLI_BENCH_ENGINE_H
#define CLI_BENCH_ENGINE_H

#include <stdbool.h>

/* M/M/1 at utilisation 0.9 for about so many events: sequential streams, one tally, one level. `full` adds a
 * histogram, a keyed stream for each customer, and an impatience event that is cancelled when service starts.
 * Returns the mean wait; `handled` gets the number of events. */
double bench_mm1(long events, bool full, long *handled);
/* The hold model with so many events pending. Returns the clock in seconds. */
double bench_hold(int pending, long steps);

#endif
