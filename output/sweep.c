/* SPDX-License-Identifier: MIT */
/* sweep.c - the files of a study of many designs. */
#include "output/sweep.h"

#include <math.h>
#include <stdlib.h>
#include "output/csv_out.h"
#include "output/file.h"
#include "output/lookup.h"
#include "output/tables.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"

static void take_values(const struct sweep_view *view, struct sweep_row *row, const struct study *study,
                        struct arena *arena) {
    row->values = arena_array(arena, double, row->n * view->metric_count + 1);
    if (!row->done)
        return;
    double *all = memory_resize(NULL, sizeof *all * ((size_t)study_measures(study).count + 1));
    int replication;
    for (int r = 0; r < row->n && study_values(study, r, &replication, all); r++)
        for (int m = 0; m < view->metric_count; m++) {
            int index = study_find(study, view->metrics[m]);
            row->values[m * row->n + r] = index < 0 ? NAN : all[index];
        }
    free(all);
}

void sweep_take(struct sweep_view *view, const struct variant_end *end, struct arena *arena) {
    struct sweep_row *row = &view->rows[end->variant];
    row->name = design_name(end->variant, arena);
    row->hash = end->hash;
    row->done = end->study && end->state != STUDY_FAILED;
    row->reason = end->reason ? arena_copy(arena, end->reason) : NULL;
    row->n = row->done ? study_replications(end->study) : 0;
    row->numbers = arena_array(arena, struct summary, view->metric_count + 1);
    if (row->done)
        view->seed = study_seed(end->study);
    take_values(view, row, end->study, arena);
    for (int m = 0; m < view->metric_count && row->done; m++) {
        int index = study_find(end->study, view->metrics[m]);
        if (index < 0)
            continue;
        row->numbers[m] = study_summary(end->study, index);
        if (!*view->units[m])
            view->units[m] = arena_copy(arena, unit_of(&study_measures(end->study).items[index]));
    }
}

/* Files */

enum { RESULTS, SUMMARY, TIMESERIES, STREAMED };

struct sweep_files {
    const struct sweep_view *view;
    const char *directory;
    struct table tables[STREAMED];
    int open;
    bool named; /* the dictionary knows the metrics */
    struct table dictionary;
};

static const struct {
    const char *name;
    const char *const *columns;
    void (*rows)(struct table *table, const struct study *study);
} streamed[STREAMED] = {[RESULTS] = {"results.csv", results_columns, results_rows},
                        [SUMMARY] = {"summary.csv", summary_columns, summary_rows},
                        [TIMESERIES] = {"timeseries.csv", timeseries_columns, timeseries_rows}};

static const char *path_in(const struct sweep_files *files, const char *name, struct arena *arena) {
    return arena_format(arena, "%s/%s", files->directory, name);
}

struct sweep_files *sweep_files_begin(const char *directory, const struct sweep_view *view,
                                      struct arena *arena, struct text *error) {
    struct sweep_files *files = arena_new(arena, struct sweep_files);
    files->view = view;
    files->directory = directory;
    bool begun = directory_create(directory, error) &&
                 table_begin(&files->dictionary, path_in(files, "dictionary.csv", arena), dictionary_columns,
                             false, false, error);
    if (!begun)
        return NULL;
    for (; files->open < STREAMED; files->open++)
        if (!table_begin(&files->tables[files->open], path_in(files, streamed[files->open].name, arena),
                         streamed[files->open].columns, true, false, error)) {
            sweep_files_drop(files);
            return NULL;
        }
    return files;
}

void sweep_files_add(struct sweep_files *files, const struct variant_end *end) {
    if (!end->study || end->state == STUDY_FAILED)
        return;
    for (int i = 0; i < STREAMED; i++) {
        files->tables[i].design = files->view->rows[end->variant].name;
        streamed[i].rows(&files->tables[i], end->study);
    }
    if (!files->named)
        dictionary_rows(&files->dictionary, end->study);
    files->named = true;
}

static void add_design_dictionary(struct sweep_files *files) {
    const struct designs *designs = &files->view->study->designs;
    struct table *table = &files->dictionary;
    dictionary_row(table, "all", "design", "", "Name of the design, in the order of designs.csv.");
    for (int f = 0; f < designs->factor_count; f++)
        dictionary_row(table, "designs.csv", designs->factors[f].name, "",
                       "Value of this key in the design.");
    dictionary_row(table, "designs.csv", "n", "replications", "Replications of the design.");
    dictionary_row(table, "designs.csv", "state", "", "complete, not_reached or failed.");
    dictionary_row(table, "designs.csv", "reason", "", "Why the design failed or was not precise enough.");
    dictionary_row(table, "designs.csv", "scenario_hash", "",
                   "Hash of all that can change its results, without the seed.");
    for (int m = 0; m < files->view->metric_count; m++)
        dictionary_row(table, "designs.csv", files->view->metrics[m], "",
                       "Mean over replications; columns .low and .high hold its confidence interval.");
}

static void add_design_header(const struct sweep_view *view, struct text *out) {
    const struct designs *designs = &view->study->designs;
    csv_text(out, "design");
    for (int f = 0; f < designs->factor_count; f++)
        csv_text(out, designs->factors[f].name);
    csv_text(out, "n");
    csv_text(out, "state");
    csv_text(out, "reason");
    csv_text(out, "scenario_hash");
    for (int m = 0; m < view->metric_count; m++) {
        struct text name = {0};
        static const char *const parts[] = {"", ".low", ".high"};
        for (int k = 0; k < 3; k++) {
            text_clear(&name);
            text_format(&name, "%s%s", view->metrics[m], parts[k]);
            csv_text(out, name.data);
        }
        text_free(&name);
    }
    csv_end(out);
}

static void add_design_row(const struct sweep_view *view, int design, struct text *out) {
    const struct sweep_row *row = &view->rows[design];
    const struct designs *designs = &view->study->designs;
    char hash[HASH_TEXT_SIZE];
    csv_text(out, row->name);
    for (int f = 0; f < designs->factor_count; f++)
        csv_text(out, design_value(designs, design, f));
    csv_integer(out, row->n);
    csv_text(out, !row->done ? "failed" : row->reason ? "not_reached" : "complete");
    csv_text(out, row->reason ? row->reason : "");
    csv_text(out, hash_text(hash, row->hash));
    for (int m = 0; m < view->metric_count; m++) {
        const struct summary *s = &row->numbers[m];
        csv_number(out, s->n ? s->mean : NAN);
        csv_number(out, s->n ? s->low : NAN);
        csv_number(out, s->n ? s->high : NAN);
    }
    csv_end(out);
}

static bool write_designs(const struct sweep_files *files, struct text *error) {
    struct text out = {0}, path = {0};
    add_design_header(files->view, &out);
    for (int d = 0; d < files->view->study->designs.count; d++)
        add_design_row(files->view, d, &out);
    text_format(&path, "%s/designs.csv", files->directory);
    bool written = file_write_atomically(path.data, out.data, out.length, error);
    text_free(&path);
    text_free(&out);
    return written;
}

bool sweep_write_study(const char *directory, const struct study_config *study, struct text *error) {
    struct text out = {0}, path = {0};
    study_file_write(study, &out);
    text_format(&path, "%s/study.json", directory);
    bool written = file_write_atomically(path.data, out.data, out.length, error);
    text_free(&path);
    text_free(&out);
    return written;
}

bool sweep_files_end(struct sweep_files *files, struct text *error) {
    add_design_dictionary(files);
    bool written = table_end(&files->dictionary, error);
    for (int i = 0; i < STREAMED; i++)
        if (written)
            written = table_end(&files->tables[i], error);
        else
            table_drop(&files->tables[i]);
    return written && write_designs(files, error);
}

void sweep_files_drop(struct sweep_files *files) {
    table_drop(&files->dictionary);
    for (int i = 0; i < files->open; i++)
        table_drop(&files->tables[i]);
}
