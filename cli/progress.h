/* SPDX-License-Identifier: MIT */
/* progress.h - how far a study is, on stderr: a bar with the time left on a terminal, else a line every ten
 * seconds. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>

struct progress {
    bool shown, terminal;
    bool drawn;        /* a bar stands on the line */
    bool open_ended;   /* --until: the number wanted is only the most */
    const char *phase; /* leads the line; NULL = none */
    double start_s, last_s;
};

struct progress progress_begin(bool quiet, bool open_ended);
/* For study_options. Takes its own time, which counts the search for the warm-up too. */
void progress_report(void *progress, int done, int wanted, double share, double elapsed_s);
/* A new part of the work, with a clock of its own; the words are kept by the caller. */
void progress_phase(struct progress *progress, const char *words);
void progress_end(struct progress *progress); /* clears the bar */

#endif
