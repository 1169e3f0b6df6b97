/* SPDX-License-Identifier: MIT */
/* plot_history.c - the interval series in memory, thinned so that any horizon fits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/plot.h"
#include "sim/base/arena.h"

static void count_row(void *self, const struct series_row *row) {
    (void)row;
    ++*(int *)self;
}

/* Adds rows up in groups of `group`; turned into means when the group is full. */
struct loading {
    struct history *history;
    int group, seen;
};

static void add_weighted(double *sums, const double *values, const struct measures *columns, double hours) {
    for (int i = 0; i < columns->count; i++) {
        const struct metric *metric = columns->items[i].metric;
        bool rate = metric && metric->kind == METRIC_COUNT;
        sums[i] +=
            rate ? values[i] : values[i] * hours; /* both become means over time when divided by hours */
    }
}

static void add_row(void *self, const struct series_row *row) {
    struct loading *loading = self;
    struct history *history = loading->history;
    double hours = (row->to_s - row->from_s) / 3600;
    if (!(hours > 0))
        return;
    int at = loading->seen++ / loading->group;
    size_t offset = (size_t)at * (size_t)history->columns.count;
    if (at == history->rows)
        history->from_s[history->rows++] = row->from_s;
    history->to_s[at] = row->to_s;
    add_weighted(history->mean + offset, row->mean, &history->columns, hours);
    add_weighted(history->low + offset, row->low, &history->columns, hours);
    add_weighted(history->high + offset, row->high, &history->columns, hours);
}

static double *zeros(size_t count) {
    double *values = memory_resize(NULL, (count + 1) * sizeof *values);
    memset(values, 0, (count + 1) * sizeof *values);
    return values;
}

void history_load(const struct study *study, struct history *history) {
    int rows = 0;
    study_each_interval(study, count_row, &rows);
    struct loading loading = {history, (rows + HISTORY_ROWS - 1) / HISTORY_ROWS, 0};
    loading.group = loading.group ? loading.group : 1;
    *history = (struct history){.columns = study_series(study)};
    size_t kept = (size_t)(rows / loading.group + 1), cells = kept * (size_t)history->columns.count;
    history->from_s = zeros(kept);
    history->to_s = zeros(kept);
    history->mean = zeros(cells);
    history->low = zeros(cells);
    history->high = zeros(cells);
    study_each_interval(study, add_row, &loading);
    for (int row = 0; row < history->rows; row++) {
        double hours = (history->to_s[row] - history->from_s[row]) / 3600;
        for (int i = 0; i < history->columns.count; i++) {
            size_t cell = (size_t)row * (size_t)history->columns.count + (size_t)i;
            history->mean[cell] /= hours;
            history->low[cell] /= hours;
            history->high[cell] /= hours;
        }
    }
}

void history_free(struct history *history) {
    free(history->from_s);
    free(history->to_s);
    free(history->mean);
    free(history->low);
    free(history->high);
    *history = (struct history){0};
}

int history_column(const struct history *history, const char *name) {
    for (int i = 0; i < history->columns.count; i++)
        if (strcmp(history->columns.items[i].name, name) == 0)
            return i;
    return -1;
}

double history_largest(const struct history *history, const double *values, int column) {
    double largest = 0;
    for (int row = 0; row < history->rows; row++)
        largest = fmax(largest, values[(size_t)row * (size_t)history->columns.count + (size_t)column]);
    return largest;
}

int history_group(const struct history *history, int lines, int points) {
    static const int groups[] = {1, 2, 3, 4, 6, 8, 12, 24}; /* parts of a day for hourly rows */
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (lines * ((history->rows + groups[i] - 1) / groups[i]) <= points)
            return groups[i];
    int days = 2;
    while (lines * (history->rows / (24 * days) + 1) > points && days < history->rows)
        days++;
    return 24 * days;
}

double history_mean(const double *values, const struct history *history, int column, int row, int group) {
    double sum = 0;
    int count = 0;
    for (int i = row; i < row + group && i < history->rows; i++, count++)
        sum += values[(size_t)i * (size_t)history->columns.count + (size_t)column];
    return count ? sum / count : NAN;
}
