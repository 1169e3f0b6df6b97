/* SPDX-License-Identifier: MIT */
/* sweeping.h - a study of many designs, from the command line to its files; shared by sweep and merge. */
#ifndef CLI_SWEEPING_H
#define CLI_SWEEPING_H

#include "cli/options.h"
#include "output/sweep.h"

struct ledger;

struct sweep {
    struct study_config *study;
    struct variant *variants; /* by design */
    int replications;         /* of each design, at most */
    struct study_plan plan;   /* of the scenario as it stands */
    const char *const *metrics;
    int metric_count;
};

/* The study that the arguments name, checked: every value of every factor alone. */
int sweep_read(const struct options *options, struct sweep *sweep);
/* What it would take: --dry-run. */
int sweep_foretell(const struct options *options, const struct sweep *sweep);
int sweep_run(const struct options *options, const struct sweep *sweep);

/* Opens the ledger in the directory of -o, which is made unless --resume says that it is there. */
int sweep_open_ledger(const struct options *options, struct ledger **ledger);

#endif
