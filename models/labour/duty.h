/* SPDX-License-Identifier: MIT */
/* duty.h - a shift of a team on a date, wherever it comes from: weekdays or a staffing plan. */
#ifndef MODELS_LABOUR_DUTY_H
#define MODELS_LABOUR_DUTY_H

#include "models/labour/labour.h"

struct duty {
    struct clock_time from, to;
    int people, first_slot; /* its people are workers first_slot ... */
    const double *breaks_min;
    int breaks;
    const struct shift_config *shift; /* of which it is one, or which it is like; may be NULL */
};

/* Whether a staffing plan has rows for the team. */
bool labour_planned(const struct staffing *staffing, const char *team);
/* A row of a plan takes its breaks from the team's shift at the same times, else from its first one; without
 * any it has half an hour. */
struct duty duty_of_row(const struct team_config *team, const struct staffing_row *row, int first_slot);
/* Calls `visit` for each duty of a team that begins on a date. Neighbouring duties get different people, and
 * those of the same duty on the next day may be the same again. */
void each_duty(const struct staffing *staffing, int team, struct date date,
               void (*visit)(void *self, const struct duty *duty), void *self);
int64_t duty_seconds(const struct duty *duty);

/* Staggered breaks are taken by groups one after the other. */
enum { BREAK_GROUPS = 4 };
enum breaks { BREAKS_STAGGERED, BREAKS_FIXED };
/* When a break of a group begins, in seconds from the begin of the duty; group -1 = everybody at once. */
double duty_break_s(const struct duty *duty, int number, int group);
/* The share of the time between two moments, in seconds from the begin of the duty, that one of many people
 * is at work. */
double duty_presence(const struct duty *duty, enum breaks breaks, double from_s, double to_s);

#endif
