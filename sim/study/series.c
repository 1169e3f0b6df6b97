/* SPDX-License-Identifier: MIT */
/* series.c - see series.h. */
#include "sim/study/series.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/study/encode.h"

enum { BLOCK_ROWS = 32 };

struct series_tap {
    struct series *series;
    struct arena *arena;
    int index, rows, width; /* width: numbers in a row */
    int buffered;           /* rows not yet spooled */
    double *buffer;
    int blocks, room;
    struct spooled *places; /* by block */
};

struct series_tap *series_tap_create(struct series *series, int index, struct arena *arena) {
    struct series_tap *tap = arena_new(arena, struct series_tap);
    *tap = (struct series_tap){.series = series, .arena = arena, .index = index};
    return tap;
}

static struct spooled *next_place(struct series_tap *tap) {
    if (tap->blocks == tap->room) {
        struct spooled *fewer = tap->places;
        tap->room = 2 * tap->room + 2;
        tap->places = arena_array(tap->arena, struct spooled, tap->room);
        if (fewer)
            memcpy(tap->places, fewer, sizeof *fewer * (size_t)tap->blocks);
    }
    return &tap->places[tap->blocks++];
}

static void spool_block(struct series_tap *tap) {
    struct series_rows rows = {.count = tap->buffered, .width = tap->width, .numbers = tap->buffer};
    struct text packed = {0};
    encode_rows(&rows, &packed);
    spool_append(&tap->series->spool, packed.data, packed.length, next_place(tap));
    text_free(&packed);
    tap->buffered = 0;
}

static double *next_row(struct series_tap *tap, int width) {
    if (tap->buffered == BLOCK_ROWS)
        spool_block(tap);
    if (!tap->buffer) {
        tap->width = width;
        tap->buffer = arena_array(tap->arena, double, width *BLOCK_ROWS);
    }
    tap->rows++;
    return tap->buffer + (size_t)tap->width * (size_t)tap->buffered++;
}

void series_tap_row(void *self, usec from, usec to, const double *values, int count) {
    struct series_tap *tap = self;
    if (!series_tap_keeps(tap))
        return;
    double *row = next_row(tap, count + SERIES_LEAD);
    row[0] = (double)from / USEC_A_SECOND;
    row[1] = (double)to / USEC_A_SECOND;
    memcpy(row + SERIES_LEAD, values, sizeof(double) * (size_t)count);
}

/* Of a run without intervals a block without rows is kept. */
void series_tap_end(void *self) {
    struct series_tap *tap = self;
    if (series_tap_keeps(tap) && (tap->buffered || !tap->blocks))
        spool_block(tap);
}

bool series_tap_keeps(const struct series_tap *tap) {
    return tap->index < SERIES_REPLICATIONS;
}

bool series_tap_read(const struct series_tap *tap, struct arena *arena, struct bytes *blocks) {
    size_t length = 0;
    for (int i = 0; i < tap->blocks; i++)
        length += tap->places[i].length;
    char *place = arena_alloc(arena, length);
    *blocks = (struct bytes){.data = place, .length = length};
    for (int i = 0; i < tap->blocks; place += tap->places[i++].length)
        if (!spool_read(&tap->series->spool, tap->places[i].offset, place, tap->places[i].length))
            return false;
    return true;
}

static bool restore_block(struct series_tap *tap, struct bytes *blocks) {
    struct series_rows rows;
    if (!decode_rows(blocks, tap->arena, &rows) || (tap->width && rows.width != tap->width))
        return false;
    for (int i = 0; i < rows.count; i++)
        memcpy(next_row(tap, rows.width), rows.numbers + (size_t)i * (size_t)rows.width,
               sizeof(double) * (size_t)rows.width);
    return true;
}

bool series_tap_restore(struct series_tap *tap, struct bytes blocks) {
    while (blocks.length)
        if (!restore_block(tap, &blocks)) {
            *tap = (struct series_tap){.series = tap->series, .arena = tap->arena, .index = tap->index};
            return false;
        }
    series_tap_end(tap);
    return true;
}

void series_add(struct series *series, const struct series_tap *tap, struct arena *arena) {
    if (!series_tap_keeps(tap))
        return;
    size_t bytes = sizeof *tap->places * (size_t)tap->blocks;
    struct spooled *places = memcpy(arena_alloc(arena, bytes), tap->places, bytes);
    series->blocks[series->replications++] =
        (struct series_blocks){.rows = tap->rows, .count = tap->blocks, .places = places};
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
    int width;
    const double **blocks; /* by replication: rows of numbers */
    double *sample;        /* one column of one row over replications */
    double *mean, *low, *high;
};

/* As gsl_stats_quantile_from_sorted_data has it, without sorting all; `alike` are all the same. */
static double quantile(double *sample, size_t n, double share, bool alike) {
    double index = share * (double)(n - 1), above = INFINITY;
    size_t rank = (size_t)index, at_most = alike ? n : 0;
    double fraction = index - (double)rank;
    double below = alike ? sample[0] : gsl_stats_select(sample, 1, n, rank);
    if (rank == n - 1)
        return below;
    for (size_t i = 0; i < n && !alike; i++) {
        at_most += sample[i] <= below;
        above = sample[i] > below && sample[i] < above ? sample[i] : above;
    }
    return (1.0 - fraction) * below + fraction * (at_most > rank + 1 ? below : above);
}

static void merge_column(struct merge *merge, int row, int column) {
    const struct series *series = merge->series;
    size_t n = 0, place = (size_t)(row % BLOCK_ROWS) * (size_t)merge->width + (size_t)(SERIES_LEAD + column);
    double sum = 0.0;
    bool alike = true;
    for (int r = 0; r < series->replications; r++) {
        double value = row < series->blocks[r].rows ? merge->blocks[r][place] : NAN;
        if (isnan(value))
            continue;
        merge->sample[n++] = value;
        sum += value;
        alike = alike && value == merge->sample[0];
    }
    merge->mean[column] = n ? sum / (double)n : NAN;
    merge->low[column] = n ? quantile(merge->sample, n, 0.1, alike) : NAN;
    merge->high[column] = n ? quantile(merge->sample, n, 0.9, alike) : NAN;
}

static bool read_block(struct merge *merge, int replication, int block, struct arena *arena) {
    const struct series_blocks *blocks = &merge->series->blocks[replication];
    const struct spooled *place = &blocks->places[block];
    void *packed = arena_alloc(arena, place->length);
    struct bytes bytes = {.data = packed, .length = place->length};
    struct series_rows rows;
    if (!spool_read(&merge->series->spool, place->offset, packed, place->length) ||
        !decode_rows(&bytes, arena, &rows) || (rows.count && rows.width != merge->width))
        return false;
    merge->blocks[replication] = rows.numbers;
    return true;
}

static bool read_blocks(struct merge *merge, int block, struct arena *arena) {
    for (int r = 0; r < merge->series->replications; r++)
        if (block < merge->series->blocks[r].count && !read_block(merge, r, block, arena))
            return false;
    return true;
}

static int longest(const struct series *series) {
    int best = 0;
    for (int r = 1; r < series->replications; r++)
        best = series->blocks[r].rows > series->blocks[best].rows ? r : best;
    return best;
}

static void merge_row(struct merge *merge, int row, int timekeeper,
                      void (*visit)(void *self, const struct series_row *row), void *self) {
    for (int column = 0; column < merge->series->columns.count; column++)
        merge_column(merge, row, column);
    const double *lead = merge->blocks[timekeeper] + (size_t)(row % BLOCK_ROWS) * (size_t)merge->width;
    visit(
        self,
        &(struct series_row){
            .from_s = lead[0], .to_s = lead[1], .mean = merge->mean, .low = merge->low, .high = merge->high});
}

void series_each(const struct series *series, void (*row)(void *self, const struct series_row *row),
                 void *self) {
    if (series->replications == 0)
        return;
    struct arena *arena = arena_create();
    int columns = series->columns.count, timekeeper = longest(series);
    struct merge merge = {.series = series, .width = columns + SERIES_LEAD};
    merge.blocks = arena_array(arena, const double *, series->replications);
    merge.sample = arena_array(arena, double, series->replications);
    merge.mean = arena_array(arena, double, columns + 1);
    merge.low = arena_array(arena, double, columns + 1);
    merge.high = arena_array(arena, double, columns + 1);
    for (int first = 0; first < series->blocks[timekeeper].rows; first += BLOCK_ROWS) {
        struct arena *scratch = arena_create();
        bool read = read_blocks(&merge, first / BLOCK_ROWS, scratch);
        for (int i = first; read && i < first + BLOCK_ROWS && i < series->blocks[timekeeper].rows; i++)
            merge_row(&merge, i, timekeeper, row, self);
        arena_destroy(scratch);
        if (!read)
            break;
    }
    arena_destroy(arena);
}
