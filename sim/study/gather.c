/* SPDX-License-Identifier: MIT */
/* gather.c - see gather.h. */
#include "sim/study/gather.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/map.h"

struct gathered { /* of a variant */
    int n, capacity;
    int columns;
    double **values; /* by metric; NULL = none yet */
};

struct gather {
    struct arena *arena;
    bool all;
    int variants, count, capacity;
    struct gathered_metric *metrics;
    struct map index;
    struct gathered *of;
};

/* The name stays with the caller. */
static int add_metric(struct gather *gather, const char *name) {
    int *index = map_at(&gather->index, name);
    if (*index >= 0)
        return *index;
    int added = *index = gather->count++;
    if (gather->count > gather->capacity) {
        gather->capacity = 2 * gather->capacity + 64;
        gather->metrics = memory_resize(gather->metrics, sizeof *gather->metrics * (size_t)gather->capacity);
    }
    gather->metrics[added] = (struct gathered_metric){.name = name, .unit = ""};
    return added;
}

struct gather *gather_create(int variants, const char *const *names, int count, bool all) {
    struct arena *arena = arena_create();
    struct gather *gather = arena_new(arena, struct gather);
    *gather = (struct gather){.arena = arena, .all = all, .variants = variants, .index = map_create(arena)};
    gather->of = arena_array(arena, struct gathered, variants + 1);
    for (int i = 0; i < count; i++)
        add_metric(gather, arena_copy(arena, names[i]));
    return gather;
}

void gather_free(struct gather *gather) {
    if (!gather)
        return;
    for (int v = 0; v < gather->variants; v++) {
        for (int m = 0; m < gather->of[v].columns; m++)
            free(gather->of[v].values[m]);
        free(gather->of[v].values);
    }
    free(gather->metrics);
    arena_destroy(gather->arena);
}

/* The metric of each measure, or -1. */
static int *metrics_of(struct gather *gather, int variant, struct measures measures) {
    int *metrics = memory_resize(NULL, sizeof *metrics * (size_t)(measures.count + 1));
    for (int i = 0; i < measures.count; i++) {
        const struct measure *measure = &measures.items[i];
        metrics[i] = map_find(&gather->index, measure->name);
        if (metrics[i] < 0 && gather->all && !measure->pooled)
            metrics[i] = add_metric(gather, arena_copy(gather->arena, measure->name));
        if (metrics[i] < 0 || measure->pooled)
            continue;
        struct gathered_metric *metric = &gather->metrics[metrics[i]];
        const char *unit = measure->unit ? measure->unit : "";
        if (metric->definition && !metric->other_unit && strcmp(unit, metric->unit) != 0) {
            metric->other_unit = arena_copy(gather->arena, unit);
            metric->other_unit_in = variant;
        }
        if (metric->definition)
            continue;
        metric->definition = measure->metric;
        metric->unit = arena_copy(gather->arena, unit);
        metric->unit_in = variant;
        metric->dimension = *measure->dimension != '\0';
    }
    return metrics;
}

static void make_columns(struct gathered *of, int count) {
    if (of->columns >= count)
        return;
    of->values = memory_resize(of->values, sizeof *of->values * (size_t)count);
    for (int m = of->columns; m < count; m++)
        of->values[m] = NULL;
    of->columns = count;
}

static double *make_room(double *column, int from, int to) {
    column = memory_resize(column, sizeof *column * (size_t)to);
    for (int r = from; r < to; r++)
        column[r] = NAN;
    return column;
}

static void grow(struct gathered *of, int columns, int rows) {
    make_columns(of, columns);
    int capacity = of->capacity;
    while (capacity < rows)
        capacity = 2 * capacity + 16;
    for (int m = 0; m < of->columns; m++)
        if (capacity > of->capacity || !of->values[m])
            of->values[m] = make_room(of->values[m], of->values[m] ? of->capacity : 0, capacity);
    of->capacity = capacity;
}

void gather_take(struct gather *gather, int variant, const struct study *study) {
    struct measures measures = study_measures(study);
    struct gathered *of = &gather->of[variant];
    int *metrics = metrics_of(gather, variant, measures);
    double *row = memory_resize(NULL, sizeof *row * (size_t)(measures.count + 1));
    int replication;
    for (int i = 0; study_values(study, i, &replication, row); i++) {
        grow(of, gather->count, replication);
        for (int m = 0; m < measures.count; m++)
            if (metrics[m] >= 0)
                of->values[metrics[m]][replication - 1] = row[m];
        of->n = replication > of->n ? replication : of->n;
    }
    free(row);
    free(metrics);
}

int gather_metrics(const struct gather *gather, const struct gathered_metric **metrics) {
    *metrics = gather->metrics;
    return gather->count;
}

int gather_find(const struct gather *gather, const char *name) {
    return map_find(&gather->index, name);
}

int gather_replications(const struct gather *gather, int variant) {
    return gather->of[variant].n;
}

const double *gather_values(struct gather *gather, int variant, int metric) {
    struct gathered *of = &gather->of[variant];
    grow(of, gather->count, of->n ? of->n : 1);
    return of->values[metric];
}
