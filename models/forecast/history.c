/* SPDX-License-Identifier: MIT */
/* history.c - reads a file of counts or orders into series of days. */
#include "models/forecast/history.h"

#include <stdlib.h>
#include "models/forecast/history_rows.h"
#include "sim/base/arena.h"
#include "sim/config/csv.h"

enum { MOST_SERIES = 2000 };

struct place history_line(const struct history_rows *r, int line) {
    return (struct place){.file = r->csv->file, .line = line};
}

static struct history_row *new_row(struct history_rows *r) {
    if (r->count == r->capacity) {
        r->capacity = r->capacity ? 2 * r->capacity : 1024;
        r->rows = memory_resize(r->rows, sizeof *r->rows * (size_t)r->capacity);
    }
    r->rows[r->count] = (struct history_row){.value = 1.0, .part = -1, .line = r->csv->line};
    return &r->rows[r->count];
}

static int name_number(struct history_rows *r, struct map *map, int column) {
    const char *text = cell_trimmed(r->csv->cells[column]);
    int known = map_find(map, text);
    if (known >= 0)
        return known;
    int *place = map_at(map, arena_copy(r->arena, text));
    return *place = map->count - 1;
}

static bool read_value(struct history_rows *r, struct history_row *row) {
    struct csv *csv = r->csv;
    const char *text = csv->cells[r->value];
    struct count_cell cell;
    if (!count_cell_parse(text, &cell)) {
        csv_wrong(csv, r->value, "leave the row out where the count is not known",
                  "a count must be a number; found \"%.40s\"", text);
        return false;
    }
    row->value = cell.value;
    row->open = cell.open;
    if (cell.decimal == '.' && !r->dot_line)
        r->dot_line = csv->line;
    if (cell.decimal == ',' && !r->comma_line)
        r->comma_line = csv->line;
    r->zero_written = r->zero_written || row->value == 0.0;
    if (row->value >= 0.0 && row->value <= 1e12)
        return true;
    csv_wrong(csv, r->value, "book returns and cancellations elsewhere",
              "a count must be from 0 to 1e12; found %.40s", text);
    return false;
}

static bool read_stock_out(struct history_rows *r, struct history_row *row) {
    const char *text = r->csv->cells[r->stock_out];
    if (truth_cell_parse(text, &row->stock_out))
        return true;
    if (map_find(&r->words, text) >= 0)
        return false; /* told once a word */
    *map_at(&r->words, arena_copy(r->arena, text)) = 0;
    csv_wrong(r->csv, r->stock_out, "write yes or no, true or false, 1 or 0, or leave it empty for no",
              "whether a day was sold out must be yes or no; found \"%.40s\"", text);
    return false;
}

/* Columns that are not read: numbers there may have been the counts. */
static void look_at_others(struct history_rows *r) {
    struct count_cell cell;
    for (int i = 0; i < r->csv->column_count; i++)
        if (r->content[i] != CONTENT_OTHER && *r->csv->cells[i])
            r->content[i] = count_cell_parse(r->csv->cells[i], &cell) ? CONTENT_NUMBERS : CONTENT_OTHER;
}

/* True if the row counts. */
static bool read_row(struct history_rows *r) {
    struct csv *csv = r->csv;
    struct history_row *row = new_row(r);
    bool sound = date_cell_parse(csv->cells[r->date], &row->date);
    if (!sound)
        csv_wrong(csv, r->date, "write dates like 2026-11-27, times like 2026-11-27 14:05",
                  "\"%.40s\" is no date", csv->cells[r->date]);
    if (r->value >= 0)
        sound = read_value(r, row) && sound;
    else
        look_at_others(r);
    if (r->series >= 0)
        row->series = name_number(r, &r->names, r->series);
    if (r->sum >= 0)
        row->part = name_number(r, &r->parts, r->sum);
    if (r->stock_out >= 0)
        sound = read_stock_out(r, row) && sound;
    if (!sound || r->order_like < 0 || (r->value >= 0 && r->order < 0))
        return sound;
    int before = r->orders.count;
    name_number(r, &r->orders, r->order_like);
    return r->order < 0 || r->orders.count > before; /* the first line of an order stands for it */
}

static struct sales_history *settle(struct history_rows *r, int64_t today) {
    int before = r->problems->errors;
    if (r->count == 0) {
        problem_at(r->problems, (struct place){.file = r->csv->file}, "", NULL, "the file has no rows");
        return NULL;
    }
    if (r->names.count > MOST_SERIES) {
        problem_at(r->problems, (struct place){.file = r->csv->file}, "", "is it the right column?",
                   "a file may have %d series, but has %d", MOST_SERIES, r->names.count);
        return NULL;
    }
    if (!history_tell_columns(r) || !history_settle_forms(r, today))
        return NULL;
    history_sort(r);
    return r->problems->errors == before ? history_place(r) : NULL;
}

static struct sales_history *read_csv(struct arena *arena, struct csv *csv,
                                      const struct history_columns *columns, int64_t today,
                                      struct problems *problems) {
    struct history_rows r = {.arena = arena,
                             .csv = csv,
                             .problems = problems,
                             .names = map_create(arena),
                             .parts = map_create(arena),
                             .orders = map_create(arena),
                             .words = map_create(arena)};
    struct sales_history *history = NULL;
    int before = problems->errors;
    if (csv && history_find_columns(&r, columns)) {
        while (csv_next(csv))
            r.count += read_row(&r);
        if (problems->errors == before)
            history = settle(&r, today);
    }
    free(r.rows);
    csv_close(csv);
    return problems->errors == before ? history : NULL;
}

struct sales_history *history_read(struct arena *arena, const char *path,
                                   const struct history_columns *columns, int64_t today,
                                   struct problems *problems) {
    return read_csv(arena, csv_open(arena, path, problems), columns, today, problems);
}

struct sales_history *history_read_text(struct arena *arena, const char *name, const char *text, long length,
                                        const struct history_columns *columns, int64_t today,
                                        struct problems *problems) {
    return read_csv(arena, csv_open_text(arena, name, text, (size_t)length, problems), columns, today,
                    problems);
}
