/* SPDX-License-Identifier: MIT */
/* reference.h - small frozen programs that speed is measured against, in the same process and minute.
 *
 * They are the models written by hand without an engine: their own generator, their own heap, no features.
 * They are not changed when fcsim changes; a faster or slower machine moves both sides alike. */
#ifndef TESTS_BENCH_REFERENCE_H
#define TESTS_BENCH_REFERENCE_H

/* M/M/1 with utilisation 0.9: handles `events` events (arrivals and departures), with the mean wait and the
 * mean queue kept. Returns the mean wait, so that nothing is optimised away. */
double reference_mm1(long events);

/* The hold model (Jones 1986): `pending` events; each step takes the earliest and schedules it again after an
 * exponential time. Returns the clock. */
double reference_hold(int pending, long steps);

/* From the first of `count` places, at most 64, on to the nearest one that is left, as far as they are apart
 * in x and y, and back. Returns the length of the tour. */
double reference_tour(const double *x, const double *y, int count);

#endif
