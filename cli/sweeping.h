/* SPDX-License-Identifier: MIT */
/* sweeping.h - a study of many designs, from the command line to its files; shared by sweep and merge. */
#ifndef CLI_SWEEPING_H
#define CLI_SWEEPING_H

#include "cli/options.h"
#include "output/sweep.h"

struct ledger;
struct problems;

struct sweep {
    struct study_config *study;
    struct variant *variants; /* by design */
    int replications;         /* of each design, at most */
    const struct until *until; /* of --until, else of the study */
    int until_count;
    struct study_plan plan;   /* of the scenario as it stands */
    const char *const *metrics;
    int metric_count;
    struct problems *problems; /* of the study's file; NULL = it came from the command line */
    double run_s; /* processor time in simulation, once it has run */
};

/* The study that the arguments name, checked: every value of every factor alone. */
int sweep_read(const struct options *options, struct sweep *sweep);
/* The same in steps, for commands that choose designs themselves: everything but designs; then the variants
 * of designs from `first` on, of which values are checked when it is 0. */
int sweep_read_factors(const struct options *options, struct sweep *sweep);
int sweep_accept(const struct options *options, struct sweep *sweep, int first);
/* Says what is wrong with the factors or designs, where they were given; NULL = the problems hold it. */
int sweep_refuse(const struct options *options, const struct sweep *sweep, const char *message);
/* All replications of all variants, without ledger, signals and who listens. */
struct campaign sweep_campaign(const struct options *options, const struct sweep *sweep);
/* One replication of the first variant, to time it; says so if it fails. */
struct campaign_end sweep_try(struct campaign trial, struct arena *arena);
/* What it would take: --dry-run; at most `more` designs follow those that are known. */
int sweep_foretell(const struct options *options, const struct sweep *sweep, double more);
/* Rows for so many designs. */
struct sweep_view sweep_view_of(const struct sweep *sweep, int designs, struct arena *arena);
int sweep_run(const struct options *options, struct sweep *sweep);

/* Opens the ledger in the directory of -o, which is made unless --resume says that it is there. */
int sweep_open_ledger(const struct options *options, struct ledger **ledger);

#endif
