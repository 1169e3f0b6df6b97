/* SPDX-License-Identifier: MIT */
/* cycles.c - see cycles.h. */
#include "sim/study/cycles.h"

#include <math.h>
#include "sim/base/arena.h"

struct cycles *cycles_create(struct arena *arena, double cycle_s, double from_s, double horizon_s) {
    struct cycles *cycles = arena_new(arena, struct cycles);
    double whole = cycle_s > 0.0 ? floor((horizon_s - from_s) / cycle_s + 1e-9) : 0.0;
    *cycles = (struct cycles){.arena = arena, .cycle_s = cycle_s, .from_s = from_s};
    cycles->count = whole > 0.0 ? (int)fmin(whole, 1e6) : 0;
    return cycles;
}

void cycles_add(struct cycles *cycles, double from_s, double to_s, const double *values, int columns) {
    if (!cycles->sums) {
        cycles->columns = columns;
        cycles->sums = arena_array(cycles->arena, double, (size_t)cycles->count *(size_t)columns + 1);
    }
    double position = (from_s - cycles->from_s) / cycles->cycle_s;
    for (int cycle = position > 0.0 ? (int)position : 0; cycle < cycles->count; cycle++) {
        double start = cycles->from_s + cycle * cycles->cycle_s;
        double seconds = fmin(to_s, start + cycles->cycle_s) - fmax(from_s, start);
        if (start >= to_s)
            return;
        for (int column = 0; column < columns && seconds > 0.0; column++)
            cycles->sums[(size_t)cycle * (size_t)columns + (size_t)column] += values[column] * seconds;
    }
}

double cycles_mean(const struct cycles *cycles, int cycle, int column) {
    if (!cycles->sums)
        return NAN;
    return cycles->sums[(size_t)cycle * (size_t)cycles->columns + (size_t)column] / cycles->cycle_s;
}
