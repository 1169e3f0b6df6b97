/* SPDX-License-Identifier: MIT */
/* lead_in.c - see lead_in.h. */
#include "models/lead_in.h"

#include <math.h>
#include "models/scenario.h"
#include "sim/base/arena.h"
#include "sim/base/problems.h"

static bool has_departures(const struct centre_config *centre, struct date day) {
    for (int c = 0; c < centre->carriers_count; c++)
        for (int d = 0; d < centre->carriers[c].departures_count; d++)
            if (weekdays_have(centre->carriers[c].departures[d].days, date_weekday(day)))
                return true;
    return false;
}

/* Days in a row before this one on which nothing leaves; a week of them means that nothing ever does. */
static int closed_days_before(const struct centre_config *centre, struct date first) {
    int closed = 0;
    while (closed < DAYS_A_WEEK && !has_departures(centre, (struct date){first.day - closed - 1}))
        closed++;
    return closed;
}

void lead_in_warn(const struct scenario *scenario, struct problems *problems) {
    if (scenario->study == STUDY_STEADY || scenario->demand.replay || !scenario->centre.carriers_count)
        return;
    struct date first = moment_date(scenario_start(scenario));
    int closed = closed_days_before(&scenario->centre, first);
    if (!closed || closed == DAYS_A_WEEK)
        return;
    char day[DATE_TEXT_SIZE];
    warning_of(
        problems, "lead_in_days",
        arena_format(problems->arena, "%g begins with the last day of departures before them",
                     ceil(scenario->lead_in_days) + closed + 1),
        "the centre begins empty on %s, after %d day%s without departures whose orders would be waiting",
        date_text(day, first), closed, closed == 1 ? "" : "s");
}
