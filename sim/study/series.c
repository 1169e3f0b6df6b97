/* SPDX-License-Identifier: MIT */
/* series.c - see series.h. */
#include "sim/study/series.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"

enum { SPARE_ROWS = 64, BLOCK_ROWS = 16, MOST_ROWS = 50 * 1000 * 1000 };

struct series_tap {
    struct series *series;
    struct arena *arena;
    int index, rows, width; /* width: numbers in a row */
    int buffered;           /* rows not yet written */
    double *buffer;
};

/* A run may go on for a while after the horizon, until the last order has left; places without a row take no
 * disk. */
void series_open(struct series *series, const struct study_plan *plan, const char *directory) {
    double rows = plan->interval_s > 0.0 ? ceil(plan->horizon_s / plan->interval_s) : 0.0;
    series->rows_limit = (int)fmin(2.0 * rows, MOST_ROWS) + SPARE_ROWS;
    spool_open(&series->spool, directory);
}

void series_close(struct series *series) {
    spool_close(&series->spool);
}

static int64_t row_offset(const struct series *series, int index, int row, int width) {
    return ((int64_t)index * series->rows_limit + row) * width * (int64_t)sizeof(double);
}

struct series_tap *series_tap_create(struct series *series, int index, struct arena *arena) {
    struct series_tap *tap = arena_new(arena, struct series_tap);
    *tap = (struct series_tap){.series = series, .arena = arena, .index = index};
    return tap;
}

static void write_buffer(struct series_tap *tap) {
    int64_t offset = row_offset(tap->series, tap->index, tap->rows - tap->buffered, tap->width);
    if (tap->buffered)
        spool_write(&tap->series->spool, offset, tap->buffer,
                    sizeof(double) * (size_t)tap->width * (size_t)tap->buffered);
    tap->buffered = 0;
}

void series_tap_row(void *self, usec from, usec to, const double *values, int count) {
    struct series_tap *tap = self;
    if (tap->index >= SERIES_REPLICATIONS || tap->rows == tap->series->rows_limit)
        return;
    if (!tap->buffer) {
        tap->width = count + SERIES_LEAD;
        tap->buffer = arena_array(tap->arena, double, tap->width *BLOCK_ROWS);
    }
    double *row = tap->buffer + (size_t)tap->width * (size_t)tap->buffered++;
    row[0] = (double)from / USEC_A_SECOND;
    row[1] = (double)to / USEC_A_SECOND;
    memcpy(row + SERIES_LEAD, values, sizeof(double) * (size_t)count);
    tap->rows++;
    if (tap->buffered == BLOCK_ROWS)
        write_buffer(tap);
}

void series_tap_end(void *self) {
    write_buffer(self);
}

int series_tap_rows(const struct series_tap *tap) {
    return tap->rows;
}

bool series_tap_keeps(const struct series_tap *tap) {
    return tap->index < SERIES_REPLICATIONS;
}

bool series_tap_read(const struct series_tap *tap, struct arena *arena, struct series_rows *rows) {
    size_t numbers = (size_t)tap->rows * (size_t)tap->width;
    double *place = arena_array(arena, double, numbers + 1);
    *rows = (struct series_rows){.count = tap->rows, .width = tap->width, .numbers = place};
    return spool_read(&tap->series->spool, row_offset(tap->series, tap->index, 0, tap->width), place,
                      sizeof(double) * numbers);
}

bool series_tap_restore(struct series_tap *tap, const struct series_rows *rows) {
    if (rows->count > tap->series->rows_limit)
        return false;
    tap->rows = rows->count;
    tap->width = rows->width;
    return spool_write(&tap->series->spool, row_offset(tap->series, tap->index, 0, tap->width), rows->numbers,
                       sizeof(double) * (size_t)rows->count * (size_t)rows->width);
}

int series_column(struct measures columns, const char *name) {
    for (int i = 0; i < columns.count; i++)
        if (strcmp(columns.items[i].base, name) == 0)
            return i;
    return -1;
}

/* Merging: a block of rows of every replication at a time. */
struct merge {
    const struct series *series;
    int width, rows; /* rows: of the longest replication */
    double *blocks;  /* by replication, row in the block, column */
    double *sample;  /* one column of one row over replications */
    double *mean, *low, *high;
};

static void merge_column(struct merge *merge, int row, int column) {
    const struct series *series = merge->series;
    size_t n = 0;
    double sum = 0.0;
    for (int r = 0; r < series->replications; r++) {
        size_t place = ((size_t)r * BLOCK_ROWS + (size_t)(row % BLOCK_ROWS)) * (size_t)merge->width;
        double value = merge->blocks[place + (size_t)(SERIES_LEAD + column)];
        if (row >= series->rows[r] || isnan(value))
            continue;
        merge->sample[n++] = value;
        sum += value;
    }
    gsl_sort(merge->sample, 1, n);
    merge->mean[column] = n ? sum / (double)n : NAN;
    merge->low[column] = n ? gsl_stats_quantile_from_sorted_data(merge->sample, 1, n, 0.1) : NAN;
    merge->high[column] = n ? gsl_stats_quantile_from_sorted_data(merge->sample, 1, n, 0.9) : NAN;
}

static bool read_blocks(struct merge *merge, int first_row) {
    const struct series *series = merge->series;
    for (int r = 0; r < series->replications; r++) {
        int rows = series->rows[r] - first_row;
        rows = rows > BLOCK_ROWS ? BLOCK_ROWS : rows;
        double *block = merge->blocks + (size_t)r * BLOCK_ROWS * (size_t)merge->width;
        if (rows > 0 && !spool_read(&series->spool, row_offset(series, r, first_row, merge->width), block,
                                    sizeof(double) * (size_t)rows * (size_t)merge->width))
            return false;
    }
    return true;
}

static int longest(const struct series *series) {
    int best = 0;
    for (int r = 1; r < series->replications; r++)
        best = series->rows[r] > series->rows[best] ? r : best;
    return best;
}

static void merge_rows(struct merge *merge, void (*visit)(void *self, const struct series_row *row),
                       void *self) {
    int timekeeper = longest(merge->series);
    merge->rows = merge->series->rows[timekeeper];
    for (int row = 0; row < merge->rows; row++) {
        if (row % BLOCK_ROWS == 0 && !read_blocks(merge, row))
            return;
        for (int column = 0; column < merge->series->columns.count; column++)
            merge_column(merge, row, column);
        const double *lead = merge->blocks + ((size_t)timekeeper * BLOCK_ROWS + (size_t)(row % BLOCK_ROWS)) *
                                                 (size_t)merge->width;
        visit(self, &(struct series_row){.from_s = lead[0],
                                         .to_s = lead[1],
                                         .mean = merge->mean,
                                         .low = merge->low,
                                         .high = merge->high});
    }
}

void series_each(const struct series *series, void (*row)(void *self, const struct series_row *row),
                 void *self) {
    if (series->replications == 0)
        return;
    struct arena *arena = arena_create();
    int columns = series->columns.count;
    struct merge merge = {.series = series, .width = columns + SERIES_LEAD};
    merge.blocks = arena_array(arena, double, series->replications *BLOCK_ROWS *merge.width);
    merge.sample = arena_array(arena, double, series->replications);
    merge.mean = arena_array(arena, double, columns + 1);
    merge.low = arena_array(arena, double, columns + 1);
    merge.high = arena_array(arena, double, columns + 1);
    merge_rows(&merge, row, self);
    arena_destroy(arena);
}
