/* SPDX-License-Identifier: MIT */
/* events.c - reads the calendar. */
#include "models/forecast/events.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/forecast/burst.h"
#include "models/forecast/cells.h"
#include "models/forecast/holidays.h"
#include "sim/base/arena.h"
#include "sim/base/map.h"
#include "sim/base/problems.h"
#include "sim/base/text.h"
#include "sim/config/csv.h"
#include "sim/engine/calendar.h"

enum { MOST_DATES = 1000, DEFAULT_START_HOUR = 20 };

static const char *const kind_names[] = {"recurring", "one-off", "moved", NULL};
static const char *const column_names[] = {"name",   "date", "lead",  "lag",   "kind", "uplift",
                                           "spread", "size", "shape", "start", NULL};
enum { NAME, DATE, LEAD, LAG, KIND, UPLIFT, SPREAD, SIZE, SHAPE, START, COLUMNS };

struct reading {
    struct arena *arena;
    struct csv *csv;
    int column[COLUMNS];
    struct event_calendar *calendar;
    struct map names;
};

static const char *cell_of(const struct reading *r, int column) {
    return r->column[column] >= 0 ? r->csv->cells[r->column[column]] : "";
}

/* A number in a range; `otherwise` where the cell is empty. */
static double number_of(struct reading *r, int column, double least, double most, bool whole,
                        double otherwise) {
    const char *text = cell_of(r, column);
    struct count_cell cell;
    if (!*text)
        return otherwise;
    if (count_cell_parse(text, &cell) && cell.open != ',' && cell.value >= least && cell.value <= most &&
        !(whole && cell.value != floor(cell.value)))
        return cell.value;
    csv_wrong(r->csv, r->column[column], NULL, "%s must be a %s from %g to %g; found \"%.40s\"",
              column_names[column], whole ? "whole number" : "number", least, most, text);
    return otherwise;
}

static double real_of(struct reading *r, int column, double least, double most, double otherwise) {
    return number_of(r, column, least, most, false, otherwise);
}

static int whole_of(struct reading *r, int column, int most, int otherwise) {
    return (int)number_of(r, column, 0, most, true, otherwise);
}

static int choice_of(struct reading *r, int column, const char *const *choices) {
    const char *cell = cell_of(r, column);
    int count = 0;
    for (; choices[count]; count++)
        if (strcmp(cell, choices[count]) == 0)
            return count;
    if (!*cell)
        return 0;
    const char *nearest = text_nearest(cell, choices, count);
    csv_wrong(r->csv, r->column[column], nearest ? arena_format(r->arena, "did you mean %s?", nearest) : NULL,
              "%s must be one of %s, %s, %s; found \"%.40s\"", column_names[column],
              *choices[0] ? choices[0] : "empty", choices[1], choices[2], cell);
    return 0;
}

/* "12-25": every year. */
static bool month_and_day(const char *text, int *month, int *day) {
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return false;
    *month = (int)strtol(text, &end, 10);
    if (*end != '-' || end - text > 2)
        return false;
    const char *second = end + 1;
    *day = (int)strtol(second, &end, 10);
    return !*end && end - second <= 2 && *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31;
}

/* False after a problem. */
static bool add_date(struct reading *r, struct event *event, int64_t day, double size) {
    if (event->count == 0) {
        event->dates = arena_array(r->arena, int64_t, MOST_DATES);
        event->sizes = arena_array(r->arena, double, MOST_DATES);
    }
    int at = event->count;
    for (int i = 0; i < event->count; i++)
        if (event->dates[i] == day) {
            csv_wrong(r->csv, r->column[DATE], NULL, "event \"%s\" has this date twice", event->name);
            return false;
        }
    if (event->count >= MOST_DATES) {
        csv_wrong(r->csv, r->column[DATE], NULL, "event \"%s\" has more than %d dates", event->name,
                  MOST_DATES);
        return false;
    }
    for (; at > 0 && event->dates[at - 1] > day; at--) {
        event->dates[at] = event->dates[at - 1];
        event->sizes[at] = event->sizes[at - 1];
    }
    event->dates[at] = day;
    event->sizes[at] = size;
    event->count++;
    return true;
}

/* 29 February in leap years only. */
static void add_every_year(struct reading *r, struct event *event, int month, int in_month, double size) {
    int dates = 0;
    for (int year = HOLIDAYS_FIRST_YEAR; year <= HOLIDAYS_LAST_YEAR; year++) {
        int y, m, d;
        struct date date = date_of(year, month, in_month);
        date_split(date, &y, &m, &d);
        if (d != in_month)
            continue;
        dates++;
        if (!add_date(r, event, date.day, size))
            return;
    }
    if (!dates)
        csv_wrong(r->csv, r->column[DATE], NULL, "there is no such day in any year");
}

static void add_by_rule(struct reading *r, struct event *event, const struct holiday_rule *rule, int offset,
                        double size) {
    for (int year = HOLIDAYS_FIRST_YEAR; year <= HOLIDAYS_LAST_YEAR; year++)
        if (!add_date(r, event, holiday_in_year(rule, year) + offset, size))
            return;
}

static void add_dates(struct reading *r, struct event *event, double size) {
    const char *cell = cell_of(r, DATE);
    struct date_cell date;
    int64_t day;
    int offset, month, in_month;
    const struct holiday_rule *rule = holiday_rule_of(cell, &offset);
    bool yearly = rule || month_and_day(cell, &month, &in_month);
    if (yearly && event->kind == EVENT_ONE_OFF) {
        csv_wrong(r->csv, r->column[DATE], "write its year, like 2026-11-27, or take kind recurring or moved",
                  "a one-off happens once; \"%.40s\" comes every year", cell);
    } else if (rule) {
        add_by_rule(r, event, rule, offset, size);
    } else if (yearly) {
        add_every_year(r, event, month, in_month, size);
    } else if (date_cell_parse(cell, &date) && (date.form == FORM_YEAR_FIRST || date.form == FORM_COMPACT) &&
               date_cell_day(&date, false, &day)) {
        add_date(r, event, day, size);
    } else {
        const char *nearest = holiday_nearest(cell);
        csv_wrong(r->csv, r->column[DATE],
                  nearest ? arena_format(r->arena, "did you mean %s?", nearest)
                          : "write 2026-11-27, 12-25 for every year, or a rule like black-friday or easter-2",
                  "\"%.40s\" is neither a date nor a rule", cell);
    }
}

static struct event *event_named(struct reading *r, const char *name) {
    int known = map_find(&r->names, name);
    if (known >= 0)
        return &r->calendar->events[known];
    if (r->calendar->count >= MOST_EVENTS) {
        csv_wrong(r->csv, r->column[NAME], NULL, "a calendar may have %d events", MOST_EVENTS);
        return NULL;
    }
    struct event *event = &r->calendar->events[r->calendar->count];
    event->name = arena_copy(r->arena, name);
    event->line = r->csv->line;
    *map_at(&r->names, event->name) = r->calendar->count++;
    return event;
}

static bool is_name(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return length > 0 && !text[length] && length <= 64 && !(text[0] >= '0' && text[0] <= '9') &&
           text[0] != '-';
}

static void read_event(struct reading *r) {
    const char *name = cell_of(r, NAME);
    if (!is_name(name)) {
        csv_wrong(r->csv, r->column[NAME], NULL,
                  "a name begins with a letter and has letters, digits, - and _; found \"%.40s\"", name);
        return;
    }
    struct event *event = event_named(r, name);
    if (!event)
        return;
    struct event read = {.kind = (enum event_kind)choice_of(r, KIND, kind_names),
                         .lead = whole_of(r, LEAD, MOST_LEAD, 0),
                         .lag = whole_of(r, LAG, MOST_LEAD, 0),
                         .uplift = real_of(r, UPLIFT, 0.01, 100.0, NAN),
                         .spread = real_of(r, SPREAD, 0.0, 3.0, 0.3),
                         .shape = choice_of(r, SHAPE, burst_names),
                         .start_hour = whole_of(r, START, HOURS_A_DAY - 1, DEFAULT_START_HOUR)};
    if (event->count == 0) {
        read.name = event->name, read.line = event->line;
        *event = read;
    } else if (read.kind != event->kind || read.lead != event->lead || read.lag != event->lag) {
        csv_wrong(r->csv, r->column[NAME], "or give it a name of its own",
                  "event \"%s\" has another kind, lead or lag than in line %d", name, event->line);
        return;
    } else if (event->kind == EVENT_ONE_OFF) {
        csv_wrong(r->csv, r->column[NAME], "give each its own name, or take kind recurring",
                  "a one-off happens once; \"%s\" stands in line %d as well", name, event->line);
        return;
    }
    add_dates(r, event, real_of(r, SIZE, 0.0, 100.0, 1.0));
}

/* A misspelt column would be a calendar without it. */
static void warn_of_columns(const struct reading *r, struct problems *problems) {
    const struct csv *csv = r->csv;
    struct text names = {0};
    const char *hint = NULL;
    int ignored = 0;
    for (int i = 0; i < csv->column_count; i++) {
        bool known = false;
        for (int c = 0; c < COLUMNS; c++)
            known = known || r->column[c] == i;
        if (known || !*csv->columns[i])
            continue;
        const char *nearest = text_nearest(csv->columns[i], column_names, COLUMNS);
        if (nearest && !hint)
            hint = arena_format(r->arena, "did you mean %s?", nearest);
        text_format(&names, "%s\"%.40s\"", ignored++ ? ", " : "", csv->columns[i]);
    }
    if (ignored)
        warning_at(problems, (struct place){.file = csv->file, .line = 1}, hint,
                   ignored > 1 ? "the columns %s are none of a calendar and are not read"
                               : "the column %s is none of a calendar and is not read",
                   names.data);
    text_free(&names);
}

static struct event_calendar *read_csv(struct arena *arena, struct csv *csv, struct problems *problems) {
    int before = problems->errors;
    struct reading r = {.arena = arena, .csv = csv, .names = map_create(arena)};
    r.calendar = arena_new(arena, struct event_calendar);
    r.calendar->events = arena_array(arena, struct event, MOST_EVENTS);
    if (csv) {
        r.calendar->file = csv->file;
        for (int i = 0; i < COLUMNS; i++)
            r.column[i] = csv_column(csv, column_names[i], i == NAME || i == DATE);
        warn_of_columns(&r, problems);
        while (r.column[NAME] >= 0 && r.column[DATE] >= 0 && csv_next(csv))
            read_event(&r);
    }
    csv_close(csv);
    return problems->errors == before ? r.calendar : NULL;
}

struct event_calendar *events_read(struct arena *arena, const char *path, struct problems *problems) {
    return read_csv(arena, csv_open(arena, path, problems), problems);
}

struct event_calendar *events_read_text(struct arena *arena, const char *name, const char *text, long length,
                                        struct problems *problems) {
    return read_csv(arena, csv_open_text(arena, name, text, (size_t)length, problems), problems);
}

bool event_acts(const struct event *event, int64_t day, int *offset, double *size) {
    bool found = false;
    for (int i = 0; i < event->count; i++) {
        int64_t since = day - event->dates[i];
        if (since < -event->lead || since > event->lag)
            continue;
        int64_t nearer = since < 0 ? -since : since, best = found && *offset < 0 ? -*offset
                                                            : found              ? *offset
                                                                                 : 0;
        if (found && nearer >= best)
            continue;
        *offset = (int)since;
        *size = event->sizes[i];
        found = true;
    }
    return found;
}

int event_dates_between(const struct event *event, int64_t from, int64_t to) {
    int count = 0;
    for (int i = 0; i < event->count; i++)
        count += event->dates[i] >= from && event->dates[i] <= to;
    return count;
}
