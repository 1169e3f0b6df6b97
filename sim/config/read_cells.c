/* SPDX-License-Identifier: MIT */
/* read_cells.c - cells of a CSV file into members of structs.
 *
 * Half a million rows are read in a fraction of a second: numbers and moments have short ways of their own,
 * and equal texts of a column share one copy. */
#include "sim/config/read_cells.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "sim/base/arena.h"

static size_t text_slot(const struct interned *texts, const char *text) {
    size_t slot = (size_t)hash_word(text) & (texts->capacity - 1);
    while (texts->slots[slot] && strcmp(texts->slots[slot], text) != 0)
        slot = (slot + 1) & (texts->capacity - 1);
    return slot;
}

static void grow(struct interned *texts) {
    struct interned old = *texts;
    texts->capacity = old.capacity ? 2 * old.capacity : 256;
    texts->slots = memory_resize(NULL, texts->capacity * sizeof *texts->slots);
    memset(texts->slots, 0, texts->capacity * sizeof *texts->slots);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i])
            texts->slots[text_slot(texts, old.slots[i])] = old.slots[i];
    free(old.slots);
}

static const char *intern(struct arena *arena, struct interned *texts, const char *text) {
    if (texts->last && strcmp(texts->last, text) == 0)
        return texts->last;
    if (2 * texts->count >= texts->capacity)
        grow(texts);
    size_t slot = text_slot(texts, text);
    if (!texts->slots[slot]) {
        texts->slots[slot] = arena_copy(arena, text);
        texts->count++;
    }
    return texts->last = texts->slots[slot];
}

/* Up to 15 digits exactly, anything else by strtod; false if it is no finite decimal number. */
static bool parse_number(const char *text, double *value) {
    const char *at = text + (*text == '-');
    long long whole = 0;
    int digits = 0;
    for (; *at >= '0' && *at <= '9' && digits < 16; at++, digits++)
        whole = whole * 10 + (*at - '0');
    if (*at == 0 && digits > 0 && digits <= 15) {
        *value = (double)(*text == '-' ? -whole : whole);
        return true;
    }
    if (!*text || strspn(text, "0123456789.eE+-") != strlen(text))
        return false;
    char *end;
    *value = strtod(text, &end);
    return *end == 0 && isfinite(*value);
}

/* `count` digits as a number, or -1. */
static int fixed(const char *text, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* "hh:mm" or "hh:mm:ss" as seconds, or -1. */
static int seconds_of(const char *text) {
    size_t length = strlen(text);
    if ((length != 5 && length != 8) || text[2] != ':' || (length == 8 && text[5] != ':'))
        return -1;
    int hour = fixed(text, 2), minute = fixed(text + 3, 2), second = length == 8 ? fixed(text + 6, 2) : 0;
    if (hour < 0 || minute < 0 || second < 0 || hour > 23 || minute > 59 || second > 59)
        return -1;
    return hour * SECONDS_AN_HOUR + minute * 60 + second;
}

static bool valid_date(int year, int month, int day) {
    int y, m, d;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    date_split(date_of(year, month, day), &y, &m, &d);
    return d == day && m == month;
}

/* "YYYY-MM-DDThh:mm[:ss]", a blank for the T, or "DD/MM/YYYY hh:mm[:ss]". */
static bool parse_moment(struct column *column, int line, const char *text, struct moment *moment) {
    size_t length = strlen(text);
    if (length < 16)
        return false;
    bool slashed = text[2] == '/';
    int seconds = seconds_of(text + 11);
    int year = slashed ? fixed(text + 6, 4) : fixed(text, 4);
    int month = slashed ? fixed(text + 3, 2) : fixed(text + 5, 2);
    int day = slashed ? fixed(text, 2) : fixed(text + 8, 2);
    bool marks = slashed ? text[5] == '/' && text[10] == ' '
                         : text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == ' ');
    if (!marks || seconds < 0 || !valid_date(year, month, day))
        return false;
    if (slashed) {
        column->slashed_line = column->slashed_line ? column->slashed_line : line;
        column->day_is_first = column->day_is_first || day > 12;
    }
    moment->seconds = date_of(year, month, day).day * SECONDS_A_DAY + seconds;
    return true;
}

static void wrong_cell(struct reader *r, struct csv *csv, const struct column *column, const char *expected) {
    struct node shown = {.kind = NODE_TEXT, .text = csv->cells[column->index]};
    const char *hint =
        (column->kind == FIELD_REAL && strchr(shown.text, ',')) ? "write numbers with a decimal point" : NULL;
    csv_wrong(csv, column->index, hint, "%s must be %s, but is %s", csv->columns[column->index], expected,
              node_shown(r->arena, &shown));
}

void cell_read_number(struct reader *r, struct csv *csv, const struct column *column, void *target) {
    const struct field *field = column->field;
    const char *cell = csv->cells[column->index];
    bool whole = column->kind == FIELD_INT;
    double value;
    if (!parse_number(cell, &value) ||
        (whole && (value != floor(value) || !in_range(value, INT_MIN, INT_MAX))))
        wrong_cell(r, csv, column, whole ? "a whole number" : "a number");
    else if (!in_range(value, field->min, field->max))
        wrong_cell(r, csv, column, range_words(r->arena, field->min, field->max, field->unit));
    else if (whole)
        *(int *)target = (int)value;
    else
        *(double *)target = value;
}

static void enum_cell(struct reader *r, struct csv *csv, const struct column *column, int *target) {
    const char *names = "";
    for (int i = 0; column->field->choices[i]; i++) {
        if (strcmp(column->field->choices[i], csv->cells[column->index]) != 0)
            continue;
        *target = i;
        return;
    }
    if (csv->reported < CSV_MAX_PROBLEMS)
        for (int i = 0; column->field->choices[i]; i++)
            names = arena_format(r->arena, "%s%s%s", names, i ? ", " : "one of ", column->field->choices[i]);
    wrong_cell(r, csv, column, names);
}

static void bool_cell(struct reader *r, struct csv *csv, const struct column *column, bool *target) {
    const char *cell = csv->cells[column->index];
    bool yes = strcmp(cell, "true") == 0 || strcmp(cell, "1") == 0;
    if (!yes && strcmp(cell, "false") != 0 && strcmp(cell, "0") != 0)
        wrong_cell(r, csv, column, "true, false, 1 or 0");
    *target = yes;
}

void cell_read(struct reader *r, struct csv *csv, struct column *column, void *target) {
    const char *cell = csv->cells[column->index];
    switch (column->kind) {
    case FIELD_INT:
    case FIELD_REAL:
        cell_read_number(r, csv, column, target);
        break;
    case FIELD_TEXT:
        *(const char **)target = intern(r->arena, &column->texts, cell);
        break;
    case FIELD_ENUM:
        enum_cell(r, csv, column, target);
        break;
    case FIELD_BOOL:
        bool_cell(r, csv, column, target);
        break;
    case FIELD_MOMENT:
        if (!parse_moment(column, csv->line, cell, target))
            wrong_cell(r, csv, column, "a date and time such as 2026-12-07T18:00");
        break;
    case FIELD_DATE:
        if (!date_parse(cell, target))
            wrong_cell(r, csv, column, "a date such as 2026-12-07");
        break;
    case FIELD_CLOCK_TIME:
        if (!clock_time_parse(cell, target))
            wrong_cell(r, csv, column, "a time of day such as 16:00");
        break;
    default:
        if (!weekdays_parse(cell, target))
            wrong_cell(r, csv, column, "days of the week such as mon-fri");
        break;
    }
}

void columns_check_dates(struct csv *csv, const struct column *columns, int count) {
    for (int i = 0; i < count; i++) {
        if (columns[i].slashed_line == 0 || columns[i].day_is_first)
            continue;
        csv->line = columns[i].slashed_line;
        csv->cell_columns[columns[i].index] = 0;
        csv_wrong(csv, columns[i].index, "write YYYY-MM-DD hh:mm",
                  "%s has dates that could be DD/MM or MM/DD: no day is above 12",
                  csv->columns[columns[i].index]);
    }
}

void columns_free(struct column *columns, int count) {
    for (int i = 0; i < count; i++)
        free(columns[i].texts.slots);
}
