/* SPDX-License-Identifier: MIT */
/* labour.h - teams: who comes when, with which skills, and what they are paid. */
#ifndef MODELS_LABOUR_LABOUR_H
#define MODELS_LABOUR_LABOUR_H

#include "sim/config/field.h"
#include "sim/engine/dispatch.h"

struct problems;

enum { MOST_PEOPLE = 100000 }; /* of a shift */
struct shift_limits {          /* of a staffing plan */
    int least, most;
};
struct shift_config {
    struct weekdays days;
    struct clock_time from, to;
    int people;
    double *breaks_min;
    int breaks_min_count;
    struct shift_limits *plan; /* NULL = no limits */
};
struct team_config {
    const char *name;
    int *skills;
    int skills_count;
    const char **zones;
    int zones_count;
    double wage_per_h, overtime_premium, absence;
    struct shift_config *shifts;
    int shifts_count;
    int breaks;
};
struct staffing_row { /* of a staffing plan */
    const char *team;
    struct date date;
    struct clock_time from, to;
    int people;
};
extern const struct field team_fields[];
extern const struct field staffing_fields[];
extern const struct metric labour_metrics[];

struct staffing {
    const struct team_config *teams;
    int team_count;
    const struct staffing_row *plan;
    int plan_count;
    const char *const *zones; /* of the layout */
    int zone_count;
};
/* Zones that teams name must be in the layout. */
void labour_check_zones(const struct staffing *staffing, struct problems *problems, struct arena *arena);
void labour_check(const struct staffing *staffing, struct problems *problems, struct arena *arena);
/* People-hours on duty (shifts less breaks and expected absence) from a date for a number of days. */
double labour_hours(const struct staffing *staffing, int team, struct date from, int days);

struct labour;
struct labour *labour_create(const struct staffing *staffing, struct dispatcher *people, struct sim *sim,
                             const char *currency);
/* Wages in the window, overtime premium included. */
double labour_wages(const struct labour *labour, usec now);

#endif
