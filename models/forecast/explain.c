/* SPDX-License-Identifier: MIT */
/* explain.c - what a forecast says about the peak, what its parts are, and what it could not know. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "models/forecast/events.h"
#include "models/forecast/forecast.h"
#include "models/forecast/frame.h"
#include "models/forecast/history.h"
#include "models/forecast/outlook.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/engine/calendar.h"
#include "sim/engine/stream.h"

enum { LEAST_SEEN = 2, MOST_NAMED = 6, A_YEAR = 365, A_MONTH = 28 };

const double peak_levels[PEAK_LEVELS] = {0.05, 0.25, 0.5, 0.75, 0.95};

const double *forecast_hours(const struct forecast_model *model, int series, int day) {
    const struct forecast_series *s = &model->series[series];
    if (s->hours && s->hours[day])
        return s->hours[day];
    int weekday = date_weekday((struct date){model->first + day});
    return s->profile.known ? profile_of(&s->profile, weekday, s->event[day]) : NULL;
}

/* Hours of one day, scattered about the path's shares as much as they did in the history. */
static void add_hours(const struct forecast_model *model, int series, int day, double total,
                      const double *drift, struct stream *stream, double *hours) {
    double share[PROFILE_HOURS];
    profile_drifted(forecast_hours(model, series, day), drift + series * PROFILE_HOURS, share);
    for (int i = 0; i < PROFILE_HOURS; i++) {
        double spread = sqrt(model->series[series].profile.dispersion * total * share[i] * (1.0 - share[i]));
        hours[i] += fmax(total * share[i] + spread * stream_normal(stream), 0.0);
    }
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void take_levels(double *values, int count, double *levels) {
    qsort(values, (size_t)count, sizeof *values, by_size);
    for (int i = 0; i < PEAK_LEVELS; i++) {
        double at = peak_levels[i] * (count - 1);
        int low = (int)at;
        levels[i] = values[low] + (low + 1 < count ? (at - low) * (values[low + 1] - values[low]) : 0.0);
    }
}

void forecast_peak(struct arena *arena, const struct forecast_model *model, int series, uint64_t seed,
                   int paths, struct peak_view *view) {
    int horizon = model->horizon, from = series < 0 ? 0 : series,
        to = series < 0 ? model->series_count : series + 1;
    double *days = arena_array(arena, double, (size_t)model->series_count *(size_t)horizon);
    double *total = arena_array(arena, double, paths), *largest = arena_array(arena, double, paths);
    double *hour = arena_array(arena, double, paths);
    double *drift = arena_array(arena, double, model->series_count *PROFILE_HOURS);
    bool hourly = true;
    *view = (struct peak_view){.chance = arena_array(arena, double, horizon)};
    for (int s = from; s < to; s++)
        hourly = hourly && model->series[s].profile.known;
    for (int r = 0; r < paths; r++) {
        struct stream stream = stream_keyed(stream_key(seed, r, "forecast hours"), (uint64_t)(series + 1));
        int peak = 0;
        forecast_path(model, seed, r, days);
        forecast_path_drift(model, seed, r, drift);
        for (int h = 0; h < horizon; h++) {
            double sum = 0.0, hours[PROFILE_HOURS] = {0};
            for (int s = from; s < to; s++) {
                double count = days[(size_t)s * (size_t)horizon + (size_t)h];
                sum += count;
                if (hourly)
                    add_hours(model, s, h, count, drift, &stream, hours);
            }
            for (int i = 0; i < PROFILE_HOURS; i++)
                hour[r] = fmax(hour[r], hours[i]);
            total[r] += sum;
            if (h == 0 || sum > largest[r])
                largest[r] = sum, peak = h;
        }
        view->chance[peak] += 1.0 / paths;
    }
    for (int h = 0; h < horizon; h++)
        view->likeliest = view->chance[h] > view->chance[view->likeliest] ? h : view->likeliest;
    take_levels(total, paths, view->total);
    take_levels(largest, paths, view->day);
    take_levels(hour, paths, view->hour);
    for (int i = 0; i < PEAK_LEVELS && !hourly; i++)
        view->hour[i] = NAN;
}

struct decomposition forecast_decompose(const struct outlook *o, int day) {
    const struct frame *f = o->frame;
    double level = 0.0, week = 0.0, year = 0.0, month_day = 0.0, event = 0.0;
    for (int i = f->start[day]; i < f->start[day + 1]; i++) {
        const struct column *column = &f->columns[f->index[i]];
        double part = f->value[i] * o->fit->beta[f->index[i]];
        if (column->event >= 0 || column->group == GROUP_FLATTEN)
            event += part;
        else if (column->group == GROUP_WEEKDAY)
            week += part;
        else if (column->group == GROUP_YEAR || column->group == GROUP_WEEK_SEASON)
            year += part;
        else if (column->group == GROUP_MONTH_DAY)
            month_day += part;
        else
            level += part;
    }
    double rest = day < f->past && o->seen[day] ? exp(o->fit->residual[day]) : NAN;
    return (struct decomposition){exp(level), exp(week), exp(year), exp(month_day), exp(event), rest};
}

/* Warnings */

static bool seen_between(const struct history_series *s, int64_t from, int64_t to) {
    for (int64_t day = from; day <= to; day++)
        if (day >= s->first && day < s->first + s->days && s->state[day - s->first] == DAY_SEEN)
            return true;
    return false;
}

static int times_seen(const struct history_series *s, const struct event *event, int64_t last) {
    int count = 0;
    for (int i = 0; i < event->count; i++)
        count += event->dates[i] + event->lag <= last &&
                 seen_between(s, event->dates[i] - event->lead, event->dates[i] + event->lag);
    return count;
}

static void warn_of_event(const struct sales_history *history, const struct event_calendar *calendar,
                          const struct event *event, int64_t last, struct problems *problems) {
    struct place place = {.file = calendar->file, .line = event->line};
    int seen = times_seen(&history->series[0], event, last);
    bool known = !isnan(event->uplift) || event->shape;
    if (seen >= LEAST_SEEN || (known && seen == 0))
        return;
    if (seen == 0)
        problem_at(problems, place, "", "give it an uplift and a spread, or a shape",
                   "event \"%s\" was never seen in the history; no effect is expected of it, and its days "
                   "have wide intervals",
                   event->name);
    else
        problem_at(
            problems, place, "", NULL,
            "event \"%s\" was seen only once; its effect is drawn towards none and cannot be told from "
            "that of the weekday it fell on",
            event->name);
    problems->items[problems->count - 1].warning = true;
    problems->errors--;
}

static void warn_of_calendar(const struct sales_history *history, const struct event_calendar *calendar,
                             int64_t last, int64_t until, struct problems *problems) {
    bool future = false;
    for (int e = 0; e < calendar->count; e++) {
        const struct event *event = &calendar->events[e];
        if (!event_dates_between(event, last + 1 - event->lag, until + event->lead))
            continue;
        future = true;
        warn_of_event(history, calendar, event, last, problems);
    }
    if (!future)
        warning_of(problems, "", "add the holidays and promotions to come",
                   "%s no date between the history and the last day asked for; peaks that the calendar "
                   "does not announce are not in the forecast",
                   calendar->file ? arena_format(problems->arena, "%s: the calendar has", calendar->file)
                                  : "there is no calendar, and so");
}

static void warn_of_series(const struct sales_history *history, const struct history_series *s, int64_t last,
                           struct problems *problems) {
    int seen = 0;
    double least = INFINITY, most = 0.0;
    const char *of =
        *s->name ? arena_format(problems->arena, "%s: series \"%s\"", history->file, s->name) : history->file;
    for (int d = 0; d < s->days; d++)
        if (s->state[d] == DAY_SEEN) {
            seen++;
            least = fmin(least, s->count[d]);
            most = fmax(most, s->count[d]);
        }
    if (s->first + s->days - 1 < last)
        warning_of(problems, "", NULL,
                   "%s ends more than %d days before the others; it is taken to have ended and is left out",
                   of, SERIES_ENDED_DAYS);
    else if (seen > 0 && most <= 0.0)
        warning_of(problems, "", NULL, "%s has no orders on any day; the forecast says the same", of);
    else if (least == most && seen > 1)
        warning_of(problems, "", "is the right column read?",
                   "%s is the same on all days; intervals are as narrow as they can be", of);
    if (seen > 0 && seen < A_MONTH)
        warning_of(
            problems, "", "take the effects of a centre like it: --like FILE",
            "%s has %d day%s; the effects of weekdays, seasons and events are hardly known, and intervals "
            "are not calibrated",
            of, seen, seen == 1 ? "" : "s");
    else if (seen > 0 && s->days < A_YEAR)
        warning_of(
            problems, "", "take the effects of a centre like it: --like FILE",
            "%s is shorter than a year; the season is not known, and a peak later in the year than the "
            "history reaches will be missed unless the calendar gives its uplift",
            of);
}

void forecast_warn(const struct sales_history *history, const struct event_calendar *calendar, int64_t last,
                   int64_t until, struct problems *problems) {
    warn_of_calendar(history, calendar, last, until, problems);
    for (int s = 0; s < history->series_count && s < MOST_NAMED; s++)
        warn_of_series(history, &history->series[s], last, problems);
}

void forecast_warn_of_outliers(const struct forecast_model *model, struct problems *problems) {
    int days = 0, series = 0;
    int64_t first = 0;
    const char *name = "";
    for (int s = 0; s < model->series_count; s++) {
        const struct outlook *o = model->series[s].last;
        if (!o->fit->downweighted)
            continue;
        int64_t own = o->frame->first + o->fit->first_outlier;
        if (!series++ || own < first)
            first = own, name = model->series[s].name;
        days += o->fit->downweighted;
    }
    if (!series)
        return;
    char date[DATE_TEXT_SIZE];
    const char *of = series > 1 ? arena_format(problems->arena, "%d series: ", series)
                     : *name    ? arena_format(problems->arena, "series \"%s\": ", name)
                                : "";
    date_text(date, (struct date){first});
    if (days == 1)
        warning_of(problems, "", "if it may come again, add it to the calendar",
                   "%s1 day (%s) is far from all that is known of it; it weighs less", of, date);
    else
        warning_of(problems, "", "if something happened that may come again, add it to the calendar",
                   "%s%d days (the first is %s%s) are far from all that is known of them; they weigh less",
                   of, days, date,
                   series > 1 ? arena_format(problems->arena, ", of series \"%s\"", name) : "");
}
