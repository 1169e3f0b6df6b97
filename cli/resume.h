/* SPDX-License-Identifier: MIT */
/* resume.h - the ledger of a directory of results, and what is said about it. */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include "cli/options.h"
#include "cli/scenario.h"

struct ledger;
struct text;

/* After the reason of a study that failed before. */
#define FAILED_BEFORE "; that was in an earlier try, and --retry-failed runs it again"

/* Opens DIR/study.sqlite; *ledger is NULL without -o. An exit code: not 0, with a message, when it cannot be
 * used or when --resume finds nothing to resume. */
int resume_open(const struct options *options, const struct scenario *scenario, uint64_t seed,
                struct ledger **ledger);
/* "12 of 20 replications were read from DIR/study.sqlite" on stderr, if that was there before: what a study
 * makes and reads again is its own affair. */
void resume_tell(const struct options *options, const struct ledger *ledger, long recalled, long all);
/* A command as the shell takes it, with --resume where it has that and is wanted. */
void resume_add_command(const struct options *options, bool resume, struct text *out);
/* The command that goes on from here, on stderr; nothing where the ledger is damaged or NULL. */
void resume_print_command(const struct options *options, const struct ledger *ledger);

#endif
