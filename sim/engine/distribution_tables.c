/* SPDX-License-Identifier: MIT */
/* distribution_tables.c - distributions made of values or of other distributions: empirical, sum, mixture;
 * and the alias tables they choose with. */
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/engine/distribution.h"

static double total_of(const double *weights, int count) {
    double total = 0;
    for (int i = 0; i < count; i++)
        total += weights[i];
    return total;
}

/* Vose 1991, "A linear algorithm for generating random numbers with a given distribution": each slot that is
 * not full is filled up from one that is more than full. */
struct alias *alias_create(struct arena *arena, const double *weights, int count) {
    struct alias *alias = arena_new(arena, struct alias);
    alias->count = count;
    alias->slots = arena_array(arena, struct alias_slot, count);
    /* Slots wait on two stacks in one array: the poor grow from its start, the rich from its end. */
    int *stacks = memory_resize(NULL, sizeof *stacks * (size_t)count);
    double total = total_of(weights, count);
    int poor = 0, rich = count;
    for (int i = 0; i < count; i++) {
        alias->slots[i] = (struct alias_slot){.keep = weights[i] / total * count, .other = i};
        stacks[alias->slots[i].keep < 1 ? poor++ : --rich] = i;
    }
    while (poor > 0 && rich < count) {
        struct alias_slot *receiver = &alias->slots[stacks[--poor]];
        int giver = stacks[rich++];
        receiver->other = giver;
        double left = alias->slots[giver].keep - (1 - receiver->keep);
        alias->slots[giver].keep = left;
        stacks[left < 1 ? poor++ : --rich] = giver;
    }
    /* What is left has exactly 1 but for rounding. */
    while (poor > 0)
        alias->slots[stacks[--poor]].keep = 1;
    while (rich < count)
        alias->slots[stacks[rich++]].keep = 1;
    free(stacks);
    return alias;
}

static double empirical_draw(const struct distribution *distribution, struct stream *stream) {
    return distribution->values[alias_draw(distribution->alias, stream)];
}

static const struct distribution_type empirical = {
    .name = "empirical",
    .doc = "One of the given values, with the given weights.",
    .draw = empirical_draw,
};

struct distribution distribution_empirical(struct arena *arena, const double *values, const double *weights,
                                           int count) {
    double *copy = arena_array(arena, double, count);
    memcpy(copy, values, sizeof *copy * (size_t)count);
    struct distribution made = {.type = &empirical, .count = count, .values = copy};
    made.alias = alias_create(arena, weights, count);
    double total = total_of(weights, count);
    for (int i = 0; i < count; i++)
        made.mean += weights[i] / total * values[i];
    for (int i = 0; i < count; i++)
        made.variance += weights[i] / total * (values[i] - made.mean) * (values[i] - made.mean);
    return made;
}

static const struct distribution *copy_of_parts(struct arena *arena, const struct distribution *parts,
                                                int count) {
    struct distribution *copy = arena_array(arena, struct distribution, count);
    memcpy(copy, parts, sizeof *copy * (size_t)count);
    return copy;
}

static double sum_draw(const struct distribution *distribution, struct stream *stream) {
    double sum = 0;
    for (int i = 0; i < distribution->count; i++)
        sum += distribution_draw(&distribution->parts[i], stream);
    return sum;
}

static const struct distribution_type sum_of_parts = {
    .name = "sum",
    .doc = "The sum of independent draws, one of each part.",
    .draw = sum_draw,
};

struct distribution distribution_sum(struct arena *arena, const struct distribution *parts, int count) {
    struct distribution made = {.type = &sum_of_parts, .count = count};
    made.parts = copy_of_parts(arena, parts, count);
    for (int i = 0; i < count; i++) {
        made.mean += parts[i].mean;
        made.variance += parts[i].variance;
    }
    return made;
}

static double mixture_draw(const struct distribution *distribution, struct stream *stream) {
    return distribution_draw(&distribution->parts[alias_draw(distribution->alias, stream)], stream);
}

static const struct distribution_type mixture = {
    .name = "mixture",
    .doc = "A draw of one of the parts, chosen with the given weights.",
    .draw = mixture_draw,
};

struct distribution distribution_mixture(struct arena *arena, const struct distribution *parts,
                                         const double *weights, int count) {
    struct distribution made = {.type = &mixture, .count = count};
    made.parts = copy_of_parts(arena, parts, count);
    made.alias = alias_create(arena, weights, count);
    double total = total_of(weights, count);
    for (int i = 0; i < count; i++)
        made.mean += weights[i] / total * parts[i].mean;
    for (int i = 0; i < count; i++) { /* within the parts, and between them */
        double apart = parts[i].mean - made.mean;
        made.variance += weights[i] / total * (parts[i].variance + apart * apart);
    }
    return made;
}
