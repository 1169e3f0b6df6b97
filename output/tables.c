/* SPDX-License-Identifier: MIT */
/* tables.c - results.csv (a row per replication and number), summary.csv (a row per number), timeseries.csv
 * (a row per interval and series). */
#include "output/tables.h"

#include <math.h>
#include <stdlib.h>
#include "output/csv_out.h"
#include "output/file.h"
#include "output/lookup.h"
#include "output/prose.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

/* A table being written */

bool table_begin(struct table *table, const char *path, const char *const *columns, bool designs,
                 bool partial, struct text *error) {
    *table = (struct table){.stream = file_begin(path, error), .partial = partial};
    if (!table->stream)
        return false;
    if (designs)
        csv_text(&table->text, "design");
    for (; *columns; columns++)
        csv_text(&table->text, *columns);
    if (partial)
        csv_text(&table->text, "partial");
    csv_end(&table->text);
    return true;
}

static void row_begin(struct table *table) {
    if (table->design)
        csv_text(&table->text, table->design);
}

void table_row_end(struct table *table) {
    if (table->partial)
        csv_text(&table->text, "true");
    csv_end(&table->text);
    file_drain(table->stream, &table->text);
}

bool table_end(struct table *table, struct text *error) {
    if (table->text.length)
        file_add(table->stream, table->text.data, table->text.length);
    text_free(&table->text);
    return file_end(table->stream, error);
}

void table_drop(struct table *table) {
    text_free(&table->text);
    file_drop(table->stream);
}

static void add_identity(struct text *out, const struct measure *measure) {
    csv_text(out, measure->base);
    csv_text(out, measure->dimension);
    csv_text(out, measure->member);
    csv_text(out, unit_of(measure));
}

/* Rows */

const char *const results_columns[] = {"replication", "metric", "dimension", "member", "unit", "value", NULL};
const char *const summary_columns[] = {"metric", "dimension", "member", "unit", "n",   "mean",
                                       "sd",     "low",       "high",   "min",  "max", NULL};
const char *const timeseries_columns[] = {"time", "from_s", "to_s", "series", "unit",
                                          "mean", "low",    "high", NULL};
const char *const dictionary_columns[] = {"file", "name", "unit", "definition", NULL};

/* What is the same in many rows is written once: fields of every measure, one after the other. */
struct phrases {
    struct text text;
    size_t *ends; /* by measure */
};

static struct phrases phrases_of(struct measures measures,
                                 void (*add)(struct text *out, const struct measure *measure)) {
    struct phrases phrases = {.ends = memory_resize(NULL, sizeof(size_t) * (size_t)(measures.count + 1))};
    struct text one = {0};
    for (int i = 0; i < measures.count; i++) {
        text_clear(&one);
        add(&one, &measures.items[i]);
        text_add(&phrases.text, one.data);
        phrases.ends[i] = phrases.text.length;
    }
    text_free(&one);
    return phrases;
}

static void add_phrase(struct text *out, const struct phrases *phrases, int measure) {
    size_t start = measure ? phrases->ends[measure - 1] : 0;
    csv_fields(out, phrases->text.data + start, phrases->ends[measure] - start);
}

static void phrases_free(struct phrases *phrases) {
    text_free(&phrases->text);
    free(phrases->ends);
}

static void add_replication(struct table *table, const struct measures *measures,
                            const struct phrases *phrases, int replication, const double *values) {
    struct text lead = {0};
    if (table->design)
        csv_text(&lead, table->design);
    csv_integer(&lead, replication);
    for (int i = 0; i < measures->count; i++) {
        if (measures->items[i].pooled)
            continue; /* made of all replications together */
        csv_fields(&table->text, lead.data, lead.length);
        add_phrase(&table->text, phrases, i);
        csv_number(&table->text, values[i]);
        table_row_end(table);
    }
    text_free(&lead);
}

void results_rows(struct table *table, const struct study *study) {
    struct measures measures = study_measures(study);
    struct phrases phrases = phrases_of(measures, add_identity);
    double *values = memory_resize(NULL, sizeof *values * (size_t)(measures.count + 1));
    int replication;
    for (int index = 0; study_values(study, index, &replication, values); index++)
        add_replication(table, &measures, &phrases, replication, values);
    free(values);
    phrases_free(&phrases);
}

void summary_rows(struct table *table, const struct study *study) {
    struct measures measures = study_measures(study);
    for (int i = 0; i < measures.count; i++) {
        struct summary s = study_summary(study, i);
        row_begin(table);
        add_identity(&table->text, &measures.items[i]);
        csv_integer(&table->text, s.n);
        const double numbers[] = {s.mean, s.sd, s.low, s.high, s.min, s.max};
        for (int k = 0; k < 6; k++)
            csv_number(&table->text, numbers[k]);
        table_row_end(table);
    }
}

struct timeseries {
    struct table *table;
    const struct study *study;
    struct phrases phrases;
    struct text interval;
};

static void add_series(struct text *out, const struct measure *measure) {
    csv_text(out, measure->name);
    csv_text(out, unit_of(measure));
}

static void add_interval(void *self, const struct series_row *row) {
    struct timeseries *series = self;
    struct table *table = series->table;
    char time[PROSE_SIZE];
    text_clear(&series->interval);
    csv_text(&series->interval, iso_moment(time, study_plan(series->study)->start_s + row->from_s));
    csv_number(&series->interval, row->from_s);
    csv_number(&series->interval, row->to_s);
    int count = study_series(series->study).count;
    for (int i = 0; i < count; i++) {
        row_begin(table);
        csv_fields(&table->text, series->interval.data, series->interval.length);
        add_phrase(&table->text, &series->phrases, i);
        csv_number(&table->text, row->mean[i]);
        csv_number(&table->text, row->low[i]);
        csv_number(&table->text, row->high[i]);
        table_row_end(table);
    }
}

void timeseries_rows(struct table *table, const struct study *study) {
    struct timeseries series = {
        .table = table, .study = study, .phrases = phrases_of(study_series(study), add_series)};
    study_each_interval(study, add_interval, &series);
    phrases_free(&series.phrases);
    text_free(&series.interval);
}

/* Files of a run */

static bool write_table(const struct run_view *view, const char *path, const char *const *columns,
                        void (*rows)(struct table *table, const struct study *study), struct text *error) {
    struct table table;
    if (!table_begin(&table, path, columns, false, view->partial, error))
        return false;
    rows(&table, view->study);
    return table_end(&table, error);
}

bool results_table(const struct run_view *view, const char *path, struct text *error) {
    return write_table(view, path, results_columns, results_rows, error);
}

bool summary_table(const struct run_view *view, const char *path, struct text *error) {
    return write_table(view, path, summary_columns, summary_rows, error);
}

bool timeseries_table(const struct run_view *view, const char *path, struct text *error) {
    return write_table(view, path, timeseries_columns, timeseries_rows, error);
}

/* A column of a file, as the dictionary lists it. */
struct column {
    const char *file, *name, *unit, *definition;
};

static const struct column columns_of_files[] = {
    {"results.csv", "replication", "", "Number of the replication, counted from 1."},
    {"results.csv", "metric", "", "What was measured; the metrics are listed in this file."},
    {"results.csv", "dimension", "", "What the number is broken down by, such as carrier; empty for all."},
    {"results.csv", "member", "", "The member of the dimension, such as one carrier's name."},
    {"results.csv", "unit", "", "Unit of the value; a share lies between 0 and 1."},
    {"results.csv", "value", "", "The number of this replication; empty where it is not defined."},
    {"summary.csv", "n", "replications", "Replications in which the metric is defined."},
    {"summary.csv", "mean", "", "Mean over replications."},
    {"summary.csv", "sd", "", "Sample standard deviation over replications."},
    {"summary.csv", "low", "", "Lower end of the Student t confidence interval of the mean."},
    {"summary.csv", "high", "", "Upper end of the Student t confidence interval of the mean."},
    {"summary.csv", "min", "", "Smallest replication."},
    {"summary.csv", "max", "", "Largest replication."},
    {"timeseries.csv", "time", "", "Local time at which the interval begins (ISO 8601)."},
    {"timeseries.csv", "from_s", "s", "Simulated time at which the interval begins."},
    {"timeseries.csv", "to_s", "s", "Simulated time at which the interval ends."},
    {"timeseries.csv", "series", "", "What was counted in the interval, or the level whose mean was taken."},
    {"timeseries.csv", "unit", "", "Unit of the numbers."},
    {"timeseries.csv", "mean", "", "Mean over replications."},
    {"timeseries.csv", "low", "", "10 % quantile over replications."},
    {"timeseries.csv", "high", "", "90 % quantile over replications."},
};

void dictionary_row(struct table *table, const char *file, const char *name, const char *unit,
                    const char *definition) {
    csv_text(&table->text, file);
    csv_text(&table->text, name);
    csv_text(&table->text, unit ? unit : "");
    csv_text(&table->text, definition ? definition : "");
    table_row_end(table);
}

void dictionary_rows(struct table *table, const struct study *study) {
    struct measures measures = study_measures(study);
    for (int i = 0; i < measures.count; i++) {
        const struct measure *m = &measures.items[i];
        dictionary_row(table, "metric", m->name, unit_of(m), m->metric ? m->metric->doc : "");
    }
}

static void all_dictionary_rows(struct table *table, const struct study *study) {
    for (size_t i = 0; i < sizeof columns_of_files / sizeof *columns_of_files; i++) {
        const struct column *c = &columns_of_files[i];
        dictionary_row(table, c->file, c->name, c->unit, c->definition);
    }
    dictionary_rows(table, study);
}

bool dictionary_table(const struct run_view *view, const char *path, struct text *error) {
    return write_table(view, path, dictionary_columns, all_dictionary_rows, error);
}
