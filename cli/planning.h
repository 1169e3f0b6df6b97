/* SPDX-License-Identifier: MIT */
/* planning.h - fcsim size --plan: people per team, day and shift, from the command line to its files. */
#ifndef CLI_PLANNING_H
#define CLI_PLANNING_H

#include "cli/options.h"

int plan_staff(const struct options *options);

#endif
