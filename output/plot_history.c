/* SPDX-License-Identifier: MIT */
/* plot_history.c - the interval series in memory, thinned so that any horizon fits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/plot.h"
#include "sim/base/arena.h"
#include "sim/engine/calendar.h"

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

/* Rows of the study to one of the history, so that a day still consists of whole rows. */
static int thinning(int rows, double interval_s) {
    int group = (rows + HISTORY_ROWS - 1) / HISTORY_ROWS;
    int a_day = interval_s > 0 && interval_s <= SECONDS_A_DAY ? (int)rint(SECONDS_A_DAY / interval_s) : 1;
    group = group > 1 ? group : 1;
    while (group < a_day && a_day % group)
        group++;
    return group <= a_day ? group : (group + a_day - 1) / a_day * a_day;
}

void history_load(const struct study *study, struct history *history) {
    int rows = 0;
    study_each_interval(study, count_row, &rows);
    struct loading loading = {history, thinning(rows, study_plan(study)->interval_s), 0};
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

int history_day(const struct history *history) {
    double row_s = history->rows ? history->to_s[0] - history->from_s[0] : 0;
    return row_s > 0 && row_s < SECONDS_A_DAY ? (int)rint(SECONDS_A_DAY / row_s) : 1;
}

int history_group(const struct history *history, int lines, int points) {
    int day = history_day(history);
    for (int group = 1; group <= day; group++)
        if (day % group == 0 && lines * ((history->rows + group - 1) / group) <= points)
            return group;
    int days = 2;
    while (lines * (history->rows / (day * days) + 1) > points && days < history->rows)
        days++;
    return day * days;
}

double history_hours(const struct history *history, int row, int group) {
    double hours = 0;
    for (int i = row; i < row + group && i < history->rows; i++)
        hours += (history->to_s[i] - history->from_s[i]) / SECONDS_AN_HOUR;
    return hours;
}

double history_peak(const double *values, const struct history *history, int column, int group) {
    double peak = 0;
    for (int row = 0; row < history->rows; row += group)
        peak = fmax(peak, history_mean(values, history, column, row, group));
    return peak;
}

double history_mean(const double *values, const struct history *history, int column, int row, int group) {
    double sum = 0;
    int count = 0;
    for (int i = row; i < row + group && i < history->rows; i++, count++)
        sum += values[(size_t)i * (size_t)history->columns.count + (size_t)column];
    return count ? sum / count : NAN;
}
