/* SPDX-License-Identifier: MIT */
/* comparing.h - the alternatives that a command line names, and what is done with them: compared, or the best
 * selected. */
#ifndef CLI_COMPARING_H
#define CLI_COMPARING_H

#include "cli/options.h"
#include "output/comparison.h"

struct alternatives {
    int count; /* the first is the base */
    struct variant *variants;
    int ledger_count;
    const char **ledgers; /* of result directories, to be read from */
    int replications;     /* of each, at most */
    uint64_t seed;        /* the same for all */
    struct study_plan plan;
    const char **unlike; /* what makes them hard to compare, in sentences */
    int unlike_count;
};

/* Those of --metric, or the usual ones. */
const char *const *compared_metrics(const struct options *options, int *count);
/* Scenarios, studies and result directories, checked; EXIT_DONE or what is wrong. */
int alternatives_read(const struct options *options, struct alternatives *alternatives);
int alternatives_compare(const struct options *options, const struct alternatives *alternatives);

#endif
