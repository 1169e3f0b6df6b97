/* SPDX-License-Identifier: MIT */
/* wrap.h - lines no wider than a terminal. */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

struct text;

enum { TERMINAL_COLUMNS = 80 };

/* Appends `plain` to `out`, its longer lines broken at blanks. What goes on stands below the last column of
 * its line ("  name   what it means" goes on below "what"). */
void wrap_lines(const char *plain, struct text *out);

#endif
