/* SPDX-License-Identifier: MIT */
/* day_states.c - see day_states.h. */
#include "models/forecast/day_states.h"

#include <stdlib.h>
#include "models/forecast/history.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/engine/calendar.h"

enum {
    SMALLEST_LEVEL = 10, /* below, a day of no orders is a day like others */
    CLOSED_WINDOW = 91,
    LEAST_ABSENT = 3,
    LONG_RUN_DAYS = 14
};

/* Days of one kind in all series. */
struct tally {
    int days, series;
    const char *name; /* of the series with the first */
    int64_t first;
};

struct tallies {
    struct tally missing, incomplete, empty, sold_out;
    struct tally run; /* days: of the longest run without an order */
    struct tally closed;
    unsigned weekdays;
    bool differ; /* series are closed on different weekdays */
};

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of_seen(const struct history_series *s) {
    double *sorted = memory_resize(NULL, sizeof *sorted * (size_t)(s->days + 1));
    int count = 0;
    for (int d = 0; d < s->days; d++)
        if (s->state[d] == DAY_SEEN && s->count[d] > 0.0)
            sorted[count++] = s->count[d];
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    double median = count ? sorted[count / 2] : 0.0;
    free(sorted);
    return median;
}

static int weekday_of(const struct history_series *s, int d) {
    return date_weekday((struct date){s->first + d});
}

void day_states_find_closed_weekdays(struct history_series *s) {
    int absent[DAYS_A_WEEK] = {0}, empty[DAYS_A_WEEK] = {0}, sold[DAYS_A_WEEK] = {0}, open = 0;
    double sum = 0.0;
    for (int d = s->days > CLOSED_WINDOW ? s->days - CLOSED_WINDOW : 0; d < s->days; d++) {
        int w = weekday_of(s, d);
        bool none = s->state[d] != DAY_INCOMPLETE && s->count[d] <= 0.0;
        absent[w] += s->state[d] == DAY_MISSING;
        empty[w] += none && s->state[d] != DAY_MISSING;
        sold[w] += !none;
        sum += s->count[d];
    }
    for (int w = 0; w < DAYS_A_WEEK; w++)
        open += sold[w] ? sold[w] + empty[w] : 0;
    for (int w = 0; w < DAYS_A_WEEK; w++)
        if (open && !sold[w] && absent[w] + empty[w] >= LEAST_ABSENT &&
            (absent[w] >= LEAST_ABSENT || empty[w] * sum / open >= SURE_ORDERS))
            s->closed_weekdays |= 1u << w;
}

static void add(struct tally *tally, const struct history_series *s, int days, int first) {
    if (!days)
        return;
    if (!tally->series++ || s->first + first < tally->first) {
        tally->first = s->first + first;
        tally->name = s->name;
    }
    tally->days += days;
}

static void settle_day(struct history_series *s, int d, double level) {
    bool closed = s->closed_weekdays >> weekday_of(s, d) & 1;
    bool none = s->state[d] == DAY_SEEN && s->count[d] <= 0.0;
    if ((closed && (none || s->state[d] == DAY_MISSING)) || (none && level >= SMALLEST_LEVEL))
        s->state[d] = DAY_CLOSED;
}

static bool is_kind(const struct history_series *s, int d, int state) {
    return s->state[d] == state && !(state == DAY_CLOSED && s->closed_weekdays >> weekday_of(s, d) & 1);
}

static void tally_state(struct tally *tally, const struct history_series *s, int state) {
    int days = 0, first = 0;
    for (int d = 0; d < s->days; d++)
        if (is_kind(s, d, state) && !days++)
            first = d;
    add(tally, s, days, first);
}

/* Many days in a row without an order, in a series that sells on most days. */
static void tally_run(struct tally *tally, const struct history_series *s) {
    int run = 0, from = 0, longest = 0, first = 0, sold = 0, none = 0;
    for (int d = 0; d < s->days; d++) {
        if (s->state[d] == DAY_CLOSED)
            continue;
        bool empty = s->state[d] == DAY_SEEN && s->count[d] <= 0.0;
        sold += !empty;
        none += empty;
        from = empty && !run ? d : from;
        run = empty ? run + 1 : 0;
        if (run > longest)
            longest = run, first = from;
    }
    if (longest > LONG_RUN_DAYS && sold > none)
        add(tally, s, longest > tally->days ? longest - tally->days : 0, first);
}

static void settle_series(struct history_series *s, struct tallies *tallies, bool order_book) {
    double level = median_of_seen(s);
    day_states_find_closed_weekdays(s);
    for (int d = 0; d < s->days; d++)
        settle_day(s, d, level);
    tally_state(&tallies->missing, s, DAY_MISSING);
    tally_state(&tallies->incomplete, s, DAY_INCOMPLETE);
    tally_state(&tallies->empty, s, DAY_CLOSED);
    tally_state(&tallies->sold_out, s, DAY_CENSORED);
    if (order_book)
        tally_run(&tallies->run, s);
    if (!s->closed_weekdays)
        return;
    tallies->differ = tallies->differ || (tallies->closed.series && tallies->weekdays != s->closed_weekdays);
    tallies->weekdays = tallies->closed.series ? tallies->weekdays : s->closed_weekdays;
    add(&tallies->closed, s, 1, 0);
}

/* "series "b": 1 day" and "(2026-01-14)"; "5 series: 12 days" and "(the first is 2026-01-14, of series "b")".
 */
static void tell(struct problems *problems, const char *file, const struct tally *t, const char *one,
                 const char *many) {
    struct arena *arena = problems->arena;
    char date[DATE_TEXT_SIZE];
    if (!t->series)
        return;
    date_text(date, (struct date){t->first});
    const char *of = t->series > 1 ? arena_format(arena, "%d series: ", t->series)
                     : *t->name    ? arena_format(arena, "series \"%s\": ", t->name)
                                   : "";
    const char *series = t->series > 1 ? arena_format(arena, ", of series \"%s\"", t->name) : "";
    if (t->days == 1)
        warning_at(problems, (struct place){.file = file}, NULL, "%s1 day (%s) %s", of, date, one);
    else
        warning_at(problems, (struct place){.file = file}, NULL, "%s%d days (the first is %s%s) %s", of,
                   t->days, date, series, many);
}

static void tell_closed_weekdays(const struct sales_history *history, const struct tallies *t,
                                 struct problems *problems) {
    struct arena *arena = problems->arena;
    char days[DATE_TEXT_SIZE];
    if (!t->closed.series)
        return;
    const char *of = t->closed.series > 1 ? arena_format(arena, "%d series: ", t->closed.series)
                     : *t->closed.name    ? arena_format(arena, "series \"%s\": ", t->closed.name)
                                          : "";
    weekdays_text(days, (struct weekdays){t->weekdays});
    warning_at(problems, (struct place){.file = history->file}, NULL,
               "%sno orders on any %s of the last 13 weeks; taken for closed and forecast as 0", of,
               t->differ ? arena_format(arena, "of some weekdays (%s in series \"%s\")", days, t->closed.name)
                         : days);
}

void day_states_settle(struct sales_history *history, struct problems *problems) {
    struct tallies t = {0};
    for (int i = 0; i < history->series_count; i++)
        settle_series(&history->series[i], &t, history->order_book);
    tell_closed_weekdays(history, &t, problems);
    tell(
        problems, history->file, &t.missing,
        "has no row; it is left out, and a forecast knows nothing of such a day unless the calendar names it",
        "have no row; they are left out, and a forecast knows nothing of such days unless the calendar names "
        "them");
    tell(problems, history->file, &t.incomplete,
         "lacks the row of an hour that should have one; it is left out",
         "lack rows of hours that should have one; they are left out");
    tell(problems, history->file, &t.empty,
         "has no orders; it is taken for a closure and teaches the model nothing",
         "have no orders; they are taken for closures and teach the model nothing");
    tell(problems, history->file, &t.run, "",
         "in a row have no orders; they are taken for days on which nobody ordered, and make the forecast "
         "lower: "
         "is a part of the file missing?");
    tell(problems, history->file, &t.sold_out, "was sold out; its count is taken as a lower bound",
         "were sold out; their counts are taken as lower bounds");
}
