/* SPDX-License-Identifier: MIT */
/* duty.c - see duty.h. */
#include "models/labour/duty.h"

#include <math.h>
#include <string.h>

int64_t duty_seconds(const struct duty *duty) {
    int64_t length = duty->to.seconds - duty->from.seconds;
    return length > 0 ? length : length + SECONDS_A_DAY;
}

bool labour_planned(const struct staffing *staffing, const char *team) {
    for (int i = 0; i < staffing->plan_count; i++)
        if (strcmp(staffing->plan[i].team, team) == 0)
            return true;
    return false;
}

static int largest_shift(const struct staffing *staffing, const struct team_config *team) {
    int largest = 0;
    for (int i = 0; i < team->shifts_count; i++)
        largest = team->shifts[i].people > largest ? team->shifts[i].people : largest;
    for (int i = 0; i < staffing->plan_count; i++)
        if (strcmp(staffing->plan[i].team, team->name) == 0 && staffing->plan[i].people > largest)
            largest = staffing->plan[i].people;
    return largest;
}

/* The team's shift at the same times, else its first one, else NULL. */
static const struct shift_config *shift_like(const struct team_config *team, const struct staffing_row *row) {
    for (int i = 0; i < team->shifts_count; i++)
        if (team->shifts[i].from.seconds == row->from.seconds &&
            team->shifts[i].to.seconds == row->to.seconds)
            return &team->shifts[i];
    return team->shifts_count ? &team->shifts[0] : NULL;
}

struct duty duty_of_row(const struct team_config *team, const struct staffing_row *row, int first_slot) {
    static const double half_an_hour[] = {30};
    const struct shift_config *like = shift_like(team, row);
    return (struct duty){row->from,
                         row->to,
                         row->people,
                         first_slot,
                         like ? like->breaks_min : half_an_hour,
                         like ? like->breaks_min_count : 1,
                         like};
}

void each_duty(const struct staffing *staffing, int team, struct date date,
               void (*visit)(void *self, const struct duty *duty), void *self) {
    const struct team_config *config = &staffing->teams[team];
    int largest = largest_shift(staffing, config), k = 0;
    if (labour_planned(staffing, config->name)) {
        for (int i = 0; i < staffing->plan_count; i++) {
            const struct staffing_row *row = &staffing->plan[i];
            if (row->date.day != date.day || strcmp(row->team, config->name) != 0)
                continue;
            struct duty duty = duty_of_row(config, row, (k++ * 2 + (int)(date.day & 1)) * largest);
            visit(self, &duty);
        }
        return;
    }
    for (int i = 0; i < config->shifts_count; i++) {
        const struct shift_config *shift = &config->shifts[i];
        if (!weekdays_have(shift->days, date_weekday(date)))
            continue;
        struct duty duty = {shift->from, shift->to,         shift->people,
                            i * largest, shift->breaks_min, shift->breaks_min_count,
                            shift};
        visit(self, &duty);
    }
}

double duty_break_s(const struct duty *duty, int number, int group) {
    double length_s = duty->breaks_min[number] * 60.0;
    double at_s = (double)duty_seconds(duty) * (number + 1) / (duty->breaks + 1) - length_s / 2;
    if (group >= 0)
        at_s += (group - (BREAK_GROUPS - 1) / 2.0) * length_s;
    return at_s > 0.0 ? at_s : 0.0;
}

static double overlap(double from, double to, double a, double b) {
    return fmax(0.0, fmin(to, b) - fmax(from, a));
}

double duty_presence(const struct duty *duty, enum breaks breaks, double from_s, double to_s) {
    double end = (double)duty_seconds(duty), present_s = overlap(from_s, to_s, 0.0, end);
    int groups = breaks == BREAKS_FIXED ? 1 : BREAK_GROUPS;
    for (int number = 0; number < duty->breaks; number++)
        for (int group = 0; group < groups; group++) {
            double at = duty_break_s(duty, number, groups > 1 ? group : -1);
            present_s -= overlap(from_s, to_s, at, fmin(end, at + duty->breaks_min[number] * 60.0)) / groups;
        }
    return fmax(0.0, present_s) / (to_s - from_s);
}
