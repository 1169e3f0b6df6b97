/* SPDX-License-Identifier: MIT */
/* gnuplot.h - one gnuplot process fed through a pipe, and text that is safe inside its scripts.
 *
 * gnuplot runs backquotes inside double quotes and commands after a newline; so free text goes only into
 * single quotes, with ' doubled and control bytes replaced, and enhanced text is off everywhere. */
#ifndef OUTPUT_GNUPLOT_H
#define OUTPUT_GNUPLOT_H

#include <stdbool.h>

struct text;

/* 'string' as a gnuplot literal. */
void gnuplot_quote(struct text *out, const char *string);
/* The same bytes without quotes: control bytes become blanks; for free text in data files and comments. */
void gnuplot_plain(struct text *out, const char *string);

/* Runs gnuplot on the commands; what it prints goes to `printed`, its complaints to `complaints` (both
 * bounded). True if it was found and ended with exit code 0. */
bool gnuplot_run(const char *commands, struct text *printed, struct text *complaints);

#endif
