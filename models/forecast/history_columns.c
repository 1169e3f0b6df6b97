/* SPDX-License-Identifier: MIT */
/* history_columns.c - which column of a history is which, and what was made of the others.
 *
 * A file without a column of counts is an order book. A column of numbers that nobody reads may be the
 * counts: taken for an order book, such a file would say one order a day, so it is refused unless something
 * else shows that its rows are orders. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "models/forecast/history.h"
#include "models/forecast/history_rows.h"
#include "sim/base/arena.h"
#include "sim/base/text.h"
#include "sim/config/csv.h"
#include "sim/engine/calendar.h"

enum { QUARTER_HOUR = 900, LONGEST_PLAIN = 64 };

static const char *const date_names[] = {"date", "day",       "t",        "created",
                                         "time", "timestamp", "datetime", NULL};
static const char *const value_names[] = {"value", "orders", "count", "transactions", "y", NULL};
static const char *const series_names[] = {"series", "channel", "centre", NULL};
/* Letters and digits of names as shops export them. */
static const char *const order_names[] = {
    "orderid",   "orderno",       "ordernr",       "ordernumber", "salesorder", "invoice",   "invoiceno",
    "invoiceid", "invoicenumber", "transactionid", "receipt",     "receiptno",  "receiptid", NULL};
/* --columns value=1: each row counts one. */
static const char one_each[] = "1";

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

/* As written, or else in other letters' case. */
static int column_named(struct csv *csv, const char *name, bool needed) {
    const char *spelled = NULL;
    for (int i = 0; i < csv->column_count; i++) {
        if (strcmp(csv->columns[i], name) == 0)
            return csv_column(csv, name, needed);
        if (!spelled && strcasecmp(csv->columns[i], name) == 0)
            spelled = csv->columns[i];
    }
    return csv_column(csv, spelled ? spelled : name, needed);
}

static int find_column(struct history_rows *r, const char *given, const char *const *usual) {
    if (given)
        return column_named(r->csv, given, true);
    for (; usual && *usual; usual++) {
        int column = column_named(r->csv, *usual, false);
        if (column >= 0)
            return column;
    }
    return -1;
}

static bool is_order_name(const char *name) {
    char plain[LONGEST_PLAIN];
    int length = 0;
    for (; *name && length < LONGEST_PLAIN - 1; name++)
        if (isalnum((unsigned char)*name))
            plain[length++] = (char)tolower((unsigned char)*name);
    plain[length] = 0;
    for (int i = 0; order_names[i]; i++)
        if (strcmp(plain, order_names[i]) == 0)
            return true;
    return false;
}

static int find_order_like(const struct csv *csv) {
    for (int i = 0; i < csv->column_count; i++)
        if (is_order_name(csv->columns[i]))
            return i;
    return -1;
}

static bool used(const struct history_rows *r, int column) {
    return column == r->date || column == r->value || column == r->series || column == r->stock_out ||
           column == r->order || column == r->sum || column == r->order_like;
}

bool history_find_columns(struct history_rows *r, const struct history_columns *columns) {
    int before = r->problems->errors;
    r->date = find_column(r, columns->date, date_names);
    r->series = find_column(r, columns->series, series_names);
    r->stock_out = find_column(r, columns->stock_out, NULL);
    r->order = find_column(r, columns->order, NULL);
    r->sum = find_column(r, columns->sum, NULL);
    r->order_like = columns->order ? r->order : find_order_like(r->csv);
    bool one =
        columns->value && strcmp(columns->value, one_each) == 0 && csv_column(r->csv, one_each, false) < 0;
    r->rows_named = one || columns->order;
    if (one || (!columns->value && r->order_like >= 0))
        r->value = -1;
    else
        r->value = find_column(r, columns->value, value_names);
    r->content = arena_array(r->arena, unsigned char, r->csv->column_count);
    for (int i = 0; i < r->csv->column_count; i++)
        r->content[i] = used(r, i) ? CONTENT_OTHER : CONTENT_NONE;
    if (r->date < 0 && !columns->date)
        problem_at(r->problems, history_line(r, 1), "", "name it: --columns date=NAME,value=NAME",
                   "no column is called \"date\"");
    return r->problems->errors == before;
}

/* Orders come at any minute, counts are of hours or their quarters. */
static bool comes_any_minute(const struct history_rows *r) {
    int odd = 0;
    for (int i = 0; i < r->count; i++)
        odd += r->rows[i].date.second != NO_TIME && r->rows[i].date.second % QUARTER_HOUR != 0;
    return 2 * odd > r->count;
}

static void warn_of_rows(const struct history_rows *r, const char *unread, const char *hint) {
    bool repeat = r->orders.count && r->orders.count < r->count;
    const char *order = repeat ? r->csv->columns[r->order_like] : "";
    warning_at(r->problems, history_line(r, 1),
               repeat ? arena_format(r->arena, "--columns order=%s counts an order once", order) : hint,
               "each row is counted as one order%s%s%s",
               repeat ? arena_format(r->arena, ", though %d rows have only %d different \"%.40s\"", r->count,
                                     r->orders.count, order)
                      : "",
               *unread ? "; not read: " : "", unread);
}

bool history_tell_columns(const struct history_rows *r) {
    const struct csv *csv = r->csv;
    if (r->value >= 0 || r->rows_named)
        return true;
    const char *first = NULL, *list = "";
    int numbers = 0;
    for (int i = 0; i < csv->column_count; i++) {
        if (r->content[i] != CONTENT_NUMBERS)
            continue;
        first = numbers++ ? first : csv->columns[i];
        list = arena_format(r->arena, "%s%s\"%.40s\"", list, *list ? ", " : "", csv->columns[i]);
    }
    const char *counts = numbers == 1 ? arena_format(r->arena, "--columns value=%s counts it", first)
                                      : "--columns value=NAME says which of them counts";
    if (first && r->order_like < 0 && !comes_any_minute(r)) {
        problem_at(r->problems, history_line(r, 1), "",
                   arena_format(r->arena, "%s; value=%s takes each row for one order", counts, one_each),
                   "no column is known to hold counts, and each row would be one order; not read: %s", list);
        return false;
    }
    warn_of_rows(r, list, numbers ? counts : arena_format(r->arena, "--columns value=%s says so", one_each));
    return true;
}

const char *history_unused_column(const struct history_rows *r) {
    for (int i = 0; i < r->csv->column_count; i++)
        if (!used(r, i) && *r->csv->columns[i])
            return r->csv->columns[i];
    return NULL;
}
