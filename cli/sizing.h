/* SPDX-License-Identifier: MIT */
/* sizing.h - the cheapest design that holds its targets, from the command line to its files. */
#ifndef CLI_SIZING_H
#define CLI_SIZING_H

#include "cli/options.h"
#include "sim/study/sizing.h"

struct sizing_task {
    struct sizing_question question;
    struct study_plan plan; /* of the scenario as it stands */
};

/* The question that the arguments ask, checked: every value of every factor alone. */
int sizing_task_read(const struct options *options, struct sizing_task *task);
/* Where it would begin, and what it would take: --dry-run. */
int sizing_foretell(const struct options *options, const struct sizing_task *task);
int sizing_answer(const struct options *options, const struct sizing_task *task);

/* Replications that confirm a first candidate at this level: those `given`, or what the targets take, and
 * what values that hardly differ take. */
struct fresh {
    int usual, equal;
};
struct fresh sizing_fresh(const struct target *targets, int count, int given, double level);
/* "20 fresh ones, about 3 s (72, about 11 s, where ...)", at so many seconds a replication. */
void sizing_add_fresh(const struct fresh *fresh, double seconds, struct text *out);

#endif
