/* SPDX-License-Identifier: MIT */
/* lead_in.h - whether the days before the measured ones fill the centre as it would be. */
#ifndef MODELS_LEAD_IN_H
#define MODELS_LEAD_IN_H

struct problems;
struct scenario;

/* Warns where a terminating study begins empty right after days on which no departure leaves: the orders of
 * those days would be waiting. */
void lead_in_warn(const struct scenario *scenario, struct problems *problems);

#endif
