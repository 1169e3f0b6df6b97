/* SPDX-License-Identifier: MIT */
/* day_states.c - see day_states.h. */
#include "models/forecast/day_states.h"

#include <stdlib.h>
#include "models/forecast/history.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"
#include "sim/engine/calendar.h"

enum { SMALLEST_LEVEL = 10 }; /* below, a day of no orders is a day like others */

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of_seen(struct arena *arena, const struct history_series *s) {
    double *sorted = arena_array(arena, double, s->days + 1);
    int count = 0;
    for (int d = 0; d < s->days; d++)
        if (s->state[d] == DAY_SEEN && s->count[d] > 0.0)
            sorted[count++] = s->count[d];
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    return count ? sorted[count / 2] : 0.0;
}

/* A weekday without a sale in the last 13 weeks, while others had some, is closed. */
void day_states_find_closed_weekdays(struct history_series *s) {
    int absent[DAYS_A_WEEK] = {0}, all[DAYS_A_WEEK] = {0}, seen = 0;
    for (int d = s->days > 91 ? s->days - 91 : 0; d < s->days; d++) {
        int weekday = date_weekday((struct date){s->first + d});
        bool empty = s->state[d] == DAY_MISSING || s->count[d] <= 0.0;
        absent[weekday] += empty;
        all[weekday]++;
        seen += !empty;
    }
    for (int w = 0; w < DAYS_A_WEEK; w++)
        if (seen && all[w] >= 3 && absent[w] == all[w])
            s->closed_weekdays |= 1u << w;
}

/* Tells what days without a count were taken for. */
void day_states_settle(struct arena *arena, const char *file, struct history_series *s,
                       struct problems *problems) {
    double level = median_of_seen(arena, s);
    int missing = 0, closed = 0, censored = 0;
    char first_missing[DATE_TEXT_SIZE] = "", first_closed[DATE_TEXT_SIZE] = "";
    day_states_find_closed_weekdays(s);
    for (int d = 0; d < s->days; d++) {
        struct date date = {s->first + d};
        bool empty = s->state[d] == DAY_MISSING || (s->state[d] == DAY_SEEN && s->count[d] <= 0.0);
        if (empty && s->closed_weekdays >> date_weekday(date) & 1) {
            s->state[d] = DAY_CLOSED;
        } else if (s->state[d] == DAY_MISSING && !missing++) {
            date_text(first_missing, date);
        } else if (s->state[d] == DAY_SEEN && s->count[d] <= 0.0 && level >= SMALLEST_LEVEL) {
            s->state[d] = DAY_CLOSED;
            if (!closed++)
                date_text(first_closed, date);
        }
        censored += s->state[d] == DAY_CENSORED;
    }
    const char *of =
        arena_format(arena, "%s%s%s", *s->name ? "series \"" : "", s->name, *s->name ? "\": " : "");
    if (missing)
        warning_of(problems, "", NULL,
                   "%s: %s%d days have no row (the first is %s); they are left out, and a forecast knows "
                   "nothing of such days unless the calendar names them",
                   file, of, missing, first_missing);
    if (closed)
        warning_of(problems, "", NULL,
                   "%s: %s%d days have no orders (the first is %s); they are taken for closures and teach "
                   "the model nothing",
                   file, of, closed, first_closed);
    if (censored)
        warning_of(problems, "", NULL, "%s: %s%d days were sold out; their counts are taken as lower bounds",
                   file, of, censored);
}
