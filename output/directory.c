/* SPDX-License-Identifier: MIT */
/* directory.c - everything that -o DIR holds, in the order in which it is useful when writing stops half-way:
 * numbers first, pictures next, the report that shows both last. */
#include "output/output.h"

#include "output/bottleneck.h"
#include "output/file.h"
#include "output/plot.h"
#include "output/report.h"
#include "output/tables.h"
#include "sim/base/text.h"

static bool write_summary(const struct run_view *view, const char *path, struct text *error) {
    struct text json = {0};
    summary_json(view, &json);
    bool written = file_write_atomically(path, json.data, json.length, error);
    text_free(&json);
    return written;
}

static bool write_resolved(const struct run_view *view, const char *path, struct text *error) {
    struct text resolved = {0};
    text_add(&resolved, view->resolved ? view->resolved : "");
    bool written = !resolved.length || file_write_atomically(path, resolved.data, resolved.length, error);
    text_free(&resolved);
    return written;
}

static const struct {
    const char *name;
    bool (*write)(const struct run_view *view, const char *path, struct text *error);
} files[] = {
    {"summary.json", write_summary},      {"summary.csv", summary_table},
    {"results.csv", results_table},       {"timeseries.csv", timeseries_table},
    {"dictionary.csv", dictionary_table}, {"scenario.resolved.json", write_resolved},
};

bool write_directory(const struct run_view *view, const char *directory, struct text *error,
                     struct text *warnings) {
    if (!directory_create(directory, error))
        return false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct text path = {0};
        text_format(&path, "%s/%s", directory, files[i].name);
        bool written = files[i].write(view, path.data, error);
        text_free(&path);
        if (!written)
            return false;
    }
    return bottleneck_table(view, directory, error) && plots_of_run_write(view, directory, error, warnings) &&
           report_write(view, directory, error);
}
