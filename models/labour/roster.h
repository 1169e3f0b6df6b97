/* SPDX-License-Identifier: MIT */
/* roster.h - from work by hour to people by shift: what a staffing plan is made of.
 *
 * Offered work is how many people of a team are busy in each hour when there are more than enough of them.
 * Work may wait: an hour's work is spread over the `slack` next hours of the same stretch of shifts (the next
 * stretch, where nobody is there) so that they are as level as can be. On what then falls into an hour comes
 * a margin for chance, its square root times beta (Jennings, Mandelbaum, Massey and Whitt 1996, Management
 * Science 42(10)). Both follow from a level of care, kept by team and day: more care, less slack and a wider
 * margin. Shifts cover the needs at least cost (shift_cover.h). */
#ifndef MODELS_LABOUR_ROSTER_H
#define MODELS_LABOUR_ROSTER_H

#include "models/labour/labour.h"
#include "sim/study/planning.h"

struct roster;

/* `work_h` is the expected work of each team over the run, which lasts from `start_s` (since 1970) for so
 * many seconds and is measured from `measured_s` on; NULL after problems. */
struct roster *roster_create(const struct staffing *staffing, const double *work_h, double start_s,
                             double measured_s, double seconds, struct problems *problems,
                             struct arena *arena);

/* As struct planner has them. */
const char *const *roster_days(const void *plan, int *count);
void roster_ample(void *plan);
void roster_observe(void *plan, const struct plan_seen *seen);
void roster_learn(void *plan);
bool roster_raise(void *plan, const bool *missed);
int roster_parts(const void *plan);
bool roster_lower(void *plan, int team, int steps);
void *roster_copy(const void *plan, struct arena *arena);
bool roster_make(void *plan, struct text *error);
double roster_cost(const void *plan);
void roster_write(const void *plan, struct text *csv);
struct plan_table roster_table(const void *plan, struct arena *arena);

/* Needs of consecutive hours from offered work, by the levels of care of their days (`hours_a_day` apart).
 * `presence` is how much of one person of each shift together is there in an hour, `most` how many people at
 * most. */
void roster_needs(const double *offered, const double *presence, const double *most, const int *level,
                  int hours, double *need);

#endif
