/* SPDX-License-Identifier: MIT */
/* unlike.h - what makes alternatives hard or impossible to compare: studies of another kind or length, and
 * other currencies. */
#ifndef CLI_UNLIKE_H
#define CLI_UNLIKE_H

#include "cli/options.h"
#include "sim/study/campaign.h"

/* Sentences, one for each property in which some differ from the first. */
const char **unlike_studies(const struct variant *variants, const struct study_plan *plans, int count,
                            struct arena *arena, int *sentences);
/* Refuses metrics of money that options name, where alternatives have different currencies. */
int unlike_currencies(const struct options *options, const struct variant *variants,
                      const struct study_plan *plans, int count);

#endif
