/* SPDX-License-Identifier: MIT */
/* history.c - reads a file of counts or orders into series of days. */
#include "models/forecast/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/forecast/cells.h"
#include "models/forecast/day_states.h"
#include "sim/base/arena.h"
#include "sim/base/map.h"
#include "sim/base/problems.h"
#include "sim/config/csv.h"
#include "sim/engine/calendar.h"

/* Longer histories teach nothing about the coming peak, and a wrong year makes them. */
enum { MOST_DAYS = 40 * 366, MOST_SERIES = 2000 };

struct row {
    struct date_cell date;
    int64_t day;
    double value;
    int series, part, line;
    bool stock_out;
};

struct reading {
    struct arena *arena;
    struct csv *csv;
    struct problems *problems;
    int date, value, series, stock_out, order, sum; /* columns; -1 = none */
    struct row *rows;
    int count, capacity;
    struct map names, parts, orders;
    const char **series_names;
    bool day_first;
};

static const char *const date_names[] = {"date", "day",       "t",        "created",
                                         "time", "timestamp", "datetime", NULL};
static const char *const value_names[] = {"value", "orders", "count", "transactions", "y", NULL};
static const char *const series_names[] = {"series", "channel", "centre", NULL};

static const char **column_place(struct history_columns *columns, const char *name, size_t length) {
    const struct {
        const char *name;
        const char **place;
    } known[] = {{"date", &columns->date},           {"value", &columns->value}, {"series", &columns->series},
                 {"stock_out", &columns->stock_out}, {"order", &columns->order}, {"sum", &columns->sum}};
    for (int i = 0; i < (int)(sizeof known / sizeof *known); i++)
        if (strlen(known[i].name) == length && memcmp(known[i].name, name, length) == 0)
            return known[i].place;
    return NULL;
}

bool history_columns_parse(struct arena *arena, const char *text, struct history_columns *columns,
                           const char **reason) {
    while (*text) {
        size_t whole = strcspn(text, ","), name = strcspn(text, "=");
        const char **place = name < whole ? column_place(columns, text, name) : NULL;
        if (!place || name + 1 == whole) {
            *reason = arena_format(arena,
                                   "\"%s\": write date=, value=, series=, stock_out=, order= or sum= and the "
                                   "name of a column, with commas between",
                                   arena_copy_range(arena, text, whole));
            return false;
        }
        *place = arena_copy_range(arena, text + name + 1, whole - name - 1);
        text += whole + (text[whole] == ',');
    }
    return true;
}

static int find_column(struct reading *r, const char *given, const char *const *usual) {
    if (given)
        return csv_column(r->csv, given, true);
    for (; usual && *usual; usual++) {
        int column = csv_column(r->csv, *usual, false);
        if (column >= 0)
            return column;
    }
    return -1;
}

static bool find_columns(struct reading *r, const struct history_columns *columns) {
    int before = r->problems->errors;
    r->date = find_column(r, columns->date, date_names);
    r->series = find_column(r, columns->series, series_names);
    r->stock_out = find_column(r, columns->stock_out, NULL);
    r->order = find_column(r, columns->order, NULL);
    r->sum = find_column(r, columns->sum, NULL);
    r->value = columns->order && !columns->value ? -1 : find_column(r, columns->value, value_names);
    if (r->date < 0 && !columns->date)
        problem_at(r->problems, (struct place){.file = r->csv->file, .line = 1}, "",
                   "name it: --columns date=NAME,value=NAME", "no column is called \"date\"");
    return r->problems->errors == before;
}

static struct row *new_row(struct reading *r) {
    if (r->count == r->capacity) {
        r->capacity = r->capacity ? 2 * r->capacity : 1024;
        r->rows = memory_resize(r->rows, sizeof *r->rows * (size_t)r->capacity);
    }
    r->rows[r->count] = (struct row){.value = 1.0, .part = -1, .line = r->csv->line};
    return &r->rows[r->count];
}

static int name_number(struct reading *r, struct map *map, const char *text) {
    int known = map_find(map, text);
    if (known >= 0)
        return known;
    int *place = map_at(map, arena_copy(r->arena, text));
    return *place = map->count - 1;
}

static bool read_value(struct reading *r, struct row *row) {
    struct csv *csv = r->csv;
    const char *cell = csv->cells[r->value];
    switch (count_cell_parse(cell, &row->value)) {
    case NUMBER_AMBIGUOUS:
        csv_wrong(csv, r->value, "write it without a thousands separator",
                  "\"%.40s\" may mean a thousand or a fraction", cell);
        return false;
    case NUMBER_NONE:
        csv_wrong(csv, r->value, "leave the row out where the count is not known",
                  "a count must be a number; found \"%.40s\"", cell);
        return false;
    default:
        break;
    }
    if (row->value >= 0.0 && row->value <= 1e12)
        return true;
    csv_wrong(csv, r->value, "book returns and cancellations elsewhere",
              "a count must be from 0 to 1e12; found %.40s", cell);
    return false;
}

static bool truthy(const char *text) {
    return *text && strcmp(text, "0") != 0 && strcmp(text, "false") != 0 && strcmp(text, "FALSE") != 0 &&
           strcmp(text, "no") != 0;
}

/* True if the row counts. */
static bool read_row(struct reading *r) {
    struct csv *csv = r->csv;
    struct row *row = new_row(r);
    bool sound = date_cell_parse(csv->cells[r->date], &row->date);
    if (!sound)
        csv_wrong(csv, r->date, "write dates like 2026-11-27, times like 2026-11-27 14:05",
                  "\"%.40s\" is no date", csv->cells[r->date]);
    if (r->value >= 0)
        sound = read_value(r, row) && sound;
    if (r->series >= 0)
        row->series = name_number(r, &r->names, csv->cells[r->series]);
    if (r->sum >= 0)
        row->part = name_number(r, &r->parts, csv->cells[r->sum]);
    if (r->stock_out >= 0)
        row->stock_out = truthy(csv->cells[r->stock_out]);
    if (!sound || r->order < 0)
        return sound;
    int before = r->orders.count;
    name_number(r, &r->orders, csv->cells[r->order]);
    return r->orders.count > before; /* the first line of an order stands for it */
}

static struct place at_line(const struct reading *r, int line) {
    return (struct place){.file = r->csv->file, .line = line};
}

/* All rows must have one form, and days and months one order. */
static bool settle_forms(struct reading *r) {
    int month_first = 0, day_first = 0;
    const struct date_cell *first = &r->rows[0].date;
    for (int i = 0; i < r->count; i++) {
        const struct row *row = &r->rows[i];
        if (row->date.form != first->form || (row->date.second == NO_TIME) != (first->second == NO_TIME)) {
            problem_at(r->problems, at_line(r, row->line), "", "write all dates of a file in one form",
                       "this date is written in another form than that of line %d", r->rows[0].line);
            return false;
        }
        if (row->date.form != FORM_SLASHES && row->date.form != FORM_DOTS)
            continue;
        if (row->date.a > 12 && !day_first)
            day_first = row->line;
        if (row->date.b > 12 && !month_first)
            month_first = row->line;
    }
    if (day_first && month_first) {
        problem_at(r->problems, at_line(r, day_first > month_first ? day_first : month_first), "",
                   "write all dates of a file in one form, best as 2026-11-27",
                   "here the %s stands first, in line %d the %s", day_first > month_first ? "day" : "month",
                   day_first > month_first ? month_first : day_first,
                   day_first > month_first ? "month" : "day");
        return false;
    }
    r->day_first = day_first || first->form == FORM_DOTS;
    if (first->form == FORM_SLASHES && !day_first && !month_first) {
        problem_at(r->problems, at_line(r, r->rows[0].line), "", "write dates as 2026-11-27",
                   "whether the day or the month stands first cannot be told from this file");
        return false;
    }
    return true;
}

static bool settle_zones(struct reading *r) {
    int utc = 0, other = 0;
    for (int i = 0; i < r->count; i++) {
        int zone = r->rows[i].date.zone_min;
        if (zone == ZONE_UTC && !utc)
            utc = r->rows[i].line;
        else if (zone != ZONE_UTC && !other)
            other = r->rows[i].line;
    }
    if (utc && other) {
        problem_at(r->problems, at_line(r, utc > other ? utc : other), "",
                   "write all times in the centre's local time",
                   "times in UTC and others are mixed, so days would begin at different hours");
        return false;
    }
    if (utc) {
        problem_at(r->problems, at_line(r, utc), "", "write them in the centre's local time",
                   "times are in UTC; days begin at midnight UTC, so peaks may be cut in two");
        r->problems->items[r->problems->count - 1].warning = true;
        r->problems->errors--;
    }
    return true;
}

static bool settle_days(struct reading *r, int64_t today) {
    bool sound = settle_forms(r) && settle_zones(r);
    int told = 0;
    for (int i = 0; sound && i < r->count; i++) {
        struct row *row = &r->rows[i];
        if (!date_cell_day(&row->date, r->day_first, &row->day)) {
            problem_at(r->problems, at_line(r, row->line), "", NULL, "there is no such day");
            told++;
        } else if (today && row->day > today) {
            char text[DATE_TEXT_SIZE];
            problem_at(r->problems, at_line(r, row->line), "", "a history ends today at the latest",
                       "%s lies in the future", date_text(text, (struct date){row->day}));
            told++;
        }
        sound = told < CSV_MAX_PROBLEMS;
    }
    return sound && !told;
}

/* Series, then day, then time, then part, then line. */
static int by_place(const void *a, const void *b) {
    const struct row *x = a, *y = b;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->date.second != y->date.second)
        return x->date.second < y->date.second ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static bool same_moment(const struct row *x, const struct row *y) {
    return x->series == y->series && x->day == y->day && x->date.second == y->date.second &&
           x->part == y->part;
}

/* Two rows for one day and series: a problem, unless the rows are orders. */
static void refuse_duplicates(struct reading *r) {
    int told = 0;
    for (int i = 1; i < r->count && told < CSV_MAX_PROBLEMS; i++)
        if (same_moment(&r->rows[i - 1], &r->rows[i])) {
            problem_at(
                r->problems, at_line(r, r->rows[i].line), "",
                "take one of them out, or name the column that tells them apart: --columns series=NAME "
                "for series of their own, sum=NAME to add them up",
                "the same %s as in line %d", r->rows[i].date.second == NO_TIME ? "day" : "hour",
                r->rows[i - 1].line);
            told++;
        }
}

static void place_series(struct reading *r, int from, int to, struct history_series *series) {
    const struct row *rows = r->rows;
    int64_t length = rows[to - 1].day - rows[from].day + 1;
    if (length > MOST_DAYS) {
        problem_at(r->problems, at_line(r, rows[to - 1].line), "", "is a year mistyped?",
                   "the history is %lld days long; at most %d are read", (long long)length, MOST_DAYS);
        return;
    }
    series->first = rows[from].day;
    series->days = (int)length;
    series->count = arena_array(r->arena, double, length);
    series->state = arena_array(r->arena, unsigned char, length);
    memset(series->state, DAY_MISSING, (size_t)length);
    if (rows[from].date.second != NO_TIME)
        series->hourly = arena_array(r->arena, double, length *HOURS_A_DAY);
    for (int i = from; i < to; i++) {
        int d = (int)(rows[i].day - series->first);
        series->count[d] += rows[i].value;
        if (series->state[d] != DAY_CENSORED)
            series->state[d] = rows[i].stock_out ? DAY_CENSORED : DAY_SEEN;
        if (series->hourly)
            series->hourly[d * HOURS_A_DAY + rows[i].date.second / SECONDS_AN_HOUR] += rows[i].value;
    }
}

static struct sales_history *place_rows(struct reading *r) {
    struct sales_history *history = arena_new(r->arena, struct sales_history);
    history->file = r->csv->file;
    history->order_book = r->value < 0;
    history->series_count = r->series >= 0 ? r->names.count : 1;
    history->series = arena_array(r->arena, struct history_series, history->series_count);
    qsort(r->rows, (size_t)r->count, sizeof *r->rows, by_place);
    if (!history->order_book)
        refuse_duplicates(r);
    int next = 0;
    for (int i = 0; i < history->series_count; i++)
        history->series[i].name = "";
    for (int i = 0; r->series >= 0 && i < r->names.capacity; i++)
        if (r->names.slots[i].key)
            history->series[r->names.slots[i].value].name = r->names.slots[i].key;
    for (int i = 0; i < r->count; i = next) {
        for (next = i; next < r->count && r->rows[next].series == r->rows[i].series; next++)
            ;
        struct history_series *series = &history->series[r->rows[i].series];
        place_series(r, i, next, series);
        if (series->days)
            day_states_settle(r->arena, r->csv->file, series, r->problems);
    }
    return history;
}

static struct sales_history *read_csv(struct arena *arena, struct csv *csv,
                                      const struct history_columns *columns, int64_t today,
                                      struct problems *problems) {
    struct reading r = {.arena = arena,
                        .csv = csv,
                        .problems = problems,
                        .names = map_create(arena),
                        .parts = map_create(arena),
                        .orders = map_create(arena)};
    struct sales_history *history = NULL;
    int before = problems->errors;
    if (csv && find_columns(&r, columns)) {
        while (csv_next(csv))
            r.count += read_row(&r);
        if (problems->errors == before && r.count == 0)
            problem_at(problems, (struct place){.file = csv->file}, "", NULL, "the file has no rows");
        else if (problems->errors == before && r.series >= 0 && r.names.count > MOST_SERIES)
            problem_at(problems, (struct place){.file = csv->file}, "", "is it the right column?",
                       "a file may have %d series, but has %d", MOST_SERIES, r.names.count);
        else if (problems->errors == before && settle_days(&r, today))
            history = place_rows(&r);
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

struct history_series history_until(const struct history_series *series, int64_t last) {
    struct history_series cut = *series;
    int64_t days = last - series->first + 1;
    cut.days = days < 0 ? 0 : days < series->days ? (int)days : series->days;
    cut.closed_weekdays = 0;
    if (cut.days)
        day_states_find_closed_weekdays(&cut);
    return cut;
}
