/* SPDX-License-Identifier: MIT */
/* design_list.c - designs from a CSV file: the header names the keys ("packing.benches", or "A+B" for two
 * that move together), each row is a design. A column "design" is passed over, so that designs.csv of an
 * earlier study can be taken again. */
#include <string.h>
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/csv.h"
#include "sim/config/inputs.h"
#include "sim/study/design.h"

struct list_config {
    const char *file;
};

static const struct field list_fields[] = {
    {FIELD(struct list_config, file), .required = true, .doc = "CSV file with a column for each key."},
    {0},
};

struct rows {
    struct csv *csv;
    const char *folder; /* where it lies */
    int *columns;       /* of the factors */
    const char **values;
    int count, capacity;
};

/* The keys of the columns; 0 after an error. */
static int take_header(struct rows *rows, struct designs *designs, struct arena *arena, struct text *error) {
    struct csv *csv = rows->csv;
    struct factor *factors = arena_array(arena, struct factor, csv->column_count + 1);
    int count = 0;
    rows->columns = arena_array(arena, int, csv->column_count + 1);
    for (int c = 0; c < csv->column_count; c++) {
        if (strcmp(csv->columns[c], "design") == 0)
            continue;
        rows->columns[count] = c;
        if (!factor_read_name(csv->columns[c], (struct place){csv->file, 1, 0}, arena, &factors[count++],
                              error))
            return 0;
    }
    if (!count)
        text_format(error, "%s: the header names no key", csv->file);
    else if (!designs_check_factors(factors, count, arena, error))
        return 0;
    designs->factors = factors;
    designs->factor_count = count;
    return count;
}

/* Names of files are relative to the list. */
static const char *settled(const struct designs *designs, const struct rows *rows, int factor,
                           const char *cell, struct arena *arena) {
    const struct factor *of = &designs->factors[factor];
    return factor_settled(of, arena_copy(arena, cell), designs->root, rows->folder, arena);
}

static void take_row(struct rows *rows, const struct designs *designs, struct arena *arena) {
    int factors = designs->factor_count;
    if (rows->count == rows->capacity) {
        int capacity = rows->capacity ? 2 * rows->capacity : 64;
        const char **larger = arena_array(arena, const char *, (size_t)capacity *(size_t)factors);
        if (rows->count)
            memcpy(larger, rows->values, sizeof *larger * (size_t)rows->count * (size_t)factors);
        rows->values = larger;
        rows->capacity = capacity;
    }
    for (int f = 0; f < factors; f++) {
        const char *cell = rows->csv->cells[rows->columns[f]];
        if (!*cell)
            csv_wrong(rows->csv, rows->columns[f], "every design needs a value for every key", "is empty");
        rows->values[(size_t)rows->count * (size_t)factors + (size_t)f] =
            settled(designs, rows, f, cell, arena);
    }
    rows->count++;
}

static bool make_list(void *config, struct designs *designs, struct arena *arena, struct text *error) {
    struct list_config *list = config;
    const char *path = path_under(arena, designs->folder, list->file);
    if (designs->factor_count) {
        text_add(error, "a list names its keys itself; leave \"vary\" out");
        return false;
    }
    list->file = path; /* where the study is written down again */
    int errors = designs->problems->errors;
    struct rows rows = {.csv = csv_open(arena, path, designs->problems), .folder = directory_of(arena, path)};
    int factors = rows.csv ? take_header(&rows, designs, arena, error) : 0;
    while (factors && rows.count <= DESIGN_MOST && csv_next(rows.csv))
        take_row(&rows, designs, arena);
    if (rows.csv)
        csv_close(rows.csv);
    if (designs->problems->errors > errors)
        return false;
    if (rows.count > DESIGN_MOST)
        text_format(error, "%s: more than %d designs", path, DESIGN_MOST);
    else if (factors && !rows.count)
        text_format(error, "%s: there are no designs below the header", path);
    designs->count = rows.count;
    designs->values = rows.values;
    return !error->length;
}

const struct design_kind design_list = {
    .option = {.name = "list",
               .doc = "The rows of a CSV file whose header names the keys.",
               .fields = list_fields,
               .size = sizeof(struct list_config)},
    .make = make_list,
};
