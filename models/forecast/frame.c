/* SPDX-License-Identifier: MIT */
/* frame.c - see frame.h. */
#include "models/forecast/frame.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>
#include "models/forecast/burst.h"
#include "models/forecast/events.h"
#include "models/forecast/history.h"
#include "sim/base/arena.h"
#include "sim/engine/calendar.h"

#define YEAR_DAYS 365.2425
enum {
    STEP_DAYS = 60,
    HARMONICS = 10,
    SEASON_HARMONICS = 2,
    LONG_EVENT_DAYS = 5,
    MONTHLY_FROM = 180,
    LONGEST_MONTH = 31
};
enum { FLATTEN_ZONES = 3, NEAR = 2, WEEK_HALF = 3 };

struct builder {
    struct arena *arena;
    struct frame *frame;
    const struct event_calendar *calendar;
    int level, weekday, slope, steps, step_count, year, season, month_day, flatten_day;
    int *event_first;   /* the column of each event's first offset */
    int *flatten_first; /* of each long event's zones; -1 */
    int entries, capacity;
};

static int add_columns(struct builder *b, int count, int group) {
    struct frame *f = b->frame;
    int first = f->column_count;
    for (int i = 0; i < count; i++)
        f->columns[f->column_count++] = (struct column){.group = group, .number = i, .event = -1};
    return first;
}

static int window_of(const struct event *event) {
    return event->lead + event->lag + 1;
}

/* The prior of an event that the planner knows something about. */
static void set_event_prior(const struct event *event, struct column *column, int offset) {
    if (event->shape != BURST_NONE && offset >= 0) {
        const struct burst *burst = &bursts[event->shape];
        double weights[HOURS_A_DAY], factor = isnan(event->uplift) ? burst->peak_factor : event->uplift;
        column->prior = log(burst_day(burst, factor, event->start_hour, offset, NULL, weights));
        column->prior_var = pow(burst->peak_spread * fabs(column->prior), 2.0);
    } else if (!isnan(event->uplift) && event->shape == BURST_NONE && offset == 0) {
        column->prior = log(event->uplift);
        column->prior_var = event->spread * event->spread;
    }
    if (column->prior != 0.0 && column->prior_var < 1e-6)
        column->prior_var = 1e-6;
}

/* An event that never acts on the days of this frame gets no columns. */
static void add_events(struct builder *b) {
    struct frame *f = b->frame;
    b->event_first = arena_array(b->arena, int, b->calendar->count + 1);
    b->flatten_first = arena_array(b->arena, int, b->calendar->count + 1);
    for (int e = 0; e < b->calendar->count; e++) {
        const struct event *event = &b->calendar->events[e];
        int window = window_of(event);
        bool is_long = window >= LONG_EVENT_DAYS;
        b->event_first[e] = b->flatten_first[e] = -1;
        if (!event_dates_between(event, f->first - event->lag, f->first + f->days - 1 + event->lead))
            continue;
        int group = is_long ? f->group_count++ : GROUP_DAY_EVENTS;
        b->event_first[e] = add_columns(b, window, group);
        for (int o = 0; o < window; o++) {
            struct column *column = &f->columns[b->event_first[e] + o];
            column->event = e;
            column->offset = o - event->lead;
            set_event_prior(event, column, column->offset);
        }
        if (!is_long || event->kind != EVENT_RECURRING)
            continue;
        b->flatten_first[e] = add_columns(b, FLATTEN_ZONES, GROUP_FLATTEN);
        for (int z = 0; z < FLATTEN_ZONES; z++)
            f->columns[b->flatten_first[e] + z].number = 1 + e * FLATTEN_ZONES + z;
    }
}

static void add_all_columns(struct builder *b) {
    struct frame *f = b->frame;
    int most = 96 + f->days / STEP_DAYS + 2 * HARMONICS + DAYS_A_WEEK * 2 * SEASON_HARMONICS;
    for (int e = 0; e < b->calendar->count; e++)
        most += window_of(&b->calendar->events[e]) + FLATTEN_ZONES;
    f->columns = arena_array(b->arena, struct column, most);
    f->group_count = GROUP_EVENTS;
    b->level = add_columns(b, 1, GROUP_LEVEL);
    b->weekday = add_columns(b, DAYS_A_WEEK, GROUP_WEEKDAY);
    b->slope = add_columns(b, 1, GROUP_SLOPE);
    b->step_count = f->days / STEP_DAYS;
    b->steps = add_columns(b, b->step_count, GROUP_STEPS);
    b->year = add_columns(b, 2 * HARMONICS, GROUP_YEAR);
    if (f->yearly)
        b->season = add_columns(b, DAYS_A_WEEK * 2 * SEASON_HARMONICS, GROUP_WEEK_SEASON);
    if (f->past >= MONTHLY_FROM)
        b->month_day = add_columns(b, LONGEST_MONTH, GROUP_MONTH_DAY);
    b->flatten_day = add_columns(b, 1, GROUP_FLATTEN);
    add_events(b);
}

static void put(struct builder *b, int day, int column, double value) {
    struct frame *f = b->frame;
    if (value == 0.0)
        return;
    f->index[b->entries] = column;
    f->value[b->entries++] = value;
    f->columns[column].past += day < f->past;
}

static int zone_of(int offset) {
    return offset < -NEAR ? 0 : offset > NEAR ? 2 : 1;
}

static void put_events(struct builder *b, int day, int weekday) {
    struct frame *f = b->frame;
    bool flat_day = false;
    for (int e = 0; e < b->calendar->count; e++) {
        const struct event *event = &b->calendar->events[e];
        int offset;
        double size;
        if (b->event_first[e] < 0 || !event_acts(event, f->first + day, &offset, &size))
            continue;
        f->event_day[day] = true;
        put(b, day, b->event_first[e] + offset + event->lead, size);
        if (b->flatten_first[e] >= 0)
            put(b, day, b->flatten_first[e] + zone_of(offset), -f->weekday[weekday]);
        else if (event->kind == EVENT_RECURRING && !flat_day) {
            put(b, day, b->flatten_day, -f->weekday[weekday]);
            flat_day = true;
        }
    }
}

static void put_day(struct builder *b, int day) {
    struct frame *f = b->frame;
    int weekday = date_weekday((struct date){f->first + day});
    put(b, day, b->level, 1.0);
    put(b, day, b->weekday + weekday, 1.0);
    put(b, day, b->slope, (day - f->past) / YEAR_DAYS);
    for (int j = 0; j < b->step_count; j++)
        put(b, day, b->steps + j, fmin(fmax((day - j * STEP_DAYS) / (double)STEP_DAYS, 0.0), 1.0));
    for (int k = 1; k <= HARMONICS; k++) {
        double angle = 2.0 * M_PI * k * (double)(f->first + day) / YEAR_DAYS,
               wave[2] = {cos(angle), sin(angle)};
        for (int i = 0; i < 2; i++) {
            put(b, day, b->year + 2 * (k - 1) + i, wave[i] / k);
            if (f->yearly && k <= SEASON_HARMONICS)
                put(b, day, b->season + weekday * 2 * SEASON_HARMONICS + 2 * (k - 1) + i, wave[i]);
        }
    }
    if (f->past >= MONTHLY_FROM) {
        int year, month, in_month;
        date_split((struct date){f->first + day}, &year, &month, &in_month);
        put(b, day, b->month_day + in_month - 1, 1.0);
    }
    put_events(b, day, weekday);
}

/* Each weekday against the mean of the seven days around it, events left out. */
static void weekday_shape(struct frame *f, const double *y, const bool *seen) {
    double sum[DAYS_A_WEEK] = {0};
    int count[DAYS_A_WEEK] = {0};
    for (int d = WEEK_HALF; d + WEEK_HALF < f->past; d++) {
        double mean = 0.0;
        bool whole = true;
        for (int i = -WEEK_HALF; i <= WEEK_HALF; i++) {
            whole = whole && seen[d + i] && !f->event_day[d + i];
            mean += whole ? y[d + i] / DAYS_A_WEEK : 0.0;
        }
        if (!whole)
            continue;
        int weekday = date_weekday((struct date){f->first + d});
        sum[weekday] += y[d] - mean;
        count[weekday]++;
    }
    for (int w = 0; w < DAYS_A_WEEK; w++)
        f->weekday[w] = count[w] ? sum[w] / count[w] : 0.0;
}

static void mark_event_days(struct frame *f, const struct event_calendar *calendar) {
    int offset;
    double size;
    for (int d = 0; d < f->days; d++)
        for (int e = 0; e < calendar->count && !f->event_day[d]; e++)
            f->event_day[d] = event_acts(&calendar->events[e], f->first + d, &offset, &size);
}

struct frame *frame_create(struct arena *arena, const struct history_series *past, int horizon,
                           const struct event_calendar *calendar, bool yearly, const double *y,
                           const bool *seen) {
    struct frame *f = arena_new(arena, struct frame);
    struct builder b = {.arena = arena, .frame = f, .calendar = calendar};
    f->first = past->first;
    f->past = past->days;
    f->days = past->days + horizon;
    f->yearly = yearly || past->days >= YEARLY_FROM;
    f->event_day = arena_array(arena, bool, f->days + 1);
    mark_event_days(f, calendar);
    weekday_shape(f, y, seen);
    add_all_columns(&b);
    int row = 5 + b.step_count + 2 * HARMONICS + 2 * SEASON_HARMONICS + 2 * calendar->count;
    f->start = arena_array(arena, int, f->days + 1);
    f->index = arena_array(arena, int, (size_t)f->days *(size_t)row);
    f->value = arena_array(arena, double, (size_t)f->days *(size_t)row);
    for (int d = 0; d < f->days; d++) {
        f->start[d] = b.entries;
        put_day(&b, d);
    }
    f->start[f->days] = b.entries;
    return f;
}
